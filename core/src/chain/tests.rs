use serde_json::json;

use super::*;

fn lines(count: i32) -> Vec<(Line, Option<Seal>)> {
    let mut before = vec![];
    (1..=count)
        .map(|version| {
            let line = Line {
                case: 7,
                version,
                at: "2026-11-17T01:10:00Z".parse().unwrap(),
                actor: Some(3),
                event: "note".to_owned(),
                detail: json!({ "event": "note", "text": format!("line {version}") }),
                stage: "working".to_owned(),
                update: None,
            };
            let salt = vec![1, 2, 3];
            let digest = line.digest(&salt);
            before = line.hash(&before, &digest);
            let seal = Seal { salt: Some(salt), digest, hash: before.clone() };
            (line, Some(seal))
        })
        .collect()
}

fn said(lines: &[(Line, Option<Seal>)], last: i32) -> String {
    check(lines, last).iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_history_as_it_was_written_holds() {
    assert_eq!(said(&lines(5), 5), "");
}

#[test]
fn a_changed_line_is_named_and_no_other() {
    let mut history = lines(5);
    history[2].0.detail["text"] = json!("something else");
    assert_eq!(said(&history, 5), "line 3 was changed");
    let mut history = lines(5);
    history[1].0.actor = Some(4);
    assert_eq!(said(&history, 5), "line 2 was changed");
}

#[test]
fn removed_lines_are_named_in_the_middle_and_at_either_end() {
    for (gone, named) in [(0, "line 1 was"), (2, "line 3 was"), (4, "line 5 was")] {
        let mut history = lines(5);
        history.remove(gone);
        assert_eq!(said(&history, 5), format!("{named} removed"));
    }
    assert_eq!(said(&[], 2), "lines 1 to 2 were removed");
}

#[test]
fn an_inserted_line_is_named() {
    let mut history = lines(5);
    let mut twin = history[2].clone();
    twin.0.detail["text"] = json!("never said");
    history.insert(3, twin);
    assert_eq!(said(&history, 5), "a line 3 was inserted");
    assert_eq!(said(&lines(6), 5), "a line 6 was inserted");
    let mut history = lines(5);
    history[4].1 = None;
    assert_eq!(said(&history, 5), "a line 5 was inserted");
}

#[test]
fn the_words_may_go_and_nothing_else() {
    let mut history = lines(3);
    let (line, seal) = &mut history[1];
    line.detail = without_words(&line.detail);
    seal.as_mut().unwrap().salt = None;
    assert_eq!(line.detail, json!({ "event": "note", "text": "" }));
    assert_eq!(said(&history, 3), "");
    history[1].0.detail["text"] = json!("put in later");
    assert_eq!(said(&history, 3), "line 2 was changed");
    history[1].0.detail = json!({ "event": "sign" });
    assert_eq!(said(&history, 3), "line 2 was changed");
}

#[test]
fn lines_from_before_the_chain_are_held_by_nothing_and_end_where_it_begins() {
    let mut history = lines(3);
    let seal = history[0].1.as_mut().unwrap();
    (seal.hash, seal.digest, seal.salt) = (vec![], vec![], None);
    let (line, seal) = &mut history[1];
    let seal = seal.as_mut().unwrap();
    seal.hash = line.hash(&[], &seal.digest);
    assert_eq!(said(&history, 3), "line 3 was changed", "it followed another");
    history[2].1.as_mut().unwrap().hash = vec![];
    assert_eq!(said(&history, 3), "a line 3 was inserted");
}

#[test]
fn an_event_is_still_one_without_its_words() {
    use crate::{
        case::{Event, Outcome},
        ids::PersonId,
    };
    let outcome =
        Outcome { result: "r".into(), cause: "c".into(), remedy: "m".into(), advice: None };
    let until = "2026-11-17T01:10:00Z".parse().unwrap();
    let fixed = Event::Fix { measure: "m".to_owned(), responsible: PersonId(2), until };
    for event in [
        Event::Report { outcome },
        fixed,
        Event::Add { text: Some("x".to_owned()), files: 2 },
        Event::Withdraw { reason: None },
        Event::Overdue { timer: crate::policy::TimerKind::Solve },
    ] {
        let detail = without_words(&json!(event));
        let read: Event = serde_json::from_value(detail.clone()).unwrap();
        assert_eq!(read.name(), event.name());
        assert_eq!(without_words(&detail), detail);
    }
}
