//! Cases of the same cause that are dealt with together. Numbers alone stand in groups, and no owner
//! learns who else has told of it.

use casework::{
    case::{Notice, Number},
    desk::CaseView,
};

use super::{Voice, case_key, say};
use crate::{
    button::Act,
    page::{Page, Text, shortened},
};

/// So much of each story the slip of the leader shows.
const TOLD: usize = 300;
/// So many characters of their numbers a card shows.
const NUMBERS: usize = 240;
/// So many of them; the desk has the rest.
const SHOWN: usize = 5;

impl Voice {
    /// How a case stands that waits for its leader's result, for colleagues.
    pub(super) fn led_state(self, view: &CaseView) -> String {
        let leader = view.leader.as_ref().map_or("", Number::as_str);
        say!(self, "slip-state-merged", number = leader)
    }

    /// With which cases it is dealt with together, in both directions.
    pub(super) fn together(self, view: &CaseView) -> Option<String> {
        if let (Some(leader), true) = (&view.leader, view.case.state.outcome().is_some()) {
            return Some(say!(self, "slip-led", number = leader.as_str()));
        }
        if view.led.is_empty() {
            return None;
        }
        let numbers: Vec<&str> = view.led.iter().map(|led| led.number.as_str()).collect();
        let numbers = shortened(&numbers.join(" · "), NUMBERS);
        Some(say!(self, "slip-leads", numbers = numbers))
    }

    /// What the others tell, for whoever works on it.
    pub(super) fn led_stories(self, mut text: Text, view: &CaseView) -> Text {
        if view.led.is_empty() {
            return text;
        }
        text = text.paragraph(say!(self, "full-slip-led", count = view.led.len()));
        for led in view.led.iter().take(SHOWN) {
            let place = led.place.as_ref().map(|place| place.full(self.language));
            let place = place.unwrap_or_else(|| say!(self, "not-said"));
            let story = led.story.as_deref().map(|story| story.replace('\n', " "));
            let story = story.map_or_else(
                || say!(self, "story-withheld"),
                |story| if story.is_empty() { say!(self, "story-only-files") } else { story },
            );
            let (number, story) = (led.number.as_str(), shortened(&story, TOLD));
            text = text.line(say!(
                self,
                "full-slip-led-line",
                number = number,
                place = place,
                story = story
            ));
        }
        text
    }

    /// One of the notices of cases of the same cause.
    pub(super) fn merging_notice(self, view: &CaseView, notice: &Notice, to_owner: bool) -> Page {
        let number = view.case.number.as_str();
        match notice {
            Notice::Led { number: other, text, files } => {
                self.note_led(view, other, text.as_deref(), *files)
            }
            Notice::NewDate { until } => Page::say(say!(
                self,
                "note-new-date",
                number = number,
                moment = self.moment(*until)
            )),
            Notice::Parted if to_owner => {
                Page::say(say!(self, "note-parted", number = number)).followed_by(self.due(view))
            }
            Notice::Parted => Page::say(say!(self, "note-parted-desk", number = number)),
            _ => Page::say(say!(self, "note-joined", number = number)),
        }
    }

    /// To the signer of a leader: another owner tells of the same, or adds something.
    fn note_led(self, view: &CaseView, other: &Number, words: Option<&str>, files: usize) -> Page {
        let (number, other) = (view.case.number.as_str(), other.as_str());
        let mut text = Text::heading(&say!(self, "note-led", number = number, other = other))
            .line_if(words.map(|words| shortened(words, super::RESULT_SHOWN)));
        if files > 0 {
            text = text.line(say!(self, "note-added-files", count = files));
        }
        Page::new(text, vec![vec![case_key(view, say!(self, "button-slip"), Act::Slip)]])
    }
}
