//! An invitation, step by step: what it is called, on which day; what is said then is an announcement.

use casework::{
    desk::DeskError,
    gathering::{GatheringKind, Said, TITLE_LIMIT},
    intake::{Task, day_of},
};

use super::{announce, report};
use crate::{incoming::Sent, page::Page, visit::Visit};

/// Somebody would like to invite people.
pub async fn begin(visit: &mut Visit<'_>, kind: GatheringKind) -> Result<(), DeskError> {
    if !visit.work.may_invite(&visit.person) {
        let text = visit.voice.only_announcers();
        return visit.decline(text).await;
    }
    report::make_room(visit).await?;
    visit.pressed = None;
    show(visit, kind, None).await
}

/// The present question.
pub async fn show(
    visit: &mut Visit<'_>,
    kind: GatheringKind,
    title: Option<String>,
) -> Result<(), DeskError> {
    let task = Task::Gathering { site: Some(visit.site.id), kind, title: title.clone() };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let page = match title {
        None => visit.voice.gathering_title(kind, version),
        Some(title) => visit.voice.gathering_day(&title, version),
    };
    let page = visit.of_estate(page).await?;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Something was written: the title, or the day.
pub async fn told(
    visit: &mut Visit<'_>,
    kind: GatheringKind,
    title: Option<String>,
    sent: Sent,
) -> Result<(), DeskError> {
    let Some(words) = super::words_or_why(visit, sent).await? else {
        return show(visit, kind, title).await;
    };
    let Some(title) = title else {
        if words.chars().count() > TITLE_LIMIT || words.contains('\n') {
            let page = Page::say(visit.voice.gathering_title_long());
            visit.say(page).await?;
            return show(visit, kind, None).await;
        }
        return show(visit, kind, Some(words)).await;
    };
    let today = visit.work.calendar().await?.day(visit.work.now());
    let Some(day) = day_of(&words, today).filter(|day| *day >= today) else {
        let page = Page::say(visit.voice.gathering_day_wrong());
        visit.say(page).await?;
        return show(visit, kind, Some(title)).await;
    };
    let person = visit.person.clone();
    let version = visit.work.task(person.id).await?.map_or(0, |kept| kept.version);
    let key = format!("gathering:{}:{version}", person.id);
    match visit.work.plan_gathering(&person, kind, &title, day, &key).await {
        Ok(id) => announce::about(visit, id, Said::Invitation).await,
        // They hold no such position any more.
        Err(DeskError::Refused(_)) => {
            super::finish(visit).await?;
            let text = visit.voice.only_announcers();
            visit.decline(text).await
        }
        Err(error) => Err(error),
    }
}
