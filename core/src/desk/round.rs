//! What is open and when it is due, and the round that is walked each morning: what is late, what
//! nobody has touched, what lacks a date or somebody who answers for it (S2-15.8, S3-10.4, CD-12).

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{Desk, DeskError, Work, next::Next};
use crate::{
    case::{
        Passes,
        effect::{Found, Letter},
    },
    ids::{DepartmentId, SiteId},
    people::{Person, Role},
    policy::TimerKind,
    store::{Queued, Reader},
};

/// So often it is looked whether it is morning.
const PAUSE: TimeDelta = TimeDelta::minutes(1);

/// The estates in which it is past the morning of a day.
pub(super) struct Mornings {
    /// Which, and of which day.
    pub(super) of: Vec<(SiteId, NaiveDate)>,
    /// Then it is morning in one of them again.
    pub(super) next: DateTime<Utc>,
}

/// Which of the open cases somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// All of them, by when they are due.
    Due,
    /// Those that nobody has touched for longer than is told again.
    Stale,
}

impl Work {
    /// The open cases that somebody may read and has to do with: of their departments, or of the
    /// whole estate.
    pub async fn queue(&mut self, person: &Person, queue: Queue) -> Result<Vec<Queued>, DeskError> {
        let sees_all = [Role::Desk, Role::Manager, Role::Leader, Role::Auditor];
        let departments: Vec<DepartmentId> =
            person.posts.iter().filter_map(|post| post.department).collect();
        let only = (!sees_all.iter().any(|role| person.is(*role))).then_some(departments);
        let site = self.site().await?.id;
        let hidden = Passes::ALL.into_iter().filter(|passes| person.is_passed_by(*passes));
        let reader = Reader { person: person.id, hidden: hidden.collect() };
        let mut shown = self.tx.queue(site, only.as_deref(), Some(&reader)).await?;
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
        let site = self.site().await?.id;
        for queued in self.tx.queue(site, None, None).await? {
            found.open += 1;
            found.late += usize::from(queued.late);
            found.stale += usize::from(self.is_stale(&queued).await?);
            if queued.next.is_none() && !queued.late || !queued.has_somebody {
                found.lacking.push(queued.case);
            }
        }
        found.lacking.extend(self.tx.cases_led_by_nobody(site).await?);
        Ok(found)
    }

    /// Writes down what the round of a day finds, and tells it if there is anything.
    async fn tell_round(&mut self, day: NaiveDate) -> Result<(), DeskError> {
        let found = self.found().await?;
        let numbers = [found.open, found.late, found.stale, found.lacking.len()];
        let site = self.site().await?.id;
        self.tx
            .round_found(site, day, numbers.map(|number| i32::try_from(number).unwrap_or(i32::MAX)))
            .await?;
        if found.late + found.stale + found.lacking.len() == 0 {
            return Ok(());
        }
        // What lacks somebody may lack the desk: those who can appoint hear of it too.
        let lacks = !found.lacking.is_empty();
        let rooms = if lacks { self.watch_rooms().await? } else { self.desk_rooms().await? };
        let letter = Letter::Round(found);
        for room in rooms {
            self.owe(room, letter.class(), &letter).await?;
        }
        Ok(())
    }
}

impl Desk {
    /// Walks the round of the day where it is morning and nobody has: the service centre and the
    /// administrators hear of what was found, if there is anything. Says whether one was walked.
    pub async fn walk_round(&self) -> Result<bool, DeskError> {
        let Some(Mornings { of, next }) = self.mornings(&self.rounds).await? else {
            return Ok(false);
        };
        let mut has_walked = false;
        for (site, day) in of {
            self.raise_by_time(site).await?;
            let mut work = self.begin_at(site).await?;
            if work.tx.round_take(site, day).await? {
                work.tell_round(day).await?;
                work.finish("").await?;
                has_walked = true;
            }
        }
        self.rounds.put_off(self.clock.now(), next);
        Ok(has_walked)
    }

    /// Does what is due on a day in each estate where it is past its morning, each in a work of its own.
    /// Says whether there was something to do.
    pub(super) async fn each_morning(
        &self,
        put_off: &Next,
        due: impl AsyncFn(&mut Work, SiteId, NaiveDate) -> Result<bool, DeskError>,
    ) -> Result<bool, DeskError> {
        let Some(Mornings { of, next }) = self.mornings(put_off).await? else {
            return Ok(false);
        };
        let mut done = false;
        for (site, day) in of {
            let mut work = self.begin_at(site).await?;
            if due(&mut work, site, day).await? {
                work.finish("").await?;
                done = true;
            }
        }
        put_off.put_off(self.clock.now(), next);
        Ok(done)
    }

    /// Where it is past the morning of a day; nothing while that is put off, and without an estate.
    pub(super) async fn mornings(&self, put_off: &Next) -> Result<Option<Mornings>, DeskError> {
        let now = self.clock.now();
        if !put_off.is_due(now) {
            return Ok(None);
        }
        put_off.pause(now, PAUSE);
        let mut work = self.begin().await?;
        let (mut of, mut next) = (vec![], None);
        for site in work.sites().await? {
            work.stand_at(site.id);
            let calendar = work.calendar().await?;
            let day = calendar.day(now);
            let today = calendar.moment(day, site.morning);
            let ahead = if now < today {
                today
            } else {
                of.push((site.id, day));
                calendar.moment(day + Days::new(1), site.morning)
            };
            next = next.into_iter().chain([ahead]).min();
        }
        Ok(next.filter(|_| !of.is_empty()).map(|next| Mornings { of, next }))
    }
}
