//! What owners answered in callbacks, before whoever is to read it (F-03).

use casework::desk::DeskError;

use crate::{
    button::Readings,
    visit::{Toast, Visit},
};

/// `/readings`: what waits to be read, to those who read it.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.person.reads_callbacks() {
        let text = visit.voice.only_readers();
        return visit.decline(text).await;
    }
    let person = visit.person.clone();
    let waiting = visit.work.callbacks_to_read(&person).await?;
    let page = visit.voice.callbacks_to_read(&waiting);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// A press of a button about callbacks that are to be read.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Readings) -> Result<(), DeskError> {
    visit.toast_where();
    if let Readings::Read(last, until) = what {
        let person = visit.person.clone();
        let read = visit.work.callbacks_read(&person, last, until).await?;
        visit.toast = Some(Toast::word(visit.voice.callbacks_read(read)));
        visit.know_estate().await?;
    }
    list(visit).await
}
