//! setWebhook, deleteWebhook and getWebhookInfo.

use serde_json::{Value, json};

use super::Answer;
use super::params::Call;
use crate::Telegram;
use crate::journal::Fact;
use crate::refusal::ApiError;
use crate::webhook::Webhook;
use crate::world::World;

impl Telegram {
    pub(super) fn set_webhook(&self, call: &Call) -> Answer {
        let answer = self.lock().set_webhook(call)?;
        let number = self.lock().webhook.as_ref().map(|hook| hook.number);
        if let Some(number) = number {
            tokio::spawn(self.clone().deliver(number));
        }
        Ok(answer)
    }
}

impl World {
    fn set_webhook(&mut self, call: &Call) -> Answer {
        let now = self.now();
        if !self.pacing.may_set_webhook(now) {
            return Err(ApiError::too_many(1));
        }
        let url = call.text("url")?.unwrap_or_default();
        if url.is_empty() {
            return Ok(self.delete_webhook(call));
        }
        if !url.starts_with("https://") {
            let why = "bad webhook: An HTTPS URL must be provided for webhook";
            return Err(ApiError::bad(why));
        }
        check_port(&url)?;
        let secret = call.text("secret_token")?.unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if secret.len() > 256 {
            return Err(ApiError::bad("secret token is too long"));
        }
        if !secret.chars().all(plain) {
            return Err(ApiError::bad("secret token contains unallowed characters"));
        }
        self.allow_updates(call)?;
        self.drop_if_asked(call);
        self.last_webhook += 1;
        let mut hook = Webhook::new(url, self.last_webhook);
        let connections = call.int("max_connections")?.unwrap_or(40).clamp(1, 100);
        hook.connections = usize::try_from(connections).unwrap_or(40);
        hook.secret = Some(secret).filter(|secret| !secret.is_empty());
        hook.ip = call.text("ip_address")?.or_else(|| self.address_of(&hook.url));
        for (place, key) in self.queue.places() {
            hook.lanes.add(place, key);
        }
        self.webhook = Some(hook);
        // A poll that waits is told, as is an older webhook's postman.
        self.queue.poll += 1;
        self.queue.webhook_came = true;
        self.wake();
        Ok(true.into())
    }

    /// The address behind a webhook's host, as far as anybody told us.
    fn address_of(&self, url: &str) -> Option<String> {
        let (_, http) = self.routes.iter().find(|(https, _)| url.starts_with(https))?;
        let host = http.strip_prefix("http://")?.split(['/', ':']).next()?;
        Some(host.to_string())
    }

    pub(super) fn delete_webhook(&mut self, call: &Call) -> Value {
        self.webhook = None;
        self.drop_if_asked(call);
        self.wake();
        true.into()
    }

    fn drop_if_asked(&mut self, call: &Call) {
        if call.flag("drop_pending_updates") {
            for gone in self.queue.clear() {
                self.record(Fact::Lost { id: Some(gone.id), kind: gone.kind, why: "dropped" });
            }
        }
    }

    pub(super) fn webhook_info(&mut self) -> Value {
        self.expire();
        let mut info = json!({
            "url": "", "has_custom_certificate": false, "pending_update_count": self.queue.len(),
        });
        if let Some(hook) = &self.webhook {
            info["url"] = hook.url.clone().into();
            info["max_connections"] = hook.connections.into();
            if let Some(ip) = &hook.ip {
                info["ip_address"] = ip.clone().into();
            }
            if let Some((at, error)) = &hook.last_error {
                info["last_error_date"] = at.timestamp().into();
                info["last_error_message"] = error.clone().into();
            }
        }
        if let Some(allowed) = self.queue.allowed() {
            info["allowed_updates"] = allowed.iter().cloned().collect();
        }
        info
    }
}

/// Telegram calls four ports only.
fn check_port(url: &str) -> Result<(), ApiError> {
    let authority = url["https://".len()..].split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':').map_or("443", |(_, port)| port) {
        "443" | "80" | "88" | "8443" => Ok(()),
        _ => Err(ApiError::bad(
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        )),
    }
}
