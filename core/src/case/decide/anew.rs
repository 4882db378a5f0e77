//! Work that begins anew: with the one who had signed, or with a new slip; and what whoever takes it on
//! must know of the last time.

use chrono::{DateTime, Utc};

use super::{Terms, dispatch, measured};
use crate::{
    case::{
        Audience::{Desk, Heads, Owner, Signer},
        Case,
        Effect::{self, Arm, DisarmAll, RecallQuestionnaire, Tell},
        Event, Notice,
        State::{Reported, Working},
        Step,
        handling::CameBack,
    },
    policy::TimerKind,
};

/// Nothing of the last time holds any more.
fn begin(next: &mut Case, now: DateTime<Utc>) -> Vec<Effect> {
    next.facts.reopened_at = Some(now);
    next.handling.begin_anew();
    next.facts.promised_at = None;
    vec![DisarmAll, RecallQuestionnaire]
}

/// A part is left: with the one who had signed; of what was dealt with together with another, on a
/// slip of its own.
pub(super) fn part_left(
    next: &mut Case,
    left: String,
    by_callback: bool,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    if next.handling.merged.is_some() {
        let reopened = Notice::Reopened { reason: left, by_callback };
        return reopen(next, &reopened, now, terms);
    }
    resume(next, Notice::PartLeft { text: left }, now, terms)
}

/// Back to work with the one who had signed; no new slip. The signature stays as it was given; the
/// work is accepted anew and needs a plan of its own.
pub(super) fn resume(
    next: &mut Case,
    to_signer: Notice,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let mut effects = begin(next, now);
    if let Reported { signer, signed_at, .. } = next.state {
        next.state =
            Working { signer, signed_at, accepted_at: now, step: Step::Accepted, asked_at: None };
    }
    effects.extend(terms.plan_from(next, now));
    effects.push(Arm(TimerKind::Solve, terms.solve_by(next)));
    effects.extend(measured(next, now, terms));
    effects.extend(terms.age(next, now));
    effects.extend([Tell(Owner, Notice::WorkGoesOn), Tell(Signer, to_signer)]);
    effects
}

/// Open again: to the same department, with a new slip.
pub(super) fn reopen(
    next: &mut Case,
    reopened: &Notice,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    let mut effects = begin(next, now);
    effects.extend(dispatch(next, now, terms));
    let to_owner = match reopened {
        Notice::Relapsed { .. } => Notice::OpenAgain,
        Notice::CameBack { .. } => Notice::OpenAgainAsTold,
        _ => Notice::WorkGoesOn,
    };
    effects.extend([
        Tell(Owner, to_owner),
        Tell(Desk, reopened.clone()),
        Tell(Heads, reopened.clone()),
    ]);
    effects
}

/// What whoever takes it on again must know of the last time.
pub(super) fn came_back(case: &Case, event: &Event) -> CameBack {
    let objection = || case.handling.objection.as_ref().map(|objection| objection.reason.clone());
    let reason = match event {
        Event::Partly { left: reason }
        | Event::Dispute { reason }
        | Event::SendBack { reason }
        | Event::Relapse { reason }
        | Event::CameBack { reason } => reason.clone(),
        Event::Answer { verdict } | Event::Revise { verdict } => verdict.why(),
        _ => objection().unwrap_or_default(),
    };
    let result = case.state.outcome().map(|outcome| outcome.result.clone());
    let result = result.or_else(|| case.handling.reply.clone());
    CameBack { result, reason }
}
