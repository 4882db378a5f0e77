//! What a notice asks of somebody, and when that is past: then its buttons go, so that nobody presses what
//! means nothing any more.

use super::{
    Case, Notice,
    OwnersWord::{Awaited, Silent},
    Severity,
    State::{Closed, Reported},
    decide::is_asked_again,
    state::CallbackState::Asked,
};

impl Notice {
    /// Whether it has buttons that mean something for a while only.
    pub fn asks(&self) -> bool {
        matches!(
            self,
            Self::ResultTold
                | Self::SignOffWanted
                | Self::ReviewWanted
                | Self::PleaseCall { text: None }
                | Self::Grave
                | Self::TimeAsked
                | Self::Quoted
                | Self::DeclineAsked
                | Self::Objected
                | Self::PlanWanted
                | Self::VisitOffered
                | Self::StillFine
        )
    }

    /// Whether what it asks for has come, or is wanted no more.
    pub fn is_past(&self, case: &Case) -> bool {
        let (state, handling) = (&case.state, &case.handling);
        match self {
            Self::ResultTold => !matches!(state, Reported { owner: Awaited | Silent, .. }),
            Self::SignOffWanted => !matches!(state, Reported { signed_off: None, .. }),
            Self::ReviewWanted => !matches!(state, Closed { .. }),
            Self::PleaseCall { text: None } => {
                !matches!(state, Reported { owner: Awaited, .. } | Reported { callback: Asked, .. })
            }
            // Whoever has read of it fixes the measure there, too.
            Self::Grave => {
                let is_read = handling.acknowledged.is_some() || case.severity == Severity::Minor;
                is_read && !handling.lacks_measure(case.severity)
            }
            Self::TimeAsked => handling.time_asked.is_none(),
            Self::Quoted => handling.quote.as_ref().is_none_or(|quote| quote.agreed.is_some()),
            Self::DeclineAsked => {
                handling.decline.as_ref().is_none_or(|decline| decline.seconded.is_some())
            }
            Self::Objected => !handling.objects(),
            Self::PlanWanted => !handling.lacks_approval(),
            Self::VisitOffered => handling.visit.as_ref().is_none_or(|visit| visit.agreed),
            Self::StillFine => !is_asked_again(case),
            _ => false,
        }
    }
}
