//! Summaries: counted when somebody asks, kept and sent when a period is over, acknowledged by whoever
//! leads (S0-08.13, S0-18.7).

use chrono::TimeDelta;

use super::{Desk, DeskError, Work};
use crate::{
    case::effect::{Letter, Part},
    ids::{DepartmentId, Room, SummaryId},
    people::{Action, Person, Role, may_at_site},
    summary::{Cadence, Facts, Filed, Period, Summary},
};

/// So often it is looked whether a period is over.
const PAUSE: TimeDelta = TimeDelta::minutes(1);

impl Work {
    /// Of what somebody may read summaries: of the whole estate, which is none, and of departments.
    pub async fn summary_scopes(
        &mut self,
        person: &Person,
    ) -> Result<Vec<Option<DepartmentId>>, DeskError> {
        let departments = self.departments().await?;
        let sees_all = may_at_site(person, Action::ReadSummary);
        let leads = |id| sees_all || person.is_in(Role::Head, Some(id));
        let of = departments.iter().map(|one| one.id).filter(|id| leads(*id)).map(Some);
        Ok(sees_all.then_some(None).into_iter().chain(of).collect())
    }

    /// Whether somebody may read of what each one of a crew did: those who lead them.
    pub fn may_compare(&self, person: &Person, department: Option<DepartmentId>) -> bool {
        [Role::Manager, Role::Leader].iter().any(|role| person.is(*role))
            || person.is_in(Role::Head, department)
    }

    /// What a summary is counted from; of a period that lasts, up to now. Takes seconds where there
    /// are many cases.
    pub async fn facts(
        &mut self,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Facts, DeskError> {
        let (site, calendar) = (self.site().await?.id, self.calendar().await?);
        let (from, end) = period.moments(&calendar);
        self.tx.plan_for_a_period().await?;
        Ok(self.tx.facts(site, department, (from, end.min(self.now()))).await?)
    }

    /// The same for somebody who lists its cases: without those that are about themselves (PV-08).
    pub async fn facts_for(
        &mut self,
        reader: &Person,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Facts, DeskError> {
        let mut facts = self.facts(period, department).await?;
        facts.matters.retain(|matter| !matter.accused.contains(&reader.id));
        Ok(facts)
    }

    /// The summary of a period: as it was counted the first time after its end, so that it says the
    /// same for ever; of a period that lasts, as it stands.
    pub async fn summary(
        &mut self,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Summary, DeskError> {
        Ok(match self.filed(period, department).await? {
            Some(filed) => filed.summary,
            None => self.counted(period, department).await?,
        })
    }

    /// The summary of a period that is over, kept from now on if it was not; nothing while it lasts.
    pub async fn filed(
        &mut self,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Option<Filed>, DeskError> {
        let (site, calendar) = (self.site().await?.id, self.calendar().await?);
        if self.now() < period.moments(&calendar).1 {
            return Ok(None);
        }
        let known = self.tx.summary_of(site, period, department).await?;
        let id = match known {
            Some(id) => id,
            None => {
                let summary = self.counted(period, department).await?;
                self.tx.summary_keep(site, &summary).await?.0
            }
        };
        Ok(self.tx.summary(id).await?)
    }

    async fn counted(
        &mut self,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<Summary, DeskError> {
        let facts = self.facts(period, department).await?;
        let end = period.moments(&self.calendar().await?).1;
        let is_whole = facts.until == end;
        Ok(Summary { is_whole, ..Summary::count(period, department, &facts) })
    }

    /// A summary that is in the book.
    pub async fn filed_by(&mut self, id: SummaryId) -> Result<Option<Filed>, DeskError> {
        Ok(self.tx.summary(id).await?)
    }

    /// Somebody who leads has read a summary. Says which, and whether they had not before; nothing
    /// when there is none.
    pub async fn read_summary(
        &mut self,
        id: SummaryId,
        person: &Person,
    ) -> Result<Option<(Filed, bool)>, DeskError> {
        let Some(filed) = self.tx.summary(id).await? else { return Ok(None) };
        let is_new = self.tx.summary_read(id, person.id).await?;
        let filed = self.tx.summary(id).await?.unwrap_or(filed);
        Ok(Some((filed, is_new)))
    }

    /// Owes a room a summary: as a picture, or as a file.
    pub async fn post_summary(
        &mut self,
        room: Room,
        period: Period,
        department: Option<DepartmentId>,
        part: Part,
    ) -> Result<(), DeskError> {
        let letter = Letter::Summary { period, department, part };
        self.owe(room, letter.class(), &letter).await
    }

    /// Sums up a period that is over, for the leaders and for each head; nobody is told of one in
    /// which there was nothing.
    async fn sum_up(&mut self, period: Period) -> Result<bool, DeskError> {
        let site = self.site().await?;
        if self.tx.summary_is_told(site.id, period).await? {
            return Ok(false);
        }
        // Read once for all: the watch has other clocks to look at.
        let facts = self.facts(period, None).await?;
        let summary = Summary::count(period, None, &facts);
        let (id, _) = self.tx.summary_keep(site.id, &summary).await?;
        if !self.tx.summary_tell(id).await? {
            return Ok(false);
        }
        if !summary.has_matters() {
            return Ok(true);
        }
        for room in self.leading_rooms().await? {
            self.post_summary(room, period, None, Part::Picture).await?;
        }
        for department in self.departments().await? {
            // Kept for the heads, who may ask for it; told to them where there was something.
            let own = facts.of(department.id);
            let summary = Summary::count(period, Some(department.id), &own);
            self.tx.summary_keep(site.id, &summary).await?;
            if !summary.has_matters() {
                continue;
            }
            for head in self.tx.people_in(Role::Head, Some(department.id)).await? {
                if let Some(account) = head.account {
                    let (room, id) = (account.room(), Some(department.id));
                    self.post_summary(room, period, id, Part::Picture).await?;
                }
            }
        }
        Ok(true)
    }

    /// Where those who lead are told: the leaders in their group or each alone, managers alone.
    async fn leading_rooms(&mut self) -> Result<Vec<Room>, DeskError> {
        let group = self.site().await?.leaders_room;
        let leaders = group.is_none().then_some(Role::Leader);
        let mut rooms: Vec<Room> = group.into_iter().collect();
        for role in leaders.into_iter().chain([Role::Manager]) {
            for person in self.tx.people_in(role, None).await? {
                rooms.extend(person.account.map(crate::ids::Account::room));
            }
        }
        rooms.sort_unstable();
        rooms.dedup();
        Ok(rooms)
    }
}

impl Desk {
    /// Sums up the newest period of each sort that is over, as often as the estate wants it, unless that
    /// was told. Says whether there was something to do.
    pub async fn sum_up(&self) -> Result<bool, DeskError> {
        let now = self.clock.now();
        if !self.summaries.is_due(now) {
            return Ok(false);
        }
        self.summaries.pause(now, PAUSE);
        let mut work = self.begin().await?;
        let calendar = match work.calendar().await {
            Err(DeskError::NoEstate) => return Ok(false),
            calendar => calendar?,
        };
        let (today, site) = (calendar.day(work.now()), work.site().await?);
        if work.now() < calendar.moment(today, site.morning) {
            return Ok(false);
        }
        let cadences: Vec<Cadence> = work.tx.cadences(site.id).await?;
        let mut told = false;
        for cadence in cadences {
            told |= work.sum_up(Period::of(cadence, today).before()).await?;
        }
        work.finish("").await?;
        let tomorrow = today + chrono::Days::new(1);
        self.summaries.put_off(now, calendar.moment(tomorrow, site.morning));
        Ok(told)
    }
}
