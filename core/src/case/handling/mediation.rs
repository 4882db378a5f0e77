//! Talks between neighbours (TR-20): what each side says, who leads the talk, what is agreed and confirmed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PersonId;

/// A talk between neighbours. Neither side is named: not to the other, and not in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mediation {
    /// What was agreed, or why nothing was.
    pub agreed: String,
    /// Whether both sides have agreed.
    #[serde(default)]
    pub settled: bool,
    /// Who has led it.
    #[serde(default)]
    pub mediator: Mediator,
    /// When the owner has confirmed it.
    #[serde(default)]
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When we ask whether it is kept.
    pub follow_up: DateTime<Utc>,
    /// Who has written it down.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who leads a talk between neighbours (S3-02.4, S3-02.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mediator {
    /// Somebody of ours.
    #[default]
    Ours,
    /// The committee of residents and staff.
    Committee,
    /// A third party, where much is at stake or it is hard to judge.
    Outside,
}

impl Mediator {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ours, Self::Committee, Self::Outside];
}

/// Whose statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Whoever told us of it.
    Owner,
    /// The other side.
    Other,
    /// Somebody who saw it.
    Witness,
}

impl Party {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Other, Self::Witness];
}

/// What one side says of it (PV-07). It stands on no slip and no print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Whose it is.
    pub party: Party,
    /// What they said.
    pub text: String,
    /// Who has written it down.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}
