//! What a letter has become, once it was sent.

use casework::{
    case::effect::{Handing, Part},
    desk::{DeskError, Shared, Work},
    ids::{CaseId, DepartmentId, MessageId, PersonId, QuestionnaireId, Room},
    store::{Leased, TroubleKind},
    summary::Period,
};

use crate::page::{Page, Screen};

/// What a letter has become, to be written down with its settlement.
#[derive(Debug, Clone)]
pub(super) enum Became {
    /// Nothing that must be remembered.
    Nothing,
    /// A message.
    Message(Option<MessageId>),
    /// A card that shows this state.
    Card { card: i64, message: Option<MessageId>, shown: i32, posted: bool },
    /// The question of a questionnaire.
    Questionnaire(QuestionnaireId, Option<MessageId>),
    /// The present question of a conversation, or just a page; these lose their buttons.
    Page { screen: Option<Screen>, message: Option<MessageId>, old: Vec<MessageId> },
    /// One message lost its buttons; these are left.
    Retired(Vec<MessageId>),
    /// Some files of a case; the next of them follow.
    Files {
        case: CaseId,
        result: bool,
        next: Option<(usize, Handing)>,
        left: usize,
        is_media: bool,
        message: Option<MessageId>,
    },
    /// Files are handed over in another way.
    Otherwise { case: CaseId, result: bool, from: usize, handing: Handing, left: usize },
    /// A summary whose picture the room does not take goes out in words.
    InWords(Period, Option<DepartmentId>),
    /// The same of a picture of every estate.
    AllInWords(Period),
    /// Slips told together; each follows.
    Listed { cards: Vec<i64>, message: Option<MessageId> },
    /// What was to be changed is gone, and is posted anew; of this card, if it was one.
    Anew(Option<i64>),
}

impl Became {
    /// The same, as this message.
    pub(super) fn at(mut self, at: Option<MessageId>) -> Self {
        match &mut self {
            Self::Message(message)
            | Self::Card { message, .. }
            | Self::Questionnaire(_, message)
            | Self::Files { message, .. }
            | Self::Listed { message, .. } => *message = at,
            Self::Page { message, old, .. } => {
                *message = at;
                old.retain(|old| Some(*old) != at);
            }
            Self::Nothing
            | Self::Retired(_)
            | Self::Otherwise { .. }
            | Self::InWords(..)
            | Self::AllInWords(_)
            | Self::Anew(_) => {}
        }
        self
    }

    /// Whether a new message went out. An edit may pass where posts do not.
    pub(super) fn shows_that_it_works(&self) -> bool {
        match self {
            Self::Card { posted, .. } => *posted,
            Self::Nothing
            | Self::Retired(_)
            | Self::Otherwise { .. }
            | Self::InWords(..)
            | Self::AllInWords(_)
            | Self::Anew(_) => false,
            _ => true,
        }
    }

    /// The message that it is.
    pub(super) fn message(&self) -> Option<MessageId> {
        match self {
            Self::Message(message)
            | Self::Card { message, .. }
            | Self::Questionnaire(_, message)
            | Self::Page { message, .. }
            | Self::Files { message, .. } => *message,
            _ => None,
        }
    }

    /// What is written to when this is written down, and others write to as well.
    pub(super) fn shared(&self) -> Vec<Shared> {
        match self {
            Self::Card { card, .. } | Self::Anew(Some(card)) => vec![Shared::Card(*card)],
            Self::Listed { cards, .. } => cards.iter().copied().map(Shared::Card).collect(),
            Self::Questionnaire(id, _) => vec![Shared::Questionnaire(*id)],
            Self::Page { screen: Some(screen), .. } => vec![Shared::Dialogs(kept_as(*screen).0)],
            _ => vec![],
        }
    }

    /// Writes down what must be remembered; says which message it is.
    pub(super) async fn write_down(
        &self,
        work: &mut Work,
        leased: &Leased,
    ) -> Result<Option<MessageId>, DeskError> {
        let room = leased.room;
        Ok(match self {
            Self::Nothing => None,
            Self::Message(message) => *message,
            Self::Card { card, message, shown, .. } => {
                work.card_shows(*card, *message, *shown).await?;
                *message
            }
            Self::Questionnaire(id, message) => {
                work.questionnaire_screen(*id, *message).await?;
                *message
            }
            Self::Files { case, result, next, left, is_media, message } => {
                if *is_media && leased.troubled {
                    work.trouble_over(room, &[TroubleKind::NoMedia]).await?;
                }
                if let Some((from, handing)) = next {
                    work.post_more_files(room, *case, *result, *from, *handing, *left).await?;
                }
                *message
            }
            Self::Otherwise { case, result, from, handing, left } => {
                work.post_more_files(room, *case, *result, *from, *handing, *left).await?;
                None
            }
            Self::InWords(period, department) => {
                work.post_summary(room, *period, *department, Part::Words).await?;
                None
            }
            Self::AllInWords(period) => {
                work.post_summary_of_all(room, *period, Part::Words).await?;
                None
            }
            Self::Retired(old) => {
                retire_later(work, room, old).await?;
                None
            }
            Self::Page { screen, message, old } => {
                let kept = screen.map(kept_as);
                if let Some((person, kind)) = kept {
                    work.screen(person, kind, *message).await?;
                }
                retire_later(work, room, old).await?;
                *message
            }
            Self::Listed { cards, message } => {
                let message = message.unwrap_or(MessageId(0));
                work.slips_listed(room, cards, message).await?;
                None
            }
            Self::Anew(card) => {
                if let Some(card) = card {
                    work.card_gone(*card).await?;
                }
                None
            }
        })
    }
}

pub(super) fn kept_as(screen: Screen) -> (PersonId, &'static str) {
    match screen {
        Screen::Draft(person) => (PersonId(person), "draft"),
        Screen::Task(person) => (PersonId(person), "task"),
    }
}

/// One request a letter, or a letter could wait for its turn for ever: taking old buttons away is a
/// letter of its own.
async fn retire_later(work: &mut Work, room: Room, old: &[MessageId]) -> Result<(), DeskError> {
    for message in old {
        let page = Page { retire: Some(message.0), ..Page::default() };
        page.post(work, room).await?;
    }
    Ok(())
}
