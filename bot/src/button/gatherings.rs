//! What the buttons about meetings and events carry.

use std::fmt;

use casework::{gathering::GatheringKind, ids::GatheringId};

/// About meetings and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// Whoever is invited comes, or does not.
    Comes(GatheringId, bool),
    /// Tell us something because of it.
    Tell(GatheringId),
    /// To those who invite: which are there?
    List,
    /// What has become of this one?
    Show(GatheringId),
    /// Invite to one of these.
    Begin(GatheringKind),
    /// Invite to this one, after all.
    Invite(GatheringId),
    /// Write its minutes.
    Minutes(GatheringId),
}

impl fmt::Display for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comes(id, true) => write!(f, "yes:{id}"),
            Self::Comes(id, false) => write!(f, "no:{id}"),
            Self::Tell(id) => write!(f, "tell:{id}"),
            Self::List => f.write_str("all"),
            Self::Show(id) => write!(f, "see:{id}"),
            Self::Begin(GatheringKind::Meeting) => f.write_str("new:m"),
            Self::Begin(GatheringKind::Event) => f.write_str("new:e"),
            Self::Invite(id) => write!(f, "ask:{id}"),
            Self::Minutes(id) => write!(f, "min:{id}"),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Gathering> {
    let gathering = |id: &str| Some(GatheringId(id.parse().ok()?));
    Some(match parts {
        ["yes", id] => Gathering::Comes(gathering(id)?, true),
        ["no", id] => Gathering::Comes(gathering(id)?, false),
        ["tell", id] => Gathering::Tell(gathering(id)?),
        ["all"] => Gathering::List,
        ["see", id] => Gathering::Show(gathering(id)?),
        ["new", "m"] => Gathering::Begin(GatheringKind::Meeting),
        ["new", "e"] => Gathering::Begin(GatheringKind::Event),
        ["ask", id] => Gathering::Invite(gathering(id)?),
        ["min", id] => Gathering::Minutes(gathering(id)?),
        _ => return None,
    })
}
