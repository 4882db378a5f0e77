//! The callback questionnaire (回访) as pure steps: which question follows, what it comes to.

use serde::{Deserialize, Serialize};

/// Whether the matter is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// 解决了
    Yes,
    /// 部分解决
    Partly,
    /// 没有解决
    No,
}

/// How satisfied the owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 满意
    Satisfied,
    /// 基本满意
    Basically,
    /// 不满意
    Dissatisfied,
}

/// The answers so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Sheet {
    /// Is it solved?
    pub solved: Option<Solved>,
    /// Satisfied?
    pub grade: Option<Grade>,
    /// Why not: required when something is wrong.
    pub reason: Option<String>,
    /// The owner's own words; `Some(None)` means asked and passed over.
    #[serde(default, with = "passed_over")]
    pub words: Option<Option<String>>,
}

/// What is to be asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is it solved?
    Solved,
    /// Satisfied, basically satisfied, dissatisfied?
    Grade,
    /// What is wrong? In words, required.
    Reason,
    /// Anything else? In words, or nothing.
    Words,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// To [`Question::Solved`].
    Solved(Solved),
    /// To [`Question::Grade`].
    Grade(Grade),
    /// To a question that wants words.
    Text(String),
    /// Nothing more to say.
    Nothing,
}

/// What the answers come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Is it solved?
    pub solved: Solved,
    /// Satisfied?
    pub grade: Grade,
    /// Why not.
    pub reason: Option<String>,
    /// The owner's own words.
    pub words: Option<String>,
}

impl Verdict {
    /// Whether the case must be opened again.
    pub fn reopens(&self) -> bool {
        self.solved == Solved::No || self.grade == Grade::Dissatisfied
    }
}

impl Sheet {
    /// The next question; none when everything is answered.
    pub fn question(&self) -> Option<Question> {
        match self {
            Self { solved: None, .. } => Some(Question::Solved),
            Self { grade: None, .. } => Some(Question::Grade),
            Self { reason: None, .. } if self.is_unhappy() => Some(Question::Reason),
            Self { words: None, .. } => Some(Question::Words),
            _ => None,
        }
    }

    /// Takes one answer; `None` when it does not answer the present question.
    #[must_use]
    pub fn answer(&self, reply: Reply) -> Option<Self> {
        let mut next = self.clone();
        match (self.question()?, reply) {
            (Question::Solved, Reply::Solved(solved)) => next.solved = Some(solved),
            (Question::Grade, Reply::Grade(grade)) => next.grade = Some(grade),
            (Question::Reason, Reply::Text(text)) => next.reason = Some(text),
            (Question::Words, Reply::Text(text)) => next.words = Some(Some(text)),
            (Question::Words, Reply::Nothing) => next.words = Some(None),
            _ => return None,
        }
        Some(next)
    }

    /// What the answers come to, once there are no more questions.
    pub fn verdict(&self) -> Option<Verdict> {
        match (self.question(), self.solved, self.grade) {
            (None, Some(solved), Some(grade)) => Some(Verdict {
                solved,
                grade,
                reason: self.reason.clone(),
                words: self.words.clone().flatten(),
            }),
            _ => None,
        }
    }

    /// A reason is owed for anything less than solved and at least basically satisfied.
    fn is_unhappy(&self) -> bool {
        self.solved == Some(Solved::No)
            || self.solved == Some(Solved::Partly)
            || self.grade == Some(Grade::Dissatisfied)
    }
}

/// Keeps "asked and passed over" apart from "not asked" in JSON.
mod passed_over {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kept {
        NotAsked,
        PassedOver,
        Said(String),
    }

    #[expect(
        clippy::ref_option,
        clippy::option_option,
        reason = "the signature that serde asks for; not asked is not passed over"
    )]
    pub(super) fn serialize<S: Serializer>(
        words: &Option<Option<String>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let kept = match words {
            None => Kept::NotAsked,
            Some(None) => Kept::PassedOver,
            Some(Some(text)) => Kept::Said(text.clone()),
        };
        kept.serialize(serializer)
    }

    #[expect(clippy::option_option, reason = "not asked is not passed over")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<String>>, D::Error> {
        Ok(match Kept::deserialize(deserializer)? {
            Kept::NotAsked => None,
            Kept::PassedOver => Some(None),
            Kept::Said(text) => Some(Some(text)),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn replies() -> impl Strategy<Value = Reply> {
        prop_oneof![
            prop_oneof![Just(Solved::Yes), Just(Solved::Partly), Just(Solved::No)]
                .prop_map(Reply::Solved),
            prop_oneof![Just(Grade::Satisfied), Just(Grade::Basically), Just(Grade::Dissatisfied)]
                .prop_map(Reply::Grade),
            "[a-z]{1,5}".prop_map(Reply::Text),
            Just(Reply::Nothing),
        ]
    }

    #[test]
    fn a_content_owner_answers_three_questions() {
        let sheet = Sheet::default();
        let sheet = sheet.answer(Reply::Solved(Solved::Yes)).unwrap();
        let sheet = sheet.answer(Reply::Grade(Grade::Satisfied)).unwrap();
        assert_eq!(sheet.question(), Some(Question::Words));
        let verdict = sheet.answer(Reply::Nothing).unwrap().verdict().unwrap();
        assert!(!verdict.reopens());
    }

    #[test]
    fn dissatisfaction_owes_a_reason() {
        let sheet = Sheet::default().answer(Reply::Solved(Solved::Yes)).unwrap();
        let sheet = sheet.answer(Reply::Grade(Grade::Dissatisfied)).unwrap();
        assert_eq!(sheet.answer(Reply::Nothing), None);
        let sheet = sheet.answer(Reply::Text("rude".to_owned())).unwrap();
        let verdict = sheet.answer(Reply::Nothing).unwrap().verdict().unwrap();
        assert!(verdict.reopens());
        assert_eq!(verdict.reason.as_deref(), Some("rude"));
    }

    proptest! {
        #[test]
        fn any_row_of_answers_ends_and_survives_the_book(row in prop::collection::vec(replies(), 0..40)) {
            let mut sheet = Sheet::default();
            let mut taken = 0;
            for reply in row {
                if let Some(next) = sheet.answer(reply) {
                    prop_assert_ne!(&next, &sheet);
                    taken += 1;
                    let kept = serde_json::to_string(&next).unwrap();
                    sheet = serde_json::from_str(&kept).unwrap();
                    prop_assert_eq!(&sheet, &next);
                }
            }
            prop_assert!(taken <= 4);
            prop_assert_eq!(sheet.verdict().is_some(), sheet.question().is_none());
        }
    }
}
