//! The courier: letters from the outbox to Telegram, in order per room, at least once. Knows how
//! to deliver, retry and give up; not what a letter means.

mod files;
mod judge;

use casework::{
    case::effect::Letter,
    desk::{CaseView, Desk, DeskError, Lease, Work},
    ids::{Account, CaseId, MessageId, PersonId, QuestionnaireId, Room},
    intake::{File, FileKind},
    people::Person,
    store::{Card, CardKind, Leased, Outcome},
    trouble,
};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    api::{Api, Failure},
    lease::Holding,
    pace::Pace,
    page::{Page, Screen},
    speech::Voice,
};
use std::sync::Arc;

/// So many letters at once, each to another room.
const BATCH: i64 = 8;

/// Delivers letters. Cheap to clone.
#[derive(Clone)]
pub struct Courier {
    desk: Desk,
    api: Api,
    pace: Arc<Pace>,
    lease: Holding,
}

/// A message as Telegram confirms it; the rest of the answer does not matter.
#[derive(Deserialize)]
pub(crate) struct Posted {
    message_id: i64,
}

/// What a letter has become, to be written down with its settlement.
#[derive(Debug)]
enum Became {
    Nothing,
    Card { card: i64, message: MessageId, shown: i32 },
    Questionnaire(QuestionnaireId, MessageId),
    Page { screen: Option<Screen>, message: MessageId, old: Vec<MessageId> },
    Retired(Vec<MessageId>),
    Files { case: CaseId, result: bool, from: usize, message: Option<MessageId> },
    Message(MessageId),
}

/// Why a letter is not delivered now.
#[derive(Debug)]
enum Held {
    /// Telegram, or the way to it, said so.
    Failed(Failure),
    /// The pace says: not yet.
    Wait(TimeDelta),
    /// It cannot be read, or speaks of what is not there.
    Senseless(String),
    /// The book failed.
    Desk(DeskError),
}

impl From<Failure> for Held {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<DeskError> for Held {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NoSuchCase(case) => Self::Senseless(format!("there is no case {case}")),
            error => Self::Desk(error),
        }
    }
}

impl Courier {
    /// A courier for this desk. Only one of all instances sends.
    pub fn new(desk: Desk, api: Api, pace: Arc<Pace>, holder: &str) -> Self {
        let lease = Holding::new(desk.clone(), Lease::Courier, holder);
        Self { desk, api, pace, lease }
    }

    /// The lease of whoever sends.
    pub fn lease(&self) -> &Holding {
        &self.lease
    }

    /// Takes a batch, delivers it side by side, writes down how it went. Says how many were taken.
    pub async fn round(&self) -> Result<usize, DeskError> {
        let Some(fence) = self.lease.fence() else { return Ok(0) };
        let mut work = self.desk.begin().await?;
        work.still_holds(fence).await?;
        let batch = work.lease(BATCH).await?;
        if batch.is_empty() {
            return Ok(0);
        }
        work.finish("").await?;
        trouble::point("courier.leased");
        let taken = batch.len();
        let mut side_by_side = JoinSet::new();
        for leased in batch {
            let courier = self.clone();
            side_by_side.spawn(async move { courier.one(&leased).await });
        }
        // All of them are waited for: one that fails must not cut off the others half-way.
        let mut failed = None;
        while let Some(done) = side_by_side.join_next().await {
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => failed = Some(error),
                Err(crash) => tracing::error!(%crash, "a delivery crashed; its lease runs out"),
            }
        }
        failed.map_or(Ok(taken), Err)
    }

    /// Forgets rooms that have been quiet for long enough.
    pub fn tidy(&self) {
        self.pace.tidy();
    }

    async fn one(&self, leased: &Leased) -> Result<(), DeskError> {
        let delivered = match &leased.letter {
            Ok(letter) => self.deliver(leased.room, letter).await,
            Err(error) => Err(Held::Senseless(error.to_string())),
        };
        let mut work = self.desk.begin().await?;
        let outcome = match delivered {
            Ok(became) => {
                let message = write_down(&mut work, leased.room, became).await?;
                Outcome::Sent(message)
            }
            Err(held) => self.hold(&mut work, leased, held).await?,
        };
        if let Outcome::Never(reason) = &outcome {
            tracing::error!(outbox.id = leased.id, reason, "gave up on a letter");
        }
        if !work.settle(leased, &outcome).await? {
            tracing::warn!(outbox.id = leased.id, "lost the lease; it may be said twice");
            return Ok(());
        }
        work.finish("").await?;
        trouble::point("courier.recorded");
        Ok(())
    }

    /// A letter that did not go out: when to try again, or never; and what follows from why.
    async fn hold(
        &self,
        work: &mut Work,
        leased: &Leased,
        held: Held,
    ) -> Result<Outcome, DeskError> {
        let failure = match held {
            Held::Wait(pause) => return Ok(Outcome::Wait(pause)),
            Held::Senseless(reason) => return Ok(Outcome::Never(reason)),
            Held::Failed(failure) => failure,
            // A row that cannot be read costs itself, in the end, and not its room.
            Held::Desk(error) => {
                tracing::error!(outbox.id = leased.id, %error, "a letter could not be made");
                return Ok(judge::unmade(leased.failures));
            }
        };
        if leased.room.is_group() && judge::is_put_out(&failure) {
            tracing::error!(room = leased.room.0, %failure, "a group cannot be written to");
        }
        match &failure {
            Failure::Migrated(to) => work.move_room(leased.room, Room(*to)).await?,
            Failure::Flood { retry_after: Some(pause) } => self.pace.park(leased.room.0, *pause),
            Failure::Blocked | Failure::Deactivated | Failure::NeverStarted
                if !leased.room.is_group() =>
            {
                work.reachable(Account(leased.room.0), false).await?;
            }
            _ => {}
        }
        let is_extra = matches!(leased.letter, Ok(Letter::Files { .. }));
        Ok(match &failure {
            // A group that takes no media is not to lose its slips over them.
            Failure::NoRights(_) if is_extra => Outcome::Never(failure.to_string()),
            _ => judge::judge(&failure, leased.room, leased.failures),
        })
    }

    async fn deliver(&self, room: Room, letter: &Letter) -> Result<Became, Held> {
        match letter {
            Letter::Notice { case, notice } => {
                let mut work = self.desk.begin().await?;
                let view = work.view(*case).await?;
                let voice = voice(&mut work, room, &view).await?;
                let to_owner = view.owner.account.map(Account::room) == Some(room);
                drop(work);
                let page = voice.notice(&view, notice, to_owner);
                self.send(room, &page).await.map(Became::Message)
            }
            Letter::Card { card } => self.card(*card).await,
            Letter::Files { case, result, from } => self.files(room, *case, *result, *from).await,
            Letter::Questionnaire { questionnaire } => {
                self.questionnaire(room, *questionnaire).await
            }
            Letter::Page { page } => self.page(room, page).await,
        }
    }

    /// Makes a card show the newest state: an edit, or a new message when there is none.
    async fn card(&self, id: i64) -> Result<Became, Held> {
        let mut work = self.desk.begin().await?;
        let Some(card) = work.card(id).await? else {
            return Err(Held::Senseless(format!("there is no card {id}")));
        };
        // Written down all the same: a change may be under way that found this letter waiting.
        if let Some(message) = card.message.filter(|_| card.shown >= card.wanted) {
            return Ok(Became::Card { card: id, message, shown: card.shown });
        }
        let page = drawn(&mut work, &card).await?;
        drop(work);
        let message = self.show(card.room, card.message, &page).await?;
        Ok(Became::Card { card: id, message, shown: card.wanted })
    }

    /// Shows a page in place of a message; anew when there is none or it is gone.
    async fn show(
        &self,
        room: Room,
        message: Option<MessageId>,
        page: &Page,
    ) -> Result<MessageId, Held> {
        if let Some(message) = message
            && let Some(body) = page.edited(room.0, message.0)
        {
            match self.call::<Value>(room, "editMessageText", &body).await {
                Ok(_) | Err(Held::Failed(Failure::NotModified)) => return Ok(message),
                Err(Held::Failed(Failure::EditTargetGone)) => {}
                Err(held) => return Err(held),
            }
        }
        self.send(room, page).await
    }

    async fn send(&self, room: Room, page: &Page) -> Result<MessageId, Held> {
        let posted: Posted = self.call(room, "sendMessage", &page.send(room.0)).await?;
        Ok(MessageId(posted.message_id))
    }

    /// One request to a room, at the pace that Telegram allows.
    async fn call<R: serde::de::DeserializeOwned>(
        &self,
        room: Room,
        method: &'static str,
        body: &Value,
    ) -> Result<R, Held> {
        // Whoever was frozen and wakes up late sends nothing any more.
        if self.lease.fence().is_none() {
            return Err(Held::Wait(TimeDelta::zero()));
        }
        self.pace.ready(room.0).map_err(|wait| {
            Held::Wait(TimeDelta::from_std(wait).unwrap_or(TimeDelta::seconds(60)))
        })?;
        let answer = self.api.call(method, body).await?;
        trouble::point("courier.answered");
        Ok(answer)
    }

    async fn questionnaire(&self, room: Room, id: QuestionnaireId) -> Result<Became, Held> {
        let mut work = self.desk.begin().await?;
        let Some(questionnaire) = work.questionnaire(id).await? else {
            return Err(Held::Senseless(format!("there is no questionnaire {id}")));
        };
        let view = work.view(questionnaire.case).await?;
        let voice = voice(&mut work, room, &view).await?;
        drop(work);
        if questionnaire.screen.is_none() && !questionnaire.is_open() {
            return Ok(Became::Nothing);
        }
        let page = voice.questionnaire(&questionnaire, view.case.number.as_str());
        let message = self.show(room, questionnaire.screen, &page).await?;
        Ok(Became::Questionnaire(id, message))
    }

    /// A page of a conversation: in place or below; never more than one live keyboard.
    async fn page(&self, room: Room, page: &Value) -> Result<Became, Held> {
        let page: Page = serde_json::from_value(page.clone())
            .map_err(|error| Held::Senseless(error.to_string()))?;
        let screen = self.screen(page.screen).await?;
        let place = if page.renew { screen } else { page.edit.map(MessageId) };
        let mut old = vec![];
        old.extend(page.retire.map(MessageId));
        old.extend(screen);
        old.retain(|message| Some(*message) != place);
        if page.menu {
            self.menu(room).await?;
        }
        if page.text.as_str().is_empty() {
            if let Some(message) = old.pop() {
                self.retire(room, message).await?;
            }
            return Ok(Became::Retired(old));
        }
        if page.leave {
            return self.leave(room, &page).await;
        }
        let message = self.show(room, place, &page).await?;
        // One request a letter, or a letter could wait for its turn for ever: taking old buttons
        // away is a letter of its own.
        old.retain(|old| *old != message);
        Ok(Became::Page { screen: page.screen, message, old })
    }

    /// Says why, and goes. Whoever does not let us speak is left as well.
    async fn leave(&self, room: Room, page: &Page) -> Result<Became, Held> {
        let said = self.send(room, page).await;
        if let Err(held @ (Held::Failed(Failure::Flood { .. }) | Held::Wait(_) | Held::Desk(_))) =
            said
        {
            return Err(held);
        }
        if let Err(failure) =
            self.api.call::<Value>("leaveChat", &json!({ "chat_id": room.0 })).await
        {
            tracing::warn!(%failure, "could not leave a group that is nobody's");
        }
        Ok(Became::Nothing)
    }

    async fn screen(&self, screen: Option<Screen>) -> Result<Option<MessageId>, Held> {
        let mut work = self.desk.begin().await?;
        Ok(match screen {
            Some(Screen::Draft(person)) => {
                let kept = work.draft(casework::ids::PersonId(person)).await?;
                kept.and_then(|kept| kept.screen)
            }
            Some(Screen::Task(person)) => {
                let kept = work.task(casework::ids::PersonId(person)).await?;
                kept.and_then(|kept| kept.screen)
            }
            None => None,
        })
    }

    /// Takes the buttons away from a message whose question is answered. Not worth a retry.
    async fn retire(&self, room: Room, message: MessageId) -> Result<(), Held> {
        let body = json!({ "chat_id": room.0, "message_id": message.0 });
        match self.call::<Value>(room, "editMessageReplyMarkup", &body).await {
            Err(Held::Failed(failure @ Failure::Flood { .. })) => Err(failure.into()),
            Err(held @ (Held::Wait(_) | Held::Desk(_))) => Err(held),
            _ => Ok(()),
        }
    }

    /// Shows a person the commands they are entitled to, in their language. Only decoration.
    async fn menu(&self, room: Room) -> Result<(), Held> {
        let mut work = self.desk.begin().await?;
        let person = work.known(Account(room.0)).await?;
        let site = work.site().await?;
        drop(work);
        let language = person.as_ref().map_or(site.language, |person| person.language);
        let menu = Voice::new(language, site.zone).menu(person.as_ref());
        let commands: Vec<Value> = menu
            .into_iter()
            .map(|(command, description)| json!({ "command": command, "description": description }))
            .collect();
        let body = json!({
            "commands": commands,
            "scope": { "type": "chat", "chat_id": room.0 },
        });
        match self.api.call::<Value>("setMyCommands", &body).await {
            Err(failure @ Failure::Flood { .. }) => Err(failure.into()),
            _ => Ok(()),
        }
    }

    /// The next parcel of a case's files; what is left goes with a letter of its own.
    async fn files(
        &self,
        room: Room,
        case: CaseId,
        result: bool,
        from: usize,
    ) -> Result<Became, Held> {
        let mut work = self.desk.begin().await?;
        let files = shown_in(room, work.files(case, result).await?);
        let view = work.view(case).await?;
        let voice = voice(&mut work, room, &view).await?;
        let card = work.card_of(case, room).await?.and_then(|card| card.message);
        drop(work);
        let caption = voice.files_of(view.case.number.as_str(), result);
        let files = files.get(from..).unwrap_or_default();
        let Some(parcel) = files::parcels(files).into_iter().next() else {
            return Ok(Became::Nothing);
        };
        let body = parcel.body(room, card, &caption);
        let posted: Value = self.call(room, parcel.method(), &body).await?;
        let message = files::message_of(&posted);
        let from = (files.len() > parcel.len()).then_some(from + parcel.len());
        Ok(match (from, message) {
            (Some(from), message) => Became::Files { case, result, from, message },
            (None, message) => message.map_or(Became::Nothing, Became::Message),
        })
    }
}

async fn write_down(
    work: &mut Work,
    room: Room,
    became: Became,
) -> Result<Option<MessageId>, DeskError> {
    Ok(match became {
        Became::Nothing => None,
        Became::Message(message) => Some(message),
        Became::Card { card, message, shown } => {
            work.card_shows(card, message, shown).await?;
            Some(message)
        }
        Became::Questionnaire(id, message) => {
            work.questionnaire_screen(id, Some(message)).await?;
            Some(message)
        }
        Became::Files { case, result, from, message } => {
            work.post_more_files(room, case, result, from).await?;
            message
        }
        Became::Retired(old) => {
            retire_later(work, room, old).await?;
            None
        }
        Became::Page { screen, message, old } => {
            let kept = screen.map(|screen| match screen {
                Screen::Draft(person) => (person, "draft"),
                Screen::Task(person) => (person, "task"),
            });
            if let Some((person, kind)) = kept {
                work.screen(PersonId(person), kind, Some(message)).await?;
            }
            retire_later(work, room, old).await?;
            Some(message)
        }
    })
}

async fn retire_later(work: &mut Work, room: Room, old: Vec<MessageId>) -> Result<(), DeskError> {
    for message in old {
        let page = Page { retire: Some(message.0), ..Page::default() };
        page.post(work, room).await?;
    }
    Ok(())
}

/// The voice for a room: a person's own, or the estate's for groups.
async fn voice(work: &mut Work, room: Room, view: &CaseView) -> Result<Voice, DeskError> {
    Ok(Voice::new(work.language_of(room).await?, view.site.zone))
}

/// A card as it should look now.
async fn drawn(work: &mut Work, card: &Card) -> Result<Page, DeskError> {
    let view = work.view(card.case).await?;
    let voice = voice(work, card.room, &view).await?;
    let files = shown_in(card.room, work.files(card.case, false).await?);
    let head = head_of(work, &view).await?;
    Ok(match card.kind {
        CardKind::Slip => voice.slip(&view, card.round, &files, head.as_ref()),
        CardKind::Desk => voice.desk_card(&view, &files, head.as_ref()),
        CardKind::Receipt => voice.receipt(&view),
    })
}

/// Groups are shown pictures only: what somebody said or wrote into a file goes to whoever
/// signed, in private (PV-01).
fn shown_in(room: Room, mut files: Vec<File>) -> Vec<File> {
    if room.is_group() {
        files.retain(|file| matches!(file.kind, FileKind::Photo | FileKind::Video));
    }
    files
}

/// The head who signed the result off.
async fn head_of(work: &mut Work, view: &CaseView) -> Result<Option<Person>, DeskError> {
    match view.case.state.signed_off() {
        Some(sign_off) => Ok(Some(work.person(sign_off.by).await?)),
        None => Ok(None),
    }
}
