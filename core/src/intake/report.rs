//! The crew's report: result, cause, remedial measure, photos, review (S0-01.6, S3-01.7).

use serde::{Deserialize, Serialize};

use super::{File, FileKind, MOST_FILES, Problem, Text, Turn};
use crate::case::Outcome;

/// What is told so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ReportDraft {
    /// The question at which it stands.
    pub step: ReportStep,
    /// Whether one field is being mended, after which the review comes back.
    #[serde(default)]
    pub mending: bool,
    /// What was done.
    pub result: Option<String>,
    /// Why it happened.
    pub cause: Option<String>,
    /// What mended the owner's harm.
    pub remedy: Option<String>,
    /// What the owner should do or watch afterwards.
    #[serde(default)]
    pub advice: Option<String>,
    /// How it looks now.
    pub files: Vec<File>,
    /// The category wants a photo.
    pub needs_photo: bool,
}

/// The questions of the report, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ReportStep {
    /// What was done?
    #[default]
    Result,
    /// What was the cause?
    Cause,
    /// What mended the owner's harm?
    Remedy,
    /// What should the owner do or watch? Only whoever wants to say it is asked, from the review.
    Advice,
    /// How does it look now?
    Photos,
    /// Is it all right so?
    Review,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportAnswer {
    /// Words.
    Text(String),
    /// A file.
    File(File),
    /// That is all.
    Enough,
    /// The question before.
    Back,
    /// Mend this field.
    Edit(ReportStep),
    /// Send it.
    Send,
}

impl ReportStep {
    /// All questions, in order.
    pub const ALL: [Self; 6] =
        [Self::Result, Self::Cause, Self::Remedy, Self::Photos, Self::Advice, Self::Review];

    fn before(self) -> Self {
        match self {
            Self::Result | Self::Cause => Self::Result,
            Self::Remedy => Self::Cause,
            Self::Photos => Self::Remedy,
            Self::Advice => Self::Review,
            Self::Review => Self::Photos,
        }
    }

    fn after(self) -> Self {
        match self {
            Self::Result => Self::Cause,
            Self::Cause => Self::Remedy,
            Self::Remedy => Self::Photos,
            Self::Photos | Self::Advice | Self::Review => Self::Review,
        }
    }
}

impl ReportDraft {
    /// An empty report.
    pub fn new(needs_photo: bool) -> Self {
        Self { needs_photo, ..Self::default() }
    }

    /// Takes one answer.
    #[must_use]
    pub fn answer(mut self, answer: ReportAnswer) -> Turn<Self> {
        match (self.step, answer) {
            (_, ReportAnswer::File(file)) => self.take_file(file),
            (_, ReportAnswer::Back) => {
                self.mending = false;
                self.step = self.step.before();
                Turn::Ask(self)
            }
            (ReportStep::Review, ReportAnswer::Edit(step)) => {
                self.mending = true;
                self.step = step;
                Turn::Ask(self)
            }
            (ReportStep::Review, ReportAnswer::Send) => match self.problem() {
                Some(problem) => Turn::Again(self, problem),
                None => Turn::Done(self),
            },
            (ReportStep::Photos, ReportAnswer::Enough) if self.lacks_photo() => {
                Turn::Again(self, Problem::PhotoNeeded)
            }
            (ReportStep::Advice, ReportAnswer::Enough) => {
                self.advice = None;
                self.go_on()
            }
            (ReportStep::Photos, ReportAnswer::Enough) => self.go_on(),
            (ReportStep::Photos | ReportStep::Review, ReportAnswer::Text(_)) => {
                Turn::Again(self, Problem::ChooseButton)
            }
            (_, ReportAnswer::Text(text)) => self.take_text(&text),
            (ReportStep::Review, ReportAnswer::Enough) => Turn::Again(self, Problem::ChooseButton),
            (_, ReportAnswer::Enough) => Turn::Again(self, Problem::WantsWords),
            (_, ReportAnswer::Edit(_) | ReportAnswer::Send) => {
                Turn::Again(self, Problem::WantsWords)
            }
        }
    }

    /// The outcome, when everything is told.
    pub fn outcome(&self) -> Option<Outcome> {
        Some(Outcome {
            result: self.result.clone()?,
            cause: self.cause.clone()?,
            remedy: self.remedy.clone()?,
            advice: self.advice.clone(),
        })
    }

    fn problem(&self) -> Option<Problem> {
        if self.outcome().is_none() {
            Some(Problem::WantsWords)
        } else {
            self.lacks_photo().then_some(Problem::PhotoNeeded)
        }
    }

    fn lacks_photo(&self) -> bool {
        let shows = |file: &File| matches!(file.kind, FileKind::Photo | FileKind::Video);
        self.needs_photo && !self.files.iter().any(shows)
    }

    fn go_on(mut self) -> Turn<Self> {
        self.step = if self.mending { ReportStep::Review } else { self.step.after() };
        self.mending = false;
        Turn::Ask(self)
    }

    fn take_file(mut self, file: File) -> Turn<Self> {
        if self.files.len() >= MOST_FILES {
            return Turn::Again(self, Problem::TooManyFiles);
        }
        self.files.push(file);
        Turn::Ask(self)
    }

    fn take_text(mut self, text: &str) -> Turn<Self> {
        let text = match Text::parse(text) {
            Ok(text) => text.into_string(),
            Err(why) => return Turn::Again(self, why.into()),
        };
        match self.step {
            ReportStep::Result => self.result = Some(text),
            ReportStep::Cause => self.cause = Some(text),
            ReportStep::Remedy => self.remedy = Some(text),
            ReportStep::Advice => self.advice = Some(text),
            ReportStep::Photos | ReportStep::Review => {}
        }
        self.go_on()
    }
}
