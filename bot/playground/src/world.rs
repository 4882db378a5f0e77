//! Everything that is: the bot, people, chats, files, and what waits for the bot.

mod shown;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::{broadcast, watch};

use crate::Now;
use crate::acts::press::{Pressed, Toast};
use crate::api::Request;
use crate::chat::{Bar, Chat, Kind, Status};
use crate::commands::Menus;
use crate::files::Files;
use crate::journal::{Fact, Journal, Json};
use crate::limits::{Limits, Pacing};
use crate::message::Message;
use crate::people::Profile;
use crate::queue::{Key, Queue};
use crate::rule::Faults;
use crate::webhook::Webhook;

/// Something changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A chat looks different now.
    Chat {
        /// Which one.
        chat: i64,
    },
    /// The bot answered a press.
    Toast {
        /// Who sees it.
        person: i64,
        /// Where the button was.
        chat: i64,
        /// What it says.
        toast: Toast,
    },
    /// The bot is typing, or uploading.
    Typing {
        /// Where.
        chat: i64,
        /// Telegram's word, such as `typing`.
        action: String,
    },
    /// People, groups, memberships or menus changed.
    People,
    /// The stand-in stops.
    Closed,
}

#[derive(Debug)]
pub(crate) struct Bot {
    pub(crate) token: String,
    pub(crate) profile: Profile,
}

/// How those outside hear of what happens.
#[derive(Clone)]
pub(crate) struct Signs {
    pub(crate) events: broadcast::Sender<Event>,
    /// Moves with everything.
    pub(crate) ticks: watch::Sender<u64>,
    /// Moves with what whoever waits for updates must know.
    pub(crate) arrivals: watch::Sender<u64>,
}

pub(crate) struct World {
    now: Now,
    signs: Signs,
    pub(crate) bot: Bot,
    pub(crate) people: BTreeMap<i64, Profile>,
    pub(crate) bars: BTreeMap<i64, Bar>,
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) files: Files,
    pub(crate) queue: Queue,
    pub(crate) presses: HashMap<String, Pressed>,
    pub(crate) menus: Menus,
    pub(crate) texts: BTreeMap<(String, String), String>,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) last_webhook: u64,
    /// Where https addresses of webhooks are really reached.
    pub(crate) routes: Vec<(String, String)>,
    pub(crate) patience: Duration,
    pub(crate) limits: Limits,
    pub(crate) pacing: Pacing,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) requests: VecDeque<Request>,
    pub(crate) complaints: Vec<String>,
    pub(crate) zone: Option<FixedOffset>,
    pub(crate) is_closed: bool,
    pub(crate) is_out: bool,
    pub(crate) last_call: u64,
    last_message: i64,
    last_group: i64,
    last_album: i64,
}

/// A message about to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) from: i64,
    pub(crate) sender_chat: Option<i64>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) thread: Option<i64>,
    pub(crate) album: Option<String>,
    pub(crate) forward: Option<Value>,
    pub(crate) body: Map<String, Value>,
    pub(crate) keyboard: Option<Value>,
    pub(crate) silent: bool,
}

impl World {
    pub(crate) fn new(token: &str, username: &str, name: &str, now: Now, signs: Signs) -> Self {
        let id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1);
        let profile = Profile { username: Some(username.into()), ..Profile::named(id, name) };
        let started_at = now();
        Self {
            now,
            signs,
            bot: Bot { token: token.into(), profile },
            people: BTreeMap::new(),
            bars: BTreeMap::new(),
            chats: BTreeMap::new(),
            files: Files::default(),
            queue: Queue::new(),
            presses: HashMap::new(),
            menus: Menus::default(),
            texts: BTreeMap::new(),
            webhook: None,
            last_webhook: 0,
            routes: Vec::new(),
            patience: Duration::from_mins(1),
            limits: Limits::new(started_at),
            pacing: Pacing::new(),
            faults: Faults::default(),
            journal: Journal::new(),
            requests: VecDeque::new(),
            complaints: Vec::new(),
            zone: None,
            is_closed: false,
            is_out: false,
            last_call: 0,
            last_message: 0,
            last_group: 4_000_000,
            last_album: 0,
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    pub(crate) fn username(&self) -> &str {
        self.bot.profile.username.as_deref().unwrap_or_default()
    }

    pub(crate) fn tick(&self) {
        self.signs.ticks.send_modify(|tick| *tick += 1);
    }

    /// Wakes whoever waits for updates.
    pub(crate) fn wake(&self) {
        self.signs.arrivals.send_modify(|tick| *tick += 1);
    }

    /// Tells those who watch; nobody watching is fine.
    pub(crate) fn emit(&self, event: Event) {
        self.tick();
        self.signs.events.send(event).ok();
    }

    pub(crate) fn new_group(&mut self, kind: Kind, title: &str) -> i64 {
        self.last_group += 7;
        let id = match kind {
            Kind::Supergroup => -1_000_000_000_000 - self.last_group * 300,
            Kind::Group | Kind::Private => -self.last_group,
        };
        self.chats.insert(id, Chat::new(kind, title));
        id
    }

    pub(crate) fn new_album(&mut self) -> String {
        self.last_album += 1;
        format!("1380000000{:06}", self.last_album)
    }

    /// Message numbers run per supergroup, and over all other chats together.
    fn next_message(&mut self, chat: i64) -> i64 {
        match self.chats.get_mut(&chat) {
            Some(chat) if chat.kind == Kind::Supergroup => {
                chat.last_id += 1;
                chat.last_id
            }
            _ => {
                self.last_message += 1;
                self.last_message
            }
        }
    }

    /// Writes a message into a chat that is known to exist.
    pub(crate) fn post(&mut self, chat: i64, draft: Draft) -> i64 {
        let (id, at) = (self.next_message(chat), self.now());
        let Draft { from, sender_chat, reply_to, thread, album, forward, body, keyboard, silent } =
            draft;
        let (edited_at, reactions) = (None, BTreeMap::new());
        let message = Message {
            id,
            chat,
            from,
            sender_chat,
            at,
            edited_at,
            thread,
            reply_to,
            album,
            forward,
            body,
            keyboard,
            reactions,
            silent,
        };
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.put(message);
        }
        self.record_shown(chat, id, false);
        self.emit(Event::Chat { chat });
        id
    }

    /// Writes a service message.
    pub(crate) fn note(&mut self, chat: i64, from: i64, field: &str, value: Value) -> i64 {
        let body = Map::from_iter([(field.to_string(), value)]);
        let id = self.post(chat, Draft { from, body, ..Draft::default() });
        self.deliver("message", chat, id);
        id
    }

    /// Queues a message for the bot if the bot may see it.
    pub(crate) fn deliver(&mut self, kind: &str, chat: i64, id: i64) {
        let Some(message) = self.chats.get(&chat).and_then(|chat| chat.messages.get(&id)) else {
            return;
        };
        if self.is_visible(message) {
            let from = message.edited_at.unwrap_or(message.at);
            let json = self.message_json(message);
            self.queue_update(kind, json, from);
        }
    }

    pub(crate) fn queue_update(&mut self, kind: &str, payload: Value, from: DateTime<Utc>) {
        if self.queue.accepts(kind) {
            self.enqueue(kind, Map::from_iter([(kind.to_string(), payload)]), from);
        } else {
            self.record(Fact::Lost { id: None, kind: kind.into(), why: "unwanted" });
        }
    }

    /// Gives an update its number and queues it, or loses it; says the number.
    pub(crate) fn enqueue(
        &mut self,
        kind: &str,
        mut update: Map<String, Value>,
        from: DateTime<Utc>,
    ) -> i64 {
        let id = self.queue.next_id();
        update.insert("update_id".into(), id.into());
        let update = Value::Object(update);
        let key = Key::of(kind, &update[kind]);
        match self.queue.push(kind, key, update.to_string(), from) {
            Ok(place) => {
                if let Some(hook) = &mut self.webhook {
                    hook.lanes.add(place, key);
                }
                let fact = heard(id, kind, update, self.journal.is_whole);
                self.record(fact);
                self.wake();
            }
            Err(why) => self.record(Fact::Lost { id: Some(id), kind: kind.into(), why }),
        }
        self.tick();
        id
    }

    /// Forgets updates that are too old.
    pub(crate) fn expire(&mut self) {
        let now = self.now();
        for gone in self.queue.expire(now) {
            self.record(Fact::Lost { id: Some(gone.id), kind: gone.kind, why: "expired" });
        }
    }

    /// Privacy mode: unless it is an administrator, a bot in a group sees commands, answers to
    /// itself, and service messages.
    fn is_visible(&self, message: &Message) -> bool {
        let Some(chat) = self.chats.get(&message.chat) else { return false };
        let status = chat.status(self.bot.profile.id);
        if !chat.is_group() || status.is_administrator() || !status.is_present() {
            return status.is_present();
        }
        let answered = message.reply_to.and_then(|id| chat.messages.get(&id));
        message.is_service()
            || answered.is_some_and(|answered| answered.from == self.bot.profile.id)
            || self.is_command_for_bot(message.text())
    }

    fn is_command_for_bot(&self, text: &str) -> bool {
        let Some(word) = text.strip_prefix('/').and_then(|rest| rest.split_whitespace().next())
        else {
            return false;
        };
        word.split_once('@').is_none_or(|(_, name)| name.eq_ignore_ascii_case(self.username()))
    }

    pub(crate) fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    pub(crate) fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.chats.get_mut(&chat)?.messages.get_mut(&id)
    }

    /// Takes a message away for everyone.
    pub(crate) fn erase(&mut self, chat: i64, id: i64) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.take(id);
            chat.gone.insert(id);
            chat.pinned.retain(|pinned| *pinned != id);
        }
        self.record(Fact::Gone { chat, message: id });
        self.emit(Event::Chat { chat });
    }

    /// Changes how someone stands in a chat and tells the bot, if it may know.
    pub(crate) fn set_status(&mut self, chat: i64, member: i64, by: i64, status: Status) {
        let Some(place) = self.chats.get_mut(&chat) else { return };
        let old = place.members.insert(member, status).unwrap_or(Status::Left);
        if old == status {
            return;
        }
        let bot = self.bot.profile.id;
        let knows = place.status(bot).is_administrator();
        let kind = if member == bot { "my_chat_member" } else { "chat_member" };
        if member == bot || knows {
            let change = json!({
                "chat": self.chat_json(chat), "from": self.user_json(by),
                "date": self.now().timestamp(),
                "old_chat_member": old.json(self.user_json(member)),
                "new_chat_member": status.json(self.user_json(member)),
            });
            self.queue_update(kind, change, self.now());
        }
        self.record(Fact::Standing { chat, member, status: status.word() });
        self.emit(Event::People);
    }
}

/// What the journal says of an update.
fn heard(id: i64, kind: &str, update: Value, is_whole: bool) -> Fact {
    let payload = &update[kind];
    let message = if kind == "callback_query" { &payload["message"] } else { payload };
    let word = |value: &Value| value.as_str().map(String::from);
    Fact::Update {
        id,
        kind: kind.into(),
        chat: message["chat"]["id"].as_i64(),
        person: payload["from"]["id"].as_i64().or_else(|| payload["user"]["id"].as_i64()),
        message: message["message_id"].as_i64(),
        text: word(&message["text"]).or_else(|| word(&message["caption"])),
        data: word(&payload["data"]),
        query: word(&payload["id"]).filter(|_| kind == "callback_query"),
        whole: is_whole.then(|| Json(Arc::new(update))),
    }
}
