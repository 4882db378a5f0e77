//! How fast we may talk. It answers at once, so that nobody who waits holds a worker.
//!
//! These are guesses a little under what Telegram documents; what it says in a 429 counts more,
//! and is kept here too, for every sender to see.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{NotUntil, Quota, RateLimiter};

#[cfg(test)]
mod tests;

/// Longer waits than this are remembered as this long.
const LONGEST_PARKING: Duration = Duration::from_hours(24);

/// How fast we may talk to a person, to a group, and altogether.
#[derive(Debug, Clone, Copy)]
struct Limits {
    person: Quota,
    group: Quota,
    overall: Quota,
}

type Limit<Key, State, C> = RateLimiter<Key, State, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The pace of one bot, shared by all that send for it.
#[derive(Debug)]
pub struct Pace<C: Clock = DefaultClock> {
    people: Limit<Ask, Rooms, C>,
    groups: Limit<Ask, Rooms, C>,
    overall: Limit<NotKeyed, InMemoryState, C>,
    /// Held while asking, too: the looks and the takes of one question belong together.
    parked: Mutex<HashMap<i64, C::Instant>>,
    clock: C,
}

/// A question to a room's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Ask {
    room: i64,
    /// Whether to use up what is granted, or only to look.
    take: bool,
}

/// When each room will have recovered; unlike governor's own store it can be looked at.
#[derive(Debug, Default)]
struct Rooms(Mutex<HashMap<i64, Nanos>>);

impl Limits {
    /// Documented are about one a second to a person, 20 a minute to a group, 30 a second to all.
    /// A burst comes on top of the rate, so at most 19 reach a group in any minute; four are a
    /// new card and what goes with it.
    fn telegram() -> Self {
        Self {
            person: Quota::per_second(count(1)).allow_burst(count(4)),
            group: Quota::per_minute(count(15)).allow_burst(count(4)),
            overall: Quota::per_second(count(25)).allow_burst(count(5)),
        }
    }

    fn none() -> Self {
        let all = Quota::per_second(count(1_000_000_000));
        Self { person: all, group: all, overall: all }
    }
}

impl Pace {
    /// The pace that Telegram bears.
    pub fn telegram() -> Self {
        Self::start(Limits::telegram(), DefaultClock::default())
    }

    /// No limits, except what is parked: for tests, and for a stand-in without limits.
    pub fn none() -> Self {
        Self::start(Limits::none(), DefaultClock::default())
    }
}

impl<C: Clock + Clone> Pace<C> {
    fn start(limits: Limits, clock: C) -> Self {
        Self {
            people: RateLimiter::new(limits.person, Rooms::default(), clock.clone()),
            groups: RateLimiter::new(limits.group, Rooms::default(), clock.clone()),
            overall: RateLimiter::new(limits.overall, InMemoryState::default(), clock.clone()),
            parked: Mutex::default(),
            clock,
        }
    }

    /// Grants one message or edit in `room`, or says how long to wait before asking again.
    ///
    /// A refusal uses nothing up: neither the common queue's place by someone who still has to
    /// wait for their room, nor the room's by someone who has to wait for the queue.
    pub fn ready(&self, room: i64) -> Result<(), Duration> {
        let parked = lock(&self.parked);
        let own = if room < 0 { &self.groups } else { &self.people };

        self.recovered(&parked, room)?;
        own.check_key(&Ask { room, take: false }).map_err(|wait| self.until(&wait))?;
        self.overall.check().map_err(|wait| self.until(&wait))?;
        own.check_key(&Ask { room, take: true }).map_err(|wait| self.until(&wait))
    }

    /// Keeps everyone out of `room` for as long as Telegram said.
    pub fn park(&self, room: i64, pause: Duration) {
        let until = self.clock.now() + pause.min(LONGEST_PARKING).into();
        let mut parked = lock(&self.parked);
        let kept = parked.entry(room).or_insert(until);
        *kept = until.max(*kept);
    }

    /// Forgets rooms that have been quiet for long enough.
    pub fn tidy(&self) {
        self.people.retain_recent();
        self.groups.retain_recent();
        let now = self.clock.now();
        lock(&self.parked).retain(|_, until| *until > now);
    }

    fn recovered(&self, parked: &HashMap<i64, C::Instant>, room: i64) -> Result<(), Duration> {
        let now = self.clock.now();
        match parked.get(&room) {
            Some(until) if *until > now => Err(until.duration_since(now).into()),
            _ => Ok(()),
        }
    }

    fn until(&self, refusal: &NotUntil<C::Instant>) -> Duration {
        refusal.wait_time_from(self.clock.now())
    }
}

impl StateStore for Rooms {
    type Key = Ask;

    fn measure_and_replace<T, F, E>(&self, ask: &Ask, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut rooms = lock(&self.0);
        let (granted, recovered) = measure(rooms.get(&ask.room).copied())?;
        if ask.take {
            rooms.insert(ask.room, recovered);
        }
        Ok(granted)
    }
}

impl ShrinkableKeyedStateStore<Ask> for Rooms {
    fn retain_recent(&self, drop_below: Nanos) {
        lock(&self.0).retain(|_, recovered| *recovered > drop_below);
    }

    fn len(&self) -> usize {
        lock(&self.0).len()
    }

    fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

fn count(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("limits are above zero")
}

/// What is kept here stays sound when a holder panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
