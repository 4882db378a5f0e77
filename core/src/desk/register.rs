//! The register is read in from lists, and written into them. Every line is held against the book
//! before the first is taken; all of them are, or none.

mod categories;
mod duty;
mod export;
mod people;

use std::collections::HashMap;

use super::{DeskError, Work};
use crate::{
    ids::{DepartmentId, PlaceId},
    place::PlaceKind,
    register::{At, Fault, List, ListedDepartment, ListedPlace, Register},
    say,
    sentence::Sentence,
    store::KnownPlace,
};

/// What became of the lines of one list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Were not there.
    pub added: usize,
    /// Said something else before.
    pub changed: usize,
    /// Said the same before.
    pub same: usize,
}

/// What became of each list.
pub type Taken = Vec<(List, Tally)>;

/// What the book and the lists before this one know, by code.
struct Known {
    places: HashMap<String, KnownPlace>,
    departments: HashMap<String, DepartmentId>,
}

fn fault(list: List, line: u64, column: &str, wrong: Sentence, right: Sentence) -> Fault {
    Fault { sheet: list.name().to_owned(), line, column: column.to_owned(), wrong, right }
}

impl Work {
    /// Takes lists into the register, all lines or none; says what became of them, or every line
    /// that does not go with the book.
    pub async fn import(
        &mut self,
        register: &Register,
    ) -> Result<Result<Taken, Vec<Fault>>, DeskError> {
        self.rebuild();
        let site = self.site().await?.id;
        self.stand_at(site);
        let known = self.known_codes().await?;
        let mut faults = places_fit(&register.places, &known);
        faults.extend(self.categories_fit(register, &known).await?);
        faults.extend(self.people_fit(register, &known).await?);
        faults.extend(self.duty_fits(register, &known).await?);
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let mut taken = vec![];
        if !register.places.is_empty() {
            taken.push((List::Places, self.take_places(&register.places).await?));
        }
        if !register.departments.is_empty() {
            taken.push((List::Departments, self.take_departments(&register.departments).await?));
        }
        let known = self.known_codes().await?;
        if !register.categories.is_empty() {
            let tally = self.take_categories(&register.categories, &known).await?;
            taken.push((List::Categories, tally));
        }
        if !register.people.is_empty() {
            taken.push((List::People, self.take_people(&register.people, &known).await?));
        }
        if !register.staff.is_empty() {
            taken.push((List::Staff, self.take_staff(&register.staff, &known).await?));
        }
        if register.has_duty {
            taken.push((List::Duty, self.take_duty(&register.duty, &known).await?));
        }
        Ok(Ok(taken))
    }

    async fn known_codes(&mut self) -> Result<Known, DeskError> {
        let site = self.site().await?.id;
        let places = self.tx.places_known(site).await?;
        let departments = self.departments().await?;
        Ok(Known {
            places: places.into_iter().map(|place| (place.code.clone(), place)).collect(),
            departments: departments.into_iter().map(|one| (one.code, one.id)).collect(),
        })
    }

    async fn take_places(&mut self, places: &[At<ListedPlace>]) -> Result<Tally, DeskError> {
        let site = self.site().await?.id;
        let mut known = self.known_codes().await?.places;
        let mut tally = Tally::default();
        // What lies in something comes after it, whatever the order of the lines.
        let rank = |kind| match kind {
            PlaceKind::Building => 0,
            PlaceKind::Floor => 1,
            PlaceKind::Unit => 2,
            PlaceKind::Public => 3,
        };
        let mut places: Vec<&ListedPlace> = places.iter().map(|line| &line.said).collect();
        places.sort_by_key(|place| rank(place.kind));
        for place in places {
            let parent = place.within.as_ref().map(|code| known[code].id);
            let before = known.get(&place.code);
            // A list without the column says nothing of it.
            let handed_over = place.handed_over.or(before.and_then(|before| before.handed_over));
            match before {
                Some(before)
                    if (before.parent, &before.name, before.handed_over)
                        == (parent, &place.name, handed_over) =>
                {
                    tally.same += 1;
                }
                Some(before) => {
                    self.tx.place_change(before.id, parent, &place.name).await?;
                    self.tx.place_handed_over(before.id, handed_over).await?;
                    tally.changed += 1;
                }
                None => {
                    let position = i32::try_from(known.len()).unwrap_or(i32::MAX);
                    let id = self
                        .tx
                        .place_add(site, parent, place.kind, &place.code, &place.name, position)
                        .await?;
                    self.tx.place_handed_over(id, handed_over).await?;
                    known.insert(place.code.clone(), new_place(id, parent, place));
                    tally.added += 1;
                }
            }
        }
        Ok(tally)
    }

    async fn take_departments(
        &mut self,
        departments: &[At<ListedDepartment>],
    ) -> Result<Tally, DeskError> {
        let site = self.site().await?.id;
        let known = self.departments().await?;
        let mut tally = Tally::default();
        for (position, At { said, .. }) in (known.len()..).zip(departments) {
            match known.iter().find(|department| department.code == said.code) {
                Some(before) if before.name == said.name => tally.same += 1,
                Some(before) => {
                    self.tx.department_rename(before.id, &said.name).await?;
                    tally.changed += 1;
                }
                None => {
                    let position = i32::try_from(position).unwrap_or(i32::MAX);
                    self.tx.department_add(site, &said.code, &said.name, position).await?;
                    tally.added += 1;
                }
            }
        }
        self.rebuild();
        Ok(tally)
    }
}

fn new_place(id: PlaceId, parent: Option<PlaceId>, place: &ListedPlace) -> KnownPlace {
    KnownPlace {
        id,
        parent,
        kind: place.kind,
        code: place.code.clone(),
        name: place.name.clone(),
        handed_over: place.handed_over,
    }
}

/// Whether each place lies in something that may hold it, and is what it was.
fn places_fit(places: &[At<ListedPlace>], known: &Known) -> Vec<Fault> {
    let listed: HashMap<&str, PlaceKind> =
        places.iter().map(|line| (line.said.code.as_str(), line.said.kind)).collect();
    let kind_of = |code: &str| {
        listed.get(code).copied().or_else(|| known.places.get(code).map(|place| place.kind))
    };
    let mut faults = vec![];
    for At { line, said } in places {
        let mut add = |column, wrong, right| {
            faults.push(fault(List::Places, *line, column, wrong, right));
        };
        if let Some(before) = known.places.get(&said.code).filter(|one| one.kind != said.kind) {
            let (code, now, before) = (&said.code, said.kind.name(), before.kind.name());
            let right = say!("write {before}, or give the new place a code of its own", before);
            add(
                "kind",
                say!("{code} is a {before} in the register, not a {now}", code, before, now),
                right,
            );
        }
        let Some(within) = &said.within else { continue };
        let right = match said.kind {
            PlaceKind::Floor => say!("write the code of a building"),
            PlaceKind::Unit => say!("write the code of a floor or a building"),
            _ => say!("write the code of a building or a floor"),
        };
        match (said.kind, kind_of(within)) {
            (_, None) => add("within", say!("there is no place {place}", place = within), right),
            (PlaceKind::Floor, Some(PlaceKind::Building))
            | (PlaceKind::Unit | PlaceKind::Public, Some(PlaceKind::Building | PlaceKind::Floor)) =>
                {}
            (_, Some(kind)) => add(
                "within",
                say!("{place} is a {kind}", place = within, kind = kind.name()),
                right,
            ),
        }
    }
    faults
}
