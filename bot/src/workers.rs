//! Workers: updates from the inbox to the desk, one transaction each. A failure or a crash parks
//! that update after some tries, with an alarm, and stops nobody else.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use casework::{
    desk::{Desk, DeskError, Work},
    ids::{Account, Room},
    store::Waiting,
    trouble,
};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::{
    api::Api,
    handle::{After, handle},
    incoming::{self, Unread},
    speech::Voice,
    status,
    visit::{Me, Toast},
};

/// So often an update is tried.
const TRIES: i32 = 5;

/// So many presses at most are being answered while their workers go on.
const TOASTS: u32 = 64;

/// Handles updates. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    desk: Desk,
    api: Api,
    me: Me,
    toasts: Arc<Semaphore>,
}

impl Worker {
    /// A worker for this desk.
    pub fn new(desk: Desk, api: Api, me: Me) -> Self {
        let toasts = Arc::new(Semaphore::new(TOASTS as usize));
        Self { desk, api, me, toasts }
    }

    /// Handles the next update whose lane is free. Says `false` when there is none.
    pub async fn round(&self) -> Result<bool, DeskError> {
        let began = Instant::now();
        let taken: Arc<Mutex<Option<Waiting>>> = Arc::default();
        let (worker, note) = (self.clone(), Arc::clone(&taken));
        // A task of its own, so that a panic costs this update and nothing else.
        let done = if trouble::broken("broken.panic_stops_worker") {
            Ok(Box::pin(worker.one(&note)).await)
        } else {
            tokio::spawn(async move { Box::pin(worker.one(&note)).await }).await
        };
        let waiting = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        let failed = match (done, &waiting) {
            (Ok(Ok(None)), _) => return Ok(false),
            (Ok(Ok(Some(after))), _) => {
                status::handled("done", began.elapsed());
                self.afterwards(after).await;
                return Ok(true);
            }
            (Ok(Err(error)), None) => return Err(error),
            // Nothing was kept, and the update is not to blame: it is handled again.
            (Ok(Err(error)), Some(waiting)) if error.is_passing() => {
                tracing::warn!(update.id = waiting.id, %error, "an update is handled again");
                status::handled("set_back", began.elapsed());
                if self.desk.set_back(waiting, &error.to_string()).await? {
                    self.parked(waiting).await?;
                }
                return Ok(true);
            }
            (Ok(Err(error)), Some(_)) => error.to_string(),
            (Err(crash), _) => crash.to_string(),
        };
        let Some(waiting) = waiting else {
            tracing::error!(failed, "the inbox could not be read");
            return Ok(false);
        };
        status::handled("failed", began.elapsed());
        tracing::error!(
            update.id = waiting.id,
            attempt = waiting.attempt,
            failed,
            "an update could not be handled"
        );
        if self.desk.put_off(&waiting, &failed, TRIES).await? {
            self.parked(&waiting).await?;
        }
        Ok(true)
    }

    async fn one(&self, note: &Mutex<Option<Waiting>>) -> Result<Option<After>, DeskError> {
        let Some((waiting, mut work)) = self.desk.take_up().await? else { return Ok(None) };
        *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(waiting.clone());
        let update = match incoming::read(&waiting.raw) {
            Ok(update) => update,
            Err(Unread::Unwanted(why)) => {
                work.finish(why).await?;
                return Ok(Some(After::default()));
            }
            Err(broken @ Unread::Broken(_)) => {
                drop(work);
                self.park(&waiting, &broken.to_string()).await?;
                return Ok(Some(After::default()));
            }
        };
        let after = if waiting.flooded {
            flooded(&mut work, &waiting).await?
        } else {
            Box::pin(handle(&mut work, &self.me, update)).await?
        };
        trouble::point("worker.handled");
        work.finish(after.outcome).await?;
        trouble::point("worker.committed");
        Ok(Some(after))
    }

    /// What cannot be read is not tried again: it is kept as it came until somebody has looked.
    async fn park(&self, waiting: &Waiting, why: &str) -> Result<(), DeskError> {
        tracing::error!(update.id = waiting.id, why, "an update cannot be read");
        self.desk.put_off(waiting, why, 1).await?;
        self.parked(waiting).await
    }

    /// An update was given up: that is an alarm, and the person is told.
    async fn parked(&self, waiting: &Waiting) -> Result<(), DeskError> {
        tracing::error!(update.id = waiting.id, "an update is parked; somebody must look");
        self.apologise(waiting).await
    }

    /// After the commit: the press is answered, while the worker goes on. What fails here is no
    /// failure of what was done.
    async fn afterwards(&self, after: After) {
        let Some((query, toast)) = after.toast else { return };
        let Ok(place) = Arc::clone(&self.toasts).acquire_owned().await else { return };
        let worker = self.clone();
        tokio::spawn(async move {
            worker.answer(&query, &toast).await;
            drop(place);
        });
    }

    /// Ends when every press has been answered.
    pub async fn has_answered(&self) {
        drop(self.toasts.acquire_many(TOASTS).await);
    }

    async fn answer(&self, query: &str, toast: &Toast) {
        let mut body = json!({ "callback_query_id": query });
        if !toast.text.is_empty() {
            body["text"] = json!(crate::page::shortened(&toast.text, 200));
            body["show_alert"] = json!(toast.alert);
        }
        if let Some(link) = &toast.link {
            body["url"] = json!(link);
        }
        if let Err(failure) = self.api.call::<serde_json::Value>("answerCallbackQuery", &body).await
        {
            tracing::debug!(%failure, "a press was answered too late");
        }
    }

    /// The person is told the truth: we have it, and could not deal with it.
    async fn apologise(&self, waiting: &Waiting) -> Result<(), DeskError> {
        let (lane, raw) = (incoming::lane(&waiting.raw), &waiting.raw);
        let mut work = self.desk.begin().await?;
        // Who has never opened a chat with us cannot be written to.
        let is_reachable = incoming::is_private(raw) || work.known(Account(lane)).await?.is_some();
        if lane <= 0 || !is_reachable {
            return Ok(());
        }
        work.stand_in(Room(lane)).await?;
        let site = work.site().await?;
        let language = work.language_of(Room(lane)).await?;
        let page = Voice::new(language, site.zone).apology(&site);
        page.post(&mut work, Room(lane)).await?;
        work.finish("").await
    }
}

/// Somebody sends more than anybody could mean: they are told once a minute that what follows is
/// not read. The word is the outcome by which the book knows whom it has told.
async fn flooded(work: &mut Work, waiting: &Waiting) -> Result<After, DeskError> {
    let lane = incoming::lane(&waiting.raw);
    if lane > 0 && !work.flooded_lately(waiting).await? {
        work.stand_in(Room(lane)).await?;
        let site = work.site().await?;
        let language = work.language_of(Room(lane)).await?;
        Voice::new(language, site.zone).too_many(&site).post(work, Room(lane)).await?;
    }
    Ok(After { outcome: "too many at once", ..After::default() })
}
