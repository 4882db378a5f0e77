//! What is planned, agreed and found while work goes on: the plan, the visit, the survey, a pause, the
//! look after it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Handling;
use crate::{case::SignOff, ids::PersonId};

/// How it is to be done (TR-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What, by whom, with what.
    pub text: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Whose plan it is.
    pub by: PersonId,
    /// Who has approved it; a grave case needs that.
    pub approved: Option<SignOff>,
}

/// When somebody comes to the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it suits the owner.
    pub agreed: bool,
}

/// What had been reported, and what was wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// The result of the last time, if there was one.
    pub result: Option<String>,
    /// Why it does not hold, in the words of whoever said so.
    pub reason: String,
}

impl CameBack {
    pub(super) fn words_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.result.iter_mut().chain([&mut self.reason])
    }
}

/// What was found on the spot (S2-14.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// What.
    pub found: String,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// For what work waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseGround {
    /// For the owner: an answer, a key, being at home (TR-04).
    Owner,
    /// For parts or material.
    Parts,
    /// For a contractor, a utility or the developer (TR-14).
    Outside,
    /// For the weather, or another force that nobody commands.
    Weather,
    /// For a larger plan: it is done with other work, on a date that the owner knows (TR-19).
    Planned,
}

/// Work waits, for something and until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// For what sort of thing.
    pub ground: PauseGround,
    /// For what, or whom.
    pub what: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when. Then somebody must ask.
    pub until: DateTime<Utc>,
    /// Whether the time to solve stands still meanwhile: the profile says so.
    pub stops: bool,
}

/// The look at a repair some days after: it has held (S2-11.11). One that has not is open again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recheck {
    /// Who looked.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

impl PauseGround {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::Parts, Self::Outside, Self::Weather, Self::Planned];
}

impl Handling {
    /// Whether a plan waits for somebody's yes.
    pub fn lacks_approval(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.approved.is_none())
    }

    /// Work goes on: what stood still is added up, and a date that was fixed moves by as much.
    /// Says whether it had waited at all.
    pub(in crate::case) fn end_pause(&mut self, now: DateTime<Utc>) -> bool {
        let Some(pause) = self.pause.take() else { return false };
        let stood = (now - pause.since).max(TimeDelta::zero());
        if pause.ground == PauseGround::Parts {
            self.waited_for_parts += stood.num_seconds();
        }
        if pause.stops {
            self.stood_still += stood.num_seconds();
            self.fixed_date = self.fixed_date.map(|date| date + stood);
            self.no_later = self.no_later.map(|date| date + stood);
        }
        true
    }

    /// A new round: the time to solve begins anew, and nothing that was planned for the last one
    /// holds.
    pub(in crate::case) fn begin_anew(&mut self) {
        self.drop_objection();
        self.plan = None;
        self.visit = None;
        self.pause = None;
        self.recheck = None;
        self.still_fine_at = None;
        self.stood_still = 0;
        self.fixed_date = None;
        self.merged = None;
        self.no_later = None;
        self.alarmed_at = None;
        self.reply = None;
    }
}
