//! An administrator writes down what the estate is called, how the service centre is called, or a building.

use casework::{
    desk::DeskError,
    estate::{Building, SiteName},
    intake::{Detail, Task, is_phone},
};

use super::{finish, report, resume_draft};
use crate::{incoming::Sent, page::Page, setup, visit::Visit};

/// They would like to.
pub async fn begin(visit: &mut Visit<'_>, detail: Detail) -> Result<(), DeskError> {
    report::make_room(visit).await?;
    visit.pressed = None;
    show(visit, detail).await
}

/// The question.
pub async fn show(visit: &mut Visit<'_>, detail: Detail) -> Result<(), DeskError> {
    let task = Task::SetUp { site: Some(visit.site.id), detail };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let page = visit.voice.setup_asks(&visit.site, detail, version);
    let page = visit.of_estate(page).await?;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// It was written: kept, or asked again.
pub async fn told(visit: &mut Visit<'_>, detail: Detail, sent: Sent) -> Result<(), DeskError> {
    let Some(words) = super::words_or_why(visit, sent).await? else {
        return show(visit, detail).await;
    };
    let kept = match keep(visit, detail, words.trim()).await {
        Ok(kept) => kept,
        // They hold no such position any more.
        Err(DeskError::Refused(_)) => {
            finish(visit).await?;
            let text = visit.voice.only_admin();
            visit.decline(text).await?;
            return resume_draft(visit).await;
        }
        Err(error) => return Err(error),
    };
    let Some(said) = kept else {
        let page = Page::say(visit.voice.setup_wrong(detail));
        visit.say(page).await?;
        return show(visit, detail).await;
    };
    finish(visit).await?;
    visit.say(Page::say(said)).await?;
    setup::overview(visit).await?;
    resume_draft(visit).await
}

/// What is said of it; nothing when it cannot be meant.
async fn keep(
    visit: &mut Visit<'_>,
    detail: Detail,
    words: &str,
) -> Result<Option<String>, DeskError> {
    let person = visit.person.clone();
    match detail {
        Detail::Name => {
            let Some(name) = SiteName::parse(words) else { return Ok(None) };
            visit.work.rename(&person, &name).await?;
        }
        Detail::Phone if is_phone(words) => visit.work.set_phone(&person, words).await?,
        Detail::Phone => return Ok(None),
        Detail::Building => {
            let Some(building) = Building::parse(words) else { return Ok(None) };
            let floor = visit.voice.floor_pattern();
            let is_new = visit.work.add_building(&person, &building, floor).await?;
            return Ok(Some(visit.voice.setup_building(&building, is_new)));
        }
    }
    Ok(Some(visit.voice.setup_kept()))
}
