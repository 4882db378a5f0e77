//! Forms in a person's private chat: a question at a time, then everything once more, then one event.

use casework::{
    case::Event,
    desk::{CaseView, DeskError},
    ids::CaseId,
    intake::{Field, Form, FormAnswer, FormKind, Problem, Task, Turn, Value},
    people::Person,
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{ask_below, finish, merging, refused, resume_draft};
use crate::{button::Choice, incoming::Sent, page::Page, visit::Visit};

/// Begins a form, if the event it makes may happen at all.
pub async fn begin(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    kind: FormKind,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let view = match visit.work.view(case).await {
        Ok(view) => view,
        Err(error) => return visit.refuse(case, error).await,
    };
    let trial = trial(&view, kind, &person, visit.work.now() + TimeDelta::minutes(1));
    if let Err(error) = visit.work.would(&person, case, Some(round), &trial).await {
        return visit.refuse(case, error).await;
    }
    super::report::make_room(visit).await?;
    let mut form = Form::new(kind);
    // Where there is one alone, nobody is asked which.
    if kind == FormKind::Complete
        && let [only] = completable(&view, &person)[..]
    {
        form.values.push(Value::Corrective(only));
    }
    let page = question(visit, case, round, form).await?;
    ask_below(visit, page).await
}

/// An event of the sort that a form makes, to ask whether it might happen at all before anybody is
/// asked.
pub fn trial(view: &CaseView, kind: FormKind, by: &Person, later: DateTime<Utc>) -> Event {
    match (kind, completable(view, by).first()) {
        (FormKind::Complete, Some(which)) => Event::Complete { which: *which, done: String::new() },
        _ => Form::trial(kind, by.id, later),
    }
}

/// The corrective measures of which somebody would say that they are done: those laid upon them, or
/// all where none is.
fn completable(view: &CaseView, by: &Person) -> Vec<usize> {
    let handling = &view.case.handling;
    let own = handling.undone().filter(|(_, measure)| measure.responsible == by.id);
    let own: Vec<usize> = own.map(|(which, _)| which).collect();
    if own.is_empty() { handling.undone().map(|(which, _)| which).collect() } else { own }
}

/// Keeps the form and puts its present question.
async fn question(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
) -> Result<Page, DeskError> {
    // In the reader's own chat: perhaps without what is withheld there.
    let view = match visit.person.account {
        Some(account) => visit.work.view_for(account.room(), case).await?.0,
        None => visit.work.view(case).await?,
    };
    let people = people_for(visit, case, &form).await?;
    let undone = completable(&view, &visit.person);
    let today = visit.voice.local_day(visit.work.now());
    let task = Task::Form { case, round, form: form.clone() };
    let version = visit.work.save_task(visit.person.id, &task).await?;
    if form.field() == Some(Field::Leader) {
        let offered = Box::pin(merging::offered(visit, case)).await?;
        return Ok(visit.voice.which_leader(&view, &offered, version));
    }
    Ok(visit.voice.form_question(&view, &form, version, (&people, &undone), today))
}

/// Who can be chosen in the present question, or was chosen before.
async fn people_for(
    visit: &mut Visit<'_>,
    case: CaseId,
    form: &Form,
) -> Result<Vec<Person>, DeskError> {
    let asks =
        form.kind.fields().iter().any(|field| matches!(field, Field::Responsible | Field::Accused));
    if asks { visit.work.answerable(case).await } else { Ok(vec![]) }
}

/// Shows the present question again.
pub async fn show(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
) -> Result<(), DeskError> {
    let page = question(visit, case, round, form).await?;
    let screen = visit.task_screen();
    visit.ask(page, screen).await
}

/// Something said to the form.
pub async fn told(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
    sent: Sent,
) -> Result<(), DeskError> {
    let Sent::Text(text) = sent else {
        let page = Page::say(visit.voice.problem(Problem::WantsWords, None));
        visit.say(page).await?;
        return show(visit, case, round, form).await;
    };
    if form.field() == Some(Field::Leader) {
        return Box::pin(merging::typed(visit, case, round, form, &text)).await;
    }
    answer(visit, case, round, form, FormAnswer::Text(text)).await
}

/// A button of the form.
pub async fn chose(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
    choice: Choice,
) -> Result<(), DeskError> {
    let said = match choice {
        Choice::By(day) => FormAnswer::Day(day),
        Choice::Person(person) => {
            // Only somebody who was offered: the button is no right.
            let offered = people_for(visit, case, &form).await?;
            if !offered.iter().any(|one| one.id == person) {
                return show(visit, case, round, form).await;
            }
            FormAnswer::Person(person)
        }
        Choice::Time(time) => FormAnswer::Time(time),
        Choice::Ground(ground) => FormAnswer::Ground(ground),
        Choice::Raised(ground) => FormAnswer::Raised(ground),
        Choice::Corrective(which) => {
            let view = visit.work.view(case).await?;
            if !completable(&view, &visit.person).contains(&which) {
                return show(visit, case, round, form).await;
            }
            FormAnswer::Corrective(which)
        }
        Choice::Settled(settled) => FormAnswer::Settled(settled),
        Choice::Mediator(mediator) => FormAnswer::Mediator(mediator),
        Choice::Party(party) => FormAnswer::Party(party),
        Choice::Case(leader) => {
            return Box::pin(merging::named(visit, case, round, form, leader)).await;
        }
        Choice::Back => FormAnswer::Back,
        Choice::Send => FormAnswer::Send,
        _ => return show(visit, case, round, form).await,
    };
    answer(visit, case, round, form, said).await
}

pub(super) async fn answer(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: Form,
    said: FormAnswer,
) -> Result<(), DeskError> {
    let today = visit.voice.local_day(visit.work.now());
    match form.answer(said, today) {
        Turn::Ask(form) => show(visit, case, round, form).await,
        Turn::Again(form, why) => {
            let page = Page::say(visit.voice.form_problem(why));
            visit.say(page).await?;
            show(visit, case, round, form).await
        }
        Turn::Done(form) => send(visit, case, round, &form).await,
    }
}

async fn send(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    form: &Form,
) -> Result<(), DeskError> {
    let calendar = visit.work.calendar().await?;
    let Some(event) = form.event(&calendar) else {
        return show(visit, case, round, Form::new(form.kind)).await;
    };
    let person = visit.person.clone();
    match visit.work.apply(&person, case, Some(round), &event).await {
        Ok(done) => {
            finish(visit).await?;
            let page = visit.voice.form_sent(done.number.as_str(), form.kind);
            visit.say_here(page).await?;
            resume_draft(visit).await
        }
        Err(error) => refused(visit, case, error).await,
    }
}
