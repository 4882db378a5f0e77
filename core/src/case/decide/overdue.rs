//! What follows when time runs out. The clock raises its voice; only the owner's silence moves a
//! case.

use chrono::{DateTime, Utc};

use super::{Refusal, Terms, gates, grave, heard};
use crate::{
    case::{
        Audience::{self, Desk, Heads, Leaders, Owner},
        CallbackState, Case,
        Effect::{self, Arm, AskOwner, Disarm, RecallQuestionnaire, Tell},
        Notice, OwnersWord, Severity,
        State::{Dispatched, Registered, Reported, Working},
    },
    policy::{Hearer, TimerKind},
};

pub(super) fn overdue(
    case: &Case,
    next: &mut Case,
    timer: TimerKind,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    match (&case.state, timer) {
        (Registered { .. }, TimerKind::Dispatch)
        | (Dispatched { .. }, TimerKind::Pickup)
        | (Working { .. }, TimerKind::Plan)
        | (
            Registered { .. } | Dispatched { .. } | Working { .. },
            TimerKind::Solve
            | TimerKind::Promise
            | TimerKind::Chase
            | TimerKind::Measure
            | TimerKind::FollowUp,
        )
        | (Reported { signed_off: None, .. }, TimerKind::SignOff | TimerKind::Chase) => {
            Ok(late(case, next, timer, now, terms))
        }
        (Reported { owner: OwnersWord::Awaited, .. }, TimerKind::Confirm) => {
            Ok(heard(next, OwnersWord::Silent, now, terms))
        }
        (Reported { callback: CallbackState::Planned, .. }, TimerKind::Callback) => {
            if let Reported { callback, .. } = &mut next.state {
                *callback = CallbackState::Asked;
            }
            let wait = |kind| Arm(kind, terms.due(kind, next, now));
            Ok(vec![AskOwner, wait(TimerKind::CallbackReminder), wait(TimerKind::CallbackExpiry)])
        }
        (Reported { callback: CallbackState::Asked, .. }, TimerKind::CallbackReminder) => {
            Ok(vec![Tell(Owner, Notice::CallbackReminder)])
        }
        (Reported { callback: CallbackState::Asked, .. }, TimerKind::CallbackExpiry) => {
            if let Reported { callback, .. } = &mut next.state {
                *callback = CallbackState::Silent;
            }
            let waits = vec![Disarm(TimerKind::CallbackReminder), RecallQuestionnaire];
            Ok(gates(next, waits, now, terms))
        }
        (
            _,
            TimerKind::Dispatch
            | TimerKind::Pickup
            | TimerKind::Plan
            | TimerKind::Solve
            | TimerKind::SignOff
            | TimerKind::Confirm
            | TimerKind::Callback
            | TimerKind::CallbackReminder
            | TimerKind::CallbackExpiry
            | TimerKind::Promise
            | TimerKind::Review
            | TimerKind::Chase
            | TimerKind::Hurry
            | TimerKind::Measure
            | TimerKind::FollowUp
            | TimerKind::Objection
            | TimerKind::Age,
        ) => Err(Refusal::NotWaiting),
    }
}

/// Whoever the policy names is told. A last wait is followed by the chase, so that a case that is
/// late never falls silent; behind the shorter ones another wait still runs. What is open for too
/// long becomes major by itself (T-35).
pub(super) fn late(
    case: &Case,
    next: &mut Case,
    timer: TimerKind,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    // What lies at the desk is no department's delay, not even of the one that has returned it.
    let at_desk = matches!(case.state, Registered { .. });
    let hearers = terms.policy.rule(timer).tell.iter().copied();
    let mut effects: Vec<Effect> = hearers
        .filter(|hearer| !(at_desk && *hearer == Hearer::Heads))
        .map(|hearer| Tell(audience(hearer), Notice::Late { timer }))
        .collect();
    match timer {
        TimerKind::Pickup | TimerKind::Plan | TimerKind::Promise => {}
        // Each of these is told again by itself, as often as what is late.
        TimerKind::Measure | TimerKind::FollowUp | TimerKind::Objection => {
            effects.push(Arm(timer, terms.due(TimerKind::Chase, case, now)));
        }
        _ => effects.push(Arm(TimerKind::Chase, terms.due(TimerKind::Chase, case, now))),
    }
    let is_open = matches!(case.state, Registered { .. } | Dispatched { .. } | Working { .. });
    if is_open
        && case.severity < Severity::Major
        && case.kind.needs_work()
        && now >= terms.due(TimerKind::Age, case, case.opened_at)
    {
        next.severity = Severity::Major;
        effects.extend(grave(next, now, terms));
    }
    effects
}

fn audience(hearer: Hearer) -> Audience {
    match hearer {
        Hearer::Heads => Heads,
        Hearer::Desk => Desk,
        Hearer::Leaders => Leaders,
    }
}
