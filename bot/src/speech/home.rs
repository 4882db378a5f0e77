//! The home screen, help, languages, my matters.

use casework::{
    case::{Kind, Number},
    desk::CaseView,
    ids::CaseId,
    people::{Action, Person, Role, may_at_site},
    place::Site,
    reception::ReceptionDay,
    words::Language,
};
use chrono::{DateTime, Utc};

use super::{Voice, say};
use crate::{
    button::{Act, Button, Home},
    page::{Key, Page, Text, Tone},
};

/// What people say who talk to us face to face.
const SAID: [Kind; 4] = [Kind::Complaint, Kind::Repair, Kind::Consultation, Kind::Suggestion];
/// So much of a story tells one matter from another.
const GLIMPSE: usize = 30;

impl Voice {
    fn begin(self, kind: Kind) -> Key {
        Key::press(self.kind_label(kind), &Button::Home(Home::Begin(kind)))
    }

    /// What sort of matter, as a word that stands alone.
    pub(super) fn kind_label(self, kind: Kind) -> String {
        match kind {
            Kind::Complaint => say!(self, "button-complaint"),
            Kind::Repair => say!(self, "button-repair"),
            Kind::Consultation => say!(self, "button-consultation"),
            Kind::Suggestion => say!(self, "button-suggestion"),
            Kind::Report => say!(self, "button-report-breach"),
            Kind::Praise => say!(self, "button-praise"),
        }
    }

    /// The home screen. Where there are other estates, it says which this is.
    pub fn home(
        self,
        person: &Person,
        one_of_several: Option<&Site>,
        reception: Option<&ReceptionDay>,
    ) -> Page {
        let text = match &person.name {
            Some(_) => say!(self, "home", name = self.name(person)),
            None => say!(self, "home-nameless"),
        };
        let (mut text, mut other) = (Text::plain(text), None);
        if let Some(site) = one_of_several {
            let estate = site.name.in_language(self.language);
            text = text.line(say!(self, "home-estate", estate = estate));
            other = Some(vec![self.key_estates()]);
        }
        let rows = [
            vec![
                self.begin(Kind::Complaint).toned(Tone::Primary),
                self.begin(Kind::Repair).toned(Tone::Primary),
            ],
            vec![self.begin(Kind::Consultation), self.begin(Kind::Suggestion)],
            vec![self.begin(Kind::Report), self.begin(Kind::Praise)],
            vec![
                self.key_mine(),
                Key::press(say!(self, "button-languages"), &Button::Home(Home::Languages)),
            ],
            vec![self.key_danger()],
        ];
        let reception = reception.map(|day| vec![self.key_reception(day)]);
        Page::new(text, rows.into_iter().chain(reception).chain(other).collect())
    }

    /// The buttons of what somebody says to us face to face (S4-03.5).
    pub(super) fn keys_of_kinds(self, begin: impl Fn(Kind) -> Button) -> Vec<Vec<Key>> {
        let key = |kind: &Kind| Key::press(self.kind_label(*kind), &begin(*kind));
        SAID.chunks(2).map(|kinds| kinds.iter().map(key).collect()).collect()
    }

    pub(super) fn key_mine(self) -> Key {
        Key::press(say!(self, "button-mine"), &Button::Home(Home::Mine))
    }

    pub(super) fn key_home(self) -> Key {
        Key::press(say!(self, "button-home"), &Button::Home(Home::Show))
    }

    /// There is an unfinished draft: go on, or begin a case of `wanted` anew?
    pub fn draft_waits(self, draft: Kind, wanted: Kind) -> Page {
        let text = say!(self, "draft-waits", kind = self.kind(draft));
        let again = Button::Home(Home::Restart(wanted));
        Page::new(
            Text::plain(text),
            vec![
                vec![
                    Key::press(say!(self, "button-continue"), &Button::Home(Home::Continue))
                        .toned(Tone::Primary),
                ],
                vec![Key::press(say!(self, "button-restart"), &again).toned(Tone::Danger)],
            ],
        )
    }

    /// Which language?
    pub fn languages(self) -> Page {
        let row = Language::ALL.map(|language| {
            let button = Button::Home(Home::Language(language));
            vec![Key::press(self.language_name(language), &button)]
        });
        Page::new(Text::plain(say!(self, "languages")), row.into())
    }

    /// What a language calls itself.
    pub(super) fn language_name(self, language: Language) -> String {
        match language {
            Language::ZhHans => say!(self, "language-name-zh-hans"),
            Language::ZhHant => say!(self, "language-name-zh-hant"),
            Language::En => say!(self, "language-name-en"),
        }
    }

    /// The language is set.
    pub fn language_set(self) -> Page {
        Page::new(Text::plain(say!(self, "language-set")), vec![vec![self.key_home()]])
    }

    /// Help, for what somebody is entitled to.
    pub fn help(self, person: &Person, site: &Site) -> Page {
        let mut text = Text::plain(say!(self, "help", phone = site.phone.as_str()));
        if person.is_staff() {
            text = text.paragraph(say!(self, "help-staff"));
        }
        if person.is(Role::Desk) {
            text = text.line(say!(self, "help-desk"));
        }
        if person.is(Role::Admin) {
            text = text.line(say!(self, "help-admin"));
        }
        if may_at_site(person, Action::Explain) {
            text = text.line(say!(self, "help-can"));
        }
        if person.reads_callbacks() {
            text = text.line(say!(self, "help-readings"));
        }
        if may_at_site(person, Action::Receive) {
            text = text.line(say!(self, "help-reception")).line(say!(self, "help-contacts"));
        }
        if may_at_site(person, Action::Announce) {
            text = text.line(say!(self, "help-announce")).line(say!(self, "help-survey"));
            text = text.line(say!(self, "help-events"));
        }
        Page::new(text, vec![vec![self.key_home()]])
    }

    /// No such command.
    pub fn unknown_command(self) -> Page {
        Page::say(say!(self, "unknown-command"))
    }

    /// Use that in our private chat.
    pub fn only_private(self) -> Page {
        Page::say(say!(self, "group-only-private"))
    }

    /// Whoever asked in a group has their answer in private.
    pub fn answered_in_private(self, person: &Person) -> Page {
        Page::say(say!(self, "group-answered-in-private", name = self.name(person)))
    }

    /// There is nothing to cancel.
    pub fn nothing_to_cancel(self) -> Page {
        Page::new(Text::plain(say!(self, "nothing-to-cancel")), vec![vec![self.key_home()]])
    }

    /// Somebody's own matters.
    pub fn mine(self, views: &[CaseView]) -> Page {
        if views.is_empty() {
            let row = vec![vec![self.begin(Kind::Complaint), self.key_home()]];
            return Page::new(Text::plain(say!(self, "mine-empty")), row);
        }
        let mut text = Text::heading(&say!(self, "mine"));
        let mut rows = vec![];
        for view in views {
            let number = view.case.number.as_str();
            let (kind, state) = (self.kind(view.case.kind), self.owner_state(view));
            let about = self.glimpse(view, GLIMPSE);
            text = text.paragraph(say!(
                self,
                "mine-line",
                number = number,
                kind = kind,
                state = state,
                about = about
            ));
            let button = Button::on(&view.case, Act::Show);
            rows.push(vec![Key::press(number, &button)]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    /// How to use `/case`.
    pub fn case_usage(self) -> Page {
        let example = Number::of(CaseId(1));
        Page::say(say!(self, "case-usage", example = example.as_str()))
    }

    /// There is no such case, or not for this person.
    pub fn case_not_found(self, number: &str) -> Page {
        Page::say(say!(self, "case-not-found", number = number))
    }

    /// The number has a wrong character.
    pub fn case_mistyped(self, number: &str) -> Page {
        Page::say(say!(self, "case-mistyped", number = number))
    }

    /// We failed; the message is kept.
    pub fn apology(self, site: &Site) -> Page {
        Page::say(say!(self, "apology", phone = site.phone.as_str()))
    }

    /// The book was put back from a backup, and knows nothing of what came after this moment.
    pub fn put_back(self, taken_at: DateTime<Utc>) -> Page {
        Page::say(say!(self, "put-back", moment = self.moment(taken_at)))
    }

    /// Telegram was not heard for longer than it keeps what people write.
    pub fn gap(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Page {
        Page::say(say!(self, "gap", from = self.moment(from), to = self.moment(to)))
    }

    /// More was sent at once than is read.
    pub fn too_many(self, site: &Site) -> Page {
        Page::say(say!(self, "too-many", phone = site.phone.as_str()))
    }

    /// The book is closed: nothing can be written down, nothing is lost either.
    pub fn closed_book(self, site: &Site) -> Page {
        Page::say(say!(self, "closed-book", phone = site.phone.as_str()))
    }

    /// The same, to a press.
    pub fn closed_book_toast(self) -> String {
        say!(self, "closed-book-press")
    }
}
