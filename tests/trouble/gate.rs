//! The gate before the stand-in: every request of the program passes here, is written into the
//! journal with its answer, and goes wrong when a rule says so.

use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use casework::clock::Clock;
use playground::Telegram;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const LARGEST: usize = 64 << 20;

/// How a request goes wrong.
#[derive(Clone)]
pub(crate) enum Harm {
    /// Answered with this; nothing is done.
    Answer { code: u16, body: Value },
    /// The connection closes, nothing is done.
    Refuse,
    /// Done, but the answer never comes: the connection closes.
    Lose,
    /// Done, and the answer comes so much later.
    Late(Duration),
    /// Done, but the answer breaks off.
    Cut,
    /// Done, but the answer is this instead, with 200.
    Instead(String),
    /// The program is killed as the request arrives, which is not done.
    KillBefore,
    /// The request is done, and the program killed before it hears of it.
    KillAfter,
}

impl Harm {
    /// An error in Telegram's words.
    pub(crate) fn error(code: u16, description: &str) -> Self {
        let body = json!({ "ok": false, "error_code": code, "description": description });
        Self::Answer { code, body }
    }

    /// A flood wait, in both places.
    pub(crate) fn flood(seconds: u64) -> Self {
        let description = format!("Too Many Requests: retry after {seconds}");
        let body = json!({
            "ok": false, "error_code": 429, "description": description,
            "parameters": { "retry_after": seconds },
        });
        Self::Answer { code: 429, body }
    }

    /// Whether the program cannot know what became of its request.
    fn is_unknown(&self) -> bool {
        match self {
            Self::Lose | Self::Cut | Self::Instead(_) | Self::KillAfter => true,
            Self::Answer { code, .. } => *code >= 500,
            Self::Late(_) | Self::Refuse | Self::KillBefore => false,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Refuse => "refuse",
            Self::Lose => "lose",
            Self::Late(_) => "late",
            Self::Cut => "cut",
            Self::Instead(_) => "instead",
            Self::KillBefore => "kill before",
            Self::KillAfter => "kill after",
        }
    }
}

/// What kills the program.
type Kill = Arc<dyn Fn() + Send + Sync>;

/// Which requests: told their method and parameters.
type Which = Arc<dyn Fn(&str, &Value) -> bool + Send + Sync>;

struct Rule {
    which: Which,
    harm: Harm,
    left: usize,
    /// Every so many of them; 1 is every one.
    every: usize,
    seen: usize,
}

#[derive(Default)]
struct Inside {
    rules: Vec<Rule>,
    journal: Vec<Value>,
    updates: BTreeMap<i64, Value>,
}

/// The gate. Clones are the same gate.
#[derive(Clone)]
pub(crate) struct Gate {
    clock: Clock,
    inside: Arc<Mutex<Inside>>,
    harmed: Arc<AtomicUsize>,
    kill: Arc<Mutex<Option<Kill>>>,
}

impl Gate {
    /// Serves a stand-in behind a new gate; says where.
    pub(crate) async fn serve(telegram: &Telegram, clock: Clock) -> io::Result<(Self, u16)> {
        let gate =
            Self { clock, inside: Arc::default(), harmed: Arc::default(), kill: Arc::default() };
        let router: Router = telegram.router().layer(from_fn_with_state(gate.clone(), Self::pass));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((gate, port))
    }

    /// Who dies when a request says so.
    pub(crate) fn on_kill(&self, kill: impl Fn() + Send + Sync + 'static) {
        *self.kill.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(kill));
    }

    /// The next `times` requests of this kind go wrong.
    pub(crate) fn harm(
        &self,
        times: usize,
        harm: Harm,
        which: impl Fn(&str, &Value) -> bool + Send + Sync + 'static,
    ) {
        self.harm_every(1, times, harm, which);
    }

    /// Of the requests of this kind every `every`th goes wrong, `times` of them.
    pub(crate) fn harm_every(
        &self,
        every: usize,
        times: usize,
        harm: Harm,
        which: impl Fn(&str, &Value) -> bool + Send + Sync + 'static,
    ) {
        let which: Which = Arc::new(which);
        self.lock(|inside| {
            inside.rules.push(Rule { which, harm, left: times, every, seen: 0 });
        });
    }

    /// Everything goes well from now on.
    pub(crate) fn heal(&self) {
        self.lock(|inside| inside.rules.clear());
    }

    /// How many requests went wrong so far.
    pub(crate) fn harmed(&self) -> usize {
        self.harmed.load(Ordering::Relaxed)
    }

    /// The journal, oldest first.
    pub(crate) fn journal(&self) -> Vec<Value> {
        self.lock(|inside| inside.journal.clone())
    }

    /// Every update that was handed to the program.
    pub(crate) fn updates(&self) -> Vec<Value> {
        self.lock(|inside| inside.updates.values().cloned().collect())
    }

    fn lock<T>(&self, look: impl FnOnce(&mut Inside) -> T) -> T {
        look(&mut self.inside.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn judge(&self, method: &str, asked: &Value) -> Option<Harm> {
        let harm = self.lock(|inside| {
            for rule in &mut inside.rules {
                if rule.left == 0 || !(rule.which)(method, asked) {
                    continue;
                }
                rule.seen += 1;
                if rule.seen % rule.every == 0 {
                    rule.left -= 1;
                    return Some(rule.harm.clone());
                }
            }
            None
        });
        if harm.is_some() {
            self.harmed.fetch_add(1, Ordering::Relaxed);
        }
        harm
    }

    fn kill(&self) {
        let kill = self.kill.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kill) = kill {
            kill();
        }
    }

    async fn pass(State(gate): State<Self>, request: Request, next: Next) -> Response {
        let path = request.uri().path().to_owned();
        let method = path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_file = path.starts_with("/file/");
        let (head, body) = request.into_parts();
        let Ok(body) = to_bytes(body, LARGEST).await else {
            gate.write(&method, &Value::Null, "cut on its way in", 0, &Value::Null, None);
            return closed();
        };
        let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let method = if is_file { "file".to_owned() } else { method };
        let harm = gate.judge(&method, &asked);
        let at = gate.clock.now();
        match &harm {
            Some(Harm::Answer { code, body }) => {
                gate.write(&method, &asked, "answer", *code, body, Some(at));
                let code = StatusCode::from_u16(*code).unwrap_or(StatusCode::BAD_GATEWAY);
                if let Some(page) = body.as_str() {
                    return (code, [(header::CONTENT_TYPE, "text/html")], page.to_owned())
                        .into_response();
                }
                return (code, axum::Json(body.clone())).into_response();
            }
            Some(harm @ (Harm::Refuse | Harm::KillBefore)) => {
                gate.write(&method, &asked, harm.name(), 0, &Value::Null, Some(at));
                if matches!(harm, Harm::KillBefore) {
                    gate.kill();
                }
                return closed();
            }
            _ => {}
        }
        let response = next.run(Request::from_parts(head, Body::from(body))).await;
        let (head, body) = response.into_parts();
        let Ok(body) = to_bytes(body, LARGEST).await else { return closed() };
        let answer: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        if !is_file {
            let name = harm.as_ref().map_or("", Harm::name);
            gate.write(&method, &asked, name, head.status.as_u16(), &answer, Some(at));
            if harm.as_ref().is_some_and(Harm::is_unknown) {
                gate.lock(|inside| {
                    if let Some(line) = inside.journal.last_mut() {
                        line["unknown"] = true.into();
                    }
                });
            }
        }
        match harm {
            Some(Harm::Lose) => closed(),
            Some(Harm::KillAfter) => {
                gate.kill();
                closed()
            }
            Some(Harm::Late(pause)) => {
                tokio::time::sleep(pause).await;
                Response::from_parts(head, Body::from(body))
            }
            Some(Harm::Cut) => {
                let half = body.slice(..body.len() / 2);
                (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], half).into_response()
            }
            Some(Harm::Instead(text)) => (StatusCode::OK, text).into_response(),
            _ => Response::from_parts(head, Body::from(body)),
        }
    }

    fn write(
        &self,
        method: &str,
        asked: &Value,
        harm: &str,
        code: u16,
        answer: &Value,
        came: Option<chrono::DateTime<chrono::Utc>>,
    ) {
        let now = self.clock.now();
        let came = came.unwrap_or(now);
        let result = &answer["result"];
        let mut line = json!({
            "at": came.timestamp_millis(), "answered": now.timestamp_millis(),
            "method": method, "asked": asked, "harm": harm, "code": code,
            "error": answer["description"].as_str().unwrap_or_default(),
            "retry_after": answer["parameters"]["retry_after"],
            "unknown": code >= 500,
        });
        if method == "getUpdates" {
            let updates = result.as_array().cloned().unwrap_or_default();
            let ids: Vec<i64> = updates.iter().filter_map(|u| u["update_id"].as_i64()).collect();
            // Only what was really handed over; a poll that brings nothing is not worth a line.
            if ids.is_empty() && code == 200 && asked["offset"].is_null() {
                return;
            }
            line["updates"] = json!(ids);
            self.lock(|inside| {
                for update in updates {
                    let id = update["update_id"].as_i64().unwrap_or_default();
                    inside.updates.insert(id, update);
                }
            });
        } else if let Some(parts) = result.as_array() {
            line["messages"] = parts.iter().map(|part| part["message_id"].clone()).collect();
        } else if let Some(message) = result["message_id"].as_i64() {
            line["messages"] = json!([message]);
        }
        self.lock(|inside| inside.journal.push(line));
    }
}

/// A body that fails before its first byte makes the server close the connection.
fn closed() -> Response {
    let failure = io::Error::new(io::ErrorKind::ConnectionReset, "closed on purpose");
    let stream = OneFailure(Some(failure));
    Body::from_stream(stream).into_response()
}

struct OneFailure(Option<io::Error>);

impl tokio_stream::Stream for OneFailure {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

/// Requests that write or change a message.
pub(crate) fn speaks(method: &str, _: &Value) -> bool {
    is_speech(method)
}

/// Requests that write or change a message in this chat.
pub(crate) fn speaks_in(chat: i64) -> impl Fn(&str, &Value) -> bool + Send + Sync {
    move |method, asked| is_speech(method) && asked["chat_id"].as_i64() == Some(chat)
}

/// New messages in this chat.
pub(crate) fn sends_in(chat: i64) -> impl Fn(&str, &Value) -> bool + Send + Sync {
    move |method, asked| method.starts_with("send") && asked["chat_id"].as_i64() == Some(chat)
}

/// Changes of messages in this chat.
pub(crate) fn edits_in(chat: i64) -> impl Fn(&str, &Value) -> bool + Send + Sync {
    move |method, asked| {
        method.starts_with("editMessage") && asked["chat_id"].as_i64() == Some(chat)
    }
}

/// Calls of one method.
pub(crate) fn calls(name: &'static str) -> impl Fn(&str, &Value) -> bool + Send + Sync {
    move |method, _| method == name
}

fn is_speech(method: &str) -> bool {
    method.starts_with("send") || method.starts_with("editMessage")
}
