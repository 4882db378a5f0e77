//! The list of staff, and the end of a position.

use casework::{
    desk::OnDuty,
    people::{Person, Post},
    place::Department,
    store::Held,
};

use super::{Voice, say};
use crate::{
    button::{Button, Setup},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many positions on one page.
const POSTS_A_PAGE: usize = 8;

impl Voice {
    fn staff_key(label: String, setup: Setup) -> Key {
        Key::press(label, &Button::Setup(setup))
    }

    /// Who holds which position, a page at a time; each may be ended.
    pub fn staff(self, staff: &[(Held, Person)], departments: &[Department], page: u16) -> Page {
        let pages = staff.len().div_ceil(POSTS_A_PAGE).max(1);
        let page = usize::from(page).min(pages - 1);
        let mut text = Text::heading(&say!(self, "staff", count = staff.len()));
        let mut rows = vec![];
        let shown = staff.iter().enumerate().skip(page * POSTS_A_PAGE).take(POSTS_A_PAGE);
        for (before, (held, person)) in shown {
            let at = before + 1;
            let (name, post) = (self.name(person), self.post(held.post, departments));
            let since = self.local_day(held.since).to_string();
            let line = say!(self, "staff-line", at = at, name = name, post = post, day = since);
            text = text.line(line);
            let label = format!("{at}. {}", shortened(&self.name(person), 10));
            rows.push(Self::staff_key(label, Setup::Remove(held.id)));
        }
        let mut rows: Vec<Vec<Key>> = rows.chunks(2).map(<[Key]>::to_vec).collect();
        let turn = |to: usize| Setup::Posts(u16::try_from(to).unwrap_or(0));
        let mut turns = vec![];
        if page > 0 {
            turns.push(Self::staff_key(say!(self, "button-less"), turn(page - 1)));
        }
        if page + 1 < pages {
            turns.push(Self::staff_key(say!(self, "button-more"), turn(page + 1)));
        }
        if !turns.is_empty() {
            rows.push(turns);
        }
        Page::new(text.paragraph(say!(self, "staff-how")), rows)
    }

    /// End this position?
    pub fn remove_surely(self, held: &Held, person: &Person, departments: &[Department]) -> Page {
        let (name, post) = (self.name(person), self.post(held.post, departments));
        Page::new(
            Text::plain(say!(self, "remove-surely", name = name, post = post)),
            vec![
                vec![
                    Self::staff_key(say!(self, "button-remove"), Setup::RemoveSurely(held.id))
                        .toned(Tone::Danger),
                ],
                vec![Self::staff_key(say!(self, "button-back"), Setup::Posts(0))],
            ],
        )
    }

    /// To the one who held it.
    pub fn post_ended(self, post: Post, departments: &[Department]) -> Page {
        Page::say(say!(self, "post-ended", post = self.post(post, departments)))
    }

    /// To the heads: what they had signed for waits for somebody else.
    pub fn left_behind(
        self,
        person: &Person,
        post: Post,
        departments: &[Department],
        numbers: &str,
    ) -> Page {
        let (name, post) = (self.name(person), self.post(post, departments));
        Page::say(say!(self, "left-behind", name = name, post = post, numbers = numbers))
    }

    /// Who is on duty now, department by department.
    pub fn on_duty(self, shown: &[OnDuty]) -> Page {
        let text = Text::heading(&say!(self, "duty"));
        let text = shown.iter().fold(text, |text, one| text.line(self.duty_line(one)));
        Page { text, ..Page::default() }
    }

    fn duty_line(self, one: &OnDuty) -> String {
        let name = match &one.department {
            Some(department) => department.name.in_language(self.language).to_owned(),
            None => say!(self, "duty-desk"),
        };
        let works = match one.works {
            Some(true) => Some(say!(self, "duty-works")),
            Some(false) => Some(say!(self, "duty-closed")),
            None => None,
        };
        let people = if !one.has_roster {
            say!(self, "duty-no-roster")
        } else if one.people.is_empty() {
            say!(self, "duty-nobody")
        } else {
            one.people.iter().map(|person| self.name(person)).collect::<Vec<_>>().join(" · ")
        };
        match works {
            Some(works) => {
                say!(self, "duty-line-hours", name = name, works = works, people = people)
            }
            None => say!(self, "duty-line", name = name, people = people),
        }
    }

    /// Only colleagues may ask.
    pub fn only_staff(self) -> String {
        say!(self, "only-staff")
    }

    /// Nobody could appoint another.
    pub fn last_admin(self) -> String {
        say!(self, "last-admin")
    }
}
