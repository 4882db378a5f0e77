//! Which estate somebody speaks to, in a book that holds several. With one, nobody is asked.

use casework::{
    desk::DeskError,
    ids::SiteId,
    intake::{Joining, Task},
    place::Site,
};

use crate::{
    danger, intake, joining,
    speech::Voice,
    tasks,
    visit::{Toast, Visit},
};

/// Whether it is open which estate they speak to: they have come for the first time, and not by a link
/// of one of them.
pub async fn is_open(visit: &mut Visit<'_>) -> Result<bool, DeskError> {
    let person = &visit.person;
    if person.joined || person.is_staff() || !person.units.is_empty() || person.place.is_some() {
        return Ok(false);
    }
    Ok(visit.work.holds_several().await? && is_unsaid(visit).await?)
}

/// Whether the greeting has not come further than to the estate.
async fn is_unsaid(visit: &mut Visit<'_>) -> Result<bool, DeskError> {
    let task = visit.work.task(visit.person.id).await?;
    Ok(intake::is_joining(task.as_ref()).is_none_or(|at| at == Joining::Estate))
}

/// The estate is known: the greeting goes on behind it.
async fn say_it(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if is_unsaid(visit).await? {
        let at = Joining::Consent;
        visit.work.save_task(visit.person.id, &Task::Joining { at }).await?;
    }
    Ok(())
}

/// Whoever comes by a link of an estate need not say which they are in.
pub async fn came_by_link(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.person.joined && visit.work.holds_several().await? {
        say_it(visit).await?;
    }
    Ok(())
}

/// Which estate?
pub async fn ask(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let sites = visit.work.sites().await?;
    let page = visit.voice.which_estate(&sites);
    visit.say_here(page).await
}

/// In which estate are people in danger? Whom to call stands above.
pub async fn ask_in_danger(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let sites = visit.work.sites().await?;
    let page = visit.voice.which_estate_in_danger(&sites);
    visit.say(page).await
}

/// They speak to this estate from here on. What was begun is told there, and what was chosen from the
/// lists of the one before is asked again.
pub async fn chosen(visit: &mut Visit<'_>, site: SiteId) -> Result<(), DeskError> {
    if !turn_to(visit, site).await? {
        return Ok(());
    }
    if !visit.person.joined {
        say_it(visit).await?;
        if let Some(story) = danger::told_of(visit).await? {
            danger::listen(visit, &story, false).await?;
            return Ok(());
        }
        return joining::begin(visit).await;
    }
    let chosen = visit.voice.estate_chosen(&visit.site);
    visit.say_here(chosen).await?;
    visit.pressed = None;
    intake::home_or_draft(visit).await
}

/// A colleague begins something in the group of an estate: they speak to that one from here on, and read
/// so where they had turned to another.
pub async fn turn_in(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let site = visit.site.id;
    if visit.work.home_of(visit.person.id).await? != site && turn_to(visit, site).await? {
        let chosen = visit.voice.estate_chosen(&visit.site);
        visit.say(chosen).await?;
    }
    Ok(())
}

/// A link leads to the estate that the work is about: whoever we know speaks to that one from here on; whoever
/// we do not know yet is greeted there.
pub async fn led_here(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    visit.know_estate().await?;
    visit.pressed = None;
    if visit.person.joined {
        return turn_in(visit).await;
    }
    visit.person = visit.work.move_to(visit.person.id, visit.site.id).await?;
    came_by_link(visit).await
}

/// People are in danger there.
pub async fn chosen_in_danger(visit: &mut Visit<'_>, site: SiteId) -> Result<(), DeskError> {
    if !turn_to(visit, site).await? {
        return Ok(());
    }
    if !visit.person.joined {
        let at = Joining::Consent;
        visit.work.save_task(visit.person.id, &Task::Joining { at }).await?;
    }
    match danger::told_of(visit).await? {
        Some(story) => danger::listen(visit, &story, false).await.map(|_| ()),
        None => danger::show(visit).await,
    }
}

/// From here on they speak to this estate; says whether there is such a one. A short question that is open is
/// over, and a report half written waits: both are of the estate before.
async fn turn_to(visit: &mut Visit<'_>, id: SiteId) -> Result<bool, DeskError> {
    let sites: Vec<Site> = visit.work.sites().await?;
    let Some(site) = sites.into_iter().find(|site| site.id == id) else {
        visit.toast = Some(Toast::alert(visit.voice.toast_old_button()));
        return Ok(false);
    };
    // As they stand by themselves, whatever this press was about.
    let home = visit.work.home_of(visit.person.id).await?;
    if home != id && visit.person.joined {
        tasks::report::make_room(visit).await?;
        tasks::finish(visit).await?;
    }
    visit.person = visit.work.move_to(visit.person.id, id).await?;
    visit.voice = Voice::new(visit.person.language, site.zone);
    visit.site = site;
    if home != id
        && let Some(kept) = visit.work.draft(visit.person.id).await?
    {
        visit.work.save_draft(visit.person.id, &kept.state.elsewhere()).await?;
    }
    Ok(true)
}
