//! Files the bot sends and asks for: uploads, known ids, and what is refused of both.

use serde_json::{Map, Value, json};

use super::Answer;
use super::params::{Call, Upload};
use crate::content::Blob;
use crate::entity;
use crate::files::picture_mime;
use crate::refusal::ApiError;
use crate::world::World;

const PHOTO: usize = 10 << 20;
const UPLOAD: usize = 50 << 20;
const DOWNLOAD: u64 = 20 << 20;

impl World {
    pub(super) fn send_media(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let kind = match call.method {
            "sendPhoto" => "photo",
            "sendVideo" => "video",
            "sendAnimation" => "animation",
            "sendAudio" => "audio",
            "sendVoice" => "voice",
            "sendVideoNote" => "video_note",
            "sendSticker" => "sticker",
            _ => "document",
        };
        let body = self.media_body(call, kind, kind)?;
        self.send(call, chat, body)
    }

    /// The fields of a file the call gives in `field`, with its caption.
    pub(super) fn media_body(
        &mut self,
        call: &Call,
        kind: &str,
        field: &str,
    ) -> Result<Map<String, Value>, ApiError> {
        let (caption, entities) = self.caption(call)?;
        let id = self.input_file(call, kind, field)?;
        let mut body = self.known_media(&id, None);
        if !caption.is_empty() {
            entity::put(&mut body, "caption", "caption_entities", &caption, entities);
        }
        let seconds = call.int("duration")?;
        if let (Some(seconds), Some(Value::Object(file))) = (seconds, body.get_mut(kind)) {
            file.insert("duration".into(), seconds.into());
        }
        Ok(body)
    }

    fn input_file(&mut self, call: &Call, kind: &str, field: &str) -> Result<String, ApiError> {
        let given = call.text(field)?.unwrap_or_default();
        let part = given.strip_prefix("attach://").unwrap_or(field);
        if let Some(upload) = call.files.get(part) {
            return self.keep_upload(kind, upload);
        }
        if given.starts_with("http://") || given.starts_with("https://") {
            self.complaints.push(format!("{}: files by URL are not modelled", call.method));
            return Err(ApiError::bad("failed to get HTTP URL content"));
        }
        match self.files.get(&given) {
            Some(stored) if stored.kind == kind => Ok(given),
            Some(stored) => {
                let (is, wanted) = (title(&stored.kind), title(kind));
                Err(ApiError::bad(format!("can't use file of type {is} as {wanted}")))
            }
            None => Err(ApiError::bad("wrong file identifier/HTTP URL specified")),
        }
    }

    fn keep_upload(&mut self, kind: &str, upload: &Upload) -> Result<String, ApiError> {
        let size = upload.bytes.len();
        if size == 0 {
            return Err(ApiError::bad("file must be non-empty"));
        }
        if size > UPLOAD {
            return Err(ApiError::new(413, "Request Entity Too Large"));
        }
        if kind == "photo" && size > PHOTO {
            return Err(ApiError::bad(format!(
                "file of size {size} bytes is too big for a photo; the maximum size is {PHOTO} bytes"
            )));
        }
        if kind == "photo" && picture_mime(&upload.bytes).is_none() {
            return Err(ApiError::bad("IMAGE_PROCESS_FAILED"));
        }
        let mime = mime(upload);
        Ok(self.files.keep(kind, Blob::from(&upload.bytes[..]), Some(&upload.name), &mime))
    }

    pub(super) fn get_file(&self, call: &Call) -> Answer {
        let id = call.text("file_id")?.unwrap_or_default();
        let Some(stored) = self.files.get(&id) else {
            return Err(ApiError::bad("wrong file_id or the file is temporarily unavailable"));
        };
        if stored.blob.size() > DOWNLOAD {
            return Err(ApiError::bad("file is too big"));
        }
        Ok(json!({
            "file_id": id, "file_unique_id": stored.unique, "file_size": stored.blob.size(),
            "file_path": stored.path,
        }))
    }
}

/// What the part says of itself, or what its first bytes or its name say.
fn mime(upload: &Upload) -> String {
    if upload.mime != "application/octet-stream" {
        return upload.mime.clone();
    }
    let ending = upload.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let by_name = match ending {
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv" => "text/csv",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    };
    picture_mime(&upload.bytes).unwrap_or(by_name).into()
}

fn title(kind: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    };
    kind.split('_').map(word).collect()
}
