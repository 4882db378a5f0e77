//! Databases as wholes: looked for, made, copied, dropped. What is in them is not known here.
//!
//! Such statements take no parameters, so names are quoted; they are made by us, never typed.

use sqlx::{AssertSqlSafe, PgConnection, raw_sql};

/// Another process made the database between our look and our statement.
const DUPLICATES: [&str; 2] = ["42P04", "23505"];

/// Copying files beats logging pages when nothing needs to survive; 14 copies files anyway.
const FILE_COPY_SINCE: i32 = 150_000;

pub(super) async fn exists(on: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(on)
        .await
}

/// Makes an empty database; one that somebody else has just made will do.
pub(super) async fn create(on: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    match run(on, format!("create database {}", quoted(name))).await {
        Err(sqlx::Error::Database(error))
            if error.code().is_some_and(|code| DUPLICATES.contains(&&*code)) =>
        {
            Ok(())
        }
        result => result,
    }
}

/// Drops a database if it is there, whoever is connected to it.
pub(super) async fn discard(on: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    run(on, format!("drop database if exists {} with (force)", quoted(name))).await
}

/// Makes a copy of a template.
pub(super) async fn copy(on: &mut PgConnection, template: &str, name: &str) -> sqlx::Result<()> {
    let version: i32 = sqlx::query_scalar("select current_setting('server_version_num')::int")
        .fetch_one(&mut *on)
        .await?;
    let strategy = if version >= FILE_COPY_SINCE { "strategy file_copy" } else { "" };
    let (name, template) = (quoted(name), quoted(template));
    run(on, format!("create database {name} template {template} {strategy}")).await
}

/// Gives a filled database its final name, and lets nobody in any more: it is to be copied.
pub(super) async fn seal(on: &mut PgConnection, name: &str, template: &str) -> sqlx::Result<()> {
    run(on, format!("alter database {} with allow_connections false", quoted(name))).await?;
    sqlx::query_scalar::<_, bool>(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
    )
    .bind(name)
    .fetch_all(&mut *on)
    .await?;
    run(on, format!("alter database {} rename to {}", quoted(name), quoted(template))).await
}

async fn run(on: &mut PgConnection, statement: String) -> sqlx::Result<()> {
    raw_sql(AssertSqlSafe(statement)).execute(on).await.map(drop)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
