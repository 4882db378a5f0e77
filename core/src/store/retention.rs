//! What has had its time, erased a few rows at a time.
//!
//! Rows are looked at from the oldest on, by their key: a search by age would read a whole table
//! each time nothing is old enough. How many is written into the statements: of a number that is only
//! given to it, the planner thinks a tenth of the table, and then reads all of it.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{StoreError, Tx};
use crate::{
    case::State,
    ids::{CaseId, SiteId},
    policy::{Kept, Retention},
};

/// So many cases at once: each has a history.
const CASES: i64 = 20;

impl Tx {
    /// Where the estates differ from the terms that are shipped, the oldest estate first.
    pub(crate) async fn retentions(&mut self) -> Result<Vec<(SiteId, Retention)>, StoreError> {
        let rows = sqlx::query!(
            r#"select id, retention as "retention: Json<Retention>" from sites order by id"#
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (SiteId(row.id), row.retention.0)).collect())
    }

    /// Writes down where an estate differs.
    pub(crate) async fn retention_set(
        &mut self,
        site: SiteId,
        retention: &Retention,
    ) -> Result<(), StoreError> {
        let wished = Json(retention);
        sqlx::query!("update sites set retention = $2 where id = $1", site.0, wished as _)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Erases some of what is older than this: cases of this estate, the rest whatever it is of. Says
    /// how much.
    pub(crate) async fn let_go(
        &mut self,
        site: SiteId,
        kept: Kept,
        before: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let gone = match kept {
            Kept::Updates => sqlx::query!(
                r#"
                delete from inbox
                where update_id in (
                    select update_id
                    from (
                        select update_id, received_at, done_at, parked_at
                        from inbox order by update_id limit 500
                    ) as oldest
                    where received_at < $1 and (done_at is not null or parked_at is not null)
                )
                "#,
                before,
            ),
            Kept::Letters => sqlx::query!(
                r#"
                with gone as materialized (
                    select id from (select id, settled_at from outbox order by id limit 500) as oldest
                    where settled_at < $1
                ), doubled as (
                    delete from copies where outbox_id in (select id from gone)
                )
                delete from outbox where id in (select id from gone)
                "#,
                before,
            ),
            Kept::Drafts => sqlx::query!(
                r#"
                delete from dialogs
                where (person_id, kind) in (
                    select person_id, kind from dialogs where changed_at < $1 limit 500
                )
                "#,
                before,
            ),
            Kept::Looks => sqlx::query!(
                r#"
                delete from looks
                where id in (
                    select id from (select id, at from looks order by id limit 500) as oldest
                    where at < $1
                )
                "#,
                before,
            ),
            Kept::Cases => return self.cases_let_go(site, before).await,
            Kept::Surveys => return self.surveys_let_go(site, before).await,
        };
        Ok(gone.execute(&mut *self.inner).await?.rows_affected())
    }

    /// The words in a survey that was over before.
    async fn surveys_let_go(
        &mut self,
        site: SiteId,
        before: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let gone = sqlx::query!(
            r#"
            with over as (
                update surveys set erased_at = $3
                where id = (
                    select id from surveys
                    where site_id = $1 and ended_at < $2 and erased_at is null
                    order by id
                    limit 1
                )
                returning id
            )
            update questionnaires q
            set kept = null,
                -- Of a correction that was left, what held before it holds.
                sheet = jsonb_set(coalesce(q.kept, q.sheet), '{answers}', coalesce((
                    select jsonb_object_agg(key, case
                        when value ? 'said' then '{"said": ""}'::jsonb
                        when value ? 'sent' then '"passed_over"'::jsonb
                        else value
                    end)
                    from jsonb_each(coalesce(q.kept, q.sheet) -> 'answers')
                ), '{}'::jsonb))
            from over
            where q.survey_id = over.id
            "#,
            site.0,
            before,
            self.now,
        );
        Ok(gone.execute(&mut *self.inner).await?.rows_affected())
    }

    /// The words of cases that ended before; and who somebody was that was known only by voice, when
    /// nothing else of theirs is left.
    async fn cases_let_go(
        &mut self,
        site: SiteId,
        before: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let old = sqlx::query_scalar!(
            r#"
            select id from cases
            where erased_at is null and stage in ('archived', 'withdrawn') and changed_at < $1
              and site_id = $3
            order by changed_at
            limit $2
            for update skip locked
            "#,
            before,
            CASES,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        for id in &old {
            let Some(case) = self.case(CaseId(*id)).await? else { continue };
            if matches!(case.state, State::Archived { .. } | State::Withdrawn { .. }) {
                self.case_erase(&case).await?;
            }
        }
        sqlx::query!(
            r#"
            update people
            set name = null, phone = null, place_id = null, erased_at = $2
            where account is null
              and erased_at is null
              and coalesce(became_id, id) in (select owner_id from cases where id = any($1))
              and not exists (
                  select 1 from cases
                  where owner_id = coalesce(people.became_id, people.id)
                    and cases.erased_at is null
              )
            "#,
            &old,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(u64::try_from(old.len()).unwrap_or_default())
    }
}
