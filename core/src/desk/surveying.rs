//! Surveys: proposed, sent after one yes or two, reminded of, ended, and read in totals.

use std::sync::Arc;

use chrono::{DateTime, Days, Utc};

use super::{Desk, DeskError, Work, round::Mornings};
use crate::{
    case::{
        Refusal,
        letter::{Class, Letter, OfSurvey},
    },
    ids::{PlaceId, SiteId, SurveyId, TemplateId},
    people::{Action, Person, Role, may_at_site},
    questionnaire::{Occasion, Template},
    quiet::Quiet,
    store::{Due, NewSurvey, Reached},
    summary::Period,
    survey::{Audience, Counted, Programme, Reckoned, Response, Survey, Whom, counted, said},
};

/// What was to be asked or told so many days ago and was not, because nothing ran, still is.
const CATCH_UP: Days = Days::new(14);

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
    /// What the answers come to; nothing while too few have answered.
    pub counted: Option<Vec<Counted>>,
    /// What was said in their own words, the newest last; nothing while too few have answered.
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
        let mut known = self.tx.templates_asked(site).await?;
        known.retain(|(_, template)| template.occasion == Occasion::Survey);
        Ok(known)
    }

    /// The newest surveys of this estate, the newest first.
    pub async fn surveys(&mut self) -> Result<Vec<SurveyView>, DeskError> {
        let site = self.site().await?.id;
        let mut shown = vec![];
        for survey in self.tx.surveys(site, SHOWN).await? {
            shown.push(self.seen(survey).await?);
        }
        Ok(shown)
    }

    /// A survey; the work is about its estate then.
    pub async fn survey(&mut self, id: SurveyId) -> Result<Option<SurveyView>, DeskError> {
        let Some(survey) = self.tx.survey(id).await? else { return Ok(None) };
        self.stand_at(survey.site);
        Ok(Some(self.seen(survey).await?))
    }

    async fn seen(&mut self, survey: Survey) -> Result<SurveyView, DeskError> {
        let template = self.tx.template(survey.template).await?;
        let response = self.tx.survey_response(survey.id).await?;
        let found = self.came_to(&survey, &template).await?;
        let before = match self.tx.survey_before(&survey).await? {
            Some(before) => self.tx.survey(before).await?,
            None => None,
        };
        let before = match before {
            Some(before) => {
                let asked = self.tx.template(before.template).await?;
                let (counted, _) = self.came_to(&before, &asked).await?.unwrap_or_default();
                Some((before, counted))
            }
            None => None,
        };
        let (counted, said) = match found {
            Some((counted, said)) => (Some(counted), said),
            None => (None, vec![]),
        };
        Ok(SurveyView { survey, template, response, counted, said, before })
    }

    /// What the answers come to, and the words among them; nothing while so few have answered that one
    /// could know who they are.
    async fn came_to(
        &mut self,
        survey: &Survey,
        template: &Template,
    ) -> Result<Option<(Vec<Counted>, Vec<String>)>, DeskError> {
        let sheets = self.tx.survey_sheets(survey.id).await?;
        let least = template.survey.as_ref().map_or(1, |programme| programme.least);
        if i64::try_from(sheets.len()).unwrap_or(i64::MAX) < least {
            return Ok(None);
        }
        let said = said(template, &sheets).into_iter().map(str::to_owned).collect();
        Ok(Some((counted(template, &sheets), said)))
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
        let known = self.tx.template(template).await?;
        let alone = known.survey.as_ref().map_or(0, |programme| programme.second_yes_above);
        let seconds = if asked > alone { self.seconds(author).await? } else { vec![] };
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

    /// Who can say yes beside whoever wishes: managers and administrators; the desk where there are none.
    async fn seconds(&mut self, author: &Person) -> Result<Vec<Person>, DeskError> {
        let mut seconds = vec![];
        for roles in [&[Role::Manager, Role::Admin][..], &[Role::Desk]] {
            for role in roles {
                seconds.extend(self.people_in(*role, None).await?);
            }
            seconds.retain(|person| person.id != author.id && person.account.is_some());
            if !seconds.is_empty() {
                break;
            }
        }
        seconds.sort_by_key(|person| person.id);
        seconds.dedup_by_key(|person| person.id);
        Ok(seconds)
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
        let reached = self.tx.survey_reaches(survey.site, survey.audience).await?;
        let asked = self.ask_all(&survey, reached, second).await?;
        crate::trouble::point("broadcast.snapshot");
        Ok(asked)
    }

    async fn ask_all(
        &mut self,
        survey: &Survey,
        reached: Vec<Reached>,
        second: Option<&Person>,
    ) -> Result<i64, DeskError> {
        let template = self.tx.template(survey.template).await?;
        let Some(programme) = &template.survey else { return Ok(0) };
        let (calendar, now) = (self.calendar().await?, self.now());
        let due = reached.into_iter().filter(|one| !one.is_unasked).map(|one| {
            let quiet = Quiet { from: one.quiet.0, until: one.quiet.1 };
            let at = quiet.after(now, &calendar);
            let remind_at = programme.reminded().map(|after| quiet.after(at + after, &calendar));
            let until = at + programme.length();
            Due { person: one.person, room: one.room, at, remind_at, until }
        });
        let due: Vec<Due> = due.collect();
        let ends_at = due.iter().map(|one| one.until).max().unwrap_or(now);
        self.tx.survey_begin(survey.id, second.map(|person| person.id), ends_at).await?;
        self.tx.survey_ask(survey, &due).await?;
        self.owes = true;
        Ok(i64::try_from(due.len()).unwrap_or(i64::MAX))
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
        let Some(account) = person.account else { return Ok(()) };
        let letter = Letter::Survey { survey, of };
        self.owe(account.room(), letter.class(), &letter).await
    }

    /// It is over: whoever wished it reads what it has come to; of what the program asks, the managers.
    async fn end_survey(&mut self, survey: &Survey) -> Result<(), DeskError> {
        let hearers = match survey.author {
            Some(author) => vec![self.person(author).await?],
            None => self.people_in(Role::Manager, None).await?,
        };
        for person in hearers {
            self.tell_survey(&person, survey.id, OfSurvey::Ended).await?;
        }
        Ok(())
    }

    /// What is due on a day: the managers hear that it is time for a survey, and those are asked whose
    /// unit was handed over so many months ago.
    async fn survey_day(
        &mut self,
        site: SiteId,
        day: chrono::NaiveDate,
    ) -> Result<bool, DeskError> {
        let mut done = false;
        let calendar = self.calendar().await?;
        for (id, template) in self.surveys_known().await? {
            let Some(programme) = &template.survey else { continue };
            if let Some(cadence) = programme.every {
                let turn = Period::of(cadence, day);
                let since = turn.moments(&calendar).0;
                // An estate that comes in the middle of a quarter is not told of its beginning.
                let is_early = day < turn.first() + CATCH_UP;
                if is_early
                    && self.tx.survey_turn(site, &template.name, turn.first(), since).await?
                {
                    for manager in self.people_in(Role::Manager, None).await? {
                        let Some(account) = manager.account else { continue };
                        let letter = Letter::SurveyDue { template: id };
                        self.owe(account.room(), letter.class(), &letter).await?;
                    }
                    done = true;
                }
            }
            for months in &programme.after_handover {
                done |= self.ask_after_handover(id, &template, *months, day).await?;
            }
        }
        Ok(done)
    }

    /// One survey a quarter, of everybody whose day came in it: of each day alone one could know who
    /// has answered.
    async fn ask_after_handover(
        &mut self,
        id: TemplateId,
        template: &Template,
        months: u32,
        day: chrono::NaiveDate,
    ) -> Result<bool, DeskError> {
        let site = self.site().await?.id;
        let reached =
            self.tx.handed_over(site, &template.name, months, (day - CATCH_UP, day)).await?;
        if reached.is_empty() {
            return Ok(false);
        }
        let quarter = Period::of(crate::summary::Cadence::Quarter, day).first();
        let key = format!("handover:{site}:{id}:{months}:{quarter}");
        let audience = Audience { place: None, whom: Whom::HandedOver(months) };
        let new = NewSurvey { template: id, audience, author: None, key: &key };
        let known = match self.tx.survey_add(site, &new).await? {
            Some(survey) => Some(survey),
            None => self.tx.survey_of_key(&key).await?,
        };
        let Some(survey) = known else { return Ok(false) };
        let Some(survey) = self.tx.survey_lock(survey).await? else { return Ok(false) };
        Ok(self.ask_all(&survey, reached, None).await? > 0)
    }

    /// Where a place of an audience is named.
    pub async fn survey_place(
        &mut self,
        place: Option<PlaceId>,
    ) -> Result<Option<crate::place::Place>, DeskError> {
        match place {
            Some(place) => self.place(place).await,
            None => Ok(None),
        }
    }
}

impl Desk {
    /// Asks, reminds and ends what is due of surveys. Says whether there was something to do.
    pub async fn survey(&self) -> Result<bool, DeskError> {
        let mut done = false;
        if let Some(Mornings { of, next }) = self.mornings(&self.surveys).await? {
            for (site, day) in of {
                let mut work = self.begin_at(site).await?;
                if work.survey_day(site, day).await? {
                    work.finish("").await?;
                    done = true;
                }
            }
            self.surveys.put_off(self.clock.now(), next);
        }
        let now = self.clock.now();
        if !self.surveyed.is_due(now) {
            return Ok(done);
        }
        let mut work = self.begin().await?;
        let some = work.survey_waits().await?;
        work.finish("").await?;
        if !some {
            self.surveyed.pause(now, PAUSE);
        }
        Ok(done || some)
    }
}

/// So often it is looked whether somebody is to be reminded, or a survey is over.
const PAUSE: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

impl Work {
    /// Some of those who are to be reminded, what can no longer be answered, and a survey that is over.
    async fn survey_waits(&mut self) -> Result<bool, DeskError> {
        let reminded = self.tx.survey_reminded().await?;
        let mut done = !reminded.is_empty();
        for (site, questionnaire, person, message) in reminded {
            self.stand_at(site);
            let person = self.person(person).await?;
            let Some(account) = person.account else { continue };
            // The question stands below again, and above it no more.
            let bare = Letter::Bare { message };
            self.owe(account.room(), Class::Bulk, &bare).await?;
            self.owe(account.room(), Class::Bulk, &Letter::Questionnaire { questionnaire }).await?;
        }
        done |= self.tx.survey_sheets_expire().await? > 0;
        if let Some(survey) = self.tx.survey_ends().await? {
            self.stand_at(survey.site);
            self.end_survey(&survey).await?;
            done = true;
        }
        Ok(done)
    }

    /// Until when a survey runs that begins now and is asked of nobody who sleeps.
    pub fn survey_until(&self, programme: &Programme) -> DateTime<Utc> {
        self.now() + programme.length()
    }
}
