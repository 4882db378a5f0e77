//! Visits and calls by plan: lists drawn up at the beginning of a turn, worked through, and summed up at its
//! end.

use chrono::{Days, NaiveDate, TimeDelta};

use super::{CaseView, Desk, DeskError, Work, round::Mornings};
use crate::{
    callback::Grade,
    case::{
        CallbackState, Refusal, State,
        letter::{Letter, OfContacts},
    },
    contact::{Contact, ContactCount, ContactList, ContactOutcome, ContactPlan, Contacted},
    ids::{ContactId, ContactListId, SiteId},
    people::{Action, Person, Role},
    place::Place,
    summary::Period,
};

/// So many lists are shown at once.
const SHOWN: i64 = 8;
/// Who comes in the middle of a turn, or was not running at its beginning, has its list until then.
const CATCH_UP: Days = Days::new(14);
/// A serious repair is looked after for so long.
const LOOKED_AFTER: TimeDelta = TimeDelta::days(365);

/// A list and how far it has come.
#[derive(Debug, Clone)]
pub struct ContactListView {
    /// The list.
    pub list: ContactList,
    /// How far it has come.
    pub count: ContactCount,
    /// Whether its turn is over.
    pub is_over: bool,
}

/// Somebody on a list, with all that is needed to turn to them.
#[derive(Debug, Clone)]
pub struct ContactView {
    /// Who, and what came of it.
    pub contact: Contact,
    /// On which list.
    pub list: ContactList,
    /// Whom one speaks to: by name and telephone number.
    pub people: Vec<(Option<String>, Option<String>)>,
    /// The home.
    pub place: Option<Place>,
    /// Because of which case.
    pub case: Option<CaseView>,
    /// What they had said of it in the chat.
    pub said: Option<Grade>,
    /// Whose matter it would be if they say more; nothing: they have not turned to us yet.
    pub owner: Option<Person>,
}

impl Work {
    /// The newest lists of this estate, the newest first.
    pub async fn contact_lists(&mut self) -> Result<Vec<ContactListView>, DeskError> {
        let site = self.site().await?.id;
        let mut shown = vec![];
        for list in self.tx.contact_lists(site, SHOWN).await? {
            let view = self.counted_list(list).await?;
            // Nobody was to be turned to in that turn.
            shown.extend((view.count.all > 0).then_some(view));
        }
        Ok(shown)
    }

    async fn counted_list(&mut self, list: ContactList) -> Result<ContactListView, DeskError> {
        let count = self.tx.contact_count(list.id).await?;
        let is_over = list.until <= self.now();
        Ok(ContactListView { list, count, is_over })
    }

    /// A list; the work is about its estate then.
    pub async fn contact_list(
        &mut self,
        id: ContactListId,
    ) -> Result<Option<ContactListView>, DeskError> {
        let Some(list) = self.tx.contact_list(id).await? else { return Ok(None) };
        self.stand_at(list.site);
        Ok(Some(self.counted_list(list).await?))
    }

    /// Who on a list is open for somebody: not of what they had a hand in, nor they themselves.
    pub async fn contacts_open(
        &mut self,
        id: ContactListId,
        reader: &Person,
    ) -> Result<Vec<ContactView>, DeskError> {
        let mut open = vec![];
        for contact in self.tx.contacts_open(id).await? {
            let Some(view) = self.contact_seen(contact).await? else { continue };
            if self.may_turn_to(reader, &view).await? {
                open.push(view);
            }
        }
        Ok(open)
    }

    /// Somebody on a list, for somebody who may turn to them; the work is about their estate then.
    pub async fn contact(
        &mut self,
        id: ContactId,
        reader: &Person,
    ) -> Result<Option<ContactView>, DeskError> {
        let Some(contact) = self.tx.contact_lock(id).await? else { return Ok(None) };
        let Some(view) = self.contact_seen(contact).await? else { return Ok(None) };
        self.stand_at(view.list.site);
        let reader = self.person(reader.id).await?;
        Ok(if self.may_turn_to(&reader, &view).await? { Some(view) } else { None })
    }

    async fn contact_seen(&mut self, contact: Contact) -> Result<Option<ContactView>, DeskError> {
        let Some(list) = self.tx.contact_list(contact.list).await? else { return Ok(None) };
        let mut view = ContactView {
            contact,
            list,
            people: vec![],
            place: None,
            case: None,
            said: None,
            owner: None,
        };
        if let Some(person) = view.contact.person {
            let person = self.person(person).await?;
            view.people.push((person.name.clone(), person.phone.clone()));
            view.owner = Some(person);
        }
        if let Some(place) = view.contact.place {
            view.place = self.place(place).await?;
            let holders = self.tx.holders_of(place).await?;
            for holder in &holders {
                let holder = self.person(*holder).await?;
                view.people.push((holder.name.clone(), holder.phone.clone()));
            }
            if let [only] = holders[..] {
                view.owner = Some(self.person(only).await?);
            }
            let today = self.calendar().await?.day(self.now());
            for listed in self.tx.listed_at(place, today).await? {
                if !view.people.iter().any(|known| known.1.is_some() && known.1 == listed.1) {
                    view.people.push(listed);
                }
            }
        }
        if let Some(case) = view.contact.case {
            let case = self.view(case).await?;
            view.said = said(&case.case.state);
            view.case = Some(case);
        }
        Ok(Some(view))
    }

    async fn may_turn_to(
        &mut self,
        person: &Person,
        view: &ContactView,
    ) -> Result<bool, DeskError> {
        if !self.may_receive(person) || view.owner.as_ref().is_some_and(|own| own.id == person.id) {
            return Ok(false);
        }
        let Some(told) = &view.case else { return Ok(true) };
        let case = &told.case;
        Ok(!case.handling.is_partial(&case.state, person.id)
            && self.entitled(person, case, Action::Read).await?)
    }

    /// Nobody was there.
    ///
    /// # Errors
    ///
    /// Refused to whoever may not turn to them.
    pub async fn contact_tried(&mut self, person: &Person, id: ContactId) -> Result<(), DeskError> {
        self.contact(id, person).await?.ok_or(Refusal::NotEntitled)?;
        Ok(self.tx.contact_tried(id).await?)
    }

    /// What came of it. While its turn lasts it can be corrected.
    ///
    /// # Errors
    ///
    /// Refused to whoever may not turn to them, and when the turn is over.
    pub async fn contact_done(
        &mut self,
        person: &Person,
        id: ContactId,
        outcome: ContactOutcome,
    ) -> Result<(), DeskError> {
        let view = self.contact(id, person).await?.ok_or(Refusal::NotEntitled)?;
        if view.list.until <= self.now() {
            return Err(Refusal::NotWaiting.into());
        }
        Ok(self.tx.contact_done(id, outcome, view.said, person.id).await?)
    }

    /// What is due on a day: lists whose turn has begun are drawn up, those whose turn is over are told.
    async fn contact_morning(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        let mut done = false;
        for list in self.tx.contact_lists_over(site).await? {
            let hearers = [Role::Manager, Role::Leader];
            self.tell_contacts(&hearers, list.id, OfContacts::Over).await?;
            done = true;
        }
        for plan in self.tx.contact_plans(site).await? {
            done |= self.draw_up(site, &plan, day).await?;
        }
        Ok(done)
    }

    async fn draw_up(
        &mut self,
        site: SiteId,
        plan: &ContactPlan,
        day: NaiveDate,
    ) -> Result<bool, DeskError> {
        let turn = Period::of(plan.every, day);
        if day >= turn.first() + CATCH_UP {
            return Ok(false);
        }
        let calendar = self.calendar().await?;
        let (from, until) = turn.moments(&calendar);
        let Some(id) = self.tx.contact_list_add(site, turn, plan, until).await? else {
            return Ok(false);
        };
        let list = ContactList { id, site, turn, plan: plan.clone(), until };
        let count = match plan.whom {
            Contacted::Homes => self.tx.contacts_of_homes(&list, day).await?,
            Contacted::Complained => {
                let ended = turn.before().moments(&calendar);
                self.tx.contacts_of_owners(&list, ended, false).await?
            }
            Contacted::GraveRepairs => {
                self.tx.contacts_of_owners(&list, (from - LOOKED_AFTER, from), true).await?
            }
        };
        // An empty list is nobody's work; it is not drawn up again in this turn.
        if count > 0 {
            self.tell_contacts(&[Role::Manager, Role::Desk], id, OfContacts::Drawn).await?;
        }
        Ok(true)
    }

    async fn tell_contacts(
        &mut self,
        roles: &[Role],
        list: ContactListId,
        of: OfContacts,
    ) -> Result<(), DeskError> {
        for person in self.people_of(roles).await? {
            let Some(account) = person.account else { continue };
            let letter = Letter::Contacts { list, of };
            self.owe(account.room(), letter.class(), &letter).await?;
        }
        Ok(())
    }
}

/// What somebody has said in the chat of what was done.
fn said(state: &State) -> Option<Grade> {
    let callback = match state {
        State::Reported { callback, .. } => *callback,
        State::Closed { finished, .. } | State::Archived { finished: Some(finished), .. } => {
            finished.callback
        }
        _ => return None,
    };
    match callback {
        CallbackState::Answered(grade) => Some(grade),
        _ => None,
    }
}

impl Desk {
    /// Draws up and sums up what is due of visits and calls by plan. Says whether there was something to do.
    pub async fn plan_contacts(&self) -> Result<bool, DeskError> {
        let Some(Mornings { of, next }) = self.mornings(&self.contacts).await? else {
            return Ok(false);
        };
        let mut done = false;
        for (site, day) in of {
            let mut work = self.begin_at(site).await?;
            if work.contact_morning(site, day).await? {
                work.finish("").await?;
                done = true;
            }
        }
        self.contacts.put_off(self.clock.now(), next);
        Ok(done)
    }
}
