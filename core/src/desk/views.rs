//! What a card, a slip or an answer needs to know of a case.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{DeskError, Work, merging::Led};
use crate::{
    case::{Case, Handling, Kind, Number, State, Terms, handling::Statement},
    ids::{CaseId, PersonId},
    intake::File,
    people::{Action, Person, Role},
    place::{Category, Department, Place, Site},
    policy::{Calendar, Policy, Span, TimerKind},
    store::{HistoryLine, Timer},
};

/// A case with everything around it that may have to be put into words.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// The estate.
    pub site: Site,
    /// What it is about.
    pub category: Option<Category>,
    /// Who must act.
    pub department: Option<Department>,
    /// Where.
    pub place: Option<Place>,
    /// Whose matter it is.
    pub owner: Person,
    /// Who wrote it down.
    pub filer: Person,
    /// Who signed for it.
    pub signer: Option<Person>,
    /// Who answers for what the leaders have fixed.
    pub responsible: Option<Person>,
    /// The number of the case that it is, or was, dealt with together with.
    pub leader: Option<Number>,
    /// What is agreed about that one, as long as this one waits for its result.
    pub of_leader: Option<Box<Handling>>,
    /// The cases that are dealt with together with this one.
    pub led: Vec<Led>,
    /// The number of the case in whose callback it was raised.
    pub raised_by: Option<Number>,
    /// So many statements of the sides of a quarrel are kept apart.
    pub statements: usize,
    /// What is waited for, and what has run out, by due time.
    pub timers: Vec<Timer>,
    /// The profile it was opened under.
    pub policy: Arc<Policy>,
    /// The estate's calendar.
    pub calendar: Calendar,
}

impl CaseView {
    /// Whether the owner can be reached by voice only.
    pub fn by_voice(&self) -> bool {
        self.owner.is_by_voice()
    }

    /// What is promised and waited for, as the owner hears it: of the case that it is dealt with
    /// together with, if it is.
    pub fn agreed(&self) -> &Handling {
        self.of_leader.as_deref().unwrap_or(&self.case.handling)
    }

    /// The last day on which the developer answers for the unit, where the list names its handover and
    /// the profile a warranty (S2-03.1).
    pub fn warranty_ends(&self) -> Option<NaiveDate> {
        self.policy.warranty_ends(self.place.as_ref()?.handed_over?)
    }

    /// The newest wait of a kind, running or run out.
    pub fn timer(&self, kind: TimerKind) -> Option<&Timer> {
        self.timers.iter().rev().find(|timer| timer.kind == kind)
    }

    /// How long is waited for something, or would be from when the case was opened.
    pub fn length(&self, kind: TimerKind) -> Option<Span> {
        let begun = self.timer(kind).map_or(self.case.opened_at, |timer| timer.armed_at);
        let terms = Terms { policy: &self.policy, calendar: &self.calendar };
        let from = terms.counted_from(kind, &self.case, begun);
        let rule = self.policy.waited(kind)?;
        let calendar = self.policy.calendar(&self.calendar);
        Some(rule.pick(self.case.weight(), from, &calendar).span)
    }
}

impl Work {
    /// What each side of a quarrel has said, oldest first, for somebody who may read it: the look is
    /// written down (PV-07, PV-10).
    pub async fn statements(
        &mut self,
        reader: &Person,
        id: CaseId,
    ) -> Result<Vec<Statement>, DeskError> {
        let case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        self.permit(reader, &case, Some(Action::ReadStatements)).await?;
        self.tx.look_add(id, reader.id).await?;
        Ok(case.handling.statements)
    }

    /// A case with everything around it, but for what each side of a quarrel has said.
    pub async fn view(&mut self, id: CaseId) -> Result<CaseView, DeskError> {
        let mut case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let statements = std::mem::take(&mut case.handling.statements).len();
        let category = match case.category {
            Some(category) => self.category(category).await?,
            None => None,
        };
        let department = match case.department {
            Some(department) => self.department(department).await?,
            None => None,
        };
        let place = match case.place {
            Some(place) => self.place(place).await?,
            None => None,
        };
        let signer = match case.state.signer() {
            Some(signer) => Some(self.person(signer).await?),
            None => None,
        };
        let responsible = match &case.handling.measure {
            Some(measure) => Some(self.person(measure.responsible).await?),
            None => None,
        };
        let of_leader = match (&case.state, case.handling.merged) {
            (State::Merged { .. }, Some(leader)) => self.tx.case(leader).await?,
            _ => None,
        };
        Ok(CaseView {
            of_leader: of_leader.map(|leader| {
                let Handling { relief, referral, pause, .. } = leader.handling;
                Box::new(Handling { relief, referral, pause, ..Handling::default() })
            }),
            leader: case.handling.merged.map(Number::of),
            raised_by: case.facts.raised_in.map(Number::of),
            led: Box::pin(self.led_by(&case)).await?,
            site: self.site().await?,
            owner: self.person(case.owner).await?,
            filer: self.person(case.filed_by).await?,
            statements,
            timers: self.tx.timers(id).await?,
            policy: self.policy(case.policy).await?,
            calendar: self.calendar().await?,
            category,
            department,
            place,
            signer,
            responsible,
            case,
        })
    }

    /// Who can answer for a case, or be what it is about: the crew and heads of its department, and
    /// those who run the site. A report may be about anybody of ours, whoever looks into it. Nobody
    /// whom it is about already: they answer for nothing in it.
    pub async fn answerable(&mut self, id: CaseId) -> Result<Vec<Person>, DeskError> {
        let case = self.tx.case(id).await?.ok_or(DeskError::NoSuchCase(id))?;
        let mut people = vec![];
        let is_report = case.kind == Kind::Report;
        let department = case.department.filter(|_| !is_report);
        for role in [Role::Head, Role::Crew] {
            if department.is_some() || is_report {
                people.extend(self.people_in(role, department).await?);
            }
        }
        for role in [Role::Manager, Role::Desk, Role::Leader] {
            people.extend(self.people_in(role, None).await?);
        }
        people.retain(|person| !case.handling.accused.contains(&person.id));
        let mut once: Vec<Person> = vec![];
        for person in people {
            if !once.iter().any(|known| known.id == person.id) {
                once.push(person);
            }
        }
        Ok(once)
    }

    /// The case with this number, if `reader` may read it: then the work is about its estate.
    pub async fn find(
        &mut self,
        reader: &Person,
        number: &Number,
    ) -> Result<Option<CaseId>, DeskError> {
        let at = self.tx.at();
        if let Some(id) = self.tx.case_numbered(number).await?
            && let Some(case) = self.tx.case(id).await?
        {
            // As whoever they are there.
            let reader = self.person(reader.id).await?;
            if self.entitled(&reader, &case, Action::Read).await? {
                return Ok(Some(id));
            }
        }
        self.tx.stand_back(at);
        Ok(None)
    }

    /// The case with this number. Whether somebody may read it is asked by whoever shows it.
    pub async fn numbered(&mut self, number: &Number) -> Result<Option<CaseView>, DeskError> {
        match self.tx.case_numbered(number).await? {
            Some(id) => Ok(Some(self.view(id).await?)),
            None => Ok(None),
        }
    }

    /// The files of a case: those of its result, or those of its story.
    pub async fn files(&mut self, case: CaseId, result: bool) -> Result<Vec<File>, DeskError> {
        Ok(self.tx.evidence(case, result).await?)
    }

    /// What happened to a case, oldest first.
    pub async fn history(&mut self, case: CaseId) -> Result<Vec<HistoryLine>, DeskError> {
        Ok(self.tx.history(case).await?)
    }

    /// A person's own matters, newest first, at most `limit`.
    pub async fn matters_of(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<CaseView>, DeskError> {
        let (at, mut views) = (self.tx.at(), vec![]);
        for id in self.tx.cases_of_owner(person, limit).await? {
            views.push(self.view(id).await?);
        }
        // They may be of several estates.
        self.tx.stand_back(at);
        Ok(views)
    }

    /// The newest cases of the estate, at most `limit`.
    pub async fn newest(&mut self, limit: i64) -> Result<Vec<CaseView>, DeskError> {
        let mut views = vec![];
        let site = self.site().await?.id;
        for id in self.tx.cases_newest(site, limit).await? {
            views.push(self.view(id).await?);
        }
        Ok(views)
    }

    /// Writes down that somebody looks at the full slip.
    pub async fn looks(&mut self, case: CaseId, person: PersonId) -> Result<(), DeskError> {
        Ok(self.tx.look_add(case, person).await?)
    }
}
