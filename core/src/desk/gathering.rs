//! Meetings and events: people are invited, say whether they come, and what they tell us stands beside it.

use chrono::{Days, NaiveDate};

use super::{Desk, DeskError, Work};
use crate::{
    case::{Number, Refusal, letter::Letter},
    gathering::{Attendance, Gathering, GatheringKind, Said},
    ids::{BroadcastId, GatheringId, SiteId},
    people::{Action, Person, Role, may_at_site},
};

/// So many gatherings are shown at once.
const SHOWN: i64 = 8;
/// Whoever was not asked for the minutes so many days ago, because nothing ran, still is.
const CATCH_UP: Days = Days::new(14);

/// A gathering and what has become of it.
#[derive(Debug, Clone)]
pub struct GatheringView {
    /// What people are invited to.
    pub gathering: Gathering,
    /// Who comes, and what was told.
    pub attendance: Attendance,
    /// The numbers of what was told, of those that the reader may read.
    pub numbers: Vec<Number>,
    /// Whether its day is past.
    pub is_over: bool,
}

impl GatheringView {
    /// Whether this can still be said of it: an invitation once, as long as it is ahead, and minutes once.
    pub fn may_be_said(&self, said: Said) -> bool {
        match said {
            Said::Invitation => self.gathering.invitation.is_none() && !self.is_over,
            Said::Minutes => self.gathering.minutes.is_none(),
        }
    }
}

impl Work {
    /// Whether somebody invites people, and reads who comes.
    pub fn may_invite(&self, person: &Person) -> bool {
        may_at_site(person, Action::Announce)
    }

    /// The gatherings of this estate, the latest first.
    pub async fn gatherings(&mut self, reader: &Person) -> Result<Vec<GatheringView>, DeskError> {
        let site = self.site().await?.id;
        let today = self.calendar().await?.day(self.now());
        let mut shown = vec![];
        for gathering in self.tx.gatherings(site, today, SHOWN).await? {
            shown.push(self.gathering_seen(gathering, reader).await?);
        }
        Ok(shown)
    }

    /// A gathering; the work is about its estate then.
    pub async fn gathering(
        &mut self,
        id: GatheringId,
        reader: &Person,
    ) -> Result<Option<GatheringView>, DeskError> {
        let Some(gathering) = self.tx.gathering(id).await? else { return Ok(None) };
        self.stand_at(gathering.site);
        Ok(Some(self.gathering_seen(gathering, reader).await?))
    }

    /// To what an announcement invites.
    pub async fn invited_to(&mut self, id: GatheringId) -> Result<Option<Gathering>, DeskError> {
        Ok(self.tx.gathering(id).await?)
    }

    async fn gathering_seen(
        &mut self,
        gathering: Gathering,
        reader: &Person,
    ) -> Result<GatheringView, DeskError> {
        let attendance = self.tx.attendance(gathering.id).await?;
        let mut numbers = vec![];
        let reader = self.person(reader.id).await?;
        for case in &attendance.told {
            let case = self.tx.case(*case).await?.ok_or(DeskError::NoSuchCase(*case))?;
            if self.entitled(&reader, &case, Action::Read).await? {
                numbers.push(case.number);
            }
        }
        let is_over = self.is_past(&gathering).await?;
        Ok(GatheringView { gathering, attendance, numbers, is_over })
    }

    async fn is_past(&mut self, gathering: &Gathering) -> Result<bool, DeskError> {
        Ok(gathering.day < self.calendar().await?.day(self.now()))
    }

    /// Somebody wants to invite people. The same `key` never makes two.
    ///
    /// # Errors
    ///
    /// Refused to whoever may not invite.
    pub async fn plan_gathering(
        &mut self,
        author: &Person,
        kind: GatheringKind,
        title: &str,
        day: NaiveDate,
        key: &str,
    ) -> Result<GatheringId, DeskError> {
        if !self.may_invite(author) {
            return Err(Refusal::NotEntitled.into());
        }
        let site = self.site().await?.id;
        Ok(self.tx.gathering_add(site, kind, (title, day), author.id, key).await?)
    }

    /// This announcement invites to it, or brings its minutes.
    pub async fn said_of_gathering(
        &mut self,
        id: GatheringId,
        said: Said,
        broadcast: BroadcastId,
    ) -> Result<(), DeskError> {
        Ok(self.tx.gathering_said(id, said, broadcast).await?)
    }

    /// Somebody says whether they come. Says `false` when it is over.
    pub async fn comes(
        &mut self,
        person: &Person,
        id: GatheringId,
        comes: bool,
    ) -> Result<bool, DeskError> {
        let Some(gathering) = self.tx.gathering(id).await? else { return Ok(false) };
        self.stand_at(gathering.site);
        if self.is_past(&gathering).await? {
            return Ok(false);
        }
        self.tx.guest_put(id, person.id, comes).await?;
        Ok(true)
    }

    /// On the morning after, whoever invited is asked for the minutes, unless they are there.
    async fn gathering_morning(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        let days = (day - CATCH_UP, day - Days::new(1));
        let over = self.tx.gatherings_to_minute(site, days).await?;
        for gathering in &over {
            let author = self.person(gathering.author).await?;
            // Whoever invited may have left: then the managers write down what was said.
            let askers = if author.account.is_some() && self.may_invite(&author) {
                vec![author]
            } else {
                self.people_in(Role::Manager, None).await?
            };
            for person in askers {
                let letter = Letter::GatheringOver { gathering: gathering.id };
                self.owe_to(&person, &letter).await?;
            }
        }
        Ok(!over.is_empty())
    }
}

impl Desk {
    /// Asks for the minutes of what is over. Says whether there was something to do.
    pub async fn ask_for_minutes(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.gathering_morning(site, day).await;
        self.each_morning(&self.gatherings, due).await
    }
}
