//! The book of a story: a fresh copy of one template with the estate and its people in it,
//! looked into from behind the desk's back.

use casework::{MIGRATOR, postgres::Scratch};
use chrono::{DateTime, Utc};
use huiyin::stage::{Setting, Stage};
use sqlx::{ConnectOptions, raw_sql};

/// A book in its newest shape, with the estate and its people in it.
pub(crate) async fn fresh(setting: &Setting) -> Scratch {
    let shape = shape(setting);
    let scratch = Scratch::fresh(&shape, async |options| {
        Stage::furnish(options, setting).await.map_err(anyhow::Error::into_boxed_dyn_error)
    });
    scratch.await.expect("a book for the story")
}

/// A database with nothing in it.
pub(crate) async fn empty() -> Scratch {
    Scratch::fresh("nothing", async |_| Ok(())).await.expect("an empty database")
}

/// Changes with whatever is written into the template.
fn shape(setting: &Setting) -> String {
    let migrations: Vec<_> = MIGRATOR.iter().map(|migration| &migration.checksum).collect();
    let furniture = [huiyin::stage::ESTATE, huiyin::stage::CAST, setting.language.tag()];
    format!("{migrations:?} {furniture:?}")
}

/// Counts rows. The statement is a part of the story, never what somebody typed.
pub(crate) async fn count(book: &Scratch, statement: &'static str) -> i64 {
    let mut connection = book.options().connect().await.expect("the book");
    sqlx::query_scalar(statement).fetch_one(&mut connection).await.expect("a count")
}

/// Changes rows.
pub(crate) async fn change(book: &Scratch, statement: &'static str) {
    let mut connection = book.options().connect().await.expect("the book");
    raw_sql(statement).execute(&mut connection).await.expect("a change");
}

/// New cases go by this profile.
pub(crate) async fn set_profile(book: &Scratch, profile: &str) {
    const SET: &str = "update sites set profile = $1 returning profile";
    let mut connection = book.options().connect().await.expect("the book");
    let set: String =
        sqlx::query_scalar(SET).bind(profile).fetch_one(&mut connection).await.expect("a site");
    assert_eq!(set, profile);
}

/// What is written in one column, row by row.
pub(crate) async fn column(book: &Scratch, statement: &'static str) -> Vec<String> {
    let mut connection = book.options().connect().await.expect("the book");
    sqlx::query_scalar(statement).fetch_all(&mut connection).await.expect("a column")
}

/// The book becomes read-only, and everybody's connections are cut.
pub(crate) async fn close(book: &Scratch) {
    const CLOSE: &str = "
        do $$ begin
            execute format('alter database %I set default_transaction_read_only = on', current_database());
        end $$;
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    change(book, CLOSE).await;
}

/// The book can be written to again by whoever connects anew.
pub(crate) async fn open(book: &Scratch) {
    const OPEN: &str = "
        do $$ begin
            execute format('alter database %I reset default_transaction_read_only', current_database());
        end $$;
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    let writing = book.options().options([("default_transaction_read_only", "off")]);
    let mut connection = writing.connect().await.expect("the book");
    raw_sql(OPEN).execute(&mut connection).await.expect("opened");
}

/// The next moment at which a timer, a letter or an update is due.
pub(crate) async fn next_due(book: &Scratch, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const NEXT: &str = "
        select min(due) from (
            select due_at from timers where fired_at is null and disarmed_at is null
            union all select due_at from outbox where settled_at is null
            union all select lease_until from outbox where settled_at is null
            union all select until from parked
            union all select ask_at from questionnaires where answered_at is null and expired_at is null
            union all select remind_at from questionnaires where answered_at is null and expired_at is null
            union all select answer_until from questionnaires where answered_at is null and expired_at is null
            union all select ends_at from surveys where ended_at is null
            union all select keep_at from evidence where kept_at is null and unkept is null
            union all select retry_at from inbox where done_at is null and parked_at is null
        ) as waits (due)
        where due > $1";
    let mut connection = book.options().connect().await.expect("the book");
    sqlx::query_scalar(NEXT).bind(now).fetch_one(&mut connection).await.expect("a moment")
}
