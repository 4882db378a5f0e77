//! What the program has said about itself: I11, I13, I17.

use super::{Evidence, number};

/// A debug build under a trial's load; a release build is measured by the bench.
const MEMORY_KB: i64 = 500 * 1024;
/// Words that only stand in a log when something broke that must not.
const BROKEN: [&str; 3] = ["panicked at", "a delivery crashed", "stack overflow"];

pub(super) fn check(seen: &Evidence, wrong: &mut Vec<String>) {
    let token = seen.diary["token"].as_str().unwrap_or("no token");
    let secret = token.split_once(':').map_or(token, |(_, secret)| secret);
    for line in seen.logs.lines() {
        let place = || line.chars().take(160).collect::<String>().replace(secret, "<token>");
        if line.contains(secret) {
            wrong.push(format!("I11: the token is in the log: {}", place()));
        }
        let private = ["phones", "names", "secrets"].map(|list| seen.words(list)).concat();
        if let Some(word) = private.iter().find(|word| line.contains(**word)) {
            wrong.push(format!("I11: {word} is in the log: {}", place()));
        }
        if BROKEN.iter().any(|word| line.contains(word)) && !seen.may("may_panic") {
            wrong.push(format!("I17: {}", place()));
        }
    }
    for list in ["stories", "words"] {
        for told in seen.diary[list].as_array().into_iter().flatten() {
            let mark = told["mark"].as_str().unwrap_or_default();
            if !mark.is_empty() && seen.logs.contains(mark) {
                wrong.push(format!("I11: words of people ({mark}) are in the log"));
            }
        }
    }
    for death in seen.diary["deaths"].as_array().into_iter().flatten() {
        if death["wanted"] == false && death["served"] == true && !seen.may("may_end") {
            wrong.push(format!("I13: an instance ended by itself, with code {}", death["code"]));
        }
        if death["wanted"] == true && death["code"].as_i64().is_some_and(|code| code != 0) {
            wrong.push(format!("I13: an instance stopped badly, with code {}", death["code"]));
        }
    }
    let peak = number(&seen.diary["peak_kb"]);
    if peak > MEMORY_KB {
        wrong.push(format!("I17: an instance held {} MB", peak / 1024));
    }
    wrong.sort();
    wrong.dedup();
}
