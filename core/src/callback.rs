//! The callback (回访): what the answers to its questionnaire come to.

use serde::{Deserialize, Serialize};

use crate::{
    questionnaire::{Asks, Given, Sheet, Template},
    words::Language,
};

/// Whether the matter is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// 解决了
    Yes,
    /// 部分解决
    Partly,
    /// 没有解决
    No,
}

/// How satisfied the owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 满意
    Satisfied,
    /// 基本满意
    Basically,
    /// 不满意
    Dissatisfied,
}

/// What became of a call in which nothing was said yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// 无人接听
    NoAnswer,
    /// 号码不对
    WrongNumber,
    /// 不愿回访: they do not want to be asked about this case.
    Refused,
    /// 已告知: they know the result, and cannot say yet whether it is solved (T-80).
    Told,
}

/// As what somebody reads what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// They head the department that did the work.
    Head,
    /// They manage the estate or lead the company.
    Leader,
}

impl Reading {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Leader => "leader",
        }
    }
}

/// What the answers come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Is it solved?
    pub solved: Solved,
    /// Satisfied with the result?
    pub grade: Grade,
    /// With how people behaved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attitude: Option<Grade>,
    /// With how fast it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed: Option<Grade>,
    /// What was chosen of the reasons, in the language of the estate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causes: Option<String>,
    /// Why not.
    pub reason: Option<String>,
    /// The owner's own words.
    pub words: Option<String>,
}

impl Verdict {
    /// What a sheet comes to, once it says whether it is solved and how satisfied they are; the
    /// questions after that may still be open.
    pub fn of(template: &Template, sheet: &Sheet, language: Language) -> Option<Self> {
        let grade = |code| Grade::parse(sheet.chose(code)?);
        let mut questions = template.questions.iter();
        let settled = questions.find(|question| question.asks == Asks::Settled);
        let settled = settled.and_then(|question| sheet.chose(&question.code));
        let again = settled == Some("again");
        let words = |code| sheet.said(code).map(str::to_owned);
        Some(Self {
            solved: match settled {
                Some("again") => Solved::No,
                Some(_) => Solved::Yes,
                None => Solved::parse(sheet.chose("solved")?)?,
            },
            grade: grade("result")?,
            attitude: grade("attitude"),
            speed: grade("speed"),
            causes: causes(template, sheet, language),
            // Whose words alone say that it is not right has given the reason with them.
            reason: words("reason").or_else(|| words("words").filter(|_| again)),
            words: words("words"),
        })
    }

    /// Why it is not right: what they chose, and what they said.
    pub fn why(&self) -> String {
        let why: Vec<_> = [&self.causes, &self.reason].into_iter().flatten().cloned().collect();
        why.join("\n")
    }

    /// Whether the case must be opened again.
    pub fn reopens(&self) -> bool {
        self.solved == Solved::No || self.grade == Grade::Dissatisfied
    }
}

fn causes(template: &Template, sheet: &Sheet, language: Language) -> Option<String> {
    let chosen = sheet.answers(template).filter_map(|(question, given)| match given {
        Given::ChoseSeveral(codes) => Some((question, codes)),
        _ => None,
    });
    let names =
        chosen.flat_map(|(question, codes)| codes.iter().filter_map(|code| question.option(code)));
    let names: Vec<_> = names.map(|name| name.in_language(language)).collect();
    (!names.is_empty()).then(|| names.join(" · "))
}

impl CallOutcome {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::WrongNumber => "wrong_number",
            Self::Refused => "refused",
            Self::Told => "told",
        }
    }
}

impl Solved {
    /// How templates, sheets and the book write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// Reads what [`Solved::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Yes, Self::Partly, Self::No].into_iter().find(|solved| solved.name() == name)
    }
}

impl Grade {
    /// How templates, sheets and the book write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Basically => "basically",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// Reads what [`Grade::name`] writes, or stars: four and five are satisfied, three is basically.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "satisfied" | "5" | "4" => Some(Self::Satisfied),
            "basically" | "3" => Some(Self::Basically),
            "dissatisfied" | "2" | "1" => Some(Self::Dissatisfied),
            _ => None,
        }
    }
}
