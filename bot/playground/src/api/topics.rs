//! What a bot does with the topics of a forum.

use serde_json::json;

use super::Answer;
use super::params::Call;
use crate::check::fits;
use crate::refusal::ApiError;
use crate::topics::GENERAL;
use crate::world::World;

impl World {
    /// The forum a call is about, if the bot may manage its topics.
    fn managed_forum(&self, call: &Call, deed: &str) -> Result<i64, ApiError> {
        let chat = self.place(call, "chat_id")?;
        if !self.chats.get(&chat).is_some_and(|place| place.topics.on) {
            return Err(ApiError::bad("the chat is not a forum"));
        }
        if !self.manages_topics(chat) {
            return Err(ApiError::bad(format!("not enough rights to {deed}")));
        }
        Ok(chat)
    }

    pub(super) fn create_topic(&mut self, call: &Call) -> Answer {
        let chat = self.managed_forum(call, "create a topic")?;
        let name = topic_name(call)?.ok_or_else(|| ApiError::bad("TOPIC_TITLE_EMPTY"))?;
        let bot = self.bot.profile.id;
        let thread = self.open_topic(chat, bot, &name);
        Ok(json!({"message_thread_id": thread, "name": name, "icon_color": 7_322_096}))
    }

    pub(super) fn edit_topic(&mut self, call: &Call) -> Answer {
        let chat = self.managed_forum(call, "edit the topic")?;
        let (name, thread) = (topic_name(call)?, thread_of(call)?);
        let place = self.chats.get_mut(&chat);
        let topic = place.and_then(|place| place.topics.threads.get_mut(&thread));
        let topic = topic.ok_or_else(|| ApiError::bad("TOPIC_ID_INVALID"))?;
        let name = name.unwrap_or_else(|| topic.name.clone());
        if topic.name == name {
            return Err(ApiError::bad("TOPIC_NOT_MODIFIED"));
        }
        topic.name.clone_from(&name);
        let bot = self.bot.profile.id;
        self.note_topic(chat, bot, thread, "forum_topic_edited", json!({"name": name}));
        Ok(true.into())
    }

    pub(super) fn close_topic(&mut self, call: &Call, closed: bool) -> Answer {
        let chat = self.managed_forum(call, "close or reopen the topic")?;
        let thread = thread_of(call)?;
        let bot = self.bot.profile.id;
        changed(self.shut_topic(chat, bot, thread, closed))
    }

    pub(super) fn close_general(&mut self, call: &Call, closed: bool) -> Answer {
        let chat = self.managed_forum(call, "close or reopen the topic")?;
        let bot = self.bot.profile.id;
        changed(self.shut_topic(chat, bot, GENERAL, closed))
    }

    pub(super) fn hide_general_topic(&mut self, call: &Call, hidden: bool) -> Answer {
        let chat = self.managed_forum(call, "hide or unhide the topic")?;
        let bot = self.bot.profile.id;
        changed(self.hide_general(chat, bot, hidden))
    }

    pub(super) fn delete_topic(&mut self, call: &Call) -> Answer {
        let chat = self.managed_forum(call, "delete the topic")?;
        let gone = self.drop_topic(chat, thread_of(call)?);
        gone.map(|()| true.into()).ok_or_else(|| ApiError::bad("TOPIC_ID_INVALID"))
    }
}

fn thread_of(call: &Call) -> Result<i64, ApiError> {
    Ok(call.int("message_thread_id")?.unwrap_or_default())
}

fn topic_name(call: &Call) -> Result<Option<String>, ApiError> {
    let name = call.text("name")?.filter(|name| !name.trim().is_empty());
    if name.as_deref().is_some_and(|name| !fits(name, 1, 128)) {
        return Err(ApiError::bad("topic name is too long"));
    }
    Ok(name)
}

fn changed(changed: Option<bool>) -> Answer {
    match changed {
        Some(true) => Ok(true.into()),
        Some(false) => Err(ApiError::bad("TOPIC_NOT_MODIFIED")),
        None => Err(ApiError::bad("TOPIC_ID_INVALID")),
    }
}
