//! Other profiles than the default: their warnings, chains, versions and calendars.

use chrono::{DateTime, TimeDelta, Utc};

use super::world::World;
use crate::{case::Event, policy::TimerKind};

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
    24 h: head: late solve; centre: late solve; owner: delayed
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
    let told = "head: late solve; centre: late solve; owner: delayed; leaders: late solve";
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
    work.tx.policy_add("kept", 1, old, None).await.unwrap();
    work.finish("").await.unwrap();
    by_profile(&world, "update sites set profile = 'kept'").await;
    let case = world.complains().await;
    by_profile(&world, "update sites set profile = 'park_core'").await;
    let newer = world.complains().await;
    assert_eq!(world.view(case).await.policy.version, 1);
    assert_eq!(world.view(newer).await.policy.version, shipped_version());
    world.pass(TimeDelta::days(40)).await;
    assert_eq!(world.view(case).await.case.severity, crate::case::Severity::Minor);
    assert_eq!(world.view(newer).await.case.severity, crate::case::Severity::Major);
}

#[tokio::test]
async fn an_imported_holiday_is_skipped_and_why_says_so() {
    let world = World::open().await;
    let days = r#"[{"day":"2026-11-23","works":false,"name":"Founders"},
                   {"day":"2026-11-21","works":true,"name":"Made up"}]"#;
    let days = crate::policy::holidays::read(days, "worked").unwrap();
    let mut work = world.desk.begin().await.unwrap();
    assert_eq!(work.years_without_holidays().await.unwrap(), [2026, 2027]);
    for _ in 0..2 {
        work.import_holidays(&days).await.unwrap();
    }
    assert_eq!(work.years_without_holidays().await.unwrap(), [2027]);
    work.finish("").await.unwrap();
    assert_eq!(world.count("select count(*) from holidays").await, 2);

    by_profile(&world, "update sites set profile = 'estate_classic'").await;
    let case = world.complains().await;
    let why = world.desk.begin().await.unwrap().why(case).await.unwrap();
    let solve = why.iter().find(|why| why.kind == TimerKind::Solve).unwrap();
    // From Friday: Saturday is worked, Sunday and Monday are not, then Tuesday and Wednesday.
    assert_eq!(solve.due_at, "2026-11-25T04:00:00Z".parse::<DateTime<Utc>>().unwrap());
    insta::assert_debug_snapshot!(solve.account);
}

/// When a running wait of a case is over.
async fn due(world: &World, case: crate::ids::CaseId, kind: TimerKind) -> Option<DateTime<Utc>> {
    let view = world.view(case).await;
    view.timer(kind).filter(|timer| timer.fired_at.is_none()).map(|timer| timer.due_at)
}

#[tokio::test]
async fn a_case_follows_the_date_that_was_agreed_with_the_owner() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'incubator'").await;
    let case = world.complains().await;
    let without = due(&world, case, TimerKind::Solve).await.unwrap();
    let at = world.clock.now() + TimeDelta::days(10);
    world.does(&world.clerk, case, Event::Promise { at }).await.unwrap();
    assert_eq!(due(&world, case, TimerKind::Solve).await, Some(at));
    assert!(without < at);
    let why = world.desk.begin().await.unwrap().why(case).await.unwrap();
    let solve = why.iter().find(|why| why.kind == TimerKind::Solve).unwrap();
    assert_eq!(solve.basis, crate::case::why::Basis::Promised);

    // A new round has no promise yet.
    world.is_mended(case).await;
    let reason = "still dripping".to_owned();
    world.does(&world.owner, case, Event::Dispute { reason }).await.unwrap();
    assert_eq!(due(&world, case, TimerKind::Solve).await, Some(without));
}

#[tokio::test]
async fn a_plan_owed_from_registration_is_late_before_anybody_has_signed_and_told_once() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'estate_classic'").await;
    let case = world.complains().await;
    world.pass(TimeDelta::minutes(30)).await;
    world.delivered().await;
    world.pass(TimeDelta::hours(24)).await;
    assert_eq!(world.told().await, "head: late plan; centre: late plan");
    world.does(&world.crew, case, Event::Sign).await.unwrap();
    world.delivered().await;
    world.pass(TimeDelta::hours(2)).await;
    assert_eq!(world.told().await, "", "told again after the signature");
}

#[tokio::test]
async fn a_repair_waits_for_somebody_on_the_spot_and_a_complaint_does_not() {
    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'estate_365'").await;
    let complaint = world.complains().await;
    assert_eq!(due(&world, complaint, TimerKind::Arrive).await, None);
    let mut draft = world.draft();
    draft.kind = crate::case::Kind::Repair;
    let (repair, _) = world.sends(&draft).await;
    let ten = world.clock.now() + TimeDelta::minutes(10);
    assert_eq!(due(&world, repair, TimerKind::Arrive).await, Some(ten));
    world.does(&world.crew, repair, Event::Sign).await.unwrap();
    assert_eq!(due(&world, repair, TimerKind::Arrive).await, Some(ten), "the way is still ahead");
    world.does(&world.crew, repair, Event::Arrive).await.unwrap();
    assert_eq!(due(&world, repair, TimerKind::Arrive).await, None);
}

/// The version of the first profile as it is shipped.
fn shipped_version() -> i32 {
    crate::policy::Policy::parse(crate::policy::SHIPPED[0].1).unwrap().version
}

/// The estate file of these tests, under a profile of its own that is the shipped one but for the
/// time to sign.
fn estate(version: i32, pickup: &str, file: &str) -> crate::estate::Estate {
    let own = crate::policy::SHIPPED[0].1.replace("profile = \"park_core\"", "profile = \"ours\"");
    let own =
        own.replace(&format!("version = {}", shipped_version()), &format!("version = {version}"));
    let own = own.replace("length = \"5m\"", &format!("length = \"{pickup}\""));
    let lines = format!("profile = \"ours\"\nprofiles = [\"{file}\"]\n");
    let text = include_str!("../../../../deploy/estate.example.toml");
    let text = text.replacen("profile = \"park_core\"", &lines, 1);
    crate::estate::Estate::read(&text, |_| Ok(own.clone().into_bytes())).unwrap()
}

fn without_own() -> crate::estate::Estate {
    crate::estate::Estate::parse(include_str!("../../../../deploy/estate.example.toml")).unwrap()
}

#[tokio::test]
async fn an_estates_own_profile_comes_into_force_and_old_cases_keep_their_version() {
    let world = World::open().await;
    let shipped = world.complains().await;
    for _ in 0..2 {
        assert!(!world.desk.settle_in(&estate(1, "7m", "ours.toml")).await.unwrap());
    }
    let first = world.complains().await;
    world.desk.settle_in(&estate(2, "9m", "ours.toml")).await.unwrap();
    let second = world.complains().await;
    world.desk.settle_in(&without_own()).await.unwrap();
    let last = world.complains().await;

    let mut said = vec![];
    for case in [shipped, first, second, last] {
        let minutes = due(&world, case, TimerKind::Pickup).await.unwrap() - world.clock.now();
        let policy = world.view(case).await.policy;
        said.push(format!("{} {}: {}", policy.profile, policy.version, minutes.num_minutes()));
    }
    let core = format!("park_core {}: 5", shipped_version());
    assert_eq!(said, [&core, "ours 1: 7", "ours 2: 9", &core]);
    let kept = world.desk.profiles().await.unwrap();
    let own: Vec<_> =
        kept.iter().filter(|kept| kept.file.as_deref() == Some("ours.toml")).collect();
    assert_eq!(own.len(), 2);
}

#[tokio::test]
async fn a_changed_file_without_a_new_version_changes_nothing_and_says_what_to_do() {
    let world = World::open().await;
    world.desk.settle_in(&estate(2, "7m", "ours.toml")).await.unwrap();
    let said = async |estate| world.desk.settle_in(&estate).await.unwrap_err().to_string();
    insta::assert_snapshot!(said(estate(2, "9m", "rules/ours.toml")).await, @r"
    nothing was changed:
      rules/ours.toml: it says something else than version 2 of ours, by which cases may be open (rules.pickup.length: 7m → 9m); write version = 3, or put the old words back
    ");
    insta::assert_snapshot!(said(estate(1, "7m", "ours.toml")).await, @r"
    nothing was changed:
      ours.toml: ours is at version 2 in the book already, and the file says version = 1; write version = 3, so that what it says comes into force
    ");
    assert_eq!(world.count("select count(*) from policies where profile = 'ours'").await, 1);
    let case = world.complains().await;
    assert_eq!(world.view(case).await.policy.version, 2, "what was in force stays in force");
}

#[tokio::test]
async fn of_two_instances_that_start_with_different_words_one_is_refused() {
    let world = World::open().await;
    let (one, other) = (estate(1, "7m", "ours.toml"), estate(1, "9m", "ours.toml"));
    let both = tokio::join!(world.desk.settle_in(&one), world.desk.settle_in(&other));
    assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|it| **it).count(), 1, "{both:?}");
    assert_eq!(world.count("select count(*) from policies where profile = 'ours'").await, 1);
}

#[tokio::test]
async fn words_that_mean_the_same_need_no_new_version() {
    let world = World::open().await;
    world.desk.settle_in(&estate(1, "120m", "ours.toml")).await.unwrap();
    world.desk.settle_in(&estate(1, "2h", "moved/ours.toml")).await.unwrap();
    assert_eq!(world.count("select count(*) from policies where profile = 'ours'").await, 1);
}

#[tokio::test]
async fn what_is_found_urgent_is_sent_out_sooner_and_counted_from_where_it_began() {
    use crate::case::handling::{Judgement, Urgency};

    let world = World::open().await;
    by_profile(&world, "update sites set profile = 'owners_committee'").await;
    let mut draft = world.draft();
    draft.category = None;
    let (case, _) = world.sends(&draft).await;
    let opened = world.clock.now();
    world.pass(TimeDelta::minutes(10)).await;
    let find = async |urgency| {
        let judgement = Judgement::Urgency(urgency);
        world.does(&world.clerk, case, Event::Assess { judgement }).await
    };
    find(Urgency::Normal).await.unwrap();
    assert_eq!(due(&world, case, TimerKind::Dispatch).await, Some(opened + TimeDelta::days(3)));
    find(Urgency::Urgent).await.unwrap();
    let sooner = Some(opened + TimeDelta::hours(1));
    assert_eq!(due(&world, case, TimerKind::Dispatch).await, sooner);
    let why = world.desk.begin().await.unwrap().why(case).await.unwrap();
    let dispatch = why.iter().find(|why| why.kind == TimerKind::Dispatch).unwrap();
    assert_eq!((dispatch.from, dispatch.picked.by_urgency), (opened, true));
    assert_eq!(dispatch.basis, crate::case::why::Basis::Rule);
    assert!(find(Urgency::Urgent).await.is_err(), "it is so already");
    find(Urgency::Routine).await.unwrap();
    assert_eq!(due(&world, case, TimerKind::Dispatch).await, sooner, "what was told stays");
}
