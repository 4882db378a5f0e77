//! The shorter conversations in a person's chat: one text for a purpose, the crew's report, the
//! words of the questionnaire.

use casework::{
    callback,
    case::{Event, Outcome, State},
    desk::DeskError,
    ids::{CaseId, QuestionnaireId},
    intake::{
        Problem, Purpose, ReportAnswer, ReportDraft, ReportStep, Task, Text, TextError, Turn,
    },
    store::Kept,
};

use crate::{
    button::Choice,
    incoming::Sent,
    intake,
    page::Page,
    visit::{Toast, Visit},
};

/// Begins to ask for words, if the event they make may happen at all.
pub async fn begin_words(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    purpose: Purpose,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let trial = purpose.event(String::new());
    if let Err(error) = visit.work.would(&person, case, Some(round), &trial).await {
        return visit.refuse(case, error).await;
    }
    make_room(visit).await?;
    let task = Task::Words { case, round, purpose };
    let version = visit.work.save_task(person.id, &task).await?;
    let view = visit.work.view(case).await?;
    let page = visit.voice.ask_words(&view, purpose, version, view.owner.id == person.id);
    ask_below(visit, page).await
}

/// Begins the report of a result.
pub async fn begin_report(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
) -> Result<(), DeskError> {
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

/// A question that follows from a card or notice stands below it; the card stays. Pressed in a
/// group, the answer says where it goes on.
async fn ask_below(visit: &mut Visit<'_>, page: Page) -> Result<(), DeskError> {
    if visit.is_press && visit.pressed.is_none() {
        let link = format!("https://t.me/{}?start=go", visit.me.username);
        let text = visit.voice.toast_private();
        visit.toast = Some(Toast { text, alert: false, link: Some(link) });
    }
    visit.pressed = None;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Shows the present question again.
pub async fn again(visit: &mut Visit<'_>, task: Task) -> Result<(), DeskError> {
    match task {
        Task::Joining { at } => crate::joining::again(visit, at).await,
        Task::Words { case, purpose, .. } => {
            let version = visit.work.save_task(visit.person.id, &task).await?;
            let view = visit.work.view(case).await?;
            let owner = view.owner.id == visit.person.id;
            let page = visit.voice.ask_words(&view, purpose, version, owner);
            let screen = visit.task_screen();
            visit.ask(page, screen).await
        }
        Task::Report { case, round, draft } => show_report(visit, case, round, draft).await,
        Task::Sheet { .. } => Ok(()),
    }
}

/// Something said or sent for the shorter conversation.
pub async fn told(visit: &mut Visit<'_>, task: Task, sent: Sent) -> Result<(), DeskError> {
    match task {
        Task::Joining { at } => crate::joining::told(visit, at, sent).await,
        Task::Words { case, round, purpose } => told_words(visit, case, round, purpose, sent).await,
        Task::Report { case, round, draft } => told_report(visit, case, round, draft, sent).await,
        Task::Sheet { questionnaire } => told_sheet(visit, questionnaire, sent).await,
    }
}

async fn told_words(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    purpose: Purpose,
    sent: Sent,
) -> Result<(), DeskError> {
    let task = Task::Words { case, round, purpose };
    match (purpose, sent) {
        (_, Sent::Text(text)) => match Text::parse(&text) {
            Ok(text) => said(visit, case, round, purpose, text.into_string()).await,
            Err(why) => not_taken(visit, task, problem_of(why)).await,
        },
        (Purpose::Add, Sent::File(file)) => {
            let person = visit.person.clone();
            let text = file.caption.as_deref().and_then(|text| Text::parse(text).ok());
            let event = Event::Add { text: text.map(Text::into_string), files: 1 };
            match visit.work.apply(&person, case, None, &event).await {
                Ok(_) => {
                    visit.work.attach(case, &[file], "addition", person.id).await?;
                    added(visit, task).await
                }
                Err(error) => refused(visit, case, error).await,
            }
        }
        (_, Sent::TooBig) => {
            let page = Page::say(visit.voice.too_big());
            visit.say(page).await?;
            again(visit, task).await
        }
        (Purpose::Add, _) => {
            let page = Page::say(visit.voice.wrong_media());
            visit.say(page).await?;
            again(visit, task).await
        }
        _ => not_taken(visit, task, Problem::WantsWords).await,
    }
}

fn problem_of(why: TextError) -> Problem {
    match why {
        TextError::Empty => Problem::Empty,
        TextError::TooLong => Problem::TooLong,
    }
}

async fn not_taken(visit: &mut Visit<'_>, task: Task, why: Problem) -> Result<(), DeskError> {
    let page = Page::say(visit.voice.problem(why, None));
    visit.say(page).await?;
    again(visit, task).await
}

/// The words are there: let the event happen.
async fn said(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    purpose: Purpose,
    text: String,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    match visit.work.apply(&person, case, Some(round), &purpose.event(text)).await {
        Ok(_) if purpose == Purpose::Add => {
            added(visit, Task::Words { case, round, purpose }).await
        }
        Ok(case) => {
            finish(visit).await?;
            // Withdrawing and reopening are answered by their own notices.
            if !matches!(purpose, Purpose::Withdraw | Purpose::Partly | Purpose::Dispute) {
                let page = visit.voice.words_done(case.number.as_str(), purpose);
                visit.say(page).await?;
            }
            resume_draft(visit).await
        }
        Err(error) => refused(visit, case, error).await,
    }
}

/// Added. Who asked to add is asked for more; who just answered is thanked.
async fn added(visit: &mut Visit<'_>, task: Task) -> Result<(), DeskError> {
    let Task::Words { case, .. } = task else { return Ok(()) };
    let open = visit.work.task(visit.person.id).await?;
    if !matches!(open, Some(Kept { state: Task::Words { purpose: Purpose::Add, .. }, .. })) {
        let number = visit.work.view(case).await?.case.number;
        let page = visit.voice.words_done(number.as_str(), Purpose::Add);
        return visit.say(page).await;
    }
    let version = visit.work.save_task(visit.person.id, &task).await?;
    let page = visit.voice.add_taken(version);
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// It may not happen any more: say why, and let it be.
async fn refused(visit: &mut Visit<'_>, case: CaseId, error: DeskError) -> Result<(), DeskError> {
    finish(visit).await?;
    visit.refuse(case, error).await?;
    resume_draft(visit).await
}

/// The conversation is over; its last question loses its buttons.
pub async fn finish(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.id;
    let Some(kept) = visit.work.task(person).await? else { return Ok(()) };
    visit.work.drop_task(person).await?;
    visit.retire(kept.screen).await
}

/// What was being written before comes back.
async fn resume_draft(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if let Some(Task::Report { case, round, draft }) =
        visit.work.take_report_back(visit.person.id).await?
    {
        visit.pressed = None;
        return show_report(visit, case, round, draft).await;
    }
    if visit.work.draft(visit.person.id).await?.is_some_and(|kept| kept.state.is_begun()) {
        visit.pressed = None;
        intake::home(visit).await?;
    }
    Ok(())
}

/// A button of the shorter conversation.
pub async fn chose(visit: &mut Visit<'_>, task: Task, choice: Choice) -> Result<(), DeskError> {
    match (task, choice) {
        (Task::Joining { at }, choice) => crate::joining::chose(visit, at, choice).await,
        (_, Choice::Cancel) => cancel(visit).await,
        (Task::Words { case, purpose: Purpose::Add, .. }, Choice::Enough) => {
            finish(visit).await?;
            let number = visit.work.view(case).await?.case.number;
            let page = visit.voice.words_done(number.as_str(), Purpose::Add);
            visit.say_here(page).await?;
            resume_draft(visit).await
        }
        (Task::Words { case, round, purpose: Purpose::Withdraw }, Choice::Send) => {
            let person = visit.person.clone();
            let event = Event::Withdraw { reason: None };
            match visit.work.apply(&person, case, Some(round), &event).await {
                Ok(done) => {
                    finish(visit).await?;
                    let page = visit.voice.words_done(done.number.as_str(), Purpose::Withdraw);
                    visit.say_here(page).await?;
                    resume_draft(visit).await
                }
                Err(error) => refused(visit, case, error).await,
            }
        }
        (Task::Report { case, round, draft }, choice) => {
            chose_report(visit, case, round, draft, choice).await
        }
        (task, _) => {
            visit.toast = Some(Toast::word(visit.voice.toast_stale_question()));
            again(visit, task).await
        }
    }
}

/// Stops the shorter conversation.
pub async fn cancel(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    finish(visit).await?;
    let page = visit.voice.task_cancelled();
    visit.say_here(page).await?;
    resume_draft(visit).await
}

async fn told_report(
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
            return show_report(visit, case, round, draft).await;
        }
        _ => {
            let page = Page::say(visit.voice.wrong_media());
            visit.say(page).await?;
            return show_report(visit, case, round, draft).await;
        }
    };
    report_turn(visit, case, round, draft.answer(answer)).await
}

async fn chose_report(
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
            None => return show_report(visit, case, round, draft).await,
        },
        Choice::Edit => {
            let task = Task::Report { case, round, draft };
            let version = visit.work.save_task(visit.person.id, &task).await?;
            let page = visit.voice.which_report_field(version);
            let screen = visit.task_screen();
            return visit.ask(page, screen).await;
        }
        _ => return show_report(visit, case, round, draft).await,
    };
    report_turn(visit, case, round, draft.answer(answer)).await
}

async fn report_turn(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    turn: Turn<ReportDraft>,
) -> Result<(), DeskError> {
    match turn {
        Turn::Ask(draft) => show_report(visit, case, round, draft).await,
        Turn::Again(draft, problem) => {
            let text = visit.voice.report_problem(problem);
            if visit.is_press {
                visit.toast = Some(Toast::alert(text));
            } else {
                visit.say(Page::say(text)).await?;
            }
            show_report(visit, case, round, draft).await
        }
        Turn::Done(draft) => report_done(visit, case, round, draft).await,
    }
}

async fn show_report(
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
async fn report_done(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    draft: ReportDraft,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(outcome) = draft.outcome() else {
        return show_report(visit, case, round, ReportDraft { step: ReportStep::Result, ..draft })
            .await;
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

async fn told_sheet(
    visit: &mut Visit<'_>,
    id: QuestionnaireId,
    sent: Sent,
) -> Result<(), DeskError> {
    let Sent::Text(text) = sent else {
        let page = Page::say(visit.voice.problem(Problem::WantsWords, None));
        return visit.say(page).await;
    };
    let text = match Text::parse(&text) {
        Ok(text) => text.into_string(),
        Err(why) => {
            let page = Page::say(visit.voice.problem(problem_of(why), None));
            return visit.say(page).await;
        }
    };
    answer_sheet(visit, id, callback::Reply::Text(text)).await
}

/// Gives an answer to the questionnaire; a question that wants words opens a conversation for
/// them.
pub async fn answer_sheet(
    visit: &mut Visit<'_>,
    id: QuestionnaireId,
    reply: callback::Reply,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(questionnaire) = visit.work.answer_questionnaire(&person, id, reply).await? else {
        if matches!(visit.work.task(person.id).await?, Some(Kept { state: Task::Sheet { .. }, .. }))
        {
            visit.work.drop_task(person.id).await?;
        }
        let text = visit.voice.toast_not_asked();
        return visit.decline(text).await;
    };
    if questionnaire.sheet.question().is_some_and(|question| {
        matches!(question, callback::Question::Reason | callback::Question::Words)
    }) {
        make_room(visit).await?;
        visit.work.save_task(person.id, &Task::Sheet { questionnaire: id }).await?;
    } else if matches!(
        visit.work.task(person.id).await?,
        Some(Kept { state: Task::Sheet { .. }, .. })
    ) {
        visit.work.drop_task(person.id).await?;
    }
    Ok(())
}

/// The case that waits for this owner to tell more, if there is one: words without a question
/// are the answer to it.
pub async fn asked_case(visit: &mut Visit<'_>) -> Result<Option<(CaseId, i32)>, DeskError> {
    let matters = visit.work.matters_of(visit.person.id, 10).await?;
    let asked = matters
        .into_iter()
        .find(|view| matches!(view.case.state, State::Working { asked_at: Some(_), .. }));
    Ok(asked.map(|view| (view.case.id, view.case.round)))
}
