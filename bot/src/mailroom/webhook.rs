//! The webhook: Telegram brings updates to us. The same rule as for polling: 2xx after the commit,
//! 503 while the book is closed, so that Telegram brings it again.

use std::{net::SocketAddr, sync::atomic::Ordering, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::{Mailroom, Undelivered};
use crate::{
    api::{Api, Failure, RawUpdate},
    routes::WANTED,
};

const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Telegram's updates have at most 512 KiB.
const LARGEST: usize = 1024 * 1024;

/// How long a request may take to arrive; Telegram itself waits 60 s for our answer.
const ARRIVAL: Duration = Duration::from_secs(20);

/// How Telegram reaches us.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The public address, `https://`.
    pub address: Url,
    /// Where we listen; a proxy in front of us keeps the certificate.
    pub listen: SocketAddr,
    /// What Telegram says in a header, so that nobody else can.
    pub secret: SecretString,
}

/// What Telegram says of a webhook.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Info {
    /// Where it is; empty when there is none.
    pub(crate) url: String,
    /// So many updates wait there.
    pub(crate) pending_update_count: i64,
    /// Why the last delivery failed.
    pub(crate) last_error_message: Option<String>,
}

impl Info {
    /// Asks Telegram.
    pub(crate) async fn ask(api: &Api) -> Result<Self, Failure> {
        api.call("getWebhookInfo", &json!({})).await
    }
}

impl Mailroom {
    /// What answers Telegram's calls.
    pub fn receiver(&self, webhook: &Webhook) -> Router {
        let state = (self.clone(), webhook.secret.clone());
        Router::new().route(webhook.address.path(), post(receive)).with_state(state)
    }

    /// Tells Telegram where to bring updates, unless it knows; says how many wait there.
    pub async fn announce(&self, webhook: &Webhook) -> Result<i64, Undelivered> {
        let info = Info::ask(&self.api).await?;
        if let Some(message) = &info.last_error_message {
            tracing::warn!(message, waiting = info.pending_update_count, "deliveries failed");
        }
        self.gaps.heard(&self.desk, self.bot).await?;
        if info.url == webhook.address.as_str() && self.announced.load(Ordering::Relaxed) {
            return Ok(info.pending_update_count);
        }
        let body = json!({
            "url": webhook.address.as_str(),
            "secret_token": webhook.secret.expose_secret(),
            "allowed_updates": WANTED,
        });
        let _: Value = self.api.call("setWebhook", &body).await?;
        self.write_down(Some(webhook.address.as_str())).await?;
        self.announced.store(true, Ordering::Relaxed);
        tracing::info!(host = webhook.address.host_str(), "the webhook is set");
        Ok(info.pending_update_count)
    }

    /// A webhook is in the way of polling: ours, from earlier, is taken away; a stranger's is not.
    pub async fn clear_way(&self) -> Result<(), Undelivered> {
        let info = Info::ask(&self.api).await?;
        if info.url.is_empty() {
            return Ok(());
        }
        if self.known_address().await?.as_ref() != Some(&info.url) {
            let host = Url::parse(&info.url).ok().and_then(|url| url.host_str().map(str::to_owned));
            tracing::error!(
                host,
                "somebody else has set a webhook for this bot, so that it hears nothing; if that \
                 is not meant, revoke the token at @BotFather, else set HUIYIN_WEBHOOK_URL"
            );
            return Ok(());
        }
        let _: Value = self.api.call("deleteWebhook", &json!({})).await?;
        self.write_down(None).await?;
        tracing::info!("the webhook that we had set is taken away, because we poll now");
        Ok(())
    }

    async fn known_address(&self) -> Result<Option<String>, Undelivered> {
        let mut work = self.desk.begin().await?;
        Ok(work.webhook(self.bot).await?)
    }

    async fn write_down(&self, address: Option<&str>) -> Result<(), Undelivered> {
        let mut work = self.desk.begin().await?;
        work.set_webhook(self.bot, address).await?;
        Ok(work.finish("").await?)
    }
}

async fn receive(
    State((mailroom, secret)): State<(Mailroom, SecretString)>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    if !is_telegram(&headers, &secret) {
        tracing::warn!("somebody who is not Telegram called the webhook");
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(arrived) = tokio::time::timeout(ARRIVAL, to_bytes(body, LARGEST)).await else {
        return StatusCode::REQUEST_TIMEOUT;
    };
    let Ok(bytes) = arrived else { return StatusCode::PAYLOAD_TOO_LARGE };
    let Some(update) = RawUpdate::arrived(&bytes) else {
        tracing::error!("Telegram brought something without a number");
        return StatusCode::BAD_REQUEST;
    };
    // In a task of its own: when the caller hangs up, what is being written must not be torn.
    let kept = tokio::spawn(async move { mailroom.keep(&[update], None).await }).await;
    match kept {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(error)) => {
            tracing::warn!(%error, "an update could not be kept; Telegram will bring it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Compared in constant time; the length is no secret.
fn is_telegram(headers: &HeaderMap, secret: &SecretString) -> bool {
    let mut said = headers.get_all(SECRET_HEADER).iter();
    let (Some(said), None) = (said.next(), said.next()) else { return false };
    said.as_bytes().ct_eq(secret.expose_secret().as_bytes()).into()
}
