//! The roster of the lists. It is read whole: a shift that is not in it is no longer one.

use std::collections::{HashMap, HashSet};

use super::{DeskError, Known, Tally, Work, fault};
use crate::{
    ids::DepartmentId,
    people::Person,
    register::{At, Fault, List, ListedShift, Register},
    roster::{On, Shift, minute},
    say,
};

impl Work {
    /// What of the roster does not go with the book.
    pub(super) async fn duty_fits(
        &mut self,
        register: &Register,
        known: &Known,
    ) -> Result<Vec<Fault>, DeskError> {
        let mut faults = vec![];
        for At { line, said } in &register.duty {
            if let Some(code) = &said.department
                && !known.departments.contains_key(code)
                && !register.departments.iter().any(|one| one.said.code == *code)
            {
                let right = say!(
                    "write the code of a department, or leave it empty for the service centre"
                );
                let wrong = say!("there is no department {department}", department = code);
                faults.push(fault(List::Duty, *line, "department", wrong, right));
            }
            let Some(account) = said.account else { continue };
            let listed = register.staff.iter().any(|one| one.said.account == account);
            let person = self.tx.person_by_account(account).await?;
            if !listed && !person.as_ref().is_some_and(Person::is_staff) {
                let wrong = say!("{account} holds no position", account);
                let right = say!("invite them first, or list them in staff");
                faults.push(fault(List::Duty, *line, "account", wrong, right));
            }
        }
        Ok(faults)
    }

    /// Takes the roster in place of the present one.
    pub(super) async fn take_duty(
        &mut self,
        duty: &[At<ListedShift>],
        known: &Known,
    ) -> Result<Tally, DeskError> {
        let site = self.site().await?.id;
        let before: HashSet<Shift> = self.tx.duties(site).await?.into_iter().collect();
        let mut roster = vec![];
        for At { said, .. } in duty {
            let person = match said.account {
                Some(account) => self.tx.person_by_account(account).await?.map(|one| one.id),
                None => None,
            };
            let department = said.department.as_ref().map(|code| known.departments[code]);
            roster.push(Shift { department, person, on: said.on, hours: said.hours });
        }
        let same = roster.iter().filter(|shift| before.contains(shift)).count();
        let changed = before.len() - same.min(before.len());
        if same < roster.len() || changed > 0 {
            self.tx.duties_replace(site, &roster).await?;
        }
        Ok(Tally { added: roster.len() - same, changed, same })
    }

    /// The roster as a list.
    pub(super) async fn duty_lines(
        &mut self,
        departments: &HashMap<DepartmentId, String>,
    ) -> Result<Vec<Vec<String>>, DeskError> {
        let mut lines = vec![];
        let site = self.site().await?.id;
        for shift in self.tx.duties(site).await? {
            let department = shift.department.and_then(|id| departments.get(&id).cloned());
            let account = match shift.person {
                Some(person) => self.person(person).await?.account,
                None => None,
            };
            let days = match shift.on {
                On::Week(week) => week.to_string(),
                On::Day(day) => day.to_string(),
            };
            let hours = shift.hours;
            lines.push(vec![
                department.unwrap_or_default(),
                account.map(|account| account.to_string()).unwrap_or_default(),
                days,
                hours.map(|hours| minute(hours.from)).unwrap_or_default(),
                hours.map(|hours| minute(hours.until)).unwrap_or_default(),
            ]);
        }
        Ok(lines)
    }
}
