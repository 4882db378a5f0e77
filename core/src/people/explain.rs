//! Why somebody may or may not do something, read from the one table of rights.

use super::{Action, Circumstances, Person, RIGHTS, Standing, stands, stands_at_site};
use crate::case::Case;

/// Why somebody may or may not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The standing by which they may; nothing when they may not.
    pub by: Option<Standing>,
    /// Whoever stands so may do it.
    pub needed: &'static [Standing],
    /// How they stand.
    pub standings: Vec<Standing>,
}

impl Explanation {
    /// The same for somebody who may not learn whose matter it is.
    #[must_use]
    pub fn without_owner(mut self) -> Self {
        let tells = |standing: &Standing| matches!(standing, Standing::Owner | Standing::Filer);
        self.standings.retain(|standing| !tells(standing));
        self.by = self.needed.iter().copied().find(|one| self.standings.contains(one));
        self
    }
}

/// Why `person` may or may not do `action`: to this case, if it is done to one.
pub fn explain(
    person: &Person,
    action: Action,
    case: Option<&Case>,
    around: Circumstances,
) -> Explanation {
    let standings: Vec<Standing> = Standing::ALL
        .into_iter()
        .filter(|standing| match case {
            Some(case) => stands(person, *standing, case, around),
            None => stands_at_site(person, *standing),
        })
        .collect();
    let row = RIGHTS.iter().find(|(known, _)| *known == action);
    let needed = row.map_or(&[][..], |(_, standings)| *standings);
    let by = needed.iter().copied().find(|standing| standings.contains(standing));
    Explanation { by, needed, standings }
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Owner,
        Self::Filer,
        Self::Signer,
        Self::Crew,
        Self::FreeCrew,
        Self::Head,
        Self::Desk,
        Self::DeskByVoice,
        Self::Manager,
        Self::Leader,
        Self::Auditor,
        Self::Admin,
        Self::Arbiter,
        Self::StandIn,
        Self::Responsible,
    ];
}

impl Action {
    /// The word by which it is asked about.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadSlip => "slip",
            Self::Dispatch => "dispatch",
            Self::Correct => "correct",
            Self::Alarm => "alarm",
            Self::Promise => "promise",
            Self::Reply => "reply",
            Self::Sign => "sign",
            Self::Work => "work",
            Self::Ask => "ask",
            Self::Return => "return",
            Self::Report => "report",
            Self::Note => "note",
            Self::Say => "say",
            Self::Judge => "judge",
            Self::Answer => "answer",
            Self::OptOut => "opt_out",
            Self::SignOff => "sign-off",
            Self::Review => "review",
            Self::Add => "add",
            Self::Hurry => "hurry",
            Self::Withdraw => "withdraw",
            Self::Lead => "lead",
            Self::AskTime => "ask-time",
            Self::Grant => "grant",
            Self::Offer => "offer",
            Self::Consent => "consent",
            Self::Refer => "refer",
            Self::Object => "object",
            Self::Decide => "decide",
            Self::DecideHigher => "decide2",
            Self::DecideLast => "decide3",
            Self::Approve => "approve",
            Self::Pause => "pause",
            Self::Recheck => "recheck",
            Self::Mediate => "mediate",
            Self::ReadStatements => "statements",
            Self::Prevent => "prevent",
            Self::Complete => "complete",
            Self::Accuse => "accuse",
            Self::Merge => "merge",
            Self::Recognise => "recognise",
            Self::Announce => "announce",
            Self::Receive => "receive",
            Self::Admit => "admit",
            Self::Appoint => "appoint",
            Self::ReadSummary => "summary",
            Self::Explain => "explain",
        }
    }

    /// Reads such a word.
    pub fn parse(name: &str) -> Option<Self> {
        let mut actions = RIGHTS.iter().map(|(action, _)| *action);
        actions.find(|action| action.name().eq_ignore_ascii_case(name))
    }
}
