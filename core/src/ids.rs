//! One type for each kind of identity, so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A case in the book. People see its [`Number`](crate::case::Number) instead.
    CaseId,
    /// Somebody we know.
    PersonId,
    /// An estate.
    SiteId,
    /// A building, floor, unit or public area.
    PlaceId,
    /// Who must act.
    DepartmentId,
    /// A photo, voice or file of a case.
    EvidenceId,
    /// What a case is about.
    CategoryId,
    /// A version of a policy profile.
    PolicyId,
    /// One round of the callback questionnaire.
    QuestionnaireId,
    /// A version of a questionnaire's template.
    TemplateId,
    /// A one-time link or code.
    InvitationId,
    /// Somebody and a unit that they named, or hold.
    OccupancyId,
    /// The question whether a caller is somebody with a chat.
    RecognitionId,
    /// A position that somebody holds or held.
    PostId,
    /// An announcement to many.
    BroadcastId,
    /// A survey.
    SurveyId,
    /// A meeting or event.
    GatheringId,
    /// A list of whom to visit or call.
    ContactListId,
    /// Somebody on such a list.
    ContactId,
    /// A reception day.
    ReceptionId,
    /// Somebody's time on a reception day.
    BookingId,
    /// A summary that is in the book.
    SummaryId,
    /// Trouble with a room.
    TroubleId,
    /// The number by which the chat service knows a person.
    Account,
    /// A chat: a private one has its person's account number, a group a number of its own.
    Room,
    /// A topic of a room that is a forum.
    Topic,
    /// A message in a room.
    MessageId,
}

impl Account {
    /// The room in which one talks with this person alone.
    pub fn room(self) -> Room {
        Room(self.0)
    }
}

impl Room {
    /// Whether many people sit in it.
    pub fn is_group(self) -> bool {
        self.0 < 0
    }
}
