//! What an estate has and what it still lacks before it can be used, and what an administrator writes down
//! of it in the chat.

use super::{DeskError, Work};
use crate::{
    case::Refusal,
    estate::{Building, SiteName, lay_building},
    ids::Room,
    people::{Action, Person, Post, Role, may_at_site},
    place::PlaceKind,
    words::{Language, Words},
};

/// What an estate has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// How many buildings it has.
    pub buildings: usize,
    /// Whose groups are not bound: departments, the desk, the leaders.
    pub roomless: Vec<Post>,
    /// Positions that nobody holds and somebody must: a head of each department, somebody at the desk,
    /// a manager.
    pub vacant: Vec<Post>,
}

impl Readiness {
    /// Whether owners can be let in.
    pub fn is_ready(&self) -> bool {
        self.buildings > 0 && self.roomless.is_empty() && self.vacant.is_empty()
    }
}

impl Work {
    /// What the estate has and lacks.
    pub async fn readiness(&mut self) -> Result<Readiness, DeskError> {
        let site = self.site().await?;
        let departments = self.departments().await?;
        let places = self.tx.places_known(site.id).await?;
        let of = |role, department| Post { role, department };
        let bound = |room: Option<Room>| room.is_some();
        let rooms = departments.iter().map(|one| (of(Role::Crew, Some(one.id)), bound(one.room)));
        let rooms = rooms.chain([
            (of(Role::Desk, None), bound(site.desk_room)),
            (of(Role::Leader, None), bound(site.leaders_room)),
        ]);
        let roomless = rooms.filter(|(_, is_bound)| !is_bound).map(|(post, _)| post).collect();
        let heads = departments.iter().map(|one| of(Role::Head, Some(one.id)));
        let needed: Vec<Post> =
            heads.chain([of(Role::Desk, None), of(Role::Manager, None)]).collect();
        let mut vacant = vec![];
        for post in needed {
            if self.people_in(post.role, post.department).await?.is_empty() {
                vacant.push(post);
            }
        }
        let buildings = places.iter().filter(|place| place.kind == PlaceKind::Building).count();
        Ok(Readiness { buildings, roomless, vacant })
    }

    async fn may_set_up(&mut self, person: &Person) -> Result<(), DeskError> {
        // Their position may have ended since the question was asked.
        let person = self.person(person.id).await?;
        if may_at_site(&person, Action::Appoint) {
            Ok(())
        } else {
            Err(Refusal::NotEntitled.into())
        }
    }

    /// An administrator says anew what the estate is called, in their language.
    pub async fn rename(&mut self, by: &Person, name: &SiteName) -> Result<(), DeskError> {
        self.may_set_up(by).await?;
        let site = self.site().await?.id;
        self.tx.site_rename(site, by.language, name.as_str()).await?;
        self.rebuild();
        Ok(())
    }

    /// An administrator says anew how the service centre is called.
    pub async fn set_phone(&mut self, by: &Person, phone: &str) -> Result<(), DeskError> {
        self.may_set_up(by).await?;
        let site = self.site().await?.id;
        self.tx.site_phone(site, phone).await?;
        self.rebuild();
        Ok(())
    }

    /// An administrator says what the groups are spoken to in.
    pub async fn speak(&mut self, by: &Person, language: Language) -> Result<(), DeskError> {
        self.may_set_up(by).await?;
        let site = self.site().await?.id;
        self.tx.site_language(site, language).await?;
        self.rebuild();
        Ok(())
    }

    /// An administrator adds a building with its floors and homes; says whether it is new. `floor` is the
    /// name of a floor, in which `#` stands for its number.
    pub async fn add_building(
        &mut self,
        by: &Person,
        building: &Building,
        floor: Words,
    ) -> Result<bool, DeskError> {
        self.may_set_up(by).await?;
        let site = self.site().await?.id;
        // Two of one name, pressed at the same moment, wait for each other.
        self.tx.admins_lock(site).await?;
        let known = self.tx.places_known(site).await?;
        // Homes may be called like it: 301 is a block of one estate, and a home of another.
        let mut buildings = known.iter().filter(|place| place.kind == PlaceKind::Building);
        if buildings.any(|place| place.name.0.values().any(|name| *name == building.name)) {
            return Ok(false);
        }
        let free = |code: &String| !known.iter().any(|place| place.code == *code);
        // One more than there are places is free, whatever they are called.
        let mut codes = (1..=known.len() + 1).map(|number| format!("b{number}"));
        let code = codes.find(free).unwrap_or_default();
        let position = i32::try_from(known.len()).unwrap_or(i32::MAX);
        let name = Words([(by.language, building.name.clone())].into());
        lay_building(&mut self.tx, site, (&code, name, floor), building, position).await?;
        self.rebuild();
        Ok(true)
    }
}
