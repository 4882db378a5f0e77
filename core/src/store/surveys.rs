//! Surveys, who is asked in them, and what became of that.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use super::{StoreError, Tx, from_json};
use crate::{
    case::letter::{Class, Letter},
    ids::{MessageId, PersonId, PlaceId, QuestionnaireId, Room, SiteId, SurveyId, TemplateId},
    questionnaire::Sheet,
    survey::{Audience, Plan, Response, Survey, Whom},
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

/// Somebody whom a survey reaches.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    /// Who.
    pub(crate) person: PersonId,
    /// Their chat.
    pub(crate) room: Room,
    /// Whether they want no questions.
    pub(crate) is_unasked: bool,
    /// When they are not to be asked.
    pub(crate) quiet: (NaiveTime, NaiveTime),
}

/// Somebody who is asked, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    /// Who.
    pub(crate) person: PersonId,
    /// Their chat.
    pub(crate) room: Room,
    /// It is sent then.
    pub(crate) at: DateTime<Utc>,
    /// They are reminded then.
    pub(crate) remind_at: Option<DateTime<Utc>>,
    /// They can answer until then.
    pub(crate) until: DateTime<Utc>,
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

    /// Whom a survey reaches: those who live there and do not work here.
    pub(crate) async fn survey_reaches(
        &mut self,
        site: SiteId,
        audience: Audience,
    ) -> Result<Vec<Reached>, StoreError> {
        let tenures = audience.whom.tenures();
        let rows = sqlx::query!(
            r#"
            select p.id, a.account as "account!", p.unasked_since is not null as "unasked!",
                   coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from audience($1, $2, $3, $4) a
            join people p on p.id = a.person_id
            join sites s on s.id = $1
            where not exists (select from posts where posts.person_id = p.id and posts.until is null)
              and ($5::timestamptz is null or exists (
                  select from occupancies o
                  join places on places.id = o.place_id
                  where o.person_id = p.id and places.site_id = $1 and o.since > $5 and o.since <= $4
                    and o.tenure = any ($3)
              ))
            order by p.id
            "#,
            site.0,
            audience.place.map(|place| place.0),
            tenures.as_deref(),
            self.now,
            audience.whom.since(self.now),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let reached = rows.into_iter().map(|row| Reached {
            person: PersonId(row.id),
            room: Room(row.account),
            is_unasked: row.unasked,
            quiet: (row.from, row.until),
        });
        Ok(reached.collect())
    }

    /// How many hold a unit there and have no chat with us.
    pub(crate) async fn without_chat(
        &mut self,
        site: SiteId,
        audience: Audience,
    ) -> Result<i64, StoreError> {
        let tenures = audience.whom.tenures();
        let count = sqlx::query_scalar!(
            r#"
            with recursive within as (
                select id from places where id = $2
                union all
                select places.id from places join within on places.parent_id = within.id
            )
            select count(distinct o.person_id) as "count!"
            from occupancies o
            join places on places.id = o.place_id
            join people p on p.id = o.person_id
            where places.site_id = $1
              and ($2::bigint is null or o.place_id in (select id from within))
              and o.since <= $4 and (o.until is null or o.until > $4)
              and ($3::text[] is null or o.tenure = any ($3))
              and ($5::timestamptz is null or o.since > $5)
              and (p.account is null or p.joined_at is null or p.unreachable_at is not null)
            "#,
            site.0,
            audience.place.map(|place| place.0),
            tenures.as_deref(),
            self.now,
            audience.whom.since(self.now),
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// Whom it is time to ask so many months after their unit was handed over, by the calendar of their
    /// estate: the day has come, is not older than `until`, and nobody has asked them that before.
    pub(crate) async fn handed_over(
        &mut self,
        site: SiteId,
        name: &str,
        months: u32,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Reached>, StoreError> {
        let months = i32::try_from(months).unwrap_or(i32::MAX);
        let rows = sqlx::query!(
            r#"
            with recursive handed (id, handed_over) as (
                select id, handed_over from places where site_id = $1 and parent_id is null
                union all
                select places.id, coalesce(places.handed_over, handed.handed_over)
                from places join handed on places.parent_id = handed.id
            )
            select distinct on (p.id)
                   p.id, a.account as "account!", p.unasked_since is not null as "unasked!",
                   coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from handed
            join occupancies o on o.place_id = handed.id
            join audience($1, null, '{owner,tenant}', $3) a on a.person_id = o.person_id
            join people p on p.id = a.person_id
            join sites s on s.id = $1
            where (handed.handed_over + make_interval(months => $2))::date between $4 and $5
              and o.since <= $3 and (o.until is null or o.until > $3)
              and o.tenure in ('owner', 'tenant')
              and not exists (
                  select from posts where posts.person_id = p.id and posts.until is null
              )
              and not exists (
                  select from questionnaires q
                  join surveys on surveys.id = q.survey_id
                  join templates t on t.id = surveys.template_id
                  where q.person_id = p.id
                    and surveys.site_id = $1
                    and surveys.whom = 'handed_over'
                    and surveys.months = $2
                    and t.name = $6
              )
            order by p.id
            "#,
            site.0,
            months,
            self.now,
            from,
            until,
            name,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let reached = rows.into_iter().map(|row| Reached {
            person: PersonId(row.id),
            room: Room(row.account),
            is_unasked: row.unasked,
            quiet: (row.from, row.until),
        });
        Ok(reached.collect())
    }

    /// Asks all of these: a sheet and a letter for each, all or none.
    pub(crate) async fn survey_ask(
        &mut self,
        survey: &Survey,
        due: &[Due],
    ) -> Result<(), StoreError> {
        let people: Vec<i64> = due.iter().map(|one| one.person.0).collect();
        let rooms: Vec<i64> = due.iter().map(|one| one.room.0).collect();
        let at: Vec<DateTime<Utc>> = due.iter().map(|one| one.at).collect();
        let remind: Vec<Option<DateTime<Utc>>> = due.iter().map(|one| one.remind_at).collect();
        let until: Vec<DateTime<Utc>> = due.iter().map(|one| one.until).collect();
        let letter = json!(Letter::Questionnaire { questionnaire: QuestionnaireId(0) });
        sqlx::query!(
            r#"
            with due as (
                select * from unnest($4::bigint[], $5::bigint[], $6::timestamptz[], $7::timestamptz[],
                                     $8::timestamptz[])
                    as due (person_id, room, at, remind_at, until)
            ), asked as (
                insert into questionnaires
                    (survey_id, round, person_id, template_id, sheet, asked_at, remind_at, answer_until)
                select $1, 1, person_id, $2, $9, $10, remind_at, until from due
                on conflict (survey_id, person_id) where survey_id is not null do nothing
                returning id, person_id
            )
            insert into outbox (room, class, letter, due_at, posted_at, expires_at, site_id)
            select due.room, $11, jsonb_set($12::jsonb, '{questionnaire}', to_jsonb(asked.id)), due.at, $10,
                   due.until, $3
            from asked join due using (person_id)
            order by asked.id
            "#,
            survey.id.0,
            survey.template.0,
            survey.site.0,
            &people,
            &rooms,
            &at,
            &remind as &[Option<DateTime<Utc>>],
            &until,
            json!(Sheet::default()),
            self.now,
            Class::Bulk.rank(),
            letter,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
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

    /// What became of those who were asked.
    pub(crate) async fn survey_response(&mut self, id: SurveyId) -> Result<Response, StoreError> {
        let row = sqlx::query_as!(
            Response,
            r#"
            select count(*) as "asked!",
                   count(*) filter (where q.screen is not null) as "delivered!",
                   count(*) filter (
                       where q.screen is null and p.unreachable_at is not null
                   ) as "unreachable!",
                   count(*) filter (
                       where q.screen is null and p.unreachable_at is null and q.answer_until > $2
                   ) as "waiting!",
                   count(*) filter (where q.answered_at is not null) as "answered!",
                   count(*) filter (
                       where q.answered_at is null and q.declined_at is null
                         and q.sheet -> 'answers' <> '{}'::jsonb
                   ) as "begun!",
                   count(*) filter (where q.declined_at is not null) as "declined!"
            from questionnaires q
            join people p on p.id = q.person_id
            where q.survey_id = $1
            "#,
            id.0,
            self.now,
        );
        Ok(row.fetch_one(&mut *self.inner).await?)
    }

    /// The sheets of those who have answered everything; those that hold, where they are being corrected.
    pub(crate) async fn survey_sheets(&mut self, id: SurveyId) -> Result<Vec<Sheet>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, coalesce(kept, sheet) as "sheet!"
            from questionnaires
            where survey_id = $1 and answered_at is not null
            order by answered_at, id
            "#,
            id.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter()
            .map(|row| from_json("questionnaires", "sheet", row.id, row.sheet))
            .collect()
    }

    /// Some of those who have said nothing and are to be reminded now; nobody reminds them again. Says
    /// in which estate, whom, and which message has asked them.
    pub(crate) async fn survey_reminded(
        &mut self,
    ) -> Result<Vec<(SiteId, QuestionnaireId, PersonId, MessageId)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            with due as (
                select id, screen from questionnaires
                where remind_at <= $1 and answered_at is null and expired_at is null
                order by remind_at
                limit 200
                for update skip locked
            )
            update questionnaires q
            set remind_at = null,
                screen = case when q.sheet -> 'answers' = '{}'::jsonb then null else q.screen end
            from due, surveys
            where q.id = due.id and surveys.id = q.survey_id
            returning surveys.site_id, q.id, q.person_id, due.screen,
                      q.sheet -> 'answers' = '{}'::jsonb as "silent!"
            "#,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let silent = rows.into_iter().filter(|row| row.silent);
        let found = silent.filter_map(|row| {
            let (id, person) = (QuestionnaireId(row.id), PersonId(row.person_id));
            Some((SiteId(row.site_id), id, person, MessageId(row.screen?)))
        });
        Ok(found.collect())
    }

    /// Sheets of surveys that are over take no more answers. Says how many there were.
    pub(crate) async fn survey_sheets_expire(&mut self) -> Result<u64, StoreError> {
        let over = sqlx::query!(
            r#"
            update questionnaires set expired_at = $1, remind_at = null
            where id in (
                select id from questionnaires
                where answer_until <= $1 and answered_at is null and expired_at is null
                order by answer_until
                limit 500
                for update skip locked
            )
            "#,
            self.now,
        );
        Ok(over.execute(&mut *self.inner).await?.rows_affected())
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

    /// What somebody answered in surveys.
    pub(crate) async fn survey_sheets_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<QuestionnaireId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from questionnaires where person_id = $1 and survey_id is not null order by id",
            person.0,
        );
        let ids = ids.fetch_all(&mut *self.inner).await?;
        Ok(ids.into_iter().map(QuestionnaireId).collect())
    }
}
