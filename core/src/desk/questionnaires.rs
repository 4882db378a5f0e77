//! The questionnaires: which are asked (those that are shipped, and the estate's own out of its files; a
//! version that is in the book stays as it is, because people were asked by it), who answers them, and
//! what follows.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::{DeskError, Work, waiting::asks_how_it_was};
use crate::{
    callback::{Solved, Verdict},
    case::{
        Case, Event, Severity,
        letter::{Class, Letter},
    },
    ids::{CaseId, MessageId, PersonId, QuestionnaireId, SiteId, TemplateId},
    people::{Action, Person},
    policy::{Always, Span, TimerKind},
    questionnaire::{Asks, Given, Occasion, Own, Reply, SHIPPED, Schedule, Template, asked},
    quiet::Quiet,
    say,
    store::{Questionnaire, Subject, Tx},
    words::Language,
};

/// Whoever answered something within this time is still at it.
const IN_THE_MIDDLE: TimeDelta = TimeDelta::hours(1);

/// Lays the shipped questionnaires into the book.
pub(super) async fn lay_shipped(tx: &mut Tx) -> Result<Vec<TemplateId>, DeskError> {
    let mut laid = vec![];
    for (name, body) in SHIPPED {
        let template = Template::parse(body).expect("a test reads every shipped questionnaire");
        let kept = tx.template_add(name, template.version, body, None).await?;
        if kept.body != body {
            return Err(DeskError::QuestionnaireChanged { name, version: template.version });
        }
        laid.push(kept.id);
    }
    Ok(laid)
}

/// The estate's own are asked before those that are shipped. All of them come into force, or none.
pub(super) async fn settle(
    tx: &mut Tx,
    site: SiteId,
    own: &[Own],
    surveys: &[String],
) -> Result<(), DeskError> {
    let (mut laid, mut faults) = (vec![], vec![]);
    for own in own {
        let Template { name, version, .. } = &own.template;
        let newest = tx.template_newest(name).await?;
        if let Some(newest) = newest.filter(|newest| newest.version > *version) {
            faults.push(say!(
                "{file}: the book has version {older} of {name} already; write version = {next} in this file",
                file = &own.file,
                older = newest.version,
                name,
                next = newest.version + 1
            ));
            continue;
        }
        let kept = tx.template_add(name, *version, &own.body, Some(&own.file)).await?;
        if kept.body.trim_end() != own.body.trim_end() {
            faults.push(say!(
                "{file}: it was changed, and people were asked by version {version} as it was; write version = \
                 {next} in this file",
                file = &own.file,
                version = *version,
                next = version + 1
            ));
        }
        laid.push(kept.id);
    }
    if !faults.is_empty() {
        return Err(DeskError::OwnQuestionnaires(faults));
    }
    let ours = lay_shipped(tx).await?;
    let own = laid.len();
    laid.extend(ours);
    let (mut of_cases, mut of_many) = (vec![], vec![]);
    for (at, id) in laid.into_iter().enumerate() {
        let template = tx.template(id).await?;
        match template.occasion {
            Occasion::Result => of_cases.push(id),
            // Those that come with the program are asked where the estate wants them.
            Occasion::Survey if at < own || surveys.contains(&template.name) => of_many.push(id),
            Occasion::Survey => {}
        }
    }
    tx.surveyed_set(site, &of_many).await?;
    Ok(tx.templates_in_force(site, &of_cases).await?)
}

impl Work {
    /// Which questionnaire is asked about a case.
    pub(super) async fn template_for(
        &mut self,
        case: &Case,
        occasion: Occasion,
    ) -> Result<TemplateId, DeskError> {
        let categories = self.categories().await?;
        let (mut within, mut next) = (vec![], case.category);
        while let Some(category) =
            next.and_then(|id| categories.iter().find(|category| category.id == id))
        {
            within.push(category.code.as_str());
            next = category.parent;
        }
        let known = self.tx.templates_asked(case.site).await?;
        if let Some(id) = asked(&known, occasion, case.kind, &within) {
            return Ok(id);
        }
        // An estate that was never settled in asks what is shipped.
        let laid = lay_shipped(&mut self.tx).await?;
        laid.into_iter().next().ok_or(DeskError::NoEstate)
    }

    /// What can be chosen of reasons in what is asked in this estate now, by code, in a language.
    pub async fn reasons_known(
        &mut self,
        language: Language,
    ) -> Result<Vec<(String, String)>, DeskError> {
        let site = self.site().await?.id;
        let mut known = vec![];
        for (_, template) in self.tx.templates_asked(site).await? {
            let asked = template.questions.iter().filter(|asked| asked.asks == Asks::Reasons);
            let options = asked.flat_map(|asked| &asked.options);
            known.extend(
                options.map(|option| {
                    (option.code.clone(), option.text.in_language(language).to_owned())
                }),
            );
        }
        Ok(known)
    }

    /// A round of the questionnaire.
    pub async fn questionnaire(
        &mut self,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        Ok(self.tx.questionnaire(id).await?)
    }

    /// Writes down which message shows a round of the questionnaire.
    pub async fn questionnaire_screen(
        &mut self,
        id: QuestionnaireId,
        screen: Option<MessageId>,
    ) -> Result<(), DeskError> {
        Ok(self.tx.questionnaire_screen(id, screen).await?)
    }

    /// Takes an answer to a questionnaire from the person who was asked, given to a page of the version
    /// `shown`. Says `None` when it does not answer the present question or the round is over. The last
    /// answer passes the gate or opens the case again.
    pub async fn answer_questionnaire(
        &mut self,
        person: &Person,
        id: QuestionnaireId,
        shown: Option<i32>,
        reply: Reply,
    ) -> Result<Option<Questionnaire>, DeskError> {
        let Some(mut questionnaire) = self.tx.questionnaire_lock(id).await? else {
            return Ok(None);
        };
        self.stand_by_sheet(&questionnaire).await?;
        // A press of somebody else may have come between: what this one meant is another question now.
        let is_shown = shown.is_none_or(|version| version == questionnaire.version);
        if !is_shown || !self.answers_it(person, &questionnaire).await? {
            return Ok(None);
        }
        if questionnaire.is_corrected() && !self.may_correct(person, &questionnaire).await? {
            self.tx.questionnaire_restore(id).await?;
            self.show_to_the_asked(&questionnaire).await?;
            return Ok(None);
        }
        if !questionnaire.takes_answers(self.now()) {
            return Ok(None);
        }
        let is_own = questionnaire.person == person.id;
        let answered = questionnaire.sheet.answer(&questionnaire.template, reply);
        let Some(sheet) = answered else { return Ok(None) };
        questionnaire.sheet = sheet;
        questionnaire.version += 1;
        let complete = questionnaire.sheet.question(&questionnaire.template).is_none();
        let case = match questionnaire.about {
            Subject::Case(case) => case,
            Subject::Survey(..) => {
                return self.answer_survey(person, questionnaire, complete).await;
            }
        };
        let language = self.site().await?.language;
        let verdict = questionnaire.verdict(language).filter(|_| complete);
        let writer = (!is_own).then_some(person.id);
        let is_complete = verdict.is_some();
        let sheet = &questionnaire.sheet;
        self.tx.questionnaire_save(id, sheet, is_complete, verdict.as_ref(), writer).await?;
        self.show_to_the_asked(&questionnaire).await?;
        if let Some(verdict) = verdict {
            let was_answered = questionnaire.kept.take().is_some();
            questionnaire.answered_at.get_or_insert(self.now());
            let event =
                if was_answered { Event::Revise { verdict } } else { Event::Answer { verdict } };
            let case = self.apply(person, case, None, &event).await?;
            self.owe_readings(&case, id).await?;
            self.take_along(&case, &questionnaire, person).await?;
        }
        Ok(Some(questionnaire))
    }

    /// What somebody does with the sheet of a survey is of its estate, whichever they have turned to.
    async fn stand_by_sheet(&mut self, questionnaire: &Questionnaire) -> Result<(), DeskError> {
        if let Subject::Survey(survey, _) = questionnaire.about {
            self.stand_by_survey(survey).await?;
        }
        Ok(())
    }

    /// An answer to a survey: it is kept, and what is a matter of its own becomes one.
    async fn answer_survey(
        &mut self,
        person: &Person,
        mut questionnaire: Questionnaire,
        complete: bool,
    ) -> Result<Option<Questionnaire>, DeskError> {
        let id = questionnaire.id;
        self.tx.questionnaire_save(id, &questionnaire.sheet, complete, None, None).await?;
        self.show_questionnaire(person, id, Class::Answer).await?;
        if complete {
            questionnaire.kept = None;
            questionnaire.answered_at.get_or_insert(self.now());
            let item: Vec<_> = questionnaire.sheet.items(&questionnaire.template).collect();
            if !item.is_empty() {
                self.raise_item(None, id, &item.join("\n"), person).await?;
            }
        }
        Ok(Some(questionnaire))
    }

    /// Whoever was asked corrects their answers within the time of the questionnaire, or whoever has written
    /// them down for them: it begins anew, and what was said before holds until the new answers are complete.
    /// Says `None` when it is too late, or was never theirs.
    pub async fn correct_questionnaire(
        &mut self,
        person: &Person,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        let Some(questionnaire) = self.tx.questionnaire_lock(id).await? else { return Ok(None) };
        self.stand_by_sheet(&questionnaire).await?;
        if !self.may_correct(person, &questionnaire).await? {
            return Ok(None);
        }
        if !questionnaire.is_corrected() {
            self.tx.questionnaire_correct(id).await?;
        }
        self.show_to_the_asked(&questionnaire).await?;
        Ok(self.tx.questionnaire(id).await?)
    }

    /// Who was asked sees in their own chat how it stands, whoever writes down what they say.
    async fn show_to_the_asked(&mut self, asked: &Questionnaire) -> Result<(), DeskError> {
        let owner = self.person(asked.person).await?;
        self.show_questionnaire(&owner, asked.id, Class::Answer).await
    }

    /// Whether somebody may correct their answers: in time, of the newest round, and as long as the case
    /// can still follow.
    async fn may_correct(
        &mut self,
        person: &Person,
        questionnaire: &Questionnaire,
    ) -> Result<bool, DeskError> {
        let is_own = questionnaire.person == person.id;
        let is_theirs = is_own || questionnaire.written_by == Some(person.id);
        let in_time = questionnaire.is_correctable(self.now());
        let case = match questionnaire.about {
            Subject::Case(case) => case,
            Subject::Survey(_, until) => return Ok(is_own && in_time && self.now() < until),
        };
        if !is_theirs || !in_time || !self.tx.questionnaire_is_newest(questionnaire.id).await? {
            return Ok(false);
        }
        let language = self.site().await?.language;
        let held = questionnaire.kept.as_ref().unwrap_or(&questionnaire.sheet);
        let Some(verdict) = Verdict::of(&questionnaire.template, held, language) else {
            return Ok(false);
        };
        match self.would(person, case, None, &Event::Revise { verdict }).await {
            Ok(_) => Ok(true),
            Err(DeskError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sends a round as it stands, or changes its message; not to whoever has no chat.
    pub(super) async fn show_questionnaire(
        &mut self,
        person: &Person,
        questionnaire: QuestionnaireId,
        class: Class,
    ) -> Result<(), DeskError> {
        let Some(account) = person.account else { return Ok(()) };
        self.owe(account.room(), class, &Letter::Questionnaire { questionnaire }).await
    }

    /// What came with the answers: photos go to the case, and what is a matter of its own becomes one.
    async fn take_along(
        &mut self,
        case: &Case,
        questionnaire: &Questionnaire,
        by: &Person,
    ) -> Result<(), DeskError> {
        let (sheet, template) = (&questionnaire.sheet, &questionnaire.template);
        let sent = sheet.answers(template).filter_map(|(_, given)| match given {
            Given::Sent(file) => Some(file.clone()),
            _ => None,
        });
        let files: Vec<_> = sent.collect();
        self.attach(case.id, &files, "addition", by.id).await?;
        let item: Vec<_> = sheet.items(template).collect();
        if item.is_empty() {
            return Ok(());
        }
        self.raise_item(Some(case), questionnaire.id, &item.join("\n"), by).await
    }

    /// Whether somebody wants no questions after a result.
    pub async fn is_unasked(&mut self, person: PersonId) -> Result<bool, DeskError> {
        Ok(self.tx.person_is_unasked(person).await?)
    }

    /// Whoever is asked wants no such questions, now and later, until they say otherwise. Says `None`
    /// when they were not asked.
    pub async fn decline_questionnaire(
        &mut self,
        person: &Person,
        id: QuestionnaireId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        let Some(questionnaire) = self.tx.questionnaire_lock(id).await? else { return Ok(None) };
        self.stand_by_sheet(&questionnaire).await?;
        if questionnaire.person != person.id {
            return Ok(None);
        }
        // After a survey that is over they want no other.
        let is_survey_over = questionnaire.case().is_none() && questionnaire.expired_at.is_some();
        if !questionnaire.is_open() && !is_survey_over {
            return Ok(None);
        }
        self.tx.person_unasked(person.id, true).await?;
        self.tx.questionnaire_decline(id, None).await?;
        if let Some(case) = questionnaire.case() {
            self.apply(person, case, None, &Event::OptOut).await?;
        }
        self.show_questionnaire(person, id, Class::Answer).await?;
        Ok(self.tx.questionnaire(id).await?)
    }

    /// When somebody is not to be asked how it was.
    pub async fn quiet_of(&mut self, person: PersonId) -> Result<Quiet, DeskError> {
        Ok(self.tx.quiet_of(person).await?)
    }

    /// Somebody says when they are not to be asked.
    pub async fn keep_quiet(&mut self, person: &Person, quiet: Quiet) -> Result<(), DeskError> {
        Ok(self.tx.quiet_set(person.id, quiet).await?)
    }

    /// Somebody wants no questions after a result any more. What they were asked already stays open.
    pub async fn ask_no_more(&mut self, person: &Person) -> Result<(), DeskError> {
        Ok(self.tx.person_unasked(person.id, true).await?)
    }

    /// Somebody wants to be asked again after a result.
    pub async fn ask_again(&mut self, person: &Person) -> Result<(), DeskError> {
        Ok(self.tx.person_unasked(person.id, false).await?)
    }

    /// The questionnaire is due: to somebody who wants none it is counted as declined, and nothing is sent.
    /// Says whether that was so.
    pub(super) async fn decline_unasked(&mut self, case: &Case) -> Result<bool, DeskError> {
        if !self.tx.person_is_unasked(case.owner).await? {
            return Ok(false);
        }
        let template = self.template_for(case, Occasion::Result).await?;
        let id = self.tx.questionnaire_open(case.id, case.round, case.owner, template).await?;
        self.tx.questionnaire_decline(id, None).await?;
        Ok(true)
    }

    /// Whether the owner of a case is among those whom the profile asks. Each case draws once a round.
    pub(super) async fn is_sampled(&mut self, case: &Case) -> Result<bool, DeskError> {
        let policy = self.policy(case.policy).await?;
        let timers = self.tx.timers(case.id).await?;
        let is_late =
            timers.iter().any(|timer| timer.kind == TimerKind::Solve && timer.fired_at.is_some());
        let holds = [
            (is_late, Always::Late),
            (case.facts.reopened_at.is_some(), Always::Reopened),
            (case.severity > Severity::Minor, Always::Grave),
        ];
        let of: Vec<_> = holds.into_iter().filter_map(|(is, one)| is.then_some(one)).collect();
        let lot = Sha256::digest(format!("{}-{}", case.number.as_str(), case.round));
        let lot = u16::from_be_bytes([lot[0], lot[1]]) % 100;
        let own = self.schedule_of(case).await?.share;
        Ok(policy.samples(case.kind, own, &of, u8::try_from(lot).unwrap_or_default()))
    }

    /// What the questionnaire that is asked about a case says of its own asking.
    async fn schedule_of(&mut self, case: &Case) -> Result<Schedule, DeskError> {
        let template = self.template_for(case, Occasion::Result).await?;
        Ok(self.tx.template(template).await?.schedule.clone())
    }

    /// The schedule of the one that was asked; before it is, of the one that would be.
    async fn schedule_asked(&mut self, case: &Case) -> Result<Schedule, DeskError> {
        match self.open_questionnaire(case.id).await? {
            Some(asked) => Ok(asked.template.schedule.clone()),
            None => self.schedule_of(case).await,
        }
    }

    /// How long is waited for something about the questionnaire, where it says so itself.
    pub(super) async fn length_of_its_own(
        &mut self,
        case: &Case,
        kind: TimerKind,
    ) -> Result<Option<Span>, DeskError> {
        let is_of_it = matches!(
            kind,
            TimerKind::Callback | TimerKind::CallbackReminder | TimerKind::CallbackExpiry
        );
        Ok(if is_of_it { self.schedule_asked(case).await?.length(kind) } else { None })
    }

    /// Until when the owner is left alone because they were asked about another matter just now: the least
    /// gap of the profile.
    pub(super) async fn leaves_alone_until(
        &mut self,
        case: &Case,
        kind: TimerKind,
    ) -> Result<Option<DateTime<Utc>>, DeskError> {
        if !asks_how_it_was(kind) {
            return Ok(None);
        }
        // The first callback is owed within days; to be asked once more gives way to it.
        let again = kind == TimerKind::SecondCallback;
        let last = self.tx.asked_last(case.owner, case.id, again).await?;
        let Some(last) = last else { return Ok(None) };
        let calendar = self.calendar().await?;
        let from = self.policy(case.policy).await?.asked_again_from(last, &calendar);
        Ok(from.filter(|from| *from > self.now()))
    }

    /// Whoever has just answered something is in the middle of it, and is not interrupted until then.
    pub(super) async fn lets_finish_until(
        &mut self,
        case: &Case,
    ) -> Result<Option<DateTime<Utc>>, DeskError> {
        let touched = self.tx.questionnaire_touched(case.id).await?;
        Ok(touched.map(|at| at + IN_THE_MIDDLE).filter(|until| *until > self.now()))
    }

    /// Whether the owner has said that it is not solved, of what they have answered so far.
    pub(super) async fn says_unsolved(&mut self, case: &Case) -> Result<bool, DeskError> {
        let open = self.open_questionnaire(case.id).await?;
        let solved = open.and_then(|open| open.sheet.chose("solved").and_then(Solved::parse));
        Ok(solved == Some(Solved::No))
    }

    /// What was answered when the time is over, though some questions are open still: whoever said that
    /// it is not solved is heard.
    pub(super) async fn so_far(&mut self, case: &Case) -> Result<Option<Event>, DeskError> {
        let Some(id) = self.tx.questionnaire_open_of(case.id).await? else { return Ok(None) };
        let Some(questionnaire) = self.tx.questionnaire(id).await? else { return Ok(None) };
        let owner = self.person(questionnaire.person).await?;
        let language = self.site().await?.language;
        let Some(mut verdict) = questionnaire.verdict(language) else {
            let solved = questionnaire.sheet.chose("solved").and_then(Solved::parse);
            return Ok(match solved {
                Some(Solved::No) => Some(Event::Dispute { reason: String::new() }),
                Some(Solved::Partly) => Some(Event::Partly { left: String::new() }),
                Some(Solved::Yes) | None => None,
            });
        };
        // Their words say otherwise, and they did not take it back.
        let open = questionnaire.sheet.question(&questionnaire.template);
        if open.is_some_and(|question| question.asks == Asks::Settled) {
            verdict.solved = Solved::No;
            verdict.reason = verdict.reason.or_else(|| verdict.words.clone());
        }
        let (sheet, writer) = (&questionnaire.sheet, questionnaire.written_by);
        self.tx.questionnaire_save(id, sheet, true, Some(&verdict), writer).await?;
        self.owe_readings(case, id).await?;
        self.take_along(case, &questionnaire, &owner).await?;
        self.show_questionnaire(&owner, id, Class::Answer).await?;
        Ok(Some(Event::Answer { verdict }))
    }

    /// Whether somebody gives the answers: the owner themselves, and nobody else as long as they can be
    /// written to; else whoever of the desk calls them, and has had no hand in the work.
    pub async fn answers_it(
        &mut self,
        person: &Person,
        questionnaire: &Questionnaire,
    ) -> Result<bool, DeskError> {
        let corrects = questionnaire.is_corrected() && questionnaire.written_by == Some(person.id);
        if questionnaire.person == person.id || corrects {
            return Ok(true);
        }
        let Some(case) = questionnaire.case() else { return Ok(false) };
        let Some(case) = self.tx.case(case).await? else { return Ok(false) };
        let is_partial = case.handling.is_partial(&case.state, person.id);
        Ok(!is_partial && self.entitled(person, &case, Action::Answer).await?)
    }

    /// The questionnaire of a case that waits for its answers.
    pub async fn open_questionnaire(
        &mut self,
        case: CaseId,
    ) -> Result<Option<Questionnaire>, DeskError> {
        Ok(match self.tx.questionnaire_open_of(case).await? {
            Some(id) => self.tx.questionnaire(id).await?,
            None => None,
        })
    }
}
