//! The figures of a summary against an independent count in plain SQL, over a random book of 20,000
//! cases: to the last digit.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::world::World;
use crate::{
    policy::TimerKind,
    summary::{Cadence, Figure, Period, Share},
};

/// Cases of ninety days; what happened to each at random times, some of it after the month.
const BOOK: &str = "
    select setseed(0.20261120);
    create temporary table made as
    select n, random() as a, random() as b, random() as c, random() as d, random() as e,
           timestamptz '2026-09-10 00:00Z' + random() * interval '90 days' as opened
    from generate_series(1, 20000) as n;
    insert into cases (number, site_id, kind, channel, owner_id, filed_by, department_id,
                       category_id, place_id, severity, facts, handling, stage, detail, policy_id,
                       draft_key, opened_at, changed_at, changed_by, ended_at)
    select 'N' || n, (select min(id) from sites),
           (array['complaint', 'repair', 'consultation', 'report'])[1 + floor(a * 4)::int],
           (array['chat', 'phone', 'letter'])[1 + floor(b * 3)::int],
           (select min(id) from people), (select min(id) from people),
           (select id from departments order by id offset floor(c * 3)::int limit 1),
           (select id from categories order by id offset floor(d * 5)::int limit 1),
           (select id from places where kind = 'unit' order by id offset floor(e * 40)::int limit 1),
           (array['minor', 'minor', 'serious', 'major'])[1 + floor(e * 4)::int],
           '{\"story\": \"x\"}',
           case when a > 0.9 then '{\"triage\": {\"reason_sufficient\": false}}'::jsonb else '{}' end,
           case when b < 0.2 then 'registered' when b < 0.3 then 'dispatched'
                when b < 0.4 then 'withdrawn' else 'archived' end,
           case when b < 0.3 then jsonb_build_object('since', opened)
                when b < 0.4 then jsonb_build_object('at', opened + c * interval '20 days')
                else jsonb_build_object('at', opened + c * interval '20 days', 'finished', null) end,
           (select min(id) from policies), 'k' || n, opened, opened, 'register',
           case when b >= 0.3 then opened + c * interval '20 days' end
    from made;
    insert into history (case_id, version, at, event, detail, stage, actor_id)
    select c.id, line.version, c.opened_at + made.d * line.version * interval '3 days', line.event,
           '{}', line.stage, (select max(id) from people)
    from made join cases c on c.number = 'N' || made.n
    cross join lateral (
        values (1, 'register', 'registered', 1.0), (2, 'dispatch', 'dispatched', 1.0),
               (3, 'sign', 'working', 0.9), (4, 'pause', 'working', 0.1),
               (5, 'grant_time', 'working', 0.1), (6, 'report', 'reported', 0.8),
               (7, 'dispute', 'dispatched', 0.1), (8, 'return', 'registered', 0.05),
               (9, 'report', 'reported', 0.1), (10, 'send_back', 'working', 0.05),
               (11, 'object', 'archived', 0.05)
    ) as line (version, event, stage, share)
    where mod((made.e * 1000 * line.version)::int, 100) < line.share * 100;
    insert into timers (case_id, kind, armed_at, due_at, fired_at, disarmed_at)
    select c.id, wait.kind, c.opened_at, c.opened_at + wait.length,
           case when mod((made.a * 977 * wait.nth)::int, 5) = 0 then c.opened_at + wait.length end,
           case when mod((made.a * 977 * wait.nth)::int, 5) between 1 and 3
                then c.opened_at + made.d * wait.length end
    from made join cases c on c.number = 'N' || made.n
    cross join lateral (
        values (1, 'dispatch', interval '10 minutes'), (2, 'pickup', interval '1 hour'),
               (3, 'plan', interval '1 day'), (4, 'solve', interval '9 days'),
               (5, 'sign_off', interval '14 days')
    ) as wait (nth, kind, length);
    update timers set disarmed_at = history.at
    from history
    where history.case_id = timers.case_id and timers.disarmed_at is not null
      and history.event = case timers.kind when 'dispatch' then 'dispatch' when 'pickup' then 'sign'
          when 'plan' then 'pause' when 'solve' then 'report' end;
    insert into questionnaires (case_id, round, person_id, template_id, sheet, grade, attitude, speed,
                               written_by, asked_at, answered_at, expired_at)
    select c.id, 1, (select id from people where account is not null order by id
                     offset floor(made.c * 2)::int limit 1),
           1,
           case when made.c < 0.2 then '{\"answers\": {\"causes\": {\"chose_several\": [\"slow\", \"again\"]}}}'
                when made.c < 0.3 then '{\"answers\": {\"causes\": {\"chose_several\": [\"slow\"]}}}'
                else '{\"answers\": {\"words\": \"passed_over\"}}' end::jsonb,
           case when made.a < 0.7 then
               (array['satisfied', 'basically', 'dissatisfied'])[1 + floor(made.e * 3)::int] end,
           (array['satisfied', 'basically', 'dissatisfied', null])[1 + floor(made.d * 4)::int],
           (array['satisfied', 'dissatisfied', null])[1 + floor(made.b * 3)::int],
           case when made.e < 0.3 then (select min(id) from people) end,
           c.opened_at, case when made.a < 0.7 then c.opened_at + made.d * interval '25 days' end,
           case when made.a between 0.7 and 0.9 then c.opened_at + interval '12 days' end
    from made join cases c on c.number = 'N' || made.n
    where made.b > 0.35;
    update questionnaires set declined_at = expired_at where mod(id, 7) = 0 and answered_at is null;
    update cases set raised_in = (select id from questionnaires order by id limit 1)
    where mod(id, 11) = 0;
    analyze;
";

/// So many of so many, in SQL: what counts, and of what. `r` are the cases that were open at some
/// moment of the month; `f` and `u` are its ends.
fn counted(figure: Figure) -> (String, String) {
    let all = "true".to_owned();
    let event = |name: &str| {
        format!(
            "exists (select 1 from history h where h.case_id = r.id and h.event = '{name}'
                     and h.at >= f and h.at < u)"
        )
    };
    let result = "(select max(h.at) from history h where h.case_id = r.id
                   and h.event in ('report', 'share') and h.at < u)";
    let has_result = format!("{result} >= f");
    let came_back = "exists (
        select 1 from history h
        where h.case_id = r.id and h.at >= f and h.at < u and h.event <> 'send_back'
          and h.stage in ('registered', 'dispatched', 'working')
          and (select b.stage from history b where b.case_id = r.id and b.version < h.version
               order by b.version desc limit 1) in ('reported', 'closed', 'archived'))";
    let is_open = "(r.ended_at is null or r.ended_at >= u)";
    let late = "(r.stage in ('registered', 'dispatched', 'working') and exists (
        select 1 from timers t where t.case_id = r.id and t.kind = 'solve' and t.fired_at < u))";
    match figure {
        Figure::Received => ("r.opened_at >= f".to_owned(), all),
        Figure::Ended => ("r.ended_at < u".to_owned(), all),
        Figure::Open => (is_open.to_owned(), all),
        Figure::Overdue => (late.to_owned(), is_open.to_owned()),
        Figure::Kept(kind) => {
            let ended = |late: bool| {
                let how = if late {
                    "t.fired_at >= f and t.fired_at < u"
                } else {
                    "(t.fired_at is null or t.fired_at >= u) and t.disarmed_at >= f
                     and t.disarmed_at < u and t.disarmed_at in (
                         select h.at from history h where h.case_id = r.id and h.event in (EVENTS))"
                };
                // What each wait waits for; that it was dropped is no answer.
                let events = match kind {
                    TimerKind::Dispatch => "'dispatch'",
                    TimerKind::Pickup => "'sign'",
                    TimerKind::Arrive => "'arrive', 'report'",
                    TimerKind::Plan => {
                        "'set_out', 'arrive', 'promise', 'plan', 'offer_visit', 'relieve', 'quote',
                         'report'"
                    }
                    TimerKind::Solve => "'report', 'share', 'reply'",
                    _ => "'sign_off', 'send_back'",
                };
                let how = how.replace("EVENTS", events);
                format!(
                    "exists (select 1 from timers t where t.case_id = r.id and t.kind = '{}' and {how})",
                    kind.name()
                )
            };
            let stays = if kind == TimerKind::Solve { late } else { "false" };
            let base = format!("({} or {} or {stays})", ended(false), ended(true));
            (format!("not {} and not {stays}", ended(true)), base)
        }
        Figure::Reopened => (came_back.to_owned(), format!("({has_result} or {came_back})")),
        Figure::Returned => (event("return"), all),
        Figure::Extended => (event("grant_time"), all),
        Figure::Objected => (event("object"), all),
        Figure::Paused => (event("pause"), all),
        Figure::CalledBack => (
            "exists (select 1 from questionnaires q where q.case_id = r.id and q.answered_at < u)"
                .to_owned(),
            format!("r.ended_at < u and r.stage <> 'withdrawn' and {result} is not null"),
        ),
        Figure::Items => (
            format!("r.ended_at < u or {result} is not null"),
            "r.raised_in is not null and r.opened_at >= f".to_owned(),
        ),
        Figure::Valid => (
            "r.kind = 'complaint' and r.opened_at >= f
             and r.handling #>> '{triage,reason_sufficient}' is distinct from 'false'"
                .to_owned(),
            "false".to_owned(),
        ),
        Figure::Content
        | Figure::Satisfied
        | Figure::Manner
        | Figure::Speed
        | Figure::Answered
        | Figure::ByPhone
        | Figure::ContentByPhone => unreachable!("of callbacks"),
    }
}

/// The same of callbacks.
fn of_callbacks(figure: Figure) -> (&'static str, &'static str) {
    let answered = "q.answered_at >= f and q.answered_at < u";
    match figure {
        Figure::Content => ("q.grade in ('satisfied', 'basically')", answered),
        Figure::Satisfied => ("q.grade = 'satisfied'", answered),
        Figure::Manner => (
            "q.attitude <> 'dissatisfied'",
            "q.attitude is not null and q.answered_at >= f and q.answered_at < u",
        ),
        Figure::Speed => (
            "q.speed <> 'dissatisfied'",
            "q.speed is not null and q.answered_at >= f and q.answered_at < u",
        ),
        Figure::ByPhone => ("q.written_by is not null", answered),
        Figure::ContentByPhone => (
            "q.grade in ('satisfied', 'basically')",
            "q.written_by is not null and q.answered_at >= f and q.answered_at < u",
        ),
        _ => (
            "q.answered_at is not null",
            "coalesce(q.answered_at, q.expired_at) >= f and coalesce(q.answered_at, q.expired_at) < u",
        ),
    }
}

async fn share(world: &World, figure: Figure, ends: &str) -> Share {
    let with = format!(
        "with ends (f, u) as (values ({ends})), r as (
        select cases.* from cases, ends
        where opened_at < u and (ended_at is null or ended_at >= f))"
    );
    let sql = if figure.is_of_callbacks() {
        let (hits, base) = of_callbacks(figure);
        format!(
            "{with} select count(*) filter (where {hits}) || '/' || count(*)
             from questionnaires q join r on r.id = q.case_id, ends where {base}"
        )
    } else {
        let (hits, base) = counted(figure);
        let of = if figure == Figure::Valid {
            "(select count(*) from places where kind = 'unit')".to_owned()
        } else {
            format!("count(*) filter (where {base})")
        };
        let both = if figure == Figure::Valid { hits } else { format!("({hits}) and ({base})") };
        format!("{with} select count(*) filter (where {both}) || '/' || {of} from r, ends")
    };
    let counted = world.text(sql.leak()).await;
    let (hits, base) = counted.split_once('/').unwrap();
    Share { hits: hits.parse().unwrap(), base: base.parse().unwrap() }
}

/// Every figure, every list and both spreads agree.
#[tokio::test]
async fn twenty_thousand_cases_are_counted_as_plain_sql_counts_them() {
    let world = World::open().await;
    world.meddles(BOOK).await;
    let december: DateTime<Utc> = "2026-12-05T04:00:00Z".parse().unwrap();
    world.clock.pass(december - world.clock.now());
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let period = Period::of(Cadence::Month, day);
    let mut work = world.desk.begin().await.unwrap();
    let summary = work.summary(period, None).await.unwrap();
    let facts = work.facts(period, None).await.unwrap();
    drop(work);
    let ends = "timestamptz '2026-10-31 16:00Z', timestamptz '2026-11-30 16:00Z'";
    let mut wrong = vec![];
    for figure in Figure::all() {
        let (ours, theirs) = (summary.figure(figure), share(&world, figure, ends).await);
        if ours != theirs {
            wrong.push(format!("{}: {ours:?}, by SQL {theirs:?}", figure.name()));
        }
        // What is listed is what is counted, of those that count cases.
        if !figure.is_of_callbacks() {
            let (hits, misses) = figure.cases(&facts);
            assert_eq!(u64::try_from(hits.len()).unwrap(), ours.hits, "{}", figure.name());
            if figure != Figure::Valid {
                assert_eq!(u64::try_from(hits.len() + misses.len()).unwrap(), ours.base);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(summary.figure(Figure::Received).hits > 5_000, "the book has something in it");
    assert!(summary.figure(Figure::Reopened).hits > 100);
    let signed = summary.figure(Figure::Kept(TimerKind::Pickup));
    assert!(signed.hits > 500 && signed.base - signed.hits > 500, "{signed:?}");

    let voices = summary.voices;
    let answered = voices.satisfied + voices.basically + voices.dissatisfied;
    assert_eq!(answered, summary.figure(Figure::Answered).hits);
    assert_eq!(
        answered + voices.silent + voices.unreachable + voices.declined,
        summary.figure(Figure::Answered).base
    );
    let slow = world
        .text(
            "select count(*)::text from questionnaires q join cases c on c.id = q.case_id
             where q.answered_at >= '2026-10-31 16:00Z' and q.answered_at < '2026-11-30 16:00Z'
               and c.opened_at < '2026-11-30 16:00Z'
               and (c.ended_at is null or c.ended_at >= '2026-10-31 16:00Z')
               and q.sheet::text like '%slow%'",
        )
        .await;
    assert_eq!(summary.reasons[0], ("slow".to_owned(), slow.parse().unwrap()));
    assert_eq!(summary.reasons.len(), 2, "{:?}", summary.reasons);
    let received = summary.figure(Figure::Received).hits;
    for (list, sum) in [
        ("kinds", summary.kinds.iter().map(|(_, count)| count).sum::<u64>()),
        ("channels", summary.channels.iter().map(|(_, count)| count).sum()),
        ("categories", summary.categories.iter().map(|(_, count)| count).sum()),
        ("places", summary.places.iter().map(|(_, count)| count).sum()),
        ("severities", summary.severities.iter().map(|(_, count)| count).sum()),
    ] {
        assert_eq!(sum, received, "{list}");
    }
    assert_eq!(summary.backlog.iter().sum::<u64>(), summary.figure(Figure::Open).hits);
    let spread = "with results as (
        select extract(epoch from max(h.at) filter (where h.event = 'report') - c.opened_at) as took
        from cases c join history h on h.case_id = c.id
        where h.at < '2026-11-30 16:00Z' and c.opened_at < '2026-11-30 16:00Z'
          and (c.ended_at is null or c.ended_at >= '2026-10-31 16:00Z')
        group by c.id, c.opened_at
        having max(h.at) filter (where h.event = 'report') >= '2026-10-31 16:00Z')
        select count(*) || '/' || trunc(percentile_disc(0.5) within group (order by took))
               || '/' || trunc(percentile_disc(0.9) within group (order by took)) from results";
    let ours = summary.to_result.unwrap();
    let said = format!("{}/{}/{}", ours.count, ours.median, ours.p90);
    assert_eq!(said, world.text(spread).await);

    // The same again, from the book, whatever happens afterwards.
    world.clock.pass(TimeDelta::days(9));
    let mut work = world.desk.begin().await.unwrap();
    let filed = work.filed(period, None).await.unwrap().unwrap();
    work.finish("").await.unwrap();
    world.meddles("update cases set category_id = 1").await;
    let mut work = world.desk.begin().await.unwrap();
    let again = work.filed(period, None).await.unwrap().unwrap();
    assert_eq!(filed.summary, again.summary);
    assert_eq!(filed.summary.figures, summary.figures);
}
