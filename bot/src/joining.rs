//! The greeting: language and consent, name, place, telephone. What is accepted is kept at once.

use casework::{
    desk::{DeskError, Naming},
    ids::PlaceId,
    intake::{Joining, Task, Text, is_phone},
};

use crate::{
    button::Choice,
    callers, danger, estates,
    incoming::Sent,
    intake,
    page::{Page, shortened},
    privacy,
    speech::Voice,
    units,
    visit::{Toast, Visit},
};

/// The longest name we keep.
const LONGEST_NAME: usize = 64;

/// Begins to get to know somebody, or goes on where it stopped.
pub async fn begin(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let task = visit.work.task(visit.person.id).await?;
    let at = match intake::is_joining(task.as_ref()) {
        Some(at) => at,
        None => first(visit).await?,
    };
    step(visit, at, 0).await
}

/// Where it begins.
pub async fn first(visit: &mut Visit<'_>) -> Result<Joining, DeskError> {
    Ok(if estates::is_open(visit).await? { Joining::Estate } else { Joining::Consent })
}

async fn step(visit: &mut Visit<'_>, at: Joining, page: u16) -> Result<(), DeskError> {
    let person = visit.person.id;
    let version = visit.work.save_task(person, &Task::Joining { at }).await?;
    let asked = ask(visit, at, page, version).await?;
    let screen = visit.task_screen();
    visit.ask(asked, screen).await
}

/// Asks the present question again, as it stands.
pub async fn again(visit: &mut Visit<'_>, at: Joining) -> Result<(), DeskError> {
    step(visit, at, 0).await
}

async fn ask(
    visit: &mut Visit<'_>,
    at: Joining,
    page: u16,
    version: i32,
) -> Result<Page, DeskError> {
    Ok(match at {
        Joining::Estate => {
            let sites = visit.work.sites().await?;
            match danger::told_of(visit).await? {
                Some(_) => visit.voice.which_estate_in_danger(&sites),
                None => visit.voice.which_estate(&sites),
            }
        }
        Joining::Consent => {
            let notice = privacy::version();
            visit.work.show_notice(&visit.person, notice).await?;
            visit.voice.consent(&visit.site, version, notice)
        }
        Joining::Name => {
            let shown = Some(visit.shown_name.as_str()).filter(|name| Text::parse(name).is_ok());
            visit.voice.ask_name(shown, version)
        }
        Joining::Place { within } => {
            let places = visit.work.places_within(within).await?;
            let within = match within {
                Some(id) => visit.work.place(id).await?,
                None => None,
            };
            visit.voice.ask_home(within.as_ref(), &places, page, version)
        }
        Joining::Phone => visit.voice.ask_phone(),
    })
}

/// A button of the greeting.
pub async fn chose(visit: &mut Visit<'_>, at: Joining, choice: Choice) -> Result<(), DeskError> {
    match (at, choice) {
        (Joining::Consent, Choice::Language(language)) => {
            visit.person.language = language;
            visit.voice = Voice::new(language, visit.site.zone);
            save(visit).await?;
            step(visit, at, 0).await
        }
        (Joining::Consent, Choice::Agree) => {
            privacy::agree(visit, privacy::version()).await?;
            let next = match (&visit.person.name, visit.person.place) {
                (None, _) => Joining::Name,
                (Some(_), None) => Joining::Place { within: None },
                // A unit's code has named it already.
                (Some(_), Some(place)) => return placed(visit, Some(place)).await,
            };
            step(visit, next, 0).await
        }
        (Joining::Consent, Choice::Decline) => decline(visit).await,
        (Joining::Name, Choice::OwnName) => {
            let name = visit.shown_name.clone();
            named(visit, &name).await
        }
        (Joining::Place { .. }, Choice::Open(place)) => {
            step(visit, Joining::Place { within: Some(place) }, 0).await
        }
        (Joining::Place { .. }, Choice::OpenAll) => {
            step(visit, Joining::Place { within: None }, 0).await
        }
        (Joining::Place { within }, Choice::Page(page)) => {
            step(visit, Joining::Place { within }, page).await
        }
        (Joining::Place { .. }, Choice::Place(place)) => placed(visit, Some(place)).await,
        (Joining::Place { .. }, Choice::Visitor) => placed(visit, None).await,
        _ => {
            visit.toast = Some(Toast::word(visit.voice.toast_stale_question()));
            Ok(())
        }
    }
}

/// Without consent nothing is kept, not even what was told first.
async fn decline(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    visit.person.consent = None;
    visit.person.name = None;
    visit.person.place = None;
    save(visit).await?;
    visit.work.disagree(visit.person.id).await?;
    for (unit, _) in visit.work.units_of(visit.person.id).await? {
        visit.work.leave_unit(&visit.person, unit.id).await?;
    }
    visit.work.drop_draft(visit.person.id).await?;
    visit.work.drop_task(visit.person.id).await?;
    let page = visit.voice.declined(&visit.site);
    visit.say_here(page).await
}

/// Something said or sent during the greeting.
pub async fn told(visit: &mut Visit<'_>, at: Joining, sent: Sent) -> Result<(), DeskError> {
    match (at, sent) {
        (Joining::Name, Sent::Text(text)) => named(visit, &text).await,
        (Joining::Phone, Sent::Contact(number, true)) if is_phone(number.trim()) => {
            visit.person.phone = Some(number.trim().to_owned());
            visit.person.phone_verified = true;
            finish(visit, true).await
        }
        (Joining::Phone, Sent::Contact(_, false)) => {
            let page = visit.voice.phone_not_yours();
            visit.say(page).await
        }
        (Joining::Phone, Sent::Text(text)) if Voice::is_skip(&text) => finish(visit, false).await,
        (Joining::Phone, Sent::Text(text)) if is_phone(text.trim()) => {
            visit.person.phone = Some(text.trim().to_owned());
            visit.person.phone_verified = false;
            finish(visit, true).await
        }
        (at, sent) => intake::keep_for_later(visit, at, sent).await,
    }
}

async fn named(visit: &mut Visit<'_>, name: &str) -> Result<(), DeskError> {
    match Text::parse(name) {
        Ok(name) => {
            let name = name.into_string().replace('\n', " ");
            visit.person.name = Some(shortened(&name, LONGEST_NAME));
            save(visit).await?;
            match visit.person.place {
                Some(place) => placed(visit, Some(place)).await,
                None => step(visit, Joining::Place { within: None }, 0).await,
            }
        }
        Err(why) => {
            let page = Page::say(visit.voice.problem(why.into(), None));
            visit.say(page).await?;
            step(visit, Joining::Name, 0).await
        }
    }
}

async fn placed(visit: &mut Visit<'_>, place: Option<PlaceId>) -> Result<(), DeskError> {
    visit.person.place = place;
    save(visit).await?;
    if visit.person.phone.is_some() {
        return finish(visit, true).await;
    }
    // The keyboard for the number cannot stand under an edited message.
    let person = visit.person.id;
    visit.work.save_task(person, &Task::Joining { at: Joining::Phone }).await?;
    let chosen = match place {
        Some(place) => visit.work.place(place).await?,
        None => None,
    };
    let chosen = visit.voice.place_chosen(chosen.as_ref());
    visit.say_here(chosen).await?;
    let page = visit.voice.ask_phone();
    visit.say(page).await
}

async fn finish(visit: &mut Visit<'_>, phone_kept: bool) -> Result<(), DeskError> {
    visit.person.joined = true;
    save(visit).await?;
    visit.work.drop_task(visit.person.id).await?;
    visit.work.match_list(&visit.person).await?;
    Box::pin(callers::verified(visit)).await?;
    let naming = match visit.person.place {
        Some(place) => units::ask(visit, place).await?,
        None => Naming::NoUnit,
    };
    let mut page = visit.voice.welcome(&visit.person, phone_kept);
    page.text = page.text.line_if(visit.voice.naming(naming));
    page.menu = true;
    page.retire = visit.pressed;
    visit.say(page).await?;
    visit.pressed = None;
    intake::home_or_draft(visit).await
}

async fn save(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    visit.work.save_person(&visit.person).await
}
