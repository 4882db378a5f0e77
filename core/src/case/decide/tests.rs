//! The chart: every event in every state, in one snapshot that somebody has read.
//!
//! Model, gates and walks explore the same table by machine.

mod gates;
mod ledger;
mod model;
mod walks;

use super::*;
use stage::{all_events, case_in, noon, speak, terms};

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
