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
    insta::assert_snapshot!(world.told().await, @"head: late solve; centre: late solve");
    for _ in 0..3 {
        world.pass(TimeDelta::days(3)).await;
        assert_eq!(world.told().await, "head: late chase; centre: late chase");
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

/// From here on new cases are opened under another profile.
async fn by_profile(world: &World, statement: &'static str) {
    world.meddles(statement).await;
    world.desk.grounds.clear();
}

#[tokio::test]
async fn who_works_is_warned_and_who_stays_late_is_told_of_higher_up_each_once() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'repair_strict'").await;
    let case = world.complains().await;
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.does(&world.crew, case, Event::SetOut).await.unwrap();
    world.delivered().await;

    let mut said = vec![];
    for hour in 1..=30 {
        world.pass(TimeDelta::hours(1)).await;
        let told = world.told().await;
        if !told.is_empty() {
            said.push(format!("{hour} h: {told}"));
        }
    }
    insta::assert_snapshot!(said.join("\n"), @r"
    12 h: crew: soon solve
    20 h: crew: soon solve; head: soon solve
    24 h: head: late solve; centre: late solve
    25 h: leaders: late solve
    ");
}

#[tokio::test]
async fn what_is_done_in_time_is_not_warned_of() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'repair_strict'").await;
    let case = world.complains().await;
    world.is_mended(case).await;
    world.delivered().await;
    world.pass(TimeDelta::hours(23)).await;
    assert!(world.told().await.is_empty());
    let left = "select count(*) from reminders where fired_at is null and disarmed_at is null";
    assert_eq!(world.count(left).await, 0);
}

#[tokio::test]
async fn after_a_long_stop_nobody_is_warned_of_what_has_run_out() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'repair_strict'").await;
    let case = world.complains().await;
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.does(&world.crew, case, Event::SetOut).await.unwrap();
    world.delivered().await;
    world.pass(TimeDelta::hours(26)).await;
    let told = "head: late solve; centre: late solve; leaders: late solve";
    assert_eq!(world.told().await, told);
}

#[tokio::test]
async fn two_who_fire_at_once_say_a_reminder_once() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'repair_strict'").await;
    let case = world.complains().await;
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.does(&world.crew, case, Event::SetOut).await.unwrap();
    world.delivered().await;
    world.clock.pass(TimeDelta::hours(12));
    let fired = tokio::join!(world.desk.fire_next_timer(), world.desk.fire_next_timer());
    fired.0.unwrap();
    fired.1.unwrap();
    while world.desk.fire_next_timer().await.unwrap() {}
    assert_eq!(world.told().await, "crew: soon solve");
}

#[tokio::test]
async fn a_case_that_nobody_solves_for_a_month_is_major_and_the_leaders_hear_of_it() {
    let world = World::open().await;
    let case = world.complains().await;
    let (mut told, mut days) = (String::new(), 0);
    while !told.contains("grave") {
        world.pass(TimeDelta::days(1)).await;
        (told, days) = (world.told().await, days + 1);
    }
    assert_eq!(days, 30, "from the 20th of November to the 20th of December");
    assert!(told.contains("leaders: grave") && told.contains("centre: late age"), "{told}");
    assert_eq!(world.view(case).await.case.severity, crate::case::Severity::Major);
}

#[tokio::test]
async fn a_case_keeps_the_version_it_was_opened_under() {
    let world = World::open().await;
    let old = include_str!("../../policy/tests/park_core_1.toml");
    let mut work = world.desk.begin().await.unwrap();
    work.tx.policy_add("kept", 1, old).await.unwrap();
    work.finish("").await.unwrap();
    by_profile(&world, "update sites set profile = 'kept'").await;
    let case = world.complains().await;
    by_profile(&world, "update sites set profile = 'park_core'").await;
    let newer = world.complains().await;
    assert_eq!(world.view(case).await.policy.version, 1);
    assert_eq!(world.view(newer).await.policy.version, 2);
    world.pass(TimeDelta::days(40)).await;
    assert_eq!(world.view(case).await.case.severity, crate::case::Severity::Minor);
    assert_eq!(world.view(newer).await.case.severity, crate::case::Severity::Major);
}
