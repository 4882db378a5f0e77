//! Forms, and what else can be done to a case.

use casework::{
    case::{
        Number,
        handling::{Mediator, Party, PauseGround, RaiseGround},
    },
    desk::CaseView,
    intake::{Field, Form, FormKind, Problem, Purpose, Value},
    people::Person,
    policy::TimerKind,
};
use chrono::{Days, NaiveDate, NaiveTime};

use super::{Voice, case_key, say};
use crate::{
    button::{Act, Button, Choice},
    page::{Key, Keyboard, Page, Text, Tone, shortened},
};

/// After so many days the offered dates lie; any other is typed.
const OFFERED_DAYS: [u64; 6] = [0, 1, 2, 3, 7, 14];

/// At these hours somebody offers to come; any other time is typed.
const OFFERED_HOURS: [u32; 6] = [9, 10, 11, 14, 16, 18];

/// So much of each answer is shown again.
const SHOWN: usize = 600;

impl Voice {
    /// Why an answer in a form was not taken.
    pub fn form_problem(self, problem: Problem) -> String {
        match problem {
            Problem::BadDate => say!(self, "problem-form-date"),
            other => self.problem(other, None),
        }
    }

    /// What else this person can do to a case.
    pub fn more(self, view: &CaseView, acts: &[Act]) -> Page {
        let number = view.case.number.as_str();
        if acts.is_empty() {
            return Page::say(say!(self, "more-nothing", number = number));
        }
        let rows = acts.iter().map(|act| vec![case_key(view, self.act(*act), *act)]).collect();
        Page::new(Text::plain(say!(self, "more-what", number = number)), rows)
    }

    /// The label of something that can be done.
    pub fn act(self, act: Act) -> String {
        match act {
            Act::Form(kind) => self.form(kind),
            Act::Acknowledge => say!(self, "act-acknowledge"),
            Act::GrantTime => say!(self, "act-grant-time"),
            Act::Second => say!(self, "act-second"),
            Act::Agree => say!(self, "act-agree"),
            Act::Words(Purpose::RefuseTime) => say!(self, "act-refuse-time"),
            Act::Words(Purpose::RefuseQuote) => say!(self, "act-refuse-quote"),
            Act::Words(Purpose::Reject) => say!(self, "act-reject"),
            Act::Words(Purpose::Object) => say!(self, "act-object"),
            Act::Words(Purpose::Uphold) => say!(self, "act-uphold"),
            Act::Words(Purpose::Dismiss) => say!(self, "act-dismiss"),
            Act::ApprovePlan => say!(self, "act-approve-plan"),
            Act::Words(Purpose::RejectPlan) => say!(self, "act-reject-plan"),
            Act::TakeVisit => say!(self, "act-take-visit"),
            Act::Settle => say!(self, "act-settle"),
            Act::Statements => say!(self, "act-statements"),
            Act::Agreement => say!(self, "act-agreement"),
            Act::Words(Purpose::OtherVisit) => say!(self, "act-other-visit"),
            Act::Words(Purpose::Survey) => say!(self, "act-survey"),
            Act::Resume => say!(self, "act-resume"),
            Act::Alarm => say!(self, "act-alarm"),
            Act::Recheck => say!(self, "act-recheck"),
            Act::Words(Purpose::Relapse) => say!(self, "act-relapse"),
            Act::StillFine => say!(self, "act-still-fine"),
            Act::Words(Purpose::CameBack) => say!(self, "act-came-back"),
            Act::Words(Purpose::Place) => say!(self, "act-place"),
            _ => say!(self, "button-beside"),
        }
    }

    /// What a form is called.
    pub fn form(self, kind: FormKind) -> String {
        match kind {
            FormKind::Fix => say!(self, "form-fix"),
            FormKind::AskTime => say!(self, "form-ask-time"),
            FormKind::Relieve => say!(self, "form-relieve"),
            FormKind::Quote => say!(self, "form-quote"),
            FormKind::Refer => say!(self, "form-refer"),
            FormKind::Decline => say!(self, "form-decline"),
            FormKind::Prevent => say!(self, "form-prevent"),
            FormKind::Complete => say!(self, "form-complete"),
            FormKind::Accuse => say!(self, "form-accuse"),
            FormKind::Plan => say!(self, "form-plan"),
            FormKind::Visit => say!(self, "form-visit"),
            FormKind::Pause => say!(self, "form-pause"),
            FormKind::Mediate => say!(self, "form-mediate"),
            FormKind::Statement => say!(self, "form-statement"),
            FormKind::Raise => say!(self, "form-raise"),
            FormKind::Merge => say!(self, "form-merge"),
        }
    }

    /// The question which case it is the same matter as, with those that could be it.
    pub fn which_leader(self, view: &CaseView, offered: &[CaseView], version: i32) -> Page {
        let form = Form::new(FormKind::Merge);
        let today = self.local_day(view.case.opened_at);
        let mut page = self.form_question(view, &form, version, (&[], &[]), today);
        let mut rows = vec![];
        for one in offered {
            let number = one.case.number.as_str();
            let line = say!(
                self,
                "leader-line",
                number = number,
                about = self.about(one),
                place = self.whereabouts(one),
                state = self.staff_state(one),
                moment = self.moment(one.case.opened_at)
            );
            page.text = page.text.line(line);
            rows.push(Key::press(number, &Button::Task(version, Choice::Case(one.case.id))));
        }
        if offered.is_empty() {
            page.text = page.text.line(say!(self, "leader-none"));
        }
        let mut rows: Vec<Vec<Key>> = rows.chunks(2).map(<[Key]>::to_vec).collect();
        if let Keyboard::Inline(below) = page.keyboard {
            rows.extend(below);
        }
        page.keyboard = Keyboard::Inline(rows);
        page
    }

    /// The present question of a form, with what was answered so far; or everything once more.
    pub fn form_question(
        self,
        view: &CaseView,
        form: &Form,
        version: i32,
        (people, undone): (&[Person], &[usize]),
        today: NaiveDate,
    ) -> Page {
        let key = |label: String, choice| Key::press(label, &Button::Task(version, choice));
        let number = view.case.number.as_str();
        let title = self.form(form.kind);
        let cancel = key(say!(self, "button-cancel"), Choice::Cancel);
        let back = key(say!(self, "button-back"), Choice::Back);
        let Some(field) = form.field() else {
            let head = say!(self, "form-review", number = number, title = title);
            let send = key(say!(self, "button-send"), Choice::Send).toned(Tone::Primary);
            let text = self.form_lines(Text::heading(&head), view, form, people);
            return Page::new(text, vec![vec![send], vec![back, cancel]]);
        };
        let (at, of) = (form.values.len() + 1, form.kind.fields().len());
        let head = say!(self, "form-head", number = number, title = title, at = at, of = of);
        let text = self.form_lines(Text::heading(&head), view, form, people);
        let mut text = text.paragraph(self.field_question(field));
        if field == Field::Corrective {
            let offered = |which: &usize| undone.contains(which);
            for (which, measure) in view.case.handling.undone().filter(|(at, _)| offered(at)) {
                let what = shortened(&measure.text, SHOWN);
                text = text.line(say!(self, "form-line", field = nth(which), value = what));
            }
        }
        let mut rows: Vec<Vec<Key>> = match field {
            Field::Until | Field::Day => {
                // More time is asked for beyond the time that there is.
                let due = view.timer(TimerKind::Solve).map(|timer| self.local_day(timer.due_at));
                let from = due.filter(|_| form.kind == FormKind::AskTime).unwrap_or(today);
                let from = from.max(today);
                let days =
                    OFFERED_DAYS.iter().filter_map(|days| from.checked_add_days(Days::new(*days)));
                let keys: Vec<Key> = days.map(|day| key(self.day(day), Choice::By(day))).collect();
                keys.chunks(2).map(<[Key]>::to_vec).collect()
            }
            Field::Responsible | Field::Accused => people
                .iter()
                .map(|person| vec![key(self.name(person), Choice::Person(person.id))])
                .collect(),
            Field::Time => {
                let times =
                    OFFERED_HOURS.iter().filter_map(|hour| NaiveTime::from_hms_opt(*hour, 0, 0));
                let keys: Vec<Key> =
                    times.map(|time| key(clock_face(time), Choice::Time(time))).collect();
                keys.chunks(3).map(<[Key]>::to_vec).collect()
            }
            Field::PauseGround => PauseGround::ALL
                .iter()
                .map(|ground| vec![key(self.pause_ground(*ground), Choice::Ground(*ground))])
                .collect(),
            Field::RaiseGround => RaiseGround::OF_DESK
                .iter()
                .map(|ground| vec![key(self.raise_ground(*ground), Choice::Raised(*ground))])
                .collect(),
            Field::Settled => [true, false]
                .map(|settled| vec![key(self.settled(settled), Choice::Settled(settled))])
                .into(),
            Field::Mediator => Mediator::ALL
                .map(|mediator| vec![key(self.mediator(mediator), Choice::Mediator(mediator))])
                .into(),
            Field::Party => {
                Party::ALL.map(|party| vec![key(self.party(party), Choice::Party(party))]).into()
            }
            Field::Corrective => {
                undone.iter().map(|at| vec![key(nth(*at), Choice::Corrective(*at))]).collect()
            }
            _ => vec![],
        };
        rows.push(if form.values.is_empty() { vec![cancel] } else { vec![back, cancel] });
        Page::new(text, rows)
    }

    fn form_lines(self, mut text: Text, view: &CaseView, form: &Form, people: &[Person]) -> Text {
        for (field, value) in form.kind.fields().iter().zip(&form.values) {
            let value = match value {
                Value::Words(words) => shortened(words, SHOWN),
                Value::Day(day) => self.day(*day),
                Value::Time(time) => clock_face(*time),
                Value::Ground(ground) => self.pause_ground(*ground),
                Value::Raised(ground) => self.raise_ground(*ground),
                Value::Case(case) => Number::of(*case).as_str().to_owned(),
                Value::Settled(settled) => self.settled(*settled),
                Value::Mediator(mediator) => self.mediator(*mediator),
                Value::Party(party) => self.party(*party),
                Value::Corrective(which) => {
                    let chosen = view.case.handling.corrective.get(*which);
                    chosen.map(|one| shortened(&one.measure.text, SHOWN)).unwrap_or_default()
                }
                Value::Person(id) => people
                    .iter()
                    .find(|person| person.id == *id)
                    .map(|person| self.name(person))
                    .unwrap_or_default(),
            };
            text = text.line(say!(self, "form-line", field = self.field(*field), value = value));
        }
        text
    }

    /// For what sort of thing work waits.
    pub(super) fn pause_ground(self, ground: PauseGround) -> String {
        match ground {
            PauseGround::Owner => say!(self, "pause-owner"),
            PauseGround::Parts => say!(self, "pause-parts"),
            PauseGround::Outside => say!(self, "pause-outside"),
            PauseGround::Weather => say!(self, "pause-weather"),
            PauseGround::Planned => say!(self, "pause-planned"),
        }
    }

    fn field(self, field: Field) -> String {
        match field {
            Field::Measure => say!(self, "field-measure"),
            Field::Reason => say!(self, "field-reason"),
            Field::Responsible => say!(self, "field-responsible"),
            Field::Corrective => say!(self, "field-measure"),
            Field::Done => say!(self, "field-done"),
            Field::Accused => say!(self, "field-accused"),
            Field::Until => say!(self, "field-until"),
            Field::Work => say!(self, "field-work"),
            Field::Amount => say!(self, "field-amount"),
            Field::Body => say!(self, "field-body"),
            Field::Contact => say!(self, "field-body-contact"),
            Field::Ground => say!(self, "field-ground"),
            Field::Explanation => say!(self, "field-explanation"),
            Field::Suggestion => say!(self, "field-suggestion"),
            Field::Plan => say!(self, "field-plan"),
            Field::Day => say!(self, "field-day"),
            Field::Time => say!(self, "field-time"),
            Field::PauseGround => say!(self, "field-pause-ground"),
            Field::What => say!(self, "field-what"),
            Field::Settled => say!(self, "field-settled"),
            Field::Mediator => say!(self, "field-mediator"),
            Field::Party => say!(self, "field-party"),
            Field::Statement => say!(self, "field-statement"),
            Field::Agreed => say!(self, "field-agreed"),
            Field::RaiseGround => say!(self, "field-raise-ground"),
            Field::Leader => say!(self, "field-leader"),
        }
    }

    fn field_question(self, field: Field) -> String {
        match field {
            Field::Measure => say!(self, "ask-measure"),
            Field::Reason => say!(self, "ask-reason"),
            Field::Responsible => say!(self, "ask-responsible"),
            Field::Corrective => say!(self, "ask-corrective"),
            Field::Done => say!(self, "ask-done"),
            Field::Accused => say!(self, "ask-accused"),
            Field::Until => say!(self, "ask-until"),
            Field::Work => say!(self, "ask-work"),
            Field::Amount => say!(self, "ask-amount"),
            Field::Body => say!(self, "ask-body"),
            Field::Contact => say!(self, "ask-body-contact"),
            Field::Ground => say!(self, "ask-ground"),
            Field::Explanation => say!(self, "ask-explanation"),
            Field::Suggestion => say!(self, "ask-suggestion"),
            Field::Plan => say!(self, "ask-plan"),
            Field::Day => say!(self, "ask-day"),
            Field::Time => say!(self, "ask-time"),
            Field::PauseGround => say!(self, "ask-pause-ground"),
            Field::What => say!(self, "ask-what"),
            Field::Settled => say!(self, "ask-settled"),
            Field::Mediator => say!(self, "ask-mediator"),
            Field::Party => say!(self, "ask-party"),
            Field::Statement => say!(self, "ask-statement"),
            Field::Agreed => say!(self, "ask-agreed"),
            Field::RaiseGround => say!(self, "ask-raise-ground"),
            Field::Leader => say!(self, "ask-leader"),
        }
    }

    /// The form is sent.
    pub fn form_sent(self, number: &str, kind: FormKind) -> Page {
        Page::say(match kind {
            FormKind::AskTime | FormKind::Decline => say!(self, "form-asked", number = number),
            FormKind::Accuse => say!(self, "form-noted", number = number),
            FormKind::Statement => say!(self, "form-statement-noted", number = number),
            FormKind::Quote | FormKind::Visit => say!(self, "form-sent-owner", number = number),
            FormKind::Merge => say!(self, "form-merged", number = number),
            _ => say!(self, "form-sent", number = number),
        })
    }
}

/// A time of day as it is written everywhere: 14:00.
fn clock_face(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// The number by which one of several is chosen, from 1 on.
fn nth(which: usize) -> String {
    which.saturating_add(1).to_string()
}
