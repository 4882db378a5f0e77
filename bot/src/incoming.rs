//! From raw JSON to what somebody did. Entity types that the library does not know are taken out
//! before typed parsing, for it would lose the whole message (telegram.md 0.4).

use casework::{
    ids::Account,
    intake::{File, FileKind},
    words::Language,
};
use serde_json::Value;
use teloxide::types::{MediaKind, Message, MessageKind, Update, User};

/// The largest file that a bot can fetch, in bytes (telegram.md 1.10).
const FETCHABLE: u32 = 20 * 1024 * 1024;

/// The entity types that the library knows.
const ENTITIES: [&str; 19] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
];

/// Reads an update. `None` when it is of a kind that nobody knows.
pub fn read(raw: &str) -> Option<Update> {
    let mut value: Value = serde_json::from_str(raw).ok()?;
    scrub(&mut value);
    // From text, never from a value: from a value it silently becomes the error kind.
    serde_json::from_str(&value.to_string()).ok()
}

fn scrub(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if let (true, Value::Array(entities)) = (name.ends_with("entities"), &mut *field) {
                    entities.retain(is_known);
                }
                scrub(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(scrub),
        _ => {}
    }
}

fn is_known(entity: &Value) -> bool {
    entity["type"].as_str().is_some_and(|kind| ENTITIES.contains(&kind))
}

/// The lane of an update: the order of one person, or of one chat, is kept. Whatever a person
/// does, wherever, is one lane; what no person did belongs to its chat.
pub fn lane(raw: &str) -> i64 {
    let value: Value = serde_json::from_str(raw).unwrap_or_default();
    let Some(fields) = value.as_object() else { return 0 };
    let Some((kind, body)) = fields.iter().find(|(name, _)| *name != "update_id") else { return 0 };
    let person = body["from"]["id"].as_i64().filter(|_| body["sender_chat"].is_null());
    let chat = body["chat"]["id"].as_i64();
    match kind.as_str() {
        "my_chat_member" | "chat_member" => chat.or(person),
        _ => person.or(chat),
    }
    .unwrap_or(0)
}

/// Who a user is to us.
pub fn account(user: &User) -> Account {
    Account(user.id.0.cast_signed())
}

/// The language that somebody's client speaks, if it is one of ours.
pub fn language(user: &User) -> Option<Language> {
    user.language_code.as_deref().and_then(Language::guess)
}

/// The name that somebody's client shows.
pub fn shown_name(user: &User) -> String {
    user.full_name()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn update(body: &str) -> String {
        format!(
            r#"{{"update_id":1,"message":{{"message_id":5,"date":1700000000,
            "chat":{{"id":7,"type":"private","first_name":"A"}},
            "from":{{"id":7,"is_bot":false,"first_name":"A"}},{body}}}}}"#
        )
    }

    fn message(raw: &str) -> Message {
        match read(raw).unwrap().kind {
            teloxide::types::UpdateKind::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unknown_entity_costs_itself_and_not_the_message() {
        let raw = update(
            r#""text":"by 5 pm","entities":[{"type":"date_time","offset":3,"length":4,"unix_time":1},
            {"type":"bold","offset":0,"length":2}]"#,
        );
        assert_eq!(sent(&message(&raw)), Sent::Text("by 5 pm".to_owned()));
    }

    #[test]
    fn only_ones_own_contact_is_ones_own() {
        let contact = |user: &str| {
            let raw =
                update(&format!(r#""contact":{{"phone_number":"138","first_name":"A"{user}}}"#));
            sent(&message(&raw))
        };
        assert_eq!(contact(r#","user_id":7"#), Sent::Contact("138".to_owned(), true));
        assert_eq!(contact(r#","user_id":8"#), Sent::Contact("138".to_owned(), false));
        assert_eq!(contact(""), Sent::Contact("138".to_owned(), false));
    }

    #[test]
    fn a_file_over_twenty_megabytes_is_too_big() {
        let raw = update(r#""document":{"file_id":"f","file_unique_id":"u","file_size":26214400}"#);
        assert_eq!(sent(&message(&raw)), Sent::TooBig);
    }

    #[test]
    fn whatever_a_person_does_is_one_lane() {
        assert_eq!(lane(&update(r#""text":"x""#)), 7);
        let press = r#"{"update_id":2,"callback_query":{"id":"1","from":{"id":7},
            "message":{"chat":{"id":-100}}}}"#;
        assert_eq!(lane(press), 7);
        let anonymous = r#"{"update_id":3,"message":{"from":{"id":1087968824},
            "sender_chat":{"id":-100},"chat":{"id":-100}}}"#;
        assert_eq!(lane(anonymous), -100);
        assert_eq!(lane("rubbish"), 0);
    }
}
