//! The slip on paper: who is entitled to it, and everything that is written on it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{CaseView, DeskError, Work};
use crate::{
    callback::Reading,
    case::{Event, State, letter::Letter},
    ids::{Account, CaseId, PersonId, Room},
    people::{Action, Person},
    store::HistoryLine,
};

/// A case with its history and everybody who had a hand in it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The case, as whoever reads it may see it.
    pub view: CaseView,
    /// What happened, oldest first, without what is withheld.
    pub history: Vec<HistoryLine>,
    /// Who did it, or answers for it.
    pub people: HashMap<PersonId, Person>,
    /// Who has read the answers of its callback, as what, and when (F-03).
    pub readings: Vec<(Reading, PersonId, DateTime<Utc>)>,
}

impl Record {
    /// The newest of these events, in whatever round of the slip.
    pub fn newest(&self, is: impl Fn(&Event) -> bool) -> Option<&HistoryLine> {
        self.history.iter().rev().find(|line| is(&line.event))
    }

    /// When the slip was last posted into the department's group.
    pub fn dispatched(&self) -> Option<&HistoryLine> {
        self.history.get(self.posted()?)
    }

    /// The newest of these events since the slip was last posted.
    pub fn in_round(&self, is: impl Fn(&Event) -> bool) -> Option<&HistoryLine> {
        let round = &self.history[self.posted().unwrap_or_default()..];
        round.iter().rev().find(|line| is(&line.event))
    }

    fn posted(&self) -> Option<usize> {
        let dispatched = State::Dispatched { since: self.view.case.opened_at }.stage();
        let is = |at: usize| self.history.get(at).is_some_and(|line| line.stage == dispatched);
        (0..self.history.len()).rev().find(|at| is(*at) && (*at == 0 || !is(*at - 1)))
    }
}

impl Work {
    /// Owes somebody who is entitled to it the slip as a page to print, in their own chat.
    pub async fn post_printed_slip(&mut self, room: Room, case: CaseId) -> Result<(), DeskError> {
        let letter = Letter::PrintedSlip { case };
        self.owe(room, letter.class(), &letter).await
    }

    /// Owes whoever leads a talk between neighbours its agreement as a page to sign, in their own chat.
    pub async fn post_agreement(&mut self, room: Room, case: CaseId) -> Result<(), DeskError> {
        let letter = Letter::Agreement { case };
        self.owe(room, letter.class(), &letter).await
    }

    /// Whether whoever sits in this room alone may read what each side of a quarrel has said.
    pub async fn reads_statements(&mut self, room: Room, case: CaseId) -> Result<bool, DeskError> {
        self.reads_in(room, case, Action::ReadStatements).await
    }

    /// Owes a room the written reply to a case's owner as a page to print.
    pub async fn post_written_reply(&mut self, room: Room, case: CaseId) -> Result<(), DeskError> {
        let letter = Letter::WrittenReply { case };
        self.owe(room, letter.class(), &letter).await
    }

    /// Whether whoever sits in this room alone may read a case's full slip now.
    pub async fn reads_slip(&mut self, room: Room, case: CaseId) -> Result<bool, DeskError> {
        self.reads_in(room, case, Action::ReadSlip).await
    }

    async fn reads_in(
        &mut self,
        room: Room,
        case: CaseId,
        action: Action,
    ) -> Result<bool, DeskError> {
        if room.is_group() {
            return Ok(false);
        }
        let Some(reader) = self.known(Account(room.0)).await? else { return Ok(false) };
        let case = self.tx.case(case).await?.ok_or(DeskError::NoSuchCase(case))?;
        self.entitled(&reader, &case, action).await
    }

    /// Everything that is written on the slip, as it may be read in a room.
    pub async fn record(&mut self, room: Room, case: CaseId) -> Result<Record, DeskError> {
        let (view, veil) = self.view_for(room, case).await?;
        let mut history = self.tx.history(case).await?;
        // What each side has said is read apart, whoever reads the slip (PV-07).
        history.retain(|line| !matches!(line.event, Event::Statement { .. }));
        if let Some(veil) = &veil {
            history = history
                .into_iter()
                .filter_map(|line| {
                    Some(HistoryLine { event: veil.over_event(&line.event)?, ..line })
                })
                .collect();
        }
        let handling = &view.case.handling;
        let mut ids: Vec<PersonId> = history.iter().filter_map(|line| line.actor).collect();
        ids.extend(view.case.state.signed_off().map(|sign_off| sign_off.by));
        let corrective = handling.corrective.iter().map(|one| &one.measure);
        let orders = handling.measure.iter().chain(corrective);
        ids.extend(orders.flat_map(|order| [order.responsible, order.by]));
        let done = handling.corrective.iter().filter_map(|one| one.done.as_ref());
        ids.extend(done.map(|done| done.by));
        ids.push(view.case.filed_by);
        let readings = self.readings(&view.case).await?;
        ids.extend(readings.iter().map(|(_, reader, _)| *reader));
        let mut people = HashMap::new();
        for id in ids {
            people.insert(id, self.person(id).await?);
        }
        // As the view shows them: perhaps without a name.
        people.insert(view.owner.id, view.owner.clone());
        Ok(Record { view, history, people, readings })
    }
}
