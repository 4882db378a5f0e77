//! Whole cases per second: as many people at once as it takes, from the first word to the archive.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    Trial,
    ground::{Counted, TableRows},
    load::{Load, Played},
    meter::{self, Meter, Used},
    numbers::{real, real_of},
    report::Report,
    site::{Pacing, Site},
    wire::Tally,
};

/// Until all who act at once are in different steps.
const RAMP: Duration = Duration::from_secs(8);

/// What a saturating run brought.
pub(crate) struct Whole {
    pub(crate) cases: usize,
    pub(crate) updates: usize,
    pub(crate) cases_per_s: Vec<f64>,
    pub(crate) updates_per_s: Vec<f64>,
    pub(crate) used: Used,
    pub(crate) wall: Duration,
    pub(crate) peak_mb: f64,
    pub(crate) counted: Counted,
    pub(crate) own_commits: i64,
    pub(crate) rows: Vec<TableRows>,
    pub(crate) tally: Tally,
    pub(crate) faults: Vec<String>,
    pub(crate) errors: usize,
}

impl Whole {
    /// Transactions of the program that wrote something.
    pub(crate) fn writes(&self) -> i64 {
        self.counted.written - self.own_commits
    }

    /// Processor milliseconds per update, of the program and its database together.
    pub(crate) fn cost(&self) -> f64 {
        (self.used.program + self.used.database) * 1000.0 / real(self.updates)
    }
}

/// Plays whole cases over a book for so many windows of time, of owners from the `first` on.
pub(crate) async fn play(
    trial: &Trial,
    book: &str,
    is_new: bool,
    first: usize,
    windows: u32,
    window: Duration,
) -> anyhow::Result<Whole> {
    let people = trial.wanted.people;
    if is_new {
        trial.ground.copy(book).await?;
    }
    trial.ground.left_alone(book).await?;
    let rows_before = trial.ground.rows(book).await?;
    trial.ground.left_alone(book).await?;
    let before = trial.ground.counted(book).await?;
    let site = Site::over(&trial.ground, book, Pacing::Off, &trial.settings, 20_000).await?;
    let Site { stand_in, program, .. } = site;
    let stand_in = Arc::new(stand_in);
    let load = Arc::new(Load::new(Arc::clone(&stand_in), trial.ground.options(book), first));

    let meter = Meter::start(trial, program.seconds());
    let began = Instant::now();
    let played = load.closed(people, RAMP, RAMP + window * windows).await?;
    let used = meter.stop(trial, program.seconds());
    let wall = began.elapsed();
    let peak_mb = program.peak();
    let tally = stand_in.wire.tally();
    let errors = program.words().lines().filter(|line| line.contains("ERROR")).count();
    program.stop().await?;
    stand_in.telegram.close();
    trial.ground.left_alone(book).await?;
    let counted = trial.ground.counted(book).await?.since(before);
    let rows = trial.ground.rows(book).await?;
    let rows = rows.iter().map(|rows| rows.since(&rows_before)).collect();

    let (cases_per_s, updates_per_s) = rates(&played, began + RAMP, windows, window);
    Ok(Whole {
        cases: played.ended.len(),
        updates: played.timed.len(),
        cases_per_s,
        updates_per_s,
        used,
        wall,
        peak_mb,
        counted,
        own_commits: played.own_commits,
        rows,
        tally,
        faults: played.faults,
        errors,
    })
}

fn rates(played: &Played, begin: Instant, windows: u32, window: Duration) -> (Vec<f64>, Vec<f64>) {
    let within = |at: &Instant, number: u32| {
        let from = begin + window * number;
        (from..from + window).contains(at)
    };
    let seconds = window.as_secs_f64();
    (0..windows)
        .map(|number| {
            let ended = played.ended.iter().filter(|at| within(at, number)).count();
            let answered = played.timed.iter().filter_map(|timed| timed.answered);
            let answered = answered.filter(|at| within(at, number)).count();
            (real(ended) / seconds, real(answered) / seconds)
        })
        .unzip()
}

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<Whole> {
    report.heading("Whole cases, everybody acting at once");
    let (windows, window) = trial.wanted.windows();
    let whole = play(trial, "whole", true, 0, windows, window).await?;
    anyhow::ensure!(whole.cases > 0, "no case came to its end: {:?}", whole.faults.first());
    report.repeated("cases_per_s", &whole.cases_per_s, "from the first word to the archive");
    report.repeated("updates_per_s", &whole.updates_per_s, "of these cases, answered");
    let (cases, updates) = (real(whole.cases), real(whole.updates));
    let commits = real_of(whole.counted.commits - whole.own_commits);
    report.figure("commits_per_case", commits / cases, "as pg_stat_database counts them");
    let writes = real_of(whole.writes());
    report.figure("writes_per_case", writes / cases, "those that wrote and so were flushed");
    report.figure("writes_per_update", writes / updates, "the aim is one, letters included");
    let looks = real_of(whole.counted.rollbacks);
    report.figure("looks_per_case", looks / cases, "transactions dropped: nothing to do, or read");
    report.figure("cpu_ms_per_case", whole.used.program * 1000.0 / cases, "of the program");
    report.figure("database_ms_per_case", whole.used.database * 1000.0 / cases, "of PostgreSQL");
    report.figure("cost_ms_per_update", whole.cost(), "of both together");
    let log = real_of(whole.counted.log_bytes) / 1024.0;
    report.figure("log_kb_per_case", log / cases, "of write-ahead log");
    report.figure("calls_per_case", real(usize_of(whole.tally.calls())) / cases, "to the Bot API");
    meter::remark(report, whole.used, whole.wall);
    report.figure("peak_mb_whole", whole.peak_mb, "the most memory the program held in this");
    report.fact("cases_played", json!(whole.cases));
    report.fact("cases_failed", json!(whole.faults.len()));
    report.fact("rows_per_case", rows_per(&whole, cases));
    for fault in whole.faults.iter().take(3) {
        report.remark(&format!("a case failed: {fault}"));
    }
    if whole.errors > 0 {
        report.remark(&format!("the program logged {} errors", whole.errors));
    }
    for table in whole.rows.iter().filter(|table| table.scanned_rows > 20 * table.scans) {
        report.remark(&format!(
            "{} was read whole {} times, {} rows",
            table.table, table.scans, table.scanned_rows
        ));
    }
    Ok(whole)
}

fn rows_per(whole: &Whole, cases: f64) -> serde_json::Value {
    let rows = whole.rows.iter().filter(|table| table.inserted + table.changed > 0).map(|table| {
        let per = |count: i64| (real_of(count) / cases * 100.0).round() / 100.0;
        let written = json!({ "inserted": per(table.inserted), "changed": per(table.changed),
                              "deleted": per(table.deleted) });
        (table.table.clone(), written)
    });
    serde_json::Value::Object(rows.collect())
}

pub(crate) fn usize_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
