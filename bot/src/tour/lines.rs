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
    pub(super) danger: Danger,
    pub(super) breach: Breach,
    pub(super) serious: Serious,
    pub(super) extension: Extension,
    pub(super) neighbours: Neighbours,
    pub(super) repair: Repair,
    pub(super) reopened: Reopened,
    pub(super) appeal: Appeal,
    pub(super) month: Month,
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
    /// Those of a repair.
    pub(super) repair: String,
    /// The crew's signature and its way.
    pub(super) there: String,
    /// Its way alone.
    pub(super) came: String,
    /// Its signature and its result.
    pub(super) reported: String,
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

/// People are in danger.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Danger {
    pub(super) title: String,
    pub(super) first: String,
    pub(super) told: String,
    pub(super) words: String,
    pub(super) result: String,
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

/// More time, told before the old limit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) warned: String,
    pub(super) reason: String,
    pub(super) asked: String,
    pub(super) told: String,
    pub(super) late: String,
    pub(super) result: String,
}

/// A talk between neighbours that names nobody.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Neighbours {
    pub(super) title: String,
    pub(super) story: String,
    /// What nobody below may read: a name and a unit of the story.
    pub(super) hidden: Vec<String>,
    pub(super) withheld: String,
    pub(super) covered: String,
    pub(super) agreed: String,
    pub(super) told: String,
    pub(super) followed_up: String,
    pub(super) result: String,
}

/// The price first, then the work.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repair {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) dear: Quote,
    pub(super) asked: String,
    pub(super) not_yet: String,
    pub(super) refusal: String,
    pub(super) fair: Quote,
    pub(super) agreed: String,
    pub(super) result: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quote {
    pub(super) work: String,
    pub(super) price: String,
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

/// An objection, and whoever is next above.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Appeal {
    pub(super) title: String,
    pub(super) story: String,
    pub(super) result: String,
    pub(super) objection: String,
    pub(super) heard: String,
    pub(super) stands: String,
    pub(super) dismissed: String,
    pub(super) again: String,
    pub(super) leaders_told: String,
    pub(super) right: String,
    pub(super) upheld: String,
    pub(super) second: String,
}

/// The month is over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Month {
    /// The heading.
    pub(super) title: String,
    /// What the leaders read under the picture.
    pub(super) told: String,
    /// What a leader reads who asks how it is counted.
    pub(super) how: String,
    /// What stands under the file.
    pub(super) file: String,
    /// Before the names of the files that are left.
    pub(super) written: String,
}
