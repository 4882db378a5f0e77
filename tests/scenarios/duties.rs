//! Every rule of privacy and conduct is a test or a duty of the operator: the table `duties.toml`,
//! held against the tests there are and the runbook.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;

/// What holds one rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    #[serde(default)]
    tests: Vec<String>,
    duty: Option<String>,
}

fn house() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn duties() -> BTreeMap<String, Held> {
    // A key that is there twice is no TOML.
    toml::from_str(include_str!("../duties.toml")).expect("the table")
}

/// Every Rust file of the house, read.
fn sources(at: &Path) -> String {
    let entries = fs::read_dir(at).into_iter().flatten().flatten().map(|entry| entry.path());
    let read = |path: std::path::PathBuf| match path.extension() {
        _ if path.is_dir() && !path.ends_with("target") => sources(&path),
        Some(kind) if kind == "rs" => fs::read_to_string(path).expect("a file"),
        _ => String::new(),
    };
    entries.map(read).collect()
}

/// Whether there is a test of this name: a function directly under the mark of one.
fn is_test(sources: &str, name: &str) -> bool {
    ["#[test]\n", "#[tokio::test]\n"].iter().any(|mark| {
        ["fn", "async fn"].iter().any(|kind| {
            let line = format!("{mark}{kind} {name}(");
            sources.contains(&line)
        })
    })
}

#[test]
fn every_rule_of_privacy_and_conduct_is_there_once() {
    let privacy = (1..=10).map(|number| format!("PV-{number:02}"));
    let conduct = (1..=15).map(|number| format!("CD-{number:02}"));
    let mut all: Vec<String> = privacy.chain(conduct).collect();
    all.sort();
    assert_eq!(duties().into_keys().collect::<Vec<_>>(), all);
}

#[test]
fn every_rule_is_a_test_that_there_is_or_a_duty_in_the_runbook() {
    let sources: String =
        ["core", "bot", "tests"].map(|part| sources(&house().join(part))).concat();
    assert!(!is_test(&sources, "there_is_no_such_test"), "a name that is only mentioned counts");
    let runbook = fs::read_to_string(house().join("deploy/runbook.md")).expect("the runbook");
    let headings: Vec<&str> = runbook.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for (id, held) in duties() {
        assert!(!held.tests.is_empty() || held.duty.is_some(), "{id} is held by nothing");
        for name in &held.tests {
            assert!(is_test(&sources, name), "{id}: there is no test {name}");
        }
        if let Some(duty) = &held.duty {
            assert!(headings.contains(&duty.as_str()), "{id}: the runbook has no heading {duty}");
        }
    }
    for heading in headings {
        let is_named = duties().into_values().any(|held| held.duty.as_deref() == Some(heading));
        assert!(is_named, "no rule leads to {heading}");
    }
}
