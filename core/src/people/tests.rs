//! The matrix of rights: everybody, at every stage, for every action; read by somebody.

use super::{
    matrix::{OURS, OWNER, SIGNER, case_in, cell, drawn, noon, people, person, stages},
    *,
};
use crate::case::State;

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
        // Of these, only the administrator does anything that is of no case.
        let of_cases = RIGHTS.into_iter().filter(|(action, _)| action.is_of_case());
        for (action, _) in RIGHTS.into_iter().filter(|(action, _)| !action.is_of_case()) {
            assert_eq!(may_at_site(&person, action), name == "admin", "{name} {action:?}");
        }
        for (action, _) in of_cases {
            let may_at_all = cell(&person, action, by_voice) != "......";
            let decides = matches!(action, Action::Decide | Action::DecideHigher);
            let leads = name == "leader" && (action == Action::Lead || decides);
            let last = name == "auditor" && action == Action::DecideLast;
            assert_eq!(
                may_at_all,
                leads || last || (watches && action == Action::Read),
                "{name} {action:?}"
            );
        }
    }
}

#[test]
fn a_case_without_a_department_is_nobodys_crews() {
    let case = Case { department: None, ..case_in(State::Registered { since: noon() }) };
    let crew = person(PersonId(4), &[(Role::Crew, Some(OURS)), (Role::Head, Some(OURS))]);
    for (action, _) in RIGHTS {
        assert!(!may(&crew, action, &case, false), "{action:?}");
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
    let answer = explain(&crew, Action::Report, Some(&case), false);
    assert_eq!(answer.by, Some(Standing::Signer));
    assert_eq!(answer.standings, [Standing::Signer, Standing::Crew, Standing::Desk]);
    let answer = explain(&crew, Action::SignOff, Some(&case), false);
    assert_eq!((answer.by, answer.needed), (None, &[Standing::Head][..]));
    let owner = person(OWNER, &[]);
    let without = explain(&owner, Action::Read, Some(&case), false).without_owner();
    assert_eq!((without.by, without.standings), (None, vec![]));
    let admin = person(PersonId(10), &[(Role::Admin, None)]);
    assert_eq!(explain(&admin, Action::Appoint, None, false).by, Some(Standing::Admin));
}

#[test]
fn an_explanation_never_differs_from_the_table() {
    for (_, person, by_voice) in people() {
        for (_, state) in stages() {
            let case = case_in(state);
            for (action, _) in RIGHTS {
                let said = explain(&person, action, Some(&case), by_voice).by.is_some();
                assert_eq!(said, may(&person, action, &case, by_voice), "{action:?}");
                assert_eq!(Action::parse(action.name()), Some(action));
            }
        }
    }
}
