//! Forms: what wants more than one answer and becomes one event. One engine for all of them; what a
//! form asks is a table.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Problem, Text, Turn};
use crate::{
    case::{
        Event,
        handling::{Mediator, Party, PauseGround, RaiseGround},
    },
    ids::{CaseId, PersonId},
    policy::Calendar,
};

/// No date lies further ahead than this: a year that was typed wrongly is asked for again.
const LATEST: Days = Days::new(2 * 366);

/// What is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// The leaders fix measure, responsible person and limit (S0-01.5b).
    Fix,
    /// More time is asked for (TR-16).
    AskTime,
    /// What helps until it can be mended (TR-15).
    Relieve,
    /// What it would cost the owner (TR-13).
    Quote,
    /// It is the matter of another body (TR-06).
    Refer,
    /// It is not accepted (TR-05).
    Decline,
    /// What removes the cause (S3-01.8).
    Prevent,
    /// What removes the cause is done.
    Complete,
    /// About whom it is (C-16).
    Accuse,
    /// How it is to be done (TR-12).
    Plan,
    /// When somebody comes to the owner.
    Visit,
    /// For what work waits (TR-14, TR-19).
    Pause,
    /// A talk between neighbours (TR-20).
    Mediate,
    /// What one side of a quarrel has said (PV-07).
    Statement,
    /// Why it is graver than it looked (S2-04).
    Raise,
    /// With which case of the same cause it is dealt with together.
    Merge,
}

/// One question of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What is to be done, or was done.
    Measure,
    /// Why.
    Reason,
    /// Who answers for it.
    Responsible,
    /// Which of the corrective measures.
    Corrective,
    /// What was done about it.
    Done,
    /// About whom.
    Accused,
    /// Until which day.
    Until,
    /// How it is to be done.
    Plan,
    /// On which day somebody comes.
    Day,
    /// At what time.
    Time,
    /// For what sort of thing work waits.
    PauseGround,
    /// For what, or whom.
    What,
    /// Whether neighbours have agreed.
    Settled,
    /// Who has led their talk.
    Mediator,
    /// What neighbours have agreed.
    Agreed,
    /// Whose statement it is.
    Party,
    /// What they have said.
    Statement,
    /// Why it is graver than it looked.
    RaiseGround,
    /// Which case it is the same matter as.
    Leader,
    /// Which work.
    Work,
    /// How much.
    Amount,
    /// Which body.
    Body,
    /// How it is reached.
    Contact,
    /// On which ground.
    Ground,
    /// What is explained to the owner.
    Explanation,
    /// What is suggested to the owner instead.
    Suggestion,
}

/// An answer, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Words(String),
    /// A day, to its end.
    Day(NaiveDate),
    /// Somebody.
    Person(PersonId),
    /// A time of day, where the estate lies.
    Time(NaiveTime),
    /// For what sort of thing work waits.
    Ground(PauseGround),
    /// Why it is graver than it looked.
    Raised(RaiseGround),
    /// A case.
    Case(CaseId),
    /// One of the corrective measures of the case, from 0 on.
    Corrective(usize),
    /// Whether neighbours have agreed.
    Settled(bool),
    /// Who has led their talk.
    Mediator(Mediator),
    /// Whose statement it is.
    Party(Party),
}

/// A form being filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Which.
    pub kind: FormKind,
    /// The answers so far, in the order of the questions.
    pub values: Vec<Value>,
}

/// What somebody says to a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormAnswer {
    /// Words; a date is read where one is asked for.
    Text(String),
    /// A day of those offered.
    Day(NaiveDate),
    /// One of the people offered.
    Person(PersonId),
    /// One of the times offered.
    Time(NaiveTime),
    /// One of the grounds offered.
    Ground(PauseGround),
    /// One of the reasons offered.
    Raised(RaiseGround),
    /// A case: one of those offered, or the one whose number was typed.
    Case(CaseId),
    /// One of the corrective measures offered.
    Corrective(usize),
    /// Whether neighbours have agreed.
    Settled(bool),
    /// One of those who can lead a talk.
    Mediator(Mediator),
    /// One of the sides.
    Party(Party),
    /// The question before.
    Back,
    /// It is all right so.
    Send,
}

impl FormKind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::Fix,
        Self::AskTime,
        Self::Relieve,
        Self::Quote,
        Self::Refer,
        Self::Decline,
        Self::Prevent,
        Self::Complete,
        Self::Accuse,
        Self::Plan,
        Self::Visit,
        Self::Pause,
        Self::Mediate,
        Self::Statement,
        Self::Raise,
        Self::Merge,
    ];

    /// What it asks, in order.
    pub fn fields(self) -> &'static [Field] {
        use Field::{
            Accused, Agreed, Amount, Body, Contact, Corrective, Day, Done, Explanation, Ground,
            Leader, Measure, Mediator, Party, PauseGround, Plan, RaiseGround, Reason, Responsible,
            Settled, Statement, Suggestion, Time, Until, What, Work,
        };
        match self {
            Self::Fix | Self::Prevent => &[Measure, Responsible, Until],
            Self::AskTime => &[Reason, Until],
            Self::Relieve => &[Measure, Reason, Until],
            Self::Quote => &[Work, Amount],
            Self::Refer => &[Body, Contact, Until],
            Self::Decline => &[Ground, Explanation, Suggestion],
            Self::Complete => &[Corrective, Done],
            Self::Accuse => &[Accused],
            Self::Plan => &[Plan, Until],
            Self::Visit => &[Day, Time],
            Self::Pause => &[PauseGround, What, Until],
            Self::Mediate => &[Settled, Mediator, Agreed, Until],
            Self::Statement => &[Party, Statement],
            Self::Raise => &[RaiseGround],
            Self::Merge => &[Leader],
        }
    }
}

impl Field {
    /// What sort of answer it takes.
    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Until | Self::Day => matches!(value, Value::Day(_)),
            Self::Time => matches!(value, Value::Time(_)),
            Self::PauseGround => matches!(value, Value::Ground(_)),
            Self::RaiseGround => matches!(value, Value::Raised(_)),
            Self::Leader => matches!(value, Value::Case(_)),
            Self::Corrective => matches!(value, Value::Corrective(_)),
            Self::Settled => matches!(value, Value::Settled(_)),
            Self::Mediator => matches!(value, Value::Mediator(_)),
            Self::Party => matches!(value, Value::Party(_)),
            Self::Responsible | Self::Accused => matches!(value, Value::Person(_)),
            _ => matches!(value, Value::Words(_)),
        }
    }
}

impl Form {
    /// An empty one.
    pub fn new(kind: FormKind) -> Self {
        Self { kind, values: vec![] }
    }

    /// The question at which it stands; `None` when all are answered.
    pub fn field(&self) -> Option<Field> {
        self.kind.fields().get(self.values.len()).copied()
    }

    /// Takes one answer, on this day where the estate lies.
    #[must_use]
    pub fn answer(mut self, answer: FormAnswer, today: NaiveDate) -> Turn<Self> {
        let Some(field) = self.field() else {
            return match answer {
                FormAnswer::Send => Turn::Done(self),
                FormAnswer::Back => {
                    self.values.pop();
                    Turn::Ask(self)
                }
                _ => Turn::Again(self, Problem::ChooseButton),
            };
        };
        let value = match answer {
            FormAnswer::Back => {
                self.values.pop();
                return Turn::Ask(self);
            }
            FormAnswer::Send => return Turn::Again(self, Problem::WantsWords),
            FormAnswer::Person(person) => Value::Person(person),
            FormAnswer::Day(day) => Value::Day(day),
            FormAnswer::Time(time) => Value::Time(time),
            FormAnswer::Ground(ground) => Value::Ground(ground),
            FormAnswer::Raised(ground) => Value::Raised(ground),
            FormAnswer::Case(case) => Value::Case(case),
            FormAnswer::Corrective(which) => Value::Corrective(which),
            FormAnswer::Settled(settled) => Value::Settled(settled),
            FormAnswer::Mediator(mediator) => Value::Mediator(mediator),
            FormAnswer::Party(party) => Value::Party(party),
            FormAnswer::Text(text) if field == Field::Time => match time_of(&text) {
                Some(time) => Value::Time(time),
                None => return Turn::Again(self, Problem::BadTime),
            },
            FormAnswer::Text(text) if matches!(field, Field::Until | Field::Day) => {
                match day_of(&text, today) {
                    Some(day) => Value::Day(day),
                    None => return Turn::Again(self, Problem::BadDate),
                }
            }
            FormAnswer::Text(text) => match Text::parse(&text) {
                Ok(text) => Value::Words(text.into_string()),
                Err(why) => return Turn::Again(self, why.into()),
            },
        };
        match value {
            Value::Day(day) if day < today || day > today + LATEST => {
                Turn::Again(self, Problem::BadDate)
            }
            value if field.takes(&value) => {
                self.values.push(value);
                Turn::Ask(self)
            }
            Value::Words(_) => Turn::Again(self, Problem::ChooseButton),
            _ => Turn::Again(self, Problem::WantsWords),
        }
    }

    /// What it makes happen, once everything is answered.
    pub fn event(&self, calendar: &Calendar) -> Option<Event> {
        let words = |at: usize| match self.values.get(at) {
            Some(Value::Words(words)) => Some(words.clone()),
            _ => None,
        };
        let person = |at: usize| match self.values.get(at) {
            Some(Value::Person(person)) => Some(*person),
            _ => None,
        };
        let until = |at: usize| match self.values.get(at) {
            Some(Value::Day(day)) => Some(calendar.end_of_day(*day)),
            _ => None,
        };
        let visit = || match (self.values.first(), self.values.get(1)) {
            (Some(Value::Day(day)), Some(Value::Time(time))) => Some(calendar.moment(*day, *time)),
            _ => None,
        };
        let ground = |at: usize| match self.values.get(at) {
            Some(Value::Ground(ground)) => Some(*ground),
            _ => None,
        };
        Some(match self.kind {
            FormKind::Fix => {
                Event::Fix { measure: words(0)?, responsible: person(1)?, until: until(2)? }
            }
            FormKind::AskTime => Event::AskTime { reason: words(0)?, until: until(1)? },
            FormKind::Relieve => {
                Event::Relieve { measure: words(0)?, reason: words(1)?, until: until(2)? }
            }
            FormKind::Quote => Event::Quote { work: words(0)?, amount: words(1)? },
            FormKind::Refer => {
                Event::Refer { body: words(0)?, contact: words(1)?, until: until(2)? }
            }
            FormKind::Decline => {
                Event::Decline { ground: words(0)?, explanation: words(1)?, suggestion: words(2)? }
            }
            FormKind::Prevent => {
                Event::Prevent { measure: words(0)?, responsible: person(1)?, until: until(2)? }
            }
            FormKind::Complete => match self.values.first() {
                Some(Value::Corrective(which)) => {
                    Event::Complete { which: *which, done: words(1)? }
                }
                _ => return None,
            },
            FormKind::Accuse => Event::Accuse { person: person(0)? },
            FormKind::Plan => Event::Plan { plan: words(0)?, until: until(1)? },
            FormKind::Visit => Event::OfferVisit { at: visit()? },
            FormKind::Pause => {
                Event::Pause { ground: ground(0)?, what: words(1)?, until: until(2)? }
            }
            FormKind::Mediate => match self.values[..] {
                [Value::Settled(settled), Value::Mediator(mediator), ..] => {
                    Event::Mediate { agreed: words(2)?, until: until(3)?, settled, mediator }
                }
                _ => return None,
            },
            FormKind::Statement => match self.values.first() {
                Some(Value::Party(party)) => Event::Statement { party: *party, text: words(1)? },
                _ => return None,
            },
            FormKind::Raise => match self.values.first() {
                Some(Value::Raised(ground)) => Event::Raise { ground: *ground },
                _ => return None,
            },
            FormKind::Merge => match self.values.first() {
                Some(Value::Case(into)) => Event::Merge { into: *into },
                _ => return None,
            },
        })
    }

    /// An event of the same sort, to ask whether it might happen at all before anybody is asked.
    pub fn trial(kind: FormKind, by: PersonId, later: DateTime<Utc>) -> Event {
        let text = String::new;
        match kind {
            FormKind::Fix => Event::Fix { measure: text(), responsible: by, until: later },
            FormKind::AskTime => Event::AskTime { reason: text(), until: later },
            FormKind::Relieve => Event::Relieve { measure: text(), reason: text(), until: later },
            FormKind::Quote => Event::Quote { work: text(), amount: text() },
            FormKind::Refer => Event::Refer { body: text(), contact: text(), until: later },
            FormKind::Decline => {
                Event::Decline { ground: text(), explanation: text(), suggestion: text() }
            }
            FormKind::Prevent => Event::Prevent { measure: text(), responsible: by, until: later },
            FormKind::Complete => Event::Complete { which: 0, done: text() },
            // Nobody has this number.
            FormKind::Accuse => Event::Accuse { person: PersonId(0) },
            FormKind::Plan => Event::Plan { plan: text(), until: later },
            FormKind::Visit => Event::OfferVisit { at: later },
            FormKind::Pause => {
                Event::Pause { ground: PauseGround::Owner, what: text(), until: later }
            }
            FormKind::Mediate => Event::Mediate {
                agreed: text(),
                until: later,
                settled: true,
                mediator: Mediator::Ours,
            },
            FormKind::Statement => Event::Statement { party: Party::Owner, text: text() },
            FormKind::Raise => Event::Raise { ground: RaiseGround::BeyondAuthority },
            // No case has this number.
            FormKind::Merge => Event::Merge { into: CaseId(0) },
        }
    }
}

/// A day as people type it: `2026-12-01`, `12-01`, `1.12.`, `12月1日`. Without a year, the next one.
pub fn day_of(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let dotted = text.contains('.') && !text.contains('-');
    match numbers[..] {
        [year, month, day] if year >= 1000 => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        [one, other] => {
            let (month, day) = if dotted { (other, one) } else { (one, other) };
            let this_year = NaiveDate::from_ymd_opt(today.year(), month, day)?;
            if this_year >= today {
                return Some(this_year);
            }
            NaiveDate::from_ymd_opt(today.year() + 1, month, day)
        }
        _ => None,
    }
}

/// A time of day as people type it: `14:30`, `14.30`, `14点半`, `9`.
fn time_of(text: &str) -> Option<NaiveTime> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers[..] {
        [hour] if text.contains('半') => NaiveTime::from_hms_opt(hour, 30, 0),
        [hour] => NaiveTime::from_hms_opt(hour, 0, 0),
        [hour, minute] => NaiveTime::from_hms_opt(hour, minute, 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        for text in ["2026-12-01", "12-01", "1.12.", "12月1日", "2026年12月1日", "12/1"] {
            assert_eq!(day_of(text, today()), day(2026, 12, 1), "{text}");
        }
        assert_eq!(day_of("01-05", today()), day(2027, 1, 5), "the next one");
        for text in ["soon", "", "31-31", "5", "2026-13-01", "99999999999999-1"] {
            assert_eq!(day_of(text, today()), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (text, (hour, minute)) in
            [("14:30", (14, 30)), ("14.30", (14, 30)), ("14点半", (14, 30)), ("9点", (9, 0))]
        {
            assert_eq!(time_of(text), NaiveTime::from_hms_opt(hour, minute, 0), "{text}");
        }
        for text in ["noon", "", "25:00", "12:75", "1:2:3"] {
            assert_eq!(time_of(text), None, "{text}");
        }
    }

    proptest! {
        /// Whatever is answered, a form never has an answer of the wrong sort, survives the book, and
        /// makes an event exactly when all is answered.
        #[test]
        fn a_form_is_whole_or_asks(
            kind in prop::sample::select(FormKind::ALL.to_vec()),
            row in prop::collection::vec((0..13_u8, ".{0,8}"), 0..20),
        ) {
            let calendar = Calendar::weekdays(chrono_tz::Asia::Shanghai);
            let mut form = Form::new(kind);
            for (sort, text) in row {
                let answer = match sort {
                    0 => FormAnswer::Text(text),
                    1 => FormAnswer::Day(today()),
                    2 => FormAnswer::Person(PersonId(7)),
                    3 => FormAnswer::Back,
                    4 => FormAnswer::Time(NaiveTime::MIN),
                    5 => FormAnswer::Ground(PauseGround::Parts),
                    6 => FormAnswer::Case(CaseId(7)),
                    7 => FormAnswer::Corrective(1),
                    8 => FormAnswer::Settled(true),
                    9 => FormAnswer::Mediator(Mediator::Outside),
                    10 => FormAnswer::Party(Party::Other),
                    _ => FormAnswer::Text("words".to_owned()),
                };
                form = match form.answer(answer, today()) {
                    Turn::Ask(form) | Turn::Again(form, _) | Turn::Done(form) => form,
                };
                for (field, value) in kind.fields().iter().zip(&form.values) {
                    prop_assert!(field.takes(value));
                }
                let kept: Form =
                    serde_json::from_str(&serde_json::to_string(&form).unwrap()).unwrap();
                prop_assert_eq!(&kept, &form);
                prop_assert_eq!(form.event(&calendar).is_some(), form.field().is_none());
            }
        }
    }
}
