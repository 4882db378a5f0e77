//! How far each person has come in a conversation.

use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{StoreError, Tx, from_json};
use crate::ids::{MessageId, PersonId};

/// A conversation as the book keeps it.
#[derive(Debug, Clone)]
pub struct Kept<D> {
    /// What is accepted so far.
    pub state: D,
    /// Grows with every answer. Buttons carry it.
    pub version: i32,
    /// The message that shows the present question.
    pub screen: Option<MessageId>,
    /// When it last moved.
    pub changed_at: DateTime<Utc>,
}

impl Tx {
    /// Takes these people's conversations for this work, without waiting; says whose others are at.
    pub(crate) async fn dialogs_busy(&mut self, people: &[i64]) -> Result<Vec<i64>, StoreError> {
        let busy = sqlx::query_scalar!(
            r#"
            with taken as materialized (
                select person_id, kind from dialogs where person_id = any($1)
                for update skip locked
            )
            select person_id from dialogs
            where person_id = any($1) and (person_id, kind) not in (select person_id, kind from taken)
            "#,
            people,
        );
        Ok(busy.fetch_all(&mut *self.inner).await?)
    }

    /// A person's conversation of one sort (`draft` or `task`).
    pub(crate) async fn dialog<D: DeserializeOwned>(
        &mut self,
        person: PersonId,
        kind: &'static str,
    ) -> Result<Option<Kept<D>>, StoreError> {
        let row = sqlx::query!(
            r#"
            select state, version, screen, changed_at
            from dialogs
            where person_id = $1 and kind = $2
            "#,
            person.0,
            kind,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(|row| {
            Ok(Kept {
                state: from_json("dialogs", "state", person.0, row.state)?,
                version: row.version,
                screen: row.screen.map(MessageId),
                changed_at: row.changed_at,
            })
        })
        .transpose()
    }

    /// Keeps how far a person has come; says the new version.
    pub(crate) async fn dialog_save<D: Serialize>(
        &mut self,
        person: PersonId,
        kind: &'static str,
        state: &D,
    ) -> Result<i32, StoreError> {
        let version = sqlx::query_scalar!(
            r#"
            insert into dialogs (person_id, kind, state, changed_at)
            values ($1, $2, $3, $4)
            on conflict (person_id, kind) do update
            set state = $3, version = nextval('dialog_versions')::integer, changed_at = $4
            returning version
            "#,
            person.0,
            kind,
            json!(state),
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(version)
    }

    /// The conversation is over.
    pub(crate) async fn dialog_drop(
        &mut self,
        person: PersonId,
        kind: &'static str,
    ) -> Result<(), StoreError> {
        sqlx::query!("delete from dialogs where person_id = $1 and kind = $2", person.0, kind)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Writes down which message shows the present question.
    pub(crate) async fn dialog_screen(
        &mut self,
        person: PersonId,
        kind: &str,
        screen: Option<MessageId>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update dialogs set screen = $3 where person_id = $1 and kind = $2",
            person.0,
            kind,
            screen.map(|id| id.0),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Which message shows the present question.
    pub(crate) async fn dialog_shown(
        &mut self,
        person: PersonId,
        kind: &str,
    ) -> Result<Option<MessageId>, StoreError> {
        let screen = sqlx::query_scalar!(
            "select screen from dialogs where person_id = $1 and kind = $2",
            person.0,
            kind,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(screen.flatten().map(MessageId))
    }
}
