//! Z: clocks, calendars and what waits for them.

use std::time::Duration;

use casework::policy::{Calendar, Policy, SHIPPED, Span, TimerKind};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Case, case, story};
use crate::{people::DEPARTMENTS, story::world, trial::Trial};

pub(super) const CASES: &[Case] = &[
    story("Z1", "the clock jumps ahead by an hour and a day, and back by an hour", false, z1),
    story("Z2", "an instance whose clock is three minutes ahead of the other's", false, z2),
    story("Z3", "daylight saving forward and back", true, z3),
    story("Z5", "a case one second before midnight", false, z5),
    story("Z7", "a leap day, the end of a year, months of 30 and 31 days", true, z7),
    case!("Z9", "400 timers of 400 cases due in one second", z9, [1, 2]),
    story("Z10", "the estate's time zone is changed", false, z10),
    case!("Z11", "updates with dates of the future and of yesterday", z11),
    story(
        "Z12",
        "a questionnaire due in quiet hours, and one found late after an outage",
        false,
        z12,
    ),
    case!(
        "C16",
        "a timer fires once and not early, while whoever took it is killed",
        c16,
        [1, 2, 3],
        short = true,
        failpoints = "watch.claimed=1*return"
    ),
    case!("Z17", "a timer due in eight seconds is not fired in seven", z17, [1, 2], short = true),
];

/// The questions come in the morning, whether they fall due at night or are found late then.
fn z12() {
    for (heard, away) in [(13, 25), (1, 36)] {
        world(async |world| {
            let asked = "select count(*) from questionnaires";
            world.reported("The lift rattles").await;
            world.pass(TimeDelta::hours(heard)).await;
            world.person("owner").taps("Solved").await;
            // Nothing is looked at meanwhile, and then it is night.
            world.app().desk().clock().pass(TimeDelta::hours(away));
            world.settle().await;
            assert_eq!(world.count(asked).await, 0, "at night");
            world.pass(TimeDelta::hours(11)).await;
            assert_eq!(world.count(asked).await, 1, "in the morning, once");
        });
    }
}

fn z1() {
    world(async |world| {
        let late = "select count(*) from history where event = 'overdue'";
        world.complaint("The lift rattles").await;
        let clock = world.app().desk().clock().clone();
        clock.pass(TimeDelta::hours(1));
        world.settle().await;
        assert_eq!(world.count(late).await, 1, "after an hour: once");
        clock.pass(TimeDelta::days(1));
        world.settle().await;
        assert_eq!(world.count(late).await, 1, "after a day: nothing more is due");
        clock.pass(TimeDelta::days(1));
        world.settle().await;
        assert_eq!(world.count(late).await, 2, "after two days the result is late, once");
        clock.set(TimeDelta::hours(-1));
        world.settle().await;
        world.pass(TimeDelta::minutes(30)).await;
        assert_eq!(world.count(late).await, 2, "told once, though its hour comes twice");
        // A day on, the next one lies ahead by the clock as it now is.
        world.person("owner").complains("The lift rattles again").await;
        clock.set(TimeDelta::hours(-1));
        world.pass(TimeDelta::minutes(64)).await;
        assert_eq!(world.count(PICKUP).await, 1, "not early");
        world.pass(TimeDelta::minutes(2)).await;
        assert_eq!(world.count(PICKUP).await, 2, "and not forgotten");
    });
}

const PICKUP: &str = "select count(*) from history where event = 'overdue'
    and detail ->> 'timer' = 'pickup'";

/// Who polls and who sends goes by the book's clock, and what has fired has fired for both.
fn z2() {
    world(async |world| {
        world.complaint("The lift rattles").await;
        let fast = world.beside(TimeDelta::minutes(3)).await;
        fast.settle().await.expect("it goes on");
        assert_eq!(world.count(PICKUP).await, 0, "early");
        let before = world.count("select max(fence) from leases").await;
        for _ in 0..4 {
            world.pass(TimeDelta::minutes(1)).await;
            fast.desk().clock().pass(TimeDelta::minutes(1));
            fast.settle().await.expect("it goes on");
        }
        assert_eq!(world.count(PICKUP).await, 1, "by the faster of the two");
        world.pass(TimeDelta::minutes(4)).await;
        assert_eq!(world.count(PICKUP).await, 1, "and by one of them");
        let after = world.count("select max(fence) from leases").await;
        assert_eq!(before, after, "no lease passes on for it");
        fast.desk().close().await;
    });
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn calendar(zone: &str) -> Calendar {
    Calendar::weekdays(zone.parse().expect("a zone"))
}

fn z3() {
    let berlin = calendar("Europe/Berlin");
    // Friday noon before the clocks go forward: Monday noon by the wall, one hour less in all.
    let after = berlin.after(at("2026-03-27T11:00:00Z"), Span::WorkingDays(1));
    assert_eq!(after, at("2026-03-30T10:00:00Z"));
    // And back again in October: one hour more.
    let after = berlin.after(at("2026-10-23T10:00:00Z"), Span::WorkingDays(1));
    assert_eq!(after, at("2026-10-26T11:00:00Z"));
    // A length in hours is one by the sun.
    let day = Span::Clock(TimeDelta::hours(24));
    assert_eq!(berlin.after(at("2026-03-28T12:00:00Z"), day), at("2026-03-29T12:00:00Z"));
    // An hour that does not exist that day is not a reason to fall over.
    let friday = at("2026-03-27T01:30:00Z");
    assert!(berlin.after(friday, Span::WorkingDays(1)) > friday);
    let ends = berlin.after(at("2026-03-29T00:30:00Z"), Span::SameDay);
    assert!(ends > at("2026-03-29T21:58:00Z") && ends <= at("2026-03-29T22:00:00Z"), "{ends}");
}

fn z5() {
    world(async |world| {
        let clock = world.app().desk().clock().clone();
        // One second before midnight in Shanghai.
        let midnight = at("2026-11-17T15:59:59Z");
        clock.pass(midnight - clock.now());
        let owner = world.person("owner");
        owner.joins().await;
        owner.complains("The lift rattles").await;
        let late = "select count(*) from history where event = 'overdue'";
        world.pass(TimeDelta::seconds(299)).await;
        assert_eq!(world.count(late).await, 0, "five minutes are five minutes at midnight, too");
        world.pass(TimeDelta::seconds(2)).await;
        assert_eq!(world.count(late).await, 1);
    });
}

fn z7() {
    let shanghai = calendar("Asia/Shanghai");
    let day = |from: &str, count: u32, to: &str| {
        assert_eq!(
            shanghai.after(at(from), Span::WorkingDays(count)),
            at(to),
            "{count} from {from}"
        );
    };
    day("2028-02-28T02:00:00Z", 1, "2028-02-29T02:00:00Z");
    day("2028-02-29T02:00:00Z", 1, "2028-03-01T02:00:00Z");
    day("2027-02-26T02:00:00Z", 1, "2027-03-01T02:00:00Z");
    day("2026-12-31T02:00:00Z", 1, "2027-01-01T02:00:00Z");
    day("2026-04-30T02:00:00Z", 1, "2026-05-01T02:00:00Z");
    day("2026-07-31T02:00:00Z", 15, "2026-08-21T02:00:00Z");
    let policy = Policy::parse(SHIPPED[0].1).expect("the shipped profile");
    for kind in TimerKind::ALL.into_iter().filter(|kind| policy.waited(*kind).is_some()) {
        // A minute before midnight: what is due on the same day still has that minute.
        let from = at("2028-02-29T15:59:00Z");
        let due = policy.due(kind, casework::case::Severity::Minor, from, &shanghai);
        assert!(due > from, "{}", kind.name());
    }
}

/// Copies a case so often, each copy waiting for a signature until then.
fn copies(case: i64, count: u32, due: &str) -> String {
    format!(
        "with made as (
           insert into cases (number, site_id, kind, channel, owner_id, filed_by, department_id,
             category_id, place_id, severity, facts, stage, detail, round, bounces, policy_id,
             draft_key, version, opened_at, changed_at, changed_by)
           select 'COPY-' || n, site_id, kind, channel, owner_id, filed_by, department_id,
             category_id, place_id, severity, '{{\"story\": \"a copy\", \"happened\": null}}'::jsonb || (facts - 'story'),
             stage, detail, round, bounces, policy_id, 'copy' || n, version, opened_at, changed_at, changed_by
           from cases, generate_series(1, {count}) n where id = {case} returning id),
         told as (
           insert into history (case_id, version, at, actor_id, event, detail, stage, update_id)
           select made.id, h.version, h.at, h.actor_id, h.event, h.detail, h.stage, h.update_id
           from made, history h where h.case_id = {case}),
         shown as (
           insert into cards (case_id, kind, room, round, message, wanted, shown)
           select made.id, c.kind, c.room, c.round, null, 1, 1
           from made, cards c where c.case_id = {case})
         insert into timers (case_id, kind, armed_at, due_at)
         select id, 'pickup', now() - interval '5 minutes', {due} from made"
    )
}

async fn z9(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.settle(Duration::from_secs(40)).await?;
    let begun = std::time::Instant::now();
    trial.sql(copies(matter.case.0, 400, "now() + interval '2 seconds'")).await?;
    let left = "select count(*) from timers where kind = 'pickup' and fired_at is null and disarmed_at is null and due_at < now() + interval '1 minute'";
    while trial.count_of(left).await? > 0 {
        anyhow::ensure!(begun.elapsed() < Duration::from_secs(90), "timers wait");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let late = "select coalesce(max(extract(epoch from fired_at - due_at) * 1000)::bigint, 0) from timers where fired_at is not null";
    let late = trial.count_of(late).await?;
    trial.notes(format!(
        "the last one fired {:.1} s late",
        std::time::Duration::from_millis(late.unsigned_abs()).as_secs_f32()
    ));
    if late > 5_000 {
        trial.finds(format!("I8: a timer fired {late} ms late"));
    }
    // 800 letters to two rooms would go out for three quarters of an hour.
    trial.diary().may_owe = true;
    trial.sql("update outbox set settled_at = now() where settled_at is null").await?;
    Ok(())
}

fn z10() {
    world(async |world| {
        world.complaint("The lift rattles").await;
        let due = "select due_at::text from timers where fired_at is null and disarmed_at is null order by id";
        let before = world.column(due).await;
        let mut book = world.book().await;
        crate::cluster::run(&mut book, "update sites set zone = 'Pacific/Kiritimati'".to_owned())
            .await
            .expect("another zone");
        world.restart().await;
        world.pass(TimeDelta::minutes(1)).await;
        assert_eq!(world.column(due).await, before, "what runs is left alone");
        world.person("crew").signs(world.room("engineering")).await;
        assert_ne!(world.column(due).await, before);
    });
}

async fn z11(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    let now = casework::clock::Clock::system().now();
    for (at, shift) in
        [TimeDelta::days(3_650), -TimeDelta::minutes(23 * 60 + 59)].into_iter().enumerate()
    {
        let owner = trial.owner(10 + at);
        let mark = crate::people::mark();
        trial.cast.telegram.raw(json!({ "message": {
            "message_id": 880_500 + at, "date": (now + shift).timestamp(), "text": format!("No light {mark}"),
            "from": { "id": owner, "is_bot": false, "first_name": "O", "language_code": "en" },
            "chat": { "id": owner, "type": "private", "first_name": "O" },
        } }));
        trial.goes_through(owner, 0).await?;
        let is_send = |it: &huiyin::button::Button| {
            matches!(it, huiyin::button::Button::Draft(_, huiyin::button::Choice::Send))
        };
        trial.insists(owner, owner, 0, is_send, |it| it.receipt(owner, 0).is_some()).await?;
        let ours = format!(
            "select count(*) from cases where facts::text like '%{mark}%' and opened_at between now() - interval '5 minutes' and now()"
        );
        if trial.count_of(ours).await? != 1 {
            trial.finds("Z11: a case is counted by the sender's clock");
        }
    }
    Ok(())
}

/// How often a wait of a case ran out.
async fn overdue(trial: &Trial, case: casework::ids::CaseId) -> anyhow::Result<i64> {
    let told =
        format!("select count(*) from history where case_id = {} and event = 'overdue'", case.0);
    trial.count_of(told).await
}

async fn c16(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial
        .sql(format!(
            "update timers set due_at = now() where case_id = {} and kind = 'pickup'",
            matter.case.0
        ))
        .await?;
    trial.comes("a death", || trial.kills() > 0).await?;
    let begun = std::time::Instant::now();
    while overdue(trial, matter.case).await? == 0 {
        anyhow::ensure!(begun.elapsed() < Duration::from_secs(45), "the timer never fired");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    trial.notes(format!("fired {:.1} s after the death", begun.elapsed().as_secs_f32()));
    if begun.elapsed() > Duration::from_secs(30) {
        trial.finds("I8: later than 30 s after a restart");
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    anyhow::ensure!(overdue(trial, matter.case).await? == 1, "it fired more than once");
    trial.signs(&matter).await
}

async fn z17(trial: &Trial) -> anyhow::Result<()> {
    let matter = trial.complains(0, DEPARTMENTS[0]).await?;
    trial.slip(&matter).await?;
    trial.sql(format!("update timers set due_at = now() + interval '8 seconds' where case_id = {} and kind = 'pickup'", matter.case.0)).await?;
    let begun = std::time::Instant::now();
    while overdue(trial, matter.case).await? == 0 {
        anyhow::ensure!(begun.elapsed() < Duration::from_secs(45), "the timer never fired");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    trial.notes(format!("fired after {:.1} s", begun.elapsed().as_secs_f32()));
    if begun.elapsed() < Duration::from_millis(7_800) {
        trial.finds(format!("I8: fired {:.1} s early", 8.0 - begun.elapsed().as_secs_f32()));
    }
    trial.signs(&matter).await
}
