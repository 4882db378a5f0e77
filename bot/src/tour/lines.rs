//! What the cast says on the tour, what it must come to read, and what the scenes are called; one
//! table a language.

use std::collections::HashMap;

use anyhow::Context as _;
use casework::words::Language;
use serde::Deserialize;

const LINES: &str = include_str!("lines.toml");

/// Everything that is said on the tour, in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    pub(super) transcript: Words,
    pub(super) good_case: GoodCase,
    pub(super) breach: Breach,
    pub(super) serious: Serious,
    pub(super) reopened: Reopened,
}

impl Lines {
    /// The lines in a language. A line that is missing in any language is an error in all.
    pub(super) fn in_language(language: Language) -> anyhow::Result<Self> {
        let mut all: HashMap<Language, Self> = toml::from_str(LINES)?;
        all.remove(&language).context("no lines in this language")
    }
}

/// The transcript's own words.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// The heading of the callback.
    pub(super) callback: String,
    /// A message that was changed in place.
    pub(super) changed: String,
    /// What went as in the good case, and is not printed: the questions of a complaint.
    pub(super) complaint: String,
    /// The crew's signature and its way.
    pub(super) there: String,
    /// From the signature of the crew to that of the head.
    pub(super) done: String,
    /// From the result to the answered callback.
    pub(super) answered: String,
    /// From the result to the archive.
    pub(super) rest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoodCase {
    pub(super) story: String,
    pub(super) wish: String,
    pub(super) note: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) result: String,
    pub(super) words: String,
}

/// Nobody signs within five minutes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Breach {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) told: String,
    pub(super) signed: String,
    pub(super) result: String,
}

/// The leaders decide, and the head reviews.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Serious {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) leaders_told: String,
    pub(super) not_yet: String,
    pub(super) measure: String,
    pub(super) owner_told: String,
    pub(super) slip: String,
    pub(super) result: String,
    pub(super) review_wanted: String,
    pub(super) not_without: String,
    pub(super) prevention: String,
    pub(super) review: String,
    pub(super) thanks: String,
}

/// Dissatisfied in the callback.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reopened {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) first: String,
    pub(super) why: String,
    pub(super) sorry: String,
    pub(super) staff_told: String,
    pub(super) slip: String,
    pub(super) second: String,
}
