//! The intake of a case in a person's chat: answers in, questions out. The steps are in core.

use casework::{
    case::{Channel, Kind},
    desk::{DeskError, Visitor},
    ids::{GatheringId, PlaceId},
    intake::{Answer, Draft, Joining, Problem, Step, Task, Turn},
    people::Person,
    store::Kept,
};
use rand::{Rng, distr::Alphanumeric};

use crate::{
    button::Choice,
    callers, danger, estates,
    incoming::Sent,
    joining,
    page::Page,
    privacy,
    speech::Surroundings,
    tasks,
    visit::{Toast, Visit},
};

/// The home screen; first what is unfinished, if there is something.
pub async fn home(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    match visit.work.draft(visit.person.id).await? {
        Some(kept) if kept.state.is_begun() => {
            let page = visit.voice.draft_waits(kept.state.kind, kept.state.kind);
            visit.say_here(page).await
        }
        _ => {
            privacy::show_anew(visit).await?;
            show_home(visit).await
        }
    }
}

async fn show_home(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let one_of_several = visit.work.one_of_several().await?;
    let reception = visit.work.reception_ahead().await?;
    let page = visit.voice.home(&visit.person, one_of_several.as_ref(), reception.as_ref());
    visit.say_here(page).await
}

/// After the greeting: what was told first goes on, else the home screen.
pub async fn home_or_draft(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    match visit.work.draft(visit.person.id).await? {
        Some(kept) => {
            let lacks_contact = visit.person.phone.is_none() && kept.state.caller.is_none();
            show(visit, Draft { lacks_contact, ..kept.state }, 0).await
        }
        None => home(visit).await,
    }
}

/// Begins a case of a kind; an unfinished draft is offered first.
pub async fn begin(visit: &mut Visit<'_>, kind: Kind) -> Result<(), DeskError> {
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    if let Some(kept) = visit.work.draft(visit.person.id).await?
        && kept.state.is_begun()
    {
        let page = visit.voice.draft_waits(kept.state.kind, kind);
        return visit.say_here(page).await;
    }
    restart(visit, kind).await
}

/// Begins a case of a kind, whatever was unfinished.
pub async fn restart(visit: &mut Visit<'_>, kind: Kind) -> Result<(), DeskError> {
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    forget(visit).await?;
    let draft = Draft::new(kind, draft_key(), visit.person.phone.is_none());
    show(visit, draft, 0).await
}

/// Somebody of ours begins to write a case down for others: whoever is asked first takes it down
/// (首问责任制, 5.8).
pub async fn begin_for_caller(visit: &mut Visit<'_>, kind: Kind) -> Result<(), DeskError> {
    if !visit.person.is_staff() {
        let text = visit.voice.only_colleagues();
        return visit.decline(text).await;
    }
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    forget(visit).await?;
    show(visit, Draft::for_caller(kind, draft_key()), 0).await
}

/// What led somebody to tell us something.
#[derive(Debug, Clone, Copy)]
pub enum LedBy {
    /// A meeting or event.
    Gathering(GatheringId),
    /// A sticker at this place.
    Sticker(PlaceId),
}

impl LedBy {
    /// The draft as it begins there.
    fn begin(self, draft: Draft) -> Draft {
        match self {
            Self::Gathering(id) => Draft { gathering: Some(id), ..draft },
            Self::Sticker(place) => draft.at(place),
        }
    }
}

/// Somebody tells us something where something led them to us; a `fresh` page asks for it. Whom we do not know
/// yet is greeted first, and goes on with what they have told already.
pub async fn begin_at(visit: &mut Visit<'_>, led_by: LedBy, fresh: Page) -> Result<(), DeskError> {
    let kept = visit.work.draft(visit.person.id).await?.map(|kept| kept.state);
    if !visit.person.joined {
        let draft = kept.unwrap_or_else(|| Draft::guessed(draft_key(), false));
        visit.work.save_draft(visit.person.id, &led_by.begin(draft)).await?;
        visit.say(fresh).await?;
        return joining::begin(visit).await;
    }
    tasks::report::make_room(visit).await?;
    if let Some(kept) = kept.filter(Draft::is_begun) {
        let page = visit.voice.draft_waits(kept.kind, kept.kind);
        return visit.say_here(page).await;
    }
    tasks::finish(visit).await?;
    forget(visit).await?;
    visit.say(fresh).await?;
    let draft = Draft::guessed(draft_key(), visit.person.phone.is_none());
    show(visit, led_by.begin(draft), 0).await
}

/// Somebody of ours begins to write down what somebody says to whom we turned; who has not turned to us
/// yet is asked for name and number.
pub async fn begin_for_known(
    visit: &mut Visit<'_>,
    kind: Kind,
    owner: Option<&Person>,
) -> Result<(), DeskError> {
    begin_with(
        visit,
        match owner {
            Some(owner) => Draft::for_known(kind, draft_key(), owner, Channel::Contact),
            None => Draft::for_caller(kind, draft_key()).by(Channel::Contact),
        },
    )
    .await
}

/// Somebody who receives owners begins to write down what one of them says.
pub async fn begin_for_visitor(
    visit: &mut Visit<'_>,
    kind: Kind,
    visitor: &Visitor,
) -> Result<(), DeskError> {
    let draft = Draft::for_known(kind, draft_key(), &visitor.person, Channel::Reception);
    begin_with(visit, draft.booked(visitor.booking.id)).await
}

/// It is of the estate of what was pressed, and goes on there.
async fn begin_with(visit: &mut Visit<'_>, draft: Draft) -> Result<(), DeskError> {
    estates::turn_in(visit).await?;
    tasks::report::make_room(visit).await?;
    tasks::finish(visit).await?;
    forget(visit).await?;
    visit.pressed = None;
    show(visit, draft, 0).await
}

/// Goes on with the draft.
pub async fn go_on(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    match visit.work.draft(visit.person.id).await? {
        Some(kept) => show(visit, kept.state, 0).await,
        None => home(visit).await,
    }
}

fn draft_key() -> String {
    rand::rng().sample_iter(Alphanumeric).take(22).map(char::from).collect()
}

/// Something said or sent while a draft is open, or that begins one.
pub async fn told(
    visit: &mut Visit<'_>,
    kept: Option<Kept<Draft>>,
    sent: Sent,
) -> Result<(), DeskError> {
    if kept.is_none() && !matches!(sent, Sent::Text(_) | Sent::File(_)) {
        return nothing_begins(visit, &sent).await;
    }
    let lacks_contact = visit.person.phone.is_none();
    let draft = kept.map_or_else(|| Draft::guessed(draft_key(), lacks_contact), |kept| kept.state);
    let answer = match sent {
        Sent::Text(text) => Answer::Text(text),
        Sent::Contact(number, true) if draft.step == Step::Contact => Answer::Text(number),
        Sent::Contact(_, false) if draft.step == Step::Contact => {
            let page = visit.voice.phone_not_yours();
            return visit.say(page).await;
        }
        Sent::File(file) => {
            let same_album = file.album.is_some()
                && draft.files.last().is_some_and(|last| last.album == file.album);
            visit.in_album = same_album;
            Answer::File(file)
        }
        Sent::TooBig => {
            let text = visit.voice.too_big();
            return complain(visit, draft, text).await;
        }
        Sent::Contact(..) | Sent::Other | Sent::Empty => {
            let text =
                format!("{}\n{}", visit.voice.wrong_media(), visit.voice.rather_call(&visit.site));
            return complain(visit, draft, text).await;
        }
    };
    turn(visit, draft.answer(answer)).await
}

/// What no question takes begins no complaint either.
async fn nothing_begins(visit: &mut Visit<'_>, sent: &Sent) -> Result<(), DeskError> {
    let text = match sent {
        Sent::TooBig => visit.voice.too_big(),
        _ => visit.voice.wrong_media(),
    };
    visit.say(Page::say(text)).await?;
    home(visit).await
}

/// A button of the intake.
pub async fn chose(
    visit: &mut Visit<'_>,
    kept: Kept<Draft>,
    choice: Choice,
) -> Result<(), DeskError> {
    let draft = kept.state;
    match choice {
        Choice::Page(page) => show(visit, draft, page).await,
        Choice::Edit => {
            let version = visit.work.save_draft(visit.person.id, &draft).await?;
            let page = visit.voice.which_field(&draft, version);
            let screen = visit.draft_screen();
            visit.ask(page, screen).await
        }
        Choice::Cancel => cancel(visit, draft).await,
        Choice::CancelSurely => stop(visit).await,
        Choice::Back if draft.step == draft.steps()[0] && !draft.mending => {
            visit.work.save_draft(visit.person.id, &draft).await?;
            show_home(visit).await
        }
        Choice::Category(what) if danger::is_one(visit, what).await? => {
            danger::alarm(visit, what, Some(draft)).await
        }
        Choice::Category(what) => {
            let categories = visit.work.categories().await?;
            match categories.iter().find(|category| category.id == what) {
                Some(one) if one.is_group() => {
                    turn(visit, draft.answer(Answer::OpenGroup(what))).await
                }
                Some(one) if one.is_offered() => {
                    turn(visit, draft.answer(Answer::Category(what, one.about_us))).await
                }
                _ => stale(visit, draft).await,
            }
        }
        choice => match choice.answer(visit.work.now()) {
            Some(answer) => turn(visit, draft.answer(answer)).await,
            None => stale(visit, draft).await,
        },
    }
}

/// A button that does not fit: the present question is shown again.
pub async fn stale(visit: &mut Visit<'_>, draft: Draft) -> Result<(), DeskError> {
    visit.toast = Some(Toast::word(visit.voice.toast_stale_question()));
    visit.pressed = None;
    show(visit, draft, 0).await
}

/// Stops; asks first if something would be lost.
pub async fn cancel(visit: &mut Visit<'_>, draft: Draft) -> Result<(), DeskError> {
    if !draft.is_begun() {
        return stop(visit).await;
    }
    let version = visit.work.save_draft(visit.person.id, &draft).await?;
    let page = visit.voice.cancel_surely(version);
    let screen = visit.draft_screen();
    visit.ask(page, screen).await
}

async fn stop(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    forget(visit).await?;
    let page = visit.voice.cancelled();
    visit.say_here(page).await
}

/// Throws the draft away.
async fn forget(visit: &mut Visit<'_>) -> Result<(), DeskError> {
    let kept = visit.work.draft(visit.person.id).await?;
    visit.work.drop_draft(visit.person.id).await?;
    visit.retire(kept.and_then(|kept| kept.screen)).await
}

async fn turn(visit: &mut Visit<'_>, turn: Turn<Draft>) -> Result<(), DeskError> {
    match turn {
        Turn::Ask(draft) => show(visit, draft, 0).await,
        Turn::Again(draft, problem) => {
            let text = visit.voice.problem(problem, Some(draft.step));
            complain(visit, draft, text).await
        }
        Turn::Done(draft) => send(visit, draft).await,
    }
}

/// Says why an answer was not taken, and asks again.
async fn complain(visit: &mut Visit<'_>, draft: Draft, text: String) -> Result<(), DeskError> {
    if visit.is_press {
        visit.toast = Some(Toast::alert(text));
    } else {
        visit.say(Page::say(text)).await?;
    }
    show(visit, draft, 0).await
}

/// Keeps the draft and asks its question.
async fn show(visit: &mut Visit<'_>, draft: Draft, page: u16) -> Result<(), DeskError> {
    let version = visit.work.save_draft(visit.person.id, &draft).await?;
    let around = surroundings(visit, &draft, page).await?;
    let question = visit.voice.question(&draft, version, &around);
    let screen = visit.draft_screen();
    visit.ask(question, screen).await
}

async fn surroundings(
    visit: &mut Visit<'_>,
    draft: &Draft,
    page: u16,
) -> Result<Surroundings, DeskError> {
    let mut around = Surroundings { page, now: visit.work.now(), ..Surroundings::default() };
    match draft.step {
        Step::Channel => around.estate = Some(visit.site.name.clone()),
        Step::Category => around.categories = visit.work.categories().await?,
        Step::About => around.passable = visit.work.passable().await?,
        Step::Place => {
            around.places = visit.work.places_within(draft.within).await?;
            match draft.within {
                Some(within) => around.within = visit.work.place(within).await?,
                None => {
                    around.public = visit.work.public_places().await?;
                    around.has_other_estates = visit.work.holds_several().await?;
                    around.last_place = visit.work.last_place(&visit.person).await?;
                }
            }
        }
        Step::Review => {
            around.categories = visit.work.categories().await?;
            if let Some(place) = draft.place {
                around.place = visit.work.place(place).await?;
            }
        }
        _ => {}
    }
    Ok(around)
}

/// Registers the case. The receipt comes as its living message.
async fn send(visit: &mut Visit<'_>, draft: Draft) -> Result<(), DeskError> {
    let filer = visit.person.clone();
    let is_keyless = casework::trouble::broken("broken.no_action_key");
    let key = if is_keyless { draft_key() } else { draft.key.clone() };
    let (case, is_new) = visit.work.register(&Draft { key, ..draft.clone() }, &filer).await?;
    if !is_keyless {
        visit.work.drop_draft(visit.person.id).await?;
    }
    if visit.pressed.is_some() {
        let around = surroundings(visit, &draft, 0).await?;
        let sent = visit.voice.sent(&draft, &around);
        visit.say_here(sent).await?;
    }
    let number = visit.work.view(case).await?.case.number;
    if !is_new {
        let page = visit.voice.registered_again(draft.kind, number.as_str());
        return visit.say(page).await;
    }
    if draft.caller.is_some() {
        let page = visit.voice.registered_for_caller(number.as_str());
        visit.say(page).await?;
        return Box::pin(callers::registered(visit, case)).await;
    }
    Ok(())
}

/// Something told before we know each other is kept as the beginning of a complaint; the greeting
/// comes first.
pub async fn keep_for_later(
    visit: &mut Visit<'_>,
    at: Joining,
    sent: Sent,
) -> Result<(), DeskError> {
    let sent_too_big = sent == Sent::TooBig;
    let told = match sent {
        Sent::Text(text) if !matches!(at, Joining::Phone) => Some(Answer::Text(text)),
        Sent::File(file) => Some(Answer::File(file)),
        _ => None,
    };
    if let Some(answer) = told {
        let kept = visit.work.draft(visit.person.id).await?;
        let draft = kept.map_or_else(|| Draft::guessed(draft_key(), false), |kept| kept.state);
        match draft.answer(answer) {
            Turn::Ask(draft) => {
                visit.work.save_draft(visit.person.id, &draft).await?;
            }
            Turn::Again(draft, problem) => {
                let page = Page::say(visit.voice.problem(problem, Some(draft.step)));
                visit.say(page).await?;
            }
            Turn::Done(_) => {}
        }
    } else {
        let page = Page::say(match (at, sent_too_big) {
            (_, true) => visit.voice.too_big(),
            (Joining::Phone, _) => visit.voice.problem(Problem::BadPhone, None),
            _ => visit.voice.wrong_media(),
        });
        visit.say(page).await?;
    }
    joining::again(visit, at).await
}

/// Whether somebody is in the middle of getting to know us.
pub fn is_joining(task: Option<&Kept<Task>>) -> Option<Joining> {
    match task {
        Some(Kept { state: Task::Joining { at }, .. }) => Some(*at),
        _ => None,
    }
}
