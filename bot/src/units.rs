//! Units: an owner's own, named and left; the desk's yes, in private, because a group may learn
//! neither name nor unit (PV-01); codes that let somebody in at once.

use casework::{
    case::Refusal,
    desk::{DeskError, Naming},
    ids::{OccupancyId, PlaceId},
    people::{Action, may_at_site},
    store::Offer,
    unit::Tenure,
};

use crate::{
    button::Unit,
    joining,
    speech::Voice,
    visit::{Toast, Visit},
};

/// Somebody's own units.
pub async fn mine(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let units = visit.work.units_of(visit.person.id).await?;
    let waiting = match visit.work.units_waiting(&visit.person).await {
        Ok((count, _)) => Some(count),
        Err(DeskError::Refused(_)) => None,
        Err(error) => return Err(error),
    };
    let page = visit.voice.units(&units, waiting, visit.work.now());
    visit.say_here(page).await
}

/// A button about units.
pub async fn press(visit: &mut Visit<'_>, step: Unit) -> Result<(), DeskError> {
    let is_own = matches!(step, Unit::Mine | Unit::Find(..) | Unit::Name(_) | Unit::Leave(_));
    if is_own && !visit.person.joined {
        return joining::begin(visit).await;
    }
    if !is_own && !may_at_site(&visit.person, Action::Admit) {
        let text = visit.voice.only_admitters();
        return visit.decline(text).await;
    }
    match step {
        Unit::Mine => mine(visit).await,
        Unit::Find(within, page) => find(visit, within, page, false).await,
        Unit::Name(place) => name(visit, place).await,
        Unit::Leave(id) => leave(visit, id).await,
        Unit::Look => {
            visit.toast_where();
            look(visit).await
        }
        Unit::Decide(id, tenure) => decide(visit, id, tenure).await,
        Unit::Code(within, page) => find(visit, within, page, true).await,
        Unit::CodeOf(place) => of(visit, place).await,
        Unit::End(id) => end(visit, id, false).await,
        Unit::EndSurely(id) => end(visit, id, true).await,
        Unit::CodeFor(place, tenure) => code(visit, place, tenure).await,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of several ways to answer a press")]
fn old(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    visit.toast = Some(Toast::alert(visit.voice.toast_old_button()));
    Ok(())
}

/// Which unit: one's own, or the one that a code is for.
async fn find(
    visit: &mut Visit<'_>,
    within: Option<PlaceId>,
    page: u16,
    for_code: bool,
) -> Result<(), DeskError> {
    let places = visit.work.places_within(within).await?;
    let place = match within {
        Some(id) => visit.work.place(id).await?,
        None => None,
    };
    let page = visit.voice.find_unit(place.as_ref(), &places, page, for_code);
    visit.say_here(page).await
}

async fn name(visit: &mut Visit<'_>, place: PlaceId) -> Result<(), DeskError> {
    let naming = ask(visit, place).await?;
    if naming != Naming::NoUnit {
        visit.person.place = Some(place);
        visit.work.save_person(&visit.person).await?;
    }
    mine(visit).await
}

/// Somebody names their unit; the desk is told when it has not been lately. Says how it stands.
pub async fn ask(visit: &mut Visit<'_>, place: PlaceId) -> Result<Naming, DeskError> {
    let person = visit.person.clone();
    let naming = visit.work.name_unit(&person, place).await?;
    if naming == (Naming::Waits { tell: true }) {
        for room in visit.work.desk_rooms().await? {
            let language = visit.work.language_of(room).await?;
            let page = Voice::new(language, visit.site.zone).unit_waits();
            visit.post(room, page).await?;
        }
    }
    visit.work.stand_at(visit.site.id);
    Ok(naming)
}

async fn leave(visit: &mut Visit<'_>, id: OccupancyId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(place) = visit.work.leave_unit(&person, id).await? else { return old(visit) };
    if visit.person.place == Some(place.id) {
        visit.person.place = None;
        visit.work.save_person(&visit.person).await?;
    }
    mine(visit).await
}

/// A unit, for the desk: who holds it, and codes for it.
async fn of(visit: &mut Visit<'_>, place: PlaceId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(known) = visit.work.place(place).await? else { return old(visit) };
    let holders = visit.work.holders(&person, place).await?;
    let page = visit.voice.unit_page(&known, &holders);
    visit.say_here(page).await
}

/// Somebody has moved out: asked once more, then it holds at once, and they hear of it.
async fn end(visit: &mut Visit<'_>, id: OccupancyId, surely: bool) -> Result<(), DeskError> {
    let person = visit.person.clone();
    if !surely {
        let Some((place, who)) = visit.work.occupant(&person, id).await? else { return old(visit) };
        let page = visit.voice.unit_end_surely(id, &place, &who);
        return visit.say_here(page).await;
    }
    let Some((place, who)) = visit.work.end_unit(&person, id).await? else { return old(visit) };
    visit.know_estate().await?;
    if let Some(account) = who.account {
        let voice = Voice::new(who.language, visit.site.zone);
        visit.post(account.room(), voice.unit_ended(&place, &visit.site)).await?;
    }
    of(visit, place.id).await
}

/// Whoever has waited longest, in private.
async fn look(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let (count, first) = visit.work.units_waiting(&person).await?;
    let page = match first {
        Some(asked) => {
            let who = visit.work.person(asked.person).await?;
            let place = visit.work.place(asked.place).await?;
            let Some(place) = place else { return old(visit) };
            visit.voice.unit_asks(&who, &place, &asked, count)
        }
        None => visit.voice.nobody_waits(),
    };
    visit.say_here(page).await
}

async fn decide(
    visit: &mut Visit<'_>,
    id: OccupancyId,
    tenure: Option<Tenure>,
) -> Result<(), DeskError> {
    let clerk = visit.person.clone();
    let (person, place) = match visit.work.decide_unit(id, &clerk, tenure).await {
        Ok(Some(decided)) => decided,
        Ok(None) => {
            visit.toast = Some(Toast::alert(visit.voice.decided_already()));
            return look_on(visit).await;
        }
        Err(DeskError::Refused(Refusal::NotEntitled)) => {
            let text = visit.voice.only_admitters();
            return visit.decline(text).await;
        }
        Err(error) => return Err(error),
    };
    visit.know_estate().await?;
    if let Some(account) = person.account {
        let voice = Voice::new(person.language, visit.site.zone);
        let page = voice.unit_answer(&place, tenure, &visit.site);
        visit.post(account.room(), page).await?;
    }
    let page = visit.voice.unit_decided(&person, &place, tenure);
    visit.say_here(page).await?;
    visit.pressed = None;
    look_on(visit).await
}

/// The next one, if somebody else waits.
async fn look_on(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.clone();
    if visit.work.units_waiting(&person).await?.0 > 0 {
        return look(visit).await;
    }
    Ok(())
}

async fn code(visit: &mut Visit<'_>, id: PlaceId, tenure: Tenure) -> Result<(), DeskError> {
    let Some(place) = visit.work.place(id).await? else { return old(visit) };
    if place.site != visit.site.id {
        return old(visit);
    }
    let clerk = visit.person.clone();
    let token = visit.work.invite(Offer::Unit(id, tenure), Some(&clerk)).await?;
    let link = format!("https://t.me/{}?start={token}", visit.me.username);
    let page = visit.voice.unit_code(&place, tenure, &link);
    visit.say_here(page).await
}
