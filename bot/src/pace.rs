//! How fast we may talk. It answers at once, so that nobody who waits holds a worker. It goes by the
//! desk's clock: time that is moved by hand has passed here too.
//!
//! These are guesses a little under what Telegram documents; what it says in a 429 counts more,
//! and is kept here too, for every sender to see.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use casework::{case::effect::Class, ids::Room, trouble};
use governor::clock::{Clock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::{NotUntil, Quota, RateLimiter};

#[cfg(test)]
mod tests;

/// Longer waits than this are remembered as this long.
const LONGEST_PARKING: Duration = Duration::from_hours(24);

/// Documented: 20 messages a minute to a group, edits among them. So many may go out in any minute
/// while a letter of each class is next; the rest is kept for what is more urgent.
const GROUP_MINUTE: [(Class, usize); 5] = [
    (Class::Danger, 19),
    (Class::Answer, 18),
    (Class::State, 17),
    (Class::Digest, 12),
    (Class::Bulk, 8),
];
const MINUTE: Duration = Duration::from_mins(1);

/// Documented: about 30 a second to all chats together. However they bunch, no second sees more.
const SECOND_TAKES: usize = 30;
const SECOND: Duration = Duration::from_secs(1);

/// So many different rooms within [`WAVE`] that are told to wait mean that the bot as a whole is.
const ROOMS_IN_A_WAVE: usize = 3;
const WAVE: Duration = Duration::from_secs(5);

/// The room that stands for the bot as a whole.
pub const EVERYBODY: Room = Room(0);

/// How fast we may talk to a chat, to all together, and to many at once.
#[derive(Debug, Clone, Copy)]
struct Limits {
    chat: Quota,
    overall: Quota,
    bulk: Quota,
    group_minute: bool,
}

/// One limit, and the memory that it goes by.
#[derive(Debug)]
struct Limit<C: Clock> {
    cells: RateLimiter<Ask, Rooms, C, NoOpMiddleware<<C as Clock>::Instant>>,
    rooms: Rooms,
    each: Duration,
    /// Until something sent no longer counts.
    forgets: Duration,
}

/// The desk's clock, as governor reads it.
#[derive(Debug, Clone)]
pub struct DeskClock(casework::clock::Clock);

impl Clock for DeskClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.steady())
    }
}

/// The pace of one bot, shared by all that send for it.
#[derive(Debug)]
pub struct Pace<C: Clock<Instant = Nanos> = DeskClock> {
    chats: Limit<C>,
    overall: Limit<C>,
    bulk: Limit<C>,
    /// Held while asking, too: the looks and the takes of one question belong together.
    rooms: Mutex<Known>,
    group_minute: bool,
    clock: C,
    began: Nanos,
}

#[derive(Debug, Default)]
struct Known {
    parked: HashMap<i64, Nanos>,
    /// When something was sent to each group within the last minute.
    sent: HashMap<i64, VecDeque<Nanos>>,
    /// When something was sent to anybody within the last second.
    second: VecDeque<Nanos>,
    /// Which rooms were told to wait lately.
    wave: VecDeque<(Nanos, i64)>,
}

/// What may go out now to rooms that need not wait themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// So many requests in all.
    pub all: usize,
    /// So many of them for announcements.
    pub bulk: usize,
    /// How long it takes until there is a place of a kind that there is none of.
    pub next: Option<Duration>,
}

/// A question to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Ask {
    room: i64,
    /// Whether to use up what is granted, or only to look.
    take: bool,
}

/// When each room will have recovered; unlike governor's own store it can be looked at.
#[derive(Debug, Default, Clone)]
struct Rooms(Arc<Mutex<HashMap<i64, Nanos>>>);

impl Limits {
    /// Documented are about one a second to a chat, and 30 a second to all: 29 on the whole, and
    /// never more than [`SECOND_TAKES`] in any second. Announcements, one in 35 ms, take 95 in a
    /// hundred of what is documented and leave room for answers.
    fn telegram() -> Self {
        Self {
            chat: Quota::per_second(count(1)).allow_burst(count(4)),
            overall: Quota::per_second(count(29)).allow_burst(count(4)),
            bulk: every(Duration::from_millis(35)).allow_burst(count(2)),
            group_minute: true,
        }
    }

    fn none() -> Self {
        let all = Quota::per_second(count(1_000_000_000));
        Self { chat: all, overall: all, bulk: all, group_minute: false }
    }
}

impl<C: Clock<Instant = Nanos> + Clone> Limit<C> {
    fn new(quota: Quota, clock: &C) -> Self {
        let rooms = Rooms::default();
        let each = quota.replenish_interval();
        let cells = RateLimiter::new(quota, rooms.clone(), clock.clone());
        Self { cells, rooms, each, forgets: each * quota.burst_size().get() }
    }

    /// When the next is granted.
    fn next(&self, recovers: Nanos, now: Nanos) -> Duration {
        let spare = Nanos::from(self.forgets.saturating_sub(self.each));
        recovers.saturating_sub(spare).saturating_sub(now).into()
    }

    /// How many are granted at this moment, `most` at the most.
    fn granted(&self, room: i64, now: Nanos, most: usize) -> usize {
        let recovers = lock(&self.rooms.0).get(&room).copied().unwrap_or(now).max(now);
        let used = Duration::from(recovers.saturating_sub(now));
        let left = self.forgets.saturating_sub(used).as_nanos() / self.each.as_nanos().max(1);
        usize::try_from(left).unwrap_or(most).min(most)
    }

    /// Counts what nobody asked for.
    fn owe(&self, room: i64, at: Nanos, ago: Duration) {
        if ago < self.forgets {
            let mut rooms = lock(&self.rooms.0);
            let kept = rooms.entry(room).or_insert(at);
            *kept = at.max(*kept) + Nanos::from(self.each);
        }
    }
}

impl Pace {
    /// The pace that Telegram bears.
    pub fn telegram(clock: &casework::clock::Clock) -> Self {
        Self::start(Limits::telegram(), DeskClock(clock.clone()))
    }

    /// No limits, except what is parked: for tests, and for a stand-in without limits.
    pub fn none(clock: &casework::clock::Clock) -> Self {
        Self::start(Limits::none(), DeskClock(clock.clone()))
    }
}

impl<C: Clock<Instant = Nanos> + Clone> Pace<C> {
    fn start(limits: Limits, clock: C) -> Self {
        Self {
            chats: Limit::new(limits.chat, &clock),
            overall: Limit::new(limits.overall, &clock),
            bulk: Limit::new(limits.bulk, &clock),
            began: clock.now(),
            rooms: Mutex::default(),
            group_minute: limits.group_minute,
            clock,
        }
    }

    /// Grants one request for a letter of this class in `room`, or says how long to wait before
    /// asking again. A request that becomes `messages` needs room for all of them in its group.
    ///
    /// A refusal uses nothing up: neither the common queue's place by someone who still has to
    /// wait for their room, nor the room's by someone who has to wait for the queue.
    pub fn ready(&self, room: Room, class: Class, messages: usize) -> Result<(), Duration> {
        let mut known = lock(&self.rooms);
        let ask = |limit: &Limit<C>, room: i64, take| {
            limit.cells.check_key(&Ask { room, take }).map_err(|wait| self.until(&wait))
        };
        for parked in [EVERYBODY, room] {
            self.recovered(&known, parked)?;
        }
        self.within_minute(&mut known, room, class, messages)?;
        self.within_second(&mut known)?;
        ask(&self.chats, room.0, false)?;
        if class == Class::Bulk {
            ask(&self.bulk, 0, false)?;
        }
        ask(&self.overall, 0, true)?;
        if class == Class::Bulk {
            ask(&self.bulk, 0, true)?;
        }
        if self.group_minute {
            let now = self.clock.now();
            known.second.push_back(now);
            if room.is_group() {
                known.sent.entry(room.0).or_default().push_back(now);
            }
        }
        ask(&self.chats, room.0, true)
    }

    /// How many requests would be granted now, `most` at the most. Takes nothing.
    pub fn places(&self, most: usize) -> Places {
        let mut known = lock(&self.rooms);
        if let Err(wait) = self.recovered(&known, EVERYBODY) {
            return Places { all: 0, bulk: 0, next: Some(wait) };
        }
        let since_began = self.clock.now().duration_since(self.began);
        let mut all = self.overall.granted(0, since_began, most);
        if self.group_minute {
            all = all.min(SECOND_TAKES.saturating_sub(self.within(&mut known).len()));
        }
        let bulk = self.bulk.granted(0, since_began, all);
        let ask = |limit: &Limit<C>| {
            let look = Ask { room: 0, take: false };
            limit.cells.check_key(&look).map_err(|wait| self.until(&wait)).err()
        };
        let next = match (all, bulk) {
            (0, _) => self.within_second(&mut known).err().max(ask(&self.overall)),
            (_, 0) => ask(&self.bulk),
            _ => None,
        };
        Places { all, bulk, next }
    }

    /// Which rooms have to wait longer than `patience`, and from which class on: what is more
    /// urgent need not. Everything else may go as soon as there is a place.
    pub fn resting(&self, patience: Duration) -> Vec<(Room, Class)> {
        let mut known = lock(&self.rooms);
        let now = self.clock.now();
        let since_began = now.duration_since(self.began);
        let mut resting = vec![];
        for (room, until) in &known.parked {
            if Duration::from(until.saturating_sub(now)) > patience {
                resting.push((Room(*room), Class::Danger));
            }
        }
        for (room, recovers) in lock(&self.chats.rooms.0).iter() {
            if self.chats.next(*recovers, since_began) > patience {
                resting.push((Room(*room), Class::Danger));
            }
        }
        let groups: Vec<i64> = known.sent.keys().copied().collect();
        for room in groups {
            let mut waits = |class: Class| {
                let wait = self.within_minute(&mut known, Room(room), class, 1).err();
                wait.is_some_and(|wait| wait > patience)
            };
            if let Some((class, _)) = GROUP_MINUTE.iter().find(|(class, _)| waits(*class)) {
                resting.push((Room(room), *class));
            }
        }
        resting
    }

    /// A granted request has become so many messages more than one: they count as well.
    pub fn more(&self, room: Room, messages: usize) {
        for _ in 0..messages {
            self.recall(room, Duration::ZERO);
        }
    }

    /// How many messages a group still takes now, as far as its minute goes.
    pub fn left(&self, room: Room, class: Class) -> usize {
        if !self.group_minute || !room.is_group() {
            return usize::MAX;
        }
        let mut known = lock(&self.rooms);
        let sent = self.sent_to(&mut known, room).len();
        share(class).saturating_sub(sent)
    }

    /// Something went out so long ago, without asking here: it was sent by whoever sent for this
    /// bot before us.
    pub fn recall(&self, room: Room, ago: Duration) {
        if !self.group_minute {
            return;
        }
        let now = self.clock.now();
        let at = Nanos::new(now.as_u64().saturating_sub(Nanos::from(ago).as_u64()));
        let mut known = lock(&self.rooms);
        if ago < SECOND {
            known.second.push_back(at);
            known.second.make_contiguous().sort_unstable();
        }
        if room.is_group() && ago < MINUTE {
            known.sent.entry(room.0).or_default().push_back(at);
        }
        drop(known);
        let since_began = at.duration_since(self.began);
        self.chats.owe(room.0, since_began, ago);
        self.overall.owe(0, since_began, ago);
    }

    /// Keeps everyone out of `room` for as long as Telegram said. Says whether this looks like the
    /// bot as a whole: then everybody waits.
    pub fn park(&self, room: Room, pause: Duration) -> bool {
        if trouble::broken("broken.ignore_retry_after") {
            return false;
        }
        let now = self.clock.now();
        let mut known = lock(&self.rooms);
        let mut keep = |room: Room| {
            let until = now + Nanos::from(pause.min(LONGEST_PARKING));
            let kept = known.parked.entry(room.0).or_insert(until);
            *kept = until.max(*kept);
        };
        keep(room);
        if room == EVERYBODY {
            return true;
        }
        known.wave.retain(|(then, _)| Duration::from(now.duration_since(*then)) < WAVE);
        if !known.wave.iter().any(|(_, other)| *other == room.0) {
            known.wave.push_back((now, room.0));
        }
        known.wave.len() >= ROOMS_IN_A_WAVE
    }

    /// Forgets rooms that have been quiet for long enough.
    pub fn tidy(&self) {
        self.chats.cells.retain_recent();
        let now = self.clock.now();
        let mut known = lock(&self.rooms);
        known.parked.retain(|_, until| *until > now);
        known.sent.retain(|_, sent| {
            sent.retain(|then| Duration::from(now.duration_since(*then)) < MINUTE);
            !sent.is_empty()
        });
    }

    fn sent_to<'k>(&self, known: &'k mut Known, room: Room) -> &'k mut VecDeque<Nanos> {
        let now = self.clock.now();
        let sent = known.sent.entry(room.0).or_default();
        sent.retain(|then| Duration::from(now.duration_since(*then)) < MINUTE);
        sent
    }

    fn within_minute(
        &self,
        known: &mut Known,
        room: Room,
        class: Class,
        messages: usize,
    ) -> Result<(), Duration> {
        if !self.group_minute || !room.is_group() {
            return Ok(());
        }
        let now = self.clock.now();
        let sent = self.sent_to(known, room);
        let over = (sent.len() + messages).saturating_sub(share(class).max(messages));
        let Some(last) = over.checked_sub(1).and_then(|last| sent.get(last)) else { return Ok(()) };
        let gone = Duration::from(now.duration_since(*last));
        Err(MINUTE.saturating_sub(gone).max(Duration::from_millis(1)))
    }

    /// What was sent within the last second.
    fn within<'k>(&self, known: &'k mut Known) -> &'k VecDeque<Nanos> {
        let now = self.clock.now();
        known.second.retain(|then| Duration::from(now.duration_since(*then)) < SECOND);
        &known.second
    }

    fn within_second(&self, known: &mut Known) -> Result<(), Duration> {
        let now = self.clock.now();
        let sent = self.within(known);
        let over = (sent.len() + 1).saturating_sub(SECOND_TAKES);
        let Some(last) = over.checked_sub(1).and_then(|last| sent.get(last)) else { return Ok(()) };
        let gone = Duration::from(now.duration_since(*last));
        Err(SECOND.saturating_sub(gone).max(Duration::from_millis(1)))
    }

    fn recovered(&self, known: &Known, room: Room) -> Result<(), Duration> {
        let now = self.clock.now();
        match known.parked.get(&room.0) {
            Some(until) if *until > now => Err(until.duration_since(now).into()),
            _ => Ok(()),
        }
    }

    fn until(&self, refusal: &NotUntil<C::Instant>) -> Duration {
        refusal.wait_time_from(self.clock.now())
    }
}

fn share(class: Class) -> usize {
    GROUP_MINUTE.iter().find(|(known, _)| *known == class).map_or(0, |(_, share)| *share)
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

fn every(pause: Duration) -> Quota {
    Quota::with_period(pause).expect("a pause is longer than nothing")
}

/// What is kept here stays sound when a holder panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
