//! What happens along the way, as often as it does: more time, objections, and whatever a slip has no
//! blank for because few cases need it.

use casework::{case::Event, desk::Record, store::HistoryLine};

use super::words;
use crate::{
    paper::Row,
    speech::{Voice, say},
};

impl Voice {
    /// Every time more time was granted: why, until when, by whom.
    pub(super) fn paper_extensions(self, record: &Record) -> Vec<Row> {
        let mut asked = None;
        let mut rows = vec![];
        for line in &record.history {
            match &line.event {
                Event::AskTime { reason, until } => asked = Some((reason, *until)),
                Event::RefuseTime { .. } => asked = None,
                Event::GrantTime => {
                    if let Some((reason, until)) = asked.take() {
                        let text = format!("{reason}\n{}", self.until(until));
                        let signed = vec![self.signed_line(record, Some(line))];
                        rows.push(words(say!(self, "paper-extension"), Some(text), signed));
                    }
                }
                _ => {}
            }
        }
        if rows.is_empty() {
            let signed = vec![self.signature_of(None, None)];
            rows.push(words(say!(self, "paper-extension"), None, signed));
        }
        rows
    }

    /// Every objection, and what was decided on it.
    pub(super) fn paper_objections(self, record: &Record) -> Vec<Row> {
        let mut rows = vec![];
        for line in &record.history {
            let signed = || vec![self.signed_line(record, Some(line))];
            match &line.event {
                Event::Object { reason } => {
                    rows.push(words(say!(self, "paper-objection"), Some(reason.clone()), signed()));
                }
                Event::Decide { upheld, reason } => {
                    let word = if *upheld {
                        say!(self, "paper-upheld")
                    } else {
                        say!(self, "paper-dismissed")
                    };
                    let text = format!("{word}\n{reason}");
                    rows.push(words(say!(self, "paper-decision"), Some(text), signed()));
                }
                _ => {}
            }
        }
        if rows.is_empty() {
            let blank = || vec![self.signature_of(None, None)];
            rows.push(words(say!(self, "paper-objection"), None, blank()));
            rows.push(words(say!(self, "paper-decision"), None, blank()));
        }
        rows
    }

    /// Whose matter it is, what it waited for, talks, looks after it, and with which it is dealt with
    /// together. Only what there was.
    pub(super) fn paper_along(self, record: &Record) -> Vec<Row> {
        let together = self.together(&record.view);
        let mut rows: Vec<Row> =
            record.history.iter().filter_map(|line| self.paper_step(record, line)).collect();
        rows.extend(together.map(|text| words(say!(self, "paper-together"), Some(text), vec![])));
        rows
    }

    fn paper_step(self, record: &Record, line: &HistoryLine) -> Option<Row> {
        let (label, text) = match &line.event {
            Event::Refer { body, contact, until } => (
                say!(self, "paper-referral"),
                format!("{body} · {contact}\n{}", self.until(*until)),
            ),
            Event::Pause { ground, what, until } => {
                let ground = self.pause_ground(*ground);
                (say!(self, "paper-pause"), format!("{ground} · {what}\n{}", self.until(*until)))
            }
            Event::Alarm => (say!(self, "paper-alarm"), self.about(&record.view)),
            Event::Resume => (say!(self, "paper-resumed"), self.paper_moment(line.at)),
            Event::Mediate { agreed, until, settled, mediator } => {
                let how = format!("{} · {}", self.mediator(*mediator), self.settled(*settled));
                (say!(self, "paper-talk"), format!("{how}\n{agreed}\n{}", self.until(*until)))
            }
            Event::Settle => (say!(self, "paper-talk"), say!(self, "note-mediated-confirmed")),
            Event::Recheck => (say!(self, "paper-recheck"), say!(self, "paper-held")),
            Event::Relapse { reason } => (say!(self, "paper-recheck"), reason.clone()),
            Event::StillFine => (say!(self, "paper-asked-again"), say!(self, "paper-still-fine")),
            Event::CameBack { reason } => (say!(self, "paper-asked-again"), reason.clone()),
            _ => return None,
        };
        Some(words(label, Some(text), vec![self.signed_line(record, Some(line))]))
    }
}
