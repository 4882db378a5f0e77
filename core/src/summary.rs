//! The summary (汇总) of a half-month, a month, a quarter or a year: what came in, what became of it,
//! whether limits were kept, and what owners say. One set of facts for the chat, the picture, the file
//! and the list of cases behind each figure; [`figure`] says how each is counted.

pub mod figure;
mod period;
mod target;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

pub use figure::{Figure, Share};
pub use period::{Cadence, Period};
pub use target::{Target, is_publishable};

use crate::{
    callback::Grade,
    case::{Channel, Kind, Number, Passes, Severity},
    ids::{CaseId, CategoryId, DepartmentId, PersonId, PlaceId, SummaryId},
    policy::TimerKind,
};

/// A case as far as it counts in a period.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, counted apart")]
pub struct Matter {
    /// Which.
    pub case: CaseId,
    /// Its number for people.
    pub number: Number,
    /// What sort.
    pub kind: Kind,
    /// Which way it came.
    pub channel: Channel,
    /// How grave.
    pub severity: Severity,
    /// What it is about.
    pub category: Option<CategoryId>,
    /// Who must act.
    pub department: Option<DepartmentId>,
    /// Where.
    pub place: Option<PlaceId>,
    /// About whom it is: it is on no list that they read.
    pub accused: Vec<PersonId>,
    /// Whom it passes by.
    pub passes: Option<Passes>,
    /// Whether the desk's two tests speak against it.
    pub is_unfounded: bool,
    /// Whether it was raised in a callback.
    pub is_item: bool,
    /// When it was registered.
    pub opened_at: DateTime<Utc>,
    /// When it was over; nothing as long as it was not at the end of the period.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether its owner took it back.
    pub is_withdrawn: bool,
    /// Who signed for it last, of those who reported.
    pub signer: Option<PersonId>,
    /// When the slip was signed for, the first time.
    pub signed_at: Option<DateTime<Utc>>,
    /// When the last result was reported.
    pub result_at: Option<DateTime<Utc>>,
    /// What that result names as its cause.
    pub cause: Option<String>,
    /// How often in the period its owner had it opened again.
    pub reopened: i64,
    /// How often in the period a department said that it is not theirs.
    pub returned: i64,
    /// How often in the period more time was granted.
    pub extended: i64,
    /// How often in the period its owner objected.
    pub objected: i64,
    /// How often in the period work waited for something.
    pub paused: i64,
    /// Waits that ended or ran out in the period, and whether each was kept.
    pub waits: BTreeMap<TimerKind, bool>,
    /// Whether it had no result at the end though the limit had passed.
    pub is_late: bool,
    /// Whether a callback was ever answered.
    pub is_called_back: bool,
    /// Callbacks that were answered or given up in the period.
    pub callbacks: Vec<Asked>,
}

/// A callback.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What was answered; nothing when nobody did.
    pub grade: Option<Grade>,
    /// What was said of how people behaved.
    pub manner: Option<Grade>,
    /// What was said of how fast it went.
    pub speed: Option<Grade>,
    /// What was chosen of the reasons, by their codes.
    pub reasons: Vec<String>,
    /// Whether somebody called, and wrote it down.
    pub is_by_phone: bool,
    /// Whether the owner could be written to.
    pub is_reachable: bool,
    /// Whether the owner wants no such questions.
    pub is_declined: bool,
}

/// Everything that a summary is counted from.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when: the end of the period, or now while it lasts.
    pub until: DateTime<Utc>,
    /// Every case that was open at some moment of it.
    pub matters: Vec<Matter>,
    /// So many units there are, the households and enterprises of the estate.
    pub units: i64,
}

/// How owners answered the callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Voices {
    /// 满意
    pub satisfied: u64,
    /// 基本满意
    pub basically: u64,
    /// 不满意
    pub dissatisfied: u64,
    /// They could be asked, and said nothing. Never counted as satisfied.
    pub silent: u64,
    /// They could not be written to.
    pub unreachable: u64,
    /// They want no such questions.
    #[serde(default)]
    pub declined: u64,
}

/// How long something took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// So many.
    pub count: u64,
    /// Half of them took no longer.
    pub median: i64,
    /// Nine of ten took no longer.
    pub p90: i64,
}

/// What one of a crew did. For those who may compare people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Who.
    pub person: PersonId,
    /// So many results in the period.
    pub results: u64,
    /// Of these, so many within the limit.
    pub kept: u64,
    /// Of these, so many were opened again.
    pub reopened: u64,
}

/// The same matter at the same place, again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Where.
    pub place: PlaceId,
    /// What about.
    pub category: CategoryId,
    /// So many were registered.
    pub count: u64,
}

/// Days after which what is open grows old, for the four columns of the backlog.
pub const AGES: [i64; 3] = [2, 7, 30];

/// A summary, counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Of which time.
    pub period: Period,
    /// Of which department; of the whole estate when none is named.
    pub department: Option<DepartmentId>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when it is counted: the end of the period, or the moment while it lasts.
    pub until: DateTime<Utc>,
    /// Whether the period was over.
    pub is_whole: bool,
    /// Each figure.
    pub figures: BTreeMap<Figure, Share>,
    /// What was registered, by kind, the most first; then by severity, way, category, place.
    pub kinds: Vec<(Kind, u64)>,
    /// By how grave it is.
    pub severities: Vec<(Severity, u64)>,
    /// By the way it came.
    pub channels: Vec<(Channel, u64)>,
    /// By what it is about.
    pub categories: Vec<(CategoryId, u64)>,
    /// By where.
    pub places: Vec<(PlaceId, u64)>,
    /// Causes that results name more than once.
    pub causes: Vec<(String, u64)>,
    /// From the dispatch to the signature under the slip: from when it was registered.
    pub to_sign: Option<Spread>,
    /// From registering to the last result.
    pub to_result: Option<Spread>,
    /// What was open at the end, by its age: up to each of [`AGES`], and older.
    pub backlog: [u64; 4],
    /// What owners say.
    pub voices: Voices,
    /// Why they are not content, by the codes of the questionnaires.
    #[serde(default)]
    pub reasons: Vec<(String, u64)>,
    /// The same matter at the same place.
    pub repeats: Vec<Repeat>,
    /// Who did what, the most results first.
    pub hands: Vec<Hand>,
}

/// A summary that is in the book, and who has read it.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Which.
    pub id: SummaryId,
    /// What it says.
    pub summary: Summary,
    /// Who has read it, and when, the first first.
    pub read: Vec<(PersonId, DateTime<Utc>)>,
}

impl Summary {
    /// Counts the facts of a period.
    pub fn count(period: Period, department: Option<DepartmentId>, facts: &Facts) -> Self {
        let received: Vec<&Matter> =
            facts.matters.iter().filter(|matter| facts.holds(matter.opened_at)).collect();
        let results: Vec<&Matter> = facts.with_result().collect();
        let causes = results.iter().filter_map(|matter| matter.cause.clone());
        let mut causes = tally(causes);
        causes.retain(|(_, count)| *count > 1);
        Self {
            period,
            department,
            from: facts.from,
            until: facts.until,
            is_whole: true,
            figures: Figure::all().map(|figure| (figure, figure.share(facts))).collect(),
            kinds: tally(received.iter().map(|matter| matter.kind)),
            severities: tally(received.iter().map(|matter| matter.severity)),
            channels: tally(received.iter().map(|matter| matter.channel)),
            categories: tally(received.iter().filter_map(|matter| matter.category)),
            places: tally(received.iter().filter_map(|matter| matter.place)),
            causes,
            to_sign: facts.spread(|matter| matter.signed_at),
            to_result: facts.spread(|matter| matter.result_at),
            backlog: facts.backlog(),
            voices: facts.voices(),
            reasons: tally(facts.reasons()),
            repeats: repeats(&received),
            hands: hands(&results),
        }
    }

    /// Whether there was anything at all.
    pub fn has_matters(&self) -> bool {
        let hits = |figure| self.figure(figure).hits;
        hits(Figure::Received) + hits(Figure::Ended) + hits(Figure::Open) > 0
    }

    /// One of its figures.
    pub fn figure(&self, figure: Figure) -> Share {
        self.figures.get(&figure).copied().unwrap_or_default()
    }
}

impl Facts {
    /// Those of one department.
    #[must_use]
    pub fn of(&self, department: DepartmentId) -> Self {
        let own = self.matters.iter().filter(|matter| matter.department == Some(department));
        Self { matters: own.cloned().collect(), ..*self }
    }

    /// Whether a moment is of the period.
    pub fn holds(&self, moment: DateTime<Utc>) -> bool {
        self.from <= moment && moment < self.until
    }

    /// The cases whose last result is of the period.
    pub(crate) fn with_result(&self) -> impl Iterator<Item = &Matter> {
        self.matters.iter().filter(|matter| matter.result_at.is_some_and(|at| self.holds(at)))
    }

    /// How long it took until a moment that is of the period.
    fn spread(&self, until: impl Fn(&Matter) -> Option<DateTime<Utc>>) -> Option<Spread> {
        let length = |matter: &Matter| {
            let at = until(matter).filter(|at| self.holds(*at))?;
            Some((at - matter.opened_at).num_seconds())
        };
        let mut lengths: Vec<i64> = self.matters.iter().filter_map(length).collect();
        lengths.sort_unstable();
        // The smallest of them that so many in a hundred do not exceed.
        let at = |hundredths: usize| lengths.get((lengths.len() * hundredths).div_ceil(100) - 1);
        let count = u64::try_from(lengths.len()).unwrap_or(u64::MAX);
        (count > 0).then_some(())?;
        Some(Spread { count, median: *at(50)?, p90: *at(90)? })
    }

    /// What was open at the end, by its age.
    fn backlog(&self) -> [u64; 4] {
        let mut columns = [0; 4];
        for matter in self.matters.iter().filter(|matter| matter.ended_at.is_none()) {
            let age = self.until - matter.opened_at;
            let older = AGES.iter().filter(|days| age > TimeDelta::days(**days)).count();
            columns[older] += 1;
        }
        columns
    }

    fn reasons(&self) -> impl Iterator<Item = String> {
        let asked = self.matters.iter().flat_map(|matter| &matter.callbacks);
        asked.flat_map(|asked| asked.reasons.iter().cloned())
    }

    fn voices(&self) -> Voices {
        let mut voices = Voices::default();
        for asked in self.matters.iter().flat_map(|matter| &matter.callbacks) {
            *match asked.grade {
                Some(Grade::Satisfied) => &mut voices.satisfied,
                Some(Grade::Basically) => &mut voices.basically,
                Some(Grade::Dissatisfied) => &mut voices.dissatisfied,
                None if asked.is_declined => &mut voices.declined,
                None if asked.is_reachable => &mut voices.silent,
                None => &mut voices.unreachable,
            } += 1;
        }
        voices
    }
}

/// How often each occurs, the most frequent first; of those as frequent, the least first.
fn tally<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<(T, u64)> {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn repeats(received: &[&Matter]) -> Vec<Repeat> {
    let same = received.iter().filter_map(|matter| Some((matter.place?, matter.category?)));
    let mut counts = tally(same);
    counts.retain(|(_, count)| *count > 1);
    let repeat = |((place, category), count)| Repeat { place, category, count };
    counts.into_iter().map(repeat).collect()
}

fn hands(results: &[&Matter]) -> Vec<Hand> {
    let mut hands: BTreeMap<PersonId, Hand> = BTreeMap::new();
    for matter in results {
        let Some(person) = matter.signer else { continue };
        let none = Hand { person, results: 0, kept: 0, reopened: 0 };
        let hand = hands.entry(person).or_insert(none);
        hand.results += 1;
        hand.kept += u64::from(matter.waits.get(&TimerKind::Solve) != Some(&false));
        hand.reopened += u64::from(matter.reopened > 0);
    }
    let mut hands: Vec<Hand> = hands.into_values().collect();
    hands.sort_by_key(|hand| std::cmp::Reverse(hand.results));
    hands
}
