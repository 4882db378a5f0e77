//! What is said when people are in danger: whom to call first, who has been told, where it is.

use casework::{
    case::State,
    desk::CaseView,
    place::{Category, Place, Site},
};

use super::{Voice, case_key, say};
use crate::{
    button::{Act, Button, Choice, Home},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of what was told those who run to help read at once.
const TOLD: usize = 500;

impl Voice {
    /// The button that leads there.
    pub(super) fn key_danger(self) -> Key {
        Key::press(say!(self, "button-danger"), &Button::Home(Home::Danger)).toned(Tone::Danger)
    }

    /// Whom to call, and what it can be.
    pub fn dangers(self, site: &Site, dangers: &[Category]) -> Page {
        let text = self.call_first(site);
        let keys: Vec<Key> = dangers
            .iter()
            .map(|danger| {
                let name = danger.name.in_language(self.language);
                Key::press(name, &Button::Home(Home::Alarm(danger.id))).toned(Tone::Danger)
            })
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        rows.push(vec![self.key_home()]);
        let ask = (!dangers.is_empty()).then(|| say!(self, "danger-ask"));
        Page::new(ask.into_iter().fold(text, Text::paragraph), rows)
    }

    /// What somebody tells sounds like danger.
    pub fn danger_found(self, site: &Site, danger: &Category) -> Page {
        let (text, key) = self.danger_in_story(site, danger);
        Page::new(text, vec![vec![key]])
    }

    pub(super) fn danger_in_story(self, site: &Site, danger: &Category) -> (Text, Key) {
        let what = danger.name.in_language(self.language);
        let text = self.call_first(site).paragraph(say!(self, "danger-found", what = what));
        let key = Key::press(say!(self, "button-alarm"), &Button::Home(Home::Alarm(danger.id)));
        (text, key.toned(Tone::Danger))
    }

    /// Everybody has been told; what is written next goes to them.
    pub fn alarmed(self, view: &CaseView, site: &Site, version: i32) -> Page {
        let (number, what) = (view.case.number.as_str(), self.about(view));
        let place = match self.spot(view) {
            Some(place) => say!(self, "danger-place-known", place = place),
            None => say!(self, "danger-place-unknown"),
        };
        let enough = say!(self, "button-enough");
        let text = self
            .call_first(site)
            .paragraph(say!(self, "danger-told", what = what, number = number))
            .line(place)
            .paragraph(say!(self, "danger-more", enough = enough.as_str()));
        let enough = Key::press(enough, &Button::Task(version, Choice::Enough));
        Page::new(text, vec![vec![enough]])
    }

    /// To those who run to help, and to those who must know. Where it is and what was told stand in it
    /// in full: a life weighs more than that a group reads them.
    pub(super) fn note_alarm(self, view: &CaseView) -> Page {
        let (number, what) = (view.case.number.as_str(), self.about(view));
        let place = self.spot(view).unwrap_or_else(|| say!(self, "not-said"));
        let story = shortened(&view.case.facts.story, TOLD);
        let told = (!story.is_empty()).then_some(story);
        let text = Text::heading(&say!(self, "note-alarm", what = what, number = number))
            .line(say!(self, "slip-place", value = place))
            .line_if(told.map(|story| say!(self, "field-story", value = story)))
            .line(say!(self, "slip-state", state = self.staff_state(view)));
        let mut keys = vec![];
        if matches!(view.case.state, State::Dispatched { .. }) {
            let sign = case_key(view, say!(self, "button-sign"), Act::Sign);
            keys.push(sign.toned(Tone::Primary));
        }
        keys.push(case_key(view, say!(self, "button-slip"), Act::Slip));
        Page::new(text, vec![keys])
    }

    fn call_first(self, site: &Site) -> Text {
        let mut text = Text::heading(&say!(self, "danger-call-first"));
        if !site.emergency.is_empty() {
            let numbers = site.emergency.iter().map(|one| {
                let name = one.name.in_language(self.language);
                say!(self, "danger-number", name = name, phone = one.contact.as_str())
            });
            text = text.line(numbers.collect::<Vec<_>>().join(" · "));
        }
        text.line(say!(self, "danger-duty", phone = site.phone.as_str()))
    }

    /// Where it is, to the door.
    fn spot(self, view: &CaseView) -> Option<String> {
        let place = view.place.as_ref().map(|place: &Place| place.full(self.language));
        place.or_else(|| view.case.facts.whereabouts.clone())
    }
}
