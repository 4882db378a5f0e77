//! The slip on paper, field by field: what it says is what the book says, and what the book does not
//! say stays a blank to be filled in by hand.

mod along;
mod reception;
mod reply;

use casework::{
    callback::{Reading, Verdict},
    case::{
        CallbackState, Case, Event, Happened, Kind, OwnersWord, State,
        handling::{Corrective, Measure},
    },
    desk::{CaseView, Record},
    ids::PersonId,
    intake::TEXT_LIMIT,
    store::HistoryLine,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Voice, say};
use crate::paper::{Field, Form, Row, Signature};

impl Voice {
    /// The slip of a case, with all its fields and signatures.
    pub fn printed_slip(self, record: &Record) -> Form {
        let view = &record.view;
        let mut rows = self.paper_head(record);
        rows.extend(self.paper_told(&view.case));
        rows.extend(self.paper_signed(record));
        rows.extend(self.paper_worked(record));
        rows.extend(self.paper_leaders(record));
        rows.extend(self.paper_result(record));
        rows.extend(self.paper_gates(record));
        rows.extend(self.paper_extensions(record));
        rows.extend(self.paper_objections(record));
        rows.extend(self.paper_along(record));
        Form {
            language: self.language,
            estate: view.site.name.in_language(self.language).to_owned(),
            title: say!(self, "paper-title", kind = self.kind(view.case.kind)),
            rows,
            foot: say!(self, "paper-foot"),
        }
    }

    /// What stands under the file.
    pub fn printed_slip_caption(self, view: &CaseView) -> String {
        say!(self, "paper-caption", number = view.case.number.as_str())
    }

    /// Number, way, whose matter, what sort.
    fn paper_head(self, record: &Record) -> Vec<Row> {
        let view = &record.view;
        let case = &view.case;
        let category = view.category.as_ref();
        let category = category.map(|one| one.name.in_language(self.language).to_owned());
        let kind = self.kind(case.kind);
        vec![
            Row::Fields(vec![
                field(say!(self, "paper-number"), case.number.as_str().to_owned()),
                field(say!(self, "paper-channel"), self.channel(case.channel)),
                field(say!(self, "paper-document"), case.facts.document.clone()),
            ]),
            Row::Fields(vec![
                field(say!(self, "paper-owner"), self.paper_name(record, case.owner)),
                field(say!(self, "paper-phone"), self.paper_phone(view)),
            ]),
            Row::Fields(vec![field(say!(self, "paper-address"), self.paper_address(view))]),
            Row::Fields(vec![
                field(say!(self, "paper-kind"), kind),
                field(say!(self, "paper-category"), category),
                field(say!(self, "paper-severity"), self.graded(case)),
            ]),
        ]
    }

    /// What the owner told us, in full.
    fn paper_told(self, case: &Case) -> Vec<Row> {
        let facts = &case.facts;
        let happened = facts.happened.as_ref().map(|happened| match happened {
            Happened::At(at) => self.paper_moment(*at),
            Happened::On(day) => self.paper_day(*day),
            Happened::Said(text) => text.clone(),
        });
        let wanted = facts.wanted_by.map(|day| self.paper_day(day));
        let story = Some(facts.story.clone()).filter(|story| !story.is_empty());
        vec![
            words(say!(self, "paper-story"), story, vec![]),
            words(say!(self, "paper-wish"), facts.wish.clone(), vec![]),
            Row::Fields(vec![
                field(say!(self, "paper-happened"), happened),
                field(say!(self, "paper-wanted-by"), wanted),
            ]),
        ]
    }

    /// Who wrote it down, who sent it where, who signed for it.
    fn paper_signed(self, record: &Record) -> Vec<Row> {
        let case = &record.view.case;
        let signed = record.in_round(|event| *event == Event::Sign);
        let signed = signed.filter(|_| case.state.signer().is_some());
        let accepted = match &case.state {
            State::Working { accepted_at, .. } => Some(*accepted_at),
            _ => signed.map(|line| line.at),
        };
        let department = record.view.department.as_ref();
        let department = department.map(|one| one.name.in_language(self.language).to_owned());
        let name = case.state.signer().and_then(|signer| self.paper_name(record, signer));
        let moment = |at: Option<DateTime<Utc>>| at.map(|at| self.paper_moment(at));
        vec![
            Row::Fields(vec![
                field(say!(self, "paper-registrar"), self.paper_name(record, case.filed_by)),
                field(say!(self, "paper-registered"), self.paper_moment(case.opened_at)),
                field(say!(self, "paper-dispatched"), moment(record.dispatched().map(|l| l.at))),
            ]),
            Row::Fields(vec![
                field(say!(self, "paper-department"), department),
                field(say!(self, "paper-signed"), moment(signed.map(|line| line.at))),
                field(say!(self, "paper-accepted"), moment(accepted)),
            ]),
            words(
                say!(self, "paper-signer"),
                None,
                vec![self.signature_of(name, signed.map(|line| line.at))],
            ),
        ]
    }

    /// Survey, plan, visit, what helps for now, price and consent.
    fn paper_worked(self, record: &Record) -> Vec<Row> {
        let handling = &record.view.case.handling;
        let survey = handling.survey.as_ref();
        let plan = handling.plan.as_ref();
        let planned = record.newest(|event| matches!(event, Event::Plan { .. }));
        let mut of_plan = vec![self.signed_line(record, planned.filter(|_| plan.is_some()))];
        if let Some(approved) = plan.and_then(|plan| plan.approved)
            && plan.is_some_and(|plan| plan.by != approved.by)
        {
            of_plan
                .push(self.signature_of(self.paper_name(record, approved.by), Some(approved.at)));
        }
        let visit = handling.visit.as_ref().map(|visit| {
            let moment = self.paper_moment(visit.at);
            let word =
                if visit.agreed { say!(self, "paper-agreed") } else { say!(self, "paper-open") };
            format!("{moment} · {word}")
        });
        let arrived = record.in_round(|event| *event == Event::Arrive);
        let relief = handling.relief.as_ref().map(|relief| {
            let reason = self.line_of(say!(self, "field-reason"), &relief.reason);
            format!("{}\n{reason}\n{}", relief.text, self.until(relief.until))
        });
        let relieved = record.newest(|event| matches!(event, Event::Relieve { .. }));
        let quote = handling.quote.as_ref().map(|quote| {
            let word = match quote.agreed {
                Some(true) => say!(self, "paper-agreed"),
                Some(false) => say!(self, "paper-refused"),
                None => say!(self, "paper-open"),
            };
            let consent = self.line_of(say!(self, "paper-consent"), &word);
            format!("{} · {}\n{consent}", quote.work, quote.amount)
        });
        let said = record.newest(|event| matches!(event, Event::Agree | Event::RefuseQuote { .. }));
        let said = said.filter(|_| handling.quote.as_ref().is_some_and(|one| one.agreed.is_some()));
        vec![
            words(
                say!(self, "paper-survey"),
                survey.map(|survey| survey.found.clone()),
                vec![match survey {
                    Some(one) => self.signature_of(self.paper_name(record, one.by), Some(one.at)),
                    None => self.signature_of(None, None),
                }],
            ),
            words(
                say!(self, "paper-plan"),
                plan.map(|plan| format!("{}\n{}", plan.text, self.until(plan.until))),
                of_plan,
            ),
            Row::Fields(vec![
                field(say!(self, "paper-visit"), visit),
                field(say!(self, "paper-arrived"), arrived.map(|line| self.paper_moment(line.at))),
            ]),
            words(
                say!(self, "paper-relief"),
                relief,
                vec![self.signed_line(record, relieved.filter(|_| handling.relief.is_some()))],
            ),
            words(say!(self, "paper-quote"), quote, vec![self.signed_line(record, said)]),
        ]
    }

    /// What the leaders have fixed, for whom, until when.
    fn paper_leaders(self, record: &Record) -> Vec<Row> {
        let handling = &record.view.case.handling;
        let measure = handling.measure.as_ref().map(|measure| self.order(record, measure));
        let fixed = record.newest(|event| matches!(event, Event::Fix { .. }));
        let read = handling.acknowledged.as_ref();
        let mut signed = vec![self.signed_line(record, fixed.filter(|_| measure.is_some()))];
        if let (None, Some(read)) = (&measure, read) {
            signed = vec![self.signature_of(self.paper_name(record, read.by), Some(read.at))];
        }
        vec![words(say!(self, "paper-measure"), measure, signed)]
    }

    /// Result, cause, remedy, and what removes the cause.
    fn paper_result(self, record: &Record) -> Vec<Row> {
        let case = &record.view.case;
        let outcome = case.state.outcome();
        let reported =
            outcome.and_then(|_| record.newest(|event| matches!(event, Event::Report { .. })));
        let orders: Vec<String> =
            case.handling.corrective.iter().map(|one| self.corrective(record, one)).collect();
        let corrective = (!orders.is_empty()).then(|| orders.join("\n"));
        let prevented = record.newest(|event| matches!(event, Event::Prevent { .. }));
        vec![
            words(
                say!(self, "paper-result"),
                outcome.map(|outcome| outcome.result.clone()),
                vec![self.signed_line(record, reported)],
            ),
            words(say!(self, "paper-cause"), outcome.map(|one| one.cause.clone()), vec![]),
            words(say!(self, "paper-remedy"), outcome.map(|one| one.remedy.clone()), vec![]),
            words(say!(self, "paper-advice"), outcome.and_then(|one| one.advice.clone()), vec![]),
            words(
                say!(self, "paper-corrective"),
                corrective,
                vec![self.signed_line(record, prevented)],
            ),
        ]
    }

    /// The gates to closing: owner, head, callback, review.
    fn paper_gates(self, record: &Record) -> Vec<Row> {
        let state = &record.view.case.state;
        let (owner, callback) = match state {
            State::Reported { owner, callback, .. } => (Some(*owner), Some(*callback)),
            State::Closed { finished, .. } | State::Archived { finished: Some(finished), .. } => {
                (Some(finished.owner), Some(finished.callback))
            }
            _ => (None, None),
        };
        let word = match owner {
            Some(OwnersWord::Fixed) => Some(self.fixed_word(record.view.case.kind)),
            Some(OwnersWord::Silent) => Some(say!(self, "word-silent")),
            Some(OwnersWord::Awaited) | None => None,
        };
        let fixed = owner == Some(OwnersWord::Fixed);
        let confirmed = record.newest(|event| *event == Event::Confirm).filter(|_| fixed);
        let head = match state.signed_off() {
            Some(head) => self.signature_of(self.paper_name(record, head.by), Some(head.at)),
            None => self.signature_of(None, None),
        };
        let answered =
            record.newest(|event| matches!(event, Event::Answer { .. } | Event::Revise { .. }));
        let (called, answered) = match (callback, answered.map(|line| (&line.event, line))) {
            (Some(CallbackState::Silent), _) => (Some(say!(self, "word-silent")), None),
            (Some(CallbackState::OptedOut), _) => (Some(say!(self, "word-opted-out")), None),
            (Some(CallbackState::Spared), _) => (Some(say!(self, "word-spared")), None),
            (
                Some(CallbackState::Answered(_)),
                Some((Event::Answer { verdict } | Event::Revise { verdict }, line)),
            ) => (Some(self.verdict(verdict)), Some(line)),
            (Some(CallbackState::Answered(grade)), _) => (Some(self.grade(grade)), None),
            _ => (None, None),
        };
        let review = record.newest(|event| matches!(event, Event::Review { .. }));
        let minutes = review.and_then(|line| match &line.event {
            Event::Review { minutes } => Some(minutes.clone()),
            _ => None,
        });
        let of_owner = match record.view.case.kind {
            Kind::Repair => say!(self, "paper-acceptance"),
            _ => say!(self, "paper-word"),
        };
        vec![
            words(of_owner, word, vec![self.signed_line(record, confirmed)]),
            words(say!(self, "paper-head"), None, vec![head]),
            words(say!(self, "paper-callback"), called, vec![self.signed_line(record, answered)]),
            self.read_by(record, Reading::Head),
            self.read_by(record, Reading::Leader),
            words(say!(self, "paper-review"), minutes, vec![self.signed_line(record, review)]),
        ]
    }

    /// Who has read what was answered in the callback (F-03).
    fn read_by(self, record: &Record, as_what: Reading) -> Row {
        let read = record.readings.iter().find(|(reading, ..)| *reading == as_what);
        let signature = match read {
            Some((_, reader, at)) => self.signature_of(self.paper_name(record, *reader), Some(*at)),
            None => self.signature_of(None, None),
        };
        words(self.reading(as_what), None, vec![signature])
    }

    fn verdict(self, verdict: &Verdict) -> String {
        let mut lines =
            vec![format!("{} · {}", self.solved(verdict.solved), self.grade(verdict.grade))];
        lines.extend(Some(verdict.why()).filter(|why| !why.is_empty()));
        lines.extend(verdict.words.clone());
        lines.join("\n")
    }

    /// What is to be done, by whom, until when.
    fn order(self, record: &Record, order: &Measure) -> String {
        let name = self.paper_name(record, order.responsible).unwrap_or_default();
        let who = self.line_of(say!(self, "field-responsible"), &name);
        format!("{}\n{who} · {}", order.text, self.until(order.until))
    }

    /// What removes the cause, and what was done of it.
    fn corrective(self, record: &Record, one: &Corrective) -> String {
        let order = self.order(record, &one.measure);
        let Some(done) = &one.done else { return order };
        let name = self.paper_name(record, done.by).unwrap_or_default();
        let what = self.line_of(say!(self, "field-done"), &done.text);
        format!("{order}\n{what}\n{name} · {}", self.paper_moment(done.at))
    }

    fn until(self, moment: DateTime<Utc>) -> String {
        self.line_of(say!(self, "field-until"), &self.paper_moment(moment))
    }

    pub(super) fn line_of(self, field: String, value: &str) -> String {
        say!(self, "form-line", field = field, value = value)
    }

    /// Who somebody is on paper: their name, or a blank; never their account.
    pub(super) fn paper_name(self, record: &Record, person: PersonId) -> Option<String> {
        if person == record.view.owner.id && record.view.is_veiled() {
            return Some(say!(self, "paper-withheld"));
        }
        record.people.get(&person)?.name.clone()
    }

    fn paper_phone(self, view: &CaseView) -> Option<String> {
        if view.is_veiled() {
            return Some(say!(self, "paper-withheld"));
        }
        let typed = |value: &str| say!(self, "paper-unverified", value = value);
        match (&view.case.facts.contact, &view.owner.phone) {
            (Some(contact), _) => Some(typed(contact)),
            (None, Some(phone)) if view.owner.phone_verified => Some(phone.clone()),
            (None, phone) => phone.as_deref().map(typed),
        }
    }

    fn paper_address(self, view: &CaseView) -> Option<String> {
        let place = self.spot(view, TEXT_LIMIT)?;
        let doubt = self.as_said(view).filter(|_| !view.is_veiled());
        Some([Some(place), doubt].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    fn signed_line(self, record: &Record, line: Option<&HistoryLine>) -> Signature {
        let name = line.and_then(|line| self.paper_name(record, line.actor?));
        self.signature_of(name, line.map(|line| line.at))
    }

    pub(super) fn signature_of(self, name: Option<String>, at: Option<DateTime<Utc>>) -> Signature {
        Signature {
            who: field(say!(self, "paper-sign"), name),
            when: field(say!(self, "paper-date"), at.map(|at| self.paper_moment(at))),
        }
    }

    /// A moment as it is written on paper, which is read in other years.
    pub(super) fn paper_moment(self, moment: DateTime<Utc>) -> String {
        let local = moment.with_timezone(&self.zone);
        let time = local.format("%H:%M").to_string();
        format!("{} {time}", self.paper_day(local.date_naive()))
    }

    pub(super) fn paper_day(self, day: NaiveDate) -> String {
        let part = |format: &str| day.format(format).to_string();
        say!(self, "paper-day", year = part("%Y"), month = part("%m"), day = part("%d"))
    }
}

pub(super) fn field(label: String, value: impl Into<Option<String>>) -> Field {
    Field { label, value: value.into() }
}

pub(super) fn words(label: String, text: Option<String>, signatures: Vec<Signature>) -> Row {
    Row::Words(field(label, text), signatures)
}
