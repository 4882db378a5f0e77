//! What is open and when it is due, and the round that is walked each morning: what is late, what
//! nobody has touched, what lacks a date or somebody who answers for it (S2-15.8, S3-10.4, CD-12).

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Desk, DeskError, Work};
use crate::{
    case::effect::Letter,
    ids::{CaseId, DepartmentId},
    people::{Person, Role},
    policy::{Calendar, TimerKind},
    store::Queued,
};

/// So often it is looked whether it is morning.
const PAUSE: TimeDelta = TimeDelta::minutes(1);

/// When it is next to be looked. Forgotten with the process: looking once too often costs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Next(Arc<Mutex<Option<DateTime<Utc>>>>);

impl Next {
    /// Whether to look now; then not again for a while.
    fn comes(&self, now: DateTime<Utc>) -> bool {
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must not stop it.
        let comes = next.is_none_or(|next| next <= now || next > now + PAUSE);
        if comes {
            *next = Some(now + PAUSE);
        }
        comes
    }
}

/// Which of the open cases somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// All of them, by when they are due.
    Due,
    /// Those that nobody has touched for longer than is told again.
    Stale,
}

/// What a round has found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// So many cases are open.
    pub open: usize,
    /// So many are late.
    pub late: usize,
    /// So many nobody has touched for longer than is told again.
    pub stale: usize,
    /// These lack a date, or somebody who must act.
    pub lacking: Vec<CaseId>,
}

impl Work {
    /// The open cases that somebody may read and has to do with: of their departments, or of the
    /// whole estate.
    pub async fn queue(&mut self, person: &Person, queue: Queue) -> Result<Vec<Queued>, DeskError> {
        let sees_all = [Role::Desk, Role::Manager, Role::Leader, Role::Auditor];
        let departments: Vec<DepartmentId> =
            person.posts.iter().filter_map(|post| post.department).collect();
        let only = (!sees_all.iter().any(|role| person.is(*role))).then_some(departments);
        let mut shown = self.tx.queue(only.as_deref(), Some(person.id)).await?;
        if queue == Queue::Stale {
            let mut stale = vec![];
            for queued in shown {
                if self.is_stale(&queued).await? {
                    stale.push(queued);
                }
            }
            stale.sort_by_key(|queued| queued.touched);
            shown = stale;
        }
        Ok(shown)
    }

    /// Whether nobody has touched it for longer than the estate waits before it tells again.
    async fn is_stale(&mut self, queued: &Queued) -> Result<bool, DeskError> {
        if !queued.is_worked_on {
            return Ok(false);
        }
        let policy = self.policy(queued.policy).await?;
        let calendar = self.calendar().await?;
        let again = policy.due(TimerKind::Chase, queued.severity, queued.touched, &calendar);
        Ok(again <= self.now())
    }

    /// What is late, what nobody has touched, and what lacks a date or somebody.
    async fn found(&mut self) -> Result<Found, DeskError> {
        let mut found = Found::default();
        for queued in self.tx.queue(None, None).await? {
            found.open += 1;
            found.late += usize::from(queued.late);
            found.stale += usize::from(self.is_stale(&queued).await?);
            if queued.next.is_none() && !queued.late || !queued.has_somebody {
                found.lacking.push(queued.case);
            }
        }
        Ok(found)
    }
}

impl Desk {
    /// Walks the round of the day when it is morning and nobody has: the service centre and the
    /// administrators hear of what was found, if there is anything. Says whether it was walked.
    pub async fn walk_round(&self) -> Result<bool, DeskError> {
        if !self.rounds.comes(self.clock.now()) {
            return Ok(false);
        }
        let mut work = self.begin().await?;
        let Some(site) = work.tx.site().await? else { return Ok(false) };
        let calendar = Calendar::weekdays(site.zone);
        let day = calendar.day(work.now());
        if work.now() < calendar.moment(day, site.morning) || !work.tx.round_take(day).await? {
            return Ok(false);
        }
        let found = work.found().await?;
        let numbers = [found.open, found.late, found.stale, found.lacking.len()];
        work.tx
            .round_found(day, numbers.map(|number| i32::try_from(number).unwrap_or(i32::MAX)))
            .await?;
        if found.late + found.stale + found.lacking.len() > 0 {
            let lacks = !found.lacking.is_empty();
            let letter = Letter::Round {
                open: found.open,
                late: found.late,
                stale: found.stale,
                lacking: found.lacking,
            };
            // What lacks somebody may lack the desk: those who can appoint hear of it too.
            let rooms = if lacks { work.watch_rooms().await? } else { work.desk_rooms().await? };
            for room in rooms {
                work.owe(room, letter.class(), &letter).await?;
            }
        }
        work.finish("").await?;
        Ok(true)
    }
}
