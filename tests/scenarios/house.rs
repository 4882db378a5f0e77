//! Rules of the house that no compiler checks.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rules of a complaint: no waiting, no book, no desk.
const PURE: [&str; 17] = [
    "case.rs",
    "case",
    "chain.rs",
    "chain",
    "intake.rs",
    "intake",
    "callback.rs",
    "people.rs",
    "place.rs",
    "policy.rs",
    "policy",
    "register.rs",
    "register",
    "roster.rs",
    "unit.rs",
    "words.rs",
    "ids.rs",
];
const OUTSIDE: [&str; 5] = ["async fn", ".await", "sqlx", "crate::store", "crate::desk"];
/// What lies at the top, beside names that begin with a dot.
const TOP: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "bot",
    "core",
    "deploy",
    "migrations",
    "tests",
];
/// Longer files must be worth it.
const LINES: usize = 600;

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(at: &Path) -> Vec<PathBuf> {
    if at.is_file() {
        return vec![at.to_owned()];
    }
    let entries = fs::read_dir(at).into_iter().flatten().flatten();
    let inside = entries.flat_map(|entry| rust_files(&entry.path()));
    inside.filter(|file| file.extension().is_some_and(|kind| kind == "rs")).collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn the_rules_know_nothing_of_the_outside() {
    for name in PURE {
        let files = rust_files(&house().join("core/src").join(name));
        assert!(!files.is_empty(), "there is no {name} any more");
        for file in files {
            let text = read(&file);
            // A document may speak of what lies behind; code may not use it.
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let found = OUTSIDE.iter().find(|word| line.contains(**word));
                let allowed = line.contains("sqlx::Type") || line.contains("sqlx(transparent)");
                assert!(found.is_none() || allowed, "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn the_face_cannot_name_the_book_nor_the_book_the_face() {
    assert!(!read(&house().join("bot/Cargo.toml")).contains("sqlx"));
    let core = read(&house().join("core/Cargo.toml"));
    for word in ["teloxide", "reqwest", "axum"] {
        assert!(!core.contains(word), "core uses {word}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["core/src", "bot/src", "bot/playground/src", "tests/src", "tests/scenarios"] {
        for file in rust_files(&house().join(folder)) {
            let path = file.to_string_lossy().into_owned();
            let is_test = path.ends_with("tests.rs") || path.contains("/tests/");
            let text = read(&file);
            let begins = text.starts_with("//!") || text.starts_with("#![doc = include_str!");
            assert!(begins || (is_test && !path.contains("tests/s")), "{path}");
        }
    }
}

#[test]
fn no_file_is_too_long_to_read_and_nothing_is_left_to_do() {
    for folder in ["core", "bot", "tests"] {
        for file in rust_files(&house().join(folder)) {
            let text = read(&file);
            let lines = text.lines().count();
            assert!(lines <= LINES, "{} has {lines} lines", file.display());
            for word in
                [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!(")]
            {
                assert!(!text.contains(word), "{}: {word}", file.display());
            }
        }
    }
}

#[test]
fn the_top_level_holds_what_the_design_names() {
    let mut kept = std::process::Command::new("git");
    let kept = kept.args(["ls-tree", "--name-only", "HEAD"]).current_dir(house()).output();
    let Ok(kept) = kept else { return };
    let kept = String::from_utf8(kept.stdout).expect("names");
    let names: Vec<&str> = kept.lines().filter(|name| !name.starts_with('.')).collect();
    assert!(names.is_empty() || names == TOP, "{names:?}");
}
