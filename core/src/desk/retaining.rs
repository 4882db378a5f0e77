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
        let retention = tx.retention().await?;
        let mut gone = 0;
        for kept in Kept::ALL {
            let some = tx.let_go(kept, retention.until(kept, now)).await?;
            if some > 0 {
                tracing::info!(class = kept.name(), rows = some, "had their time and are erased");
            }
            gone += some;
        }
        tx.commit().await?;
        if gone == 0 {
            self.retaining.pause(now, PAUSE);
        }
        Ok(gone > 0)
    }
}
