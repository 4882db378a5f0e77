//! The grounds: the site, its departments, categories and places. Every piece of work asks for them
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
    ids::{CategoryId, DepartmentId, PlaceId},
    place::{Category, Department, Place, Site},
    policy::SpecialDays,
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
    site: Option<Site>,
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
                let site = self.tx.site().await?;
                let special = match &site {
                    Some(site) => self.tx.holidays(site.id).await?,
                    None => SpecialDays::new(),
                };
                let grounds = Arc::new(Grounds {
                    read_at: Instant::now(),
                    site,
                    special: Arc::new(special),
                    departments: self.tx.departments().await?,
                    categories: self.tx.categories().await?,
                });
                if !self.rebuilds {
                    self.desk.grounds.put(&grounds);
                }
                grounds
            }
        };
        self.grounds = Some(Arc::clone(&grounds));
        Ok(grounds)
    }

    /// The estate.
    pub async fn site(&mut self) -> Result<Site, DeskError> {
        self.grounds().await?.site.clone().ok_or(DeskError::NoEstate)
    }

    /// The estate's holidays and make-up days.
    pub(super) async fn special_days(&mut self) -> Result<Arc<SpecialDays>, DeskError> {
        Ok(Arc::clone(&self.grounds().await?.special))
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

    /// Every category.
    pub async fn categories(&mut self) -> Result<Vec<Category>, DeskError> {
        Ok(self.grounds().await?.categories.clone())
    }

    /// A category.
    pub async fn category(&mut self, id: CategoryId) -> Result<Option<Category>, DeskError> {
        let grounds = self.grounds().await?;
        Ok(grounds.categories.iter().find(|category| category.id == id).cloned())
    }

    /// Every department.
    pub async fn departments(&mut self) -> Result<Vec<Department>, DeskError> {
        Ok(self.grounds().await?.departments.clone())
    }

    /// A department.
    pub(super) async fn department(
        &mut self,
        id: DepartmentId,
    ) -> Result<Option<Department>, DeskError> {
        let grounds = self.grounds().await?;
        Ok(grounds.departments.iter().find(|department| department.id == id).cloned())
    }
}
