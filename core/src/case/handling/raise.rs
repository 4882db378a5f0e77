//! Why a case is graver than it looked: by the rules, or by one of the reasons for which the head
//! office wants to hear of it (S2-04).

use serde::{Deserialize, Serialize};

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaiseGround {
    /// The same matter at the same place again (S0-09.3). The rules see it by themselves.
    Repeated,
    /// Many households tell of it at once (S2-04.3, S2-15.5). The rules see it by themselves.
    Households,
    /// The owner does not take the unit over (E1).
    Handover,
    /// Mended again and again, for longer than the limit (E2). The rules see it by themselves.
    RepeatedRepair,
    /// Parts are missing for many, and nobody knows until when (E3). The rules see it by themselves.
    Spares,
    /// A fault of design, or one so large that it must be explained (E4).
    Design,
    /// A fit-out stands still because of it (E5).
    FitOut,
    /// Told again and again, and nobody here can settle it (E6). The rules see it by themselves.
    Unsettled,
    /// A serious fault of quality, and the owner disputes plan or worker (E7). The rules see it by themselves.
    Quality,
    /// Between neighbours, and the damage would spread (E8).
    Spreading,
    /// The owner lets nobody mend it before compensation is agreed (E9).
    RepairRefused,
    /// Compensation is demanded (E10).
    Compensation,
    /// A large loss is to be expected (E11).
    LargeLoss,
    /// Beyond our authority for another reason (E12).
    BeyondAuthority,
}

impl RaiseGround {
    /// Whether the days of a rule are those that it has lasted, not those in which it is counted.
    pub fn is_by_length(self) -> bool {
        matches!(self, Self::RepeatedRepair | Self::Quality)
    }

    /// The fewest that a rule may name: once is no repetition, but a quarrel.
    pub fn least(self) -> i64 {
        if self == Self::Quality { 1 } else { 2 }
    }

    /// Those that somebody can choose, whether the rules count them or not.
    pub const OF_DESK: [Self; 12] = [
        Self::Handover,
        Self::RepeatedRepair,
        Self::Spares,
        Self::Design,
        Self::FitOut,
        Self::Unsettled,
        Self::Quality,
        Self::Spreading,
        Self::RepairRefused,
        Self::Compensation,
        Self::LargeLoss,
        Self::BeyondAuthority,
    ];
}
