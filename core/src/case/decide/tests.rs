//! The chart: every event in every state, in one snapshot that somebody has read.
//!
//! Model, gates and walks explore the same table by machine.

mod gates;
mod ledger;
mod model;
mod walks;

use chrono::TimeDelta;

use super::*;
use crate::case::{
    Audience::{Managers, Responsible},
    Kind,
    event::Correction,
    handling::{Criterion, Mediator},
};
use stage::{
    DESK, HEAD, SIGNER, all_events, case_in, noon, registered, reported, speak, terms, working,
};

/// A new state or event that nobody thought through shows up here as a line to read.
#[test]
fn every_event_in_every_state() {
    insta::assert_snapshot!(chart::drawn());
}

#[test]
fn every_timer_where_it_may_run_out() {
    insta::assert_snapshot!(chart::timers());
}

#[test]
fn nobody_signs_for_nobody() {
    let case = case_in(Dispatched { since: noon() });
    let refused = decide(&case, None, &Event::Sign, noon(), terms());
    assert_eq!(refused, Err(Refusal::NotEntitled));
}

#[test]
fn a_minor_case_is_due_by_the_owners_own_date() {
    let mut case = case_in(Dispatched { since: noon() });
    let two_days = terms().due(TimerKind::Solve, &case, noon());
    case.facts.wanted_by = Some(terms().calendar.day(noon()));
    let today = terms().due(TimerKind::Solve, &case, noon());
    assert_eq!(today, terms().calendar.end_of_day(terms().calendar.day(noon())));
    assert!(today < two_days);

    case.facts.wanted_by = "2020-01-01".parse().ok();
    assert_eq!(terms().due(TimerKind::Solve, &case, noon()), two_days, "a day that is past");
}

#[test]
fn the_signature_outlives_the_head_sending_it_back() {
    let signed = noon() - chrono::TimeDelta::hours(3);
    let mut case = case_in(stage::reported(OwnersWord::Fixed, false, CallbackState::Planned));
    if let Reported { signed_at, .. } = &mut case.state {
        *signed_at = signed;
    }
    let event = Event::SendBack { reason: "no photo".to_owned() };
    let decision = decide(&case, Some(stage::HEAD), &event, noon(), terms()).unwrap();
    let Working { signer, signed_at, accepted_at, .. } = decision.case.state else {
        panic!("{}", speak(&decision.case.state))
    };
    assert_eq!((signer, signed_at, accepted_at), (stage::SIGNER, signed, noon()));
}

/// Words are erased from a history by rule of thumb: whatever text is not known to be none.
#[test]
fn every_event_is_still_one_without_its_words() {
    for (_, _, event) in all_events(&case_in(Dispatched { since: noon() })) {
        let detail = crate::chain::without_words(&serde_json::json!(event));
        let read: Event = serde_json::from_value(detail).unwrap();
        assert_eq!(read.name(), event.name());
    }
}

/// What needs work is not answered in words alone, whatever somebody calls it later.
#[test]
fn what_needs_work_never_becomes_words() {
    for from in Kind::ALL {
        for to in Kind::ALL.into_iter().filter(|to| *to != from) {
            let event = Event::Correct(Correction::kind(to));
            let decided = decide(&registered(from), Some(DESK), &event, noon(), terms());
            let loses_work = from.needs_work() && !to.needs_work();
            let concerns_report = from == Kind::Report || to == Kind::Report;
            assert_eq!(decided.is_err(), loses_work || concerns_report, "{from:?} to {to:?}");
        }
    }
}

/// S3-01.8: the case is over, and what removes the cause is still waited for.
#[test]
fn what_removes_the_cause_outlives_the_case() {
    let until = noon() + TimeDelta::days(90);
    let measure = Event::Prevent { measure: "a valve".to_owned(), responsible: HEAD, until };
    let case = case_in(reported(OwnersWord::Fixed, false, CallbackState::Silent));
    let case = decide(&case, Some(HEAD), &measure, noon(), terms()).unwrap().case;
    let over = decide(&case, Some(HEAD), &Event::SignOff, noon(), terms()).unwrap();
    assert!(matches!(over.case.state, Archived { .. }));
    assert!(over.effects.ends_with(&[Arm(TimerKind::Corrective, until)]), "{:?}", over.effects);

    let late = Event::Overdue { timer: TimerKind::Corrective };
    let told = decide(&over.case, None, &late, until, terms()).unwrap().effects;
    assert!(told.contains(&Tell(Responsible, Notice::Late { timer: TimerKind::Corrective })));
    let again = told.iter().any(|effect| matches!(effect, Arm(TimerKind::Corrective, _)));
    assert!(again, "it is told again: {told:?}");

    let done = Event::Complete { which: 0, done: "fitted".to_owned() };
    let done = decide(&over.case, Some(HEAD), &done, until, terms()).unwrap();
    assert!(done.effects.contains(&Disarm(TimerKind::Corrective)));
    assert_eq!(decide(&done.case, None, &late, until, terms()), Err(Refusal::NotWaiting));
}

/// Whoever counts as graver by a criterion keeps it only as long as they are so grave.
#[test]
fn a_criterion_is_kept_with_the_severity_it_speaks_of() {
    let serious = Event::Correct(Correction::criterion(Criterion::NotInPlace));
    let decided = decide(&case_in(working(Step::Accepted)), Some(DESK), &serious, noon(), terms());
    let case = decided.unwrap().case;
    assert_eq!(case.severity, Severity::Serious);
    assert_eq!(case.handling.criterion, Some(Criterion::NotInPlace));
    let major = Event::Correct(Correction::severity(Severity::Major));
    let raised = decide(&case, Some(DESK), &major, noon(), terms()).unwrap().case;
    assert_eq!((raised.severity, raised.handling.criterion), (Severity::Major, None));
}

/// TR-16: more time is decided before the old date has passed, or whoever decides hears of it again.
#[test]
fn who_decides_on_more_time_is_reminded_when_it_runs_out() {
    let ask = Event::AskTime { reason: "parts".to_owned(), until: noon() + TimeDelta::days(9) };
    let case = case_in(working(Step::Accepted));
    let case = decide(&case, Some(SIGNER), &ask, noon(), terms()).unwrap().case;
    let soon = reminded(&case, &[], &Notice::Soon { timer: TimerKind::Solve });
    assert_eq!(soon, vec![Tell(Managers, Notice::TimeAsked)]);
    let late = Event::Overdue { timer: TimerKind::Solve };
    let late = decide(&case, None, &late, noon(), terms()).unwrap();
    assert!(late.effects.contains(&Tell(Managers, Notice::TimeAsked)), "{:?}", late.effects);
}

/// TR-10: the managers hear of a slip that nobody wants.
#[test]
fn the_managers_hear_of_a_slip_that_keeps_coming_back() {
    let back = Event::Return { reason: "not ours".to_owned() };
    let told = |bounces| {
        let case = Case { bounces, ..case_in(Dispatched { since: noon() }) };
        let effects = decide(&case, Some(HEAD), &back, noon(), terms()).unwrap().effects;
        effects.iter().any(|effect| matches!(effect, Tell(Managers, Notice::Returned { .. })))
    };
    assert_eq!([told(0), told(1), told(2)], [false, true, true]);
}

/// T-61: more time is granted so often; then the leaders fix a date.
#[test]
fn more_time_is_granted_so_often_and_no_more() {
    let ask = Event::AskTime { reason: "parts".to_owned(), until: noon() + TimeDelta::days(9) };
    let asked = |extensions| {
        let mut case = case_in(working(Step::Accepted));
        case.handling.extensions = extensions;
        decide(&case, Some(SIGNER), &ask, noon(), terms()).err()
    };
    assert_eq!([asked(1), asked(2)], [None, Some(Refusal::NoMoreTime)]);
}

/// What somebody answers for is done whatever the case waits for, also under another that leads it.
#[test]
fn a_measure_is_completed_under_a_leader_and_a_talk_is_confirmed_while_it_is_open() {
    let until = noon() + TimeDelta::days(9);
    let prevent = Event::Prevent { measure: "a valve".to_owned(), responsible: HEAD, until };
    let case = decide(&case_in(working(Step::Accepted)), Some(HEAD), &prevent, noon(), terms());
    let merged = Event::Merge { into: stage::LEADER };
    let merged = decide(&case.unwrap().case, Some(DESK), &merged, noon(), terms()).unwrap().case;
    let done = Event::Complete { which: 0, done: "fitted".to_owned() };
    let done = decide(&merged, Some(HEAD), &done, noon(), terms()).unwrap();
    assert!(done.effects.contains(&Disarm(TimerKind::Corrective)), "{:?}", done.effects);

    let (agreed, mediator) = ("quiet after nine".to_owned(), Mediator::Ours);
    let talk = Event::Mediate { agreed, until, settled: true, mediator };
    let talked = decide(&case_in(working(Step::Accepted)), Some(DESK), &talk, noon(), terms());
    let talked = talked.unwrap().case;
    assert!(decide(&talked, Some(stage::OWNER), &Event::Settle, noon(), terms()).is_ok());
    let gone = Event::Withdraw { reason: None };
    let gone = decide(&talked, Some(stage::OWNER), &gone, noon(), terms()).unwrap().case;
    let late = decide(&gone, Some(stage::OWNER), &Event::Settle, noon(), terms());
    assert_eq!(late, Err(Refusal::Over));
}

/// A month makes it major, whatever was said of something smaller.
#[test]
fn what_is_major_by_its_age_keeps_no_lighter_criterion() {
    let light = Event::Correct(Correction::criterion(Criterion::NotInPlace));
    let case = decide(&case_in(working(Step::Accepted)), Some(DESK), &light, noon(), terms());
    let aged = Event::Overdue { timer: TimerKind::Age };
    let aged = decide(&case.unwrap().case, None, &aged, noon(), terms()).unwrap().case;
    assert_eq!((aged.severity, aged.handling.criterion), (Severity::Major, None));
}

/// What an older version has written into the book is read for ever.
#[test]
fn what_was_written_before_is_still_read() {
    let read = |text: &str| serde_json::from_str::<Event>(text).unwrap();
    assert_eq!(
        read(r#"{"event":"correct","category":null,"severity":"minor"}"#),
        Event::Correct(Correction::severity(Severity::Minor))
    );
    let talk =
        read(r#"{"event":"mediate","agreed":"quiet after nine","until":"2026-11-25T15:59:59Z"}"#);
    assert!(matches!(talk, Event::Mediate { settled: false, mediator: Mediator::Ours, .. }));
    let kept = r#"{"corrective":[{"text":"a valve","responsible":3,
        "until":"2026-12-01T00:00:00Z","by":3}]}"#;
    let kept: crate::case::Handling = serde_json::from_str(kept).unwrap();
    assert_eq!(kept.undone().count(), 1);
}
