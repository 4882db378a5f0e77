//! What we owe: in order per room, fenced, and never stopped by one bad row.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use serde_json::json;

use super::world::{CENTRE, ENGINEERS, World};
use crate::{
    desk::Desk,
    ids::{MessageId, Room},
    store::{Leased, Outcome},
};

async fn posts(world: &World, room: Room, pages: std::ops::Range<i64>) {
    let mut work = world.desk.begin().await.unwrap();
    for page in pages {
        work.post_page(room, json!(page)).await.unwrap();
    }
    work.finish("").await.unwrap();
}

async fn leases(desk: &Desk, limit: i64) -> Vec<Leased> {
    let mut work = desk.begin().await.unwrap();
    let batch = work.lease(limit, limit).await.unwrap();
    work.finish("").await.unwrap();
    batch
}

async fn settles(desk: &Desk, leased: &Leased, outcome: &Outcome) -> bool {
    let mut work = desk.begin().await.unwrap();
    let counts = work.settle(leased, outcome).await.unwrap();
    work.finish("").await.unwrap();
    counts
}

#[tokio::test]
async fn two_couriers_keep_the_order_of_a_room() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..20).await;
    let sent = Arc::new(Mutex::new(vec![]));
    let mut couriers = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (desk, sent) = (world.desk.clone(), Arc::clone(&sent));
        couriers.spawn(async move {
            while sent.lock().unwrap().len() < 20 {
                for leased in leases(&desk, 8).await {
                    sent.lock().unwrap().push(leased.id);
                    assert!(settles(&desk, &leased, &Outcome::Sent(None)).await);
                }
            }
        });
    }
    couriers.join_all().await;
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 20);
    assert!(sent.is_sorted(), "{sent:?}");
}

#[tokio::test]
async fn a_courier_that_wakes_up_late_has_no_say() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..1).await;
    let asleep = leases(&world.desk, 8).await.remove(0);
    assert!(leases(&world.desk, 8).await.is_empty(), "it is being sent");

    world.clock.pass(TimeDelta::minutes(3));
    let other = leases(&world.desk, 8).await.remove(0);
    assert_eq!((other.id, other.attempt), (asleep.id, asleep.attempt + 1));
    assert!(!settles(&world.desk, &asleep, &Outcome::Never("asleep".to_owned())).await);
    assert!(settles(&world.desk, &other, &Outcome::Sent(Some(MessageId(7)))).await);
    assert!(!settles(&world.desk, &other, &Outcome::Sent(None)).await, "once");
    assert_eq!(world.desk.begin().await.unwrap().owed().await.unwrap(), 0);
}

#[tokio::test]
async fn a_room_that_must_wait_holds_up_no_other() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..2).await;
    let first = leases(&world.desk, 8).await.remove(0);
    let pause = Outcome::Later(TimeDelta::seconds(30));
    assert!(settles(&world.desk, &first, &pause).await);
    posts(&world, ENGINEERS, 2..3).await;
    assert_eq!(world.delivered().await, ["engineers: 2"]);

    world.clock.pass(TimeDelta::seconds(30));
    assert_eq!(world.delivered().await, ["centre: 0", "centre: 1"]);
}

#[tokio::test]
async fn a_letter_nobody_can_read_costs_itself() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..2).await;
    world.meddles("update outbox set letter = '{\"letter\": \"telegram\"}' where id = (select min(id) from outbox)").await;
    assert_eq!(world.delivered().await, ["centre: unreadable", "centre: 1"]);
}

#[tokio::test]
async fn a_card_is_owed_once_until_it_is_being_sent() {
    let world = World::open().await;
    let case = world.complains().await;
    let cards =
        "select count(*) from outbox where settled_at is null and letter->>'letter' = 'card'";
    let owed = world.count(cards).await;
    let hurry = crate::case::Event::Hurry;
    world.does(&world.owner, case, hurry).await.unwrap();
    assert_eq!(world.count(cards).await, owed, "the newest state is what it will show");
}

#[tokio::test]
async fn a_card_that_moved_on_while_it_was_sent_is_owed_again() {
    let world = World::open().await;
    let case = world.complains().await;
    world.delivered().await;
    let mut work = world.desk.begin().await.unwrap();
    let card = work.card_of(case, ENGINEERS).await.unwrap().unwrap();
    work.card_shows(card.id, Some(MessageId(5)), card.wanted).await.unwrap();
    assert_eq!(work.owed().await.unwrap(), 0);
    work.card_shows(card.id, Some(MessageId(5)), card.wanted - 1).await.unwrap();
    assert_eq!(work.owed().await.unwrap(), 0, "what is shown never goes back");
    assert_eq!(work.case_at(ENGINEERS, MessageId(5)).await.unwrap(), Some(case));
    work.finish("").await.unwrap();

    world.does(&world.owner, case, crate::case::Event::Hurry).await.unwrap();
    world.delivered().await;
    let mut work = world.desk.begin().await.unwrap();
    work.card_shows(card.id, Some(MessageId(5)), card.wanted).await.unwrap();
    assert_eq!(work.owed().await.unwrap(), 1, "it shows less than is wanted");
}
