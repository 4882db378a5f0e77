//! The callback questionnaire: one row a round.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{StoreError, Tx, from_json};
use crate::{
    callback::Sheet,
    ids::{CaseId, MessageId, PersonId, QuestionnaireId},
};

/// One round of the questionnaire.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// Its identity.
    pub id: QuestionnaireId,
    /// Of which case.
    pub case: CaseId,
    /// Of which round.
    pub round: i32,
    /// Who is asked; nobody else may answer.
    pub person: PersonId,
    /// The answers so far.
    pub sheet: Sheet,
    /// Grows with every answer. Buttons carry it.
    pub version: i32,
    /// Its message.
    pub screen: Option<MessageId>,
    /// When every question was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was no longer wanted.
    pub expired_at: Option<DateTime<Utc>>,
}

impl Questionnaire {
    /// Whether it can still be answered.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none() && self.expired_at.is_none()
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
    pub(crate) async fn sheets_of(
        &mut self,
        case: CaseId,
        person: PersonId,
    ) -> Result<Vec<Sheet>, StoreError> {
        let rows = sqlx::query!(
            "select id, sheet from questionnaires where case_id = $1 and person_id = $2 order by id",
            case.0,
            person.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let sheets = rows.into_iter();
        sheets.map(|row| from_json("questionnaires", "sheet", row.id, row.sheet)).collect()
    }

    /// Opens a round.
    pub(crate) async fn questionnaire_open(
        &mut self,
        case: CaseId,
        round: i32,
        person: PersonId,
    ) -> Result<QuestionnaireId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into questionnaires (case_id, round, person_id, sheet, asked_at)
            values ($1, $2, $3, $4, $5)
            on conflict (case_id, round) do update
            set sheet = $4, version = questionnaires.version + 1, screen = null, asked_at = $5,
                answered_at = null, expired_at = null, written_by = null
            returning id
            "#,
            case.0,
            round,
            person.0,
            json!(Sheet::default()),
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(QuestionnaireId(id))
    }

    /// A round, kept from others until this work is done; its case with it, and before it, as by
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
        self.questionnaire(id).await
    }

    /// A round.
    pub(crate) async fn questionnaire(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, StoreError> {
        let row = sqlx::query!(
            r#"
            select id, case_id, round, person_id, sheet, version, screen, answered_at, expired_at
            from questionnaires
            where id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(|row| {
            Ok(Questionnaire {
                id,
                case: CaseId(row.case_id),
                round: row.round,
                person: PersonId(row.person_id),
                sheet: from_json("questionnaires", "sheet", row.id, row.sheet)?,
                version: row.version,
                screen: row.screen.map(MessageId),
                answered_at: row.answered_at,
                expired_at: row.expired_at,
            })
        })
        .transpose()
    }

    /// Keeps the answers; `complete` when there are no more questions.
    pub(crate) async fn questionnaire_save(
        &mut self,
        id: QuestionnaireId,
        sheet: &Sheet,
        complete: bool,
        written_by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update questionnaires
            set sheet = $2, version = version + 1,
                answered_at = case when $3 then $4::timestamptz end, written_by = $5
            where id = $1
            "#,
            id.0,
            json!(sheet),
            complete,
            self.now,
            written_by.map(|person| person.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
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
            "update questionnaires set screen = $2 where id = $1",
            id.0,
            screen.map(|message| message.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
