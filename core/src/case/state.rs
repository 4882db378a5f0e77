//! Where a case stands, and what is true there.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{callback::Grade, ids::PersonId};

/// Where a case stands. Each variant carries exactly what is true there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", content = "detail", rename_all = "snake_case")]
pub enum State {
    /// In the register; the desk must send it to a department or answer it.
    Registered {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The slip is posted; nobody of the department has signed for it.
    Dispatched {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Somebody signed for the slip and works on it.
    Working {
        /// Who signed (签字接收).
        signer: PersonId,
        /// When they signed.
        signed_at: DateTime<Utc>,
        /// When work was accepted (接单时间): a fact of its own (S0-01.4a).
        accepted_at: DateTime<Utc>,
        /// How far they have come.
        step: Step,
        /// Since when we wait for the owner to tell us more.
        asked_at: Option<DateTime<Utc>>,
    },
    /// It is dealt with together with another of the same cause, whose clocks run for both.
    Merged {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The result is written into the slip; the gates to closing are being passed.
    Reported {
        /// Who signed and reported it.
        signer: PersonId,
        /// When they signed.
        signed_at: DateTime<Utc>,
        /// When.
        at: DateTime<Utc>,
        /// What was done.
        outcome: Outcome,
        /// What the owner says.
        owner: OwnersWord,
        /// The head's signature.
        signed_off: Option<SignOff>,
        /// The callback.
        callback: CallbackState,
    },
    /// Every gate is passed but the review of a serious case (检讨).
    Closed {
        /// When.
        at: DateTime<Utc>,
        /// The slip as it was finished.
        finished: Finished,
    },
    /// Over, with an outcome and an answer.
    Archived {
        /// When.
        at: DateTime<Utc>,
        /// The slip as it was finished; nothing for what was answered in words alone.
        finished: Option<Finished>,
    },
    /// The owner took it back.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A slip with everything in it: result, signatures, the owner's word, the callback (S0-01.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// Who signed and reported it.
    pub signer: PersonId,
    /// When they signed.
    pub signed_at: DateTime<Utc>,
    /// When the result was reported.
    pub reported_at: DateTime<Utc>,
    /// What was done.
    pub outcome: Outcome,
    /// What the owner said.
    pub owner: OwnersWord,
    /// The head's signature.
    pub signed_off: SignOff,
    /// How the callback ended.
    pub callback: CallbackState,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Accepted.
    Accepted,
    /// On the way.
    SetOut,
    /// On the spot.
    Arrived,
}

/// What was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Outcome {
    /// The result (处理结果).
    pub result: String,
    /// The root cause.
    pub cause: String,
    /// The remedial measure (补救措施): what mended this owner's harm.
    pub remedy: String,
    /// What the owner should do or watch afterwards, if there is something (S2-14.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Outcome {
    /// Every word of somebody in it.
    pub(crate) fn words_mut(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.result, &mut self.cause, &mut self.remedy].into_iter().chain(&mut self.advice)
    }
}

/// What the owner says to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnersWord {
    /// Not heard yet.
    Awaited,
    /// It is fixed.
    Fixed,
    /// Nothing, for as long as the policy waits. Never counts as satisfied.
    Silent,
}

/// The head's signature under the result (签字认可).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Which head.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where the callback (回访) stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackState {
    /// Not sent yet.
    Planned,
    /// Sent, not answered.
    Asked,
    /// Answered.
    Answered(Grade),
    /// Not answered in time. Silence is its own answer.
    Silent,
    /// The owner wants no such questions.
    OptedOut,
    /// The profile asks a share of the owners alone, and this one is not among them.
    Spared,
}

impl State {
    /// Whether nothing more can happen.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Archived { .. } | Self::Withdrawn { .. })
    }

    /// When it was over, if it is.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Archived { at, .. } | Self::Withdrawn { at } => Some(*at),
            _ => None,
        }
    }

    /// Whether somebody still has to find or do the work: no result is reported, and it is not over.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Registered { .. } | Self::Dispatched { .. } | Self::Working { .. })
    }

    /// How the book writes it.
    pub fn stage(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::Dispatched { .. } => "dispatched",
            Self::Working { .. } => "working",
            Self::Merged { .. } => "merged",
            Self::Reported { .. } => "reported",
            Self::Closed { .. } => "closed",
            Self::Archived { .. } => "archived",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Who signed for the slip, if somebody did.
    pub fn signer(&self) -> Option<PersonId> {
        match self {
            Self::Working { signer, .. } | Self::Reported { signer, .. } => Some(*signer),
            Self::Closed { finished, .. } | Self::Archived { finished: Some(finished), .. } => {
                Some(finished.signer)
            }
            _ => None,
        }
    }

    /// What was done about it, once that is reported.
    pub fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Reported { outcome, .. } => Some(outcome),
            Self::Closed { finished, .. } | Self::Archived { finished: Some(finished), .. } => {
                Some(&finished.outcome)
            }
            _ => None,
        }
    }

    pub(crate) fn outcome_mut(&mut self) -> Option<&mut Outcome> {
        match self {
            Self::Reported { outcome, .. } => Some(outcome),
            Self::Closed { finished, .. } | Self::Archived { finished: Some(finished), .. } => {
                Some(&mut finished.outcome)
            }
            _ => None,
        }
    }

    /// How far the callback is, once there is a result.
    pub fn callback(&self) -> Option<CallbackState> {
        match self {
            Self::Reported { callback, .. } => Some(*callback),
            Self::Closed { finished, .. } | Self::Archived { finished: Some(finished), .. } => {
                Some(finished.callback)
            }
            _ => None,
        }
    }

    /// The head's signature, once it is there.
    pub fn signed_off(&self) -> Option<SignOff> {
        match self {
            Self::Reported { signed_off, .. } => *signed_off,
            Self::Closed { finished, .. } | Self::Archived { finished: Some(finished), .. } => {
                Some(finished.signed_off)
            }
            _ => None,
        }
    }
}
