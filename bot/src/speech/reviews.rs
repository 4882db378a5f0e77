//! Callbacks that are to be read by whoever heads the department, and by whoever leads.

use casework::{
    callback::Reading,
    desk::{Reviews, ToReview},
};

use super::{Voice, say};
use crate::{
    button::{Button, Review},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of what one owner said is shown.
const WORDS: usize = 400;

impl Voice {
    /// What waits to be read, the oldest first; what is shown can be marked as read.
    pub fn reviews(self, reviews: &Reviews) -> Page {
        let Some(last) = reviews.shown.last() else {
            return Page::say(say!(self, "reviews-none"));
        };
        let head = say!(self, "reviews-head", count = reviews.owed.max(reviews.shown.len()));
        let mut text = Text::heading(&head);
        for one in &reviews.shown {
            text = text.paragraph(self.to_read(one));
        }
        let label = say!(self, "button-reviews-read", count = reviews.shown.len());
        let read = Button::Review(Review::Read(last.questionnaire, reviews.until));
        Page::new(text, vec![vec![Key::press(label, &read).toned(Tone::Primary)]])
    }

    /// What one owner said: to be looked up by the number.
    fn to_read(self, one: &ToReview) -> String {
        let verdict = &one.verdict;
        let (number, solved) = (one.number.as_str(), self.solved(verdict.solved));
        let grade = self.grade(verdict.grade);
        let mut line = say!(self, "reviews-line", number = number, solved = solved, grade = grade);
        if let Some(clerk) = &one.written_by {
            let name = self.name(clerk);
            line = format!("{line} · {}", say!(self, "reviews-by-phone", name = name));
        }
        let words = [Some(verdict.why()), verdict.words.clone()];
        let words: Vec<String> =
            words.into_iter().flatten().filter(|one| !one.is_empty()).collect();
        if words.is_empty() {
            return line;
        }
        format!("{line}\n{}", shortened(&words.join("\n"), WORDS))
    }

    /// Once a week: something waits to be read.
    pub fn reviews_owed(self, owed: usize) -> Page {
        let text = Text::plain(say!(self, "reviews-owed", count = owed));
        let list = Key::press(say!(self, "button-reviews"), &Button::Review(Review::List));
        Page::new(text, vec![vec![list]])
    }

    /// So many are read.
    pub fn reviews_read(self, count: u64) -> String {
        if count == 0 {
            say!(self, "toast-noted")
        } else {
            say!(self, "reviews-read", count = count)
        }
    }

    /// Somebody else asked.
    pub fn only_reviewers(self) -> String {
        say!(self, "reviews-not-yours")
    }

    /// As what somebody has read a callback.
    pub fn reading(self, reading: Reading) -> String {
        match reading {
            Reading::Head => say!(self, "paper-read-head"),
            Reading::Leader => say!(self, "paper-read-leader"),
        }
    }
}
