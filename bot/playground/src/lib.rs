//! A stand-in for Telegram: one bot, its people and groups, kept in memory and served over HTTP.
//!
//! The program under trial talks to [`Telegram::router`] as it would talk to the real Bot API.
//! Stories, the demo's page and fault tests act through the methods of [`Telegram`].

mod acts;
mod api;
mod chat;
mod check;
mod commands;
mod content;
mod entity;
mod fault;
mod fields;
mod files;
mod html;
mod journal;
mod keyboard;
mod limits;
mod message;
mod people;
mod play;
mod queue;
mod refusal;
mod rights;
mod rule;
mod topics;
mod webhook;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use tokio::sync::{broadcast, watch};

pub use acts::press::{Press, Toast};
pub use api::Request;
pub use chat::{Bar, Status};
pub use content::{Blob, Content};
pub use fault::Fault;
pub use journal::{Entry, Fact, Json};
pub use message::{Button, Message};
pub use people::Profile;
pub use play::{Hooks, Panel, PanelEvent, PanelFuture, PanelTimer, Phone, page};
pub use refusal::Refused;
pub use rights::Right;
pub use rule::Rule;
pub use world::Event;
use world::{Signs, World};

/// Tells the time; everything that ages here asks it.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The stand-in. Clones share one world.
#[derive(Clone)]
pub struct Telegram {
    world: Arc<Mutex<World>>,
    events: broadcast::Sender<Event>,
    ticks: watch::Sender<u64>,
    arrivals: watch::Sender<u64>,
}

impl Telegram {
    /// A world with one bot and nobody else in it.
    pub fn new(token: &str, username: &str, name: &str, now: Now) -> Self {
        let (events, ticks) = (broadcast::channel(1024).0, watch::channel(0).0);
        let arrivals = watch::channel(0).0;
        let signs = Signs { events, ticks, arrivals };
        let world = World::new(token, username, name, now, signs.clone());
        let Signs { events, ticks, arrivals } = signs;
        Self { world: Arc::new(Mutex::new(world)), events, ticks, arrivals }
    }

    /// The Bot API at `/bot<token>/<method>` and files at `/file/bot<token>/<path>`.
    pub fn router(&self) -> axum::Router {
        api::router(self.clone())
    }

    /// Turns the sending limits on (as they are at first) or off.
    pub fn limits(&self, on: bool) {
        self.lock().limits.on = on;
    }

    /// Turns on (as it is at first) or off that hasty pollers are slowed down: one that asks twice
    /// for the same, one that is in conflict with another, and one that sets its webhook again.
    pub fn paced(&self, on: bool) {
        self.lock().pacing.on = on;
    }

    /// The time zone of the phones on the page; the machine's own at first.
    pub fn zone(&self, zone: FixedOffset) {
        self.lock().zone = Some(zone);
    }

    /// Ends long polls and the page's streams, so that a server can stop.
    pub fn close(&self) {
        let mut world = self.lock();
        world.is_closed = true;
        world.journal.flush();
        world.wake();
        world.emit(Event::Closed);
    }

    /// Everything that changes, for those who watch; slow watchers lose the oldest.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// A counter that moves with every change and every request; waits without sleeping.
    pub fn ticks(&self) -> watch::Receiver<u64> {
        self.ticks.subscribe()
    }

    /// Waits until `look` finds something, at most `within` of real time.
    pub async fn until<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&Self) -> Option<T>,
    ) -> Option<T> {
        let mut ticks = self.ticks();
        let search = async {
            loop {
                if let Some(found) = look(self) {
                    return found;
                }
                if ticks.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
