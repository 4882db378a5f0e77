//! The matrix of rights: everybody, at every stage, for every action; read by somebody.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::*;
use crate::{
    callback::Grade,
    case::{
        CallbackState, Channel, Facts, Finished, Handling, Kind, Number, Outcome, OwnersWord,
        Severity, SignOff, State, Step,
    },
    ids::{CaseId, PolicyId},
};

const OURS: DepartmentId = DepartmentId(1);
const OTHERS: DepartmentId = DepartmentId(2);
const OWNER: PersonId = PersonId(1);
const FILER: PersonId = PersonId(2);
const SIGNER: PersonId = PersonId(3);

fn noon() -> DateTime<Utc> {
    "2026-11-20T04:00:00Z".parse().unwrap()
}

fn person(id: PersonId, posts: &[(Role, Option<DepartmentId>)]) -> Person {
    Person {
        id,
        account: Some(Account(id.0)),
        site: SiteId(1),
        name: None,
        phone: None,
        phone_verified: false,
        language: Language::ZhHans,
        place: None,
        consent: Some(1),
        joined: true,
        unreachable: false,
        posts: posts
            .iter()
            .map(|(role, department)| Post { role: *role, department: *department })
            .collect(),
        units: vec![],
    }
}

/// Everybody who may stand somehow to a case: what the chart calls them, and whether the owner has
/// no chat.
fn people() -> Vec<(&'static str, Person, bool)> {
    let of = |id, role, department| person(PersonId(id), &[(role, department)]);
    vec![
        ("owner", person(OWNER, &[]), false),
        ("filer", person(FILER, &[]), false),
        ("signer", person(SIGNER, &[(Role::Crew, Some(OURS))]), false),
        ("crew", of(4, Role::Crew, Some(OURS)), false),
        ("head", of(5, Role::Head, Some(OURS)), false),
        ("desk", of(6, Role::Desk, None), false),
        ("voice", of(6, Role::Desk, None), true),
        ("manager", of(7, Role::Manager, None), false),
        ("leader", of(8, Role::Leader, None), false),
        ("auditor", of(9, Role::Auditor, None), false),
        ("admin", of(10, Role::Admin, None), false),
        ("crew 2", of(11, Role::Crew, Some(OTHERS)), false),
        ("head 2", of(12, Role::Head, Some(OTHERS)), false),
        ("moved", person(SIGNER, &[(Role::Crew, Some(OTHERS))]), false),
        ("left", person(SIGNER, &[]), false),
    ]
}

/// Every stage by its letter.
fn stages() -> Vec<(char, State)> {
    let (at, since) = (noon(), noon());
    let outcome = Outcome {
        result: "dry".to_owned(),
        cause: "a joint".to_owned(),
        remedy: "mended".to_owned(),
    };
    let callback = CallbackState::Answered(Grade::Satisfied);
    let finished = Finished {
        signer: SIGNER,
        signed_at: at,
        reported_at: at,
        outcome: outcome.clone(),
        owner: OwnersWord::Fixed,
        signed_off: SignOff { by: SIGNER, at },
        callback,
    };
    vec![
        ('r', State::Registered { since }),
        ('d', State::Dispatched { since }),
        (
            'w',
            State::Working {
                signer: SIGNER,
                signed_at: at,
                accepted_at: at,
                step: Step::Accepted,
                asked_at: None,
            },
        ),
        (
            'p',
            State::Reported {
                signer: SIGNER,
                signed_at: at,
                at,
                outcome,
                owner: OwnersWord::Fixed,
                signed_off: None,
                callback,
            },
        ),
        ('c', State::Closed { at, finished: finished.clone() }),
        ('a', State::Archived { at, finished: Some(finished) }),
    ]
}

fn case_in(state: State) -> Case {
    Case {
        id: CaseId(42),
        number: Number::of(CaseId(42)),
        site: SiteId(1),
        kind: Kind::Complaint,
        channel: Channel::Chat,
        owner: OWNER,
        filed_by: FILER,
        department: Some(OURS),
        category: None,
        place: None,
        severity: Severity::Minor,
        facts: Facts::default(),
        handling: Handling::default(),
        state,
        round: 1,
        bounces: 0,
        policy: PolicyId(1),
        version: 1,
        opened_at: noon(),
    }
}

fn cell(person: &Person, action: Action, by_voice: bool) -> String {
    let allowed = |(letter, state)| {
        if may(person, action, &case_in(state), by_voice) { letter } else { '.' }
    };
    stages().into_iter().map(allowed).collect()
}

/// Letters: registered, dispatched, working, re**p**orted, closed, archived. The rules then still
/// say what makes sense at a stage; this says who is entitled to ask.
#[test]
fn who_may_do_what_and_when() {
    let people = people();
    let mut matrix = format!("{:<9}", "");
    for (name, ..) in &people {
        write!(matrix, " {name:<7}").unwrap();
    }
    for (action, _) in RIGHTS {
        let name = format!("{action:?}");
        write!(matrix, "\n{name:<9}").unwrap();
        for (_, person, by_voice) in &people {
            write!(matrix, " {:<7}", cell(person, action, *by_voice)).unwrap();
        }
    }
    let lines: Vec<&str> = matrix.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(lines.join("\n"));
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
