//! Every clause of the procedures: where it lives and which test shows it, or why it is not built.
//!
//! `ids.txt` is the list of all clauses, in their order; the TOML files beside it answer for each.
//! The table in `core/README.md` is drawn from both.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt::Write};

use serde::Deserialize;

use crate::policy::limits::{Limit, limits};

/// All clauses, in their order.
const IDS: &str = include_str!("clauses/ids.txt");

/// What is said of them.
const FILES: [&str; 6] = [
    include_str!("clauses/s0.toml"),
    include_str!("clauses/s1.toml"),
    include_str!("clauses/s2.toml"),
    include_str!("clauses/s3.toml"),
    include_str!("clauses/s4.toml"),
    include_str!("clauses/rest.toml"),
];

/// One procedure, or one table of the clauses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Procedure {
    title: String,
    /// A is whole and kept clause by clause, B adds rules, C a clause or two, D is something else.
    tier: Option<String>,
    /// Why no story names it, although it is of tier A.
    story_missing: Option<String>,
    rows: Vec<Row>,
}

/// What is said of some clauses: they live somewhere, or are somebody's duty, or are not built.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What stands behind the procedure's number, separated by spaces.
    ids: String,
    /// Modules, rules of profiles, files, separated by spaces.
    at: Option<String>,
    /// Tests that show it, by module and name, separated by spaces.
    tests: Option<String>,
    /// What must be known besides.
    note: Option<String>,
    /// What is not built of it.
    left: Option<String>,
    /// Nothing is built of it, and why.
    not_built: Option<String>,
    /// It is for people to do, and none of the program's business.
    duty: Option<String>,
}

/// How many clauses there are, and what is said of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    whole: usize,
    partly: usize,
    duty: usize,
    not_built: usize,
}

/// The table, in Markdown.
pub fn table() -> String {
    let mut text = summary();
    let mut heading = "";
    for (id, procedure) in procedures() {
        if heading != family(&id) {
            heading = family(&id);
            let _ = write!(
                text,
                "\n### {heading}\n\n| clause | lives in | shown by |\n|---|---|---|\n"
            );
        }
        let tier = procedure.tier.map(|tier| format!(" ({tier})")).unwrap_or_default();
        let missing = procedure.story_missing.map(|why| format!("no story: {why}"));
        let missing = missing.unwrap_or_default();
        let _ = writeln!(text, "| **{id}**{tier} | {} | {missing} |", procedure.title);
        for row in &procedure.rows {
            let ids: Vec<String> = row.ids(&id).collect();
            let _ = writeln!(text, "| {} | {} | {} |", ids.join(", "), row.lives(), row.shown());
        }
    }
    text.push_str("\n### Limits (4)\n\n| clause | lives in |\n|---|---|\n");
    for id in IDS.lines().filter(|id| id.starts_with("T-")) {
        let _ = writeln!(text, "| {id} | {} |", limits().get(id).map(said).unwrap_or_default());
    }
    text
}

/// Every procedure with its number, in the order of their clauses.
#[expect(clippy::unwrap_used, reason = "a test reads the same files")]
fn procedures() -> Vec<(String, Procedure)> {
    let read = |text| toml::from_str::<BTreeMap<String, Procedure>>(text).unwrap();
    let mut all: Vec<_> = FILES.into_iter().flat_map(read).collect();
    all.sort_by_key(|(id, _)| IDS.lines().position(|line| line.starts_with(&numbered(id, ""))));
    all
}

/// The whole number of a clause: `S0-01.3a`, `C-05`.
fn numbered(procedure: &str, clause: &str) -> String {
    let mark = if procedure.starts_with('S') { '.' } else { '-' };
    format!("{procedure}{mark}{clause}")
}

/// Under which heading a procedure stands.
fn family(id: &str) -> &'static str {
    match id.get(..2) {
        Some("S0") => "Source 000",
        Some("S1") => "Source 001",
        Some("S2") => "Source 002",
        Some("S3") => "Source 003",
        Some("S4") => "Source 004",
        _ => "What is numbered by itself",
    }
}

fn summary() -> String {
    let sum = sum();
    let all = IDS.lines().count();
    format!(
        "{all} clauses: {} are built, {} in part, {} are the operator's duty, {} are not built.\n",
        sum.whole, sum.partly, sum.duty, sum.not_built
    )
}

fn sum() -> Sum {
    let mut sum = Sum::default();
    for row in procedures().into_iter().flat_map(|(_, procedure)| procedure.rows) {
        let count = row.ids.split_whitespace().count();
        match row {
            Row { not_built: Some(_), .. } => sum.not_built += count,
            Row { duty: Some(_), .. } => sum.duty += count,
            Row { left: Some(_), .. } => sum.partly += count,
            _ => sum.whole += count,
        }
    }
    for limit in limits().into_values() {
        *(if limit.left.is_some() { &mut sum.not_built } else { &mut sum.whole }) += 1;
    }
    sum
}

fn said(limit: &Limit) -> String {
    match limit {
        Limit { rules: Some(rules), .. } => code(&rules.join(" ")),
        Limit { kept: Some(kept), .. } => kept.clone(),
        Limit { left, .. } => format!("not built: {}", left.as_deref().unwrap_or_default()),
    }
}

impl Row {
    /// The clauses it speaks of, by their whole numbers.
    fn ids(&self, procedure: &str) -> impl Iterator<Item = String> {
        self.ids.split_whitespace().map(move |id| numbered(procedure, id))
    }

    fn lives(&self) -> String {
        if let Some(why) = &self.not_built {
            return if why.starts_with("not built") {
                why.clone()
            } else {
                format!("not built: {why}")
            };
        }
        if let Some(duty) = &self.duty {
            return format!("operator's duty: {duty}");
        }
        let mut text = code(self.at.as_deref().unwrap_or_default());
        for (sign, words) in [("; ", &self.note), ("; in part: ", &self.left)] {
            if let Some(words) = words {
                text = format!("{text}{sign}{words}");
            }
        }
        text
    }

    fn shown(&self) -> String {
        code(self.tests.as_deref().unwrap_or_default())
    }
}

/// Words of code, each marked as such.
fn code(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
