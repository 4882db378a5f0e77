//! 100,000 timers: all overdue when the program wakes up, and a thousand among those that lie ahead.
//! Each fires once, none early.

use std::time::{Duration, Instant};

use crate::{
    Trial,
    estate::OWNERS,
    ground::run,
    numbers::real,
    report::Report,
    site::{Pacing, Site},
};

/// How long all of them may take.
const PATIENCE: Duration = Duration::from_mins(12);
const ALL: i64 = 100_000;
/// So many of the second hundred thousand are due at one moment; the others weeks later.
const TOGETHER: i64 = 1_000;

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("100,000 timers");
    overdue(trial, report).await?;
    ahead(trial, report).await
}

/// All have run out while nobody was there.
async fn overdue(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let book = "timers_overdue";
    trial.ground.copy(book).await?;
    arm(trial, book, "now() - interval '1 hour'").await?;
    let began = Instant::now();
    let site = Site::over(&trial.ground, book, Pacing::Kept, &trial.settings, 0).await?;
    let fired = fired(trial, book, ALL).await?;
    let took = began.elapsed().as_secs_f64();
    report.figure("timers_overdue_s", took, "until the last of 100,000 had fired");
    report.figure("timers_per_s", real(usize::try_from(fired)?) / took, "fired with their effects");
    judge(trial, book, report, "timers_overdue_wrong", ALL).await?;
    report.figure("peak_mb_timers", site.program.peak(), "the most memory the program held");
    site.close().await
}

/// A thousand are due at one moment, and tens of thousands later.
async fn ahead(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let book = "timers_ahead";
    trial.ground.copy(book).await?;
    let moment = format!(
        "case when n % {} = 0 then now() + interval '20 seconds'
              else now() + interval '1 day' + n * interval '20 seconds' end",
        ALL / TOGETHER
    );
    arm(trial, book, &moment).await?;
    let site = Site::over(&trial.ground, book, Pacing::Kept, &trial.settings, 0).await?;
    fired(trial, book, TOGETHER).await?;
    let mut inside = trial.ground.connect(book).await?;
    let (first, last): (f64, f64) = sqlx::query_as(
        "select extract(epoch from min(fired_at - due_at))::float8,
                extract(epoch from max(fired_at - due_at))::float8
         from timers join cases on cases.id = case_id
         where number like 'LATE-%' and fired_at is not null",
    )
    .fetch_one(&mut inside)
    .await?;
    report.figure("timers_early_s", first.min(0.0), "of the earliest; must be 0");
    report.figure("timers_late_s", last, "of the last of 1,000 that were due at one moment");
    judge(trial, book, report, "timers_ahead_wrong", TOGETHER).await?;
    site.close().await
}

/// A case each that nobody has sent to a department, and its timer.
async fn arm(trial: &Trial, book: &str, due: &str) -> anyhow::Result<()> {
    let mut inside = trial.ground.connect(book).await?;
    run(
        &mut inside,
        &format!(
            "with basis as (
                 select min(id) filter (where account > 1000000 and account < 2000000) as owner,
                        (select min(id) from sites) as site,
                        (select max(id) from policies) as policy
                 from people
             ), opened as (
                 insert into cases (number, site_id, kind, channel, owner_id, filed_by, severity,
                     facts, stage, detail, round, policy_id, draft_key, version, opened_at,
                     changed_at, changed_by)
                 select 'LATE-' || n, site, 'complaint', 'chat', owner + n % {OWNERS},
                     owner + n % {OWNERS}, 'minor',
                     '{{\"story\": \"It drips.\", \"happened\": null, \"wish\": null,
                        \"wanted_by\": null, \"contact\": null}}',
                     'registered', '{{\"since\": \"2026-01-01T00:00:00Z\"}}', 1, policy,
                     'late-' || n, 1, now(), now(), 'register'
                 from basis, generate_series(1, {ALL}) as n
                 returning id, substr(number, 6)::bigint as n
             )
             insert into timers (case_id, kind, armed_at, due_at)
             select id, 'dispatch', now() - interval '1 day', {due} from opened"
        ),
    )
    .await?;
    run(&mut inside, "vacuum analyze").await
}

/// Waits until so many have fired.
async fn fired(trial: &Trial, book: &str, most: i64) -> anyhow::Result<i64> {
    let mut inside = trial.ground.connect(book).await?;
    let began = Instant::now();
    loop {
        let fired: i64 = sqlx::query_scalar(
            "select count(*) from timers where kind = 'dispatch' and fired_at is not null",
        )
        .fetch_one(&mut inside)
        .await?;
        if fired >= most || began.elapsed() > PATIENCE {
            return Ok(fired);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Each that was due has fired once, with one line in its case's history; no other has.
async fn judge(
    trial: &Trial,
    book: &str,
    report: &mut Report,
    name: &str,
    due: i64,
) -> anyhow::Result<()> {
    let mut inside = trial.ground.connect(book).await?;
    let (wrong, fired): (i64, i64) = sqlx::query_as(
        "select count(*) filter (where lines <> fired), sum(fired)::bigint
         from (
             select cases.id,
                    (select count(*) from history
                     where case_id = cases.id and event = 'overdue') as lines,
                    (select count(*) from timers
                     where case_id = cases.id and fired_at is not null) as fired
             from cases
             where number like 'LATE-%'
         ) as each",
    )
    .fetch_one(&mut inside)
    .await?;
    let wrong = wrong.unsigned_abs() + (fired - due).unsigned_abs();
    report.figure(name, real(usize::try_from(wrong)?), "lost, early or twice; must be 0");
    Ok(())
}
