//! The shorter conversations in a person's chat: one text for a purpose, the words of the
//! questionnaire; the crew's report has a file of its own.

pub mod announce;
pub mod form;
pub mod gathering;
mod merging;
pub mod report;
pub mod setting;
pub mod survey;

use casework::{
    case::Event,
    desk::DeskError,
    ids::{CaseId, QuestionnaireId},
    intake::{Problem, Purpose, Task, Text},
    questionnaire::{Asks, Question, Reply},
    store::Kept,
};

use crate::{
    button::Choice,
    calling, danger,
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
    report::make_room(visit).await?;
    let task = Task::Words { case, round, purpose };
    let version = visit.work.save_task(person.id, &task).await?;
    let view = visit.work.view(case).await?;
    let page = visit.voice.ask_words(&view, purpose, version, view.owner.id == person.id);
    ask_below(visit, page).await
}

/// A question that follows from a card or notice stands below it; the card stays. Pressed in a
/// group, the answer says where it goes on.
async fn ask_below(visit: &mut Visit<'_>, page: Page) -> Result<(), DeskError> {
    visit.toast_where();
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
        Task::Report { case, round, draft } => report::show(visit, case, round, draft).await,
        Task::Form { case, round, form } => form::show(visit, case, round, form).await,
        Task::Announce { site, place, chosen, words, about } => {
            announce::show(visit, &announce::Announcing::at(site, place, chosen, words).of(about))
                .await
        }
        Task::Survey { template, asked, .. } => survey::show(visit, template, asked).await,
        Task::SurveyPlan { survey } => survey::ask_plan(visit, survey).await,
        Task::Gathering { kind, title, .. } => gathering::show(visit, kind, title).await,
        Task::SetUp { detail, .. } => setting::show(visit, detail).await,
        Task::Sheet { .. } => Ok(()),
    }
}

/// Something said or sent for the shorter conversation.
pub async fn told(visit: &mut Visit<'_>, task: Task, sent: Sent) -> Result<(), DeskError> {
    match task {
        Task::Joining { at } => crate::joining::told(visit, at, sent).await,
        Task::Words { case, round, purpose } => told_words(visit, case, round, purpose, sent).await,
        Task::Report { case, round, draft } => report::told(visit, case, round, draft, sent).await,
        Task::Form { case, round, form } => form::told(visit, case, round, form, sent).await,
        Task::Announce { site, place, chosen, words, about } => {
            let announcing = announce::Announcing::at(site, place, chosen, words).of(about);
            announce::told(visit, announcing, sent).await
        }
        Task::Survey { template, asked, .. } => survey::told(visit, template, asked).await,
        Task::SurveyPlan { survey } => survey::told_plan(visit, survey, sent).await,
        Task::Gathering { kind, title, .. } => gathering::told(visit, kind, title, sent).await,
        Task::SetUp { detail, .. } => setting::told(visit, detail, sent).await,
        Task::Sheet { questionnaire } => told_sheet(visit, questionnaire, sent).await,
    }
}

/// What was written, where words alone are taken.
fn words(sent: Sent) -> Result<Text, Problem> {
    match sent {
        Sent::Text(text) => Text::parse(&text).map_err(Problem::from),
        _ => Err(Problem::WantsWords),
    }
}

/// The same; what cannot be taken is told, and nothing is left to do but to ask again.
async fn words_or_why(visit: &mut Visit<'_>, sent: Sent) -> Result<Option<String>, DeskError> {
    match words(sent) {
        Ok(words) => Ok(Some(words.into_string())),
        Err(why) => {
            let page = Page::say(visit.voice.problem(why, None));
            visit.say(page).await?;
            Ok(None)
        }
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
            Err(why) => not_taken(visit, task, why.into()).await,
        },
        (Purpose::Add, Sent::File(file)) => {
            let person = visit.person.clone();
            let text = file.caption.as_deref().and_then(|text| Text::parse(text).ok());
            let event = Event::Add { text: text.map(Text::into_string), files: 1 };
            match visit.work.apply(&person, case, None, &event).await {
                Ok(known) => {
                    visit.work.attach(case, &[file], "addition", person.id).await?;
                    visit.work.show_danger(&known, 1).await?;
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
            // Withdrawing, reopening and objecting are answered by their own notices.
            // The desk that objects for somebody without a chat reads none of them.
            let has_notice = match purpose {
                Purpose::Object => case.owner == person.id,
                of => matches!(of, Purpose::Withdraw | Purpose::Partly | Purpose::Dispute),
            };
            if !has_notice {
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
        return report::show(visit, case, round, draft).await;
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
            let view = visit.work.view(case).await?;
            if view.case.is_alarmed() {
                return danger::told_all(visit, &view).await;
            }
            let page = visit.voice.words_done(view.case.number.as_str(), Purpose::Add);
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
        (Task::Form { case, round, form }, choice) => {
            form::chose(visit, case, round, form, choice).await
        }
        (Task::Report { case, round, draft }, choice) => {
            report::chose(visit, case, round, draft, choice).await
        }
        (Task::Announce { site, place, chosen, words, about }, choice) => {
            let announcing = announce::Announcing::at(site, place, chosen, words).of(about);
            announce::chose(visit, announcing, choice).await
        }
        (Task::Survey { template, asked, .. }, choice) => {
            survey::chose(visit, template, asked, choice).await
        }
        (task, _) => {
            visit.toast = Some(Toast::word(visit.voice.toast_stale_question()));
            again(visit, task).await
        }
    }
}

/// Stops the shorter conversation.
pub async fn cancel(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let page = match visit.work.task(visit.person.id).await?.map(|kept| kept.state) {
        Some(Task::Words { case, purpose: Purpose::Add, .. }) => {
            let view = visit.work.view(case).await?;
            // Nobody may think that the alarm is off, and nothing else is asked of them now.
            if view.case.is_alarmed() {
                finish(visit).await?;
                return danger::told_all(visit, &view).await;
            }
            visit.voice.task_cancelled()
        }
        Some(Task::Words { case, purpose: Purpose::Withdraw, .. }) => {
            visit.voice.not_withdrawn(visit.work.view(case).await?.case.number.as_str())
        }
        _ => visit.voice.task_cancelled(),
    };
    finish(visit).await?;
    visit.say_here(page).await?;
    resume_draft(visit).await
}

async fn told_sheet(
    visit: &mut Visit<'_>,
    id: QuestionnaireId,
    sent: Sent,
) -> Result<(), DeskError> {
    let text = match sent {
        Sent::Text(text) => text,
        Sent::File(file) if wants_file(visit, id).await? => {
            return answer_sheet(visit, id, None, Reply::File(file)).await;
        }
        _ => {
            let page = Page::say(visit.voice.problem(Problem::WantsWords, None));
            return visit.say(page).await;
        }
    };
    let text = match Text::parse(&text) {
        Ok(text) => text.into_string(),
        Err(why) => {
            let page = Page::say(visit.voice.problem(why.into(), None));
            return visit.say(page).await;
        }
    };
    answer_sheet(visit, id, None, Reply::Text(text)).await
}

/// Whether the present question is answered with a photo, or with something said.
async fn wants_file(visit: &mut Visit<'_>, id: QuestionnaireId) -> Result<bool, DeskError> {
    let Some(round) = visit.work.questionnaire(id).await? else { return Ok(false) };
    let question = round.sheet.question(&round.template);
    Ok(question.is_some_and(|question| question.asks == Asks::File))
}

/// Whoever was asked corrects what they answered, or whoever wrote it down for them.
pub async fn correct_sheet(visit: &mut Visit<'_>, id: QuestionnaireId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    drop_sheet(visit).await?;
    let Some(questionnaire) = visit.work.correct_questionnaire(&person, id).await? else {
        let is_own = visit.work.questionnaire(id).await?.is_none_or(|it| it.person == person.id);
        let text = visit.voice.toast_too_late_to_correct(is_own);
        return visit.decline(text).await;
    };
    if questionnaire.person == person.id {
        return Ok(());
    }
    if let Some(case) = questionnaire.case() {
        visit.work.looks(case, person.id).await?;
    }
    calling::show(visit, &questionnaire).await
}

/// Whoever is asked wants no such questions.
pub async fn decline_sheet(visit: &mut Visit<'_>, id: QuestionnaireId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    drop_sheet(visit).await?;
    if visit.work.decline_questionnaire(&person, id).await?.is_none() {
        let text = visit.voice.toast_not_asked();
        return visit.decline(text).await;
    }
    Ok(())
}

/// Gives an answer to the questionnaire; a question that wants words opens a conversation for
/// them.
pub async fn answer_sheet(
    visit: &mut Visit<'_>,
    id: QuestionnaireId,
    shown: Option<i32>,
    reply: Reply,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let Some(questionnaire) = visit.work.answer_questionnaire(&person, id, shown, reply).await?
    else {
        drop_sheet(visit).await?;
        let text = visit.voice.toast_not_asked();
        return visit.decline(text).await;
    };
    if questionnaire.person != person.id {
        calling::show(visit, &questionnaire).await?;
    }
    let question = questionnaire.sheet.question(&questionnaire.template);
    if question.is_some_and(Question::listens) {
        report::make_room(visit).await?;
        visit.work.save_task(person.id, &Task::Sheet { questionnaire: id }).await?;
        return Ok(());
    }
    drop_sheet(visit).await
}

/// No words are waited for any more; another conversation that is open stays.
async fn drop_sheet(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let open = visit.work.task(visit.person.id).await?;
    if matches!(open, Some(Kept { state: Task::Sheet { .. }, .. })) {
        visit.work.drop_task(visit.person.id).await?;
    }
    Ok(())
}

/// The case that waits for this owner to tell more, if there is one: words without a question
/// are the answer to it.
pub async fn asked_case(visit: &mut Visit<'_>) -> Result<Option<(CaseId, i32)>, DeskError> {
    let matters = visit.work.matters_of(visit.person.id, 10).await?;
    let asked = matters.into_iter().find(|view| view.case.waits_for_owner());
    Ok(asked.map(|view| (view.case.id, view.case.round)))
}
