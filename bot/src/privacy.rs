//! The privacy notice: which version is in force, and who is shown it anew. Nobody waits for it: what
//! somebody tells us is taken first. And what people can do about what we keep: see it, erase it.

use std::{collections::BTreeMap, sync::LazyLock};

use casework::desk::{DeskError, Forgetting};
use serde::Deserialize;

use crate::{page::Page, visit::Visit};

#[cfg(test)]
mod tests;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    version: i32,
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds them against the sentences"))]
    texts: BTreeMap<String, String>,
}

static NOTICE: LazyLock<Notice> = LazyLock::new(|| {
    toml::from_str(include_str!("privacy.toml")).expect("a test reads the notice's version")
});

/// The version in force.
pub fn version() -> i32 {
    NOTICE.version
}

/// Somebody agrees to this version of it.
pub async fn agree(visit: &mut Visit<'_>, version: i32) -> Result<(), DeskError> {
    if version > self::version() {
        return Ok(());
    }
    visit.work.agree(&visit.person, version).await?;
    visit.person.consent = visit.person.consent.max(Some(version));
    visit.work.save_person(&visit.person).await
}

/// Who has agreed to an older version is shown the newest once, above the home screen: there nobody
/// is in the middle of telling us something.
pub async fn show_anew(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let newest = version();
    if visit.person.consent >= Some(newest)
        || !visit.work.show_notice(&visit.person, newest).await?
    {
        return Ok(());
    }
    let page = visit.voice.privacy_changed(&visit.site, newest);
    visit.say(page).await
}

/// The button under it.
pub async fn agreed(visit: &mut Visit<'_>, version: i32) -> Result<(), DeskError> {
    agree(visit, version).await?;
    let page = visit.voice.privacy_agreed(&visit.site, version);
    visit.say_here(page).await
}

/// Everything that is kept about somebody, as a file in their own chat.
pub async fn my_data(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    visit.work.post_my_data(&visit.person).await
}

/// What goes and what stays; and whether it can be done now.
pub async fn forget(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let may = visit.work.may_forget(&visit.person).await?;
    let page = answer(visit, &may).unwrap_or_else(|| visit.voice.forget_surely(&visit.site));
    visit.say_here(page).await
}

/// They know what goes.
pub async fn forget_surely(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let (room, voice) = (visit.room(), visit.voice);
    let done = visit.work.forget(&visit.person).await?;
    let page = answer(visit, &done).unwrap_or_else(|| voice.forgotten());
    match room {
        Some(room) => visit.post(room, page.in_place_of(visit.pressed)).await,
        None => Ok(()),
    }
}

/// Why it cannot be done now, if it cannot.
fn answer(visit: &Visit<'_>, may: &Forgetting) -> Option<Page> {
    match may {
        Forgetting::Ready => None,
        Forgetting::Open(case, number) => Some(visit.voice.forget_later(*case, number)),
        Forgetting::Holds => Some(visit.voice.forget_holder()),
    }
}
