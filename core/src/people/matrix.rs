//! The matrix of rights, drawn by asking the table itself: everybody, at every stage, for every action.
#![expect(clippy::unwrap_used, reason = "written here, not said by anybody")]

use chrono::{DateTime, Utc};

use super::{Action, Circumstances, Person, Post, RIGHTS, Role, may};
use crate::{
    callback::Grade,
    case::{
        CallbackState, Case, Channel, Facts, Finished, Handling, Kind, Number, Outcome, OwnersWord,
        Severity, SignOff, State, Step,
    },
    ids::{Account, CaseId, DepartmentId, PersonId, PolicyId, SiteId},
    words::Language,
};

pub(super) const OURS: DepartmentId = DepartmentId(1);
const OTHERS: DepartmentId = DepartmentId(2);
pub(super) const OWNER: PersonId = PersonId(1);
const FILER: PersonId = PersonId(2);
pub(super) const SIGNER: PersonId = PersonId(3);

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-20T04:00:00Z".parse().unwrap()
}

pub(super) fn person(id: PersonId, posts: &[(Role, Option<DepartmentId>)]) -> Person {
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
pub(super) fn people() -> Vec<(&'static str, Person, bool)> {
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
pub(super) fn stages() -> Vec<(char, State)> {
    let (at, since) = (noon(), noon());
    let outcome = Outcome {
        result: "dry".to_owned(),
        cause: "a joint".to_owned(),
        remedy: "mended".to_owned(),
        advice: None,
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

pub(super) fn case_in(state: State) -> Case {
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

pub(super) fn cell(person: &Person, action: Action, by_voice: bool) -> String {
    let around = Circumstances { by_voice, ..Circumstances::default() };
    let allowed = |(letter, state)| {
        if may(person, action, &case_in(state), around) { letter } else { '.' }
    };
    stages().into_iter().map(allowed).collect()
}

/// Letters: registered, dispatched, working, re**p**orted, closed, archived. The rules then still
/// say what makes sense at a stage; this says who is entitled to ask.
pub fn drawn() -> String {
    let people = people();
    let names: Vec<String> = people.iter().map(|(name, ..)| format!("{name:<7}")).collect();
    let mut lines = vec![format!("{:<9} {}", "", names.join(" "))];
    for (action, _) in RIGHTS {
        let cells = people.iter().map(|(_, person, by_voice)| cell(person, action, *by_voice));
        let cells: Vec<String> = cells.map(|cell| format!("{cell:<7}")).collect();
        lines.push(format!("{:<9} {}", format!("{action:?}"), cells.join(" ")));
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}
