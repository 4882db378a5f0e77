//! Why Telegram did not do as asked: one variant for each thing a caller does about it.
//!
//! An answer is judged by the first words of its description, then by texts we know, and what
//! remains is taken for the worse. Numeric codes may change, Telegram says; texts do too.

use std::error::Error;
use std::time::Duration;

use serde::Deserialize;

#[cfg(test)]
mod tests;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It never left: no name, no connection, no handshake. Repeat it.
    #[error("Telegram was not reached: {0}")]
    NotSent(String),
    /// It may or may not have been done.
    #[error("nobody knows whether it was done: {0}")]
    Unknown(String),
    /// It was sent, and then deleted by someone at once.
    #[error("it was sent, and deleted at once")]
    SentButGone,
    /// Too fast. Not before this time; without one, by our own judgement.
    #[error("too fast")]
    Flood { retry_after: Option<Duration> },
    /// The person has blocked the bot.
    #[error("blocked by the person")]
    Blocked,
    /// The person's account is gone for good.
    #[error("the person's account is gone")]
    Deactivated,
    /// The person has never started the bot.
    #[error("the person has not started the bot")]
    NeverStarted,
    /// The person cannot be written to for now; it passes.
    #[error("the person cannot be written to for now")]
    CannotWrite,
    /// The bot is not, or no longer, in the group.
    #[error("not in the group")]
    Kicked,
    /// The group is no more.
    #[error("the group is deleted")]
    GroupDeleted,
    /// A wrong id, or a chat that this server never saw.
    #[error("no such chat")]
    ChatNotFound,
    /// The group has become a supergroup with this id.
    #[error("the group has moved to {0}")]
    Migrated(i64),
    /// The topic is closed or deleted.
    #[error("the topic is gone")]
    ThreadGone,
    /// The bot may not post this here.
    #[error("not allowed here: {0}")]
    NoRights(String),
    /// The message already looks like this, which is what was wanted.
    #[error("nothing to change")]
    NotModified,
    /// The message to edit is deleted, or not to be edited.
    #[error("the message to edit is gone")]
    EditTargetGone,
    /// The message to delete is deleted, or not to be deleted.
    #[error("the message to delete is gone")]
    DeleteTargetGone,
    /// The press can no longer be answered.
    #[error("too late to answer the press")]
    QueryTooOld,
    /// Our formatting is broken. Send it plain.
    #[error("broken formatting: {0}")]
    BadEntities(String),
    /// Our text, caption or keyboard is too long.
    #[error("too long: {0}")]
    TooLong(String),
    /// This file cannot be had or taken.
    #[error("the file is not usable: {0}")]
    BadFile(String),
    /// The token is not valid, or this is not the Bot API. Stop sending.
    #[error("the token or the address of the Bot API is wrong")]
    Unauthorized,
    /// Someone else polls with this token.
    #[error("someone else asks for this bot's updates")]
    Conflict,
    /// A webhook is set, so polling is refused.
    #[error("a webhook is set")]
    WebhookActive,
    /// The file or request is too big.
    #[error("too big")]
    TooBig,
    /// Telegram calls it wrong, in words we do not know.
    #[error("refused: {0}")]
    BadRequest(String),
    /// Telegram forbids it, in words we do not know.
    #[error("forbidden: {0}")]
    Forbidden(String),
}

/// What Telegram writes when it refuses; JSON without a description is not its.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    error_code: u16,
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// How every description begins, and the code that goes with it.
const PREFIXES: [(&str, u16); 7] = [
    ("bad request", 400),
    ("unauthorized", 401),
    ("forbidden", 403),
    ("not found", 404),
    ("conflict", 409),
    ("too many requests", 429),
    ("internal server error", 500),
];

type Meaning = fn(String) -> Failure;

/// Words in lower case, and what they mean behind "Bad Request" and "Forbidden" alike: raw texts
/// in capitals wander between the two.
const KNOWN: [(&str, Meaning); 54] = [
    ("blocked by the user", |_| Failure::Blocked),
    ("user_is_blocked", |_| Failure::Blocked),
    ("user is deactivated", |_| Failure::Deactivated),
    ("input_user_deactivated", |_| Failure::Deactivated),
    ("can't initiate conversation", |_| Failure::NeverStarted),
    ("can't send messages to the user", |_| Failure::CannotWrite),
    ("bot was kicked", |_| Failure::Kicked),
    ("bot is not a member", |_| Failure::Kicked),
    ("group chat was deleted", |_| Failure::GroupDeleted),
    ("chat not found", |_| Failure::ChatNotFound),
    ("peer_id_invalid", |_| Failure::ChatNotFound),
    ("message thread not found", |_| Failure::ThreadGone),
    ("topic_closed", |_| Failure::ThreadGone),
    ("topic_deleted", |_| Failure::ThreadGone),
    ("topic_id_invalid", |_| Failure::ThreadGone),
    ("not enough rights", Failure::NoRights),
    ("have no rights", Failure::NoRights),
    ("need administrator rights", Failure::NoRights),
    ("chat_write_forbidden", Failure::NoRights),
    ("chat_restricted", Failure::NoRights),
    ("chat_admin_required", Failure::NoRights),
    ("chat_send_", Failure::NoRights),
    ("message is not modified", |_| Failure::NotModified),
    ("message_not_modified", |_| Failure::NotModified),
    ("message to edit not found", |_| Failure::EditTargetGone),
    ("message can't be edited", |_| Failure::EditTargetGone),
    ("message_id_invalid", |_| Failure::EditTargetGone),
    ("message to delete not found", |_| Failure::DeleteTargetGone),
    ("message can't be deleted", |_| Failure::DeleteTargetGone),
    ("query is too old", |_| Failure::QueryTooOld),
    ("query id is invalid", |_| Failure::QueryTooOld),
    ("query_id_invalid", |_| Failure::QueryTooOld),
    ("can't parse entities", Failure::BadEntities),
    ("message is too long", Failure::TooLong),
    ("message_too_long", Failure::TooLong),
    ("caption is too long", Failure::TooLong),
    ("caption_too_long", Failure::TooLong),
    ("reply markup is too long", Failure::TooLong),
    ("reply_markup_too_long", Failure::TooLong),
    ("button_data_invalid", Failure::TooLong),
    ("wrong file_id", Failure::BadFile),
    ("wrong file identifier", Failure::BadFile),
    ("wrong remote file", Failure::BadFile),
    ("invalid file_id", Failure::BadFile),
    ("file is temporarily unavailable", Failure::BadFile),
    ("file is too big", Failure::BadFile),
    ("file_reference_", Failure::BadFile),
    ("failed to get http url content", Failure::BadFile),
    ("webpage_curl_failed", Failure::BadFile),
    ("webpage_media_empty", Failure::BadFile),
    ("wrong type of the web page content", Failure::BadFile),
    ("photo_invalid_dimensions", Failure::BadFile),
    ("photo_ext_invalid", Failure::BadFile),
    ("image_process_failed", Failure::BadFile),
];

impl Failure {
    /// Judges a request that got no readable answer.
    pub(super) fn of_transport(error: reqwest::Error) -> Self {
        let (connecting, ours) = (error.is_connect(), error.is_builder());
        let why = told(&error.without_url());
        match (connecting, ours) {
            (_, true) => Self::BadRequest(why),
            (true, _) => Self::NotSent(why),
            _ => Self::Unknown(why),
        }
    }

    /// Judges an answer that is not Telegram's, such as a proxy's page: such a refusal says
    /// nothing about chats, and its text is not repeated, for it may quote the address.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            401 | 404 => Self::Unauthorized,
            413 => Self::TooBig,
            429 => Self::Flood { retry_after: None },
            _ => Self::Unknown(format!("an unreadable answer with status {status}")),
        }
    }
}

impl Refusal {
    pub(super) fn classify(self) -> Failure {
        if let Some(chat) = self.parameters.migrate_to_chat_id {
            return Failure::Migrated(chat);
        }
        let text = self.description.to_lowercase();
        match self.code(&text) {
            400 => known(&text, self.description, Failure::BadRequest),
            403 => known(&text, self.description, Failure::Forbidden),
            // Said of a method that this server does not know yet; the token is fine.
            404 if text.contains("method not found") => Failure::BadRequest(self.description),
            409 if text.contains("webhook") => Failure::WebhookActive,
            409 => Failure::Conflict,
            429 => Failure::Flood { retry_after: self.pause(&text) },
            500 if text.contains("immediately deleted") => Failure::SentButGone,
            code => Failure::of_status(code),
        }
    }

    fn code(&self, text: &str) -> u16 {
        let prefix = PREFIXES.iter().find(|(prefix, _)| text.starts_with(prefix));
        prefix.map_or(self.error_code, |(_, code)| *code)
    }

    fn pause(&self, text: &str) -> Option<Duration> {
        let written = || text.rsplit_once("retry after ")?.1.trim().parse().ok();
        self.parameters.retry_after.or_else(written).map(Duration::from_secs)
    }
}

fn known(text: &str, description: String, otherwise: Meaning) -> Failure {
    let meaning = KNOWN.iter().find(|(words, _)| text.contains(words));
    meaning.map_or(otherwise, |(_, meaning)| *meaning)(description)
}

/// An error with its causes, in one line.
pub(super) fn told(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
