//! Updates waiting for the bot: numbered, confirmed by offset, forgotten when too old.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use serde_json::Value;

const CAPACITY: usize = 100_000;
const CAPACITY_BYTES: usize = 128 << 20;
const UPDATE_BYTES: usize = 512 << 10;
const ANSWER_BYTES: usize = 4 << 20;
/// An offset may lie so far behind the newest number, or before it, to mean anything.
const AHEAD: i64 = 10;
const BEHIND: i64 = 100_000;
const OPT_IN: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
const KNOWN: [&str; 23] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
];

/// Updates with the same key reach a webhook one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    Chat(i64),
    User(i64),
}

impl Key {
    /// Messages go by their chat, presses and most else by the user.
    pub(crate) fn of(kind: &str, payload: &Value) -> Self {
        let chat = payload["chat"]["id"].as_i64();
        let user = payload["from"]["id"].as_i64();
        let by_chat = kind != "chat_member" && kind != "chat_join_request";
        match (chat, user) {
            (Some(chat), _) if by_chat => Self::Chat(chat),
            (_, Some(user)) => Self::User(user),
            (chat, None) => Self::Chat(chat.unwrap_or_default()),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Queued {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) key: Key,
    pub(crate) text: Arc<str>,
    pub(crate) expires_at: DateTime<Utc>,
}

#[derive(Debug)]
pub(crate) struct Queue {
    next: i64,
    /// In the order in which they came, whatever their numbers.
    waiting: BTreeMap<u64, Queued>,
    by_age: BinaryHeap<Reverse<(DateTime<Utc>, u64)>>,
    arrived: u64,
    bytes: usize,
    allowed: Option<BTreeSet<String>>,
    /// Grows with every getUpdates; an older one that still waits has been overtaken.
    pub(crate) poll: u64,
    /// Whether the older one was overtaken by a webhook.
    pub(crate) webhook_came: bool,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self {
            next: rand::rng().random_range(100_000_000..900_000_000),
            waiting: BTreeMap::new(),
            by_age: BinaryHeap::new(),
            arrived: 0,
            bytes: 0,
            allowed: None,
            poll: 0,
            webhook_came: false,
        }
    }

    pub(crate) fn renumber(&mut self, next: i64) {
        self.next = next;
    }

    /// Unknown names are ignored; a list without a known one means the default.
    pub(crate) fn allow(&mut self, names: &[String]) {
        let known: BTreeSet<String> =
            names.iter().filter(|name| KNOWN.contains(&name.as_str())).cloned().collect();
        self.allowed = (!known.is_empty()).then_some(known);
    }

    pub(crate) fn allowed(&self) -> Option<&BTreeSet<String>> {
        self.allowed.as_ref()
    }

    pub(crate) fn accepts(&self, kind: &str) -> bool {
        self.allowed.as_ref().map_or(!OPT_IN.contains(&kind), |allowed| allowed.contains(kind))
    }

    /// The number the next update gets.
    pub(crate) fn next_id(&self) -> i64 {
        self.next
    }

    /// Queues an update that has its number already, and says its place. A full queue loses the
    /// newest, and so is one lost that is too big.
    pub(crate) fn push(
        &mut self,
        kind: &str,
        key: Key,
        text: String,
        from: DateTime<Utc>,
    ) -> Result<u64, &'static str> {
        if text.len() > UPDATE_BYTES {
            return Err("too big");
        }
        if self.waiting.len() >= CAPACITY || self.bytes + text.len() > CAPACITY_BYTES {
            return Err("full");
        }
        let (id, expires_at) = (self.next, from + keeping(kind));
        self.next += 1;
        self.arrived += 1;
        self.bytes += text.len();
        self.by_age.push(Reverse((expires_at, self.arrived)));
        let queued = Queued { id, kind: kind.into(), key, text: text.into(), expires_at };
        self.waiting.insert(self.arrived, queued);
        Ok(self.arrived)
    }

    /// Forgets what is too old; says what that was.
    pub(crate) fn expire(&mut self, now: DateTime<Utc>) -> Vec<Queued> {
        let mut gone = Vec::new();
        while self.by_age.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            let Some(Reverse((_, place))) = self.by_age.pop() else { break };
            gone.extend(self.take(place));
        }
        gone
    }

    /// Takes one out, wherever it stands.
    pub(crate) fn take(&mut self, place: u64) -> Option<Queued> {
        let queued = self.waiting.remove(&place)?;
        self.bytes -= queued.text.len();
        if self.waiting.is_empty() {
            self.by_age.clear();
        }
        Some(queued)
    }

    pub(crate) fn at(&self, place: u64) -> Option<&Queued> {
        self.waiting.get(&place)
    }

    /// The places of all that wait, with their keys, oldest first.
    pub(crate) fn places(&self) -> impl Iterator<Item = (u64, Key)> {
        self.waiting.iter().map(|(place, queued)| (*place, queued.key))
    }

    fn take_front(&mut self, goes: impl Fn(&Queued) -> bool) -> Option<Queued> {
        let (place, _) = self.waiting.first_key_value().filter(|(_, queued)| goes(queued))?;
        let place = *place;
        self.take(place)
    }

    pub(crate) fn clear(&mut self) -> Vec<Queued> {
        self.bytes = 0;
        self.by_age.clear();
        std::mem::take(&mut self.waiting).into_values().collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Forgets what an offset confirms, and says what. An offset far beyond either end is ignored.
    pub(crate) fn confirm(&mut self, offset: i64) -> Vec<Queued> {
        let mut gone = Vec::new();
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            while self.waiting.len() > keep {
                gone.extend(self.take_front(|_| true));
            }
        } else if (self.next - BEHIND..=self.next + AHEAD).contains(&offset) {
            while let Some(queued) = self.take_front(|queued| queued.id < offset) {
                gone.push(queued);
            }
        }
        gone
    }

    /// The oldest updates as a JSON array, up to `limit` and about 4 MiB; none if none waits.
    pub(crate) fn peek(&self, limit: usize) -> Option<String> {
        let mut answer = String::from("[");
        for queued in self.waiting.values().take(limit) {
            if answer.len() > 1 {
                if answer.len() + queued.text.len() > ANSWER_BYTES {
                    break;
                }
                answer.push(',');
            }
            answer.push_str(&queued.text);
        }
        answer.push(']');
        (answer.len() > 2).then_some(answer)
    }
}

fn keeping(kind: &str) -> TimeDelta {
    match kind {
        "callback_query" | "shipping_query" | "pre_checkout_query" => TimeDelta::seconds(150),
        "inline_query" => TimeDelta::seconds(30),
        "chosen_inline_result" => TimeDelta::seconds(600),
        _ => TimeDelta::hours(24),
    }
}
