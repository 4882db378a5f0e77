//! Announcements: asked for, shown before they are sent, told, and how they ended.

use casework::{
    gathering::Gathering,
    place::{Place, Site},
    store::Reach,
};

use super::{Voice, say};
use crate::{
    button::{Button, Choice},
    page::{Key, Page, Text, Tone, shortened},
};

/// So much of an announcement is shown.
const ANNOUNCED: usize = 3_500;
/// So much of a building's name is on its button.
const NAMED: usize = 14;

impl Voice {
    fn announcing_key(label: String, version: i32, choice: Choice) -> Key {
        Key::press(label, &Button::Task(version, choice))
    }

    /// Whom is it for?
    pub fn announce_to(self, buildings: &[Place], version: i32) -> Page {
        let key = |label, choice| vec![Self::announcing_key(label, version, choice)];
        let mut rows = vec![key(say!(self, "button-everybody"), Choice::OpenAll)];
        rows.extend(buildings.iter().map(|place| {
            let label = shortened(&place.full(self.language), NAMED);
            key(label, Choice::Place(place.id))
        }));
        rows.push(key(say!(self, "button-cancel"), Choice::Cancel));
        Page::new(Text::plain(say!(self, "announce-to")), rows)
    }

    fn whom(self, place: Option<&Place>) -> String {
        match place {
            Some(place) => place.full(self.language),
            None => say!(self, "announce-everybody"),
        }
    }

    /// What is to be said?
    pub fn announce_words(self, place: Option<&Place>, version: i32) -> Page {
        let text = say!(self, "announce-words", whom = self.whom(place));
        let cancel = Self::announcing_key(say!(self, "button-cancel"), version, Choice::Cancel);
        Page::new(Text::plain(text), vec![vec![cancel]])
    }

    /// This would be sent, to so many.
    pub fn announce_preview(
        self,
        place: Option<&Place>,
        words: &str,
        count: i64,
        named: &[String],
        version: i32,
    ) -> Page {
        let key = |label, choice| Self::announcing_key(label, version, choice);
        let cancel = key(say!(self, "button-cancel"), Choice::Cancel);
        let head = say!(self, "announce-preview", whom = self.whom(place), count = count);
        let text = Text::heading(&head).line(shortened(words, ANNOUNCED));
        if count == 0 {
            return Page::new(text.paragraph(say!(self, "announce-nobody")), vec![vec![cancel]]);
        }
        let send = key(say!(self, "button-send"), Choice::Send).toned(Tone::Primary);
        let listed = named.join(", ");
        let warning = (!named.is_empty()).then(|| say!(self, "announce-names", names = listed));
        let text = match warning {
            Some(warning) => text.paragraph(warning),
            None => text,
        };
        Page::new(text.paragraph(say!(self, "announce-ask")), vec![vec![send, cancel]])
    }

    /// On its way.
    pub fn announce_sent(self, count: i64) -> Page {
        Page::say(say!(self, "announce-sent", count = count))
    }

    /// The announcement itself. Of a meeting or event, it says which; an invitation is answered.
    pub fn announcement(
        self,
        site: &Site,
        words: &str,
        gathering: Option<(&Gathering, bool)>,
    ) -> Page {
        let head = say!(self, "announcement", site = site.name.in_language(self.language));
        let text = Text::heading(&head)
            .line_if(gathering.map(|(of, _)| self.gathering_head(of)))
            .line(shortened(words, ANNOUNCED));
        match gathering {
            Some((of, true)) => Page::new(text, self.gathering_keys(of)),
            _ => Page { text, ..Page::default() },
        }
    }

    /// How it ended.
    pub fn announced(self, reach: Reach) -> Page {
        let Reach { audience, delivered, unreachable, failed, .. } = reach;
        let text = say!(self, "announced", delivered = delivered, audience = audience);
        let more = |count: i64, line: String| (count > 0).then_some(line);
        let away = more(unreachable, say!(self, "announced-unreachable", count = unreachable));
        let lost = more(failed, say!(self, "announced-failed", count = failed));
        Page { text: Text::plain(text).line_if(away).line_if(lost), ..Page::default() }
    }

    /// Not everybody announces.
    pub fn only_announcers(self) -> String {
        say!(self, "only-announcers")
    }
}
