//! Who is on duty now. A roster tells who is told first; it is never a right.

use chrono::NaiveDateTime;

use super::{DeskError, Work};
use crate::{
    ids::DepartmentId,
    people::{Person, Role},
    place::Department,
    roster::{Shift, is_on},
};

/// A department, or the service centre, at this moment.
#[derive(Debug, Clone)]
pub struct OnDuty {
    /// Which department; none is the service centre.
    pub department: Option<Department>,
    /// Whether it works now; nothing when its hours are not written down.
    pub works: Option<bool>,
    /// Who is on duty by the roster.
    pub people: Vec<Person>,
    /// Whether the roster speaks of anybody there.
    pub has_roster: bool,
}

impl Work {
    /// The service centre and every department at this moment.
    pub async fn on_duty(&mut self) -> Result<Vec<OnDuty>, DeskError> {
        let site = self.site().await?.id;
        let (roster, moment) = (self.tx.duties(site).await?, self.local().await?);
        let departments = self.departments().await?;
        let all = std::iter::once(None).chain(departments.into_iter().map(Some));
        let mut shown = vec![];
        for department in all {
            let id = department.as_ref().map(|department| department.id);
            let mut people: Vec<Person> = vec![];
            let of_people = |shift: &&Shift| shift.department == id && shift.person.is_some();
            for shift in roster.iter().filter(of_people) {
                let Some(person) = shift.person else { continue };
                let is_known = people.iter().any(|known| known.id == person);
                if !is_known && is_on(&roster, id, Some(person), moment) == Some(true) {
                    people.push(self.person(person).await?);
                }
            }
            // Whoever has left is on no roster any more.
            people.retain(|person| holds_there(person, id));
            shown.push(OnDuty {
                works: is_on(&roster, id, None, moment),
                has_roster: roster.iter().any(|shift| of_people(&shift)),
                department,
                people,
            });
        }
        Ok(shown)
    }

    /// Of these people, those who are on duty now; all of them when none is, or no roster speaks
    /// of them. So nobody is told in vain, and somebody always is.
    pub(super) async fn first_told(
        &mut self,
        people: Vec<Person>,
        department: Option<DepartmentId>,
    ) -> Result<Vec<Person>, DeskError> {
        if people.len() < 2 {
            return Ok(people);
        }
        let site = self.site().await?.id;
        let (roster, moment) = (self.tx.duties(site).await?, self.local().await?);
        let on =
            |person: &&Person| is_on(&roster, department, Some(person.id), moment) == Some(true);
        let on_duty: Vec<Person> = people.iter().filter(on).cloned().collect();
        Ok(if on_duty.is_empty() { people } else { on_duty })
    }

    async fn local(&mut self) -> Result<NaiveDateTime, DeskError> {
        let zone = self.site().await?.zone;
        Ok(self.now().with_timezone(&zone).naive_local())
    }
}

fn holds_there(person: &Person, department: Option<DepartmentId>) -> bool {
    match department {
        Some(_) => person.is_in(Role::Crew, department) || person.is_in(Role::Head, department),
        None => person.posts.iter().any(|post| post.department.is_none()),
    }
}
