//! Every version of every profile that was ever in force.

use super::{StoreError, Tx};
use crate::ids::PolicyId;

/// A version of a profile as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which profile.
    pub profile: String,
    /// Which version.
    pub version: i32,
    /// Its words.
    pub body: String,
    /// The estate's own file that it was read from; none came with the program.
    pub file: Option<String>,
}

impl Tx {
    /// Keeps a version of a profile; `file` is the estate's own that it was read from. What is known
    /// already stays as it was. Answers with the words that the book has.
    pub(crate) async fn policy_add(
        &mut self,
        profile: &str,
        version: i32,
        body: &str,
        file: Option<&str>,
    ) -> Result<String, StoreError> {
        sqlx::query!(
            r#"
            insert into policies (profile, version, body, file, loaded_at)
            values ($1, $2, $3, $4, $5)
            on conflict (profile, version) do nothing
            "#,
            profile,
            version,
            body,
            file,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        let kept = sqlx::query_scalar!(
            "select body from policies where profile = $1 and version = $2",
            profile,
            version,
        );
        Ok(kept.fetch_one(&mut *self.inner).await?)
    }

    /// Every version that the book has, by name and age.
    pub(crate) async fn policies(&mut self) -> Result<Vec<Kept>, StoreError> {
        let rows = sqlx::query_as!(
            Kept,
            "select profile, version, body, file from policies order by profile, version",
        );
        Ok(rows.fetch_all(&mut *self.inner).await?)
    }

    /// The newest version of a profile.
    pub(crate) async fn policy_newest(
        &mut self,
        profile: &str,
    ) -> Result<Option<PolicyId>, StoreError> {
        let id = sqlx::query_scalar!(
            "select id from policies where profile = $1 order by version desc limit 1",
            profile,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(PolicyId))
    }

    /// A version's TOML.
    pub(crate) async fn policy_body(&mut self, id: PolicyId) -> Result<String, StoreError> {
        let body = sqlx::query_scalar!("select body from policies where id = $1", id.0);
        Ok(body.fetch_one(&mut *self.inner).await?)
    }
}
