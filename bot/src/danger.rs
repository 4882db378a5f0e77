//! People are in danger: whom to call stands first, one press tells everybody who can help, and it is a
//! case like any other (S0-15.7, S2-19.1). Nothing is asked before, not even who it is.

use casework::{
    case::Kind,
    desk::{CaseView, DeskError},
    ids::CategoryId,
    intake::{Draft, Purpose, Task},
    place::{Category, danger_in},
};
use chrono::TimeDelta;

use crate::{
    callers, estates, tasks,
    visit::{Toast, Visit},
};

/// So long a button that tells of danger is believed.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// Whoever presses again within this time speaks of the same.
const AGAIN: TimeDelta = TimeDelta::minutes(15);

/// Whom to call, and what it can be. Always anew: in place of an old message it would be as old.
pub async fn show(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if estates::is_open(visit).await? {
        return estates::ask_in_danger(visit).await;
    }
    let dangers = dangers(visit).await?;
    let page = visit.voice.dangers(&visit.site, &dangers, false);
    visit.say(page).await
}

/// It is this: everybody who can help is told, and whatever is written next goes to them. `told`: it was
/// chosen for the story that is being told.
pub async fn alarm(
    visit: &mut Visit<'_>,
    what: CategoryId,
    told: Option<Draft>,
) -> Result<(), DeskError> {
    let dangers = dangers(visit).await?;
    let Some(danger) = dangers.iter().find(|danger| danger.id == what) else {
        return show(visit).await;
    };
    if is_old(visit) {
        let page = visit.voice.dangers(&visit.site, &dangers, true);
        visit.toast = Some(Toast::alert(visit.voice.toast_old_danger()));
        return visit.say(page).await;
    }
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    if let Some(view) = just_told(visit, what).await? {
        return ask_for_more(visit, &view).await;
    }
    let kept = visit.work.draft(visit.person.id).await?;
    let screen = kept.as_ref().and_then(|kept| kept.screen);
    let speaks = kept.map(|kept| kept.state).filter(|draft| speaks_of(draft, danger));
    let own = told.or(speaks);
    let is_told = own.is_some();
    let draft = said_of(visit, own, danger).await?;
    let person = visit.person.clone();
    let (case, _) = visit.work.register(&draft, &person).await?;
    if is_told {
        visit.work.drop_draft(person.id).await?;
        visit.retire(screen).await?;
    }
    let view = visit.work.view(case).await?;
    if !view.case.state.is_open() {
        return show(visit).await;
    }
    if draft.caller.is_some() {
        let page = visit.voice.registered_for_caller(view.case.number.as_str());
        visit.say(page).await?;
        Box::pin(callers::registered(visit, case)).await?;
    }
    ask_for_more(visit, &view).await
}

/// What is being told is heard for danger before anything else becomes of it (S2-19.1). Colleagues at
/// work are left to write of smoke detectors, and whoever has told it is not told again. Says whether
/// it speaks of danger.
pub async fn listen(visit: &mut Visit<'_>, text: &str, is_busy: bool) -> Result<bool, DeskError> {
    if is_busy && visit.person.is_staff() {
        return Ok(false);
    }
    // Whom to tell depends on where it is: that is asked first.
    if estates::is_open(visit).await? {
        return is_heard(visit, text).await;
    }
    let categories = visit.work.categories().await?;
    let Some(found) = danger_in(&categories, text) else { return Ok(false) };
    if just_told(visit, found.id).await?.is_some() {
        return Ok(true);
    }
    let page = visit.voice.danger_found(&visit.site, found);
    visit.say(page).await?;
    Ok(true)
}

/// What somebody began to tell, if it speaks of danger.
pub async fn told_of(visit: &mut Visit<'_>) -> Result<Option<String>, DeskError> {
    let Some(kept) = visit.work.draft(visit.person.id).await? else { return Ok(None) };
    let story = kept.state.whole_story();
    Ok(is_heard(visit, &story).await?.then_some(story))
}

/// Whether it speaks of what is a danger in this estate; while that is open, in any.
async fn is_heard(visit: &mut Visit<'_>, text: &str) -> Result<bool, DeskError> {
    let is_open = estates::is_open(visit).await?;
    let mut is_heard = false;
    for site in visit.work.sites().await? {
        if is_open || site.id == visit.site.id {
            visit.work.stand_at(site.id);
            let categories = visit.work.categories().await?;
            is_heard |= danger_in(&categories, text).is_some();
        }
    }
    visit.work.stand_at(visit.site.id);
    Ok(is_heard)
}

/// They write no more: whom to call stays before their eyes.
pub async fn told_all(visit: &mut Visit<'_>, view: &CaseView) -> Result<(), DeskError> {
    let page = visit.voice.alarm_holds(view);
    visit.say_here(page).await
}

async fn ask_for_more(visit: &mut Visit<'_>, view: &CaseView) -> Result<(), DeskError> {
    let (case, round) = (view.case.id, view.case.round);
    let task = Task::Words { case, round, purpose: Purpose::Add };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let page = visit.voice.alarmed(view, &visit.site, version);
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Whether a category is a danger.
pub async fn is_one(visit: &mut Visit<'_>, what: CategoryId) -> Result<bool, DeskError> {
    Ok(dangers(visit).await?.iter().any(|danger| danger.id == what))
}

async fn dangers(visit: &mut Visit<'_>) -> Result<Vec<Category>, DeskError> {
    let mut dangers = visit.work.categories().await?;
    dangers.retain(|category| category.danger);
    Ok(dangers)
}

/// A button that somebody comes upon later is a mistake rather than a danger.
fn is_old(visit: &Visit<'_>) -> bool {
    visit.pressed_at.is_some_and(|at| visit.work.now() - at > FRESH)
}

/// The same danger that this person told of a moment ago.
async fn just_told(visit: &mut Visit<'_>, what: CategoryId) -> Result<Option<CaseView>, DeskError> {
    let now = visit.work.now();
    let is_it = |view: &CaseView| {
        let lately = view.case.handling.alarmed_at.is_some_and(|at| now - at < AGAIN);
        view.case.state.is_open() && view.case.category == Some(what) && lately
    };
    let matters = visit.work.matters_of(visit.person.id, 10).await?;
    Ok(matters.into_iter().find(is_it))
}

/// What was begun of something else, or is told in confidence, stays as it is.
fn speaks_of(draft: &Draft, danger: &Category) -> bool {
    let story = draft.whole_story();
    !draft.kind.is_confidential()
        && draft.category.is_none()
        && danger_in(std::slice::from_ref(danger), &story).is_some()
}

/// What is not told yet is taken from what we know; whoever writes next corrects it. The same press again
/// is the same case: its message and its button are the key.
async fn said_of(
    visit: &mut Visit<'_>,
    own: Option<Draft>,
    danger: &Category,
) -> Result<Draft, DeskError> {
    let (person, message) = (visit.person.id, visit.pressed.unwrap_or_default());
    let key = format!("alarm-{person}-{message}-{}", danger.id);
    let mut draft = own.unwrap_or_else(|| Draft::new(Kind::Repair, String::new(), false));
    draft.key = key;
    draft.category = Some(danger.id);
    // Whoever is on duty must see it, whomever it is about.
    (draft.about, draft.is_about_us) = (None, false);
    if !draft.kind.needs_work() {
        draft.kind = Kind::Repair;
    }
    if !draft.is_begun() {
        draft.story.push(danger.name.in_language(visit.person.language).to_owned());
    }
    // Colleagues tell of what they see, not of where they live.
    let is_own = draft.caller.is_none() && !visit.person.is_staff();
    if draft.place.is_none() && draft.whereabouts.is_none() && is_own {
        draft.place = visit.work.last_place(&visit.person).await?.map(|place| place.id);
        draft.is_place_guessed = draft.place.is_some();
    }
    Ok(draft)
}
