//! What owners answered in callbacks, before whoever is to read it (F-03).

use casework::desk::DeskError;

use crate::{
    button::Review,
    visit::{Toast, Visit},
};

/// `/reviews`: what waits to be read, to those who read it.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.work.may_review(&visit.person) {
        let text = visit.voice.only_reviewers();
        return visit.decline(text).await;
    }
    let person = visit.person.clone();
    let reviews = visit.work.reviews(&person).await?;
    let page = visit.voice.reviews(&reviews);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// A press of a button about callbacks that are to be read.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Review) -> Result<(), DeskError> {
    if let Review::Read(last, until) = what
        && visit.work.may_review(&visit.person)
    {
        let person = visit.person.clone();
        let read = visit.work.review(&person, last, until).await?;
        visit.toast = Some(Toast::word(visit.voice.reviews_read(read)));
    }
    visit.toast_where();
    list(visit).await
}
