//! Residents and staff of the lists, held against the book and taken into it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::{DeskError, Known, Tally, Work, fault};
use crate::{
    ids::PersonId,
    people::{Person, Post, Role},
    place::PlaceKind,
    register::{At, Fault, List, ListedPost, Register, Resident, phone_key},
    say,
    store::Listed,
    unit::{Hold, How},
};

impl Work {
    /// What of people and staff does not go with the book.
    pub(super) async fn people_fit(
        &mut self,
        register: &Register,
        known: &Known,
    ) -> Result<Vec<Fault>, DeskError> {
        let mut faults = units_fit(register, known);
        let site = self.site().await?;
        let today = self.now().with_timezone(&site.zone).date_naive();
        let mut admins = self.tx.admins_lock(site.id).await?;
        for At { line, said } in &register.staff {
            let mut add = |column, wrong, right| {
                faults.push(fault(List::Staff, *line, column, wrong, right));
            };
            if let Some(code) = &said.department
                && !known.departments.contains_key(code)
                && !register.departments.iter().any(|one| one.said.code == *code)
            {
                let right = say!("write the code of a department, or list it in departments");
                add(
                    "department",
                    say!("there is no department {department}", department = code),
                    right,
                );
            }
            let Some(day) = said.until else { continue };
            if day > today {
                let right = say!("leave it empty, and write it when the day has come");
                add("until", say!("{day} lies ahead", day), right);
            }
            if said.role == Role::Admin && self.holds(said, known).await? {
                admins -= 1;
                if admins == 0 {
                    let right = say!("leave one administrator, who can appoint others");
                    add("until", say!("nobody would be administrator any more"), right);
                }
            }
        }
        Ok(faults)
    }

    async fn holds(&mut self, listed: &ListedPost, known: &Known) -> Result<bool, DeskError> {
        let department = listed.department.as_ref().and_then(|code| known.departments.get(code));
        let post = Post { role: listed.role, department: department.copied() };
        let person = self.known(listed.account).await?;
        Ok(person.is_some_and(|person| person.posts.contains(&post)))
    }

    /// Takes residents into the list, and lets those hold their units who are recognised in it.
    pub(super) async fn take_people(
        &mut self,
        people: &[At<Resident>],
        known: &Known,
    ) -> Result<Tally, DeskError> {
        let site = self.site().await?.id;
        let listed = self.tx.residents(site).await?;
        let before: HashMap<_, &Listed> = listed.iter().map(|one| (key(one), one)).collect();
        let held = self.tx.units_held(site).await?;
        let zone = self.site().await?.zone;
        let mut shared: HashMap<String, Vec<PersonId>> = HashMap::new();
        for (person, phone) in self.tx.people_by_phone().await? {
            shared.entry(phone_key(&phone)).or_default().push(person);
        }
        let mut tally = Tally::default();
        for At { said, .. } in people {
            let new = line_of(said, known);
            let by_other_ways = held.iter().any(|one| {
                let day = |moment: DateTime<Utc>| moment.with_timezone(&zone).date_naive();
                Some(one.account) == new.account
                    && (one.place, one.tenure) == (new.place, new.tenure)
                    && new.first_day.is_none_or(|first| first == day(one.since))
                    && new.last_day == one.until.map(day)
            });
            match before.get(&key(&new)) {
                Some(before) if **before == (Listed { id: before.id, ..new.clone() }) => {
                    tally.same += 1;
                    continue;
                }
                None if by_other_ways => {
                    tally.same += 1;
                    continue;
                }
                Some(_) => tally.changed += 1,
                None => tally.added += 1,
            }
            self.tx.resident_keep(&new).await?;
            let mut means = vec![];
            match (new.account, &new.phone) {
                (Some(account), _) => {
                    means.extend(self.known(account).await?.map(|person| person.id));
                }
                (None, Some(phone)) => {
                    means.extend(shared.get(&phone_key(phone)).into_iter().flatten());
                }
                (None, None) => {}
            }
            for person in means {
                self.hold_by_list(person, &new).await?;
            }
        }
        Ok(tally)
    }

    /// Lets somebody hold the units that the list names for them. They are recognised by their
    /// account, or by a number that they shared by the button; a typed one is anybody's.
    pub async fn match_list(&mut self, person: &Person) -> Result<(), DeskError> {
        let phone = person.phone.as_deref().filter(|_| person.phone_verified);
        for listed in self.tx.residents_like(person.account, phone).await? {
            self.hold_by_list(person.id, &listed).await?;
        }
        Ok(())
    }

    async fn hold_by_list(&mut self, person: PersonId, listed: &Listed) -> Result<(), DeskError> {
        let now = self.now();
        let known = self.tx.occupancies_of(person).await?;
        let otherwise = known.iter().any(|one| {
            let by_list = one.hold.is_some_and(|hold| hold.how == How::List);
            one.place == listed.place && one.holds_at(now) && !by_list
        });
        if otherwise {
            return Ok(());
        }
        let zone = self.site().await?.zone;
        let since = listed.first_day.map_or(now, |day| midnight(day, zone));
        let after = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        let until = listed.last_day.map(|day| midnight(after(day), zone));
        let hold = Hold { tenure: listed.tenure, how: How::List, since, until };
        Ok(self.tx.occupancy_list(person, listed.place, hold).await?)
    }

    /// Gives and ends positions as the list says.
    pub(super) async fn take_staff(
        &mut self,
        staff: &[At<ListedPost>],
        known: &Known,
    ) -> Result<Tally, DeskError> {
        let mut tally = Tally::default();
        for At { said, .. } in staff {
            let department = said.department.as_ref().map(|code| known.departments[code]);
            let post = Post { role: said.role, department };
            let mut person = self.meet(said.account, None).await?;
            let holds = person.posts.contains(&post);
            let name = said.name.clone().filter(|name| person.name.as_ref() != Some(name));
            match (holds, said.until) {
                (false, None) => {
                    self.tx.post_add(person.site, person.id, post, None).await?;
                    tally.added += 1;
                }
                (true, Some(_)) => {
                    self.end_post(&person, post).await?;
                    tally.changed += 1;
                }
                _ if name.is_some() => tally.changed += 1,
                _ => tally.same += 1,
            }
            if name.is_some() {
                person.name = name;
                self.save_person(&person).await?;
            }
        }
        Ok(tally)
    }

    async fn end_post(&mut self, person: &Person, post: Post) -> Result<(), DeskError> {
        let held = self.tx.posts_held(person.site).await?;
        let ended = held.iter().find(|one| (one.person, one.post) == (person.id, post));
        if let Some(ended) = ended {
            self.tx.post_end(ended.id, None).await?;
            // Their buttons stay, and are answered as those of a question that is over.
            let left = self.person(person.id).await?;
            self.close_conversations(&left).await?;
        }
        Ok(())
    }
}

/// Whether each unit is one.
fn units_fit(register: &Register, known: &Known) -> Vec<Fault> {
    let mut faults = vec![];
    for At { line, said } in &register.people {
        let listed = register.places.iter().find(|place| place.said.code == said.unit);
        let kind = listed.map(|place| place.said.kind);
        let wrong = match kind.or_else(|| known.places.get(&said.unit).map(|place| place.kind)) {
            Some(PlaceKind::Unit) => continue,
            Some(kind) => say!("{place} is a {kind}", place = &said.unit, kind = kind.name()),
            None => say!("there is no place {place}", place = &said.unit),
        };
        let right = say!("write the code of a unit, or list it in places");
        faults.push(fault(List::People, *line, "unit", wrong, right));
    }
    faults
}

/// By what two lines mean the same person and unit.
fn key(listed: &Listed) -> (i64, Option<i64>, Option<String>) {
    let account = listed.account.map(|account| account.0);
    (listed.place.0, account, listed.phone.as_deref().map(phone_key))
}

fn line_of(resident: &Resident, known: &Known) -> Listed {
    Listed {
        id: 0,
        place: known.places[&resident.unit].id,
        name: resident.name.clone(),
        phone: resident.phone.clone(),
        account: resident.account,
        tenure: resident.tenure,
        first_day: resident.since,
        last_day: resident.until,
    }
}

/// The first moment of a day where the estate lies.
fn midnight(day: NaiveDate, zone: chrono_tz::Tz) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN);
    // Where clocks are put forward at midnight, the day begins when they have been.
    let first = local.and_local_timezone(zone).earliest();
    first.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}
