//! A message of ours as a value: text with bold stretches, and a keyboard. It becomes Bot API JSON
//! here and nowhere else. No parse mode is ever used, so what people type is shown literally.

use casework::{
    desk::{DeskError, Work},
    ids::Room,
    words::columns,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::button::Button;

/// The longest text of one message, in characters (telegram.md 1.8).
pub const TEXT_LIMIT: usize = 4_096;
/// The longest words under a photo, in characters.
pub const CAPTION_LIMIT: usize = 1_024;

/// A text with bold stretches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Text {
    text: String,
    /// Offset and length of each bold stretch, in UTF-16 units as Telegram counts them.
    bold: Vec<(usize, usize)>,
}

impl Text {
    /// A plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: vec![] }
    }

    /// Begins with a bold line.
    pub fn heading(text: &str) -> Self {
        let mut page = Self::default();
        page.bold.push((0, text.encode_utf16().count()));
        page.text.push_str(text);
        page
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: impl AsRef<str>) -> Self {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line.as_ref());
        self
    }

    /// Adds a line if there is one.
    #[must_use]
    pub fn line_if(self, line: Option<String>) -> Self {
        match line {
            Some(line) => self.line(line),
            None => self,
        }
    }

    /// Adds a line after an empty one.
    #[must_use]
    pub fn paragraph(self, line: impl AsRef<str>) -> Self {
        self.line("").line(line)
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Shortened to what one message holds, with the bold stretches that are left.
    fn fitted(&self, limit: usize) -> (String, Vec<Value>) {
        let text = shortened(&self.text, limit);
        let length = text.encode_utf16().count();
        let bold = self.bold.iter().filter(|(offset, stretch)| offset + stretch <= length);
        let entities = bold.map(
            |(offset, stretch)| json!({ "type": "bold", "offset": offset, "length": stretch }),
        );
        let entities = entities.collect();
        (text, entities)
    }
}

/// At most `limit` characters, the last of them an ellipsis when something was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// How a button stands out. The word carries the meaning; older clients show it plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Plain.
    #[default]
    Plain,
    /// The main action.
    Primary,
    /// It ends well.
    Success,
    /// It takes something away.
    Danger,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    label: String,
    tone: Tone,
    does: Does,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Does {
    Press(String),
    Copy(String),
    Open(String),
}

impl Key {
    /// How wide what stands on it is, in columns.
    pub fn columns(&self) -> usize {
        columns(&self.label)
    }

    /// A button that is pressed.
    pub fn press(label: impl Into<String>, button: &Button) -> Self {
        Self { label: label.into(), tone: Tone::Plain, does: Does::Press(button.to_string()) }
    }

    /// A button that copies a text.
    pub fn copy(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), tone: Tone::Plain, does: Does::Copy(text.into()) }
    }

    /// A button that opens a link.
    pub fn open(label: impl Into<String>, link: impl Into<String>) -> Self {
        Self { label: label.into(), tone: Tone::Plain, does: Does::Open(link.into()) }
    }

    /// The same button, standing out.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    fn json(&self) -> Value {
        let mut key = match &self.does {
            Does::Press(data) => json!({ "text": self.label, "callback_data": data }),
            Does::Copy(text) => json!({ "text": self.label, "copy_text": { "text": text } }),
            Does::Open(link) => json!({ "text": self.label, "url": link }),
        };
        let style = match self.tone {
            Tone::Plain => return key,
            Tone::Primary => "primary",
            Tone::Success => "success",
            Tone::Danger => "danger",
        };
        key["style"] = json!(style);
        key
    }
}

/// What is under a message, or under the field in which people type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Nothing.
    #[default]
    None,
    /// Buttons under the message, row by row.
    Inline(Vec<Vec<Key>>),
    /// The button that shares one's own telephone number, and one that does not.
    Contact {
        /// To share.
        share: String,
        /// Not to share.
        skip: String,
    },
    /// Takes such a keyboard away.
    Remove,
}

impl Keyboard {
    /// The Bot API's `reply_markup`, if there is one.
    pub fn json(&self) -> Option<Value> {
        match self {
            Self::None => None,
            Self::Inline(rows) => {
                let rows: Vec<Vec<Value>> =
                    rows.iter().map(|row| row.iter().map(Key::json).collect()).collect();
                Some(json!({ "inline_keyboard": rows }))
            }
            Self::Contact { share, skip } => Some(json!({
                "keyboard": [[{ "text": share, "request_contact": true }], [{ "text": skip }]],
                "resize_keyboard": true,
                "one_time_keyboard": true,
            })),
            Self::Remove => Some(json!({ "remove_keyboard": true })),
        }
    }

    /// Whether it can stand under a message that is edited.
    fn is_inline(&self) -> bool {
        matches!(self, Self::None | Self::Inline(_))
    }
}

/// Whose screen a page is, so that the courier can write down which message it became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// The draft of this person.
    Draft(i64),
    /// The shorter conversation of this person.
    Task(i64),
}

/// A message of ours, and how it takes its place in the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Page {
    /// What it says.
    pub text: Text,
    /// What is under it.
    pub keyboard: Keyboard,
    /// Replace this message instead of posting a new one.
    #[serde(default)]
    pub edit: Option<i64>,
    /// Replace the screen's message, whichever that is when this is delivered.
    #[serde(default)]
    pub renew: bool,
    /// Take the buttons away from this message, whose question is answered.
    #[serde(default)]
    pub retire: Option<i64>,
    /// The conversation whose present question this is.
    #[serde(default)]
    pub screen: Option<Screen>,
    /// Answer to this message.
    #[serde(default)]
    pub reply_to: Option<i64>,
    /// The menu of commands of this chat has changed and is shown anew.
    #[serde(default)]
    pub menu: bool,
    /// It is a goodbye: leave the group once it is said, or cannot be said.
    #[serde(default)]
    pub leave: bool,
}

impl Page {
    /// A page with buttons.
    pub fn new(text: Text, rows: Vec<Vec<Key>>) -> Self {
        Self { text, keyboard: Keyboard::Inline(rows), ..Self::default() }
    }

    /// The same with another line, if there is one.
    #[must_use]
    pub fn followed_by(mut self, line: Option<String>) -> Self {
        self.text = self.text.line_if(line);
        self
    }

    /// A page that only says something.
    pub fn say(text: impl Into<String>) -> Self {
        Self { text: Text::plain(text), ..Self::default() }
    }

    /// The same page in place of a message.
    #[must_use]
    pub fn in_place_of(mut self, message: Option<i64>) -> Self {
        self.edit = message;
        self
    }

    /// The same page as the present question of a conversation.
    #[must_use]
    pub fn as_screen(mut self, screen: Screen) -> Self {
        self.screen = Some(screen);
        self
    }

    /// Owes this page to a room.
    pub async fn post(&self, work: &mut Work, room: Room) -> Result<(), DeskError> {
        let page = serde_json::to_value(self).expect("a page is plain data");
        work.post_page(room, page).await
    }

    /// The body of `sendMessage`.
    pub fn send(&self, room: i64) -> Value {
        let (text, entities) = self.text.fitted(TEXT_LIMIT);
        let mut body = json!({
            "chat_id": room,
            "text": text,
            "entities": entities,
            "link_preview_options": { "is_disabled": true },
        });
        if casework::trouble::broken("broken.escape_missing") {
            body["parse_mode"] = json!("HTML");
            body["entities"] = json!(null);
        }
        if let Some(markup) = self.keyboard.json() {
            body["reply_markup"] = markup;
        }
        if let Some(message) = self.reply_to {
            body["reply_parameters"] =
                json!({ "message_id": message, "allow_sending_without_reply": true });
        }
        body
    }

    /// What goes with a picture: the same as its caption.
    pub fn captioned(&self, room: i64) -> Value {
        let (text, entities) = self.text.fitted(CAPTION_LIMIT);
        let mut body = json!({ "chat_id": room, "caption": text, "caption_entities": entities });
        if let Some(markup) = self.keyboard.json() {
            body["reply_markup"] = markup;
        }
        body
    }

    /// The body of `editMessageText`, when it can be an edit.
    pub fn edited(&self, room: i64, message: i64) -> Option<Value> {
        if !self.keyboard.is_inline() {
            return None;
        }
        let (text, entities) = self.text.fitted(TEXT_LIMIT);
        let mut body = json!({
            "chat_id": room,
            "message_id": message,
            "text": text,
            "entities": entities,
            "link_preview_options": { "is_disabled": true },
        });
        if let Some(markup) = self.keyboard.json() {
            body["reply_markup"] = markup;
        }
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_is_counted_as_telegram_counts() {
        let page = Page { text: Text::heading("😡 K7M").line("<b>x</b>"), ..Page::default() };
        let body = page.send(1);
        assert_eq!(body["text"], "😡 K7M\n<b>x</b>");
        assert_eq!(body["entities"], json!([{ "type": "bold", "offset": 0, "length": 6 }]));
    }

    #[test]
    fn a_text_too_long_is_shortened_legally() {
        let page = Page::say("👨‍👩‍👧".repeat(2_000));
        let text = page.send(1)["text"].as_str().unwrap().to_owned();
        assert_eq!(text.chars().count(), TEXT_LIMIT);
        assert!(text.ends_with('…'));
    }
}
