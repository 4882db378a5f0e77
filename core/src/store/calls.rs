//! Calls to owners: who is to be called, and how often it was tried in vain.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{
    callback::CallOutcome,
    ids::{CaseId, PersonId, QuestionnaireId, SiteId},
};

/// A call that reached nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When.
    pub at: DateTime<Utc>,
    /// Who tried.
    pub caller: PersonId,
    /// What became of it.
    pub outcome: CallOutcome,
}

/// Somebody who is to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOwed {
    /// About which case.
    pub case: CaseId,
    /// How often it was tried, about what the owner is called about now.
    pub tried: i64,
    /// When it was tried last.
    pub last: Option<DateTime<Utc>>,
}

impl Tx {
    /// Writes an attempt down.
    pub(crate) async fn call_add(
        &mut self,
        case: CaseId,
        caller: PersonId,
        outcome: CallOutcome,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into calls (case_id, caller_id, at, outcome) values ($1, $2, $3, $4)",
            case.0,
            caller.0,
            self.now,
            outcome.name(),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The attempts since a moment, oldest first.
    pub(crate) async fn calls_since(
        &mut self,
        case: CaseId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Call>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, caller_id, at, outcome
            from calls
            where case_id = $1 and at >= $2
            order by at, id
            "#,
            case.0,
            since,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Call {
                    at: row.at,
                    caller: PersonId(row.caller_id),
                    outcome: named("calls", "outcome", row.id, &row.outcome)?,
                })
            })
            .collect()
    }

    /// Somebody is asked to call about this questionnaire; says how often that was so now.
    pub(crate) async fn questionnaire_call(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<i32, StoreError> {
        let asked = sqlx::query_scalar!(
            "update questionnaires set calls_asked = calls_asked + 1 where id = $1 returning calls_asked",
            id.0,
        );
        Ok(asked.fetch_one(&mut *self.inner).await?)
    }

    /// When the newest questionnaire of a case was sent.
    pub(crate) async fn questionnaire_asked_at(
        &mut self,
        case: CaseId,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let asked = sqlx::query_scalar!(
            "select asked_at from questionnaires where case_id = $1 order by id desc limit 1",
            case.0,
        );
        Ok(asked.fetch_optional(&mut *self.inner).await?)
    }

    /// How often somebody was asked to call about the newest questionnaire of a case.
    pub(crate) async fn calls_asked(&mut self, case: CaseId) -> Result<i32, StoreError> {
        let asked = sqlx::query_scalar!(
            r#"
            select calls_asked from questionnaires
            where case_id = $1
            order by id desc
            limit 1
            "#,
            case.0,
        );
        Ok(asked.fetch_optional(&mut *self.inner).await?.unwrap_or(0))
    }

    /// Whose owner is to be called in an estate: to tell the result to whoever has no chat, or to ask how
    /// it was whoever has none or has not answered. Whom nobody has tried yet first.
    pub(crate) async fn calls_owed(&mut self, site: SiteId) -> Result<Vec<CallOwed>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select c.id, coalesce(tried.count, 0) as "tried!", tried.last
            from cases c
            join people p on p.id = c.owner_id
            left join lateral (
                select asked_at as at
                from questionnaires
                where case_id = c.id
                order by id desc
                limit 1
            ) as asked on true
            left join lateral (
                select count(*) as count, max(at) as last
                from calls
                where case_id = c.id
                  and outcome <> 'told'
                  and at >= case c.detail ->> 'callback'
                      when 'asked' then asked.at
                      else (c.detail ->> 'at')::timestamptz
                  end
            ) as tried on true
            where c.stage = 'reported'
              and c.site_id = $1
              and case
                  when p.account is null or p.unreachable_at is not null
                      then c.detail ->> 'owner' = 'awaited' or c.detail ->> 'callback' = 'asked'
                  else c.detail ->> 'callback' = 'asked' and exists (
                      select from questionnaires
                      where case_id = c.id
                        and answered_at is null
                        and expired_at is null
                        and calls_asked > 0
                  )
              end
            order by tried.last nulls first, c.id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let owed = |id, tried, last| CallOwed { case: CaseId(id), tried, last };
        Ok(rows.into_iter().map(|row| owed(row.id, row.tried, row.last)).collect())
    }
}
