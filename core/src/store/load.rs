//! What waits in the book.

use super::{StoreError, Tx};

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
                 where fired_at is null and disarmed_at is null and due_at <= $1) as "timers_seconds!"
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
        })
    }
}
