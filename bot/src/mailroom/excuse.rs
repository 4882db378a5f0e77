//! What is said while the book is closed: the truth, once to each person, straight to Telegram. What
//! they sent is neither kept nor confirmed, so that Telegram brings it again.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use casework::{place::Site, words::Language};
use serde_json::{Value, json};

use crate::{
    api::{Api, RawUpdate},
    incoming,
    mending::mended,
    speech::Voice,
};

/// So many people at most are written to in one round; the rest keep until the next one.
const MOST: usize = 20;

/// Who has been told.
#[derive(Default)]
pub(super) struct Excuses {
    site: Mutex<Option<Site>>,
    told: Mutex<HashSet<Told>>,
}

#[derive(PartialEq, Eq, Hash)]
enum Told {
    Press(i64),
    Person(i64),
}

impl Excuses {
    pub(super) fn prepare(&self, site: &Site) {
        *self.site.lock().unwrap_or_else(PoisonError::into_inner) = Some(site.clone());
    }

    /// The book is open again: the next time everybody is told anew.
    pub(super) fn forget(&self) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Tells those whose updates could not be kept, each once.
    pub(super) async fn make(&self, api: &Api, batch: &[RawUpdate]) {
        let Some(site) = self.site.lock().unwrap_or_else(PoisonError::into_inner).clone() else {
            return;
        };
        for update in batch.iter().take(MOST) {
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
                && self.is_first(Told::Person(incoming::lane(&update.raw)))
            {
                let page = voice(&site, message).closed_book(&site);
                ("sendMessage", page.send(message["chat"]["id"].as_i64().unwrap_or_default()))
            } else {
                continue;
            };
            if let Err(failure) = api.call::<Value>(method, &body).await {
                tracing::debug!(%failure, "an excuse did not arrive");
            }
        }
    }

    fn is_first(&self, told: Told) -> bool {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(told)
    }
}

fn voice(site: &Site, update: &Value) -> Voice {
    let guess = update["from"]["language_code"].as_str().and_then(Language::guess);
    Voice::new(guess.unwrap_or(site.language), site.zone)
}
