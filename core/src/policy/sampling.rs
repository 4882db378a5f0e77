//! Whom the callback asks, and how often one person is asked (C-10, T-86).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Calendar, Policy, Span};
use crate::case::Kind;

/// Whom the callback asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// Of a hundred callbacks so many are asked; all of them where the profile does not say.
    pub share: Option<u8>,
    /// The same for single kinds of matters.
    #[serde(default)]
    pub kinds: BTreeMap<Kind, u8>,
    /// What is asked about whatever the share.
    #[serde(default)]
    pub always: BTreeSet<Always>,
    /// The least time between two callbacks of one person.
    pub pause: Option<Span>,
}

/// What is asked about whatever the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Always {
    /// Its result came late.
    Late,
    /// It was opened again.
    Reopened,
    /// It was grave.
    Grave,
}

impl Always {
    /// How the profiles write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Reopened => "reopened",
            Self::Grave => "grave",
        }
    }
}

impl Sampling {
    /// Whether nothing in it is wrong.
    pub(super) fn is_sound(&self) -> bool {
        let shares = self.kinds.values().chain(&self.share);
        !self.clauses.is_empty() && shares.into_iter().all(|share| *share <= 100)
    }
}

impl Policy {
    /// Whether the callback about a matter of this kind is asked. `own`: of a hundred so many, as the
    /// questionnaire itself says; `of`: what holds of the case; `draw`: a number below 100 that is its own.
    pub fn samples(&self, kind: Kind, own: Option<u8>, of: &[Always], draw: u8) -> bool {
        let sampling = self.sampling.as_ref();
        let of_kind = |sampling: &Sampling| sampling.kinds.get(&kind).copied().or(sampling.share);
        let share = own.or_else(|| sampling.and_then(of_kind)).unwrap_or(100);
        // A share of its own spares nothing that went wrong, whatever the profile says of it.
        let is_kept = |one: &Always| {
            own.is_some() || sampling.is_some_and(|rules| rules.always.contains(one))
        };
        draw < share || of.iter().any(is_kept)
    }

    /// When a person who was asked at `last` may be asked again; `None` where the profile does not say.
    pub fn asked_again_from(
        &self,
        last: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Option<DateTime<Utc>> {
        let pause = self.sampling.as_ref()?.pause?;
        Some(self.calendar(calendar).after(last, pause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::SHIPPED;

    /// The first profile, which asks by these rules.
    fn read(sampling: &str) -> Result<Policy, crate::policy::PolicyError> {
        let (_, body) = SHIPPED[0];
        let own = "[sampling]\nclauses = [\"C-10\", \"T-86\"]\npause = \"1d\"";
        assert!(body.contains(own), "what is shipped says it otherwise");
        Policy::parse(&body.replace(own, &format!("[sampling]\nclauses = [\"C-10\"]\n{sampling}")))
    }

    #[test]
    fn everybody_is_asked_where_a_profile_says_nothing() {
        let policy = read("pause = \"1d\"").unwrap();
        assert!((0..100).all(|draw| policy.samples(Kind::Complaint, None, &[], draw)));
    }

    #[test]
    fn a_share_is_asked_and_what_was_late_always() {
        let policy = read("share = 20\nkinds = { repair = 0 }\nalways = [\"late\"]").unwrap();
        let asked_by = |kind, own, of: &[Always]| {
            (0..100).filter(|at| policy.samples(kind, own, of, *at)).count()
        };
        let asked = |kind, of: &[Always]| asked_by(kind, None, of);
        assert_eq!(asked(Kind::Complaint, &[]), 20);
        assert_eq!(asked(Kind::Repair, &[]), 0);
        assert_eq!(asked(Kind::Repair, &[Always::Grave]), 0);
        assert_eq!(asked(Kind::Repair, &[Always::Late]), 100);
        assert_eq!(asked_by(Kind::Repair, Some(30), &[]), 30, "the questionnaire says it closest");
        for wrong in [Always::Late, Always::Reopened, Always::Grave] {
            assert_eq!(asked_by(Kind::Repair, Some(0), &[wrong]), 100);
        }
    }

    #[test]
    fn more_than_all_is_a_fault() {
        let faults = read("share = 120").unwrap_err();
        assert!(faults.to_string().contains("a share from 0 to 100"), "{faults}");
    }
}
