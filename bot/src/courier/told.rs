//! Notices about a case as a room may read them.

use casework::{
    case::Notice,
    desk::Work,
    ids::{Account, CaseId, Room},
};

use super::{Held, errand::voice, files};
use crate::page::Page;

/// A notice in words; between neighbours without what is withheld from whoever reads it.
pub(super) async fn notice(
    work: &mut Work,
    room: Room,
    case: CaseId,
    notice: &Notice,
) -> Result<Page, Held> {
    let (view, veil) = work.view_for(room, case).await?;
    let voice = voice(work, room, &view).await?;
    let to_owner = view.owner.account.map(Account::room) == Some(room);
    let Some(veil) = veil else { return Ok(voice.notice(&view, notice, to_owner)) };
    let mut page = voice.notice(&view, &veil.over_notice(notice), to_owner);
    if *notice == Notice::FullSlip {
        let all = work.files(case, false).await?;
        let count = all.len() - files::shown_in(room, all.clone(), true).len();
        page.text = page.text.line_if((count > 0).then(|| voice.files_withheld(count)));
    }
    Ok(page)
}
