//! The grounds: the estates, their departments, categories and places. Every piece of work asks for them
//! several times and they change seldom, so each instance reads them at most once a second, and the
//! names of places once in half a minute. Whoever changes them sees the change at once, other
//! instances after that time; positions, which are rights, are never kept here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{DeskError, Work};
use crate::{
    ids::{Account, CaseId, CategoryId, DepartmentId, MessageId, PlaceId, Room, SiteId},
    people::Person,
    place::{Category, Department, Place, Site},
    policy::SpecialDays,
    store::Leased,
};

const FRESH: Duration = Duration::from_secs(1);

const PLACES_FRESH: Duration = Duration::from_secs(30);

/// What is kept of the grounds.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    grounds: Arc<Mutex<Option<Arc<Grounds>>>>,
    places: Arc<Mutex<HashMap<PlaceId, (Instant, Place)>>>,
}

#[derive(Debug)]
pub(super) struct Grounds {
    read_at: Instant,
    estates: Vec<Ground>,
}

/// What is known of one estate.
#[derive(Debug)]
struct Ground {
    site: Site,
    departments: Vec<Department>,
    categories: Vec<Category>,
    special: Arc<SpecialDays>,
}

impl Kept {
    fn get(&self) -> Option<Arc<Grounds>> {
        let kept = lock(&self.grounds);
        kept.clone().filter(|kept| kept.read_at.elapsed() < FRESH)
    }

    fn put(&self, grounds: &Arc<Grounds>) {
        *lock(&self.grounds) = Some(Arc::clone(grounds));
    }

    pub(super) fn clear(&self) {
        *lock(&self.grounds) = None;
        lock(&self.places).clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    /// This work changes the grounds: from here on it reads them from the book.
    pub(super) fn rebuild(&mut self) {
        self.rebuilds = true;
        self.grounds = None;
    }

    async fn grounds(&mut self) -> Result<Arc<Grounds>, DeskError> {
        if let Some(grounds) = &self.grounds {
            return Ok(Arc::clone(grounds));
        }
        let kept = if self.rebuilds { None } else { self.desk.grounds.get() };
        let grounds = match kept {
            Some(kept) => kept,
            None => {
                let mut estates = vec![];
                for site in self.tx.sites().await? {
                    estates.push(Ground {
                        special: Arc::new(self.tx.holidays(site.id).await?),
                        departments: self.tx.departments(site.id).await?,
                        categories: self.tx.categories(site.id).await?,
                        site,
                    });
                }
                let grounds = Arc::new(Grounds { read_at: Instant::now(), estates });
                if !self.rebuilds {
                    self.desk.grounds.put(&grounds);
                }
                grounds
            }
        };
        self.grounds = Some(Arc::clone(&grounds));
        Ok(grounds)
    }

    /// What is known of the estate that this work is about; of the oldest while that is open.
    async fn ground<T>(&mut self, of: impl Fn(&Ground) -> T) -> Result<T, DeskError> {
        let (at, grounds) = (self.tx.at(), self.grounds().await?);
        let mut estates = grounds.estates.iter();
        let ground = estates.find(|ground| at.is_none_or(|site| ground.site.id == site));
        ground.map(of).ok_or(DeskError::NoEstate)
    }

    /// The estate that this work is about; the oldest while that is open.
    pub async fn site(&mut self) -> Result<Site, DeskError> {
        self.ground(|ground| ground.site.clone()).await
    }

    /// Every estate of the book, the oldest first.
    pub async fn sites(&mut self) -> Result<Vec<Site>, DeskError> {
        Ok(self.grounds().await?.estates.iter().map(|ground| ground.site.clone()).collect())
    }

    /// Whether the book holds more than one estate; one need not be asked which it is.
    pub async fn holds_several(&mut self) -> Result<bool, DeskError> {
        Ok(self.grounds().await?.estates.len() > 1)
    }

    /// The estate that this work is about, where the book holds others beside it.
    pub async fn one_of_several(&mut self) -> Result<Option<Site>, DeskError> {
        Ok(if self.holds_several().await? { Some(self.site().await?) } else { None })
    }

    /// From here on the work is about this estate: its people, places, departments and clock.
    pub fn stand_at(&mut self, site: SiteId) {
        self.tx.stand_at(site);
    }

    /// The estate whose room this is, if it is one of ours.
    pub(super) async fn site_of(&mut self, room: Room) -> Result<Option<Site>, DeskError> {
        let grounds = self.grounds().await?;
        let found = grounds.estates.iter().find(|ground| {
            let site = &ground.site;
            let has = |department: &Department| department.room == Some(room);
            [site.desk_room, site.leaders_room].contains(&Some(room))
                || ground.departments.iter().any(has)
        });
        Ok(found.map(|ground| ground.site.clone()))
    }

    /// The work is about the estate of this group or person, if they are ours; else that is open.
    pub async fn stand_in(&mut self, room: Room) -> Result<(), DeskError> {
        if !self.holds_several().await? {
            return Ok(());
        }
        self.tx.stand_back(None);
        let site = if room.is_group() {
            self.site_of(room).await?.map(|site| site.id)
        } else {
            self.tx.person_by_account(Account(room.0)).await?.map(|person| person.site)
        };
        if let Some(site) = site {
            self.tx.stand_at(site);
        }
        Ok(())
    }

    /// The work is about the estate of which a message in a private chat speaks, where that is known.
    pub async fn stand_by_message(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<(), DeskError> {
        if self.holds_several().await?
            && let Some(site) = self.tx.outbox_site(room, message).await?
        {
            self.tx.stand_at(site);
        }
        Ok(())
    }

    /// The work is about the estate of which a letter speaks.
    pub async fn stand_with(&mut self, leased: &Leased) -> Result<(), DeskError> {
        match leased.site {
            Some(site) => self.tx.stand_at(site),
            None => self.stand_in(leased.room).await?,
        }
        Ok(())
    }

    /// The work is about the estate of a place; says as whom `person` stands there.
    pub(super) async fn stand_on(
        &mut self,
        place: PlaceId,
        person: &Person,
    ) -> Result<Person, DeskError> {
        if let Some(place) = self.place(place).await? {
            self.tx.stand_at(place.site);
        }
        self.person(person.id).await
    }

    /// The work is about the estate of this case, if there is one.
    pub async fn stand_by(&mut self, case: CaseId) -> Result<(), DeskError> {
        if self.holds_several().await?
            && let Some(site) = self.tx.case_site(case).await?
        {
            self.tx.stand_at(site);
        }
        Ok(())
    }

    /// The estate's holidays and make-up days.
    pub(super) async fn special_days(&mut self) -> Result<Arc<SpecialDays>, DeskError> {
        self.ground(|ground| Arc::clone(&ground.special)).await
    }

    /// Many places at once, in this order; read anew.
    pub async fn places_by(&mut self, ids: &[PlaceId]) -> Result<Vec<Place>, DeskError> {
        Ok(self.tx.places_by(ids).await?)
    }

    /// A place.
    pub async fn place(&mut self, id: PlaceId) -> Result<Option<Place>, DeskError> {
        let kept = lock(&self.desk.grounds.places).get(&id).cloned();
        if let Some((read_at, place)) = kept
            && !self.rebuilds
            && read_at.elapsed() < PLACES_FRESH
        {
            return Ok(Some(place));
        }
        let place = self.tx.place(id).await?;
        if let Some(place) = place.clone().filter(|_| !self.rebuilds) {
            lock(&self.desk.grounds.places).insert(id, (Instant::now(), place));
        }
        Ok(place)
    }

    /// Every category of the estate.
    pub async fn categories(&mut self) -> Result<Vec<Category>, DeskError> {
        self.ground(|ground| ground.categories.clone()).await
    }

    /// A category of the estate.
    pub async fn category(&mut self, id: CategoryId) -> Result<Option<Category>, DeskError> {
        self.ground(|ground| ground.categories.iter().find(|one| one.id == id).cloned()).await
    }

    /// Every department of the estate.
    pub async fn departments(&mut self) -> Result<Vec<Department>, DeskError> {
        self.ground(|ground| ground.departments.clone()).await
    }

    /// A department of the estate.
    pub(super) async fn department(
        &mut self,
        id: DepartmentId,
    ) -> Result<Option<Department>, DeskError> {
        self.ground(|ground| ground.departments.iter().find(|one| one.id == id).cloned()).await
    }
}
