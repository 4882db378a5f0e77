//! What we owe: in order per room, fenced, and never stopped by one bad row.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use serde_json::json;

use super::world::{CENTRE, ENGINEERS, LEADERS, World};
use crate::{
    case::Notice,
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
    leases_of(desk, limit, limit).await
}

async fn leases_of(desk: &Desk, limit: i64, bulk: i64) -> Vec<Leased> {
    let mut work = desk.begin().await.unwrap();
    let batch = work.lease(limit, bulk, &[]).await.unwrap();
    work.finish("").await.unwrap();
    batch
}

async fn settles(desk: &Desk, leased: &Leased, outcome: &Outcome) -> bool {
    let mut work = desk.begin().await.unwrap();
    let settled = work.settle(&[(leased, outcome.clone())]).await.unwrap();
    work.finish("").await.unwrap();
    settled == [leased.id]
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

#[tokio::test]
async fn twenty_thousand_announcements_hold_up_no_answer() {
    let world = World::open().await;
    world
        .meddles(
            "insert into people (account, site_id, language, joined_at, first_seen_at)
             select 100000 + n, (select id from sites), 'en', now(), now()
             from generate_series(1, 20000) as n",
        )
        .await;
    let began = std::time::Instant::now();
    let mut work = world.desk.begin().await.unwrap();
    let key = "once";
    let (id, audience) =
        work.announce(&world.clerk, None, "Water off", key).await.unwrap().unwrap();
    assert!(work.announce(&world.clerk, None, "Water off", key).await.unwrap().is_none());
    work.finish("").await.unwrap();
    let snapshot = began.elapsed();
    assert_eq!(audience, 20_000);
    posts(&world, Room(100_001), 0..1).await;

    let began = std::time::Instant::now();
    let batch = leases_of(&world.desk, 16, 8).await;
    let first = began.elapsed();
    assert_eq!(batch.len(), 9, "eight announcements at most");
    assert_eq!(batch[0].room, Room(100_001), "the answer first, although an announcement is older");
    for leased in &batch[1..] {
        assert!(settles(&world.desk, leased, &Outcome::Sent(None)).await);
    }
    let began = std::time::Instant::now();
    assert_eq!(leases_of(&world.desk, 16, 8).await.len(), 8);
    eprintln!("snapshot {snapshot:?}, first lease {first:?}, then {:?}", began.elapsed());

    let mut work = world.desk.begin().await.unwrap();
    let reach = work.reach(id).await.unwrap();
    assert_eq!((reach.audience, reach.delivered, reach.waiting), (20_000, 8, 19_992));
}

#[tokio::test]
async fn danger_passes_what_waits_but_not_its_own_case() {
    let world = World::open().await;
    let (one, other) = (world.complains().await, world.complains().await);
    world.delivered().await;
    let mut work = world.desk.begin().await.unwrap();
    for notice in [Notice::Hurried, Notice::Grave] {
        work.post_notice(LEADERS, one, notice).await.unwrap();
    }
    work.post_notice(LEADERS, other, Notice::Grave).await.unwrap();
    work.finish("").await.unwrap();
    assert_eq!(world.delivered().await, ["leaders: hurried", "leaders: grave", "leaders: grave"]);
    let mut work = world.desk.begin().await.unwrap();
    work.post_notice(LEADERS, one, Notice::Hurried).await.unwrap();
    work.post_notice(LEADERS, other, Notice::Grave).await.unwrap();
    work.finish("").await.unwrap();
    let batch = leases_of(&world.desk, 8, 8).await;
    let cases: Vec<_> = batch.iter().map(|leased| leased.letter.as_ref().unwrap().case()).collect();
    assert_eq!(cases, [Some(other), Some(one)], "danger of another case need not wait");
}

#[tokio::test]
async fn what_was_begun_is_told_apart_from_what_was_not_and_a_successor_knows() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..1).await;
    posts(&world, ENGINEERS, 1..2).await;
    let batch = leases(&world.desk, 8).await;
    let mut work = world.desk.begin().await.unwrap();
    assert!(work.begins(&batch[0]).await.unwrap());
    work.finish("").await.unwrap();

    let mut work = world.desk.begin().await.unwrap();
    assert_eq!(work.take_over().await.unwrap(), 2);
    assert_eq!(work.sent_lately().await.unwrap().len(), 1);
    work.finish("").await.unwrap();
    assert!(!settles(&world.desk, &batch[0], &Outcome::Sent(Some(MessageId(1)))).await);
    let again = leases(&world.desk, 8).await;
    let unknown: Vec<_> = again.iter().map(|leased| (leased.id, leased.unknown)).collect();
    assert_eq!(unknown, [(batch[0].id, 1), (batch[1].id, 0)]);
    assert!(settles(&world.desk, &again[0], &Outcome::Sent(Some(MessageId(2)))).await);
    let removed = "select count(*) from outbox where letter ->> 'letter' = 'remove'";
    assert_eq!(world.count(removed).await, 1, "the first copy is taken away");
}

#[tokio::test]
async fn what_is_too_old_runs_out_by_rule() {
    let world = World::open().await;
    posts(&world, CENTRE, 0..1).await;
    world.clock.pass(TimeDelta::days(2));
    assert!(leases(&world.desk, 8).await.is_empty());
    assert_eq!(world.count("select count(*) from outbox where expired = 'too old'").await, 1);
}
