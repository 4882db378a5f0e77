//! One rule of a profile: how long, by which clause, and who hears of it before and after.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Calendar, Span};
use crate::case::Severity;

/// Who hears of it when time runs out, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearer {
    /// Whoever has signed for the slip.
    Signer,
    /// The heads of the department concerned.
    Heads,
    /// The service centre.
    Desk,
    /// Whoever manages the estate.
    Managers,
    /// The company's leaders.
    Leaders,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The clauses it comes from.
    pub clauses: Vec<String>,
    /// How long.
    pub lengths: Lengths,
    /// How long when it begins in the night of the profile.
    pub night: Option<Lengths>,
    /// How long when it begins in the summer of the profile.
    pub summer: Option<Lengths>,
    /// From when it is counted.
    pub start: Start,
    /// Whether a date agreed with the owner takes its place (T-60); the length then holds for a
    /// case without one.
    pub agreed: bool,
    /// Who is told when it runs out.
    pub tell: Vec<Hearer>,
    /// Who is told before.
    pub warn: Vec<Warning>,
    /// Who is told when it stays late.
    pub then: Vec<Step>,
}

/// How long, by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lengths {
    /// Unless the severity says otherwise.
    pub length: Span,
    /// For a serious case.
    pub serious: Option<Span>,
    /// For a major case.
    pub major: Option<Span>,
    /// For what is urgent, however grave, when that is sooner.
    pub urgent: Option<Span>,
}

/// What a length goes by: how grave a case is, and whether it presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// How grave.
    pub severity: Severity,
    /// Whether it was found urgent.
    pub is_urgent: bool,
}

impl From<Severity> for Weight {
    fn from(severity: Severity) -> Self {
        Self { severity, is_urgent: false }
    }
}

/// From when a rule is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// From what it waits after.
    #[default]
    Event,
    /// From when the case was registered, or opened again.
    Registered,
}

/// A word before time runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// When.
    pub at: Mark,
    /// Who is told.
    pub tell: Vec<Hearer>,
}

/// A moment before time runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// When so many percent of the time are gone.
    Percent(u8),
    /// So long before, by the clock.
    Before(TimeDelta),
}

/// A word after time has run out: the next link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How long after the due moment.
    pub after: Span,
    /// Who is told.
    pub tell: Vec<Hearer>,
}

/// The length that holds for a wait, and why this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    /// The length.
    pub span: Span,
    /// Which variant of the rule it is.
    pub variant: Variant,
    /// Whether the severity made it another than the usual one.
    pub by_severity: bool,
    /// Whether it is this one because the case is urgent.
    pub by_urgency: bool,
}

/// A variant of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The rule itself.
    Usual,
    /// Begun at night.
    Night,
    /// Begun in summer.
    Summer,
}

impl Hearer {
    /// How the profiles write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::Heads => "heads",
            Self::Desk => "desk",
            Self::Managers => "managers",
            Self::Leaders => "leaders",
        }
    }
}

impl Rule {
    /// The length for a wait that begins at `from`: that of the night before that of the summer
    /// before the usual one, and within it that of the severity, or that of urgency when it ends
    /// sooner.
    pub fn pick(
        &self,
        weight: impl Into<Weight>,
        from: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Picked {
        let Weight { severity, is_urgent } = weight.into();
        let night = self.night.filter(|_| calendar.is_night(from));
        let summer = self.summer.filter(|_| calendar.is_summer(from));
        let (variant, lengths) = match (night, summer) {
            (Some(night), _) => (Variant::Night, night),
            (None, Some(summer)) => (Variant::Summer, summer),
            (None, None) => (Variant::Usual, self.lengths),
        };
        let own = lengths.of(severity);
        let span = own.unwrap_or(lengths.length);
        let ends = |span: Span| calendar.after(from, span);
        let urgent = lengths.urgent.filter(|urgent| is_urgent && ends(*urgent) < ends(span));
        Picked {
            span: urgent.unwrap_or(span),
            variant,
            by_severity: own.is_some() && urgent.is_none(),
            by_urgency: urgent.is_some(),
        }
    }

    /// Whether what is urgent has a length of its own.
    pub fn knows_urgency(&self) -> bool {
        let variants = [Some(self.lengths), self.night, self.summer];
        variants.into_iter().flatten().any(|of| of.urgent.is_some())
    }

    /// When who is told before `due`, by place in [`Rule::warn`]. What would come before the wait
    /// begins is left out.
    pub fn warnings(
        &self,
        from: DateTime<Utc>,
        due: DateTime<Utc>,
    ) -> impl Iterator<Item = (usize, DateTime<Utc>)> + '_ {
        let moment = move |warning: &Warning| match warning.at {
            Mark::Percent(gone) => from + (due - from) / 100 * i32::from(gone),
            Mark::Before(time) => due - time,
        };
        let all = self.warn.iter().enumerate();
        all.map(move |(place, warning)| (place, moment(warning)))
            .filter(move |(_, at)| from < *at && *at < due)
    }

    /// When who is told after `due`, by place in [`Rule::then`].
    pub fn steps<'a>(
        &'a self,
        due: DateTime<Utc>,
        calendar: &'a Calendar,
    ) -> impl Iterator<Item = (usize, DateTime<Utc>)> + 'a {
        let all = self.then.iter().enumerate();
        all.map(move |(place, step)| (place, calendar.after(due, step.after)))
    }

    /// Every length that it names.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let variants = [Some(self.lengths), self.night, self.summer].into_iter().flatten();
        let lengths =
            variants.flat_map(|of| [Some(of.length), of.serious, of.major, of.urgent]).flatten();
        lengths.chain(self.then.iter().map(|step| step.after))
    }
}

impl Lengths {
    /// The length of a severity, if it has one of its own.
    fn of(&self, severity: Severity) -> Option<Span> {
        match severity {
            Severity::Minor => None,
            Severity::Serious => self.serious,
            Severity::Major => self.major,
        }
    }
}
