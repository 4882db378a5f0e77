//! What people do on the page.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Phone, Play};
use crate::{Content, Event, Profile, Refused, Telegram};

/// One deed's facts; each deed needs only some.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Deed {
    person: i64,
    chat: i64,
    message: i64,
    reply_to: Option<i64>,
    text: String,
    row: usize,
    column: usize,
    payload: Option<String>,
    url: String,
    blocked: bool,
}

pub(super) async fn deed(
    State(play): State<Play>,
    Path(name): Path<String>,
    Json(deed): Json<Deed>,
) -> Response {
    match perform(&play.telegram, &name, deed) {
        Some(Ok(done)) => Json(done).into_response(),
        Some(Err(refused)) => {
            (StatusCode::CONFLICT, Json(json!({"refused": refused.to_string()}))).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn perform(telegram: &Telegram, name: &str, deed: Deed) -> Option<Result<Value, Refused>> {
    let Deed { person, chat, message, .. } = deed;
    let done = |result: Result<i64, Refused>| result.map(|id| json!({"message": id}));
    Some(match name {
        "send" => done(match deed.reply_to {
            Some(to) => telegram.reply(person, chat, to, Content::Text(deed.text)),
            None => telegram.send(person, chat, Content::Text(deed.text)),
        }),
        "edit" => telegram.edit(person, chat, message, &deed.text).map(|()| Value::Null),
        "delete" => telegram.delete(person, chat, message).map(|()| Value::Null),
        "react" => telegram.react(person, chat, message, &deed.text).map(|()| Value::Null),
        "start" => done(telegram.start(person, deed.payload.as_deref())),
        "contact" => done(telegram.share_contact(person)),
        "tap" => done(telegram.tap(person, chat, &deed.text)),
        "open" => done(open(telegram, person, chat, &deed.url)),
        "press" => telegram
            .press_at(person, chat, message, (deed.row, deed.column))
            .map(|press| json!(press)),
        "block" => {
            if deed.blocked {
                telegram.block(person);
            } else {
                telegram.unblock(person);
            }
            Ok(Value::Null)
        }
        _ => return None,
    })
}

/// Opens a link of the bot: `start` in private, `startgroup` in a chosen group, 0 for a new one.
fn open(telegram: &Telegram, person: i64, chat: i64, url: &str) -> Result<i64, Refused> {
    let payload = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("startgroup="));
    let Some(payload) = payload else { return telegram.open(person, url) };
    let chat = if chat == 0 { telegram.supergroup("Group", person) } else { chat };
    let payload = Some(payload).filter(|payload| !payload.is_empty());
    telegram.add_bot(chat, person, payload, url.contains("admin="));
    Ok(chat)
}

/// A person added on the page.
#[derive(Debug, Deserialize)]
pub(super) struct NewPerson {
    name: String,
    #[serde(default)]
    language: Option<String>,
}

pub(super) async fn person(State(play): State<Play>, Json(new): Json<NewPerson>) -> Response {
    let name: String = new.name.trim().chars().take(64).collect();
    if name.is_empty() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut added = play.added();
    let id = 5_900_000_001 + i64::try_from(added.len()).unwrap_or_default();
    let language_code = new.language.filter(|language| !language.is_empty());
    let first_name = name.clone();
    play.telegram.person(Profile { id, first_name, language_code, ..Profile::default() });
    let phone = Phone { person: id, name, role: String::new(), chats: vec![id] };
    let json = play.telegram.lock().phone_json(&phone);
    added.push(phone);
    Json(json).into_response()
}

/// How far the clock goes.
#[derive(Debug, Deserialize)]
pub(super) struct Forward {
    seconds: u32,
}

pub(super) async fn forward(State(play): State<Play>, Json(forward): Json<Forward>) -> StatusCode {
    (play.hooks.forward)(TimeDelta::seconds(forward.seconds.into()));
    play.telegram.lock().emit(Event::People);
    StatusCode::NO_CONTENT
}
