//! What is due of itself beside timers: looked for whenever the watch has nothing else to do.

use casework::desk::{Desk, DeskError};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chore {
    /// The round of the morning through the open cases.
    Round,
    /// Months and weeks that are over.
    Summaries,
    /// Surveys that begin, go on or end.
    Surveys,
    /// Reception days.
    Receptions,
    /// Lists of visits and calls.
    Contacts,
    /// Minutes of meetings that are over.
    Minutes,
    /// Answers of callbacks that nobody has read.
    Readings,
    /// What has had its time. A little each time: what has gathered for years does not stop the house.
    Erasing,
}

impl Chore {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 8] = [
        Self::Round,
        Self::Summaries,
        Self::Surveys,
        Self::Receptions,
        Self::Contacts,
        Self::Minutes,
        Self::Readings,
        Self::Erasing,
    ];

    /// Does what is due of it. Says whether anything was.
    pub(crate) async fn done(self, desk: &Desk) -> Result<bool, DeskError> {
        match self {
            Self::Round => desk.walk_round().await,
            Self::Summaries => desk.sum_up().await,
            Self::Surveys => desk.survey().await,
            Self::Receptions => desk.hold_receptions().await,
            Self::Contacts => desk.plan_contacts().await,
            Self::Minutes => desk.ask_for_minutes().await,
            Self::Readings => desk.remind_of_readings().await,
            Self::Erasing => desk.let_go().await,
        }
    }
}
