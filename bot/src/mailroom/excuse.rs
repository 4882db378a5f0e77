//! What is said while the book is closed: the truth, once to each person, straight to Telegram. What
//! they sent is neither kept nor confirmed, so that Telegram brings it again.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use casework::{case::effect::Class, clock::Clock, ids::Room, place::Site, words::Language};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    api::{Api, Failure, RawUpdate},
    incoming,
    mending::mended,
    pace::Pace,
    speech::Voice,
};

/// A closed book that opens again before this is nobody's business: Telegram brings everything again.
const PATIENCE: TimeDelta = TimeDelta::seconds(3);

/// So many people at most are written to in one round; the rest keep until the next one.
const MOST: usize = 20;

/// Who has been told.
#[derive(Default)]
pub(super) struct Excuses {
    site: Mutex<Option<Site>>,
    told: Mutex<HashSet<Told>>,
    closed_at: Mutex<Option<DateTime<Utc>>>,
}

#[derive(PartialEq, Eq, Hash)]
enum Told {
    Press(i64),
    Person(i64),
}

impl Excuses {
    pub(super) fn prepare(&self, sites: &[Site]) {
        // Whose estate it is cannot be looked up then: the numbers of all are told.
        let numbers: Vec<&str> = sites.iter().map(|site| site.phone.as_str()).collect();
        let first = sites.first().cloned();
        *lock(&self.site) = first.map(|site| Site { phone: numbers.join(" / "), ..site });
    }

    /// The book is open again: the next time everybody is told anew.
    pub(super) fn forget(&self) {
        lock(&self.told).clear();
        *lock(&self.closed_at) = None;
    }

    /// Tells those whose updates could not be kept, each once, at the pace of all that is said.
    pub(super) async fn make(&self, api: &Api, pace: &Pace, clock: &Clock, batch: &[RawUpdate]) {
        let now = clock.now();
        let closed_at = *lock(&self.closed_at).get_or_insert(now);
        let Some(site) = lock(&self.site).clone().filter(|_| now - closed_at >= PATIENCE) else {
            return;
        };
        let mut told = 0;
        for update in batch {
            if told == MOST {
                return;
            }
            let Ok(value) = serde_json::from_str::<Value>(&mended(&update.raw)) else { continue };
            let (method, body) = if let Some(press) = value.get("callback_query")
                && self.is_first(Told::Press(update.id))
            {
                let text = voice(&site, press).closed_book_toast();
                let body =
                    json!({ "callback_query_id": press["id"], "text": text, "show_alert": true });
                ("answerCallbackQuery", body)
            } else if let Some(message) = value.get("message")
                && message["chat"]["type"] == "private"
                && let Some(chat) = message["chat"]["id"].as_i64()
                && pace.ready(Room(chat), Class::Answer, 1).is_ok()
                && self.is_first(Told::Person(incoming::lane(&update.raw)))
            {
                ("sendMessage", voice(&site, message).closed_book(&site).send(chat))
            } else {
                continue;
            };
            told += 1;
            match (api.call::<Value>(method, &body).await, body["chat_id"].as_i64()) {
                (Err(Failure::Flood { retry_after: Some(pause) }), Some(chat)) => {
                    pace.park(Room(chat), pause);
                }
                (Err(failure), _) => tracing::debug!(%failure, "an excuse did not arrive"),
                (Ok(_), _) => {}
            }
        }
    }

    fn is_first(&self, told: Told) -> bool {
        lock(&self.told).insert(told)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn voice(site: &Site, update: &Value) -> Voice {
    let guess = update["from"]["language_code"].as_str().and_then(Language::guess);
    Voice::new(guess.unwrap_or(site.language), site.zone)
}
