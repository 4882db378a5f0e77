//! Surveys (满意度调查): many are asked the same, apart from any case; what they answer is read in totals.

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    ids::{PersonId, PlaceId, SiteId, SurveyId, TemplateId},
    policy::Span,
    questionnaire::{Asks, Given, Sheet, Template},
    say,
    sentence::Sentence,
    summary::Cadence,
};

/// More months than this nobody calls new.
const MOST_MONTHS: u32 = 60;

/// Who is asked and when, as the file of a survey says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// For how long it can be answered, around the clock.
    pub open: Span,
    /// Whoever has said nothing is reminded once, after so long.
    #[serde(default)]
    pub remind: Option<Span>,
    /// How often the managers hear that it is time for it (T-92).
    #[serde(default)]
    pub every: Option<Cadence>,
    /// So many months after a unit was handed over, its holders are asked by the program itself (T-90).
    #[serde(default)]
    pub after_handover: Vec<u32>,
    /// Within so many months after they moved in, people can be asked apart.
    #[serde(default)]
    pub moved_in: Vec<u32>,
    /// A second person says yes where more than so many are asked.
    pub second_yes_above: i64,
    /// What fewer than so many have answered is not shown.
    pub least: i64,
}

/// Who of those who live somewhere is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// All of them.
    Everybody,
    /// Those who own a unit.
    Owners,
    /// Those who rent one.
    Tenants,
    /// Those who hold a unit since so many months at most.
    MovedIn(u32),
    /// Those whose unit was handed over so many months ago. Asked by the program itself.
    HandedOver(u32),
}

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    /// Everybody there; nothing: in the whole estate.
    pub place: Option<PlaceId>,
    /// Of those.
    pub whom: Whom,
}

/// How many a survey would reach, and how many it would not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reckoned {
    /// They would be asked.
    pub asked: i64,
    /// They want no questions.
    pub unasked: i64,
    /// They live there and have no chat with us: they are not asked.
    pub without_chat: i64,
}

/// A survey as it was sent, or is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Its row.
    pub id: SurveyId,
    /// Of which estate.
    pub site: SiteId,
    /// What is asked.
    pub template: TemplateId,
    /// Who is asked.
    pub audience: Audience,
    /// Who wants to ask; nobody: the program, by its own file.
    pub author: Option<PersonId>,
    /// When that was.
    pub made_at: DateTime<Utc>,
    /// Who has said yes or no as the second.
    pub decided_by: Option<PersonId>,
    /// Since when it is asked; nothing: it waits, or was refused.
    pub begun_at: Option<DateTime<Utc>>,
    /// Until when the last of them can answer.
    pub ends_at: Option<DateTime<Utc>>,
    /// When its end was told.
    pub ended_at: Option<DateTime<Utc>>,
    /// What is to get better because of it, and who has written that down when.
    pub plan: Option<Plan>,
}

/// What is to get better after a survey (S2-12.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What.
    pub words: String,
    /// Who has written it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of those who were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Response {
    /// So many were asked.
    pub asked: i64,
    /// It has reached so many.
    pub delivered: i64,
    /// So many cannot be written to.
    pub unreachable: i64,
    /// It is on its way to so many.
    pub waiting: i64,
    /// So many have answered everything.
    pub answered: i64,
    /// So many have begun and not come to the end.
    pub begun: i64,
    /// So many said that they want no questions.
    pub declined: i64,
}

/// What the answers to one question come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which question, by its code.
    pub question: String,
    /// How often each of what can be chosen was, in the order of the buttons.
    pub chosen: Vec<(String, i64)>,
    /// So many have answered it.
    pub of: i64,
}

impl Programme {
    /// How long it is open.
    pub fn length(&self) -> TimeDelta {
        clock(self.open)
    }

    /// After how long whoever has said nothing is reminded.
    pub fn reminded(&self) -> Option<TimeDelta> {
        self.remind.map(clock)
    }

    /// Who can be asked apart from others, in the order of the buttons.
    pub fn offers(&self) -> Vec<Whom> {
        let mut whom = vec![Whom::Everybody, Whom::Owners, Whom::Tenants];
        whom.extend(self.moved_in.iter().map(|months| Whom::MovedIn(*months)));
        whom
    }

    /// What is wrong with it, a sentence each.
    pub(crate) fn faults(&self) -> Vec<Sentence> {
        let mut faults = vec![];
        for (name, span) in [("open", Some(self.open)), ("remind", self.remind)] {
            if span.is_some_and(|span| !matches!(span, Span::Clock(_))) {
                faults.push(say!(
                    "survey.{name}: write days around the clock, such as \"10d\"",
                    name
                ));
            }
        }
        if self.reminded().is_some_and(|after| after >= self.length()) {
            faults.push(say!(
                "survey.remind: it comes when the survey is over; write less than open"
            ));
        }
        for (name, months) in
            [("after_handover", &self.after_handover), ("moved_in", &self.moved_in)]
        {
            if months.iter().any(|months| !(1..=MOST_MONTHS).contains(months)) {
                faults.push(say!(
                    "survey.{name}: write months from 1 to {most_months}",
                    name,
                    most_months = MOST_MONTHS
                ));
            }
        }
        if self.second_yes_above < 0 {
            faults.push(say!("survey.second_yes_above: write how many, from 0 on"));
        }
        if self.least < 1 {
            faults.push(say!("survey.least: write at least 1"));
        }
        faults
    }
}

fn clock(span: Span) -> TimeDelta {
    match span {
        Span::Clock(length) => length,
        _ => TimeDelta::zero(),
    }
}

impl Whom {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Owners => "owners",
            Self::Tenants => "tenants",
            Self::MovedIn(_) => "moved_in",
            Self::HandedOver(_) => "handed_over",
        }
    }

    /// Of how many months, where it says so.
    pub fn months(self) -> Option<u32> {
        match self {
            Self::MovedIn(months) | Self::HandedOver(months) => Some(months),
            Self::Everybody | Self::Owners | Self::Tenants => None,
        }
    }

    /// Reads what [`Whom::name`] and [`Whom::months`] write.
    pub fn parse(name: &str, months: Option<u32>) -> Option<Self> {
        Some(match (name, months) {
            ("everybody", None) => Self::Everybody,
            ("owners", None) => Self::Owners,
            ("tenants", None) => Self::Tenants,
            ("moved_in", Some(months)) => Self::MovedIn(months),
            ("handed_over", Some(months)) => Self::HandedOver(months),
            _ => return None,
        })
    }

    /// As what somebody holds a unit, as the book writes it; nothing: however they live there.
    pub(crate) fn tenures(self) -> Option<Vec<String>> {
        let tenures: &[&str] = match self {
            Self::Everybody => return None,
            Self::Owners => &["owner"],
            Self::Tenants => &["tenant"],
            Self::MovedIn(_) | Self::HandedOver(_) => &["owner", "tenant"],
        };
        Some(tenures.iter().map(|tenure| (*tenure).to_owned()).collect())
    }

    /// They hold their unit since then at the earliest, where that counts.
    pub(crate) fn since(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::MovedIn(months) => now.checked_sub_months(Months::new(months)),
            _ => None,
        }
    }
}

impl Survey {
    /// Whether a second person has to say something to it.
    pub fn waits(&self) -> bool {
        self.begun_at.is_none() && self.decided_by.is_none() && self.ended_at.is_none()
    }
}

/// What the sheets of a survey come to, question by question; words apart.
pub fn counted(template: &Template, sheets: &[Sheet]) -> Vec<Counted> {
    let pressed = template.questions.iter().filter(|question| !question.codes().is_empty());
    let counted = pressed.map(|question| {
        let codes = question.codes();
        let mut chosen: Vec<(String, i64)> =
            codes.iter().map(|code| ((*code).to_owned(), 0)).collect();
        let mut of = 0;
        for given in sheets.iter().filter_map(|sheet| sheet.given(&question.code)) {
            let codes = match given {
                Given::Chose(code) => std::slice::from_ref(code),
                Given::ChoseSeveral(codes) => codes.as_slice(),
                Given::Said(_) | Given::Sent(_) | Given::PassedOver => continue,
            };
            of += 1;
            for (_, count) in chosen.iter_mut().filter(|(code, _)| codes.contains(code)) {
                *count += 1;
            }
        }
        // Of reasons, what weighs most comes first; grades keep their order.
        if question.asks == Asks::Reasons {
            chosen.sort_by_key(|(_, count)| -count);
        }
        Counted { question: question.code.clone(), chosen, of }
    });
    counted.collect()
}

/// What people said in their own words, without who said it; what became a matter of its own is not
/// repeated.
pub fn said<'s>(template: &'s Template, sheets: &'s [Sheet]) -> Vec<&'s str> {
    let asks_words = template
        .questions
        .iter()
        .filter(|question| question.asks == Asks::Words && question.item_when.is_empty());
    let codes: Vec<&str> = asks_words.map(|question| question.code.as_str()).collect();
    let said = sheets.iter().flat_map(|sheet| codes.iter().filter_map(|code| sheet.said(code)));
    let mut said: Vec<&str> = said.filter(|words| !words.is_empty()).collect();
    // The order in which they answered would say who it was.
    said.sort_unstable_by_key(|words| Sha256::digest(words.as_bytes()));
    said
}

#[cfg(test)]
mod tests;
