//! What we keep about somebody, as a file for themselves; and what going away means.

use casework::{
    callback::Grade,
    case::Number,
    desk::{Matter, MyData},
    ids::CaseId,
    people::Person,
    place::Site,
    store::Questionnaire,
};
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Voice, say};
use crate::{
    button::{Act, Button, Home},
    page::{Key, Page, Text, Tone},
};

/// JSON whose fields stand in the order in which they are read.
enum Shown {
    Text(String),
    List(Vec<Shown>),
    Fields(Vec<(String, Shown)>),
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (label, shown) in fields {
                    map.serialize_entry(label, shown)?;
                }
                map.end()
            }
        }
    }
}

/// Fields that are there, under their labels.
#[derive(Default)]
struct Fields(Vec<(String, Shown)>);

impl Fields {
    fn text(mut self, label: String, text: impl Into<Option<String>>) -> Self {
        if let Some(text) = text.into().filter(|text| !text.is_empty()) {
            self.0.push((label, Shown::Text(text)));
        }
        self
    }

    fn list(mut self, label: String, items: Vec<Shown>) -> Self {
        if !items.is_empty() {
            self.0.push((label, Shown::List(items)));
        }
        self
    }

    fn shown(self) -> Shown {
        Shown::Fields(self.0)
    }
}

impl Voice {
    /// As the desk had written somebody down before they had a chat.
    fn known_as(self, known: &Person) -> Shown {
        Fields::default()
            .text(say!(self, "mydata-name"), known.name.clone())
            .text(say!(self, "mydata-phone"), known.phone.clone())
            .shown()
    }

    /// The file: JSON under labels that its owner can read.
    pub fn my_data_file(self, data: &MyData, site: &Site) -> String {
        let person = &data.person;
        let units = data.units.iter().map(|(occupancy, place)| {
            let tenure = occupancy.hold.map(|hold| self.tenure(hold.tenure));
            Fields::default()
                .text(say!(self, "mydata-unit"), place.full(self.language))
                .text(say!(self, "mydata-as"), tenure)
                .shown()
        });
        let consents = data.consents.iter().map(|consent| {
            Fields::default()
                .text(say!(self, "mydata-version"), consent.version.to_string())
                .text(say!(self, "mydata-shown"), self.full_moment(consent.shown_at))
                .text(say!(self, "mydata-agreed"), consent.agreed_at.map(|at| self.full_moment(at)))
                .shown()
        });
        let draft = data.draft.as_ref().map(casework::intake::Draft::whole_story);
        let file = Fields::default()
            .text(say!(self, "mydata-from"), site.name.in_language(self.language).to_owned())
            .text(say!(self, "mydata-name"), person.name.clone())
            .text(say!(self, "mydata-phone"), person.phone.clone())
            .list(
                say!(self, "mydata-known-as"),
                data.known_as.iter().map(|known| self.known_as(known)).collect(),
            )
            .text(say!(self, "mydata-account"), person.account.map(|account| account.0.to_string()))
            .text(say!(self, "mydata-language"), self.language_name(person.language))
            .list(say!(self, "mydata-units"), units.collect())
            .list(say!(self, "mydata-consents"), consents.collect())
            .text(say!(self, "mydata-draft"), draft)
            .list(
                say!(self, "mydata-matters"),
                data.matters.iter().map(|matter| self.my_matter(matter)).collect(),
            )
            .list(
                say!(self, "mydata-surveys"),
                data.surveys.iter().map(|asked| self.my_answer(asked)).collect(),
            )
            .list(
                say!(self, "mydata-gatherings"),
                data.gatherings
                    .iter()
                    .map(|(title, comes)| self.my_gathering(title, *comes))
                    .collect(),
            )
            .list(
                say!(self, "mydata-contacts"),
                data.contacts.iter().map(|(at, grade)| self.my_contact(*at, *grade)).collect(),
            )
            .list(
                say!(self, "mydata-receptions"),
                data.bookings
                    .iter()
                    .map(|booking| Shown::Text(self.full_moment(booking.at)))
                    .collect(),
            );
        serde_json::to_string_pretty(&file.shown()).expect("texts under labels are JSON")
    }

    fn full_moment(self, moment: DateTime<Utc>) -> String {
        moment.with_timezone(&self.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    fn my_contact(self, at: DateTime<Utc>, grade: Option<Grade>) -> Shown {
        let said = grade.map_or_else(|| say!(self, "button-contact-refused"), |it| self.grade(it));
        Shown::Text(format!("{} {said}", self.full_moment(at)))
    }

    fn my_gathering(self, title: &str, comes: bool) -> Shown {
        let answer = if comes {
            say!(self, "button-gathering-comes")
        } else {
            say!(self, "button-gathering-stays")
        };
        Shown::Text(format!("{title}: {answer}"))
    }

    fn my_matter(self, matter: &Matter) -> Shown {
        let view = &matter.view;
        let facts = &view.case.facts;
        let own = matter.own.iter().map(|(line, words)| {
            Fields::default()
                .text(say!(self, "mydata-when"), self.full_moment(line.at))
                .text(say!(self, "mydata-what"), self.event(&line.event))
                .text(say!(self, "mydata-words"), words.join("\n"))
                .shown()
        });
        let looks = matter.looks.iter().map(|(look, who)| {
            let who = if view.site.shows_names { self.name(who) } else { String::new() };
            Fields::default()
                .text(say!(self, "mydata-when"), self.full_moment(look.at))
                .text(say!(self, "mydata-who"), who)
                .shown()
        });
        let calls = matter.calls.iter().map(|call| {
            Fields::default()
                .text(say!(self, "mydata-when"), self.full_moment(call.at))
                .text(say!(self, "mydata-what"), self.call_outcome(call.outcome))
                .shown()
        });
        let outcome = view.case.state.outcome();
        Fields::default()
            .text(say!(self, "mydata-number"), view.case.number.as_str().to_owned())
            .text(say!(self, "mydata-kind"), self.kind(view.case.kind))
            .text(say!(self, "mydata-opened"), self.full_moment(view.case.opened_at))
            .text(say!(self, "mydata-state"), self.owner_state(view))
            .text(say!(self, "mydata-place"), self.address(view))
            .text(say!(self, "mydata-story"), facts.story.clone())
            .text(
                say!(self, "mydata-happened"),
                facts.happened.as_ref().map(|at| self.happened(at)),
            )
            .text(say!(self, "mydata-wish"), facts.wish.clone())
            .text(say!(self, "mydata-contact"), facts.contact.clone())
            .text(say!(self, "mydata-files"), matter.files.to_string())
            .text(say!(self, "mydata-result"), outcome.map(|outcome| outcome.result.clone()))
            .list(say!(self, "mydata-own"), own.collect())
            .list(
                say!(self, "mydata-answers"),
                matter.answers.iter().map(|round| self.my_answer(round)).collect(),
            )
            .list(say!(self, "mydata-looks"), looks.collect())
            .list(say!(self, "mydata-calls"), calls.collect())
            .shown()
    }

    fn my_answer(self, round: &Questionnaire) -> Shown {
        let answered = self.answered(round).into_iter();
        answered.fold(Fields::default(), |fields, (name, value)| fields.text(name, value)).shown()
    }

    /// Under the file.
    pub fn my_data_caption(self) -> String {
        say!(self, "mydata-caption")
    }

    /// What goes and what stays; for good?
    pub fn forget_surely(self, site: &Site) -> Page {
        let text = Text::heading(&say!(self, "forget"))
            .line(say!(self, "forget-goes"))
            .line(say!(self, "forget-stays"))
            .paragraph(say!(self, "forget-chats", phone = site.phone.as_str()));
        let surely = Key::press(say!(self, "button-forget"), &Button::Home(Home::Forget));
        Page::new(text, vec![vec![surely.toned(Tone::Danger)], vec![self.key_home()]])
    }

    /// Not while a matter is open.
    pub fn forget_later(self, case: CaseId, number: &Number) -> Page {
        let text = say!(self, "forget-open", number = number.as_str());
        let show = Key::press(number.as_str(), &Button::Case(case, 0, Act::Show));
        Page::new(Text::plain(text), vec![vec![show], vec![self.key_home()]])
    }

    /// Not while they hold a position.
    pub fn forget_holder(self) -> Page {
        Page::new(Text::plain(say!(self, "forget-holder")), vec![vec![self.key_home()]])
    }

    /// Done. Nobody is named any more.
    pub fn forgotten(self) -> Page {
        Page::say(say!(self, "forgotten"))
    }
}
