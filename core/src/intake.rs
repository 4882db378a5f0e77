//! Conversations as pure steps: what has been accepted so far, and which question follows.
//!
//! Knows neither buttons nor languages. Each answer yields a [`Turn`]; the draft in it is what the
//! book keeps, so a restart between any two answers loses nothing.

mod draft;
mod form;
mod report;
mod task;
mod text;

pub use draft::{About, Answer, Caller, Draft, MOST_FILES, Step, is_phone};
pub use form::{Field, Form, FormAnswer, FormKind, Value, day_of};
pub use report::{ReportAnswer, ReportDraft, ReportStep};
pub use task::{Asked, Detail, Joining, Purpose, Task};
pub use text::{STORY_LIMIT, TEXT_LIMIT, Text, TextError};

use serde::{Deserialize, Serialize};

/// What sort of file somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A photo.
    Photo,
    /// A film.
    Video,
    /// A round film.
    VideoNote,
    /// A moving picture.
    Animation,
    /// Something said.
    Voice,
    /// A sound file.
    Audio,
    /// Any other file.
    Document,
}

impl FileKind {
    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::VideoNote => "video_note",
            Self::Animation => "animation",
            Self::Voice => "voice",
            Self::Audio => "audio",
            Self::Document => "document",
        }
    }
}

/// A file somebody sent. We keep the chat service's handle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What sort.
    pub kind: FileKind,
    /// By which the chat service gives it out again.
    pub handle: String,
    /// The words under it.
    pub caption: Option<String>,
    /// The album it came in.
    pub album: Option<String>,
}

/// What a dialog does with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn<D> {
    /// Asks the question at which the draft now stands.
    Ask(D),
    /// Asks the same question again, with the reason.
    Again(D, Problem),
    /// Has everything.
    Done(D),
}

/// Why an answer was not taken. Each has a sentence that says what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// There is nothing readable in it.
    Empty,
    /// It is longer than we can keep.
    TooLong,
    /// Nothing has been told yet: a few words, a photo or a voice message are needed.
    NothingTold,
    /// More files than a case takes.
    TooManyFiles,
    /// This question wants one of the buttons.
    ChooseButton,
    /// This question wants words.
    WantsWords,
    /// A date that is past, or not a date.
    BadDate,
    /// A time of day that is none.
    BadTime,
    /// This is not a telephone number.
    BadPhone,
    /// The category wants a photo of the result.
    PhotoNeeded,
}

impl From<TextError> for Problem {
    fn from(why: TextError) -> Self {
        match why {
            TextError::Empty => Self::Empty,
            TextError::TooLong => Self::TooLong,
        }
    }
}
