//! The chart of states and events, and the table of timers, drawn from the table of decisions itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::{
    Event, Terms, decide,
    stage::{all_events, answer, noon, states, terms},
};
use crate::policy::{TimerKind, diff};

/// Every event in every state. What is accepted has a line of its own; what is refused stands under
/// its reason.
pub fn drawn() -> String {
    let mut lines = vec![];
    for (title, case) in states() {
        lines.push(title);
        let mut refused = BTreeMap::<String, Vec<&str>>::new();
        for (label, by, event) in all_events(&case) {
            match decide(&case, by, &event, noon(), terms()) {
                Ok(decision) => {
                    lines.push(format!("  {label:<26} {}", answer(&case, &decision)));
                }
                Err(why) => refused.entry(why.to_string()).or_default().push(label),
            }
        }
        for (why, labels) in refused {
            lines.push(format!("  ({why}) {}", labels.join(", ")));
        }
        lines.push(String::new());
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What is waited for: how long by the default profile, at which stages it may run out, and what
/// follows then.
pub fn timers() -> String {
    let mut table =
        "| timer | length | may run out | what follows |\n|---|---|---|---|\n".to_owned();
    for timer in TimerKind::ALL {
        let (stages, follows) = run_out(timer, terms());
        let length = length(timer, terms());
        let (stages, follows) = (joined(stages, ", "), joined(follows, " / "));
        let _ = writeln!(table, "| `{}` | {length} | {stages} | {follows} |", timer.name());
    }
    table
}

fn length(timer: TimerKind, terms: Terms<'_>) -> String {
    let rule = terms.policy.waited(timer);
    rule.map_or_else(|| "not waited for".to_owned(), |rule| diff::length(&rule.lengths))
}

/// At which stages the table takes it that this runs out, and every answer it then gives.
fn run_out(timer: TimerKind, terms: Terms<'_>) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut stages, mut follows) = (BTreeSet::new(), BTreeSet::new());
    for (_, case) in states() {
        let Ok(decision) = decide(&case, None, &Event::Overdue { timer }, noon(), terms) else {
            continue;
        };
        stages.insert(case.state.stage().to_owned());
        follows.insert(briefly(&answer(&case, &decision)));
    }
    (stages, follows)
}

/// The stage it comes to, without all that is true there.
fn briefly(answer: &str) -> String {
    match answer.split_once("; ") {
        Some((to, rest)) if to.starts_with("->") => {
            let stage = to.split_once(':').map_or(to, |(stage, _)| stage);
            format!("{stage}; {rest}")
        }
        _ => answer.to_owned(),
    }
}

fn joined(words: BTreeSet<String>, by: &str) -> String {
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "never".to_owned() } else { words.join(by) }
}
