//! How grave a case is: corrected by the desk, raised for a reason, and what follows from it.

use chrono::{DateTime, Utc};

use super::{Refusal, Terms, gates, worked::hasten};
use crate::{
    case::{
        Audience::{Desk, Duty, Heads, Leaders, Owner},
        Case,
        Effect::{self, Arm, Disarm, Tell},
        Kind, Notice, Severity,
        State::{Dispatched, Registered, Reported, Working},
        Step,
        event::Correction,
        handling::{Criterion, Judgement, RaiseGround, Urgency},
    },
    policy::TimerKind,
};

/// The desk corrects what sort of matter it is, what it is about, or how grave it is.
pub(super) fn correct(
    case: &Case,
    next: &mut Case,
    correction: Correction,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let named = correction.criterion.map(Criterion::severity);
    let severity = named.or(correction.severity).unwrap_or(case.severity);
    next.category = correction.category.or(case.category);
    next.kind = correction.kind.unwrap_or(case.kind);
    let criterion = correction.criterion.or(case.handling.criterion);
    let is_other = next.category != case.category
        || next.kind != case.kind
        || criterion != case.handling.criterion;
    if !is_other && severity == case.severity {
        return Err(Refusal::AlreadySo);
    }
    let mut effects =
        if next.kind == case.kind { vec![] } else { becomes(case, next, now, terms)? };
    if severity > case.severity {
        rise(case, next, severity, terms);
    }
    next.severity = severity;
    // What was said of another severity says nothing of this one.
    next.handling.criterion = criterion.filter(|one| one.severity() == severity);
    if !next.handling.lacks_measure(next.severity) {
        effects.push(Disarm(TimerKind::Measure));
    }
    if next.severity != case.severity && matches!(case.state, Dispatched { .. } | Working { .. }) {
        effects.push(Disarm(TimerKind::Chase));
        effects.push(Arm(TimerKind::Solve, terms.solve_by(next)));
    }
    if next.severity == Severity::Major && case.severity < Severity::Major {
        effects.push(Disarm(TimerKind::Age));
    } else if case.severity == Severity::Major && next.severity < Severity::Major {
        effects.extend(terms.age(next, now));
    }
    if next.severity > case.severity {
        effects.extend(grave(next, now, terms));
    } else if next.severity < case.severity {
        // Who was told that it is grave does not learn from silence that somebody thinks otherwise.
        effects.push(Tell(Leaders, Notice::Lessened { from: case.severity }));
    }
    Ok(gates(next, effects, now, terms))
}

/// It is another sort of matter, and is waited for as that.
fn becomes(
    case: &Case,
    next: &Case,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let (from, to) = (case.kind, next.kind);
    if !from.can_become(to) {
        return Err(Refusal::OtherKind);
    }
    if to.needs_work() && !from.needs_work() {
        let mut effects = vec![Tell(Owner, Notice::Reclassified)];
        effects.extend(terms.age(next, now));
        // It waits for a department now, and no longer for words.
        if matches!(case.state, Registered { .. }) {
            let due = terms.due(TimerKind::Dispatch, next, now);
            effects.extend([TimerKind::Solve, TimerKind::Chase].map(Disarm));
            effects.push(Arm(TimerKind::Dispatch, due));
        }
        return Ok(effects);
    }
    Ok(match (to, &case.state) {
        (Kind::Repair, Dispatched { .. } | Working { step: Step::Accepted | Step::SetOut, .. }) => {
            terms.arrive_from(next, now).into_iter().collect()
        }
        _ => vec![Disarm(TimerKind::Arrive)],
    })
}

/// What it means for the case itself to be graver.
pub(super) fn rise(case: &Case, next: &mut Case, to: Severity, terms: Terms<'_>) {
    next.severity = to;
    next.handling.criterion = None;
    // Whoever has read of it has read of something smaller.
    next.handling.acknowledged = None;
    // It is not solved later for it: the owner was told the old date, until the leaders or the
    // managers fix a new one.
    if matches!(case.state, Dispatched { .. } | Working { .. }) {
        let told = terms.solve_by(case);
        if told < terms.solve_by(next) {
            next.handling.no_later = Some(told);
        }
    }
}

/// Graver, for a reason that stays with the case.
pub(super) fn raise(
    case: &Case,
    next: &mut Case,
    ground: RaiseGround,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let to = terms.policy.raises_to(ground);
    if case.handling.raised.contains(&ground) {
        return Err(Refusal::AlreadySo);
    }
    next.handling.raised.push(ground);
    let mut effects = if to > case.severity {
        correct(case, next, Correction::severity(to), now, terms)?
    } else {
        vec![Tell(Leaders, Notice::Grave)]
    };
    effects.push(Tell(Desk, Notice::Raised { ground }));
    Ok(effects)
}

/// People are in danger: everybody who can help or must know hears it at once, and it is urgent (S0-15.7,
/// S2-19.1). How grave it is, is seen afterwards: nobody waits for a measure to open a lift.
pub(super) fn alarm(
    case: &Case,
    next: &mut Case,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    if case.handling.alarmed_at.is_some() {
        return Err(Refusal::AlreadySo);
    }
    if case.kind.is_confidential() {
        return Err(Refusal::NotEntitled);
    }
    let handling = &mut next.handling;
    handling.alarmed_at = Some(now);
    let urgent = Judgement::Urgency(Urgency::Urgent);
    handling.triage = handling.triage.with(urgent).unwrap_or(handling.triage);
    let mut effects = hasten(case, next, now, terms);
    effects.extend([Duty, Desk, Heads, Leaders].map(|who| Tell(who, Notice::Alarm)));
    Ok(effects)
}

/// It has become graver: the leaders hear of it, and must fix what is done (S0-01.5).
fn grave(next: &Case, now: DateTime<Utc>, terms: Terms<'_>) -> Vec<Effect> {
    let mut effects = vec![Tell(Leaders, Notice::Grave)];
    effects.extend(measured(next, now, terms));
    effects
}

/// Until the leaders have fixed measure, person and limit.
pub(super) fn measured(next: &Case, now: DateTime<Utc>, terms: Terms<'_>) -> Option<Effect> {
    let goes_on = next.state.is_open() || matches!(next.state, Reported { .. });
    if goes_on && next.handling.lacks_measure(next.severity) {
        terms.wait_for(TimerKind::Measure, next, now)
    } else {
        None
    }
}
