//! What is due of surveys: proposed, asked, asked once more, over.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{Audience, Desk, DeskError, NewSurvey, OfSurvey, Reached, Survey, Whom, Work};
use crate::{
    case::letter::{Class, Letter},
    ids::{PersonId, SiteId, TemplateId},
    people::{Person, Role},
    questionnaire::Template,
    store::Due,
    summary::{Cadence, Period},
};

/// What was to be asked or told so many days ago and was not, because nothing ran, still is.
const CATCH_UP: Days = Days::new(DAYS);
const DAYS: u64 = 14;

/// So often it is looked whether somebody is to be asked, or a survey is over.
const PAUSE: TimeDelta = TimeDelta::seconds(20);

/// So many letters to many are on their way at most before more of a survey are added: what is asked late in
/// the evening is looked at again before it is sent.
const ON_THE_WAY: i64 = 300;

/// A wish that nobody has said anything to is over after this.
const PATIENCE: TimeDelta = TimeDelta::days(7);

impl Work {
    /// What is due on a day: the managers hear that it is time for a survey, and those are asked whose
    /// unit was handed over so many months ago.
    async fn survey_day(&mut self, site: SiteId, day: NaiveDate) -> Result<bool, DeskError> {
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
                    for person in self.askers(None).await? {
                        self.owe_to(&person, &Letter::SurveyDue { template: id }).await?;
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

    /// One survey a quarter, of everybody whose day came in it, that is over after the quarter: of each
    /// day alone one could know who has answered. Where one day brings many, somebody says yes first.
    async fn ask_after_handover(
        &mut self,
        id: TemplateId,
        template: &Template,
        months: u32,
        day: NaiveDate,
    ) -> Result<bool, DeskError> {
        let Some(programme) = &template.survey else { return Ok(false) };
        let (site, name) = (self.site().await?.id, &template.name);
        let reached = self.handed_over(template, months, (day - CATCH_UP, day)).await?;
        if reached.is_empty() {
            return Ok(false);
        }
        let audience = Audience { place: None, whom: Whom::HandedOver(months) };
        if i64::try_from(reached.len()).unwrap_or(i64::MAX) > programme.second_yes_above {
            // It waits for its yes, or was not wanted: until their time is past it is not asked again.
            let since = self.now() - TimeDelta::days(DAYS.cast_signed());
            if self.tx.survey_was_wished(site, name, months, since).await? {
                return Ok(false);
            }
            let key = format!("handover:{site}:{name}:{months}:{day}");
            let new = NewSurvey { template: id, audience, author: None, key: &key };
            let Some(survey) = self.tx.survey_add(site, &new).await? else { return Ok(false) };
            for person in self.askers(None).await? {
                self.tell_survey(&person, survey, OfSurvey::Wished).await?;
            }
            return Ok(true);
        }
        let quarter = Period::of(Cadence::Quarter, day);
        let key = format!("handover:{site}:{name}:{months}:{}", quarter.first());
        let new = NewSurvey { template: id, audience, author: None, key: &key };
        let survey = match self.tx.survey_add(site, &new).await? {
            Some(survey) => Some(survey),
            None => self.tx.survey_of_key(&key).await?,
        };
        let Some(survey) = survey else { return Ok(false) };
        let Some(survey) = self.tx.survey_lock(survey).await? else { return Ok(false) };
        let over = quarter.moments(&self.calendar().await?).1 + programme.length();
        Ok(self.ask_all(&survey, reached, None, Some(over)).await? > 0)
    }

    /// Whose unit was handed over so many months ago, of those who want to be asked.
    pub(super) async fn handed_over(
        &mut self,
        template: &Template,
        months: u32,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Reached>, DeskError> {
        let site = self.site().await?.id;
        let mut reached = self.tx.handed_over(site, &template.name, months, days).await?;
        reached.retain(|one| !one.is_unasked);
        Ok(reached)
    }

    /// From when on people are asked whose day came before this one.
    pub(super) fn caught_up(day: NaiveDate) -> NaiveDate {
        day - CATCH_UP
    }

    /// A sheet for each of these; each is sent when it is not night for them. It is over when the last of
    /// them can no longer answer, and not before `over`.
    pub(super) async fn ask_all(
        &mut self,
        survey: &Survey,
        reached: Vec<Reached>,
        second: Option<PersonId>,
        over: Option<DateTime<Utc>>,
    ) -> Result<i64, DeskError> {
        let template = self.tx.template(survey.template).await?;
        let Some(programme) = &template.survey else { return Ok(0) };
        let (calendar, now) = (self.calendar().await?, self.now());
        let due = reached.into_iter().filter(|one| !one.is_unasked).map(|one| {
            let at = one.quiet.after(now, &calendar);
            let remind_at =
                programme.reminded().map(|after| one.quiet.after(at + after, &calendar));
            Due { person: one.person, at, remind_at, until: at + programme.length() }
        });
        let due: Vec<Due> = due.collect();
        let Some(ends_at) = due.iter().map(|one| one.until).max() else { return Ok(0) };
        let ends_at = over.map_or(ends_at, |over| over.max(ends_at));
        self.tx.survey_begin(survey.id, second, ends_at).await?;
        self.tx.survey_ask(survey, &due).await?;
        self.send_owed().await?;
        Ok(i64::try_from(due.len()).unwrap_or(i64::MAX))
    }

    /// Sends some of what is to be asked now: not to whoever wants no questions by now, and not at night,
    /// which it may have become.
    async fn send_owed(&mut self) -> Result<bool, DeskError> {
        if self.tx.has_many_to_send(ON_THE_WAY).await? {
            return Ok(false);
        }
        let at = self.tx.at();
        let owed = self.tx.survey_owed(ON_THE_WAY).await?;
        let some = !owed.is_empty();
        for one in owed {
            self.stand_at(one.site);
            // Whoever has begun to answer needs no word; what was asked already stays open.
            if one.has_begun || one.is_unasked && one.screen.is_some() {
                self.tx.survey_let_be(one.sheet).await?;
                continue;
            }
            if one.is_unasked {
                self.tx.questionnaire_decline(one.sheet, None).await?;
                continue;
            }
            let (now, calendar) = (self.now(), self.calendar().await?);
            let awake = one.quiet.after(now, &calendar);
            if awake > now {
                self.tx.survey_sent(one.sheet, Some(awake)).await?;
                continue;
            }
            self.tx.survey_sent(one.sheet, None).await?;
            let person = self.person(one.person).await?;
            let Some(account) = person.account else { continue };
            // Asked once more, the question stands below, and above it no more.
            if let Some(message) = one.screen {
                self.owe(account.room(), Class::Bulk, &Letter::Bare { message }).await?;
            }
            let letter = Letter::Questionnaire { questionnaire: one.sheet };
            self.owe(account.room(), Class::Bulk, &letter).await?;
        }
        self.tx.stand_back(at);
        Ok(some)
    }

    /// It is over: whoever wished it reads what it has come to, if they still may; else those who may.
    async fn end_survey(&mut self, survey: &Survey) -> Result<(), DeskError> {
        self.stand_at(survey.site);
        let author = match survey.author {
            Some(author) => Some(self.person(author).await?),
            None => None,
        };
        let hearers = match author.filter(|author| self.may_read_surveys(author)) {
            Some(author) => vec![author],
            None => self.askers(None).await?,
        };
        for person in hearers {
            self.tell_survey(&person, survey.id, OfSurvey::Ended).await?;
        }
        Ok(())
    }

    /// What can no longer be answered, some of those who are to be asked or reminded, a wish that nobody
    /// said anything to, a survey that is over.
    async fn survey_waits(&mut self) -> Result<bool, DeskError> {
        let mut done = self.tx.survey_sheets_expire().await? > 0;
        done |= self.tx.survey_remind().await? > 0;
        done |= self.send_owed().await?;
        if let Some(survey) = self.tx.survey_lapses(self.now() - PATIENCE).await? {
            self.stand_at(survey.site);
            let hearers = match survey.author {
                Some(author) => vec![self.person(author).await?],
                None => self.askers(None).await?,
            };
            for person in hearers {
                self.tell_survey(&person, survey.id, OfSurvey::Decided).await?;
            }
            done = true;
        }
        if let Some(survey) = self.tx.survey_ends().await? {
            self.end_survey(&survey).await?;
            done = true;
        }
        Ok(done)
    }

    /// Who is told that many could be asked: managers and administrators; the desk where there are none.
    pub(super) async fn askers(&mut self, but: Option<PersonId>) -> Result<Vec<Person>, DeskError> {
        let mut askers = vec![];
        for roles in [&[Role::Manager, Role::Admin][..], &[Role::Desk]] {
            askers = self.people_of(roles).await?;
            askers.retain(|person| Some(person.id) != but && person.account.is_some());
            if !askers.is_empty() {
                break;
            }
        }
        Ok(askers)
    }
}

impl Desk {
    /// Asks, reminds and ends what is due of surveys. Says whether there was something to do.
    pub async fn survey(&self) -> Result<bool, DeskError> {
        let due = async |work: &mut Work, site, day| work.survey_day(site, day).await;
        let done = self.each_morning(&self.surveys, due).await?;
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
