//! Everything that can happen to a case.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Kind, Outcome, Severity,
    handling::{Criterion, Judgement, Mediator, Party, PauseGround, RaiseGround},
};
use crate::{
    callback::Verdict,
    ids::{CaseId, CategoryId, DepartmentId, PersonId},
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
    /// The desk corrects what sort of matter it is, what it is about, or how grave it is.
    Correct(Correction),
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
    /// Whoever answered corrects what they said, some hours after.
    Revise {
        /// What the answers come to now.
        verdict: Verdict,
    },
    /// The owner wants no such questions.
    OptOut,
    /// The owner is not among the share that is asked (C-10).
    Spare,
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
    /// A leader has read of a grave case (S0-01.5a).
    Acknowledge,
    /// The leaders fix what is done, by whom, and until when (S0-01.5b).
    Fix {
        /// What.
        measure: String,
        /// By whom.
        responsible: PersonId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// More time is asked for (TR-16).
    AskTime {
        /// Why.
        reason: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// It is granted.
    GrantTime,
    /// It is not granted.
    RefuseTime {
        /// Why.
        reason: String,
    },
    /// It cannot be mended now; something helps until then (TR-15).
    Relieve {
        /// What helps.
        measure: String,
        /// Why it cannot be mended now.
        reason: String,
        /// Until when it will be: a promise.
        until: DateTime<Utc>,
    },
    /// The work costs the owner something (TR-13).
    Quote {
        /// Which work.
        work: String,
        /// How much.
        amount: String,
    },
    /// The owner agrees to it.
    Agree,
    /// The owner does not.
    RefuseQuote {
        /// Why.
        reason: String,
    },
    /// It is the matter of another body; we stay with it (TR-06).
    Refer {
        /// Which.
        body: String,
        /// How it is reached.
        contact: String,
        /// Until when we ask there.
        until: DateTime<Utc>,
    },
    /// The desk proposes not to accept it (TR-05).
    Decline {
        /// The ground.
        ground: String,
        /// What is explained to the owner.
        explanation: String,
        /// What is suggested instead.
        suggestion: String,
    },
    /// A second person agrees with that.
    Second,
    /// A second person does not.
    Reject {
        /// Why.
        reason: String,
    },
    /// The owner objects to how it was dealt with (TR-28).
    Object {
        /// Why.
        reason: String,
    },
    /// Somebody who had no hand in it decides on the objection.
    Decide {
        /// Whether the owner is right.
        upheld: bool,
        /// Why.
        reason: String,
    },
    /// A corrective measure (S3-01.8).
    Prevent {
        /// What.
        measure: String,
        /// By whom.
        responsible: PersonId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// A corrective measure is done.
    Complete {
        /// Which of those of the case, from 0 on.
        which: usize,
        /// What was done.
        done: String,
    },
    /// It is about this person (C-16).
    Accuse {
        /// Whom.
        person: PersonId,
    },
    /// The desk judges it (TR-03).
    Assess {
        /// How.
        judgement: Judgement,
    },
    /// How it is to be done (TR-12).
    Plan {
        /// What, by whom, with what.
        plan: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The plan is approved.
    ApprovePlan,
    /// It is not.
    RejectPlan {
        /// Why.
        reason: String,
    },
    /// Somebody offers the owner to come at this time.
    OfferVisit {
        /// When.
        at: DateTime<Utc>,
    },
    /// That suits the owner.
    TakeVisit,
    /// It does not.
    OtherVisit {
        /// When would.
        text: String,
    },
    /// What was found on the spot.
    Survey {
        /// What.
        found: String,
    },
    /// Work waits for something.
    Pause {
        /// For what sort of thing. Not written as `ground`: that one is somebody's words.
        #[serde(rename = "waits_for")]
        ground: PauseGround,
        /// For what, or whom.
        what: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Work goes on.
    Resume,
    /// A repair was looked at again some days after, and has held (S2-11.11).
    Recheck,
    /// It has not held.
    Relapse {
        /// What is wrong.
        reason: String,
    },
    /// Asked again later, the owner says that it is still fine.
    StillFine,
    /// It has come back.
    CameBack {
        /// What is wrong.
        reason: String,
    },
    /// The desk says where it is, in words (S0-01.2).
    Locate {
        /// Where.
        whereabouts: String,
    },
    /// People are in danger (S0-15.7).
    Alarm,
    /// It is graver than it looked, for this reason (S2-04).
    Raise {
        /// Why. Not written as `ground`: that one is somebody's words.
        #[serde(rename = "raised_for")]
        ground: RaiseGround,
    },
    /// Somebody has led a talk between neighbours (TR-20).
    Mediate {
        /// What was agreed, or why nothing was.
        agreed: String,
        /// When we ask whether it is kept.
        until: DateTime<Utc>,
        /// Whether both sides have agreed. Unsaid in what was written down before anybody asked.
        #[serde(default)]
        settled: bool,
        /// Who has led it.
        #[serde(default)]
        mediator: Mediator,
    },
    /// The owner confirms what was agreed in the talk (F-24).
    Settle,
    /// What one side, or somebody who saw it, has said; for those who lead the matter alone (PV-07).
    Statement {
        /// Whose it is.
        party: Party,
        /// What they said.
        text: String,
    },
    /// It is the same matter as another, and dealt with together with it.
    Merge {
        /// The case that goes on for both: its leader.
        into: CaseId,
    },
    /// Another case of the same cause is dealt with together with this one.
    Lead {
        /// Which.
        case: CaseId,
        /// How grave that one is.
        severity: Severity,
        /// By when that one was to be solved.
        until: Option<DateTime<Utc>>,
        /// The time promised to that one's owner.
        at: Option<DateTime<Utc>>,
        /// About whom that one is.
        accused: Vec<PersonId>,
    },
    /// It goes its own way again.
    Split,
    /// The leader's result is this one's too.
    Share {
        /// What was done.
        outcome: Outcome,
        /// Who signed the leader's slip and reported it.
        signer: PersonId,
        /// Their department.
        department: Option<DepartmentId>,
        /// When they signed.
        at: DateTime<Utc>,
    },
    /// The leader is worked on again: its result holds no longer.
    Recall,
    /// The owner was known by voice only, and has a chat now.
    Recognise {
        /// Who they are.
        owner: PersonId,
    },
    /// Time ran out.
    Overdue {
        /// Which.
        timer: TimerKind,
    },
}

/// What the desk corrects about a case; what is not named stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// The right sort of matter.
    pub kind: Option<Kind>,
    /// The right category.
    pub category: Option<CategoryId>,
    /// The right severity, where nobody names a criterion.
    pub severity: Option<Severity>,
    /// The criterion by which it is so grave.
    pub criterion: Option<Criterion>,
}

impl Correction {
    /// What sort of matter it is.
    pub fn kind(kind: Kind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    /// What it is about.
    pub fn category(category: CategoryId) -> Self {
        Self { category: Some(category), ..Self::default() }
    }

    /// How grave it is.
    pub fn severity(severity: Severity) -> Self {
        Self { severity: Some(severity), ..Self::default() }
    }

    /// How grave it is, and by which criterion.
    pub fn criterion(criterion: Criterion) -> Self {
        Self { criterion: Some(criterion), ..Self::default() }
    }
}

impl Event {
    /// Whether it is agreed, asked or decided beside the case's way from desk to department.
    pub fn is_of_handling(&self) -> bool {
        matches!(
            self,
            Self::Acknowledge
                | Self::Fix { .. }
                | Self::AskTime { .. }
                | Self::GrantTime
                | Self::RefuseTime { .. }
                | Self::Relieve { .. }
                | Self::Quote { .. }
                | Self::Agree
                | Self::RefuseQuote { .. }
                | Self::Refer { .. }
                | Self::Decline { .. }
                | Self::Second
                | Self::Reject { .. }
                | Self::Object { .. }
                | Self::Decide { .. }
                | Self::Prevent { .. }
                | Self::Complete { .. }
                | Self::Accuse { .. }
                | Self::Assess { .. }
                | Self::Plan { .. }
                | Self::ApprovePlan
                | Self::RejectPlan { .. }
                | Self::OfferVisit { .. }
                | Self::TakeVisit
                | Self::OtherVisit { .. }
                | Self::Survey { .. }
                | Self::Pause { .. }
                | Self::Resume
                | Self::Recheck
                | Self::Relapse { .. }
                | Self::StillFine
                | Self::CameBack { .. }
                | Self::Revise { .. }
                | Self::Mediate { .. }
                | Self::Settle
                | Self::Statement { .. }
                | Self::Recognise { .. }
        )
    }

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
            | Self::Correct(_)
            | Self::Locate { .. }
            | Self::Alarm
            | Self::Raise { .. }
            | Self::Promise { .. }
            | Self::Reply { .. }
            | Self::Note { .. }
            | Self::Answer { .. }
            | Self::Revise { .. }
            | Self::OptOut
            | Self::Spare
            | Self::Review { .. }
            | Self::Add { .. }
            | Self::Say { .. }
            | Self::Hurry
            | Self::Withdraw { .. }
            | Self::Merge { .. }
            | Self::Lead { .. }
            | Self::Split
            | Self::Share { .. }
            | Self::Recall
            | Self::Overdue { .. } => false,
            // Kept with the case until it is decided, whatever the slip does meanwhile.
            of_handling => {
                matches!(
                    of_handling,
                    Self::Relieve { .. }
                        | Self::Quote { .. }
                        | Self::Plan { .. }
                        | Self::OfferVisit { .. }
                        | Self::Survey { .. }
                        | Self::Pause { .. }
                )
            }
        }
    }

    /// How the book writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Dispatch { .. } => "dispatch",
            Self::Correct(_) => "correct",
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
            Self::Revise { .. } => "revise",
            Self::OptOut => "opt_out",
            Self::Spare => "spare",
            Self::Review { .. } => "review",
            Self::Add { .. } => "add",
            Self::Say { .. } => "say",
            Self::Hurry => "hurry",
            Self::Withdraw { .. } => "withdraw",
            Self::Acknowledge => "acknowledge",
            Self::Fix { .. } => "fix",
            Self::AskTime { .. } => "ask_time",
            Self::GrantTime => "grant_time",
            Self::RefuseTime { .. } => "refuse_time",
            Self::Relieve { .. } => "relieve",
            Self::Quote { .. } => "quote",
            Self::Agree => "agree",
            Self::RefuseQuote { .. } => "refuse_quote",
            Self::Refer { .. } => "refer",
            Self::Decline { .. } => "decline",
            Self::Second => "second",
            Self::Reject { .. } => "reject",
            Self::Object { .. } => "object",
            Self::Decide { .. } => "decide",
            Self::Prevent { .. } => "prevent",
            Self::Complete { .. } => "complete",
            Self::Accuse { .. } => "accuse",
            Self::Assess { .. } => "assess",
            Self::Plan { .. } => "plan",
            Self::ApprovePlan => "approve_plan",
            Self::RejectPlan { .. } => "reject_plan",
            Self::OfferVisit { .. } => "offer_visit",
            Self::TakeVisit => "take_visit",
            Self::OtherVisit { .. } => "other_visit",
            Self::Survey { .. } => "survey",
            Self::Pause { .. } => "pause",
            Self::Resume => "resume",
            Self::Recheck => "recheck",
            Self::Relapse { .. } => "relapse",
            Self::StillFine => "still_fine",
            Self::CameBack { .. } => "came_back",
            Self::Locate { .. } => "locate",
            Self::Alarm => "alarm",
            Self::Raise { .. } => "raise",
            Self::Mediate { .. } => "mediate",
            Self::Settle => "settle",
            Self::Statement { .. } => "statement",
            Self::Merge { .. } => "merge",
            Self::Lead { .. } => "lead",
            Self::Split => "split",
            Self::Share { .. } => "share",
            Self::Recall => "recall",
            Self::Recognise { .. } => "recognise",
            Self::Overdue { .. } => "overdue",
        }
    }
}
