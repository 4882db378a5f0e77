//! What follows when time runs out. The clock raises its voice; only the owner's silence moves a
//! case.

use chrono::{DateTime, Utc};

use super::{
    Refusal, Terms, gates,
    graver::rise,
    heard, measured,
    worked::{can_be_rechecked, go_on},
};
use crate::{
    case::{
        Audience::{
            self, Auditors, Desk, Duty, Heads, Leaders, Managers, Owner, Responsible, Signer,
        },
        CallbackState, Case,
        Effect::{self, Arm, AskOwner, Disarm, RecallQuestionnaire, Tell},
        Notice, OwnersWord, Severity,
        State::{Closed, Dispatched, Registered, Reported, Working},
        handling::{LEVELS, PauseGround},
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
        // What was waited for has not come: somebody asks, and the clock runs on.
        // A contractor is ours to chase: it is told again until work goes on.
        (_, TimerKind::Pause) if still_waits(case, timer) && waits_for_others(case, terms) => {
            let mut effects = late(case, timer, now, terms);
            effects.push(Arm(timer, terms.due(TimerKind::Chase, case, now)));
            Ok(effects)
        }
        (_, TimerKind::Pause) if still_waits(case, timer) => {
            let mut effects = go_on(next, now, terms);
            effects.extend(late(case, timer, now, terms));
            Ok(effects)
        }
        _ if still_waits(case, timer) => Ok(late(case, timer, now, terms)),
        (Registered { .. } | Dispatched { .. } | Working { .. }, TimerKind::Age)
            if case.severity < Severity::Major && case.kind.needs_work() =>
        {
            rise(case, next, Severity::Major, terms);
            let mut effects = aged(terms);
            effects.extend(measured(next, now, terms));
            Ok(effects)
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
            | TimerKind::Arrive
            | TimerKind::Plan
            | TimerKind::Solve
            | TimerKind::Age
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
            | TimerKind::Approve
            | TimerKind::Pause
            | TimerKind::Recheck
            | TimerKind::Corrective
            | TimerKind::Tell
            | TimerKind::SecondCallback,
        ) => Err(Refusal::NotWaiting),
    }
}

/// Whether work waits for somebody outside, while the time to solve runs on.
fn waits_for_others(case: &Case, terms: Terms<'_>) -> bool {
    let ground = case.handling.pause.as_ref().map(|pause| pause.ground);
    ground == Some(PauseGround::Outside) && !terms.policy.stands_still_for(PauseGround::Outside)
}

/// Whether somebody is late, or will be, with what is waited for. The other waits end by
/// themselves.
pub fn still_waits(case: &Case, timer: TimerKind) -> bool {
    match timer {
        TimerKind::Corrective => return case.handling.undone().next().is_some(),
        TimerKind::Approve => return case.state.is_open() && case.handling.lacks_approval(),
        TimerKind::Pause => return case.state.is_open() && case.handling.pause.is_some(),
        TimerKind::Recheck => return can_be_rechecked(case) && case.handling.recheck.is_none(),
        _ => {}
    }
    matches!(
        (&case.state, timer),
        (Registered { .. }, TimerKind::Dispatch)
            | (Dispatched { .. }, TimerKind::Pickup)
            | (Dispatched { .. } | Working { .. }, TimerKind::Plan | TimerKind::Arrive)
            | (
                Registered { .. } | Dispatched { .. } | Working { .. },
                TimerKind::Solve
                    | TimerKind::Promise
                    | TimerKind::Chase
                    | TimerKind::Measure
                    | TimerKind::FollowUp,
            )
            | (Reported { signed_off: None, .. }, TimerKind::SignOff | TimerKind::Chase)
            | (Reported { .. }, TimerKind::Measure)
            | (Reported { owner: OwnersWord::Awaited, .. }, TimerKind::Tell)
            | (Closed { .. }, TimerKind::Review | TimerKind::Chase)
    )
}

/// What follows from a word before or after time runs out: whoever the step names is told, as long
/// as what it speaks of is still waited for.
pub fn reminded(case: &Case, hearers: &[Hearer], notice: &Notice) -> Vec<Effect> {
    // Leaders who have read of it are left to think until the measure is late.
    let is_known = case.handling.acknowledged.is_some()
        && *notice == (Notice::Soon { timer: TimerKind::Measure });
    let hearers = hearers
        .iter()
        .copied()
        .filter(|hearer| concerns(case, *hearer) && !(is_known && *hearer == Hearer::Leaders));
    let mut effects: Vec<Effect> =
        hearers.map(|hearer| Tell(audience(hearer), notice.clone())).collect();
    effects.extend(undecided(case, notice).map(|asked| Tell(Managers, asked)));
    effects
}

/// What the managers have not decided while the time for it runs out: an owner hears of a new date
/// before the old one has passed, and nothing lies at the desk because nobody says yes or no.
fn undecided(case: &Case, notice: &Notice) -> Option<Notice> {
    let (Notice::Soon { timer } | Notice::Late { timer }) = notice else { return None };
    match timer {
        TimerKind::Solve | TimerKind::Chase if case.handling.time_asked.is_some() => {
            Some(Notice::TimeAsked)
        }
        TimerKind::Dispatch | TimerKind::Chase if case.handling.decline.is_some() => {
            Some(Notice::DeclineAsked)
        }
        _ => None,
    }
}

/// A case that nobody has solved for so long is major by definition (S0-09.2): the leaders hear of
/// it as of any other, the rest why it has become so.
fn aged(terms: Terms<'_>) -> Vec<Effect> {
    let rule = terms.policy.waited(TimerKind::Age);
    let hearers = rule.map(|rule| rule.tell.as_slice()).unwrap_or_default();
    let others = hearers.iter().filter(|hearer| **hearer != Hearer::Leaders);
    let late = others.map(|hearer| Tell(audience(*hearer), Notice::Late { timer: TimerKind::Age }));
    std::iter::once(Tell(Leaders, Notice::Grave)).chain(late).collect()
}

/// What lies at the desk is no department's delay, not even of the one that has returned it.
fn concerns(case: &Case, hearer: Hearer) -> bool {
    !(matches!(case.state, Registered { .. }) && hearer == Hearer::Heads)
}

/// Whoever the policy names is told. A last wait is followed by the chase, so that a case that is
/// late never falls silent; behind the shorter ones another wait still runs.
pub(super) fn late(
    case: &Case,
    timer: TimerKind,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let rule = terms.policy.waited(timer);
    // Its leader waits for the same signature, and says so.
    let is_led = case.handling.merged.is_some() && case.state.outcome().is_some();
    let rule = rule.filter(|_| !(is_led && matches!(timer, TimerKind::SignOff | TimerKind::Chase)));
    let hearers = rule.map(|rule| rule.tell.as_slice()).unwrap_or_default();
    let mut effects = reminded(case, hearers, &Notice::Late { timer });
    let again = match timer {
        TimerKind::Pickup
        | TimerKind::Arrive
        | TimerKind::Plan
        | TimerKind::Promise
        | TimerKind::Pause
        | TimerKind::Corrective => None,
        // Each of these is told again by itself, as often as what is late.
        TimerKind::Measure
        | TimerKind::FollowUp
        | TimerKind::Objection
        | TimerKind::Approve
        | TimerKind::Tell
        | TimerKind::Recheck => Some(timer),
        _ => Some(TimerKind::Chase),
    };
    // Nobody has signed while people are in danger: everybody hears it again, until somebody has.
    if timer == TimerKind::Pickup && case.is_alarmed() {
        effects.extend([Duty, Desk, Heads, Leaders].map(|who| Tell(who, Notice::Alarm)));
        effects.push(Arm(timer, terms.due(timer, case, now)));
    }
    // Whoever was told a date hears that it has passed, not only those who work for them.
    if timer == TimerKind::Solve && case.kind.needs_work() {
        effects.push(Tell(Owner, Notice::Delayed));
    }
    // The committee has its own term, and hears itself when it is over.
    let level = case.handling.objection.as_ref().map(|objection| objection.level);
    if timer == TimerKind::Objection && level == Some(LEVELS) {
        effects.push(Tell(Auditors, Notice::Late { timer }));
    }
    if timer == TimerKind::Corrective {
        effects.push(Tell(Responsible, Notice::Late { timer }));
        effects.extend(terms.corrective(case, now));
    }
    if let Some(again) = again {
        effects.push(Arm(again, terms.due(TimerKind::Chase, case, now)));
    }
    effects
}

fn audience(hearer: Hearer) -> Audience {
    match hearer {
        Hearer::Signer => Signer,
        Hearer::Heads => Heads,
        Hearer::Desk => Desk,
        Hearer::Managers => Managers,
        Hearer::Leaders => Leaders,
    }
}
