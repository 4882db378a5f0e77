//! Surveys: proposed, sent after one yes or two, reminded of, ended, and read in totals.

mod due;

use std::sync::Arc;

use super::{Desk, DeskError, Work};
use crate::{
    case::{
        Refusal,
        letter::{Letter, OfSurvey},
    },
    ids::{SurveyId, TemplateId},
    people::{Action, Person, may_at_site},
    questionnaire::Template,
    store::{NewSurvey, Reached},
    survey::{Audience, Counted, Programme, Reckoned, Response, Survey, Whom, counted, said},
};

/// So many surveys are shown at once.
const SHOWN: i64 = 6;

/// What became of the wish to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wished {
    /// So many are asked.
    Begun(i64),
    /// A second person has to say yes first.
    Waits(SurveyId),
    /// A second person would have to say yes, and there is none.
    Nobody,
    /// It reaches nobody.
    Empty,
    /// The same is being asked, or waits for its yes.
    Runs,
    /// The same press came twice.
    Already,
}

/// A survey and what became of it.
#[derive(Debug, Clone)]
pub struct SurveyView {
    /// The survey.
    pub survey: Survey,
    /// What is asked.
    pub template: Arc<Template>,
    /// What became of those who were asked.
    pub response: Response,
    /// What the answers come to; nothing before it is over, and where too few have answered.
    pub counted: Option<Vec<Counted>>,
    /// What was said in their own words, in no order that says who.
    pub said: Vec<String>,
    /// The one before it, with what it came to.
    pub before: Option<(Survey, Vec<Counted>)>,
}

impl SurveyView {
    /// Who is asked and when, as its file says.
    pub fn programme(&self) -> Option<&Programme> {
        self.template.survey.as_ref()
    }
}

impl Work {
    /// Whether somebody may ask many, and say yes to it.
    pub fn may_survey(&self, person: &Person) -> bool {
        may_at_site(person, Action::Announce)
    }

    /// Whether somebody may read what surveys come to.
    pub fn may_read_surveys(&self, person: &Person) -> bool {
        self.may_survey(person) || may_at_site(person, Action::ReadSummary)
    }

    /// What can be asked in this estate.
    pub async fn surveys_known(&mut self) -> Result<Vec<(TemplateId, Arc<Template>)>, DeskError> {
        let site = self.site().await?.id;
        let mut known = vec![];
        for id in self.tx.surveyed(site).await? {
            known.push((id, self.tx.template(id).await?));
        }
        Ok(known)
    }

    /// The newest surveys of this estate, the newest first, without what they came to.
    pub async fn surveys(&mut self) -> Result<Vec<SurveyView>, DeskError> {
        let site = self.site().await?.id;
        let mut shown = vec![];
        for survey in self.tx.surveys(site, SHOWN).await? {
            shown.push(self.seen(survey).await?);
        }
        Ok(shown)
    }

    /// From here on the work is about the estate of a survey. Says `false` when there is no such.
    pub async fn stand_by_survey(&mut self, id: SurveyId) -> Result<bool, DeskError> {
        Ok(self.tx.stand_by_survey(id).await?)
    }

    /// A survey and what it came to; the work is about its estate then.
    pub async fn survey(&mut self, id: SurveyId) -> Result<Option<SurveyView>, DeskError> {
        let Some(survey) = self.tx.survey(id).await? else { return Ok(None) };
        self.stand_at(survey.site);
        let mut view = self.seen(survey).await?;
        if let Some((counted, said)) = self.came_to(&view.survey, &view.template).await? {
            (view.counted, view.said) = (Some(counted), said);
        }
        if let Some(before) = self.tx.survey_before(&view.survey).await?
            && let Some(before) = self.tx.survey(before).await?
        {
            let asked = self.tx.template(before.template).await?;
            let (counted, _) = self.came_to(&before, &asked).await?.unwrap_or_default();
            view.before = Some((before, counted));
        }
        Ok(Some(view))
    }

    async fn seen(&mut self, survey: Survey) -> Result<SurveyView, DeskError> {
        let template = self.tx.template(survey.template).await?;
        let response = self.tx.survey_response(survey.id).await?;
        let (counted, said, before) = (None, vec![], None);
        Ok(SurveyView { survey, template, response, counted, said, before })
    }

    /// What the answers come to, and the words among them; nothing before it is over, and where so few
    /// have answered: one could know who they are.
    async fn came_to(
        &mut self,
        survey: &Survey,
        template: &Template,
    ) -> Result<Option<(Vec<Counted>, Vec<String>)>, DeskError> {
        if survey.begun_at.is_none() || survey.ended_at.is_none() {
            return Ok(None);
        }
        let sheets = self.tx.survey_sheets(survey.id).await?;
        let least = template.survey.as_ref().map_or(1, |programme| programme.least);
        if i64::try_from(sheets.len()).unwrap_or(i64::MAX) < least {
            return Ok(None);
        }
        let said = said(template, &sheets).into_iter().map(str::to_owned).collect();
        Ok(Some((counted(template, &sheets), said)))
    }

    /// How many a survey that waits for its yes would be asked of.
    pub async fn would_ask(&mut self, survey: &Survey) -> Result<i64, DeskError> {
        let mut reached = self.reached(survey).await?;
        reached.retain(|one| !one.is_unasked);
        Ok(i64::try_from(reached.len()).unwrap_or(i64::MAX))
    }

    async fn reached(&mut self, survey: &Survey) -> Result<Vec<Reached>, DeskError> {
        Ok(match survey.audience.whom {
            Whom::HandedOver(months) => {
                let template = self.tx.template(survey.template).await?;
                let calendar = self.calendar().await?;
                let wished = calendar.day(survey.made_at);
                let days = (Self::caught_up(wished), calendar.day(self.now()));
                self.handed_over(&template, months, days).await?
            }
            _ => self.tx.survey_reaches(survey.site, survey.audience).await?,
        })
    }

    /// How many a survey would reach, and how many it would not.
    pub async fn reckon(&mut self, audience: Audience) -> Result<Reckoned, DeskError> {
        let site = self.site().await?.id;
        let reached = self.tx.survey_reaches(site, audience).await?;
        let (unasked, asked): (Vec<_>, Vec<_>) = reached.iter().partition(|one| one.is_unasked);
        let count = |people: Vec<&Reached>| i64::try_from(people.len()).unwrap_or(i64::MAX);
        Ok(Reckoned {
            asked: count(asked),
            unasked: count(unasked),
            without_chat: self.tx.without_chat(site, audience).await?,
        })
    }

    /// Somebody wants to ask: it is sent, or a second person is asked first where it goes to many. The
    /// same `key` never makes two.
    pub async fn wish_survey(
        &mut self,
        author: &Person,
        template: TemplateId,
        audience: Audience,
        key: &str,
    ) -> Result<Wished, DeskError> {
        if !self.may_survey(author) {
            return Err(Refusal::NotEntitled.into());
        }
        let site = self.site().await?.id;
        let asked = self.reckon(audience).await?.asked;
        if asked == 0 {
            return Ok(Wished::Empty);
        }
        let known = self.tx.template(template).await?;
        if self.tx.survey_running(site, &known.name).await?.is_some() {
            return Ok(Wished::Runs);
        }
        let alone = known.survey.as_ref().map_or(0, |programme| programme.second_yes_above);
        let seconds = if asked > alone { self.askers(Some(author.id)).await? } else { vec![] };
        if asked > alone && seconds.is_empty() {
            return Ok(Wished::Nobody);
        }
        let new = NewSurvey { template, audience, author: Some(author.id), key };
        let Some(id) = self.tx.survey_add(site, &new).await? else { return Ok(Wished::Already) };
        if seconds.is_empty() {
            return Ok(Wished::Begun(self.begin_survey(id, None).await?));
        }
        for second in seconds {
            self.tell_survey(&second, id, OfSurvey::Wished).await?;
        }
        Ok(Wished::Waits(id))
    }

    /// The second person says yes or no. Says `None` when it waits for nobody any more.
    ///
    /// # Errors
    ///
    /// Refused to whoever may not ask many, and to whoever wishes it.
    pub async fn decide_survey(
        &mut self,
        person: &Person,
        id: SurveyId,
        yes: bool,
    ) -> Result<Option<i64>, DeskError> {
        let Some(survey) = self.tx.survey_lock(id).await? else { return Ok(None) };
        if !self.may_survey(person) || survey.author == Some(person.id) {
            return Err(Refusal::NotEntitled.into());
        }
        if !survey.waits() {
            return Ok(None);
        }
        let asked = if yes {
            self.begin_survey(id, Some(person)).await?
        } else {
            self.tx.survey_refuse(id, person.id).await?;
            0
        };
        // Whoever was to be asked is there no more; it waits.
        if yes && asked == 0 {
            return Ok(Some(0));
        }
        if let Some(author) = survey.author {
            let author = self.person(author).await?;
            self.tell_survey(&author, id, OfSurvey::Decided).await?;
        }
        Ok(Some(asked))
    }

    /// Asks everybody it is for, as they are now: all of them or, if anything fails, nobody.
    async fn begin_survey(
        &mut self,
        id: SurveyId,
        second: Option<&Person>,
    ) -> Result<i64, DeskError> {
        let Some(survey) = self.tx.survey(id).await? else { return Ok(0) };
        let reached = self.reached(&survey).await?;
        let asked = self.ask_all(&survey, reached, second.map(|person| person.id), None).await?;
        crate::trouble::point("broadcast.snapshot");
        Ok(asked)
    }

    /// What is to get better because of a survey (S2-12.3, Q-39).
    pub async fn plan_survey(
        &mut self,
        person: &Person,
        id: SurveyId,
        words: &str,
    ) -> Result<(), DeskError> {
        let survey = self.tx.survey_lock(id).await?;
        let has_begun = survey.is_some_and(|survey| survey.begun_at.is_some());
        if !self.may_survey(person) || !has_begun {
            return Err(Refusal::NotEntitled.into());
        }
        Ok(self.tx.survey_plan(id, words, person.id).await?)
    }

    async fn tell_survey(
        &mut self,
        person: &Person,
        survey: SurveyId,
        of: OfSurvey,
    ) -> Result<(), DeskError> {
        self.owe_to(person, &Letter::Survey { survey, of }).await
    }
}
