//! What people can put into a message, and the fields it becomes.

use serde_json::{Map, Value, json};

use crate::entity;
use crate::files::{dimensions, picture_mime};
use crate::world::World;

/// The bytes of a file, or only a claim how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blob {
    bytes: Vec<u8>,
    declared: Option<u64>,
}

impl Blob {
    /// A file of this size whose bytes nobody holds.
    pub fn declared(size: u64) -> Self {
        Self { bytes: Vec::new(), declared: Some(size) }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.declared.unwrap_or(self.bytes.len() as u64)
    }

    /// What a download gives.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, declared: None }
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

/// What a person sends.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are Telegram's own words")]
pub enum Content {
    Text(String),
    Photo {
        file: Blob,
        caption: Option<String>,
    },
    Video {
        file: Blob,
        seconds: u32,
        caption: Option<String>,
    },
    Voice {
        file: Blob,
        seconds: u32,
    },
    VideoNote {
        file: Blob,
        seconds: u32,
    },
    Audio {
        file: Blob,
        name: String,
        seconds: u32,
        caption: Option<String>,
    },
    Animation {
        file: Blob,
        caption: Option<String>,
    },
    Document {
        file: Blob,
        name: String,
        mime: String,
        caption: Option<String>,
    },
    Sticker {
        emoji: String,
    },
    Dice {
        emoji: String,
    },
    Poll {
        question: String,
        options: Vec<String>,
    },
    Location {
        latitude: f64,
        longitude: f64,
    },
    Venue {
        latitude: f64,
        longitude: f64,
        title: String,
        address: String,
    },
    Contact {
        phone: String,
        first_name: String,
        user_id: Option<i64>,
    },
    /// Forwarded from someone who hides behind a name.
    Forwarded(Box<Content>),
    /// Forwarded from a person whom everyone may see.
    ForwardedFrom(i64, Box<Content>),
    /// A file uploaded before ([`crate::Telegram::upload`]), sent as `photo`, `voice` or `document`.
    Uploaded {
        file_id: String,
        caption: Option<String>,
    },
    Story,
    /// Fields of a kind this version does not know, put into the message as they are.
    Other(Map<String, Value>),
}

impl Content {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A photo without a caption.
    pub fn photo(bytes: impl Into<Blob>) -> Self {
        Self::Photo { file: bytes.into(), caption: None }
    }

    /// A voice message of three seconds.
    pub fn voice(bytes: impl Into<Blob>) -> Self {
        Self::Voice { file: bytes.into(), seconds: 3 }
    }

    /// A file by name.
    pub fn document(bytes: impl Into<Blob>, name: &str, mime: &str) -> Self {
        let (file, name, mime) = (bytes.into(), name.into(), mime.into());
        Self::Document { file, name, mime, caption: None }
    }

    /// The same with a caption, where the kind can have one.
    #[must_use]
    pub fn captioned(mut self, words: &str) -> Self {
        match &mut self {
            Self::Photo { caption, .. }
            | Self::Video { caption, .. }
            | Self::Audio { caption, .. }
            | Self::Animation { caption, .. }
            | Self::Document { caption, .. }
            | Self::Uploaded { caption, .. } => *caption = Some(words.into()),
            _ => {}
        }
        self
    }

    /// The words in it: text or caption.
    pub(crate) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Photo { caption, .. }
            | Self::Video { caption, .. }
            | Self::Audio { caption, .. }
            | Self::Animation { caption, .. }
            | Self::Document { caption, .. }
            | Self::Uploaded { caption, .. } => caption.as_deref(),
            Self::Forwarded(inner) | Self::ForwardedFrom(_, inner) => inner.words(),
            _ => None,
        }
    }

    /// Which of the kinds that may share an album: pictures, documents, or audio.
    pub(crate) fn album_kind(&self) -> Option<&'static str> {
        match self {
            Self::Photo { .. } | Self::Video { .. } => Some("picture"),
            Self::Document { .. } => Some("document"),
            Self::Audio { .. } => Some("audio"),
            Self::Uploaded { .. } => Some("picture"),
            _ => None,
        }
    }
}

impl World {
    /// The fields of a content, its file kept.
    pub(crate) fn body(&mut self, content: Content) -> Map<String, Value> {
        let caption = content.words().map(String::from);
        match content {
            Content::Text(text) => entity::text_body(&text),
            Content::Photo { file, .. } => self.media("photo", file, None, "image/jpeg", caption),
            Content::Video { file, seconds, .. } => {
                timed(self.media("video", file, None, "video/mp4", caption), "video", seconds)
            }
            Content::Voice { file, seconds } => {
                timed(self.media("voice", file, None, "audio/ogg", None), "voice", seconds)
            }
            Content::VideoNote { file, seconds } => {
                let body = self.media("video_note", file, None, "video/mp4", None);
                timed(body, "video_note", seconds)
            }
            Content::Audio { file, name, seconds, .. } => {
                let body = self.media("audio", file, Some(&name), "audio/mpeg", caption);
                timed(body, "audio", seconds)
            }
            Content::Animation { file, .. } => {
                self.media("animation", file, Some("animation.mp4"), "video/mp4", caption)
            }
            Content::Document { file, name, mime, .. } => {
                self.media("document", file, Some(&name), &mime, caption)
            }
            Content::Uploaded { file_id, .. } => self.known_media(&file_id, caption),
            Content::Sticker { emoji } => {
                let mut body = self.media("sticker", Blob::declared(20_000), None, "", None);
                body["sticker"]["emoji"] = emoji.into();
                body
            }
            Content::Forwarded(inner) | Content::ForwardedFrom(_, inner) => self.body(*inner),
            plain => plain_body(plain),
        }
    }

    pub(crate) fn media(
        &mut self,
        kind: &str,
        file: Blob,
        name: Option<&str>,
        mime: &str,
        caption: Option<String>,
    ) -> Map<String, Value> {
        let mime = if kind == "photo" { picture_mime(file.bytes()).unwrap_or(mime) } else { mime };
        let id = self.files.keep(kind, file, name, mime);
        self.known_media(&id, caption)
    }

    /// The fields of a message carrying a file that is already here.
    pub(crate) fn known_media(&self, id: &str, caption: Option<String>) -> Map<String, Value> {
        let Some(stored) = self.files.get(id) else { return Map::new() };
        let mut file = self.files.json(id);
        let kind = stored.kind.as_str();
        match kind {
            "photo" => file = sizes(file, dimensions(stored.blob.bytes())),
            "video" | "animation" => {
                (file["width"], file["height"], file["duration"]) =
                    (1280.into(), 720.into(), 1.into());
            }
            "video_note" => (file["length"], file["duration"]) = (384.into(), 1.into()),
            "voice" | "audio" => file["duration"] = 1.into(),
            "sticker" => {
                (file["width"], file["height"]) = (512.into(), 512.into());
                (file["is_animated"], file["is_video"]) = (false.into(), false.into());
                file["type"] = "regular".into();
            }
            _ => {}
        }
        let mut body = Map::from_iter([(kind.to_string(), file)]);
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            entity::put(&mut body, "caption", "caption_entities", &caption, Vec::new());
        }
        body
    }
}

fn sizes(file: Value, (width, height): (u64, u64)) -> Value {
    let mut small = file.clone();
    let longer = width.max(height);
    (small["width"], small["height"]) =
        ((width * 90 / longer).max(1).into(), (height * 90 / longer).max(1).into());
    small["file_size"] = 1200.into();
    for field in ["file_id", "file_unique_id"] {
        small[field] = format!("{}s", file[field].as_str().unwrap_or_default()).into();
    }
    let mut large = file;
    (large["width"], large["height"]) = (width.into(), height.into());
    if width.max(height) <= 90 { json!([large]) } else { json!([small, large]) }
}

fn timed(mut body: Map<String, Value>, kind: &str, seconds: u32) -> Map<String, Value> {
    body[kind]["duration"] = seconds.into();
    body
}

fn plain_body(content: Content) -> Map<String, Value> {
    let (field, value) = match content {
        Content::Dice { emoji } => ("dice", json!({"emoji": emoji, "value": 4})),
        Content::Poll { question, options } => ("poll", poll(&question, &options)),
        Content::Location { latitude, longitude } => {
            ("location", json!({"latitude": latitude, "longitude": longitude}))
        }
        Content::Venue { latitude, longitude, title, address } => {
            let location = json!({"latitude": latitude, "longitude": longitude});
            let venue = json!({"location": location, "title": title, "address": address});
            return Map::from_iter([("venue".into(), venue), ("location".into(), location)]);
        }
        Content::Contact { phone, first_name, user_id } => {
            let mut contact = json!({"phone_number": phone, "first_name": first_name});
            if let Some(id) = user_id {
                contact["user_id"] = id.into();
            }
            ("contact", contact)
        }
        Content::Story => (
            "story",
            json!({"id": 1, "chat": {
            "id": 777_000, "type": "private", "first_name": "Telegram"}}),
        ),
        Content::Other(fields) => return fields,
        _ => return Map::new(),
    };
    Map::from_iter([(field.to_string(), value)])
}

fn poll(question: &str, options: &[String]) -> Value {
    let option = |(place, text): (usize, &String)| json!({"persistent_id": place.to_string(), "text": text, "voter_count": 0});
    json!({
        "id": "1", "question": question,
        "options": options.iter().enumerate().map(option).collect::<Vec<_>>(),
        "total_voter_count": 0, "is_closed": false, "is_anonymous": true, "type": "regular",
        "allows_multiple_answers": false, "allows_revoting": true, "members_only": false,
    })
}
