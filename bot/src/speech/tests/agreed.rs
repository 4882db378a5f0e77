//! A case about which everything is agreed, asked and decided that can be.

use casework::{
    case::{
        Handling, Notice, Severity, SignOff,
        handling::{Decided, Decline, Measure, Objection, Promised, Quote, Referral, TimeAsked},
    },
    desk::CaseView,
    ids::PersonId,
    intake::{Field, Form, FormKind, Value},
};
use chrono::TimeDelta;

use super::{
    book::Book,
    sample::{OWNER, Sample, now},
};

const SOMEBODY: PersonId = PersonId(3);

impl Sample {
    /// All of it, nothing decided yet.
    pub(super) fn handling(&self) -> Handling {
        let (text, reason) = (self.told.remedy.clone(), self.told.reason.clone());
        let until = now() + TimeDelta::days(3);
        Handling {
            acknowledged: Some(SignOff { by: SOMEBODY, at: now() }),
            measure: Some(Measure { text: text.clone(), responsible: OWNER, until, by: SOMEBODY }),
            time_asked: Some(TimeAsked { reason: reason.clone(), until, by: OWNER }),
            extensions: 1,
            relief: Some(Promised { text: text.clone(), reason: reason.clone(), until }),
            quote: Some(Quote { work: text.clone(), amount: "120".to_owned(), agreed: None }),
            referral: Some(Referral {
                body: self.told.words.clone(),
                contact: "12345".to_owned(),
                follow_up: until,
            }),
            decline: Some(Decline {
                ground: self.told.cause.clone(),
                explanation: reason.clone(),
                suggestion: text,
                by: SOMEBODY,
            }),
            objection: Some(Objection { reason, at: now(), decided: None }),
            corrective: vec![],
            accused: vec![],
        }
    }

    /// The same with the objection decided.
    pub(super) fn decided(&self, upheld: bool) -> Handling {
        let decided = Decided { upheld, reason: self.told.answer.clone(), by: SOMEBODY, at: now() };
        let mut handling = self.handling();
        if let Some(objection) = &mut handling.objection {
            objection.decided = Some(decided);
        }
        handling
    }
}

/// What is said of all that.
pub(super) fn notices(book: &mut Book, sample: &Sample, working: &CaseView) {
    let voice = sample.voice();
    let reason = sample.told.reason.clone();
    book.chapter = "Notices to the owner of what is agreed and decided";
    let mut owner = |title: &str, view: &CaseView, notice: Notice| {
        book.page(title, voice.notice(view, &notice, true));
    };
    let until = now() + TimeDelta::days(3);
    let mut agreed = working.clone();
    agreed.case.handling = sample.handling();
    owner("the leaders act", working, Notice::LeadersAct { until });
    owner("more time", &agreed, Notice::TimeGranted { reason: reason.clone(), until });
    owner("helped for now", &agreed, Notice::Relieved);
    owner("a price", &agreed, Notice::Quoted);
    owner("referred", &agreed, Notice::Referred);
    owner("not accepted", &agreed, Notice::Declined);
    owner("objection heard", working, Notice::ObjectionHeard { until });
    for upheld in [true, false] {
        let mut decided = agreed.clone();
        decided.case.handling = sample.decided(upheld);
        owner(&format!("objection decided, upheld {upheld}"), &decided, Notice::Decided);
    }

    book.chapter = "Notices to staff of what is agreed and decided";
    let mut pending = agreed.clone();
    pending.case.handling.measure = None;
    pending.case.severity = Severity::Serious;
    book.group("everything is waited for", voice.desk_card(&pending, &[], None));
    let mut staff = |title: &str, view: &CaseView, notice: Notice| {
        book.group(title, voice.notice(view, &notice, false));
    };
    staff("measure fixed", &agreed, Notice::MeasureFixed);
    staff("more time asked", &agreed, Notice::TimeAsked);
    staff("more time asked, but it is decided", working, Notice::TimeAsked);
    staff("more time refused", &agreed, Notice::TimeRefused { reason: reason.clone() });
    staff("price agreed", &agreed, Notice::Agreed);
    staff("price refused", &agreed, Notice::QuoteRefused { reason: reason.clone() });
    staff("shall it be declined", &agreed, Notice::DeclineAsked);
    staff("it is to be accepted", &agreed, Notice::DeclineRejected { reason: reason.clone() });
    staff("an objection", &agreed, Notice::Objected);
    staff("a corrective measure", &agreed, Notice::CorrectiveSet);
}

/// Every form, question by question.
pub(super) fn forms(book: &mut Book, sample: &Sample) {
    let (voice, views) = (sample.voice(), sample.views());
    let (view, number) = (&views[5].1, views[5].1.case.number.as_str());
    book.chapter = "Forms";
    let people = [sample.views()[5].1.owner.clone()];
    let today = voice.local_day(now());
    for kind in FormKind::ALL {
        let mut form = Form::new(kind);
        while let Some(field) = form.field() {
            let title = format!("{kind:?}: {field:?}");
            book.page(title, voice.form_question(view, &form, 1, &people, today));
            form.values.push(match field {
                Field::Until => Value::Day(today),
                Field::Responsible | Field::Accused => Value::Person(people[0].id),
                _ => Value::Words(sample.told.reason.clone()),
            });
        }
        book.page(
            format!("{kind:?}: once more"),
            voice.form_question(view, &form, 1, &people, today),
        );
        book.page(format!("{kind:?}: sent"), voice.form_sent(number, kind));
    }
    book.page("what else", voice.more(view, &crate::presses::BESIDE));
    book.page("nothing else", voice.more(view, &[]));
}
