//! What the book knows of its own backups.

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use super::run;
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

/// The book, where it can note such things.
async fn knowing(options: &PgConnectOptions) -> Result<Option<PgConnection>, StoreError> {
    let mut book = PgConnection::connect_with(options).await?;
    let knows: bool = sqlx::query_scalar("select to_regclass('backups') is not null")
        .fetch_one(&mut book)
        .await?;
    Ok(knows.then_some(book))
}

/// A database beside the book, for putting a backup back on trial. What an earlier trial left is thrown away.
#[derive(Debug)]
pub struct Trial {
    book: PgConnectOptions,
    name: String,
}

impl Trial {
    /// Makes it, empty.
    pub async fn begin(book: PgConnectOptions) -> Result<Self, StoreError> {
        let name = format!("{}_trial", book.get_database().unwrap_or("huiyin"));
        let mut connection = PgConnection::connect_with(&book).await?;
        discard(&mut connection, &name).await?;
        let quoted = super::catalog::quoted(&name);
        // As the book's own database has it, whatever the server's template is like.
        run(
            &mut connection,
            format!("create database {quoted} template template0 encoding 'UTF8'"),
        )
        .await?;
        connection.close().await?;
        Ok(Self { book, name })
    }

    /// How to connect to it.
    pub fn options(&self) -> PgConnectOptions {
        self.book.clone().database(&self.name)
    }

    /// Throws it away.
    pub async fn end(self) -> Result<(), StoreError> {
        let mut connection = PgConnection::connect_with(&self.book).await?;
        discard(&mut connection, &self.name).await?;
        Ok(connection.close().await?)
    }
}

async fn discard(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    let name = super::catalog::quoted(name);
    run(connection, format!("drop database if exists {name} with (force)")).await
}
