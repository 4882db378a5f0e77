//! How fast a bot may talk: about one message a second in a private chat with a short burst, twenty
//! a minute in a group, thirty a second overall. Edits count, answers to presses do not. And how fast
//! it may ask for updates.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

const BURST: i64 = 5;
const GROUP_MINUTE: usize = 20;
const OVERALL: i64 = 30;

#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) on: bool,
    overall: Bucket,
    private: BTreeMap<i64, Bucket>,
    groups: BTreeMap<i64, VecDeque<DateTime<Utc>>>,
}

impl Limits {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        let overall = Bucket { full_at: now };
        Self { on: true, overall, private: BTreeMap::new(), groups: BTreeMap::new() }
    }

    /// Counts `messages` to a chat, or says after how many seconds to come again.
    pub(crate) fn spend(
        &mut self,
        chat: i64,
        is_group: bool,
        messages: usize,
        now: DateTime<Utc>,
    ) -> Result<(), i64> {
        if !self.on {
            return Ok(());
        }
        let count = i64::try_from(messages).unwrap_or(i64::MAX);
        let each = TimeDelta::milliseconds(1000 / OVERALL);
        self.overall.check(count, each, OVERALL, now)?;
        if is_group {
            spend_in_group(self.groups.entry(chat).or_default(), messages, now)?;
        } else {
            let bucket = self.private.entry(chat).or_insert(Bucket { full_at: now });
            // An album is one burst however long it is, as long as there was quiet before it.
            bucket.check(count, TimeDelta::seconds(1), BURST.max(count), now)?;
            bucket.take(count, TimeDelta::seconds(1), now);
        }
        self.overall.take(count, each, now);
        Ok(())
    }
}

fn spend_in_group(
    sent: &mut VecDeque<DateTime<Utc>>,
    messages: usize,
    now: DateTime<Utc>,
) -> Result<(), i64> {
    while sent.front().is_some_and(|at| now - at >= TimeDelta::minutes(1)) {
        sent.pop_front();
    }
    let over = (sent.len() + messages).saturating_sub(GROUP_MINUTE);
    if over > 0 {
        let free_at = sent.get(over - 1).copied().unwrap_or(now) + TimeDelta::minutes(1);
        return Err(seconds_until(free_at, now));
    }
    sent.extend(std::iter::repeat_n(now, messages));
    Ok(())
}

/// A leaky bucket, remembered as the moment it will be full again.
#[derive(Debug)]
struct Bucket {
    full_at: DateTime<Utc>,
}

impl Bucket {
    fn check(
        &self,
        count: i64,
        each: TimeDelta,
        burst: i64,
        now: DateTime<Utc>,
    ) -> Result<(), i64> {
        let owed = self.full_at.max(now) + span(each, count) - span(each, burst);
        if owed <= now { Ok(()) } else { Err(seconds_until(owed, now)) }
    }

    fn take(&mut self, count: i64, each: TimeDelta, now: DateTime<Utc>) {
        self.full_at = self.full_at.max(now) + span(each, count);
    }
}

fn span(each: TimeDelta, count: i64) -> TimeDelta {
    each * i32::try_from(count).unwrap_or(i32::MAX)
}

fn seconds_until(then: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    ((then - now).num_milliseconds() + 999).div_euclid(1000).max(1)
}

const SHORT_WAIT: u64 = 3;

/// How hasty pollers are slowed down. Polls wait in real time, so all of this is real time.
#[derive(Debug)]
pub(crate) struct Pacing {
    pub(crate) on: bool,
    offset: i64,
    polled_at: Option<Instant>,
    next_conflict: Option<Instant>,
    next_webhook: Option<DateTime<Utc>>,
}

impl Pacing {
    pub(crate) fn new() -> Self {
        let (polled_at, next_conflict, next_webhook) = (None, None, None);
        Self { on: true, offset: 0, polled_at, next_conflict, next_webhook }
    }

    /// How many updates a poll gets and how long it waits, when it asks for the same again soon.
    pub(crate) fn poll(&mut self, offset: i64, limit: usize, wait: u64) -> (usize, u64) {
        let now = Instant::now();
        let since = self.polled_at.filter(|_| self.on && self.offset == offset);
        let since = since.map(|at| now - at);
        (self.offset, self.polled_at) = (offset, Some(now));
        let within = |span: Duration| since.is_some_and(|since| since < span);
        let limit = if within(Duration::from_millis(500)) { 1 } else { limit };
        let is_short = wait < SHORT_WAIT && within(Duration::from_secs(SHORT_WAIT));
        (limit, if is_short { SHORT_WAIT } else { wait })
    }

    /// How long the next word of a conflict must wait.
    pub(crate) fn conflict(&mut self) -> Duration {
        let now = Instant::now();
        if !self.on {
            return Duration::ZERO;
        }
        if self.next_conflict.is_some_and(|next| now < next) {
            return Duration::from_secs(SHORT_WAIT);
        }
        self.next_conflict = Some(now + Duration::from_secs(SHORT_WAIT));
        Duration::ZERO
    }

    /// Whether a webhook may be set again; once a second.
    pub(crate) fn may_set_webhook(&mut self, now: DateTime<Utc>) -> bool {
        if !self.on {
            return true;
        }
        if self.next_webhook.is_some_and(|next| now < next) {
            return false;
        }
        self.next_webhook = Some(now + TimeDelta::seconds(1));
        true
    }
}
