//! The table: case × event → case and effects, or a refusal. No clock, chat or book in it.
//!
//! Rights are not asked here but in [`people`](crate::people), before.

mod anew;
pub mod chart;
mod gates;
mod graver;
mod handled;
mod merged;
mod overdue;
mod stage;
#[cfg(test)]
mod tests;
mod waits;
mod worked;

use chrono::{DateTime, Utc};

use super::{
    Audience::{Desk, Duty, Heads, Leaders, Managers, Owner, Signer},
    CallbackState, Case, Effect, Event, Notice, OwnersWord, Refusal, Severity, SignOff, State,
    Step,
};
use crate::{
    callback::Verdict,
    ids::PersonId,
    policy::{Calendar, Policy, TimerKind},
};
use anew::{came_back, part_left, reopen, resume};
use gates::{answered, asked_again, gates, heard, not_asked, rechecked, reported};
use graver::{alarm, correct, measured, raise};
use overdue::{late, overdue};
pub use overdue::{reminded, still_waits};
pub(super) use worked::is_asked_again;

use Effect::{Arm, Disarm, DisarmAll, PostSlip, RecallQuestionnaire, Tell};
use State::{Archived, Closed, Dispatched, Registered, Reported, Withdrawn, Working};

/// The rules in force for a case.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The profile's version that the case was opened under.
    pub policy: &'a Policy,
    /// The site's calendar.
    pub calendar: &'a Calendar,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The case afterwards.
    pub case: Case,
    /// What must follow.
    pub effects: Vec<Effect>,
}

/// Decides what `event`, done by `by` at `now`, makes of `case`.
#[expect(clippy::too_many_lines, reason = "a table is read by row; splitting it hides gaps")]
pub fn decide(
    case: &Case,
    by: Option<PersonId>,
    event: &Event,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Result<Decision, Refusal> {
    let mut next = case.clone();
    if let Some(effects) = merged::merged(case, &mut next, by, event, now, terms) {
        return Ok(moved(case, next, event, effects?, now, terms));
    }
    if event.is_of_handling() {
        let actor = by.ok_or(Refusal::NotEntitled)?;
        let effects = handled::handled(case, &mut next, actor, event, now, terms)
            .or_else(|| worked::worked(case, &mut next, actor, event, now, terms))
            .unwrap_or(Err(Refusal::NotEntitled))?;
        return Ok(moved(case, next, event, effects, now, terms));
    }
    let wait = |kind| Arm(kind, terms.due(kind, case, now));
    let entitled = by.ok_or(Refusal::NotEntitled);

    let effects = match (&case.state, event) {
        // An objection outlives the case; so does the wait for its decision.
        (_, Event::Overdue { timer: TimerKind::Objection }) if case.handling.objects() => {
            late(case, TimerKind::Objection, now, terms)
        }
        (_, Event::Overdue { timer: TimerKind::Recheck })
            if worked::can_be_rechecked(case) && case.handling.recheck.is_none() =>
        {
            late(case, TimerKind::Recheck, now, terms)
        }
        // Whoever objects, or has said it already, is not asked.
        (Closed { .. } | Archived { .. }, Event::Overdue { timer: TimerKind::SecondCallback }) => {
            let asks = worked::is_asked_again(case);
            asks.then_some(Tell(Owner, Notice::StillFine)).into_iter().collect()
        }
        // So does what removes the cause, which may take longer than the case.
        (_, Event::Overdue { timer: TimerKind::Corrective }) => {
            if case.handling.undone().next().is_none() {
                return Err(Refusal::NotWaiting);
            }
            late(case, TimerKind::Corrective, now, terms)
        }
        (Archived { .. } | Withdrawn { .. }, _) => return Err(Refusal::Over),
        (Closed { .. }, Event::Review { .. }) if case.handling.objects() => {
            return Err(Refusal::Undecided);
        }
        (Closed { .. }, Event::Review { .. }) if case.handling.corrective.is_empty() => {
            return Err(Refusal::NoCorrective);
        }
        (Closed { at, finished }, Event::Review { .. }) => {
            next.state = Archived { at: now, finished: Some(finished.clone()) };
            let mut effects = vec![DisarmAll];
            effects.extend(rechecked(&next, now, terms));
            // Counted from the end of the work; once.
            let again = asked_again(&next, finished, *at, terms);
            effects.extend(again.filter(|again| !matches!(again, Arm(_, due) if *due <= now)));
            effects
        }
        (
            Closed { .. },
            Event::Overdue { timer: timer @ (TimerKind::Review | TimerKind::Chase) },
        ) => late(case, *timer, now, terms),
        (Closed { .. }, Event::Note { .. }) => vec![],
        (Closed { .. }, _) => return Err(Refusal::Over),
        (Reported { .. }, Event::Review { .. }) => return Err(Refusal::NotWaiting),
        (_, Event::Review { .. }) => return Err(Refusal::NoResult),
        (_, Event::Register) => return Err(Refusal::AlreadySo),

        // Dealt with together with another: only its owner and the desk speak of this one.
        (
            State::Merged { .. },
            Event::Dispatch { .. }
            | Event::Correct(_)
            | Event::Locate { .. }
            | Event::Alarm
            | Event::Raise { .. }
            | Event::Promise { .. }
            | Event::Sign
            | Event::SetOut
            | Event::Arrive
            | Event::Ask { .. }
            | Event::Return { .. }
            | Event::Report { .. }
            | Event::Say { .. },
        ) => return Err(Refusal::Merged),

        // The desk: to whom, how grave, until when.
        (Dispatched { .. } | Working { .. }, Event::Dispatch { department })
            if case.department == Some(*department) =>
        {
            return Err(Refusal::AlreadySo);
        }
        (
            Registered { .. } | Dispatched { .. } | Working { .. },
            Event::Dispatch { department },
        ) => {
            next.department = Some(*department);
            let mut effects = dispatch(&mut next, now, terms);
            effects.extend(released(case, by));
            effects
        }
        (Reported { .. }, Event::Dispatch { .. }) => return Err(Refusal::ResultIsIn),

        (_, Event::Correct(correction)) => correct(case, &mut next, *correction, now, terms)?,
        (Reported { .. }, Event::Alarm | Event::Locate { .. }) => return Err(Refusal::ResultIsIn),
        (_, Event::Locate { whereabouts }) => locate(&mut next, whereabouts),
        (_, Event::Alarm) => alarm(case, &mut next, now, terms)?,
        // By somebody, or by the rules that count (S0-09.3).
        (Reported { .. }, Event::Raise { .. }) => return Err(Refusal::ResultIsIn),
        (_, Event::Raise { ground }) => raise(case, &mut next, *ground, now, terms)?,

        (Reported { .. }, Event::Promise { .. }) => return Err(Refusal::ResultIsIn),
        (_, Event::Promise { at }) => {
            if *at <= now || *at > terms.due(TimerKind::Promise, case, now) {
                return Err(Refusal::BadTime);
            }
            next.facts.promised_at = Some(*at);
            let mut effects = vec![
                Disarm(TimerKind::Plan),
                Arm(TimerKind::Promise, *at),
                Tell(Owner, Notice::Promised { at: *at }),
            ];
            if terms.policy.rule(TimerKind::Solve).agreed {
                effects.push(Arm(TimerKind::Solve, terms.solve_by(&next)));
            }
            effects
        }

        (Registered { .. }, Event::Reply { text }) if !case.kind.needs_work() => {
            next.state = Archived { at: now, finished: None };
            next.handling.reply = Some(text.clone());
            vec![DisarmAll, Tell(Owner, Notice::Replied { text: text.clone() })]
        }
        (_, Event::Reply { .. }) => return Err(Refusal::NeedsWork),

        // The department: sign, work, result.
        (Dispatched { .. }, Event::Sign) => {
            let signer = entitled?;
            next.state = Working {
                signer,
                signed_at: now,
                accepted_at: now,
                step: Step::Accepted,
                asked_at: None,
            };
            let mut effects = vec![Disarm(TimerKind::Pickup)];
            effects.extend(terms.plan_from(&next, now));
            effects.extend([Tell(Owner, Notice::Signed), Tell(Signer, Notice::FullSlip)]);
            effects.extend(alarm_goes_on(case));
            effects
        }
        (Working { signer, .. }, Event::Sign) if by == Some(*signer) => {
            return Err(Refusal::AlreadySo);
        }
        (Working { .. } | Reported { .. }, Event::Sign) => return Err(Refusal::AlreadySigned),
        (Registered { .. }, Event::Sign) => return Err(Refusal::AtDesk),

        (Working { step: Step::SetOut | Step::Arrived, .. }, Event::SetOut)
        | (Working { step: Step::Arrived, .. }, Event::Arrive) => return Err(Refusal::AlreadySo),
        (Working { .. }, Event::SetOut) => {
            advance(&mut next, Step::SetOut);
            vec![Disarm(TimerKind::Plan), Tell(Owner, Notice::OnTheWay)]
        }
        (Working { .. }, Event::Arrive) => {
            advance(&mut next, Step::Arrived);
            vec![Disarm(TimerKind::Plan), Disarm(TimerKind::Arrive)]
        }
        (Working { .. }, Event::Ask { text }) => {
            if let Working { asked_at, .. } = &mut next.state {
                *asked_at = Some(now);
            }
            vec![Tell(Owner, Notice::Question { text: text.clone() })]
        }
        // The desk asks before anybody works on it.
        (Registered { .. } | Dispatched { .. }, Event::Ask { text }) => {
            next.handling.desk_asked_at = Some(now);
            vec![Tell(Owner, Notice::Question { text: text.clone() })]
        }
        (_, Event::Note { .. }) => vec![],

        (Dispatched { .. } | Working { .. }, Event::Return { reason }) => {
            next.state = Registered { since: now };
            next.bounces += 1;
            let mut effects = vec![
                Disarm(TimerKind::Pickup),
                Disarm(TimerKind::Arrive),
                Disarm(TimerKind::Plan),
                wait(TimerKind::Dispatch),
                Tell(Desk, Notice::Returned { reason: reason.clone() }),
            ];
            // Nobody wants it: whoever stands above the departments says whose it is (TR-10).
            let is_often =
                |times| u32::try_from(next.bounces).is_ok_and(|bounces| bounces >= times);
            if terms.policy.returns().is_some_and(is_often) {
                effects.push(Tell(Managers, Notice::Returned { reason: reason.clone() }));
            }
            effects.extend(released(case, by));
            effects
        }

        (Working { .. }, Event::Report { .. }) if case.handling.lacks_measure(case.severity) => {
            return Err(Refusal::NoMeasure);
        }
        (Working { .. }, Event::Report { .. }) if case.handling.lacks_consent() => {
            return Err(Refusal::NoConsent);
        }
        (Working { .. }, Event::Report { .. }) if case.handling.lacks_price() => {
            return Err(Refusal::NoPrice);
        }
        (Working { .. }, Event::Report { .. }) if case.handling.lacks_approval() => {
            return Err(Refusal::NoApproval);
        }
        (Working { signer, signed_at, .. }, Event::Report { outcome }) => {
            let signed = (*signer, *signed_at);
            let mut effects = reported(&mut next, signed, outcome.clone(), now, terms);
            effects.push(Tell(Heads, Notice::SignOffWanted));
            effects.extend(alarm_goes_on(case));
            effects
        }
        (Dispatched { .. }, Event::SetOut | Event::Arrive | Event::Report { .. }) => {
            return Err(Refusal::NotSigned);
        }
        (
            Registered { .. },
            Event::SetOut | Event::Arrive | Event::Report { .. } | Event::Return { .. },
        ) => return Err(Refusal::AtDesk),
        (
            Reported { .. },
            Event::SetOut
            | Event::Arrive
            | Event::Ask { .. }
            | Event::Report { .. }
            | Event::Return { .. },
        ) => return Err(Refusal::ResultIsIn),

        // The gates: the owner's word, the head's signature, the callback.
        (Reported { owner: OwnersWord::Fixed, .. }, Event::Confirm) => {
            return Err(Refusal::AlreadySo);
        }
        (Reported { .. }, Event::Confirm) => heard(&mut next, OwnersWord::Fixed, now, terms),
        (Reported { .. }, Event::Partly { left }) => {
            part_left(&mut next, left.clone(), false, now, terms)
        }
        (Reported { .. }, Event::Dispute { reason }) => {
            let reopened = Notice::Reopened { reason: reason.clone(), by_callback: false };
            reopen(&mut next, &reopened, now, terms)
        }
        (Reported { signed_off: Some(_), .. }, Event::SignOff) => return Err(Refusal::AlreadySo),
        (Reported { .. }, Event::SignOff) => {
            let by = entitled?;
            if let Reported { signed_off, .. } = &mut next.state {
                *signed_off = Some(SignOff { by, at: now });
            }
            let waits = [TimerKind::SignOff, TimerKind::Chase].map(Disarm);
            gates(&mut next, waits.into(), now, terms)
        }
        (Reported { signed_off: Some(_), .. }, Event::SendBack { .. }) => {
            return Err(Refusal::AlreadySo);
        }
        (Reported { .. }, Event::SendBack { .. }) if case.handling.merged.is_some() => {
            return Err(Refusal::Merged);
        }
        (Reported { .. }, Event::SendBack { reason }) => {
            resume(&mut next, Notice::SentBack { reason: reason.clone() }, now, terms)
        }
        (Reported { callback: CallbackState::Asked, .. }, Event::Answer { verdict }) => {
            answered(&mut next, verdict, now, terms)
        }
        (Reported { callback: CallbackState::Answered(_), .. }, Event::Answer { .. }) => {
            return Err(Refusal::AlreadySo);
        }
        (Reported { .. }, Event::Answer { .. }) => return Err(Refusal::NotWaiting),
        (_, Event::OptOut) => not_asked(&mut next, CallbackState::OptedOut, now, terms)?,
        (Reported { callback: CallbackState::Planned, .. }, Event::Spare) => {
            not_asked(&mut next, CallbackState::Spared, now, terms)?
        }
        (_, Event::Spare) => return Err(Refusal::NotWaiting),
        (
            Registered { .. } | Dispatched { .. } | Working { .. } | State::Merged { .. },
            Event::Confirm
            | Event::Partly { .. }
            | Event::Dispute { .. }
            | Event::SignOff
            | Event::SendBack { .. }
            | Event::Answer { .. },
        ) => return Err(Refusal::NoResult),

        // The owner, at any time.
        (_, Event::Add { text, files }) => {
            if let Working { asked_at, .. } = &mut next.state {
                *asked_at = None;
            }
            next.handling.desk_asked_at = None;
            let added = Notice::Added { text: text.clone(), files: *files };
            let mut effects = worked::answered_pause(case, &mut next, now, terms);
            if case.is_alarmed() {
                effects.push(Tell(Duty, Notice::MoreOfAlarm { text: text.clone(), files: *files }));
            }
            effects.push(Tell(nearest(case), added));
            effects
        }
        (_, Event::Say { text }) => {
            let other = if by == Some(case.owner) { nearest(case) } else { Owner };
            vec![Tell(other, Notice::Message { text: text.clone() })]
        }
        (Reported { .. }, Event::Hurry) => return Err(Refusal::ResultIsIn),
        (_, Event::Hurry) => {
            let last = case.facts.hurried_at;
            if last.is_some_and(|last| now < terms.due(TimerKind::Hurry, case, last)) {
                return Err(Refusal::TooSoon);
            }
            next.facts.hurried_at = Some(now);
            let mut told = vec![Tell(Desk, Notice::Hurried)];
            if case.state.signer().is_some() {
                told.push(Tell(Signer, Notice::Hurried));
            }
            told
        }
        (state, Event::Withdraw { .. }) => {
            let mut told = vec![
                DisarmAll,
                RecallQuestionnaire,
                Tell(Owner, Notice::TakenBack),
                Tell(Desk, Notice::OwnerWithdrew),
            ];
            if state.signer().is_some() {
                told.push(Tell(Signer, Notice::OwnerWithdrew));
            }
            told.extend(alarm_goes_on(case));
            next.handling.drop_objection();
            next.state = Withdrawn { at: now };
            told
        }

        // Decided above.
        (
            _,
            Event::Acknowledge
            | Event::Fix { .. }
            | Event::AskTime { .. }
            | Event::GrantTime
            | Event::RefuseTime { .. }
            | Event::Relieve { .. }
            | Event::Quote { .. }
            | Event::Agree
            | Event::RefuseQuote { .. }
            | Event::Refer { .. }
            | Event::Decline { .. }
            | Event::Second
            | Event::Reject { .. }
            | Event::Object { .. }
            | Event::Decide { .. }
            | Event::Prevent { .. }
            | Event::Complete { .. }
            | Event::Accuse { .. }
            | Event::Assess { .. }
            | Event::Plan { .. }
            | Event::ApprovePlan
            | Event::RejectPlan { .. }
            | Event::OfferVisit { .. }
            | Event::TakeVisit
            | Event::OtherVisit { .. }
            | Event::Survey { .. }
            | Event::Pause { .. }
            | Event::Resume
            | Event::Recheck
            | Event::Relapse { .. }
            | Event::StillFine
            | Event::CameBack { .. }
            | Event::Revise { .. }
            | Event::Mediate { .. }
            | Event::Settle
            | Event::Statement { .. }
            | Event::Recognise { .. }
            | Event::Merge { .. }
            | Event::Lead { .. }
            | Event::Split
            | Event::Share { .. }
            | Event::Recall,
        ) => return Err(Refusal::NotEntitled),

        // The clock. It raises its voice; only silence of the owner moves a case.
        (_, Event::Overdue { timer }) => overdue(case, &mut next, *timer, now, terms)?,
    };

    Ok(moved(case, next, event, effects, now, terms))
}

/// Whoever was alarmed hears how it goes on, as long as they may be on their way.
fn alarm_goes_on(case: &Case) -> impl Iterator<Item = Effect> {
    let alarmed = case.is_alarmed();
    let all = [Duty, Heads, Leaders].into_iter().filter(move |_| alarmed);
    all.map(|who| Tell(who, Notice::AlarmGoesOn))
}

/// Whoever runs there reads it; what was only guessed gives way.
fn locate(next: &mut Case, whereabouts: &str) -> Vec<Effect> {
    if next.facts.is_place_guessed {
        next.facts.is_place_guessed = false;
        next.place = None;
    }
    next.facts.whereabouts = Some(whereabouts.to_owned());
    let mut effects = vec![Tell(Signer, Notice::Located { text: whereabouts.to_owned() })];
    if next.handling.alarmed_at.is_some() {
        let text = Some(whereabouts.to_owned());
        effects.push(Tell(Duty, Notice::MoreOfAlarm { text, files: 0 }));
    }
    effects
}

/// What it asks is counted, why work begins anew is kept, and a pause is of the stage in which it was
/// made.
fn moved(
    case: &Case,
    mut next: Case,
    event: &Event,
    mut effects: Vec<Effect>,
    now: DateTime<Utc>,
    terms: Terms<'_>,
) -> Decision {
    next.handling.asked.count(event);
    if !case.state.is_open() && next.state.is_open() {
        next.handling.came_back = Some(came_back(case, event));
    }
    if next.state.stage() != case.state.stage() {
        effects.extend(worked::go_on(&mut next, now, terms));
    }
    // What removes the cause is followed whatever becomes of the case.
    if effects.contains(&DisarmAll) {
        effects.extend(terms.corrective(&next, now));
    }
    Decision { case: next, effects }
}

/// To a department: the slip is posted and the five minutes begin (S0-01.3).
fn dispatch(next: &mut Case, now: DateTime<Utc>, terms: Terms<'_>) -> Vec<Effect> {
    next.round += 1;
    next.state = Dispatched { since: now };
    // Whoever sends it out accepts it.
    next.handling.decline = None;
    let mut effects = vec![
        Disarm(TimerKind::Dispatch),
        terms.plan_before_signing(next, now).unwrap_or(Disarm(TimerKind::Plan)),
        Disarm(TimerKind::Chase),
        Arm(TimerKind::Pickup, terms.due(TimerKind::Pickup, next, now)),
        Arm(TimerKind::Solve, terms.solve_by(next)),
    ];
    effects.extend(measured(next, now, terms));
    effects.extend(terms.arrive_from(next, now));
    effects.extend(terms.age(next, now));
    effects.push(PostSlip);
    effects
}

fn advance(next: &mut Case, to: Step) {
    if let Working { step, .. } = &mut next.state {
        *step = to;
    }
}

/// Tells whoever had signed that the work is no longer theirs, unless they gave it up themselves.
fn released(case: &Case, by: Option<PersonId>) -> Option<Effect> {
    let signer = case.state.signer()?;
    (by != Some(signer)).then_some(Tell(Signer, Notice::Released))
}

/// Who is nearest to the work and should hear what the owner says.
fn nearest(case: &Case) -> super::Audience {
    if case.state.signer().is_some() { Signer } else { Desk }
}
