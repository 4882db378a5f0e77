//! The book. [`Store`] opens it, `Tx` works in it, [`StoreError`] explains.
//!
//! Holds SQL, locking, and the way from rows to types and back. Decides nothing; the
//! [`desk`](crate::desk) is its only caller.

mod cards;
mod cases;
mod dialogs;
mod evidence;
mod inbox;
mod invitations;
mod outbox;
mod people;
mod places;
mod policies;
mod questionnaires;
mod sites;
mod timers;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sqlx::{
    PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

pub use cards::{Card, CardKind};
pub use cases::HistoryLine;
pub(crate) use cases::NewCase;
pub use dialogs::Kept;
pub use inbox::Waiting;
pub use invitations::{Invitation, Offer};
pub use outbox::{Leased, Outcome};
pub use questionnaires::Questionnaire;
pub use timers::Timer;

use crate::ids::CaseId;

/// Why the book could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The migrations failed.
    #[error("the migrations failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A case was changed underneath us.
    #[error("case {0} changed underneath us")]
    Stale(CaseId),
    /// A row holds something that cannot be meant.
    #[error("{table}.{column} of row {row} makes no sense")]
    Nonsense {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        row: i64,
    },
}

/// The book, opened.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
}

/// Work in the book: everything in it is kept together, or not at all.
pub(crate) struct Tx {
    inner: Transaction<'static, Postgres>,
    now: DateTime<Utc>,
}

impl Store {
    /// Opens the book, and brings its shape up to date under a lock.
    pub async fn open(options: PgConnectOptions) -> Result<Self, StoreError> {
        let options = options.options([("idle_in_transaction_session_timeout", "30s")]);
        let pool = PgPoolOptions::new().max_connections(16).connect_with(options).await?;
        crate::MIGRATOR.run(&pool).await?;
        Ok(Self { pool })
    }

    /// Begins to work. The moment is taken once, so that all rows agree on it.
    ///
    /// Never cancelled half-way by callers: a cancelled `begin` can leave an open transaction in
    /// the pool.
    pub(crate) async fn begin(&self, now: DateTime<Utc>) -> Result<Tx, StoreError> {
        Ok(Tx { inner: self.pool.begin().await?, now })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Tx {
    /// The moment of this work.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Keeps everything.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }
}

/// Reads a name that the book keeps as text, through the type's own serde names.
fn named<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    row: i64,
    name: &str,
) -> Result<T, StoreError> {
    from_json(table, column, row, serde_json::Value::String(name.to_owned()))
}

fn from_json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    row: i64,
    value: serde_json::Value,
) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|_| StoreError::Nonsense { table, column, row })
}
