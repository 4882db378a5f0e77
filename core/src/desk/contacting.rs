//! Visits and calls by plan: lists drawn up at the beginning of a turn, worked through, and summed up at its
//! end.

use chrono::{Days, NaiveDate, TimeDelta};

use super::{CaseView, Desk, DeskError, Work};
use crate::{
    callback::Grade,
    case::{
        CallbackState, Refusal,
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

    /// Who on a list is open for somebody, so many `from` one of them on, and how many in all: not of what
    /// they had a hand in, nor they themselves.
    pub async fn contacts_open(
        &mut self,
        id: ContactListId,
        reader: &Person,
        from: usize,
        count: usize,
    ) -> Result<(Vec<ContactView>, usize), DeskError> {
        let mut open = vec![];
        for contact in self.tx.contacts_open(id).await? {
            if self.may_turn_to(reader, &contact).await? {
                open.push(contact);
            }
        }
        let (total, mut shown) = (open.len(), vec![]);
        let Some(list) = self.tx.contact_list(id).await? else { return Ok((shown, total)) };
        for contact in open.into_iter().skip(from).take(count) {
            shown.extend(self.contact_seen(contact, list.clone()).await?);
        }
        Ok((shown, total))
    }

    /// Somebody on a list, for somebody who may turn to them; the work is about their estate then.
    pub async fn contact(
        &mut self,
        id: ContactId,
        reader: &Person,
    ) -> Result<Option<ContactView>, DeskError> {
        match self.turned_to(id, reader).await? {
            Some((contact, list)) => self.contact_seen(contact, list).await,
            None => Ok(None),
        }
    }

    /// The same without what is needed to turn to them.
    async fn turned_to(
        &mut self,
        id: ContactId,
        reader: &Person,
    ) -> Result<Option<(Contact, ContactList)>, DeskError> {
        let Some(contact) = self.tx.contact_lock(id).await? else { return Ok(None) };
        let Some(list) = self.tx.contact_list(contact.list).await? else { return Ok(None) };
        self.stand_at(list.site);
        let reader = self.person(reader.id).await?;
        let may = self.may_turn_to(&reader, &contact).await?;
        Ok(may.then_some((contact, list)))
    }

    async fn contact_seen(
        &mut self,
        contact: Contact,
        list: ContactList,
    ) -> Result<Option<ContactView>, DeskError> {
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
            let person = match self.tx.person_now(person).await? {
                Some(now) => self.person(now).await?,
                None => return Ok(None),
            };
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
            view.said = match case.case.state.callback() {
                Some(CallbackState::Answered(grade)) => Some(grade),
                _ => None,
            };
            view.case = Some(case);
        }
        Ok(Some(view))
    }

    async fn may_turn_to(&mut self, reader: &Person, contact: &Contact) -> Result<bool, DeskError> {
        if !self.may_receive(reader) || contact.person == Some(reader.id) {
            return Ok(false);
        }
        // Whoever was forgotten since, or wants no questions by now.
        if let Some(person) = contact.person
            && (self.tx.person_now(person).await?.is_none()
                || self.tx.person_is_unasked(person).await?)
        {
            return Ok(false);
        }
        let Some(case) = contact.case else { return Ok(true) };
        let case = self.tx.case(case).await?.ok_or(DeskError::NoSuchCase(case))?;
        Ok(!case.handling.is_partial(&case.state, reader.id)
            && self.entitled(reader, &case, Action::Read).await?)
    }

    /// Nobody was there, as somebody says who has read that it was tried `before` so often.
    ///
    /// # Errors
    ///
    /// Refused to whoever may not turn to them, and when the turn is over.
    pub async fn contact_tried(
        &mut self,
        person: &Person,
        id: ContactId,
        before: i32,
    ) -> Result<(), DeskError> {
        let (_, list) = self.turned_to(id, person).await?.ok_or(Refusal::NotEntitled)?;
        if list.until <= self.now() {
            return Err(Refusal::NotWaiting.into());
        }
        Ok(self.tx.contact_tried(id, before).await?)
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
        let (_, list) = self.turned_to(id, person).await?.ok_or(Refusal::NotEntitled)?;
        if list.until <= self.now() {
            return Err(Refusal::NotWaiting.into());
        }
        Ok(self.tx.contact_done(id, outcome, person.id).await?)
    }

    /// What is due on a day: lists whose turn has begun are drawn up, those whose turn is over are told.
    async fn contact_morning(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
        let mut done = false;
        for list in self.tx.contact_lists_over(site).await? {
            done = true;
            if self.tx.contact_count(list.id).await?.all == 0 {
                continue;
            }
            let hearers = [Role::Manager, Role::Leader];
            self.tell_contacts(&hearers, list.id, OfContacts::Over).await?;
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
            self.owe_to(&person, &Letter::Contacts { list, of }).await?;
        }
        Ok(())
    }
}

impl Desk {
    /// Draws up and sums up what is due of visits and calls by plan. Says whether there was something to do.
    pub async fn plan_contacts(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.contact_morning(site, day).await;
        self.each_morning(&self.contacts, due).await
    }
}
