//! Updates waiting for the bot: numbered, confirmed by offset, forgotten when too old.

use std::collections::{BTreeSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use serde_json::Value;

const CAPACITY: usize = 100_000;
const ANSWER_BYTES: usize = 4 << 20;
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

#[derive(Debug)]
struct Queued {
    id: i64,
    update: Value,
    expires_at: DateTime<Utc>,
}

#[derive(Debug)]
pub(crate) struct Queue {
    next: i64,
    waiting: VecDeque<Queued>,
    allowed: Option<BTreeSet<String>>,
    /// Grows with every getUpdates; an older one that still waits has been overtaken.
    pub(crate) poll: u64,
}

impl Queue {
    pub(crate) fn new() -> Self {
        let next = rand::rng().random_range(100_000_000..900_000_000);
        Self { next, waiting: VecDeque::new(), allowed: None, poll: 0 }
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

    /// Queues an update and says its number; a full queue loses the newest.
    pub(crate) fn push(&mut self, kind: &str, mut update: Value, from: DateTime<Utc>) -> i64 {
        let id = self.next;
        if self.waiting.len() < CAPACITY {
            self.next += 1;
            update["update_id"] = id.into();
            self.waiting.push_back(Queued { id, update, expires_at: from + keeping(kind) });
        }
        id
    }

    pub(crate) fn expire(&mut self, now: DateTime<Utc>) {
        self.waiting.retain(|queued| queued.expires_at > now);
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Forgets what an offset confirms. An offset far beyond either end is ignored.
    pub(crate) fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let surplus = self.waiting.len().saturating_sub(keep);
            self.waiting.drain(..surplus);
        } else if offset <= self.next + 10 {
            self.waiting.retain(|queued| queued.id >= offset);
        }
    }

    /// The oldest updates, up to `limit` and about 4 MiB.
    pub(crate) fn peek(&self, limit: usize) -> Vec<Value> {
        let mut bytes = 0;
        let fits = |queued: &&Queued| {
            bytes += queued.update.to_string().len();
            bytes <= ANSWER_BYTES
        };
        let some = self.waiting.iter().take(limit);
        let mut answer: Vec<Value> = some.take_while(fits).map(|q| q.update.clone()).collect();
        if answer.is_empty() {
            answer.extend(self.waiting.front().map(|queued| queued.update.clone()));
        }
        answer
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
