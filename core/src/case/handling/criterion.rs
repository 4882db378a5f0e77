//! The criterion by which the desk says how grave a case is (投诉界定, clauses 5.1).

use serde::{Deserialize, Serialize};

use crate::case::Severity;

/// Which. That a case is a month old, and that it is beyond somebody's authority, are said elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// What equipment or organisation can do is limited; a slight inconvenience and nobody's fault.
    Slight,
    /// Our management or service was not in place, or at fault.
    NotInPlace,
    /// What was promised or contracted is not delivered, and that was told repeatedly.
    Undelivered,
    /// A large loss that is ours to answer for.
    Loss,
    /// Somebody was hurt, and that is ours to answer for.
    Injury,
}

impl Criterion {
    /// All of them, from the lightest.
    pub const ALL: [Self; 5] =
        [Self::Slight, Self::NotInPlace, Self::Undelivered, Self::Loss, Self::Injury];

    /// How grave a case is by it.
    pub fn severity(self) -> Severity {
        match self {
            Self::Slight => Severity::Minor,
            Self::NotInPlace => Severity::Serious,
            Self::Undelivered | Self::Loss | Self::Injury => Severity::Major,
        }
    }
}
