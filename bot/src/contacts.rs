//! Visits and calls by plan in the chat: which lists there are, whom to turn to, what they said.

use casework::{
    case::Refusal,
    contact::ContactOutcome,
    desk::{ContactView, DeskError},
    ids::{ContactId, ContactListId},
};

use crate::{
    button::Contact,
    intake,
    speech::contacts::CONTACTS_PAGE,
    visit::{Toast, Visit},
};

/// `/contacts`: the lists of this estate.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.work.may_receive(&visit.person) {
        return decline(visit).await;
    }
    let lists = visit.work.contact_lists().await?;
    let page = visit.voice.contact_lists(&lists);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

async fn decline(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let text = visit.voice.only_receivers();
    visit.decline(text).await
}

/// A press of a button about visits and calls by plan.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Contact) -> Result<(), DeskError> {
    match what {
        Contact::List => list(visit).await,
        Contact::Open(id, page) => open(visit, id, page).await,
        Contact::Show(id) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            show(visit, &view).await
        }
        Contact::Spoken(id, grade) => {
            Box::pin(done(visit, id, ContactOutcome::Spoken(grade))).await
        }
        Contact::Refused(id) => Box::pin(done(visit, id, ContactOutcome::Refused)).await,
        Contact::Nobody(id, tried) => nobody(visit, id, tried).await,
        Contact::Begin(id, kind) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            Box::pin(intake::begin_for_known(visit, kind, view.owner.as_ref())).await
        }
    }
}

/// Who on a list is still open.
async fn open(visit: &mut Visit<'_>, id: ContactListId, page: u16) -> Result<(), DeskError> {
    let list = visit.work.contact_list(id).await?;
    visit.know_estate().await?;
    let Some(list) = list.filter(|_| visit.work.may_receive(&visit.person)) else {
        return decline(visit).await;
    };
    let person = visit.person.clone();
    let from = usize::from(page) * CONTACTS_PAGE;
    let (shown, total) = visit.work.contacts_open(id, &person, from, CONTACTS_PAGE).await?;
    let page = visit.voice.contact_list(&list, &shown, page, total);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// Somebody on a list, for whoever may turn to them; everybody else is told so.
async fn read(visit: &mut Visit<'_>, id: ContactId) -> Result<Option<ContactView>, DeskError> {
    let person = visit.person.clone();
    let view = visit.work.contact(id, &person).await?;
    visit.know_estate().await?;
    if view.is_none() {
        let text = visit.voice.contact_not_yours();
        visit.decline(text).await?;
    }
    Ok(view)
}

/// Names and numbers are read in private alone; of a case it is written down who looked.
async fn show(visit: &mut Visit<'_>, view: &ContactView) -> Result<(), DeskError> {
    if let Some(told) = &view.case {
        visit.work.looks(told.case.id, visit.person.id).await?;
    }
    visit.toast_where();
    let page = visit.voice.contact(view);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

async fn nobody(visit: &mut Visit<'_>, id: ContactId, tried: i32) -> Result<(), DeskError> {
    let Some(view) = read(visit, id).await? else { return Ok(()) };
    let person = visit.person.clone();
    match visit.work.contact_tried(&person, id, tried).await {
        Ok(()) => visit.toast = Some(Toast::word(visit.voice.contact_tried())),
        Err(DeskError::Refused(Refusal::NotWaiting)) => {
            let text = visit.voice.contacts_over();
            return visit.decline(text).await;
        }
        Err(error) => return Err(error),
    }
    open(visit, view.list.id, 0).await
}

async fn done(
    visit: &mut Visit<'_>,
    id: ContactId,
    outcome: ContactOutcome,
) -> Result<(), DeskError> {
    let Some(view) = read(visit, id).await? else { return Ok(()) };
    let person = visit.person.clone();
    match visit.work.contact_done(&person, id, outcome).await {
        Ok(()) => {}
        Err(DeskError::Refused(Refusal::NotWaiting)) => {
            let text = visit.voice.contacts_over();
            return visit.decline(text).await;
        }
        Err(error) => return Err(error),
    }
    let page = visit.voice.contact_done(&view, outcome);
    visit.say_here(page).await
}
