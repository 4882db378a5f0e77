//! A survey, step by step: of whom, so many recipients, and only then sent; and the plan after it.

use std::sync::Arc;

use casework::{
    desk::{DeskError, Wished},
    ids::{SurveyId, TemplateId},
    intake::{Asked, Problem, Task},
    questionnaire::Template,
    survey::Audience,
};

use super::{finish, report, resume_draft};
use crate::{
    button::Choice,
    incoming::Sent,
    page::Page,
    visit::{Toast, Visit},
};

/// Somebody would like to ask many.
pub async fn begin(visit: &mut Visit<'_>, template: TemplateId) -> Result<(), DeskError> {
    if !visit.work.may_survey(&visit.person) {
        let text = visit.voice.only_askers();
        return visit.decline(text).await;
    }
    report::make_room(visit).await?;
    visit.pressed = None;
    show(visit, template, Asked::default()).await
}

/// What can be asked now, if this still can.
async fn known(
    visit: &mut Visit<'_>,
    template: TemplateId,
) -> Result<Option<Arc<Template>>, DeskError> {
    let known = visit.work.surveys_known().await?;
    Ok(known.into_iter().find(|(id, _)| *id == template).map(|(_, template)| template))
}

/// The present question.
pub async fn show(
    visit: &mut Visit<'_>,
    template: TemplateId,
    asked: Asked,
) -> Result<(), DeskError> {
    let known = known(visit, template).await?;
    let Some((known, programme)) =
        known.as_ref().and_then(|known| Some((known, known.survey.as_ref()?)))
    else {
        finish(visit).await?;
        let text = visit.voice.survey_gone();
        return visit.decline(text).await;
    };
    let task = Task::Survey { site: Some(visit.site.id), template, asked };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let place = match asked.place {
        Some(place) => visit.work.place(place).await?,
        None => None,
    };
    let page = match asked.whom {
        _ if !asked.placed => {
            let buildings = visit.work.places_within(None).await?;
            visit.voice.survey_where(known, &buildings, version)
        }
        None => visit.voice.survey_whom(known, place.as_ref(), &programme.offers(), version),
        Some(whom) => {
            let reckoned = visit.work.reckon(Audience { place: asked.place, whom }).await?;
            let until = visit.work.now() + programme.length();
            visit.voice.survey_preview(known, (place.as_ref(), whom), reckoned, until, version)
        }
    };
    let page = visit.of_estate(page).await?;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// A button was pressed.
pub async fn chose(
    visit: &mut Visit<'_>,
    template: TemplateId,
    mut asked: Asked,
    choice: Choice,
) -> Result<(), DeskError> {
    match choice {
        Choice::OpenAll => asked = Asked { placed: true, ..Asked::default() },
        Choice::Place(place) => {
            asked = Asked { place: Some(place), placed: true, whom: None };
        }
        Choice::Whom(whom) if asked.placed => {
            let known = known(visit, template).await?;
            let offers = known.and_then(|known| Some(known.survey.as_ref()?.offers()));
            asked.whom = offers.filter(|offers| offers.contains(&whom)).map(|_| whom);
        }
        Choice::Back if asked.whom.is_some() => asked.whom = None,
        Choice::Back => asked = Asked::default(),
        Choice::Send if asked.whom.is_some() => return send(visit, template, asked).await,
        _ => visit.toast = Some(Toast::word(visit.voice.toast_stale_question())),
    }
    show(visit, template, asked).await
}

/// The first yes. The version of the question that was answered makes it one, however often the press
/// arrives.
async fn send(visit: &mut Visit<'_>, template: TemplateId, asked: Asked) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(whom) = asked.whom else { return Ok(()) };
    let Some(known) = known(visit, template).await? else {
        return show(visit, template, asked).await;
    };
    let version = visit.work.task(person.id).await?.map_or(0, |kept| kept.version);
    let key = format!("asked:{}:{version}", person.id);
    let audience = Audience { place: asked.place, whom };
    let limit = known.survey.as_ref().map_or(0, |programme| programme.second_yes_above);
    let page = match visit.work.wish_survey(&person, template, audience, &key).await {
        Ok(Wished::Begun(count)) => visit.voice.survey_sent(count),
        Ok(Wished::Waits(_)) => visit.voice.survey_waits(limit),
        Ok(Wished::Nobody) => visit.voice.survey_no_second(limit),
        Ok(Wished::Empty) => Page::say(visit.voice.survey_nobody()),
        Ok(Wished::Runs) => visit.voice.survey_runs(),
        Ok(Wished::Already) => Page::say(visit.voice.toast_sent_already()),
        // They hold no such position any more.
        Err(DeskError::Refused(_)) => Page::say(visit.voice.only_askers()),
        Err(error) => return Err(error),
    };
    finish(visit).await?;
    visit.say_here(page).await?;
    resume_draft(visit).await
}

/// Something was written where a button was wanted.
pub async fn told(
    visit: &mut Visit<'_>,
    template: TemplateId,
    asked: Asked,
) -> Result<(), DeskError> {
    let page = Page::say(visit.voice.problem(Problem::ChooseButton, None));
    visit.say(page).await?;
    show(visit, template, asked).await
}

/// What is to get better?
pub async fn ask_plan(visit: &mut Visit<'_>, survey: SurveyId) -> Result<(), DeskError> {
    let may = visit.work.may_survey(&visit.person);
    let Some(view) =
        visit.work.survey(survey).await?.filter(|view| may && view.survey.begun_at.is_some())
    else {
        let text = visit.voice.only_askers();
        return visit.decline(text).await;
    };
    report::make_room(visit).await?;
    visit.pressed = None;
    let task = Task::SurveyPlan { survey };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let page = visit.voice.survey_plan_ask(&view, version);
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// This is to get better.
pub async fn told_plan(
    visit: &mut Visit<'_>,
    survey: SurveyId,
    sent: Sent,
) -> Result<(), DeskError> {
    let Some(words) = super::words_or_why(visit, sent).await? else {
        return ask_plan(visit, survey).await;
    };
    // The survey may be of another estate than the one they have turned to.
    visit.work.stand_by_survey(survey).await?;
    visit.know_estate().await?;
    let person = visit.person.clone();
    let page = match visit.work.plan_survey(&person, survey, &words).await {
        Ok(()) => visit.voice.survey_planned(survey),
        Err(DeskError::Refused(_)) => Page::say(visit.voice.only_askers()),
        Err(error) => return Err(error),
    };
    finish(visit).await?;
    visit.say(page).await?;
    resume_draft(visit).await
}
