//! A template out of its TOML, with everything that is wrong with it.

use std::collections::BTreeSet;

use super::{Asks, Condition, Occasion, Question, SAID, Schedule, Template};
use crate::{
    policy::{Span, lines},
    words::{Words, columns},
};

/// What is wrong with a template, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct TemplateError(pub Vec<String>);

/// More than this nobody answers on a phone.
const MOST_QUESTIONS: usize = 20;

/// More than this no keyboard shows without scrolling.
const MOST_OPTIONS: usize = 10;

/// What a button shows in a row of two on a small phone, in columns: a Chinese character takes two.
const WIDEST_OPTION: usize = 24;

/// A longer title does not fit on a button beside a day.
const LONGEST_TITLE: usize = 16;

/// Longer questions are not read.
const LONGEST_TEXT: usize = 300;

pub(super) fn read(text: &str) -> Result<Template, TemplateError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| lines::line(text, span.start));
        let what = error.message().replace('\n', ", ");
        TemplateError(vec![format!("line {line}: {what}")])
    })
}

pub(super) fn faults(template: &Template) -> Vec<String> {
    let mut faults = vec![];
    if let Some(fault) = wrong_code(&template.name) {
        faults.push(format!("questionnaire: {fault}"));
    }
    if template.version < 1 {
        faults.push("version: number it from 1 on".to_owned());
    }
    if !matches!(template.correction, Span::Clock(_)) {
        faults.push("correction: write hours around the clock, such as \"12h\"".to_owned());
    }
    match template.questions.len() {
        0 => faults.push("questions: there is none; write [[questions]]".to_owned()),
        1..=MOST_QUESTIONS => {}
        many => faults.push(format!(
            "questions: {many} are more than anybody answers; ask at most {MOST_QUESTIONS}"
        )),
    }
    if template.contradicting.iter().any(|word| word.trim().is_empty()) {
        faults.push("contradicting: a blank word is in every answer; leave it out".to_owned());
    }
    faults.extend(template.schedule.faults());
    let settles = template.questions.iter().any(|question| question.asks == Asks::Settled);
    if !template.contradicting.is_empty() && !settles {
        faults.push("contradicting: no question has asks = \"settled\"; write one".to_owned());
    }
    for pair in template.questions.windows(2) {
        let types = pair[0].typed.is_some() || pair[0].asks == Asks::Reasons;
        if types && pair[1].asks != Asks::Words {
            let code = &pair[0].code;
            faults.push(format!(
                "question {code}: whoever types here answers the next, which must be words"
            ));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, question) in template.questions.iter().enumerate() {
        let found = of_question(question, &template.questions[..at]);
        let found = found.into_iter();
        faults.extend(found.map(|fault| format!("question {}: {fault}", question.code)));
        if !seen.insert(&question.code) {
            faults.push(format!("question {}: it is there twice", question.code));
        }
    }
    match template.occasion {
        Occasion::Result => faults.extend(of_callback(template)),
        Occasion::Survey => faults.extend(of_survey(template)),
    }
    faults
}

/// A survey is about no case: it has a title, says when it is asked, and decides nothing.
fn of_survey(template: &Template) -> Vec<String> {
    let mut faults = vec![];
    match &template.title {
        Some(title) => {
            faults.extend(wrong_words(title, LONGEST_TITLE).map(|fault| format!("title: {fault}")));
        }
        None => {
            let example = "title: a survey has one; write title.en = \"Living here\" and the like";
            faults.push(example.to_owned());
        }
    }
    match &template.survey {
        Some(programme) => faults.extend(programme.faults()),
        None => {
            faults.push("survey: say how long it lasts; write [survey] with open = \"14d\"".into());
        }
    }
    if !template.kinds.is_empty() || !template.categories.is_empty() {
        faults.push("kinds, categories: a survey is about no case; leave them out".to_owned());
    }
    if template.schedule != Schedule::default() {
        faults.push("schedule: a survey has [survey] instead; leave it out".to_owned());
    }
    for Question { code, asks, .. } in &template.questions {
        match asks {
            Asks::Solved | Asks::Settled => faults.push(format!(
                "question {code}: only a callback asks that; write a choice instead"
            )),
            Asks::File => faults.push(format!(
                "question {code}: photos say who sent them; ask for words, and for photos of a matter"
            )),
            Asks::Grade | Asks::Stars | Asks::Choice | Asks::Reasons | Asks::Words => {}
        }
    }
    faults
}

/// What a callback must ask, whatever else it asks: without it nothing can be decided.
fn of_callback(template: &Template) -> Vec<String> {
    let mut faults = vec![];
    if template.title.is_some() || template.survey.is_some() {
        faults.push("title, survey: only a survey has them; leave them out".to_owned());
    }
    let mut must = |code: &str, asks: &[Asks], how: &str| {
        let found = template.question(code);
        let is_sound =
            |question: &Question| asks.contains(&question.asks) && question.when.is_empty();
        if !found.is_some_and(is_sound) {
            faults.push(format!(
                "question {code}: a callback asks it of everybody; write one with {how} and no when"
            ));
        }
    };
    must("solved", &[Asks::Solved], "asks = \"solved\"");
    must("result", &[Asks::Grade, Asks::Stars], "asks = \"grade\" or \"stars\"");
    let (low, example): (&[&str], _) = match template.question("result").map(|result| result.asks) {
        Some(Asks::Stars) => (&["1", "2"], "[\"1\", \"2\"]"),
        _ => (&["dissatisfied"], "[\"dissatisfied\"]"),
    };
    let holds = |conditions: &[Condition], question: &str, value: &str| {
        let about = |one: &&Condition| one.question == question;
        conditions.iter().filter(about).any(|one| one.is.iter().any(|is| is == value))
    };
    let reason = template.question("reason").filter(|reason| reason.asks == Asks::Words);
    let owes = |question: &str, value: &str| {
        reason.is_some_and(|reason| {
            let asked = reason.when.is_empty() || holds(&reason.when, question, value);
            asked && (reason.required || holds(&reason.required_when, question, value))
        })
    };
    let unhappy = [("solved", "no"), ("solved", "partly")].into_iter();
    let unhappy = unhappy.chain(low.iter().map(|value| ("result", *value)));
    let missing: Vec<_> = unhappy.filter(|(question, value)| !owes(question, value)).collect();
    if !missing.is_empty() {
        let missing: Vec<_> =
            missing.iter().map(|(question, value)| format!("{question} = {value}")).collect();
        faults.push(format!(
            "question reason: whoever is not content owes a reason in words ({}); write one with asks = \
             \"words\" and required_when = [{{ question = \"solved\", is = [\"partly\", \"no\"] }}, {{ \
             question = \"result\", is = {example} }}]",
            missing.join(", "),
        ));
    }
    faults
}

fn of_question(question: &Question, before: &[Question]) -> Vec<String> {
    let mut faults: Vec<String> = wrong_code(&question.code).into_iter().collect();
    faults.extend(wrong_words(&question.text, LONGEST_TEXT).map(|fault| format!("text: {fault}")));
    faults.extend(wrong_words(&question.name, WIDEST_OPTION).map(|fault| format!("name: {fault}")));
    let has_options = matches!(question.asks, Asks::Choice | Asks::Reasons);
    match question.options.len() {
        0 | 1 if has_options => faults.push("options: write at least two".to_owned()),
        0 => {}
        _ if !has_options => {
            faults.push("options: only a choice and reasons have them; leave them out".to_owned());
        }
        many if many > MOST_OPTIONS => {
            faults.push(format!("options: {many} are too many; write at most {MOST_OPTIONS}"));
        }
        _ => {}
    }
    if let Some(typed) = &question.typed {
        let known = question.options.iter().any(|choice| choice.code == *typed);
        if question.asks != Asks::Choice || !known {
            faults.push(format!("typed: it has no option {typed}; name one of a choice's own"));
        }
    }
    let mut seen = BTreeSet::new();
    for choice in &question.options {
        let at = format!("option {}", choice.code);
        faults.extend(wrong_code(&choice.code).map(|fault| format!("{at}: {fault}")));
        faults.extend(
            wrong_words(&choice.text, WIDEST_OPTION).map(|fault| format!("{at}: text: {fault}")),
        );
        if !seen.insert(&choice.code) {
            faults.push(format!("{at}: it is there twice"));
        }
    }
    let can_pass = question.asks.wants_more_than_a_press();
    if !can_pass && (question.required || !question.required_when.is_empty()) {
        let only = "required: only words and files can be passed over; leave it out".to_owned();
        faults.push(only);
    }
    if !question.item_when.is_empty() && question.asks != Asks::Words {
        faults.push("item_when: only words are a matter of their own; leave it out".to_owned());
    }
    let all = [
        ("when", &question.when),
        ("required_when", &question.required_when),
        ("item_when", &question.item_when),
    ];
    for (of, conditions) in all {
        let found = conditions.iter().filter_map(|condition| wrong_condition(condition, before));
        faults.extend(found.map(|fault| format!("{of}: {fault}")));
    }
    faults
}

fn wrong_condition(condition: &Condition, before: &[Question]) -> Option<String> {
    let Condition { question, is } = condition;
    let Some(asked) = before.iter().find(|asked| asked.code == *question) else {
        return Some(format!("no question before it is called {question}"));
    };
    let mut known = asked.codes();
    if asked.asks.wants_more_than_a_press() {
        known.push(SAID);
    }
    if is.is_empty() {
        return Some(format!("is: write one of {}", known.join(", ")));
    }
    let unknown = is.iter().find(|is| !known.contains(&is.as_str()))?;
    Some(format!("{question} is never answered with {unknown}; write one of {}", known.join(", ")))
}

fn wrong_code(code: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let fits = !code.is_empty() && code.len() <= 40 && code.chars().all(plain);
    (!fits).then(|| format!("{code:?} is no code; write at most 40 letters, digits, _ or -"))
}

/// Some languages may be left to the others; none of those that are there may be blank or too wide.
fn wrong_words(words: &Words, widest: usize) -> Option<String> {
    if words.0.is_empty() {
        return Some("write it in at least one language".to_owned());
    }
    words.0.iter().find_map(|(language, text)| {
        let columns = columns(text);
        if text.trim().is_empty() {
            Some(format!("{}: it is blank", language.tag()))
        } else if columns > widest {
            Some(format!("{}: it is {columns} columns wide, of at most {widest}", language.tag()))
        } else {
            None
        }
    })
}
