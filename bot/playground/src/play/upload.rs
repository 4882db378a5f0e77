//! Files from the page's disk into a chat, and files of a chat onto the page.

use axum::Json;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Play, assets};
use crate::{Blob, Content, Refused, Telegram};

#[derive(Default)]
struct Parcel {
    person: i64,
    chat: i64,
    caption: String,
    files: Vec<Content>,
}

pub(super) async fn upload(State(play): State<Play>, form: Multipart) -> Response {
    let Ok(parcel) = unpack(form).await else { return StatusCode::BAD_REQUEST.into_response() };
    match send(&play.telegram, parcel) {
        Ok(ids) => Json(json!({"messages": ids})).into_response(),
        Err(refused) => {
            (StatusCode::CONFLICT, Json(json!({"refused": refused.to_string()}))).into_response()
        }
    }
}

async fn unpack(mut form: Multipart) -> Result<Parcel, axum::extract::multipart::MultipartError> {
    let mut parcel = Parcel::default();
    while let Some(field) = form.next_field().await? {
        let field_name = field.name().unwrap_or_default().to_string();
        let name = field.file_name().map(String::from);
        let mime = field.content_type().unwrap_or("application/octet-stream").to_string();
        let bytes = field.bytes().await?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match (field_name.as_str(), name) {
            (_, Some(name)) => parcel.files.push(content(bytes.to_vec(), name, mime)),
            ("person", None) => parcel.person = text().parse().unwrap_or_default(),
            ("chat", None) => parcel.chat = text().parse().unwrap_or_default(),
            ("caption", None) => parcel.caption = text(),
            _ => {}
        }
    }
    Ok(parcel)
}

fn content(bytes: Vec<u8>, name: String, mime: String) -> Content {
    let file = Blob::from(bytes);
    match mime.as_str() {
        "image/png" | "image/jpeg" | "image/webp" => Content::Photo { file, caption: None },
        mime if mime.starts_with("audio/") => Content::Voice { file, seconds: 3 },
        _ => Content::Document { file, name, mime, caption: None },
    }
}

/// Photos that come together become albums; everything else goes one by one.
fn send(telegram: &Telegram, parcel: Parcel) -> Result<Vec<i64>, Refused> {
    let Parcel { person, chat, caption, mut files } = parcel;
    if let Some(first) = files.first_mut()
        && !caption.is_empty()
    {
        *first = std::mem::replace(first, Content::Story).captioned(&caption);
    }
    let is_photo = |file: &Content| matches!(file, Content::Photo { .. });
    let (photos, rest): (Vec<_>, Vec<_>) = files.into_iter().partition(is_photo);
    let mut sent = Vec::new();
    for group in photos.chunks(10) {
        match group {
            [one] => sent.push(telegram.send(person, chat, one.clone())?),
            many => sent.extend(telegram.album(person, chat, many.to_vec())?),
        }
    }
    for file in rest {
        sent.push(telegram.send(person, chat, file)?);
    }
    Ok(sent)
}

/// Pictures, sound and film are shown; anything else is only ever saved.
pub(super) async fn file(State(play): State<Play>, Path(id): Path<String>) -> Response {
    let Some((bytes, name, mime)) = play.telegram.file(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shown = ["image/png", "image/jpeg", "image/webp", "image/gif"].contains(&mime.as_str())
        || mime.starts_with("audio/")
        || mime.starts_with("video/");
    if shown {
        return (assets::safe(), [(header::CONTENT_TYPE, mime)], bytes).into_response();
    }
    let name = encoded(name.as_deref().unwrap_or("file"));
    let saved = format!("attachment; filename*=UTF-8''{name}");
    (assets::safe(), [(header::CONTENT_DISPOSITION, saved)], bytes).into_response()
}

fn encoded(name: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(letter).collect()
}
