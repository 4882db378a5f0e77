//! When a questionnaire is asked and of how many, where an estate says it otherwise than the profile: a
//! roof shows whether it holds when it has rained, a lamp does the same evening (C-10).

use crate::{say, sentence::Sentence};
use serde::Deserialize;

use crate::policy::{Span, TimerKind};

/// What a questionnaire says of its own asking; what it does not say stays as the profile has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// So long after the owner has said that it is solved, or has said nothing, it is asked.
    #[serde(default)]
    pub after: Option<Span>,
    /// Whoever has said nothing is reminded after so long.
    #[serde(default)]
    pub remind: Option<Span>,
    /// So long it can be answered.
    #[serde(default)]
    pub open: Option<Span>,
    /// Of a hundred callbacks so many are asked; 0 asks nobody.
    #[serde(default)]
    pub share: Option<u8>,
}

impl Schedule {
    /// How long is waited for this instead of what the profile says.
    pub fn length(&self, kind: TimerKind) -> Option<Span> {
        match kind {
            TimerKind::Callback => self.after,
            TimerKind::CallbackReminder => self.remind,
            TimerKind::CallbackExpiry => self.open,
            _ => None,
        }
    }

    /// What cannot be meant by it, a sentence each.
    pub(super) fn faults(&self) -> Vec<Sentence> {
        let mut faults = vec![];
        if self.share.is_some_and(|share| share > 100) {
            faults.push(say!("schedule.share: write a number from 0 to 100"));
        }
        if matches!(self.after, Some(Span::Immediately | Span::SameDay | Span::NotOvernight)) {
            faults.push(say!("schedule.after: write a length, such as \"7cd\" or \"24h\""));
        }
        let clock = |span| match span {
            Span::Clock(length) => Some(length),
            _ => None,
        };
        for (name, span) in [("remind", self.remind), ("open", self.open)] {
            if span.is_some() && span.and_then(clock).is_none() {
                let example = say!("write days around the clock, such as \"10d\"");
                faults.push(say!("schedule.{name}: {example}", name, example));
            }
        }
        let ends = self.open.and_then(clock);
        if self.remind.is_some() != self.open.is_some() {
            faults.push(say!("schedule: remind and open go together; write both, or none"));
        }
        let is_late =
            |remind: Span| clock(remind).zip(ends).is_some_and(|(remind, open)| remind >= open);
        if self.remind.is_some_and(is_late) {
            let late = say!("it comes when the questionnaire is over; write less than open");
            faults.push(say!("schedule.remind: {late}", late));
        }
        faults
    }
}
