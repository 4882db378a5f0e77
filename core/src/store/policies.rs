//! Every version of every profile that was ever in force.

use super::{StoreError, Tx};
use crate::ids::PolicyId;

impl Tx {
    /// Keeps a version of a profile. What is known already stays as it was; says whether it is
    /// the same.
    pub(crate) async fn policy_add(
        &mut self,
        profile: &str,
        version: i32,
        body: &str,
    ) -> Result<bool, StoreError> {
        sqlx::query!(
            r#"
            insert into policies (profile, version, body, loaded_at)
            values ($1, $2, $3, $4)
            on conflict (profile, version) do nothing
            "#,
            profile,
            version,
            body,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        let kept = sqlx::query_scalar!(
            "select body from policies where profile = $1 and version = $2",
            profile,
            version,
        );
        Ok(kept.fetch_one(&mut *self.inner).await? == body)
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
