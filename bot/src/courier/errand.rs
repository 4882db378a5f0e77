//! Errands: what a letter asks of Telegram now, made in one short piece of work; and what it becomes,
//! written down with its settlement.

use casework::{
    case::effect::{Handing, Letter},
    desk::{CaseView, DeskError, Work},
    ids::{Account, CaseId, MessageId, QuestionnaireId, Room},
    people::{Action, Person},
    store::{Card, CardKind, Leased, Subject},
};
use serde_json::{Value, json};

use super::{
    Courier, Held,
    became::{Became, kept_as},
    files, made,
    made::Made,
    told,
};
use crate::{api::Failure, page::Page, speech::Voice};

/// What is to be done for a letter.
#[derive(Debug)]
pub(super) enum Errand {
    /// Nothing to ask: it is so already.
    Nothing(Became),
    /// One request that counts.
    Request(Request),
    /// Words, and then we leave the group.
    Leave(Page),
}

/// One request, with what is asked besides.
#[derive(Debug)]
pub(super) struct Request {
    /// A menu of commands to show first: only decoration, never repeated.
    menu: Option<Value>,
    method: &'static str,
    body: Value,
    /// A file of our own that goes with it.
    file: Option<Made>,
    /// The message that is changed, if it is an edit.
    place: Option<MessageId>,
    /// Not worth a retry.
    is_gentle: bool,
    /// So many messages it becomes.
    messages: usize,
    becomes: Became,
}

impl Request {
    fn new(method: &'static str, body: Value, becomes: Became) -> Self {
        let (menu, file, place, is_gentle) = (None, None, None, false);
        Self { menu, method, body, file, place, is_gentle, messages: 1, becomes }
    }

    /// A message with a file of our own.
    pub(super) fn with(method: &'static str, body: Value, file: Made) -> Self {
        Self { file: Some(file), ..Self::new(method, body, Became::Message(None)) }
    }

    /// A page below.
    pub(super) fn plain(room: Room, page: &Page) -> Self {
        Self::show(room, None, page, Became::Message(None))
    }

    /// A page in place of a message, or below.
    fn show(room: Room, place: Option<MessageId>, page: &Page, becomes: Became) -> Self {
        let edit = place.and_then(|message| Some((message, page.edited(room.0, message.0)?)));
        match edit {
            Some((message, body)) => {
                Self { place: Some(message), ..Self::new("editMessageText", body, becomes) }
            }
            None => Self::new("sendMessage", page.send(room.0), becomes),
        }
    }
}

/// Nothing is sent to whoever may not read it.
impl From<Option<Request>> for Errand {
    fn from(request: Option<Request>) -> Self {
        request.map_or(Self::Nothing(Became::Nothing), Self::Request)
    }
}

impl From<Request> for Errand {
    fn from(request: Request) -> Self {
        Self::Request(request)
    }
}

impl Courier {
    /// What a letter asks of Telegram now, in the topic where it belongs.
    pub(super) async fn errand(
        &self,
        work: &mut Work,
        leased: &Leased,
        letter: &Letter,
    ) -> Result<Errand, Held> {
        work.stand_with(leased).await?;
        let mut errand = self.asked(work, leased, letter).await?;
        if let Errand::Request(request) = &mut errand
            && request.method.starts_with("send")
            && let Some(topic) = super::topics::of(work, leased.room, letter).await?
        {
            request.body["message_thread_id"] = json!(topic.0);
        }
        Ok(errand)
    }

    async fn asked(
        &self,
        work: &mut Work,
        leased: &Leased,
        letter: &Letter,
    ) -> Result<Errand, Held> {
        let room = leased.room;
        let sent =
            |page: &Page| Errand::from(Request::show(room, None, page, Became::Message(None)));
        Ok(match letter {
            Letter::Notice { case, notice } => {
                sent(&told::notice(work, room, *case, notice).await?)
            }
            Letter::Card { card } => self.card(work, leased, *card).await?,
            Letter::Files { case, result, from, handing, .. } => {
                let (case, result) = (*case, *result);
                files_errand(work, room, case, result, *from, *handing).await?
            }
            Letter::Questionnaire { questionnaire } => {
                questionnaire_errand(work, leased, *questionnaire).await?
            }
            Letter::Page { page } => page_errand(work, leased, page).await?,
            Letter::MyData { .. }
            | Letter::PrintedSlip { .. }
            | Letter::Agreement { .. }
            | Letter::WrittenReply { .. }
            | Letter::ReceptionRegister { .. }
            | Letter::Summary { .. }
            | Letter::SummaryOfAll { .. } => Box::pin(made::errand(work, room, letter)).await?,
            Letter::Announcement { .. }
            | Letter::Announced { .. }
            | Letter::Survey { .. }
            | Letter::SurveyDue { .. }
            | Letter::Reception { .. }
            | Letter::Contacts { .. }
            | Letter::GatheringOver { .. }
            | Letter::CallbacksToRead
            | Letter::Trouble { .. }
            | Letter::Round(_) => Box::pin(told::of_the_house(work, room, letter)).await?,
            Letter::Bare { message } => {
                let body = json!({ "chat_id": room.0, "message_id": message.0 });
                let request = Request::new("editMessageReplyMarkup", body, Became::Nothing);
                Request { is_gentle: true, ..request }.into()
            }
            Letter::Remove { message } => {
                let body = json!({ "chat_id": room.0, "message_id": message.0 });
                let request = Request::new("deleteMessage", body, Became::Nothing);
                Request { is_gentle: true, ..request }.into()
            }
        })
    }

    /// Makes a card show the newest state: an edit, or a new message when there is none.
    async fn card(&self, work: &mut Work, leased: &Leased, id: i64) -> Result<Errand, Held> {
        let Some(card) = work.card(id).await? else {
            return Err(Held::Senseless(format!("there is no card {id}")));
        };
        let place = card.message.filter(|_| !leased.anew);
        // Written down all the same: a change may be under way that found this letter waiting.
        if place.is_some() && card.shown >= card.wanted {
            let (message, shown) = (card.message, card.shown);
            return Ok(Errand::Nothing(Became::Card { card: id, message, shown, posted: false }));
        }
        // Danger is never one line of many.
        if leased.class != casework::case::effect::Class::Danger
            && let Some(listing) = self.listing(work, &card).await?
        {
            return Ok(listing);
        }
        let page = drawn(work, &card).await?;
        let posted = place.is_none();
        let becomes = Became::Card { card: id, message: None, shown: card.wanted, posted };
        Ok(Request::show(card.room, place, &page, becomes).into())
    }

    /// A list of slips instead of the slip that is next, when a group is owed more of them than it
    /// takes now.
    async fn listing(&self, work: &mut Work, card: &Card) -> Result<Option<Errand>, Held> {
        let is_new = card.kind == CardKind::Slip && card.message.is_none() && card.listed.is_none();
        let left = self.pace.left(card.room, casework::case::effect::Class::State);
        if !is_new || !card.room.is_group() || left == usize::MAX {
            return Ok(None);
        }
        // In a forum, a list would tell one department of another's slips.
        if super::topics::has(work, card.room).await? {
            return Ok(None);
        }
        let Some((cards, page)) = super::slips::listing(work, card, left).await? else {
            return Ok(None);
        };
        let becomes = Became::Listed { cards, message: None };
        Ok(Some(Request::show(card.room, None, &page, becomes).into()))
    }

    /// Does an errand.
    pub(super) async fn run(&self, leased: &Leased, errand: Errand) -> Result<Became, Held> {
        match errand {
            Errand::Nothing(became) => Ok(became),
            Errand::Leave(page) => self.leave(leased.room, &page).await,
            Errand::Request(request) => self.ask(leased, request).await,
        }
    }

    async fn ask(&self, leased: &Leased, request: Request) -> Result<Became, Held> {
        let Request { menu, method, mut body, file, place, is_gentle, messages, becomes } = request;
        if let Some(menu) = menu
            && let Err(held @ Held::Wait(_)) = self.call("setMyCommands", &menu).await
        {
            return Err(held);
        }
        if method.is_empty() {
            return Ok(becomes);
        }
        let mut answer = match &file {
            Some(file) => self.hand_over(method, &body, file).await,
            None => self.call(method, &body).await,
        };
        if let Err(Held::Failed(Failure::BadEntities(why))) = &answer {
            tracing::error!(outbox.id = leased.id, why, "broken formatting; it is sent plain");
            if let Some(body) = body.as_object_mut() {
                body.remove("entities");
            }
            answer = self.call(method, &body).await;
        }
        if let Err(Held::Failed(Failure::ThreadGone)) = &answer
            && body.as_object_mut().is_some_and(|body| body.remove("message_thread_id").is_some())
        {
            tracing::warn!(
                outbox.id = leased.id,
                "a topic is closed or gone; it is told in General"
            );
            answer = self.call(method, &body).await;
        }
        match answer {
            Ok(answer) => {
                self.pace.more(leased.room, messages.saturating_sub(1));
                let message = match place {
                    Some(message) => Some(message),
                    None => posted(method, &answer)?,
                };
                Ok(becomes.at(message))
            }
            Err(Held::Failed(Failure::NotModified)) if place.is_some() => Ok(becomes.at(place)),
            Err(Held::Failed(Failure::EditTargetGone)) if method == "editMessageText" => {
                Ok(Became::Anew(match becomes {
                    Became::Card { card, .. } => Some(card),
                    _ => None,
                }))
            }
            Err(
                held @ (Held::Wait(_)
                | Held::Desk(_)
                | Held::Failed(
                    Failure::Flood { .. } | Failure::NotSent(_) | Failure::Unauthorized,
                )),
            ) => Err(held),
            Err(_) if is_gentle => Ok(becomes),
            Err(held) => Err(held),
        }
    }

    /// Says why, and goes. Whoever does not let us speak is left as well.
    async fn leave(&self, room: Room, page: &Page) -> Result<Became, Held> {
        let said = self.call("sendMessage", &page.send(room.0)).await;
        if let Err(
            held @ (Held::Wait(_)
            | Held::Failed(
                Failure::Flood { .. } | Failure::NotSent(_) | Failure::Unauthorized,
            )),
        ) = said
        {
            return Err(held);
        }
        if let Err(failure) = self.call("leaveChat", &json!({ "chat_id": room.0 })).await {
            tracing::warn!(?failure, "could not leave a group that is nobody's");
        }
        Ok(Became::Nothing)
    }
}

/// The message that something became: the first, when it became several. Without a number of its
/// own nobody knows whether it is there; 0 is Telegram's word for later.
fn posted(method: &'static str, answer: &Value) -> Result<Option<MessageId>, Held> {
    if !method.starts_with("send") {
        return Ok(None);
    }
    let first = answer.as_array().and_then(|all| all.first()).unwrap_or(answer);
    match first["message_id"].as_i64() {
        Some(0) => Ok(None),
        Some(message) => Ok(Some(MessageId(message))),
        None => Err(Failure::Unknown("an answer without a message".to_owned()).into()),
    }
}

async fn questionnaire_errand(
    work: &mut Work,
    leased: &Leased,
    id: QuestionnaireId,
) -> Result<Errand, Held> {
    let Some(questionnaire) = work.questionnaire(id).await? else {
        return Err(Held::Senseless(format!("there is no questionnaire {id}")));
    };
    if questionnaire.screen.is_none() && !questionnaire.is_open() {
        return Ok(Errand::Nothing(Became::Nothing));
    }
    let page = match questionnaire.about {
        Subject::Case(case) => {
            let view = work.view(case).await?;
            let voice = voice(work, leased.room, &view).await?;
            voice.questionnaire(&questionnaire, view.case.number.as_str())
        }
        Subject::Survey(_, until) => {
            let site = work.site().await?;
            let voice = Voice::new(work.language_of(leased.room).await?, site.zone);
            voice.survey_sheet(&questionnaire, &site, until)
        }
    };
    let place = questionnaire.screen.filter(|_| !leased.anew);
    let becomes = Became::Questionnaire(id, None);
    Ok(Request::show(leased.room, place, &page, becomes).into())
}

/// A page of a conversation: in place or below; never more than one live keyboard.
async fn page_errand(work: &mut Work, leased: &Leased, page: &Value) -> Result<Errand, Held> {
    let room = leased.room;
    let page: Page =
        serde_json::from_value(page.clone()).map_err(|error| Held::Senseless(error.to_string()))?;
    if page.leave {
        return Ok(Errand::Leave(page));
    }
    let screen = match page.screen.map(kept_as) {
        Some((person, kind)) => work.shown_screen(person, kind).await?,
        None => None,
    };
    let place = if page.renew { screen } else { page.edit.map(MessageId) };
    let place = place.filter(|_| !leased.anew);
    let mut old = vec![];
    old.extend(page.retire.map(MessageId));
    old.extend(screen);
    old.retain(|message| Some(*message) != place);
    let menu = if page.menu { Some(menu(work, room).await?) } else { None };
    if page.text.as_str().is_empty() {
        let Some(message) = old.pop() else {
            return Ok(match menu {
                Some(_) => {
                    let request = Request::new("", Value::Null, Became::Nothing);
                    Request { menu, ..request }.into()
                }
                None => Errand::Nothing(Became::Nothing),
            });
        };
        let body = json!({ "chat_id": room.0, "message_id": message.0 });
        let request = Request::new("editMessageReplyMarkup", body, Became::Retired(old));
        return Ok(Request { menu, is_gentle: true, ..request }.into());
    }
    let becomes = Became::Page { screen: page.screen, message: None, old };
    Ok(Request { menu, ..Request::show(room, place, &page, becomes) }.into())
}

/// The commands that a person is entitled to, in their language.
async fn menu(work: &mut Work, room: Room) -> Result<Value, Held> {
    let person = work.known(Account(room.0)).await?;
    let site = work.site().await?;
    let language = person.as_ref().map_or(site.language, |person| person.language);
    let menu = Voice::new(language, site.zone).menu(person.as_ref());
    let commands: Vec<Value> = menu
        .into_iter()
        .map(|(command, description)| json!({ "command": command, "description": description }))
        .collect();
    let scope = json!({ "type": "chat", "chat_id": room.0 });
    Ok(json!({ "commands": commands, "scope": scope }))
}

/// The next parcel of a case's files; what is left goes with a letter of its own.
async fn files_errand(
    work: &mut Work,
    room: Room,
    case: CaseId,
    result: bool,
    from: usize,
    handing: Handing,
) -> Result<Errand, Held> {
    let (view, veil) = work.view_for(room, case).await?;
    let all = files::shown_in(room, work.files(case, result).await?, veil.is_some());
    let voice = voice(work, room, &view).await?;
    let card = work.card_of(case, room).await?.and_then(|card| card.message);
    let left = all.get(from..).unwrap_or_default();
    let number = view.case.number.as_str();
    let became = |next: usize, handing: Handing, is_media: bool| {
        let left = all.len().saturating_sub(next);
        let next = (left > 0).then_some((next, handing));
        Became::Files { case, result, next, left, is_media, message: None }
    };
    if left.is_empty() {
        return Ok(Errand::Nothing(Became::Nothing));
    }
    let words = |count: usize, becomes: Became| {
        let mut page = Page::say(voice.files_in_words(number, count));
        page.reply_to = card.map(|card| card.0);
        Errand::from(Request::show(room, None, &page, becomes))
    };
    Ok(match handing {
        Handing::InWords => words(left.len(), became(all.len(), handing, false)),
        Handing::OneInWords => words(1, became(from + 1, Handing::Singly, false)),
        Handing::Together | Handing::Singly => {
            let most = if handing == Handing::Singly { 1 } else { left.len() };
            let Some(parcel) = files::parcels(&left[..most]).into_iter().next() else {
                return Ok(Errand::Nothing(Became::Nothing));
            };
            let body = parcel.body(room, card, &voice.files_of(number, result));
            let becomes = became(from + parcel.len(), handing, true);
            let request = Request::new(parcel.method(), body, becomes);
            Request { messages: parcel.len(), ..request }.into()
        }
    })
}

/// The voice for a room: a person's own, or the estate's for groups.
pub(super) async fn voice(
    work: &mut Work,
    room: Room,
    view: &CaseView,
) -> Result<Voice, DeskError> {
    Ok(Voice::new(work.language_of(room).await?, view.site.zone))
}

/// A card as it should look now.
async fn drawn(work: &mut Work, card: &Card) -> Result<Page, DeskError> {
    let (view, veil) = work.view_for(card.room, card.case).await?;
    let voice = voice(work, card.room, &view).await?;
    // Those who are told in the desk's place may have to do with it no longer.
    if card.kind == CardKind::Desk && !card.room.is_group() {
        let reader = work.known(Account(card.room.0)).await?;
        let may_read = match reader {
            Some(reader) => work.entitled(&reader, &view.case, Action::Read).await?,
            None => false,
        };
        if !may_read {
            return Ok(voice.card_not_yours(&view));
        }
    }
    let files = work.files(card.case, false).await?;
    let files = files::shown_in(card.room, files, veil.is_some());
    let head = head_of(work, &view).await?;
    Ok(match card.kind {
        CardKind::Slip => voice.slip(&view, card.round, &files, head.as_ref()),
        CardKind::Desk => voice.desk_card(&view, &files, head.as_ref()),
        CardKind::Receipt => voice.receipt(&view),
    })
}

/// The head who signed the result off.
async fn head_of(work: &mut Work, view: &CaseView) -> Result<Option<Person>, DeskError> {
    match view.case.state.signed_off() {
        Some(sign_off) => Ok(Some(work.person(sign_off.by).await?)),
        None => Ok(None),
    }
}
