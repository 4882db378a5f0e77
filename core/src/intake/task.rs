//! The shorter conversations: the greeting, a reason, a note, a report of work.

use serde::{Deserialize, Serialize};

use super::{Form, ReportDraft};
use crate::{
    case::Event,
    gathering::{GatheringKind, Said},
    ids::{CaseId, GatheringId, PlaceId, QuestionnaireId, SiteId, SurveyId, TemplateId},
    survey::Whom,
};

/// A conversation beside the intake of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Getting to know somebody.
    Joining {
        /// How far.
        at: Joining,
    },
    /// One text, for one purpose.
    Words {
        /// Of which case.
        case: CaseId,
        /// The round in which the button was pressed.
        round: i32,
        /// What for.
        purpose: Purpose,
    },
    /// The crew reports a result.
    Report {
        /// Of which case.
        case: CaseId,
        /// The round in which the button was pressed.
        round: i32,
        /// What is told so far.
        draft: ReportDraft,
    },
    /// More than one answer, for one event.
    Form {
        /// Of which case.
        case: CaseId,
        /// The round in which the button was pressed.
        round: i32,
        /// What is filled in so far.
        form: Form,
    },
    /// Something is to be announced to many.
    Announce {
        /// In which estate; as they have turned to, where an older version did not say.
        #[serde(default)]
        site: Option<SiteId>,
        /// For everybody there.
        place: Option<PlaceId>,
        /// Whether it is said for whom.
        chosen: bool,
        /// What it says.
        words: Option<String>,
        /// Of which meeting or event it is, and what of it.
        #[serde(default)]
        about: Option<(GatheringId, Said)>,
    },
    /// People are to be invited.
    Gathering {
        /// In which estate.
        site: Option<SiteId>,
        /// To what.
        kind: GatheringKind,
        /// What it is called, once that is said.
        title: Option<String>,
    },
    /// Many are to be asked the same.
    Survey {
        /// In which estate; as they have turned to, where an older version did not say.
        #[serde(default)]
        site: Option<SiteId>,
        /// What.
        template: TemplateId,
        /// Of whom, as far as it is said.
        asked: Asked,
    },
    /// What is to get better because of a survey.
    SurveyPlan {
        /// Which.
        survey: SurveyId,
    },
    /// An administrator writes down something of the estate itself.
    SetUp {
        /// Of which.
        site: Option<SiteId>,
        /// What.
        detail: Detail,
    },
    /// The questionnaire waits for words.
    Sheet {
        /// Which.
        questionnaire: QuestionnaireId,
    },
}

impl Task {
    /// Of which estate it is, where it says so.
    pub fn site(&self) -> Option<SiteId> {
        match self {
            Self::Announce { site, .. }
            | Self::Survey { site, .. }
            | Self::Gathering { site, .. }
            | Self::SetUp { site, .. } => *site,
            _ => None,
        }
    }

    /// Of which case it is.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Words { case, .. } | Self::Report { case, .. } | Self::Form { case, .. } => {
                Some(*case)
            }
            Self::Joining { .. }
            | Self::Announce { .. }
            | Self::Survey { .. }
            | Self::Gathering { .. }
            | Self::SurveyPlan { .. }
            | Self::SetUp { .. }
            | Self::Sheet { .. } => None,
        }
    }
}

/// What of an estate an administrator can write down in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// What it is called.
    Name,
    /// The service centre's telephone number.
    Phone,
    /// A building.
    Building,
}

impl Detail {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Phone, Self::Building];
}

/// Of whom a survey is to be asked, step by step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Of those who live there.
    pub place: Option<PlaceId>,
    /// Whether it is said where.
    pub placed: bool,
    /// Of which of those.
    pub whom: Option<Whom>,
}

/// How far the greeting has come. What is accepted is kept with the person at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Joining {
    /// In which estate are you?
    Estate,
    /// Language, privacy notice and consent.
    Consent,
    /// What are you called?
    Name,
    /// Where do you live or work?
    Place {
        /// The building or floor that is open.
        within: Option<PlaceId>,
    },
    /// May we have your number?
    Phone,
}

/// What a text is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A question to the owner.
    Ask,
    /// Why it is not the department's.
    Return,
    /// A note among ourselves.
    Note,
    /// What is left.
    Partly,
    /// Why it is not fixed.
    Dispute,
    /// Why the head sends it back.
    SendBack,
    /// The minutes of the review.
    Review,
    /// More information.
    Add,
    /// To the other side.
    Say,
    /// The desk's answer.
    Reply,
    /// Why the owner takes it back.
    Withdraw,
    /// Why more time is not granted.
    RefuseTime,
    /// Why the owner does not agree to the price.
    RefuseQuote,
    /// Why a case is to be accepted after all.
    Reject,
    /// To what the owner objects.
    Object,
    /// Why the owner is right.
    Uphold,
    /// Why the decision stands.
    Dismiss,
    /// Why a plan is not approved.
    RejectPlan,
    /// When else somebody may come.
    OtherVisit,
    /// What was found on the spot.
    Survey,
    /// What is wrong with a repair again.
    Relapse,
    /// Asked again later, the owner says what has come back.
    CameBack,
    /// Where it is.
    Place,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Ask,
        Self::Return,
        Self::Note,
        Self::Partly,
        Self::Dispute,
        Self::SendBack,
        Self::Review,
        Self::Add,
        Self::Say,
        Self::Reply,
        Self::Withdraw,
        Self::RefuseTime,
        Self::RefuseQuote,
        Self::Reject,
        Self::Object,
        Self::Uphold,
        Self::Dismiss,
        Self::RejectPlan,
        Self::OtherVisit,
        Self::Survey,
        Self::Relapse,
        Self::CameBack,
        Self::Place,
    ];

    /// What the text makes happen.
    pub fn event(self, text: String) -> Event {
        match self {
            Self::Ask => Event::Ask { text },
            Self::Return => Event::Return { reason: text },
            Self::Note => Event::Note { text },
            Self::Partly => Event::Partly { left: text },
            Self::Dispute => Event::Dispute { reason: text },
            Self::SendBack => Event::SendBack { reason: text },
            Self::Review => Event::Review { minutes: text },
            Self::Add => Event::Add { text: Some(text), files: 0 },
            Self::Say => Event::Say { text },
            Self::Reply => Event::Reply { text },
            Self::Withdraw => Event::Withdraw { reason: Some(text) },
            Self::RefuseTime => Event::RefuseTime { reason: text },
            Self::RefuseQuote => Event::RefuseQuote { reason: text },
            Self::Reject => Event::Reject { reason: text },
            Self::Object => Event::Object { reason: text },
            Self::Uphold => Event::Decide { upheld: true, reason: text },
            Self::Dismiss => Event::Decide { upheld: false, reason: text },
            Self::RejectPlan => Event::RejectPlan { reason: text },
            Self::OtherVisit => Event::OtherVisit { text },
            Self::Survey => Event::Survey { found: text },
            Self::Relapse => Event::Relapse { reason: text },
            Self::CameBack => Event::CameBack { reason: text },
            Self::Place => Event::Locate { whereabouts: text },
        }
    }
}
