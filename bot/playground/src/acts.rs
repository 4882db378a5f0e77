//! What people do with messages, and what can be seen of it.

mod groups;
pub(crate) mod press;

use serde_json::{Map, Value, json};

use crate::Telegram;
use crate::chat::{Kind, Status};
use crate::check::fits;
use crate::content::{Blob, Content};
use crate::entity;
use crate::message::Message;
use crate::people::ANONYMOUS;
use crate::refusal::Refused;
use crate::world::{Draft, Event, World};

const TEXT: usize = 4096;
const CAPTION: usize = 1024;

impl Telegram {
    /// A person sends something; a private chat has the person's id.
    pub fn send(&self, person: i64, chat: i64, content: Content) -> Result<i64, Refused> {
        self.lock().say(person, chat, None, content)
    }

    /// A person started the bot before anybody looked; the bot hears nothing of it.
    pub fn befriend(&self, person: i64) {
        self.lock().greet(person);
    }

    /// A person answers a message.
    pub fn reply(&self, person: i64, chat: i64, to: i64, content: Content) -> Result<i64, Refused> {
        let mut world = self.lock();
        world.message(chat, to).ok_or(Refused::NoSuchMessage(to))?;
        world.say(person, chat, Some(to), content)
    }

    /// A person sends several files as one album: separate updates with one `media_group_id`.
    pub fn album(&self, person: i64, chat: i64, items: Vec<Content>) -> Result<Vec<i64>, Refused> {
        let mut world = self.lock();
        world.may_write(person, chat)?;
        let first = items.first().and_then(Content::album_kind).ok_or(Refused::NoAlbum)?;
        let is_one_kind = items.iter().all(|item| item.album_kind() == Some(first));
        if !(2..=10).contains(&items.len()) || !is_one_kind {
            return Err(Refused::NoAlbum);
        }
        let album = world.new_album();
        let each = |item| world.write(person, chat, None, Some(album.clone()), item);
        items.into_iter().map(each).collect()
    }

    /// A person changes the text or caption of their own message.
    pub fn edit(&self, person: i64, chat: i64, message: i64, text: &str) -> Result<(), Refused> {
        let mut world = self.lock();
        world.may_write(person, chat)?;
        let now = world.now();
        let found = world.message_mut(chat, message).ok_or(Refused::NoSuchMessage(message))?;
        if found.from != person {
            return Err(Refused::NotYours);
        }
        let is_text = found.body.contains_key("text");
        check_words(text, usize::from(is_text), if is_text { TEXT } else { CAPTION })?;
        let (words, marks) =
            if is_text { ("text", "entities") } else { ("caption", "caption_entities") };
        found.body.remove(marks);
        entity::put(&mut found.body, words, marks, text, Vec::new());
        found.edited_at = Some(now);
        world.record_shown(chat, message, true);
        world.deliver("edited_message", chat, message);
        world.emit(Event::Chat { chat });
        Ok(())
    }

    /// A person deletes their own message for everyone, or any in their private chat or in a group
    /// they administer. The bot hears nothing of it.
    pub fn delete(&self, person: i64, chat: i64, message: i64) -> Result<(), Refused> {
        let mut world = self.lock();
        world.present(person, chat)?;
        let found = world.message(chat, message).ok_or(Refused::NoSuchMessage(message))?;
        let may_all = chat == person
            || world.chats.get(&chat).is_some_and(|chat| chat.status(person).is_administrator());
        if found.from != person && !may_all {
            return Err(Refused::NotYours);
        }
        world.erase(chat, message);
        Ok(())
    }

    /// A person puts an emoji on a message, or takes all off with an empty one.
    pub fn react(&self, person: i64, chat: i64, message: i64, emoji: &str) -> Result<(), Refused> {
        self.lock().put_reaction(person, chat, message, emoji)
    }

    /// Starts the bot, by its button or by a link with a payload; unblocks it first if need be.
    pub fn start(&self, person: i64, payload: Option<&str>) -> Result<i64, Refused> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if payload.is_some_and(|p| p.is_empty() || p.len() > 64 || !p.chars().all(plain)) {
            return Err(Refused::BadPayload);
        }
        self.unblock(person);
        let text = payload.map_or("/start".into(), |payload| format!("/start {payload}"));
        self.send(person, person, Content::Text(text))
    }

    /// An anonymous administrator writes: only the group is to be seen as the author.
    pub fn as_anonymous(&self, chat: i64, content: Content) -> i64 {
        let mut world = self.lock();
        let body = world.body(content);
        let (from, sender_chat) = (ANONYMOUS, Some(chat));
        let id = world.post(chat, Draft { from, sender_chat, body, ..Draft::default() });
        world.deliver("message", chat, id);
        id
    }

    /// Queues an update as it is, with the next number; says the number.
    pub fn raw(&self, update: Value) -> i64 {
        let mut world = self.lock();
        let kind = update.as_object().and_then(|u| u.keys().find(|key| *key != "update_id"));
        let (kind, now) = (kind.cloned().unwrap_or_default(), world.now());
        let update = if let Value::Object(update) = update { update } else { Map::new() };
        world.enqueue(&kind, update, now)
    }

    /// Keeps a file a client uploads; `image/*` becomes a photo, `audio/ogg` a voice message, the
    /// rest documents. The id goes into [`Content::Uploaded`].
    pub fn upload(&self, bytes: Vec<u8>, name: &str, mime: &str) -> String {
        let is_picture = matches!(mime, "image/png" | "image/jpeg" | "image/webp");
        let is_voice = mime.starts_with("audio/");
        let kind = if is_picture {
            "photo"
        } else if is_voice {
            "voice"
        } else {
            "document"
        };
        self.lock().files.keep(kind, Blob::from(bytes), Some(name), mime)
    }

    /// A file's bytes, name and type.
    pub fn file(&self, file_id: &str) -> Option<(Vec<u8>, Option<String>, String)> {
        let world = self.lock();
        let stored = world.files.get(file_id)?;
        Some((stored.blob.bytes().to_vec(), stored.name.clone(), stored.mime.clone()))
    }

    /// A chat as people see it now, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        let world = self.lock();
        world
            .chats
            .get(&chat)
            .map(|chat| chat.messages.values().cloned().collect())
            .unwrap_or_default()
    }

    /// The messages of a chat from a number on, oldest first; cheap in a long chat.
    pub fn messages_from(&self, chat: i64, first: i64) -> Vec<Message> {
        let world = self.lock();
        let messages = world.chats.get(&chat).map(|chat| chat.messages.range(first..));
        messages.into_iter().flatten().map(|(_, message)| message.clone()).collect()
    }

    /// The newest message of a chat.
    pub fn newest(&self, chat: i64) -> Option<Message> {
        self.lock().chats.get(&chat)?.messages.values().next_back().cloned()
    }

    /// One message, unless it is gone.
    pub fn message(&self, chat: i64, message: i64) -> Option<Message> {
        self.lock().message(chat, message).cloned()
    }

    /// Pinned messages of a chat, the newest pin last.
    pub fn pinned(&self, chat: i64) -> Vec<i64> {
        self.lock().chats.get(&chat).map(|chat| chat.pinned.clone()).unwrap_or_default()
    }

    /// Labels of the reply keyboard a chat shows, row by row.
    pub fn keyboard(&self, chat: i64) -> Vec<Vec<String>> {
        self.lock()
            .reply_keyboard(chat)
            .into_iter()
            .map(|row| row.into_iter().map(|key| key.0).collect())
            .collect()
    }
}

fn check_words(words: &str, low: usize, high: usize) -> Result<(), Refused> {
    if low > 0 && words.trim().is_empty() {
        return Err(Refused::Empty);
    }
    if fits(words, 0, high) { Ok(()) } else { Err(Refused::TooLong) }
}

impl World {
    /// Whether the person exists and is in the chat.
    pub(crate) fn present(&self, person: i64, chat: i64) -> Result<(), Refused> {
        if !self.people.contains_key(&person) {
            return Err(Refused::NoSuchPerson(person));
        }
        let place = self.chats.get(&chat).ok_or(Refused::NoSuchChat(chat))?;
        if place.moved_to.is_some() || place.is_deleted {
            return Err(Refused::NoSuchChat(chat));
        }
        if place.status(person).is_present() { Ok(()) } else { Err(Refused::NotAMember(person)) }
    }

    pub(crate) fn may_write(&self, person: i64, chat: i64) -> Result<(), Refused> {
        self.present(person, chat)?;
        let blocked = self.chats.get(&chat).is_some_and(|place| {
            place.kind == Kind::Private && place.status(self.bot.profile.id) == Status::Kicked
        });
        if blocked { Err(Refused::Blocked) } else { Ok(()) }
    }

    pub(crate) fn say(
        &mut self,
        person: i64,
        chat: i64,
        reply_to: Option<i64>,
        content: Content,
    ) -> Result<i64, Refused> {
        self.may_write(person, chat)?;
        self.write(person, chat, reply_to, None, content)
    }

    fn write(
        &mut self,
        person: i64,
        chat: i64,
        reply_to: Option<i64>,
        album: Option<String>,
        content: Content,
    ) -> Result<i64, Refused> {
        match &content {
            Content::Text(text) => check_words(text, 1, TEXT)?,
            Content::Uploaded { file_id, .. } if self.files.get(file_id).is_none() => {
                return Err(Refused::NoSuchFile(file_id.clone()));
            }
            other => check_words(other.words().unwrap_or_default(), 0, CAPTION.max(TEXT))?,
        }
        self.greet(chat);
        let forward = self.origin(&content);
        let body = self.body(content);
        let (from, answered) = (person, reply_to.and_then(|id| self.message(chat, id)));
        let thread = answered.and_then(|answered| answered.thread);
        let draft = Draft { from, reply_to, thread, album, forward, body, ..Draft::default() };
        let id = self.post(chat, draft);
        self.deliver("message", chat, id);
        Ok(id)
    }

    /// The first word in a private chat allows the bot to answer.
    fn greet(&mut self, chat: i64) {
        let bot = self.bot.profile.id;
        if let Some(place) = self.chats.get_mut(&chat).filter(|chat| chat.kind == Kind::Private) {
            place.members.entry(bot).or_insert(Status::Member);
        }
    }

    fn origin(&self, content: &Content) -> Option<Value> {
        let date = self.now().timestamp();
        match content {
            Content::Forwarded(_) => Some(json!({
                "type": "hidden_user", "sender_user_name": "Somebody", "date": date})),
            Content::ForwardedFrom(from, _) => Some(json!({
                "type": "user", "sender_user": self.user_json(*from), "date": date})),
            _ => None,
        }
    }

    fn put_reaction(
        &mut self,
        person: i64,
        chat: i64,
        id: i64,
        emoji: &str,
    ) -> Result<(), Refused> {
        self.may_write(person, chat)?;
        let found = self.message_mut(chat, id).ok_or(Refused::NoSuchMessage(id))?;
        let new: Vec<String> =
            Some(emoji.to_string()).filter(|e| !e.is_empty()).into_iter().collect();
        let old = found.reactions.insert(person, new.clone()).unwrap_or_default();
        let kinds = |emoji: &[String]| -> Value {
            emoji.iter().map(|emoji| json!({"type": "emoji", "emoji": emoji})).collect()
        };
        let bot = self.bot.profile.id;
        let place = self.chats.get(&chat);
        if place.is_some_and(|place| !place.is_group() || place.status(bot).is_administrator()) {
            let update = json!({
                "chat": self.chat_json(chat), "message_id": id, "user": self.user_json(person),
                "date": self.now().timestamp(), "old_reaction": kinds(&old),
                "new_reaction": kinds(&new),
            });
            self.queue_update("message_reaction", update, self.now());
        }
        self.emit(Event::Chat { chat });
        Ok(())
    }
}
