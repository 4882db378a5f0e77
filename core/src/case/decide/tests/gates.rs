//! No way leads around a gate, and none ends nowhere: every way a case can go, with everything that
//! can be agreed beside it, held against a ledger that reads the events alone. Spoiled tables show
//! that the check sees.

use super::{
    super::{gates::finished, *},
    model::{Situation, Table, World},
    stage::{Happening, MANAGER, case_in, events, of_agreement, reported},
};
use crate::{callback::Grade, case::Kind};

fn world(table: Table, kind: Kind) -> World {
    World::explored(&Situation::opened(kind), table, gated)
}

/// Everything but what is planned and waited for within one stage: that opens no gate, and would make
/// more cases than can be tried. The walks go through it at random.
fn gated(case: &Case) -> Vec<Happening> {
    let mut all = events(case);
    all.extend(of_agreement());
    all
}

/// What is wrong with a table: a gate that is passed by, or a case that comes to no end.
fn fault(table: Table) -> Option<String> {
    for kind in [Kind::Consultation, Kind::Complaint] {
        let world = world(table, kind);
        if let Some(fault) = world.fault {
            return Some(fault);
        }
        // To take it back, or to be told that it is not accepted, is not the way to an outcome.
        let leads = world.leads_to_an_end(|label| !matches!(label, "withdraw" | "second"));
        let stuck = (0..world.situations.len()).find(|at| !leads.contains(at));
        if let Some(at) = stuck {
            return Some(format!("no way on from {}", world.situations[at].key()));
        }
    }
    None
}

#[test]
fn no_way_leads_around_a_gate_and_none_ends_nowhere() {
    assert_eq!(fault(decide), None);
}

/// Also when a price waits for the owner's yes: then it is given back, and two people end it.
#[test]
fn an_owner_who_says_nothing_to_anything_blocks_nothing() {
    let world = world(decide, Kind::Complaint);
    let of_owner = [
        "confirm",
        "partly",
        "dispute",
        "add",
        "say by owner",
        "hurry",
        "withdraw",
        "object",
        "agree",
        "refuse quote",
    ];
    let of_callback =
        |label: &str| ["answer", "revise", "opt"].iter().any(|of| label.starts_with(of));
    let counts = |label: &str| !of_owner.contains(&label) && !of_callback(label);
    let leads = world.leads_to_an_end(counts);
    let stuck = (0..world.situations.len()).find(|at| !leads.contains(at));
    assert_eq!(stuck.map(|at| world.situations[at].key()), None);
}

/// The table, and then something is done to what it said.
fn spoiled(
    case: &Case,
    by: Option<PersonId>,
    event: &Event,
    terms: Terms<'_>,
    spoil: impl FnOnce(&mut Case),
) -> Result<Decision, Refusal> {
    let mut decision = decide(case, by, event, super::noon(), terms)?;
    spoil(&mut decision.case);
    Ok(decision)
}

#[test]
fn a_table_that_archives_at_sign_off_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        spoiled(case, by, event, terms, |next| {
            if *event == Event::SignOff {
                next.state = Archived { at: now, finished: None };
            }
        })
    });
    assert!(fault.unwrap().starts_with("the owner is neither heard nor silent: dispatch"));
}

#[test]
fn a_table_that_takes_silence_for_the_callback_is_found_out() {
    let fault = fault(|case, by, event, _, terms| {
        spoiled(case, by, event, terms, |next| {
            if let (Reported { callback, .. }, Event::Overdue { timer: TimerKind::Confirm }) =
                (&mut next.state, event)
            {
                *callback = CallbackState::Silent;
            }
        })
    });
    assert!(fault.unwrap().starts_with("the callback is neither answered nor silent"));
}

#[test]
fn a_table_without_a_review_is_found_out() {
    let fault = fault(|case, by, event, at, terms| {
        spoiled(case, by, event, terms, |next| {
            if let Closed { finished, .. } = &next.state {
                next.state = Archived { at, finished: Some(finished.clone()) };
            }
        })
    });
    assert!(fault.unwrap().starts_with("grave, and "));
}

#[test]
fn a_table_that_forgets_the_measure_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        let mut case = case.clone();
        if matches!(event, Event::Report { .. }) {
            case.severity = Severity::Minor;
        }
        decide(&case, by, event, now, terms)
    });
    assert!(fault.unwrap().starts_with("no measure: "));
}

#[test]
fn a_table_that_works_before_the_owner_agrees_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        let mut case = case.clone();
        if matches!(event, Event::Report { .. }) {
            case.handling.quote = None;
        }
        decide(&case, by, event, now, terms)
    });
    assert!(fault.unwrap().starts_with("no consent to the price: "));
}

#[test]
fn a_table_that_needs_no_second_person_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        let by = if *event == Event::Second { Some(MANAGER) } else { by };
        decide(case, by, event, now, terms)
    });
    assert!(fault.unwrap().starts_with("no second person: decline, second"));
}

#[test]
fn a_table_that_lets_heads_judge_their_own_work_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        let by = if matches!(event, Event::Decide { .. }) { Some(MANAGER) } else { by };
        decide(case, by, event, now, terms)
    });
    assert!(fault.unwrap().starts_with("judges their own work: "));
}

#[test]
fn a_table_that_drops_an_objection_is_found_out() {
    let fault = fault(|case, by, event, _, terms| {
        spoiled(case, by, event, terms, |next| next.handling.objection = None)
    });
    assert!(fault.unwrap().starts_with("the owner's objection is not decided: "));
}

#[test]
fn a_table_in_which_nobody_can_sign_off_is_found_out() {
    let fault = fault(|case, by, event, now, terms| match event {
        Event::SignOff => Err(Refusal::NotEntitled),
        event => decide(case, by, event, now, terms),
    });
    assert!(fault.unwrap().starts_with("no way on from "));
}

/// The owner of a merged case is owed an answer of their own.
#[test]
fn a_table_that_ends_a_merged_case_with_its_leader_is_found_out() {
    let fault = fault(|case, by, event, _, terms| {
        spoiled(case, by, event, terms, |next| {
            if let (State::Merged { .. }, Event::Share { .. }) = (&case.state, event) {
                next.state = Archived { at: super::noon(), finished: None };
            }
        })
    });
    assert!(fault.unwrap().starts_with("the owner is neither heard nor silent: "));
}

#[test]
fn a_table_in_which_somebody_shares_a_result_by_hand_is_found_out() {
    let fault = fault(|case, by, event, now, terms| {
        let by = if matches!(event, Event::Share { .. }) { None } else { by };
        decide(case, by, event, now, terms)
    });
    assert!(fault.unwrap().starts_with("said by somebody: "));
}

#[test]
fn a_table_in_which_a_merged_case_is_forgotten_is_found_out() {
    let fault = fault(|case, by, event, now, terms| match event {
        Event::Share { .. } | Event::Split => Err(Refusal::NotWaiting),
        event => decide(case, by, event, now, terms),
    });
    assert!(fault.unwrap().starts_with("no way on from "));
}

/// A grave case is asked about again as any other, counted from the end of the work: its review moves nothing
/// and asks nobody twice.
#[test]
fn the_review_of_a_grave_case_does_not_end_the_second_callback() {
    let (noon, terms) = (super::noon(), super::terms());
    let answered = CallbackState::Answered(Grade::Satisfied);
    let finished = finished(&reported(OwnersWord::Fixed, true, answered)).expect("every gate");
    let closed = case_in(Closed { at: noon, finished });
    let closed = Case { severity: Severity::Serious, ..closed };
    let of =
        |label: &str| events(&closed).into_iter().chain(of_agreement()).find(|one| one.0 == label);
    let (_, by, prevent) = of("prevent").expect("an event");
    let closed = decide(&closed, by, &prevent, noon, terms).expect("a measure").case;
    let (_, by, review) = of("review").expect("an event");
    let asks = |days: i64| {
        let now = noon + chrono::TimeDelta::days(days);
        let mut effects = decide(&closed, by, &review, now, terms).expect("a review").effects;
        effects.retain(|effect| matches!(effect, Arm(TimerKind::SecondCallback, _)));
        effects
    };
    let due = Arm(TimerKind::SecondCallback, noon + chrono::TimeDelta::days(14));
    assert_eq!(asks(7), [due]);
    assert_eq!(asks(20), [], "they were asked already");
}
