//! What the book knows of its own backups.

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use crate::store::StoreError;

/// The newest backups that the book knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backups {
    /// The moment that the newest one shows.
    pub taken_at: Option<DateTime<Utc>>,
    /// When one was last put back on trial and held what it had held.
    pub verified_at: Option<DateTime<Utc>>,
}

/// Notes that a backup was taken. A book whose shape is too old for that stays as it is: another release may
/// be at work in it.
pub async fn note_taken(
    options: PgConnectOptions,
    taken_at: DateTime<Utc>,
    bytes: i64,
) -> Result<(), StoreError> {
    let Some(mut book) = knowing(&options).await? else { return Ok(()) };
    sqlx::query!(
        "insert into backups (taken_at, bytes) values ($1, $2) on conflict (taken_at) do nothing",
        taken_at,
        bytes,
    )
    .execute(&mut book)
    .await?;
    Ok(book.close().await?)
}

/// Notes that a backup could be put back. A book that does not know the backup stays as it is.
pub async fn note_verified(
    options: PgConnectOptions,
    taken_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(mut book) = knowing(&options).await? else { return Ok(()) };
    sqlx::query!("update backups set verified_at = $2 where taken_at = $1", taken_at, now)
        .execute(&mut book)
        .await?;
    Ok(book.close().await?)
}

/// Which of these files the book names now.
pub async fn still_kept(
    options: PgConnectOptions,
    names: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut book = PgConnection::connect_with(&options).await?;
    let kept = sqlx::query_scalar!(
        r#"select kept_as as "name!" from evidence where kept_at is not null and kept_as = any($1)"#,
        names
    );
    let kept = kept.fetch_all(&mut book).await?;
    book.close().await?;
    Ok(kept)
}

/// The book, where it can note such things.
async fn knowing(options: &PgConnectOptions) -> Result<Option<PgConnection>, StoreError> {
    let mut book = PgConnection::connect_with(options).await?;
    let knows: bool = sqlx::query_scalar("select to_regclass('backups') is not null")
        .fetch_one(&mut book)
        .await?;
    Ok(knows.then_some(book))
}

/// How it begins what is noted at the book's own table of estates when it was put back. A comment is a part of
/// the transaction, and every shape can have one.
const PUT_BACK: &str = "put back from a backup of ";

/// Notes that the book is as it was at this moment, and that nobody was told yet.
pub(super) fn put_back(taken_at: DateTime<Utc>) -> String {
    format!("comment on table sites is '{PUT_BACK}{}'", taken_at.to_rfc3339())
}

/// The moment of such a note.
pub(crate) fn put_back_at(note: &str) -> Option<DateTime<Utc>> {
    let moment = note.strip_prefix(PUT_BACK)?;
    DateTime::parse_from_rfc3339(moment).ok().map(|moment| moment.to_utc())
}
