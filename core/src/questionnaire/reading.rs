//! A template out of its TOML, with everything that is wrong with it.

use std::collections::BTreeSet;

use super::{Asks, Condition, Occasion, Question, SAID, Schedule, Template};
use crate::{
    policy::{Span, lines},
    say,
    sentence::{self, Sentence},
    words::{Words, columns},
};

/// What is wrong with a template, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", sentence::joined(.0, "\n"))]
pub struct TemplateError(pub Vec<Sentence>);

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
        TemplateError(vec![say!(
            "line {line}: {what}",
            line,
            what = Sentence::heard(error.message())
        )])
    })
}

pub(super) fn faults(template: &Template) -> Vec<Sentence> {
    let mut faults = vec![];
    if let Some(fault) = wrong_code(&template.name) {
        faults.push(say!("questionnaire: {fault}", fault));
    }
    if template.version < 1 {
        faults.push(say!("version: number it from 1 on"));
    }
    if !matches!(template.correction, Span::Clock(_)) {
        faults.push(say!("correction: write hours around the clock, such as \"12h\""));
    }
    match template.questions.len() {
        0 => faults.push(say!("questions: there is none; write [[questions]]")),
        1..=MOST_QUESTIONS => {}
        many => faults.push(say!(
            "questions: {many} are more than anybody answers; ask at most {most_questions}",
            many,
            most_questions = MOST_QUESTIONS
        )),
    }
    if template.contradicting.iter().any(|word| word.trim().is_empty()) {
        faults.push(say!("contradicting: a blank word is in every answer; leave it out"));
    }
    faults.extend(template.schedule.faults());
    let settles = template.questions.iter().any(|question| question.asks == Asks::Settled);
    if !template.contradicting.is_empty() && !settles {
        faults.push(say!("contradicting: no question has asks = \"settled\"; write one"));
    }
    for pair in template.questions.windows(2) {
        let types = pair[0].typed.is_some() || pair[0].asks == Asks::Reasons;
        if types && pair[1].asks != Asks::Words {
            let code = &pair[0].code;
            faults.push(say!(
                "question {code}: whoever types here answers the next, which must be words",
                code
            ));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, question) in template.questions.iter().enumerate() {
        let found = of_question(question, &template.questions[..at]);
        let found = found.into_iter();
        faults.extend(
            found.map(|fault| say!("question {code}: {fault}", code = &question.code, fault)),
        );
        if !seen.insert(&question.code) {
            faults.push(say!("question {code}: it is there twice", code = &question.code));
        }
    }
    match template.occasion {
        Occasion::Result => faults.extend(of_callback(template)),
        Occasion::Survey => faults.extend(of_survey(template)),
    }
    faults
}

/// A survey is about no case: it has a title, says when it is asked, and decides nothing.
fn of_survey(template: &Template) -> Vec<Sentence> {
    let mut faults = vec![];
    match &template.title {
        Some(title) => {
            faults.extend(
                wrong_words(title, LONGEST_TITLE).map(|fault| say!("title: {fault}", fault)),
            );
        }
        None => {
            faults.push(say!(
                "title: a survey has one; write title.en = \"Living here\" and the like"
            ));
        }
    }
    match &template.survey {
        Some(programme) => faults.extend(programme.faults()),
        None => {
            faults.push(say!("survey: say how long it lasts; write [survey] with open = \"14d\""));
        }
    }
    if !template.kinds.is_empty() || !template.categories.is_empty() {
        faults.push(say!("kinds, categories: a survey is about no case; leave them out"));
    }
    if template.schedule != Schedule::default() {
        faults.push(say!("schedule: a survey has [survey] instead; leave it out"));
    }
    for Question { code, asks, .. } in &template.questions {
        match asks {
            Asks::Solved | Asks::Settled => faults.push(say!("question {code}: only a callback asks that; write a choice instead", code)),
            Asks::File => faults.push(say!("question {code}: photos say who sent them; ask for words, and for photos of a matter", code)),
            Asks::Grade | Asks::Stars | Asks::Choice | Asks::Reasons | Asks::Words => {}
        }
    }
    faults
}

/// What a callback must ask, whatever else it asks: without it nothing can be decided.
fn of_callback(template: &Template) -> Vec<Sentence> {
    let mut faults = vec![];
    if template.title.is_some() || template.survey.is_some() {
        faults.push(say!("title, survey: only a survey has them; leave them out"));
    }
    let mut must = |code: &str, asks: &[Asks], how: &str| {
        let found = template.question(code);
        let is_sound =
            |question: &Question| asks.contains(&question.asks) && question.when.is_empty();
        if !found.is_some_and(is_sound) {
            faults.push(say!("question {code}: a callback asks it of everybody; write one with {how} and no when", code, how));
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
        faults.push(say!("question reason: whoever is not content owes a reason in words ({known}); write one with asks = \
             \"words\" and required_when = [{solved}, {result}]", known = missing.join(", "), solved = "{ question = \"solved\", is = [\"partly\", \"no\"] }", result = format!("{{ question = \"result\", is = {example} }}")));
    }
    faults
}

fn of_question(question: &Question, before: &[Question]) -> Vec<Sentence> {
    let mut faults: Vec<Sentence> = wrong_code(&question.code).into_iter().collect();
    faults.extend(
        wrong_words(&question.text, LONGEST_TEXT).map(|fault| say!("text: {fault}", fault)),
    );
    faults.extend(
        wrong_words(&question.name, WIDEST_OPTION).map(|fault| say!("name: {fault}", fault)),
    );
    let has_options = matches!(question.asks, Asks::Choice | Asks::Reasons);
    match question.options.len() {
        0 | 1 if has_options => faults.push(say!("options: write at least two")),
        0 => {}
        _ if !has_options => {
            faults.push(say!("options: only a choice and reasons have them; leave them out"));
        }
        many if many > MOST_OPTIONS => {
            faults.push(say!(
                "options: {many} are too many; write at most {most_options}",
                many,
                most_options = MOST_OPTIONS
            ));
        }
        _ => {}
    }
    if let Some(typed) = &question.typed {
        let known = question.options.iter().any(|choice| choice.code == *typed);
        if question.asks != Asks::Choice || !known {
            faults.push(say!("typed: it has no option {typed}; name one of a choice's own", typed));
        }
    }
    let mut seen = BTreeSet::new();
    for choice in &question.options {
        let at = say!("option {code}", code = &choice.code);
        faults.extend(wrong_code(&choice.code).map(|fault| say!("{at}: {fault}", at = &at, fault)));
        faults.extend(
            wrong_words(&choice.text, WIDEST_OPTION)
                .map(|fault| say!("{at}: text: {fault}", at = &at, fault)),
        );
        if !seen.insert(&choice.code) {
            faults.push(say!("{at}: it is there twice", at));
        }
    }
    let can_pass = question.asks.wants_more_than_a_press();
    if !can_pass && (question.required || !question.required_when.is_empty()) {
        let only = say!("required: only words and files can be passed over; leave it out");
        faults.push(only);
    }
    if !question.item_when.is_empty() && question.asks != Asks::Words {
        faults.push(say!("item_when: only words are a matter of their own; leave it out"));
    }
    let all = [
        ("when", &question.when),
        ("required_when", &question.required_when),
        ("item_when", &question.item_when),
    ];
    for (of, conditions) in all {
        let found = conditions.iter().filter_map(|condition| wrong_condition(condition, before));
        faults.extend(found.map(|fault| say!("{at}: {fault}", at = of, fault)));
    }
    faults
}

fn wrong_condition(condition: &Condition, before: &[Question]) -> Option<Sentence> {
    let Condition { question, is } = condition;
    let Some(asked) = before.iter().find(|asked| asked.code == *question) else {
        return Some(say!("no question before it is called {question}", question));
    };
    let mut known = asked.codes();
    if asked.asks.wants_more_than_a_press() {
        known.push(SAID);
    }
    if is.is_empty() {
        return Some(say!("is: write one of {known}", known = known.join(", ")));
    }
    let unknown = is.iter().find(|is| !known.contains(&is.as_str()))?;
    Some(say!(
        "{question} is never answered with {unknown}; write one of {known}",
        question,
        unknown,
        known = known.join(", ")
    ))
}

fn wrong_code(code: &str) -> Option<Sentence> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let fits = !code.is_empty() && code.len() <= 40 && code.chars().all(plain);
    (!fits).then(|| {
        say!(
            "{code} is no code; write at most 40 letters, digits, _ or -",
            code = format!("{code:?}")
        )
    })
}

/// Some languages may be left to the others; none of those that are there may be blank or too wide.
fn wrong_words(words: &Words, widest: usize) -> Option<Sentence> {
    if words.0.is_empty() {
        return Some(say!("write it in at least one language"));
    }
    words.0.iter().find_map(|(language, text)| {
        let columns = columns(text);
        if text.trim().is_empty() {
            Some(say!("{tag}: it is blank", tag = language.tag()))
        } else if columns > widest {
            Some(say!(
                "{tag}: it is {columns} columns wide, of at most {widest}",
                tag = language.tag(),
                columns,
                widest
            ))
        } else {
            None
        }
    })
}
