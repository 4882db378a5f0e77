//! Callers who have a chat now. The desk's group reads numbers of cases and the end of a telephone
//! number; who it is, the desk reads and decides in private.

use casework::{
    case::{Event, Number, Refusal},
    desk::DeskError,
    ids::{CaseId, PersonId, RecognitionId},
    store::Offer,
};

use crate::{
    button::Caller,
    speech::Voice,
    visit::{Toast, Visit},
};

/// A verified number is that of callers: the desk is asked who is who.
pub async fn ask(visit: &mut Visit<'_>, phone: &str, cases: &[Number]) -> Result<(), DeskError> {
    if cases.is_empty() {
        return Ok(());
    }
    for room in visit.work.desk_rooms().await? {
        let language = visit.work.language_of(room).await?;
        let page = Voice::new(language, visit.site.zone).caller_asks(phone, cases);
        visit.post(room, page).await?;
    }
    Ok(())
}

/// Somebody has verified their number.
pub async fn verified(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let asked = visit.work.ask_about_callers(&person).await?;
    let phone = person.phone.unwrap_or_default();
    for (site, cases) in asked {
        visit.work.stand_at(site);
        ask(visit, &phone, &cases).await?;
    }
    visit.work.stand_at(visit.site.id);
    Ok(())
}

/// The desk has registered for a caller.
pub async fn registered(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    match visit.work.ask_about_owner(case).await? {
        Some((number, phone)) => ask(visit, &phone, &[number]).await,
        None => Ok(()),
    }
}

/// A button about callers.
pub async fn press(visit: &mut Visit<'_>, step: Caller) -> Result<(), DeskError> {
    match step {
        Caller::Look => {
            visit.toast_where();
            look(visit).await
        }
        Caller::Decide(id, same) => decide(visit, id, same).await,
    }
}

/// The first question that waits, in private.
async fn look(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let clerk = visit.person.clone();
    let page = match visit.work.likenesses(&clerk).await {
        Ok((count, Some(likeness))) => visit.voice.caller_who(&likeness, count),
        Ok((_, None)) => visit.voice.no_caller_waits(),
        Err(DeskError::Refused(Refusal::NotEntitled)) => return not_theirs(visit).await,
        Err(error) => return Err(error),
    };
    visit.say_here(page).await
}

async fn not_theirs(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let text = visit.voice.only_desk_knows_callers();
    visit.decline(text).await
}

async fn decide(visit: &mut Visit<'_>, id: RecognitionId, same: bool) -> Result<(), DeskError> {
    let clerk = visit.person.clone();
    let decided = match visit.work.decide_likeness(id, &clerk, same).await {
        Ok(Some(decided)) => decided,
        Ok(None) => {
            visit.toast = Some(Toast::alert(visit.voice.decided_already()));
            return look(visit).await;
        }
        Err(DeskError::Refused(Refusal::NotEntitled)) => return not_theirs(visit).await,
        Err(error) => return Err(error),
    };
    if same && let Some(account) = decided.person.account {
        let numbers: Vec<Number> =
            decided.cases.iter().map(|view| view.case.number.clone()).collect();
        let page = Voice::new(decided.person.language, visit.site.zone).now_yours(&numbers);
        visit.post(account.room(), page).await?;
    }
    let page = visit.voice.caller_decided(&decided, same);
    visit.say_here(page).await?;
    visit.pressed = None;
    if visit.work.likenesses(&clerk).await?.1.is_some() {
        return look(visit).await;
    }
    Ok(())
}

/// A one-time link to hand to the caller of a case.
pub async fn link(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    // Nobody has this number: only whether it might happen is asked.
    let trial = Event::Recognise { owner: PersonId(0) };
    if let Err(error) = visit.work.would(&person, case, None, &trial).await {
        return visit.refuse(case, error).await;
    }
    let view = visit.work.view(case).await?;
    if view.owner.account.is_some() {
        return visit.refuse(case, DeskError::Refused(Refusal::NotWaiting)).await;
    }
    let token = visit.work.invite(Offer::Caller(view.owner.id), Some(&person)).await?;
    let link = format!("https://t.me/{}?start={token}", visit.me.username);
    let page = visit.voice.caller_link(&view, &link);
    visit.toast_where();
    visit.say_here(page).await
}
