//! Reception days: opened, booked, told of, and everybody who comes written down (S4-03).

mod due;

use chrono::{DateTime, Days, NaiveTime, Utc};

use super::{CaseView, DeskError, Work};
use crate::{
    case::{
        Refusal,
        letter::{Letter, OfReception},
    },
    ids::{BookingId, CaseId, PersonId, ReceptionId},
    people::{Action, Person, may_at_site},
    reception::{Booking, Came, ReceptionDay},
};

/// So many days are shown at once.
const SHOWN: i64 = 6;

/// Somebody who has booked a time.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// When, and what became of it.
    pub booking: Booking,
    /// Who.
    pub person: Person,
    /// What they have told, once it is written down.
    pub case: Option<CaseView>,
}

/// A reception day with everybody who has to do with it.
#[derive(Debug, Clone)]
pub struct ReceptionView {
    /// The day.
    pub day: ReceptionDay,
    /// Its times that are still ahead and nobody has, each by its place in the day.
    pub free: Vec<(u16, DateTime<Utc>)>,
    /// Who has booked, the earliest first.
    pub visitors: Vec<Visitor>,
    /// What was told on the day besides, by whoever came without a time.
    pub besides: Vec<CaseView>,
    /// Whether the day has come.
    pub has_come: bool,
    /// Whether its first time has.
    pub has_begun: bool,
    /// Whether it is over.
    pub is_over: bool,
}

impl ReceptionView {
    /// Somebody's time on it.
    pub fn booked(&self, person: PersonId) -> Option<&Booking> {
        let visitor = self.visitors.iter().find(|visitor| visitor.person.id == person);
        visitor.map(|visitor| &visitor.booking)
    }

    /// How many came, and how many are open.
    pub fn count(&self) -> ReceptionCount {
        let came: Vec<_> = self.visitors.iter().map(|visitor| visitor.booking.came).collect();
        ReceptionCount::of(&came, self.besides.len(), self.has_come)
    }

    /// Whom nobody has written down, nor said that they did not come.
    pub fn open(&self) -> impl Iterator<Item = &Visitor> {
        self.visitors.iter().filter(|visitor| visitor.booking.came.is_none())
    }
}

/// How many come on a day, or came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceptionCount {
    /// They have a time.
    pub booked: usize,
    /// What they said is written down.
    pub told: usize,
    /// They did not come.
    pub absent: usize,
    /// Nobody has said what became of them.
    pub open: usize,
    /// Whether the day has come.
    pub has_come: bool,
}

impl ReceptionCount {
    fn of(came: &[Option<Came>], besides: usize, has_come: bool) -> Self {
        let absent = came.iter().filter(|came| **came == Some(Came::Absent)).count();
        let open = came.iter().filter(|came| came.is_none()).count();
        let told = came.len() - absent - open + besides;
        Self { booked: came.len(), told, absent, open, has_come }
    }
}

/// What became of the wish for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Booked {
    /// It is theirs.
    Yes,
    /// Somebody else has it, or it is past.
    Taken,
    /// They have been there already.
    Been,
    /// The day does not take place.
    CalledOff,
}

impl Work {
    /// Whether somebody receives owners, and reads who comes.
    pub fn may_receive(&self, person: &Person) -> bool {
        may_at_site(person, Action::Receive)
    }

    /// The reception day of this estate that can be booked now.
    pub async fn reception_ahead(&mut self) -> Result<Option<ReceptionDay>, DeskError> {
        let site = self.site().await?.id;
        let calendar = self.calendar().await?;
        let (now, today) = (self.now(), calendar.day(self.now()));
        let ahead = self.tx.reception_ahead(site, today).await?;
        Ok(ahead.filter(|day| now < day.ends_at(&calendar)))
    }

    /// The newest reception days of this estate, the latest first, with how many came.
    pub async fn receptions(&mut self) -> Result<Vec<(ReceptionDay, ReceptionCount)>, DeskError> {
        let site = self.site().await?.id;
        let calendar = self.calendar().await?;
        let mut shown = vec![];
        for day in self.tx.receptions(site, SHOWN).await? {
            let came: Vec<_> =
                self.tx.bookings(day.id).await?.iter().map(|booking| booking.came).collect();
            let told = self.told_on(&day).await?;
            let besides = told.iter().filter(|told| !came.contains(&Some(Came::Told(**told))));
            let besides = besides.count();
            let has_come = calendar.day(self.now()) >= day.day;
            let count = ReceptionCount::of(&came, besides, has_come);
            shown.push((day, count));
        }
        Ok(shown)
    }

    /// What was told on a day, with a time or without.
    async fn told_on(&mut self, day: &ReceptionDay) -> Result<Vec<CaseId>, DeskError> {
        let calendar = self.calendar().await?;
        let [from, until] =
            [day.day, day.day + Days::new(1)].map(|day| calendar.moment(day, NaiveTime::MIN));
        Ok(self.tx.told_at_reception(day.site, from, until).await?)
    }

    /// A reception day as somebody may read it: of what was told, without the matters that are not for
    /// them. The work is about its estate then.
    pub async fn reception(
        &mut self,
        id: ReceptionId,
        reader: &Person,
    ) -> Result<Option<ReceptionView>, DeskError> {
        let Some(mut view) = self.received(id).await? else { return Ok(None) };
        for visitor in &mut view.visitors {
            if let Some(told) = &visitor.case
                && !self.entitled(reader, &told.case, Action::Read).await?
            {
                visitor.case = None;
            }
        }
        let mut besides = vec![];
        for told in view.besides {
            if self.entitled(reader, &told.case, Action::Read).await? {
                besides.push(told);
            }
        }
        Ok(Some(ReceptionView { besides, ..view }))
    }

    async fn received(&mut self, id: ReceptionId) -> Result<Option<ReceptionView>, DeskError> {
        let Some(day) = self.tx.reception(id).await? else { return Ok(None) };
        self.stand_at(day.site);
        let calendar = self.calendar().await?;
        let now = self.now();
        let (mut visitors, mut told) = (vec![], vec![]);
        for booking in self.tx.bookings(id).await? {
            let person = self.person(booking.person).await?;
            let case = match booking.came {
                Some(Came::Told(case)) => {
                    told.push(case);
                    Some(self.view(case).await?)
                }
                _ => None,
            };
            visitors.push(Visitor { booking, person, case });
        }
        let times = day.times(&calendar);
        let has_come = calendar.day(now) >= day.day;
        let has_begun = day.has_begun(&calendar, now);
        let is_free = |at: &DateTime<Utc>| {
            *at > now && !visitors.iter().any(|visitor| visitor.booking.at == *at)
        };
        let free = if day.called_off_at.is_some() { vec![] } else { times };
        let free = (0..).zip(free).filter(|(_, at)| is_free(at)).collect();
        let mut besides = vec![];
        for case in self.told_on(&day).await? {
            if !told.contains(&case) {
                besides.push(self.view(case).await?);
            }
        }
        let is_over = day.ends_at(&calendar) <= now;
        Ok(Some(ReceptionView { day, free, visitors, besides, has_come, has_begun, is_over }))
    }

    /// Gives somebody the time at a place of the day, and takes back the one they had.
    pub async fn book(
        &mut self,
        person: &Person,
        id: ReceptionId,
        place: u16,
    ) -> Result<Booked, DeskError> {
        let Some(day) = self.tx.reception_lock(id).await? else { return Ok(Booked::CalledOff) };
        let Some(view) = self.received(id).await? else { return Ok(Booked::CalledOff) };
        if day.called_off_at.is_some() {
            return Ok(Booked::CalledOff);
        }
        let before = view.booked(person.id);
        if before.is_some_and(|booking| booking.came.is_some()) {
            return Ok(Booked::Been);
        }
        let calendar = self.calendar().await?;
        // Their time has come: they may stand at the counter.
        if before.is_some_and(|booking| booking.at <= self.now()) {
            return Ok(Booked::Yes);
        }
        // The same press once more.
        let wanted = day.times(&calendar).get(usize::from(place)).copied();
        if before.is_some_and(|booking| Some(booking.at) == wanted) {
            return Ok(Booked::Yes);
        }
        let Some((_, at)) = view.free.iter().find(|(free, _)| *free == place) else {
            return Ok(Booked::Taken);
        };
        self.tx.booking_cancel(id, person.id).await?;
        // Whoever books on the day itself, or after the morning before, knows.
        let site = self.site().await?;
        let reminds_at = calendar.moment(day.day - Days::new(1), site.morning);
        let is_reminded = self.now() >= reminds_at;
        let added = self.tx.booking_add(id, person.id, *at, is_reminded).await?;
        Ok(if added { Booked::Yes } else { Booked::Taken })
    }

    /// Somebody gives their time back. Says whether they had one.
    pub async fn unbook(&mut self, person: &Person, id: ReceptionId) -> Result<bool, DeskError> {
        Ok(self.tx.booking_cancel(id, person.id).await?)
    }

    /// The day does not take place; everybody who has a time hears of it. Says how many those are;
    /// nothing, when it was called off already, or its first time has come.
    ///
    /// # Errors
    ///
    /// Refused to whoever does not receive owners.
    pub async fn call_off(
        &mut self,
        person: &Person,
        id: ReceptionId,
    ) -> Result<Option<usize>, DeskError> {
        if !self.may_receive(person) {
            return Err(Refusal::NotEntitled.into());
        }
        let Some(day) = self.tx.reception_lock(id).await? else { return Ok(None) };
        self.stand_at(day.site);
        let has_begun = day.has_begun(&self.calendar().await?, self.now());
        if day.called_off_at.is_some() || has_begun {
            return Ok(None);
        }
        let people = self.tx.reception_call_off(id, person.id).await?;
        for visitor in &people {
            let visitor = self.person(*visitor).await?;
            self.tell_reception(&visitor, id, OfReception::CalledOff).await?;
        }
        Ok(Some(people.len()))
    }

    /// Somebody who has booked, for whoever receives them; the work is about their estate then.
    pub async fn visitor(
        &mut self,
        id: BookingId,
        reader: &Person,
    ) -> Result<Option<Visitor>, DeskError> {
        let Some(booking) = self.tx.booking(id).await? else { return Ok(None) };
        let Some(view) = self.reception(booking.reception, reader).await? else {
            return Ok(None);
        };
        Ok(view.visitors.into_iter().find(|visitor| visitor.booking.id == id))
    }

    /// They did not come. Says `false` when they did, or have given their time back.
    ///
    /// # Errors
    ///
    /// Refused to whoever does not receive owners, and about oneself.
    pub async fn did_not_come(
        &mut self,
        person: &Person,
        id: BookingId,
    ) -> Result<bool, DeskError> {
        let Some(visitor) = self.visitor(id, person).await? else { return Ok(false) };
        if !self.may_receive(person) || visitor.person.id == person.id {
            return Err(Refusal::NotEntitled.into());
        }
        if visitor.booking.at > self.now() {
            return Ok(false);
        }
        Ok(self.tx.booking_settle(id, Came::Absent, person.id).await?)
    }

    /// They came, and what they said is a case.
    pub(super) async fn came(
        &mut self,
        id: BookingId,
        case: CaseId,
        by: PersonId,
    ) -> Result<(), DeskError> {
        // Their second matter is written down as well; the first stands in the register beside them.
        self.tx.booking_settle(id, Came::Told(case), by).await?;
        Ok(())
    }

    /// Owes somebody the register of a reception day as a file, in their own chat (F-32). It shows what the
    /// full slips show: each look is written down (PV-10).
    pub async fn post_register(
        &mut self,
        person: &Person,
        id: ReceptionId,
    ) -> Result<(), DeskError> {
        let Some(account) = person.account else { return Ok(()) };
        let Some(day) = self.tx.reception(id).await? else { return Ok(()) };
        let mut told = self.told_on(&day).await?;
        told.extend(self.tx.bookings(id).await?.iter().filter_map(|one| match one.came {
            Some(Came::Told(case)) => Some(case),
            _ => None,
        }));
        told.sort_unstable();
        told.dedup();
        for case in told {
            if self.reads_slip(account.room(), case).await? {
                self.looks(case, person.id).await?;
            }
        }
        self.owe_to(person, &Letter::ReceptionRegister { reception: id }).await
    }
}
