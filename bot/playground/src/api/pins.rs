//! Pinning, and the reactions a bot puts on messages.

use serde_json::Value;

use super::Answer;
use super::params::Call;
use crate::refusal::ApiError;
use crate::rights::Right;
use crate::world::{Event, World};

/// The reactions Telegram offers without Premium.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 \
    💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 \
    🤷‍♂ 🤷 🤷‍♀ 😡";

impl World {
    fn pinnable(&self, call: &Call) -> Result<i64, ApiError> {
        let chat = self.place(call, "chat_id")?;
        let place = self.chats.get(&chat);
        let bot = self.bot.profile.id;
        let may = place.is_some_and(|p| {
            !p.is_group() || (p.status(bot).is_administrator() && p.rights.has(Right::Pin))
        });
        if may { Ok(chat) } else { Err(ApiError::bad("not enough rights to pin a message")) }
    }

    pub(super) fn pin(&mut self, call: &Call) -> Answer {
        let chat = self.pinnable(call)?;
        let id = call.int("message_id")?.unwrap_or_default();
        let Some(message) = self.message(chat, id) else {
            return Err(ApiError::bad("message to pin not found"));
        };
        let json = self.message_json(message);
        let Some(place) = self.chats.get_mut(&chat) else { return Ok(true.into()) };
        if place.pinned.last() == Some(&id) {
            return Ok(true.into());
        }
        place.pinned.retain(|pinned| *pinned != id);
        place.pinned.push(id);
        // One of the few messages of its own that a bot gets as an update.
        let bot = self.bot.profile.id;
        self.note(chat, bot, "pinned_message", json);
        Ok(true.into())
    }

    pub(super) fn unpin(&mut self, call: &Call) -> Answer {
        let chat = self.pinnable(call)?;
        let id = call.int("message_id")?;
        if let Some(place) = self.chats.get_mut(&chat) {
            match id {
                Some(id) if !place.pinned.contains(&id) => {
                    return Err(ApiError::bad("message to unpin not found"));
                }
                Some(id) => place.pinned.retain(|pinned| *pinned != id),
                None => drop(place.pinned.pop()),
            }
        }
        self.emit(Event::Chat { chat });
        Ok(true.into())
    }

    pub(super) fn unpin_all(&mut self, call: &Call) -> Answer {
        let chat = self.pinnable(call)?;
        if let Some(place) = self.chats.get_mut(&chat) {
            place.pinned.clear();
        }
        self.emit(Event::Chat { chat });
        Ok(true.into())
    }

    pub(super) fn react(&mut self, call: &Call) -> Answer {
        let chat = self.place(call, "chat_id")?;
        let id = call.int("message_id")?.unwrap_or_default();
        let list = call.json("reaction")?.unwrap_or_default();
        let list = list.as_array().cloned().unwrap_or_default();
        if list.len() > 1 {
            return Err(ApiError::bad("REACTIONS_TOO_MANY"));
        }
        let emoji = list.iter().map(reaction).collect::<Result<Vec<_>, _>>()?;
        let bot = self.bot.profile.id;
        let Some(message) = self.message_mut(chat, id) else {
            return Err(ApiError::bad("message to react not found"));
        };
        message.reactions.insert(bot, emoji);
        self.emit(Event::Chat { chat });
        Ok(true.into())
    }
}

fn reaction(reaction: &Value) -> Result<String, ApiError> {
    let emoji = reaction["emoji"].as_str().unwrap_or_default().trim_end_matches('\u{fe0f}');
    let known = REACTIONS.split_whitespace().any(|known| known == emoji);
    if reaction["type"] == "emoji" && known {
        return Ok(emoji.to_string());
    }
    Err(ApiError::bad("REACTION_INVALID"))
}
