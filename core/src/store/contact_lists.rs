//! Lists of whom to visit or call: drawn up, counted, over.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;

use super::{StoreError, Tx, named};
use crate::{
    contact::{ContactCount, ContactList, ContactPlan},
    ids::{ContactListId, SiteId},
    summary::Period,
};

struct ListRow {
    id: i64,
    site_id: i64,
    turn: String,
    plan: Json<ContactPlan>,
    until: DateTime<Utc>,
}

impl TryFrom<ListRow> for ContactList {
    type Error = StoreError;

    fn try_from(row: ListRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: ContactListId(row.id),
            site: SiteId(row.site_id),
            turn: named("contact_lists", "turn", row.id, &row.turn)?,
            plan: row.plan.0,
            until: row.until,
        })
    }
}

impl Tx {
    /// The plans of an estate.
    pub(crate) async fn contact_plans(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<ContactPlan>, StoreError> {
        let plans = sqlx::query_scalar!(
            r#"select contacts as "plans: Json<Vec<ContactPlan>>" from sites where id = $1"#,
            site.0,
        );
        Ok(plans.fetch_one(&mut *self.inner).await?.0)
    }

    /// From here on lists are drawn up so. Those that are drawn up stay as they are.
    pub(crate) async fn contact_plans_set(
        &mut self,
        site: SiteId,
        plans: &[ContactPlan],
    ) -> Result<(), StoreError> {
        sqlx::query!("update sites set contacts = $2 where id = $1", site.0, Json(plans) as _)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A list is drawn up; `None` when it was already.
    pub(crate) async fn contact_list_add(
        &mut self,
        site: SiteId,
        turn: Period,
        plan: &ContactPlan,
        until: DateTime<Utc>,
    ) -> Result<Option<ContactListId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into contact_lists (site_id, turn, plan, drawn_at, until)
            values ($1, $2, $3, $4, $5)
            on conflict (site_id, (plan ->> 'code'), turn) do nothing
            returning id
            "#,
            site.0,
            turn.to_string(),
            Json(plan) as _,
            self.now,
            until,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.map(ContactListId))
    }

    /// Homes somebody lives in stand on a list: those that nobody has visited for longest. Says how many.
    pub(crate) async fn contacts_of_homes(
        &mut self,
        list: &ContactList,
        today: NaiveDate,
    ) -> Result<u64, StoreError> {
        let added = sqlx::query!(
            r#"
            insert into contacts (list_id, place_id)
            select $1::bigint, p.id
            from places p
            left join lateral (
                select max(done_at) as at from contacts where place_id = p.id
            ) as visited on true
            where p.site_id = $2
              and p.kind = 'unit'
              and not exists (
                  select from contacts where contacts.place_id = p.id and contacts.outcome = 'refused'
              )
              and (
                  exists (
                      select from occupancies o
                      where o.place_id = p.id and o.since <= $3 and (o.until is null or o.until > $3)
                  )
                  or exists (
                      select from residents r
                      where r.place_id = p.id
                        and (r.first_day is null or r.first_day <= $4)
                        and (r.last_day is null or r.last_day >= $4)
                  )
              )
            order by visited.at nulls first, md5(p.id::text || ($1::bigint)::text)
            limit $5
            "#,
            list.id.0,
            list.site.0,
            self.now,
            today,
            list.plan.count,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected())
    }

    /// Owners whose matter ended within a time stand on a list, each once, for the matter that is to be
    /// heard of first. Nobody who wants no questions; nothing that is confidential. Says how many.
    pub(crate) async fn contacts_of_owners(
        &mut self,
        list: &ContactList,
        ended: (DateTime<Utc>, DateTime<Utc>),
        is_grave_repair: bool,
    ) -> Result<u64, StoreError> {
        let added = sqlx::query!(
            r#"
            insert into contacts (list_id, person_id, case_id)
            select $1::bigint, owner_id, id
            from (
                select distinct on (c.owner_id)
                       c.owner_id, c.id,
                       case
                           when asked.grade = 'dissatisfied' then 0
                           when asked.grade is null then 1
                           when asked.grade = 'basically' then 2
                           else 3
                       end as rank
                from cases c
                join people p on p.id = c.owner_id
                left join lateral (
                    select grade from questionnaires
                    where case_id = c.id
                    order by id desc
                    limit 1
                ) as asked on true
                where c.site_id = $2
                  and c.ended_at >= $3 and c.ended_at < $4
                  and c.stage in ('closed', 'archived')
                  and c.kind in ('complaint', 'repair')
                  and (not $5 or c.kind = 'repair' and c.severity <> 'minor')
                  and c.facts -> 'passes' is null
                  and c.erased_at is null
                  and p.erased_at is null
                  and p.unasked_since is null
                  and p.phone is not null
                  and not exists (
                      select from contacts
                      where contacts.person_id = c.owner_id and contacts.outcome = 'refused'
                  )
                order by c.owner_id, rank, c.id desc
            ) as heard
            order by rank, md5(id::text || ($1::bigint)::text)
            limit $6
            "#,
            list.id.0,
            list.site.0,
            ended.0,
            ended.1,
            is_grave_repair,
            list.plan.count,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected())
    }

    /// A list.
    pub(crate) async fn contact_list(
        &mut self,
        id: ContactListId,
    ) -> Result<Option<ContactList>, StoreError> {
        let row = sqlx::query_as!(
            ListRow,
            r#"
            select id, site_id, turn, plan as "plan: Json<ContactPlan>", until
            from contact_lists
            where id = $1
            "#,
            id.0,
        );
        row.fetch_optional(&mut *self.inner).await?.map(ContactList::try_from).transpose()
    }

    /// The newest lists of an estate, the newest first.
    pub(crate) async fn contact_lists(
        &mut self,
        site: SiteId,
        limit: i64,
    ) -> Result<Vec<ContactList>, StoreError> {
        let rows = sqlx::query_as!(
            ListRow,
            r#"
            select id, site_id, turn, plan as "plan: Json<ContactPlan>", until
            from contact_lists
            where site_id = $1
            order by id desc
            limit $2
            "#,
            site.0,
            limit,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        rows.into_iter().map(ContactList::try_from).collect()
    }

    /// Lists of an estate whose turn is over and of which nobody was told; each is told once.
    pub(crate) async fn contact_lists_over(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<ContactList>, StoreError> {
        let rows = sqlx::query_as!(
            ListRow,
            r#"
            update contact_lists set told_at = $2
            where site_id = $1 and until <= $2 and told_at is null
            returning id, site_id, turn, plan as "plan: Json<ContactPlan>", until
            "#,
            site.0,
            self.now,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        rows.into_iter().map(ContactList::try_from).collect()
    }

    /// How far a list has come.
    pub(crate) async fn contact_count(
        &mut self,
        list: ContactListId,
    ) -> Result<ContactCount, StoreError> {
        let row = sqlx::query!(
            r#"
            select count(*) as "all!",
                   count(*) filter (where outcome = 'spoken') as "spoken!",
                   count(*) filter (where outcome = 'refused') as "refused!",
                   count(*) filter (where grade = 'satisfied') as "satisfied!",
                   count(*) filter (where grade = 'basically') as "basically!",
                   count(*) filter (where grade = 'dissatisfied') as "dissatisfied!",
                   count(*) filter (where grade is not null and said is not null) as "compared!",
                   count(*) filter (
                       where (grade = 'dissatisfied') = (said = 'dissatisfied')
                   ) as "same!"
            from contacts
            where list_id = $1
            "#,
            list.0,
        );
        let row = row.fetch_one(&mut *self.inner).await?;
        Ok(ContactCount {
            all: row.all,
            spoken: row.spoken,
            refused: row.refused,
            grades: [row.satisfied, row.basically, row.dissatisfied],
            compared: row.compared,
            same: row.same,
        })
    }
}
