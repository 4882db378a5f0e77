//! Owners and tenants and their units: named, agreed to, left. Nobody waits for it: a complaint is
//! taken with the unit as said.

use chrono::TimeDelta;

use super::{DeskError, Work};
use crate::{
    case::Refusal,
    ids::{OccupancyId, PersonId, PlaceId},
    people::{Action, Person, may_at_site},
    place::{Place, PlaceKind},
    unit::{Hold, How, Occupancy, Tenure},
};

/// The desk's group is told so often that somebody waits.
const TOLD_AGAIN: TimeDelta = TimeDelta::days(1);

/// How it stands with a unit that somebody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It is known to be theirs.
    Held(Tenure),
    /// It waits for the desk, which is to be told now or has been.
    Waits {
        /// Whether the desk is to be told now.
        tell: bool,
    },
    /// It is no unit, but a building, a floor or a public area.
    NoUnit,
}

impl Work {
    /// Somebody names the unit they belong to. It is theirs once the desk agrees.
    pub async fn name_unit(
        &mut self,
        person: &Person,
        place: PlaceId,
    ) -> Result<Naming, DeskError> {
        let unit = self.place(place).await?.filter(|place| place.kind == PlaceKind::Unit);
        let Some(unit) = unit else { return Ok(Naming::NoUnit) };
        // Its service centre is asked.
        self.stand_at(unit.site);
        let now = self.now();
        let known = self.tx.occupancies_of(person.id).await?;
        let held = known.iter().find(|one| one.place == place && one.holds_at(now));
        if let Some(hold) = held.and_then(|one| one.hold) {
            return Ok(Naming::Held(hold.tenure));
        }
        let tell = match self.tx.occupancy_ask(person.id, place).await? {
            Some(id) => self.tx.occupancy_tell(id, now - TOLD_AGAIN).await?,
            None => false,
        };
        Ok(Naming::Waits { tell })
    }

    /// A code lets somebody into a unit at once.
    pub(super) async fn let_in(
        &mut self,
        person: &Person,
        place: PlaceId,
        tenure: Tenure,
        by: Option<PersonId>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let known = self.tx.occupancies_of(person.id).await?;
        for held in known.iter().filter(|one| one.place == place && !one.waits()) {
            self.tx.occupancy_end(held.id).await?;
        }
        let hold = Hold { tenure, how: How::Code, since: now, until: None };
        Ok(self.tx.occupancy_add(person.id, place, hold, by).await?)
    }

    /// The units that somebody holds, and those that wait for the desk.
    pub async fn units_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(Occupancy, Place)>, DeskError> {
        let mut units = vec![];
        for occupancy in self.tx.occupancies_of(person).await? {
            if let Some(place) = self.place(occupancy.place).await? {
                units.push((occupancy, place));
            }
        }
        Ok(units)
    }

    /// Somebody has left a unit, or takes back that it is theirs. Says which it was.
    pub async fn leave_unit(
        &mut self,
        person: &Person,
        id: OccupancyId,
    ) -> Result<Option<Place>, DeskError> {
        let Some(occupancy) = self.tx.occupancy_lock(id).await? else { return Ok(None) };
        let is_over = !occupancy.waits() && !occupancy.holds_at(self.now());
        if occupancy.person != person.id || is_over {
            return Ok(None);
        }
        self.tx.occupancy_end(id).await?;
        self.place(occupancy.place).await
    }

    /// Who holds a unit now, for somebody who says whose it is.
    pub async fn holders(
        &mut self,
        clerk: &Person,
        place: PlaceId,
    ) -> Result<Vec<(Occupancy, Person)>, DeskError> {
        let clerk = self.stand_on(place, clerk).await?;
        if !may_at_site(&clerk, Action::Admit) {
            return Err(Refusal::NotEntitled.into());
        }
        let mut holders = vec![];
        for occupancy in self.tx.occupancies_at(place).await? {
            let person = self.person(occupancy.person).await?;
            holders.push((occupancy, person));
        }
        Ok(holders)
    }

    /// Somebody has moved out, says the desk; nothing when they had before. It holds at once.
    pub async fn end_unit(
        &mut self,
        clerk: &Person,
        id: OccupancyId,
    ) -> Result<Option<(Place, Person)>, DeskError> {
        let Some(occupancy) = self.endable(clerk, id).await? else { return Ok(None) };
        self.tx.occupancy_end(id).await?;
        let mut person = self.person(occupancy.person).await?;
        if person.place == Some(occupancy.place) {
            person.place = None;
            self.tx.person_save(&person).await?;
        }
        Ok(self.place(occupancy.place).await?.map(|place| (place, person)))
    }

    /// What `clerk` may say to be over; nothing when it waits, or was over before.
    async fn endable(
        &mut self,
        clerk: &Person,
        id: OccupancyId,
    ) -> Result<Option<Occupancy>, DeskError> {
        let occupancy = self.tx.occupancy_lock(id).await?;
        let clerk = match &occupancy {
            Some(occupancy) => self.stand_on(occupancy.place, clerk).await?,
            None => clerk.clone(),
        };
        if !may_at_site(&clerk, Action::Admit) {
            return Err(Refusal::NotEntitled.into());
        }
        Ok(occupancy.filter(|one| !one.waits() && one.holds_at(self.now())))
    }

    /// Whom `clerk` would say to have moved out, and of where; nothing when they had before.
    pub async fn occupant(
        &mut self,
        clerk: &Person,
        id: OccupancyId,
    ) -> Result<Option<(Place, Person)>, DeskError> {
        let Some(occupancy) = self.endable(clerk, id).await? else { return Ok(None) };
        let person = self.person(occupancy.person).await?;
        Ok(self.place(occupancy.place).await?.map(|place| (place, person)))
    }

    /// How many wait for `clerk` to say whether a unit is theirs, and who has waited longest.
    pub async fn units_waiting(
        &mut self,
        clerk: &Person,
    ) -> Result<(i64, Option<Occupancy>), DeskError> {
        if !may_at_site(clerk, Action::Admit) {
            return Err(Refusal::NotEntitled.into());
        }
        Ok(self.tx.occupancies_waiting(clerk.site, clerk.id).await?)
    }

    /// The desk says as what somebody belongs to the unit they named, or that they do not. Says
    /// who and which, or `None` when it was decided already. Nobody decides for themselves.
    pub async fn decide_unit(
        &mut self,
        id: OccupancyId,
        clerk: &Person,
        tenure: Option<Tenure>,
    ) -> Result<Option<(Person, Place)>, DeskError> {
        let Some(asked) = self.tx.occupancy_lock(id).await? else { return Ok(None) };
        let clerk = self.stand_on(asked.place, clerk).await?;
        if !may_at_site(&clerk, Action::Admit) || asked.person == clerk.id {
            return Err(Refusal::NotEntitled.into());
        }
        if !asked.waits() {
            return Ok(None);
        }
        let since = self.now();
        let hold = tenure.map(|tenure| Hold { tenure, how: How::Desk, since, until: None });
        self.tx.occupancy_decide(id, hold, clerk.id).await?;
        let person = self.person(asked.person).await?;
        Ok(self.place(asked.place).await?.map(|place| (person, place)))
    }
}
