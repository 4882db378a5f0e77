//! How long things may take: profiles of rules, read from TOML with the clauses they come from.
//!
//! No number of this kind stands in code. A blank is refused when the profile is read, by name.

mod span;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use span::{Calendar, Span};

use crate::case::Severity;

/// What is waited for. Each has one rule in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Registered, until it is sent to a department.
    Dispatch,
    /// Sent, until the department signs for the slip.
    Pickup,
    /// Signed, until somebody has set out or a time is promised.
    Plan,
    /// Sent, until the result is reported.
    Solve,
    /// Result reported, until the head signs off.
    SignOff,
    /// Result told, until the owner says whether it is fixed.
    Confirm,
    /// Owner has spoken, until the callback questionnaire is sent.
    Callback,
    /// Questionnaire sent, until it is recalled once.
    CallbackReminder,
    /// Questionnaire sent, until silence is taken as the answer.
    CallbackExpiry,
    /// The time promised to the owner.
    Promise,
    /// Closed, until the head has written the review.
    Review,
    /// Something is late, until it is told again.
    Chase,
    /// The least time between two hurries of one owner.
    Hurry,
    /// Grave, until the leaders have fixed measure, person and limit.
    Measure,
    /// Referred, until we have asked the other body how it stands.
    FollowUp,
    /// The owner objected, until that is decided.
    Objection,
    /// Open for so long, it becomes major by itself.
    Age,
}

impl TimerKind {
    /// All of them: a profile must have a rule for each.
    pub const ALL: [Self; 17] = [
        Self::Dispatch,
        Self::Pickup,
        Self::Plan,
        Self::Solve,
        Self::SignOff,
        Self::Confirm,
        Self::Callback,
        Self::CallbackReminder,
        Self::CallbackExpiry,
        Self::Promise,
        Self::Review,
        Self::Chase,
        Self::Hurry,
        Self::Measure,
        Self::FollowUp,
        Self::Objection,
        Self::Age,
    ];

    /// How the book and the profiles write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch",
            Self::Pickup => "pickup",
            Self::Plan => "plan",
            Self::Solve => "solve",
            Self::SignOff => "sign_off",
            Self::Confirm => "confirm",
            Self::Callback => "callback",
            Self::CallbackReminder => "callback_reminder",
            Self::CallbackExpiry => "callback_expiry",
            Self::Promise => "promise",
            Self::Review => "review",
            Self::Chase => "chase",
            Self::Hurry => "hurry",
            Self::Measure => "measure",
            Self::FollowUp => "follow_up",
            Self::Objection => "objection",
            Self::Age => "age",
        }
    }
}

/// Who hears of it when time runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearer {
    /// The heads of the department concerned.
    Heads,
    /// The service centre.
    Desk,
    /// The company's leaders.
    Leaders,
}

/// One rule: how long, by which clause, and who hears of a breach.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// How long, unless the severity says otherwise.
    pub length: Span,
    /// How long for a serious case.
    pub serious: Option<Span>,
    /// How long for a major case.
    pub major: Option<Span>,
    /// Who is told when it runs out.
    pub tell: Vec<Hearer>,
}

/// A profile: a versioned set of rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name.
    pub profile: String,
    /// Its version; a case keeps the one it was opened under.
    pub version: i32,
    rules: BTreeMap<TimerKind, Rule>,
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is not TOML, or has unknown or unreadable values.
    #[error("the profile cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A rule is missing.
    #[error(
        "profile {profile} has no rule {rule}: add [rules.{rule}] with clauses, length and tell"
    )]
    Blank {
        /// The profile's name.
        profile: String,
        /// The missing rule's name.
        rule: &'static str,
    },
    /// A rule cites no clause.
    #[error("profile {profile}, rule {rule}: name the clauses it comes from")]
    Unfounded {
        /// The profile's name.
        profile: String,
        /// The rule's name.
        rule: &'static str,
    },
}

impl Policy {
    /// Reads a profile, and refuses one with a blank.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        for kind in TimerKind::ALL {
            let profile = || policy.profile.clone();
            match policy.rules.get(&kind) {
                None => return Err(PolicyError::Blank { profile: profile(), rule: kind.name() }),
                Some(rule) if rule.clauses.is_empty() => {
                    return Err(PolicyError::Unfounded { profile: profile(), rule: kind.name() });
                }
                Some(_) => {}
            }
        }
        Ok(policy)
    }

    /// Reads the text of a version that a case was opened under. Rules that came later are taken
    /// from the profile of the same name as it is shipped now.
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        let mut policy: Self = toml::from_str(text)?;
        let shipped = SHIPPED.iter().find(|(name, _)| *name == policy.profile);
        let (_, newest) = shipped.unwrap_or(&SHIPPED[0]);
        let newest = Self::parse(newest)?;
        for (kind, rule) in newest.rules {
            policy.rules.entry(kind).or_insert(rule);
        }
        Ok(policy)
    }

    /// The rule for what is waited for.
    pub fn rule(&self, kind: TimerKind) -> &Rule {
        self.rules.get(&kind).expect("`parse` has checked that every rule is there")
    }

    /// When a wait that begins at `from` runs out.
    pub fn due(
        &self,
        kind: TimerKind,
        severity: Severity,
        from: DateTime<Utc>,
        calendar: &Calendar,
    ) -> DateTime<Utc> {
        let rule = self.rule(kind);
        let own = match severity {
            Severity::Minor => None,
            Severity::Serious => rule.serious,
            Severity::Major => rule.major,
        };
        calendar.after(from, own.unwrap_or(rule.length))
    }
}

/// The profiles that come with the program, by name.
pub const SHIPPED: [(&str, &str); 1] = [("park_core", include_str!("../policies/park_core.toml"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_is_whole_and_named_as_its_file() {
        for (name, text) in SHIPPED {
            assert_eq!(Policy::parse(text).unwrap().profile, name);
        }
    }

    #[test]
    fn a_blank_is_refused_by_name() {
        let text = SHIPPED[0].1.replace("[rules.pickup]", "[rules.pick_up]");
        assert!(Policy::parse(&text).unwrap_err().to_string().contains("pick_up"));

        let cut = SHIPPED[0].1.split("# The department fetches").next().unwrap();
        let error = Policy::parse(cut).unwrap_err().to_string();
        assert_eq!(
            error,
            "profile park_core has no rule pickup: add [rules.pickup] with clauses, length and tell"
        );
    }
}
