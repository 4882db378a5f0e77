//! What is late: who hears of it, when, and not before.

use casework::words::Language::En;
use chrono::TimeDelta;
use scenarios::World;

#[tokio::test]
async fn when_nobody_signs_head_and_desk_are_told_once_and_not_early() {
    World::run(En, async |world| {
        let number = world.complaint("The lift rattles").await;
        world.said();
        world.pass(TimeDelta::seconds(299)).await;
        assert_eq!(world.said(), "");
        world.pass(TimeDelta::seconds(2)).await;
        let told = format!("{number}: nobody signed within 5 minutes (Engineering).");
        let news = world.said();
        for hearer in ["Guodong Li", "Service centre"] {
            assert!(news.contains(&format!("{hearer} ← {told}")), "{news}");
        }
        assert_eq!(news.matches(" ← ").count(), 2, "told to somebody else as well:\n{news}");
        assert!(news.contains("Sign by: 17 Nov 09:15 · late"), "{news}");
        world.pass(TimeDelta::hours(5)).await;
        assert_eq!(world.said(), "", "told twice");
    })
    .await;
}

#[tokio::test]
async fn who_signed_in_time_is_not_called_late() {
    World::run(En, async |world| {
        world.signed("The lift rattles").await;
        world.said();
        world.pass(TimeDelta::hours(2)).await;
        assert_eq!(world.said(), "");
    })
    .await;
}

#[tokio::test]
async fn a_visit_that_is_not_planned_and_a_matter_not_solved_are_told_and_chased() {
    World::run(En, async |world| {
        let head = world.person("head");
        let number = world.signed("The lift rattles").await;
        head.heard();
        world.pass(TimeDelta::hours(25)).await;
        assert!(
            head.heard()
                .contains("nobody has set out and no time is promised within 24 hours of signing")
        );
        world.pass(TimeDelta::hours(24)).await;
        assert!(head.heard().contains(&format!("{number}: past its time limit (Engineering).")));
        world.pass(TimeDelta::days(2)).await;
        let chased = format!("{number} is still late: accepted (Engineering).");
        assert!(head.heard().contains(&chased));
        assert!(world.shows(world.room("desk"), &chased));
    })
    .await;
}

#[tokio::test]
async fn a_head_who_does_not_sign_off_is_reminded() {
    World::run(En, async |world| {
        let head = world.person("head");
        let number = world.reported("The lift rattles").await;
        head.heard();
        world.pass(TimeDelta::hours(23)).await;
        assert_eq!(head.heard(), "");
        world.pass(TimeDelta::hours(2)).await;
        assert!(head.heard().contains(&format!(
            "{number}: the result has waited more than 24 hours for a signature (Engineering)."
        )));
        head.taps("Head signs off").await;
        head.heard();
        world.pass(TimeDelta::days(3)).await;
        assert_eq!(head.heard(), "", "chased although it is signed off");
    })
    .await;
}

#[tokio::test]
async fn what_names_no_department_is_the_desks_to_send_out_in_ten_minutes() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.room("desk"));
        owner.joins().await;
        owner.says("Something is wrong here").await;
        for label in ["That's all", "Skip", "Skip", "Skip the rest", "Send"] {
            owner.taps(label).await;
        }
        assert_eq!(world.stages().await, "registered");
        assert!(owner.has_read("the service centre is seeing to it"));
        world.pass(TimeDelta::minutes(11)).await;
        assert!(world.shows(desk, "not sent to a department within 10 minutes."));
        assert!(!world.person("head").has_read("within 10 minutes"));
    })
    .await;
}

#[tokio::test]
async fn a_promise_that_is_not_kept_is_told_to_the_desk() {
    World::run(En, async |world| {
        let (clerk, desk) = (world.person("desk"), world.room("desk"));
        world.signed("The lift rattles").await;
        clerk.presses(desk, "Promise a time").await;
        let (_, data) = world.button(clerk.account, |button| {
            use huiyin::button::{Act, Button};
            matches!(button, Button::Case(_, _, Act::PromiseAt(_)))
        });
        let shown = world.find(clerk.account, "By when do you promise").id;
        assert_eq!(clerk.forges(clerk.account, shown, &data).await, "Done");
        assert!(world.person("owner").has_read("you hear from us by"));
        world.pass(TimeDelta::days(4)).await;
        assert!(world.shows(desk, "the time promised to the owner has passed"));
    })
    .await;
}

#[tokio::test]
async fn whoever_may_read_a_case_is_told_why_its_deadlines_are_when_they_are() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let number = world.signed("The lift rattles").await;
        crew.heard();
        crew.says(&format!("/why {number}")).await;
        insta::assert_snapshot!(crew.heard().replace(&number, "NUMBER"), @r"
        Qiang Wang ← NUMBER: its time limits
          Policy profile park_core, version 11

          first plan: by 18 Nov 09:10
          Rule plan (S0-19.6, T-13): 24 hours from 17 Nov 09:10
          Told then: the head, the service centre

          solve: by 19 Nov 09:10
          Rule solve (S0-09.11, T-50, T-58): 2 days from 17 Nov 09:10
          18 Nov 21:00, a word beforehand to: whoever signed
          Told then: the head, the service centre
          20 Nov 09:10, if it is still late, told as well: the manager
          24 Nov 09:10, if it is still late, told as well: the leaders

          counts as major: by 17 Dec 09:10
          Rule age (S0-09.2, T-35): 1 month from 17 Nov 09:10
          Then the case counts as major. Told: the leaders, the service centre
        ");

        owner.says(&format!("/why {number}")).await;
        assert!(owner.has_read("Policy profile park_core, version 11"));
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        neighbour.says(&format!("/why {number}")).await;
        assert!(neighbour.has_read(&format!("We cannot find {number}, or it is not yours.")));
        crew.says("/why").await;
        assert!(crew.has_read("Please write the number after /why"));
    })
    .await;
}

#[tokio::test]
async fn holidays_come_from_a_file_whole_or_not_at_all() {
    World::run(En, async |world| {
        let folder = tempfile();
        let file = |name: &str, text: &str| {
            std::fs::write(folder.join(name), text).expect("a file");
            huiyin::calendar::Command::Import {
                file: folder.join(name),
                worked: "班".to_owned(),
                estate: None,
            }
        };
        let desk = world.app().desk().clone();
        let sound = r#"{"days": [
            {"date": "2026-11-18", "isOffDay": true, "name": "Founders' day"},
            {"date": "2026-11-21", "isOffDay": false, "name": "Founders' day"}]}"#;
        let said = huiyin::calendar::run(&desk, &file("sound.json", sound)).await.expect("days");
        let said: Vec<_> = said.iter().map(ToString::to_string).collect();
        assert_eq!(said[0], "1 days off, 1 days worked");
        assert!(said[1].starts_with("no holiday of 2027 is known"), "{said:?}");

        let spoiled = sound.replace("2026-11-18", "2026-11-31").replace("-21", "-20");
        let refused = huiyin::calendar::run(&desk, &file("spoiled.json", &spoiled)).await;
        let refused = refused.expect_err("a bad day").to_string();
        assert!(refused.contains("day 1 of 2: \"2026-11-31\" is no day"), "{refused}");
        let kept = "select string_agg(day::text || works::text, ' ' order by day) from holidays";
        assert_eq!(world.column(kept).await, ["2026-11-18false 2026-11-21true"]);
        std::fs::remove_dir_all(&folder).expect("gone");
    })
    .await;
}

fn tempfile() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("huiyin-days-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
