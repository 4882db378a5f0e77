//! What is kept about somebody, for themselves; and erasing it when they wish it.

use chrono::{DateTime, Utc};

use super::{DeskError, Work};
use crate::{
    callback::Grade,
    case::{Case, Number},
    chain,
    ids::CaseId,
    intake::Draft,
    people::Person,
    place::Place,
    reception::Booking,
    store::{Call, Consent, HistoryLine, Look, Questionnaire},
    unit::Occupancy,
};

use super::CaseView;

/// So many matters of one person are more than anybody has.
const ALL: i64 = 100_000;

/// Everything that is kept about somebody.
#[derive(Debug, Clone)]
pub struct MyData {
    /// Who.
    pub person: Person,
    /// As whom the desk had written them down before they had a chat.
    pub known_as: Vec<Person>,
    /// The units they hold or have named.
    pub units: Vec<(Occupancy, Place)>,
    /// Their matters, newest first.
    pub matters: Vec<Matter>,
    /// What they have begun to tell.
    pub draft: Option<Draft>,
    /// What they answered in surveys.
    pub surveys: Vec<Questionnaire>,
    /// To which meetings and events they have said whether they come.
    pub gatherings: Vec<(String, bool)>,
    /// When we turned to them by plan, and how content they were.
    pub contacts: Vec<(DateTime<Utc>, Option<Grade>)>,
    /// Their times on reception days.
    pub bookings: Vec<Booking>,
    /// Which privacy notice they were shown, and agreed to.
    pub consents: Vec<Consent>,
}

/// One matter of somebody.
#[derive(Debug, Clone)]
pub struct Matter {
    /// The case.
    pub view: CaseView,
    /// What they themselves did and said about it, with their words.
    pub own: Vec<(HistoryLine, Vec<String>)>,
    /// So many files.
    pub files: usize,
    /// What they answered to the questionnaires.
    pub answers: Vec<Questionnaire>,
    /// Who looked at the full slip, and when.
    pub looks: Vec<(Look, Person)>,
    /// When they were called, and what was written down of it.
    pub calls: Vec<Call>,
}

/// Whether somebody can be forgotten now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgetting {
    /// Nothing stands against it.
    Ready,
    /// This matter of theirs is not over.
    Open(CaseId, Number),
    /// They hold a position, which must end first.
    Holds,
}

impl Work {
    /// Everything that is kept about somebody. What colleagues note among themselves is not
    /// theirs to read.
    pub async fn my_data(&mut self, person: &Person) -> Result<MyData, DeskError> {
        let mut matters = vec![];
        for view in self.matters_of(person.id, ALL).await? {
            let case = view.case.id;
            let mut own = self.tx.history(case).await?;
            own.retain(|line| line.actor == Some(person.id));
            let words = |line: &HistoryLine| chain::words(&serde_json::json!(line.event));
            let own = own.into_iter().map(|line| (line.clone(), words(&line))).collect();
            let files = self.tx.evidence(case, false).await?.len();
            let answers = self.tx.questionnaires_of(case, person.id).await?;
            let mut looks = vec![];
            for look in self.tx.looks_at(case).await? {
                looks.push((look, self.person(look.person).await?));
            }
            let calls = self.tx.calls_since(case, view.case.opened_at).await?;
            matters.push(Matter { view, own, files, answers, looks, calls });
        }
        let mut surveys = vec![];
        for id in self.tx.survey_sheets_of(person.id).await? {
            surveys.extend(self.tx.questionnaire(id).await?);
        }
        let mut contacts = self.tx.contacts_of(person.id).await?;
        for known in self.known_as(person).await? {
            contacts.extend(self.tx.contacts_of(known.id).await?);
        }
        Ok(MyData {
            person: person.clone(),
            known_as: self.known_as(person).await?,
            units: self.units_of(person.id).await?,
            matters,
            surveys,
            gatherings: self.tx.guest_at(person.id).await?,
            contacts,
            bookings: self.tx.bookings_of(person.id).await?,
            draft: self.draft(person.id).await?.map(|kept| kept.state),
            consents: self.consents(person.id).await?,
        })
    }

    /// Whether somebody can be forgotten now. An open matter cannot be dealt with for nobody.
    pub async fn may_forget(&mut self, person: &Person) -> Result<Forgetting, DeskError> {
        if !self.tx.sites_of_posts(person.id).await?.is_empty() {
            return Ok(Forgetting::Holds);
        }
        Ok(match self.tx.cases_open_of(person.id, 1).await?.first() {
            Some(id) => {
                let case = self.tx.case(*id).await?.ok_or(DeskError::NoSuchCase(*id))?;
                Forgetting::Open(*id, case.number)
            }
            None => Forgetting::Ready,
        })
    }

    /// Erases name, number, account and words of somebody; what can be counted stays. Says why not,
    /// if it cannot be done now.
    pub async fn forget(&mut self, person: &Person) -> Result<Forgetting, DeskError> {
        let mut cases: Vec<Case> = vec![];
        for id in self.tx.cases_all_of(person.id).await? {
            cases.extend(self.tx.case_lock(id).await?);
        }
        // Asked under the locks: a case may have been opened again meanwhile.
        let person = self.person(person.id).await?;
        let may = self.may_forget(&person).await?;
        if may != Forgetting::Ready {
            return Ok(may);
        }
        for case in &cases {
            self.tx.case_erase(case).await?;
        }
        self.tx.guest_forget(person.id).await?;
        self.tx.bookings_forget(person.id).await?;
        let surveyed = self.tx.survey_sheets_of(person.id).await?;
        self.tx.sheets_erase(surveyed).await?;
        let mut known_as = self.known_as(&person).await?;
        known_as.insert(0, person.clone());
        let (mut needles, mut names) = (vec![], vec![]);
        for known in &known_as {
            let (sure, name) = self::needles(known, &cases);
            needles.extend(sure);
            names.extend(name);
        }
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        self.tx.traces_erase(person.account, &ids, &needles, &names).await?;
        for known in &known_as {
            self.tx.person_erase(known.id, known.account, known.phone.as_deref()).await?;
        }
        Ok(Forgetting::Ready)
    }

    /// As whom the desk had written somebody down before they had a chat.
    async fn known_as(&mut self, person: &Person) -> Result<Vec<Person>, DeskError> {
        let mut known_as = vec![];
        for caller in self.tx.known_before_as(person.id).await? {
            known_as.push(self.person(caller).await?);
        }
        Ok(known_as)
    }
}

/// By what letters and updates that speak of somebody are known; and the name, which is less sure.
fn needles(person: &Person, cases: &[Case]) -> (Vec<String>, Vec<String>) {
    let mut needles: Vec<String> =
        cases.iter().map(|case| case.number.as_str().to_owned()).collect();
    needles.extend(person.phone.clone());
    needles.extend(person.account.map(|account| account.0.to_string()));
    let contacts = cases.iter().filter_map(|case| case.facts.contact.clone());
    needles.extend(contacts.filter(|contact| contact.chars().count() > 4));
    let name = person.name.iter().flat_map(|name| [name.clone(), escaped(name)]).collect();
    (needles, name)
}

/// As raw updates write what is not ASCII.
fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    units.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_as_telegram_writes_it() {
        assert_eq!(escaped("陈 A"), "\\u9648 A");
        let raw = r#"{"first_name":"\u9648 A"}"#;
        assert!(raw.contains(&escaped("陈 A")));
    }
}
