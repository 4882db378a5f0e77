//! Trouble with a group or a person, told to whoever can do something about it: what is wrong, what
//! waits, what to do. And what stands in for what cannot be shown.

use casework::{
    case::State, desk::CaseView, people::Person, place::Department, store::TroubleKind,
};
use chrono::{DateTime, Utc};

use super::{Voice, case_key, say};
use crate::{
    button::Act,
    page::{Page, Text},
};

/// What is told of a trouble.
#[derive(Debug, Clone)]
pub struct Troubled {
    /// What it is.
    pub kind: TroubleKind,
    /// Whose group.
    pub department: Option<Department>,
    /// Whether it is the service centre's group.
    pub is_desk: bool,
    /// Whether it is the leaders' group.
    pub is_leaders: bool,
    /// Whose private chat.
    pub person: Option<Person>,
    /// When it is expected to be over.
    pub until: Option<DateTime<Utc>>,
    /// So many open slips are there, or should be.
    pub slips: i64,
}

impl Voice {
    /// A trouble, or that it is over.
    pub fn trouble(self, told: &Troubled, over: bool) -> Page {
        let room = self.troubled_room(told);
        let room = room.as_str();
        if over {
            return Page::say(say!(self, "trouble-over", room = room));
        }
        let (what, to_do) = self.what_and_what_to_do(told, room);
        let is_silent = told.kind.ends_with_a_message() && told.person.is_none();
        let slips =
            (is_silent && told.slips > 0).then(|| say!(self, "trouble-slips", count = told.slips));
        let text = Text::plain(capitalised(&what)).line_if(slips).line(to_do);
        Page { text, ..Page::default() }
    }

    fn what_and_what_to_do(self, told: &Troubled, room: &str) -> (String, String) {
        match told.kind {
            TroubleKind::PutOut => {
                (say!(self, "trouble-put-out", room = room), say!(self, "trouble-put-out-do"))
            }
            TroubleKind::Gone => {
                (say!(self, "trouble-gone", room = room), say!(self, "trouble-gone-do"))
            }
            TroubleKind::Muted => {
                (say!(self, "trouble-muted", room = room), say!(self, "trouble-muted-do"))
            }
            TroubleKind::NoMedia => {
                (say!(self, "trouble-no-media", room = room), say!(self, "trouble-no-media-do"))
            }
            TroubleKind::NotAdmin => {
                (say!(self, "trouble-not-admin", room = room), say!(self, "trouble-not-admin-do"))
            }
            TroubleKind::TopicClosed => (
                say!(self, "trouble-topic-closed", room = room),
                say!(self, "trouble-topic-closed-do"),
            ),
            TroubleKind::Waits => {
                let moment = self.moment(told.until.unwrap_or_default());
                let what = say!(self, "trouble-waits", room = room, moment = moment);
                (what, say!(self, "trouble-waits-do"))
            }
            TroubleKind::Unknown => {
                (say!(self, "trouble-unknown", room = room), say!(self, "trouble-unknown-do"))
            }
            TroubleKind::Unreachable => (
                say!(self, "trouble-unreachable", room = room),
                say!(self, "trouble-unreachable-do"),
            ),
            TroubleKind::GaveUp => {
                (say!(self, "trouble-gave-up", room = room), say!(self, "trouble-gave-up-do"))
            }
        }
    }

    fn troubled_room(self, told: &Troubled) -> String {
        match (&told.department, &told.person) {
            (Some(department), _) => {
                let department = department.name.in_language(self.language);
                say!(self, "trouble-group", department = department)
            }
            // Of an owner nobody reads the name in a group.
            (None, Some(person)) if person.is_staff() => self.name(person),
            (None, Some(_)) => say!(self, "trouble-somebody"),
            (None, None) if told.is_desk => say!(self, "trouble-group-desk"),
            (None, None) if told.is_leaders => say!(self, "trouble-group-leaders"),
            (None, None) => say!(self, "trouble-group-other"),
        }
    }

    /// In place of files that a room does not take, or that are not to be had.
    pub fn files_in_words(self, number: &str, count: usize) -> String {
        let slip = say!(self, "button-slip");
        say!(self, "files-in-words", number = number, count = count, slip = slip)
    }

    /// Many new slips in one message, each with a button.
    pub fn slips_listed(self, views: &[CaseView]) -> Page {
        let mut text = Text::plain(say!(self, "slips-listed", count = views.len()));
        let mut rows = vec![];
        for view in views {
            let number = view.case.number.as_str();
            text = text.line(say!(
                self,
                "slips-listed-line",
                number = number,
                kind = self.kind(view.case.kind),
                about = self.about(view),
                place = self.whereabouts(view)
            ));
            if matches!(view.case.state, State::Dispatched { .. }) {
                let label = say!(self, "button-sign-number", number = number);
                rows.push(vec![case_key(view, label, Act::Sign)]);
            }
        }
        Page::new(text, rows)
    }
}

/// A sentence may begin with the name of a group.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
