//! Who is asked in surveys, and what became of that.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::json;

use super::{StoreError, Tx, from_json};
use crate::{
    case::letter::Class,
    ids::{MessageId, PersonId, QuestionnaireId, SiteId, SurveyId, TemplateId},
    questionnaire::Sheet,
    quiet::Quiet,
    survey::{Audience, Response, Survey},
};

/// What waits for longer waits for somebody who cannot be reached.
const UNREACHED: TimeDelta = TimeDelta::minutes(10);

/// Somebody whom a survey reaches.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    /// Who.
    pub(crate) person: PersonId,
    /// Whether they want no questions.
    pub(crate) is_unasked: bool,
    /// When they are not to be asked.
    pub(crate) quiet: Quiet,
}

/// Somebody whom a survey reaches, as the book has it.
struct ReachedRow {
    id: i64,
    unasked: bool,
    from: NaiveTime,
    until: NaiveTime,
}

impl From<ReachedRow> for Reached {
    fn from(row: ReachedRow) -> Self {
        Self {
            person: PersonId(row.id),
            is_unasked: row.unasked,
            quiet: Quiet { from: row.from, until: row.until },
        }
    }
}

/// Somebody who is asked, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    /// Who.
    pub(crate) person: PersonId,
    /// It is sent then.
    pub(crate) at: DateTime<Utc>,
    /// They are reminded then.
    pub(crate) remind_at: Option<DateTime<Utc>>,
    /// They can answer until then.
    pub(crate) until: DateTime<Utc>,
}

/// A sheet of a survey that is to be sent, or sent again.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    /// Which.
    pub(crate) sheet: QuestionnaireId,
    /// Of which estate.
    pub(crate) site: SiteId,
    /// To whom.
    pub(crate) person: PersonId,
    /// Whether they want no questions by now.
    pub(crate) is_unasked: bool,
    /// When they are not to be asked.
    pub(crate) quiet: Quiet,
    /// Which message has asked them before.
    pub(crate) screen: Option<MessageId>,
    /// Whether they have begun to answer.
    pub(crate) has_begun: bool,
}

impl Tx {
    /// Whom a survey reaches: those who live there and do not work here.
    pub(crate) async fn survey_reaches(
        &mut self,
        site: SiteId,
        audience: Audience,
    ) -> Result<Vec<Reached>, StoreError> {
        let tenures = audience.whom.tenures();
        let rows = sqlx::query_as!(
            ReachedRow,
            r#"
            select p.id, p.unasked_since is not null as "unasked!",
                   coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from audience($1, $2, $3, $4, $5) a
            join people p on p.id = a.person_id
            join sites s on s.id = $1
            where not exists (
                select from posts
                where posts.person_id = p.id and posts.site_id = $1 and posts.until is null
            )
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
        Ok(rows.into_iter().map(Reached::from).collect())
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
        let rows = sqlx::query_as!(
            ReachedRow,
            r#"
            with recursive handed (id, handed_over) as (
                select id, handed_over from places where site_id = $1 and parent_id is null
                union all
                select places.id, coalesce(places.handed_over, handed.handed_over)
                from places join handed on places.parent_id = handed.id
            )
            select distinct on (p.id)
                   p.id, p.unasked_since is not null as "unasked!",
                   coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from handed
            join occupancies o on o.place_id = handed.id
            join audience($1, null, '{owner,tenant}', $3, null) a on a.person_id = o.person_id
            join people p on p.id = a.person_id
            join sites s on s.id = $1
            where (handed.handed_over + make_interval(months => $2))::date between $4 and $5
              and o.since <= $3 and (o.until is null or o.until > $3)
              and o.tenure in ('owner', 'tenant')
              and not exists (
                  select from posts
                  where posts.person_id = p.id and posts.site_id = $1 and posts.until is null
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
        Ok(rows.into_iter().map(Reached::from).collect())
    }

    /// Asks all of these: a sheet for each, all or none; each is sent when its time has come.
    pub(crate) async fn survey_ask(
        &mut self,
        survey: &Survey,
        due: &[Due],
    ) -> Result<(), StoreError> {
        let people: Vec<i64> = due.iter().map(|one| one.person.0).collect();
        let at: Vec<DateTime<Utc>> = due.iter().map(|one| one.at).collect();
        let remind: Vec<Option<DateTime<Utc>>> = due.iter().map(|one| one.remind_at).collect();
        let until: Vec<DateTime<Utc>> = due.iter().map(|one| one.until).collect();
        sqlx::query!(
            r#"
            insert into questionnaires
                (survey_id, round, person_id, template_id, sheet, asked_at, ask_at, remind_at, answer_until)
            select $1, 1, person_id, $2, $3, $4, ask_at, remind_at, until
            from unnest($5::bigint[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
                as due (person_id, ask_at, remind_at, until)
            order by person_id
            on conflict (survey_id, person_id) where survey_id is not null do nothing
            "#,
            survey.id.0,
            survey.template.0,
            json!(Sheet::default()),
            self.now,
            &people,
            &at,
            &remind as &[Option<DateTime<Utc>>],
            &until,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Whether the courier has its hands full with what goes to many: then nothing is added.
    pub(crate) async fn has_many_to_send(&mut self, many: i64) -> Result<bool, StoreError> {
        let waiting = sqlx::query_scalar!(
            r#"
            select count(*) as "count!" from (
                select 1 from outbox
                where settled_at is null and class = $4 and due_at <= $1
                  and posted_at > $3
                limit $2
            ) as waiting
            "#,
            self.now,
            many,
            self.now - UNREACHED,
            Class::Bulk.rank(),
        );
        Ok(waiting.fetch_one(self.mail().await?).await? >= many)
    }

    /// Some of those who are to be asked now.
    pub(crate) async fn survey_owed(&mut self, limit: i64) -> Result<Vec<Owed>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select q.id, surveys.site_id, q.person_id, q.screen,
                   q.sheet -> 'answers' <> '{}'::jsonb as "begun!", p.unasked_since is not null as "unasked!",
                   coalesce(p.quiet_from, s.quiet_from) as "from!",
                   coalesce(p.quiet_until, s.quiet_until) as "until!"
            from questionnaires q
            join surveys on surveys.id = q.survey_id
            join sites s on s.id = surveys.site_id
            join people p on p.id = q.person_id
            where q.ask_at <= $1 and q.answered_at is null and q.expired_at is null
              and q.answer_until > $1
            order by q.ask_at, q.id
            limit $2
            for update of q skip locked
            "#,
            self.now,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let owed = rows.into_iter().map(|row| Owed {
            sheet: QuestionnaireId(row.id),
            site: SiteId(row.site_id),
            person: PersonId(row.person_id),
            is_unasked: row.unasked,
            quiet: Quiet { from: row.from, until: row.until },
            screen: row.screen.map(MessageId),
            has_begun: row.begun,
        });
        Ok(owed.collect())
    }

    /// Those who have said nothing and are to be reminded now are asked once more.
    pub(crate) async fn survey_remind(&mut self) -> Result<u64, StoreError> {
        let due = sqlx::query!(
            r#"
            update questionnaires
            set remind_at = null,
                ask_at = case
                    when sheet -> 'answers' = '{}'::jsonb and delivered_at is not null and answer_until > $1
                    then $1 else ask_at
                end
            where id in (
                select id from questionnaires
                where remind_at <= $1 and answered_at is null and expired_at is null
                order by remind_at
                limit 500
                for update skip locked
            )
            "#,
            self.now,
        );
        Ok(due.execute(&mut *self.inner).await?.rows_affected())
    }

    /// A sheet is not sent once more.
    pub(crate) async fn survey_let_be(&mut self, sheet: QuestionnaireId) -> Result<(), StoreError> {
        sqlx::query!("update questionnaires set ask_at = null where id = $1", sheet.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A sheet is sent now, as a message of its own; or later, because it is night.
    pub(crate) async fn survey_sent(
        &mut self,
        sheet: QuestionnaireId,
        later: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set ask_at = $2, screen = case when $2::timestamptz is null then null else screen end
            where id = $1
            "#,
            sheet.0,
            later,
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
                   count(*) filter (where q.delivered_at is not null) as "delivered!",
                   count(*) filter (
                       where q.delivered_at is null and p.unreachable_at is not null
                   ) as "unreachable!",
                   count(*) filter (
                       where q.delivered_at is null and p.unreachable_at is null
                         and q.expired_at is null and q.answer_until > $2
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

    /// Sheets of surveys that are over take no more answers. Says how many there were.
    pub(crate) async fn survey_sheets_expire(&mut self) -> Result<u64, StoreError> {
        let over = sqlx::query!(
            r#"
            update questionnaires set expired_at = $1, remind_at = null, ask_at = null
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

    /// What is asked of many in an estate now, in its order.
    pub(crate) async fn surveyed(&mut self, site: SiteId) -> Result<Vec<TemplateId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select template_id from surveyed where site_id = $1 order by position",
            site.0,
        );
        let ids = ids.fetch_all(&mut *self.inner).await?;
        Ok(ids.into_iter().map(TemplateId).collect())
    }

    /// These are asked of many in an estate from now on, and no others.
    pub(crate) async fn surveyed_set(
        &mut self,
        site: SiteId,
        ids: &[TemplateId],
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        sqlx::query!(
            r#"
            with gone as (
                delete from surveyed where site_id = $1 and template_id <> all ($2)
            )
            insert into surveyed (site_id, template_id, position)
            select $1, id, position
            from unnest($2::bigint[]) with ordinality as template (id, position)
            on conflict (site_id, template_id) do update set position = excluded.position
            "#,
            site.0,
            &ids,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
