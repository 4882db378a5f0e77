//! What figures should come to (T-87 to T-89). The numbers are data.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{Figure, Share};

/// What a figure should come to, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// No less than this.
    pub least: Option<u64>,
    /// No more than this.
    pub most: Option<u64>,
}

static SHIPPED: LazyLock<BTreeMap<String, Target>> = LazyLock::new(|| {
    let text = include_str!("../../policies/targets.toml");
    toml::from_str(text).expect("a test reads the shipped targets")
});

impl Figure {
    /// What it should come to, if the procedures say so.
    pub fn target(self) -> Option<&'static Target> {
        let name = match self {
            Self::Kept(_) => "in_time",
            Self::Content => "content",
            Self::Valid => "valid",
            _ => return None,
        };
        SHIPPED.get(name)
    }

    /// Whether it comes to what it should; also where nothing is said, and of nothing.
    pub fn is_met(self, share: Share) -> bool {
        let Some((target, per_mille)) = self.target().zip(share.per_mille()) else { return true };
        target.least.is_none_or(|least| per_mille >= least * 10)
            && target.most.is_none_or(|most| per_mille <= most * 10)
    }
}

/// Whether so many may be published: of fewer it could be known whose they are (PV-06).
pub fn is_publishable(count: u64) -> bool {
    let least = SHIPPED.get("published").and_then(|published| published.least);
    least.is_some_and(|least| count >= least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::TimerKind;

    #[test]
    fn nine_of_ten_in_time_four_of_five_content_one_in_a_hundred_complains() {
        let met = |figure: Figure, hits, base| figure.is_met(Share { hits, base });
        let signed = Figure::Kept(TimerKind::Pickup);
        assert!(met(signed, 9, 10) && !met(signed, 89, 100));
        assert!(met(Figure::Content, 4, 5) && !met(Figure::Content, 79, 100));
        assert!(met(Figure::Valid, 1, 100) && !met(Figure::Valid, 2, 100));
        assert!(met(signed, 0, 0) && met(Figure::Received, 0, 9));
        assert!(is_publishable(5) && !is_publishable(4));
        let shipped = SHIPPED.values();
        assert!(shipped.clone().all(|target| !target.clauses.is_empty()));
        assert!(shipped.clone().all(|target| target.least.is_some() != target.most.is_some()));
    }
}
