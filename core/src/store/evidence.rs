//! Photos, voice and files of a case; and who looked at its full slip.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{
    ids::{CaseId, PersonId},
    intake::File,
};

/// Somebody looked at a full slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Attaches a file to a case. `purpose` is story, addition or result.
    pub(crate) async fn evidence_add(
        &mut self,
        case: CaseId,
        purpose: &'static str,
        file: &File,
        by: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into evidence (case_id, purpose, kind, handle, caption, added_by, added_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            "#,
            case.0,
            purpose,
            file.kind.name(),
            file.handle,
            file.caption,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The files of a case, but for what a scan found something in: those of its newest result, or those of its story. What proved a result that
    /// did not hold proves nothing of the next.
    pub(crate) async fn evidence(
        &mut self,
        case: CaseId,
        result: bool,
    ) -> Result<Vec<File>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, kind, handle, caption
            from evidence
            where case_id = $1 and (purpose = 'result') = $2
              and unkept is distinct from 'infected'
              and (
                  purpose <> 'result'
                  or added_at >= coalesce(
                      (select max(at) from history where case_id = $1 and event = 'report'), added_at)
              )
            order by id
            "#,
            case.0,
            result,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter()
            .map(|row| {
                let kind = named("evidence", "kind", row.id, &row.kind)?;
                Ok(File { kind, handle: row.handle, caption: row.caption, album: None })
            })
            .collect()
    }

    /// Who looked at the full slip of a case, and when.
    pub(crate) async fn looks_at(&mut self, case: CaseId) -> Result<Vec<Look>, StoreError> {
        let rows =
            sqlx::query!("select person_id, at from looks where case_id = $1 order by id", case.0,)
                .fetch_all(&mut *self.inner)
                .await?;
        let look = rows.into_iter().map(|row| Look { person: PersonId(row.person_id), at: row.at });
        Ok(look.collect())
    }

    /// Writes down that somebody looked at the full slip (PV-10).
    pub(crate) async fn look_add(
        &mut self,
        case: CaseId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into looks (case_id, person_id, at) values ($1, $2, $3)",
            case.0,
            person.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
