//! Residents' meetings (业主恳谈会) and events (社区活动): people are invited, say whether they come, tell us
//! something there, and read the minutes (S4-02.14, S4-02.15).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{BroadcastId, CaseId, GatheringId, PersonId, SiteId};

/// So long a title still fits on a poster and a button.
pub const TITLE_LIMIT: usize = 40;

/// What people are invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatheringKind {
    /// 恳谈会: residents and management talk.
    Meeting,
    /// 活动: a festival, something cultural, a gathering.
    Event,
}

impl GatheringKind {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Event => "event",
        }
    }
}

/// What is said to everybody about a gathering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Come.
    Invitation,
    /// This was said there.
    Minutes,
}

/// A gathering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// Its row.
    pub id: GatheringId,
    /// In which estate.
    pub site: SiteId,
    /// What it is.
    pub kind: GatheringKind,
    /// What it is called.
    pub title: String,
    /// The day, by the clock of the estate.
    pub day: NaiveDate,
    /// Who invites.
    pub author: PersonId,
    /// The announcement that invites; nothing: nobody is invited yet.
    pub invitation: Option<BroadcastId>,
    /// The announcement with the minutes.
    pub minutes: Option<BroadcastId>,
}

/// What has become of a gathering.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendance {
    /// So many have said that they come.
    pub comes: i64,
    /// So many that they do not.
    pub stays: i64,
    /// What was told because of it.
    pub told: Vec<CaseId>,
}
