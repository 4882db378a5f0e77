//! People who call: whom, with which words, and what came of it. Names and numbers are read in
//! private alone.

use casework::{
    callback::CallOutcome,
    case::{OwnersWord, Refusal, State},
    desk::DeskError,
    ids::{CaseId, Room},
    people::{Action, Role},
    store::Questionnaire,
};

use crate::{
    speech::calling::CALLS_PAGE,
    visit::{Toast, Visit},
};

/// Who may have owners to call: the service centre, and those who lead what passes it by.
const CALLING: [Role; 3] = [Role::Desk, Role::Manager, Role::Leader];

/// Somebody calls the owner, and writes down what they say.
pub async fn call(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    if let Some(questionnaire) = visit.work.open_questionnaire(case).await? {
        let is_own = questionnaire.person == person.id;
        if is_own || !visit.work.answers_it(&person, &questionnaire).await? {
            return visit.refuse(case, DeskError::Refused(Refusal::NotEntitled)).await;
        }
        begin(visit, case).await?;
        return show(visit, &questionnaire).await;
    }
    let view = visit.work.view(case).await?;
    let is_awaited = matches!(view.case.state, State::Reported { owner: OwnersWord::Awaited, .. });
    if !is_awaited || !view.by_voice() {
        return visit.refuse(case, DeskError::Refused(Refusal::NotWaiting)).await;
    }
    if !visit.work.entitled(&person, &view.case, Action::Answer).await? {
        return visit.refuse(case, DeskError::Refused(Refusal::NotEntitled)).await;
    }
    begin(visit, case).await?;
    let tried = visit.work.calls_tried(&view.case).await?;
    let page = visit.voice.result_by_phone(&view, &tried);
    visit.say_here(page).await
}

/// Name and number are read, in the caller's own chat.
async fn begin(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    visit.work.looks(case, visit.person.id).await?;
    visit.toast_where();
    visit.pressed = None;
    Ok(())
}

/// The questionnaire as it is read out to the owner.
pub async fn show(visit: &mut Visit<'_>, questionnaire: &Questionnaire) -> Result<(), DeskError> {
    let Some(case) = questionnaire.case() else { return Ok(()) };
    let view = visit.work.view(case).await?;
    let tried = visit.work.calls_tried(&view.case).await?;
    let page = visit.voice.callback_by_phone(questionnaire, &view, &tried);
    visit.say_here(page).await
}

/// Nobody was reached, or wanted to be.
pub async fn called(
    visit: &mut Visit<'_>,
    case: CaseId,
    outcome: CallOutcome,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    match visit.work.called(&person, case, outcome).await {
        Ok(called) => {
            let text = visit.voice.called(outcome, called);
            visit.toast = Some(Toast::alert(text.clone()));
            // In a group the notice stays for whoever tries next.
            if visit.room().is_some_and(Room::is_group) {
                return Ok(());
            }
            let view = visit.work.view(case).await?;
            let page = visit.voice.called_page(&view, &text);
            visit.say_here(page).await
        }
        Err(error) => visit.refuse(case, error).await,
    }
}

/// A page of the owners who are to be called.
pub async fn list(visit: &mut Visit<'_>, page: u16) -> Result<(), DeskError> {
    if !CALLING.iter().any(|role| visit.person.is(*role)) {
        let text = visit.voice.calls_not_yours();
        return visit.decline(text).await;
    }
    let person = visit.person.clone();
    let owed = visit.work.calls_owed(&person).await?;
    let total = owed.len();
    let mut shown = vec![];
    for one in owed.into_iter().skip(usize::from(page) * CALLS_PAGE).take(CALLS_PAGE) {
        let view = visit.work.view(one.case).await?;
        shown.push((one, view));
    }
    let page = visit.voice.calls(page, total, &shown);
    visit.say_here(page).await
}
