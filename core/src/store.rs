//! The book. [`Store`] opens it, `Tx` works in it, [`StoreError`] explains.
//!
//! Holds SQL, locking, and the way from rows to types and back. Decides nothing; the
//! [`desk`](crate::desk) is its only caller.

mod asking;
mod bookings;
mod broadcasts;
mod calls;
mod cards;
mod cases;
mod chains;
mod consents;
mod contact_lists;
mod contacts;
mod dialogs;
mod duties;
mod erasing;
mod evidence;
mod files;
mod gatherings;
mod holidays;
mod inbox;
mod invitations;
mod leases;
mod led;
mod load;
mod occupancies;
mod outbox;
mod people;
mod places;
mod policies;
mod posting;
mod posts;
mod questionnaires;
mod queue;
mod readings;
mod receptions;
mod recognitions;
mod reminders;
mod repeats;
mod residents;
mod retention;
mod sites;
mod stickers;
mod summaries;
mod surveyed;
mod surveys;
mod templates;
mod timers;
mod troubles;

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};

pub use broadcasts::{Broadcast, Reach};
pub use calls::{Call, CallOwed};
pub use cards::{Card, CardKind};
pub use cases::HistoryLine;
pub(crate) use cases::NewCase;
pub use consents::Consent;
pub use dialogs::Kept;
pub use evidence::Look;
pub use files::{KeptFile, ToKeep};
pub use inbox::Waiting;
pub use invitations::{Invitation, Offer};
pub use load::{Load, Server};
pub use outbox::{Leased, Outcome};
pub(crate) use places::KnownPlace;
pub use policies::Kept as KeptPolicy;
pub use posts::Held;
pub use questionnaires::{Questionnaire, Subject};
pub use queue::Queued;
pub(crate) use queue::Reader;
pub(crate) use readings::Owed;
pub(crate) use receptions::ReceptionStep;
pub(crate) use recognitions::Recognition;
pub(crate) use reminders::Reminder;
pub(crate) use residents::Listed;
pub use stickers::Sticker;
pub(crate) use surveyed::{Due, Reached};
pub(crate) use surveys::NewSurvey;
pub use templates::Kept as KeptTemplate;
pub use timers::Timer;
pub use troubles::{Trouble, TroubleKind};

use crate::{
    ids::{CaseId, PersonId, SiteId},
    people::Person,
};

/// Why the book could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {}", reason(.0))]
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

/// Connections of one instance.
const CONNECTIONS: u32 = 16;

/// Beside them, two for each lease: what was used is looked at before it is free again.
const LEASES: u32 = 4;

/// Where instances call each other.
const BELL: &str = "huiyin_owed";

/// How long a piece of work waits for a connection before it says that the book is not to be had.
const ACQUIRE: Duration = Duration::from_secs(10);

/// How long the server bears with us: a lock that is held must not hold a worker, a process that
/// froze in the middle of its work must not keep its rows from others, and a connection whose
/// other end is gone must not keep its locks. Shorter than a lease, which is shorter than a poll.
///
/// Our statements are few and find their rows by an index whatever the values are: they are planned
/// once, not each time. A quarter of the server's work was planning.
const PATIENCE: [(&str, &str); 8] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("lock_timeout", "2s"),
    ("statement_timeout", "20s"),
    ("idle_in_transaction_session_timeout", "8s"),
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
];

/// What passes by itself, by the first letters of PostgreSQL's code: lost connections, too few
/// resources (a full disk, no free connection), a lock or a statement that took too long, a server
/// that stops or is a replica, serialization failures and deadlocks.
const PASSING: [&str; 8] = ["08", "53", "55P03", "57", "58", "25006", "25P0", "40"];

fn passes(code: &str) -> bool {
    PASSING.iter().any(|known| code.starts_with(known))
}

/// Why, for whoever reads the log at night. The server's own sentence only where it speaks of itself:
/// the others may quote what somebody wrote.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            let said = error.message();
            if passes(&code) { format!("{said} ({code})") } else { format!("code {code}") }
        }
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no connection came free in time".to_owned(),
        sqlx::Error::PoolClosed => "its connections are closed".to_owned(),
        sqlx::Error::RowNotFound => "a row is not there".to_owned(),
        sqlx::Error::Protocol(_) => "the connection broke in the middle".to_owned(),
        sqlx::Error::Tls(error) => error.to_string(),
        _ => "a row or a setting could not be read".to_owned(),
    }
}

impl StoreError {
    /// Whether the user of the database lacks the right to it.
    pub fn is_forbidden(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        error.code().as_deref() == Some("42501")
    }

    /// Whether it is nobody's fault and passes by itself: the same work, done again, may succeed.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                passes(&error.code().unwrap_or_default())
            }
            // What is left is the way to the server, except what reading a row can bring.
            Self::Database(error) => !matches!(
                error,
                sqlx::Error::RowNotFound
                    | sqlx::Error::ColumnDecode { .. }
                    | sqlx::Error::Decode(_)
                    | sqlx::Error::Encode(_)
                    | sqlx::Error::Configuration(_)
            ),
            Self::Stale(_) => true,
            Self::Migrate(_) | Self::Nonsense { .. } => false,
        }
    }
}

/// The book, opened.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    /// For leases alone. They are not asked first whether they still live, and nobody else is in front: a
    /// lease is kept even when the server takes seconds to answer, or to let somebody in.
    leases: PgPool,
    templates: templates::Read,
}

/// Work in the book: everything in it is kept together, or not at all.
pub(crate) struct Tx {
    inner: Transaction<'static, Postgres>,
    now: DateTime<Utc>,
    /// People read in this work; forgotten where rights are to be read again.
    people: HashMap<PersonId, Person>,
    /// Letters owed by this work and not inserted yet: all of them go in one statement.
    letters: Vec<posting::Posted>,
    templates: templates::Read,
    /// The estate that this work is about; nothing before it is known.
    at: Option<SiteId>,
}

impl Store {
    /// Opens the book, and brings its shape up to date under a lock.
    pub async fn open(options: PgConnectOptions) -> Result<Self, StoreError> {
        // A change of shape may take longer than any statement of a working day.
        let mut migrating = PgConnection::connect_with(&options).await?;
        crate::trouble::point("book.migrating");
        crate::MIGRATOR.run(&mut migrating).await?;
        migrating.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.clone().options(PATIENCE))
            .await?;
        let leases = PgPoolOptions::new()
            .min_connections(LEASES)
            .max_connections(LEASES)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.options(PATIENCE))
            .await?;
        Ok(Self { pool, leases, templates: templates::Read::default() })
    }

    /// The newest migration that a database has, and the newest that this program knows. None: it has none.
    pub(crate) async fn versions(
        options: &PgConnectOptions,
    ) -> Result<(Option<i64>, i64), StoreError> {
        let mut connection = PgConnection::connect_with(options).await?;
        let here = crate::backup::version(&mut connection).await?;
        connection.close().await?;
        Ok((here, crate::MIGRATOR.iter().map(|one| one.version).max().unwrap_or_default()))
    }

    /// Begins to work. The moment is taken once, so that all rows agree on it.
    ///
    /// Never cancelled half-way by callers: a cancelled `begin` can leave an open transaction in
    /// the pool.
    pub(crate) async fn begin(&self, now: DateTime<Utc>) -> Result<Tx, StoreError> {
        let inner = self.pool.begin().await?;
        let templates = self.templates.clone();
        Ok(Tx { inner, now, people: HashMap::new(), letters: vec![], templates, at: None })
    }

    /// Hears the rings of other instances.
    pub(crate) async fn listen(&self) -> Result<PgListener, StoreError> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.ignore_pool_close_event(false);
        listener.listen(BELL).await?;
        Ok(listener)
    }

    /// Rings for other instances. Not part of any work: within a transaction, every commit would
    /// wait for the one lock that keeps notifications in order.
    pub(crate) async fn ring(&self) -> Result<(), StoreError> {
        sqlx::query!("select pg_notify($1, '')", BELL).fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
        self.leases.close().await;
    }
}

impl Tx {
    /// The moment of this work.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The estate that this work is about, where that is known.
    pub(crate) fn at(&self) -> Option<SiteId> {
        self.at
    }

    /// From here on the work is about this estate: who was read in another holds other positions here.
    pub(crate) fn stand_at(&mut self, site: SiteId) {
        self.at = Some(site);
        self.people.retain(|_, person| person.site == site);
    }

    /// The work is about what it was about before.
    pub(crate) fn stand_back(&mut self, at: Option<SiteId>) {
        if self.at != at {
            self.at = at;
            self.people.clear();
        }
    }

    /// Keeps everything.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.outbox_insert().await?;
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
