//! The register of a reception day (F-32, S4-03.5): a line for everybody who came, with what became of it.

use casework::{
    case::{CallbackState, Event},
    desk::{Record, Visitor},
    reception::Came,
};

use super::{super::Voice, super::say};

/// The column of where it stands, the serial number left out.
const STANDS: usize = 8;

impl Voice {
    /// What the columns are called.
    pub fn reception_columns(self) -> Vec<String> {
        vec![
            say!(self, "register-serial"),
            say!(self, "register-time"),
            say!(self, "paper-owner"),
            say!(self, "paper-phone"),
            say!(self, "paper-address"),
            say!(self, "paper-number"),
            say!(self, "paper-kind"),
            say!(self, "paper-story"),
            say!(self, "paper-registrar"),
            say!(self, "register-process"),
            say!(self, "paper-signer"),
            say!(self, "register-signer-phone"),
            say!(self, "paper-signed"),
            say!(self, "paper-result"),
            say!(self, "paper-head"),
            say!(self, "register-signed-off"),
            say!(self, "paper-callback"),
            say!(self, "register-reason"),
        ]
    }

    /// A line of what somebody has told; who had booked has a time.
    pub fn reception_line(self, record: &Record, visitor: Option<&Visitor>) -> Vec<String> {
        let view = &record.view;
        let case = &view.case;
        let head = case.state.signed_off();
        let signed = record.in_round(|event| *event == Event::Sign);
        let signed = signed.filter(|_| case.state.signer().is_some());
        let (grade, reason) = self.reception_rating(record);
        [
            Some(match visitor {
                Some(visitor) => self.paper_moment(visitor.booking.at),
                None => self.paper_moment(case.opened_at),
            }),
            self.paper_name(record, case.owner),
            self.paper_phone(view),
            self.paper_address(view),
            Some(case.number.as_str().to_owned()),
            Some(self.kind(case.kind)),
            Some(case.facts.story.clone()),
            self.paper_name(record, case.filed_by),
            Some(self.staff_state(view)),
            case.state.signer().and_then(|signer| self.paper_name(record, signer)),
            view.signer.as_ref().and_then(|signer| signer.phone.clone()),
            signed.map(|line| self.paper_moment(line.at)),
            case.state.outcome().map(|outcome| outcome.result.clone()),
            head.and_then(|head| self.paper_name(record, head.by)),
            head.map(|head| self.paper_moment(head.at)),
            grade,
            reason,
        ]
        .map(Option::unwrap_or_default)
        .into()
    }

    /// A line of whoever did not come, is not written down, or whose matter is not for whoever reads this.
    pub fn reception_blank(self, visitor: &Visitor) -> Vec<String> {
        let stands = match visitor.booking.came {
            Some(Came::Absent) => say!(self, "reception-absent-line"),
            Some(Came::Told(_)) => say!(self, "reception-told"),
            None => say!(self, "reception-open-line"),
        };
        let mut line = vec![
            self.paper_moment(visitor.booking.at),
            self.name(&visitor.person),
            visitor.person.phone.clone().unwrap_or_default(),
        ];
        line.resize(self.reception_columns().len() - 1, String::new());
        line[STANDS] = stands;
        line
    }

    /// How content they are, and what was lacking.
    fn reception_rating(self, record: &Record) -> (Option<String>, Option<String>) {
        let Some(CallbackState::Answered(grade)) = record.view.case.state.callback() else {
            return (None, None);
        };
        let answered =
            record.newest(|event| matches!(event, Event::Answer { .. } | Event::Revise { .. }));
        let why = answered.and_then(|line| match &line.event {
            Event::Answer { verdict } | Event::Revise { verdict } => {
                let words = [Some(verdict.why()), verdict.words.clone()];
                let words = words.into_iter().flatten().filter(|why| !why.is_empty());
                Some(words.collect::<Vec<_>>().join(" · "))
            }
            _ => None,
        });
        (Some(self.grade(grade)), why)
    }
}
