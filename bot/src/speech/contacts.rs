//! Visits and calls by plan: the lists, whom to turn to, what came of it.

use casework::{
    callback::Grade,
    case::letter::OfContacts,
    contact::{ContactCount, ContactList, ContactOutcome, Way},
    desk::{ContactListView, ContactView},
    ids::ContactListId,
    words::Words,
};

use super::{Voice, say};
use crate::{
    button::{Button, Contact},
    page::{Key, Page, Text, Tone, shortened},
};

/// So many on one page.
pub(crate) const CONTACTS_PAGE: usize = 8;
/// So much of a name or place is on a button.
const NAMED: usize = 18;
/// So much of a list's name is.
const TITLED: usize = 14;

fn press(label: String, of: Contact) -> Key {
    Key::press(label, &Button::Contact(of))
}

impl Voice {
    fn contact_title(self, list: &ContactList) -> String {
        let name = list.plan.name.in_language(self.language);
        say!(self, "contacts-title", name = name, turn = self.period(list.turn))
    }

    /// The lists of an estate.
    pub fn contact_lists(self, lists: &[ContactListView]) -> Page {
        let mut text = Text::heading(&say!(self, "contacts"));
        if lists.is_empty() {
            text = text.line(say!(self, "contacts-none"));
        }
        let mut rows = vec![];
        for view in lists {
            let title = self.contact_title(&view.list);
            let stands = self.contact_share(view.count);
            text = text.line(say!(self, "contacts-line", title = title, stands = stands));
            let name = shortened(view.list.plan.name.in_language(self.language), TITLED);
            let label = say!(
                self,
                "button-contacts",
                name = name.as_str(),
                reached = view.count.spoken,
                all = view.count.all
            );
            rows.push(vec![press(label, Contact::Open(view.list.id, 0))]);
        }
        rows.push(vec![self.key_home()]);
        Page::new(text, rows)
    }

    fn contact_share(self, count: ContactCount) -> String {
        say!(self, "contacts-share", reached = count.spoken, all = count.all)
    }

    /// How far a list has come, in figures.
    fn contact_figures(self, count: ContactCount) -> Text {
        let [satisfied, basically, dissatisfied] = count.grades;
        let mut text = Text::plain(say!(
            self,
            "contacts-reached",
            reached = count.spoken,
            refused = count.refused,
            open = count.open()
        ));
        if count.spoken > 0 {
            text = text.line(say!(
                self,
                "contacts-grades",
                satisfied = satisfied,
                basically = basically,
                dissatisfied = dissatisfied
            ));
        }
        if count.compared > 0 {
            text = text.line(say!(
                self,
                "contacts-compared",
                compared = count.compared,
                same = count.same
            ));
        }
        text
    }

    /// A list: how far it has come, and who is still open.
    pub fn contact_list(
        self,
        view: &ContactListView,
        shown: &[ContactView],
        page: u16,
        total: usize,
    ) -> Page {
        let title = self.contact_title(&view.list);
        let mut text = Text::heading(&title).line(self.contact_figures(view.count).as_str());
        let mut rows = vec![];
        if view.is_over {
            text = text.line(say!(self, "contacts-over"));
        } else if shown.is_empty() {
            text = text.line(say!(self, "contacts-all"));
        } else {
            text = text.line(say!(self, "contacts-choose"));
            rows.extend(
                shown
                    .iter()
                    .map(|one| vec![press(self.contact_label(one), Contact::Show(one.contact.id))]),
            );
        }
        let id = view.list.id;
        let mut turns = vec![];
        if let Some(before) = page.checked_sub(1) {
            turns.push(press(say!(self, "button-previous"), Contact::Open(id, before)));
        }
        if (usize::from(page) + 1) * CONTACTS_PAGE < total {
            turns.push(press(say!(self, "button-next"), Contact::Open(id, page + 1)));
        }
        rows.extend((!turns.is_empty()).then_some(turns));
        rows.push(vec![press(say!(self, "button-contact-lists"), Contact::List)]);
        Page::new(text, rows)
    }

    /// Where or who they are, as a button says it.
    fn contact_label(self, view: &ContactView) -> String {
        let named = view.people.first().and_then(|(name, _)| name.clone());
        let place = view.place.as_ref().map(|place| {
            let named = |name: Option<&Words>| {
                name.map_or("", |name| name.in_language(self.language)).to_owned()
            };
            // The unit first: it is what is left where a name is too long.
            format!("{} {}", named(place.path.last()), named(place.path.first()))
        });
        let label = place.or(named).unwrap_or_else(|| say!(self, "contact-somebody"));
        shortened(&label, NAMED)
    }

    /// Somebody on a list: who, where, why, and what came of it.
    pub fn contact(self, view: &ContactView) -> Page {
        let mut text = Text::heading(&self.contact_title(&view.list));
        if let Some(place) = &view.place {
            text = text.line(place.full(self.language));
        }
        for (name, phone) in &view.people {
            let name = name.clone().unwrap_or_else(|| say!(self, "contact-somebody"));
            text = text.line(match phone {
                Some(phone) => say!(self, "contact-person", name = name, phone = phone.as_str()),
                None => name,
            });
        }
        if let Some(told) = &view.case {
            let number = told.case.number.as_str();
            let what = self.kind(told.case.kind);
            text = text.line(say!(self, "contact-because", number = number, kind = what));
        }
        if let Some(said) = view.said {
            text = text.line(say!(self, "contact-said", grade = self.grade(said)));
        }
        if view.contact.tried > 0 {
            text = text.line(say!(self, "contact-tried-count", count = view.contact.tried));
        }
        let text = text.paragraph(match view.list.plan.by {
            Way::Visit => say!(self, "contact-ask-visit"),
            Way::Phone => say!(self, "contact-ask-phone"),
        });
        let id = view.contact.id;
        let grade = |grade: Grade| press(self.grade(grade), Contact::Spoken(id, grade));
        Page::new(
            text,
            vec![
                vec![grade(Grade::Satisfied).toned(Tone::Success), grade(Grade::Basically)],
                vec![grade(Grade::Dissatisfied)],
                vec![
                    press(
                        say!(self, "button-contact-nobody"),
                        Contact::Nobody(id, view.contact.tried),
                    ),
                    press(say!(self, "button-contact-refused"), Contact::Refused(id)),
                ],
                vec![self.key_contacts(view.list.id)],
            ],
        )
    }

    fn key_contacts(self, list: ContactListId) -> Key {
        press(say!(self, "button-back"), Contact::Open(list, 0))
    }

    /// Written down; is there anything to be done?
    pub fn contact_done(self, view: &ContactView, outcome: ContactOutcome) -> Page {
        let back = vec![self.key_contacts(view.list.id)];
        let id = view.contact.id;
        let again = vec![press(say!(self, "button-contact-again"), Contact::Show(id))];
        let ContactOutcome::Spoken(grade) = outcome else {
            let text = Text::plain(say!(self, "contact-refused"));
            return Page::new(text, vec![again, back]);
        };
        let text = say!(self, "contact-done", grade = self.grade(grade));
        let mut rows = self.keys_of_kinds(|kind| Button::Contact(Contact::Begin(id, kind)));
        rows.extend([again, back]);
        Page::new(Text::plain(text), rows)
    }

    /// Nobody was there.
    pub fn contact_tried(self) -> String {
        say!(self, "contact-tried")
    }

    /// Somebody else turns to them.
    pub fn contact_not_yours(self) -> String {
        say!(self, "contact-not-yours")
    }

    /// The turn is over.
    pub fn contacts_over(self) -> String {
        say!(self, "contacts-over")
    }

    /// What is told of a list.
    pub fn contacts_told(self, view: &ContactListView, of: OfContacts) -> Page {
        let title = self.contact_title(&view.list);
        match of {
            OfContacts::Drawn => {
                let text = say!(self, "contacts-drawn", title = title, count = view.count.all);
                let key = press(say!(self, "button-contacts-open"), Contact::Open(view.list.id, 0));
                Page::new(Text::plain(text), vec![vec![key]])
            }
            OfContacts::Over => {
                let head = say!(self, "contacts-ended", title = title);
                Page::new(
                    Text::heading(&head).line(self.contact_figures(view.count).as_str()),
                    vec![],
                )
            }
        }
    }
}
