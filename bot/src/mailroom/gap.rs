//! Gaps: Telegram keeps messages for a day. When it was not asked for longer, because it, the way to it
//! or we were out, what people wrote may be lost, and that is said to those who can ask them.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use casework::desk::{Desk, DeskError};
use chrono::TimeDelta;

use crate::speech::Voice;

/// How long Telegram keeps messages for us (telegram.md 1.1).
const KEPT: TimeDelta = TimeDelta::hours(24);

/// How often it is written down that Telegram answers.
const NOTED: Duration = Duration::from_mins(1);

/// When it was last written down that Telegram answers, by the desk's steady clock.
#[derive(Default)]
pub(super) struct Gaps(Mutex<Option<Duration>>);

impl Gaps {
    /// Telegram has answered a poll. After too long a gap the service centre is told.
    pub(super) async fn heard(&self, desk: &Desk, bot: i64) -> Result<(), DeskError> {
        let noted = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = desk.clock().steady();
        if noted.is_some_and(|noted| now.saturating_sub(noted) < NOTED) {
            return Ok(());
        }
        let mut work = desk.begin().await?;
        let (before, today) = work.heard(bot).await?;
        if let Some(before) = before.filter(|before| today - before > KEPT) {
            tracing::error!(hours = (today - before).num_hours(), "updates may have been lost");
            for site in work.sites().await? {
                work.stand_at(site.id);
                for room in work.watch_rooms().await? {
                    let voice = Voice::new(work.language_of(room).await?, site.zone);
                    voice.gap(before, today).post(&mut work, room).await?;
                }
            }
        }
        work.finish("").await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }
}
