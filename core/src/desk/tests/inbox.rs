//! Raw updates: in order per lane, each handled once, none blocking the lanes of others.

use chrono::TimeDelta;

use super::world::World;

async fn receives(world: &World, batch: &[(i64, i64)]) -> u64 {
    let batch: Vec<_> = batch.iter().map(|(id, lane)| (*id, *lane, format!("{{{id}}}"))).collect();
    world.desk.receive(&batch, None).await.unwrap()
}

/// Handles the next update; says which it was.
async fn handles(world: &World) -> Option<i64> {
    let (waiting, work) = world.desk.take_up().await.unwrap()?;
    work.finish("handled").await.unwrap();
    Some(waiting.id)
}

#[tokio::test]
async fn what_came_twice_is_handled_once_and_in_order() {
    let world = World::open().await;
    assert_eq!(receives(&world, &[(12, 1), (11, 1)]).await, 2);
    assert_eq!(receives(&world, &[(11, 1), (13, 1)]).await, 1);
    for id in [11, 12, 13] {
        assert_eq!(handles(&world).await, Some(id));
    }
    assert_eq!(handles(&world).await, None);
    assert_eq!(receives(&world, &[(11, 1)]).await, 0, "known, though handled");
    assert_eq!(handles(&world).await, None);
}

#[tokio::test]
async fn a_busy_lane_stops_only_itself() {
    let world = World::open().await;
    receives(&world, &[(1, 1), (2, 1), (3, 2)]).await;
    let (first, busy) = world.desk.take_up().await.unwrap().unwrap();
    assert_eq!(first.id, 1);
    assert_eq!(handles(&world).await, Some(3));
    assert_eq!(handles(&world).await, None, "2 waits for 1");
    busy.finish("handled").await.unwrap();
    assert_eq!(handles(&world).await, Some(2));
}

#[tokio::test]
async fn what_was_not_finished_is_taken_again() {
    let world = World::open().await;
    receives(&world, &[(1, 1)]).await;
    let (_, work) = world.desk.take_up().await.unwrap().unwrap();
    let mut work = work;
    work.post_page(super::world::CENTRE, serde_json::json!("half")).await.unwrap();
    drop(work);
    // The lock goes with the transaction, which the pool ends when it gets its connection back.
    while world.desk.take_up().await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    assert!(world.delivered().await.is_empty());
}

#[tokio::test]
async fn what_fails_again_and_again_is_given_up_and_the_lane_goes_on() {
    let world = World::open().await;
    receives(&world, &[(1, 1), (2, 1)]).await;
    for attempt in 1..=3 {
        let (waiting, work) = world.desk.take_up().await.unwrap().unwrap();
        assert_eq!((waiting.id, waiting.attempt), (1, attempt - 1));
        drop(work);
        let given_up = world.desk.put_off(&waiting, "cannot be read", 3).await.unwrap();
        assert_eq!(given_up, attempt == 3);
        if !given_up {
            assert_eq!(handles(&world).await, None, "2 waits for 1");
        }
        world.clock.pass(TimeDelta::seconds(2));
    }
    assert_eq!(handles(&world).await, Some(2));
    assert_eq!(world.count("select count(*) from inbox where parked_at is not null").await, 1);
}

#[tokio::test]
async fn whoever_floods_us_is_told_once_and_delays_nobody() {
    let world = World::open().await;
    let flood: Vec<(i64, i64)> = (1..=150).map(|id| (id, 1)).chain([(151, 2)]).collect();
    receives(&world, &flood).await;
    let left = "select count(*) from inbox where done_at is null";
    assert_eq!(world.count(left).await, 102, "a hundred, the first too many, and the other person");
    let (first, busy) = world.desk.take_up().await.unwrap().unwrap();
    assert!(!first.flooded);
    assert_eq!(handles(&world).await, Some(151), "nobody waits for the flood");
    busy.finish("handled").await.unwrap();
    for _ in 2..=100 {
        handles(&world).await.unwrap();
    }
    let (last, mut work) = world.desk.take_up().await.unwrap().unwrap();
    assert_eq!((last.id, last.flooded), (101, true));
    assert!(!work.flooded_lately(&last).await.unwrap());
    work.finish("too many at once").await.unwrap();

    let more: Vec<(i64, i64)> = (200..350).map(|id| (id, 1)).collect();
    receives(&world, &more).await;
    for _ in 0..100 {
        handles(&world).await.unwrap();
    }
    let (last, mut work) = world.desk.take_up().await.unwrap().unwrap();
    assert!(last.flooded && work.flooded_lately(&last).await.unwrap(), "told a moment ago");
    work.finish("too many at once").await.unwrap();
    assert_eq!(handles(&world).await, None);
}

#[tokio::test]
async fn what_is_set_back_lets_others_go_first_and_is_not_held_against_it() {
    let world = World::open().await;
    receives(&world, &[(1, 1), (2, 2)]).await;
    let (first, work) = world.desk.take_up().await.unwrap().unwrap();
    drop(work);
    assert!(!world.desk.set_back(&first, "busy").await.unwrap());
    assert_eq!(handles(&world).await, Some(2));
    assert_eq!(handles(&world).await, None);
    world.clock.pass(TimeDelta::seconds(1));
    let (again, work) = world.desk.take_up().await.unwrap().unwrap();
    assert_eq!((again.id, again.attempt), (1, 0));
    work.finish("handled").await.unwrap();
}

#[tokio::test]
async fn what_passes_by_itself_for_an_hour_does_not_pass_and_is_parked() {
    let world = World::open().await;
    receives(&world, &[(1, 1), (2, 1)]).await;
    let mut tries = 0;
    let parked = loop {
        let (first, work) = world.desk.take_up().await.unwrap().unwrap();
        drop(work);
        if first.id != 1 {
            break first;
        }
        tries += 1;
        world.desk.set_back(&first, "a statement took too long").await.unwrap();
        world.clock.pass(TimeDelta::minutes(1));
    };
    assert_eq!((parked.id, tries), (2, 60), "what was behind it goes on");
    assert_eq!(world.count("select count(*) from inbox where parked_at is not null").await, 1);
}
