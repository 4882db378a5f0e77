//! What a bot can ask about chats and their members, and leaving one.

use serde_json::json;

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
        if let Some(place) = place.filter(|place| place.is_group()) {
            chat["permissions"] = place.rights.permissions().into();
            if place.slow > 0 {
                chat["slow_mode_delay"] = place.slow.into();
            }
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
        let (shown, bot) = (self.user_json(user), self.bot.profile.id);
        Ok(match self.chats.get(&id) {
            Some(chat) => chat.member_json(user, bot, shown),
            None => Status::Left.json(shown),
        })
    }

    pub(super) fn get_administrators(&self, call: &Call) -> Answer {
        let id = self.place(call, "chat_id")?;
        let Some(chat) = self.chats.get(&id).filter(|chat| chat.kind != Kind::Private) else {
            return Err(ApiError::bad("there are no administrators in the private chat"));
        };
        // Other bots are left out by Telegram; this one is not.
        let administrators = chat.members.iter().filter(|(_, status)| status.is_administrator());
        let bot = self.bot.profile.id;
        let json = |member: &i64| chat.member_json(*member, bot, self.user_json(*member));
        Ok(administrators.map(|(member, _)| json(member)).collect())
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
