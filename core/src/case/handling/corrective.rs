//! What removes the cause (纠正措施, S3-01.8): with a day and somebody, and followed until it is done, also
//! when the case itself is long over.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Handling, Measure};
use crate::ids::PersonId;

/// A corrective measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrective {
    /// What, by whom, until when.
    #[serde(flatten)]
    pub measure: Measure,
    /// What was done about it.
    #[serde(default)]
    pub done: Option<Done>,
}

/// A corrective measure is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What was done.
    pub text: String,
    /// Who says so.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Handling {
    /// The corrective measures that are not done, each with its place among all.
    pub fn undone(&self) -> impl Iterator<Item = (usize, &Measure)> {
        let undone = self.corrective.iter().enumerate().filter(|(_, one)| one.done.is_none());
        undone.map(|(at, one)| (at, &one.measure))
    }
}
