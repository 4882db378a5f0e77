//! What the buttons about surveys carry.

use std::fmt;

use casework::{
    ids::{SurveyId, TemplateId},
    survey::Whom,
};

/// About surveys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survey {
    /// Which are there?
    List,
    /// Ask this: of whom?
    Begin(TemplateId),
    /// What has it come to?
    Show(SurveyId),
    /// What was said in their own words? This page.
    Words(SurveyId, u16),
    /// Write down what is to get better.
    Plan(SurveyId),
    /// Write down what of it the owners may read.
    Publish(SurveyId),
    /// The second yes, or no.
    Decide(SurveyId, bool),
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List => f.write_str("all"),
            Self::Begin(id) => write!(f, "new:{id}"),
            Self::Show(id) => write!(f, "see:{id}"),
            Self::Words(id, page) => write!(f, "words:{id}:{page}"),
            Self::Plan(id) => write!(f, "plan:{id}"),
            Self::Publish(id) => write!(f, "publish:{id}"),
            Self::Decide(id, true) => write!(f, "yes:{id}"),
            Self::Decide(id, false) => write!(f, "no:{id}"),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Survey> {
    let survey = |id: &str| Some(SurveyId(id.parse().ok()?));
    Some(match parts {
        ["all"] => Survey::List,
        ["new", id] => Survey::Begin(TemplateId(id.parse().ok()?)),
        ["see", id] => Survey::Show(survey(id)?),
        ["words", id, page] => Survey::Words(survey(id)?, page.parse().ok()?),
        ["plan", id] => Survey::Plan(survey(id)?),
        ["publish", id] => Survey::Publish(survey(id)?),
        ["yes", id] => Survey::Decide(survey(id)?, true),
        ["no", id] => Survey::Decide(survey(id)?, false),
        _ => return None,
    })
}

pub(super) fn write_whom(f: &mut fmt::Formatter<'_>, whom: Whom) -> fmt::Result {
    match whom {
        Whom::Everybody => f.write_str("ask:all"),
        Whom::Owners => f.write_str("ask:own"),
        Whom::Tenants => f.write_str("ask:rent"),
        Whom::MovedIn(months) => write!(f, "ask:in:{months}"),
        Whom::HandedOver(months) => write!(f, "ask:over:{months}"),
    }
}

pub(super) fn parse_whom(parts: &[&str]) -> Option<Whom> {
    Some(match parts {
        ["all"] => Whom::Everybody,
        ["own"] => Whom::Owners,
        ["rent"] => Whom::Tenants,
        ["in", months] => Whom::MovedIn(months.parse().ok()?),
        ["over", months] => Whom::HandedOver(months.parse().ok()?),
        _ => return None,
    })
}
