//! The mailroom: updates from Telegram into the inbox. A batch is committed before it is
//! confirmed, and nothing is looked at here but its number and lane.

mod excuse;
mod gap;
pub mod webhook;

use std::{
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use casework::{
    desk::{Desk, DeskError, Lease},
    trouble,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    api::{Api, Failure, RawUpdate},
    incoming,
    lease::Holding,
    pace::Pace,
    routes::WANTED,
};
use excuse::Excuses;
use gap::Gaps;

/// Receives one bot's updates. Cheap to clone.
#[derive(Clone)]
pub struct Mailroom {
    desk: Desk,
    api: Api,
    bot: i64,
    pace: Arc<Pace>,
    lease: Holding,
    excuses: Arc<Excuses>,
    gaps: Arc<Gaps>,
    /// Whether this process has told Telegram of the webhook: its secret may be a new one.
    announced: Arc<AtomicBool>,
    /// The next number to ask for: everything below it is confirmed by asking.
    next: Arc<Mutex<Option<i64>>>,
}

/// Why a round brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// Telegram, or the way to it.
    #[error(transparent)]
    Telegram(#[from] Failure),
    /// The book: nothing is confirmed that is not in it.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Mailroom {
    /// A mailroom for this desk and the bot with this number. Only one of all instances polls.
    pub fn new(desk: Desk, api: Api, pace: Arc<Pace>, bot: i64, holder: &str) -> Self {
        let lease = Holding::new(desk.clone(), Lease::Mailroom, holder);
        Self {
            desk,
            api,
            bot,
            pace,
            lease,
            excuses: Arc::default(),
            gaps: Arc::default(),
            announced: Arc::default(),
            next: Arc::default(),
        }
    }

    /// The lease of whoever polls.
    pub fn lease(&self) -> &Holding {
        &self.lease
    }

    /// Asks once for what has come, waiting up to `wait` for something. Says how many came.
    /// Nothing, at once, when another instance asks.
    pub async fn round(
        &self,
        wait: Duration,
        stop: &CancellationToken,
    ) -> Result<usize, Undelivered> {
        let Some(fence) = self.lease.fence() else {
            // Who comes back asks from the beginning of what is not confirmed.
            *self.next() = None;
            return Ok(0);
        };
        // A poll may be dropped at any time: what it brings is not confirmed before it is ours.
        let batch = tokio::select! {
            batch = self.poll(wait) => batch?,
            () = self.lease.lost() => return Ok(0),
            () = stop.cancelled() => return Ok(0),
        };
        trouble::point("mailroom.fetched");
        if batch.is_empty() {
            self.gaps.heard(&self.desk, self.bot).await?;
            return Ok(0);
        }
        // What came without a number is kept, and cannot be confirmed.
        let Some(last) = batch.iter().map(|update| update.id).max().filter(|id| *id >= 0) else {
            self.keep(&batch, Some(fence)).await?;
            return Err(Failure::Unknown("updates without numbers".to_owned()).into());
        };
        if trouble::broken("broken.confirm_before_commit") {
            *self.next() = Some(last + 1);
            self.poll(Duration::ZERO).await.ok();
        }
        self.keep(&batch, Some(fence)).await?;
        trouble::point("mailroom.committed");
        *self.next() = Some(last + 1);
        self.gaps.heard(&self.desk, self.bot).await?;
        Ok(batch.len())
    }

    async fn poll(&self, wait: Duration) -> Result<Vec<RawUpdate>, Failure> {
        let mut body = json!({
            "timeout": wait.as_secs(),
            "limit": 100,
            "allowed_updates": WANTED,
        });
        if let Some(next) = *self.next() {
            body["offset"] = json!(next);
        }
        self.api.updates(&body, wait).await
    }

    /// Writes updates into the inbox. While the book is closed, who wrote is told so.
    async fn keep(
        &self,
        batch: &[RawUpdate],
        fence: Option<casework::desk::Fence>,
    ) -> Result<(), DeskError> {
        let rows: Vec<(i64, i64, String)> = batch
            .iter()
            .map(|update| (update.id, incoming::lane(&update.raw), update.raw.clone()))
            .collect();
        match self.desk.receive(&rows, fence).await {
            Ok(_) => {
                self.excuses.forget();
                Ok(())
            }
            Err(error) => {
                if error.is_passing() {
                    self.excuses.make(&self.api, &self.pace, self.desk.clock(), batch).await;
                }
                Err(error)
            }
        }
    }

    /// Knows from now on what to say while the book is closed.
    pub fn prepare(&self, sites: &[casework::place::Site]) {
        self.excuses.prepare(sites);
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Option<i64>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
