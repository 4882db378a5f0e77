//! Questionnaires: one row a round of a callback, or for each who is asked in a survey.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{StoreError, Tx, from_json};
use crate::{
    callback::{Grade, Verdict},
    ids::{CaseId, MessageId, PersonId, QuestionnaireId, SurveyId, TemplateId},
    questionnaire::{Sheet, Template},
    words::Language,
};

/// What somebody is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The result of a case.
    Case(CaseId),
    /// What a survey is about, until then.
    Survey(SurveyId, DateTime<Utc>),
}

/// One sheet, with who is asked and what became of it.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// Its identity.
    pub id: QuestionnaireId,
    /// What it is about.
    pub about: Subject,
    /// Of which round of a case; the first in a survey.
    pub round: i32,
    /// Who is asked; nobody else may answer.
    pub person: PersonId,
    /// What is asked.
    pub template: Arc<Template>,
    /// The answers so far.
    pub sheet: Sheet,
    /// The answers that hold while they are being corrected.
    pub kept: Option<Sheet>,
    /// Grows with every answer. Buttons carry it.
    pub version: i32,
    /// Its message.
    pub screen: Option<MessageId>,
    /// When every question was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was no longer wanted.
    pub expired_at: Option<DateTime<Utc>>,
    /// When whoever is asked said that they want no such questions.
    pub declined_at: Option<DateTime<Utc>>,
    /// Who has written down what they said on the telephone.
    pub written_by: Option<PersonId>,
}

/// A sheet as the book has it.
struct Row {
    id: i64,
    case_id: Option<i64>,
    survey_id: Option<i64>,
    answer_until: Option<DateTime<Utc>>,
    round: i32,
    person_id: i64,
    sheet: serde_json::Value,
    kept: Option<serde_json::Value>,
    version: i32,
    screen: Option<i64>,
    answered_at: Option<DateTime<Utc>>,
    expired_at: Option<DateTime<Utc>>,
    declined_at: Option<DateTime<Utc>>,
    written_by: Option<i64>,
    template_id: i64,
}

impl Questionnaire {
    /// Whether it can still be answered.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none() && self.expired_at.is_none()
    }

    /// Of which case it is, if it is of one.
    pub fn case(&self) -> Option<CaseId> {
        match self.about {
            Subject::Case(case) => Some(case),
            Subject::Survey(..) => None,
        }
    }

    /// Whether it came too late to answer at a moment, as a survey is over.
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        matches!(self.about, Subject::Survey(_, until) if until <= now)
    }

    /// Whether its answers are being corrected.
    pub fn is_corrected(&self) -> bool {
        self.kept.is_some()
    }

    /// Whether its answers may be corrected at a moment.
    pub fn is_correctable(&self, now: DateTime<Utc>) -> bool {
        self.correctable_until().is_some_and(|until| now < until)
    }

    /// Whether it takes answers at a moment.
    pub fn takes_answers(&self, now: DateTime<Utc>) -> bool {
        let is_taken = self.is_open() || self.is_corrected() && self.is_correctable(now);
        is_taken && !self.is_over(now)
    }

    /// Until when its answers may be corrected, where they may be at all.
    pub fn correctable_until(&self) -> Option<DateTime<Utc>> {
        let length = self.template.correctable();
        let until =
            self.answered_at.filter(|_| length > TimeDelta::zero()).map(|at| at + length)?;
        Some(match self.about {
            Subject::Case(_) => until,
            Subject::Survey(_, end) => until.min(end),
        })
    }

    /// What the answers come to so far; what was chosen is named in this language.
    pub fn verdict(&self, language: Language) -> Option<Verdict> {
        Verdict::of(&self.template, &self.sheet, language)
    }

    /// What holds of the answers, for those who read what owners said: without what became a matter of its
    /// own.
    pub(crate) fn said(&self, language: Language) -> Option<Verdict> {
        let held = self.kept.as_ref().unwrap_or(&self.sheet);
        let mut verdict = Verdict::of(&self.template, held, language)?;
        let own: Vec<&str> = held.items(&self.template).collect();
        verdict.words.take_if(|words| own.contains(&words.as_str()));
        Some(verdict)
    }
}

impl Tx {
    /// Takes these questionnaires for this work, without waiting; says which of them others are at.
    pub(crate) async fn questionnaires_busy(
        &mut self,
        questionnaires: &[i64],
    ) -> Result<Vec<i64>, StoreError> {
        let busy = sqlx::query_scalar!(
            r#"
            with taken as materialized (
                select id from questionnaires where id = any($1) for update skip locked
            )
            select id from questionnaires where id = any($1) and id not in (select id from taken)
            "#,
            questionnaires,
        );
        Ok(busy.fetch_all(&mut *self.inner).await?)
    }

    /// What somebody answered about a case, round by round.
    pub(crate) async fn questionnaires_of(
        &mut self,
        case: CaseId,
        person: PersonId,
    ) -> Result<Vec<Questionnaire>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from questionnaires where case_id = $1 and person_id = $2 order by id",
            case.0,
            person.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        self.questionnaires_by(&ids).await
    }

    /// Opens a round.
    pub(crate) async fn questionnaire_open(
        &mut self,
        case: CaseId,
        round: i32,
        person: PersonId,
        template: TemplateId,
    ) -> Result<QuestionnaireId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into questionnaires (case_id, round, person_id, template_id, sheet, asked_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (case_id, round) do update
            set person_id = $3, template_id = $4, sheet = $5, version = questionnaires.version + 1, screen = null,
                asked_at = $6, answered_at = null, expired_at = null, declined_at = null, written_by = null, kept = null,
                solved = null, grade = null, attitude = null, speed = null
            returning id
            "#,
            case.0,
            round,
            person.0,
            template.0,
            json!(Sheet::default()),
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(QuestionnaireId(id))
    }

    /// A sheet, kept from others until this work is done; its case with it, and before it, as by
    /// everybody else who touches both.
    pub(crate) async fn questionnaire_lock(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, StoreError> {
        sqlx::query!(
            r#"
            select c.id
            from questionnaires q
            join cases c on c.id = q.case_id
            where q.id = $1
            for update of c
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        sqlx::query!(
            "select id from questionnaires where id = $1 and survey_id is not null for update",
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        self.questionnaire(id).await
    }

    /// When the open questionnaire of a case was last answered in, if it was.
    pub(crate) async fn questionnaire_touched(
        &mut self,
        case: CaseId,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let touched = sqlx::query_scalar!(
            r#"
            select touched_at from questionnaires
            where case_id = $1 and answered_at is null and expired_at is null
            order by id desc
            limit 1
            "#,
            case.0,
        );
        Ok(touched.fetch_optional(&mut *self.inner).await?.flatten())
    }

    /// A round.
    pub(crate) async fn questionnaire(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            r#"
            select id, case_id, survey_id, answer_until, round, person_id, sheet, kept, version, screen,
                   answered_at, expired_at, declined_at, written_by,
                   coalesce(
                       template_id,
                       (select t.id from templates t where t.name = 'callback' and t.version = 0)
                   ) as "template_id!"
            from questionnaires
            where id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        match row {
            Some(row) => Ok(Some(self.questionnaire_read(row).await?)),
            None => Ok(None),
        }
    }

    /// These rounds, in this order.
    async fn questionnaires_by(&mut self, ids: &[i64]) -> Result<Vec<Questionnaire>, StoreError> {
        let rows = sqlx::query_as!(
            Row,
            r#"
            select questionnaires.id, case_id, survey_id, answer_until, round, person_id, sheet, kept, version, screen,
                   answered_at, expired_at, declined_at, written_by,
                   coalesce(
                       template_id,
                       (select t.id from templates t where t.name = 'callback' and t.version = 0)
                   ) as "template_id!"
            from unnest($1::bigint[]) with ordinality as wanted (id, place)
            join questionnaires on questionnaires.id = wanted.id
            order by place
            "#,
            ids,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(self.questionnaire_read(row).await?);
        }
        Ok(found)
    }

    async fn questionnaire_read(&mut self, row: Row) -> Result<Questionnaire, StoreError> {
        let read = |sheet| from_json::<Sheet>("questionnaires", "sheet", row.id, sheet);
        Ok(Questionnaire {
            id: QuestionnaireId(row.id),
            about: match (row.case_id, row.survey_id, row.answer_until) {
                (Some(case), ..) => Subject::Case(CaseId(case)),
                (None, Some(survey), Some(until)) => Subject::Survey(SurveyId(survey), until),
                _ => {
                    let (table, column) = ("questionnaires", "survey_id");
                    return Err(StoreError::Nonsense { table, column, row: row.id });
                }
            },
            round: row.round,
            person: PersonId(row.person_id),
            template: self.template(TemplateId(row.template_id)).await?,
            sheet: read(row.sheet)?,
            kept: row.kept.map(read).transpose()?,
            version: row.version,
            screen: row.screen.map(MessageId),
            answered_at: row.answered_at,
            expired_at: row.expired_at,
            declined_at: row.declined_at,
            written_by: row.written_by.map(PersonId),
        })
    }

    /// What was answered in between in the callbacks of these cases, the newest first.
    pub(crate) async fn callbacks_answered(
        &mut self,
        cases: &[i64],
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Vec<Questionnaire>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from questionnaires
            where case_id = any ($1) and answered_at >= $2 and answered_at < $3
            order by answered_at desc, id desc
            "#,
            cases,
            from,
            until,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        self.questionnaires_by(&ids).await
    }

    /// Keeps the answers, which are complete or not; of a case with the verdict when they are.
    pub(crate) async fn questionnaire_save(
        &mut self,
        id: QuestionnaireId,
        sheet: &Sheet,
        is_complete: bool,
        verdict: Option<&Verdict>,
        written_by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set sheet = $2, version = version + 1, touched_at = $5,
                written_by = case when $4 then $3 else coalesce($3, written_by) end,
                answered_at = case when $4 then coalesce(answered_at, $5::timestamptz) else answered_at end,
                kept = case when $4 then null else kept end,
                solved = coalesce($6, solved), grade = coalesce($7, grade),
                attitude = case when $4 then $8 else attitude end,
                speed = case when $4 then $9 else speed end
            where id = $1
            "#,
            id.0,
            json!(sheet),
            written_by.map(|person| person.0),
            is_complete,
            self.now,
            verdict.map(|verdict| verdict.solved.name()),
            verdict.map(|verdict| verdict.grade.name()),
            verdict.and_then(|verdict| verdict.attitude).map(Grade::name),
            verdict.and_then(|verdict| verdict.speed).map(Grade::name),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Its answers are being corrected: those that hold are kept until others are complete.
    pub(crate) async fn questionnaire_correct(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set kept = coalesce(kept, sheet), sheet = $2, version = version + 1
            where id = $1
            "#,
            id.0,
            json!(Sheet::default()),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A correction that came to nothing: the answers that held hold on.
    pub(crate) async fn questionnaire_restore(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set sheet = coalesce(kept, sheet), kept = null, version = version + 1
            where id = $1
            "#,
            id.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Whether a case was asked about again after this round.
    pub(crate) async fn questionnaire_is_newest(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<bool, StoreError> {
        let newer = sqlx::query_scalar!(
            r#"
            select exists (
                select 1 from questionnaires q
                join questionnaires of on of.id = $1
                where q.case_id = of.case_id and q.round > of.round
            ) as "newer!"
            "#,
            id.0,
        );
        Ok(!newer.fetch_one(&mut *self.inner).await?)
    }

    /// The round of a case that can still be answered.
    pub(crate) async fn questionnaire_open_of(
        &mut self,
        case: CaseId,
    ) -> Result<Option<QuestionnaireId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            select id from questionnaires
            where case_id = $1 and answered_at is null and expired_at is null
            order by id desc
            limit 1
            "#,
            case.0,
        );
        Ok(id.fetch_optional(&mut *self.inner).await?.map(QuestionnaireId))
    }

    /// When somebody was asked last about another case than this one; `again`: once more, some time after,
    /// too. Whoever looks holds them until the
    /// end, so that two who look at once do not both ask.
    pub(crate) async fn asked_last(
        &mut self,
        person: PersonId,
        but: CaseId,
        again: bool,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        sqlx::query!(
            "select pg_advisory_xact_lock(hashtextextended('asked', $1)) as done",
            person.0
        )
        .fetch_one(&mut *self.inner)
        .await?;
        let last = sqlx::query_scalar!(
            r#"
            select greatest(
                (
                    -- Whoever wants no questions is written down, and asked nothing.
                    select max(asked_at) from questionnaires
                    where person_id = $1
                      and case_id is distinct from $2
                      and declined_at is distinct from asked_at
                ),
                (
                    select max(fired_at) from timers
                    join cases on cases.id = timers.case_id
                    where $3
                      and cases.owner_id = $1
                      and case_id <> $2
                      and timers.kind = 'second_callback'
                )
            )
            "#,
            person.0,
            but.0,
            again,
        );
        Ok(last.fetch_one(&mut *self.inner).await?)
    }

    /// Whoever is asked in this round wants no such questions; who wrote that down, if they said it on the
    /// telephone.
    pub(crate) async fn questionnaire_decline(
        &mut self,
        id: QuestionnaireId,
        written_by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set declined_at = $2, expired_at = $2, version = version + 1, written_by = $3
            where id = $1
            "#,
            id.0,
            self.now,
            written_by.map(|person| person.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Open rounds of a case are no longer wanted; says which, and who was asked.
    pub(crate) async fn questionnaires_expire(
        &mut self,
        case: CaseId,
    ) -> Result<Vec<(QuestionnaireId, PersonId)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            update questionnaires
            set expired_at = $2
            where case_id = $1 and answered_at is null and expired_at is null
            returning id, person_id
            "#,
            case.0,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (QuestionnaireId(row.id), PersonId(row.person_id))).collect())
    }

    /// Writes down which message shows the round.
    pub(crate) async fn questionnaire_screen(
        &mut self,
        id: QuestionnaireId,
        screen: Option<MessageId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set screen = $2,
                delivered_at = case
                    when survey_id is not null and $2::bigint is not null
                    then coalesce(delivered_at, $3::timestamptz) else delivered_at
                end
            where id = $1
            "#,
            id.0,
            screen.map(|message| message.0),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
