//! The page: several phones side by side, a clock that can be moved, timers and the case's history.
//!
//! It has no build step: its script and style are served as they are written.

mod assets;
mod deeds;
mod upload;
mod view;

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::json;
use tokio_stream::{Stream, StreamExt, wrappers::BroadcastStream};

use crate::{Event, Telegram};

/// One line of the panel: something that will happen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PanelTimer {
    /// The case's number.
    pub case: String,
    /// What will happen.
    pub what: String,
    /// When.
    pub due: String,
    /// How long until then.
    pub left: String,
}

/// One line of the panel: something that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PanelEvent {
    /// When.
    pub at: String,
    /// The case's number.
    pub case: String,
    /// What happened.
    pub what: String,
    /// By whom.
    pub who: String,
}

/// What the panel shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Panel {
    /// The program's time.
    pub now: String,
    /// What is waited for, the next first.
    pub timers: Vec<PanelTimer>,
    /// What happened, the newest first.
    pub history: Vec<PanelEvent>,
}

/// A phone on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Phone {
    /// Whose it is.
    pub person: i64,
    /// The name shown above it.
    pub name: String,
    /// What the person is on the estate.
    pub role: String,
    /// Its chats; the first is shown at first. Groups the person joins later are added.
    pub chats: Vec<i64>,
}

/// A panel that is still being asked for.
pub type PanelFuture = Pin<Box<dyn Future<Output = Panel> + Send>>;

/// What the page needs from the program.
#[derive(Clone)]
pub struct Hooks {
    /// The estate's name.
    pub title: String,
    /// Moves the program's clock.
    pub forward: Arc<dyn Fn(TimeDelta) + Send + Sync>,
    /// Timers and history.
    pub panel: Arc<dyn Fn() -> PanelFuture + Send + Sync>,
    /// Phones shown at first.
    pub cast: Vec<Phone>,
    /// Phones the menu offers.
    pub guests: Vec<Phone>,
}

const BODY_BYTES: usize = 64 << 20;

#[derive(Clone)]
struct Play {
    telegram: Telegram,
    hooks: Arc<Hooks>,
    /// People added on the page.
    added: Arc<Mutex<Vec<Phone>>>,
}

impl Play {
    fn added(&self) -> MutexGuard<'_, Vec<Phone>> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The page and what it calls, to be merged with [`Telegram::router`].
pub fn page(telegram: &Telegram, hooks: Hooks) -> Router {
    let (telegram, hooks) = (telegram.clone(), Arc::new(hooks));
    let play = Play { telegram, hooks, added: Arc::default() };
    Router::new()
        .route("/", get(assets::page))
        .route("/play/events", get(events))
        .route("/play/cast", get(cast))
        .route("/play/panel", get(panel))
        .route("/play/chat/{person}/{chat}", get(chat))
        .route("/play/file/{id}", get(upload::file))
        .route("/play/upload", post(upload::upload))
        .route("/play/person", post(deeds::person))
        .route("/play/forward", post(deeds::forward))
        .route("/play/{name}", get(assets::asset).post(deeds::deed))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(play)
}

async fn cast(State(play): State<Play>) -> Response {
    let world = play.telegram.lock();
    let phones =
        |phones: &[Phone]| -> Vec<_> { phones.iter().map(|p| world.phone_json(p)).collect() };
    let cast = [phones(&play.hooks.cast), phones(&play.added())].concat();
    let guests = phones(&play.hooks.guests);
    let bot = &world.bot.profile;
    Json(json!({
        "title": play.hooks.title, "cast": cast, "guests": guests,
        "bot": {"name": bot.first_name, "username": bot.username},
    }))
    .into_response()
}

async fn panel(State(play): State<Play>) -> Json<Panel> {
    Json((play.hooks.panel)().await)
}

async fn chat(State(play): State<Play>, Path((person, chat)): Path<(i64, i64)>) -> Response {
    let view = play.telegram.lock().chat_view(person, chat);
    match view {
        Some(view) => Json(view).into_response(),
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

/// Tells the page what changed; one that fell behind is told to look at everything.
async fn events(State(play): State<Play>) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let news = BroadcastStream::new(play.telegram.events());
    let told = news.take_while(|news| !matches!(news, Ok(Event::Closed))).filter_map(|news| {
        let json = match news {
            Ok(event) => serde_json::to_string(&event).ok()?,
            Err(_) => json!({"kind": "all"}).to_string(),
        };
        Some(Ok(SseEvent::default().data(json)))
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}
