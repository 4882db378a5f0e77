//! The admin's list of staff, and the end of a position.

use casework::{
    desk::{DeskError, Dismissal, Dismissed},
    ids::PostId,
};

use crate::{
    page::Page,
    speech::Voice,
    visit::{Toast, Visit},
};

/// Who holds which position.
pub async fn list(visit: &mut Visit<'_>, page: u16) -> Result<(), DeskError> {
    let staff = visit.work.staff().await?;
    let departments = visit.work.departments().await?;
    let page = visit.voice.staff(&staff, &departments, page);
    visit.say_here(page).await
}

/// End it?
pub async fn ask(visit: &mut Visit<'_>, id: PostId) -> Result<(), DeskError> {
    let Some((held, person)) = visit.work.holder(id).await? else {
        visit.toast = Some(Toast::alert(visit.voice.decided_already()));
        return list(visit, 0).await;
    };
    let departments = visit.work.departments().await?;
    let page = visit.voice.remove_surely(&held, &person, &departments);
    visit.say_here(page).await
}

/// It ends: they are told, what they had open in private closes, and whoever sees to their slips
/// hears of them.
pub async fn remove(visit: &mut Visit<'_>, id: PostId) -> Result<(), DeskError> {
    let admin = visit.person.clone();
    let ended = match visit.work.dismiss(id, &admin).await? {
        Dismissal::Done(ended) => ended,
        Dismissal::Over => {
            visit.toast = Some(Toast::alert(visit.voice.decided_already()));
            return list(visit, 0).await;
        }
        Dismissal::LastAdmin => {
            visit.toast = Some(Toast::alert(visit.voice.last_admin()));
            return Ok(());
        }
    };
    tell(visit, &ended).await?;
    list(visit, 0).await
}

async fn tell(visit: &mut Visit<'_>, ended: &Dismissed) -> Result<(), DeskError> {
    let departments = visit.work.departments().await?;
    if let Some(account) = ended.person.account {
        for screen in &ended.screens {
            let closed = Page { retire: Some(screen.0), ..Page::default() };
            visit.post(account.room(), closed).await?;
        }
        let voice = Voice::new(ended.person.language, visit.site.zone);
        let mut page = voice.post_ended(ended.post, &departments);
        page.menu = true;
        visit.post(account.room(), page).await?;
    }
    if ended.signed.is_empty() {
        return Ok(());
    }
    for room in &ended.rooms {
        let mut numbers = vec![];
        for case in &ended.signed {
            if visit.work.tells_number(*room, case).await? {
                numbers.push(case.number.as_str());
            }
        }
        if numbers.is_empty() {
            continue;
        }
        let language = visit.work.language_of(*room).await?;
        let voice = Voice::new(language, visit.site.zone);
        let page = voice.left_behind(&ended.person, ended.post, &departments, &numbers.join(", "));
        visit.post(*room, page).await?;
    }
    Ok(())
}
