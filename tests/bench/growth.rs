//! What an update costs on a book with a million cases, beside the same on a young one, in turns,
//! so that both have the same weather.

use std::time::{Duration, Instant};

use casework::{clock::Clock, desk::Desk, summary::Summary};
use serde_json::json;

use crate::{
    Trial, fill,
    ground::TableRows,
    numbers::{median, real_of},
    report::Report,
    statements,
    whole::{self, Whole},
};

const MILLION: usize = 1_000_000;
/// More owners than one run of whole cases needs.
pub(crate) const OF_A_RUN: usize = 4_000;
/// Tables that are small at any age: reading them whole is right.
const SMALL: [&str; 8] = [
    "sites",
    "policies",
    "places",
    "departments",
    "categories",
    "posts",
    "_sqlx_migrations",
    "invitations",
];

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("A book with 1,000,000 cases, beside a young one");
    let kept = filled(trial, report).await?;
    trial.ground.copy_of(&kept, "million").await?;
    trial.ground.copy("young").await?;
    let (mut young, mut old) = (vec![], vec![]);
    for turn in 0..3 {
        young.push(one(trial, "young", turn * OF_A_RUN).await?);
        old.push(one(trial, "million", turn * OF_A_RUN).await?);
    }
    let of = |runs: &[Whole], figure: fn(&Whole) -> f64| -> Vec<f64> {
        runs.iter().map(figure).collect()
    };
    let (young_cost, old_cost) = (of(&young, Whole::cost), of(&old, Whole::cost));
    report.repeated("cost_ms_per_update_young", &young_cost, "of program and PostgreSQL");
    report.repeated("cost_ms_per_update_1m", &old_cost, "the same on the million");
    let growth = median(&old_cost) / median(&young_cost);
    report.figure("growth_1m", growth, "times the cost of an update; at most 1.3");
    let rate = |whole: &Whole| median(&whole.updates_per_s);
    let (young_rate, old_rate) = (of(&young, rate), of(&old, rate));
    report.repeated("updates_per_s_young", &young_rate, "whole cases, updates answered");
    report.repeated("updates_per_s_1m", &old_rate, "the same on the million");
    let log = |whole: &Whole| real_of(whole.counted.log_bytes) / 1024.0 / real_of(whole.writes());
    report.repeated("log_kb_per_write_young", &of(&young, log), "write-ahead log");
    report.repeated("log_kb_per_write_1m", &of(&old, log), "the same on the million");
    report.repeated("peak_mb_1m", &of(&old, |whole| whole.peak_mb), "held at most; at most 300");
    sum_up(trial, report).await?;
    report.fact("growth_failed_cases", json!(faults(&young) + faults(&old)));
    statements::compare(trial, report, "young", "million").await?;
    if let Some(whole) = old.last() {
        whole.rows.iter().filter(|table| is_read_whole(table)).for_each(|table| {
            report.remark(&format!(
                "{} was read whole {} times, {} rows",
                table.table, table.scans, table.scanned_rows
            ));
        });
    }
    Ok(())
}

/// The book with a million cases that are over; filled once, and kept for later runs.
pub(crate) async fn filled(trial: &Trial, report: &mut Report) -> anyhow::Result<String> {
    let kept = fill::kept_name(MILLION);
    if trial.ground.has(&kept).await? {
        report.remark("taken as it was filled in an earlier run");
    } else {
        trial.ground.copy(&kept).await?;
        let filled = fill::fill(&trial.ground, &kept, MILLION).await?;
        trial.ground.keep(&kept).await?;
        report.figure("filled_s", filled, "seconds to write a million cases that are over");
    }
    Ok(kept)
}

/// How long the summary of the last month takes on the million, and what it needs.
async fn sum_up(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    use casework::summary::{Cadence, Period};

    let desk = Desk::open(trial.ground.options("million"), Clock::system()).await?;
    let mut took = vec![];
    let mut cases = 0;
    for _ in 0..3 {
        let mut work = desk.begin().await?;
        let today = work.calendar().await?.day(work.now());
        let began = Instant::now();
        let period = Period::of(Cadence::Month, today).before();
        let facts = work.facts(period, None).await?;
        cases = facts.matters.len();
        let summary = Summary::count(period, None, &facts);
        took.push(began.elapsed().as_secs_f64());
        anyhow::ensure!(!summary.kinds.is_empty(), "a month of the million has nothing in it");
    }
    report.repeated("summary_1m_s", &took, "to count a month of the million; at most 5");
    report.fact("summary_1m_cases", json!(cases));
    looked_at(&desk, report).await?;
    desk.close().await;
    Ok(())
}

/// How long somebody of the desk waits for what is open, for whom to call, and for how many a survey of
/// everybody would reach.
async fn looked_at(desk: &Desk, report: &mut Report) -> anyhow::Result<()> {
    use casework::{
        desk::Queue,
        people::Role,
        survey::{Audience, Whom},
    };

    let (mut queue, mut calls, mut reached) = (vec![], vec![], vec![]);
    for _ in 0..5 {
        let mut work = desk.begin().await?;
        let clerk = work.people_in(Role::Desk, None).await?;
        let clerk = clerk.first().ok_or_else(|| anyhow::anyhow!("nobody is at the desk"))?;
        let began = Instant::now();
        work.queue(clerk, Queue::Due).await?;
        queue.push(began.elapsed().as_secs_f64() * 1_000.0);
        let began = Instant::now();
        work.calls_owed(clerk).await?;
        calls.push(began.elapsed().as_secs_f64() * 1_000.0);
        let began = Instant::now();
        let everybody = Audience { place: None, whom: Whom::Everybody };
        let asked = work.reckon(everybody).await?.asked;
        anyhow::ensure!(asked > 1_000, "a survey of everybody reaches {asked}");
        reached.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    report.repeated("queue_1m_ms", &queue, "for what is open; at most 50");
    report.repeated("calls_1m_ms", &calls, "for whom to call; at most 50");
    report.repeated("survey_1m_ms", &reached, "for how many of 20,000 a survey reaches");
    Ok(())
}

async fn one(trial: &Trial, book: &str, first: usize) -> anyhow::Result<Whole> {
    let whole = whole::play(trial, book, false, first, 1, Duration::from_secs(20)).await?;
    anyhow::ensure!(whole.cases > 0, "no case came to its end: {:?}", whole.faults.first());
    Ok(whole)
}

fn faults(runs: &[Whole]) -> usize {
    runs.iter().map(|whole| whole.faults.len()).sum()
}

fn is_read_whole(table: &TableRows) -> bool {
    table.scans > 0 && !SMALL.contains(&table.table.as_str())
}
