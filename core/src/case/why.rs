//! Why a deadline is when it is: the rule, from when it is counted, what was skipped, what comes next.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Case, Terms};
use crate::policy::{Counted, Hearer, Picked, Span, TimerKind, Variant};

/// A wait as the book keeps it.
#[derive(Debug, Clone)]
pub struct Wait {
    /// What for.
    pub kind: TimerKind,
    /// How long it is by the questionnaire that is asked, if that says so.
    pub own: Option<Span>,
    /// When it began.
    pub armed_at: DateTime<Utc>,
    /// When it runs out.
    pub due_at: DateTime<Utc>,
    /// When it ran out, if it has.
    pub fired_at: Option<DateTime<Utc>>,
    /// The words that are left to say: before it runs out below 0, after it above.
    pub ahead: Vec<(i16, DateTime<Utc>)>,
}

/// How a deadline comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What is waited for.
    pub kind: TimerKind,
    /// The clauses of the rule.
    pub clauses: Vec<String>,
    /// From when it is counted.
    pub from: DateTime<Utc>,
    /// The length that holds.
    pub picked: Picked,
    /// When it runs out.
    pub due_at: DateTime<Utc>,
    /// Whether it has.
    pub is_late: bool,
    /// What makes it this moment.
    pub basis: Basis,
    /// The days that were skipped, and those that were counted though they are days off.
    pub account: Vec<(NaiveDate, Counted)>,
    /// Who is told when it runs out.
    pub tell: Vec<Hearer>,
    /// Who is told before and after, and when.
    pub ahead: Vec<Ahead>,
}

/// What makes a deadline this moment and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The length of the rule, by the calendar as it is now.
    Rule,
    /// The length that the questionnaire has of its own.
    Questionnaire,
    /// An earlier date that an owner was told: of this case before it became graver, or of one that
    /// is dealt with together with it.
    ToldEarlier,
    /// The length of the rule, by the calendar as it was when it was counted.
    CalendarOfThen,
    /// The length of the rule, moved out of the hours in which nobody is disturbed.
    QuietHours,
    /// The owner's own date.
    OwnersDate,
    /// What was promised to the owner.
    Promised,
    /// Leaders or managers have fixed it: a measure, or more time.
    Decided,
    /// The day that was set for it.
    Named,
}

/// A word that is still to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// When.
    pub at: DateTime<Utc>,
    /// Before the wait runs out, or after.
    pub is_warning: bool,
    /// To whom.
    pub tell: Vec<Hearer>,
}

/// Explains a wait; nothing if the profile has no rule for it.
pub fn why(case: &Case, wait: Wait, terms: Terms<'_>) -> Option<Why> {
    let Wait { kind, own, armed_at, due_at, fired_at, ahead } = wait;
    let rule = terms.policy.waited(kind)?;
    let calendar = terms.policy.calendar(terms.calendar);
    let from = terms.counted_from(kind, case, armed_at);
    let picked = match own {
        Some(span) => {
            Picked { span, variant: Variant::Usual, by_severity: false, by_urgency: false }
        }
        None => rule.pick(case.weight(), from, &calendar),
    };
    let basis = match basis(case, kind, due_at, calendar.after(from, picked.span), terms) {
        Basis::Rule if own.is_some() => Basis::Questionnaire,
        other => other,
    };
    let by_rule = matches!(
        basis,
        Basis::Rule | Basis::Questionnaire | Basis::CalendarOfThen | Basis::QuietHours
    );
    let account = if by_rule { calendar.account(from, due_at, picked.span) } else { vec![] };
    let said = |(step, at): (i16, DateTime<Utc>)| {
        let place = usize::from(step.unsigned_abs()).checked_sub(1)?;
        let is_warning = step < 0;
        let tell = if is_warning {
            rule.warn.get(place)?.tell.clone()
        } else {
            rule.then.get(place)?.tell.clone()
        };
        Some(Ahead { at, is_warning, tell })
    };
    Some(Why {
        kind,
        clauses: rule.clauses.clone(),
        from,
        picked,
        due_at,
        is_late: fired_at.is_some(),
        basis,
        account,
        tell: rule.tell.clone(),
        ahead: ahead.into_iter().filter_map(said).collect(),
    })
}

fn basis(
    case: &Case,
    kind: TimerKind,
    due_at: DateTime<Utc>,
    by_rule: DateTime<Utc>,
    terms: Terms<'_>,
) -> Basis {
    let wanted = case.facts.wanted_by.map(|day| terms.calendar.end_of_day(day));
    match kind {
        TimerKind::Promise => Basis::Promised,
        _ if due_at == by_rule => Basis::Rule,
        TimerKind::Solve if case.facts.promised_at == Some(due_at) => Basis::Promised,
        TimerKind::Solve if case.handling.fixed_date == Some(due_at) => Basis::Decided,
        TimerKind::Solve if case.handling.no_later == Some(due_at) => Basis::ToldEarlier,
        TimerKind::Solve if wanted == Some(due_at) => Basis::OwnersDate,
        TimerKind::Corrective | TimerKind::FollowUp | TimerKind::Pause => Basis::Named,
        TimerKind::Tell
        | TimerKind::Callback
        | TimerKind::CallbackReminder
        | TimerKind::SecondCallback
        | TimerKind::Recheck => Basis::QuietHours,
        _ => Basis::CalendarOfThen,
    }
}
