//! The only source of "now". Tests and the demo move it by hand.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that runs with the machine's, or stands still, and can be moved forward.
#[derive(Debug, Clone)]
pub struct Clock {
    stands_at: Option<DateTime<Utc>>,
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Runs with the machine's clock.
    pub fn system() -> Self {
        Self { stands_at: None, ahead_ms: Arc::default() }
    }

    /// Stands still at `moment` until it is moved.
    pub fn standing(moment: DateTime<Utc>) -> Self {
        Self { stands_at: Some(moment), ahead_ms: Arc::default() }
    }

    /// The present moment, to the microsecond that the book can keep.
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the Clock that others must ask")]
        let base = self.stands_at.unwrap_or_else(Utc::now);
        let now = base + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::Relaxed));
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves the clock forward. It never goes back.
    pub fn pass(&self, time: TimeDelta) {
        self.ahead_ms.fetch_add(time.num_milliseconds().max(0), Ordering::Relaxed);
    }
}
