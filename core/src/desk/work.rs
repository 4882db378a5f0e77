//! A piece of work: what handlers, the courier and the watch may do within one transaction.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};

use super::{Desk, DeskError, grounds::Grounds};
use crate::{
    case::Notice,
    ids::{Account, CaseId, PersonId, PlaceId, Room, SiteId},
    people::Person,
    place::Place,
    policy::{Calendar, SpecialDays},
    store::Tx,
    words::Language,
};

/// From this month on a list of next year's holidays is missed.
const FIRST_MONTH_OF_LIST: u32 = 11;

/// One transaction at the desk. Dropping it undoes everything; [`Work::finish`] keeps it.
pub struct Work {
    pub(super) tx: Tx,
    pub(super) desk: Desk,
    pub(super) update: Option<i64>,
    pub(super) owes: bool,
    pub(super) grounds: Option<Arc<Grounds>>,
    pub(super) rebuilds: bool,
    /// Which notices went where in this work.
    pub(super) told: Vec<(Room, CaseId, Notice)>,
}

impl Work {
    /// The moment of this work.
    pub fn now(&self) -> DateTime<Utc> {
        self.tx.now()
    }

    /// Keeps everything, together with the mark that the update is handled, and how.
    pub async fn finish(mut self, outcome: &str) -> Result<(), DeskError> {
        if let Some(update) = self.update {
            self.tx.inbox_done(update, outcome).await?;
        }
        self.tx.commit().await?;
        if self.rebuilds {
            self.desk.grounds.clear();
        }
        if self.owes {
            self.desk.owed.notify_waiters();
        }
        Ok(())
    }

    /// The estate's calendar.
    pub async fn calendar(&mut self) -> Result<Calendar, DeskError> {
        let zone = self.site().await?.zone;
        Ok(Calendar::weekdays(zone).with_special(self.special_days().await?))
    }

    /// Writes down holidays and make-up days: all of the years that they name. What is waited for
    /// already is left alone.
    pub async fn import_holidays(&mut self, days: &SpecialDays) -> Result<(), DeskError> {
        let site = self.site().await?.id;
        self.rebuild();
        Ok(self.tx.holidays_put(site, days).await?)
    }

    /// The years that come soon, and this one, of which no holiday is known.
    pub async fn years_without_holidays(&mut self) -> Result<Vec<i32>, DeskError> {
        let calendar = self.calendar().await?;
        let today = calendar.day(self.now());
        // The next year's list is published in the autumn.
        let next = (today.month() >= FIRST_MONTH_OF_LIST).then_some(today.year() + 1);
        let years = std::iter::once(today.year()).chain(next);
        Ok(years.filter(|year| !calendar.knows_year(*year)).collect())
    }

    /// The person with this account; a new one is written down with the language of their client.
    pub async fn meet(
        &mut self,
        account: Account,
        language: Option<Language>,
    ) -> Result<Person, DeskError> {
        if let Some(person) = self.tx.person_by_account(account).await? {
            return Ok(person);
        }
        let site = self.site().await?;
        let language = language.unwrap_or(site.language);
        let id = self.tx.person_add(Some(account), site.id, language).await?;
        self.person(id).await
    }

    /// The estate that somebody has turned to.
    pub async fn home_of(&mut self, person: PersonId) -> Result<SiteId, DeskError> {
        let at = self.tx.at();
        self.tx.stand_back(None);
        let site = self.person(person).await?.site;
        self.tx.stand_back(at);
        Ok(site)
    }

    /// Somebody turns to another estate; so does this work. Where they live stays written down.
    pub async fn move_to(&mut self, person: PersonId, site: SiteId) -> Result<Person, DeskError> {
        self.tx.person_move(person, site).await?;
        self.tx.stand_at(site);
        self.person(person).await
    }

    /// The person with this account, if we know one.
    pub async fn known(&mut self, account: Account) -> Result<Option<Person>, DeskError> {
        Ok(self.tx.person_by_account(account).await?)
    }

    /// A person.
    pub async fn person(&mut self, id: PersonId) -> Result<Person, DeskError> {
        let person = self.tx.person(id).await?;
        person.ok_or(DeskError::Store(sqlx::Error::RowNotFound.into()))
    }

    /// Saves what somebody told of themselves.
    pub async fn save_person(&mut self, person: &Person) -> Result<(), DeskError> {
        Ok(self.tx.person_save(person).await?)
    }

    /// What lies directly within a place; the estate's buildings when none is named.
    pub async fn places_within(
        &mut self,
        parent: Option<PlaceId>,
    ) -> Result<Vec<Place>, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.places_within(site, parent).await?)
    }

    /// Places that belong to everybody.
    pub async fn public_places(&mut self) -> Result<Vec<Place>, DeskError> {
        let site = self.site().await?.id;
        Ok(self.tx.places_public(site).await?)
    }

    /// Where somebody's last matter was, else where they live or work.
    pub async fn last_place(&mut self, person: &Person) -> Result<Option<Place>, DeskError> {
        let site = self.site().await?.id;
        let last = self.tx.place_last_used(person.id, site).await?.or(person.place);
        let place = match last {
            Some(id) => self.place(id).await?,
            None => None,
        };
        Ok(place.filter(|place| place.site == site))
    }

    /// What a room is spoken to in: a person's own language, or the estate's for groups.
    pub async fn language_of(&mut self, room: Room) -> Result<Language, DeskError> {
        if !room.is_group()
            && let Some(person) = self.tx.person_by_account(Account(room.0)).await?
        {
            return Ok(person.language);
        }
        match self.site_of(room).await? {
            Some(site) => Ok(site.language),
            None => Ok(self.site().await?.language),
        }
    }
}
