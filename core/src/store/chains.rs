//! Histories as chains: read in batches, in the order of their lines.

use super::{StoreError, Tx};
use crate::chain::{Line, Seal};

/// The history of one case, and what the case says of it.
pub(crate) struct Chain {
    pub(crate) case: i64,
    pub(crate) number: String,
    /// The case has seen so many events.
    pub(crate) last: i32,
    pub(crate) lines: Vec<(Line, Option<Seal>)>,
}

impl Tx {
    /// The chains of so many cases behind this one. One statement, so that a case and its history
    /// are of one moment.
    pub(crate) async fn chains_behind(
        &mut self,
        case: i64,
        limit: i64,
    ) -> Result<Vec<Chain>, StoreError> {
        let rows = sqlx::query!(
            r#"
            with batch as (
                select id, number, version from cases where id > $1 order by id limit $2
            )
            select b.id, b.number, b.version as last, h.version as "version?", h.at as "at?",
                   h.actor_id as "actor?", h.event as "event?", h.detail as "detail?",
                   h.stage as "stage?", h.update_id as "update?", h.salt as "salt?",
                   h.digest as "digest?", h.hash as "hash?"
            from batch b
            left join history h on h.case_id = b.id
            order by b.id, h.version, h.id
            "#,
            case,
            limit,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut chains: Vec<Chain> = vec![];
        for row in rows {
            if chains.last().is_none_or(|chain| chain.case != row.id) {
                let (case, number, last) = (row.id, row.number, row.last);
                chains.push(Chain { case, number, last, lines: vec![] });
            }
            let (Some(version), Some(at), Some(event), Some(detail), Some(stage)) =
                (row.version, row.at, row.event, row.detail, row.stage)
            else {
                continue;
            };
            let (case, actor, update) = (row.id, row.actor, row.update);
            let line = Line { case, version, at, actor, event, detail, stage, update };
            let seal = row.hash.map(|hash| Seal {
                salt: row.salt,
                digest: row.digest.unwrap_or_default(),
                hash,
            });
            if let Some(chain) = chains.last_mut() {
                chain.lines.push((line, seal));
            }
        }
        Ok(chains)
    }
}
