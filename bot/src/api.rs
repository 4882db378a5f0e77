//! The wire to Telegram: a method and its arguments in, its result or a [`Failure`] out.
//!
//! It neither waits nor repeats: what a failure calls for depends on what was being sent. Updates
//! come out as the text they came in as, because typed parsing loses what it does not know.

use std::borrow::Cow;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use reqwest::multipart::Form;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use self::failure::Failure;
use self::failure::Refusal;
use crate::mending::{legible, mended};
use crate::status;

mod failure;

#[cfg(test)]
mod tests;

const CONNECT: Duration = Duration::from_secs(10);

/// Telegram may retry within itself for some seconds before it answers; who hangs up on it no
/// longer knows whether the message went out.
const CALL: Duration = Duration::from_secs(65);

/// What a poll may take beyond the wait it asked for.
const POLL_MARGIN: Duration = Duration::from_secs(15);

/// Fifty megabytes over a slow line.
const UPLOAD: Duration = Duration::from_mins(5);

const DOWNLOAD: Duration = Duration::from_mins(2);

/// Shorter than servers keep a quiet connection: a request written into one that is just being
/// closed has an unknown outcome.
const IDLE: Duration = Duration::from_secs(30);

/// The largest file that Telegram gives to bots.
const LARGEST: usize = 20 * 1024 * 1024;

/// A client of the Bot API.
#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
    base: Url,
    token: SecretString,
}

/// An update as Telegram wrote it.
#[derive(Clone, PartialEq, Eq)]
pub struct RawUpdate {
    /// Telegram's number for it.
    pub id: i64,
    /// The whole JSON object.
    pub raw: String,
}

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot talk to Telegram: {0}")]
pub struct Unusable(String);

#[derive(Deserialize)]
struct Answer {
    ok: bool,
}

#[derive(Deserialize)]
struct Done<R> {
    result: R,
}

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

impl Api {
    /// Prepares to talk to the Bot API at `base`, as the bot that owns `token`.
    pub fn new(base: &str, token: SecretString) -> Result<Self, Unusable> {
        let base = Url::parse(base).map_err(|error| Unusable(format!("its address: {error}")))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(Unusable("its address does not begin with https:// or http://".to_owned()));
        }

        let client = Client::builder()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            // Telegram never redirects; whoever does would be handed the token.
            .redirect(Policy::none());
        let client = if is_this_machine(&base) { client.no_proxy() } else { client };
        let client = client.build().map_err(|error| Unusable(failure::told(&error)))?;

        Ok(Self { client, base, token })
    }

    /// Calls a method with a JSON body.
    pub async fn call<R: DeserializeOwned>(
        &self,
        method: &'static str,
        body: &impl Serialize,
    ) -> Result<R, Failure> {
        if casework::trouble::broken("broken.token_in_log") {
            tracing::info!(address = %self.method(method), "asking Telegram");
        }
        let request = self.client.post(self.method(method)).json(body).timeout(CALL);
        timed(method, request).await
    }

    /// Asks for updates; `wait` is the time the body tells Telegram to hold the line.
    pub async fn updates(
        &self,
        body: &impl Serialize,
        wait: Duration,
    ) -> Result<Vec<RawUpdate>, Failure> {
        let patience = wait.saturating_add(POLL_MARGIN);
        let request = self.client.post(self.method("getUpdates")).json(body).timeout(patience);
        let batch: Vec<Box<RawValue>> = timed("getUpdates", request).await?;
        Ok(batch.iter().map(|update| RawUpdate::read(update.get())).collect())
    }

    /// Calls a method with a form, which may carry files.
    pub async fn upload<R: DeserializeOwned>(
        &self,
        method: &'static str,
        form: Form,
    ) -> Result<R, Failure> {
        let request = self.client.post(self.method(method)).multipart(form).timeout(UPLOAD);
        timed(method, request).await
    }

    /// Fetches a file by the path that `getFile` gave, which holds for about an hour.
    /// A Bot API server of one's own gives the path of a file on its machine, which is then ours.
    pub async fn download(&self, path: &str) -> Result<Vec<u8>, Failure> {
        if path.starts_with('/') {
            let read = tokio::fs::read(path).await;
            return read.map_err(|error| Failure::BadFile(format!("it cannot be read: {error}")));
        }
        let request = self.client.get(self.file(path)).timeout(DOWNLOAD);
        let response = request.send().await.map_err(Failure::of_transport)?;
        let status = response.status();
        let body = collect(response, LARGEST).await?;

        match status {
            StatusCode::OK => Ok(body),
            // The path has run out, or the token has; asking for the path again tells which.
            StatusCode::NOT_FOUND => Err(Failure::BadFile("there is no such file".to_owned())),
            _ => Err(refuse(status, &body)),
        }
    }

    fn method(&self, name: &str) -> Url {
        self.address(&[], name.split('/'))
    }

    fn file(&self, path: &str) -> Url {
        self.address(&["file"], path.split('/'))
    }

    fn address<'a>(&self, before: &[&str], after: impl Iterator<Item = &'a str>) -> Url {
        let bot = format!("bot{}", self.token.expose_secret());
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("http addresses have a path")
            .pop_if_empty()
            .extend(before)
            .push(&bot)
            .extend(after);
        url
    }
}

impl RawUpdate {
    /// An update as it arrived by itself. `None` when it has no number. Bytes that are no UTF-8
    /// cost themselves.
    pub fn arrived(bytes: &[u8]) -> Option<Self> {
        Some(Self::read(&legible(bytes))).filter(|update| update.id >= 0)
    }

    /// Reads no more than the number. One that has none, which Telegram never sends, gets one below
    /// zero, always the same: it can be kept, and is never confirmed.
    fn read(update: &str) -> Self {
        let plain = serde_json::from_str(update).map(|Numbered { update_id }| update_id).ok();
        let number = plain.or_else(|| {
            let value: serde_json::Value = serde_json::from_str(&mended(update)).ok()?;
            value["update_id"].as_i64()
        });
        let id = number.filter(|id| *id >= 0).unwrap_or_else(|| stand_in(update));
        Self { id, raw: update.to_owned() }
    }
}

fn stand_in(update: &str) -> i64 {
    let mut hasher = DefaultHasher::new();
    update.hash(&mut hasher);
    -1 - (hasher.finish() >> 1).cast_signed()
}

/// Shows the number alone: what people wrote does not belong into logs.
impl fmt::Debug for RawUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawUpdate").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A stand-in for Telegram on this machine is out of every proxy's reach.
fn is_this_machine(base: &Url) -> bool {
    let host = base.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Sends a request, counts it, and reads the result.
async fn timed<R: DeserializeOwned>(
    method: &'static str,
    request: RequestBuilder,
) -> Result<R, Failure> {
    let began = Instant::now();
    let answer = fetch(request).await.and_then(|body| read(&body));
    status::called(method, began.elapsed(), &answer);
    answer
}

/// Sends a request and returns the body of an answer that says `ok`.
async fn fetch(request: RequestBuilder) -> Result<Vec<u8>, Failure> {
    let response = request.send().await.map_err(Failure::of_transport)?;
    let status = response.status();
    let body = collect(response, usize::MAX).await?;
    let body = match legible(&body) {
        Cow::Borrowed(_) => body,
        Cow::Owned(text) => text.into_bytes(),
    };

    match serde_json::from_slice(&body) {
        Ok(Answer { ok: true, .. }) => Ok(body),
        _ => Err(refuse(status, &body)),
    }
}

async fn collect(mut response: Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Failure::of_transport)? {
        if body.len() + chunk.len() > most {
            return Err(Failure::TooBig);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Takes the result out of an answer. What cannot be read may well have been done.
fn read<R: DeserializeOwned>(body: &[u8]) -> Result<R, Failure> {
    match serde_json::from_slice(body) {
        Ok(Done { result }) => Ok(result),
        // The error's own text may quote what people wrote.
        Err(error) => Err(Failure::Unknown(format!("an odd answer at column {}", error.column()))),
    }
}

fn refuse(status: StatusCode, body: &[u8]) -> Failure {
    match serde_json::from_slice::<Refusal>(body) {
        Ok(refusal) => refusal.classify(),
        Err(_) => Failure::of_status(status.as_u16()),
    }
}
