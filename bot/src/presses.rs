//! Presses: buttons under our messages, turned into answers and events. What a button offers is
//! never a right; the desk asks again.

use casework::{
    case::{Event, Notice, Refusal, Severity, event::Correction},
    desk::{CaseView, DeskError},
    ids::{CaseId, CategoryId, QuestionnaireId, Room},
    intake::{FormKind, Purpose},
    people::Action,
    questionnaire::Asks,
    store::{Questionnaire, Subject},
};

use crate::{
    button::{Act, Answered, Button, Choice, Home, act},
    callers, calling, commands, contacts, danger, estates, gatherings, intake, privacy, readings,
    receptions, setup,
    speech::Voice,
    summaries, surveys, tasks, units,
    visit::{Toast, Visit},
};

/// A press of a button of ours.
pub async fn press(visit: &mut Visit<'_>, button: Button) -> Result<(), DeskError> {
    match button {
        Button::Home(home) if home.is_for_strangers() => Box::pin(at_home(visit, home)).await,
        Button::Home(_) | Button::Draft(..) | Button::Reception(_) if !visit.person.joined => {
            crate::joining::begin(visit).await
        }
        Button::Home(home) => Box::pin(at_home(visit, home)).await,
        Button::Draft(version, choice) => Box::pin(in_draft(visit, version, choice)).await,
        Button::Task(version, choice) => Box::pin(in_task(visit, version, choice)).await,
        Button::Case(case, round, act) => Box::pin(on_case(visit, case, round, act)).await,
        Button::Sheet(id, version, answered) => on_sheet(visit, id, version, answered).await,
        Button::Setup(step) => setup::press(visit, step).await,
        Button::Unit(step) => units::press(visit, step).await,
        Button::Summary(what) => summaries::press(visit, what).await,
        Button::Survey(what) => Box::pin(surveys::press(visit, what)).await,
        Button::Reception(what) => Box::pin(receptions::press(visit, what)).await,
        Button::Contact(what) => Box::pin(contacts::press(visit, what)).await,
        Button::Gathering(what) => Box::pin(gatherings::press(visit, what)).await,
        Button::Readings(what) => Box::pin(readings::press(visit, what)).await,
        Button::Caller(step) => Box::pin(callers::press(visit, step)).await,
    }
}

/// A press whose data is not ours, or of a button too old.
pub fn unknown(visit: &mut Visit<'_>) {
    visit.toast = Some(Toast::alert(visit.voice.toast_old_button()));
}

async fn at_home(visit: &mut Visit<'_>, home: Home) -> Result<(), DeskError> {
    match home {
        Home::Show => intake::home(visit).await,
        Home::Begin(kind) => intake::begin(visit, kind).await,
        Home::Restart(kind) => intake::restart(visit, kind).await,
        Home::Continue => intake::go_on(visit).await,
        Home::Caller(kind) => intake::begin_for_caller(visit, kind).await,
        Home::Mine => commands::mine(visit).await,
        Home::Queue(queue, page) => {
            visit.toast_where();
            commands::queue(visit, queue, page).await
        }
        Home::Calls(page) => {
            visit.toast_where();
            calling::list(visit, page).await
        }
        Home::Languages => commands::languages(visit).await,
        Home::Quiet(from, until) => commands::set_quiet(visit, from, until).await,
        Home::Ask(wanted) => commands::set_asking(visit, wanted).await,
        Home::Language(language) => commands::set_language(visit, language).await,
        Home::Agree(version) => privacy::agreed(visit, version).await,
        Home::Forget => privacy::forget_surely(visit).await,
        Home::Danger => danger::show(visit).await,
        Home::Alarm(what) => Box::pin(danger::alarm(visit, what, None)).await,
        Home::Estates => estates::ask(visit).await,
        Home::Estate(site) => Box::pin(estates::chosen(visit, site)).await,
        Home::DangerAt(site) => Box::pin(estates::chosen_in_danger(visit, site)).await,
    }
}

async fn in_draft(visit: &mut Visit<'_>, version: i32, choice: Choice) -> Result<(), DeskError> {
    match visit.work.draft(visit.person.id).await? {
        Some(kept) if kept.version == version => intake::chose(visit, kept, choice).await,
        Some(kept) => intake::stale(visit, kept.state).await,
        None => {
            // The same press again after it was sent: nothing is registered twice.
            let text = match choice {
                Choice::Send => visit.voice.toast_sent_already(),
                _ => visit.voice.toast_stale_question(),
            };
            visit.toast = Some(Toast::alert(text));
            Ok(())
        }
    }
}

async fn in_task(visit: &mut Visit<'_>, version: i32, choice: Choice) -> Result<(), DeskError> {
    match visit.work.task(visit.person.id).await? {
        Some(kept) if kept.version == version => {
            if let Some(case) = kept.state.case() {
                visit.stand_by(case).await?;
            }
            if let Some(site) = kept.state.site() {
                visit.stand_at(site).await?;
            }
            Box::pin(tasks::chose(visit, kept.state, choice)).await
        }
        _ => {
            visit.toast = Some(Toast::alert(visit.voice.toast_stale_question()));
            Ok(())
        }
    }
}

async fn on_case(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    act: Act,
) -> Result<(), DeskError> {
    match act {
        Act::More => return more(visit, case).await,
        Act::Form(kind) => return Box::pin(tasks::form::begin(visit, case, round, kind)).await,
        Act::Report => return tasks::report::begin(visit, case, round).await,
        Act::Words(purpose) => return tasks::begin_words(visit, case, round, purpose).await,
        Act::Show => return commands::show_case(visit, case).await,
        Act::Slip => return slip(visit, case).await,
        Act::Print => return print(visit, case).await,
        Act::PrintReply => return print_reply(visit, case).await,
        Act::Statements => return Box::pin(statements(visit, case)).await,
        Act::Agreement => return Box::pin(print_agreement(visit, case)).await,
        Act::Call => return Box::pin(calling::call(visit, case)).await,
        Act::Called(outcome) => return Box::pin(calling::called(visit, case, outcome)).await,
        Act::Link => return Box::pin(callers::link(visit, case)).await,
        Act::Category(group) if is_group(visit, group).await? => {
            return choose(visit, case, round, act).await;
        }
        _ => {}
    }
    let Some(event) = act.event() else { return choose(visit, case, round, act).await };
    let toast = toast_of(visit.voice, act);
    let person = visit.person.clone();
    match visit.work.apply(&person, case, Some(round), &event).await {
        Ok(_) => {
            visit.toast = Some(Toast::word(toast));
            after(visit, case, act).await
        }
        Err(error) => visit.refuse(case, error).await,
    }
}

/// What the presser reads when it is done.
fn toast_of(voice: Voice, act: Act) -> String {
    match act {
        Act::Sign => voice.toast_signed(),
        Act::SignOff => voice.toast_sign_off(),
        Act::Hurry => voice.toast_hurried(),
        Act::SetOut
        | Act::Arrive
        | Act::Confirm
        | Act::Acknowledge
        | Act::Agree
        | Act::TakeVisit
        | Act::Settle
        | Act::Resume
        | Act::Recheck
        | Act::StillFine => voice.toast_noted(),
        _ => voice.toast_done(),
    }
}

/// What else can be done beside what stands under the card, in the presser's own chat.
pub(crate) const BESIDE: [Act; 34] = [
    Act::Acknowledge,
    Act::Form(FormKind::Fix),
    Act::GrantTime,
    Act::Words(Purpose::RefuseTime),
    Act::Second,
    Act::Words(Purpose::Reject),
    Act::Words(Purpose::Uphold),
    Act::Words(Purpose::Dismiss),
    Act::ApprovePlan,
    Act::Words(Purpose::RejectPlan),
    Act::Resume,
    Act::Form(FormKind::Visit),
    Act::Words(Purpose::Survey),
    Act::Form(FormKind::Plan),
    Act::Form(FormKind::Pause),
    Act::Form(FormKind::Relieve),
    Act::Form(FormKind::Quote),
    Act::Form(FormKind::AskTime),
    Act::Form(FormKind::Refer),
    Act::Form(FormKind::Decline),
    Act::Form(FormKind::Prevent),
    Act::Form(FormKind::Complete),
    Act::Form(FormKind::Raise),
    Act::Alarm,
    Act::Form(FormKind::Statement),
    Act::Form(FormKind::Mediate),
    Act::Form(FormKind::Accuse),
    Act::Recheck,
    Act::Words(Purpose::Relapse),
    Act::Agree,
    Act::TakeVisit,
    Act::Words(Purpose::OtherVisit),
    Act::Settle,
    Act::Words(Purpose::Object),
];

/// Shows what else this person could do now: each is asked of the rules and rights as they stand.
async fn more(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let later = visit.work.now() + chrono::TimeDelta::minutes(1);
    let view = match visit.work.view(case).await {
        Ok(view) => view,
        Err(error) => return visit.refuse(case, error).await,
    };
    let tried = BESIDE.into_iter().filter_map(|act| {
        let trial = match act {
            Act::Form(kind) => tasks::form::trial(&view, kind, &person, later),
            Act::Words(purpose) => purpose.event(String::new()),
            at_once => at_once.event()?,
        };
        Some((act, trial))
    });
    let (acts, trials): (Vec<Act>, Vec<Event>) = tried.unzip();
    let possible = match visit.work.possible(&person, case, &trials).await {
        Ok(possible) => possible,
        Err(error) => return visit.refuse(case, error).await,
    };
    let mut acts: Vec<Act> =
        acts.into_iter().zip(possible).filter_map(|(act, may)| may.then_some(act)).collect();
    if view.statements > 0
        && visit.work.entitled(&person, &view.case, Action::ReadStatements).await?
    {
        acts.push(Act::Statements);
    }
    let page = visit.voice.more(&view, &acts);
    visit.toast_where();
    visit.say_here(page).await
}

/// What is said in private after an act: the question it answers gives way to the outcome.
async fn after(visit: &mut Visit<'_>, case: CaseId, act: Act) -> Result<(), DeskError> {
    if visit.pressed.is_none() {
        return Ok(());
    }
    let Some(room) = visit.room() else { return Ok(()) };
    let (view, _) = visit.work.view_for(room, case).await?;
    let number = view.case.number.as_str();
    let page = match act {
        Act::Confirm => visit.voice.result_confirmed(&view),
        Act::Category(_) | Act::Criterion(_) | Act::Kind(_) => visit.voice.corrected(number),
        Act::Assess(_) => visit.voice.triage(&view),
        Act::Department(_) => visit.voice.dispatched(&view),
        Act::PromiseAt(minutes) => visit.voice.promised(act::moment(minutes)),
        Act::SignOff => visit.voice.sign_off_done(&view),
        // The full slip in the signer's chat goes on offering what can be done.
        Act::SetOut | Act::Arrive => visit.voice.full_slip(&view),
        Act::Acknowledge => visit.voice.notice(&view, &Notice::Grave, false),
        Act::Agree => visit.voice.notice(&view, &Notice::Quoted, true),
        Act::TakeVisit => visit.voice.notice(&view, &Notice::VisitOffered, true),
        Act::Settle => visit.voice.notice(&view, &Notice::Mediated, true),
        Act::ApprovePlan => visit.voice.notice(&view, &Notice::PlanWanted, false),
        Act::Second => visit.voice.notice(&view, &Notice::DeclineAsked, false),
        Act::GrantTime => visit.voice.time_granted(&view),
        _ => return Ok(()),
    };
    visit.say_here(page).await
}

/// The desk's choices, in its own chat: they would be noise in the group.
async fn choose(
    visit: &mut Visit<'_>,
    case: CaseId,
    round: i32,
    act: Act,
) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let trial = match act {
        Act::Promise => Event::Promise { at: visit.work.now() + chrono::TimeDelta::minutes(1) },
        _ => {
            let severity = match other_severity(visit, case).await {
                Ok(severity) => severity,
                Err(error) => return visit.refuse(case, error).await,
            };
            Event::Correct(Correction::severity(severity))
        }
    };
    if let Err(error) = visit.work.would(&person, case, Some(round), &trial).await {
        return visit.refuse(case, error).await;
    }
    let view = visit.work.view(case).await?;
    let page = match act {
        Act::Categories => {
            let categories = visit.work.categories().await?;
            visit.voice.choose_category(&view, &categories, None)
        }
        Act::Category(group) => {
            let categories = visit.work.categories().await?;
            visit.voice.choose_category(&view, &categories, Some(group))
        }
        Act::Departments => {
            let departments = visit.work.departments().await?;
            visit.voice.choose_department(&view, &departments)
        }
        Act::Severities => visit.voice.choose_severity(&view),
        Act::Kinds => visit.voice.choose_kind(&view),
        Act::Triage => visit.voice.triage(&view),
        Act::Promise => {
            let latest = visit.work.latest_promise(&view.case).await?;
            visit.voice.choose_promise(&view, visit.work.now(), latest)
        }
        _ => visit.voice.correct_what(&view),
    };
    visit.toast_where();
    visit.say_here(page).await
}

async fn is_group(visit: &mut Visit<'_>, category: CategoryId) -> Result<bool, DeskError> {
    Ok(visit.work.category(category).await?.is_some_and(|category| category.is_group()))
}

async fn other_severity(visit: &mut Visit<'_>, case: CaseId) -> Result<Severity, DeskError> {
    let present = visit.work.view(case).await?.case.severity;
    Ok(if present == Severity::Minor { Severity::Serious } else { Severity::Minor })
}

/// The full slip and its files, in private.
async fn slip(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let Some((room, view)) = reading_room(visit, case).await? else { return Ok(()) };
    look(visit, case).await?;
    visit.work.post_notice(room, case, Notice::FullSlip).await?;
    visit.work.post_files(room, &view.case).await
}

/// The same as a page to print.
async fn print(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let Some((room, _)) = reading_room(visit, case).await? else { return Ok(()) };
    look(visit, case).await?;
    visit.work.post_printed_slip(room, case).await
}

/// The written reply, to be printed and posted: name and address are on it.
async fn print_reply(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let Some((room, view)) = reading_room(visit, case).await? else { return Ok(()) };
    if !view.case.has_answer() {
        return visit.refuse(case, DeskError::Refused(Refusal::NoResult)).await;
    }
    look(visit, case).await?;
    visit.work.post_written_reply(room, case).await
}

/// What each side of a quarrel has said, in the reader's own chat; each look is written down.
async fn statements(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    match visit.work.statements(&person, case).await {
        Ok(said) => {
            let view = visit.work.view(case).await?;
            visit.toast_where();
            visit.pressed = None;
            for page in visit.voice.statements(&view, &said) {
                visit.say(page).await?;
            }
            Ok(())
        }
        Err(error) => visit.refuse(case, error).await,
    }
}

/// The agreement of a talk between neighbours, to be signed by both sides by hand.
async fn print_agreement(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let Some((room, view)) = reading_room(visit, case).await? else { return Ok(()) };
    if !visit.work.reads_statements(room, case).await? {
        return visit.refuse(case, DeskError::Refused(Refusal::NotEntitled)).await;
    }
    if !view.case.handling.mediations.last().is_some_and(|talk| talk.settled) {
        return visit.refuse(case, DeskError::Refused(Refusal::NotWaiting)).await;
    }
    look(visit, case).await?;
    visit.work.post_agreement(room, case).await
}

/// Where somebody reads the full slip: in their own chat, if they may.
async fn reading_room(
    visit: &mut Visit<'_>,
    case: CaseId,
) -> Result<Option<(Room, CaseView)>, DeskError> {
    let Ok(view) = visit.work.view(case).await else {
        let text = visit.voice.no_case();
        visit.decline(text).await?;
        return Ok(None);
    };
    let person = visit.person.clone();
    if !visit.work.entitled(&person, &view.case, Action::ReadSlip).await? {
        // To somebody who may not even read it, it does not exist.
        let error = if visit.work.entitled(&person, &view.case, Action::Read).await? {
            DeskError::Refused(Refusal::NotEntitled)
        } else {
            DeskError::NoSuchCase(case)
        };
        visit.refuse(case, error).await?;
        return Ok(None);
    }
    Ok(visit.room().map(|room| (room, view)))
}

/// Each look at the full slip is written down (PV-10).
async fn look(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    visit.work.looks(case, visit.person.id).await?;
    visit.toast_where();
    Ok(())
}

async fn on_sheet(
    visit: &mut Visit<'_>,
    id: QuestionnaireId,
    version: i32,
    answered: Answered,
) -> Result<(), DeskError> {
    if let Some(round) = visit.work.questionnaire(id).await? {
        match round.about {
            Subject::Case(case) => visit.stand_by(case).await?,
            Subject::Survey(survey, until) => {
                visit.work.stand_by_survey(survey).await?;
                visit.know_estate().await?;
                let answers = !matches!(answered, Answered::Decline | Answered::AskAgain);
                if answers && until <= visit.work.now() {
                    visit.toast = Some(Toast::alert(visit.voice.toast_survey_over()));
                    return Ok(());
                }
            }
        }
    }
    let person = visit.person.clone();
    match answered {
        Answered::Correct => return tasks::correct_sheet(visit, id).await,
        Answered::Decline => {
            let round = visit.work.questionnaire(id).await?;
            let is_new = |round: &Questionnaire| round.version == version && round.sheet.is_empty();
            if round.as_ref().is_some_and(is_new) {
                return tasks::decline_sheet(visit, id).await;
            }
            visit.toast = Some(Toast::word(visit.voice.toast_noted()));
            return Ok(());
        }
        Answered::AskAgain => {
            visit.work.ask_again(&person).await?;
            visit.toast = Some(Toast::word(visit.voice.toast_asked_again()));
            return Ok(());
        }
        _ => {}
    }
    let open = visit.work.questionnaire(id).await?;
    let open = open.filter(|round| round.is_open() || round.is_corrected());
    let fresh = match open {
        Some(open) if visit.work.answers_it(&person, &open).await? => Some(open),
        _ => None,
    };
    match fresh {
        Some(questionnaire) if questionnaire.version == version => match answered.reply() {
            Some(reply) => tasks::answer_sheet(visit, id, Some(version), reply).await,
            None => Ok(()),
        },
        // Of several reasons pressed quickly one may come too soon after the other.
        Some(questionnaire) if matches!(answered, Answered::Press(_)) && picks(&questionnaire) => {
            visit.toast = Some(Toast::word(visit.voice.toast_press_again()));
            Ok(())
        }
        Some(_) => {
            visit.toast = Some(Toast::word(visit.voice.toast_noted()));
            Ok(())
        }
        None => {
            visit.toast = Some(Toast::alert(visit.voice.toast_not_asked()));
            Ok(())
        }
    }
}

/// Whether some of several are being chosen.
fn picks(questionnaire: &Questionnaire) -> bool {
    let question = questionnaire.sheet.question(&questionnaire.template);
    question.is_some_and(|question| question.asks == Asks::Reasons)
}
