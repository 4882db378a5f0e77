//! What a case has been through, told from the clauses and the events alone: it reads none of the
//! marks that the table leaves in a case, so that it can say when the table passes a gate by.

use std::collections::BTreeSet;

use super::{
    super::*,
    stage::{HEAD, MANAGER},
};
use crate::callback::Solved;

/// Something a case has been through, or that is open about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// A result is written (S0-01.7a).
    Result,
    /// The owner has spoken about it, or was silent.
    Heard,
    /// A head has signed it (S0-01.7b).
    SignedOff,
    /// The callback about it was answered, or stayed silent (S0-01.6b).
    Called,
    /// The minutes are written since it was closed (S0-01.5c).
    Reviewed,
    /// The owner objects, and nobody has decided (S0-17.11).
    Objection,
    /// It is graver than minor.
    Grave,
    /// The leaders have fixed measure, person and limit (S0-01.5b).
    Measured,
    /// Something is done so that it does not happen again (S3-01.8).
    Prevented,
    /// A price was told, and the owner has not agreed (S2-14.4).
    Price,
    /// It is dealt with together with another, which answers for how grave it is.
    Led,
    /// It was answered in words, or a second person agreed that it is not accepted.
    Answered,
}

use Mark::{
    Answered, Called, Grave, Heard, Led, Measured, Objection, Prevented, Price, Result as Written,
    Reviewed, SignedOff,
};

/// What has happened since the case was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    marks: BTreeSet<Mark>,
    /// Who proposes not to accept it (S3-05.10).
    declined_by: Option<PersonId>,
}

impl Ledger {
    /// Writes down what the table has accepted; says what it should not have.
    pub(super) fn write(
        &mut self,
        by: Option<PersonId>,
        event: &Event,
        from: &Case,
        to: &Case,
    ) -> Result<(), &'static str> {
        self.refuses(by, event)?;
        self.mark(by, event);
        // Only what is not right after all is worked for again, and only once it had come so far.
        if matches!(event, Event::Revise { .. }) && !from.state.is_open() && to.state.is_open() {
            self.again();
        }
        if from.state.stage() == to.state.stage() { Ok(()) } else { self.ends(to) }
    }

    fn mark(&mut self, by: Option<PersonId>, event: &Event) {
        match event {
            Event::Correct(correction) => match correction.severity {
                Some(Severity::Minor) => self.clear(Grave),
                Some(_) => self.set(Grave),
                None => {}
            },
            Event::Overdue { timer: TimerKind::Age } => self.set(Grave),
            Event::Fix { .. } => self.set(Measured),
            Event::Prevent { .. } => self.set(Prevented),
            Event::Report { .. } => {
                self.again();
                self.set(Written);
            }
            Event::Confirm | Event::Overdue { timer: TimerKind::Confirm } => self.set(Heard),
            Event::SignOff => self.set(SignedOff),
            Event::Answer { verdict } if verdict.reopens() || verdict.solved == Solved::Partly => {
                self.again();
            }
            Event::Revise { .. } => {}
            Event::Answer { .. }
            | Event::OptOut
            | Event::Spare
            | Event::Overdue { timer: TimerKind::CallbackExpiry } => {
                self.set(Called);
            }
            Event::Partly { .. }
            | Event::Dispute { .. }
            | Event::SendBack { .. }
            | Event::CameBack { .. } => self.again(),
            Event::Merge { .. } => {
                self.again();
                self.declined_by = None;
                self.set(Led);
            }
            Event::Split => self.clear(Led),
            Event::Share { .. } => {
                self.again();
                self.set(Led);
                self.set(Written);
            }
            Event::Recall => {
                self.again();
                self.set(Led);
            }
            Event::Object { .. } => self.set(Objection),
            Event::Decide { upheld: true, .. } => {
                self.again();
                self.clear(Answered);
                self.declined_by = None;
            }
            Event::Decide { upheld: false, .. } => self.clear(Objection),
            Event::Review { .. } => self.set(Reviewed),
            Event::Quote { .. } => self.set(Price),
            Event::Agree => self.clear(Price),
            // Once a department has it, it is accepted.
            Event::Dispatch { .. } | Event::Reject { .. } => self.declined_by = None,
            Event::Decline { .. } => self.declined_by = by,
            Event::Second | Event::Reply { .. } => self.set(Answered),
            _ => {}
        }
    }

    fn set(&mut self, mark: Mark) {
        self.marks.insert(mark);
    }

    fn clear(&mut self, mark: Mark) {
        self.marks.remove(&mark);
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Work goes on: what was said about the last result says nothing of the next.
    fn again(&mut self) {
        let of_result = [Written, Heard, SignedOff, Called, Reviewed, Objection, Led];
        self.marks.retain(|mark| !of_result.contains(mark));
    }

    /// What nobody may do yet, whatever comes of it.
    fn refuses(&self, by: Option<PersonId>, event: &Event) -> Result<(), &'static str> {
        match event {
            Event::Report { .. } if self.has(Grave) && !self.has(Measured) => Err("no measure"),
            Event::Report { .. } if self.has(Price) => Err("no consent to the price"),
            Event::Share { .. } | Event::Recall if by.is_some() => Err("said by somebody"),
            Event::Report { .. } if self.has(Led) => Err("worked on twice"),
            Event::SignOff if by != Some(HEAD) => Err("not signed off by a head"),
            Event::Second if self.declined_by.is_none() => Err("nobody proposed it"),
            Event::Second if self.declined_by == by => Err("no second person"),
            Event::Decide { .. } if self.has(SignedOff) && by == Some(HEAD) => {
                Err("judges their own work")
            }
            Event::Decide { .. } if by != Some(MANAGER) && by != Some(HEAD) => Err("not entitled"),
            _ => Ok(()),
        }
    }

    /// What a case must have been through before it is closed, archived or taken back.
    fn ends(&self, to: &Case) -> Result<(), &'static str> {
        match &to.state {
            Closed { .. } => self.gates(),
            Archived { .. } if self.has(Answered) && !to.kind.needs_work() => Ok(()),
            Archived { .. } if self.has(Answered) && self.declined_by.is_some() => Ok(()),
            Archived { .. } => self.gates().and_then(|()| self.graver()),
            _ => Ok(()),
        }
    }

    fn gates(&self) -> Result<(), &'static str> {
        let passed = [
            (self.has(Written), "no result"),
            (self.has(Heard), "the owner is neither heard nor silent"),
            (self.has(SignedOff), "no head has signed"),
            (self.has(Called), "the callback is neither answered nor silent"),
            (!self.has(Objection), "the owner's objection is not decided"),
        ];
        passed.into_iter().find(|(passed, _)| !passed).map_or(Ok(()), |(_, what)| Err(what))
    }

    fn graver(&self) -> Result<(), &'static str> {
        if self.has(Led) {
            return Ok(());
        }
        let passed = [
            (Measured, "grave, and no measure"),
            (Prevented, "grave, and nothing prevents it"),
            (Reviewed, "grave, and no review"),
        ];
        let missing = passed.into_iter().find(|(mark, _)| self.has(Grave) && !self.has(*mark));
        missing.map_or(Ok(()), |(_, what)| Err(what))
    }
}
