//! Reception days: a time to book, who comes, who came.

use casework::{
    case::{Kind, letter::OfReception},
    desk::{ReceptionCount, ReceptionView, Visitor},
    ids::ReceptionId,
    place::Site,
    reception::{Booking, Came, ReceptionDay},
};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use super::{Voice, say, summary::sheets::plain};
use crate::{
    button::{Button, Home, Reception},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many times stand side by side.
const TIMES_A_ROW: usize = 3;
/// So much of a name is on a button.
const NAMED: usize = 10;

fn press(label: String, of: Reception) -> Key {
    Key::press(label, &Button::Reception(of))
}

impl Voice {
    /// Which day of the week and month, from when to when.
    fn reception_when(self, day: &ReceptionDay) -> String {
        let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        say!(
            self,
            "reception-when",
            weekday = self.weekday(day),
            day = self.day(day.day),
            from = time(day.rule.from),
            to = time(day.rule.to)
        )
    }

    fn weekday(self, day: &ReceptionDay) -> String {
        say!(self, "weekday", number = day.day.weekday().number_from_monday())
    }

    fn clock(self, moment: DateTime<Utc>) -> String {
        moment.with_timezone(&self.zone).format("%H:%M").to_string()
    }

    /// The button of the home screen, while a day can be booked.
    pub(super) fn key_reception(self, day: &ReceptionDay) -> Key {
        let label = say!(self, "button-reception", day = self.day(day.day));
        press(label, Reception::Show(day.id))
    }

    fn reception_head(self, day: &ReceptionDay) -> Text {
        let place = day.rule.place.in_language(self.language);
        Text::heading(&say!(self, "reception-head", when = self.reception_when(day))).line(say!(
            self,
            "reception-where",
            place = place
        ))
    }

    /// There is no day to book.
    pub fn reception_none(self) -> Page {
        Page::new(Text::plain(say!(self, "reception-none")), vec![vec![self.key_home()]])
    }

    /// Which times are free?
    pub fn reception_times(self, view: &ReceptionView) -> Page {
        let topics = view.day.rule.topics.in_language(self.language);
        let text = self
            .reception_head(&view.day)
            .line(say!(self, "reception-topics", topics = topics))
            .paragraph(if view.free.is_empty() {
                say!(self, "reception-full")
            } else {
                say!(self, "reception-choose", minutes = view.day.rule.minutes)
            });
        let keys: Vec<Key> = view
            .free
            .iter()
            .map(|(place, at)| press(self.clock(*at), Reception::Take(view.day.id, *place)))
            .collect();
        let rows = keys.chunks(TIMES_A_ROW).map(<[Key]>::to_vec);
        Page::new(text, rows.chain([vec![self.key_home()]]).collect())
    }

    /// Somebody's own time.
    pub fn reception_booked(self, day: &ReceptionDay, booking: &Booking) -> Page {
        let text = self.reception_head(day);
        match booking.came {
            Some(Came::Told(_)) => {
                let text = text.paragraph(say!(self, "reception-been"));
                return Page::new(text, vec![vec![self.key_mine()]]);
            }
            Some(Came::Absent) => {
                let text = text.paragraph(say!(self, "reception-missed"));
                return Page::new(text, vec![vec![self.key_home()]]);
            }
            None => {}
        }
        let text = text.paragraph(say!(self, "reception-yours", time = self.clock(booking.at)));
        Page::new(text, self.own_time_keys(day.id))
    }

    fn own_time_keys(self, id: ReceptionId) -> Vec<Vec<Key>> {
        vec![
            vec![press(say!(self, "button-reception-other"), Reception::Other(id))],
            vec![press(say!(self, "button-reception-cancel"), Reception::Cancel(id))],
            vec![self.key_home()],
        ]
    }

    /// They have given their time back.
    pub fn reception_cancelled(self, id: ReceptionId) -> Page {
        let other = press(say!(self, "button-reception-other"), Reception::Other(id));
        let text = Text::plain(say!(self, "reception-cancelled"));
        Page::new(text, vec![vec![other], vec![self.key_home()]])
    }

    /// Another has that time.
    pub fn toast_reception_taken(self) -> String {
        say!(self, "reception-taken")
    }

    /// They have given it back, or it is written down, or not their time yet.
    pub fn toast_reception_gone(self) -> String {
        say!(self, "reception-gone")
    }

    /// Not everybody receives owners.
    pub fn only_receivers(self) -> String {
        say!(self, "only-receivers")
    }

    /// What is said to everybody.
    pub fn reception_announcement(self, day: &ReceptionDay) -> String {
        let place = day.rule.place.in_language(self.language);
        let topics = day.rule.topics.in_language(self.language);
        let when = self.reception_when(day);
        say!(self, "reception-announcement", when = when, place = place, topics = topics)
    }

    /// Which days there are, to those who receive.
    pub fn receptions(self, shown: &[(ReceptionDay, ReceptionCount)]) -> Page {
        let mut text = Text::heading(&say!(self, "receptions"));
        if shown.is_empty() {
            text = text.line(say!(self, "receptions-none"));
        }
        let mut rows = vec![];
        for (one, count) in shown {
            let day = self.day(one.day);
            let stands = self.reception_stands(one, *count);
            text = text.line(say!(self, "receptions-line", day = day.as_str(), stands = stands));
            rows.push(vec![press(day, Reception::Day(one.id))]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    fn reception_stands(self, day: &ReceptionDay, count: ReceptionCount) -> String {
        if day.called_off_at.is_some() {
            return say!(self, "reception-stands-off");
        }
        if !count.has_come {
            return say!(self, "reception-stands-ahead", count = count.booked);
        }
        let ReceptionCount { told, absent, open, .. } = count;
        say!(self, "reception-stands", told = told, absent = absent, open = open)
    }

    /// Who comes on a day, and what became of it.
    pub fn reception_day(self, view: &ReceptionView) -> Page {
        let mut text =
            self.reception_head(&view.day).line(self.reception_stands(&view.day, view.count()));
        for visitor in &view.visitors {
            text = text.line(self.visitor_line(visitor, view.has_come));
        }
        if !view.besides.is_empty() {
            let numbers: Vec<_> =
                view.besides.iter().map(|told| told.case.number.as_str()).collect();
            text = text.line(say!(self, "reception-besides", numbers = numbers.join(", ")));
        }
        Page::new(text, self.reception_keys(view))
    }

    fn reception_keys(self, view: &ReceptionView) -> Vec<Vec<Key>> {
        let id = view.day.id;
        let mut rows = vec![];
        if view.day.called_off_at.is_none() && view.has_come {
            // Whoever was thought absent may come late, or it was the wrong name.
            let told = |came| matches!(came, Some(Came::Told(_)));
            let open = view.visitors.iter().filter(|visitor| !told(visitor.booking.came));
            rows.extend(open.map(|visitor| {
                let name = shortened(&self.name(&visitor.person), NAMED);
                let label = format!("{} {name}", self.clock(visitor.booking.at));
                vec![press(label, Reception::Visitor(visitor.booking.id))]
            }));
        }
        if view.day.called_off_at.is_none() && !view.has_begun {
            let announce = say!(self, "button-reception-announce");
            rows.push(vec![press(announce, Reception::Announce(id))]);
            let off = press(say!(self, "button-reception-off"), Reception::CallOff(id));
            rows.push(vec![off.toned(Tone::Danger)]);
        }
        if view.has_come {
            let label = say!(self, "button-reception-register");
            rows.push(vec![press(label, Reception::Register(id))]);
        }
        rows.push(vec![press(say!(self, "button-receptions"), Reception::List)]);
        rows
    }

    fn visitor_line(self, visitor: &Visitor, has_come: bool) -> String {
        let (time, name) = (self.clock(visitor.booking.at), self.name(&visitor.person));
        let stands = match (&visitor.case, visitor.booking.came) {
            (Some(told), _) => told.case.number.as_str().to_owned(),
            (None, Some(Came::Told(_))) => say!(self, "reception-told"),
            (None, Some(Came::Absent)) => say!(self, "reception-absent-line"),
            (None, None) if !has_come => return format!("{time} {name}"),
            (None, None) => say!(self, "reception-open-line"),
        };
        say!(self, "reception-visitor-line", time = time, name = name, stands = stands)
    }

    /// Call it off: really?
    pub fn reception_off_surely(self, view: &ReceptionView) -> Page {
        let text = say!(
            self,
            "reception-off-surely",
            when = self.reception_when(&view.day),
            count = view.open().count()
        );
        let id = view.day.id;
        let yes = press(say!(self, "button-reception-off-surely"), Reception::CallOffSurely(id));
        let back = press(say!(self, "button-back"), Reception::Day(id));
        Page::new(Text::plain(text), vec![vec![yes.toned(Tone::Danger)], vec![back]])
    }

    /// It is called off.
    pub fn reception_off(self, day: &ReceptionDay, count: usize) -> Page {
        Page::say(say!(self, "reception-off", when = self.reception_when(day), count = count))
    }

    /// Nothing is left to call off.
    pub fn reception_off_already(self) -> String {
        say!(self, "reception-off-already")
    }

    /// Somebody who comes: are they here?
    pub fn reception_visitor(self, visitor: &Visitor, now: DateTime<Utc>) -> Page {
        let (time, name) = (self.clock(visitor.booking.at), self.name(&visitor.person));
        let head = say!(self, "reception-visitor", time = time, name = name);
        let mut text = Text::heading(&head);
        if let Some(phone) = &visitor.person.phone {
            text = text.line(phone.clone());
        }
        let text = text.line(match &visitor.case {
            Some(told) => {
                say!(self, "reception-visitor-told", number = told.case.number.as_str())
            }
            None => say!(self, "reception-visitor-ask"),
        });
        let id = visitor.booking.id;
        let mut rows = self.keys_of_kinds(|kind| Button::Reception(Reception::Begin(id, kind)));
        if visitor.booking.came.is_none() && visitor.booking.at <= now {
            let label = say!(self, "button-reception-absent");
            rows.push(vec![press(label, Reception::Absent(visitor.booking.id))]);
        }
        let back = press(say!(self, "button-back"), Reception::Day(visitor.booking.reception));
        rows.push(vec![back]);
        Page::new(text, rows)
    }

    /// They did not come.
    pub fn reception_absent(self, visitor: &Visitor) -> Page {
        let text = say!(self, "reception-absent", name = self.name(&visitor.person));
        let back = press(say!(self, "button-back"), Reception::Day(visitor.booking.reception));
        Page::new(Text::plain(text), vec![vec![back]])
    }

    /// What is told of a day to somebody, whose own time may be `booking`; nothing where it no longer
    /// matters to them.
    pub fn reception_told(
        self,
        view: &ReceptionView,
        of: OfReception,
        booking: Option<&Booking>,
    ) -> Option<Page> {
        let when = self.reception_when(&view.day);
        Some(match of {
            OfReception::CalledOff => {
                let text = Text::plain(say!(self, "reception-called-off", when = when));
                let begin = Button::Home(Home::Begin(Kind::Complaint));
                let key = Key::press(self.kind_label(Kind::Complaint), &begin);
                Page::new(text, vec![vec![key], vec![self.key_home()]])
            }
            OfReception::Reminder => {
                let text = self.reception_head(&view.day);
                let time = self.clock(booking?.at);
                let text = text.line(say!(self, "reception-reminder", time = time));
                let keys = self.own_time_keys(view.day.id);
                Page::new(text, keys)
            }
            OfReception::Ahead => {
                let mut page = self.reception_day(view);
                page.text = page.text.paragraph(say!(self, "reception-ahead"));
                page
            }
            OfReception::Today if view.visitors.is_empty() => {
                Page::say(say!(self, "reception-nobody", when = when))
            }
            OfReception::Today => {
                let mut page = self.reception_day(view);
                page.text = page.text.paragraph(say!(self, "reception-today"));
                page
            }
            OfReception::Over if view.open().next().is_some() => {
                let mut page = self.reception_day(view);
                page.text = page.text.paragraph(say!(self, "reception-write-down"));
                page
            }
            OfReception::Over => self.reception_day(view),
            OfReception::Unsettled => {
                let mut text = Text::plain(say!(self, "reception-unsettled", when = when));
                for visitor in view.open() {
                    text = text.line(self.visitor_line(visitor, true));
                }
                Page::new(text, vec![])
            }
        })
    }

    /// What the sheet of the register is called.
    pub fn sheet_reception(self) -> String {
        say!(self, "register-sheet")
    }

    /// What the register is called as a file.
    pub fn reception_file_name(self, site: &Site, day: NaiveDate) -> String {
        let estate = plain(site.name.in_language(self.language));
        say!(self, "register-file", estate = estate, day = day.to_string())
    }

    /// What stands under the register.
    pub fn reception_register_caption(self, day: &ReceptionDay) -> String {
        say!(self, "reception-register", when = self.reception_when(day))
    }
}
