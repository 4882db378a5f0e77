//! Announcements: two yeses, everybody once, and how it ended.

use casework::words::Language::En;
use playground::{Fault, Rule};
use scenarios::World;

#[tokio::test]
async fn the_desk_announces_and_reads_how_it_ended() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let (desk, owner, neighbour) =
            (world.person("desk"), world.person("owner"), world.person("neighbour"));
        owner.joins().await;
        neighbour.joins().await;
        desk.says("/announce").await;
        desk.taps("Everybody").await;
        desk.says("The water is off tonight from 22 to 6").await;
        assert!(desk.has_read("Recipients: "), "{}", desk.reads());
        assert!(!owner.has_read("The water is off"), "nothing before the second yes");
        let blocked = Fault::status(403, "Forbidden: bot was blocked by the user");
        let (at, send) = world.button(desk.account, |button| button.to_string().ends_with("send"));
        world.telegram.fail_next(
            "editMessageText",
            Fault::status(400, "Bad Request: message is not modified"),
            1,
        );
        let blocked = Rule::new("sendMessage", blocked).in_chat(neighbour.account).times(1);
        world.telegram.stand(blocked);
        desk.forges(desk.account, at, &send).await;
        desk.forges(desk.account, at, &send).await;
        let heard =
            [&owner, &neighbour].map(|person| person.reads().matches("The water is off").count());
        assert!(heard.iter().all(|count| *count <= 1), "{heard:?}");
        assert_eq!(world.count("select count(*) from broadcasts").await, 1);
        assert!(desk.has_read("The announcement is finished."), "{}", desk.reads());
        assert!(desk.has_read("Cannot be reached: 1"), "{}", desk.reads());
    })
    .await;
}

#[tokio::test]
async fn nobody_else_announces() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        owner.joins().await;
        for person in [owner, crew] {
            person.says("/announce").await;
            assert!(person.has_read("Only the service centre, managers and administrators"));
        }
        assert_eq!(world.count("select count(*) from broadcasts").await, 0);
    })
    .await;
}

/// S3-08: what goes to everybody names nobody: the writer reads what gives somebody away before it is sent.
#[tokio::test]
async fn what_is_published_names_nobody() {
    World::run(En, async |world| {
        let (desk, owner) = (world.person("desk"), world.person("owner"));
        let number = world.complaint("The lift rattles").await;
        let phone = world.column("select phone from people where name = 'Meiling Chen'").await;
        desk.says("/announce").await;
        desk.taps("Everybody").await;
        for (words, named) in [
            ("Meiling Chen has won her case".to_owned(), "Meiling Chen".to_owned()),
            (format!("Call {} for news", phone[0]), phone[0].clone()),
            (format!("What was told as {number} is mended"), number.clone()),
        ] {
            desk.says(&words).await;
            assert!(desk.has_read(&format!("It names {named}.")), "{}", desk.reads());
        }
        desk.heard();
        desk.says("All lifts were looked at in November; call 0571-8800 1234").await;
        assert!(!desk.heard().contains("It names"), "{}", desk.reads());
        assert!(!owner.has_read("All lifts"), "nothing before the second yes");
    })
    .await;
}

/// S3-15: what became of a month is published to the owners in totals, after somebody has looked at it; no
/// share of so few that they are known.
#[tokio::test]
async fn a_month_is_published_in_totals() {
    World::run(En, async |world| {
        let (manager, owner, leader) =
            (world.person("manager"), world.person("owner"), world.person("leader"));
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        let now = world.app().desk().clock().now();
        let morning = "2026-12-01T00:00:30Z".parse::<chrono::DateTime<chrono::Utc>>();
        world.pass(morning.expect("a moment") - now).await;
        manager.says("/summary 2026-11").await;
        leader.says("/summary 2026-11").await;
        assert!(!leader.has_read("For the owners"), "{}", leader.reads());
        manager.taps("For the owners").await;
        let words = "November 2026: what became of what you told us";
        assert!(manager.has_read(words) && manager.has_read("Recipients: "), "{}", manager.reads());
        assert!(!manager.has_read("Satisfied or fairly satisfied: 100 % of"), "one answer alone");
        assert!(!owner.has_read(words), "nothing before the second yes");
        manager.taps("Send").await;
        assert!(owner.has_read(words), "{}", owner.reads());
        assert!(owner.has_read("Received: 1. Closed: 0."), "{}", owner.reads());
        assert!(!owner.has_read("Told most often"), "one matter would be known: {}", owner.reads());
    })
    .await;
}
