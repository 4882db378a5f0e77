//! The case: one matter, followed until it has an outcome and its owner an answer.

mod asking;
pub mod decide;
pub mod effect;
pub mod event;
pub mod handling;
pub mod letter;
pub mod number;
pub mod refusal;
pub mod state;
pub mod why;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use decide::{Decision, Terms, decide};
pub use effect::{Audience, Effect, Notice};
pub use event::Event;
pub use handling::Handling;
pub use number::Number;
pub use refusal::Refusal;
pub use state::{CallbackState, Finished, Outcome, OwnersWord, SignOff, State, Step};

use crate::{
    ids::{CaseId, CategoryId, DepartmentId, PersonId, PlaceId, PolicyId, SiteId},
    people::Role,
    policy::Weight,
};

/// What sort of matter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 投诉
    Complaint,
    /// 报修
    Repair,
    /// 咨询
    Consultation,
    /// 建议
    Suggestion,
    /// 举报: of misconduct or a breach of the rules, by somebody who need not be harmed by it (S0-14.3).
    Report,
    /// 表扬
    Praise,
}

impl Kind {
    /// All of them, in the order of the home screen.
    pub const ALL: [Self; 6] = [
        Self::Complaint,
        Self::Repair,
        Self::Consultation,
        Self::Suggestion,
        Self::Report,
        Self::Praise,
    ];

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Repair => "repair",
            Self::Consultation => "consultation",
            Self::Suggestion => "suggestion",
            Self::Report => "report",
            Self::Praise => "praise",
        }
    }

    /// Whether a department has to do something about it. The other kinds are answered by the desk.
    pub fn needs_work(self) -> bool {
        matches!(self, Self::Complaint | Self::Repair | Self::Report)
    }

    /// Whether the desk may find that a matter is of another sort. What needs work never becomes a
    /// matter of words: that would be a way around every signature. A report keeps who told it from
    /// everybody but those who lead it: nothing becomes one afterwards, or stops to be one.
    pub fn can_become(self, other: Self) -> bool {
        let confidential = self.is_confidential() || other.is_confidential();
        self != other && !confidential && (other.needs_work() || !self.needs_work())
    }

    /// Whether only those who lead the matter learn who told us of it, whatever it is about.
    pub fn is_confidential(self) -> bool {
        self == Self::Report
    }
}

/// How grave it is (投诉界定, clauses 5.1). Ordered: a graver one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 轻微: a slight inconvenience.
    Minor,
    /// 重要: our service was not in place.
    Serious,
    /// 重大: promised service not delivered again and again, major loss or injury, or a month old.
    Major,
}

impl Severity {
    /// All of them, from the lightest.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Serious, Self::Major];

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Serious => "serious",
            Self::Major => "major",
        }
    }
}

/// Which way it came to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The owner's own chat.
    Chat,
    /// 来电: the owner telephoned; somebody of ours wrote it down, as with all that follow.
    Phone,
    /// 来访: the owner came in.
    Visit,
    /// 来信: a letter, which has a number in the register of letters.
    Letter,
    /// An e-mail.
    Email,
    /// 意见箱: from the opinion box.
    Box,
    /// 巡查: found by our own people on their way.
    Patrol,
    /// 接待日: told on the manager's reception day.
    Reception,
    /// 走访、回访: told when we turned to them by plan.
    Contact,
}

impl Channel {
    /// Those that somebody of ours writes down for others.
    pub const OF_DESK: [Self; 7] = [
        Self::Phone,
        Self::Visit,
        Self::Letter,
        Self::Email,
        Self::Box,
        Self::Patrol,
        Self::Reception,
    ];

    /// Whether there is a paper or mail with a number of its own (S3-01.2).
    pub fn has_document(self) -> bool {
        matches!(self, Self::Letter | Self::Email)
    }

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Letter => "letter",
            Self::Email => "email",
            Self::Box => "box",
            Self::Patrol => "patrol",
            Self::Reception => "reception",
            Self::Contact => "contact",
        }
    }
}

/// What the owner told us. Each is given or explicitly unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Facts {
    /// What happened, in the owner's own words.
    pub story: String,
    /// When it happened.
    pub happened: Option<Happened>,
    /// Where, in the owner's own words, when no place of the register fits.
    pub whereabouts: Option<String>,
    /// Nobody said the place: it is where they were last, and there was no time to ask.
    #[serde(default)]
    pub is_place_guessed: bool,
    /// What the owner wants.
    pub wish: Option<String>,
    /// The day by which the owner wants it done.
    pub wanted_by: Option<NaiveDate>,
    /// How to reach the owner about this matter, when not by the number in the register.
    pub contact: Option<String>,
    /// The number of the original document in its own register (S3-01.2, S3-01.4).
    pub document: Option<String>,
    /// What the owner has added since, oldest first; the newest [`MOST_ADDED`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Added>,
    /// Who does not see it, because it is about them (PV-08).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passes: Option<Passes>,
    /// The case in whose callback it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_in: Option<CaseId>,
    /// When the owner last hurried it.
    pub hurried_at: Option<DateTime<Utc>>,
    /// When it was last opened again; the time to solve it then counts from there.
    pub reopened_at: Option<DateTime<Utc>>,
    /// The time last promised to the owner, since it was registered or opened again.
    pub promised_at: Option<DateTime<Utc>>,
}

/// Whom a matter passes by, because it is about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passes {
    /// The service centre: the management leads it.
    Desk,
    /// The management, and those who answer to it: the company's leaders lead it.
    Managers,
}

impl Passes {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Desk, Self::Managers];

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Managers => "managers",
        }
    }

    /// Who leads it in their place, the nearest first.
    pub fn led_by(self) -> &'static [Role] {
        match self {
            Self::Desk => &[Role::Manager, Role::Leader],
            Self::Managers => &[Role::Leader],
        }
    }
}

/// Something the owner has added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: String,
}

/// More than this stands in the history alone.
pub const MOST_ADDED: usize = 20;

impl Facts {
    /// The owner has added something.
    pub fn add(&mut self, text: &str, at: DateTime<Utc>) {
        self.added.push(Added { at, text: text.to_owned() });
        let beyond = self.added.len().saturating_sub(MOST_ADDED);
        self.added.drain(..beyond);
    }
}

/// When it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// Just before it was told.
    At(DateTime<Utc>),
    /// On a day.
    On(NaiveDate),
    /// In the owner's own words.
    Said(String),
}

impl Case {
    /// What the lengths of its waits go by.
    pub fn weight(&self) -> Weight {
        Weight { severity: self.severity, is_urgent: self.handling.urgent_at.is_some() }
    }

    /// Whether people are on their way because of danger.
    pub fn is_alarmed(&self) -> bool {
        self.handling.alarmed_at.is_some() && self.state.is_open()
    }

    /// Whether somebody waits for the owner to tell more.
    pub fn waits_for_owner(&self) -> bool {
        let is_asked = matches!(self.state, State::Working { asked_at: Some(_), .. });
        is_asked || self.handling.desk_asked_at.is_some() && self.state.is_open()
    }

    /// Whether its result is told in writing as well: what came in writing is answered so (S0-08.12),
    /// and so is what is major.
    pub fn wants_writing(&self) -> bool {
        self.channel.has_document() || self.severity == Severity::Major
    }

    /// Whether there is something to say in writing: a result, or the desk's answer.
    pub fn has_answer(&self) -> bool {
        self.state.outcome().is_some() || self.handling.reply.is_some()
    }

    /// Of which round a button for `event` must be: of the slip's, or of the question that it answers.
    /// `None`: it means the same at any time.
    pub fn round_for(&self, event: &Event) -> Option<i32> {
        let of_slip = event.is_of_round().then_some(self.round);
        self.handling.asked.answered_by(event).or(of_slip)
    }
}

/// A case as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its identity in the book.
    pub id: CaseId,
    /// Its number for people.
    pub number: Number,
    /// Where it happened.
    pub site: SiteId,
    /// What sort of matter it is.
    pub kind: Kind,
    /// Which way it came.
    pub channel: Channel,
    /// Whose matter it is.
    pub owner: PersonId,
    /// Who was asked first (首问责任制): the owner, or the colleague who wrote it down.
    pub filed_by: PersonId,
    /// Who must act.
    pub department: Option<DepartmentId>,
    /// What it is about.
    pub category: Option<CategoryId>,
    /// Where.
    pub place: Option<PlaceId>,
    /// How grave.
    pub severity: Severity,
    /// What the owner told us.
    pub facts: Facts,
    /// What is agreed, asked and decided about it.
    pub handling: Handling,
    /// Where it stands.
    pub state: State,
    /// Grows each time the slip is posted. A button of an earlier round is stale.
    pub round: i32,
    /// How often a department has said that it is not theirs.
    pub bounces: i32,
    /// The version of the policy it was opened under.
    pub policy: PolicyId,
    /// Guards against lost updates.
    pub version: i32,
    /// When it was registered.
    pub opened_at: DateTime<Utc>,
}
