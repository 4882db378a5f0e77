//! The crew's report in a person's chat: result, cause, remedy, photos, review. The steps are in
//! core.

use casework::{
    case::{Event, Outcome},
    desk::DeskError,
    ids::CaseId,
    intake::{ReportAnswer, ReportDraft, ReportStep, Task, Turn},
};

use super::{ask_below, finish, refused, resume_draft};
use crate::{
    button::Choice,
    incoming::Sent,
    page::Page,
    visit::{Toast, Visit},
};

/// Begins the report of a result.
pub async fn begin(visit: &mut Visit<'_>, case: CaseId, round: i32) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let trial = Event::Report { outcome: Outcome::default() };
    if let Err(error) = visit.work.would(&person, case, Some(round), &trial).await {
        return visit.refuse(case, error).await;
    }
    let view = visit.work.view(case).await?;
    let needs_photo = view.category.as_ref().is_some_and(|category| category.needs_photo);
    let told = told_before(visit, case, round).await?;
    let draft = told.unwrap_or_else(|| ReportDraft::new(needs_photo));
    let task = Task::Report { case, round, draft: draft.clone() };
    let version = visit.work.save_task(person.id, &task).await?;
    let page = visit.voice.report_question(view.case.number.as_str(), &draft, version);
    ask_below(visit, page).await
}

/// What was told of this case already, so that it is not asked again: in the report that is open,
/// or in the one that was set aside.
async fn told_before(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
) -> Result<Option<ReportDraft>, DeskError> {
    let person = visit.person.id;
    let open = visit.work.task(person).await?.map(|kept| kept.state);
    let aside = visit.work.take_report_back(person).await?;
    let (mut told, mut other) = (None, None);
    for report in [aside, open].into_iter().flatten() {
        match report {
            Task::Report { case: of, round: then, draft } if (of, then) == (case, round) => {
                told = Some(draft);
            }
            Task::Report { .. } => other = Some(report),
            _ => {}
        }
    }
    if let Some(other) = other {
        visit.work.set_report_aside(person, &other).await?;
    }
    Ok(told)
}

/// A report half written is set aside for what comes now.
pub async fn make_room(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.id;
    if let Some(kept) = visit.work.task(person).await?
        && matches!(kept.state, Task::Report { .. })
    {
        visit.work.set_report_aside(person, &kept.state).await?;
    }
    Ok(())
}

pub(super) async fn told(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    draft: ReportDraft,
    sent: Sent,
) -> Result<(), DeskError> {
    let answer = match sent {
        Sent::Text(text) => ReportAnswer::Text(text),
        Sent::File(file) => {
            let same_album = file.album.is_some()
                && draft.files.last().is_some_and(|last| last.album == file.album);
            visit.in_album = same_album;
            ReportAnswer::File(file)
        }
        Sent::TooBig => {
            let page = Page::say(visit.voice.too_big());
            visit.say(page).await?;
            return show(visit, case, round, draft).await;
        }
        _ => {
            let page = Page::say(visit.voice.wrong_media());
            visit.say(page).await?;
            return show(visit, case, round, draft).await;
        }
    };
    turn_to(visit, case, round, draft.answer(answer)).await
}

pub(super) async fn chose(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    draft: ReportDraft,
    choice: Choice,
) -> Result<(), DeskError> {
    let answer = match choice {
        Choice::Enough => ReportAnswer::Enough,
        Choice::Back => ReportAnswer::Back,
        Choice::EditReport(step) => ReportAnswer::Edit(step),
        Choice::Send => ReportAnswer::Send,
        Choice::Phrase(number) => match visit.voice.phrase(draft.step, number) {
            Some(phrase) => ReportAnswer::Text(phrase),
            None => return show(visit, case, round, draft).await,
        },
        Choice::Edit => {
            let task = Task::Report { case, round, draft };
            let version = visit.work.save_task(visit.person.id, &task).await?;
            let page = visit.voice.which_report_field(version);
            let screen = visit.task_screen();
            return visit.ask(page, screen).await;
        }
        _ => return show(visit, case, round, draft).await,
    };
    turn_to(visit, case, round, draft.answer(answer)).await
}

async fn turn_to(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    turn: Turn<ReportDraft>,
) -> Result<(), DeskError> {
    match turn {
        Turn::Ask(draft) => show(visit, case, round, draft).await,
        Turn::Again(draft, problem) => {
            let text = visit.voice.report_problem(problem);
            if visit.is_press {
                visit.toast = Some(Toast::alert(text));
            } else {
                visit.say(Page::say(text)).await?;
            }
            show(visit, case, round, draft).await
        }
        Turn::Done(draft) => done(visit, case, round, draft).await,
    }
}

pub(super) async fn show(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    draft: ReportDraft,
) -> Result<(), DeskError> {
    let task = Task::Report { case, round, draft: draft.clone() };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let number = visit.work.view(case).await?.case.number;
    let page = visit.voice.report_question(number.as_str(), &draft, version);
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Files first, so that the owner is shown them with the result.
async fn done(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    draft: ReportDraft,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(outcome) = draft.outcome() else {
        return show(visit, case, round, ReportDraft { step: ReportStep::Result, ..draft }).await;
    };
    let event = Event::Report { outcome };
    if let Err(error) = visit.work.would(&person, case, Some(round), &event).await {
        return refused(visit, case, error).await;
    }
    visit.work.attach(case, &draft.files, "result", person.id).await?;
    let done = visit.work.apply(&person, case, Some(round), &event).await?;
    finish(visit).await?;
    let page = visit.voice.report_sent(done.number.as_str());
    visit.say_here(page).await?;
    resume_draft(visit).await
}
