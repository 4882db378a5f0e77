//! What holds for everything we say: it fits, it is readable on a phone, and a group never learns
//! whose matter it is.

use casework::words::Language;

use super::{
    book::{Said, Spoken, body, everything},
    sample::Sample,
};
use crate::{
    button::Button,
    page::{Page, TEXT_LIMIT},
};

/// The longest answer to a press, in characters.
const TOAST_LIMIT: usize = 200;

/// The labels of the buttons of a page, row by row.
pub(super) fn labels(page: &Page) -> Vec<Vec<String>> {
    let body = body(page);
    let markup = &body["reply_markup"];
    let rows = markup["inline_keyboard"].as_array().or_else(|| markup["keyboard"].as_array());
    let label = |key: &serde_json::Value| key["text"].as_str().unwrap().to_owned();
    let row = |row: &serde_json::Value| row.as_array().unwrap().iter().map(label).collect();
    rows.map(|rows| rows.iter().map(row).collect()).unwrap_or_default()
}

fn all(make: fn(Language) -> Sample) -> Vec<(Language, Spoken)> {
    Language::ALL
        .into_iter()
        .flat_map(|language| {
            everything(&make(language)).into_iter().map(move |spoken| (language, spoken))
        })
        .collect()
}

#[test]
fn everything_fits_however_long_the_words_of_people_are() {
    for (language, spoken) in all(Sample::new).into_iter().chain(all(Sample::longest)) {
        let (text, limit) = match &spoken.said {
            Said::Page(page) => (page.text.as_str(), TEXT_LIMIT),
            Said::Toast(text) => (text.as_str(), TOAST_LIMIT),
        };
        let length = text.chars().count();
        assert!(length <= limit, "{}: {} has {length}", language.tag(), spoken.title);
        assert!(length > 0, "{}: {} says nothing", language.tag(), spoken.title);
    }
}

#[test]
fn a_button_is_short_and_a_row_is_not_crowded() {
    for (language, spoken) in all(Sample::new) {
        let Said::Page(page) = &spoken.said else { continue };
        for row in labels(page) {
            assert!(row.len() <= 3, "{}: {row:?}", language.tag());
            for label in row {
                let wide = label.chars().filter(|c| *c >= '\u{2e80}').count();
                let narrow = label.chars().count() - wide;
                // 14 Chinese or 24 Latin characters, or a mixture as wide.
                let fits = wide * 24 + narrow * 14 <= 14 * 24;
                assert!(fits, "{}: {}: {label}", language.tag(), spoken.title);
            }
        }
    }
}

#[test]
fn every_button_is_one_that_we_read() {
    for (_, spoken) in all(Sample::new) {
        let Said::Page(page) = &spoken.said else { continue };
        let body = body(page);
        let rows = body["reply_markup"]["inline_keyboard"].as_array().cloned();
        for key in rows.unwrap_or_default().iter().flat_map(|row| row.as_array().unwrap()) {
            if let Some(data) = key["callback_data"].as_str() {
                assert!(data.len() <= 64, "{data}");
                assert!(data.parse::<Button>().is_ok(), "{data}");
            }
        }
    }
}

#[test]
fn a_group_never_learns_whose_matter_it_is() {
    for (language, spoken) in all(Sample::new) {
        let Said::Page(page) = &spoken.said else { continue };
        if !spoken.in_group {
            continue;
        }
        let told = Sample::new(language).told;
        let text = body(page).to_string();
        for secret in [
            &told.owner,
            &told.phone,
            &told.caller,
            &told.story,
            &told.whereabouts,
            &told.when,
            &told.wish,
            &"A-1702".to_owned(),
        ] {
            let title = &spoken.title;
            assert!(!text.contains(secret.as_str()), "{}: {title}: {secret}", language.tag());
        }
    }
}

#[test]
fn emoji_stand_at_the_end_of_a_line_and_alone() {
    for (language, spoken) in all(Sample::new) {
        let text = match &spoken.said {
            Said::Page(page) => page.text.as_str(),
            Said::Toast(text) => text,
        };
        for line in text.lines() {
            let last = line.chars().count().saturating_sub(1);
            let odd = line.chars().enumerate().find(|(at, c)| is_emoji(*c) && *at != last);
            assert_eq!(odd, None, "{}: {line}", language.tag());
        }
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}
