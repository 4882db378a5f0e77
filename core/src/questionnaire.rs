//! Questionnaires: templates that an estate may write itself, and the sheets that people fill in.
//!
//! A template is data with a version; a sheet is always read with the version it was asked under.
//! What the answers of a callback come to is said in [`callback`](crate::callback), what those of a survey
//! come to in [`survey`](crate::survey).

mod reading;
mod schedule;
mod sheet;

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

pub use reading::TemplateError;
pub use schedule::Schedule;
pub use sheet::{Given, Reply, Sheet};

use crate::{
    case::Kind,
    policy::{Span, written},
    say,
    survey::Programme,
    words::Words,
};

/// The templates that come with the program, by name.
pub const SHIPPED: [(&str, &str); 3] = [
    ("callback", include_str!("questionnaire/templates/callback.toml")),
    ("satisfaction", include_str!("questionnaire/templates/satisfaction.toml")),
    ("handover", include_str!("questionnaire/templates/handover.toml")),
];

/// The surveys that come with the program, by name.
pub fn surveys() -> impl Iterator<Item = &'static str> {
    let read = |(name, text): (&'static str, &str)| (name, Template::kept(text));
    let known = SHIPPED.into_iter().map(read);
    known.filter_map(|(name, template)| template.ok()?.survey.map(|_| name))
}

/// A questionnaire as its file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What it is called.
    #[serde(rename = "questionnaire")]
    pub name: String,
    /// Grows with every change; a sheet keeps the version it was asked under.
    pub version: i32,
    /// When it is asked.
    pub occasion: Occasion,
    /// What stands above it, of a survey.
    #[serde(default)]
    pub title: Option<Words>,
    /// Who is asked and when, of a survey.
    #[serde(default)]
    pub survey: Option<Programme>,
    /// Of which kinds of cases; none means all that no other template names.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Of which categories, by their codes; none means all that no other template names.
    #[serde(default)]
    pub categories: Vec<String>,
    /// When it is asked and of how many, where it is not as the profile says.
    #[serde(default)]
    pub schedule: Schedule,
    /// For how long after the last answer the answers may be corrected.
    #[serde(deserialize_with = "correction")]
    pub correction: Span,
    /// Words that do not go with "solved" and "satisfied", in any language.
    #[serde(default)]
    pub contradicting: Vec<String>,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Question>,
}

/// No time at all is no length of a procedure, and may well be meant here.
fn correction<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
    let text = String::deserialize(from)?;
    match text.as_str() {
        "0h" => Ok(Span::Clock(TimeDelta::zero())),
        text => text.parse().map_err(serde::de::Error::custom),
    }
}

/// When a questionnaire is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// After the result of a case.
    Result,
    /// Apart from any case, of many.
    Survey,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// By which sheets and conditions know it.
    pub code: String,
    /// What sort of answer it wants.
    pub asks: Asks,
    /// The question.
    pub text: Words,
    /// What its answer is called in a list of answers.
    pub name: Words,
    /// What there is to choose from, of a choice or of reasons.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// It is asked when one of these holds; always when there is none.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Words and files may be passed over, unless one of these holds.
    #[serde(default)]
    pub required_when: Vec<Condition>,
    /// Never passed over.
    #[serde(default)]
    pub required: bool,
    /// What is said is registered as a matter of its own when one of these holds.
    #[serde(default)]
    pub item_when: Vec<Condition>,
    /// What whoever types instead of choosing has chosen; what they type answers the next question.
    #[serde(default)]
    pub typed: Option<String>,
}

/// What sort of answer a question wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Yes, partly, no.
    Solved,
    /// 满意, 基本满意, 不满意.
    Grade,
    /// Five stars to one.
    Stars,
    /// One of several.
    Choice,
    /// Some of several.
    Reasons,
    /// Words.
    Words,
    /// A photo or something said.
    File,
    /// Asked only when the words contradict the answers: is it well or not?
    Settled,
}

impl Asks {
    /// What can be pressed, by code, in the order of the buttons; none of what has options of its own.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Solved => &["yes", "partly", "no"],
            Self::Grade => &["satisfied", "basically", "dissatisfied"],
            Self::Stars => &["5", "4", "3", "2", "1"],
            Self::Settled => &["well", "again"],
            Self::Choice | Self::Reasons | Self::Words | Self::File => &[],
        }
    }

    /// Whether it is answered with words, a photo or something said.
    pub fn wants_more_than_a_press(self) -> bool {
        matches!(self, Self::Words | Self::File)
    }
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// By which sheets and conditions know it.
    pub code: String,
    /// What stands on the button.
    pub text: Words,
}

/// What must have been answered before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// To which question, by its code.
    pub question: String,
    /// One of these: a code that can be chosen, or `said` where words or a file are wanted.
    pub is: Vec<String>,
}

/// What stands in a condition when words or a file were given.
const SAID: &str = "said";

impl Question {
    /// Whether it can be answered by writing or sending something.
    pub fn listens(&self) -> bool {
        let by_typing = self.asks == Asks::Reasons || self.typed.is_some();
        by_typing || self.asks.wants_more_than_a_press()
    }

    /// The codes of all that can be pressed, in the order of the buttons.
    pub fn codes(&self) -> Vec<&str> {
        match self.asks {
            Asks::Choice | Asks::Reasons => {
                self.options.iter().map(|choice| choice.code.as_str()).collect()
            }
            asks => asks.codes().to_vec(),
        }
    }

    /// What stands on an option of its own.
    pub fn option(&self, code: &str) -> Option<&Words> {
        self.options.iter().find(|choice| choice.code == code).map(|choice| &choice.text)
    }
}

impl Template {
    /// Reads a template that is to be asked from now on, and says everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let template = Self::kept(text)?;
        let faults = reading::faults(&template);
        if faults.is_empty() { Ok(template) } else { Err(TemplateError(faults)) }
    }

    /// Reads a template that the book has: it was sound when it came there.
    pub fn kept(text: &str) -> Result<Self, TemplateError> {
        reading::read(text)
    }

    /// For how long after the last answer the answers may be corrected.
    pub fn correctable(&self) -> TimeDelta {
        match self.correction {
            Span::Clock(length) => length,
            _ => TimeDelta::zero(),
        }
    }

    /// A question by its code.
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// Whether it is asked of such a case, and how closely it is meant for it.
    /// `within` are the codes of its category and of the groups around it.
    pub fn fits(&self, occasion: Occasion, kind: Kind, within: &[&str]) -> Option<u8> {
        let of_kind = self.kinds.is_empty() || self.kinds.contains(&kind);
        let named = |code: &String| within.contains(&code.as_str());
        let of_category = self.categories.is_empty() || self.categories.iter().any(named);
        (self.occasion == occasion && of_kind && of_category)
            .then(|| 2 * u8::from(!self.categories.is_empty()) + u8::from(!self.kinds.is_empty()))
    }
}

/// The template that is asked of such a case: the one meant for it most closely; of equals, the one
/// named first.
pub fn asked<'t, Id: Copy + 't>(
    templates: impl IntoIterator<Item = &'t (Id, Arc<Template>)>,
    occasion: Occasion,
    kind: Kind,
    within: &[&str],
) -> Option<Id> {
    let mut best = None;
    for (id, template) in templates {
        let Some(fits) = template.fits(occasion, kind, within) else { continue };
        if best.is_none_or(|(known, _)| fits > known) {
            best = Some((fits, *id));
        }
    }
    best.map(|(_, id)| id)
}

/// An estate's own questionnaire: a file beside the estate file.
#[derive(Debug, Clone)]
pub struct Own {
    /// How the estate file names its file.
    pub file: String,
    /// What it says.
    pub template: Template,
    /// Its words, as the book keeps them.
    pub body: String,
}

impl Own {
    /// Reads a file. The faults do not name it; whoever shows them does.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, TemplateError> {
        let text = written::text(bytes).map_err(|fault| TemplateError(vec![fault]))?;
        let template = Template::parse(text)?;
        if SHIPPED.iter().any(|(name, _)| name.eq_ignore_ascii_case(&template.name)) {
            return Err(TemplateError(vec![say!(
                "{name} is a questionnaire that comes with the program; give yours a name of its own, such as \
                 questionnaire = \"our_{name}\"",
                name = &template.name
            )]));
        }
        Ok(Self { file: file.to_owned(), template, body: text.to_owned() })
    }
}

#[cfg(test)]
mod tests;
