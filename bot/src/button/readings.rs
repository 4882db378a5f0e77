//! What the buttons about callbacks that are to be read carry.

use std::fmt;

use casework::ids::QuestionnaireId;
use chrono::{DateTime, Utc};

/// About callbacks that are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readings {
    /// Which are there?
    List,
    /// I have read those up to this one, as they stood at this moment.
    Read(QuestionnaireId, DateTime<Utc>),
}

impl fmt::Display for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List => f.write_str("all"),
            Self::Read(last, until) => write!(f, "read:{last}:{}", until.timestamp()),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Readings> {
    Some(match parts {
        ["all"] => Readings::List,
        ["read", last, until] => Readings::Read(
            QuestionnaireId(last.parse().ok()?),
            DateTime::from_timestamp(until.parse().ok()?, 0)?,
        ),
        _ => return None,
    })
}
