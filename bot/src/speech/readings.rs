//! Callbacks that are to be read by whoever heads the department, and by whoever leads.

use casework::{
    callback::{Grade, Reading},
    desk::{CallbacksToRead, ToRead},
};

use super::{Voice, say};
use crate::{
    button::{Button, Readings},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of what one owner said is shown.
const WORDS: usize = 400;

impl Voice {
    /// What waits to be read, the oldest first; what is shown can be marked as read.
    pub fn callbacks_to_read(self, waiting: &CallbacksToRead) -> Page {
        let Some(last) = waiting.shown.last() else {
            return Page::say(say!(self, "readings-none"));
        };
        let mut text = Text::heading(&say!(self, "readings-head"));
        for one in &waiting.shown {
            text = text.paragraph(self.to_read(one));
        }
        let label = say!(self, "button-readings-read", count = waiting.shown.len());
        let read = Button::Readings(Readings::Read(last.questionnaire, waiting.until));
        Page::new(text, vec![vec![Key::press(label, &read).toned(Tone::Primary)]])
    }

    /// What one owner said: to be looked up by the number.
    fn to_read(self, one: &ToRead) -> String {
        let verdict = &one.verdict;
        let (number, solved) = (one.number.as_str(), self.solved(verdict.solved));
        let grade = self.grade(verdict.grade);
        let mut head = say!(self, "readings-line", number = number, solved = solved, grade = grade);
        // Content with the work does not say content with the manner.
        let named = [
            (say!(self, "readings-manner"), verdict.attitude),
            (say!(self, "readings-speed"), verdict.speed),
        ];
        for (name, grade) in named {
            if let Some(grade) = grade.filter(|grade| *grade != Grade::Satisfied) {
                head = format!("{head} · {}", self.line_of(name, &self.grade(grade)));
            }
        }
        if let Some(clerk) = &one.written_by {
            let name = self.name(clerk);
            head = format!("{head} · {}", say!(self, "readings-by-phone", name = name));
        }
        let mut lines = vec![head];
        for words in [Some(verdict.why()), verdict.words.clone()].into_iter().flatten() {
            if !words.is_empty() && !lines.contains(&words) {
                lines.push(words);
            }
        }
        let (head, words) = lines.split_at(1);
        let words = shortened(&words.join("\n"), WORDS);
        if words.is_empty() { head.concat() } else { format!("{}\n{words}", head.concat()) }
    }

    /// Once a week: something waits to be read.
    pub fn callbacks_wait(self) -> Page {
        let list = Key::press(say!(self, "button-readings"), &Button::Readings(Readings::List));
        Page::new(Text::plain(say!(self, "readings-owed")), vec![vec![list]])
    }

    /// So many are read.
    pub fn callbacks_read(self, count: u64) -> String {
        if count == 0 { self.toast_noted() } else { say!(self, "readings-read", count = count) }
    }

    /// Somebody else asked.
    pub fn only_readers(self) -> String {
        say!(self, "readings-not-yours")
    }

    /// As what somebody has read a callback.
    pub fn reading(self, reading: Reading) -> String {
        match reading {
            Reading::Head => say!(self, "paper-read-head"),
            Reading::Leader => say!(self, "paper-read-leader"),
        }
    }
}
