//! How long things may take: profiles of rules, read from TOML with the clauses they come from.
//!
//! No number of this kind stands in code. A blank is refused when the profile is read, by name.

pub mod calendar;
pub mod diff;
pub mod holidays;
mod kind;
pub mod limits;
pub(crate) mod lines;
mod own;
mod reading;
mod retention;
mod rule;
mod sampling;
mod shipped;
mod span;
#[cfg(test)]
mod tests;
pub mod week;
pub mod written;

use crate::sentence::{self, Sentence};
use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::Deserialize;

pub use calendar::{Calendar, Counted, SpecialDay, SpecialDays};
pub use kind::TimerKind;
pub use own::Own;
pub use retention::{Kept, Retention};
pub use rule::{Hearer, Lengths, Mark, Picked, Rule, Start, Step, Variant, Warning, Weight};
pub use sampling::{Always, Sampling};
pub use shipped::SHIPPED;
pub use span::Span;

use crate::case::{
    Severity,
    handling::{PauseGround, RaiseGround},
};
use week::Pattern;

/// A profile: a versioned set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name.
    pub profile: String,
    /// Its version; a case keeps the one it was opened under.
    pub version: i32,
    /// The procedures it is drawn from.
    pub sources: Vec<String>,
    /// When people work by it.
    pub pattern: Arc<Pattern>,
    rules: BTreeMap<TimerKind, Rule>,
    /// What it does not wait for, and why.
    waived: BTreeMap<TimerKind, String>,
    /// When a case becomes graver by what is counted.
    raises: BTreeMap<RaiseGround, Raise>,
    /// How long the developer answers for what was handed over, if the profile says so.
    warranty: Option<Warranty>,
    /// How often somebody is asked to call an owner who has no chat, before silence is their answer.
    calls: Option<Calls>,
    /// Whom the callback asks; everybody where the profile does not say.
    sampling: Option<Sampling>,
    /// So often a slip may come back from departments before the managers hear of it.
    returns: Option<Times>,
    /// So often more time may be granted; beyond it the leaders fix a date.
    extensions: Option<Times>,
    /// How long the owners' committee has for an objection that has come before it.
    committee: Option<Term>,
    /// For what the time to solve stands still, by which clauses.
    pauses: BTreeMap<PauseGround, Vec<String>>,
}

/// When a case becomes graver by what is counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// So many, the newest one with them.
    pub count: i64,
    /// Within so many days; for what is mended in vain or disputed, for longer than so many.
    pub days: i64,
    /// How grave it becomes.
    pub to: Severity,
}

/// How long the developer answers for defects of a unit (S2-03.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warranty {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// So many months from the day of handover, that day not counted.
    pub months: u32,
}

/// How owners are called.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calls {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// So often, before silence is taken as an answer.
    pub times: u32,
    /// So long after one call is asked for, the next one is; the length of the wait itself where the
    /// profile does not say.
    pub again: Option<Span>,
    /// Who is called though they have a chat.
    pub silent: Option<Silent>,
}

/// Who is called when they have not answered the callback in their chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silent {
    /// Everybody.
    All,
    /// Those who have not said before that it is fixed.
    Unconfirmed,
}

/// How often a slip may come back (S3-10.4), or more time be granted (T-61).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// So often.
    pub times: u32,
}

/// How long somebody has whom the rules for departments do not bind (S3-11.4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// So long.
    pub length: Span,
}

/// Everything that is wrong with a profile, one sentence each.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", sentence::joined(.0, "; "))]
pub struct PolicyError(pub Vec<Sentence>);

impl Policy {
    /// Reads a profile that is to come into force, and refuses one with a blank. Reports every
    /// fault at once.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        reading::read(text, reading::Age::New)
    }

    /// Reads a version that is in the book already. What was not known when it was written, it does
    /// not wait for: a case goes on by the rules it was opened under.
    pub fn kept(text: &str) -> Result<Self, PolicyError> {
        reading::read(text, reading::Age::Kept)
    }

    /// The rule for what every profile waits for.
    pub fn rule(&self, kind: TimerKind) -> &Rule {
        self.waited(kind).expect("`parse` has checked that what cannot be waived has a rule")
    }

    /// The rule for what is waited for, unless the profile does without.
    pub fn waited(&self, kind: TimerKind) -> Option<&Rule> {
        self.rules.get(&kind)
    }

    /// Why the profile does without a rule.
    pub fn waiver(&self, kind: TimerKind) -> Option<&str> {
        self.waived.get(&kind).map(String::as_str)
    }

    /// Whether the time to solve stands still while work waits for this.
    pub fn stands_still_for(&self, ground: PauseGround) -> bool {
        self.pauses.contains_key(&ground)
    }

    /// So many cases or households make a case graver, if the profile counts them.
    pub fn raise(&self, ground: RaiseGround) -> Option<&Raise> {
        self.raises.get(&ground)
    }

    /// How grave a case becomes for this reason.
    pub fn raises_to(&self, ground: RaiseGround) -> Severity {
        self.raise(ground).map_or(Severity::Serious, |raise| raise.to)
    }

    /// The last day on which the developer answers for a unit that was handed over on this day; nothing
    /// where the profile does not say.
    pub fn warranty_ends(&self, handed_over: NaiveDate) -> Option<NaiveDate> {
        let months = self.warranty.as_ref()?.months;
        handed_over.checked_add_months(Months::new(months))
    }

    /// How often somebody is asked to call an owner who has no chat, before silence is taken as their
    /// answer; once where the profile does not say.
    pub fn calls(&self) -> u32 {
        self.calls.as_ref().map_or(1, |calls| calls.times)
    }

    /// Whether somebody is called who has a chat and has not answered the callback there; `is_confirmed`:
    /// they have said before that it is fixed, and it was nothing grave.
    pub fn calls_silent(&self, is_confirmed: bool) -> bool {
        match self.calls.as_ref().and_then(|calls| calls.silent) {
            Some(Silent::All) => true,
            Some(Silent::Unconfirmed) => !is_confirmed,
            None => false,
        }
    }

    /// When the next call is asked for, after one at `from`; `None` where the profile does not say.
    pub fn call_again(&self, from: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let again = self.calls.as_ref()?.again?;
        Some(self.calendar(calendar).after(from, again))
    }

    /// How often a slip may come back from departments before the managers hear of it; `None` where
    /// the profile does not say.
    pub fn returns(&self) -> Option<u32> {
        self.returns.as_ref().map(|returns| returns.times)
    }

    /// Whether more time may be granted once more, after so often (T-61).
    pub fn allows_extension(&self, granted: i32) -> bool {
        let most = self.extensions.as_ref().map(|extensions| extensions.times);
        most.is_none_or(|most| u32::try_from(granted).is_ok_and(|granted| granted < most))
    }

    /// When the owners' committee must have decided what came before it at `from`; `None` where the
    /// profile gives it no term of its own.
    pub fn committee_due(&self, from: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let term = self.committee.as_ref()?;
        Some(self.calendar(calendar).after(from, term.length))
    }

    /// When a wait that begins at `from` runs out. For what the profile must wait for.
    pub fn due(
        &self,
        kind: TimerKind,
        weight: impl Into<Weight>,
        from: DateTime<Utc>,
        calendar: &Calendar,
    ) -> DateTime<Utc> {
        let calendar = self.calendar(calendar);
        calendar.after(from, self.rule(kind).pick(weight, from, &calendar).span)
    }

    /// The waits that are shorter for what is urgent.
    pub fn hastened(&self) -> impl Iterator<Item = TimerKind> + '_ {
        let known = self.rules.iter().filter(|(_, rule)| rule.knows_urgency());
        known.map(|(kind, _)| *kind)
    }

    /// The site's calendar with the week of this profile.
    pub fn calendar(&self, site: &Calendar) -> Calendar {
        site.under(&self.pattern)
    }
}
