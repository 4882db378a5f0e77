//! Many slips at once, told in one list; and what is told of trouble with a room.

use casework::{
    desk::{DeskError, Work},
    ids::{Account, CaseId},
    store::{Card, Trouble},
};

use crate::{
    page::Page,
    speech::{Troubled, Voice},
};

/// Fewer slips are not worth a list: twenty messages a minute is what a group takes.
const LISTED_FROM: usize = 5;
/// So many in one list, each with a button: it is to be read on a phone.
const LIST: usize = 10;
/// So many are looked at to see whether they are too many.
const LOOKED_AT: i64 = 40;

/// When more slips wait than the group takes now: the first of them as one list, and which they are.
pub(super) async fn listing(
    work: &mut Work,
    card: &Card,
    left: usize,
) -> Result<Option<(Vec<i64>, Page)>, DeskError> {
    let waiting = work.waiting_slips(card.room, LOOKED_AT).await?;
    // One place is taken for this letter already.
    if waiting.len() < LISTED_FROM || waiting.len() <= left + 1 {
        return Ok(None);
    }
    let listed: Vec<&Card> = waiting.iter().take(LIST).collect();
    if !listed.iter().any(|listed| listed.id == card.id) {
        return Ok(None);
    }
    let mut views = vec![];
    for listed in &listed {
        let case: CaseId = listed.case;
        views.push(work.view_for(card.room, case).await?.0);
    }
    let site = work.site().await?;
    let voice = Voice::new(work.language_of(card.room).await?, site.zone);
    let cards = listed.iter().map(|listed| listed.id).collect();
    Ok(Some((cards, voice.slips_listed(&views))))
}

/// What is told of a trouble: whose room, how much waits there.
pub(super) async fn told(work: &mut Work, trouble: &Trouble) -> Result<Troubled, DeskError> {
    let departments = work.departments().await?;
    let department =
        departments.into_iter().find(|department| Some(department.id) == trouble.department);
    let site = work.site().await?;
    let person =
        if trouble.room.is_group() { None } else { work.known(Account(trouble.room.0)).await? };
    Ok(Troubled {
        kind: trouble.kind,
        department,
        is_desk: site.desk_room == Some(trouble.room),
        is_leaders: site.leaders_room == Some(trouble.room),
        person,
        until: trouble.until,
        slips: work.open_slips(trouble.room).await?,
    })
}
