//! The clock: it tells once, is never stopped by one bad row, and never fights with a press.

use chrono::TimeDelta;

use super::world::World;
use crate::{
    case::{Event, State},
    policy::TimerKind,
};

#[tokio::test]
async fn nobody_signs_in_five_minutes_and_heads_and_desk_hear_of_it_once() {
    let world = World::open().await;
    let case = world.complains().await;
    world.delivered().await;

    world.pass(TimeDelta::seconds(299)).await;
    assert!(world.told().await.is_empty());
    world.pass(TimeDelta::seconds(1)).await;
    insta::assert_snapshot!(world.told().await, @"head: late pickup; centre: late pickup");
    world.pass(TimeDelta::hours(5)).await;
    assert!(world.told().await.is_empty());
    assert!(matches!(world.state(case).await, State::Dispatched { .. }));
}

#[tokio::test]
async fn what_stays_late_is_told_again_every_working_day() {
    let world = World::open().await;
    world.complains().await;
    world.pass(TimeDelta::hours(1)).await;
    world.delivered().await;
    world.pass(TimeDelta::days(2)).await;
    insta::assert_snapshot!(world.told().await, @"head: late solve; centre: late solve; owner: delayed");
    let again = "head: late chase; centre: late chase";
    // Once, what nobody has moved climbs to the leaders.
    for told in [format!("{again}; leaders: late solve"), again.to_owned(), again.to_owned()] {
        world.pass(TimeDelta::days(3)).await;
        assert_eq!(world.told().await, told);
    }
}

#[tokio::test]
async fn a_signature_stops_the_five_minutes() {
    let world = World::open().await;
    let case = world.complains().await;
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.delivered().await;
    world.pass(TimeDelta::minutes(6)).await;
    assert!(world.told().await.is_empty());
}

#[tokio::test]
async fn a_timer_whose_case_cannot_be_read_is_put_off_and_stops_no_other() {
    let world = World::open().await;
    let broken = world.complains().await;
    let sound = world.complains().await;
    world.delivered().await;
    world
        .meddles(
            "update cases set detail = '{\"since\": 0}' where id = (select min(id) from cases)",
        )
        .await;

    world.pass(TimeDelta::minutes(5)).await;
    let late = world.view(sound).await.timer(TimerKind::Pickup).cloned().unwrap();
    assert!(late.fired_at.is_some());
    let put_off = "select failures::bigint from timers where kind = 'pickup' and fired_at is null";
    assert_eq!(world.count(put_off).await, 1);
    insta::assert_snapshot!(world.told().await, @"head: late pickup; centre: late pickup");

    world.meddles("update cases set detail = '{\"since\": \"2026-11-20T04:00:00Z\"}' where stage = 'dispatched'").await;
    world.pass(TimeDelta::minutes(15)).await;
    assert!(world.view(broken).await.timer(TimerKind::Pickup).unwrap().fired_at.is_some());
}

/// With the locks in another order, PostgreSQL would have to end one of the two.
#[tokio::test]
async fn a_press_and_a_timer_never_wait_for_each_other() {
    let world = World::open().await;
    for _ in 0..20 {
        let case = world.complains().await;
        world.clock.pass(TimeDelta::minutes(5));
        let (signed, fired) =
            tokio::join!(world.does(&world.crew, case, Event::Sign), world.desk.fire_next_timer());
        signed.unwrap();
        fired.unwrap();
    }
    while world.desk.fire_next_timer().await.unwrap() {}
    assert_eq!(world.count("select sum(failures)::bigint from timers").await, 0);
}
