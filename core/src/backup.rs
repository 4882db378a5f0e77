//! The whole book for a backup: read table by table at one moment, and put back into an empty database.
//!
//! What is kept is the data alone. Its shape comes from the migrations: a book is put back in the shape that
//! it had, and brought up to date when it is next opened. So a backup outlives versions of PostgreSQL and of
//! the program, and nobody needs PostgreSQL's own programs to make or to read one.

mod catalog;
mod notes;
mod trial;

pub(crate) use catalog::version;
use chrono::{DateTime, Utc};
pub(crate) use notes::put_back_at;
pub use notes::{Backups, note_taken, note_verified, still_kept};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions, raw_sql};
use tokio_stream::StreamExt as _;
pub use trial::Trial;

use crate::{sentence::Sentence, store::StoreError};

/// So much further every count goes on after a book was put back. What was counted since the backup stands
/// in messages and on buttons that people still have: no new case may answer to the number of a lost one.
const STRIDE: i64 = 100_000;

/// What a book consists of, at one shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The newest migration that it has.
    pub version: i64,
    /// Its tables, by name.
    pub tables: Vec<Table>,
    /// What counts in it, by name.
    pub counters: Vec<Counter>,
}

/// A table, as far as it holds data of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, without those that PostgreSQL works out by itself.
    pub columns: Vec<String>,
    /// By what its rows are put into an order that is the same in every database.
    pub order: Vec<String>,
}

/// A sequence, and how far it has counted; nothing where it has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Its name.
    pub name: String,
    /// The last number that it gave out.
    pub last: Option<i64>,
}

/// What a table held: so many rows, and a digest over all of them in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// So many rows.
    pub rows: u64,
    /// SHA-256 over them as PostgreSQL writes them, in hexadecimal.
    pub sha256: String,
}

/// Counts rows and digests them while they pass.
#[derive(Debug, Default)]
pub struct Tally {
    rows: u64,
    digest: Sha256,
}

/// Why a book cannot be read whole, or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not with this database. A sentence for whoever tries.
    #[error("{0}")]
    Refused(Sentence),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Tally {
    /// A piece of the rows. In PostgreSQL's text form each row ends a line, and no line ends within one.
    pub fn passes(&mut self, piece: &[u8]) {
        self.rows += piece.iter().fold(0, |rows, byte| rows + u64::from(*byte == b'\n'));
        self.digest.update(piece);
    }

    /// What has passed.
    pub fn done(self) -> Content {
        Content { rows: self.rows, sha256: format!("{:x}", self.digest.finalize()) }
    }
}

/// A book that is being read, as it is at one moment, while it is in use.
#[derive(Debug)]
pub struct Dump {
    connection: PgConnection,
    shape: Shape,
}

impl Dump {
    /// Begins to read. As long as it is read, nobody changes the shape of it.
    pub async fn begin(options: PgConnectOptions) -> Result<Self, BackupError> {
        let mut connection = PgConnection::connect_with(&options).await?;
        run(&mut connection, "begin isolation level repeatable read read only".to_owned()).await?;
        let shape = catalog::shape(&mut connection).await?;
        catalog::refuse_unless_estate(&mut connection, &shape).await?;
        run(&mut connection, catalog::lock(&shape)).await?;
        Ok(Self { connection, shape })
    }

    /// What there is to read.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Reads one table in its order; `each` gets it piece by piece, and ends everything by an error.
    pub async fn table<E: From<StoreError>>(
        &mut self,
        table: &Table,
        each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        copy_out(&mut self.connection, table, each).await
    }

    /// The files that are kept by us: the name of each, and SHA-256 of its bytes as they came.
    pub async fn files(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(catalog::files(&mut self.connection).await?)
    }

    /// Reads no more.
    pub async fn end(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}

/// A book that is being put back: all of it, or nothing.
#[derive(Debug)]
pub struct Restore {
    connection: PgConnection,
    links: Vec<catalog::Link>,
    shape: Shape,
}

impl Restore {
    /// Makes an empty database ready for a book of this shape. It is refused where there is an estate or another
    /// program's tables, where the shape is newer, and when this program does not know the shape.
    pub async fn begin(options: PgConnectOptions, wanted: &Shape) -> Result<Self, BackupError> {
        let mut connection = PgConnection::connect_with(&options).await?;
        catalog::refuse_unless_empty(&mut connection, wanted.version).await?;
        crate::MIGRATOR.run_to(wanted.version, &mut connection).await.map_err(StoreError::from)?;
        run(&mut connection, "begin".to_owned()).await?;
        let shape = catalog::shape(&mut connection).await?;
        catalog::refuse_unless_whole(&shape, wanted)?;
        let links = catalog::links(&mut connection).await?;
        for link in &links {
            run(&mut connection, link.cut()).await?;
        }
        for table in &shape.tables {
            let name = catalog::quoted(&table.name);
            run(&mut connection, format!("alter table {name} disable trigger user")).await?;
        }
        // From here on nobody else writes; an estate that somebody laid in meanwhile stays.
        catalog::refuse_estate(&mut connection).await?;
        for table in &shape.tables {
            // Migrations lay something into new books; it is in the backup as well, as it has become.
            run(&mut connection, format!("delete from {}", catalog::quoted(&table.name))).await?;
        }
        let known = |counter: &&Counter| shape.counters.iter().any(|one| one.name == counter.name);
        let counters = wanted.counters.iter().filter(known).cloned().collect();
        Ok(Self { connection, links, shape: Shape { counters, ..shape } })
    }

    /// Puts the rows of one table back; `next` gives them piece by piece, and nothing at the end. A table that is
    /// not the book's own is passed over.
    pub async fn table<E: From<StoreError>>(
        &mut self,
        table: &Table,
        mut next: impl FnMut() -> Result<Option<Vec<u8>>, E>,
    ) -> Result<(), E> {
        if !self.shape.tables.contains(table) {
            tracing::warn!(table = table.name, "this table is not the book's, and is not put back");
            while next()?.is_some() {}
            return Ok(());
        }
        let failed = |error: sqlx::Error| E::from(StoreError::from(error));
        let mut copy =
            self.connection.copy_in_raw(&catalog::copy_in(table)).await.map_err(failed)?;
        while let Some(piece) = next()? {
            copy.send(piece).await.map_err(failed)?;
        }
        copy.finish().await.map_err(failed)?;
        Ok(())
    }

    /// The files that the book names which was put back: the name of each, and SHA-256 of its bytes.
    pub async fn files(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(catalog::files(&mut self.connection).await?)
    }

    /// Ties the tables together again, lets the counts go on, compares every table with what it held, and
    /// keeps everything; where a table differs, nothing. `taken_at` is left in the book for whoever serves it
    /// next: people are to be told.
    pub async fn finish(
        mut self,
        held: &[(String, Content)],
        taken_at: DateTime<Utc>,
    ) -> Result<(), BackupError> {
        for table in &self.shape.tables {
            let name = catalog::quoted(&table.name);
            run(&mut self.connection, format!("alter table {name} enable trigger user")).await?;
        }
        for link in &self.links {
            run(&mut self.connection, link.tie()).await?;
        }
        for table in &self.shape.tables {
            let mut tally = Tally::default();
            copy_out(&mut self.connection, table, |piece| {
                tally.passes(piece);
                Ok::<_, BackupError>(())
            })
            .await?;
            let known = held.iter().find(|(name, _)| *name == table.name).map(|(_, held)| held);
            catalog::refuse_unless_held(&table.name, known, &tally.done())?;
        }
        for counter in &self.shape.counters {
            let goes_on = counter.last.unwrap_or_default() + STRIDE;
            sqlx::query!("select setval(quote_ident($1)::regclass, $2)", counter.name, goes_on)
                .fetch_one(&mut self.connection)
                .await?;
        }
        run(&mut self.connection, notes::put_back(taken_at)).await?;
        run(&mut self.connection, "commit".to_owned()).await?;
        Ok(self.connection.close().await?)
    }
}

async fn copy_out<E: From<StoreError>>(
    connection: &mut PgConnection,
    table: &Table,
    mut each: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |error: sqlx::Error| E::from(StoreError::from(error));
    let mut rows = connection.copy_out_raw(&catalog::copy_out(table)).await.map_err(failed)?;
    while let Some(piece) = rows.next().await {
        each(&piece.map_err(failed)?)?;
    }
    Ok(())
}

/// Statements that take no parameters, made of names that the catalog knows.
async fn run(connection: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    raw_sql(AssertSqlSafe(statement)).execute(connection).await.map(drop)
}
