//! What the buttons about reception days carry.

use std::fmt;

use casework::{
    case::Kind,
    ids::{BookingId, ReceptionId},
};

use super::codes;

/// About reception days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// To whoever would like to come: this day, and their time.
    Show(ReceptionId),
    /// Another time than the one they have.
    Other(ReceptionId),
    /// This time, by its place in the day.
    Take(ReceptionId, u16),
    /// They cannot come.
    Cancel(ReceptionId),
    /// To those who receive: which days are there?
    List,
    /// Who comes on this day?
    Day(ReceptionId),
    /// Write down an announcement of it.
    Announce(ReceptionId),
    /// It does not take place: really?
    CallOff(ReceptionId),
    /// Really.
    CallOffSurely(ReceptionId),
    /// Its register as a file.
    Register(ReceptionId),
    /// Somebody who comes.
    Visitor(BookingId),
    /// Write down what they say, as a matter of this sort.
    Begin(BookingId, Kind),
    /// They did not come.
    Absent(BookingId),
}

impl fmt::Display for Reception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show(id) => write!(f, "see:{id}"),
            Self::Other(id) => write!(f, "other:{id}"),
            Self::Take(id, place) => write!(f, "take:{id}:{place}"),
            Self::Cancel(id) => write!(f, "no:{id}"),
            Self::List => f.write_str("all"),
            Self::Day(id) => write!(f, "day:{id}"),
            Self::Announce(id) => write!(f, "say:{id}"),
            Self::CallOff(id) => write!(f, "off:{id}"),
            Self::CallOffSurely(id) => write!(f, "off!:{id}"),
            Self::Register(id) => write!(f, "file:{id}"),
            Self::Visitor(id) => write!(f, "who:{id}"),
            Self::Begin(id, kind) => write!(f, "new:{id}:{}", codes::kind(*kind)),
            Self::Absent(id) => write!(f, "gone:{id}"),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Reception> {
    let day = |id: &str| Some(ReceptionId(id.parse().ok()?));
    let booking = |id: &str| Some(BookingId(id.parse().ok()?));
    Some(match parts {
        ["see", id] => Reception::Show(day(id)?),
        ["other", id] => Reception::Other(day(id)?),
        ["take", id, place] => Reception::Take(day(id)?, place.parse().ok()?),
        ["no", id] => Reception::Cancel(day(id)?),
        ["all"] => Reception::List,
        ["day", id] => Reception::Day(day(id)?),
        ["say", id] => Reception::Announce(day(id)?),
        ["off", id] => Reception::CallOff(day(id)?),
        ["off!", id] => Reception::CallOffSurely(day(id)?),
        ["file", id] => Reception::Register(day(id)?),
        ["who", id] => Reception::Visitor(booking(id)?),
        ["new", id, kind] => Reception::Begin(booking(id)?, codes::parse_kind(kind)?),
        ["gone", id] => Reception::Absent(booking(id)?),
        _ => return None,
    })
}
