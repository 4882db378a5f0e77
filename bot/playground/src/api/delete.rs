//! Deleting messages, within the two days and the rights Telegram documents.

use chrono::TimeDelta;

use super::Answer;
use super::params::Call;
use crate::chat::Kind;
use crate::refusal::ApiError;
use crate::world::World;

impl World {
    pub(super) fn delete_message(&mut self, call: &Call) -> Answer {
        let chat = self.place(call, "chat_id")?;
        let id = call.int("message_id")?.unwrap_or_default();
        if self.message(chat, id).is_none() {
            return Err(ApiError::bad("message to delete not found"));
        }
        if !self.may_delete(chat, id) {
            return Err(ApiError::bad("message can't be deleted"));
        }
        self.erase(chat, id);
        Ok(true.into())
    }

    /// Those that cannot be deleted, or are not there, are left out in silence.
    pub(super) fn delete_messages(&mut self, call: &Call) -> Answer {
        let chat = self.place(call, "chat_id")?;
        let ids = call.ints("message_ids")?;
        if ids.is_empty() || ids.len() > 100 {
            return Err(ApiError::bad("there must be 1 to 100 message identifiers"));
        }
        for id in ids {
            if self.may_delete(chat, id) {
                self.erase(chat, id);
            }
        }
        Ok(true.into())
    }

    fn may_delete(&self, chat: i64, id: i64) -> bool {
        let Some(place) = self.chats.get(&chat) else { return false };
        let Some(message) = place.messages.get(&id) else { return false };
        let bot = self.bot.profile.id;
        let is_administrator = place.status(bot).is_administrator();
        let is_recent = self.now() - message.at < TimeDelta::hours(48);
        let has_right = message.from == bot || is_administrator || place.kind == Kind::Private;
        has_right && (is_recent || (is_administrator && place.kind == Kind::Supergroup))
    }
}
