//! Who was shown which version of the privacy notice, and who agreed to it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{StoreError, Tx};
use crate::{ids::PersonId, words::Language};

/// What somebody was shown of the privacy notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// Which version.
    pub version: i32,
    /// In which language.
    pub language: String,
    /// When it was shown.
    pub shown_at: DateTime<Utc>,
    /// When they agreed to it, if they did.
    pub agreed_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Writes down that somebody is shown a version; says whether it is the first time.
    pub(crate) async fn consent_show(
        &mut self,
        person: PersonId,
        version: i32,
        language: Language,
    ) -> Result<bool, StoreError> {
        let shown = sqlx::query!(
            r#"
            insert into consents (person_id, version, language, shown_at)
            values ($1, $2, $3, $4)
            on conflict (person_id, version) do nothing
            "#,
            person.0,
            version,
            language.tag(),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(shown.rows_affected() == 1)
    }

    /// Writes down that somebody agrees to a version; the first time counts.
    pub(crate) async fn consent_agree(
        &mut self,
        person: PersonId,
        version: i32,
        language: Language,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into consents (person_id, version, language, shown_at, agreed_at)
            values ($1, $2, $3, $4, $4)
            on conflict (person_id, version) do update
            set language = $3, agreed_at = $4
            where consents.agreed_at is null
            "#,
            person.0,
            version,
            language.tag(),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Somebody does not agree, or no longer.
    pub(crate) async fn consent_withdraw(&mut self, person: PersonId) -> Result<(), StoreError> {
        sqlx::query!("update consents set agreed_at = null where person_id = $1", person.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// What somebody was shown, and agreed to.
    pub(crate) async fn consents(&mut self, person: PersonId) -> Result<Vec<Consent>, StoreError> {
        let rows = sqlx::query_as!(
            Consent,
            r#"
            select version, language, shown_at, agreed_at
            from consents
            where person_id = $1
            order by version
            "#,
            person.0,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?)
    }
}
