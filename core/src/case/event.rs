//! Everything that can happen to a case.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Outcome, Severity};
use crate::{
    callback::Verdict,
    ids::{CategoryId, DepartmentId},
    policy::TimerKind,
};

/// Something that happens to a case. Who did it is said beside it; nobody means the clock or a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was written into the register. Always the first line of a history.
    Register,
    /// The slip goes to a department.
    Dispatch {
        /// Which.
        department: DepartmentId,
    },
    /// The desk corrects what it is about, or how grave it is.
    Correct {
        /// The right category.
        category: Option<CategoryId>,
        /// The right severity.
        severity: Option<Severity>,
    },
    /// The desk promises the owner a time.
    Promise {
        /// Until when.
        at: DateTime<Utc>,
    },
    /// The desk answers a consultation, suggestion or praise.
    Reply {
        /// The answer.
        text: String,
    },
    /// A crew member signs for the slip.
    Sign,
    /// The signer is on the way.
    SetOut,
    /// The signer is on the spot.
    Arrive,
    /// A note among ourselves.
    Note {
        /// The note.
        text: String,
    },
    /// The signer needs to know more from the owner.
    Ask {
        /// The question.
        text: String,
    },
    /// The department says that it is not theirs.
    Return {
        /// Why.
        reason: String,
    },
    /// The work is done.
    Report {
        /// What was done.
        outcome: Outcome,
    },
    /// The owner says it is fixed.
    Confirm,
    /// The owner says a part is left.
    Partly {
        /// Which.
        left: String,
    },
    /// The owner says it is not fixed.
    Dispute {
        /// Why.
        reason: String,
    },
    /// The head of the department signs the result off.
    SignOff,
    /// The head sends the result back to the signer.
    SendBack {
        /// Why.
        reason: String,
    },
    /// The callback questionnaire is answered.
    Answer {
        /// What the answers come to.
        verdict: Verdict,
    },
    /// The head writes down the review of a serious case (检讨).
    Review {
        /// The minutes.
        minutes: String,
    },
    /// The owner adds something.
    Add {
        /// In words.
        text: Option<String>,
        /// So many files.
        files: usize,
    },
    /// Owner and crew write to each other through the case.
    Say {
        /// What.
        text: String,
    },
    /// The owner hurries us.
    Hurry,
    /// The owner takes it back.
    Withdraw {
        /// Why, if they say.
        reason: Option<String>,
    },
    /// Time ran out.
    Overdue {
        /// Which.
        timer: TimerKind,
    },
}

impl Event {
    /// Whether it belongs to one round of the slip, so that a button of an earlier one must not
    /// do it. The rest means the same in every round.
    pub fn is_of_round(&self) -> bool {
        match self {
            Self::Dispatch { .. }
            | Self::Sign
            | Self::SetOut
            | Self::Arrive
            | Self::Ask { .. }
            | Self::Return { .. }
            | Self::Report { .. }
            | Self::Confirm
            | Self::Partly { .. }
            | Self::Dispute { .. }
            | Self::SignOff
            | Self::SendBack { .. } => true,
            Self::Register
            | Self::Correct { .. }
            | Self::Promise { .. }
            | Self::Reply { .. }
            | Self::Note { .. }
            | Self::Answer { .. }
            | Self::Review { .. }
            | Self::Add { .. }
            | Self::Say { .. }
            | Self::Hurry
            | Self::Withdraw { .. }
            | Self::Overdue { .. } => false,
        }
    }

    /// How the book writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Dispatch { .. } => "dispatch",
            Self::Correct { .. } => "correct",
            Self::Promise { .. } => "promise",
            Self::Reply { .. } => "reply",
            Self::Sign => "sign",
            Self::SetOut => "set_out",
            Self::Arrive => "arrive",
            Self::Note { .. } => "note",
            Self::Ask { .. } => "ask",
            Self::Return { .. } => "return",
            Self::Report { .. } => "report",
            Self::Confirm => "confirm",
            Self::Partly { .. } => "partly",
            Self::Dispute { .. } => "dispute",
            Self::SignOff => "sign_off",
            Self::SendBack { .. } => "send_back",
            Self::Answer { .. } => "answer",
            Self::Review { .. } => "review",
            Self::Add { .. } => "add",
            Self::Say { .. } => "say",
            Self::Hurry => "hurry",
            Self::Withdraw { .. } => "withdraw",
            Self::Overdue { .. } => "overdue",
        }
    }
}
