//! What waits in the book.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx};
use crate::backup::{Backups, put_back_at};

/// What waits, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Updates that were confirmed to Telegram and are not handled.
    pub updates: i64,
    /// So many seconds the oldest of them has waited.
    pub updates_seconds: i64,
    /// Updates that were given up; somebody must look.
    pub parked: i64,
    /// Letters that are owed by now.
    pub letters: i64,
    /// So many seconds the oldest of them is overdue.
    pub letters_seconds: i64,
    /// Timers that should have fired.
    pub timers: i64,
    /// So many seconds the oldest of them is overdue.
    pub timers_seconds: i64,
    /// Photos and files that we are to keep and have not fetched yet.
    pub files: i64,
    /// So many seconds the oldest of them has been waiting.
    pub files_seconds: i64,
    /// Files that were given up: the chat service has them, we do not.
    pub files_unkept: i64,
}

impl Tx {
    /// What waits now. Goes by the partial indexes of what is open, so that it costs the same in a book of a
    /// million cases.
    pub(crate) async fn load(&mut self) -> Result<Load, StoreError> {
        let row = sqlx::query!(
            r#"
            select
                (select count(*) from inbox where done_at is null and parked_at is null) as "updates!",
                (select coalesce(extract(epoch from $1 - min(received_at)), 0)::bigint from inbox
                 where done_at is null and parked_at is null) as "updates_seconds!",
                (select count(*) from inbox where parked_at is not null) as "parked!",
                (select count(*) from outbox where settled_at is null and due_at <= $1) as "letters!",
                (select coalesce(extract(epoch from $1 - min(due_at)), 0)::bigint from outbox
                 where settled_at is null and due_at <= $1) as "letters_seconds!",
                (select count(*) from timers
                 where fired_at is null and disarmed_at is null and due_at <= $1) as "timers!",
                (select coalesce(extract(epoch from $1 - min(due_at)), 0)::bigint from timers
                 where fired_at is null and disarmed_at is null and due_at <= $1) as "timers_seconds!",
                -- Where none are kept, years of them wait for nobody; nobody needs to know how many.
                (select count(*) from (select from evidence
                 where kept_at is null and unkept is null limit 1000) waiting) as "files!",
                (select coalesce(extract(epoch from $1 - min(added_at)), 0)::bigint from (
                    select added_at from evidence where kept_at is null and unkept is null
                    order by id limit 1000) waiting) as "files_seconds!",
                (select count(*) from evidence
                 where unkept is not null and unkept not in ('too_big', 'infected')) as "files_unkept!"
            "#,
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(Load {
            updates: row.updates,
            updates_seconds: row.updates_seconds,
            parked: row.parked,
            letters: row.letters,
            letters_seconds: row.letters_seconds,
            timers: row.timers,
            timers_seconds: row.timers_seconds,
            files: row.files,
            files_seconds: row.files_seconds,
            files_unkept: row.files_unkept,
        })
    }
}

/// What the database is like that the book is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// PostgreSQL's own number for its version: 150018 is 15.18.
    pub version: i32,
    /// How the database writes characters.
    pub encoding: String,
    /// By which rules it tells letters from other signs.
    pub ctype: String,
    /// What its clock says.
    pub clock: DateTime<Utc>,
    /// The newest migration that the book has.
    pub book: i64,
    /// How large it is, in bytes.
    pub size: i64,
    /// So many seconds the longest transaction of anybody has been open.
    pub longest_seconds: i64,
}

impl Tx {
    /// The newest backups that the book knows of.
    pub(crate) async fn backups(&mut self) -> Result<Backups, StoreError> {
        let backups = sqlx::query_as!(
            Backups,
            "select max(taken_at) as taken_at, max(verified_at) as verified_at from backups"
        );
        Ok(backups.fetch_one(&mut *self.inner).await?)
    }

    /// The moment that the book was put back to, when nobody was told of it yet. From now on they were, and links
    /// and codes that may have been used since are of no use any more.
    pub(crate) async fn put_back(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        if self.put_back_note().await?.is_none() {
            return Ok(None);
        }
        // Of several that begin to serve it at once, one tells.
        sqlx::query!("lock table sites in share update exclusive mode")
            .execute(&mut *self.inner)
            .await?;
        let Some(moment) = self.put_back_note().await? else { return Ok(None) };
        sqlx::query!("comment on table sites is null").execute(&mut *self.inner).await?;
        sqlx::query!(
            "update invitations set expires_at = $1 where used_at is null and expires_at > $1",
            self.now
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(Some(moment))
    }

    async fn put_back_note(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let note = sqlx::query_scalar!("select obj_description('sites'::regclass, 'pg_class')");
        Ok(put_back_at(&note.fetch_one(&mut *self.inner).await?.unwrap_or_default()))
    }

    /// What the database is like.
    pub(crate) async fn server(&mut self) -> Result<Server, StoreError> {
        let row = sqlx::query!(
            r#"
            select
                current_setting('server_version_num')::int as "version!",
                pg_encoding_to_char(encoding)::text as "encoding!",
                datctype::text as "ctype!",
                clock_timestamp() as "clock!",
                pg_database_size(oid) as "size!",
                (select coalesce(extract(epoch from clock_timestamp() - min(xact_start)), 0)::bigint
                 from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()) as "longest_seconds!"
            from pg_database
            where datname = current_database()
            "#,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(Server {
            version: row.version,
            encoding: row.encoding,
            ctype: row.ctype,
            clock: row.clock,
            book: crate::backup::version(&mut self.inner).await?.unwrap_or_default(),
            size: row.size,
            longest_seconds: row.longest_seconds,
        })
    }
}
