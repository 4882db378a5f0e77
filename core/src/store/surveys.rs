//! Surveys: wished, begun, over, planned after.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx};
use crate::{
    ids::{PersonId, PlaceId, SiteId, SurveyId, TemplateId},
    survey::{Audience, Plan, Survey, Whom},
};

/// A survey that is to be kept.
pub(crate) struct NewSurvey<'s> {
    /// What is asked.
    pub(crate) template: TemplateId,
    /// Who is asked.
    pub(crate) audience: Audience,
    /// Who wants to ask; nobody: the program.
    pub(crate) author: Option<PersonId>,
    /// The same never makes two.
    pub(crate) key: &'s str,
}

impl Tx {
    /// Writes a survey down; `None` when this key was used before.
    pub(crate) async fn survey_add(
        &mut self,
        site: SiteId,
        new: &NewSurvey<'_>,
    ) -> Result<Option<SurveyId>, StoreError> {
        let months =
            new.audience.whom.months().map(|months| i32::try_from(months).unwrap_or(i32::MAX));
        let id = sqlx::query_scalar!(
            r#"
            insert into surveys (site_id, template_id, place_id, whom, months, author_id, key, made_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (key) do nothing
            returning id
            "#,
            site.0,
            new.template.0,
            new.audience.place.map(|place| place.0),
            new.audience.whom.name(),
            months,
            new.author.map(|author| author.0),
            new.key,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(SurveyId))
    }

    /// The survey that was written down under a key.
    pub(crate) async fn survey_of_key(
        &mut self,
        key: &str,
    ) -> Result<Option<SurveyId>, StoreError> {
        let id = sqlx::query_scalar!("select id from surveys where key = $1", key);
        Ok(id.fetch_optional(&mut *self.inner).await?.map(SurveyId))
    }

    /// A survey, kept from others until this work is done.
    pub(crate) async fn survey_lock(&mut self, id: SurveyId) -> Result<Option<Survey>, StoreError> {
        sqlx::query!("select id from surveys where id = $1 for update", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        self.survey(id).await
    }

    /// A survey.
    pub(crate) async fn survey(&mut self, id: SurveyId) -> Result<Option<Survey>, StoreError> {
        let row = sqlx::query!(
            r#"
            select id, site_id, template_id, place_id, whom, months, author_id, made_at, decided_by,
                   begun_at, ends_at, ended_at, plan, plan_by, plan_at
            from surveys
            where id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let months = row.months.and_then(|months| u32::try_from(months).ok());
        let nonsense = StoreError::Nonsense { table: "surveys", column: "whom", row: row.id };
        let whom = Whom::parse(&row.whom, months).ok_or(nonsense)?;
        let plan = match (row.plan, row.plan_by, row.plan_at) {
            (Some(words), Some(by), Some(at)) => Some(Plan { words, by: PersonId(by), at }),
            _ => None,
        };
        Ok(Some(Survey {
            id,
            site: SiteId(row.site_id),
            template: TemplateId(row.template_id),
            audience: Audience { place: row.place_id.map(PlaceId), whom },
            author: row.author_id.map(PersonId),
            made_at: row.made_at,
            decided_by: row.decided_by.map(PersonId),
            begun_at: row.begun_at,
            ends_at: row.ends_at,
            ended_at: row.ended_at,
            plan,
        }))
    }

    /// The newest surveys of an estate, the newest first.
    pub(crate) async fn surveys(
        &mut self,
        site: SiteId,
        limit: i64,
    ) -> Result<Vec<Survey>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from surveys where site_id = $1 order by id desc limit $2",
            site.0,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut found = vec![];
        for id in ids {
            found.extend(self.survey(SurveyId(id)).await?);
        }
        Ok(found)
    }

    /// The survey of the same name, asked of the same people, that was over before this one.
    pub(crate) async fn survey_before(
        &mut self,
        survey: &Survey,
    ) -> Result<Option<SurveyId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            select before.id
            from surveys before
            join surveys this on this.id = $1
            join templates known on known.id = before.template_id
            join templates asked on asked.id = this.template_id
            where before.site_id = this.site_id
              and before.id < this.id
              and before.begun_at is not null
              and before.ended_at is not null
              and before.place_id is not distinct from this.place_id
              and before.whom = this.whom
              and before.months is not distinct from this.months
              and known.name = asked.name
            order by before.id desc
            limit 1
            "#,
            survey.id.0,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.map(SurveyId))
    }

    /// A survey is asked from now on, and can be answered until then; or is asked of more.
    pub(crate) async fn survey_begin(
        &mut self,
        id: SurveyId,
        decided_by: Option<PersonId>,
        ends_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update surveys
            set begun_at = coalesce(begun_at, $2), decided_by = coalesce($3, decided_by),
                ends_at = greatest(ends_at, $4)
            where id = $1
            "#,
            id.0,
            self.now,
            decided_by.map(|person| person.0),
            ends_at,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A second person does not want it asked.
    pub(crate) async fn survey_refuse(
        &mut self,
        id: SurveyId,
        by: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update surveys set decided_by = $2, ended_at = $3 where id = $1",
            id.0,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What is to get better because of a survey.
    pub(crate) async fn survey_plan(
        &mut self,
        id: SurveyId,
        words: &str,
        by: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update surveys set plan = $2, plan_by = $3, plan_at = $4 where id = $1",
            id.0,
            words,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A survey that is over and of which nobody was told yet; nobody tells of it again.
    pub(crate) async fn survey_ends(&mut self) -> Result<Option<Survey>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            update surveys set ended_at = $1
            where id = (
                select id from surveys
                where ended_at is null and ends_at <= $1
                order by ends_at
                limit 1
                for update skip locked
            )
            returning id
            "#,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        match id {
            Some(id) => self.survey(SurveyId(id)).await,
            None => Ok(None),
        }
    }

    /// It is time for a survey in this quarter, month or year: says so once, and not where it was asked
    /// in it already.
    pub(crate) async fn survey_turn(
        &mut self,
        site: SiteId,
        name: &str,
        turn: NaiveDate,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let told = sqlx::query!(
            r#"
            insert into survey_turns (site_id, name, turn)
            select $1, $2, $3
            where not exists (
                select from surveys
                join templates t on t.id = surveys.template_id
                where surveys.site_id = $1 and t.name = $2 and surveys.made_at >= $4
                  and surveys.author_id is not null
                  and (surveys.begun_at is not null or surveys.ended_at is null)
            )
            on conflict do nothing
            "#,
            site.0,
            name,
            turn,
            since,
        );
        Ok(told.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// Of which estate a survey is; the work is about that then.
    pub(crate) async fn stand_by_survey(&mut self, id: SurveyId) -> Result<bool, StoreError> {
        let site = sqlx::query_scalar!("select site_id from surveys where id = $1", id.0)
            .fetch_optional(&mut *self.inner)
            .await?;
        if let Some(site) = site {
            self.stand_at(SiteId(site));
        }
        Ok(site.is_some())
    }

    /// A survey of this name that waits or runs in an estate. Whoever looks holds all surveys of it until
    /// the end, so that two who wish the same at once do not both get it.
    pub(crate) async fn survey_running(
        &mut self,
        site: SiteId,
        name: &str,
    ) -> Result<Option<SurveyId>, StoreError> {
        sqlx::query!(
            "select pg_advisory_xact_lock(hashtextextended('survey', $1)) as done",
            site.0
        )
        .fetch_one(&mut *self.inner)
        .await?;
        let id = sqlx::query_scalar!(
            r#"
            select surveys.id
            from surveys
            join templates t on t.id = surveys.template_id
            where surveys.site_id = $1 and t.name = $2 and surveys.ended_at is null
              and surveys.author_id is not null
            order by surveys.id desc
            limit 1
            "#,
            site.0,
            name,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.map(SurveyId))
    }

    /// Whether the program has wished to ask this after a hand-over since then, and it is not asked: it
    /// waits, was refused, or nobody said anything.
    pub(crate) async fn survey_was_wished(
        &mut self,
        site: SiteId,
        name: &str,
        months: u32,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let wished = sqlx::query_scalar!(
            r#"
            select exists (
                select from surveys
                join templates t on t.id = surveys.template_id
                where surveys.site_id = $1 and t.name = $2 and surveys.whom = 'handed_over'
                  and surveys.months = $3 and surveys.begun_at is null and surveys.made_at > $4
            ) as "wished!"
            "#,
            site.0,
            name,
            i32::try_from(months).unwrap_or(i32::MAX),
            since,
        );
        Ok(wished.fetch_one(&mut *self.inner).await?)
    }

    /// A wish to which nobody has said anything since then; it is over.
    pub(crate) async fn survey_lapses(
        &mut self,
        before: DateTime<Utc>,
    ) -> Result<Option<Survey>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            update surveys set ended_at = $1
            where id = (
                select id from surveys
                where begun_at is null and ended_at is null and made_at < $2
                order by id
                limit 1
                for update skip locked
            )
            returning id
            "#,
            self.now,
            before,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        match id {
            Some(id) => self.survey(SurveyId(id)).await,
            None => Ok(None),
        }
    }
}
