//! What is agreed, asked and decided about a case beside its way from desk to department: each part
//! is a fact with its own person and date, and none of them is a state.

mod asked;
mod corrective;
mod criterion;
mod mediation;
mod raise;
mod triage;
mod work;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use asked::Asked;
pub use corrective::{Corrective, Done};
pub use criterion::Criterion;
pub use mediation::{Mediation, Mediator, Party, Statement};
pub use raise::RaiseGround;
pub use triage::{Judgement, Nature, Payer, Scope, Side, Triage, Urgency};
pub use work::{CameBack, Pause, PauseGround, Plan, Recheck, Survey, Visit};

use super::{Severity, SignOff, State};
use crate::ids::{CaseId, PersonId};

/// Everything of the sort. Empty for most cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Handling {
    /// Which leader has read of it (S0-01.5a).
    pub acknowledged: Option<SignOff>,
    /// What the leaders have fixed (S0-01.5b).
    pub measure: Option<Measure>,
    /// More time that is asked for and not decided.
    pub time_asked: Option<TimeAsked>,
    /// How often more time was granted.
    pub extensions: i32,
    /// What helps until it can be mended (TR-15).
    pub relief: Option<Promised>,
    /// What it would cost, and what the owner says to it (TR-13).
    pub quote: Option<Quote>,
    /// Whose matter it is, when it is not ours (TR-06).
    pub referral: Option<Referral>,
    /// The desk does not want to accept it, and a second person has not decided (TR-05).
    pub decline: Option<Decline>,
    /// The owner objects to how it was dealt with (TR-28).
    pub objection: Option<Objection>,
    /// What removes the cause; may outlive the case (S3-01.8).
    pub corrective: Vec<Corrective>,
    /// About whom it is: they decide nothing about it, and do not hear of it from us (C-16, PV-08).
    pub accused: Vec<PersonId>,
    /// By which criterion the desk has said how grave it is.
    pub criterion: Option<Criterion>,
    /// How the desk judges it.
    pub triage: Triage,
    /// How it is to be done.
    pub plan: Option<Plan>,
    /// When somebody comes.
    pub visit: Option<Visit>,
    /// What was found on the spot.
    pub survey: Option<Survey>,
    /// For what work waits now.
    pub pause: Option<Pause>,
    /// So many seconds the time to solve has stood still, since the case was opened or opened again.
    pub stood_still: i64,
    /// So many seconds it waited for parts, since it was registered (T-36).
    pub waited_for_parts: i64,
    /// The date for the result that leaders or managers have fixed, instead of the profile's.
    pub fixed_date: Option<DateTime<Utc>>,
    /// The look some days after.
    pub recheck: Option<Recheck>,
    /// When the owner, asked again later, said that it is still fine.
    pub still_fine_at: Option<DateTime<Utc>>,
    /// When somebody said that people are in danger. A flag apart from how grave it is (S0-15.7).
    pub alarmed_at: Option<DateTime<Utc>>,
    /// Since when its waits are those of something urgent. It stays when the desk thinks otherwise
    /// later: what somebody was told is not put off.
    pub urgent_at: Option<DateTime<Utc>>,
    /// Why it has become graver.
    pub raised: Vec<RaiseGround>,
    /// The leader with which it is, or was until the end, dealt with together.
    pub merged: Option<CaseId>,
    /// Whether others are, or were, dealt with together with it. Few are, so that nobody looks for
    /// them in vain.
    pub leads: bool,
    /// No later than this, whatever the profile allows: an owner was told so, of this case before it
    /// became graver, or of one that is dealt with together with it.
    pub no_later: Option<DateTime<Utc>>,
    /// Talks between neighbours that somebody of ours has led (S0-16.2).
    pub mediations: Vec<Mediation>,
    /// What each side has said of it, apart from the slip (PV-07).
    pub statements: Vec<Statement>,
    /// How often each question was asked.
    pub asked: Asked,
    /// Since when the desk waits for the owner to tell more, before anybody works on it.
    pub desk_asked_at: Option<DateTime<Utc>>,
    /// The desk's answer, where words were all that was wanted.
    pub reply: Option<String>,
    /// Why it had to be done again the last time, for whoever takes it on now.
    pub came_back: Option<CameBack>,
}

/// What is to be done, by whom, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What.
    pub text: String,
    /// By whom.
    pub responsible: PersonId,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who has fixed it.
    pub by: PersonId,
}

/// A wish for more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAsked {
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who asks.
    pub by: PersonId,
}

/// Something that helps for now, with a time-limited promise (限时承诺, S2-09.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// What was done.
    pub text: String,
    /// Why it cannot be mended now.
    pub reason: String,
    /// Until when it will be.
    pub until: DateTime<Utc>,
}

/// Work that costs the owner something; it does not begin before they agree (S2-14.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Which work.
    pub work: String,
    /// How much, in words with the currency.
    pub amount: String,
    /// What the owner says: nothing yet, yes, no.
    pub agreed: Option<bool>,
}

/// The body whose matter it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Which body.
    pub body: String,
    /// How it is reached.
    pub contact: String,
    /// When we ask there how it stands.
    pub follow_up: DateTime<Utc>,
}

/// Why a case is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// The ground (S3-05.10).
    pub ground: String,
    /// What is explained to the owner.
    pub explanation: String,
    /// What is suggested instead.
    pub suggestion: String,
    /// Who proposes it. Somebody else decides.
    pub by: PersonId,
    /// Who has agreed with it.
    #[serde(default)]
    pub seconded: Option<PersonId>,
}

/// The owner's objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Before whom it is: 1 the managers, 2 the company's leaders, 3 the owners' committee (5.3).
    #[serde(default = "first_level")]
    pub level: i32,
    /// In the owner's words.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who has decided, when and how.
    pub decided: Option<Decided>,
}

/// A decision on an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Whether the owner is right.
    pub upheld: bool,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The levels that decide within the estate; after the last, only bodies outside are left.
pub const LEVELS: i32 = 3;

fn first_level() -> i32 {
    1
}

impl Handling {
    /// Before whom the next objection would come; `None` when all have decided.
    pub fn next_level(&self) -> Option<i32> {
        let level = self.objection.as_ref().map_or(1, |objection| match &objection.decided {
            Some(decided) if !decided.upheld => objection.level + 1,
            Some(_) => 1,
            None => objection.level,
        });
        (level <= LEVELS).then_some(level)
    }

    /// Whether an objection waits for its decision.
    pub fn objects(&self) -> bool {
        self.objection.as_ref().is_some_and(|objection| objection.decided.is_none())
    }

    /// Every word of somebody in it.
    pub(crate) fn words_mut(&mut self) -> Vec<&mut String> {
        let mut words = vec![];
        words.extend(self.measure.iter_mut().map(|one| &mut one.text));
        for one in &mut self.corrective {
            words.push(&mut one.measure.text);
            words.extend(one.done.iter_mut().map(|done| &mut done.text));
        }
        words.extend(self.time_asked.iter_mut().map(|asked| &mut asked.reason));
        words.extend(self.relief.iter_mut().flat_map(|one| [&mut one.text, &mut one.reason]));
        words.extend(self.quote.iter_mut().flat_map(|one| [&mut one.work, &mut one.amount]));
        words.extend(self.referral.iter_mut().flat_map(|one| [&mut one.body, &mut one.contact]));
        words.extend(
            self.decline
                .iter_mut()
                .flat_map(|one| [&mut one.ground, &mut one.explanation, &mut one.suggestion]),
        );
        if let Some(objection) = &mut self.objection {
            words.push(&mut objection.reason);
            words.extend(objection.decided.iter_mut().map(|decided| &mut decided.reason));
        }
        words.extend(self.plan.iter_mut().map(|plan| &mut plan.text));
        words.extend(self.survey.iter_mut().map(|survey| &mut survey.found));
        words.extend(self.pause.iter_mut().map(|pause| &mut pause.what));
        words.extend(&mut self.reply);
        words.extend(self.came_back.iter_mut().flat_map(CameBack::words_mut));
        words.extend(self.mediations.iter_mut().map(|mediation| &mut mediation.agreed));
        words.extend(self.statements.iter_mut().map(|statement| &mut statement.text));
        words
    }

    /// The case is open again, which is what a waiting objection asked for.
    pub(super) fn drop_objection(&mut self) {
        if self.objects() {
            self.objection = None;
        }
    }

    /// Whether the owner has not agreed to what it would cost.
    pub fn lacks_consent(&self) -> bool {
        self.quote.as_ref().is_some_and(|quote| quote.agreed != Some(true))
    }

    /// Whether the owner is to pay and has not been told how much: that comes before the work is done
    /// (S2-14.4, S2-10.9).
    pub fn lacks_price(&self) -> bool {
        self.triage.payer == Some(Payer::Owner) && self.quote.is_none()
    }

    /// Whether it is the matter of a body outside, and nobody has turned to it (TR-06).
    pub fn lacks_referral(&self) -> bool {
        matches!(self.triage.side, Some(Side::Developer | Side::Utility)) && self.referral.is_none()
    }

    /// Whether the leaders must still fix measure, person and limit: a grave case does not go on
    /// without them (S0-01.5b).
    pub fn lacks_measure(&self, severity: Severity) -> bool {
        severity > Severity::Minor && self.measure.is_none()
    }

    /// Whether this person has had a hand in the case, and so cannot judge it (S0-17.11, C-16).
    pub fn is_partial(&self, state: &State, person: PersonId) -> bool {
        let signed_off = state.signed_off().is_some_and(|sign_off| sign_off.by == person);
        let declined = self.decline.iter();
        let declined = declined.flat_map(|decline| [Some(decline.by), decline.seconded]);
        let decided = self.objection.iter().filter_map(|objection| objection.decided.as_ref());
        state.signer() == Some(person)
            || signed_off
            || self.accused.contains(&person)
            || declined.into_iter().any(|by| by == Some(person))
            || decided.into_iter().any(|decided| decided.by == person)
    }
}
