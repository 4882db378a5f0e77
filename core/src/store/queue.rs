//! What is open, in the order in which it is due; and what a round finds.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx, named};
use crate::{
    case::{Passes, Severity},
    ids::{CaseId, DepartmentId, PersonId, PolicyId, SiteId},
    policy::TimerKind,
};

/// Who reads a list of open cases.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// Who.
    pub(crate) person: PersonId,
    /// What passes them by.
    pub(crate) hidden: Vec<Passes>,
}

/// An open case, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Which.
    pub case: CaseId,
    /// Whether it is late: told again and again until somebody moves.
    pub late: bool,
    /// What is waited for next, and until when. None: a defect.
    pub next: Option<(TimerKind, DateTime<Utc>)>,
    /// When somebody last did something about it; the clock does not count.
    pub touched: DateTime<Utc>,
    /// Whether somebody holds the position that must act.
    pub has_somebody: bool,
    /// How grave.
    pub severity: Severity,
    /// The version of the policy it was opened under.
    pub policy: PolicyId,
    /// Whether work is to be done, and does not wait for anything.
    pub is_worked_on: bool,
}

impl Tx {
    /// The open cases of an estate, of some departments or all of them: what is late first, then what is due
    /// first. What is only asked of the owner, or measured, is no deadline of ours, and stands last.
    /// What is about the reader, or about the service centre they sit in, is left out (PV-08).
    pub(crate) async fn queue(
        &mut self,
        site: SiteId,
        departments: Option<&[DepartmentId]>,
        reader: Option<&Reader>,
    ) -> Result<Vec<Queued>, StoreError> {
        let departments: Option<Vec<i64>> =
            departments.map(|some| some.iter().map(|department| department.0).collect());
        let hidden = reader.map(|reader| reader.hidden.as_slice()).unwrap_or_default();
        let hidden: Vec<String> = hidden.iter().map(|one| one.name().to_owned()).collect();
        let rows = sqlx::query!(
            r#"
            select c.id,
                   (chase.due_at is not null or coalesce(asked.is_late, false)) as "late!",
                   next.id as "timer?",
                   next.kind as "kind?",
                   next.due_at as "due_at?",
                   coalesce(
                       (select max(at) from history
                        where case_id = c.id and actor_id is not null),
                       c.opened_at
                   ) as "touched!",
                   has_somebody(c) as "has_somebody!",
                   c.severity, c.policy_id,
                   c.stage in ('registered', 'dispatched', 'working')
                       and coalesce(c.handling -> 'pause', 'null') = 'null'
                       as "is_worked_on!"
            from cases c
            left join lateral (
                select id, kind, due_at
                from timers
                where case_id = c.id
                  and fired_at is null
                  and disarmed_at is null
                  and kind <> all ('{chase,hurry,corrective,second_callback}')
                order by kind = any ('{age,confirm,tell,callback,callback_reminder,callback_expiry}'),
                         due_at
                limit 1
            ) as next on true
            left join lateral (
                select due_at
                from timers
                where case_id = c.id
                  and kind = 'chase'
                  and fired_at is null
                  and disarmed_at is null
            ) as chase on true
            left join lateral (
                -- Nobody has sent it, or signed for it, in time.
                select fired_at is not null as is_late
                from timers
                where case_id = c.id
                  and kind = case c.stage
                      when 'registered' then 'dispatch'
                      when 'dispatched' then 'pickup'
                  end
                order by id desc
                limit 1
            ) as asked on true
            where (
                  c.stage not in ('merged', 'archived', 'withdrawn')
                  or c.stage in ('archived', 'withdrawn')
                      and c.handling #> '{objection,decided}' = 'null'::jsonb
              )
              and c.site_id = $3
              and ($1::bigint[] is null or c.department_id = any ($1))
              and ($2::bigint is null
                   or not coalesce(c.handling -> 'accused' @> to_jsonb($2::bigint), false))
              and not coalesce(c.facts ->> 'passes' = any ($4), false)
            order by chase.due_at is null and not coalesce(asked.is_late, false), next.due_at, c.id
            "#,
            departments.as_deref(),
            reader.map(|reader| reader.person.0),
            site.0,
            &hidden,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter()
            .map(|row| {
                let next = match (row.timer, row.kind, row.due_at) {
                    (Some(id), Some(kind), Some(due_at)) => {
                        Some((named("timers", "kind", id, &kind)?, due_at))
                    }
                    _ => None,
                };
                Ok(Queued {
                    case: CaseId(row.id),
                    late: row.late,
                    next,
                    touched: row.touched,
                    has_somebody: row.has_somebody,
                    severity: named("cases", "severity", row.id, &row.severity)?,
                    policy: PolicyId(row.policy_id),
                    is_worked_on: row.is_worked_on,
                })
            })
            .collect()
    }

    /// What waits for the result of a case on which nobody works: a defect, which a round finds.
    pub(crate) async fn cases_led_by_nobody(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id
            from cases c
            where stage = 'merged'
              and site_id = $1
              and not exists (
                  select from cases leader
                  where leader.id = (c.handling ->> 'merged')::bigint
                    and leader.stage in ('registered', 'dispatched', 'working')
              )
            order by id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Takes the round of a day, unless somebody has walked it.
    pub(crate) async fn round_take(
        &mut self,
        site: SiteId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query!(
            r#"
            insert into rounds (site_id, day, at, open, late, stale, lacking)
            values ($1, $2, $3, 0, 0, 0, 0)
            on conflict do nothing
            "#,
            site.0,
            day,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Writes down what a round has found.
    pub(crate) async fn round_found(
        &mut self,
        site: SiteId,
        day: NaiveDate,
        [open, late, stale, lacking]: [i32; 4],
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update rounds set open = $3, late = $4, stale = $5, lacking = $6
            where site_id = $1 and day = $2
            "#,
            site.0,
            day,
            open,
            late,
            stale,
            lacking,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
