//! A database beside the book, for putting a backup back on trial.

use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use super::{catalog::quoted, run};
use crate::store::StoreError;

/// How its name begins. Nobody's database is thrown away for its name alone: it is marked as well.
const NAME: &str = "huiyin_trial_";
const MARK: &str = "a backup is put back on trial here since ";

/// It is thrown away in the end; one that a killed trial left, by another a day later.
#[derive(Debug)]
pub struct Trial {
    book: PgConnectOptions,
    name: String,
}

impl Trial {
    /// Makes it, empty.
    pub async fn begin(book: PgConnectOptions) -> Result<Self, StoreError> {
        let mut connection = PgConnection::connect_with(&book).await?;
        let left: Vec<String> = sqlx::query_scalar(
            "select datname::text
             from pg_database d
             cross join lateral (select shobj_description(oid, 'pg_database') as said) marked
             where starts_with(datname, $1) and starts_with(said, $2)
               and substr(said, length($2) + 1)::timestamptz < now() - interval '1 day'
               and not exists (select from pg_stat_activity a where a.datid = d.oid)",
        )
        .bind(NAME)
        .bind(MARK)
        .fetch_all(&mut connection)
        .await?;
        for name in left {
            discard(&mut connection, &name).await?;
        }
        let name = format!("{NAME}{:016x}", rand::random::<u64>());
        // As the book's own database has it, whatever the server's template is like.
        let made = format!("create database {} template template0 encoding 'UTF8'", quoted(&name));
        run(&mut connection, made).await?;
        let mark = "select format('comment on database %I is %L', $1, $2 || now())";
        let mark: String =
            sqlx::query_scalar(mark).bind(&name).bind(MARK).fetch_one(&mut connection).await?;
        run(&mut connection, mark).await?;
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
    run(connection, format!("drop database if exists {}", quoted(name))).await
}
