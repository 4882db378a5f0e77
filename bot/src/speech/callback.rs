//! The callback questionnaire (回访): one message, changed tap by tap.

use casework::{
    callback::{Grade, Question, Sheet, Solved},
    desk::CaseView,
    store::Questionnaire,
};

use super::{Voice, say};
use crate::{
    button::{Answered, Button},
    page::{Key, Page, Text, Tone},
};

impl Voice {
    /// The questionnaire as it stands.
    pub fn questionnaire(self, questionnaire: &Questionnaire, number: &str) -> Page {
        let sheet = &questionnaire.sheet;
        let mut text = Text::heading(&say!(self, "callback-head", number = number));
        if *sheet == Sheet::default() && questionnaire.is_open() {
            text = text.line(say!(self, "callback-why"));
        }
        text = self.answers(text, sheet);
        if questionnaire.answered_at.is_some() {
            let thanks = match sheet.verdict() {
                Some(verdict) if verdict.solved != Solved::Yes || verdict.reopens() => {
                    say!(self, "callback-sorry")
                }
                _ => say!(self, "callback-thanks"),
            };
            return Page::new(text.paragraph(thanks), vec![]);
        }
        if !questionnaire.is_open() {
            return Page::new(text.paragraph(say!(self, "callback-expired")), vec![]);
        }
        match sheet.question() {
            Some(question) => self.ask(text, question, questionnaire),
            None => Page::new(text.paragraph(say!(self, "callback-thanks")), vec![]),
        }
    }

    /// The same for whoever calls the owner: whom, with which words, and what they have said so far.
    pub fn callback_by_phone(self, questionnaire: &Questionnaire, view: &CaseView) -> Page {
        let number = view.case.number.as_str();
        let page = self.questionnaire(questionnaire, number);
        if questionnaire.answered_at.is_some() {
            let head = Text::heading(&say!(self, "callback-head", number = number));
            let text = self.answers(head, &questionnaire.sheet);
            return Page::new(text.paragraph(say!(self, "callback-written-down")), vec![]);
        }
        let (name, phone) = (self.name(&view.owner), view.owner.phone.clone().unwrap_or_default());
        let estate = view.site.name.in_language(self.language);
        let head = say!(self, "callback-call", number = number, name = name, phone = phone);
        let script = say!(self, "callback-script", estate = estate, number = number);
        let text = self.answers(Text::heading(&head).line(script), &questionnaire.sheet);
        match questionnaire.sheet.question() {
            Some(question) if questionnaire.is_open() => self.ask(text, question, questionnaire),
            _ => page,
        }
    }

    fn answers(self, text: Text, sheet: &Sheet) -> Text {
        let solved = sheet.solved.map(|solved| self.solved(solved));
        let grade = sheet.grade.map(|grade| self.grade(grade));
        let words = sheet.words.clone().flatten();
        text.line_if(solved.map(|value| say!(self, "callback-answered-solved", value = value)))
            .line_if(grade.map(|value| say!(self, "callback-answered-grade", value = value)))
            .line_if(
                sheet
                    .reason
                    .clone()
                    .map(|value| say!(self, "callback-answered-reason", value = value)),
            )
            .line_if(words.map(|value| say!(self, "callback-answered-words", value = value)))
    }

    fn ask(self, text: Text, question: Question, of: &Questionnaire) -> Page {
        let key = |label: String, answered| {
            Key::press(label, &Button::Sheet(of.id, of.version, answered))
        };
        let solved = |solved| key(self.solved(solved), Answered::Solved(solved));
        let grade = |grade| key(self.grade(grade), Answered::Grade(grade));
        match question {
            Question::Solved => Page::new(
                text.paragraph(say!(self, "callback-solved")),
                vec![
                    vec![solved(Solved::Yes).toned(Tone::Success), solved(Solved::Partly)],
                    vec![solved(Solved::No).toned(Tone::Danger)],
                ],
            ),
            Question::Grade => Page::new(
                text.paragraph(say!(self, "callback-grade")),
                vec![
                    vec![grade(Grade::Satisfied).toned(Tone::Success)],
                    vec![grade(Grade::Basically)],
                    vec![grade(Grade::Dissatisfied).toned(Tone::Danger)],
                ],
            ),
            Question::Reason => Page::new(text.paragraph(say!(self, "callback-reason")), vec![]),
            Question::Words => {
                let nothing = say!(self, "button-nothing");
                let ask = say!(self, "callback-words", nothing = nothing.as_str());
                Page::new(text.paragraph(ask), vec![vec![key(nothing, Answered::Nothing)]])
            }
        }
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
