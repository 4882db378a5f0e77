//! What is due of reception days: booked from now on, soon, today, over, left lying.

use chrono::{Days, NaiveDate};

use super::{DeskError, Work};
use crate::{
    case::letter::{Letter, OfReception},
    desk::Desk,
    ids::{ReceptionId, SiteId},
    people::{Person, Role},
    store::ReceptionStep,
};

/// What was to be told so many days ago and was not, because nothing ran, still is.
const CATCH_UP: Days = Days::new(14);
/// The leaders hear of no day that is longer ago.
const RAISED_UNTIL: Days = Days::new(60);

impl Work {
    /// What is due on a day: the next reception day can be booked, who comes is reminded, those who run it
    /// hear who comes and who came, the leaders of whom nobody wrote down.
    async fn reception_morning(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        let mut done = self.reception_opens(site, day).await?;
        for booking in self.tx.bookings_remind(site, (day, day + Days::new(1))).await? {
            let person = self.person(booking.person).await?;
            self.tell_reception(&person, booking.reception, OfReception::Reminder).await?;
            done = true;
        }
        for today in self.tx.receptions_step(site, ReceptionStep::Listed, (day, day)).await? {
            self.tell_receivers(today.id, OfReception::Today).await?;
            done = true;
        }
        let (since, before) = (day - CATCH_UP, day - Days::new(1));
        for over in self.tx.receptions_step(site, ReceptionStep::Summed, (since, before)).await? {
            self.tell_receivers(over.id, OfReception::Over).await?;
            done = true;
        }
        let since = day - RAISED_UNTIL;
        for late in self.tx.receptions_step(site, ReceptionStep::Raised, (since, day)).await? {
            let view = self.received(late.id).await?;
            let leaders = self.people_in(Role::Leader, None).await?;
            if view.is_some_and(|view| view.open().next().is_some()) {
                for leader in leaders {
                    self.tell_reception(&leader, late.id, OfReception::Unsettled).await?;
                }
            }
            done = true;
        }
        Ok(done)
    }

    async fn reception_opens(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        let Some(rule) = self.tx.reception_rule(site).await? else { return Ok(false) };
        let Some(next) = rule.open_on(day) else { return Ok(false) };
        let Some(id) = self.tx.reception_add(site, next, &rule).await? else { return Ok(false) };
        self.tell_receivers(id, OfReception::Ahead).await?;
        Ok(true)
    }

    async fn tell_receivers(&mut self, id: ReceptionId, of: OfReception) -> Result<(), DeskError> {
        for person in self.people_of(&[Role::Manager, Role::Desk]).await? {
            self.tell_reception(&person, id, of).await?;
        }
        Ok(())
    }

    pub(super) async fn tell_reception(
        &mut self,
        person: &Person,
        reception: ReceptionId,
        of: OfReception,
    ) -> Result<(), DeskError> {
        self.owe_to(person, &Letter::Reception { reception, of }).await
    }
}

impl Desk {
    /// Opens, reminds of and sums up what is due of reception days. Says whether there was something to do.
    pub async fn hold_receptions(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.reception_morning(site, day).await;
        self.each_morning(&self.receptions, due).await
    }
}
