//! What a bot can ask about chats and their members, and leaving one.

use serde_json::{Value, json};

use super::Answer;
use super::params::Call;
use crate::chat::{Kind, Status};
use crate::refusal::ApiError;
use crate::world::World;

impl World {
    pub(super) fn get_chat(&self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        let mut chat = self.chat_json(id);
        chat["accent_color_id"] = 1.into();
        chat["max_reaction_count"] = 11.into();
        chat["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        let place = self.chats.get(&id);
        if place.is_some_and(crate::chat::Chat::is_group) {
            chat["permissions"] = permissions();
        }
        let pinned = place.and_then(|place| place.messages.get(place.pinned.last()?));
        if let Some(pinned) = pinned {
            chat["pinned_message"] = self.message_json(pinned);
        }
        Ok(chat)
    }

    pub(super) fn get_chat_member(&self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        let user = call.int("user_id")?.unwrap_or_default();
        if user != self.bot.profile.id && !self.people.contains_key(&user) {
            return Err(ApiError::bad("PARTICIPANT_ID_INVALID"));
        }
        let status = self.chats.get(&id).map_or(Status::Left, |chat| chat.status(user));
        Ok(status.json(self.user_json(user)))
    }

    pub(super) fn get_administrators(&self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        let Some(chat) = self.chats.get(&id).filter(|chat| chat.kind != Kind::Private) else {
            return Err(ApiError::bad("there are no administrators in the private chat"));
        };
        // Other bots are left out by Telegram; this one is not.
        let administrators = chat.members.iter().filter(|(_, status)| status.is_administrator());
        Ok(administrators.map(|(member, status)| status.json(self.user_json(*member))).collect())
    }

    pub(super) fn get_member_count(&self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        Ok(self.chats.get(&id).map_or(0, crate::chat::Chat::people).into())
    }

    pub(super) fn leave_chat(&mut self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        if id > 0 {
            return Err(ApiError::bad("chat member status can't be changed in private chats"));
        }
        let bot = self.bot.profile.id;
        self.set_status(id, bot, bot, Status::Left);
        let left = self.user_json(bot);
        self.note(id, bot, "left_chat_member", left);
        Ok(true.into())
    }
}

fn permissions() -> Value {
    let rights = [
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ];
    Value::Object(rights.into_iter().map(|right| (right.to_string(), true.into())).collect())
}
