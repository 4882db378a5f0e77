//! Meetings and events in the chat: who comes, what is told there, the minutes.

use casework::{
    desk::{DeskError, GatheringView},
    gathering::Said,
    ids::GatheringId,
};

use crate::{
    button::Gathering,
    estates,
    intake::{self, LedBy},
    joining,
    tasks::{announce, gathering},
    visit::{Toast, Visit},
};

/// How a link begins that leads to an event.
const LINK: &str = "e-";

/// Which gathering a link leads to.
pub(crate) fn linked(payload: &str) -> Option<GatheringId> {
    payload.strip_prefix(LINK)?.parse().ok().map(GatheringId)
}

/// `/events`: what people are invited to, to those who invite.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.work.may_invite(&visit.person) {
        let text = visit.voice.only_announcers();
        return visit.decline(text).await;
    }
    let person = visit.person.clone();
    let shown = visit.work.gatherings(&person).await?;
    let page = visit.voice.gatherings(&shown);
    let page = visit.of_estate(page).await?;
    visit.say_here(page).await
}

/// A press of a button about meetings and events.
pub(crate) async fn press(visit: &mut Visit<'_>, what: Gathering) -> Result<(), DeskError> {
    match what {
        // Whoever has not agreed to be known is asked that first.
        Gathering::Comes(..) if !visit.person.joined => joining::begin(visit).await,
        Gathering::Comes(id, comes) => {
            let person = visit.person.clone();
            let taken = visit.work.comes(&person, id, comes).await?;
            visit.toast = Some(Toast::alert(visit.voice.gathering_answered(taken, comes)));
            Ok(())
        }
        Gathering::Tell(id) => Box::pin(tell(visit, id)).await,
        Gathering::List => list(visit).await,
        Gathering::Begin(kind) => {
            visit.toast_where();
            gathering::begin(visit, kind).await
        }
        Gathering::Show(id) => {
            let Some(view) = read(visit, id).await? else { return Ok(()) };
            let link = format!("https://t.me/{}?start={LINK}{id}", visit.me.username);
            let page = visit.voice.gathering(&view, &link);
            let page = visit.of_estate(page).await?;
            visit.say_here(page).await
        }
        Gathering::Invite(id) => say(visit, id, Said::Invitation).await,
        Gathering::Minutes(id) => say(visit, id, Said::Minutes).await,
    }
}

/// Writes down what is said of it to everybody, if that was not said yet.
async fn say(visit: &mut Visit<'_>, id: GatheringId, said: Said) -> Result<(), DeskError> {
    let Some(view) = read(visit, id).await? else { return Ok(()) };
    if !view.may_be_said(said) {
        let text = visit.voice.gathering_said();
        return visit.decline(text).await;
    }
    estates::turn_in(visit).await?;
    announce::about(visit, id, said).await
}

/// A gathering for whoever invites to it; everybody else is told so.
async fn read(visit: &mut Visit<'_>, id: GatheringId) -> Result<Option<GatheringView>, DeskError> {
    let person = visit.person.clone();
    let view = visit.work.gathering(id, &person).await?;
    visit.know_estate().await?;
    if view.is_some() && visit.work.may_invite(&visit.person) {
        return Ok(view);
    }
    let text = visit.voice.only_announcers();
    visit.decline(text).await?;
    Ok(None)
}

/// Somebody tells us something at a gathering, or because of it: by its link, or by a button. Whoever we do
/// not know yet is greeted first, and goes on afterwards.
pub(crate) async fn tell(visit: &mut Visit<'_>, id: GatheringId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(view) = visit.work.gathering(id, &person).await? else {
        return intake::home(visit).await;
    };
    estates::led_here(visit).await?;
    let fresh = visit.voice.gathering_tell(&view.gathering);
    Box::pin(intake::begin_at(visit, LedBy::Gathering(id), fresh)).await
}
