//! How often each question of a case was asked. An answer is to one asking: a yes under an older
//! price, plan or result says nothing about the newest.

use serde::{Deserialize, Serialize};

use crate::case::Event;

/// How often each was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whether the result solves it, and whether the head signs it off.
    pub result: i32,
    /// Whether more time is granted.
    pub time: i32,
    /// Whether the owner agrees to a price.
    pub quote: i32,
    /// Whether a case is not accepted.
    pub decline: i32,
    /// Whether an objection is right.
    pub objection: i32,
    /// Whether a plan is approved.
    pub plan: i32,
    /// Whether a time suits the owner.
    pub visit: i32,
    /// Whether the owner confirms what was agreed in a talk.
    pub talk: i32,
}

impl Asked {
    /// Counts the question that an event asks, if it asks one.
    pub(in crate::case) fn count(&mut self, event: &Event) {
        let question = match event {
            Event::Report { .. } | Event::Share { .. } => &mut self.result,
            Event::AskTime { .. } => &mut self.time,
            Event::Quote { .. } => &mut self.quote,
            Event::Decline { .. } => &mut self.decline,
            Event::Object { .. } => &mut self.objection,
            Event::Plan { .. } => &mut self.plan,
            Event::OfferVisit { .. } => &mut self.visit,
            Event::Mediate { .. } => &mut self.talk,
            _ => return,
        };
        *question += 1;
    }

    /// Which asking an event answers; `None` when nothing of the sort was asked.
    pub(in crate::case) fn answered_by(&self, event: &Event) -> Option<i32> {
        let asked = match event {
            Event::Confirm
            | Event::Partly { .. }
            | Event::Dispute { .. }
            | Event::SignOff
            | Event::SendBack { .. } => self.result,
            Event::GrantTime | Event::RefuseTime { .. } => self.time,
            Event::Agree | Event::RefuseQuote { .. } => self.quote,
            Event::Second | Event::Reject { .. } => self.decline,
            Event::Decide { .. } => self.objection,
            Event::ApprovePlan | Event::RejectPlan { .. } => self.plan,
            Event::TakeVisit | Event::OtherVisit { .. } => self.visit,
            Event::Settle => self.talk,
            _ => return None,
        };
        (asked > 0).then_some(asked)
    }
}
