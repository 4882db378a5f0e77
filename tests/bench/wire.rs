//! The wire between the program and the stand-in, watched from outside both: what arrives when,
//! which buttons are on show, what was refused. Shares nothing with the program but the codes of
//! its buttons.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use huiyin::button::Button;
use serde::Deserialize;
use tokio::sync::Notify;

/// The longest that anybody waits for anything; what takes longer is an error.
const PATIENCE: Duration = Duration::from_mins(2);
const MOST: usize = 64 << 20;

/// Watches one wire. Clones share what they see.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    chats: HashMap<i64, Chat>,
    /// Cards in groups, by group and case.
    cards: HashMap<(i64, i64), Card>,
    toasts: HashMap<String, Toast>,
    /// How often each method was called, and how often each error was answered.
    pub(crate) tally: Tally,
    /// Each `getUpdates` that confirmed something: the first number not confirmed, and when.
    confirmed: Vec<(i64, Instant)>,
    /// How long an answer takes on its way back.
    distance: Duration,
    /// How often updates were asked for.
    polls: u64,
    /// Sends and edits, and when they came.
    letters: Vec<Instant>,
}

/// What was asked of the stand-in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) methods: BTreeMap<String, u64>,
    pub(crate) refusals: BTreeMap<u16, u64>,
}

impl Tally {
    pub(crate) fn refused(&self, code: u16) -> u64 {
        self.refusals.get(&code).copied().unwrap_or_default()
    }

    pub(crate) fn calls(&self) -> u64 {
        self.methods.values().sum()
    }
}

#[derive(Default)]
struct Chat {
    /// Messages with buttons: what they carry, and since when.
    shown: BTreeMap<i64, (Vec<String>, Instant)>,
    /// When messages and edits came.
    news: Vec<Instant>,
    bell: Arc<Notify>,
}

#[derive(Default)]
struct Card {
    message: i64,
    data: Vec<String>,
    bell: Arc<Notify>,
}

#[derive(Default)]
struct Toast {
    at: Option<Instant>,
    bell: Arc<Notify>,
}

#[derive(Deserialize, Default)]
struct Asked {
    chat_id: Option<i64>,
    message_id: Option<i64>,
    callback_query_id: Option<String>,
    reply_markup: Option<Markup>,
    offset: Option<i64>,
}

#[derive(Deserialize)]
struct Markup {
    #[serde(default)]
    inline_keyboard: Vec<Vec<Key>>,
}

#[derive(Deserialize)]
struct Key {
    callback_data: Option<String>,
}

#[derive(Deserialize)]
struct Answered {
    result: Posted,
}

#[derive(Deserialize)]
struct Posted {
    message_id: i64,
}

impl Tally {
    fn count(&mut self, method: &str, code: u16) {
        *self.methods.entry(method.to_owned()).or_default() += 1;
        if code != 200 {
            *self.refusals.entry(code).or_default() += 1;
        }
    }
}

impl Chat {
    fn first_after(&self, since: Instant) -> Option<Instant> {
        let at = self.news.partition_point(|came| *came < since);
        self.news.get(at).copied()
    }
}

impl Seen {
    /// A message shows these buttons now.
    fn shows(&mut self, chat: i64, message: Option<i64>, data: Vec<String>, at: Instant) {
        if chat < 0 {
            let Some(case) = data.iter().find_map(|data| case_of(data)) else { return };
            let card = self.cards.entry((chat, case)).or_default();
            card.message = message.unwrap_or(card.message);
            card.data = data;
            card.bell.notify_waiters();
            return;
        }
        let place = self.chats.entry(chat).or_default();
        place.news.push(at);
        match message {
            Some(message) if data.is_empty() => drop(place.shown.remove(&message)),
            Some(message) => drop(place.shown.insert(message, (data, at))),
            None => {}
        }
        place.bell.notify_waiters();
    }
}

/// As documented: some libraries write `GetUpdates`.
fn method_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn case_of(data: &str) -> Option<i64> {
    match data.parse() {
        Ok(Button::Case(case, ..)) => Some(case.0),
        _ => None,
    }
}

/// The layer before the stand-in.
pub(crate) async fn watch(State(wire): State<Wire>, request: Request, next: Next) -> Response {
    let method = method_of(request.uri().path());
    let came = Instant::now();
    let (head, body) = request.into_parts();
    let body = to_bytes(body, MOST).await.unwrap_or_default();
    let asked: Asked = serde_json::from_slice(&body).unwrap_or_default();
    if method == "getUpdates" {
        wire.polled(&asked, came);
        let response = next.run(Request::from_parts(head, Body::from(body))).await;
        wire.lock().tally.count(&method, response.status().as_u16());
        return response;
    }
    let response = next.run(Request::from_parts(head, Body::from(body))).await;
    let (head, body) = response.into_parts();
    let body = to_bytes(body, MOST).await.unwrap_or_default();
    wire.answered(&method, asked, head.status.as_u16(), &body, came);
    let distance = wire.lock().distance;
    if !distance.is_zero() {
        tokio::time::sleep(distance).await;
    }
    Response::from_parts(head, Body::from(body))
}

impl Wire {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn polled(&self, asked: &Asked, came: Instant) {
        let mut seen = self.lock();
        seen.polls += 1;
        let Some(offset) = asked.offset else { return };
        if seen.confirmed.last().is_none_or(|(known, _)| *known < offset) {
            seen.confirmed.push((offset, came));
        }
    }

    fn answered(&self, method: &str, asked: Asked, code: u16, answer: &Bytes, came: Instant) {
        let mut seen = self.lock();
        seen.tally.count(method, code);
        if method == "answerCallbackQuery" {
            // An answer that came too late was an answer all the same.
            let Some(query) = asked.callback_query_id else { return };
            let toast = seen.toasts.entry(query).or_default();
            toast.at.get_or_insert(came);
            toast.bell.notify_waiters();
            return;
        }
        let (Some(chat), 200) = (asked.chat_id, code) else { return };
        let is_new = method.starts_with("send") && method != "sendChatAction";
        let is_edit = method.starts_with("editMessage");
        if !is_new && !is_edit {
            return;
        }
        seen.letters.push(came);
        let message = if is_new {
            serde_json::from_slice(answer).ok().map(|it: Answered| it.result.message_id)
        } else {
            asked.message_id
        };
        let keys = asked.reply_markup.map(|markup| markup.inline_keyboard).unwrap_or_default();
        let data = keys.into_iter().flatten().filter_map(|key| key.callback_data).collect();
        seen.shows(chat, message, data, came);
    }

    /// Waits for a button in a private chat that was put there no earlier than `not_before`; says
    /// its message, what it carries, and since when it is there.
    pub(crate) async fn button(
        &self,
        chat: i64,
        not_before: Instant,
        means: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<(i64, String, Instant)> {
        let look = |seen: &mut Seen| {
            let place = seen.chats.entry(chat).or_default();
            let newest = place.shown.iter().rev().filter(|(_, (_, since))| *since >= not_before);
            let found = newest.into_iter().find_map(|(message, (data, since))| {
                let data = data.iter().find(|data| data.parse().is_ok_and(|it| means(&it)))?;
                Some((*message, data.clone(), *since))
            });
            found.ok_or_else(|| Arc::clone(&place.bell))
        };
        self.wait(look).await.with_context(|| self.on_show(chat))
    }

    /// Waits for a button on the card of a case in a group.
    pub(crate) async fn on_card(
        &self,
        room: i64,
        case: i64,
        means: impl Fn(&Button) -> bool,
    ) -> anyhow::Result<(i64, String)> {
        let look = |seen: &mut Seen| {
            let card = seen.cards.entry((room, case)).or_default();
            let found = card.data.iter().find(|data| data.parse().is_ok_and(|it| means(&it)));
            found.map(|data| (card.message, data.clone())).ok_or_else(|| Arc::clone(&card.bell))
        };
        self.wait(look).await.with_context(|| format!("no such button on the card of case {case}"))
    }

    /// Waits for the answer to a press; says when it came.
    pub(crate) async fn toast(&self, query: &str) -> anyhow::Result<Instant> {
        let look = |seen: &mut Seen| {
            let toast = seen.toasts.entry(query.to_owned()).or_default();
            toast.at.ok_or_else(|| Arc::clone(&toast.bell))
        };
        let at = self.wait(look).await.context("a press was not answered")?;
        self.lock().toasts.remove(query);
        Ok(at)
    }

    /// When a press was answered, if it was and nobody waited for it.
    pub(crate) fn toasted(&self, query: &str) -> Option<Instant> {
        self.lock().toasts.get(query)?.at
    }

    /// When the first message or edit came to a chat after `since`, if one has.
    pub(crate) fn answered_after(&self, chat: i64, since: Instant) -> Option<Instant> {
        self.lock().chats.get(&chat)?.first_after(since)
    }

    /// Waits for a message or edit in a chat that came after `since`.
    pub(crate) async fn news(&self, chat: i64, since: Instant) -> anyhow::Result<Instant> {
        let look = |seen: &mut Seen| {
            let place = seen.chats.entry(chat).or_default();
            place.first_after(since).ok_or_else(|| Arc::clone(&place.bell))
        };
        self.wait(look).await.context("words were not answered")
    }

    async fn wait<T>(
        &self,
        mut look: impl FnMut(&mut Seen) -> Result<T, Arc<Notify>>,
    ) -> anyhow::Result<T> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let bell;
            // Made while nobody else may ring it, so that no ring is missed.
            let ring = {
                let mut seen = self.lock();
                match look(&mut seen) {
                    Ok(found) => return Ok(found),
                    Err(found) => bell = found,
                }
                bell.notified()
            };
            tokio::time::timeout_at(end, ring).await.context("waited for too long")?;
        }
    }

    fn on_show(&self, chat: i64) -> String {
        let mut seen = self.lock();
        let place = seen.chats.entry(chat).or_default();
        let all: Vec<&String> = place.shown.values().flat_map(|(data, _)| data).collect();
        format!("no such button in chat {chat}: {all:?}")
    }

    /// Whether somebody asks for updates.
    pub(crate) fn is_polled(&self) -> bool {
        self.lock().polls > 0
    }

    /// From now on the stand-in is so far away: its answers take as long on their way.
    pub(crate) fn put_away(&self, distance: Duration) {
        self.lock().distance = distance;
    }

    /// Another program comes.
    pub(crate) fn forget_polls(&self) {
        self.lock().polls = 0;
    }

    /// What was asked so far.
    pub(crate) fn tally(&self) -> Tally {
        self.lock().tally.clone()
    }

    /// When each of these updates was confirmed, which is after it was committed.
    pub(crate) fn confirmed(&self) -> Vec<(i64, Instant)> {
        self.lock().confirmed.clone()
    }

    /// When each message and edit came.
    pub(crate) fn letters(&self) -> Vec<Instant> {
        self.lock().letters.clone()
    }
}
