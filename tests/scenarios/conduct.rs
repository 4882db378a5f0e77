//! Conduct: how we speak, and what we never do.

use casework::{people::RIGHTS, words::Language::En};
use chrono::TimeDelta;
use huiyin::button::{Act, Button, Home};
use scenarios::{Person, World, all_is_well};

/// Every sentence we can say, by its language.
fn sentences() -> Vec<(&'static str, String)> {
    let root = format!("{}/../bot/locales", env!("CARGO_MANIFEST_DIR"));
    let read =
        |tag| std::fs::read_to_string(format!("{root}/{tag}/huiyin.ftl")).expect("sentences");
    ["zh-Hans", "zh-Hant", "en"].map(|tag| (tag, read(tag))).into()
}

/// Words that stand in no sentence of ours, in whatever language.
fn nobody_says(words: &[&str]) {
    for (tag, text) in sentences() {
        let text = text.to_lowercase();
        for word in words {
            let line = text.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{tag} says {word}: {line:?}");
        }
    }
}

#[tokio::test]
async fn we_greet_with_the_estates_name_apologise_first_and_thank() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        assert!(owner.heard().contains("Hello, this is the service centre of Yunxi Park."));
        owner.goes_through_the_greeting().await;
        owner.heard();
        owner.taps("Complaint").await;
        let asked = owner.heard();
        assert!(asked.contains("We are sorry for the trouble. Please tell us"), "{asked}");
        owner.taps("Cancel").await;
        owner.complains("The lift rattles").await;
        assert!(owner.has_read("We are sorry for the trouble. Thank you for telling us."));
        let group = world.room("engineering");
        world.person("crew").signs(group).await;
        world.person("crew").reports(group, "A new rope").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        world.pass(TimeDelta::hours(25)).await;
        owner.heard();
        for label in all_is_well(En) {
            owner.taps(label).await;
        }
        let last = owner.heard();
        assert!(last.contains("Once again, we are sorry for the trouble, and thank you"), "{last}");
    })
    .await;
}

#[tokio::test]
async fn the_story_comes_first_and_nothing_contradicts_it() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Complaint").await;
        for piece in ["It began on Monday.", "Then it rained in.", "Nobody came."] {
            owner.heard();
            owner.says(piece).await;
            let heard = owner.heard();
            assert!(heard.contains("[That's all]"), "they may go on: {heard}");
            assert!(heard.contains("Noted") && !heard.contains("but "), "no word against: {heard}");
        }
        owner.taps("That's all").await;
        let told = "select state -> 'story' ->> 2 from dialogs where kind = 'draft'";
        assert_eq!(world.column(told).await, ["Nobody came."]);
        assert!(owner.has_read("What is it about?"), "only then: {}", owner.reads());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_promised_before_somebody_has_set_a_time() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        world.complaint("The lift rattles").await;
        assert!(!owner.reads().to_lowercase().contains("promise"), "{}", owner.reads());
        desk.presses(world.room("desk"), "Promise a time").await;
        let a_time = |button: &Button| matches!(button, Button::Case(_, _, Act::PromiseAt(_)));
        desk.means(desk.account, a_time).await;
        assert!(owner.reads().to_lowercase().contains("promise"), "{}", owner.reads());
    })
    .await;
    nobody_says(&["compensat", "our fault", "your fault", "赔偿", "賠償", "都是您的", "是您自己"]);
}

/// What somebody hears from the first word to the receipt, without what is their own.
async fn path(world: &World, person: Person<'_>, name: &str) -> String {
    person.heard();
    person.complains("The lift rattles").await;
    let number = world.newest_number().await;
    person.heard().replace(name, "NAME").replace(&number, "NUMBER")
}

#[tokio::test]
async fn owner_and_tenant_are_spoken_to_alike() {
    World::run(En, async |world| {
        let (owner, tenant, desk) =
            (world.person("owner"), world.person("neighbour"), world.person("desk"));
        owner.joins().await;
        tenant.joins().await;
        desk.says("/units").await;
        desk.taps("Look").await;
        desk.taps("Owner").await;
        desk.taps("Tenant").await;
        let names = world
            .column("select name from people where place_id is not null order by account")
            .await;
        let mut said = vec![];
        for person in [owner, tenant] {
            let name = world.telegram.title(person.account);
            assert!(names.contains(&name), "{name} has joined: {names:?}");
            said.push(path(world, person, &name).await);
        }
        assert_eq!(said[0], said[1]);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_locked_out_however_often_they_complain() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        for round in 1..=12 {
            owner.complains(&format!("It is bad, for the {round}th time")).await;
        }
        assert_eq!(world.count("select count(*) from cases").await, 12);
        let begin = |button: &Button| matches!(button, Button::Home(Home::Begin(_)));
        owner.starts().await;
        world.button(owner.account, begin);
    })
    .await;
}

#[tokio::test]
async fn what_is_open_is_waited_for_and_what_is_over_was_answered() {
    World::run(En, async |world| {
        world.reported("The lift rattles").await;
        let (owner, neighbour) = (world.person("owner"), world.person("neighbour"));
        neighbour.joins().await;
        neighbour.complains("The corridor is dark").await;
        owner.taps("Solved").await;
        world.person("head").taps("Head signs off").await;
        for days in [0, 1, 3, 40, 200] {
            world.pass(TimeDelta::days(days)).await;
            let forgotten = "select count(*) from cases c
                where stage not in ('archived', 'withdrawn') and not exists (
                    select 1 from timers t
                    where t.case_id = c.id and t.fired_at is null and t.disarmed_at is null)";
            assert_eq!(world.count(forgotten).await, 0, "open, and nobody waits for it");
            let unanswered = "select count(*) from cases c
                where stage = 'archived' and not exists (
                    select 1 from history h where h.case_id = c.id and event in ('report', 'reply'))";
            assert_eq!(world.count(unanswered).await, 0, "over, and nobody was answered");
        }
        assert_eq!(world.stages().await, "archived dispatched");
    })
    .await;
}

#[tokio::test]
async fn rude_words_are_taken_and_we_ask_what_happened() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.taps("Complaint").await;
        assert!(owner.has_read("in your own words what happened"), "the hint, and no more");
        owner.taps("Cancel").await;
        owner.complains("You damned idiots, the lift is stuck AGAIN").await;
        assert!(owner.has_read("Thank you for telling us."));
        assert_eq!(world.stages().await, "dispatched");
    })
    .await;
}

#[test]
fn nobody_is_called_malicious_or_unfounded_in_any_language() {
    nobody_says(&[
        "malicious",
        "unfounded",
        "troublemaker",
        "querulous",
        "invalid complaint",
        "恶意",
        "惡意",
        "无理取闹",
        "無理取鬧",
        "无效投诉",
        "無效投訴",
        "刁民",
        "不实投诉",
        "不實投訴",
    ]);
}

#[test]
fn there_is_no_switch_to_force_anybody() {
    for (action, _) in RIGHTS {
        let name = action.name();
        for force in ["cut", "ban", "block", "lock", "power", "fine"] {
            assert!(!name.contains(force), "{name}");
        }
    }
    nobody_says(&[
        "cut off",
        "切断",
        "切斷",
        "断水",
        "斷水",
        "停用门禁",
        "停用門禁",
        "拉黑",
        "禁言",
    ]);
}
