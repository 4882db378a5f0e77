//! What is open and when it is due, and the round of the morning.

use casework::{people::Role, words::Language::En};
use chrono::TimeDelta;
use scenarios::World;

/// S2-15, S3-10: the list that nobody keeps by hand: what is late stands first.
#[tokio::test]
async fn the_desk_sees_what_is_open_by_when_it_is_due() {
    World::run(En, async |world| {
        let (owner, desk) = (world.person("owner"), world.person("desk"));
        desk.says("/queue").await;
        assert!(desk.has_read("Nothing is open."), "{}", desk.reads());
        let first = world.signed("The lift rattles").await;
        world.pass(TimeDelta::days(3)).await;
        owner.complains("The corridor is dark").await;
        let second = world.newest_number().await;
        desk.says("/queue").await;
        let list = world.find(desk.account, "Open, by when it is due: 2").text().to_owned();
        let at = |number: &str| list.find(number).expect("both are in the list");
        assert!(at(&first) < at(&second), "{list}");
        assert!(list.contains(&format!("⏰ {first}")), "{list}");
        desk.taps(&second).await;
        assert!(desk.heard().contains("Air conditioning"), "{}", desk.reads());
    })
    .await;
}

/// PV-01: a crew sees its own department's list, an owner none, and nobody what is about them.
#[tokio::test]
async fn everybody_sees_the_list_of_what_they_have_to_do_with() {
    World::run(En, async |world| {
        let (owner, crew, desk) =
            (world.person("owner"), world.person("crew"), world.person("desk"));
        let manager = world.person("manager");
        let number = world.complaint("The manager shouted at me").await;
        crew.says("/queue").await;
        assert!(crew.has_read(&number), "{}", crew.reads());
        let guard = world.stranger(9_201, "Guard");
        guard.starts().await;
        world.appoints(guard, Role::Crew, Some("security")).await;
        guard.says("/queue").await;
        assert!(!guard.has_read(&number), "{}", guard.reads());
        manager.says("/queue").await;
        assert!(manager.has_read(&number), "{}", manager.reads());
        desk.picks(world.room("desk"), "Note whom it is about").await;
        desk.fills_in(&["[Jianping Zhou]"]).await;
        manager.says("/queue").await;
        assert!(manager.heard().contains("Nothing is open."), "{}", manager.reads());
        owner.says("/queue").await;
        assert!(owner.has_read("This list is for the people who work here."), "{}", owner.reads());
    })
    .await;
}

/// S2-15, S4-03: each morning what is late and what lies about is told once, and nothing when all is well.
#[tokio::test]
async fn each_morning_the_desk_hears_what_lies_about() {
    World::run(En, async |world| {
        let (desk, room) = (world.person("desk"), world.room("desk"));
        world.pass(TimeDelta::days(2)).await;
        assert!(!world.shows(room, "Good morning."), "all is well: {}", world.shown_in(room));
        let number = world.signed("The lift rattles").await;
        world.pass(TimeDelta::days(3)).await;
        let told = "Good morning. Open: 1, late: 1, untouched for long: 1.";
        assert!(world.shows(room, told), "{}", world.shown_in(room));
        world.said_in(room);
        world.restart().await;
        world.settle().await;
        assert!(!world.said_in(room).contains("Good morning."), "one round a day");
        desk.presses(room, "What is open").await;
        desk.taps("Untouched for long").await;
        assert!(desk.has_read("Nobody has touched these for a while: 1"), "{}", desk.reads());
        assert!(desk.has_read(&number), "{}", desk.reads());
    })
    .await;
}

/// CD-12: a case whose department has nobody left is found, and those who can appoint hear of it.
#[tokio::test]
async fn what_nobody_answers_for_is_found_in_the_morning() {
    World::run(En, async |world| {
        let room = world.room("desk");
        let number = world.complaint("The lift rattles").await;
        world.meddles("update posts set until = now() where role in ('crew', 'head')").await;
        world.pass(TimeDelta::days(1)).await;
        let told = format!("Please look at them first: {number}");
        assert!(world.shows(room, &told), "{}", world.shown_in(room));
    })
    .await;
}
