//! Which case is it the same matter as? One of those offered, or by its number.

use casework::{
    desk::{CaseView, DeskError},
    ids::CaseId,
    intake::{Form, FormAnswer},
};

use super::form::{answer, show};
use crate::{commands, visit::Visit};

/// The cases that could be it, as they may be shown.
pub(super) async fn offered(
    visit: &mut Visit<'_>,
    case: CaseId,
) -> Result<Vec<CaseView>, DeskError> {
    let person = visit.person.clone();
    let mut views = vec![];
    for other in visit.work.alike(&person, case).await? {
        views.push(visit.work.view(other).await?);
    }
    Ok(views)
}

/// A number was typed.
pub(super) async fn typed(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
    text: &str,
) -> Result<(), DeskError> {
    match commands::named(visit, text).await? {
        Some(leader) => named(visit, case, round, form, leader).await,
        None => show(visit, case, round, form).await,
    }
}

/// A case was named; it may have got its result since it was offered.
pub(super) async fn named(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
    leader: CaseId,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    match visit.work.leader_for(&person, case, leader).await {
        Ok(leader) => answer(visit, case, round, form, FormAnswer::Case(leader)).await,
        Err(error) => {
            visit.refuse(case, error).await?;
            show(visit, case, round, form).await
        }
    }
}
