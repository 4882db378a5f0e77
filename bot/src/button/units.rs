//! What the buttons about units carry.

use std::fmt;

use casework::{
    ids::{OccupancyId, PlaceId},
    unit::Tenure,
};

/// About units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// My units.
    Mine,
    /// I have another: which? Within this building or floor, on this page.
    Find(Option<PlaceId>, u16),
    /// This one.
    Name(PlaceId),
    /// I have left it.
    Leave(OccupancyId),
    /// Who waits for the desk?
    Look,
    /// They belong to it as this, or not at all.
    Decide(OccupancyId, Option<Tenure>),
    /// A code for a unit: which? Within this building or floor, on this page.
    Code(Option<PlaceId>, u16),
    /// This one: who holds it, and as what is a code for it?
    CodeOf(PlaceId),
    /// Has this one moved out?
    End(OccupancyId),
    /// They have.
    EndSurely(OccupancyId),
    /// A code for this one, as this.
    CodeFor(PlaceId, Tenure),
}

fn tenure(of: Tenure) -> &'static str {
    match of {
        Tenure::Owner => "o",
        Tenure::Tenant => "t",
        Tenure::Employee => "e",
    }
}

fn parse_tenure(code: &str) -> Option<Tenure> {
    Tenure::ALL.into_iter().find(|of| tenure(*of) == code)
}

/// Places are counted from one; none is the whole estate.
fn within(place: Option<PlaceId>) -> i64 {
    place.map_or(0, |place| place.0)
}

fn parse_within(id: &str, page: &str, make: fn(Option<PlaceId>, u16) -> Unit) -> Option<Unit> {
    let id: i64 = id.parse().ok()?;
    Some(make((id != 0).then_some(PlaceId(id)), page.parse().ok()?))
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Find(place, page) => write!(f, "in:{}:{page}", within(*place)),
            Self::Name(place) => write!(f, "my:{place}"),
            Self::Leave(id) => write!(f, "out:{id}"),
            Self::Look => f.write_str("look"),
            Self::Decide(id, Some(of)) => write!(f, "is:{id}:{}", tenure(*of)),
            Self::Decide(id, None) => write!(f, "is:{id}:n"),
            Self::Code(place, page) => write!(f, "code:{}:{page}", within(*place)),
            Self::CodeOf(place) => write!(f, "of:{place}"),
            Self::End(id) => write!(f, "end:{id}"),
            Self::EndSurely(id) => write!(f, "ends:{id}"),
            Self::CodeFor(place, of) => write!(f, "for:{place}:{}", tenure(*of)),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Unit> {
    Some(match parts {
        ["mine"] => Unit::Mine,
        ["in", place, page] => return parse_within(place, page, Unit::Find),
        ["my", place] => Unit::Name(PlaceId(place.parse().ok()?)),
        ["out", id] => Unit::Leave(OccupancyId(id.parse().ok()?)),
        ["look"] => Unit::Look,
        ["is", id, "n"] => Unit::Decide(OccupancyId(id.parse().ok()?), None),
        ["is", id, of] => Unit::Decide(OccupancyId(id.parse().ok()?), Some(parse_tenure(of)?)),
        ["code", place, page] => return parse_within(place, page, Unit::Code),
        ["end", id] => Unit::End(OccupancyId(id.parse().ok()?)),
        ["ends", id] => Unit::EndSurely(OccupancyId(id.parse().ok()?)),
        ["of", place] => Unit::CodeOf(PlaceId(place.parse().ok()?)),
        ["for", place, of] => Unit::CodeFor(PlaceId(place.parse().ok()?), parse_tenure(of)?),
        _ => return None,
    })
}
