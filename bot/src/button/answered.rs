//! What the buttons of a questionnaire carry.

use std::fmt;

use casework::{
    callback::{Grade, Solved},
    questionnaire::{Asks, Reply},
};

use super::codes::{grade, parse_grade, parse_solved, solved};

/// What is done with the questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The answer at this place, from 0 on.
    Press(u8),
    /// That is all, of several.
    Enough,
    /// Nothing more to say.
    Nothing,
    /// The answers are to be corrected.
    Correct,
    /// No such questions any more.
    Decline,
    /// Such questions again.
    AskAgain,
    /// Is it solved? On a button from before questionnaires were drawn up by files.
    Solved(Solved),
    /// Satisfied? On such a button.
    Grade(Grade),
}

/// At which place an answer stands.
fn place(asks: Asks, code: &str) -> Option<usize> {
    asks.codes().iter().position(|known| *known == code)
}

impl Answered {
    /// What it says to the questionnaire; some are no answers.
    pub fn reply(self) -> Option<Reply> {
        Some(match self {
            Self::Press(at) => Reply::Press(usize::from(at)),
            Self::Solved(solved) => Reply::Press(place(Asks::Solved, solved.name())?),
            Self::Grade(grade) => Reply::Press(place(Asks::Grade, grade.name())?),
            Self::Enough => Reply::Enough,
            Self::Nothing => Reply::Nothing,
            Self::Correct | Self::Decline | Self::AskAgain => return None,
        })
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Press(at) => write!(f, "p:{at}"),
            Self::Enough => f.write_str("ok"),
            Self::Nothing => f.write_str("n"),
            Self::Correct => f.write_str("again"),
            Self::Decline => f.write_str("never"),
            Self::AskAgain => f.write_str("ask"),
            Self::Solved(of) => write!(f, "s:{}", solved(*of)),
            Self::Grade(of) => write!(f, "g:{}", grade(*of)),
        }
    }
}

/// Reads what such a button carries.
pub(super) fn parse(parts: &[&str]) -> Option<Answered> {
    Some(match parts {
        ["s", of] => Answered::Solved(parse_solved(of)?),
        ["g", of] => Answered::Grade(parse_grade(of)?),
        ["p", at] => Answered::Press(at.parse().ok()?),
        ["ok"] => Answered::Enough,
        ["n"] => Answered::Nothing,
        ["again"] => Answered::Correct,
        ["never"] => Answered::Decline,
        ["ask"] => Answered::AskAgain,
        _ => return None,
    })
}
