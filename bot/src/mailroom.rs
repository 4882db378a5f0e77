//! The mailroom: updates from Telegram into the inbox. A batch is committed before it is
//! confirmed, and nothing is looked at here but its number and lane.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use casework::desk::{Desk, DeskError};
use serde_json::json;

use crate::{
    api::{Api, Failure},
    incoming,
    routes::WANTED,
};

/// Polls one bot's updates. Cheap to clone.
#[derive(Clone)]
pub struct Mailroom {
    desk: Desk,
    api: Api,
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
    /// A mailroom for this desk.
    pub fn new(desk: Desk, api: Api) -> Self {
        Self { desk, api, next: Arc::default() }
    }

    /// Asks once for what has come, waiting up to `wait` for something. Says how many came.
    pub async fn round(&self, wait: Duration) -> Result<usize, Undelivered> {
        let mut body = json!({
            "timeout": wait.as_secs(),
            "limit": 100,
            "allowed_updates": WANTED,
        });
        if let Some(next) = *self.next.lock().unwrap_or_else(PoisonError::into_inner) {
            body["offset"] = json!(next);
        }
        let batch = self.api.updates(&body, wait).await?;
        let rows: Vec<(i64, i64, String)> = batch
            .into_iter()
            .map(|update| (update.id, incoming::lane(&update.raw), update.raw))
            .collect();
        let Some(last) = rows.iter().map(|(id, ..)| *id).max() else { return Ok(0) };
        self.desk.receive(&rows).await?;
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(last + 1);
        Ok(rows.len())
    }
}
