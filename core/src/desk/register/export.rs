//! The register as lists that can be read in again.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{DeskError, Work};
use crate::{
    ids::{DepartmentId, PlaceId},
    register::{List, Sheet, name_columns},
};

fn text<T: ToString>(cell: Option<T>) -> String {
    cell.map(|cell| cell.to_string()).unwrap_or_default()
}

impl Work {
    /// Every list, as it stands.
    pub async fn export(&mut self) -> Result<Vec<Sheet>, DeskError> {
        let site = self.site().await?.id;
        let places = self.tx.places_known(site).await?;
        let codes: HashMap<PlaceId, String> =
            places.iter().map(|place| (place.id, place.code.clone())).collect();
        let mut place_lines = vec![];
        for place in &places {
            let within = place.parent.and_then(|id| codes.get(&id).cloned());
            let first = [place.code.clone(), place.kind.name().to_owned(), text(within)];
            let names = name_columns(&place.name);
            let last = [text(place.handed_over)];
            place_lines.push(first.into_iter().chain(names).chain(last).collect());
        }
        let departments = self.departments().await?;
        let line = |one: &crate::place::Department| {
            std::iter::once(one.code.clone()).chain(name_columns(&one.name)).collect()
        };
        let department_lines = departments.iter().map(line).collect();
        let named: HashMap<DepartmentId, String> =
            departments.into_iter().map(|one| (one.id, one.code)).collect();
        Ok(vec![
            sheet(List::Places, place_lines),
            sheet(List::Departments, department_lines),
            sheet(List::Categories, self.category_lines(&named).await?),
            sheet(List::People, self.people_lines(&codes).await?),
            sheet(List::Staff, self.staff_lines(&named).await?),
            sheet(List::Duty, self.duty_lines(&named).await?),
        ])
    }

    /// The list, and who holds a unit otherwise.
    async fn people_lines(
        &mut self,
        codes: &HashMap<PlaceId, String>,
    ) -> Result<Vec<Vec<String>>, DeskError> {
        let site = self.site().await?;
        let zone = site.zone;
        let day = |moment: DateTime<Utc>| -> NaiveDate { moment.with_timezone(&zone).date_naive() };
        let listed = self.tx.residents(site.id).await?;
        let mut lines = vec![];
        for one in &listed {
            lines.push(vec![
                text(one.name.clone()),
                text(one.phone.clone()),
                text(one.account),
                text(codes.get(&one.place)),
                one.tenure.name().to_owned(),
                text(one.first_day),
                text(one.last_day),
            ]);
        }
        for held in self.tx.units_held(site.id).await? {
            if listed.iter().any(|one| (one.account, one.place) == (Some(held.account), held.place))
            {
                continue;
            }
            lines.push(vec![
                text(held.name),
                String::new(),
                text(Some(held.account)),
                text(codes.get(&held.place)),
                held.tenure.name().to_owned(),
                text(Some(day(held.since))),
                text(held.until.map(day)),
            ]);
        }
        Ok(lines)
    }

    async fn staff_lines(
        &mut self,
        departments: &HashMap<DepartmentId, String>,
    ) -> Result<Vec<Vec<String>>, DeskError> {
        let mut lines = vec![];
        for (held, person) in self.staff().await? {
            // Whoever is known only by voice holds no position.
            let Some(account) = person.account else { continue };
            let department = held.post.department.and_then(|id| departments.get(&id));
            lines.push(vec![
                account.to_string(),
                text(person.name),
                held.post.role.name().to_owned(),
                text(department),
                String::new(),
            ]);
        }
        Ok(lines)
    }
}

fn sheet(list: List, lines: Vec<Vec<String>>) -> Sheet {
    Sheet {
        name: list.name().to_owned(),
        head: 1,
        columns: list.columns().iter().map(|(name, _)| (*name).to_owned()).collect(),
        lines: (2..).zip(lines).collect(),
    }
}
