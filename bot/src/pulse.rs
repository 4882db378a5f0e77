//! Whether the program's loops still go round. A loop that hangs holds no lock that others would miss, says
//! nothing in the log, and looks like a quiet night; so each says at every turn that it is there.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Longer than the slowest turn there is (a call of Telegram after a minute's pause, a month of many estates, a
/// database that takes its time to say no); a loop that says nothing for so long hangs.
pub const LONGEST: Duration = Duration::from_secs(150);

/// What a loop is called, and when it came round last, in milliseconds since the program began.
type Named = (&'static str, Arc<AtomicU64>);

/// The loops of one program. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pulse {
    began: Instant,
    hearts: Arc<Mutex<Vec<Named>>>,
}

/// One loop's own.
#[derive(Debug, Clone)]
pub struct Heart {
    began: Instant,
    last: Arc<AtomicU64>,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { began: Instant::now(), hearts: Arc::default() }
    }
}

impl Pulse {
    /// A loop begins.
    pub fn heart(&self, name: &'static str) -> Heart {
        let heart = Heart { began: self.began, last: Arc::default() };
        heart.beat();
        let mut hearts = self.hearts.lock().unwrap_or_else(PoisonError::into_inner);
        hearts.push((name, Arc::clone(&heart.last)));
        heart
    }

    /// Which loop has not come round for too long, if one has not.
    pub fn stuck(&self) -> Option<&'static str> {
        self.stuck_after(LONGEST, self.began.elapsed())
    }

    fn stuck_after(&self, longest: Duration, now: Duration) -> Option<&'static str> {
        let hearts = self.hearts.lock().unwrap_or_else(PoisonError::into_inner);
        let late = |last: &AtomicU64| {
            now.saturating_sub(Duration::from_millis(last.load(Ordering::Relaxed))) > longest
        };
        hearts.iter().find(|(_, last)| late(last)).map(|(name, _)| *name)
    }
}

impl Heart {
    /// It has come round.
    pub fn beat(&self) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_stands_still_is_named_and_one_that_turns_is_not() {
        let pulse = Pulse::default();
        let (_worker, courier) = (pulse.heart("worker"), pulse.heart("courier"));
        assert_eq!(pulse.stuck(), None);
        // An hour later only one of them has come round.
        courier.last.store(3_600_000, Ordering::Relaxed);
        let now = Duration::from_hours(1);
        assert_eq!(pulse.stuck_after(LONGEST, now), Some("worker"));
        assert_eq!(pulse.stuck_after(now, now), None);
    }
}
