//! The chain of a history: each line carries a hash of itself and of the line before, so that a line
//! changed, taken out or put in behind the program's back is found.
//!
//! The words of people are in the chain by a salted digest only. They can be erased, and the salt
//! with them, and the chain still holds; what is no word (who, when, which event) can not.

use crate::{say, sentence::Sentence};
use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// What in the detail of an event, or in a letter, is no word of a person: names of closed sets, and
/// moments. Every other text is erased with the words.
const PLAIN: [&str; 23] = [
    "event",
    "at",
    "until",
    "timer",
    "severity",
    "kind",
    "criterion",
    "mediator",
    "party",
    "solved",
    "grade",
    "attitude",
    "speed",
    "letter",
    "notice",
    "handing",
    // How the desk judges it, and for what work waits.
    "waits_for",
    "raised_for",
    "nature",
    "side",
    "scope",
    "payer",
    "urgency",
];

/// A line of a history as the chain sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of which case.
    pub case: i64,
    /// Which line of it, from one on.
    pub version: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody means the clock or a rule.
    pub actor: Option<i64>,
    /// What.
    pub event: String,
    /// With what.
    pub detail: Value,
    /// Where the case stood afterwards.
    pub stage: String,
    /// The message that caused it.
    pub update: Option<i64>,
}

/// What is kept beside a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Keeps the words from being guessed; gone with them.
    pub salt: Option<Vec<u8>>,
    /// Of salt and detail.
    pub digest: Vec<u8>,
    /// Of the line before, and of this one. Empty: from before there was a chain.
    pub hash: Vec<u8>,
}

/// What has been done to a history behind the program's back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tampering {
    /// This line does not say what was written.
    Changed(i32),
    /// The lines from this one to that one are gone.
    Removed(i32, i32),
    /// This line was not written by the program.
    Inserted(i32),
}

impl Tampering {
    /// The same as a sentence.
    pub fn said(&self) -> Sentence {
        match *self {
            Self::Changed(line) => say!("line {line} was changed", line),
            Self::Removed(first, last) if first == last => {
                say!("line {line} was removed", line = first)
            }
            Self::Removed(first, last) => say!("lines {first} to {last} were removed", first, last),
            Self::Inserted(line) => say!("a line {line} was inserted", line),
        }
    }
}

impl fmt::Display for Tampering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl Line {
    /// The digest of what it was written with.
    pub fn digest(&self, salt: &[u8]) -> Vec<u8> {
        let mut digest = Sha256::new();
        digest.update(salt);
        digest.update(sorted(&self.detail).to_string());
        digest.finalize().to_vec()
    }

    /// Its place in the chain, behind the line with this hash.
    pub fn hash(&self, before: &[u8], digest: &[u8]) -> Vec<u8> {
        let content = json!([
            self.case,
            self.version,
            self.at.timestamp_micros(),
            self.actor,
            self.event,
            sorted(&without_words(&self.detail)),
            self.stage,
            self.update,
            digest,
        ]);
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(content.to_string());
        hash.finalize().to_vec()
    }
}

/// The same detail without any word of a person, still an event.
pub fn without_words(detail: &Value) -> Value {
    each_word(detail, &|_| String::new())
}

/// The same detail with every word of a person made into another.
pub fn each_word(detail: &Value, make: &impl Fn(&str) -> String) -> Value {
    made(detail, false, make)
}

/// The words of a person in the detail of an event.
pub fn words(detail: &Value) -> Vec<String> {
    match detail {
        Value::String(text) if !text.is_empty() => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(words).collect(),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(name, _)| !PLAIN.contains(&name.as_str()));
            told.flat_map(|(_, field)| words(field)).collect()
        }
        _ => vec![],
    }
}

fn made(value: &Value, is_plain: bool, make: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) if !is_plain => Value::String(make(text)),
        Value::Array(items) => items.iter().map(|item| made(item, is_plain, make)).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, field)| {
                (name.clone(), made(field, PLAIN.contains(&name.as_str()), make))
            });
            Value::Object(kept.collect())
        }
        other => other.clone(),
    }
}

/// The same in one order, whatever order its reader keeps.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            let fields = names.into_iter().map(|name| (name.clone(), sorted(&fields[name])));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Goes along the history of one case, in the order of its lines, and names everything that does
/// not hold. The case itself says which line must be its last.
pub fn check(lines: &[(Line, Option<Seal>)], last: i32) -> Vec<Tampering> {
    let mut found = vec![];
    let mut next = 1;
    // Nobody knows the hash of a line that is gone.
    let mut before = Some(vec![]);
    let mut has_begun = false;
    for (line, seal) in lines {
        let version = line.version;
        if version < next || version > last {
            found.push(Tampering::Inserted(version));
            continue;
        }
        if version > next {
            found.push(Tampering::Removed(next, version - 1));
            before = None;
        }
        next = version + 1;
        match seal {
            Some(seal) if seal.hash.is_empty() && !has_begun => before = Some(vec![]),
            Some(seal) if !seal.hash.is_empty() => {
                has_begun = true;
                if !holds(line, seal, before.as_deref()) {
                    found.push(Tampering::Changed(version));
                }
                before = Some(seal.hash.clone());
            }
            _ => {
                found.push(Tampering::Inserted(version));
                before = None;
            }
        }
    }
    if next <= last {
        found.push(Tampering::Removed(next, last));
    }
    found
}

fn holds(line: &Line, seal: &Seal, before: Option<&[u8]>) -> bool {
    let words = match &seal.salt {
        Some(salt) => line.digest(salt) == seal.digest,
        None => line.detail == without_words(&line.detail),
    };
    words && before.is_none_or(|before| line.hash(before, &seal.digest) == seal.hash)
}
