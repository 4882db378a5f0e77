//! Where the database's time goes: the statements of whole cases, by what they cost. The watching
//! itself costs something, so this is not measured together with anything else.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    Trial,
    ground::{self, Ground},
    numbers::{real, real_of},
    report::Report,
    whole,
};

/// So many of the dearest are named.
const NAMED: i64 = 25;
const SHOWN: usize = 100;

/// The phase.
pub(crate) async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    report.heading("Where the database's time goes, a case");
    watch(&trial.ground, "top").await?;
    let mut outside = trial.ground.connect("postgres").await?;
    ground::run(&mut outside, "create extension if not exists pg_stat_statements").await?;
    ground::run(&mut outside, "select pg_stat_statements_reset()").await?;
    let whole = whole::play(trial, "statements", true, 1, Duration::from_secs(15)).await;
    watch(&trial.ground, "none").await?;
    let whole = whole?;
    let rows: Vec<(String, i64, f64, f64, i64)> = sqlx::query_as(
        "select regexp_replace(query, '\\s+', ' ', 'g'), calls, total_exec_time, total_plan_time,
                rows
         from pg_stat_statements join pg_database on pg_database.oid = dbid
         where datname = 'statements'
         order by total_exec_time + total_plan_time desc
         limit $1",
    )
    .bind(NAMED)
    .fetch_all(&mut outside)
    .await?;
    let calls: i64 = sqlx::query_scalar(
        "select sum(calls)::bigint from pg_stat_statements
         join pg_database on pg_database.oid = dbid where datname = 'statements'",
    )
    .fetch_one(&mut outside)
    .await?;
    let (cases, updates) = (real(whole.cases), real(whole.updates));
    report.figure("statements_per_update", real_of(calls) / updates, "of all kinds");
    report.remark("ms a case, calls a case, rows a call: statement");
    let mut dearest = vec![];
    for (query, calls, time, planning, rows) in rows {
        let (time, calls_a_case) = ((time + planning) / cases, real_of(calls) / cases);
        let rows_a_call = real_of(rows) / real_of(calls);
        let shown: String = query.chars().take(SHOWN).collect();
        report.remark(&format!("{time:7.2} {calls_a_case:7.1} {rows_a_call:5.1}  {shown}"));
        dearest.push(json!({ "ms": time, "calls": calls_a_case, "statement": query }));
    }
    report.fact("statements", Value::Array(dearest));
    Ok(())
}

async fn watch(ground: &Ground, what: &str) -> anyhow::Result<()> {
    let mut outside = ground.connect("postgres").await?;
    ground::run(&mut outside, &format!("alter system set pg_stat_statements.track = '{what}'"))
        .await?;
    sqlx::query_scalar::<_, bool>("select pg_reload_conf()").fetch_one(&mut outside).await?;
    Ok(())
}
