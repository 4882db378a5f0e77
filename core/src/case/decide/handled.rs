//! The rows for what is agreed, asked and decided beside a case's way: measures, more time, consent,
//! referral, decline, objection.

use chrono::{DateTime, Utc};

use super::{Refusal, Terms, dispatch, gates};
use crate::{
    case::{
        Audience::{self, Auditors, Desk, Heads, Leaders, Managers, Owner, Responsible, Signer},
        Case,
        Effect::{self, Arm, Disarm, DisarmAll, Tell},
        Event, Notice, SignOff,
        State::{Archived, Dispatched, Registered, Reported, Withdrawn, Working},
        handling::{
            Corrective, Decided, Decline, Done, LEVELS, Measure, Objection, Promised, Quote,
            Referral, TimeAsked,
        },
    },
    ids::PersonId,
    policy::TimerKind,
};

/// What one of these events makes of a case; `None` when it is another sort of event.
#[expect(clippy::too_many_lines, reason = "a table is read by row; splitting it hides gaps")]
pub(super) fn handled(
    case: &Case,
    next: &mut Case,
    actor: PersonId,
    event: &Event,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Option<Result<Vec<Effect>, Refusal>> {
    let handling = &mut next.handling;
    let is_open = case.state.is_open();
    let is_reported = matches!(case.state, Reported { .. });
    Some(match event {
        // The leaders (S0-01.5).
        Event::Acknowledge if handling.acknowledged.is_some() => Err(Refusal::AlreadySo),
        Event::Acknowledge => {
            handling.acknowledged = Some(SignOff { by: actor, at: now });
            Ok(vec![])
        }
        Event::Fix { .. } if !is_open && !is_reported => Err(past(case)),
        Event::Fix { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Fix { measure, responsible, until } => {
            handling.acknowledged.get_or_insert(SignOff { by: actor, at: now });
            handling.measure = Some(Measure {
                text: measure.clone(),
                responsible: *responsible,
                until: *until,
                by: actor,
            });
            let fixed = Notice::MeasureFixed;
            let told = [Heads, Signer, Responsible, Desk].map(|hearer| Tell(hearer, fixed.clone()));
            let mut effects = vec![Disarm(TimerKind::Measure)];
            effects.extend(told);
            if is_open {
                handling.no_later = None;
                handling.fixed_date = Some(*until);
                effects.push(Disarm(TimerKind::Chase));
                effects.push(Arm(TimerKind::Solve, *until));
                effects.push(Tell(Owner, Notice::LeadersAct { until: *until }));
            }
            Ok(gates(next, effects, now, terms))
        }

        // More time (TR-16): the owner is told before the old date passes.
        Event::AskTime { .. } if !is_open => Err(past(case)),
        Event::AskTime { .. } if handling.time_asked.is_some() => Err(Refusal::AlreadySo),
        Event::AskTime { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::AskTime { .. } if !terms.policy.allows_extension(handling.extensions) => {
            Err(Refusal::NoMoreTime)
        }
        Event::AskTime { reason, until } => {
            let (reason, until) = (reason.clone(), *until);
            handling.time_asked = Some(TimeAsked { reason, until, by: actor });
            Ok(vec![Tell(Managers, Notice::TimeAsked)])
        }
        Event::GrantTime => match handling.time_asked.take() {
            None => Err(Refusal::NotWaiting),
            Some(asked) if asked.by == actor => Err(Refusal::SecondPerson),
            Some(_) if !is_open => Err(past(case)),
            Some(TimeAsked { until, .. }) if until <= now => Err(Refusal::BadTime),
            Some(TimeAsked { reason, until, .. }) => {
                handling.extensions += 1;
                handling.fixed_date = Some(until);
                handling.no_later = None;
                let granted = Notice::TimeGranted { reason, until };
                Ok(vec![
                    Disarm(TimerKind::Chase),
                    // The owner knows a date: that is what a plan is owed for.
                    Disarm(TimerKind::Plan),
                    Arm(TimerKind::Solve, until),
                    Tell(Owner, granted.clone()),
                    Tell(Signer, granted.clone()),
                    Tell(Heads, granted),
                ])
            }
        },
        Event::RefuseTime { reason } => match handling.time_asked.take() {
            None => Err(Refusal::NotWaiting),
            Some(_) => {
                let refused = Notice::TimeRefused { reason: reason.clone() };
                Ok(vec![Tell(Signer, refused.clone()), Tell(Heads, refused)])
            }
        },

        // What helps for now, and what it costs.
        Event::Relieve { .. } if !matches!(case.state, Working { .. }) => Err(unworked(case)),
        Event::Relieve { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Relieve { measure, reason, until } => {
            let (text, reason, until) = (measure.clone(), reason.clone(), *until);
            handling.relief = Some(Promised { text, reason, until });
            Ok(vec![
                Disarm(TimerKind::Plan),
                Arm(TimerKind::Promise, until),
                Tell(Owner, Notice::Relieved),
            ])
        }
        Event::Quote { .. } if !matches!(case.state, Working { .. }) => Err(unworked(case)),
        Event::Quote { work, amount } => {
            let (work, amount) = (work.clone(), amount.clone());
            handling.quote = Some(Quote { work, amount, agreed: None });
            Ok(vec![Disarm(TimerKind::Plan), Tell(Owner, Notice::Quoted)])
        }
        Event::Agree | Event::RefuseQuote { .. } if !is_open => Err(past(case)),
        Event::Agree => match &mut handling.quote {
            Some(quote) if quote.agreed.is_none() => {
                quote.agreed = Some(true);
                Ok(vec![Tell(Signer, Notice::Agreed), Tell(Desk, Notice::Agreed)])
            }
            Some(_) => Err(Refusal::AlreadySo),
            None => Err(Refusal::NotWaiting),
        },
        Event::RefuseQuote { reason } => match &mut handling.quote {
            Some(quote) if quote.agreed.is_none() => {
                quote.agreed = Some(false);
                let refused = Notice::QuoteRefused { reason: reason.clone() };
                Ok(vec![Tell(Signer, refused.clone()), Tell(Desk, refused)])
            }
            Some(_) => Err(Refusal::AlreadySo),
            None => Err(Refusal::NotWaiting),
        },

        // Not ours, or not accepted.
        Event::Refer { .. } if !is_open => Err(past(case)),
        Event::Refer { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Refer { body, contact, until } => {
            let (body, contact, follow_up) = (body.clone(), contact.clone(), *until);
            handling.referral = Some(Referral { body, contact, follow_up });
            Ok(vec![
                Disarm(TimerKind::Dispatch),
                // Nobody of ours is waited for to sign what another body does.
                Disarm(TimerKind::Pickup),
                Arm(TimerKind::FollowUp, follow_up),
                Tell(Owner, Notice::Referred),
            ])
        }
        Event::Decline { .. } if !matches!(case.state, Registered { .. }) => {
            Err(if is_open { Refusal::WithDepartment } else { past(case) })
        }
        Event::Decline { .. } if handling.decline.is_some() => Err(Refusal::AlreadySo),
        Event::Decline { ground, explanation, suggestion } => {
            handling.decline = Some(Decline {
                ground: ground.clone(),
                explanation: explanation.clone(),
                suggestion: suggestion.clone(),
                by: actor,
                seconded: None,
            });
            Ok(vec![Tell(Managers, Notice::DeclineAsked)])
        }
        Event::Second => match &handling.decline {
            None => Err(Refusal::NotWaiting),
            Some(decline) if decline.by == actor => Err(Refusal::SecondPerson),
            Some(_) if !matches!(case.state, Registered { .. }) => Err(Refusal::WithDepartment),
            Some(_) => {
                next.state = Archived { at: now, finished: None };
                let decline = next.handling.decline.iter_mut();
                decline.for_each(|decline| decline.seconded = Some(actor));
                Ok(vec![DisarmAll, Tell(Owner, Notice::Declined)])
            }
        },
        Event::Reject { reason } => match handling.decline.take() {
            None => Err(Refusal::NotWaiting),
            Some(_) => Ok(vec![Tell(Desk, Notice::DeclineRejected { reason: reason.clone() })]),
        },

        // The owner objects; somebody who had no hand in it decides (S0-17.11).
        Event::Object { .. } if handling.objects() => Err(Refusal::AlreadySo),
        Event::Object { .. } if is_open => Err(Refusal::NoResult),
        Event::Object { .. } if matches!(case.state, Withdrawn { .. }) => Err(Refusal::Over),
        Event::Object { reason } => {
            let Some(level) = handling.next_level() else {
                return Some(Err(Refusal::NoHigher));
            };
            let reason = reason.clone();
            handling.objection = Some(Objection { level, reason, at: now, decided: None });
            // An older profile says nothing of it: then as long as may be promised at most.
            let of_committee = terms.policy.committee_due(now, terms.calendar);
            let until = of_committee
                .filter(|_| level == LEVELS)
                .or_else(|| terms.due_if_waited(TimerKind::Objection, case, now))
                .unwrap_or_else(|| terms.due(TimerKind::Promise, case, now));
            let mut effects = vec![
                Arm(TimerKind::Objection, until),
                Tell(Owner, Notice::ObjectionHeard { until }),
            ];
            effects.extend(deciders(level).iter().map(|who| Tell(*who, Notice::Objected)));
            Ok(effects)
        }
        Event::Decide { .. } if !handling.objects() => Err(Refusal::NotWaiting),
        Event::Decide { .. } if handling.is_partial(&case.state, actor) => Err(Refusal::Partial),
        Event::Decide { upheld, reason } => {
            if let Some(objection) = &mut handling.objection {
                let (upheld, reason) = (*upheld, reason.clone());
                objection.decided = Some(Decided { upheld, reason, by: actor, at: now });
            }
            let mut effects = vec![
                Disarm(TimerKind::Objection),
                Tell(Owner, Notice::Decided),
                Tell(Desk, Notice::Decided),
            ];
            effects.push(Tell(Heads, Notice::Decided));
            if *upheld {
                next.facts.reopened_at = Some(now);
                effects.push(DisarmAll);
                effects.push(Effect::RecallQuestionnaire);
                effects.extend(again(next, now, terms));
                return Some(Ok(effects));
            }
            // The gates may have been waiting for this alone.
            Ok(gates(next, effects, now, terms))
        }

        // What removes the cause, and whom it is about.
        Event::Prevent { until, .. } if *until <= now => Err(Refusal::BadTime),
        Event::Prevent { measure, responsible, until } => {
            let (text, responsible, until) = (measure.clone(), *responsible, *until);
            let measure = Measure { text, responsible, until, by: actor };
            handling.corrective.push(Corrective { measure, done: None });
            let set = [Heads, Responsible].map(|who| Tell(who, Notice::CorrectiveSet));
            Ok(terms.corrective(next, now).into_iter().chain(set).collect())
        }
        Event::Complete { which, done } => match handling.corrective.get_mut(*which) {
            None => Err(Refusal::NotWaiting),
            Some(one) if one.done.is_some() => Err(Refusal::AlreadySo),
            Some(one) => {
                one.done = Some(Done { text: done.clone(), by: actor, at: now });
                let follows = terms.corrective(next, now);
                let follows = follows.unwrap_or(Disarm(TimerKind::Corrective));
                let told = Notice::CorrectiveDone { which: *which };
                let hearers = [Heads, Desk, Managers].map(|who| Tell(who, told.clone()));
                Ok(std::iter::once(follows).chain(hearers).collect())
            }
        },
        Event::Accuse { person } if handling.accused.contains(person) => Err(Refusal::AlreadySo),
        Event::Accuse { person } => {
            handling.accused.push(*person);
            // Whoever it is about has written it down: somebody above them reads the record (CD-11).
            let wrote_it = *person == case.filed_by && case.filed_by != case.owner;
            let mut effects = vec![];
            effects.extend(wrote_it.then_some(Tell(Managers, Notice::AccusedFiled)));
            // Whoever it is about does not look into it: the desk sends somebody else.
            if is_open && case.state.signer() == Some(*person) {
                next.state = Registered { since: now };
                next.department = None;
                let waits = [TimerKind::Pickup, TimerKind::Arrive, TimerKind::Plan];
                effects.extend(waits.map(Disarm));
                effects.push(Arm(TimerKind::Dispatch, terms.due(TimerKind::Dispatch, next, now)));
                effects.push(Tell(Desk, Notice::AccusedSigned));
            }
            Ok(effects)
        }
        _ => return None,
    })
}

/// Who decides at each level: the managers or the leaders, then the leaders, then the owners'
/// committee (5.3).
fn deciders(level: i32) -> &'static [Audience] {
    match level {
        1 => &[Managers, Leaders],
        2 => &[Leaders],
        _ => &[Auditors],
    }
}

/// To the department it was with; to the desk when it was with none.
fn again(next: &mut Case, now: DateTime<Utc>, terms: Terms<'_>) -> Vec<Effect> {
    next.handling.begin_anew();
    if next.department.is_some() {
        return dispatch(next, now, terms);
    }
    next.handling.decline = None;
    next.state = Registered { since: now };
    vec![Arm(TimerKind::Dispatch, terms.due(TimerKind::Dispatch, next, now))]
}

/// Why nothing of the work can be said now.
pub(super) fn unworked(case: &Case) -> Refusal {
    match case.state {
        Registered { .. } => Refusal::AtDesk,
        Dispatched { .. } => Refusal::NotSigned,
        _ => past(case),
    }
}

/// Why it is too late.
pub(super) fn past(case: &Case) -> Refusal {
    if matches!(case.state, Reported { .. }) { Refusal::ResultIsIn } else { Refusal::Over }
}
