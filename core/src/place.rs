//! Where things are: site > building > floor > unit, and public areas.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CategoryId, DepartmentId, PlaceId, Room, SiteId, Topic},
    quiet::Quiet,
    words::{Language, Words},
};

/// What sort of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A building.
    Building,
    /// A floor of a building.
    Floor,
    /// A unit on a floor: a flat, an office, a workshop.
    Unit,
    /// A place that belongs to everybody.
    Public,
}

impl PlaceKind {
    /// How the book and the estate file write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Floor => "floor",
            Self::Unit => "unit",
            Self::Public => "public",
        }
    }
}

/// A place, with the way to it from the building down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its identity.
    pub id: PlaceId,
    /// Of which estate.
    pub site: SiteId,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// The names from the building down to itself.
    pub path: Vec<Words>,
    /// The day on which the developer handed it over, or what it lies in; where the list of places names
    /// it.
    pub handed_over: Option<NaiveDate>,
}

impl Place {
    /// The whole way to it, for people who are entitled to know.
    pub fn full(&self, language: Language) -> String {
        join(self.path.iter(), language)
    }

    /// The least that is necessary to know whose matter it is: never the unit (PV-01).
    pub fn least(&self, language: Language) -> String {
        let shown = self.path.len() - usize::from(self.kind == PlaceKind::Unit);
        join(self.path[..shown].iter(), language)
    }
}

fn join<'a>(names: impl Iterator<Item = &'a Words>, language: Language) -> String {
    names.map(|name| name.in_language(language)).collect::<Vec<_>>().join(" ")
}

/// An estate.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its identity.
    pub id: SiteId,
    /// How its file names it.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// The time zone in which its days are counted.
    pub zone: chrono_tz::Tz,
    /// What its groups are spoken to in.
    pub language: Language,
    /// The policy profile in force.
    pub profile: String,
    /// The service centre's telephone number.
    pub phone: String,
    /// Whether owners are told the crew member's name.
    pub shows_names: bool,
    /// The service centre's group.
    pub desk_room: Option<Room>,
    /// Where serious cases are told.
    pub leaders_room: Option<Room>,
    /// Where owners can turn to next, in this order.
    pub instances: Vec<Instance>,
    /// Whom people call when life is in danger, before anything is written down here (S2-19.1).
    pub emergency: Vec<Instance>,
    /// The department that hears of every danger at once, whoever mends it (S2-19.1).
    pub alarm: Option<DepartmentId>,
    /// When the round of the morning is walked, by the clock on the wall.
    pub morning: NaiveTime,
    /// When nobody is asked how it was, nor reminded of what has time.
    pub quiet: Quiet,
}

/// A body that owners can turn to when they are still not satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// What it is called.
    pub name: Words,
    /// How it is reached.
    pub contact: String,
}

/// Who must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its identity.
    pub id: DepartmentId,
    /// How the estate file names it.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// The group it sits in, once bound.
    pub room: Option<Room>,
    /// The topic of that group, if it sits in one.
    pub topic: Option<Topic>,
}

/// What a case is about, and who acts on it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and none excludes another"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its identity.
    pub id: CategoryId,
    /// The department that acts on it unless the desk says otherwise.
    pub department: DepartmentId,
    /// Its name.
    pub name: Words,
    /// Words in a story that point to it, in any language.
    pub words: Vec<String>,
    /// Whether a result must show a photo.
    pub needs_photo: bool,
    /// Whether it is a quarrel between neighbours: who told us of it is then withheld (PV-03).
    pub between_neighbours: bool,
    /// Whether it is how our own people behave: whoever tells of it is asked whether it is about those who
    /// would read it (C-16, PV-08).
    pub about_us: bool,
    /// Whether people are in danger: it is registered by one press, and everybody concerned hears it at
    /// once (S0-15.7). It stands on a list of its own.
    pub danger: bool,
    /// How the estate file and the lists name it.
    pub code: String,
    /// In which other it lies.
    pub parent: Option<CategoryId>,
    /// Whether a case may be about it.
    pub offering: Offering,
}

/// Whether a case may be about a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offering {
    /// It may.
    Offered,
    /// Others lie in it: it only groups them.
    Group,
    /// It is offered to nobody any more, and stays with the cases that have it.
    Retired,
}

impl Category {
    /// Whether a case may be said to be about it.
    pub fn is_offered(&self) -> bool {
        self.offering == Offering::Offered
    }

    /// Whether it only groups others.
    pub fn is_group(&self) -> bool {
        self.offering == Offering::Group
    }
}

/// What is offered in a group of categories, or outside all of them: those a case may be about, and the
/// groups in which there is one.
pub fn offered(categories: &[Category], within: Option<CategoryId>) -> Vec<&Category> {
    let leads_on = |category: &Category| {
        category.is_offered()
            || category.is_group() && !offered(categories, Some(category.id)).is_empty()
    };
    let here = categories.iter().filter(|category| category.parent == within);
    here.filter(|category| leads_on(category)).collect()
}

/// The categories that a story points to, best first, at most `most`.
///
/// Every word found counts its length, so that a longer word outweighs a general one. Plain rules,
/// because the desk must be able to say why (and correct it).
pub fn guess<'a>(
    categories: impl IntoIterator<Item = &'a Category>,
    story: &str,
    most: usize,
) -> Vec<&'a Category> {
    let story = story.to_lowercase();
    let weight = |category: &Category| -> usize {
        let found = category.words.iter().filter(|word| story.contains(&word.to_lowercase()));
        found.map(|word| word.chars().count()).sum()
    };
    let mut weighed: Vec<_> = categories
        .into_iter()
        .filter(|category| category.is_offered())
        .map(|category| (weight(category), category))
        .collect();
    weighed.retain(|(weight, _)| *weight > 0);
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    weighed.into_iter().take(most).map(|(_, category)| category).collect()
}

/// The danger that a story speaks of, if it speaks of one.
pub fn danger_in<'a>(categories: &'a [Category], story: &str) -> Option<&'a Category> {
    guess(categories.iter().filter(|category| category.danger), story, 1).into_iter().next()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn named(name: &str) -> Words {
        Words(BTreeMap::from([(Language::En, name.to_owned())]))
    }

    fn place(kind: PlaceKind, path: Vec<Words>) -> Place {
        Place { id: PlaceId(1), site: SiteId(1), kind, path, handed_over: None }
    }

    #[test]
    fn a_card_in_a_group_never_names_the_unit() {
        let path = vec![named("Building 3"), named("Floor 5"), named("502")];
        let unit = place(PlaceKind::Unit, path);
        assert_eq!(unit.full(Language::En), "Building 3 Floor 5 502");
        assert_eq!(unit.least(Language::En), "Building 3 Floor 5");

        let path = vec![named("Lobby")];
        let lobby = place(PlaceKind::Public, path);
        assert_eq!(lobby.least(Language::En), "Lobby");
    }

    #[test]
    fn the_longer_word_in_a_story_outweighs_the_general_one() {
        let category = |id, words: &[&str]| Category {
            code: String::new(),
            parent: None,
            offering: Offering::Offered,
            id: CategoryId(id),
            department: DepartmentId(1),
            name: named("c"),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            needs_photo: false,
            between_neighbours: false,
            about_us: false,
            danger: false,
        };
        let all = [category(1, &["水"]), category(2, &["空调漏水"]), category(3, &["噪音"])];
        let ids: Vec<i64> = guess(&all, "办公室空调漏水了", 3).iter().map(|c| c.id.0).collect();
        assert_eq!(ids, [2, 1]);
    }
}
