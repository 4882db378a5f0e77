//! Summaries: counted when somebody asks, kept and sent when a period is over, acknowledged by whoever
//! leads (S0-08.13, S0-18.7).

use std::collections::BTreeMap;

use super::{Desk, DeskError, Work, round::Mornings};
use crate::{
    callback::Verdict,
    case::{
        Number,
        effect::{Letter, Part},
    },
    ids::{Account, CaseId, DepartmentId, PersonId, Room, SummaryId},
    people::{Action, Person, Role, may_at_site},
    place::Site,
    store::Questionnaire,
    summary::{Cadence, Facts, Filed, Period, Summary},
};

/// What so many owners said is read at once.
const WORDS_AT_ONCE: usize = 30;

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

    /// A summary, and what it is counted from, for somebody who lists its cases: without those that are
    /// about themselves (PV-08).
    pub async fn summary_for(
        &mut self,
        reader: &Person,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<(Summary, Facts), DeskError> {
        let filed = self.filed(period, department).await?;
        let mut facts = self.facts(period, department).await?;
        let summary = match filed {
            Some(filed) => filed.summary,
            None => self.count(period, department, &facts).await?,
        };
        facts.matters.retain(|matter| {
            !matter.accused.contains(&reader.id)
                && !matter.passes.is_some_and(|passes| reader.is_passed_by(passes))
        });
        Ok((summary, facts))
    }

    /// What owners said in their own words in the callbacks of a period, the newest first, for somebody
    /// who reads its summary and the full slips: with the number of each case, and how many more
    /// there may be. Nothing of a quarrel whose sides are withheld from them, and nothing that became a
    /// matter of its own. Each look is written down (PV-10).
    pub async fn owners_words(
        &mut self,
        reader: &Person,
        period: Period,
        department: Option<DepartmentId>,
    ) -> Result<(Vec<(Number, Verdict)>, usize), DeskError> {
        let (_, facts) = self.summary_for(reader, period, department).await?;
        let language = self.site().await?.language;
        let mut said = vec![];
        for (number, round) in self.answered(&facts).await? {
            let Some(verdict) = round.said(language) else { continue };
            let words = [&verdict.reason, &verdict.words];
            if words.into_iter().flatten().any(|words| !words.is_empty())
                && let Some(case) = round.case()
            {
                said.push((case, number, verdict));
            }
        }
        let (mut shown, mut left) = (vec![], said.len());
        for (case, number, verdict) in said {
            if shown.len() == WORDS_AT_ONCE {
                break;
            }
            left -= 1;
            let Some(room) = reader.account.map(Account::room) else { break };
            let (view, veil) = self.view_for(room, case).await?;
            if veil.is_none() && self.entitled(reader, &view.case, Action::ReadSlip).await? {
                self.looks(case, reader.id).await?;
                shown.push((number, verdict));
            }
        }
        Ok((shown, left))
    }

    /// What was answered in the callbacks of these facts, the newest first, with the number of each case.
    pub async fn answered(
        &mut self,
        facts: &Facts,
    ) -> Result<Vec<(Number, Questionnaire)>, DeskError> {
        let asked = facts.matters.iter().filter(|matter| !matter.callbacks.is_empty());
        let numbers: BTreeMap<CaseId, &Number> =
            asked.map(|matter| (matter.case, &matter.number)).collect();
        let cases: Vec<i64> = numbers.keys().map(|case| case.0).collect();
        let rounds = self.tx.callbacks_answered(&cases, (facts.from, facts.until)).await?;
        let named = rounds.into_iter().filter_map(|mut round| {
            let number = *numbers.get(&round.case()?)?;
            // While they are being corrected the old answers hold.
            round.sheet = round.kept.take().unwrap_or(round.sheet);
            Some((number.clone(), round))
        });
        Ok(named.collect())
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
                self.tx.summary_keep(site, &summary).await?
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
        self.count(period, department, &facts).await
    }

    async fn count(
        &mut self,
        period: Period,
        department: Option<DepartmentId>,
        facts: &Facts,
    ) -> Result<Summary, DeskError> {
        let end = period.moments(&self.calendar().await?).1;
        let is_whole = facts.until == end;
        Ok(Summary { is_whole, ..Summary::count(period, department, facts) })
    }

    /// The summaries of a period of every estate of which somebody reads the whole, the oldest estate
    /// first. The work stands where it stood.
    pub async fn summaries_of_all(
        &mut self,
        person: PersonId,
        period: Period,
    ) -> Result<Vec<(Site, Summary)>, DeskError> {
        let at = self.tx.at();
        let mut read = vec![];
        for site in self.estates_read(person).await? {
            self.stand_at(site.id);
            read.push((site, self.summary(period, None).await?));
        }
        self.tx.stand_back(at);
        Ok(read)
    }

    /// The estates of which somebody reads the whole, the oldest first.
    pub async fn estates_read(&mut self, person: PersonId) -> Result<Vec<Site>, DeskError> {
        let at = self.tx.at();
        let mut read = vec![];
        for site in self.sites().await? {
            self.stand_at(site.id);
            if may_at_site(&self.person(person).await?, Action::ReadSummary) {
                read.push(site);
            }
        }
        self.tx.stand_back(at);
        Ok(read)
    }

    /// A summary that is in the book; the work is about its estate then.
    pub async fn filed_by(&mut self, id: SummaryId) -> Result<Option<Filed>, DeskError> {
        Ok(self.tx.summary(id).await?)
    }

    /// Somebody who leads has read a summary. Says whether they had not before.
    pub async fn read_summary(
        &mut self,
        id: SummaryId,
        person: &Person,
    ) -> Result<bool, DeskError> {
        Ok(self.tx.summary_read(id, person.id).await?)
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

    /// Owes somebody the summaries of every estate that they may read: as a picture, or as a file.
    pub async fn post_summary_of_all(
        &mut self,
        room: Room,
        period: Period,
        part: Part,
    ) -> Result<(), DeskError> {
        let letter = Letter::SummaryOfAll { period, part };
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
        let id = self.tx.summary_keep(site.id, &summary).await?;
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
            for head in self.people_in(Role::Head, Some(department.id)).await? {
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
            for person in self.people_in(role, None).await? {
                rooms.extend(person.account.map(Account::room));
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
        let Some(Mornings { of, next }) = self.mornings(&self.summaries).await? else {
            return Ok(false);
        };
        let mut told = false;
        for (site, day) in of {
            let mut work = self.begin_at(site).await?;
            let cadences: Vec<Cadence> = work.tx.cadences(site).await?;
            for cadence in cadences {
                told |= work.sum_up(Period::of(cadence, day).before()).await?;
            }
            work.finish("").await?;
        }
        self.summaries.put_off(self.clock.now(), next);
        Ok(told)
    }
}
