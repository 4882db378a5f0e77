//! Commands: /start, /my, /case, /why, /units, /mydata, /forget, /lang, /quiet, /cancel, /help, /danger; the desk's /new; staff's /queue; /summary of those who run the estate; /announce, /survey, /reception, /contacts and /events of desk,
//! managers and admins; the admin's /setup, /invite, /staff and /bind; /can; staff's /duty. A command is never a
//! right.

use casework::{
    case::{Number, number::NumberError},
    desk::{DeskError, Queue},
    ids::CaseId,
    people::{Action, Role},
    quiet::Quiet,
    words::Language,
};
use chrono::NaiveTime;
use teloxide::utils::command::BotCommands;

use crate::{
    calling, contacts, danger, gatherings, intake, joining, privacy, readings, receptions, rights,
    setup,
    speech::{Voice, queue::QUEUE_PAGE},
    stickers, summaries, surveys, tasks, units,
    visit::Visit,
};

/// The commands we know.
#[derive(Debug, Clone, PartialEq, Eq, BotCommands)]
#[command(rename_rule = "lowercase")]
pub enum Command {
    /// Home, or what a link leads to.
    Start(String),
    /// My matters.
    My,
    /// One matter.
    Case(String),
    /// My units; for the desk also those that wait.
    Units,
    /// How the deadlines of one matter come about.
    Why(String),
    /// Everything that is kept about me, as a file.
    MyData,
    /// Erase what is kept about me.
    Forget,
    /// Language.
    Lang,
    /// When I am asked how it was.
    Quiet,
    /// Stop what I am filling in.
    Cancel,
    /// Help.
    Help,
    /// People are in danger.
    Danger,
    /// Register for a caller.
    New,
    /// What is open, by when it is due.
    Queue,
    /// Which owners are to be called.
    Calls,
    /// What came in and what became of it, of a month.
    Summary(String),
    /// Announce something to many.
    Announce,
    /// Ask many the same, and read what it came to.
    Survey,
    /// Meetings and events.
    Events,
    /// Whom to visit and call by plan.
    Contacts,
    /// The reception day.
    Reception,
    /// What owners answered in callbacks, to be read.
    Readings,
    /// Invite a colleague.
    Invite,
    /// Who holds which position.
    Staff,
    /// Who is on duty now.
    Duty,
    /// Why somebody may or may not do something.
    Can(String),
    /// What the estate has and what it lacks.
    Setup,
    /// Bind a group.
    Bind(String),
}

impl Command {
    /// Whether a colleague may give it in a group of ours; it is answered in private.
    pub fn is_of_work(&self) -> bool {
        matches!(
            self,
            Self::New
                | Self::Queue
                | Self::Calls
                | Self::Duty
                | Self::Units
                | Self::Why(_)
                | Self::Summary(_)
                | Self::Announce
                | Self::Survey
                | Self::Reception
                | Self::Readings
                | Self::Contacts
                | Self::Events
                | Self::Help
        )
    }
}

/// A command in somebody's private chat.
pub async fn private(visit: &mut Visit<'_>, command: Command) -> Result<(), DeskError> {
    match command {
        Command::Start(payload) => start(visit, payload.trim()).await,
        Command::Cancel => cancel(visit).await,
        Command::Help => {
            let page = visit.voice.help(&visit.person, &visit.site);
            visit.say(page).await
        }
        Command::Danger => danger::show(visit).await,
        Command::Lang => languages(visit).await,
        Command::Quiet => quiet(visit).await,
        Command::MyData => privacy::my_data(visit).await,
        Command::Forget => privacy::forget(visit).await,
        // Who sets an estate up has no home in it to tell of yet.
        Command::Setup => setup::overview(visit).await,
        _ if !visit.person.joined => joining::begin(visit).await,
        Command::My => mine(visit).await,
        Command::Case(number) => case(visit, &number).await,
        Command::Why(number) => why(visit, &number).await,
        Command::New => {
            if visit.person.is_staff() {
                let page = visit.voice.ask_caller_kind();
                return visit.say(page).await;
            }
            let text = visit.voice.only_colleagues();
            visit.decline(text).await
        }
        Command::Queue => queue(visit, Queue::Due, 0).await,
        Command::Calls => calling::list(visit, 0).await,
        Command::Units => units::mine(visit).await,
        Command::Summary(period) => summaries::asked(visit, &period).await,
        Command::Announce => tasks::announce::begin(visit).await,
        Command::Survey => surveys::list(visit).await,
        Command::Events => gatherings::list(visit).await,
        Command::Contacts => contacts::list(visit).await,
        Command::Reception => receptions::asked(visit).await,
        Command::Readings => readings::list(visit).await,
        Command::Invite => setup::invite(visit).await,
        Command::Staff => setup::staff(visit).await,
        Command::Duty => duty(visit).await,
        Command::Can(asked) => rights::can(visit, &asked).await,
        Command::Bind(code) if code.trim().is_empty() => setup::bind(visit).await,
        Command::Bind(_) => {
            let page = visit.voice.bind_only_group();
            visit.say(page).await
        }
    }
}

async fn start(visit: &mut Visit<'_>, payload: &str) -> Result<(), DeskError> {
    if let Some(id) = gatherings::linked(payload) {
        return gatherings::tell(visit, id).await;
    }
    if let Some(token) = stickers::linked(payload) {
        return stickers::scanned(visit, token).await;
    }
    match payload {
        "" => {}
        "go" => return resume(visit).await,
        token => setup::open_link(visit, token).await?,
    }
    if !visit.person.joined && visit.person.is(Role::Admin) {
        return setup::overview(visit).await;
    }
    if visit.person.joined {
        return intake::home(visit).await;
    }
    joining::begin(visit).await
}

/// Back from a group: what was asked for there stands here already, or is on its way. Only whoever
/// has nothing to do with our work is greeted.
async fn resume(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if visit.work.task(visit.person.id).await?.is_some() {
        return Ok(());
    }
    if !visit.person.joined {
        return joining::begin(visit).await;
    }
    if !visit.person.posts.is_empty() {
        return Ok(());
    }
    intake::home_or_draft(visit).await
}

async fn cancel(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let task = visit.work.task(visit.person.id).await?;
    if let Some(at) = intake::is_joining(task.as_ref()) {
        return joining::again(visit, at).await;
    }
    if task.is_some() {
        return tasks::cancel(visit).await;
    }
    match visit.work.draft(visit.person.id).await? {
        Some(kept) => intake::cancel(visit, kept.state).await,
        None => {
            let page = visit.voice.nothing_to_cancel();
            visit.say(page).await
        }
    }
}

/// Somebody's own matters.
pub async fn mine(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let views = visit.work.matters_of(visit.person.id, 10).await?;
    let page = visit.voice.mine(&views);
    visit.say_here(page).await
}

/// A page of the open cases that a colleague has to do with.
pub async fn queue(visit: &mut Visit<'_>, queue: Queue, page: u16) -> Result<(), DeskError> {
    if !visit.person.is_staff() {
        let text = visit.voice.queue_not_yours();
        return visit.decline(text).await;
    }
    let person = visit.person.clone();
    let queued = visit.work.queue(&person, queue).await?;
    let total = queued.len();
    let mut shown = vec![];
    for one in queued.into_iter().skip(usize::from(page) * QUEUE_PAGE).take(QUEUE_PAGE) {
        let view = visit.work.view(one.case).await?;
        shown.push((one, view));
    }
    let page = visit.voice.queue(queue, page, total, &shown);
    visit.say_here(page).await
}

/// One matter, by its number.
pub async fn case(visit: &mut Visit<'_>, typed: &str) -> Result<(), DeskError> {
    if typed.trim().is_empty() {
        let page = visit.voice.case_usage();
        return visit.say(page).await;
    }
    match named(visit, typed).await? {
        Some(case) => show_case(visit, case).await,
        None => Ok(()),
    }
}

/// How the deadlines of one matter come about, by its number, for whoever may read it.
pub async fn why(visit: &mut Visit<'_>, typed: &str) -> Result<(), DeskError> {
    if typed.trim().is_empty() {
        let page = visit.voice.why_usage();
        return visit.say(page).await;
    }
    let Some(case) = named(visit, typed).await? else { return Ok(()) };
    let view = visit.work.view(case).await?;
    let deadlines = visit.work.why(case).await?;
    let page = visit.voice.why(&view, &deadlines);
    visit.say(page).await
}

/// The case with this number, if the visitor may read it; else they are told that there is none.
pub(crate) async fn named(visit: &mut Visit<'_>, typed: &str) -> Result<Option<CaseId>, DeskError> {
    let shown = crate::page::shortened(typed.trim(), 20);
    let number = match Number::parse(typed) {
        Ok(number) => number,
        Err(NumberError::Check) => {
            let page = visit.voice.case_mistyped(&shown);
            visit.say(page).await?;
            return Ok(None);
        }
        Err(NumberError::Form) => {
            let page = visit.voice.case_not_found(&shown);
            visit.say(page).await?;
            return Ok(None);
        }
    };
    let person = visit.person.clone();
    let case = visit.work.find(&person, &number).await?;
    visit.know_estate().await?;
    if case.is_none() {
        let page = visit.voice.case_not_found(&shown);
        visit.say(page).await?;
    }
    Ok(case)
}

/// Shows how a case stands, to whoever may read it.
pub async fn show_case(visit: &mut Visit<'_>, case: CaseId) -> Result<(), DeskError> {
    let person = visit.person.clone();
    let view = match visit.work.view(case).await {
        Ok(view) if visit.work.entitled(&person, &view.case, Action::Read).await? => view,
        Ok(_) | Err(DeskError::NoSuchCase(_)) => {
            let text = visit.voice.no_case();
            return visit.decline(text).await;
        }
        Err(error) => return Err(error),
    };
    let view = match visit.room() {
        Some(room) => visit.work.view_for(room, case).await?.0,
        None => view,
    };
    let page = visit.voice.status(&view, view.owner.id == person.id);
    visit.say(page).await
}

/// Who is on duty now, for colleagues.
async fn duty(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    if !visit.person.is_staff() {
        let text = visit.voice.only_staff();
        return visit.decline(text).await;
    }
    let shown = visit.work.on_duty().await?;
    let page = visit.voice.on_duty(&shown);
    visit.say(page).await
}

/// Which language?
pub async fn languages(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let page = visit.voice.languages();
    visit.say_here(page).await
}

/// When they are asked how it was, and whether.
async fn quiet(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let person = visit.person.id;
    let hours = visit.work.quiet_of(person).await?;
    let is_asked = !visit.work.is_unasked(person).await?;
    let page = visit.voice.quiet(hours, is_asked);
    visit.say_here(page).await
}

/// At other hours.
pub async fn set_quiet(visit: &mut Visit<'_>, from: u8, until: u8) -> Result<(), DeskError> {
    let hour = |hour: u8| NaiveTime::from_hms_opt(hour.into(), 0, 0);
    let (Some(from), Some(until)) = (hour(from), hour(until)) else { return Ok(()) };
    let person = visit.person.clone();
    visit.work.keep_quiet(&person, Quiet { from, until }).await?;
    quiet(visit).await
}

/// At all, or not.
pub async fn set_asking(visit: &mut Visit<'_>, wanted: bool) -> Result<(), DeskError> {
    let person = visit.person.clone();
    if wanted {
        visit.work.ask_again(&person).await?;
    } else {
        visit.work.ask_no_more(&person).await?;
    }
    quiet(visit).await
}

/// Another language, for everything from now on, the menu of commands included.
pub async fn set_language(visit: &mut Visit<'_>, language: Language) -> Result<(), DeskError> {
    visit.person.language = language;
    visit.work.save_person(&visit.person).await?;
    visit.voice = Voice::new(language, visit.site.zone);
    let mut page = visit.voice.language_set();
    page.menu = true;
    visit.say_here(page).await
}
