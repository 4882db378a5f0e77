//! Faults on request: the next calls of a method go wrong in a chosen way.

use std::collections::VecDeque;
use std::time::Duration;

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
    /// Done at once, answered after this much real time.
    Delay(Duration),
    /// Done, but the answer breaks off in the middle of its JSON.
    Garbage,
    /// A proxy's 502 page in HTML; nothing is done.
    Gateway,
}

impl Fault {
    /// 429 with the wait in both places.
    pub fn flood(seconds: i64) -> Self {
        Self::status(429, &format!("Too Many Requests: retry after {seconds}"))
            .with_retry_after(seconds)
    }

    /// An error with a code and a text.
    pub fn status(code: u16, description: &str) -> Self {
        let description = description.into();
        Self::Status { code, description, retry_after: None, migrate_to: None }
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
}

#[derive(Debug, Default)]
pub(crate) struct Faults(VecDeque<(String, Fault, usize)>);

impl Faults {
    pub(crate) fn add(&mut self, method: &str, fault: Fault, times: usize) {
        if times > 0 {
            self.0.push_back((method.to_lowercase(), fault, times));
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault waiting for this method, oldest first; `*` waits for any.
    pub(crate) fn take(&mut self, method: &str) -> Option<Fault> {
        let method = method.to_lowercase();
        let place = self.0.iter().position(|(name, ..)| *name == method || name == "*")?;
        let (_, fault, times) = self.0.get_mut(place)?;
        let fault = fault.clone();
        *times -= 1;
        if *times == 0 {
            self.0.remove(place);
        }
        Some(fault)
    }
}
