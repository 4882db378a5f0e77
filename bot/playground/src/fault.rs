//! How a call can go wrong in a chosen way.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::refusal::ApiError;

/// How a call goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this error; nothing is done.
    Status {
        /// Such as 429.
        code: u16,
        /// With Telegram's prefix.
        description: String,
        /// `parameters.retry_after`.
        retry_after: Option<i64>,
        /// `parameters.migrate_to_chat_id`.
        migrate_to: Option<i64>,
    },
    /// Done, but the connection closes before the answer.
    Drop,
    /// The connection closes and nothing is done.
    Refuse,
    /// The connection closes before the body was read to its end; nothing is done. Rules for one
    /// chat cannot cut: nobody knows the chat yet.
    Cut,
    /// Done, but no answer ever comes; the connection stays open until the asker leaves it.
    Hole,
    /// Done at once, answered after this much real time.
    Delay(Duration),
    /// Done after this much real time, and then answered.
    Late(Duration),
    /// Done, but the answer breaks off in the middle of its JSON.
    Garbage,
    /// Done, but the answer is followed by these bytes.
    Extra(String),
    /// Done, but answered 200 with these bytes and, perhaps, a content encoding that they are not in.
    Noise(Vec<u8>, Option<&'static str>),
    /// A proxy's 502 page in HTML; nothing is done.
    Gateway,
    /// A proxy's page in HTML with this code; nothing is done.
    Page(u16),
    /// Done, and then answered as the fault inside says: an error or a page.
    Done(Box<Fault>),
    /// Done and answered `ok: true`, with this in the place of the result.
    Odd(Value),
    /// Done, and the result has these fields too.
    More(Map<String, Value>),
    /// Done; an error of whatever kind keeps its code and its prefix, and says this after it.
    Reworded(String),
}

impl Fault {
    /// 429 with the wait in both places.
    pub fn flood(seconds: i64) -> Self {
        Self::status(429, &format!("Too Many Requests: retry after {seconds}"))
            .with_retry_after(seconds)
    }

    /// 429 as a proxy says it, without parameters.
    pub fn bare_flood() -> Self {
        Self::status(429, "Too Many Requests")
    }

    /// An error with a code and a text.
    pub fn status(code: u16, description: &str) -> Self {
        let description = description.into();
        Self::Status { code, description, retry_after: None, migrate_to: None }
    }

    /// 500 as the server says it while it restarts.
    pub fn restarting() -> Self {
        Self::status(500, "Internal Server Error: restart")
    }

    /// 409 of a second poller elsewhere.
    pub fn conflict() -> Self {
        Self::status(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot \
             instance is running",
        )
    }

    /// The same answer, but after the deed was done.
    #[must_use]
    pub fn but_done(self) -> Self {
        Self::Done(Box::new(self))
    }

    fn with_retry_after(self, seconds: i64) -> Self {
        match self {
            Self::Status { code, description, migrate_to, .. } => {
                Self::Status { code, description, retry_after: Some(seconds), migrate_to }
            }
            other => other,
        }
    }

    pub(crate) fn error(&self) -> Option<ApiError> {
        let Self::Status { code, description, retry_after, migrate_to } = self else {
            return None;
        };
        let (retry_after, migrate_to) = (*retry_after, *migrate_to);
        Some(ApiError { code: *code, description: description.clone(), retry_after, migrate_to })
    }

    /// One word for the journal.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Status { code, .. } => format!("status {code}"),
            Self::Drop => "drop".into(),
            Self::Refuse => "refuse".into(),
            Self::Cut => "cut".into(),
            Self::Hole => "hole".into(),
            Self::Delay(pause) => format!("delay {}", pause.as_millis()),
            Self::Late(pause) => format!("late {}", pause.as_millis()),
            Self::Garbage => "garbage".into(),
            Self::Extra(_) => "extra".into(),
            Self::Noise(..) => "noise".into(),
            Self::Gateway => "page 502".into(),
            Self::Page(code) => format!("page {code}"),
            Self::Done(inner) => format!("done, {}", inner.word()),
            Self::Odd(_) => "odd".into(),
            Self::More(_) => "more".into(),
            Self::Reworded(_) => "reworded".into(),
        }
    }

    /// Whether the asker cannot know from the answer whether the deed was done.
    pub(crate) fn hides_the_outcome(&self) -> bool {
        !matches!(
            self,
            Self::Status { code: 400..500, .. }
                | Self::Delay(_)
                | Self::Late(_)
                | Self::More(_)
                | Self::Reworded(_)
        )
    }
}
