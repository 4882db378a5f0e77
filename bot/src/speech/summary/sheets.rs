//! What stands in the workbook of a summary.

use casework::{
    place::Site,
    summary::{Period, Summary},
};

use super::{Names, Voice, say};
use crate::picture::Piece;

/// A list of a summary.
#[derive(Debug, Clone)]
pub struct Listing {
    /// What it is.
    pub title: String,
    /// Whether bars show it best, or parts of a whole.
    pub shows_bars: bool,
    /// Each thing, and how often.
    pub lines: Vec<(String, u64)>,
}

impl Voice {
    /// What the file is called: the estate and the period, and nothing of anybody.
    pub fn summary_file_name(self, site: &Site, period: Period) -> String {
        let estate = plain(site.name.in_language(self.language));
        say!(self, "sheet-file", estate = estate, period = period.to_string())
    }

    /// The sheet of figures.
    pub fn sheet_figures(self) -> String {
        say!(self, "sheet-figures")
    }

    /// The sheet of lists.
    pub fn sheet_lists(self) -> String {
        say!(self, "sheet-lists")
    }

    /// The sheet of people.
    pub fn sheet_hands(self) -> String {
        say!(self, "sheet-hands")
    }

    /// The sheet of cases.
    pub fn sheet_cases(self) -> String {
        say!(self, "sheet-cases")
    }

    /// The sheet of answers.
    pub fn sheet_answers(self) -> String {
        say!(self, "sheet-answers")
    }

    /// Over the columns of answers.
    pub fn answer_heads(self) -> [String; 4] {
        [
            say!(self, "sheet-number"),
            say!(self, "sheet-questionnaire"),
            say!(self, "sheet-question"),
            say!(self, "sheet-answer"),
        ]
    }

    /// Over a column of counts.
    pub fn sheet_count(self) -> String {
        say!(self, "sheet-count")
    }

    /// Over the columns of the figures.
    pub fn figure_heads(self) -> [String; 5] {
        [
            say!(self, "sheet-figure"),
            say!(self, "sheet-hits"),
            say!(self, "sheet-base"),
            say!(self, "sheet-share"),
            say!(self, "sheet-formula"),
        ]
    }

    /// Over the columns of people.
    pub fn hand_heads(self) -> [String; 4] {
        [
            say!(self, "sheet-person"),
            say!(self, "sheet-results"),
            say!(self, "sheet-in-time"),
            say!(self, "sheet-reopened"),
        ]
    }

    /// Over the columns of cases.
    pub fn case_heads(self) -> Vec<String> {
        vec![
            say!(self, "sheet-number"),
            say!(self, "sheet-kind"),
            say!(self, "sheet-category"),
            say!(self, "sheet-place"),
            say!(self, "sheet-opened"),
            say!(self, "sheet-result"),
            say!(self, "sheet-ended"),
        ]
    }

    /// Every list of a summary: its title, whether bars show it best, and its lines.
    pub fn summary_lists(self, summary: &Summary, names: &Names, with_words: bool) -> Vec<Listing> {
        let kinds = summary.kinds.iter().map(|(kind, count)| (self.kind(*kind), *count));
        let severities =
            summary.severities.iter().map(|(severity, count)| (self.severity(*severity), *count));
        let channels =
            summary.channels.iter().map(|(channel, count)| (self.channel(*channel), *count));
        let categories = summary
            .categories
            .iter()
            .map(|(id, count)| (Names::of(&names.categories, *id), *count));
        let places =
            summary.places.iter().map(|(id, count)| (Names::of(&names.places, *id), *count));
        let pieces = |pieces: Vec<Piece>| {
            let counted = pieces.into_iter().map(|piece| (piece.label, piece.count));
            counted.filter(|(_, count)| *count > 0).collect()
        };
        let repeats = summary.repeats.iter().map(|repeat| {
            let place = Names::of(&names.places, repeat.place);
            let category = Names::of(&names.categories, repeat.category);
            (format!("{place} · {category}"), repeat.count)
        });
        let reasons = summary.reasons.iter().map(|(code, count)| (names.reason(code), *count));
        // What crews wrote: for those who lead them.
        let causes = if with_words { summary.causes.clone() } else { vec![] };
        let listing = |title, shows_bars, lines| Listing { title, shows_bars, lines };
        vec![
            listing(say!(self, "block-kinds"), true, kinds.collect()),
            listing(say!(self, "block-categories"), true, categories.collect()),
            listing(say!(self, "block-places"), true, places.collect()),
            listing(say!(self, "block-severities"), false, severities.collect()),
            listing(say!(self, "block-channels"), true, channels.collect()),
            listing(say!(self, "block-causes"), true, causes),
            listing(say!(self, "block-voices"), false, pieces(self.voice_pieces(summary))),
            listing(say!(self, "block-reasons"), true, reasons.collect()),
            listing(say!(self, "block-backlog"), true, pieces(self.backlog_pieces(summary))),
            listing(say!(self, "block-repeats"), true, repeats.collect()),
        ]
    }

    /// By the clock on the wall of the estate.
    pub fn local(self, moment: chrono::DateTime<chrono::Utc>) -> chrono::NaiveDateTime {
        moment.with_timezone(&self.zone).naive_local()
    }
}

/// A name as part of a file's: no file system minds it.
pub(in crate::speech) fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
