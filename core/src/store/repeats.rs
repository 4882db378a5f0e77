//! How often a matter was told before, at the same place or by many households at once; and how often its
//! results have not held.

use chrono::{DateTime, TimeDelta, Utc};

use super::{StoreError, Tx};
use crate::{
    case::Case,
    ids::{CaseId, SiteId},
};

impl Tx {
    /// So often has this owner told of this category at this place within so many days, this time with
    /// it; whoever rings is known by their number. What many tell of a public place is another matter: see `households`.
    pub(crate) async fn repeats(&mut self, case: &Case, days: i64) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(*) as "count!"
            from cases
            where category_id = $1 and place_id = $2 and opened_at > $3 and stage <> 'withdrawn'
              and owner_id in (
                  select id from people
                  where id = $4
                     or phone is not null
                         and phone_key(phone) = (select phone_key(phone) from people where id = $4)
              )
            "#,
            case.category.map(|category| category.0),
            case.place.map(|place| place.0),
            self.now - TimeDelta::days(days),
            case.owner.0,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(count)
    }

    /// So many households have told of this category in the same building within so many days, this one
    /// with them, or wait for parts of it; nothing when one of those cases was raised for it already.
    pub(crate) async fn households(
        &mut self,
        case: &Case,
        days: i64,
        lacks_parts: bool,
    ) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            with recursive above as (
                select id, parent_id from places where id = $2
                union all
                select places.id, places.parent_id
                from above
                cross join lateral (
                    select id, parent_id from places where id = above.parent_id limit 1
                ) as places
            ), within as (
                select id from above where parent_id is null
                union all
                select places.id
                from within
                -- By the index: joined, all places of all estates are read.
                cross join lateral (
                    select id from places where parent_id = within.id offset 0
                ) as places
            ), same as (
                -- A household is a unit that is known to be theirs, else a telephone number.
                select coalesce(
                           (
                               select 'unit ' || min(place_id) from occupancies
                               where person_id = owner.id and since <= $4
                                 and (until is null or until > $4)
                           ),
                           phone_key(owner.phone),
                           'person ' || owner.id
                       ) as home,
                       handling
                from cases
                join people owner on owner.id = cases.owner_id
                where category_id = $1
                  and opened_at > $3
                  and stage <> 'withdrawn'
                  and cases.place_id in (select id from within)
                  and (
                      not $5
                      or handling #>> '{pause,ground}' = 'parts'
                          and stage in ('dispatched', 'working')
                  )
            )
            select case
                when exists (select from same where handling -> 'raised' ? $6) then 0
                else (select count(distinct home) from same)
            end as "count!"
            "#,
            case.category.map(|category| category.0),
            case.place.map(|place| place.0),
            self.now - TimeDelta::days(days),
            self.now,
            lacks_parts,
            if lacks_parts { "spares" } else { "households" },
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(count)
    }

    /// How many results of a case have not held since a moment; and since when results or prices are
    /// disputed.
    pub(crate) async fn failures(
        &mut self,
        case: CaseId,
        since: DateTime<Utc>,
    ) -> Result<(i64, Option<DateTime<Utc>>), StoreError> {
        let row = sqlx::query!(
            r#"
            with told as (
                select at, event, stage, lag(stage) over (order by id) as before
                from history
                where case_id = $1
            ), failed as (
                -- There was a result, and there is none now: whatever is said of it later is said once.
                select at, event
                from told
                where before in ('reported', 'closed', 'archived')
                  and stage in ('registered', 'dispatched', 'working')
                  and event in (
                      'dispute', 'partly', 'answer', 'revise', 'relapse', 'came_back', 'decide'
                  )
                union all
                select at, event from told where event = 'refuse_quote'
            )
            select count(*) filter (where event <> 'refuse_quote') as "count!", min(at) as first
            from failed
            where at >= $2
            "#,
            case.0,
            since,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok((row.count, row.first))
    }

    /// What somebody works on in an estate although there was a result, or a price, that did not hold.
    pub(crate) async fn cases_failing(&mut self, site: SiteId) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id
            from cases
            where site_id = $1
              and stage in ('registered', 'dispatched', 'working')
              and exists (
                  select from history
                  where case_id = cases.id
                    and event in (
                        'dispute', 'partly', 'answer', 'revise', 'relapse', 'came_back', 'decide', 'refuse_quote'
                    )
                    and history.stage in ('registered', 'dispatched', 'working')
              )
            order by id
            "#,
            site.0,
        );
        let ids = ids.fetch_all(&mut *self.inner).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }
}
