//! Two ways of saying no: the API's errors in Telegram's texts, and what a client would not let do.

use serde_json::{Value, json};

/// Why a person's client would not do this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such chat.
    #[error("there is no chat {0}")]
    NoSuchChat(i64),
    /// Nobody has this id.
    #[error("there is no person {0}")]
    NoSuchPerson(i64),
    /// The person is not in the chat.
    #[error("{0} is not in this chat")]
    NotAMember(i64),
    /// Deleted, or never there.
    #[error("there is no message {0}")]
    NoSuchMessage(i64),
    /// No message shows this button; what is offered instead.
    #[error("nothing offers the button {label:?}; offered: {offered:?}")]
    NoSuchButton {
        /// What was looked for.
        label: String,
        /// Labels of the newest message with buttons.
        offered: Vec<String>,
    },
    /// The person blocked the bot and must start it anew.
    #[error("the person has blocked the bot")]
    Blocked,
    /// Nothing to send.
    #[error("the message is empty")]
    Empty,
    /// Clients split such texts.
    #[error("the message is too long")]
    TooLong,
    /// People edit and delete their own messages only.
    #[error("the message is someone else's")]
    NotYours,
    /// Two to ten photos, videos, documents or audio files make an album.
    #[error("these do not make an album")]
    NoAlbum,
    /// Letters, digits, `_`, `-`; at most 64.
    #[error("no link can carry this payload")]
    BadPayload,
    /// Files people upload are named before they are used.
    #[error("there is no file {0}")]
    NoSuchFile(String),
}

/// An answer with `ok: false`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{description}")]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    pub(crate) description: String,
    pub(crate) retry_after: Option<i64>,
    pub(crate) migrate_to: Option<i64>,
}

impl ApiError {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None, migrate_to: None }
    }

    /// 400, with the prefix Telegram puts before each.
    pub(crate) fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    pub(crate) fn forbidden(what: impl AsRef<str>) -> Self {
        Self::new(403, format!("Forbidden: {}", what.as_ref()))
    }

    pub(crate) fn conflict(what: impl AsRef<str>) -> Self {
        Self::new(409, format!("Conflict: {}", what.as_ref()))
    }

    pub(crate) fn too_many(seconds: i64) -> Self {
        let text = format!("Too Many Requests: retry after {seconds}");
        Self { retry_after: Some(seconds), ..Self::new(429, text) }
    }

    pub(crate) fn migrated(to: i64) -> Self {
        let text = "group chat was upgraded to a supergroup chat";
        Self { migrate_to: Some(to), ..Self::bad(text) }
    }

    pub(crate) fn json(&self) -> Value {
        let mut answer =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            answer["parameters"]["retry_after"] = seconds.into();
        }
        if let Some(chat) = self.migrate_to {
            answer["parameters"]["migrate_to_chat_id"] = chat.into();
        }
        answer
    }
}
