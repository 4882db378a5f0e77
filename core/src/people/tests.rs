//! The matrix of rights: everybody, at every stage, for every action; read by somebody.

use super::{
    matrix::{OURS, OWNER, SIGNER, case_in, cell, drawn, noon, people, person, stages},
    *,
};
use crate::case::{
    State,
    handling::{Decided, Objection},
};

const NONE: Circumstances = Circumstances { by_voice: false, headless: false };

#[test]
fn who_may_do_what_and_when() {
    insta::assert_snapshot!(drawn());
}

#[test]
fn only_a_head_of_the_solving_department_signs_off() {
    let everybody = people();
    let may_sign_off = |(name, person, by_voice): &(&'static str, Person, bool)| {
        cell(person, Action::SignOff, *by_voice).contains('p').then_some(*name)
    };
    let heads: Vec<&str> = everybody.iter().filter_map(may_sign_off).collect();
    assert_eq!(heads, ["head"]);
}

/// Neither those of another department, nor those who only watch, nor those who set up, act on a
/// case; nor does somebody who signed and has since left or moved.
#[test]
fn outsiders_watch_at_most() {
    for (name, person, by_voice) in people() {
        if !["crew 2", "head 2", "moved", "left", "leader", "auditor", "admin"].contains(&name) {
            continue;
        }
        let watches = matches!(name, "leader" | "auditor");
        // What is of no case is the administrator's, but who comes to talk; those who watch read the
        // summaries.
        let of_cases = RIGHTS.into_iter().filter(|(action, _)| action.is_of_case());
        for (action, _) in RIGHTS.into_iter().filter(|(action, _)| !action.is_of_case()) {
            let reads = watches && action == Action::ReadSummary;
            let may = may_at_site(&person, action);
            assert_eq!(
                may,
                name == "admin" && !matches!(action, Action::ReadSummary | Action::Receive)
                    || reads,
                "{name} {action:?}"
            );
        }
        for (action, _) in of_cases {
            let may_at_all = cell(&person, action, by_voice) != "......";
            let decides = matches!(action, Action::Decide | Action::DecideHigher);
            let reads = matches!(action, Action::ReadSlip | Action::ReadStatements);
            let leads = name == "leader" && (action == Action::Lead || decides || reads);
            let last = name == "auditor" && action == Action::DecideLast;
            assert_eq!(
                may_at_all,
                leads || last || (watches && action == Action::Read),
                "{name} {action:?}"
            );
        }
    }
}

/// Whoever decides reads what they decide on: the committee when an objection has come before it
/// (5.3), and not before.
#[test]
fn the_committee_reads_the_slip_of_what_it_decides() {
    let auditor = person(PersonId(9), &[(Role::Auditor, None)]);
    let mut case = case_in(stages().remove(3).1);
    for (level, decided, may_read) in [(2, None, false), (3, None, true), (3, Some(true), false)] {
        let decided = decided.map(|upheld| Decided {
            upheld,
            reason: "So it is".to_owned(),
            by: PersonId(9),
            at: noon(),
        });
        let reason = "It drips still".to_owned();
        case.handling.objection = Some(Objection { level, reason, at: noon(), decided });
        assert_eq!(may(&auditor, Action::ReadSlip, &case, NONE), may_read, "{level}");
    }
}

/// C-16: a head signs nothing that is about themselves; a manager does, and only then.
#[test]
fn a_manager_stands_in_for_a_head_whom_it_is_about() {
    let head = person(PersonId(5), &[(Role::Head, Some(OURS))]);
    let manager = person(PersonId(7), &[(Role::Manager, None)]);
    let mut case = case_in(stages().remove(3).1);
    let sign = |person: &Person, case: &Case| may(person, Action::SignOff, case, NONE);
    assert!(sign(&head, &case) && !sign(&manager, &case));
    case.handling.accused.push(head.id);
    assert!(!sign(&head, &case) && sign(&manager, &case));
    case.handling.accused.push(manager.id);
    assert!(!sign(&manager, &case));
}

/// Without a head nobody would sign: a manager does, of what was sent to a department at all.
#[test]
fn a_manager_stands_in_where_a_department_has_no_head() {
    let manager = person(PersonId(7), &[(Role::Manager, None)]);
    let case = case_in(stages().remove(3).1);
    let headless = Circumstances { headless: true, ..NONE };
    for action in [Action::SignOff, Action::Review] {
        assert!(may(&manager, action, &case, headless), "{action:?}");
        assert!(!may(&manager, action, &case, NONE), "{action:?}");
        let registered = Case { department: None, ..case.clone() };
        assert!(!may(&manager, action, &registered, headless), "{action:?}");
    }
}

#[test]
fn a_case_without_a_department_is_nobodys_crews() {
    let case = Case { department: None, ..case_in(State::Registered { since: noon() }) };
    let crew = person(PersonId(4), &[(Role::Crew, Some(OURS)), (Role::Head, Some(OURS))]);
    for (action, _) in RIGHTS {
        assert!(!may(&crew, action, &case, NONE), "{action:?}");
    }
}

#[test]
fn nobody_but_the_clock_may_let_time_run_out() {
    let timer = crate::policy::TimerKind::Confirm;
    assert_eq!(Event::Overdue { timer }.action(), None);
    assert_eq!(Event::Register.action(), None);
}

#[test]
fn an_answer_names_the_standing_that_decides_it_or_all_that_would() {
    let (_, working) = stages().into_iter().nth(2).unwrap();
    let case = case_in(working);
    let crew = person(SIGNER, &[(Role::Crew, Some(OURS)), (Role::Desk, None)]);
    let answer = explain(&crew, Action::Report, Some(&case), NONE);
    assert_eq!(answer.by, Some(Standing::Signer));
    assert_eq!(answer.standings, [Standing::Signer, Standing::Crew, Standing::Desk]);
    let answer = explain(&crew, Action::SignOff, Some(&case), NONE);
    assert_eq!((answer.by, answer.needed), (None, &[Standing::Head, Standing::StandIn][..]));
    let owner = person(OWNER, &[]);
    let without = explain(&owner, Action::Read, Some(&case), NONE).without_owner();
    assert_eq!((without.by, without.standings), (None, vec![]));
    let admin = person(PersonId(10), &[(Role::Admin, None)]);
    assert_eq!(explain(&admin, Action::Appoint, None, NONE).by, Some(Standing::Admin));
}

#[test]
fn an_explanation_never_differs_from_the_table() {
    for (_, person, by_voice) in people() {
        for (_, state) in stages() {
            let case = case_in(state);
            for (action, _) in RIGHTS {
                for headless in [false, true] {
                    let around = Circumstances { by_voice, headless };
                    let said = explain(&person, action, Some(&case), around).by.is_some();
                    assert_eq!(said, may(&person, action, &case, around), "{action:?}");
                }
                assert_eq!(Action::parse(action.name()), Some(action));
            }
        }
    }
}
