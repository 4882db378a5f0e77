//! Every clause is answered for, and what is named exists.
//!
//! In a row, `at` names a module, and in it a word (`core::case::event::Sign`), a rule of a profile
//! (`park_core.pickup`), or a file (`bot/src/cast.toml`). `tests` names test functions by their
//! module. `core` and `bot` are the crates; anything else is a story in `tests/scenarios`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::policy::{Policy, SHIPPED, TimerKind};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rows() -> Vec<(String, Row)> {
    let of = |(id, procedure): (String, Procedure)| {
        procedure.rows.into_iter().map(move |row| (id.clone(), row))
    };
    procedures().into_iter().flat_map(of).collect()
}

/// The file of a module, and what stands behind it.
fn module(path: &str) -> Option<(String, Vec<String>)> {
    let mut names: Vec<&str> = path.split("::").collect();
    let folder = match names[0] {
        "core" => "core/src",
        "bot" => "bot/src",
        _ => "tests/scenarios",
    };
    if folder != "tests/scenarios" {
        names.remove(0);
    }
    let mut behind = vec![];
    while !names.is_empty() {
        let file = root().join(folder).join(names.join("/")).with_extension("rs");
        if let Ok(text) = fs::read_to_string(file) {
            return Some((text, behind));
        }
        behind.push(names.pop()?.to_owned());
    }
    None
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|at: char| !at.is_alphanumeric() && at != '_').any(|other| other == word)
}

fn is_rule(profile: &str, name: &str) -> bool {
    let Some((_, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == profile) else {
        return false;
    };
    let policy = Policy::parse(text).unwrap();
    name == "calendar" || TimerKind::named(name).is_some_and(|kind| policy.waited(kind).is_some())
}

fn exists(named: &str) -> bool {
    if named.contains('/') {
        return root().join(named).is_file();
    }
    if let Some((profile, name)) = named.split_once('.') {
        return is_rule(profile, name);
    }
    module(named).is_some_and(|(text, words)| words.iter().all(|word| has_word(&text, word)))
}

fn is_test(named: &str) -> bool {
    let Some((text, words)) = module(named) else { return false };
    let [name] = &words[..] else { return false };
    text.contains(&format!("fn {name}("))
}

#[test]
fn every_clause_is_answered_for_once() {
    let mut answered: Vec<String> = rows().iter().flat_map(|(id, row)| row.ids(id)).collect();
    answered.extend(limits().into_keys());
    let once: BTreeSet<String> = answered.iter().cloned().collect();
    assert_eq!(once.len(), answered.len(), "a clause is answered for twice");
    let all: BTreeSet<String> = IDS.lines().map(str::to_owned).collect();
    let missing: Vec<_> = all.difference(&once).collect();
    let unknown: Vec<_> = once.difference(&all).collect();
    assert_eq!((missing, unknown), (vec![], vec![]), "missing, unknown");
}

#[test]
fn a_clause_lives_somewhere_or_says_why_not() {
    for (id, row) in rows() {
        let ways = [&row.at, &row.not_built, &row.duty];
        let ways = ways.into_iter().filter(|way| way.is_some()).count();
        assert_eq!(ways, 1, "{id}: {}", row.ids);
        assert_eq!(row.at.is_some(), row.tests.is_some(), "{id}: {}", row.ids);
        let reasons = [&row.note, &row.left, &row.not_built, &row.duty];
        for reason in reasons.into_iter().flatten() {
            assert!(reason.len() > 9 && !reason.contains('|'), "{id}: {reason}");
        }
    }
}

#[test]
fn what_is_named_exists() {
    let words = |text: &Option<String>| {
        let text = text.clone().unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut missing = BTreeSet::new();
    for (_, row) in rows() {
        missing.extend(words(&row.at).into_iter().filter(|named| !exists(named)));
        missing.extend(words(&row.tests).into_iter().filter(|named| !is_test(named)));
    }
    assert_eq!(missing, BTreeSet::new());
}

/// A story names the procedure it plays in its first words: `/// S0-01: …`.
#[test]
fn every_whole_procedure_has_a_story_that_names_it() {
    let stories = fs::read_dir(root().join("tests/scenarios")).unwrap();
    let files = stories.filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok());
    let named: BTreeSet<String> = files.flat_map(|text| named_in(&text)).collect();
    for (id, procedure) in procedures() {
        let is_whole = procedure.tier.as_deref() == Some("A");
        let is_told = named.contains(&id);
        let excused = procedure.story_missing.is_some();
        assert_eq!(is_told || excused, is_whole || is_told, "{id} has no story that names it");
        assert!(!(is_told && excused), "{id} has its story: take `story_missing` away");
    }
    let known = procedures();
    let strange: Vec<_> =
        named.iter().filter(|id| !known.iter().any(|(one, _)| one == *id)).collect();
    assert_eq!(strange, Vec::<&String>::new());
}

/// The procedures that a file's stories name.
fn named_in(text: &str) -> Vec<String> {
    let docs = text.lines().filter_map(|line| line.trim().strip_prefix("/// S"));
    let ids = docs.filter_map(|doc| doc.split_once(": ")).map(|(ids, _)| format!("S{ids}"));
    let ids = ids.filter(|ids| ids.chars().nth(1).is_some_and(|digit| digit.is_ascii_digit()));
    ids.flat_map(|ids| ids.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// `INSTA_UPDATE=always cargo test -p casework clauses` writes it anew.
#[test]
fn the_table_in_the_readme_is_this_one() {
    let (begins, ends) = ("<!-- clauses -->\n", "<!-- /clauses -->");
    let path = root().join("core/README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(begins).unwrap();
    let (shown, after) = rest.split_once(ends).unwrap();
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(path, format!("{before}{begins}{}{ends}{after}", table())).unwrap();
        return;
    }
    assert!(shown == table(), "INSTA_UPDATE=always cargo test -p casework clauses");
}
