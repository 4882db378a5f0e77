//! Everything that can follow from an event: tell, arm, disarm, post, ask.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use super::letter::{Class, Found, Handing, Letter, Part};
use super::{Number, Severity, handling::RaiseGround};
use crate::{
    callback::{Grade, Solved},
    policy::TimerKind,
};

/// Something that must follow. Carried out by the desk in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Somebody must be told.
    Tell(Audience, Notice),
    /// Begin to wait.
    Arm(TimerKind, DateTime<Utc>),
    /// A wait that runs is over sooner, because it is urgent; never later than before.
    Hasten(TimerKind),
    /// Stop waiting.
    Disarm(TimerKind),
    /// Stop waiting for anything.
    DisarmAll,
    /// Post a new slip into the department's group.
    PostSlip,
    /// Send the callback questionnaire.
    AskOwner,
    /// The questionnaire, if one is open, is no longer wanted.
    RecallQuestionnaire,
}

/// Who is to be told. The desk knows in which room they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Whose matter it is.
    Owner,
    /// Who signed for it.
    Signer,
    /// The heads of the department.
    Heads,
    /// The service centre's group.
    Desk,
    /// The groups of those who run to help: the department's own, and the one that hears of every
    /// danger.
    Duty,
    /// The company's leaders.
    Leaders,
    /// Those who manage the site.
    Managers,
    /// Whoever a measure is laid upon.
    Responsible,
    /// Those who supervise: the owners' committee.
    Auditors,
}

/// What is to be said. Facts of the case are looked up when it is put into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// To the owner: somebody signed for it.
    Signed,
    /// To the owner: somebody is on the way.
    OnTheWay,
    /// To the owner: we need to know more.
    Question {
        /// The question.
        text: String,
    },
    /// To the owner: this is the result; is it fixed?
    ResultTold,
    /// To the owner: we go on working on it.
    WorkGoesOn,
    /// To the owner: what work waited for is over, and it goes on.
    Resumed,
    /// To the owner: it was looked at again and has not held; it is open again.
    OpenAgain,
    /// To the owner, who says that it is not solved, or has come back: it is open again.
    OpenAgainAsTold,
    /// To the owner: the time that they were told has passed.
    Delayed,
    /// To the owner: a time is promised.
    Promised {
        /// Until when.
        at: DateTime<Utc>,
    },
    /// To the owner: the desk's answer.
    Replied {
        /// The answer.
        text: String,
    },
    /// To the owner: over, with thanks.
    Thanks,
    /// To the owner: taken back as wished.
    TakenBack,
    /// To the owner: please answer the questionnaire.
    CallbackReminder,
    /// To the signer: the full slip.
    FullSlip,
    /// To the signer: the owner added something.
    Added {
        /// In words.
        text: Option<String>,
        /// So many files.
        files: usize,
    },
    /// To owner or crew: the other side writes.
    Message {
        /// What.
        text: String,
    },
    /// To the signer: the owner says a part is left.
    PartLeft {
        /// Which.
        text: String,
    },
    /// To the signer: the head sent the result back.
    SentBack {
        /// Why.
        reason: String,
    },
    /// To the signer: it is no longer theirs to work on.
    Released,
    /// To the signer and the desk: the owner took it back.
    OwnerWithdrew,
    /// To the signer or the desk: the owner hurries.
    Hurried,
    /// To the heads: a result waits for a signature.
    SignOffWanted,
    /// To the heads: a serious case waits for its review.
    ReviewWanted,
    /// To whom the policy names: time is about to run out.
    Soon {
        /// Which.
        timer: TimerKind,
    },
    /// To whom the policy names: time ran out.
    Late {
        /// Which.
        timer: TimerKind,
    },
    /// To the desk: a department says that it is not theirs.
    Returned {
        /// Why.
        reason: String,
    },
    /// To the desk and the heads: the case is open again.
    Reopened {
        /// Why, in the owner's words.
        reason: String,
        /// Whether the questionnaire brought it to light.
        by_callback: bool,
    },
    /// To all who were alarmed: somebody has signed for it, it is over, or it was a mistake.
    AlarmGoesOn,
    /// To the desk: whoever signed is one of those it is about, so that it is back here (C-16, PV-08).
    AccusedSigned,
    /// To the signer: the desk has found out where it is.
    Located {
        /// Where, in words.
        text: String,
    },
    /// To whoever is at it: the owner has corrected what they answered in the callback.
    Revised {
        /// Is it solved?
        solved: Solved,
        /// Satisfied?
        grade: Grade,
    },
    /// To the leaders: a serious case.
    Grave,
    /// To the leaders: the desk holds it for less grave than they were told.
    Lessened {
        /// What they were told.
        from: Severity,
    },
    /// To the leaders: a report of misconduct or a breach has come in.
    ReportCame,
    /// To owner, signer and heads: it is dealt with as urgent; perhaps with a new date.
    Urgent,
    /// To heads, signer and desk: what the leaders have fixed.
    MeasureFixed,
    /// To the owner: the leaders deal with it themselves.
    LeadersAct {
        /// By when it is to be solved.
        until: DateTime<Utc>,
    },
    /// To the managers: more time is asked for.
    TimeAsked,
    /// To owner, signer and heads: more time is granted.
    TimeGranted {
        /// Why.
        reason: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// To signer and heads: more time is not granted.
    TimeRefused {
        /// Why.
        reason: String,
    },
    /// To the owner: what helps until it can be mended, and the promise.
    Relieved,
    /// To the owner: what it would cost.
    Quoted,
    /// To signer and desk: the owner agrees to the price.
    Agreed,
    /// To signer and desk: the owner does not.
    QuoteRefused {
        /// Why.
        reason: String,
    },
    /// To the owner: whose matter it is.
    Referred,
    /// To the managers: shall it be declined?
    DeclineAsked,
    /// To the owner: it is not accepted.
    Declined,
    /// To the desk: it is to be accepted.
    DeclineRejected {
        /// Why.
        reason: String,
    },
    /// To the owner: the objection is registered.
    ObjectionHeard {
        /// By when it is decided.
        until: DateTime<Utc>,
    },
    /// To those before whom it is: an objection to decide.
    Objected,
    /// To owner and desk: what was decided on the objection.
    Decided,
    /// To the managers: whoever it is about has written it down.
    AccusedFiled,
    /// To the heads and to whom it is laid upon: a corrective measure is noted.
    CorrectiveSet,
    /// To heads and managers: a corrective measure is done.
    CorrectiveDone {
        /// Which of those of the case.
        which: usize,
    },
    /// To the owner: it is dealt with as another sort of matter, so that somebody acts.
    Reclassified,
    /// To the heads and managers: shall a plan be approved?
    PlanWanted,
    /// To the owner: how it is to be done.
    Planned,
    /// To the signer: the plan is approved.
    PlanApproved,
    /// To the signer: it is not.
    PlanRejected {
        /// Why.
        reason: String,
    },
    /// To the owner: does this time suit?
    VisitOffered,
    /// To the signer: it does.
    VisitTaken,
    /// To the signer: it does not.
    VisitMoved {
        /// When would.
        text: String,
    },
    /// To the owner: for what work waits, and until when.
    Paused,
    /// To the desk and the heads: it has not held.
    Relapsed {
        /// What is wrong.
        reason: String,
    },
    /// To the desk and the heads: asked again later, the owner says that it has come back.
    CameBack {
        /// What is wrong.
        reason: String,
    },
    /// To the owner, some time after: is it still fine?
    StillFine,
    /// To the desk: why it has become graver.
    Raised {
        /// Why.
        #[serde(rename = "raised_for")]
        ground: RaiseGround,
    },
    /// To the owner: a talk between neighbours was led; when we ask again.
    Mediated,
    /// To the desk: the owner confirms what was agreed in the talk.
    Settled,
    /// To the owner: it is dealt with together with another of the same cause.
    Joined,
    /// To the owner: there is more time for what it is dealt with together with.
    NewDate {
        /// By when there is a result.
        until: DateTime<Utc>,
    },
    /// To owner and desk: it goes its own way again.
    Parted,
    /// To the signer of a leader: another owner tells of the same, or adds something.
    Led {
        /// The number of that one's case.
        number: Number,
        /// In words; nothing when they are withheld, or there are none.
        text: Option<String>,
        /// So many files.
        files: usize,
    },
    /// To the desk: the department has no group, so the slip lies nowhere.
    NoRoom,
    /// To the desk: the owner can no longer be reached in the chat.
    Unreachable,
    /// To the desk: the owner can be reached in the chat again.
    ReachableAgain,
    /// To the desk: something about this case was given up after many tries.
    GaveUp,
    /// To everybody who can help or must know: people are in danger.
    Alarm,
    /// To those who run to help: more is told.
    MoreOfAlarm {
        /// The words.
        text: Option<String>,
        /// So many files.
        files: usize,
    },
    /// To the desk: the written reply to an owner without a chat is ready to be printed and posted.
    ReplyReady,
    /// To the desk: the owner cannot be asked in the chat; somebody must call.
    PleaseCall {
        /// What to pass on: a question, an answer.
        text: Option<String>,
    },
}
