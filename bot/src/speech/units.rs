//! Units: whose they are said to be, the desk's yes, and codes.

use casework::{
    desk::Naming,
    ids::OccupancyId,
    people::Person,
    place::{Place, Site},
    unit::{Occupancy, Tenure},
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Voice, say};
use crate::{
    button::{Button, Choice, Unit},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many of those who hold a unit one page shows.
const HOLDERS: usize = 40;
/// So much of a name stands on a button.
const LABEL: usize = 40;

impl Voice {
    fn unit_key(label: String, unit: Unit) -> Key {
        Key::press(label, &Button::Unit(unit))
    }

    /// What somebody is to a unit.
    pub fn tenure(self, tenure: Tenure) -> String {
        match tenure {
            Tenure::Owner => say!(self, "tenure-owner"),
            Tenure::Tenant => say!(self, "tenure-tenant"),
            Tenure::Employee => say!(self, "tenure-employee"),
        }
    }

    fn tenure_label(self, tenure: Tenure) -> String {
        match tenure {
            Tenure::Owner => say!(self, "button-owner"),
            Tenure::Tenant => say!(self, "button-tenant"),
            Tenure::Employee => say!(self, "button-employee"),
        }
    }

    /// How it stands with the unit that somebody named in the greeting.
    pub fn naming(self, naming: Naming) -> Option<String> {
        match naming {
            Naming::Held(tenure) => Some(say!(self, "unit-known", tenure = self.tenure(tenure))),
            Naming::Waits { .. } => Some(say!(self, "unit-as-said")),
            Naming::NoUnit => None,
        }
    }

    /// Somebody's own units; for the desk also how many wait.
    pub fn units(
        self,
        units: &[(Occupancy, Place)],
        waiting: Option<i64>,
        now: DateTime<Utc>,
    ) -> Page {
        let mut text = Text::heading(&say!(self, "units"));
        let mut rows = vec![];
        if units.is_empty() {
            text = text.line(say!(self, "units-none"));
        }
        for (occupancy, place) in units {
            let (full, held) = (place.full(self.language), self.held(occupancy, now));
            text = text.line(format!("{full} · {held}"));
            let own = place.path.last().map_or("", |name| name.in_language(self.language));
            let label = say!(self, "button-leave", place = shortened(own, 8));
            rows.push(vec![Self::unit_key(label, Unit::Leave(occupancy.id))]);
        }
        rows.push(vec![Self::unit_key(say!(self, "button-add-unit"), Unit::Find(None, 0))]);
        if let Some(count) = waiting {
            text = text.paragraph(say!(self, "units-waiting", count = count));
            rows.push(vec![
                Self::unit_key(say!(self, "button-look"), Unit::Look),
                Self::unit_key(say!(self, "button-unit-code"), Unit::Code(None, 0)),
            ]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    fn held(self, occupancy: &Occupancy, now: DateTime<Utc>) -> String {
        let Some(hold) = occupancy.hold else { return say!(self, "unit-waiting") };
        let tenure = self.tenure(hold.tenure);
        // A lease runs for years; its end is the first moment that is no longer its.
        let day = |moment: DateTime<Utc>| self.local_day(moment).to_string();
        match hold.until {
            _ if hold.since > now => {
                say!(self, "unit-from", tenure = tenure, day = day(hold.since))
            }
            Some(end) => {
                say!(self, "unit-until", tenure = tenure, day = day(end - TimeDelta::seconds(1)))
            }
            None => tenure,
        }
    }

    /// Which unit?
    pub fn find_unit(
        self,
        within: Option<&Place>,
        places: &[Place],
        page: u16,
        for_code: bool,
    ) -> Page {
        let here = within.map(|place| place.id);
        let find = |place, page| {
            if for_code { Unit::Code(place, page) } else { Unit::Find(place, page) }
        };
        let button = |choice: Choice| {
            Button::Unit(match choice {
                Choice::Open(place) => find(Some(place), 0),
                Choice::Place(place) if for_code => Unit::CodeOf(place),
                Choice::Place(place) => Unit::Name(place),
                Choice::Page(page) => find(here, page),
                _ => Unit::Mine,
            })
        };
        let text = match within {
            Some(place) => say!(self, "ask-within", place = place.full(self.language)),
            None if for_code => say!(self, "unit-code-which"),
            None => say!(self, "ask-building"),
        };
        let mut rows = self.place_rows(places, page, &button);
        rows.push(vec![if within.is_some() {
            Self::unit_key(say!(self, "button-buildings"), find(None, 0))
        } else {
            Self::unit_key(say!(self, "button-back"), Unit::Mine)
        }]);
        Page::new(Text::plain(text), rows)
    }

    /// To the desk's group: somebody waits. Neither name nor unit (PV-01).
    pub fn unit_waits(self) -> Page {
        let row = vec![Self::unit_key(say!(self, "button-look"), Unit::Look)];
        Page::new(Text::plain(say!(self, "unit-waits")), vec![row])
    }

    /// To the desk in private: who, and which unit. Is it so?
    pub fn unit_asks(self, who: &Person, place: &Place, asked: &Occupancy, count: i64) -> Page {
        let phone = match (&who.phone, who.phone_verified) {
            (Some(phone), true) => say!(self, "full-slip-phone", value = phone.as_str()),
            (Some(phone), false) => {
                say!(self, "full-slip-phone-unverified", value = phone.as_str())
            }
            (None, _) => say!(self, "full-slip-phone", value = say!(self, "not-said")),
        };
        let text = Text::heading(&say!(self, "unit-asks", place = place.full(self.language)))
            .line(say!(self, "unit-who", value = self.name(who)))
            .line(phone)
            .line(say!(self, "unit-asked-at", moment = self.moment(asked.asked_at)))
            .line(say!(self, "units-waiting", count = count))
            .paragraph(say!(self, "unit-ask-desk"));
        let decide = |tenure| Unit::Decide(asked.id, tenure);
        let mut rows: Vec<Vec<Key>> = vec![
            Tenure::ALL
                .map(|tenure| {
                    Self::unit_key(self.tenure_label(tenure), decide(Some(tenure)))
                        .toned(Tone::Success)
                })
                .into(),
        ];
        let no = Self::unit_key(say!(self, "button-unit-no"), decide(None)).toned(Tone::Danger);
        rows.push(vec![no]);
        Page::new(text, rows)
    }

    /// Nobody waits.
    pub fn nobody_waits(self) -> Page {
        Page::new(Text::plain(say!(self, "units-nobody")), vec![vec![self.key_home()]])
    }

    /// To the desk: decided.
    pub fn unit_decided(self, who: &Person, place: &Place, tenure: Option<Tenure>) -> Page {
        let (name, place) = (self.name(who), place.full(self.language));
        Page::say(match tenure {
            Some(tenure) => {
                let tenure = self.tenure(tenure);
                say!(self, "unit-decided", name = name, place = place, tenure = tenure)
            }
            None => say!(self, "unit-decided-no", name = name, place = place),
        })
    }

    /// To the one who named it.
    pub fn unit_answer(self, place: &Place, tenure: Option<Tenure>, site: &Site) -> Page {
        let place = place.full(self.language);
        Page::say(match tenure {
            Some(tenure) => {
                say!(self, "unit-yes", place = place, tenure = self.tenure(tenure))
            }
            None => say!(self, "unit-no", place = place, phone = site.phone.as_str()),
        })
    }

    /// A unit as the desk sees it: who holds it now, and as what a code for it lets somebody in.
    pub fn unit_page(self, place: &Place, holders: &[(Occupancy, Person)]) -> Page {
        let mut text = Text::heading(&place.full(self.language));
        if holders.is_empty() {
            text = text.line(say!(self, "unit-of-nobody"));
        }
        let mut rows = vec![];
        for (occupancy, person) in holders.iter().take(HOLDERS) {
            let name = self.name(person);
            let tenure = occupancy.hold.as_ref().map(|hold| self.tenure(hold.tenure));
            let tenure = tenure.unwrap_or_default();
            text = text.line(say!(self, "form-line", field = name.as_str(), value = tenure));
            let label = shortened(&say!(self, "button-unit-end", name = name), LABEL);
            rows.push(vec![Self::unit_key(label, Unit::End(occupancy.id))]);
        }
        text = text.paragraph(say!(self, "unit-code-as"));
        let row = Tenure::ALL.map(|tenure| {
            Self::unit_key(self.tenure_label(tenure), Unit::CodeFor(place.id, tenure))
        });
        rows.push(row.into());
        Page::new(text, rows)
    }

    /// Have they moved out?
    pub fn unit_end_surely(self, id: OccupancyId, place: &Place, who: &Person) -> Page {
        let yes = Self::unit_key(say!(self, "button-unit-end-surely"), Unit::EndSurely(id));
        let back = Self::unit_key(say!(self, "button-back"), Unit::Code(None, 0));
        let (place, name) = (place.full(self.language), self.name(who));
        let text = Text::plain(say!(self, "unit-end-surely", name = name, place = place));
        Page::new(text, vec![vec![yes.toned(Tone::Danger)], vec![back]])
    }

    /// To whoever has moved out.
    pub fn unit_ended(self, place: &Place, site: &Site) -> Page {
        let place = place.full(self.language);
        Page::say(say!(self, "unit-ended", place = place, phone = site.phone.as_str()))
    }

    /// Here is the code.
    pub fn unit_code(self, place: &Place, tenure: Tenure, link: &str) -> Page {
        let (place, tenure) = (place.full(self.language), self.tenure(tenure));
        let text = say!(self, "unit-code", place = place, tenure = tenure, days = 30);
        let text = Text::plain(text).line(link);
        Page::new(text, vec![vec![Key::copy(say!(self, "button-copy-link"), link)]])
    }

    /// A code has let somebody in.
    pub fn unit_opened(self, place: &Place, tenure: Tenure) -> Page {
        let place = place.full(self.language);
        Page::say(say!(self, "unit-yes", place = place, tenure = self.tenure(tenure)))
    }

    /// Only some may say whose a unit is.
    pub fn only_admitters(self) -> String {
        say!(self, "only-admitters")
    }
}
