//! The gates at the end: the owner's word, the head's signature, the callback; then the review.

use chrono::{DateTime, Utc};

use super::{
    Terms,
    anew::{part_left, reopen},
    nearest,
};
use crate::{
    callback::{Solved, Verdict},
    case::{
        Audience::{Heads, Owner},
        CallbackState, Case,
        Effect::{self, Arm, Disarm, DisarmAll, Tell},
        Finished, Kind, Notice, Outcome, OwnersWord, Refusal, Severity,
        State::{self, Archived, Closed, Dispatched, Registered, Reported, Working},
    },
    ids::PersonId,
    policy::TimerKind,
};

/// The result is in: the owner is told, and both its signature and the owner's word are waited for.
pub(super) fn reported(
    next: &mut Case,
    (signer, signed_at): (PersonId, DateTime<Utc>),
    outcome: Outcome,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let wait = |kind| Arm(kind, terms.due(kind, next, now));
    let (sign_off, word) = (wait(TimerKind::SignOff), wait(TimerKind::Confirm));
    next.state = Reported {
        signer,
        signed_at,
        at: now,
        outcome,
        owner: OwnersWord::Awaited,
        signed_off: None,
        callback: CallbackState::Planned,
    };
    let mut effects = vec![DisarmAll, sign_off, word, Tell(Owner, Notice::ResultTold)];
    effects.extend(terms.wait_for(TimerKind::Tell, next, now));
    effects
}

/// The owner has spoken, or has been silent for as long as the policy waits.
pub(super) fn heard(
    next: &mut Case,
    word: OwnersWord,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let mut effects = vec![Disarm(TimerKind::Confirm), Disarm(TimerKind::Tell)];
    if let Reported { owner, callback, .. } = &mut next.state {
        *owner = word;
        if *callback == CallbackState::Planned {
            effects.push(Arm(TimerKind::Callback, terms.due(TimerKind::Callback, next, now)));
        }
    }
    gates(next, effects, now, terms)
}

pub(super) fn answered(
    next: &mut Case,
    verdict: &Verdict,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    if verdict.reopens() {
        let reopened = Notice::Reopened { reason: verdict.why(), by_callback: true };
        return reopen(next, &reopened, now, terms);
    }
    // What is left is done before anything is closed, as when the owner says so by themselves.
    if verdict.solved == Solved::Partly {
        return part_left(next, verdict.why(), true, now, terms);
    }
    if let Reported { callback, .. } = &mut next.state {
        *callback = CallbackState::Answered(verdict.grade);
    }
    let answered = [TimerKind::CallbackReminder, TimerKind::CallbackExpiry].map(Disarm);
    gates(next, answered.into(), now, terms)
}

/// They have thought better of it. What is over opens again when it is not right after all; what is open
/// already goes on, and the next callback follows its result.
pub(super) fn revised(
    case: &Case,
    next: &mut Case,
    verdict: &Verdict,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let is_wrong = verdict.reopens() || verdict.solved == Solved::Partly;
    let objects = next.handling.objects();
    match &mut next.state {
        Reported { callback: CallbackState::Answered(_), .. } => {
            Ok(answered(next, verdict, now, terms))
        }
        Closed { finished, .. } | Archived { finished: Some(finished), .. } => {
            let CallbackState::Answered(grade) = &mut finished.callback else {
                return Err(Refusal::NotWaiting);
            };
            // An objection weighs more, and opens it if it is upheld.
            if !is_wrong || objects {
                *grade = verdict.grade;
                return Ok(vec![]);
            }
            let reopened = Notice::Reopened { reason: verdict.why(), by_callback: true };
            Ok(reopen(next, &reopened, now, terms))
        }
        Registered { .. } | Dispatched { .. } | Working { .. } => {
            let revised = Notice::Revised { solved: verdict.solved, grade: verdict.grade };
            Ok(vec![Tell(nearest(case), revised)])
        }
        _ => Err(Refusal::NotWaiting),
    }
}

/// Whoever wants no questions, or is not among those who are asked, is asked none: the callback is over as
/// if they had been silent, and is counted apart.
pub(super) fn not_asked(
    next: &mut Case,
    because: CallbackState,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let Reported { callback, .. } = &mut next.state else { return Err(Refusal::NotWaiting) };
    if !matches!(callback, CallbackState::Planned | CallbackState::Asked) {
        return Err(Refusal::NotWaiting);
    }
    *callback = because;
    let waits = [TimerKind::Callback, TimerKind::CallbackReminder, TimerKind::CallbackExpiry];
    Ok(gates(next, waits.map(Disarm).into(), now, terms))
}

/// Closes when every gate is passed: the owner was told and heard, the head has signed, the
/// callback is done. A serious case then still waits for its review (S0-01.5c).
pub(super) fn gates(
    next: &mut Case,
    mut effects: Vec<Effect>,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let Some(finished) = finished(&next.state) else { return effects };
    // How grave it is, its leader answers for: measure and review are there.
    let is_led = next.handling.merged.is_some();
    // It may have become grave after its result: then it, too, has its measure first (S0-01.5b).
    if next.handling.objects() || !is_led && next.handling.lacks_measure(next.severity) {
        return effects;
    }
    effects.push(DisarmAll);
    effects.extend(rechecked(next, now, terms));
    effects.extend(asked_again(next, &finished, now, terms));
    if next.severity == Severity::Minor || is_led {
        next.state = Archived { at: now, finished: Some(finished) };
    } else {
        next.state = Closed { at: now, finished };
        effects.push(Arm(TimerKind::Review, terms.due(TimerKind::Review, next, now)));
        effects.push(Tell(Heads, Notice::ReviewWanted));
    }
    effects.push(Tell(Owner, Notice::Thanks));
    effects
}

/// A repair is looked at again some days after, by whoever the profile names (S2-11.11).
pub(super) fn rechecked(next: &Case, now: DateTime<Utc>, terms: Terms<'_>) -> Option<Effect> {
    let is_led = next.handling.merged.is_some();
    if next.kind != Kind::Repair || next.handling.recheck.is_some() || is_led {
        return None;
    }
    terms.wait_for(TimerKind::Recheck, next, now)
}

/// Whoever had an answer for us is asked again later whether it is still fine.
pub(super) fn asked_again(
    next: &Case,
    finished: &Finished,
    since: DateTime<Utc>,
    terms: Terms<'_>,
) -> Option<Effect> {
    let has_spoken = matches!(finished.callback, CallbackState::Answered(_));
    let is_asked = has_spoken && next.kind.needs_work() && next.handling.still_fine_at.is_none();
    if is_asked { terms.wait_for(TimerKind::SecondCallback, next, since) } else { None }
}

/// The finished slip, if every gate is passed.
pub(super) fn finished(state: &State) -> Option<Finished> {
    let Reported { signer, signed_at, at, outcome, owner, signed_off, callback } = state else {
        return None;
    };
    let called = matches!(
        callback,
        CallbackState::Answered(_)
            | CallbackState::Silent
            | CallbackState::OptedOut
            | CallbackState::Spared
    );
    if *owner == OwnersWord::Awaited || !called {
        return None;
    }
    Some(Finished {
        signer: *signer,
        signed_at: *signed_at,
        reported_at: *at,
        outcome: outcome.clone(),
        owner: *owner,
        signed_off: (*signed_off)?,
        callback: *callback,
    })
}
