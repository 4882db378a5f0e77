//! One update, handled: who, in which voice, by whom. Everything that follows is left in the piece
//! of work; nothing is sent from here.

use casework::{
    desk::{DeskError, Work},
    ids::{Account, MessageId, Room},
    intake::Task,
    people::Person,
    store::Kept,
    words::Language,
};
use chrono::TimeDelta;
use teloxide::{
    types::{CallbackQuery, InlineKeyboardButtonKind, Message, Update, UpdateKind, User},
    utils::command::BotCommands,
};

use crate::{
    button::Button,
    commands::{self, Command},
    danger, groups,
    incoming::{self, Sent},
    intake, joining, presses,
    routes::{Route, route},
    speech::Voice,
    tasks,
    visit::{Me, Toast, Visit},
};

/// After this long, a question that somebody left is not what their next words answer.
const FORGOTTEN: TimeDelta = TimeDelta::days(1);

/// What is left to do after the commit: nothing of it must not be lost.
#[derive(Debug, Default)]
pub struct After {
    /// What was done, for the inbox.
    pub outcome: &'static str,
    /// The press to answer, and how.
    pub toast: Option<(String, Toast)>,
}

/// Handles an update.
pub async fn handle(work: &mut Work, me: &Me, update: Update) -> Result<After, DeskError> {
    if let UpdateKind::Error(_) = &update.kind {
        return Ok(After { outcome: "a kind that nobody knows", ..After::default() });
    }
    let outcome = match route(update).await {
        Some(Route::Press(query)) => return Box::pin(pressed(work, me, query)).await,
        Some(Route::Private(message)) => Box::pin(wrote(work, me, &message)).await?,
        Some(Route::Edited(message)) => edited(work, me, &message).await?,
        Some(Route::Group(message)) => wrote_in_group(work, me, &message).await?,
        Some(Route::Anonymous(message)) => groups::anonymous(work, &message, me).await?,
        Some(Route::Migrated(message)) => groups::migrated(work, &message).await?,
        Some(Route::Membership(change)) => groups::membership(work, &change).await?,
        None => "not for us",
    };
    Ok(After { outcome, ..After::default() })
}

async fn visit<'w>(
    work: &'w mut Work,
    me: &'w Me,
    user: &User,
    person: Person,
) -> Result<Visit<'w>, DeskError> {
    work.stand_at(person.site);
    let site = work.site().await?;
    let voice = Voice::new(person.language, site.zone);
    Ok(Visit {
        work,
        person,
        site,
        voice,
        me,
        shown_name: incoming::shown_name(user),
        is_press: false,
        pressed: None,
        pressed_at: None,
        in_album: false,
        toast: None,
    })
}

async fn pressed(work: &mut Work, me: &Me, query: CallbackQuery) -> Result<After, DeskError> {
    let account = incoming::account(&query.from);
    let message = query.message.as_ref();
    let is_private = message.is_some_and(|message| message.chat().id.0 == account.0);
    let button = query.data.as_deref().map(str::parse::<Button>);
    if let Some(message) = message.filter(|_| !is_private) {
        work.stand_in(Room(message.chat().id.0)).await?;
    }
    let Some(person) = greeted(work, &query.from).await? else {
        return Ok(After { outcome: "a press of nobody", ..After::default() });
    };
    let case = match &button {
        Some(Ok(Button::Case(case, ..))) => Some(*case),
        _ => None,
    };
    let mut visit = visit(work, me, &query.from, person).await?;
    visit.is_press = true;
    visit.pressed = message.filter(|_| is_private).map(|message| i64::from(message.id().0));
    visit.pressed_at = message.and_then(|message| Some(message.regular_message()?.date));
    if let Some(case) = case {
        visit.stand_by(case).await?;
    } else if let Some(Ok(button)) = &button
        && let Some(pressed) = visit.pressed
        && button.is_of_its_message()
    {
        let room = Room(account.0);
        visit.work.stand_by_message(room, MessageId(pressed)).await?;
        visit.know_estate().await?;
    }
    match button {
        Some(Ok(button)) => Box::pin(presses::press(&mut visit, button)).await?,
        _ => presses::unknown(&mut visit),
    }
    if let (Some(case), Some(message)) = (case, message) {
        let at = MessageId(i64::from(message.id().0));
        visit.work.stray(Room(message.chat().id.0), at, case).await?;
    }
    let toast = visit.toast.take().unwrap_or_default();
    Ok(After { outcome: "a press", toast: Some((query.id.0, toast)) })
}

/// The person behind a user; bots are nobody.
async fn greeted(work: &mut Work, user: &User) -> Result<Option<Person>, DeskError> {
    if user.is_bot {
        return Ok(None);
    }
    let language: Option<Language> = incoming::language(user);
    Ok(Some(work.meet(incoming::account(user), language).await?))
}

/// Somebody wrote to us alone.
async fn wrote(work: &mut Work, me: &Me, message: &Message) -> Result<&'static str, DeskError> {
    let Some(user) = &message.from else { return Ok("a message of nobody") };
    let Some(person) = greeted(work, user).await? else { return Ok("a message of a bot") };
    // Whoever writes to us takes our messages again.
    if person.unreachable {
        work.regain(incoming::account(user)).await?;
    }
    let mut visit = visit(work, me, user, person).await?;
    if let Some(text) = command_text(message) {
        match Command::parse(text, &visit.me.username) {
            Ok(command) => commands::private(&mut visit, command).await?,
            Err(_) => {
                let page = visit.voice.unknown_command();
                visit.say(page).await?;
            }
        }
        return Ok("a command");
    }
    let sent = incoming::sent(message);
    if sent == Sent::Empty {
        tracing::error!("a message came out empty after parsing; its raw text is in the inbox");
    }
    Box::pin(told(&mut visit, message, sent)).await?;
    Ok("words")
}

/// A command is one at the very beginning, and of the sender's own writing.
fn command_text(message: &Message) -> Option<&str> {
    let text = message.text().filter(|text| text.starts_with('/'))?;
    (message.forward_origin().is_none() && message.via_bot.is_none()).then_some(text)
}

/// Words, photos, voice: for the conversation that is open, else the beginning of a complaint.
async fn told(visit: &mut Visit<'_>, message: &Message, sent: Sent) -> Result<(), DeskError> {
    let person = visit.person.id;
    let task = fresh_task(visit).await?;
    if let Some(case) = task.as_ref().and_then(|kept| kept.state.case()) {
        visit.stand_by(case).await?;
    }
    if let Some(site) = task.as_ref().and_then(|kept| kept.state.site()) {
        visit.stand_at(site).await?;
    }
    let words = match &sent {
        Sent::Text(text) => Some(text.as_str()),
        Sent::File(file) => file.caption.as_deref(),
        _ => None,
    };
    let in_danger = match words {
        Some(words) => danger::listen(visit, words, task.is_some()).await?,
        None => false,
    };
    if let Some(at) = intake::is_joining(task.as_ref()) {
        // Nobody is called "There is smoke in the corridor".
        if in_danger {
            return intake::keep_for_later(visit, at, sent).await;
        }
        return joining::told(visit, at, sent).await;
    }
    // Who was asked why answers that, even when they reply to the message it is about.
    let asked = matches!(&task, Some(Kept { state: Task::Words { .. }, .. }));
    if !asked && let Some(case) = replied_case(visit, message).await? {
        let task = Task::Words { case, round: 0, purpose: casework::intake::Purpose::Add };
        return tasks::told(visit, task, sent).await;
    }
    if let Some(kept) = task {
        return tasks::told(visit, kept.state, sent).await;
    }
    if !visit.person.joined {
        let first = joining::first(visit).await?;
        return intake::keep_for_later(visit, first, sent).await;
    }
    let draft = visit.work.draft(person).await?;
    if draft.is_none()
        && let Some((case, round)) = tasks::asked_case(visit).await?
    {
        let task = Task::Words { case, round, purpose: casework::intake::Purpose::Add };
        return tasks::told(visit, task, sent).await;
    }
    // A picture with words of its own, or of danger, is the beginning of something.
    if draft.is_none()
        && !in_danger
        && matches!(&sent, Sent::File(file) if file.caption.is_none())
        && let Some(case) = visit.work.added_to_lately(person).await?
    {
        visit.stand_by(case).await?;
        let task = Task::Words { case, round: 0, purpose: casework::intake::Purpose::Add };
        return tasks::told(visit, task, sent).await;
    }
    intake::told(visit, draft, sent).await
}

/// The shorter conversation that is open. A question of days ago is no longer what somebody
/// answers; the greeting, a report half written and an open questionnaire wait.
async fn fresh_task(visit: &mut Visit<'_>) -> Result<Option<Kept<Task>>, DeskError> {
    let Some(kept) = visit.work.task(visit.person.id).await? else { return Ok(None) };
    let waits = match &kept.state {
        Task::Joining { .. } | Task::Report { .. } => true,
        // A questionnaire that is over asks nothing any more.
        Task::Sheet { questionnaire } => {
            let round = visit.work.questionnaire(*questionnaire).await?;
            let now = visit.work.now();
            round.is_some_and(|round| round.takes_answers(now))
        }
        Task::Words { .. }
        | Task::Form { .. }
        | Task::Announce { .. }
        | Task::Survey { .. }
        | Task::Gathering { .. }
        | Task::SetUp { .. }
        | Task::SurveyPlan { .. } => visit.work.now() - kept.changed_at < FORGOTTEN,
    };
    if waits {
        return Ok(Some(kept));
    }
    visit.work.drop_task(visit.person.id).await?;
    Ok(None)
}

/// The case of the message that was replied to, when it is the person's own.
async fn replied_case(
    visit: &mut Visit<'_>,
    message: &Message,
) -> Result<Option<casework::ids::CaseId>, DeskError> {
    let (Some(replied), Some(room)) = (message.reply_to_message(), visit.room()) else {
        return Ok(None);
    };
    let at = casework::ids::MessageId(i64::from(replied.id.0));
    let known = visit.work.case_at(room, at).await?;
    // A message whose number we never learnt (the answer was lost) still shows whose buttons it has.
    let Some(case) = known.or_else(|| case_of_buttons(replied)) else { return Ok(None) };
    let view = match visit.work.view(case).await {
        Err(DeskError::NoSuchCase(_)) => return Ok(None),
        view => view?,
    };
    let is_own = view.owner.id == visit.person.id && !view.case.state.is_final();
    if is_own {
        visit.know_estate().await?;
    } else {
        visit.work.stand_at(visit.site.id);
    }
    Ok(is_own.then_some(case))
}

/// The case whose buttons a message shows. No proof of anything: rights are asked anyway.
pub(crate) fn case_of_buttons(message: &Message) -> Option<casework::ids::CaseId> {
    let keys = message.reply_markup()?.inline_keyboard.iter().flatten();
    keys.filter_map(|key| match &key.kind {
        InlineKeyboardButtonKind::CallbackData(data) => data.parse().ok(),
        _ => None,
    })
    .find_map(|button| match button {
        Button::Case(case, ..) => Some(case),
        _ => None,
    })
}

async fn edited(work: &mut Work, me: &Me, message: &Message) -> Result<&'static str, DeskError> {
    let Some(user) = &message.from else { return Ok("a change of nobody") };
    let Some(person) = work.known(Account(user.id.0.cast_signed())).await? else {
        return Ok("a change of a stranger");
    };
    let mut visit = visit(work, me, user, person).await?;
    // A place on the map that moves comes as a change, too.
    if message.location().is_some() {
        return Ok("a place that moves");
    }
    let mut page = visit.voice.edited_message();
    page.reply_to = Some(i64::from(message.id.0));
    visit.say(page).await?;
    Ok("a changed message")
}

async fn wrote_in_group(
    work: &mut Work,
    me: &Me,
    message: &Message,
) -> Result<&'static str, DeskError> {
    let Some(user) = &message.from else { return Ok("a message of nobody") };
    if user.is_bot {
        return Ok("a message of a bot");
    }
    let command = command_text(message).and_then(|text| Command::parse(text, &me.username).ok());
    work.stand_in(Room(message.chat.id.0)).await?;
    // Loose talk of people we have never met is not written down.
    let known = work.known(incoming::account(user)).await?;
    let person = match (known, &command) {
        (Some(person), _) => person,
        (None, Some(Command::Bind(_) | Command::Start(_))) => {
            work.meet(incoming::account(user), incoming::language(user)).await?
        }
        (None, _) => return Ok("a stranger in a group"),
    };
    let mut visit = visit(work, me, user, person).await?;
    groups::wrote(&mut visit, message, command).await
}
