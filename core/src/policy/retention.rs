//! How long what people said and did is kept, class by class. The numbers are data.

use crate::{say, sentence::Sentence};
use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A class of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Updates as they came.
    Updates,
    /// Letters that are settled.
    Letters,
    /// What was begun and never sent.
    Drafts,
    /// The words of cases that are over.
    Cases,
    /// Who looked at full slips.
    Looks,
    /// The words of answers to surveys.
    Surveys,
}

/// How long one class is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    days: u32,
    least: u32,
}

static SHIPPED: LazyLock<BTreeMap<Kept, Term>> = LazyLock::new(|| {
    let text = include_str!("../../policies/retention.toml");
    toml::from_str(text).expect("a test reads the shipped terms")
});

/// Where an estate differs from what is shipped, in days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Retention(BTreeMap<Kept, u32>);

impl Kept {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Updates, Self::Letters, Self::Drafts, Self::Cases, Self::Looks, Self::Surveys];

    /// How the files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Updates => "updates",
            Self::Letters => "letters",
            Self::Drafts => "drafts",
            Self::Cases => "cases",
            Self::Looks => "looks",
            Self::Surveys => "surveys",
        }
    }
}

impl Retention {
    /// So many days a class is kept.
    pub fn days(&self, kept: Kept) -> u32 {
        self.0.get(&kept).copied().unwrap_or(SHIPPED[&kept].days)
    }

    /// What is older than this has had its time.
    pub fn until(&self, kept: Kept, now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::days(self.days(kept).into())
    }

    /// What is wrong with the wishes of an estate, one sentence each.
    pub fn faults(&self) -> Vec<Sentence> {
        let short = self.0.iter().filter(|(kept, days)| **days < SHIPPED[*kept].least);
        short
            .map(|(kept, days)| {
                let (name, least) = (kept.name(), SHIPPED[kept].least);
                say!(
                    "retention: {name} are kept {days} days; write {least} or more",
                    name,
                    days,
                    least
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_term_that_is_not_below_its_least() {
        assert_eq!(SHIPPED.len(), Kept::ALL.len());
        for kept in Kept::ALL {
            let term = SHIPPED[&kept];
            assert!(term.least > 0 && term.days >= term.least, "{}", kept.name());
        }
        assert!(SHIPPED[&Kept::Looks].days >= SHIPPED[&Kept::Cases].days);
    }

    #[test]
    fn an_estate_may_differ_and_not_go_below_the_least() {
        let wished: Retention = toml::from_str("updates = 14\nlooks = 3").unwrap();
        assert_eq!(wished.days(Kept::Updates), 14);
        assert_eq!(wished.days(Kept::Cases), SHIPPED[&Kept::Cases].days);
        let said = crate::sentence::joined(&wished.faults(), "\n");
        assert_eq!(said, "retention: looks are kept 3 days; write 180 or more");
        assert!(toml::from_str::<Retention>("photos = 3").is_err());
    }
}
