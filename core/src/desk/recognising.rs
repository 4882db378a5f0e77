//! An owner who was known by voice only has a chat now: their matters become theirs there. The
//! number under which the desk registered them was typed and may be wrong, so that somebody else
//! would read them; therefore the desk says who is who before anything is shown, or has handed the
//! caller a link.

use std::collections::BTreeMap;

use super::{CaseView, DeskError, Work};
use crate::{
    case::{CallbackState, Case, Event, Notice, Number, OwnersWord, Refusal, State},
    ids::{CaseId, PersonId, RecognitionId, SiteId},
    people::{Action, Person, may_at_site},
    register::phone_key,
    store::{CardKind, Recognition},
};

/// So many matters of one caller are more than anybody has.
const ALL: i64 = 1_000;

/// Somebody whose number is verified, and the caller who may be the same person.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The question.
    pub id: RecognitionId,
    /// Whose number is verified.
    pub person: Person,
    /// The caller as the desk wrote them down.
    pub caller: Person,
    /// What was registered for them under this name.
    pub cases: Vec<CaseView>,
}

impl Work {
    /// Somebody has verified their number: are they one of the callers under it? Says the numbers
    /// of the cases about which the desk of each estate is to be asked now.
    pub async fn ask_about_callers(
        &mut self,
        person: &Person,
    ) -> Result<BTreeMap<SiteId, Vec<Number>>, DeskError> {
        let phone = person.phone.clone().filter(|_| person.phone_verified);
        let mut asked = BTreeMap::new();
        let Some(phone) = phone else { return Ok(asked) };
        let at = self.tx.at();
        for caller in self.tx.callers_under(&phone).await? {
            if self.tx.recognition_ask(person.id, caller).await? {
                let numbers = self.numbers_of(caller).await?;
                self.tx.stand_back(None);
                let site = self.person(caller).await?.site;
                asked.entry(site).or_insert_with(Vec::new).extend(numbers);
            }
        }
        self.tx.stand_back(at);
        Ok(asked)
    }

    /// The desk has registered for a caller: has somebody verified their number? Says the number of
    /// the case if the desk is to be asked now, and the telephone number.
    pub async fn ask_about_owner(
        &mut self,
        id: CaseId,
    ) -> Result<Option<(Number, String)>, DeskError> {
        let case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let caller = self.person(case.owner).await?;
        let Some(phone) = caller.phone.filter(|_| caller.account.is_none()) else {
            return Ok(None);
        };
        let mut is_new = false;
        for person in self.tx.verified_under(&phone).await? {
            is_new |= self.tx.recognition_ask(person, case.owner).await?;
        }
        Ok(is_new.then_some((case.number, phone)))
    }

    /// How many questions of this sort wait for `clerk`, and the first of them. Of what is about the
    /// clerk, or is their own, somebody else decides.
    pub async fn likenesses(
        &mut self,
        clerk: &Person,
    ) -> Result<(usize, Option<Likeness>), DeskError> {
        if !may_at_site(clerk, Action::Recognise) {
            return Err(Refusal::NotEntitled.into());
        }
        let mut first: Option<Likeness> = None;
        let mut count = 0;
        let site = self.site().await?.id;
        for waiting in self.tx.recognitions_waiting(site).await? {
            let Some(likeness) = self.likeness(&waiting, clerk).await? else { continue };
            match &mut first {
                None => first = Some(likeness),
                Some(first) if is_same_question(first, &likeness) => {
                    first.cases.extend(likeness.cases);
                    continue;
                }
                Some(_) => {}
            }
            count += 1;
        }
        Ok((count, first))
    }

    /// The question, as `clerk` may be asked it; nothing when it has become pointless.
    async fn likeness(
        &mut self,
        asked: &Recognition,
        clerk: &Person,
    ) -> Result<Option<Likeness>, DeskError> {
        let person = self.person(asked.person).await?;
        let caller = self.person(asked.caller).await?;
        let key = |person: &Person| person.phone.as_deref().map(phone_key);
        let still = person.account.is_some() && person.phone_verified;
        if !still || key(&person).is_none() || key(&person) != key(&caller) || person.id == clerk.id
        {
            return Ok(None);
        }
        let mut cases = vec![];
        for id in self.tx.cases_of_owner(caller.id, ALL).await? {
            let view = self.view(id).await?;
            if !self.entitled(clerk, &view.case, Action::Recognise).await? {
                return Ok(None);
            }
            cases.push(view);
        }
        let likeness = Likeness { id: asked.id, person, caller, cases };
        Ok(Some(likeness).filter(|likeness| !likeness.cases.is_empty()))
    }

    /// The desk says whether they are the same person: of all that waits under the same name. Says
    /// who and which cases, or `None` when it was decided already.
    pub async fn decide_likeness(
        &mut self,
        id: RecognitionId,
        clerk: &Person,
        same: bool,
    ) -> Result<Option<Likeness>, DeskError> {
        if !may_at_site(clerk, Action::Recognise) {
            return Err(Refusal::NotEntitled.into());
        }
        let Some(asked) = self.tx.recognition_lock(id).await? else { return Ok(None) };
        let Some(mut decided) = self.likeness(&asked, clerk).await? else {
            return Ok(None);
        };
        let mut alike = vec![asked];
        let site = self.site().await?.id;
        for waiting in self.tx.recognitions_waiting(site).await? {
            let other = self.likeness(&waiting, clerk).await?;
            if let Some(other) = other.filter(|one| one.id != id && is_same_question(&decided, one))
                && self.tx.recognition_lock(waiting.id).await?.is_some()
            {
                decided.cases.extend(other.cases);
                alike.push(waiting);
            }
        }
        for one in alike {
            self.tx.recognition_decide(one.id, same, clerk.id).await?;
            if same {
                self.hand_over(clerk, one.caller, &decided.person).await?;
            }
        }
        Ok(Some(decided))
    }

    /// Somebody has opened the link that `clerk` made for a caller. Says `false` when it opens nothing:
    /// it is the clerk's own, or nothing is left to hand over.
    pub(super) async fn claim(
        &mut self,
        clerk: PersonId,
        caller: PersonId,
        person: &Person,
    ) -> Result<bool, DeskError> {
        let clerk = self.person(clerk).await?;
        let cases = self.tx.cases_of_owner(caller, ALL).await?;
        if clerk.id == person.id || cases.is_empty() {
            return Ok(false);
        }
        for id in cases {
            let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
            if !self.entitled(&clerk, &case, Action::Recognise).await? {
                return Ok(false);
            }
        }
        self.hand_over(&clerk, caller, person).await?;
        Ok(true)
    }

    /// Everything of a caller becomes somebody's with a chat.
    async fn hand_over(
        &mut self,
        clerk: &Person,
        caller: PersonId,
        person: &Person,
    ) -> Result<(), DeskError> {
        let event = Event::Recognise { owner: person.id };
        for id in self.tx.cases_of_owner(caller, ALL).await?.into_iter().rev() {
            let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
            self.permit(clerk, &case, Some(Action::Recognise)).await?;
            let case = self.happen(case, Some(clerk.id), &event).await?;
            self.show_to_new_owner(&case, person).await?;
        }
        Ok(self.tx.caller_became(caller, person.id).await?)
    }

    /// What an owner with a chat would have before them by now.
    async fn show_to_new_owner(&mut self, case: &Case, person: &Person) -> Result<(), DeskError> {
        let Some(account) = person.account else { return Ok(()) };
        if case.state.is_final() {
            return Ok(());
        }
        let card = self.tx.card_add(case.id, CardKind::Receipt, account.room(), 0).await?;
        self.owe_card(account.room(), card).await?;
        match &case.state {
            State::Reported { owner: OwnersWord::Awaited, .. } => {
                self.tell_owner(case, Notice::ResultTold).await
            }
            State::Reported { callback: CallbackState::Asked, .. } => self.ask_owner(case).await,
            _ => Ok(()),
        }
    }

    async fn numbers_of(&mut self, owner: PersonId) -> Result<Vec<Number>, DeskError> {
        let cases = self.tx.cases_of_owner(owner, ALL).await?;
        Ok(cases.into_iter().rev().map(Number::of).collect())
    }
}

/// Several calls of one person are one question; of two names under one number each is its own.
fn is_same_question(one: &Likeness, other: &Likeness) -> bool {
    one.person.id == other.person.id && one.caller.name == other.caller.name
}
