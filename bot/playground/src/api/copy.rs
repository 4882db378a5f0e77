//! Copies and forwards of messages the bot can see.

use serde_json::{Map, Value, json};

use super::Answer;
use super::params::Call;
use crate::entity;
use crate::message::Message;
use crate::refusal::ApiError;
use crate::world::{Draft, World};

impl World {
    fn source(&self, call: &Call, id: i64, verb: &str) -> Result<Message, ApiError> {
        let from = self.place(call, "from_chat_id")?;
        let message = self.message(from, id).cloned();
        let message =
            message.ok_or_else(|| ApiError::bad(format!("message to {verb} not found")))?;
        if message.is_service() {
            return Err(ApiError::bad(format!("message can't be {}", past(verb))));
        }
        Ok(message)
    }

    pub(super) fn copy_message(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let id = call.int("message_id")?.unwrap_or_default();
        let mut body = self.source(call, id, "copy")?.body;
        if call.has("caption") && !body.contains_key("text") {
            let (caption, entities) = self.caption(call)?;
            drop_caption(&mut body);
            entity::put(&mut body, "caption", "caption_entities", &caption, entities);
        }
        let sent = self.send(call, chat, body)?;
        Ok(json!({"message_id": sent["message_id"]}))
    }

    pub(super) fn forward_message(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let id = call.int("message_id")?.unwrap_or_default();
        let source = self.source(call, id, "forward")?;
        let thread = self.thread(call, chat, None)?;
        self.spend_sending(chat, 1)?;
        let sent = self.forward(chat, thread, source, None);
        Ok(self.message(chat, sent).map_or(Value::Null, |message| self.message_json(message)))
    }

    /// Copies or forwards up to a hundred messages; missing ones are left out in silence.
    pub(super) fn pass_on(&mut self, call: &Call, forward: bool) -> Answer {
        let chat = self.target(call)?;
        let ids = call.ints("message_ids")?;
        if ids.is_empty() || ids.len() > 100 || ids.windows(2).any(|two| two[0] >= two[1]) {
            return Err(ApiError::bad(
                "message identifiers must be in a strictly increasing order",
            ));
        }
        let from = self.place(call, "from_chat_id")?;
        let found: Vec<Message> =
            ids.iter().filter_map(|id| self.message(from, *id)).cloned().collect();
        let thread = self.thread(call, chat, None)?;
        self.spend_sending(chat, found.len())?;
        let mut albums = Vec::<(String, String)>::new();
        let mut sent = Vec::new();
        for mut message in found.into_iter().filter(|message| !message.is_service()) {
            let album = message.album.take().map(|old| self.album_like(&mut albums, old));
            if call.flag("remove_caption") {
                drop_caption(&mut message.body);
            }
            let id = if forward {
                self.forward(chat, thread, message, album)
            } else {
                let (from, body) = (self.bot.profile.id, message.body);
                self.post(chat, Draft { from, thread, album, body, ..Draft::default() })
            };
            sent.push(json!({"message_id": id}));
        }
        Ok(sent.into())
    }

    fn album_like(&mut self, albums: &mut Vec<(String, String)>, old: String) -> String {
        if let Some((_, new)) = albums.iter().find(|(known, _)| *known == old) {
            return new.clone();
        }
        let new = self.new_album();
        albums.push((old, new.clone()));
        new
    }

    fn forward(
        &mut self,
        chat: i64,
        thread: Option<i64>,
        message: Message,
        album: Option<String>,
    ) -> i64 {
        let origin = json!({
            "type": "user", "date": message.at.timestamp(),
            "sender_user": self.user_json(message.from),
        });
        let forward = Some(message.forward.unwrap_or(origin));
        let (from, body) = (self.bot.profile.id, message.body);
        self.post(chat, Draft { from, thread, album, forward, body, ..Draft::default() })
    }
}

fn past(verb: &str) -> String {
    if verb == "copy" { "copied".into() } else { format!("{verb}ed") }
}

fn drop_caption(body: &mut Map<String, Value>) {
    body.remove("caption");
    body.remove("caption_entities");
}
