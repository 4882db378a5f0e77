//! Sending: whether the bot may write there at all, what it answers to, and one message.

use serde_json::{Map, Value, json};

use super::Answer;
use super::params::Call;
use crate::chat::{Bar, Kind, Status};
use crate::content::Content;
use crate::entity;
use crate::keyboard::{self, Markup};
use crate::refusal::ApiError;
use crate::rights::Right;
use crate::world::{Draft, Event, World};

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

impl World {
    /// The chat a call names, if the bot has access to it.
    pub(crate) fn place(&self, call: &Call, field: &str) -> Result<i64, ApiError> {
        let not_found = || ApiError::bad("chat not found");
        let id = call.int(field).map_err(|_| not_found())?.ok_or_else(not_found)?;
        self.access(id).map(|()| id)
    }

    fn access(&self, id: i64) -> Result<(), ApiError> {
        let chat = self.chats.get(&id).ok_or_else(|| ApiError::bad("chat not found"))?;
        if let Some(new) = chat.moved_to {
            return Err(ApiError::migrated(new));
        }
        if chat.is_deleted {
            return Err(ApiError::forbidden("the group chat was deleted"));
        }
        match self.bars.get(&id) {
            Some(Bar::NotFound) => return Err(ApiError::bad("chat not found")),
            Some(Bar::Deactivated) => return Err(ApiError::forbidden("user is deactivated")),
            Some(Bar::Unsendable) => {
                return Err(ApiError::forbidden("bot can't send messages to the user"));
            }
            None => {}
        }
        let word = chat.kind.word();
        match (chat.kind, chat.members.get(&self.bot.profile.id)) {
            (Kind::Private, None) => {
                Err(ApiError::forbidden("bot can't initiate conversation with a user"))
            }
            (_, None) => Err(ApiError::bad("chat not found")),
            (Kind::Private, Some(Status::Kicked)) => {
                Err(ApiError::forbidden("bot was blocked by the user"))
            }
            (_, Some(Status::Kicked)) => {
                Err(ApiError::forbidden(format!("bot was kicked from the {word} chat")))
            }
            (_, Some(Status::Left)) => {
                Err(ApiError::forbidden(format!("bot is not a member of the {word} chat")))
            }
            _ => Ok(()),
        }
    }

    /// The chat a call writes to.
    pub(super) fn target(&self, call: &Call) -> Result<i64, ApiError> {
        let id = self.place(call, "chat_id")?;
        if call.has("business_connection_id") {
            return Err(ApiError::bad("business connection not found"));
        }
        let reply = call.json("reply_parameters")?;
        let answered = reply.and_then(|reply| reply["message_id"].as_i64());
        self.thread(call, id, answered)?;
        let (right, what) = kind_of(call)?;
        if self.chats.get(&id).is_some_and(|chat| !chat.rights.has(right)) {
            return Err(ApiError::bad(format!("not enough rights to send {what} to the chat")));
        }
        Ok(id)
    }

    /// The topic a call writes into.
    pub(super) fn thread(
        &self,
        call: &Call,
        chat: i64,
        answered: Option<i64>,
    ) -> Result<Option<i64>, ApiError> {
        let named = call.int("message_thread_id")?;
        let manages = self.manages_topics(chat);
        self.chats.get(&chat).map_or(Ok(None), |place| place.thread(named, answered, manages))
    }

    /// Counts new messages against the limits, and against the group's slow mode.
    pub(super) fn spend_sending(&mut self, chat: i64, messages: usize) -> Result<(), ApiError> {
        let (now, bot) = (self.now(), self.bot.profile.id);
        if let Some(place) = self.chats.get(&chat)
            && place.slow > 0
            && !place.status(bot).is_administrator()
            && let Some(spoke_at) = place.spoke_at
        {
            let left = place.slow - (now - spoke_at).num_seconds();
            if left > 0 {
                return Err(ApiError::too_many(left));
            }
        }
        self.spend(chat, messages)?;
        if let Some(place) = self.chats.get_mut(&chat) {
            place.spoke_at = Some(now);
        }
        Ok(())
    }

    pub(super) fn spend(&mut self, chat: i64, messages: usize) -> Result<(), ApiError> {
        let is_group = self.chats.get(&chat).is_some_and(crate::chat::Chat::is_group);
        let now = self.now();
        self.limits.spend(chat, is_group, messages, now).map_err(ApiError::too_many)
    }

    pub(super) fn send_message(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let (text, entities) = self.text(call)?;
        let mut body = Map::new();
        entity::put(&mut body, "text", "entities", &text, entities);
        self.send(call, chat, body)
    }

    /// Writes a checked body with the reply, keyboard and silence the call asks for.
    pub(super) fn send(&mut self, call: &Call, chat: i64, body: Map<String, Value>) -> Answer {
        let markup = Self::markup(call, chat)?;
        let reply_to = self.answered(call, chat)?;
        let thread = self.thread(call, chat, reply_to)?;
        self.spend_sending(chat, 1)?;
        let keyboard = match &markup {
            Some(Markup::Inline(keyboard)) => keyboard.clone(),
            _ => None,
        };
        let (from, silent) = (self.bot.profile.id, call.flag("disable_notification"));
        let draft = Draft { from, reply_to, thread, body, keyboard, silent, ..Draft::default() };
        let id = self.post(chat, draft);
        self.show_reply_keyboard(chat, markup);
        Ok(self.message(chat, id).map_or(Value::Null, |message| self.message_json(message)))
    }

    fn markup(call: &Call, chat: i64) -> Result<Option<Markup>, ApiError> {
        let Some(markup) = call.json("reply_markup")? else { return Ok(None) };
        keyboard::parse(&markup, chat > 0).map(Some)
    }

    fn show_reply_keyboard(&mut self, chat: i64, markup: Option<Markup>) {
        let Some(place) = self.chats.get_mut(&chat) else { return };
        match markup {
            Some(Markup::Reply(keyboard)) => place.keyboard = Some(keyboard),
            Some(Markup::Remove) => place.keyboard = None,
            _ => return,
        }
        self.emit(Event::Chat { chat });
    }

    /// The message a call answers.
    pub(super) fn answered(&self, call: &Call, chat: i64) -> Result<Option<i64>, ApiError> {
        let Some(reply) = call.json("reply_parameters")? else { return Ok(None) };
        let wrong =
            || ApiError::bad("can't parse reply parameters: Field \"message_id\" is missing");
        let id = reply["message_id"].as_i64().ok_or_else(wrong)?;
        let there = reply["chat_id"].as_i64().unwrap_or(chat);
        let is_here = self.message(there, id).is_some();
        if !is_here && reply["allow_sending_without_reply"] != true {
            return Err(ApiError::bad("message to be replied not found"));
        }
        Ok((is_here && there == chat).then_some(id))
    }

    pub(super) fn send_plain(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let word = |field: &str| call.text(field).map(Option::unwrap_or_default);
        let content = match call.method {
            "sendDice" => {
                let emoji = call.text("emoji")?.unwrap_or_else(|| "🎲".into());
                Content::Dice { emoji }
            }
            "sendContact" => {
                let (phone, first_name) = (word("phone_number")?, word("first_name")?);
                Content::Contact { phone, first_name, user_id: None }
            }
            method => {
                let (latitude, longitude) = (call.number("latitude")?, call.number("longitude")?);
                if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
                    return Err(ApiError::bad("wrong location specified"));
                }
                if method == "sendLocation" {
                    Content::Location { latitude, longitude }
                } else {
                    let (title, address) = (word("title")?, word("address")?);
                    Content::Venue { latitude, longitude, title, address }
                }
            }
        };
        let body = self.body(content);
        self.send(call, chat, body)
    }

    pub(super) fn send_action(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let action = call.text("action")?.unwrap_or_default();
        if !ACTIONS.contains(&action.as_str()) {
            return Err(ApiError::bad("wrong parameter action in request"));
        }
        self.emit(Event::Typing { chat, action });
        Ok(json!(true))
    }
}

/// The right a call needs, and Telegram's word for what it sends.
fn kind_of(call: &Call) -> Result<(Right, &'static str), ApiError> {
    let what = match call.method {
        "sendPhoto" => "photos",
        "sendVideo" => "videos",
        "sendAnimation" => "animations",
        "sendAudio" => "music",
        "sendVoice" => "voice notes",
        "sendVideoNote" => "video notes",
        "sendDocument" => "documents",
        "sendSticker" => "stickers",
        "sendLocation" => "locations",
        "sendVenue" => "venues",
        "sendContact" => "contacts",
        "sendDice" => "dice",
        "sendMediaGroup" => match call.json("media")?.unwrap_or_default()[0]["type"].as_str() {
            Some("video") => "videos",
            Some("audio") => "music",
            Some("document") => "documents",
            _ => "photos",
        },
        _ => return Ok((Right::Text, "text messages")),
    };
    Ok((Right::Media, what))
}
