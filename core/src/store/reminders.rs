//! Words before and after a wait runs out: each is told once, never early, and only as long as its
//! wait is not over.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{ids::CaseId, policy::TimerKind};

/// A word that is due.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reminder {
    /// Its row.
    pub(crate) id: i64,
    /// Of which case.
    pub(crate) case: CaseId,
    /// Of which wait.
    pub(crate) kind: TimerKind,
    /// Below 0 a word before, from -1 on; above 0 one after.
    pub(crate) step: i16,
}

impl Tx {
    /// Takes the word that came due first and marks it as said; its case is kept from others until
    /// this work is done. Locks as [`timer_take_due`](Tx::timer_take_due) does.
    pub(crate) async fn reminder_take_due(&mut self) -> Result<Option<Reminder>, StoreError> {
        let row = sqlx::query!(
            r#"
            update reminders
            set fired_at = $1
            where id = (
                select r.id
                from reminders r
                join cases c on c.id = r.case_id
                where r.fired_at is null and r.disarmed_at is null and r.due_at <= $1
                order by r.due_at, r.id
                limit 1
                for update of c skip locked
            )
              and fired_at is null and disarmed_at is null and due_at <= $1
            returning id, case_id, kind, step
            "#,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let kind = named("reminders", "kind", row.id, &row.kind)?;
        Ok(Some(Reminder { id: row.id, case: CaseId(row.case_id), kind, step: row.step }))
    }

    /// A wait has run out: what was to be said before is too late.
    pub(crate) async fn reminders_are_late(
        &mut self,
        case: CaseId,
        kind: TimerKind,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update reminders
            set disarmed_at = $3
            where case_id = $1 and kind = $2 and step < 0 and fired_at is null and disarmed_at is null
            "#,
            case.0,
            kind.name(),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A word that cannot be said is put off, longer each time, so that it stops no other.
    pub(crate) async fn reminder_put_off(&mut self, id: i64) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update reminders
            set failures = failures + 1,
                due_at = $2::timestamptz + least(failures + 1, 8) * interval '15 minutes'
            where id = $1
            "#,
            id,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// When it is next said of a case before and after its waits run out: kind, step and moment.
    pub(crate) async fn reminders(
        &mut self,
        case: CaseId,
    ) -> Result<Vec<(TimerKind, i16, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, kind, step, due_at
            from reminders
            where case_id = $1 and fired_at is null and disarmed_at is null
            order by due_at, id
            "#,
            case.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let one = |row| -> Result<_, StoreError> {
            let (id, kind, step, due_at): (i64, String, i16, DateTime<Utc>) = row;
            Ok((named("reminders", "kind", id, &kind)?, step, due_at))
        };
        rows.into_iter().map(|row| one((row.id, row.kind, row.step, row.due_at))).collect()
    }
}
