//! Letters: what we owe to a room, how urgent each is, and how long it is of use. Two tables, read
//! by row.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::effect::Notice;
use crate::{
    ids::{
        BroadcastId, CaseId, ContactListId, DepartmentId, GatheringId, MessageId, PersonId,
        QuestionnaireId, ReceptionId, SurveyId, TemplateId, TroubleId,
    },
    summary::Period,
};

/// How urgent a letter is: greater waits longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Life and safety.
    Danger,
    /// Somebody waits for an answer in a conversation.
    Answer,
    /// A case has moved.
    State,
    /// What only goes with something said already: files under a slip, slips listed before.
    Digest,
    /// To many at once.
    Bulk,
}

impl Class {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 5] = [Self::Danger, Self::Answer, Self::State, Self::Digest, Self::Bulk];

    /// How the book writes it.
    pub fn rank(self) -> i16 {
        match self {
            Self::Danger => 0,
            Self::Answer => 1,
            Self::State => 2,
            Self::Digest => 3,
            Self::Bulk => 4,
        }
    }

    /// Reads what the book writes; what it does not know waits longest.
    pub fn of_rank(rank: i16) -> Self {
        Self::ALL.into_iter().find(|class| class.rank() == rank).unwrap_or(Self::Bulk)
    }
}

/// What a round through the open cases has found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// So many cases are open.
    pub open: usize,
    /// So many are late.
    pub late: usize,
    /// So many nobody has touched for longer than is told again.
    pub stale: usize,
    /// These lack a date, or somebody who must act.
    pub lacking: Vec<CaseId>,
}

/// How files are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// Many with one request where possible.
    #[default]
    Together,
    /// One by one: nobody knows what became of them together.
    Singly,
    /// A word that there are files: the room takes none.
    InWords,
    /// A word that there is a file: this one is not to be had.
    OneInWords,
}

/// As what a summary is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The picture, with the headline figures under it.
    Picture,
    /// The headline figures alone: for a group that takes no pictures.
    Words,
    /// The workbook, with each case and how each figure is counted.
    Workbook,
    /// A page to be printed and hung up in the office: every figure and every list.
    Page,
}

/// What is told of a reception day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfReception {
    /// To those who receive: it can be booked, and announced.
    Ahead,
    /// To whoever has booked: it is soon.
    Reminder,
    /// To whoever has booked: it does not take place.
    CalledOff,
    /// To those who receive: who comes today.
    Today,
    /// To those who receive: who came.
    Over,
    /// To the leaders: whom nobody has written down.
    Unsettled,
}

/// What is told of a list of visits or calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfContacts {
    /// It is drawn up.
    Drawn,
    /// Its turn is over, and it has come to this.
    Over,
}

/// What is told of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfSurvey {
    /// To a second person: somebody wishes to ask many.
    Wished,
    /// To whoever wished it: the second person has said yes or no.
    Decided,
    /// It is over, and has come to this.
    Ended,
}

/// Something we owe to a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// A notice about a case.
    Notice {
        /// Which case.
        case: CaseId,
        /// What to say.
        notice: Notice,
    },
    /// Make a living message show the newest state.
    Card {
        /// Which card.
        card: i64,
    },
    /// The case's files of one purpose, under its card or notice.
    Files {
        /// Which case.
        case: CaseId,
        /// Files of the result, else those of the story.
        result: bool,
        /// So many of them are delivered already: one request a letter.
        #[serde(default)]
        from: usize,
        /// How.
        #[serde(default)]
        handing: Handing,
        /// So many are left at most.
        #[serde(default = "an_album")]
        left: usize,
    },
    /// The present question of the callback questionnaire.
    Questionnaire {
        /// Which.
        questionnaire: QuestionnaireId,
    },
    /// A page of a conversation, ready made by the face that holds it.
    Page {
        /// In the face's own words.
        page: serde_json::Value,
    },
    /// An announcement, for one of many.
    Announcement {
        /// Which.
        broadcast: BroadcastId,
    },
    /// To the author of an announcement: how it ended.
    Announced {
        /// Which.
        broadcast: BroadcastId,
    },
    /// What has become of a survey, to those who have to do with it.
    Survey {
        /// Which.
        survey: SurveyId,
        /// What.
        of: OfSurvey,
    },
    /// To the managers: it is time for a survey.
    SurveyDue {
        /// What would be asked.
        template: TemplateId,
    },
    /// What is to be known of a reception day.
    Reception {
        /// Which.
        reception: ReceptionId,
        /// What.
        of: OfReception,
    },
    /// To whoever invited: it is over, and the minutes are wanted.
    GatheringOver {
        /// Which meeting or event.
        gathering: GatheringId,
    },
    /// What is to be known of a list of visits or calls.
    Contacts {
        /// Which.
        list: ContactListId,
        /// What.
        of: OfContacts,
    },
    /// The register of a reception day as a file (F-32), for somebody who receives owners. Made when it is
    /// sent.
    ReceptionRegister {
        /// Of which.
        reception: ReceptionId,
    },
    /// A room cannot be reached, or can again.
    Trouble {
        /// Which trouble.
        trouble: TroubleId,
        /// Whether it is over.
        over: bool,
    },
    /// Everything that is kept about somebody, as a file for themselves. Made when it is sent, so
    /// that no copy of it lies in the book.
    MyData {
        /// Whom.
        person: PersonId,
    },
    /// What the round of the morning has found.
    Round(Found),
    /// The slip of a case as a page that can be printed, for somebody entitled to the full slip. Made
    /// when it is sent, so that no copy of it lies in the book.
    PrintedSlip {
        /// Which case.
        case: CaseId,
    },
    /// The agreement of a talk between neighbours, as a page to sign by hand, for whoever leads it. Made
    /// when it is sent.
    Agreement {
        /// Which case.
        case: CaseId,
    },
    /// The written reply to the owner, as a page that can be printed: for themselves, or for whoever
    /// posts it to them. Made when it is sent.
    WrittenReply {
        /// Which case.
        case: CaseId,
    },
    /// The summary of a period, of a department or of the whole estate. Made when it is sent.
    Summary {
        /// Of which time.
        period: Period,
        /// Of which department.
        department: Option<DepartmentId>,
        /// As what.
        part: Part,
    },
    /// The summaries of every estate that somebody may read, side by side. Made when it is sent.
    SummaryOfAll {
        /// Of which time.
        period: Period,
        /// As what.
        part: Part,
    },
    /// To whoever is to read them: answers of callbacks wait (S0-08.8).
    #[serde(alias = "reviews_owed")]
    CallbacksToRead,
    /// Take the buttons off a notice that asks for nothing any more.
    Bare {
        /// Which message.
        message: MessageId,
    },
    /// Take away a message that says something a second time.
    Remove {
        /// Which message.
        message: MessageId,
    },
}

/// How long letters are of use to whoever they are for; the rest never runs out.
pub const LIFETIMES: [(&str, TimeDelta); 19] = [
    ("on_the_way", TimeDelta::hours(6)),
    ("hurried", TimeDelta::days(1)),
    ("signed", TimeDelta::days(2)),
    ("work_goes_on", TimeDelta::days(2)),
    ("soon", TimeDelta::days(1)),
    ("late", TimeDelta::days(2)),
    ("callback_reminder", TimeDelta::days(2)),
    ("page", TimeDelta::days(1)),
    ("announcement", TimeDelta::days(1)),
    ("trouble", TimeDelta::days(2)),
    ("bare", TimeDelta::days(2)),
    ("remove", TimeDelta::days(2)),
    ("message", TimeDelta::days(7)),
    ("thanks", TimeDelta::days(7)),
    ("my_data", TimeDelta::days(1)),
    ("round", TimeDelta::hours(20)),
    ("printed_slip", TimeDelta::days(1)),
    ("reception_register", TimeDelta::days(1)),
    ("callbacks_to_read", TimeDelta::days(6)),
];

impl Letter {
    /// Its kind; of a notice, which.
    pub fn kind(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        let kind = json["notice"]["notice"].as_str().or_else(|| json["letter"].as_str());
        kind.unwrap_or_default().to_owned()
    }

    /// How long it is of use.
    pub fn lifetime(&self) -> Option<TimeDelta> {
        let kind = self.kind();
        LIFETIMES.iter().find(|(known, _)| *known == kind).map(|(_, length)| *length)
    }

    /// How urgent it is, unless whoever owes it knows better.
    pub fn class(&self) -> Class {
        match self {
            Self::Notice {
                notice:
                    Notice::Grave | Notice::Alarm | Notice::AlarmGoesOn | Notice::MoreOfAlarm { .. },
                ..
            } => Class::Danger,
            Self::Page { .. }
            | Self::Trouble { .. }
            | Self::MyData { .. }
            | Self::Agreement { .. }
            | Self::ReceptionRegister { .. }
            | Self::PrintedSlip { .. } => Class::Answer,
            Self::Notice { .. }
            | Self::Card { .. }
            | Self::Questionnaire { .. }
            | Self::WrittenReply { .. }
            | Self::Announced { .. }
            | Self::Survey { .. }
            | Self::SurveyDue { .. }
            | Self::Reception { .. }
            | Self::Contacts { .. }
            | Self::GatheringOver { .. }
            | Self::Summary { .. }
            | Self::SummaryOfAll { .. }
            | Self::CallbacksToRead => Class::State,
            Self::Files { .. } | Self::Bare { .. } | Self::Remove { .. } | Self::Round(_) => {
                Class::Digest
            }
            Self::Announcement { .. } => Class::Bulk,
        }
    }

    /// Whether much is read for it, so that no other letter should wait for it.
    pub fn reads_much(&self) -> bool {
        matches!(
            self,
            Self::Summary { .. }
                | Self::SummaryOfAll { .. }
                | Self::MyData { .. }
                | Self::ReceptionRegister { .. }
        )
    }

    /// Whose case it speaks of, as far as it says so itself.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Notice { case, .. }
            | Self::Files { case, .. }
            | Self::PrintedSlip { case }
            | Self::Agreement { case }
            | Self::WrittenReply { case } => Some(*case),
            _ => None,
        }
    }

    /// Whether it is worth waiting for somebody who cannot be reached now.
    pub fn outlives_absence(&self) -> bool {
        !matches!(
            self,
            Self::Page { .. }
                | Self::Announcement { .. }
                | Self::Bare { .. }
                | Self::Remove { .. }
                | Self::MyData { .. }
                | Self::Round(_)
                | Self::PrintedSlip { .. }
                | Self::ReceptionRegister { .. }
                | Self::Agreement { .. }
        )
    }
}

/// As many files as one request takes, where an older version did not say.
fn an_album() -> usize {
    10
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(notice: Notice) -> Letter {
        Letter::Notice { case: CaseId(1), notice }
    }

    #[test]
    fn every_lifetime_is_of_a_letter_that_there_is() {
        let broadcast = BroadcastId(1);
        let letters = [
            notice(Notice::OnTheWay),
            notice(Notice::Hurried),
            notice(Notice::Signed),
            notice(Notice::WorkGoesOn),
            notice(Notice::Soon { timer: crate::policy::TimerKind::Solve }),
            notice(Notice::Late { timer: crate::policy::TimerKind::Pickup }),
            notice(Notice::CallbackReminder),
            Letter::Page { page: serde_json::Value::Null },
            Letter::Announcement { broadcast },
            Letter::Trouble { trouble: TroubleId(1), over: false },
            Letter::Bare { message: MessageId(1) },
            Letter::Remove { message: MessageId(1) },
            notice(Notice::Message { text: String::new() }),
            notice(Notice::Thanks),
            Letter::MyData { person: PersonId(1) },
            Letter::Round(Found::default()),
            Letter::PrintedSlip { case: CaseId(1) },
            Letter::ReceptionRegister { reception: ReceptionId(1) },
            Letter::CallbacksToRead,
        ];
        let kinds: Vec<String> = letters.iter().map(Letter::kind).collect();
        let known: Vec<&str> = LIFETIMES.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, known);
        assert!(letters.iter().all(|letter| letter.lifetime().is_some()));
    }

    #[test]
    fn a_result_waits_for_its_owner_for_ever() {
        assert_eq!(notice(Notice::ResultTold).lifetime(), None);
        assert_eq!(Letter::WrittenReply { case: CaseId(1) }.lifetime(), None);
        assert_eq!(Letter::Card { card: 1 }.lifetime(), None);
    }

    #[test]
    fn a_rank_is_read_as_it_is_written() {
        for class in Class::ALL {
            assert_eq!(Class::of_rank(class.rank()), class);
        }
        assert!(Class::ALL.is_sorted());
    }

    #[test]
    fn letters_of_the_release_before_are_read() {
        let json = serde_json::json!({ "letter": "files", "case": 1, "result": false });
        let letter: Letter = serde_json::from_value(json).unwrap();
        assert_eq!(letter.kind(), "files");
    }
}
