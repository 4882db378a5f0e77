//! Who holds which unit: as owner, tenant or employee, from when until when, and how we know.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OccupancyId, PersonId, PlaceId};

/// What somebody is to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenure {
    /// 业主: it is theirs.
    Owner,
    /// 租户: they rent it.
    Tenant,
    /// 园区企业员工: they work for whoever holds it.
    Employee,
}

impl Tenure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Tenant, Self::Employee];

    /// How the book and the lists write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Tenant => "tenant",
            Self::Employee => "employee",
        }
    }

    /// Reads what the book and the lists write.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tenure| tenure.name() == name)
    }
}

/// How it came to be believed that somebody holds a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// They opened a code that was made for the unit.
    Code,
    /// The desk agreed.
    Desk,
    /// A list that was read in names them.
    List,
}

impl How {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Desk => "desk",
            Self::List => "list",
        }
    }
}

/// From when until when somebody holds a unit, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// As what.
    pub tenure: Tenure,
    /// How we know.
    pub how: How,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when, if an end is known; it may lie ahead.
    pub until: Option<DateTime<Utc>>,
}

/// Somebody and a unit that they named, or hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupancy {
    /// Its identity.
    pub id: OccupancyId,
    /// Who.
    pub person: PersonId,
    /// Which unit.
    pub place: PlaceId,
    /// When it was named.
    pub asked_at: DateTime<Utc>,
    /// When it was agreed to or refused; nothing while it waits for the desk.
    pub decided_at: Option<DateTime<Utc>>,
    /// How they hold it; nothing as long as it is only said, and when it was refused.
    pub hold: Option<Hold>,
}

impl Occupancy {
    /// Whether it waits for the desk.
    pub fn waits(&self) -> bool {
        self.decided_at.is_none()
    }

    /// Whether they hold the unit at this moment.
    pub fn holds_at(&self, now: DateTime<Utc>) -> bool {
        self.hold.is_some_and(|hold| hold.since <= now && hold.until.is_none_or(|end| now < end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_holds_from_its_first_moment_to_its_end_and_not_beyond() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (since, until) = (at("2026-11-01T00:00:00Z"), Some(at("2027-11-01T00:00:00Z")));
        let hold = Hold { tenure: Tenure::Tenant, how: How::List, since, until };
        let lease = Occupancy {
            id: OccupancyId(1),
            person: PersonId(1),
            place: PlaceId(1),
            asked_at: since,
            decided_at: Some(since),
            hold: Some(hold),
        };
        assert!(!lease.holds_at(at("2026-10-31T23:59:59Z")));
        assert!(lease.holds_at(since));
        assert!(!lease.holds_at(at("2027-11-01T00:00:00Z")));

        let said = Occupancy { decided_at: None, hold: None, ..lease };
        assert!(said.waits() && !said.holds_at(since));
    }
}
