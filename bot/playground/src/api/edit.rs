//! Edits of the bot's own messages. An edit that changes nothing is refused.

use serde_json::{Map, Value};

use super::Answer;
use super::params::Call;
use crate::entity;
use crate::keyboard::{self, Markup};
use crate::message::Message;
use crate::refusal::ApiError;
use crate::rights::Right;
use crate::world::{Event, World};

const SAME: &str = "message is not modified: specified new message content and reply markup are \
                    exactly the same as a current content and reply markup of the message";

impl World {
    fn edited(&self, call: &Call) -> Result<Message, ApiError> {
        if call.has("inline_message_id") {
            return Err(ApiError::bad("MESSAGE_ID_INVALID"));
        }
        let chat = self.place(call, "chat_id")?;
        let id = call.int("message_id")?;
        let id = id.ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
        let message = self.message(chat, id);
        let message = message.ok_or_else(|| ApiError::bad("message to edit not found"))?;
        if message.from != self.bot.profile.id || message.forward.is_some() || message.is_service()
        {
            return Err(ApiError::bad("message can't be edited"));
        }
        Ok(message.clone())
    }

    pub(super) fn edit_text(&mut self, call: &Call) -> Answer {
        let message = self.edited(call)?;
        if !message.body.contains_key("text") {
            return Err(ApiError::bad("there is no text in the message to edit"));
        }
        let (text, entities) = self.text(call)?;
        let mut body = Map::new();
        entity::put(&mut body, "text", "entities", &text, entities);
        self.change(call, &message, body)
    }

    pub(super) fn edit_caption(&mut self, call: &Call) -> Answer {
        let message = self.edited(call)?;
        let captioned = ["photo", "video", "animation", "audio", "voice", "document"];
        if !captioned.contains(&message.kind()) {
            return Err(ApiError::bad("there is no caption in the message to edit"));
        }
        let (caption, entities) = self.caption(call)?;
        let mut body = message.body.clone();
        body.remove("caption");
        body.remove("caption_entities");
        if !caption.is_empty() {
            entity::put(&mut body, "caption", "caption_entities", &caption, entities);
        }
        self.change(call, &message, body)
    }

    pub(super) fn edit_media(&mut self, call: &Call) -> Answer {
        let message = self.edited(call)?;
        let item = call.json("media")?.and_then(|media| media.as_object().cloned());
        let item = item.ok_or_else(|| ApiError::bad("can't parse media JSON object"))?;
        let body = self.item_body(&call.within(item))?;
        self.change(call, &message, body)
    }

    pub(super) fn edit_keyboard(&mut self, call: &Call) -> Answer {
        let message = self.edited(call)?;
        let body = message.body.clone();
        self.change(call, &message, body)
    }

    /// A keyboard that is not given goes away.
    fn change(&mut self, call: &Call, old: &Message, body: Map<String, Value>) -> Answer {
        let keyboard = match call.json("reply_markup")? {
            None => None,
            Some(markup) => match keyboard::parse(&markup, old.chat > 0)? {
                Markup::Inline(keyboard) => keyboard,
                _ => return Err(ApiError::bad("inline keyboard expected")),
            },
        };
        if old.body == body && old.keyboard == keyboard {
            return Err(ApiError::bad(SAME));
        }
        if !self.chats.get(&old.chat).is_some_and(|place| place.rights.has(Right::Edit)) {
            return Err(ApiError::bad("CHAT_WRITE_FORBIDDEN"));
        }
        self.spend(old.chat, 1)?;
        let edited_at = if old.body == body { old.edited_at } else { Some(self.now()) };
        if let Some(message) = self.message_mut(old.chat, old.id) {
            (message.body, message.edited_at) = (body, edited_at);
        }
        if let Some(place) = self.chats.get_mut(&old.chat) {
            place.set_keyboard(old.id, keyboard.as_ref());
        }
        self.record_shown(old.chat, old.id, true);
        self.emit(Event::Chat { chat: old.chat });
        let new = self.message(old.chat, old.id);
        Ok(new.map_or(Value::Null, |message| self.message_json(message)))
    }
}
