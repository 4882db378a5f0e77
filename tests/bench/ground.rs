//! The ground the trial stands on: a durable PostgreSQL of its own, books made from one template,
//! and what the server itself counts.

use std::path::Path;

use anyhow::Context as _;
use casework::postgres::{BookOptions, Postgres, Setup};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, raw_sql};

use crate::machine;

/// The book that the others are copied from.
pub(crate) const TEMPLATE: &str = "furnished";

/// How the names of books begin that are kept from run to run.
pub(crate) const KEPT: &str = "kept_";

/// When each transaction committed is kept, so that the way of an update can be timed to its
/// commit; statements are watched only when asked for.
const SETTINGS: [(&str, &str); 3] = [
    ("track_commit_timestamp", "on"),
    ("shared_preload_libraries", "pg_stat_statements"),
    ("pg_stat_statements.track", "none"),
];

/// The server of one run.
pub(crate) struct Ground {
    postgres: Postgres,
    /// The process that all its others belong to.
    pub(crate) server: u32,
}

/// What a book's part of the server has counted so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counted {
    /// Transactions that ended well, also those that wrote nothing.
    pub(crate) commits: i64,
    /// Transactions that were dropped: looks that found nothing to do, and undone work.
    pub(crate) rollbacks: i64,
    /// Transactions that wrote, by the server's own numbering; of the whole server.
    pub(crate) written: i64,
    /// Bytes of write-ahead log; of the whole server.
    pub(crate) log_bytes: i64,
}

impl Counted {
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            commits: self.commits - before.commits,
            rollbacks: self.rollbacks - before.rollbacks,
            written: self.written - before.written,
            log_bytes: self.log_bytes - before.log_bytes,
        }
    }
}

impl Ground {
    /// Starts a server whose commits survive a power cut.
    pub(crate) async fn open(folder: &Path) -> anyhow::Result<Self> {
        let setup = Setup { folder: folder.join("postgres"), durable: true };
        let postgres = Postgres::start(&setup).await?;
        let mut first = connect(&postgres.options("postgres")).await?;
        for (name, value) in SETTINGS {
            // A name with a dot is known only once its library is loaded.
            run(&mut first, &format!("alter system set {name} = '{value}'")).await.ok();
        }
        first.close().await?;
        postgres.stop().await?;
        let postgres = Postgres::start(&setup).await?;
        let noted = std::fs::read_to_string(postgres.folder().join("data/postmaster.pid"))?;
        let server = noted.lines().next().context("the server's number")?.trim().parse()?;
        let ground = Self { postgres, server };
        let mut first = ground.connect("postgres").await?;
        let fsync: String = sqlx::query_scalar("show fsync").fetch_one(&mut first).await?;
        anyhow::ensure!(fsync == "on", "the server is not durable");
        run(&mut first, "alter system set pg_stat_statements.track = 'none'").await.ok();
        sqlx::query_scalar::<_, bool>("select pg_reload_conf()").fetch_one(&mut first).await?;
        Ok(ground)
    }

    /// Stops the server.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        Ok(self.postgres.stop().await?)
    }

    /// How to connect to a book.
    pub(crate) fn options(&self, book: &str) -> BookOptions {
        self.postgres.options(book)
    }

    /// A book's address, as the program is told it.
    pub(crate) fn url(&self, book: &str) -> String {
        self.postgres.url(book)
    }

    /// An empty book.
    pub(crate) async fn empty(&self, book: &str) -> anyhow::Result<()> {
        Ok(self.postgres.recreate_database(book).await?)
    }

    /// A fresh copy of the template.
    pub(crate) async fn copy(&self, book: &str) -> anyhow::Result<()> {
        self.copy_of(TEMPLATE, book).await
    }

    /// Whether there is such a book.
    pub(crate) async fn has(&self, book: &str) -> anyhow::Result<bool> {
        let mut first = self.connect("postgres").await?;
        let exists = "select exists (select from pg_database where datname = $1)";
        Ok(sqlx::query_scalar(exists).bind(book).fetch_one(&mut first).await?)
    }

    /// A book that took long to fill is kept for later runs; older ones of the sort go.
    pub(crate) async fn keep(&self, book: &str) -> anyhow::Result<()> {
        let mut first = self.connect("postgres").await?;
        let others: Vec<String> = sqlx::query_scalar(
            "select datname::text from pg_database
             where starts_with(datname::text, $1) and datname <> $2",
        )
        .bind(KEPT)
        .bind(book)
        .fetch_all(&mut first)
        .await?;
        for other in others {
            run(&mut first, &format!("drop database {other} with (force)")).await?;
        }
        Ok(())
    }

    /// A fresh copy of a book that nobody is connected to.
    pub(crate) async fn copy_of(&self, template: &str, book: &str) -> anyhow::Result<()> {
        let mut first = self.connect("postgres").await?;
        run(&mut first, &format!("drop database if exists {book} with (force)")).await?;
        // Copied as files: a large book is not to be written into the log once more.
        let copy = format!("create database {book} template {template} strategy file_copy");
        run(&mut first, &copy).await?;
        // What was copied is written down before anybody is timed.
        run(&mut first, "checkpoint").await
    }

    pub(crate) async fn connect(&self, book: &str) -> anyhow::Result<PgConnection> {
        connect(&self.options(book)).await
    }

    /// Processor seconds of the server with all its processes.
    pub(crate) fn processor(&self) -> f64 {
        machine::family_seconds(self.server)
    }

    /// What the server has counted for a book; asked from outside it, so that asking is not
    /// counted. Call it when nobody is connected to the book: who still is may hold counts back.
    pub(crate) async fn counted(&self, book: &str) -> anyhow::Result<Counted> {
        let mut outside = self.connect("postgres").await?;
        let (commits, rollbacks, written, log_bytes) = sqlx::query_as(
            "select xact_commit, xact_rollback,
                    pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint
             from pg_stat_database where datname = $1",
        )
        .bind(book)
        .fetch_one(&mut outside)
        .await?;
        Ok(Counted { commits, rollbacks, written, log_bytes })
    }

    /// Waits until nobody is connected to a book, so that its counts are complete.
    pub(crate) async fn left_alone(&self, book: &str) -> anyhow::Result<()> {
        let mut outside = self.connect("postgres").await?;
        for _ in 0..100 {
            let here: i64 =
                sqlx::query_scalar("select count(*) from pg_stat_activity where datname = $1")
                    .bind(book)
                    .fetch_one(&mut outside)
                    .await?;
            if here == 0 {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        anyhow::bail!("somebody stays connected to {book}")
    }

    /// Rows written to each table of a book so far: inserted, changed.
    pub(crate) async fn rows(&self, book: &str) -> anyhow::Result<Vec<TableRows>> {
        let mut inside = self.connect(book).await?;
        let rows: Vec<(String, i64, i64, i64, i64, i64, i64)> = sqlx::query_as(
            "select relname::text, n_tup_ins, n_tup_upd, n_tup_del, seq_scan, seq_tup_read,
                    coalesce(idx_scan, 0)
             from pg_stat_user_tables order by relname",
        )
        .fetch_all(&mut inside)
        .await?;
        Ok(rows.into_iter().map(TableRows::from).collect())
    }
}

/// What was done to one table.
#[derive(Debug, Clone)]
pub(crate) struct TableRows {
    pub(crate) table: String,
    pub(crate) inserted: i64,
    pub(crate) changed: i64,
    pub(crate) deleted: i64,
    pub(crate) scans: i64,
    pub(crate) scanned_rows: i64,
    pub(crate) index_scans: i64,
}

impl TableRows {
    /// The difference to an earlier look at the same table.
    pub(crate) fn since(&self, before: &[Self]) -> Self {
        let Some(earlier) = before.iter().find(|rows| rows.table == self.table) else {
            return self.clone();
        };
        Self {
            table: self.table.clone(),
            inserted: self.inserted - earlier.inserted,
            changed: self.changed - earlier.changed,
            deleted: self.deleted - earlier.deleted,
            scans: self.scans - earlier.scans,
            scanned_rows: self.scanned_rows - earlier.scanned_rows,
            index_scans: self.index_scans - earlier.index_scans,
        }
    }
}

impl From<(String, i64, i64, i64, i64, i64, i64)> for TableRows {
    fn from(row: (String, i64, i64, i64, i64, i64, i64)) -> Self {
        let (table, inserted, changed, deleted, scans, scanned_rows, index_scans) = row;
        Self { table, inserted, changed, deleted, scans, scanned_rows, index_scans }
    }
}

async fn connect(options: &BookOptions) -> anyhow::Result<PgConnection> {
    Ok(PgConnection::connect_with(options).await?)
}

/// Runs a statement of our own that takes no parameters.
pub(crate) async fn run(on: &mut PgConnection, statement: &str) -> anyhow::Result<()> {
    raw_sql(AssertSqlSafe(statement.to_owned())).execute(on).await?;
    Ok(())
}
