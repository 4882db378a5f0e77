//! People are in danger: whom to call stands first, one press tells everybody who can help, and it is a
//! case like any other (S0-15.7, S2-19.1). Nothing is asked before, not even who it is.

use casework::{
    case::Kind,
    desk::DeskError,
    ids::CategoryId,
    intake::{Draft, Purpose, Task},
    place::{Category, danger_in},
};

use crate::{tasks, visit::Visit};

/// Whom to call, and what it can be.
pub async fn show(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let dangers = dangers(visit).await?;
    let page = visit.voice.dangers(&visit.site, &dangers);
    visit.say_here(page).await
}

/// It is this: everybody who can help is told, and whatever is written next goes to them.
pub async fn alarm(visit: &mut Visit<'_>, what: CategoryId) -> Result<(), DeskError> {
    let dangers = dangers(visit).await?;
    let Some(danger) = dangers.iter().find(|danger| danger.id == what) else {
        return show(visit).await;
    };
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    let person = visit.person.clone();
    let kept = visit.work.draft(person.id).await?;
    // What is told in confidence stays there.
    let kept =
        kept.filter(|kept| kept.state.kind.needs_work() && !kept.state.kind.is_confidential());
    let screen = kept.as_ref().and_then(|kept| kept.screen);
    let is_kept = kept.is_some();
    let draft = kept.map_or_else(|| begun_by_press(visit, danger), |kept| kept.state);
    let draft = said_of(visit, draft, danger).await?;
    let (case, _) = visit.work.register(&draft, &person).await?;
    if is_kept {
        visit.work.drop_draft(person.id).await?;
        visit.retire(screen).await?;
    }
    let view = visit.work.view(case).await?;
    let task = Task::Words { case, round: view.case.round, purpose: Purpose::Add };
    let version = visit.work.save_task(person.id, &task).await?;
    let page = visit.voice.alarmed(&view, &visit.site, version);
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Whether something told speaks of danger: then whom to call is said before anything else.
pub async fn heard(visit: &mut Visit<'_>, story: &str) -> Result<Option<Category>, DeskError> {
    let categories = visit.work.categories().await?;
    Ok(danger_in(&categories, story).cloned())
}

async fn dangers(visit: &mut Visit<'_>) -> Result<Vec<Category>, DeskError> {
    let mut dangers = visit.work.categories().await?;
    dangers.retain(|category| category.danger);
    Ok(dangers)
}

/// The same press again is the same case: its message and its button are the key.
fn begun_by_press(visit: &Visit<'_>, danger: &Category) -> Draft {
    let (person, message) = (visit.person.id, visit.pressed.unwrap_or_default());
    Draft::new(Kind::Repair, format!("alarm-{person}-{message}-{}", danger.id), false)
}

/// What is not told yet is taken from what we know; whoever writes next corrects it.
async fn said_of(
    visit: &mut Visit<'_>,
    mut draft: Draft,
    danger: &Category,
) -> Result<Draft, DeskError> {
    draft.category = Some(danger.id);
    if !draft.is_begun() {
        draft.story.push(danger.name.in_language(visit.person.language).to_owned());
    }
    if draft.place.is_none() && draft.whereabouts.is_none() && draft.caller.is_none() {
        let place = visit.work.last_place(&visit.person).await?;
        draft.place = place.map(|place| place.id);
    }
    Ok(draft)
}
