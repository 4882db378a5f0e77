//! Reception days in the chat: a time is booked, whoever comes is written down, nobody is forgotten.

use casework::{
    case::Kind,
    desk::{Booked, DeskError, ReceptionView, Visitor},
    ids::{BookingId, ReceptionId},
};

use crate::{
    button::Reception,
    intake,
    page::Page,
    tasks::announce,
    visit::{Toast, Visit},
};

/// `/reception`: to those who receive, which days there are; to everybody else, the next.
pub(crate) async fn asked(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if visit.work.may_receive(&visit.person) {
        return list(visit).await;
    }
    match visit.work.reception_ahead().await? {
        Some(day) => show(visit, day.id, false).await,
        None => {
            let page = visit.voice.reception_none();
            visit.say_here(page).await
        }
    }
}

async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let shown = visit.work.receptions().await?;
    let page = visit.voice.receptions(&shown);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// A press of a button about reception days.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Reception) -> Result<(), DeskError> {
    match what {
        Reception::Show(id) => show(visit, id, false).await,
        Reception::Other(id) => show(visit, id, true).await,
        Reception::Take(id, place) => take(visit, id, place).await,
        Reception::Cancel(id) => {
            let person = visit.person.clone();
            // Their time has come, or nothing is left to give back.
            if !visit.work.unbook(&person, id).await? {
                return show(visit, id, false).await;
            }
            let page = visit.voice.reception_cancelled(id);
            visit.say_here(page).await
        }
        _ if !visit.work.may_receive(&visit.person) => decline(visit).await,
        Reception::List => list(visit).await,
        Reception::Day(id) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            let page = visit.voice.reception_day(&view);
            let page = visit.of_estate(page).await?;
            visit.say_here(page).await
        }
        Reception::Announce(id) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            let words = visit.voice.reception_announcement(&view.day);
            announce::propose(visit, words).await
        }
        Reception::CallOff(id) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            let page = visit.voice.reception_off_surely(&view);
            visit.say_here(page).await
        }
        Reception::CallOffSurely(id) => call_off(visit, id).await,
        Reception::Register(id) => {
            if read(visit, id).await?.is_none() {
                return Ok(());
            }
            visit.toast_where();
            let person = visit.person.clone();
            visit.work.post_register(&person, id).await
        }
        Reception::Visitor(id) => {
            let Some(visitor) = visitor(visit, id).await? else { return Ok(()) };
            let page = visit.voice.reception_visitor(&visitor, visit.work.now());
            visit.say_here(page).await
        }
        Reception::Begin(id, kind) => begin(visit, id, kind).await,
        Reception::Absent(id) => absent(visit, id).await,
    }
}

async fn decline(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let text = visit.voice.only_receivers();
    visit.decline(text).await
}

/// To whoever would like to come: their time, or those that are free.
async fn show(visit: &mut Visit<'_>, id: ReceptionId, another: bool) -> Result<(), DeskError> {
    let view = visit.work.reception(id, &visit.person).await?;
    visit.know_estate().await?;
    let Some(view) = view.filter(|view| view.day.called_off_at.is_none() && !view.is_over) else {
        let page = visit.voice.reception_none();
        return visit.say_here(page).await;
    };
    let booked = view.booked(visit.person.id).copied();
    let page = match booked {
        Some(booking) if !another || booking.came.is_some() => {
            visit.voice.reception_booked(&view.day, &booking)
        }
        _ => visit.voice.reception_times(&view),
    };
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

async fn take(visit: &mut Visit<'_>, id: ReceptionId, place: u16) -> Result<(), DeskError> {
    let person = visit.person.clone();
    match visit.work.book(&person, id, place).await? {
        Booked::Yes | Booked::Been => show(visit, id, false).await,
        Booked::Taken => {
            visit.toast = Some(Toast::alert(visit.voice.toast_reception_taken()));
            show(visit, id, true).await
        }
        Booked::CalledOff => {
            let page = visit.voice.reception_none();
            visit.say_here(page).await
        }
    }
}

/// A day for somebody who receives owners there; everybody else is told so.
async fn read(visit: &mut Visit<'_>, id: ReceptionId) -> Result<Option<ReceptionView>, DeskError> {
    let view = visit.work.reception(id, &visit.person).await?;
    visit.know_estate().await?;
    if view.is_some() && visit.work.may_receive(&visit.person) {
        return Ok(view);
    }
    decline(visit).await?;
    Ok(None)
}

/// Somebody who comes, for somebody who receives owners there, and not for themselves.
async fn visitor(visit: &mut Visit<'_>, id: BookingId) -> Result<Option<Visitor>, DeskError> {
    let found = visit.work.visitor(id, &visit.person).await?;
    visit.know_estate().await?;
    let Some(found) = found else {
        visit.toast = Some(Toast::alert(visit.voice.toast_reception_gone()));
        return Ok(None);
    };
    if visit.work.may_receive(&visit.person) && found.person.id != visit.person.id {
        return Ok(Some(found));
    }
    decline(visit).await?;
    Ok(None)
}

async fn call_off(visit: &mut Visit<'_>, id: ReceptionId) -> Result<(), DeskError> {
    let Some(view) = read(visit, id).await? else { return Ok(()) };
    let person = visit.person.clone();
    let page = match visit.work.call_off(&person, id).await? {
        Some(count) => visit.voice.reception_off(&view.day, count),
        None => Page::say(visit.voice.reception_off_already()),
    };
    visit.say_here(page).await
}

async fn begin(visit: &mut Visit<'_>, id: BookingId, kind: Kind) -> Result<(), DeskError> {
    let Some(visitor) = visitor(visit, id).await? else { return Ok(()) };
    Box::pin(intake::begin_for_visitor(visit, kind, &visitor)).await
}

async fn absent(visit: &mut Visit<'_>, id: BookingId) -> Result<(), DeskError> {
    let Some(visitor) = visitor(visit, id).await? else { return Ok(()) };
    let person = visit.person.clone();
    if !visit.work.did_not_come(&person, id).await? {
        visit.toast = Some(Toast::alert(visit.voice.toast_reception_gone()));
        return Ok(());
    }
    let page = visit.voice.reception_absent(&visitor);
    visit.say_here(page).await
}
