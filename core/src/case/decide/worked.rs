//! The rows for what is planned, agreed and found while work goes on, and for how the desk judges a
//! case: none of them moves it, but for a repair that has not held.

use chrono::{DateTime, Utc};

use super::{Refusal, Terms, gates::revised, handled::past, handled::unworked, reopen};
use crate::{
    case::{
        Audience::{Desk, Heads, Managers, Owner, Signer},
        Case,
        Effect::{self, Arm, Disarm, Tell},
        Event, Kind, Notice, Severity, SignOff,
        State::{Archived, Closed, Reported, Working},
        handling::{
            Judgement, Mediation, Pause, PauseGround, Plan, Recheck, Statement, Survey, Urgency,
            Visit,
        },
    },
    ids::PersonId,
    policy::TimerKind,
};

/// It is urgent (S2-10.1): the waits that are shorter for that end sooner, and those concerned hear it.
/// Once only: a date that was told is not put off when the desk thinks otherwise.
fn becomes_urgent(
    case: &Case,
    next: &mut Case,
    judgement: Judgement,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    if judgement != Judgement::Urgency(Urgency::Urgent) {
        return vec![];
    }
    let mut effects = hasten(case, next, now, terms);
    if !effects.is_empty() {
        effects.extend([Owner, Signer, Heads].map(|who| Tell(who, Notice::Urgent)));
    }
    effects
}

/// It is urgent from now on, if it was not: what of its waits ends sooner.
pub(super) fn hasten(
    case: &Case,
    next: &mut Case,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    // Of what is reported nothing is waited for that could end sooner; it counts if it comes back.
    let is_new = next.handling.urgent_at.is_none();
    next.handling.urgent_at.get_or_insert(now);
    if !is_new || !case.state.is_open() {
        return vec![];
    }
    terms.policy.hastened().map(Effect::Hasten).collect()
}

/// What one of these events makes of a case; `None` when it is another sort of event.
#[expect(clippy::too_many_lines, reason = "a table is read by row; splitting it hides gaps")]
pub(super) fn worked(
    case: &Case,
    next: &mut Case,
    actor: PersonId,
    event: &Event,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Option<Result<Vec<Effect>, Refusal>> {
    let handling = &mut next.handling;
    let is_open = case.state.is_open();
    let is_worked = matches!(case.state, Working { .. });
    let wait = |kind| terms.wait_for(kind, case, now);
    Some(match event {
        // The desk's judgement, whenever it comes to it.
        Event::Assess { judgement } => match handling.triage.with(*judgement) {
            Some(triage) => {
                handling.triage = triage;
                Ok(becomes_urgent(case, next, *judgement, now, terms))
            }
            None => Err(Refusal::AlreadySo),
        },

        // The plan (TR-12). Of a grave case somebody else must approve it, and the owner hears of it
        // only then.
        Event::Plan { .. } if !is_worked => Err(unworked(case)),
        Event::Plan { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Plan { plan, until } => {
            let (text, until) = (plan.clone(), *until);
            let approved =
                (case.severity == Severity::Minor).then_some(SignOff { by: actor, at: now });
            handling.plan = Some(Plan { text, until, by: actor, approved });
            let mut effects = vec![Disarm(TimerKind::Plan)];
            if approved.is_some() {
                effects.push(Tell(Owner, Notice::Planned));
            } else {
                effects.extend(wait(TimerKind::Approve));
                effects.push(Tell(Heads, Notice::PlanWanted));
                effects.push(Tell(Managers, Notice::PlanWanted));
            }
            Ok(effects)
        }
        Event::ApprovePlan | Event::RejectPlan { .. } if !is_worked => Err(unworked(case)),
        Event::ApprovePlan => match &mut handling.plan {
            None => Err(Refusal::NotWaiting),
            Some(plan) if plan.approved.is_some() => Err(Refusal::AlreadySo),
            Some(plan) if plan.by == actor => Err(Refusal::SecondPerson),
            Some(plan) => {
                plan.approved = Some(SignOff { by: actor, at: now });
                Ok(vec![
                    Disarm(TimerKind::Approve),
                    Tell(Signer, Notice::PlanApproved),
                    Tell(Owner, Notice::Planned),
                ])
            }
        },
        Event::RejectPlan { reason } if handling.lacks_approval() => {
            handling.plan = None;
            let rejected = Notice::PlanRejected { reason: reason.clone() };
            let mut effects = vec![Disarm(TimerKind::Approve), Tell(Signer, rejected)];
            effects.extend(wait(TimerKind::Plan));
            Ok(effects)
        }
        Event::RejectPlan { .. } => Err(Refusal::NotWaiting),

        // When somebody comes, and what they find.
        Event::OfferVisit { .. } if !is_worked => Err(unworked(case)),
        Event::OfferVisit { at } if *at <= now => Err(Refusal::BadTime),
        Event::OfferVisit { at } => {
            handling.visit = Some(Visit { at: *at, agreed: false });
            Ok(vec![
                Disarm(TimerKind::Plan),
                Arm(TimerKind::Promise, *at),
                Tell(Owner, Notice::VisitOffered),
            ])
        }
        Event::TakeVisit | Event::OtherVisit { .. } if !is_worked => Err(unworked(case)),
        Event::TakeVisit => match &mut handling.visit {
            None => Err(Refusal::NotWaiting),
            Some(visit) if visit.agreed => Err(Refusal::AlreadySo),
            Some(visit) => {
                visit.agreed = true;
                Ok(vec![Tell(Signer, Notice::VisitTaken)])
            }
        },
        Event::OtherVisit { text } => match handling.visit.take() {
            None => Err(Refusal::NotWaiting),
            Some(_) => {
                let mut effects = vec![
                    Disarm(TimerKind::Promise),
                    Tell(Signer, Notice::VisitMoved { text: text.clone() }),
                ];
                effects.extend(wait(TimerKind::Plan));
                Ok(effects)
            }
        },
        Event::Survey { .. } if !is_worked => Err(unworked(case)),
        Event::Survey { found } => {
            handling.survey = Some(Survey { found: found.clone(), by: actor, at: now });
            Ok(vec![Disarm(TimerKind::Plan), Disarm(TimerKind::Arrive)])
        }

        // Work waits: whether the clock does is the profile's word.
        Event::Pause { .. } if !is_open => Err(past(case)),
        Event::Pause { .. } if handling.pause.is_some() => Err(Refusal::AlreadySo),
        Event::Pause { until, .. } if *until <= now || is_too_long(case, *until, now, terms) => {
            Err(Refusal::BadTime)
        }
        Event::Pause { ground, what, until } => {
            let stops = terms.policy.stands_still_for(*ground);
            handling.pause = Some(Pause {
                ground: *ground,
                what: what.clone(),
                since: now,
                until: *until,
                stops,
            });
            let mut effects = vec![Disarm(TimerKind::Plan)];
            if stops {
                effects.extend([Disarm(TimerKind::Solve), Disarm(TimerKind::Chase)]);
            }
            effects.extend([Arm(TimerKind::Pause, *until), Tell(Owner, Notice::Paused)]);
            Ok(effects)
        }
        Event::Resume if handling.pause.is_none() => Err(Refusal::NotWaiting),
        Event::Resume => {
            let mut effects = go_on(next, now, terms);
            effects.push(Tell(Owner, Notice::Resumed));
            Ok(effects)
        }

        // Some days after (S2-11.11).
        Event::Recheck | Event::Relapse { .. } if !can_be_rechecked(case) => {
            Err(Refusal::NotWaiting)
        }
        Event::Recheck if handling.recheck.is_some() => Err(Refusal::AlreadySo),
        Event::Recheck => {
            handling.recheck = Some(Recheck { by: actor, at: now });
            Ok(vec![Disarm(TimerKind::Recheck)])
        }
        Event::Relapse { reason } => {
            let relapsed = Notice::Relapsed { reason: reason.clone() };
            Ok(reopen(next, &relapsed, now, terms))
        }

        // Asked again later.
        Event::StillFine | Event::CameBack { .. } if !is_asked_again(case) => {
            Err(Refusal::NotWaiting)
        }
        Event::StillFine => {
            handling.still_fine_at = Some(now);
            Ok(vec![Disarm(TimerKind::SecondCallback)])
        }
        Event::CameBack { reason } => {
            let came_back = Notice::CameBack { reason: reason.clone() };
            Ok(reopen(next, &came_back, now, terms))
        }

        // What the owner said in the callback.
        Event::Revise { verdict } => revised(case, next, verdict, now, terms),

        // Who they are, whatever has become of the case.
        Event::Recognise { owner } if *owner == case.owner => Err(Refusal::AlreadySo),
        Event::Recognise { owner } => {
            next.owner = *owner;
            Ok(vec![])
        }

        // Between neighbours.
        Event::Mediate { .. } if !is_open => Err(past(case)),
        Event::Mediate { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Mediate { agreed, until, settled, mediator } => {
            handling.mediations.push(Mediation {
                agreed: agreed.clone(),
                settled: *settled,
                mediator: *mediator,
                confirmed_at: None,
                follow_up: *until,
                by: actor,
                at: now,
            });
            let follow_up = *until;
            let mut effects = vec![
                Disarm(TimerKind::Dispatch),
                Disarm(TimerKind::Plan),
                Arm(TimerKind::FollowUp, follow_up),
                Tell(Owner, Notice::Mediated),
                Tell(Desk, Notice::Mediated),
            ];
            if case.state.signer().is_some_and(|signer| signer != actor) {
                effects.push(Tell(Signer, Notice::Mediated));
            }
            Ok(effects)
        }
        Event::Settle if !is_open && !matches!(case.state, Reported { .. }) => Err(past(case)),
        Event::Settle => match handling.mediations.last_mut() {
            Some(talk) if talk.settled && talk.confirmed_at.is_none() => {
                talk.confirmed_at = Some(now);
                Ok(vec![Tell(Desk, Notice::Settled)])
            }
            Some(talk) if talk.settled => Err(Refusal::AlreadySo),
            _ => Err(Refusal::NotWaiting),
        },
        Event::Statement { .. } if !is_open => Err(past(case)),
        Event::Statement { party, text } => {
            let (party, text) = (*party, text.clone());
            handling.statements.push(Statement { party, text, by: actor, at: now });
            Ok(vec![])
        }
        _ => return None,
    })
}

/// The owner has answered: that is what was waited for.
pub(super) fn answered_pause(
    case: &Case,
    next: &mut Case,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Vec<Effect> {
    match &case.handling.pause {
        Some(pause) if pause.ground == PauseGround::Owner => go_on(next, now, terms),
        _ => vec![],
    }
}

/// Work goes on after a pause. The time to solve runs on from where it stood.
pub(super) fn go_on(next: &mut Case, now: DateTime<Utc>, terms: Terms<'_>) -> Vec<Effect> {
    if !next.handling.end_pause(now) {
        return vec![];
    }
    let mut effects = vec![Disarm(TimerKind::Pause)];
    if next.state.is_open() {
        effects.push(Arm(TimerKind::Solve, terms.solve_by(next)));
    }
    effects
}

/// Whether a repair that is over is still to be looked at.
pub(super) fn can_be_rechecked(case: &Case) -> bool {
    is_finished(case) && case.kind == Kind::Repair
}

/// Whether the owner can be asked once more, some time after, whether it is still fine.
pub(in crate::case) fn is_asked_again(case: &Case) -> bool {
    is_finished(case)
        && case.kind.needs_work()
        && case.handling.still_fine_at.is_none()
        && !case.handling.objects()
}

fn is_finished(case: &Case) -> bool {
    match &case.state {
        Closed { .. } => true,
        Archived { finished, .. } => finished.is_some(),
        _ => false,
    }
}

/// Longer than the profile lets anything wait.
fn is_too_long(case: &Case, until: DateTime<Utc>, now: DateTime<Utc>, terms: Terms<'_>) -> bool {
    terms.due_if_waited(TimerKind::Pause, case, now).is_some_and(|longest| until > longest)
}
