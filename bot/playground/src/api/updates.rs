//! getUpdates with long polling, and the webhook's settings. A webhook is remembered, not served.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::Answer;
use super::params::Call;
use crate::Telegram;
use crate::refusal::ApiError;
use crate::world::World;

const LONGEST: i64 = 50;

impl Telegram {
    pub(super) async fn updates(&self, call: &Call) -> Answer {
        let (poll, limit) = self.lock().begin_poll(call)?;
        let wait = call.int("timeout")?.unwrap_or(0).clamp(0, LONGEST);
        let until = Instant::now() + Duration::from_secs(wait.unsigned_abs());
        let mut ticks = self.ticks();
        loop {
            if let Some(updates) = self.lock().poll(poll, limit)? {
                return Ok(updates.into());
            }
            if tokio::time::timeout_at(until, ticks.changed()).await.is_err() {
                return Ok(json!([]));
            }
        }
    }

    /// How many updates wait to be confirmed.
    pub fn pending(&self) -> usize {
        let mut world = self.lock();
        let now = world.now();
        world.queue.expire(now);
        world.queue.len()
    }

    /// Lets update ids go on from here, as they do after a quiet week.
    pub fn renumber_updates(&self, next: i64) {
        self.lock().queue.renumber(next);
    }
}

impl World {
    /// Confirms, and takes the place of an older poll.
    fn begin_poll(&mut self, call: &Call) -> Result<(u64, usize), ApiError> {
        if self.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete \
                 the webhook first",
            ));
        }
        self.allow_updates(call)?;
        if let Some(offset) = call.int("offset")? {
            self.queue.confirm(offset);
        }
        self.queue.poll += 1;
        self.tick();
        let limit = call.int("limit")?.unwrap_or(100);
        let limit = if (1..=100).contains(&limit) { limit } else { 100 };
        Ok((self.queue.poll, usize::try_from(limit).unwrap_or(100)))
    }

    fn poll(&mut self, poll: u64, limit: usize) -> Result<Option<Vec<Value>>, ApiError> {
        if self.queue.poll != poll {
            return Err(ApiError::conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is \
                 running",
            ));
        }
        let now = self.now();
        self.queue.expire(now);
        let updates = self.queue.peek(limit);
        Ok((self.is_closed || !updates.is_empty()).then_some(updates))
    }

    fn allow_updates(&mut self, call: &Call) -> Result<(), ApiError> {
        let Some(list) = call.json("allowed_updates")? else { return Ok(()) };
        let names = serde_json::from_value::<Vec<String>>(list);
        let names = names.map_err(|_| ApiError::bad("can't parse allowed updates JSON object"))?;
        self.queue.allow(&names);
        Ok(())
    }

    pub(super) fn set_webhook(&mut self, call: &Call) -> Answer {
        let url = call.text("url")?.unwrap_or_default();
        if url.is_empty() {
            return Ok(self.delete_webhook(call));
        }
        if !url.starts_with("https://") {
            let why = "bad webhook: An HTTPS URL must be provided for webhook";
            return Err(ApiError::bad(why));
        }
        let secret = call.text("secret_token")?.unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if secret.len() > 256 || !secret.chars().all(plain) {
            return Err(ApiError::bad("secret token contains unallowed characters"));
        }
        self.allow_updates(call)?;
        let connections = call.int("max_connections")?.unwrap_or(40);
        self.webhook = Some(json!({"url": url, "max_connections": connections}));
        self.drop_if_asked(call);
        Ok(true.into())
    }

    pub(super) fn delete_webhook(&mut self, call: &Call) -> Value {
        self.webhook = None;
        self.drop_if_asked(call);
        true.into()
    }

    fn drop_if_asked(&mut self, call: &Call) {
        if call.flag("drop_pending_updates") {
            self.queue.clear();
        }
    }

    pub(super) fn webhook_info(&mut self) -> Value {
        let now = self.now();
        self.queue.expire(now);
        let mut info = self.webhook.clone().unwrap_or_else(|| json!({"url": ""}));
        info["has_custom_certificate"] = false.into();
        info["pending_update_count"] = self.queue.len().into();
        if let Some(allowed) = self.queue.allowed() {
            info["allowed_updates"] = allowed.iter().cloned().collect();
        }
        info
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
