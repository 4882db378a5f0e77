//! Users, chats and messages as the Bot API shows them.

use serde_json::{Value, json};

use super::World;
use crate::message::Message;
use crate::people::{ANONYMOUS, Profile};

impl World {
    pub(crate) fn user_json(&self, id: i64) -> Value {
        if id == self.bot.profile.id {
            return self.bot.profile.json(true);
        }
        if id == ANONYMOUS {
            let username = Some("GroupAnonymousBot".into());
            return Profile { username, ..Profile::named(id, "Group") }.json(true);
        }
        let nobody = || Profile::named(id, "Deleted Account");
        self.people.get(&id).cloned().unwrap_or_else(nobody).json(false)
    }

    pub(crate) fn chat_json(&self, id: i64) -> Value {
        match self.chats.get(&id) {
            Some(chat) if chat.is_group() => {
                let mut json = json!({"id": id, "type": chat.kind.word(), "title": chat.title});
                if chat.topics.on {
                    json["is_forum"] = true.into();
                }
                json
            }
            _ => {
                let nobody = || Profile::named(id, "Deleted Account");
                let profile = self.people.get(&id).cloned().unwrap_or_else(nobody);
                let mut chat = profile.names();
                chat.insert("id".into(), id.into());
                chat.insert("type".into(), "private".into());
                Value::Object(chat)
            }
        }
    }

    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mut json = self.bare_message_json(message);
        self.put_thread(message, &mut json);
        let answered = message.reply_to.and_then(|id| self.message(message.chat, id));
        if let Some(answered) = answered {
            json["reply_to_message"] = self.bare_message_json(answered);
        }
        json
    }

    /// In a forum a message of a topic says which; an answer in General names a thread that is no
    /// topic.
    fn put_thread(&self, message: &Message, json: &mut Value) {
        if !self.chats.get(&message.chat).is_some_and(|chat| chat.topics.on) {
            return;
        }
        if let Some(thread) = message.thread {
            json["message_thread_id"] = thread.into();
            json["is_topic_message"] = true.into();
        } else if let Some(answered) = message.reply_to {
            json["message_thread_id"] = answered.into();
        }
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let mut json = message.body.clone();
        json.insert("message_id".into(), message.id.into());
        json.insert("date".into(), message.at.timestamp().into());
        json.insert("chat".into(), self.chat_json(message.chat));
        json.insert("from".into(), self.user_json(message.from));
        let mut put = |field: &str, value: Option<Value>| {
            value.and_then(|value| json.insert(field.into(), value));
        };
        put("sender_chat", message.sender_chat.map(|chat| self.chat_json(chat)));
        put("edit_date", message.edited_at.map(|at| at.timestamp().into()));
        put("media_group_id", message.album.clone().map(Value::from));
        put("forward_origin", message.forward.clone());
        put("reply_markup", message.keyboard.clone());
        Value::Object(json)
    }
}
