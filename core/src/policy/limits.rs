//! The table of every time limit that the procedures name: which rule keeps it, or why none does.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

/// One number of the procedures (T-01 …), exactly one of the three.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Rules that keep it: `park_core.pickup`; `calendar` is the hours of a profile.
    pub rules: Option<Vec<String>>,
    /// Kept by the program in another way than by a rule.
    pub kept: Option<String>,
    /// Not built, and why.
    pub left: Option<String>,
}

/// All of them, by their number.
#[expect(clippy::unwrap_used, reason = "a test reads the same file")]
pub fn limits() -> BTreeMap<String, Limit> {
    // A key that is there twice is no TOML.
    toml::from_str(include_str!("../../policies/limits.toml")).unwrap()
}
