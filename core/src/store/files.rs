//! Files that are kept by us: which are to be fetched, which are kept, which are to go.

use chrono::{DateTime, TimeDelta, Utc};

use super::{StoreError, Tx, named};
use crate::{ids::EvidenceId, intake::FileKind};

/// A file that the chat service does not find is asked for so often before it is given up, for more than two
/// days.
const MOST_FAILURES: i32 = 18;
/// The first pause after a failure; each next one is twice as long, up to the longest.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
/// For so long nobody else fetches what somebody has taken to fetch.
const TAKEN: TimeDelta = TimeDelta::minutes(5);

/// A file that is to be fetched and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToKeep {
    /// Its row.
    pub id: EvidenceId,
    /// The number of its case: the folder it comes into.
    pub number: String,
    /// What sort.
    pub kind: FileKind,
    /// By which the chat service gives it out.
    pub handle: String,
}

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name where files are kept.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many.
    pub bytes: i64,
    /// What it is, by its first bytes.
    pub media_type: String,
}

impl Tx {
    /// Takes the next file that is to be fetched; for a while nobody else does.
    pub(crate) async fn file_take(&mut self) -> Result<Option<ToKeep>, StoreError> {
        let row = sqlx::query!(
            r#"
            update evidence
            set keep_at = $2
            from cases
            where cases.id = evidence.case_id and evidence.id = (
                select id from evidence
                where kept_at is null and unkept is null and keep_at <= $1
                order by id desc
                limit 1
                for update skip locked
            )
            returning evidence.id, cases.number, evidence.kind, evidence.handle
            "#,
            self.now,
            self.now + TAKEN,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let kind = named("evidence", "kind", row.id, &row.kind)?;
        Ok(Some(ToKeep { id: EvidenceId(row.id), number: row.number, kind, handle: row.handle }))
    }

    /// It is about to be kept under this name: whoever erases its row from here on lets it go as well. Says whether
    /// the row is still there.
    pub(crate) async fn file_named(
        &mut self,
        id: EvidenceId,
        name: &str,
    ) -> Result<bool, StoreError> {
        let named = sqlx::query!("update evidence set kept_as = $2 where id = $1", id.0, name);
        Ok(named.execute(&mut *self.inner).await?.rows_affected() > 0)
    }

    /// It is kept. Says whether its row is still there: if not, nobody wants it.
    pub(crate) async fn file_kept(
        &mut self,
        id: EvidenceId,
        file: &KeptFile,
    ) -> Result<bool, StoreError> {
        let kept = sqlx::query!(
            r#"
            update evidence
            set kept_as = $2, sha256 = $3, bytes = $4, media_type = $5, kept_at = $6
            where id = $1
            "#,
            id.0,
            file.name,
            file.sha256,
            file.bytes,
            file.media_type,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(kept.rows_affected() > 0)
    }

    /// It could not be fetched or kept this time; `is_lost` where the chat service does not find it, which is
    /// given up in the end. Says whether it is.
    pub(crate) async fn file_failed(
        &mut self,
        id: EvidenceId,
        reason: &str,
        is_lost: bool,
    ) -> Result<bool, StoreError> {
        let failures = sqlx::query_scalar!(
            "select keep_failures from evidence where id = $1 for update",
            id.0
        );
        let Some(before) = failures.fetch_optional(&mut *self.inner).await? else {
            return Ok(false);
        };
        let pause = PAUSE * (1 << before.clamp(0, 9));
        let given_up = is_lost && before + 1 >= MOST_FAILURES;
        sqlx::query!(
            r#"
            update evidence
            set keep_failures = keep_failures + 1, keep_at = $2, unkept = case when $3 then $4 end
            where id = $1
            "#,
            id.0,
            self.now + pause.min(LONGEST_PAUSE),
            given_up,
            reason,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(given_up)
    }

    /// It is never going to be kept, and why.
    pub(crate) async fn file_unkept(
        &mut self,
        id: EvidenceId,
        why: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!("update evidence set unkept = $2 where id = $1", id.0, why)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// A file whose row is gone, and which is to go as well.
    pub(crate) async fn file_discarded(&mut self) -> Result<Option<String>, StoreError> {
        let name = sqlx::query_scalar!("select name from discarded order by at, name limit 1");
        Ok(name.fetch_optional(&mut *self.inner).await?)
    }

    /// It has gone.
    pub(crate) async fn file_gone(&mut self, name: &str) -> Result<(), StoreError> {
        sqlx::query!("delete from discarded where name = $1", name)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// It is to go.
    pub(crate) async fn file_discard(&mut self, name: &str) -> Result<(), StoreError> {
        let now: DateTime<Utc> = self.now;
        sqlx::query!(
            "insert into discarded (name, at) values ($1, $2) on conflict (name) do nothing",
            name,
            now
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
