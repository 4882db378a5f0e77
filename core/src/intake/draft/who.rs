//! Who told it, and about whom it is.

use serde::{Deserialize, Serialize};

use crate::{
    case::{Channel, Passes},
    ids::{BookingId, PersonId},
};

/// Somebody who told it to the desk by voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Caller {
    /// What they are called.
    pub name: String,
    /// Their number.
    pub phone: String,
    /// Which way it reached us.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// The number of the original in the register of letters.
    #[serde(default)]
    pub document: Option<String>,
    /// Who they are, where that is known: somebody was turned to, or has booked from their own chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<PersonId>,
    /// Their time on the reception day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking: Option<BookingId>,
}

/// About whom it is, of those who would read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// None of them.
    Nobody,
    /// Somebody at the service centre.
    Desk,
    /// The management.
    Managers,
}

impl About {
    /// Whom the matter passes by.
    pub fn passes(self) -> Option<Passes> {
        match self {
            Self::Nobody => None,
            Self::Desk => Some(Passes::Desk),
            Self::Managers => Some(Passes::Managers),
        }
    }
}
