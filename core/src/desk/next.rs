//! When something that is looked at once in a while comes next.

use std::{
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// When to look next. Forgotten with the process: looking once too often costs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Next(Arc<Mutex<Option<Range<DateTime<Utc>>>>>);

impl Next {
    /// Whether to look now. A clock that was set back does not stop it.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        let off = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        off.as_ref().is_none_or(|off| !off.contains(&now))
    }

    /// Not again before then.
    pub(super) fn put_off(&self, now: DateTime<Utc>, until: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now..until);
    }

    /// Not again for a while.
    pub(super) fn pause(&self, now: DateTime<Utc>, pause: TimeDelta) {
        self.put_off(now, now + pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_after_its_pause_and_when_the_clock_is_set_back() {
        let next = Next::default();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        assert!(next.is_due(now));
        next.pause(now, TimeDelta::minutes(10));
        assert!(!next.is_due(now) && !next.is_due(now + TimeDelta::minutes(9)));
        assert!(next.is_due(now + TimeDelta::minutes(10)));
        assert!(next.is_due(now - TimeDelta::seconds(1)));
    }
}
