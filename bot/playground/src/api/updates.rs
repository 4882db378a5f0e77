//! getUpdates with long polling, and what a bot knows of itself.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::params::Call;
use crate::Telegram;
use crate::journal::Fact;
use crate::refusal::ApiError;
use crate::world::World;

const LONGEST: i64 = 50;
const NONE: &str = "[]";

/// A getUpdates that may have to wait.
struct Poll {
    number: u64,
    limit: usize,
    until: Instant,
}

impl Telegram {
    pub(super) async fn updates(&self, call: &Call) -> Result<String, ApiError> {
        let mut arrivals = self.arrivals.subscribe();
        let begun = self.lock().begin_poll(call);
        let poll = match begun {
            Ok(poll) => poll,
            Err(error) => return Err(self.slowly(error).await),
        };
        loop {
            arrivals.borrow_and_update();
            let found = self.lock().poll(&poll);
            match found {
                Ok(Some(updates)) => return Ok(updates),
                Ok(None) => {}
                Err(error) => return Err(self.slowly(error).await),
            }
            if tokio::time::timeout_at(poll.until, arrivals.changed()).await.is_err() {
                return Ok(NONE.into());
            }
        }
    }

    /// Conflicts are told no faster than every three seconds.
    async fn slowly(&self, error: ApiError) -> ApiError {
        if error.code == 409 {
            let wait = self.lock().pacing.conflict();
            tokio::time::sleep(wait).await;
        }
        error
    }

    /// How many updates wait to be confirmed.
    pub fn pending(&self) -> usize {
        let mut world = self.lock();
        world.expire();
        world.queue.len()
    }

    /// Lets update ids go on from here, as they do after a quiet week.
    pub fn renumber_updates(&self, next: i64) {
        self.lock().queue.renumber(next);
    }
}

impl World {
    /// Confirms, and takes the place of an older poll.
    fn begin_poll(&mut self, call: &Call) -> Result<Poll, ApiError> {
        if self.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete \
                 the webhook first",
            ));
        }
        self.allow_updates(call)?;
        let offset = call.int("offset")?;
        if let Some(offset) = offset {
            for queued in self.queue.confirm(offset) {
                self.record(Fact::Confirmed { id: queued.id, by: "offset" });
            }
        }
        self.queue.poll += 1;
        self.queue.webhook_came = false;
        self.wake();
        let limit = call.int("limit")?.unwrap_or(100);
        let limit = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit));
        let wait = call.int("timeout")?.unwrap_or(0).clamp(0, LONGEST).unsigned_abs();
        let (limit, wait) = self.pacing.poll(offset.unwrap_or(0), limit.unwrap_or(100), wait);
        let until = Instant::now() + Duration::from_secs(wait);
        Ok(Poll { number: self.queue.poll, limit, until })
    }

    fn poll(&mut self, poll: &Poll) -> Result<Option<String>, ApiError> {
        if self.queue.poll != poll.number {
            return Err(ApiError::conflict(if self.queue.webhook_came {
                "terminated by setWebhook request"
            } else {
                "terminated by other getUpdates request; make sure that only one bot instance is \
                 running"
            }));
        }
        self.expire();
        let is_over = self.is_closed || self.is_out;
        Ok(self.queue.peek(poll.limit).or_else(|| is_over.then(|| NONE.into())))
    }

    pub(super) fn allow_updates(&mut self, call: &Call) -> Result<(), ApiError> {
        let Some(list) = call.json("allowed_updates")? else { return Ok(()) };
        let names = serde_json::from_value::<Vec<String>>(list);
        let names = names.map_err(|_| ApiError::bad("can't parse allowed updates JSON object"))?;
        self.queue.allow(&names);
        Ok(())
    }

    pub(super) fn me(&self) -> Value {
        let mut me = self.bot.profile.json(true);
        me["can_join_groups"] = true.into();
        for field in [
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
        ] {
            me[field] = false.into();
        }
        me
    }
}
