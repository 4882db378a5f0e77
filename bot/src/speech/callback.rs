//! The callback questionnaire (回访): one message, changed tap by tap.

use casework::{
    callback::{Grade, Solved},
    desk::CaseView,
    questionnaire::{Asks, Given, Question},
    quiet::Quiet,
    store::{Call, Questionnaire, Subject},
};
use chrono::NaiveTime;

use super::{Voice, say};
use crate::{
    button::{Answered, Button, Home},
    page::{Key, Page, Text, Tone, shortened},
};

/// Wider labels get a row of their own, in columns; a Chinese character takes two.
const HALF_ROW: usize = 14;
/// So much of an answer in words is shown again.
const ANSWER: usize = 800;

impl Voice {
    /// The questionnaire as it stands, to whoever is asked.
    pub fn questionnaire(self, questionnaire: &Questionnaire, number: &str) -> Page {
        let head = Text::heading(&say!(self, "callback-head", number = number));
        self.sheet(questionnaire, head, &say!(self, "callback-why"))
    }

    /// The sheet of a callback or a survey as it stands: `why` they are asked, before the first answer.
    pub(super) fn sheet(self, questionnaire: &Questionnaire, head: Text, why: &str) -> Page {
        let sheet = &questionnaire.sheet;
        let mut text = head;
        let is_new = sheet.is_empty() && questionnaire.is_open();
        if is_new {
            text = text.line(why);
        }
        if questionnaire.is_corrected() && sheet.is_empty() {
            text = text.line(say!(self, "callback-correcting"));
        }
        text = self.answers(text, questionnaire);
        if questionnaire.declined_at.is_some() && questionnaire.written_by.is_some() {
            return Page::new(text.paragraph(say!(self, "callback-declined-by-phone")), vec![]);
        }
        if questionnaire.declined_at.is_some() {
            let again = of_sheet(questionnaire, say!(self, "button-ask-again"), Answered::AskAgain);
            let declined = match questionnaire.about {
                Subject::Case(_) => say!(self, "callback-declined"),
                Subject::Survey(..) => say!(self, "survey-declined"),
            };
            return Page::new(text.paragraph(declined), vec![vec![again]]);
        }
        if questionnaire.expired_at.is_some() && questionnaire.answered_at.is_none() {
            let expired = match questionnaire.about {
                Subject::Case(_) => say!(self, "callback-expired"),
                Subject::Survey(..) => say!(self, "survey-over"),
            };
            return Page::new(text.paragraph(expired), vec![]);
        }
        if questionnaire.answered_at.is_some() && !questionnaire.is_corrected() {
            return self.thanks(text, questionnaire);
        }
        let Some(question) = sheet.question(&questionnaire.template) else {
            return self.thanks(text, questionnaire);
        };
        let never = is_new.then(|| {
            vec![of_sheet(questionnaire, say!(self, "button-never-ask"), Answered::Decline)]
        });
        let never = never.into_iter().collect();
        self.ask(text, question, questionnaire, never)
    }

    /// The same for whoever calls the owner: whom, with which words, and what they have said so far.
    pub fn callback_by_phone(
        self,
        questionnaire: &Questionnaire,
        view: &CaseView,
        tried: &[Call],
    ) -> Page {
        let number = view.case.number.as_str();
        let page = self.questionnaire(questionnaire, number);
        if questionnaire.answered_at.is_some() && !questionnaire.is_corrected() {
            let head = Text::heading(&say!(self, "callback-head", number = number));
            let text = self.answers(head, questionnaire);
            let text = text.paragraph(say!(self, "callback-written-down"));
            let Some(until) = questionnaire.correctable_until() else {
                return Page::new(text, vec![]);
            };
            let text = text.line(say!(self, "call-correctable", moment = self.moment(until)));
            let label = say!(self, "button-correct-theirs");
            return Page::new(text, vec![vec![of_sheet(questionnaire, label, Answered::Correct)]]);
        }
        let estate = view.site.name.in_language(self.language);
        let script = say!(self, "callback-script", estate = estate, number = number);
        let corrects = questionnaire.is_corrected() && questionnaire.sheet.is_empty();
        let text = Text::heading(&self.whom_to_call(view))
            .line(script)
            .line_if(corrects.then(|| say!(self, "call-correcting")));
        let text = self.answers(text.line_if(self.tried(tried)), questionnaire);
        match questionnaire.sheet.question(&questionnaire.template) {
            Some(question) if questionnaire.is_open() || questionnaire.is_corrected() => {
                // Whoever has begun to answer has been reached.
                let is_new = questionnaire.sheet.is_empty() && questionnaire.is_open();
                let outcomes = is_new.then(|| self.outcome_keys(view));
                self.ask(text, question, questionnaire, outcomes.unwrap_or_default())
            }
            // What stands under it is for the owner alone.
            _ => Page::new(page.text, vec![]),
        }
    }

    /// All is answered; for some hours it may be corrected.
    fn thanks(self, text: Text, questionnaire: &Questionnaire) -> Page {
        let is_wrong = questionnaire
            .verdict(self.language)
            .is_some_and(|verdict| verdict.solved != Solved::Yes || verdict.reopens());
        let thanks =
            if is_wrong { say!(self, "callback-sorry") } else { say!(self, "callback-thanks") };
        let text = text.paragraph(thanks);
        let Some(until) = questionnaire.correctable_until() else { return Page::new(text, vec![]) };
        let moment = self.moment(until);
        let label = say!(self, "button-correct-answers");
        let correct = of_sheet(questionnaire, label, Answered::Correct);
        let text = text.line(say!(self, "callback-correctable", moment = moment));
        Page::new(text, vec![vec![correct]])
    }

    /// What was answered so far, a line each.
    fn answers(self, mut text: Text, questionnaire: &Questionnaire) -> Text {
        for (name, value) in self.answered(questionnaire) {
            let value = shortened(&value, ANSWER);
            text = text.line(say!(self, "callback-answered", name = name, value = value));
        }
        text
    }

    /// What was answered, by the names of the questions.
    pub(super) fn answered(self, questionnaire: &Questionnaire) -> Vec<(String, String)> {
        let template = &questionnaire.template;
        // What only leads on to words is said by them.
        let told = questionnaire.sheet.answers(template).filter(|(one, _)| one.typed.is_none());
        let answers = told.filter_map(|(question, given)| {
            let name = question.name.in_language(self.language).to_owned();
            Some((name, self.given(question, given)?))
        });
        answers.collect()
    }

    /// What was chosen, without what was said or sent, by the names of the questions.
    pub fn chosen(self, questionnaire: &Questionnaire) -> Vec<(String, String)> {
        let template = &questionnaire.template;
        let chosen = questionnaire.sheet.answers(template).filter_map(|(question, given)| {
            let is_pressed = matches!(given, Given::Chose(_) | Given::ChoseSeveral(_));
            let value = is_pressed.then(|| self.given(question, given)).flatten()?;
            Some((question.name.in_language(self.language).to_owned(), value))
        });
        chosen.collect()
    }

    fn given(self, question: &Question, given: &Given) -> Option<String> {
        match given {
            Given::Chose(code) => Some(self.option(question, code)),
            Given::ChoseSeveral(codes) if codes.is_empty() => None,
            Given::ChoseSeveral(codes) => {
                let names: Vec<_> = codes.iter().map(|code| self.option(question, code)).collect();
                Some(names.join(" · "))
            }
            Given::Said(text) => Some(text.clone()),
            Given::Sent(_) => Some(say!(self, "callback-sent-file")),
            Given::PassedOver => None,
        }
    }

    /// What stands on an answer's button.
    pub(super) fn option(self, question: &Question, code: &str) -> String {
        let known = match question.asks {
            Asks::Solved => Solved::parse(code).map(|solved| self.solved(solved)),
            Asks::Grade => Grade::parse(code).map(|grade| self.grade(grade)),
            Asks::Stars => code.parse().ok().map(|stars: usize| "★".repeat(stars)),
            Asks::Settled if code == "well" => Some(say!(self, "button-settled-well")),
            Asks::Settled => Some(say!(self, "button-look-again")),
            Asks::Choice | Asks::Reasons => {
                question.option(code).map(|words| words.in_language(self.language).to_owned())
            }
            Asks::Words | Asks::File => None,
        };
        known.unwrap_or_else(|| code.to_owned())
    }

    fn ask(self, text: Text, question: &Question, of: &Questionnaire, last: Vec<Vec<Key>>) -> Page {
        let text = text.paragraph(question.text.in_language(self.language));
        if question.asks.wants_more_than_a_press() {
            if !of.sheet.may_pass(question) {
                return Page::new(text, vec![]);
            }
            let nothing = say!(self, "button-nothing");
            let text = text.line(say!(self, "callback-pass", nothing = nothing));
            return Page::new(
                text,
                vec![vec![of_sheet(of, say!(self, "button-nothing"), Answered::Nothing)]],
            );
        }
        let keys = (0..).zip(question.codes()).map(|(at, code)| {
            let chosen = of.sheet.chosen().iter().any(|chosen| chosen == code);
            let label = match (question.asks, chosen) {
                (Asks::Reasons, true) => format!("☑ {}", self.option(question, code)),
                (Asks::Reasons, false) => format!("☐ {}", self.option(question, code)),
                _ => self.option(question, code),
            };
            let key = Key::press(label, &Button::Sheet(of.id, of.version, Answered::Press(at)));
            match (question.asks, at) {
                (Asks::Solved | Asks::Grade | Asks::Settled, 0) => key.toned(Tone::Success),
                (Asks::Solved | Asks::Grade, 2) | (Asks::Settled, 1) => key.toned(Tone::Danger),
                _ => key,
            }
        });
        let mut rows = match question.asks {
            // A thumb must not slip from one grade to the next.
            Asks::Grade | Asks::Stars => keys.map(|key| vec![key]).collect(),
            _ => in_rows(keys.collect()),
        };
        if question.asks == Asks::Reasons && !of.sheet.chosen().is_empty() {
            let enough = of_sheet(of, say!(self, "button-thats-it"), Answered::Enough);
            rows.push(vec![enough.toned(Tone::Primary)]);
        }
        rows.extend(last);
        Page::new(text, rows)
    }

    /// When they are asked how it was, and whether.
    pub fn quiet(self, hours: Quiet, is_asked: bool) -> Page {
        let when = match (is_asked, hours.is_never()) {
            (false, _) => say!(self, "quiet-not-asked"),
            (true, true) => say!(self, "quiet-any-time"),
            (true, false) => {
                let clock = |time: NaiveTime| time.format("%H:%M").to_string();
                say!(self, "quiet-hours", from = clock(hours.from), until = clock(hours.until))
            }
        };
        let text = Text::heading(&say!(self, "quiet")).line(when).line(say!(self, "quiet-else"));
        let key = |from: u8, until: u8| {
            let label = if from == until {
                say!(self, "button-any-time")
            } else {
                say!(self, "button-quiet", from = from, until = until)
            };
            Key::press(label, &Button::Home(Home::Quiet(from, until)))
        };
        let ask =
            if is_asked { say!(self, "button-never-ask") } else { say!(self, "button-ask-again") };
        let ask = Key::press(ask, &Button::Home(Home::Ask(!is_asked)));
        let mut rows = vec![];
        if is_asked {
            rows.push(vec![key(20, 9), key(21, 8)]);
            rows.push(vec![key(22, 7), key(0, 0)]);
        }
        rows.push(vec![ask]);
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    /// Above the reason why a case is open again.
    pub(super) fn reopened(self, number: &str, by_callback: bool) -> String {
        if by_callback {
            say!(self, "note-reopened-callback", number = number)
        } else {
            say!(self, "note-reopened", number = number)
        }
    }

    /// A reason, or that none was given.
    pub(super) fn or_unsaid(self, reason: &str) -> String {
        if reason.is_empty() { say!(self, "reason-unsaid") } else { reason.to_owned() }
    }

    pub(super) fn solved(self, solved: Solved) -> String {
        match solved {
            Solved::Yes => say!(self, "solved-yes"),
            Solved::Partly => say!(self, "solved-partly"),
            Solved::No => say!(self, "solved-no"),
        }
    }

    pub(super) fn grade(self, grade: Grade) -> String {
        match grade {
            Grade::Satisfied => say!(self, "grade-satisfied"),
            Grade::Basically => say!(self, "grade-basically"),
            Grade::Dissatisfied => say!(self, "grade-dissatisfied"),
        }
    }
}

fn of_sheet(of: &Questionnaire, label: String, answered: Answered) -> Key {
    Key::press(label, &Button::Sheet(of.id, of.version, answered))
}

/// Two narrow keys to a row.
fn in_rows(keys: Vec<Key>) -> Vec<Vec<Key>> {
    let wide = |key: &Key| key.columns() > HALF_ROW;
    let mut rows: Vec<Vec<Key>> = vec![];
    for key in keys {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && !wide(&row[0]) && !wide(&key) => row.push(key),
            _ => rows.push(vec![key]),
        }
    }
    rows
}
