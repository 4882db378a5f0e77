//! Where the desk is told of a case, and who stands in its place when it is about them.

use super::{DeskError, Work};
use crate::{
    case::{Case, Notice, Passes},
    ids::{Account, CaseId, DepartmentId, Room},
    people::{Person, Role},
};

impl Work {
    /// Who holds a position and is not whom the case is about.
    pub(super) async fn others_in(
        &mut self,
        role: Role,
        department: Option<DepartmentId>,
        case: &Case,
    ) -> Result<Vec<Person>, DeskError> {
        let mut people = self.people_in(role, department).await?;
        people.retain(|person| !case.handling.accused.contains(&person.id));
        Ok(people)
    }

    /// A notice for the desk, unless that is the room it is about.
    pub async fn post_to_desk(
        &mut self,
        case: CaseId,
        notice: &Notice,
        except: Room,
    ) -> Result<(), DeskError> {
        let case = self.tx.case(case).await?.ok_or(DeskError::NoSuchCase(case))?;
        let mut rooms = self.desk_rooms_for(&case).await?;
        // Where none of them is left, whoever comes next is told.
        let leading = case.facts.passes.unwrap_or(Passes::Desk).led_by();
        let desk = case.facts.passes.is_none().then_some(Role::Desk);
        for role in desk.iter().chain(leading).copied() {
            rooms.retain(|room| *room != except);
            if rooms.is_empty() {
                rooms = rooms_of(&self.others_in(role, None, &case).await?);
            }
        }
        for room in rooms.into_iter().filter(|room| *room != except) {
            self.post_notice(room, case.id, notice.clone()).await?;
        }
        Ok(())
    }

    /// Where the desk is told of a case: of what is about the desk itself, those who lead it in its place
    /// are told, each alone.
    pub(super) async fn desk_rooms_for(&mut self, case: &Case) -> Result<Vec<Room>, DeskError> {
        let mut is_of_desk = false;
        for accused in &case.handling.accused {
            is_of_desk |= self.person(*accused).await?.is(Role::Desk);
        }
        let passes = case.facts.passes;
        if passes.is_none() && !is_of_desk {
            return self.desk_rooms().await;
        }
        let mut rooms = vec![];
        // Whom it is about sits in the desk's group: the others of them are told alone.
        let colleagues = passes.is_none().then_some(Role::Desk);
        let leading = passes.unwrap_or(Passes::Desk).led_by();
        for role in colleagues.iter().chain(leading).copied() {
            if rooms.is_empty() {
                rooms = rooms_of(&self.others_in(role, None, case).await?);
            }
        }
        Ok(rooms)
    }

    /// Whether the number of a case may be told in a room: not to those whom it passes by, but to whoever can
    /// appoint somebody who leads it.
    pub async fn tells_number(&mut self, room: Room, case: &Case) -> Result<bool, DeskError> {
        let Some(passes) = case.facts.passes else { return Ok(true) };
        if room.is_group() {
            return Ok(false);
        }
        let reader = self.known(Account(room.0)).await?;
        Ok(reader.is_some_and(|reader| reader.is(Role::Admin) || !reader.is_passed_by(passes)))
    }

    /// Whom a matter can pass by here: those in whose place somebody can lead it.
    pub async fn passable(&mut self) -> Result<Vec<Passes>, DeskError> {
        let mut passable = vec![];
        for passes in Passes::ALL {
            let mut leads = false;
            for role in passes.led_by() {
                leads |= !self.people_in(*role, None).await?.is_empty();
            }
            passable.extend(leads.then_some(passes));
        }
        Ok(passable)
    }

    /// Where the desk is told: its group, or each of them alone.
    pub async fn desk_rooms(&mut self) -> Result<Vec<Room>, DeskError> {
        Ok(match self.site().await?.desk_room {
            Some(room) => vec![room],
            None => {
                let clerks = self.people_in(Role::Desk, None).await?;
                rooms_of(&self.first_told(clerks, None).await?)
            }
        })
    }
}

/// Who manages what a case is about.
pub(super) fn managing(case: &Case) -> Role {
    if case.facts.passes == Some(Passes::Managers) { Role::Leader } else { Role::Manager }
}

pub(super) fn rooms_of(people: &[Person]) -> Vec<Room> {
    people.iter().filter_map(|person| person.account).map(Account::room).collect()
}
