//! What is kept for its time and no longer: looked at once in a while, erased a few rows at a time.

use chrono::TimeDelta;

use super::{Desk, DeskError};
use crate::policy::Kept;

/// So often it is looked whether something has had its time.
const PAUSE: TimeDelta = TimeDelta::minutes(10);

impl Desk {
    /// Erases some of what has had its time. Says `false` when nothing is left to erase now.
    pub async fn let_go(&self) -> Result<bool, DeskError> {
        let now = self.clock.now();
        if !self.retaining.is_due(now) {
            return Ok(false);
        }
        let mut tx = self.store.begin(now).await?;
        let retentions = tx.retentions().await?;
        let mut gone = 0;
        for kept in Kept::ALL {
            let until = retentions.iter().map(|(site, wished)| (*site, wished.until(kept, now)));
            // What is of no one estate is kept as long as any of them keeps it.
            let terms: Vec<_> = match kept {
                Kept::Cases | Kept::Surveys => until.collect(),
                _ => until.min_by_key(|(_, until)| *until).into_iter().collect(),
            };
            for (site, until) in terms {
                let some = tx.let_go(site, kept, until).await?;
                if some > 0 {
                    let class = kept.name();
                    tracing::info!(class, rows = some, "had their time and are erased");
                }
                gone += some;
            }
        }
        tx.commit().await?;
        if gone == 0 {
            self.retaining.pause(now, PAUSE);
        }
        Ok(gone > 0)
    }
}
