//! Visits and calls by plan (走访, 回访计划): whom the estate turns to by itself, apart from any callback, how
//! many of them it has reached, and what they say (S4-02.14, S0-08.13, S2-11.11).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    callback::Grade,
    ids::{CaseId, ContactId, ContactListId, PersonId, PlaceId, SiteId},
    say,
    sentence::Sentence,
    summary::{Cadence, Period},
    words::Words,
};

/// More than this in one turn nobody visits.
const MOST: i64 = 500;

/// A plan, as the estate's file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPlan {
    /// How it is named; a book knows it by this.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// How often a list is drawn up.
    pub every: Cadence,
    /// Who stands on it.
    pub whom: Contacted,
    /// How they are turned to.
    pub by: Way,
    /// So many of them each time.
    pub count: i64,
}

/// Who is turned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contacted {
    /// Homes, those first that nobody has visited for longest.
    Homes,
    /// Owners whose matter ended in the turn before: who was not content or said nothing first, then a sample
    /// of the others, whose answer in the chat is compared.
    Complained,
    /// Owners whose serious repair ended within a year.
    GraveRepairs,
}

/// How somebody is turned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// At their door.
    Visit,
    /// By telephone.
    Phone,
}

impl ContactPlan {
    /// What in it cannot be.
    pub fn faults(&self) -> Vec<Sentence> {
        let mut faults = vec![];
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.code.is_empty() || !self.code.chars().all(plain) {
            faults.push(say!(
                "contacts: {code}: a code has small letters, digits and _ alone",
                code = format!("{:?}", self.code)
            ));
        }
        if !(1..=MOST).contains(&self.count) {
            faults.push(say!(
                "contacts: {code}: count: write 1 to {most}",
                code = &self.code,
                most = MOST
            ));
        }
        faults
    }
}

/// A list that was drawn up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactList {
    /// Its row.
    pub id: ContactListId,
    /// Of which estate.
    pub site: SiteId,
    /// For which month, quarter or year.
    pub turn: Period,
    /// The plan as it was then.
    pub plan: ContactPlan,
    /// When its turn is over.
    pub until: DateTime<Utc>,
}

/// Somebody who stands on a list and was not reached yet, or is shown once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its row.
    pub id: ContactId,
    /// On which list.
    pub list: ContactListId,
    /// Who; nothing: whoever lives at the place.
    pub person: Option<PersonId>,
    /// The home.
    pub place: Option<PlaceId>,
    /// Because of which case.
    pub case: Option<CaseId>,
    /// So often in vain.
    pub tried: i32,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactOutcome {
    /// They were spoken to, and are so content.
    Spoken(Grade),
    /// They do not want to be turned to.
    Refused,
}

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContactCount {
    /// So many stand on it.
    pub all: i64,
    /// They were spoken to.
    pub spoken: i64,
    /// They did not want to.
    pub refused: i64,
    /// Of those who were spoken to: content, fairly content, and not.
    pub grades: [i64; 3],
    /// Of those, so many had answered in the chat.
    pub compared: i64,
    /// Of them, so many say the same as there: content or not.
    pub same: i64,
}

impl ContactCount {
    /// Nobody has reached them yet.
    pub fn open(self) -> i64 {
        self.all - self.spoken - self.refused
    }
}
