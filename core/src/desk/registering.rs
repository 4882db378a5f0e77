//! Cases come into being: from a draft, or from what was said besides.

use sha2::{Digest as _, Sha256};

use super::{DeskError, Work};
use crate::{
    case::{Audience, Case, Channel, Effect, Event, Facts, Kind, Notice, Terms},
    ids::{CaseId, PlaceId, QuestionnaireId},
    intake::{About, Draft, File},
    people::Person,
    place::Category,
    policy::TimerKind,
    store::NewCase,
    words::Language,
};

impl Work {
    /// Writes a finished draft into the register and sends it on its way. The register row comes
    /// before anything is dispatched (S0-01.1c). The same draft never becomes two cases; the
    /// second time says `false`.
    pub async fn register(
        &mut self,
        draft: &Draft,
        filer: &Person,
    ) -> Result<(CaseId, bool), DeskError> {
        self.stand_at(filer.site);
        let mut place = match draft.place {
            Some(place) => self.place(place).await?,
            None => None,
        };
        // Where it is tells of which estate it is; what is only guessed does not.
        if draft.is_place_guessed {
            place = place.filter(|place| place.site == filer.site);
        } else if let Some(place) = &place {
            self.stand_at(place.site);
        }
        let site = self.site().await?;
        let policy = self.tx.policy_newest(&site.profile).await?.ok_or(DeskError::NoEstate)?;
        if let Some(case) = self.tx.case_of_draft(&draft.key).await? {
            return Ok((case, false));
        }
        let owner = self.owner_of(draft, filer).await?;
        // The list may have changed since it was chosen: then the desk says what it is about.
        let category = match draft.category {
            Some(category) => self.category(category).await?,
            None => None,
        };
        // A report goes to no department before the desk has read it.
        let is_open = |of: &Category| of.is_offered() && !draft.kind.is_confidential();
        let category = category.filter(is_open).map(|category| category.id);
        let facts = Facts {
            story: draft.whole_story(),
            happened: draft.happened.clone(),
            whereabouts: draft.whereabouts.clone(),
            is_place_guessed: draft.is_place_guessed && place.is_some(),
            wish: draft.wish.clone(),
            wanted_by: draft.wanted_by,
            contact: draft.contact.clone(),
            document: draft.caller.as_ref().and_then(|caller| caller.document.clone()),
            passes: draft.about.and_then(About::passes),
            ..Facts::default()
        };
        let new = NewCase {
            site: site.id,
            kind: draft.kind,
            channel: match &draft.caller {
                Some(caller) => caller.channel.unwrap_or(Channel::Phone),
                None => Channel::Chat,
            },
            owner: owner.id,
            filed_by: filer.id,
            category,
            place: place.map(|place| place.id),
            facts: &facts,
            policy,
            draft_key: &draft.key,
            raised_in: None,
        };
        let (case, is_new) = self.enter(&new, &draft.files, &owner, filer).await?;
        if let Some(booking) = draft.booking().filter(|_| is_new) {
            self.came(booking, case, filer.id).await?;
        }
        // Whoever tells it in another estate after all does not tell it there.
        if let Some(gathering) = draft.gathering.filter(|_| is_new)
            && self.tx.gathering(gathering).await?.is_some_and(|one| one.site == site.id)
        {
            self.tx.gathering_heard(gathering, case).await?;
        }
        Ok((case, is_new))
    }

    /// A matter that was raised in a callback becomes a case of its own, at the desk. However
    /// often the answers come in, it is one.
    pub(super) async fn raise_item(
        &mut self,
        case: Option<&Case>,
        questionnaire: QuestionnaireId,
        item: &str,
        by: &Person,
    ) -> Result<(), DeskError> {
        let site = self.site().await?;
        let policy = self.tx.policy_newest(&site.profile).await?.ok_or(DeskError::NoEstate)?;
        // Said once more it is the same matter; said of something else it is another.
        let words = Sha256::digest(item.as_bytes());
        let short = u64::from_be_bytes(words[..8].try_into().unwrap_or_default());
        let key = format!("callback-{questionnaire}-{short:x}");
        if self.tx.case_of_draft(&key).await?.is_some() {
            return Ok(());
        }
        let place = match case {
            Some(case) => case.place,
            None => self.place_here(by).await?,
        };
        let facts = Facts {
            story: item.to_owned(),
            is_place_guessed: place.is_some(),
            raised_in: case.map(|case| case.id),
            // It may be told of those again whom the first is about.
            passes: case.and_then(|case| case.facts.passes),
            ..Facts::default()
        };
        let owner = self.person(case.map_or(by.id, |case| case.owner)).await?;
        let kind = case.map(|case| case.kind).filter(|kind| kind.needs_work());
        let new = NewCase {
            site: site.id,
            kind: kind.unwrap_or(Kind::Complaint),
            channel: if by.id == owner.id { Channel::Chat } else { Channel::Phone },
            owner: owner.id,
            filed_by: by.id,
            category: None,
            place,
            facts: &facts,
            policy,
            draft_key: &key,
            raised_in: Some(questionnaire),
        };
        Box::pin(self.enter(&new, &[], &owner, by)).await?;
        Ok(())
    }

    /// Where somebody lives in the estate that this work is about, as far as it is known.
    async fn place_here(&mut self, person: &Person) -> Result<Option<PlaceId>, DeskError> {
        let site = self.site().await?.id;
        if let Some(place) = person.place
            && self.place(place).await?.is_some_and(|place| place.site == site)
        {
            return Ok(Some(place));
        }
        let units = self.units_of(person.id).await?;
        let here = units.iter().find(|(held, place)| held.hold.is_some() && place.site == site);
        Ok(here.map(|(_, place)| place.id))
    }

    /// Into the register, and on its way.
    async fn enter(
        &mut self,
        new: &NewCase<'_>,
        files: &[File],
        owner: &Person,
        by: &Person,
    ) -> Result<(CaseId, bool), DeskError> {
        let Some(id) = self.tx.case_open(new).await? else {
            // Another work has written it down since we looked.
            let case = self.tx.case_of_draft(new.draft_key).await?;
            let case = case.ok_or(DeskError::Store(sqlx::Error::RowNotFound.into()))?;
            return Ok((case, false));
        };

        self.attach(id, files, "story", by.id).await?;
        let case = self.tx.case_lock(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        self.tx.history_add(&case, 1, Some(by.id), &Event::Register, self.update).await?;
        self.acknowledge(&case, owner).await?;
        self.send_on(&case).await?;
        if case.kind == Kind::Report {
            self.tell(&case, &case, Audience::Leaders, Notice::ReportCame).await?;
        }
        // What is registered as a danger, or turns out to be one, is told as one.
        if self.is_danger(&case).await? {
            self.alarm(case, by).await?;
        }
        self.raise_by_count(id).await?;
        Ok((id, true))
    }

    /// Tells everybody who can help, as long as there is something to run for and they do not know. What
    /// was done to it just now is in the book, and not in `case`.
    pub(super) async fn alarm(&mut self, case: Case, by: &Person) -> Result<Case, DeskError> {
        let known = self.tx.case(case.id).await?.ok_or(DeskError::NoSuchCase(case.id))?;
        if !known.state.is_open() || known.handling.alarmed_at.is_some() {
            return Ok(case);
        }
        self.happen(known, Some(by.id), &Event::Alarm).await
    }

    pub(super) async fn is_danger(&mut self, case: &Case) -> Result<bool, DeskError> {
        let Some(category) = case.category else { return Ok(false) };
        Ok(self.category(category).await?.is_some_and(|category| category.danger))
    }

    async fn owner_of(&mut self, draft: &Draft, filer: &Person) -> Result<Person, DeskError> {
        let Some(caller) = &draft.caller else { return Ok(filer.clone()) };
        // Whoever was known by voice may have a chat by now.
        if let Some(known) = caller.known
            && let Some(known) = self.tx.person_now(known).await?
        {
            return self.person(known).await;
        }
        let id = self.tx.person_add(None, filer.site, Language::default()).await?;
        let mut owner = self.person(id).await?;
        // Whoever was forgotten meanwhile is nobody any more, whatever the draft still says.
        if caller.known.is_none() {
            owner.name = Some(caller.name.clone()).filter(|name| !name.is_empty());
            owner.phone = Some(caller.phone.clone()).filter(|phone| !phone.is_empty());
        }
        self.tx.person_save(&owner).await?;
        Ok(owner)
    }

    /// To a department if the category names one; else it waits at the desk.
    async fn send_on(&mut self, case: &Case) -> Result<(), DeskError> {
        let category = match case.category {
            // What is about those who would read it is sent by those who lead it.
            Some(category) if case.kind.needs_work() && case.facts.passes.is_none() => {
                self.category(category).await?
            }
            _ => None,
        };
        if let Some(category) = category {
            let event = Event::Dispatch { department: category.department };
            self.happen(case.clone(), None, &event).await?;
            return Ok(());
        }
        let kind = if case.kind.needs_work() { TimerKind::Dispatch } else { TimerKind::Solve };
        let policy = self.policy(case.policy).await?;
        let calendar = self.calendar().await?;
        let terms = Terms { policy: &policy, calendar: &calendar };
        let due = terms.due(kind, case, self.now());
        let age = terms.age(case, self.now());
        for effect in [Some(Effect::Arm(kind, due)), age].into_iter().flatten() {
            self.carry_out(case, case, effect).await?;
        }
        Ok(())
    }
}
