//! The privacy notice: which version is in force, and who is shown it anew. Nobody waits for it: what
//! somebody tells us is taken first.

use std::{collections::BTreeMap, sync::LazyLock};

use casework::desk::DeskError;
use serde::Deserialize;

use crate::visit::Visit;

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
