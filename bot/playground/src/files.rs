//! Files: what people and the bot uploaded, under ids only this server knows.

use std::collections::BTreeMap;

use rand::Rng;
use rand::distr::Alphanumeric;
use serde_json::{Value, json};

use crate::content::Blob;

#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) unique: String,
    pub(crate) kind: String,
    pub(crate) path: String,
    pub(crate) name: Option<String>,
    pub(crate) mime: String,
    pub(crate) blob: Blob,
}

#[derive(Debug, Default)]
pub(crate) struct Files {
    by_id: BTreeMap<String, Stored>,
    by_path: BTreeMap<String, String>,
    last: u64,
}

impl Files {
    /// Keeps a file as a kind such as `photo` or `document`, and says its id.
    pub(crate) fn keep(
        &mut self,
        kind: &str,
        blob: Blob,
        name: Option<&str>,
        mime: &str,
    ) -> String {
        self.last += 1;
        let (folder, prefix) = folder(kind);
        let id = format!("{prefix}{}", random(60));
        let path = format!("{folder}/file_{}.{}", self.last, ending(kind, name, mime));
        let (unique, name) = (format!("AQAD{}", random(12)), name.map(String::from));
        let stored = Stored { unique, kind: kind.into(), path, name, mime: mime.into(), blob };
        self.by_path.insert(stored.path.clone(), id.clone());
        self.by_id.insert(id.clone(), stored);
        id
    }

    /// A photo's small size has the id of the large one and an `s`.
    pub(crate) fn get(&self, id: &str) -> Option<&Stored> {
        self.by_id.get(self.large(id)?)
    }

    /// The id of the file itself, of whichever of its sizes this is.
    fn large<'a>(&self, id: &'a str) -> Option<&'a str> {
        let known = |id: &&str| self.by_id.contains_key(*id);
        Some(id).filter(known).or_else(|| id.strip_suffix('s').filter(known))
    }

    pub(crate) fn at_path(&self, path: &str) -> Option<&Stored> {
        self.by_id.get(self.by_path.get(path)?)
    }

    /// The fields every file has in a message.
    pub(crate) fn json(&self, id: &str) -> Value {
        let Some(id) = self.large(id) else { return Value::Null };
        let Some(stored) = self.by_id.get(id) else { return Value::Null };
        let mut json = json!({
            "file_id": id, "file_unique_id": stored.unique, "file_size": stored.blob.size(),
        });
        if stored.kind != "photo" && stored.kind != "sticker" && stored.kind != "video_note" {
            json["mime_type"] = stored.mime.clone().into();
        }
        if let Some(name) = &stored.name
            && matches!(stored.kind.as_str(), "document" | "audio" | "video" | "animation")
        {
            json["file_name"] = name.clone().into();
        }
        json
    }
}

fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

fn folder(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "photo" => ("photos", "AgACAgQAAx"),
        "video" => ("videos", "BAACAgQAAx"),
        "voice" => ("voice", "AwACAgQAAx"),
        "audio" => ("music", "CQACAgQAAx"),
        "video_note" => ("video_notes", "DQACAgQAAx"),
        "animation" => ("animations", "CgACAgQAAx"),
        "sticker" => ("stickers", "CAACAgQAAx"),
        _ => ("documents", "BQACAgQAAx"),
    }
}

fn ending(kind: &str, name: Option<&str>, mime: &str) -> String {
    let named = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let fits = |ending: &&str| {
        ending.len() <= 8 && ending.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    let usual = match (kind, mime) {
        ("photo", _) => "jpg",
        ("voice", _) => "oga",
        ("video" | "video_note" | "animation", _) => "mp4",
        ("audio", _) => "mp3",
        ("sticker", _) => "webp",
        _ => "bin",
    };
    let chosen = if kind == "photo" { None } else { named.filter(fits) };
    chosen.unwrap_or(usual).to_string()
}

/// The type of a picture by its first bytes.
pub(crate) fn picture_mime(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'B', b'M', ..] => Some("image/bmp"),
        _ => None,
    }
}

/// Width and height of a PNG or JPEG; a usual size for anything else.
pub(crate) fn dimensions(bytes: &[u8]) -> (u64, u64) {
    let found = match picture_mime(bytes) {
        Some("image/png") => png_dimensions(bytes),
        Some("image/jpeg") => jpeg_dimensions(bytes),
        _ => None,
    };
    found.filter(|(width, height)| *width > 0 && *height > 0).unwrap_or((1280, 960))
}

fn png_dimensions(bytes: &[u8]) -> Option<(u64, u64)> {
    let number = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(four)))
    };
    Some((number(16)?, number(20)?))
}

fn jpeg_dimensions(bytes: &[u8]) -> Option<(u64, u64)> {
    let number = |at: usize| {
        let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_be_bytes(two))
    };
    let mut at = 2;
    while *bytes.get(at)? == 0xff {
        let marker = *bytes.get(at + 1)?;
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            return Some((number(at + 7)?.into(), number(at + 5)?.into()));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
    None
}
