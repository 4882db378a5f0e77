//! The program dies after every step of every conversation, and nobody notices.

use casework::words::Language::En;
use chrono::TimeDelta;
use scenarios::World;

/// What everybody reads at the end, with and without deaths.
async fn told(dies: bool) -> String {
    let mut told = String::new();
    World::run(En, async |world| {
        if dies {
            world.dies_at_every_step();
        }
        let (owner, head) = (world.person("owner"), world.person("head"));
        world.reported("The lift rattles").await;
        owner.taps("Solved").await;
        head.taps("Head signs off").await;
        world.pass(TimeDelta::hours(24)).await;
        for label in ["Solved", "Fairly satisfied", "Satisfied", "Satisfied"] {
            owner.taps(label).await;
        }
        owner.says("Thank you").await;
        assert_eq!(world.stages().await, "archived");
        let chats = ["owner", "crew", "head"].map(|code| world.person(code).reads());
        let groups = ["engineering", "desk"].map(|seat| world.shown_in(world.room(seat)));
        told = [chats.join("\n\n"), groups.join("\n\n")].join("\n\n");
    })
    .await;
    told
}

#[tokio::test]
async fn a_death_after_every_step_changes_nothing_that_anybody_reads() {
    assert_eq!(Box::pin(told(true)).await, Box::pin(told(false)).await);
}

#[tokio::test]
async fn what_comes_while_the_program_is_down_is_dealt_with_in_order() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        let telegram = &world.telegram;
        for words in ["The lift rattles", "since eight", "again"] {
            telegram.send(owner.account, owner.account, playground::Content::text(words)).unwrap();
        }
        telegram.press(owner.account, owner.account, "Complaint").unwrap();
        world.restart().await;
        assert!(owner.has_read("You have an unfinished complaint."), "{}", owner.reads());
        owner.taps("Go on").await;
        assert!(owner.has_read("Noted: 3 texts."));
    })
    .await;
}
