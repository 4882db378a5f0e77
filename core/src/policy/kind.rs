//! What is waited for.

use serde::{Deserialize, Serialize};

/// What is waited for. Each has one rule in a profile, or a reason why it is not waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Registered, until it is sent to a department.
    Dispatch,
    /// Sent, until the department signs for the slip.
    Pickup,
    /// Sent, until somebody is on the spot. Repairs only.
    Arrive,
    /// Signed, until somebody has set out or a time is promised.
    Plan,
    /// Sent, until the result is reported.
    Solve,
    /// Registered, until the result is reported; when it runs out, the case has become major.
    Age,
    /// Result reported, until the head signs off.
    SignOff,
    /// Result told, until the owner says whether it is fixed.
    Confirm,
    /// Owner has spoken, until the callback questionnaire is sent.
    Callback,
    /// Questionnaire sent, until it is recalled once.
    CallbackReminder,
    /// Questionnaire sent, until silence is taken as the answer.
    CallbackExpiry,
    /// The time promised to the owner.
    Promise,
    /// Closed, until the head has written the review.
    Review,
    /// Something is late, until it is told again.
    Chase,
    /// The least time between two hurries of one owner.
    Hurry,
    /// Grave, until the leaders have fixed measure, person and limit.
    Measure,
    /// Referred, until we have asked the other body how it stands.
    FollowUp,
    /// The owner objected, until that is decided.
    Objection,
    /// A plan waits for its approval.
    Approve,
    /// Work waits for something; the length is the longest that it may.
    Pause,
    /// A repair is over, until somebody has looked at it again.
    Recheck,
    /// What removes the cause is to be done by the day that was set for it.
    Corrective,
    /// Result reported, until somebody has told it to an owner who has no chat.
    Tell,
    /// The case is over, until the owner is asked whether it is still fine.
    SecondCallback,
}

impl TimerKind {
    /// All of them, in the order of a case's life.
    pub const ALL: [Self; 24] = [
        Self::Dispatch,
        Self::Pickup,
        Self::Arrive,
        Self::Plan,
        Self::Solve,
        Self::Age,
        Self::SignOff,
        Self::Confirm,
        Self::Callback,
        Self::CallbackReminder,
        Self::CallbackExpiry,
        Self::Promise,
        Self::Review,
        Self::Chase,
        Self::Hurry,
        Self::Measure,
        Self::FollowUp,
        Self::Objection,
        Self::Approve,
        Self::Pause,
        Self::Recheck,
        Self::Corrective,
        Self::Tell,
        Self::SecondCallback,
    ];

    /// How the book and the profiles write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch",
            Self::Pickup => "pickup",
            Self::Arrive => "arrive",
            Self::Plan => "plan",
            Self::Solve => "solve",
            Self::Age => "age",
            Self::SignOff => "sign_off",
            Self::Confirm => "confirm",
            Self::Callback => "callback",
            Self::CallbackReminder => "callback_reminder",
            Self::CallbackExpiry => "callback_expiry",
            Self::Promise => "promise",
            Self::Review => "review",
            Self::Chase => "chase",
            Self::Hurry => "hurry",
            Self::Measure => "measure",
            Self::FollowUp => "follow_up",
            Self::Objection => "objection",
            Self::Approve => "approve",
            Self::Pause => "pause",
            Self::Recheck => "recheck",
            Self::Corrective => "corrective",
            Self::Tell => "tell",
            Self::SecondCallback => "second_callback",
        }
    }

    /// The kind that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it may be shorter for what is urgent: what is waited for until there is a result.
    pub fn can_be_hastened(self) -> bool {
        matches!(self, Self::Dispatch | Self::Pickup | Self::Arrive | Self::Plan | Self::Solve)
    }

    /// Whether a profile may say that it does not wait for this. The others carry a case on: without
    /// one of them it would stand still.
    pub fn may_be_waived(self) -> bool {
        matches!(
            self,
            Self::Arrive
                | Self::Age
                | Self::Measure
                | Self::FollowUp
                | Self::Objection
                | Self::Approve
                | Self::Pause
                | Self::Recheck
                | Self::Corrective
                | Self::Tell
                | Self::SecondCallback
        )
    }
}
