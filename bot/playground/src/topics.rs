//! Topics of a forum: threads of a supergroup that can be closed, renamed and deleted.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::Telegram;
use crate::chat::{Chat, Kind};
use crate::content::Content;
use crate::journal::Fact;
use crate::refusal::{ApiError, Refused};
use crate::rights::Right;
use crate::world::{Draft, Event, World};

/// The number of the topic that every forum has. Nobody may send to it by number.
pub(crate) const GENERAL: i64 = 1;

#[derive(Debug, Clone)]
pub(crate) struct Topic {
    pub(crate) name: String,
    pub(crate) is_closed: bool,
    /// People can write there, bots are told that there is none.
    pub(crate) is_lost: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Topics {
    pub(crate) on: bool,
    pub(crate) threads: BTreeMap<i64, Topic>,
    pub(crate) general_closed: bool,
    pub(crate) general_hidden: bool,
}

impl Chat {
    /// Where a message of the bot belongs that names a thread, or answers a message of one.
    pub(crate) fn thread(
        &self,
        named: Option<i64>,
        answered: Option<i64>,
        manages: bool,
    ) -> Result<Option<i64>, ApiError> {
        let named = named.filter(|thread| *thread != 0);
        let answered = answered.and_then(|id| self.messages.get(&id)).and_then(|m| m.thread);
        if !self.topics.on {
            return match named {
                Some(_) => Err(ApiError::bad("message thread not found")),
                None => Ok(None),
            };
        }
        let Some(thread) = named.or(answered) else {
            let closed = self.topics.general_closed && !manages;
            return if closed { Err(ApiError::bad("TOPIC_CLOSED")) } else { Ok(None) };
        };
        match self.topics.threads.get(&thread) {
            Some(topic) if !topic.is_lost => {
                if topic.is_closed && !manages {
                    return Err(ApiError::bad("TOPIC_CLOSED"));
                }
                Ok(Some(thread))
            }
            _ => Err(ApiError::bad("message thread not found")),
        }
    }
}

impl World {
    /// Whether the bot may manage topics there.
    pub(crate) fn manages_topics(&self, chat: i64) -> bool {
        let bot = self.bot.profile.id;
        self.chats.get(&chat).is_some_and(|place| {
            place.status(bot).is_administrator() && place.rights.has(Right::Topics)
        })
    }

    /// Makes a topic; its number is the number of the message that says so.
    pub(crate) fn open_topic(&mut self, chat: i64, by: i64, name: &str) -> i64 {
        let value = json!({"name": name, "icon_color": 7_322_096});
        let body = serde_json::Map::from_iter([("forum_topic_created".to_string(), value)]);
        let id = self.post(chat, Draft { from: by, body, ..Draft::default() });
        if let Some(message) = self.message_mut(chat, id) {
            message.thread = Some(id);
        }
        if let Some(place) = self.chats.get_mut(&chat) {
            let topic = Topic { name: name.into(), is_closed: false, is_lost: false };
            place.topics.threads.insert(id, topic);
        }
        self.tell_topic(chat, by, id);
        id
    }

    /// Writes what happened to a topic into it.
    pub(crate) fn note_topic(
        &mut self,
        chat: i64,
        by: i64,
        thread: i64,
        field: &str,
        value: Value,
    ) {
        let body = serde_json::Map::from_iter([(field.to_string(), value)]);
        let thread = Some(thread).filter(|thread| *thread != GENERAL);
        let id = self.post(chat, Draft { from: by, body, thread, ..Draft::default() });
        self.tell_topic(chat, by, id);
    }

    /// A bot does not hear of its own doing.
    fn tell_topic(&mut self, chat: i64, by: i64, id: i64) {
        if by != self.bot.profile.id {
            self.deliver("message", chat, id);
        }
    }

    /// Closes or opens a topic; says whether that changed anything, if there is one.
    pub(crate) fn shut_topic(
        &mut self,
        chat: i64,
        by: i64,
        thread: i64,
        closed: bool,
    ) -> Option<bool> {
        let topics = &mut self.chats.get_mut(&chat)?.topics;
        let is_closed = match thread {
            GENERAL => &mut topics.general_closed,
            thread => &mut topics.threads.get_mut(&thread)?.is_closed,
        };
        if std::mem::replace(is_closed, closed) == closed {
            return Some(false);
        }
        let field = match (thread, closed) {
            (GENERAL, _) if !closed && topics.general_hidden => "general_forum_topic_unhidden",
            (_, true) => "forum_topic_closed",
            (_, false) => "forum_topic_reopened",
        };
        if thread == GENERAL && !closed {
            topics.general_hidden = false;
        }
        self.note_topic(chat, by, thread, field, json!({}));
        Some(true)
    }

    /// Hides the General topic, which closes it, or shows it again; says whether that changed it.
    pub(crate) fn hide_general(&mut self, chat: i64, by: i64, hidden: bool) -> Option<bool> {
        let topics = &mut self.chats.get_mut(&chat)?.topics;
        if std::mem::replace(&mut topics.general_hidden, hidden) == hidden {
            return Some(false);
        }
        topics.general_closed |= hidden;
        let field =
            if hidden { "general_forum_topic_hidden" } else { "general_forum_topic_unhidden" };
        self.note_topic(chat, by, GENERAL, field, json!({}));
        Some(true)
    }

    /// Takes a topic away with all that was said in it.
    pub(crate) fn drop_topic(&mut self, chat: i64, thread: i64) -> Option<()> {
        let place = self.chats.get_mut(&chat)?;
        place.topics.threads.remove(&thread)?;
        let messages = place.messages.values();
        let said: Vec<i64> =
            messages.filter(|message| message.thread == Some(thread)).map(|m| m.id).collect();
        for id in said {
            self.erase(chat, id);
        }
        Some(())
    }
}

impl Telegram {
    /// Turns a supergroup into a forum, or back. Its topics are found again when it is one again.
    pub fn forum(&self, chat: i64, on: bool) {
        let mut world = self.lock();
        if let Some(place) = world.chats.get_mut(&chat).filter(|c| c.kind == Kind::Supergroup) {
            place.topics.on = on;
            world.record(Fact::Condition { chat, condition: "forum", on });
            world.emit(Event::People);
        }
    }

    /// Somebody makes a topic in a forum; says its number.
    pub fn topic(&self, chat: i64, by: i64, name: &str) -> i64 {
        self.lock().open_topic(chat, by, name)
    }

    /// Somebody closes a topic or opens it again; 1 is the General one.
    pub fn close_topic(&self, chat: i64, by: i64, thread: i64, closed: bool) {
        self.lock().shut_topic(chat, by, thread, closed);
    }

    /// Somebody hides the General topic or shows it again.
    pub fn hide_general_topic(&self, chat: i64, by: i64, hidden: bool) {
        self.lock().hide_general(chat, by, hidden);
    }

    /// Somebody gives a topic another name.
    pub fn rename_topic(&self, chat: i64, by: i64, thread: i64, name: &str) {
        let mut world = self.lock();
        let place = world.chats.get_mut(&chat);
        if let Some(topic) = place.and_then(|place| place.topics.threads.get_mut(&thread)) {
            topic.name = name.into();
            world.note_topic(chat, by, thread, "forum_topic_edited", json!({"name": name}));
        }
    }

    /// Somebody deletes a topic with everything in it; the bot hears nothing of it.
    pub fn delete_topic(&self, chat: i64, thread: i64) {
        self.lock().drop_topic(chat, thread);
    }

    /// A topic stays alive for people but cannot be found by bots, or can again.
    pub fn lose_topic(&self, chat: i64, thread: i64, lost: bool) {
        let mut world = self.lock();
        let place = world.chats.get_mut(&chat);
        if let Some(topic) = place.and_then(|place| place.topics.threads.get_mut(&thread)) {
            topic.is_lost = lost;
        }
    }

    /// A person writes into a topic.
    pub fn send_in_topic(
        &self,
        person: i64,
        chat: i64,
        thread: i64,
        content: Content,
    ) -> Result<i64, Refused> {
        let mut world = self.lock();
        world.may_write(person, chat)?;
        let topics = world.chats.get(&chat).map(|place| &place.topics);
        let topic = topics.and_then(|topics| topics.threads.get(&thread));
        if topic.is_none_or(|topic| topic.is_closed) {
            return Err(Refused::NoSuchChat(thread));
        }
        let body = world.body(content);
        let draft = Draft { from: person, thread: Some(thread), body, ..Draft::default() };
        let id = world.post(chat, draft);
        world.deliver("message", chat, id);
        Ok(id)
    }
}
