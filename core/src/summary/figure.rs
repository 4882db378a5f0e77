//! The figures of a summary: each is so many cases of so many, and which they are can be listed.

use serde::{Deserialize, Serialize};

use super::{Asked, Facts, Matter};
use crate::{callback::Grade, policy::TimerKind};

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// So many.
    pub hits: u64,
    /// Of so many.
    pub base: u64,
}

impl Share {
    /// In tenths of a hundredth, rounded to the nearest; nothing of nothing.
    pub fn per_mille(self) -> Option<u64> {
        (self.base > 0).then(|| (self.hits * 1_000 + self.base / 2) / self.base)
    }
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Figure {
    /// Registered in the period, of all that were open in it.
    Received,
    /// Over in the period, of all that were open in it.
    Ended,
    /// Not over at its end, of all that were open in it.
    Open,
    /// Of what was not over: without a result though its limit has passed.
    Overdue,
    /// A wait that ended or ran out in the period: ended in time. What is late and open counts as late.
    Kept(TimerKind),
    /// Of those with a result in the period: opened again by their owner.
    Reopened,
    /// Of all that were open: sent back by a department (不是我部门).
    Returned,
    /// Of all that were open: given more time.
    Extended,
    /// Of all that were open: their owner objected.
    Objected,
    /// Of all that were open: work had to wait for something.
    Paused,
    /// Of those that were over with a result: with a callback that was answered (回访率).
    CalledBack,
    /// Of the callbacks that were answered: satisfied or basically satisfied (满意率).
    Content,
    /// Of the callbacks that were answered: satisfied.
    Satisfied,
    /// Of the callbacks that say something of how people behaved: satisfied or basically satisfied.
    Manner,
    /// Of the callbacks that say something of how fast it went: satisfied or basically satisfied.
    Speed,
    /// Of the callbacks that were answered or given up: answered (答复率).
    Answered,
    /// Of the callbacks that were answered: on the telephone.
    ByPhone,
    /// Of those that were answered on the telephone: satisfied or basically satisfied. Beside the same of
    /// all, it says whether people tell a caller what they tell the chat.
    ContentByPhone,
    /// Of what was raised in callbacks in the period: with a result or an answer (回访事项办理率, Q-12).
    Items,
    /// Complaints registered that the desk did not find unfounded, of the units of the estate (有效投诉率).
    Valid,
}

/// The clocks that are counted, in the order of a case's life.
pub const CLOCKS: [TimerKind; 6] = [
    TimerKind::Dispatch,
    TimerKind::Pickup,
    TimerKind::Arrive,
    TimerKind::Plan,
    TimerKind::Solve,
    TimerKind::SignOff,
];

const OTHERS: [Figure; 19] = [
    Figure::Received,
    Figure::Ended,
    Figure::Open,
    Figure::Overdue,
    Figure::Reopened,
    Figure::Returned,
    Figure::Extended,
    Figure::Objected,
    Figure::Paused,
    Figure::CalledBack,
    Figure::Content,
    Figure::Satisfied,
    Figure::Manner,
    Figure::Speed,
    Figure::Answered,
    Figure::ByPhone,
    Figure::ContentByPhone,
    Figure::Items,
    Figure::Valid,
];

impl Figure {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        CLOCKS.into_iter().map(Self::Kept).chain(OTHERS)
    }

    /// How the book and buttons write it.
    pub fn name(self) -> String {
        let name = match self {
            Self::Kept(kind) => return format!("kept_{}", kind.name()),
            Self::Received => "received",
            Self::Ended => "ended",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Reopened => "reopened",
            Self::Returned => "returned",
            Self::Extended => "extended",
            Self::Objected => "objected",
            Self::Paused => "paused",
            Self::CalledBack => "called_back",
            Self::Content => "content",
            Self::Satisfied => "satisfied",
            Self::Manner => "manner",
            Self::Speed => "speed",
            Self::Answered => "answered",
            Self::ByPhone => "by_phone",
            Self::ContentByPhone => "content_by_phone",
            Self::Items => "items",
            Self::Valid => "valid",
        };
        name.to_owned()
    }

    /// Reads what the book and buttons write.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|figure| figure.name() == name)
    }

    /// Whether less of it is better: then the list begins with what counts, else with what does not.
    pub fn is_bad(self) -> bool {
        matches!(
            self,
            Self::Overdue
                | Self::Reopened
                | Self::Returned
                | Self::Extended
                | Self::Objected
                | Self::Paused
                | Self::Open
                | Self::Received
                | Self::Ended
                | Self::Valid
                | Self::ByPhone
        )
    }

    /// Whether it counts callbacks, of which a case may have several.
    pub fn is_of_callbacks(self) -> bool {
        matches!(
            self,
            Self::Content
                | Self::Satisfied
                | Self::Manner
                | Self::Speed
                | Self::Answered
                | Self::ByPhone
                | Self::ContentByPhone
        )
    }

    /// So many of so many.
    pub fn share(self, facts: &Facts) -> Share {
        let mut share = Share::default();
        for (hits, base) in facts.matters.iter().filter_map(|matter| self.counts(matter, facts)) {
            share.hits += hits;
            share.base += base;
        }
        if self == Self::Valid {
            share.base = u64::try_from(facts.units).unwrap_or_default();
        }
        share
    }

    /// The cases that count, and those of the base that do not; one of which only some callbacks
    /// count stands with the others.
    pub fn cases(self, facts: &Facts) -> (Vec<&Matter>, Vec<&Matter>) {
        let counted = facts.matters.iter().filter_map(|matter| {
            let (hits, base) = self.counts(matter, facts)?;
            Some((matter, hits == base && hits > 0))
        });
        let (hits, misses): (Vec<_>, Vec<_>) = counted.partition(|(_, hits)| *hits);
        let only = |all: Vec<(_, bool)>| all.into_iter().map(|(matter, _)| matter).collect();
        (only(hits), only(misses))
    }

    /// What a case adds to it: so many of so many; nothing when it is not of its base.
    fn counts(self, matter: &Matter, facts: &Facts) -> Option<(u64, u64)> {
        let one = |is: bool| Some((u64::from(is), 1));
        let has_result = matter.result_at.is_some_and(|at| facts.holds(at));
        let ended = matter.ended_at.is_some_and(|at| facts.holds(at));
        let is_open = matter.ended_at.is_none();
        match self {
            Self::Received => one(facts.holds(matter.opened_at)),
            Self::Ended => one(ended),
            Self::Open => one(is_open),
            Self::Overdue if is_open => one(matter.is_late),
            Self::Kept(TimerKind::Solve) if matter.is_late => one(false),
            Self::Kept(kind) => one(*matter.waits.get(&kind)?),
            Self::Reopened if has_result || matter.reopened > 0 => one(matter.reopened > 0),
            Self::Returned => one(matter.returned > 0),
            Self::Extended => one(matter.extended > 0),
            Self::Objected => one(matter.objected > 0),
            Self::Paused => one(matter.paused > 0),
            Self::CalledBack if ended && matter.result_at.is_some() && !matter.is_withdrawn => {
                one(matter.is_called_back)
            }
            Self::Content => grades(matter, is_content),
            Self::Satisfied => grades(matter, |grade| grade == Grade::Satisfied),
            Self::Manner => of(&matter.callbacks, |asked| asked.manner.map(is_content)),
            Self::Speed => of(&matter.callbacks, |asked| asked.speed.map(is_content)),
            Self::Answered => of(&matter.callbacks, |asked| Some(asked.grade.is_some())),
            Self::ByPhone => of(&matter.callbacks, |asked| asked.grade.map(|_| asked.is_by_phone)),
            Self::ContentByPhone => of(&matter.callbacks, |asked| {
                asked.grade.filter(|_| asked.is_by_phone).map(is_content)
            }),
            Self::Valid if matter.kind == crate::case::Kind::Complaint => {
                one(facts.holds(matter.opened_at) && !matter.is_unfounded)
            }
            Self::Items if matter.is_item && facts.holds(matter.opened_at) => {
                one(matter.result_at.is_some() || matter.ended_at.is_some())
            }
            Self::Overdue | Self::Reopened | Self::CalledBack | Self::Items | Self::Valid => None,
        }
    }
}

fn is_content(grade: Grade) -> bool {
    grade != Grade::Dissatisfied
}

fn grades(matter: &Matter, counts: impl Fn(Grade) -> bool) -> Option<(u64, u64)> {
    of(&matter.callbacks, |asked| asked.grade.map(&counts))
}

/// So many of the callbacks for which the question can be asked at all.
fn of(callbacks: &[Asked], counts: impl Fn(&Asked) -> Option<bool>) -> Option<(u64, u64)> {
    let answers: Vec<bool> = callbacks.iter().filter_map(counts).collect();
    let hits = answers.iter().filter(|answer| **answer).count();
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    (!answers.is_empty()).then(|| (number(hits), number(answers.len())))
}

impl From<Figure> for String {
    fn from(figure: Figure) -> Self {
        figure.name()
    }
}

impl TryFrom<String> for Figure {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).ok_or_else(|| format!("{name:?} is no figure"))
    }
}
