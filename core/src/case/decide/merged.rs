//! The rows for cases of the same cause that are dealt with together: one leads, the others wait for
//! its result and then go through the gates by themselves, so that each ends with an answer of its
//! own.

use chrono::{DateTime, Utc};

use super::{Refusal, Terms, dispatch, graver::correct, measured, released, reported};
use crate::{
    case::{
        Audience::{Desk, Heads, Owner},
        Case,
        Effect::{self, Arm, Disarm, DisarmAll, RecallQuestionnaire, Tell},
        Event, Notice, OwnersWord,
        State::{Archived, Closed, Dispatched, Merged, Registered, Reported, Withdrawn, Working},
        event::Correction,
    },
    ids::PersonId,
    policy::TimerKind,
};

/// What one of these events makes of a case, and what else may happen to one that is dealt with
/// together with another; `None` when the other rows decide.
pub(super) fn merged(
    case: &Case,
    next: &mut Case,
    by: Option<PersonId>,
    event: &Event,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Option<Result<Vec<Effect>, Refusal>> {
    Some(match (&case.state, event) {
        (
            Closed { .. } | Archived { .. } | Withdrawn { .. },
            Event::Merge { .. }
            | Event::Lead { .. }
            | Event::Split
            | Event::Share { .. }
            | Event::Recall,
        ) => Err(Refusal::Over),
        (_, Event::Merge { into }) if *into == case.id || !case.kind.needs_work() => {
            Err(Refusal::NoMerge)
        }
        (Registered { .. } | Dispatched { .. } | Working { .. }, Event::Merge { into }) => {
            next.handling.begin_anew();
            (next.handling.decline, next.handling.time_asked) = (None, None);
            next.handling.merged = Some(*into);
            next.state = Merged { since: now };
            let mut effects = vec![DisarmAll, Tell(Owner, Notice::Joined)];
            effects.extend(released(case, by));
            Ok(effects)
        }
        // Its leader is dealt with together with another: there are no chains.
        (Merged { .. }, Event::Merge { into }) if by.is_none() => {
            next.handling.merged = Some(*into);
            Ok(vec![])
        }
        (Merged { .. }, Event::Merge { .. }) => Err(Refusal::AlreadySo),
        (_, Event::Merge { .. }) => Err(Refusal::ResultIsIn),

        (_, Event::Lead { case: led, .. }) if *led == case.id || !case.kind.needs_work() => {
            Err(Refusal::NoMerge)
        }
        (Registered { .. } | Dispatched { .. } | Working { .. }, Event::Lead { .. }) => {
            lead(case, next, event, now, terms)
        }
        (_, Event::Lead { .. }) => Err(Refusal::NoMerge),

        (Merged { .. }, Event::Split) => Ok(split(next, now, terms)),
        // The result stands; the signature under it is now wanted for this one alone, and how grave it
        // is, nobody else answers for.
        (Reported { signed_off, .. }, Event::Split) if case.handling.merged.is_some() => {
            next.handling.merged = None;
            let wanted = signed_off.is_none().then_some(Tell(Heads, Notice::SignOffWanted));
            Ok(wanted.into_iter().chain(measured(next, now, terms)).collect())
        }
        (_, Event::Split) => Err(Refusal::NotWaiting),

        // What its leader comes to; nobody says so by themselves.
        (_, Event::Share { .. } | Event::Recall) if by.is_some() => Err(Refusal::NotEntitled),
        (Merged { .. }, Event::Share { outcome, signer, department, at }) => {
            next.department = *department;
            Ok(reported(next, (*signer, *at), outcome.clone(), now, terms))
        }
        // Who says that it is solved, under a signed result, is left in peace.
        (Reported { owner: OwnersWord::Fixed, signed_off: Some(_), .. }, Event::Recall) => {
            Err(Refusal::NotWaiting)
        }
        (Reported { .. }, Event::Recall) if case.handling.merged.is_some() => {
            next.handling.begin_anew();
            next.handling.merged = case.handling.merged;
            next.state = Merged { since: now };
            Ok(vec![DisarmAll, RecallQuestionnaire, Tell(Owner, Notice::WorkGoesOn)])
        }
        (_, Event::Share { .. } | Event::Recall) => Err(Refusal::NotWaiting),

        // What is agreed about the work is agreed with the leader; how the desk judges this one, and
        // about whom it is, stays its own.
        (Merged { .. }, Event::Object { .. }) => Err(Refusal::NoResult),
        (
            Merged { .. },
            Event::Assess { .. }
            | Event::Accuse { .. }
            | Event::Recognise { .. }
            | Event::Complete { .. },
        ) => return None,
        (Merged { .. }, event) if event.is_of_handling() => Err(Refusal::Merged),
        _ => return None,
    })
}

/// Nobody's date gets worse: the graver severity holds for both, and the earlier limit and promise.
fn lead(
    case: &Case,
    next: &mut Case,
    event: &Event,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Vec<Effect>, Refusal> {
    let Event::Lead { severity, until, at, accused, .. } = event else {
        return Err(Refusal::NoMerge);
    };
    let handling = &mut next.handling;
    handling.leads = true;
    handling.no_later = handling.no_later.into_iter().chain(*until).min();
    for person in accused {
        if !handling.accused.contains(person) {
            handling.accused.push(*person);
        }
    }
    let mut effects = vec![];
    if *severity > case.severity {
        effects = correct(case, next, Correction::severity(*severity), now, terms)?;
    }
    let stands_still = case.handling.pause.as_ref().is_some_and(|pause| pause.stops);
    if until.is_some() && !stands_still {
        effects.push(Arm(TimerKind::Solve, terms.solve_by(next)));
    }
    let promised = case.facts.promised_at.filter(|promised| *promised > now);
    if let Some(earlier) = at.filter(|at| *at > now && promised.is_none_or(|own| *at < own)) {
        next.facts.promised_at = Some(earlier);
        effects.extend([Disarm(TimerKind::Plan), Arm(TimerKind::Promise, earlier)]);
    }
    Ok(effects)
}

/// Its own way again: to the department it was with, else to the desk. Its time counts from the
/// register, as if it had never been away.
fn split(next: &mut Case, now: DateTime<Utc>, terms: Terms<'_>) -> Vec<Effect> {
    next.handling.begin_anew();
    let mut effects = if next.department.is_some() {
        dispatch(next, now, terms)
    } else {
        next.state = Registered { since: now };
        let mut effects = vec![Arm(TimerKind::Dispatch, terms.due(TimerKind::Dispatch, next, now))];
        effects.extend(measured(next, now, terms));
        effects.extend(terms.age(next, now));
        effects
    };
    if let Some(promised) = next.facts.promised_at.filter(|promised| *promised > now) {
        effects.push(Arm(TimerKind::Promise, promised));
    }
    effects.extend([Tell(Owner, Notice::Parted), Tell(Desk, Notice::Parted)]);
    effects
}
