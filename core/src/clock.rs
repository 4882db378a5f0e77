//! The only source of "now". Tests and the demo move it by hand.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that runs with the machine's, or stands still, and can be moved forward.
#[derive(Debug, Clone)]
pub struct Clock {
    stands_at: Option<DateTime<Utc>>,
    ahead_ms: Arc<AtomicI64>,
    set_ms: Arc<AtomicI64>,
    begun: Instant,
}

impl Clock {
    /// Runs with the machine's clock.
    pub fn system() -> Self {
        Self {
            stands_at: None,
            ahead_ms: Arc::default(),
            set_ms: Arc::default(),
            begun: Instant::now(),
        }
    }

    /// Stands still at `moment` until it is moved.
    pub fn standing(moment: DateTime<Utc>) -> Self {
        Self {
            stands_at: Some(moment),
            ahead_ms: Arc::default(),
            set_ms: Arc::default(),
            begun: Instant::now(),
        }
    }

    /// The present moment, to the microsecond that the book can keep.
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the Clock that others must ask")]
        let base = self.stands_at.unwrap_or_else(Utc::now);
        let [passed, set] = [&self.ahead_ms, &self.set_ms].map(|ms| ms.load(Ordering::Relaxed));
        let now = base + TimeDelta::milliseconds(passed + set);
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Time that has passed for whoever goes by this clock. It never jumps when the machine's date
    /// is set, but follows when the clock is moved.
    pub fn steady(&self) -> Duration {
        let ahead = u64::try_from(self.ahead_ms.load(Ordering::Relaxed)).unwrap_or_default();
        let ran = if self.runs() { self.begun.elapsed() } else { Duration::ZERO };
        ran + Duration::from_millis(ahead)
    }

    /// Whether it runs by itself, so that waiting is of use.
    pub fn runs(&self) -> bool {
        self.stands_at.is_none()
    }

    /// Moves the clock forward. It never goes back.
    pub fn pass(&self, time: TimeDelta) {
        self.ahead_ms.fetch_add(time.num_milliseconds().max(0), Ordering::Relaxed);
    }

    /// Somebody sets the machine's date, forward or back. No time passes by that.
    pub fn set(&self, by: TimeDelta) {
        self.set_ms.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}
