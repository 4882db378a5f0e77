//! What is said when people are in danger: whom to call first, who has been told, where it is.

use casework::{
    case::State,
    desk::CaseView,
    intake::TEXT_LIMIT,
    place::{Category, Site},
};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Home},
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
    /// `is_old`: somebody has come upon an old button, and nobody was told.
    pub fn dangers(self, site: &Site, dangers: &[Category], is_old: bool) -> Page {
        let text = self.call_first(site);
        let text = if is_old { text.paragraph(say!(self, "danger-old")) } else { text };
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

    /// To whoever presses an old button.
    pub fn toast_old_danger(self) -> String {
        say!(self, "danger-old")
    }

    /// What somebody tells sounds like danger.
    pub fn danger_found(self, site: &Site, danger: &Category) -> Page {
        let what = danger.name.in_language(self.language);
        let text = self.call_first(site).paragraph(say!(self, "danger-found", what = what));
        let key = Key::press(say!(self, "button-alarm"), &Button::Home(Home::Alarm(danger.id)));
        Page::new(text, vec![vec![key.toned(Tone::Danger)]])
    }

    /// Everybody has been told; what is written next goes to them.
    pub fn alarmed(self, view: &CaseView, site: &Site, version: i32) -> Page {
        let (number, what) = (view.case.number.as_str(), self.about(view));
        let place = match self.spot(view, TEXT_LIMIT) {
            Some(place) if view.case.facts.is_place_guessed => {
                say!(self, "danger-place-guessed", place = place)
            }
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

    /// They write no more; the people on duty are still on their way.
    pub fn alarm_holds(self, view: &CaseView) -> Page {
        let signed = match &view.signer {
            Some(signer) => say!(self, "danger-signed", name = self.name(signer)),
            None => say!(self, "danger-unsigned"),
        };
        let number = view.case.number.as_str();
        let text = self.call_first(&view.site);
        let text = text.paragraph(say!(self, "danger-holds", number = number, signed = signed));
        Page::new(text, vec![])
    }

    /// To those who run to help, and to those who must know. Where it is and what was told stand in it
    /// in full: a life weighs more than that a group reads them.
    pub(super) fn note_alarm(self, view: &CaseView) -> Page {
        let place = match self.spot(view, TEXT_LIMIT) {
            Some(place) if view.case.facts.is_place_guessed => {
                say!(self, "danger-perhaps", place = place)
            }
            Some(place) => place,
            None => say!(self, "not-said"),
        };
        let story = view.case.facts.story.as_str();
        let names = view.category.iter().flat_map(|category| category.name.0.values());
        // Where one press was all, its name is all there is.
        let is_told = !story.is_empty() && !names.into_iter().any(|name| name == story);
        let told = is_told.then(|| say!(self, "field-story", value = shortened(story, TOLD)));
        let text = Text::heading(&self.alarm_head(view))
            .line(say!(self, "slip-place", value = place))
            .line_if(told)
            .line(say!(self, "slip-received", moment = self.moment(view.case.opened_at)))
            .line(say!(self, "slip-state", state = self.staff_state(view)));
        Page { text, ..Page::default() }
    }

    /// To the same: what was told since.
    pub(super) fn note_more_of_alarm(
        self,
        view: &CaseView,
        words: Option<&str>,
        files: usize,
    ) -> Page {
        let mut text = Text::heading(&self.alarm_head(view))
            .line_if(words.map(|words| shortened(words, TOLD)));
        if files > 0 {
            text = text.line(say!(self, "note-added-files", count = files));
        }
        Page { text, ..Page::default() }
    }

    /// To the same: somebody has signed, it is over, or it was taken back.
    pub(super) fn note_alarm_goes_on(self, view: &CaseView) -> Page {
        let signer = view.signer.as_ref().map(|signer| self.name(signer)).unwrap_or_default();
        let line = match view.case.state {
            State::Working { .. } => say!(self, "alarm-signed", name = signer),
            State::Withdrawn { .. } => say!(self, "alarm-withdrawn"),
            _ => say!(self, "alarm-over"),
        };
        let text = Text::heading(&self.alarm_head(view)).line(line);
        Page { text, ..Page::default() }
    }

    fn alarm_head(self, view: &CaseView) -> String {
        let (number, what) = (view.case.number.as_str(), self.about(view));
        say!(self, "note-alarm", what = what, number = number)
    }

    fn call_first(self, site: &Site) -> Text {
        self.emergency(site).line(say!(self, "danger-duty", phone = site.phone.as_str()))
    }

    /// Whom to call when life is in danger.
    pub(super) fn emergency(self, site: &Site) -> Text {
        let mut text = Text::heading(&say!(self, "danger-call-first"));
        if !site.emergency.is_empty() {
            let numbers = site.emergency.iter().map(|one| {
                let name = one.name.in_language(self.language);
                say!(self, "danger-number", name = name, phone = one.contact.as_str())
            });
            text = text.line(numbers.collect::<Vec<_>>().join(" · "));
        }
        text
    }
}
