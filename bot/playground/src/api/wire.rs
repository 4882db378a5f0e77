//! The Bot API on the wire: the token, the body, Telegram's envelope, and what goes wrong on purpose.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Request;
use super::params::{self, Call};
use crate::fault::Fault;
use crate::journal::{Fact, Json};
use crate::refusal::ApiError;
use crate::rule::Asked;
use crate::world::World;
use crate::{Telegram, fields};

const BODY_BYTES: usize = 64 << 20;
const REMEMBERED: usize = 50_000;

pub(crate) fn router(telegram: Telegram) -> Router {
    Router::new()
        .route("/bot{token}/{method}", any(call))
        .route("/file/bot{token}/{*path}", get(download))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(telegram)
}

/// A result, as a value or already as text.
enum Reply {
    Value(Arc<Value>),
    Text(String),
}

/// What happened to a call, before a fault changes the answer on its way.
enum Outcome {
    Answered(Result<Reply, ApiError>),
    Closed,
    Page(u16),
}

/// A call on its way, with its place in the journal.
struct Visit {
    number: u64,
    method: &'static str,
    params: Arc<Value>,
    at: DateTime<Utc>,
}

async fn call(
    State(telegram): State<Telegram>,
    Path((token, method)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    let (is_known, is_out) = {
        let world = telegram.lock();
        (token == world.bot.token, world.is_out)
    };
    if is_out {
        return closed();
    }
    if !is_known {
        return refusal(&ApiError::new(401, "Unauthorized"));
    }
    let Some(method) = fields::method(&method) else {
        telegram.lock().complaints.push(format!("{method}: no such method here"));
        return refusal(&ApiError::new(404, "Not Found"));
    };
    let cut = telegram.lock().cut(method);
    if let Some(visit) = cut {
        telegram.lock().remember(visit, &Outcome::Closed);
        return closed();
    }
    let call = match params::read(method, request).await {
        Ok(call) => call,
        Err(error) => return refusal(&error),
    };
    let (visit, fault) = telegram.lock().receive(&call);
    let number = visit.number;
    let outcome = act(&telegram, &call, fault.as_ref()).await;
    let is_lost = {
        let mut world = telegram.lock();
        world.remember(visit, &outcome);
        let is_lost = world.is_out;
        if is_lost {
            let fault = "outage".into();
            world.record(Fact::Fault { call: number, method, fault, hides_outcome: true });
        }
        is_lost
    };
    if is_lost { closed() } else { respond(&telegram, fault, outcome).await }
}

async fn act(telegram: &Telegram, call: &Call, fault: Option<&Fault>) -> Outcome {
    match fault {
        Some(Fault::Refuse) => return Outcome::Closed,
        Some(Fault::Gateway) => return Outcome::Page(502),
        Some(Fault::Page(code)) => return Outcome::Page(*code),
        Some(Fault::Late(pause)) => tokio::time::sleep(*pause).await,
        Some(fault) if fault.error().is_some() => {
            return Outcome::Answered(fault.error().map_or(Ok(Reply::Text("null".into())), Err));
        }
        _ => {}
    }
    Outcome::Answered(perform(telegram, call).await)
}

async fn perform(telegram: &Telegram, call: &Call) -> Result<Reply, ApiError> {
    let complaints = fields::complaints(call);
    if !complaints.is_empty() {
        telegram.lock().complaints.extend(complaints);
    }
    match call.method {
        "getUpdates" => telegram.updates(call).await.map(Reply::Text),
        "setWebhook" => telegram.set_webhook(call).map(|done| Reply::Value(Arc::new(done))),
        _ => telegram.lock().act(call).map(|result| Reply::Value(Arc::new(result))),
    }
}

/// What a fault does to an answer on its way.
async fn respond(telegram: &Telegram, fault: Option<Fault>, outcome: Outcome) -> Response {
    let answer = match outcome {
        Outcome::Closed => return closed(),
        Outcome::Page(code) => return page(code),
        Outcome::Answered(answer) => answer,
    };
    match fault {
        Some(Fault::Drop) => closed(),
        Some(Fault::Hole) => {
            telegram.stillness().await;
            closed()
        }
        Some(Fault::Garbage) => {
            let text = envelope(&answer).1;
            let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at));
            (StatusCode::OK, text[..half.unwrap_or(0)].to_string()).into_response()
        }
        Some(Fault::Extra(more)) => {
            let (code, text) = envelope(&answer);
            (code, [(header::CONTENT_TYPE, "application/json")], text + &more).into_response()
        }
        Some(Fault::Noise(bytes, None)) => (StatusCode::OK, bytes).into_response(),
        Some(Fault::Noise(bytes, Some(encoding))) => {
            (StatusCode::OK, [(header::CONTENT_ENCODING, encoding)], bytes).into_response()
        }
        Some(Fault::Delay(pause)) => {
            tokio::time::sleep(pause).await;
            sent(&answer)
        }
        Some(Fault::Done(inner)) => match (*inner, answer) {
            (Fault::Gateway, _) => page(502),
            (Fault::Page(code), _) => page(code),
            (inner, answer) => sent(&inner.error().map_or(answer, Err)),
        },
        Some(Fault::Odd(value)) => sent(&answer.map(|_| Reply::Value(Arc::new(value)))),
        Some(Fault::More(fields)) => sent(&answer.map(|reply| match reply {
            Reply::Value(value) => {
                let mut value = Arc::unwrap_or_clone(value);
                if let Value::Object(object) = &mut value {
                    object.extend(fields);
                }
                Reply::Value(Arc::new(value))
            }
            text @ Reply::Text(_) => text,
        })),
        Some(Fault::Reworded(words)) => sent(&answer.map_err(|mut error| {
            let prefix = error.description.split(": ").next().unwrap_or_default();
            error.description = format!("{prefix}: {words}");
            error
        })),
        _ => sent(&answer),
    }
}

fn envelope(answer: &Result<Reply, ApiError>) -> (StatusCode, String) {
    match answer {
        Ok(Reply::Text(text)) => (StatusCode::OK, format!("{{\"ok\":true,\"result\":{text}}}")),
        Ok(Reply::Value(value)) => (StatusCode::OK, format!("{{\"ok\":true,\"result\":{value}}}")),
        Err(error) => {
            let code = StatusCode::from_u16(error.code);
            (code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.json().to_string())
        }
    }
}

fn sent(answer: &Result<Reply, ApiError>) -> Response {
    let (code, text) = envelope(answer);
    (code, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn refusal(error: &ApiError) -> Response {
    sent(&Err(error.clone()))
}

fn page(code: u16) -> Response {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = format!("<html><head><title>{code}</title></head></html>");
    (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// A body that fails before its first byte makes the server close the connection without an answer.
fn closed() -> Response {
    let failure = io::Error::new(io::ErrorKind::ConnectionReset, "closed on request");
    Body::from_stream(tokio_stream::once(Err::<Bytes, _>(failure))).into_response()
}

async fn download(
    State(telegram): State<Telegram>,
    Path((token, path)): Path<(String, String)>,
) -> Response {
    let fault = {
        let mut world = telegram.lock();
        if world.is_out {
            return closed();
        }
        if token != world.bot.token {
            return refusal(&ApiError::new(401, "Unauthorized"));
        }
        let now = world.now();
        world.faults.take(&Asked { method: "file", chat: None, now })
    };
    match fault {
        Some(Fault::Gateway) => return page(502),
        Some(Fault::Page(code)) => return page(code),
        Some(Fault::Delay(pause) | Fault::Late(pause)) => tokio::time::sleep(pause).await,
        Some(Fault::Hole) => {
            telegram.stillness().await;
            return closed();
        }
        Some(fault) => return fault.error().map_or_else(closed, |error| refusal(&error)),
        None => {}
    }
    let world = telegram.lock();
    match world.files.at_path(&path) {
        Some(stored) => stored.blob.bytes().to_vec().into_response(),
        None => refusal(&ApiError::new(404, "Not Found")),
    }
}

impl Telegram {
    /// Waits until everything ends.
    async fn stillness(&self) {
        let mut arrivals = self.arrivals.subscribe();
        while !self.is_over() && arrivals.changed().await.is_ok() {}
    }

    fn is_over(&self) -> bool {
        let world = self.lock();
        world.is_closed || world.is_out
    }
}

impl World {
    /// Whether a call is cut off before its body is read.
    fn cut(&mut self, method: &'static str) -> Option<Visit> {
        let at = self.now();
        if !self.faults.cuts(&Asked { method, chat: None, now: at }) {
            return None;
        }
        let visit = self.arrive(method, Arc::default(), at);
        let (call, fault) = (visit.number, Fault::Cut.word());
        self.record(Fact::Fault { call, method, fault, hides_outcome: true });
        Some(visit)
    }

    /// Writes a call down, and finds what goes wrong with it.
    fn receive(&mut self, call: &Call) -> (Visit, Option<Fault>) {
        let (at, method) = (self.now(), call.method);
        let visit = self.arrive(method, Arc::new(call.json_shown()), at);
        let chat = call.int("chat_id").ok().flatten();
        let fault = self.faults.take(&Asked { method, chat, now: at });
        if let Some(fault) = &fault {
            let (call, hides_outcome) = (visit.number, fault.hides_the_outcome());
            self.record(Fact::Fault { call, method, fault: fault.word(), hides_outcome });
        }
        self.tick();
        (visit, fault)
    }

    fn arrive(&mut self, method: &'static str, params: Arc<Value>, at: DateTime<Utc>) -> Visit {
        self.last_call += 1;
        let (number, chat) = (self.last_call, params["chat_id"].as_i64());
        let seen = Arc::clone(&params);
        self.record(Fact::Request { call: number, method, chat, params: Json(seen) });
        Visit { number, method, params, at }
    }

    fn remember(&mut self, visit: Visit, outcome: &Outcome) {
        let Visit { number: call, method, params: json, at } = visit;
        let (code, error, retry_after) = match outcome {
            Outcome::Answered(Ok(_)) => (200, String::new(), None),
            Outcome::Answered(Err(error)) => {
                (error.code, error.description.clone(), error.retry_after)
            }
            Outcome::Page(502) => (502, "Bad Gateway".into(), None),
            Outcome::Page(code) => (*code, "a page".into(), None),
            Outcome::Closed => (0, String::new(), None),
        };
        let result = match outcome {
            Outcome::Answered(Ok(Reply::Value(value))) if self.journal.is_whole => {
                Some(Json(Arc::clone(value)))
            }
            _ => None,
        };
        let (status, description) = (code, error.clone());
        self.record(Fact::Answer { call, method, status, description, retry_after, result });
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(Request { method: method.to_string(), json, code, error, at });
        self.tick();
    }
}
