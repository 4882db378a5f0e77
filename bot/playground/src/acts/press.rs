//! Presses on buttons, under messages and under the text field, and the toasts that answer them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use serde::Serialize;
use serde_json::{Value, json};

use crate::Telegram;
use crate::chat::Kind;
use crate::content::Content;
use crate::journal::Fact;
use crate::message::{Button, Message};
use crate::refusal::Refused;
use crate::world::{Event, World};

/// A press, to look up its toast with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Press {
    /// The callback query's id; empty for buttons that only open or copy.
    pub id: String,
    /// Where the button was.
    pub chat: i64,
    /// Under which message.
    pub message: i64,
    /// The address the button opens.
    pub opened: Option<String>,
    /// The text the button copies.
    pub copied: Option<String>,
}

/// The answer to a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Toast {
    /// What it says; none just ends the spinner.
    pub text: Option<String>,
    /// Whether it must be dismissed.
    pub alert: bool,
    /// The link it opens.
    pub url: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Pressed {
    pub(crate) person: i64,
    pub(crate) chat: i64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) answer: Option<Toast>,
}

impl Pressed {
    /// Once, and within the time Telegram keeps it.
    pub(crate) fn may_be_answered(&self, now: DateTime<Utc>) -> bool {
        self.answer.is_none() && now - self.at < TimeDelta::seconds(150)
    }
}

impl Telegram {
    /// Presses the button with this label on the newest message in the chat that has it.
    pub fn press(&self, person: i64, chat: i64, label: &str) -> Result<Press, Refused> {
        let mut world = self.lock();
        let place = world.chats.get(&chat).ok_or(Refused::NoSuchChat(chat))?;
        let Some(id) = place.offering(label) else {
            let newest = place.messages.values().rev();
            let offered = newest.map(Message::labels).find(|labels| !labels.is_empty());
            let (label, offered) = (label.to_string(), offered.unwrap_or_default());
            return Err(Refused::NoSuchButton { label, offered });
        };
        world.press_button(person, chat, id, labelled(label), label)
    }

    /// Presses a button of one message.
    pub fn press_in(
        &self,
        person: i64,
        chat: i64,
        message: i64,
        label: &str,
    ) -> Result<Press, Refused> {
        self.lock().press_button(person, chat, message, labelled(label), label)
    }

    /// Presses the button in a row and column, where labels repeat.
    pub fn press_at(
        &self,
        person: i64,
        chat: i64,
        message: i64,
        (row, column): (usize, usize),
    ) -> Result<Press, Refused> {
        let find = |found: &Message| found.buttons().get(row)?.get(column).cloned();
        self.lock().press_button(person, chat, message, find, &format!("{row}:{column}"))
    }

    /// Sends a press with any data, as a forged client could; also on a message that is gone.
    pub fn press_data(&self, person: i64, chat: i64, message: i64, data: &str) -> Press {
        self.lock().press_message(person, chat, message, data)
    }

    /// The answer to a press, once it came.
    pub fn toast(&self, press: &Press) -> Option<Toast> {
        self.lock().presses.get(&press.id)?.answer.clone()
    }

    /// Waits for the answer to a press, at most `within` of real time.
    pub async fn toasted(&self, press: &Press, within: Duration) -> Option<Toast> {
        self.until(within, |telegram| telegram.toast(press)).await
    }

    /// Opens the link of a press or toast: a deep link of this bot starts it.
    pub fn open(&self, person: i64, url: &str) -> Result<i64, Refused> {
        let payload = self.lock().own_start(url).ok_or(Refused::BadPayload)?;
        self.start(person, Some(payload.as_str()).filter(|payload| !payload.is_empty()))
    }

    /// Presses the reply keyboard's button that asks for the person's own contact.
    pub fn share_contact(&self, person: i64) -> Result<i64, Refused> {
        let mut world = self.lock();
        let keys = world.reply_keyboard(person);
        let label = keys.into_iter().flatten().find(|(_, kind)| *kind == Key::Contact);
        let nothing =
            || Refused::NoSuchButton { label: "request_contact".into(), offered: Vec::new() };
        let (label, _) = label.ok_or_else(nothing)?;
        world.tap(person, person, &label)
    }

    /// Presses a button of the reply keyboard: sends its label, the contact or the place it asks for.
    pub fn tap(&self, person: i64, chat: i64, label: &str) -> Result<i64, Refused> {
        self.lock().tap(person, chat, label)
    }
}

fn labelled(label: &str) -> impl FnOnce(&Message) -> Option<Button> {
    move |message| message.buttons().into_iter().flatten().find(|button| button.label == label)
}

/// What a button under the text field sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Label,
    Contact,
    Location,
}

impl World {
    pub(crate) fn reply_keyboard(&self, chat: i64) -> Vec<Vec<(String, Key)>> {
        let keyboard = self.chats.get(&chat).and_then(|chat| chat.keyboard.as_ref());
        let rows = keyboard.and_then(|keyboard| keyboard["keyboard"].as_array());
        let key = |key: &Value| {
            let label = key.as_str().or(key["text"].as_str()).unwrap_or_default();
            let kind = match (&key["request_contact"], &key["request_location"]) {
                (Value::Bool(true), _) => Key::Contact,
                (_, Value::Bool(true)) => Key::Location,
                _ => Key::Label,
            };
            (label.to_string(), kind)
        };
        let row = |row: &Value| row.as_array().into_iter().flatten().map(key).collect();
        rows.into_iter().flatten().map(row).collect()
    }

    fn tap(&mut self, person: i64, chat: i64, label: &str) -> Result<i64, Refused> {
        let keys: Vec<(String, Key)> = self.reply_keyboard(chat).into_iter().flatten().collect();
        let Some((_, kind)) = keys.iter().find(|(text, _)| text == label) else {
            let offered = keys.into_iter().map(|(text, _)| text).collect();
            return Err(Refused::NoSuchButton { label: label.into(), offered });
        };
        let content = match kind {
            Key::Label => Content::text(label),
            Key::Location => Content::Location { latitude: 22.3193, longitude: 114.1694 },
            Key::Contact => {
                let first_name =
                    self.people.get(&person).map(|p| p.first_name.clone()).unwrap_or_default();
                let phone = format!("+86138{:08}", person.rem_euclid(100_000_000));
                Content::Contact { phone, first_name, user_id: Some(person) }
            }
        };
        let id = self.say(person, chat, None, content)?;
        if let Some(place) = self.chats.get_mut(&chat)
            && place.keyboard.as_ref().is_some_and(|k| k["one_time_keyboard"] == true)
        {
            place.keyboard = None;
            self.emit(Event::Chat { chat });
        }
        Ok(id)
    }

    /// Presses the button a person sees in a place, or by a label.
    fn press_button(
        &mut self,
        person: i64,
        chat: i64,
        id: i64,
        find: impl FnOnce(&Message) -> Option<Button>,
        label: &str,
    ) -> Result<Press, Refused> {
        self.may_write(person, chat)?;
        let message = self.message(chat, id).ok_or(Refused::NoSuchMessage(id))?;
        let Some(Button { data, url, copy, .. }) = find(message) else {
            let (label, offered) = (label.to_string(), message.labels());
            return Err(Refused::NoSuchButton { label, offered });
        };
        if let Some(data) = data {
            return Ok(self.press_message(person, chat, id, &data));
        }
        Ok(Press { id: String::new(), chat, message: id, opened: url, copied: copy })
    }

    fn press_message(&mut self, person: i64, chat: i64, id: i64, data: &str) -> Press {
        let query = rand::rng().random_range(10_u64.pow(17)..10_u64.pow(18)).to_string();
        let at = self.now();
        self.presses.insert(query.clone(), Pressed { person, chat, at, answer: None });
        let (said, message) = (data.to_string(), id);
        self.record(Fact::Press { query: query.clone(), person, chat, message, data: said });
        let message = match self.message(chat, id) {
            Some(message) => self.message_json(message),
            None => json!({"chat": self.chat_json(chat), "message_id": id, "date": 0}),
        };
        let is_open = self.chats.get(&chat).is_some_and(|place| {
            place.kind == Kind::Private || place.status(self.bot.profile.id).is_present()
        });
        if is_open {
            let update = json!({
                "id": query, "from": self.user_json(person), "message": message, "data": data,
                "chat_instance": chat.wrapping_mul(7_919).to_string(),
            });
            self.queue_update("callback_query", update, at);
        }
        Press { id: query, chat, message: id, opened: None, copied: None }
    }
}
