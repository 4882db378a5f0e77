//! A sheet: the answers so far, as pure steps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asks, Condition, Question, SAID, Template};
use crate::intake::File;

/// The answers so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(from = "Written")]
pub struct Sheet {
    answers: BTreeMap<String, Given>,
    /// What is chosen of several, until they say that this is all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chosen: Vec<String>,
}

/// A sheet as the book has it: by us, or by an instance of the release before, which knew four answers.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    answers: BTreeMap<String, Given>,
    #[serde(default)]
    chosen: Vec<String>,
    solved: Option<String>,
    grade: Option<String>,
    reason: Option<String>,
    words: Option<WordsBefore>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WordsBefore {
    NotAsked,
    PassedOver,
    Said(String),
}

impl From<Written> for Sheet {
    fn from(written: Written) -> Self {
        let Written { mut answers, chosen, solved, grade, reason, words } = written;
        let words = match words {
            Some(WordsBefore::PassedOver) => Some(Given::PassedOver),
            Some(WordsBefore::Said(text)) => Some(Given::Said(text)),
            Some(WordsBefore::NotAsked) | None => None,
        };
        let before = [
            ("solved", solved.map(Given::Chose)),
            ("result", grade.map(Given::Chose)),
            ("reason", reason.map(Given::Said)),
            ("words", words),
        ];
        for (code, given) in before {
            if let Some(given) = given {
                answers.insert(code.to_owned(), given);
            }
        }
        Self { answers, chosen }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// This, by its code.
    Chose(String),
    /// These.
    ChoseSeveral(Vec<String>),
    /// This, in words.
    Said(String),
    /// This photo, or what they said.
    Sent(File),
    /// Nothing.
    PassedOver,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The button at this place, from 0 on.
    Press(usize),
    /// That is all, of several.
    Enough,
    /// Words.
    Text(String),
    /// A photo, or something said.
    File(File),
    /// Nothing to say.
    Nothing,
}

impl Sheet {
    /// Whether nothing was answered yet.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.chosen.is_empty()
    }

    /// What was answered to a question.
    pub fn given(&self, code: &str) -> Option<&Given> {
        self.answers.get(code)
    }

    /// What was chosen of a question with one answer.
    pub fn chose(&self, code: &str) -> Option<&str> {
        match self.given(code)? {
            Given::Chose(chosen) => Some(chosen),
            _ => None,
        }
    }

    /// What was said in words.
    pub fn said(&self, code: &str) -> Option<&str> {
        match self.given(code)? {
            Given::Said(text) => Some(text),
            _ => None,
        }
    }

    /// What is chosen of several so far.
    pub fn chosen(&self) -> &[String] {
        &self.chosen
    }

    /// The answers in the order of their questions.
    pub fn answers<'s>(
        &'s self,
        template: &'s Template,
    ) -> impl Iterator<Item = (&'s Question, &'s Given)> {
        let questions = template.questions.iter();
        questions.filter_map(|question| Some((question, self.given(&question.code)?)))
    }

    /// The question to be asked next; none when there are no more.
    pub fn question<'t>(&self, template: &'t Template) -> Option<&'t Question> {
        let open = |question: &&Question| {
            !self.answers.contains_key(&question.code) && self.is_asked(template, question)
        };
        template.questions.iter().find(open)
    }

    /// Whether the present question may be passed over.
    pub fn may_pass(&self, question: &Question) -> bool {
        let can = question.asks.wants_more_than_a_press();
        can && !question.required && !self.any(&question.required_when)
    }

    /// Takes one answer; `None` when it does not answer the present question.
    #[must_use]
    pub fn answer(&self, template: &Template, reply: Reply) -> Option<Self> {
        let question = self.question(template)?;
        let mut next = self.clone();
        let given = match (question.asks, reply) {
            (Asks::Reasons, Reply::Press(at)) => {
                let code = (*question.codes().get(at)?).to_owned();
                match next.chosen.iter().position(|chosen| *chosen == code) {
                    Some(known) => drop(next.chosen.remove(known)),
                    None => next.chosen.push(code),
                }
                return Some(next);
            }
            (Asks::Reasons, Reply::Enough) if next.chosen.is_empty() => return None,
            (Asks::Reasons, Reply::Enough) => Given::ChoseSeveral(std::mem::take(&mut next.chosen)),
            // Whoever types instead of choosing is taken at their word, if words come next.
            (Asks::Reasons, Reply::Text(text)) => {
                let several = Given::ChoseSeveral(std::mem::take(&mut next.chosen));
                next.answers.insert(question.code.clone(), several);
                return next.answer(template, Reply::Text(text));
            }
            (Asks::Choice, Reply::Text(text)) => {
                next.answers.insert(question.code.clone(), Given::Chose(question.typed.clone()?));
                return next.answer(template, Reply::Text(text));
            }
            (Asks::Words, Reply::Text(text)) => Given::Said(text),
            (Asks::Words | Asks::File, Reply::File(file)) => Given::Sent(file),
            (Asks::Words | Asks::File, Reply::Nothing) if self.may_pass(question) => {
                Given::PassedOver
            }
            (Asks::Words | Asks::File, _) => return None,
            (_, Reply::Press(at)) => Given::Chose((*question.codes().get(at)?).to_owned()),
            _ => return None,
        };
        next.answers.insert(question.code.clone(), given);
        Some(next)
    }

    /// What they said that is a matter of its own.
    pub fn items<'s>(&'s self, template: &'s Template) -> impl Iterator<Item = &'s str> {
        let own = template.questions.iter().filter(|question| self.any(&question.item_when));
        own.filter_map(|question| self.said(&question.code))
    }

    /// Words go, what can be counted stays.
    pub(crate) fn erase(&mut self) {
        for given in self.answers.values_mut() {
            match given {
                Given::Said(text) => text.clear(),
                Given::Sent(_) => *given = Given::PassedOver,
                Given::Chose(_) | Given::ChoseSeveral(_) | Given::PassedOver => {}
            }
        }
    }

    fn is_asked(&self, template: &Template, question: &Question) -> bool {
        if question.asks == Asks::Settled && !self.contradicts(template) {
            return false;
        }
        question.when.is_empty() || self.any(&question.when)
    }

    /// Whether a question of this sort was answered so.
    fn is(&self, template: &Template, asks: Asks, code: &str) -> bool {
        let mut questions = template.questions.iter().filter(|question| question.asks == asks);
        questions.any(|question| self.chose(&question.code) == Some(code))
    }

    /// Whether they say that it is solved and that they are satisfied, in words that say otherwise; or
    /// that they are satisfied with what is not solved.
    fn contradicts(&self, template: &Template) -> bool {
        let satisfied = ["satisfied", "5"].map(Some).contains(&self.chose("result"));
        let wrong = |text: &str| {
            let text = text.to_lowercase();
            template.contradicting.iter().any(|word| text.contains(&word.to_lowercase()))
        };
        let said =
            || self.answers.values().any(|given| matches!(given, Given::Said(text) if wrong(text)));
        satisfied
            && (self.is(template, Asks::Solved, "no")
                || self.is(template, Asks::Solved, "yes") && said())
    }

    fn any(&self, conditions: &[Condition]) -> bool {
        conditions.iter().any(|condition| match self.given(&condition.question) {
            Some(Given::Chose(code)) => condition.is.contains(code),
            Some(Given::ChoseSeveral(codes)) => {
                codes.iter().any(|code| condition.is.contains(code))
            }
            Some(Given::Said(_) | Given::Sent(_)) => condition.is.iter().any(|is| is == SAID),
            Some(Given::PassedOver) | None => false,
        })
    }
}
