//! Surveys in the chat: which there are, the second yes, what they came to.

use casework::{
    desk::{DeskError, SurveyView},
    ids::SurveyId,
    words::Language,
};

use crate::{
    button::Survey,
    page::Page,
    tasks::{announce, survey},
    visit::{Toast, Visit},
};

/// `/survey`: what was asked lately, and what can be asked.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.work.may_read_surveys(&visit.person) {
        let text = visit.voice.only_askers();
        return visit.decline(text).await;
    }
    let mut shown = vec![];
    for view in visit.work.surveys().await? {
        let of = named(visit, &view).await?;
        shown.push((view, of));
    }
    let known = visit.work.surveys_known().await?;
    let may_ask = visit.work.may_survey(&visit.person);
    let page = visit.voice.surveys(&shown, if may_ask { &known } else { &[] });
    visit.say_here(page).await
}

/// The place that a survey is asked in, by its name; nothing: the whole estate.
async fn named(visit: &mut Visit<'_>, view: &SurveyView) -> Result<Option<String>, DeskError> {
    let language = visit.person.language;
    place(visit.work, view, language).await
}

/// The same in any language.
pub(crate) async fn place(
    work: &mut casework::desk::Work,
    view: &SurveyView,
    language: Language,
) -> Result<Option<String>, DeskError> {
    let Some(place) = view.survey.audience.place else { return Ok(None) };
    Ok(work.place(place).await?.map(|place| place.full(language)))
}

/// A press of a button about surveys.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Survey) -> Result<(), DeskError> {
    match what {
        Survey::List => list(visit).await,
        Survey::Begin(template) => {
            visit.toast_where();
            survey::begin(visit, template).await
        }
        Survey::Show(id) => {
            let Some((view, of)) = read(visit, id).await? else { return Ok(()) };
            let may_ask = visit.work.may_survey(&visit.person);
            let page = visit.voice.survey_result(&view, of.as_deref(), may_ask);
            let page = visit.of_estate(page).await?;
            visit.say_here(page).await
        }
        Survey::Words(id, page) => {
            let Some((view, _)) = read(visit, id).await? else { return Ok(()) };
            let page = visit.voice.survey_words(&view, page);
            let page = visit.of_estate(page).await?;
            visit.pressed = None;
            visit.say(page).await
        }
        Survey::Plan(id) => Box::pin(survey::ask_plan(visit, id)).await,
        Survey::Publish(id) => {
            let Some((view, of)) = read(visit, id).await? else { return Ok(()) };
            match visit.voice.survey_publication(&view, of.as_deref()) {
                Some(words) => announce::propose(visit, words).await,
                None => {
                    let text = visit.voice.survey_too_few(&view);
                    visit.decline(text).await
                }
            }
        }
        Survey::Decide(id, yes) => Box::pin(decide(visit, id, yes)).await,
    }
}

/// A survey for somebody who may read of it; everybody else is told so.
async fn read(
    visit: &mut Visit<'_>,
    id: SurveyId,
) -> Result<Option<(SurveyView, Option<String>)>, DeskError> {
    let found = visit.work.survey(id).await?;
    visit.know_estate().await?;
    match found {
        Some(view) if visit.work.may_read_surveys(&visit.person) => {
            let of = named(visit, &view).await?;
            Ok(Some((view, of)))
        }
        _ => {
            let text = visit.voice.only_askers();
            visit.decline(text).await?;
            Ok(None)
        }
    }
}

/// The second yes, or no.
async fn decide(visit: &mut Visit<'_>, id: SurveyId, yes: bool) -> Result<(), DeskError> {
    if read(visit, id).await?.is_none() {
        return Ok(());
    }
    let person = visit.person.clone();
    let page = match visit.work.decide_survey(&person, id, yes).await {
        Ok(Some(0)) if yes => {
            let text = visit.voice.survey_nobody_left();
            return visit.decline(text).await;
        }
        Ok(Some(count)) if yes => visit.voice.survey_sent(count),
        Ok(Some(_)) => Page::say(visit.voice.survey_not_sent()),
        Ok(None) => {
            visit.toast = Some(Toast::word(visit.voice.survey_decided_already()));
            let Some((view, of)) = read(visit, id).await? else { return Ok(()) };
            visit.voice.survey_result(&view, of.as_deref(), true)
        }
        Err(DeskError::Refused(_)) => {
            let text = visit.voice.survey_needs_another();
            return visit.decline(text).await;
        }
        Err(error) => return Err(error),
    };
    visit.say_here(page).await
}
