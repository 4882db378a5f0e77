//! Topics of a forum: what is said of a case to its department's group goes into the topic in which
//! that department sits.

use casework::{
    case::effect::Letter,
    desk::{DeskError, Work},
    ids::{Room, Topic},
};

/// Whether a department sits in a topic of this group.
pub(super) async fn has(work: &mut Work, room: Room) -> Result<bool, DeskError> {
    if !room.is_group() {
        return Ok(false);
    }
    let departments = work.departments().await?;
    Ok(departments.iter().any(|one| one.room == Some(room) && one.topic.is_some()))
}

/// The topic in which a letter is said.
pub(super) async fn of(
    work: &mut Work,
    room: Room,
    letter: &Letter,
) -> Result<Option<Topic>, DeskError> {
    if !has(work, room).await? {
        return Ok(None);
    }
    let case = match letter {
        Letter::Notice { case, .. } | Letter::Files { case, .. } => *case,
        Letter::Card { card } => match work.card(*card).await? {
            Some(card) => card.case,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let department = work.view(case).await?.department;
    Ok(department.filter(|one| one.room == Some(room)).and_then(|one| one.topic))
}
