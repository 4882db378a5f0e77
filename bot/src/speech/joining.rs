//! The greeting: language and consent, name, place, telephone.

use casework::{
    ids::SiteId,
    people::Person,
    place::{Place, Site},
    words::Language,
};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Home},
    page::{Key, Keyboard, Page, Text, Tone, shortened},
};

/// So many places on one page of buttons.
const PLACES_A_PAGE: usize = 8;

impl Voice {
    /// Who we are, what we keep, and in which language.
    pub fn consent(self, site: &Site, version: i32, notice: i32) -> Page {
        let estate = site.name.in_language(self.language);
        let text = Text::heading(&say!(self, "greeting", estate = estate))
            .line(say!(self, "greeting-promise"))
            .paragraph(say!(self, "privacy", phone = site.phone.as_str()))
            .line(say!(self, "privacy-version", version = notice));
        let task = |choice| Button::Task(version, choice);
        let others = Language::ALL.into_iter().filter(|language| *language != self.language);
        let others = others.map(|language| {
            Key::press(self.language_name(language), &task(Choice::Language(language)))
        });
        Page::new(
            text,
            vec![
                vec![
                    Key::press(say!(self, "button-agree"), &task(Choice::Agree))
                        .toned(Tone::Primary),
                ],
                vec![Key::press(say!(self, "button-decline"), &task(Choice::Decline))],
                others.collect(),
                vec![self.key_danger()],
            ],
        )
    }

    /// The privacy notice has a new version. Nothing waits for it.
    pub fn privacy_changed(self, site: &Site, version: i32) -> Page {
        let text = Text::heading(&say!(self, "privacy-changed"))
            .line(say!(self, "privacy", phone = site.phone.as_str()))
            .line(say!(self, "privacy-version", version = version));
        let agree =
            Key::press(say!(self, "button-agree-only"), &Button::Home(Home::Agree(version)));
        Page::new(text, vec![vec![agree.toned(Tone::Primary)]])
    }

    /// They agree to it.
    pub fn privacy_agreed(self, site: &Site, version: i32) -> Page {
        let text = Text::plain(say!(self, "privacy-agreed"))
            .line(say!(self, "privacy", phone = site.phone.as_str()))
            .line(say!(self, "privacy-version", version = version));
        Page { text, ..Page::default() }
    }

    /// Which estate do they speak to?
    pub fn which_estate(self, sites: &[Site]) -> Page {
        let mut rows = self.estate_rows(sites, Home::Estate);
        rows.push(vec![self.key_danger()]);
        Page::new(Text::plain(say!(self, "ask-estate")), rows)
    }

    /// In which estate are people in danger? The numbers of emergency are those of the first: they are
    /// the same in one country.
    pub fn which_estate_in_danger(self, sites: &[Site]) -> Page {
        let first = sites.iter().find(|site| !site.emergency.is_empty()).or(sites.first());
        let mut text = first.map(|site| self.emergency(site)).unwrap_or_default();
        for site in sites {
            let name = site.name.in_language(self.language);
            text = text.line(say!(self, "danger-number", name = name, phone = site.phone.as_str()));
        }
        let text = text.paragraph(say!(self, "ask-estate-in-danger"));
        Page::new(text, self.estate_rows(sites, Home::DangerAt))
    }

    fn estate_rows(self, sites: &[Site], choose: fn(SiteId) -> Home) -> Vec<Vec<Key>> {
        let key = |site: &Site| {
            let name = shortened(site.name.in_language(self.language), 24);
            vec![Key::press(name, &Button::Home(choose(site.id)))]
        };
        sites.iter().map(key).collect()
    }

    /// This estate takes care of them from here on.
    pub fn estate_chosen(self, site: &Site) -> Page {
        let estate = site.name.in_language(self.language);
        Page::say(say!(self, "estate-chosen", estate = estate, phone = site.phone.as_str()))
    }

    /// To the other estates.
    pub(super) fn key_estates(self) -> Key {
        Key::press(say!(self, "button-other-estate"), &Button::Home(Home::Estates))
    }

    /// Not agreed.
    pub fn declined(self, site: &Site) -> Page {
        Page::say(say!(self, "declined", phone = site.phone.as_str()))
    }

    /// What may we call you?
    pub fn ask_name(self, shown: Option<&str>, version: i32) -> Page {
        let own = shown.map(|name| {
            let label = say!(self, "button-own-name", name = crate::page::shortened(name, 24));
            vec![Key::press(label, &Button::Task(version, Choice::OwnName))]
        });
        Page::new(Text::plain(say!(self, "ask-name")), own.into_iter().collect())
    }

    /// Where do you live or work?
    pub fn ask_home(
        self,
        within: Option<&Place>,
        places: &[Place],
        page: u16,
        version: i32,
    ) -> Page {
        let task = |choice| Button::Task(version, choice);
        let text = match within {
            Some(place) => say!(self, "ask-within", place = place.full(self.language)),
            None => say!(self, "ask-building"),
        };
        let mut rows = self.place_rows(places, page, &task);
        let below = match within {
            Some(_) => Key::press(say!(self, "button-buildings"), &task(Choice::OpenAll)),
            None => Key::press(say!(self, "button-visitor"), &task(Choice::Visitor)),
        };
        rows.push(vec![below]);
        Page::new(Text::plain(text), rows)
    }

    /// Buttons for places, two a row, a page at a time. Buildings and floors open; units and
    /// public areas are chosen.
    pub(super) fn place_rows(
        self,
        places: &[Place],
        page: u16,
        button: &impl Fn(Choice) -> Button,
    ) -> Vec<Vec<Key>> {
        use casework::place::PlaceKind::{Building, Floor};
        let pages = places.len().div_ceil(PLACES_A_PAGE).max(1);
        let page = usize::from(page).min(pages - 1);
        let keys: Vec<Key> = places
            .iter()
            .skip(page * PLACES_A_PAGE)
            .take(PLACES_A_PAGE)
            .map(|place| {
                let name = place.path.last().map_or("", |name| name.in_language(self.language));
                let choice = match place.kind {
                    Building | Floor => Choice::Open(place.id),
                    _ => Choice::Place(place.id),
                };
                Key::press(name, &button(choice))
            })
            .collect();
        let mut rows: Vec<Vec<Key>> = keys.chunks(2).map(<[Key]>::to_vec).collect();
        let turn = |to: usize| button(Choice::Page(u16::try_from(to).unwrap_or(0)));
        let mut turns = vec![];
        if page > 0 {
            turns.push(Key::press(say!(self, "button-less"), &turn(page - 1)));
        }
        if page + 1 < pages {
            turns.push(Key::press(say!(self, "button-more"), &turn(page + 1)));
        }
        if !turns.is_empty() {
            rows.push(turns);
        }
        rows
    }

    /// What they chose, in place of the question.
    pub fn place_chosen(self, place: Option<&Place>) -> Page {
        Page::say(match place {
            Some(place) => place.full(self.language),
            None => say!(self, "button-visitor"),
        })
    }

    /// May we have your number?
    pub fn ask_phone(self) -> Page {
        let keyboard = Keyboard::Contact {
            share: say!(self, "button-share-phone"),
            skip: say!(self, "button-skip"),
        };
        Page { text: Text::plain(say!(self, "ask-phone")), keyboard, ..Page::default() }
    }

    /// Whether a text is the label of the button that skips, in any language.
    pub fn is_skip(text: &str) -> bool {
        Language::ALL
            .into_iter()
            .any(|language| say!(Self::new(language, chrono_tz::UTC), "button-skip") == text.trim())
    }

    /// That is somebody else's number.
    pub fn phone_not_yours(self) -> Page {
        let (share, skip) = (say!(self, "button-share-phone"), say!(self, "button-skip"));
        let text = say!(self, "phone-not-yours", share = share.as_str(), skip = skip.as_str());
        Page {
            text: Text::plain(text),
            keyboard: Keyboard::Contact { share, skip },
            ..Page::default()
        }
    }

    /// Good to know you. Takes the keyboard for the number away.
    pub fn welcome(self, person: &Person, phone_kept: bool) -> Page {
        let phone = if phone_kept { say!(self, "phone-kept") } else { say!(self, "phone-skipped") };
        let welcome = say!(self, "welcome", name = self.name(person));
        Page {
            text: Text::plain(phone).line(welcome),
            keyboard: Keyboard::Remove,
            ..Page::default()
        }
    }
}
