//! What the buttons about visits and calls by plan carry.

use std::fmt;

use casework::{
    callback::Grade,
    case::Kind,
    ids::{ContactId, ContactListId},
};

use super::codes;

/// About visits and calls by plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// Which lists are there?
    List,
    /// Who on a list is still open? This page.
    Open(ContactListId, u16),
    /// Somebody on it.
    Show(ContactId),
    /// They were spoken to, and are so content.
    Spoken(ContactId, Grade),
    /// They do not want to be turned to.
    Refused(ContactId),
    /// Nobody was there, and it had been tried so often before.
    Nobody(ContactId, i32),
    /// Write down what they want, as a matter of this sort.
    Begin(ContactId, Kind),
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List => f.write_str("all"),
            Self::Open(id, page) => write!(f, "open:{id}:{page}"),
            Self::Show(id) => write!(f, "who:{id}"),
            Self::Spoken(id, grade) => write!(f, "said:{id}:{}", codes::grade(*grade)),
            Self::Refused(id) => write!(f, "no:{id}"),
            Self::Nobody(id, tried) => write!(f, "gone:{id}:{tried}"),
            Self::Begin(id, kind) => write!(f, "new:{id}:{}", codes::kind(*kind)),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Contact> {
    let contact = |id: &str| Some(ContactId(id.parse().ok()?));
    Some(match parts {
        ["all"] => Contact::List,
        ["open", id, page] => Contact::Open(ContactListId(id.parse().ok()?), page.parse().ok()?),
        ["who", id] => Contact::Show(contact(id)?),
        ["said", id, grade] => Contact::Spoken(contact(id)?, codes::parse_grade(grade)?),
        ["no", id] => Contact::Refused(contact(id)?),
        ["gone", id, tried] => Contact::Nobody(contact(id)?, tried.parse().ok()?),
        ["new", id, kind] => Contact::Begin(contact(id)?, codes::parse_kind(kind)?),
        _ => return None,
    })
}
