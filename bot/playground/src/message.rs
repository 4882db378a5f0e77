//! A message as it stands in a chat now.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

/// One message. What it carries is in [`Message::body`], in Telegram's own fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Counts within the chat.
    pub id: i64,
    /// Where it stands.
    pub chat: i64,
    /// Who wrote it; may be the bot.
    pub from: i64,
    /// The chat on whose behalf it was written (anonymous administrators).
    pub sender_chat: Option<i64>,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When its content last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// The topic it belongs to.
    pub thread: Option<i64>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Shared by the parts of one album.
    pub album: Option<String>,
    /// Where it was forwarded from, as `forward_origin`.
    pub forward: Option<Value>,
    /// `text`, `photo`, `caption`, `entities`, …: Telegram's fields of the content.
    pub body: Map<String, Value>,
    /// Its inline keyboard, as `reply_markup`.
    pub keyboard: Option<Value>,
    /// Emoji by who put them.
    pub reactions: BTreeMap<i64, Vec<String>>,
    /// Sent without a sound.
    pub silent: bool,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What people read on it.
    pub label: String,
    /// What a press sends to the bot.
    pub data: Option<String>,
    /// What it opens instead.
    pub url: Option<String>,
    /// What it copies instead.
    pub copy: Option<String>,
    /// `primary`, `success` or `danger`.
    pub style: Option<String>,
}

const KINDS: [&str; 14] = [
    "text",
    "photo",
    "video",
    "animation",
    "voice",
    "video_note",
    "audio",
    "document",
    "sticker",
    "dice",
    "poll",
    "venue",
    "location",
    "contact",
];

impl Message {
    /// What people read: the text or the caption, empty if there is neither.
    pub fn text(&self) -> &str {
        let text = self.body.get("text").or_else(|| self.body.get("caption"));
        text.and_then(Value::as_str).unwrap_or_default()
    }

    /// Telegram's name for what it carries, such as `text` or `photo`; a service message's own field.
    pub fn kind(&self) -> &str {
        let known = KINDS.iter().find(|kind| self.body.contains_key(**kind)).copied();
        known.or_else(|| self.body.keys().next().map(String::as_str)).unwrap_or_default()
    }

    /// Whether it tells of a change in the chat instead of being written by someone.
    pub fn is_service(&self) -> bool {
        !KINDS.contains(&self.kind()) && self.kind() != "story"
    }

    /// The inline keyboard, row by row.
    pub fn buttons(&self) -> Vec<Vec<Button>> {
        let rows = self.keyboard.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
        let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
        rows.into_iter().flatten().map(row).collect()
    }

    /// The labels of all its buttons, in reading order.
    pub fn labels(&self) -> Vec<String> {
        self.buttons().into_iter().flatten().map(|button| button.label).collect()
    }

    /// The file it carries; for a photo, its largest size.
    pub fn file_id(&self) -> Option<&str> {
        let content = self.body.get(self.kind())?;
        let file = content.as_array().map_or(Some(content), |sizes| sizes.last())?;
        file["file_id"].as_str()
    }

    /// Formatting of the text or the caption.
    pub fn entities(&self) -> &[Value] {
        let entities = self.body.get("entities").or_else(|| self.body.get("caption_entities"));
        entities.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

fn button(button: &Value) -> Button {
    let word = |value: &Value| value.as_str().map(String::from);
    Button {
        label: word(&button["text"]).unwrap_or_default(),
        data: word(&button["callback_data"]),
        url: word(&button["url"]),
        copy: word(&button["copy_text"]["text"]),
        style: word(&button["style"]),
    }
}
