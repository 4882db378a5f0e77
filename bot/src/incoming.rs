//! From raw JSON to what somebody did. Only what we understand of an update reaches the typed
//! library, so that nothing is lost because of something unknown beside it.

mod essence;
#[cfg(test)]
mod tests;

use casework::{
    ids::Account,
    intake::{File, FileKind, Text},
    words::Language,
};
use serde_json::{Map, Value, json};
use teloxide::types::{MediaKind, Message, MessageKind, Update, UpdateKind, User};

use self::essence::Essence;
use crate::{mending::mended, routes::WANTED};

/// The largest file that a bot can fetch, in bytes (telegram.md 1.10).
const FETCHABLE: u32 = 20 * 1024 * 1024;

/// The longest name a client shows, in characters, and then some.
const LONGEST_NAME: usize = 160;

/// Why there is nothing to do about an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Nobody asked for it; why. It is ignored.
    #[error("{0}")]
    Unwanted(&'static str),
    /// It is of a kind that we want, and cannot be read. It is parked, and somebody must look.
    #[error("unreadable: {0}")]
    Broken(&'static str),
}

/// Reads an update.
pub fn read(raw: &str) -> Result<Update, Unread> {
    let Ok(update) = serde_json::from_str::<Value>(&mended(raw)) else {
        return Err(Unread::Broken("not JSON"));
    };
    let Essence { kind, body, sort } = Essence::of(&update)?;
    let number = update["update_id"].as_u64().and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
    // What sort of message it is may be unknown to the library; that it came is not.
    let whole = (!sort.is_empty()).then(|| body.clone().into_iter().chain(sort).collect());
    let whole = whole.and_then(|whole| typed(number, kind, &whole));
    whole.or_else(|| typed(number, kind, &body)).ok_or(Unread::Broken("not as it is documented"))
}

fn typed(number: u32, kind: &str, body: &Map<String, Value>) -> Option<Update> {
    // From text, never from a value: from a value it silently becomes the error kind.
    let text = json!({ "update_id": number, kind: body }).to_string();
    let update: Update = serde_json::from_str(&text).ok()?;
    (!matches!(update.kind, UpdateKind::Error(_))).then_some(update)
}

/// The lane of an update: the order of one person, or of one chat, is kept. Whatever a person
/// does, wherever, is one lane; what no person did belongs to its chat.
pub fn lane(raw: &str) -> i64 {
    let value: Value = serde_json::from_str(&mended(raw)).unwrap_or_default();
    let Some(fields) = value.as_object() else { return 0 };
    let wanted = WANTED.iter().find_map(|kind| fields.get_key_value(*kind));
    let any = || fields.iter().find(|(_, body)| body.is_object());
    let Some((kind, body)) = wanted.or_else(any) else { return 0 };
    let person = body["from"]["id"].as_i64().filter(|_| body["sender_chat"].is_null());
    let chat = body["chat"]["id"].as_i64();
    match kind.as_str() {
        "my_chat_member" | "chat_member" => chat.or(person),
        _ => person.or(chat),
    }
    .unwrap_or(0)
}

/// Whether an update came from somebody's private chat with us, as far as can be made out.
pub fn is_private(raw: &str) -> bool {
    let value: Value = serde_json::from_str(&mended(raw)).unwrap_or_default();
    let body = WANTED.iter().find_map(|kind| value.get(*kind)).unwrap_or(&Value::Null);
    let chat = if body["chat"].is_null() { &body["message"]["chat"] } else { &body["chat"] };
    chat["type"] == "private" && chat["id"].is_i64() && chat["id"] == body["from"]["id"]
}

/// Who a user is to us.
pub fn account(user: &User) -> Account {
    Account(user.id.0.cast_signed())
}

/// The language that somebody's client speaks, if it is one of ours.
pub fn language(user: &User) -> Option<Language> {
    user.language_code.as_deref().and_then(Language::guess)
}

/// The name that somebody's client shows, without what deceives the eye; empty when nothing of it
/// can be seen.
pub fn shown_name(user: &User) -> String {
    let full: String = user.full_name().chars().take(LONGEST_NAME).collect();
    let line: String = full.split_whitespace().collect::<Vec<_>>().join(" ");
    Text::parse(&line).map(Text::into_string).unwrap_or_default()
}

/// What somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// Words.
    Text(String),
    /// A photo, a voice message, a file.
    File(File),
    /// A contact: the number, and whether it is the sender's own.
    Contact(String, bool),
    /// A file that we cannot fetch.
    TooBig,
    /// Something that no question takes: a sticker, a poll, a place on the map …
    Other,
    /// A message that came out empty after parsing: something got lost, which wants an alarm.
    Empty,
}

/// What somebody sent with a message.
pub fn sent(message: &Message) -> Sent {
    let MessageKind::Common(common) = &message.kind else {
        return if matches!(message.kind, MessageKind::Empty { .. }) {
            Sent::Empty
        } else {
            Sent::Other
        };
    };
    let caption = message.caption().map(str::to_owned);
    let album = message.media_group_id().map(|id| id.0.clone());
    let file = |kind, meta: &teloxide::types::FileMeta| {
        if meta.size > FETCHABLE {
            return Sent::TooBig;
        }
        let (caption, album) = (caption.clone(), album.clone());
        Sent::File(File { kind, handle: meta.id.0.clone(), caption, album })
    };
    match &common.media_kind {
        MediaKind::Text(text) => Sent::Text(text.text.clone()),
        MediaKind::Photo(photo) => match photo.photo.last() {
            Some(largest) => file(FileKind::Photo, &largest.file),
            None => Sent::Other,
        },
        MediaKind::Video(video) => file(FileKind::Video, &video.video.file),
        MediaKind::VideoNote(note) => file(FileKind::VideoNote, &note.video_note.file),
        MediaKind::Animation(animation) => file(FileKind::Animation, &animation.animation.file),
        MediaKind::Voice(voice) => file(FileKind::Voice, &voice.voice.file),
        MediaKind::Audio(audio) => file(FileKind::Audio, &audio.audio.file),
        MediaKind::Document(document) => file(FileKind::Document, &document.document.file),
        MediaKind::Contact(contact) => {
            let own = contact.contact.user_id.is_some()
                && contact.contact.user_id == message.from.as_ref().map(|user| user.id);
            Sent::Contact(contact.contact.phone_number.clone(), own)
        }
        _ => Sent::Other,
    }
}
