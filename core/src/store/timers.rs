//! What we wait for. One running timer of a kind for a case; each fires once, never early. The words
//! before and after it, its reminders, begin and end with it.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{ids::CaseId, policy::TimerKind};

/// Something that is waited for.
#[derive(Debug, Clone)]
pub struct Timer {
    /// Its row.
    pub id: i64,
    /// Of which case.
    pub case: CaseId,
    /// What for.
    pub kind: TimerKind,
    /// Since when.
    pub armed_at: DateTime<Utc>,
    /// When it runs out.
    pub due_at: DateTime<Utc>,
    /// When it fired, if it has.
    pub fired_at: Option<DateTime<Utc>>,
}

struct TimerRow {
    id: i64,
    case_id: i64,
    kind: String,
    armed_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    fired_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// How often a wait of this kind has run out for a case since a moment.
    pub(crate) async fn timers_fired(
        &mut self,
        case: CaseId,
        kind: TimerKind,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(*) as "count!" from timers
            where case_id = $1 and kind = $2 and armed_at >= $3 and fired_at is not null
            "#,
            case.0,
            kind.name(),
            since,
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// Waits since `armed_at`, with a word at each of these steps before and after; a running wait of
    /// the same kind is replaced, and what was left to say of an earlier one is not said.
    pub(crate) async fn timer_arm(
        &mut self,
        case: CaseId,
        kind: TimerKind,
        armed_at: DateTime<Utc>,
        due_at: DateTime<Utc>,
        reminders: &[(i16, DateTime<Utc>)],
    ) -> Result<(), StoreError> {
        let (steps, moments): (Vec<i16>, Vec<DateTime<Utc>>) = reminders.iter().copied().unzip();
        sqlx::query!(
            r#"
            with dropped as (
                update reminders
                set disarmed_at = $3
                where case_id = $1
                  and kind = $2
                  and step <> all ($5)
                  and fired_at is null
                  and disarmed_at is null
            ), planned as (
                insert into reminders (case_id, kind, step, due_at)
                select $1, $2, step, due_at
                from unnest($5::smallint[], $6::timestamptz[]) as planned (step, due_at)
                on conflict (case_id, kind, step) where fired_at is null and disarmed_at is null
                do update set due_at = excluded.due_at, failures = 0
            )
            insert into timers (case_id, kind, armed_at, due_at)
            values ($1, $2, $7, $4)
            on conflict (case_id, kind) where fired_at is null and disarmed_at is null
            do update set armed_at = $7, due_at = $4, failures = 0
            "#,
            case.0,
            kind.name(),
            self.now,
            due_at,
            &steps,
            &moments,
            armed_at,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Stops waiting for one kind, or for everything; nothing more is said of it.
    pub(crate) async fn timer_disarm(
        &mut self,
        case: CaseId,
        kind: Option<TimerKind>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            with dropped as (
                update reminders
                set disarmed_at = $3
                where case_id = $1
                  and ($2::text is null or kind = $2)
                  and fired_at is null
                  and disarmed_at is null
            )
            update timers
            set disarmed_at = $3
            where case_id = $1
              and ($2::text is null or kind = $2)
              and fired_at is null
              and disarmed_at is null
            "#,
            case.0,
            kind.map(TimerKind::name),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Takes the timer that ran out first and marks it as fired; its case is kept from others until
    /// this work is done.
    ///
    /// The case is locked before the timer, as by everybody else who stops a timer: the other way
    /// round, two could wait for each other. A timer of a case that somebody is at waits its turn.
    pub(crate) async fn timer_take_due(&mut self) -> Result<Option<Timer>, StoreError> {
        let row = sqlx::query_as!(
            TimerRow,
            r#"
            update timers
            set fired_at = $1
            where id = (
                select t.id
                from timers t
                join cases c on c.id = t.case_id
                where t.fired_at is null and t.disarmed_at is null and t.due_at <= $1
                order by t.due_at, t.id
                limit 1
                for update of c skip locked
            )
              and fired_at is null and disarmed_at is null and due_at <= $1
            returning id, case_id, kind, armed_at, due_at, fired_at
            "#,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Timer::try_from).transpose()
    }

    /// A timer that cannot be fired is put off, longer each time, so that it stops no other.
    pub(crate) async fn timer_put_off(&mut self, id: i64) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update timers
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

    /// The timers of a case that run or have fired, by due time.
    pub(crate) async fn timers(&mut self, case: CaseId) -> Result<Vec<Timer>, StoreError> {
        let rows = sqlx::query_as!(
            TimerRow,
            r#"
            select id, case_id, kind, armed_at, due_at, fired_at
            from timers
            where case_id = $1 and disarmed_at is null
            order by due_at, id
            "#,
            case.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Timer::try_from).collect()
    }
}

impl TryFrom<TimerRow> for Timer {
    type Error = StoreError;

    fn try_from(row: TimerRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            case: CaseId(row.case_id),
            kind: named("timers", "kind", row.id, &row.kind)?,
            armed_at: row.armed_at,
            due_at: row.due_at,
            fired_at: row.fired_at,
        })
    }
}
