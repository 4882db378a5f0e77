//! The Bot API over HTTP: the token, the method, the body, and Telegram's envelope around answers.

mod album;
mod callback;
mod chats;
mod copy;
mod delete;
mod edit;
mod media;
pub(crate) mod params;
mod pins;
mod send;
mod texts;
mod updates;

use std::io;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::refusal::ApiError;
use crate::world::World;
use crate::{Telegram, fields};
use params::Call;

const BODY_BYTES: usize = 64 << 20;
const REMEMBERED: usize = 50_000;

/// One Bot API request, as it came and as it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// As documented, such as `sendMessage`.
    pub method: String,
    /// Its parameters; uploads are named by their size.
    pub json: Value,
    /// 200, or the error's code; 0 when the connection was closed on purpose.
    pub code: u16,
    /// The error's description, empty when it went well.
    pub error: String,
    /// When it came, by the given clock.
    pub at: DateTime<Utc>,
}

pub(crate) fn router(telegram: Telegram) -> Router {
    Router::new()
        .route("/bot{token}/{method}", any(call))
        .route("/file/bot{token}/{*path}", get(download))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(telegram)
}

async fn call(
    State(telegram): State<Telegram>,
    Path((token, method)): Path<(String, String)>,
    request: HttpRequest,
) -> Response {
    if token != telegram.lock().bot.token {
        return envelope(&Err(ApiError::new(401, "Unauthorized")));
    }
    let Some(method) = fields::method(&method) else {
        telegram.lock().complaints.push(format!("{method}: no such method here"));
        return envelope(&Err(ApiError::new(404, "Not Found")));
    };
    let at = telegram.lock().now();
    let call = match params::read(method, request).await {
        Ok(call) => call,
        Err(error) => return envelope(&Err(error)),
    };
    let fault = telegram.lock().faults.take(method);
    let answer = match before(fault.as_ref()) {
        Some(answer) => answer,
        None => Ok(perform(&telegram, &call).await),
    };
    telegram.lock().remember(&call, &answer, at);
    match answer {
        Ok(answer) => after(fault, &answer).await,
        Err(broken) => broken.response(),
    }
}

/// An answer that no API gave.
enum Broken {
    Closed,
    Gateway,
}

impl Broken {
    fn response(self) -> Response {
        match self {
            Self::Closed => closed(),
            Self::Gateway => {
                let page = "<html><head><title>502 Bad Gateway</title></head></html>";
                (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page)
                    .into_response()
            }
        }
    }
}

type Answer = Result<Value, ApiError>;

/// What a fault puts in the place of acting.
fn before(fault: Option<&Fault>) -> Option<Result<Answer, Broken>> {
    match fault? {
        Fault::Refuse => Some(Err(Broken::Closed)),
        Fault::Gateway => Some(Err(Broken::Gateway)),
        fault => fault.error().map(|error| Ok(Err(error))),
    }
}

/// What a fault does to an answer on its way.
async fn after(fault: Option<Fault>, answer: &Answer) -> Response {
    match fault {
        Some(Fault::Drop) => closed(),
        Some(Fault::Garbage) => {
            let text = envelope_json(answer).1.to_string();
            (StatusCode::OK, text[..text.len() / 2].to_string()).into_response()
        }
        Some(Fault::Delay(pause)) => {
            tokio::time::sleep(pause).await;
            envelope(answer)
        }
        _ => envelope(answer),
    }
}

async fn perform(telegram: &Telegram, call: &Call) -> Answer {
    {
        let mut world = telegram.lock();
        world.complaints.extend(fields::complaints(call));
    }
    if call.method == "getUpdates" {
        return telegram.updates(call).await;
    }
    telegram.lock().act(call)
}

fn envelope_json(answer: &Answer) -> (u16, Value) {
    match answer {
        Ok(result) => (200, json!({"ok": true, "result": result})),
        Err(error) => (error.code, error.json()),
    }
}

fn envelope(answer: &Answer) -> Response {
    let (code, json) = envelope_json(answer);
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(json)).into_response()
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
    if token != telegram.lock().bot.token {
        return envelope(&Err(ApiError::new(401, "Unauthorized")));
    }
    let fault = telegram.lock().faults.take("file");
    match (before(fault.as_ref()), fault) {
        (Some(Err(broken)), _) => return broken.response(),
        (Some(Ok(answer)), _) => return envelope(&answer),
        (None, Some(Fault::Delay(pause))) => tokio::time::sleep(pause).await,
        (None, Some(_)) => return closed(),
        (None, None) => {}
    }
    let world = telegram.lock();
    match world.files.at_path(&path) {
        Some(stored) => stored.blob.bytes().to_vec().into_response(),
        None => envelope(&Err(ApiError::new(404, "Not Found"))),
    }
}

impl World {
    fn remember(&mut self, call: &Call, answer: &Result<Answer, Broken>, at: DateTime<Utc>) {
        let (code, error) = match answer {
            Ok(Ok(_)) => (200, String::new()),
            Ok(Err(error)) => (error.code, error.description.clone()),
            Err(Broken::Gateway) => (502, "Bad Gateway".into()),
            Err(Broken::Closed) => (0, String::new()),
        };
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        let (method, json) = (call.method.to_string(), call.json_shown());
        self.requests.push_back(Request { method, json, code, error, at });
        self.tick();
    }

    /// One line per method; each answers as Telegram does.
    fn act(&mut self, call: &Call) -> Answer {
        if let Some(field) = fields::missing(call).filter(|field| *field != "text") {
            return Err(missing(field));
        }
        match call.method {
            "getMe" => Ok(self.me()),
            "setWebhook" => self.set_webhook(call),
            "deleteWebhook" => Ok(self.delete_webhook(call)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            "sendMessage" => self.send_message(call),
            "sendPhoto" | "sendVideo" | "sendAnimation" | "sendAudio" | "sendVoice"
            | "sendVideoNote" | "sendDocument" | "sendSticker" => self.send_media(call),
            "sendLocation" | "sendVenue" | "sendContact" | "sendDice" => self.send_plain(call),
            "sendMediaGroup" => self.send_album(call),
            "sendChatAction" => self.send_action(call),
            "copyMessage" => self.copy_message(call),
            "copyMessages" => self.pass_on(call, false),
            "forwardMessage" => self.forward_message(call),
            "forwardMessages" => self.pass_on(call, true),
            "editMessageText" => self.edit_text(call),
            "editMessageCaption" => self.edit_caption(call),
            "editMessageMedia" => self.edit_media(call),
            "editMessageReplyMarkup" => self.edit_keyboard(call),
            "deleteMessage" => self.delete_message(call),
            "deleteMessages" => self.delete_messages(call),
            "answerCallbackQuery" => self.answer_press(call),
            "getFile" => self.get_file(call),
            "setMyCommands" => self.set_commands(call),
            "getMyCommands" => self.get_commands(call),
            "deleteMyCommands" => self.delete_commands(call),
            "getChat" => self.get_chat(call),
            "getChatMember" => self.get_chat_member(call),
            "getChatAdministrators" => self.get_administrators(call),
            "getChatMemberCount" => self.get_member_count(call),
            "leaveChat" => self.leave_chat(call),
            "pinChatMessage" => self.pin(call),
            "unpinChatMessage" => self.unpin(call),
            "unpinAllChatMessages" => self.unpin_all(call),
            "setMessageReaction" => self.react(call),
            "getUserProfilePhotos" => Ok(json!({"total_count": 0, "photos": []})),
            "setChatMenuButton" => Ok(true.into()),
            _ => self.own_text(call),
        }
    }
}

fn missing(field: &str) -> ApiError {
    ApiError::bad(match field {
        "chat_id" => "chat_id is empty".to_string(),
        "message_id" => "message identifier is not specified".into(),
        "photo" | "video" | "animation" | "audio" | "voice" | "video_note" | "document"
        | "sticker" => format!("there is no {} in the request", field.replace('_', " ")),
        field => format!("parameter \"{field}\" is required"),
    })
}

impl Telegram {
    /// Every request since the start or since [`Telegram::forget_requests`], oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// The requests of one method.
    pub fn requests_of(&self, method: &str) -> Vec<Request> {
        self.lock().requests.iter().filter(|request| request.method == method).cloned().collect()
    }

    /// Starts the list of requests anew.
    pub fn forget_requests(&self) {
        self.lock().requests.clear();
    }

    /// Parameters, fields and methods the bot used that nobody documented or that are not modelled.
    pub fn complaints(&self) -> Vec<String> {
        self.lock().complaints.clone()
    }

    /// Lets the next `times` calls of a method go wrong; `*` means any method, `file` a download.
    pub fn fail_next(&self, method: &str, fault: Fault, times: usize) {
        self.lock().faults.add(method, fault, times);
    }

    /// Takes back all faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }
}
