//! Cases of the same cause: which are dealt with together, and which could be.

use super::{StoreError, Tx};
use crate::{case::Case, ids::CaseId};

/// So many are looked at to find a handful that somebody may merge.
const LOOKED_AT: i64 = 30;

impl Tx {
    /// The cases that are, or were until their end, dealt with together with this one.
    pub(crate) async fn cases_led(&mut self, leader: CaseId) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where (handling ->> 'merged')::bigint = $1
              and handling ->> 'merged' is not null
              and stage <> 'withdrawn'
            order by id
            "#,
            leader.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Marks every case that leads others. A program of before the mark may have merged some since.
    pub(crate) async fn leaders_mark(&mut self) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update cases set handling = jsonb_set(handling, '{leads}', 'true')
            where id in (
                select (handling ->> 'merged')::bigint from cases
                where handling ->> 'merged' is not null
            )
              and handling -> 'leads' is distinct from 'true'
            "#
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The open cases without a result that could be the same matter as this one: of the same
    /// category, place or department. What is alike in category and place first, then the newest.
    pub(crate) async fn cases_alike(&mut self, case: &Case) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where stage in ('registered', 'dispatched', 'working')
              and kind in ('complaint', 'repair')
              and site_id = $2
              and id <> $1
              and (category_id = $3 or place_id = $4 or department_id = $5)
            order by coalesce(category_id = $3 and place_id = $4, false) desc, id desc
            limit $6
            "#,
            case.id.0,
            case.site.0,
            case.category.map(|category| category.0),
            case.place.map(|place| place.0),
            case.department.map(|department| department.0),
            LOOKED_AT,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }
}
