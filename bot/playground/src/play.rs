//! The page: several phones side by side, a clock that can be moved, timers and the case's history.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::Serialize;

use crate::Telegram;

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
    /// Its chats; the first is shown at first.
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

/// The page and what it calls, to be merged with [`Telegram::router`].
pub fn page(_telegram: &Telegram, _hooks: Hooks) -> axum::Router {
    axum::Router::new()
}
