//! A case about which everything is agreed, asked and decided that can be.

use casework::{
    case::{
        Handling, Notice, Severity, SignOff, State,
        handling::{
            CameBack, Corrective, Decided, Decline, Done, Judgement, LEVELS, Measure, Mediation,
            Mediator, Objection, Party, Pause, PauseGround, Payer, Plan, Promised, Quote,
            RaiseGround, Referral, Side, Statement, Survey, TimeAsked, Visit,
        },
    },
    desk::CaseView,
    ids::{CaseId, PersonId},
    intake::{Field, Form, FormKind, Value},
    policy::TimerKind,
};
use chrono::{NaiveDate, TimeDelta};

use super::{
    book::Book,
    sample::{CREW, OWNER, Sample, now},
};
use crate::page::{Page, TEXT_LIMIT, shortened};

const SOMEBODY: PersonId = PersonId(3);

impl Sample {
    /// All of it, nothing decided yet.
    pub(super) fn handling(&self) -> Handling {
        let (text, reason) = (self.told.remedy.clone(), self.told.reason.clone());
        let until = now() + TimeDelta::days(3);
        Handling {
            acknowledged: Some(SignOff { by: SOMEBODY, at: now() }),
            measure: Some(Measure { text: text.clone(), responsible: OWNER, until, by: SOMEBODY }),
            time_asked: Some(TimeAsked { reason: reason.clone(), until, by: CREW }),
            extensions: 1,
            relief: Some(Promised { text: text.clone(), reason: reason.clone(), until }),
            quote: Some(Quote { work: text.clone(), amount: "120".to_owned(), agreed: None }),
            referral: Some(Referral {
                body: self.told.words.clone(),
                contact: "12345".to_owned(),
                follow_up: until,
            }),
            decline: Some(Decline {
                seconded: None,
                ground: self.told.cause.clone(),
                explanation: reason.clone(),
                suggestion: text,
                by: SOMEBODY,
            }),
            objection: Some(Objection { level: 1, reason, at: now(), decided: None }),
            ..self.planned()
        }
    }

    /// What is planned and waited for while work goes on.
    fn planned(&self) -> Handling {
        let (text, until) = (self.told.remedy.clone(), now() + TimeDelta::days(3));
        Handling {
            plan: Some(Plan { text: text.clone(), until, by: OWNER, approved: None }),
            visit: Some(Visit { at: until, agreed: false }),
            survey: Some(Survey { found: self.told.cause.clone(), by: OWNER, at: now() }),
            pause: Some(Pause {
                ground: PauseGround::Parts,
                what: text.clone(),
                since: now(),
                until,
                stops: true,
            }),
            mediations: vec![Mediation {
                agreed: text,
                settled: true,
                mediator: Mediator::Committee,
                confirmed_at: None,
                follow_up: until,
                by: SOMEBODY,
                at: now(),
            }],
            ..Handling::default()
        }
    }

    /// Two corrective measures that are not done.
    fn corrective(&self) -> Vec<Corrective> {
        let measure = |days, text: &String| Measure {
            text: text.clone(),
            responsible: SOMEBODY,
            until: now() + TimeDelta::days(days),
            by: SOMEBODY,
        };
        [measure(3, &self.told.remedy), measure(9, &self.told.reason)]
            .map(|measure| Corrective { measure, done: None })
            .into()
    }

    /// What was done of one.
    fn done(&self) -> Done {
        Done { text: self.told.result.clone(), by: SOMEBODY, at: now() }
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
    to_owners(book, sample, working);
    on_slips(book, sample, working);
    to_staff(book, sample, working);
    let mut agreed = working.clone();
    agreed.case.handling = sample.handling();
    prevented(book, sample, &agreed);
    talks(book, sample, &agreed);
}

fn to_owners(book: &mut Book, sample: &Sample, working: &CaseView) {
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
    for yes in [true, false] {
        agreed.case.handling.quote.as_mut().unwrap().agreed = Some(yes);
        owner(&format!("a price, agreed {yes}"), &agreed, Notice::Quoted);
    }
    agreed.case.handling.quote.as_mut().unwrap().agreed = None;
    owner("referred", &agreed, Notice::Referred);
    owner("not accepted", &agreed, Notice::Declined);
    owner("objection heard", working, Notice::ObjectionHeard { until });
    let mut last = agreed.clone();
    last.case.handling = sample.decided(false);
    if let Some(objection) = &mut last.case.handling.objection {
        objection.level = LEVELS;
    }
    owner("objection heard by the committee", &last, Notice::ObjectionHeard { until });
    owner("decided by the committee", &last, Notice::Decided);
    for upheld in [true, false] {
        let mut decided = agreed.clone();
        decided.case.handling = sample.decided(upheld);
        owner(&format!("objection decided, upheld {upheld}"), &decided, Notice::Decided);
    }
    for level in [2, 3] {
        let mut decided = agreed.clone();
        decided.case.handling = sample.decided(false);
        decided.case.handling.objection.as_mut().unwrap().level = level;
        owner(&format!("objection dismissed at level {level}"), &decided, Notice::Decided);
    }
    let mut planned = working.clone();
    planned.case.handling = sample.planned();
    owner("how it is done", &planned, Notice::Planned);
    owner("does this time suit", &planned, Notice::VisitOffered);
    owner("the time has passed on", working, Notice::VisitOffered);
    owner("work waits", &planned, Notice::Paused);
    owner("work waited", working, Notice::Paused);
    owner("a talk was led", &planned, Notice::Mediated);
    planned.case.handling.visit.as_mut().unwrap().agreed = true;
    owner("the time suits", &planned, Notice::VisitOffered);
}

/// What stands on cards and slips of it.
fn on_slips(book: &mut Book, sample: &Sample, working: &CaseView) {
    let (voice, reason) = (sample.voice(), sample.told.reason.clone());
    let (mut agreed, mut planned) = (working.clone(), working.clone());
    agreed.case.handling = sample.handling();
    planned.case.handling = sample.planned();
    planned.case.handling.quote = agreed.case.handling.quote.clone();
    planned.case.handling.quote.as_mut().unwrap().agreed = Some(true);
    book.page("the price stands on the receipt", voice.receipt(&planned));

    planned.case.handling.came_back =
        Some(CameBack { result: Some(sample.told.answer.clone()), reason: reason.clone() });
    planned.case.handling.acknowledged = Some(SignOff { by: SOMEBODY, at: now() });
    if let State::Working { signed_at, accepted_at, .. } = &mut planned.case.state {
        *accepted_at = *signed_at;
    }
    book.page("the slip in full when it came back", voice.full_slip(&planned));
    for answer in [None, Some(false)] {
        let mut other = agreed.clone();
        other.case.handling.quote.as_mut().unwrap().agreed = answer;
        book.page(format!("the slip in full, price agreed {answer:?}"), voice.full_slip(&other));
    }
    book.group("a leader has read", voice.desk_card(&planned, &[], None));
}

/// What is said of a quarrel: to the owner, to the desk, and what each side has said.
fn talks(book: &mut Book, sample: &Sample, agreed: &CaseView) {
    let voice = sample.voice();
    let mut talk = agreed.clone();
    book.page(
        "written down by whom it is about",
        voice.notice(&talk, &Notice::AccusedFiled, false),
    );
    let mut waits = agreed.clone();
    if let Some(pause) = &mut waits.case.handling.pause {
        pause.ground = PauseGround::Owner;
    }
    book.page("work waits for the owner", voice.notice(&waits, &Notice::Paused, true));
    book.page("agreed in a talk", voice.notice(&talk, &Notice::Mediated, true));
    talk.statements = 2;
    book.group("a talk, to the desk", voice.notice(&talk, &Notice::Mediated, false));
    book.group("the owner confirms it", voice.notice(&talk, &Notice::Settled, false));
    let last = talk.case.handling.mediations.last_mut().unwrap();
    last.confirmed_at = Some(now());
    book.page("confirmed", voice.notice(&talk, &Notice::Mediated, true));
    let last = talk.case.handling.mediations.last_mut().unwrap();
    last.settled = false;
    book.page("nothing agreed", voice.notice(&talk, &Notice::Mediated, true));
    book.page("nothing agreed, on the slip", voice.full_slip(&talk));
    book.page("no statement", voice.statements(&talk, &[]).remove(0));
    let said = Party::ALL.map(|party| Statement {
        party,
        text: sample.told.reason.clone(),
        by: SOMEBODY,
        at: now(),
    });
    for page in voice.statements(&talk, &said) {
        book.page("statements", page);
    }
    book.toast("the agreement", voice.agreement_caption(agreed));
    assert!(voice.agreement(&talk).is_none(), "nothing was agreed");
    let paper = super::paper::text_of(&voice.agreement(agreed).unwrap());
    book.page("the agreement, on paper", Page::say(shortened(&paper, TEXT_LIMIT)));
}

/// What removes the cause, and a slip that nobody wants.
fn prevented(book: &mut Book, sample: &Sample, agreed: &CaseView) {
    let voice = sample.voice();
    let mut staff = |title: &str, view: &CaseView, notice: Notice| {
        book.group(title, voice.notice(view, &notice, false));
    };
    let mut prevented = agreed.clone();
    prevented.case.handling.corrective = sample.corrective();

    staff("a corrective measure", &prevented, Notice::CorrectiveSet);
    let late = Notice::Late { timer: TimerKind::Corrective };
    staff("a corrective measure is late", &prevented, late);
    prevented.case.handling.corrective[0].done = Some(sample.done());
    staff("a corrective measure is done", &prevented, Notice::CorrectiveDone { which: 0 });
    prevented.case.bounces = 2;
    staff("nobody wants it", &prevented, Notice::Returned { reason: sample.told.reason.clone() });
}

fn to_staff(book: &mut Book, sample: &Sample, working: &CaseView) {
    let (voice, reason) = (sample.voice(), sample.told.reason.clone());
    let until = now() + TimeDelta::days(3);
    let mut agreed = working.clone();
    agreed.case.handling = sample.handling();
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
    let granted = Notice::TimeGranted { reason: reason.clone(), until };
    staff("more time granted", &agreed, granted);
    for upheld in [true, false] {
        let mut decided = agreed.clone();
        decided.case.handling = sample.decided(upheld);
        staff(&format!("an objection decided, upheld {upheld}"), &decided, Notice::Decided);
    }
    staff("more time refused", &agreed, Notice::TimeRefused { reason: reason.clone() });
    staff("price agreed", &agreed, Notice::Agreed);
    staff("price refused", &agreed, Notice::QuoteRefused { reason: reason.clone() });
    staff("shall it be declined", &agreed, Notice::DeclineAsked);
    staff("it is to be accepted", &agreed, Notice::DeclineRejected { reason: reason.clone() });
    staff("an objection", &agreed, Notice::Objected);
    for level in [2, 3] {
        let mut higher = agreed.clone();
        higher.case.handling.objection.as_mut().unwrap().level = level;
        staff(&format!("an objection at level {level}"), &higher, Notice::Objected);
    }
    agreed.case.handling.visit.as_mut().unwrap().agreed = true;
    let mut pressing = working.clone();
    pressing.case.handling.urgent_at = Some(now());
    book.group("urgent", voice.notice(&pressing, &Notice::Urgent, false));
    book.group("urgent, the slip", voice.slip(&pressing, 1, &[], None));
    book.group("urgent, at the desk", voice.desk_card(&pressing, &[], None));
    book.page("urgent, to the owner", voice.notice(&pressing, &Notice::Urgent, true));
    let mut elsewhere = working.clone();
    elsewhere.case.handling.triage.payer = Some(Payer::Owner);
    elsewhere.case.handling.triage.side = Some(Side::Developer);
    (elsewhere.case.handling.quote, elsewhere.case.handling.referral) = (None, None);
    book.group("the owner is to pay, the developer to act", voice.slip(&elsewhere, 1, &[], None));
    book.group("the visit is agreed", voice.desk_card(&agreed, &[], None));
    let mut staff = |title: &str, view: &CaseView, notice: Notice| {
        book.group(title, voice.notice(view, &notice, false));
    };
    staff("a plan waits for its yes", &agreed, Notice::PlanWanted);
    staff("a plan waited", working, Notice::PlanWanted);
    let mut approved = agreed.clone();
    let by = SignOff { by: SOMEBODY, at: now() };
    approved.case.handling.plan.as_mut().unwrap().approved = Some(by);
    staff("a plan that was approved", &approved, Notice::PlanWanted);
    approved.case.handling.fixed_date = Some(until);
    book.page("more time, to who granted it", voice.time_granted(&approved));
    let mut declined = approved.clone();
    declined.case.state = State::Archived { at: now(), finished: None };
    let mut staff = |title: &str, view: &CaseView, notice: Notice| {
        book.group(title, voice.notice(view, &notice, false));
    };
    staff("it was declined", &declined, Notice::DeclineAsked);
    staff("the plan is approved", &agreed, Notice::PlanApproved);
    staff("the plan is not approved", &agreed, Notice::PlanRejected { reason: reason.clone() });
    for ground in [RaiseGround::Repeated, RaiseGround::Households] {
        staff(&format!("graver: {ground:?}"), working, Notice::Raised { ground });
    }
    staff("the visit suits", &agreed, Notice::VisitTaken);
    staff("the visit does not suit", working, Notice::VisitMoved { text: reason.clone() });
    let text = reason.clone();
    staff("who signed is whom it is about", working, Notice::AccusedSigned);
    staff("where it is", working, Notice::Located { text });
    staff("a repair has not held", working, Notice::Relapsed { reason });
    let asked = Notice::Late { timer: TimerKind::FollowUp };
    book.group("whether neighbours keep what was agreed", voice.notice(working, &asked, false));
    book.group("how it stands elsewhere", voice.notice(&agreed, &asked, false));
    book.page("how do you judge it", voice.triage(working));
    for (title, demand) in [("founded", true), ("not founded", false)] {
        let mut judged = working.clone();
        for answers in Judgement::ALL {
            let triage = judged.case.handling.triage;
            judged.case.handling.triage = triage.with(answers[0]).unwrap();
        }
        let triage = judged.case.handling.triage;
        let triage = triage.with(Judgement::DemandReasonable(demand)).unwrap_or(triage);
        judged.case.handling.triage = triage;
        book.page(title, voice.triage(&judged));
    }
    for (title, year) in [("the developer still answers", 2025), ("no longer", 2023)] {
        let mut handed_over = working.clone();
        let place = handed_over.place.as_mut().expect("it has a place");
        place.handed_over = NaiveDate::from_ymd_opt(year, 3, 1);
        book.page(title, voice.triage(&handed_over));
    }
}

/// Every form, question by question.
pub(super) fn forms(book: &mut Book, sample: &Sample) {
    let (voice, views) = (sample.voice(), sample.views());
    let mut view = views[5].1.clone();
    view.case.handling.corrective = sample.corrective();
    let (view, number) = (&view, view.case.number.as_str());
    book.chapter = "Forms";
    let people = [sample.views()[5].1.owner.clone()];
    let today = voice.local_day(now());
    for kind in FormKind::ALL {
        let mut form = Form::new(kind);
        while let Some(field) = form.field() {
            let title = format!("{kind:?}: {field:?}");
            book.page(title, voice.form_question(view, &form, 1, (&people, &[0, 1]), today));
            form.values.push(match field {
                Field::Until | Field::Day => Value::Day(today),
                Field::Time => Value::Time(chrono::NaiveTime::MIN),
                Field::RaiseGround => Value::Raised(RaiseGround::Spares),
                Field::Leader => Value::Case(CaseId(2)),
                Field::Corrective => Value::Corrective(1),
                Field::Settled => Value::Settled(true),
                Field::Mediator => Value::Mediator(Mediator::Outside),
                Field::Party => Value::Party(Party::Other),
                Field::PauseGround => Value::Ground(PauseGround::Outside),
                Field::Responsible | Field::Accused => Value::Person(people[0].id),
                _ => Value::Words(sample.told.reason.clone()),
            });
        }
        book.page(
            format!("{kind:?}: once more"),
            voice.form_question(view, &form, 1, (&people, &[0, 1]), today),
        );
        book.page(format!("{kind:?}: sent"), voice.form_sent(number, kind));
    }
    book.page("what else", voice.more(view, &crate::presses::BESIDE));
    book.page("nothing else", voice.more(view, &[]));
}
