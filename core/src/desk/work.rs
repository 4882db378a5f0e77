//! A piece of work: what handlers, the courier and the watch may do within one transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, grounds::Grounds};
use crate::{
    ids::{Account, MessageId, PersonId, PlaceId, Room},
    people::Person,
    place::Place,
    policy::Calendar,
    store::{Card, Leased, Outcome, Tx},
    words::Language,
};

/// One transaction at the desk. Dropping it undoes everything; [`Work::finish`] keeps it.
pub struct Work {
    pub(super) tx: Tx,
    pub(super) desk: Desk,
    pub(super) update: Option<i64>,
    pub(super) owes: bool,
    pub(super) grounds: Option<Arc<Grounds>>,
    pub(super) rebuilds: bool,
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
        Ok(Calendar::weekdays(self.site().await?.zone))
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

    /// We can, or cannot, write to this account.
    pub async fn reachable(&mut self, account: Account, can: bool) -> Result<(), DeskError> {
        Ok(self.tx.person_reachable(account, can).await?)
    }

    /// What lies directly within a place; buildings when none is named.
    pub async fn places_within(
        &mut self,
        parent: Option<PlaceId>,
    ) -> Result<Vec<Place>, DeskError> {
        Ok(self.tx.places_within(parent).await?)
    }

    /// Places that belong to everybody.
    pub async fn public_places(&mut self) -> Result<Vec<Place>, DeskError> {
        Ok(self.tx.places_public().await?)
    }

    /// Where somebody's last matter was, else where they live or work.
    pub async fn last_place(&mut self, person: &Person) -> Result<Option<Place>, DeskError> {
        let last = self.tx.place_last_used(person.id).await?.or(person.place);
        match last {
            Some(id) => self.place(id).await,
            None => Ok(None),
        }
    }

    /// What a room is spoken to in: a person's own language, or the estate's for groups.
    pub async fn language_of(&mut self, room: Room) -> Result<Language, DeskError> {
        if !room.is_group()
            && let Some(person) = self.tx.person_by_account(Account(room.0)).await?
        {
            return Ok(person.language);
        }
        Ok(self.site().await?.language)
    }

    /// Takes up to `limit` owed letters, one a room.
    pub async fn lease(&mut self, limit: i64) -> Result<Vec<Leased>, DeskError> {
        Ok(self.tx.outbox_lease(limit).await?)
    }

    /// Writes down how a delivery ended; `false` when the lease had passed to another courier.
    pub async fn settle(&mut self, leased: &Leased, outcome: &Outcome) -> Result<bool, DeskError> {
        self.owes = true;
        Ok(self.tx.outbox_settle(leased, outcome).await?)
    }

    /// How many letters are owed.
    pub async fn owed(&mut self) -> Result<i64, DeskError> {
        Ok(self.tx.outbox_owed().await?)
    }

    /// A living message.
    pub async fn card(&mut self, id: i64) -> Result<Option<Card>, DeskError> {
        Ok(self.tx.card(id).await?)
    }

    /// The newest living message of a case in a room.
    pub async fn card_of(
        &mut self,
        case: crate::ids::CaseId,
        room: Room,
    ) -> Result<Option<Card>, DeskError> {
        Ok(self.tx.card_of(case, room).await?)
    }

    /// Writes down what a card shows; owes it the newest state if that has moved on meanwhile.
    pub async fn card_shows(
        &mut self,
        id: i64,
        message: MessageId,
        shown: i32,
    ) -> Result<(), DeskError> {
        self.tx.card_shows(id, message, shown).await?;
        if let Some(card) = self.tx.card(id).await?
            && card.wanted > card.shown
        {
            self.tx.outbox_post_card(card.room, id).await?;
        }
        Ok(())
    }

    /// A card's message is gone; the next state is posted anew.
    pub async fn card_gone(&mut self, id: i64) -> Result<(), DeskError> {
        Ok(self.tx.card_gone(id).await?)
    }

    /// The case that a message of ours speaks of.
    pub async fn case_at(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<Option<crate::ids::CaseId>, DeskError> {
        use crate::case::effect::Letter;
        if let Some(card) = self.tx.card_at(room, message).await? {
            return Ok(Some(card.case));
        }
        Ok(match self.tx.outbox_letter_at(room, message).await? {
            Some(Letter::Notice { case, .. } | Letter::Files { case, .. }) => Some(case),
            _ => None,
        })
    }
}
