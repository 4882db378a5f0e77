//! Reception days.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;

use super::{StoreError, Tx};
use crate::{
    ids::{CaseId, PersonId, ReceptionId, SiteId},
    reception::{Reception, ReceptionDay},
};

/// What is told of a reception day to those who run it, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReceptionStep {
    /// On its morning: who comes.
    Listed,
    /// On the morning after: who came.
    Summed,
    /// Some days later: whom nobody has written down.
    Raised,
}

impl ReceptionStep {
    fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Summed => "summed",
            Self::Raised => "raised",
        }
    }
}

struct DayRow {
    id: i64,
    site_id: i64,
    day: NaiveDate,
    rule: Json<Reception>,
    called_off_at: Option<DateTime<Utc>>,
}

impl From<DayRow> for ReceptionDay {
    fn from(row: DayRow) -> Self {
        Self {
            id: ReceptionId(row.id),
            site: SiteId(row.site_id),
            day: row.day,
            rule: row.rule.0,
            called_off_at: row.called_off_at,
        }
    }
}

impl Tx {
    /// When owners are received in an estate.
    pub(crate) async fn reception_rule(
        &mut self,
        site: SiteId,
    ) -> Result<Option<Reception>, StoreError> {
        let rule = sqlx::query_scalar!(
            r#"select reception as "rule: Json<Reception>" from sites where id = $1"#,
            site.0,
        );
        Ok(rule.fetch_one(&mut *self.inner).await?.map(|rule| rule.0))
    }

    /// From here on owners are received so. Days that can be booked already stay as they are.
    pub(crate) async fn reception_rule_set(
        &mut self,
        site: SiteId,
        rule: Option<&Reception>,
    ) -> Result<(), StoreError> {
        sqlx::query!("update sites set reception = $2 where id = $1", site.0, rule.map(Json) as _,)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A day can be booked from now on; `None` when it could already.
    pub(crate) async fn reception_add(
        &mut self,
        site: SiteId,
        day: NaiveDate,
        rule: &Reception,
    ) -> Result<Option<ReceptionId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into receptions (site_id, day, rule, made_at)
            values ($1, $2, $3, $4)
            on conflict (site_id, day) do nothing
            returning id
            "#,
            site.0,
            day,
            Json(rule) as _,
            self.now,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.map(ReceptionId))
    }

    /// A reception day.
    pub(crate) async fn reception(
        &mut self,
        id: ReceptionId,
    ) -> Result<Option<ReceptionDay>, StoreError> {
        let row = sqlx::query_as!(
            DayRow,
            r#"
            select id, site_id, day, rule as "rule: Json<Reception>", called_off_at
            from receptions
            where id = $1
            "#,
            id.0,
        );
        Ok(row.fetch_optional(&mut *self.inner).await?.map(Into::into))
    }

    /// A reception day, kept from others until this work is done.
    pub(crate) async fn reception_lock(
        &mut self,
        id: ReceptionId,
    ) -> Result<Option<ReceptionDay>, StoreError> {
        sqlx::query!("select id from receptions where id = $1 for update", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        self.reception(id).await
    }

    /// The newest reception days of an estate, the latest first.
    pub(crate) async fn receptions(
        &mut self,
        site: SiteId,
        limit: i64,
    ) -> Result<Vec<ReceptionDay>, StoreError> {
        let rows = sqlx::query_as!(
            DayRow,
            r#"
            select id, site_id, day, rule as "rule: Json<Reception>", called_off_at
            from receptions
            where site_id = $1
            order by day desc
            limit $2
            "#,
            site.0,
            limit,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }

    /// The next day on which owners are received, this one included.
    pub(crate) async fn reception_ahead(
        &mut self,
        site: SiteId,
        today: NaiveDate,
    ) -> Result<Option<ReceptionDay>, StoreError> {
        let row = sqlx::query_as!(
            DayRow,
            r#"
            select id, site_id, day, rule as "rule: Json<Reception>", called_off_at
            from receptions
            where site_id = $1 and day >= $2 and called_off_at is null
            order by day
            limit 1
            "#,
            site.0,
            today,
        );
        Ok(row.fetch_optional(&mut *self.inner).await?.map(Into::into))
    }

    /// It does not take place: nobody has a time on it any more. Says whose times those were.
    pub(crate) async fn reception_call_off(
        &mut self,
        id: ReceptionId,
        by: PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        sqlx::query!(
            "update receptions set called_off_at = $2, called_off_by = $3 where id = $1",
            id.0,
            self.now,
            by.0,
        )
        .execute(&mut *self.inner)
        .await?;
        let people = sqlx::query_scalar!(
            r#"
            update bookings set cancelled_at = $2
            where reception_id = $1 and cancelled_at is null and case_id is null
              and absent_at is null
            returning person_id
            "#,
            id.0,
            self.now,
        );
        Ok(people.fetch_all(&mut *self.inner).await?.into_iter().map(PersonId).collect())
    }

    /// Days between two of which this has not been told yet, and are not called off; each is told once. Of
    /// the leaders' the second is today: they hear so many days after as each day's own rule says.
    pub(crate) async fn receptions_step(
        &mut self,
        site: SiteId,
        step: ReceptionStep,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<ReceptionDay>, StoreError> {
        let rows = sqlx::query_as!(
            DayRow,
            r#"
            update receptions
            set listed_at = case when $2 = 'listed' then $5 else listed_at end,
                summed_at = case when $2 = 'summed' then $5 else summed_at end,
                raised_at = case when $2 = 'raised' then $5 else raised_at end
            where site_id = $1
              and day between $3 and $4
              and called_off_at is null
              and ($2 <> 'raised' or day + (rule ->> 'leaders_after')::integer <= $4)
              and case $2 when 'listed' then listed_at
                          when 'summed' then summed_at
                          else raised_at end is null
            returning id, site_id, day, rule as "rule: Json<Reception>", called_off_at
            "#,
            site.0,
            step.name(),
            days.0,
            days.1,
            self.now,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }

    /// What was told on a reception day, the first first.
    pub(crate) async fn told_at_reception(
        &mut self,
        site: SiteId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from cases
            where site_id = $1 and channel = 'reception' and opened_at >= $2 and opened_at < $3
            order by opened_at, id
            "#,
            site.0,
            from,
            until,
        );
        Ok(ids.fetch_all(&mut *self.inner).await?.into_iter().map(CaseId).collect())
    }
}
