//! Where the database's time goes: the statements of whole cases, by what they cost, and which cost
//! more on an old book. The watching itself costs something, so nothing else is measured with it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    Trial,
    ground::{self, Ground},
    growth,
    numbers::{real, real_of},
    report::Report,
    whole,
};

/// So many of the dearest are named.
const NAMED: usize = 25;
/// So many of those that grew.
const GROWN: usize = 8;
const SHOWN: usize = 100;
/// From this owner on nobody has complained in the runs before.
const UNASKED: usize = 3 * growth::OF_A_RUN;

/// One statement, per update.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) text: String,
    pub(crate) calls: f64,
    pub(crate) milliseconds: f64,
    pub(crate) rows_a_call: f64,
    pub(crate) pages: f64,
}

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("Where the database's time goes, an update of whole cases");
    let all = watched(trial, "statements", true).await?;
    let calls: f64 = all.iter().map(|statement| statement.calls).sum();
    report.figure("statements_per_update", calls, "of all kinds");
    let time: f64 = all.iter().map(|statement| statement.milliseconds).sum();
    report.figure("statement_ms_per_update", time, "in planning and running them");
    report.remark("  ms  calls  rows a call  pages: statement");
    for one in all.iter().take(NAMED) {
        report.remark(&format!(
            "{:6.3} {:5.2} {:6.1} {:6.1}  {}",
            one.milliseconds,
            one.calls,
            one.rows_a_call,
            one.pages,
            one.text.chars().take(SHOWN).collect::<String>()
        ));
    }
    let shown = all.iter().take(NAMED).map(|one| {
        json!({ "ms": one.milliseconds, "calls": one.calls, "pages": one.pages,
                "statement": one.text })
    });
    report.fact("statements", Value::Array(shown.collect()));
    Ok(())
}

/// Names the statements that cost more an update on an old book than on a young one.
pub(crate) async fn compare(
    trial: &Trial,
    report: &mut Report,
    young: &str,
    old: &str,
) -> anyhow::Result<()> {
    let young = watched(trial, young, false).await?;
    let old = watched(trial, old, false).await?;
    let mut grown: Vec<(f64, &Statement, Option<&Statement>)> = old
        .iter()
        .map(|now| {
            let then = young.iter().find(|then| then.text == now.text);
            let before = then.map_or(0.0, |then| then.milliseconds);
            (now.milliseconds - before, now, then)
        })
        .collect();
    grown.sort_by(|one, other| other.0.total_cmp(&one.0));
    report.remark("what grew: ms an update more, pages a call then and now: statement");
    for (more, now, then) in grown.iter().take(GROWN) {
        let pages = |of: &Statement| of.pages / of.calls;
        report.remark(&format!(
            "{more:6.3} {:7.1} {:7.1}  {}",
            then.map_or(0.0, pages),
            pages(now),
            now.text.chars().take(SHOWN).collect::<String>()
        ));
    }
    Ok(())
}

/// Plays whole cases with the statements watched; the dearest first.
async fn watched(trial: &Trial, book: &str, is_new: bool) -> anyhow::Result<Vec<Statement>> {
    watch(&trial.ground, "top").await?;
    let mut outside = trial.ground.connect("postgres").await?;
    ground::run(&mut outside, "create extension if not exists pg_stat_statements").await?;
    ground::run(&mut outside, "select pg_stat_statements_reset()").await?;
    let whole = whole::play(trial, book, is_new, UNASKED, 1, Duration::from_secs(15)).await;
    watch(&trial.ground, "none").await?;
    let updates = real(whole?.updates);
    let rows: Vec<(String, i64, f64, i64, i64)> = sqlx::query_as(
        "select regexp_replace(query, '\\s+', ' ', 'g'), sum(calls)::bigint,
                sum(total_exec_time + total_plan_time), sum(rows)::bigint,
                sum(shared_blks_hit + shared_blks_read)::bigint
         from pg_stat_statements join pg_database on pg_database.oid = dbid
         where datname = $1
         group by 1 order by 3 desc",
    )
    .bind(book)
    .fetch_all(&mut outside)
    .await?;
    let read = |(text, calls, time, rows, pages): (String, i64, f64, i64, i64)| Statement {
        text,
        calls: real_of(calls) / updates,
        milliseconds: time / updates,
        rows_a_call: real_of(rows) / real_of(calls),
        pages: real_of(pages) / updates,
    };
    Ok(rows.into_iter().map(read).collect())
}

async fn watch(ground: &Ground, what: &str) -> anyhow::Result<()> {
    let mut outside = ground.connect("postgres").await?;
    ground::run(&mut outside, &format!("alter system set pg_stat_statements.track = '{what}'"))
        .await?;
    sqlx::query_scalar::<_, bool>("select pg_reload_conf()").fetch_one(&mut outside).await?;
    Ok(())
}
