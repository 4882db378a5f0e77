//! What is done to a case: under its cards and notices.

use std::fmt;

use casework::{
    callback::CallOutcome,
    case::{
        Case, Event, Kind,
        event::Correction,
        handling::{Criterion, Judgement},
    },
    ids::{CategoryId, DepartmentId},
    intake::{FormKind, Purpose},
};

use chrono::{DateTime, Utc};

use super::codes::{
    called, criterion, form, kind, parse_called, parse_criterion, parse_form, parse_kind,
    parse_purpose, purpose,
};

/// What is done to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Sign for the slip.
    Sign,
    /// On the way.
    SetOut,
    /// Arrived.
    Arrive,
    /// Report the result.
    Report,
    /// Sign the result off.
    SignOff,
    /// It is fixed.
    Confirm,
    /// Hurry us.
    Hurry,
    /// Show how it stands.
    Show,
    /// Show the full slip.
    Slip,
    /// Print the full slip.
    Print,
    /// Print the written reply to the owner.
    PrintReply,
    /// Read what each side of a quarrel has said.
    Statements,
    /// Print the agreement of a talk.
    Agreement,
    /// The owner confirms what was agreed.
    Settle,
    /// Say something, for a purpose.
    Words(Purpose),
    /// The desk corrects: what?
    Correct,
    /// Which category?
    Categories,
    /// This category.
    Category(CategoryId),
    /// Which department?
    Departments,
    /// To this department.
    Department(DepartmentId),
    /// How grave?
    Severities,
    /// So grave, by this criterion.
    Criterion(Criterion),
    /// Which sort of matter?
    Kinds,
    /// This sort of matter.
    Kind(Kind),
    /// Promise until when?
    Promise,
    /// Promise this moment, in minutes since 1970.
    PromiseAt(i64),
    /// What else can be done?
    More,
    /// Fill in a form.
    Form(FormKind),
    /// A leader has read of it.
    Acknowledge,
    /// More time is granted.
    GrantTime,
    /// A second person agrees that it is not accepted.
    Second,
    /// The owner agrees to the price.
    Agree,
    /// The plan is approved.
    ApprovePlan,
    /// The time offered suits the owner.
    TakeVisit,
    /// Work goes on.
    Resume,
    /// A repair has held.
    Recheck,
    /// Asked again later: it is still fine.
    StillFine,
    /// How does the desk judge it?
    Triage,
    /// So it does.
    Assess(Judgement),
    /// It goes its own way again.
    Split,
    /// A link to hand to the caller.
    Link,
    /// People are in danger.
    Alarm,
    /// Write down what the owner says when they are called (回访).
    Call,
    /// Somebody has called, and this came of it.
    Called(CallOutcome),
}

impl Act {
    /// What a press does at once. `None`: it only asks or shows something.
    pub fn event(self) -> Option<Event> {
        Some(match self {
            Self::Sign => Event::Sign,
            Self::SetOut => Event::SetOut,
            Self::Arrive => Event::Arrive,
            Self::SignOff => Event::SignOff,
            Self::Confirm => Event::Confirm,
            Self::Hurry => Event::Hurry,
            Self::Category(category) => Event::Correct(Correction::category(category)),
            Self::Criterion(criterion) => Event::Correct(Correction::criterion(criterion)),
            Self::Kind(kind) => Event::Correct(Correction::kind(kind)),
            Self::Department(department) => Event::Dispatch { department },
            Self::PromiseAt(minutes) => Event::Promise { at: moment(minutes) },
            Self::Acknowledge => Event::Acknowledge,
            Self::GrantTime => Event::GrantTime,
            Self::Second => Event::Second,
            Self::Agree => Event::Agree,
            Self::ApprovePlan => Event::ApprovePlan,
            Self::TakeVisit => Event::TakeVisit,
            Self::Settle => Event::Settle,
            Self::Resume => Event::Resume,
            Self::Recheck => Event::Recheck,
            Self::StillFine => Event::StillFine,
            Self::Assess(judgement) => Event::Assess { judgement },
            Self::Split => Event::Split,
            Self::Alarm => Event::Alarm,
            Self::More
            | Self::Form(_)
            | Self::Report
            | Self::Words(_)
            | Self::Show
            | Self::Slip
            | Self::Print
            | Self::PrintReply
            | Self::Statements
            | Self::Agreement
            | Self::Link
            | Self::Call
            | Self::Called(_)
            | Self::Correct
            | Self::Categories
            | Self::Departments
            | Self::Severities
            | Self::Kinds
            | Self::Triage
            | Self::Promise => return None,
        })
    }

    /// Of which round of the slip, or of which question, its button is on the cards of a case.
    pub(super) fn round(self, case: &Case) -> i32 {
        let event = match self {
            Self::Words(purpose) => Some(purpose.event(String::new())),
            at_once => at_once.event(),
        };
        event.and_then(|event| case.round_for(&event)).unwrap_or(case.round)
    }
}

/// The moment that a button names in minutes since 1970.
pub(crate) fn moment(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minutes.saturating_mul(60), 0).unwrap_or_default()
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sign => f.write_str("sign"),
            Self::SetOut => f.write_str("go"),
            Self::Arrive => f.write_str("here"),
            Self::Report => f.write_str("done"),
            Self::SignOff => f.write_str("off"),
            Self::Confirm => f.write_str("ok"),
            Self::Hurry => f.write_str("hurry"),
            Self::Show => f.write_str("show"),
            Self::Slip => f.write_str("slip"),
            Self::Print => f.write_str("print"),
            Self::PrintReply => f.write_str("letter"),
            Self::Statements => f.write_str("sides"),
            Self::Agreement => f.write_str("pact"),
            Self::Settle => f.write_str("settle"),
            Self::Words(of) => write!(f, "say:{}", purpose(*of)),
            Self::Correct => f.write_str("fix"),
            Self::Categories => f.write_str("cats"),
            Self::Category(id) => write!(f, "cat:{id}"),
            Self::Departments => f.write_str("deps"),
            Self::Department(id) => write!(f, "dep:{id}"),
            Self::Severities => f.write_str("sevs"),
            Self::Criterion(of) => write!(f, "crit:{}", criterion(*of)),
            Self::Kinds => f.write_str("kinds"),
            Self::Kind(of) => write!(f, "kind:{}", kind(*of)),
            Self::Promise => f.write_str("prom"),
            Self::PromiseAt(minutes) => write!(f, "prom:{minutes}"),
            Self::More => f.write_str("more"),
            Self::Form(of) => write!(f, "form:{}", form(*of)),
            Self::Acknowledge => f.write_str("read"),
            Self::GrantTime => f.write_str("time"),
            Self::Second => f.write_str("2nd"),
            Self::Agree => f.write_str("agree"),
            Self::ApprovePlan => f.write_str("plan"),
            Self::TakeVisit => f.write_str("suits"),
            Self::Resume => f.write_str("resume"),
            Self::Recheck => f.write_str("holds"),
            Self::StillFine => f.write_str("fine"),
            Self::Triage => f.write_str("tri"),
            Self::Split => f.write_str("split"),
            Self::Link => f.write_str("link"),
            Self::Alarm => f.write_str("sos"),
            Self::Call => f.write_str("call"),
            Self::Called(outcome) => write!(f, "called:{}", called(*outcome)),
            Self::Assess(judgement) => {
                let (question, answer) = judgement.code();
                write!(f, "tri:{question}:{answer}")
            }
        }
    }
}

/// Reads what [`Act`] writes.
pub(super) fn parse(parts: &[&str]) -> Option<Act> {
    Some(match parts {
        ["sign"] => Act::Sign,
        ["go"] => Act::SetOut,
        ["here"] => Act::Arrive,
        ["done"] => Act::Report,
        ["off"] => Act::SignOff,
        ["ok"] => Act::Confirm,
        ["hurry"] => Act::Hurry,
        ["show"] => Act::Show,
        ["slip"] => Act::Slip,
        ["print"] => Act::Print,
        ["letter"] => Act::PrintReply,
        ["sides"] => Act::Statements,
        ["pact"] => Act::Agreement,
        ["settle"] => Act::Settle,
        ["say", of] => Act::Words(parse_purpose(of)?),
        ["fix"] => Act::Correct,
        ["cats"] => Act::Categories,
        ["cat", id] => Act::Category(CategoryId(id.parse().ok()?)),
        ["deps"] => Act::Departments,
        ["dep", id] => Act::Department(DepartmentId(id.parse().ok()?)),
        ["sevs"] => Act::Severities,
        ["crit", of] => Act::Criterion(parse_criterion(of)?),
        ["kinds"] => Act::Kinds,
        ["kind", of] => Act::Kind(parse_kind(of)?),
        ["prom"] => Act::Promise,
        ["prom", minutes] => Act::PromiseAt(minutes.parse().ok()?),
        ["more"] => Act::More,
        ["form", of] => Act::Form(parse_form(of)?),
        ["read"] => Act::Acknowledge,
        ["time"] => Act::GrantTime,
        ["2nd"] => Act::Second,
        ["agree"] => Act::Agree,
        ["plan"] => Act::ApprovePlan,
        ["suits"] => Act::TakeVisit,
        ["resume"] => Act::Resume,
        ["holds"] => Act::Recheck,
        ["fine"] => Act::StillFine,
        ["tri"] => Act::Triage,
        ["split"] => Act::Split,
        ["link"] => Act::Link,
        ["sos"] => Act::Alarm,
        ["call"] => Act::Call,
        ["called", outcome] => Act::Called(parse_called(outcome)?),
        ["tri", question, answer] => {
            Act::Assess(Judgement::of_code(question.parse().ok()?, answer.parse().ok()?)?)
        }
        _ => return None,
    })
}
