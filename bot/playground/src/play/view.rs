//! A chat as one person's phone shows it.

use chrono::{DateTime, Local, Utc};
use serde_json::{Value, json};

use super::Phone;
use crate::acts::press::Key;
use crate::chat::{Chat, Status};
use crate::message::Message;
use crate::world::World;

const SHOWN: usize = 200;

impl World {
    /// A phone with its chats; those it names first, then the groups the person is in.
    pub(super) fn phone_json(&self, phone: &Phone) -> Value {
        let follow = |id: i64| self.chats.get(&id).and_then(|chat| chat.moved_to).unwrap_or(id);
        let mut ids: Vec<i64> = phone.chats.iter().map(|id| follow(*id)).collect();
        let groups = self.chats.iter().filter(|(_, chat)| {
            let is_open = chat.moved_to.is_none() && !chat.is_deleted;
            chat.is_group() && is_open && chat.status(phone.person).is_present()
        });
        for (id, _) in groups {
            if !ids.contains(id) {
                ids.push(*id);
            }
        }
        let chat = |id: &i64| {
            let title = self.chats.get(id).map_or("", |chat| chat.title.as_str());
            json!({"id": id, "is_private": *id > 0, "title": title})
        };
        let language = self.people.get(&phone.person).and_then(|p| p.language_code.clone());
        json!({
            "person": phone.person, "name": phone.name, "role": phone.role, "language": language,
            "chats": ids.iter().map(chat).collect::<Vec<_>>(),
        })
    }

    pub(super) fn chat_view(&self, person: i64, id: i64) -> Option<Value> {
        let chat = self.chats.get(&id)?;
        let bot = chat.members.get(&self.bot.profile.id);
        let newest = chat.messages.len().saturating_sub(SHOWN);
        let shown = chat.messages.values().skip(newest);
        let pinned = chat.pinned.last().and_then(|id| chat.messages.get(id));
        let keyboard = self.reply_keyboard(id);
        Some(json!({
            "chat": id, "is_private": !chat.is_group(), "title": chat.title,
            "is_started": bot.is_some(), "is_blocked": bot == Some(&Status::Kicked),
            "is_member": chat.status(person).is_present(), "moved_to": chat.moved_to,
            "menu": self.menu(id, person),
            "keyboard": keyboard.iter().map(|row| row.iter().map(key).collect()).collect::<Vec<Vec<Value>>>(),
            "pinned": pinned.map(|message| json!({"id": message.id, "text": excerpt(message)})),
            "messages": shown.map(|m| self.bubble(chat, m, person)).collect::<Vec<_>>(),
        }))
    }

    fn bubble(&self, chat: &Chat, message: &Message, person: i64) -> Value {
        let answered = message.reply_to.and_then(|id| chat.messages.get(&id));
        let (day, at) = self.local(message.at);
        let mut bubble = json!({
            "id": message.id, "from": message.from, "name": self.name(message),
            "is_mine": message.from == person, "is_bot": message.from == self.bot.profile.id,
            "day": day, "at": at, "is_edited": message.edited_at.is_some(),
            "silent": message.silent, "album": message.album, "forward": forwarded(message),
            "text": message.text(), "entities": message.entities(),
            "kind": message.kind(), "service": message.is_service(),
            "content": message.body.get(message.kind()), "file": message.file_id(),
            "buttons": message.buttons(),
            "reactions": message.reactions.values().flatten().collect::<Vec<_>>(),
        });
        if let Some(answered) = answered {
            bubble["reply"] = json!({
                "id": answered.id, "name": self.name(answered), "text": excerpt(answered)});
        }
        bubble
    }

    fn name(&self, message: &Message) -> String {
        let user = self.user_json(message.from);
        let words = [user["first_name"].as_str(), user["last_name"].as_str()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn local(&self, at: DateTime<Utc>) -> (String, String) {
        let at = match self.zone {
            Some(zone) => at.with_timezone(&zone),
            None => at.with_timezone(&Local).fixed_offset(),
        };
        (at.format("%Y-%m-%d").to_string(), at.format("%H:%M").to_string())
    }
}

fn key((label, kind): &(String, Key)) -> Value {
    let kind = match kind {
        Key::Label => "label",
        Key::Contact => "contact",
        Key::Location => "location",
    };
    json!({"label": label, "kind": kind})
}

fn excerpt(message: &Message) -> String {
    let text = message.text();
    if text.is_empty() { format!("[{}]", message.kind()) } else { text.chars().take(120).collect() }
}

fn forwarded(message: &Message) -> Option<String> {
    let origin = message.forward.as_ref()?;
    let name = origin["sender_user_name"].as_str();
    name.or_else(|| origin["sender_user"]["first_name"].as_str()).map(String::from)
}
