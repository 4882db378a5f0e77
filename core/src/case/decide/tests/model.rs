//! What must hold of every case that can come about, found by trying everything from the start.
//!
//! Moments are ignored: everything happens at noon, and any running timer may run out next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    super::*,
    ledger::Ledger,
    stage::{Happening, events, noon, registered, speak, terms},
};
use crate::{
    case::{Kind, handling::Asked},
    ids::DepartmentId,
};

/// There are some thousands; beyond this something is counted without end.
const MOST: usize = 100_000;

/// A table like `decide`, or `decide` spoiled on purpose.
pub(super) type Table =
    fn(&Case, Option<PersonId>, &Event, DateTime<Utc>, Terms<'_>) -> Result<Decision, Refusal>;

/// A case together with what is waited for, and what it has been through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Situation {
    pub(super) case: Case,
    armed: BTreeSet<TimerKind>,
    ledger: Ledger,
}

/// One thing that can happen in a situation.
struct Move {
    from: usize,
    label: &'static str,
    to: usize,
}

/// Every situation that can come about, and every move between them.
pub(super) struct World {
    pub(super) situations: Vec<Situation>,
    moves: Vec<Move>,
    /// The first thing that the ledger says should not have happened, and the way that led there.
    pub(super) fault: Option<String>,
}

impl Situation {
    /// As it is once written into the register.
    pub(super) fn opened(kind: Kind) -> Self {
        let wait = if kind.needs_work() { TimerKind::Dispatch } else { TimerKind::Solve };
        let armed = BTreeSet::from([wait]);
        Self { case: registered(kind), armed, ledger: Ledger::default() }
    }

    /// What comes of an event; `None` when it is refused.
    fn after(&self, table: Table, by: Option<PersonId>, event: &Event) -> Option<Self> {
        let decision = table(&self.case, by, event, noon(), terms()).ok()?;
        let (armed, ledger) = (self.armed.clone(), self.ledger.clone());
        let mut next = Self { case: decision.case, armed, ledger };
        next.forget_what_decides_nothing();
        if let Event::Overdue { timer } = event {
            next.armed.remove(timer);
        }
        for effect in decision.effects {
            match effect {
                Arm(timer, _) => drop(next.armed.insert(timer)),
                Disarm(timer) => drop(next.armed.remove(&timer)),
                DisarmAll => next.armed.clear(),
                Tell(..)
                | Effect::Hasten(_)
                | PostSlip
                | Effect::AskOwner
                | RecallQuestionnaire => {}
            }
        }
        Some(next)
    }

    /// At noon nothing is earlier than anything else, and what is told to people alone, or only
    /// counted, is read by no rule.
    fn forget_what_decides_nothing(&mut self) {
        let case = &mut self.case;
        (case.round, case.bounces, case.category) = (1, 0, None);
        case.department = case.department.and(Some(DepartmentId(1)));
        case.facts.hurried_at = None;
        (case.facts.reopened_at, case.facts.promised_at) = (None, None);
        if let Working { asked_at, step, .. } = &mut case.state {
            (*asked_at, *step) = (None, Step::Accepted);
        }
        let handling = &mut case.handling;
        handling.corrective.truncate(1);
        (handling.acknowledged, handling.relief, handling.referral) = (None, None, None);
        (handling.extensions, handling.stood_still, handling.fixed_date) = (0, 0, None);
        handling.accused.clear();
        (handling.asked, handling.came_back) = (Asked::default(), None);
        (handling.no_later, handling.leads, handling.alarmed_at) = (None, false, None);
        handling.desk_asked_at = None;
        if !handling.objects() {
            handling.objection = None;
        }
    }

    pub(super) fn key(&self) -> String {
        format!("{:?} {:?} {:?}", self.case, self.armed, self.ledger)
    }
}

impl World {
    fn explore(start: &Situation) -> Self {
        Self::explored(start, decide, events)
    }

    /// Breadth first from `start`, until the ledger finds fault. A timer runs out only while it is
    /// waited for.
    pub(super) fn explored(
        start: &Situation,
        table: Table,
        happenings: fn(&Case) -> Vec<Happening>,
    ) -> Self {
        let mut world = Self { situations: vec![start.clone()], moves: vec![], fault: None };
        let mut seen = BTreeMap::from([(start.key(), 0)]);
        let mut queue = VecDeque::from([0]);
        while let Some(from) = queue.pop_front() {
            assert!(
                from < MOST,
                "a fact that only counts is to be forgotten: {}",
                world.way_to(from, "")
            );
            let situation = world.situations[from].clone();
            for (label, by, event) in happenings(&situation.case) {
                let timer = if let Event::Overdue { timer } = event { Some(timer) } else { None };
                if timer.is_some_and(|timer| !situation.armed.contains(&timer)) {
                    continue;
                }
                let Some(mut next) = situation.after(table, by, &event) else { continue };
                if let Err(fault) = next.ledger.write(by, &event, &situation.case, &next.case) {
                    world.fault = Some(format!("{fault}: {}", world.way_to(from, label)));
                    return world;
                }
                let fresh = world.situations.len();
                let to = *seen.entry(next.key()).or_insert(fresh);
                if to == fresh {
                    world.situations.push(next);
                    queue.push_back(to);
                }
                world.moves.push(Move { from, label, to });
            }
        }
        world
    }

    /// What happened until `at`, and then.
    fn way_to(&self, mut at: usize, then: &str) -> String {
        let mut way = vec![then];
        while at > 0 {
            let Some(on) = self.moves.iter().find(|on| on.to == at) else { break };
            way.push(on.label);
            at = on.from;
        }
        way.reverse();
        way.join(", ")
    }

    fn both() -> [Self; 2] {
        [Kind::Complaint, Kind::Consultation].map(|kind| Self::explore(&Situation::opened(kind)))
    }

    /// From where a final state can be reached by moves that `counts` lets pass.
    pub(super) fn leads_to_an_end(&self, counts: impl Fn(&str) -> bool) -> BTreeSet<usize> {
        let is_end = |at: &usize| self.situations[*at].case.state.is_final();
        let mut leads: BTreeSet<usize> = (0..self.situations.len()).filter(is_end).collect();
        loop {
            let before = leads.len();
            let on = self.moves.iter().filter(|on| counts(on.label) && leads.contains(&on.to));
            let on: Vec<usize> = on.map(|on| on.from).collect();
            leads.extend(on);
            if leads.len() == before {
                return leads;
            }
        }
    }
}

/// The owner taking it back, or the desk answering in words, must not be the only way out.
#[test]
fn nothing_is_a_dead_end() {
    let world = World::explore(&Situation::opened(Kind::Complaint));
    let leads = world.leads_to_an_end(|label| !matches!(label, "withdraw" | "reply"));
    for (at, situation) in world.situations.iter().enumerate() {
        assert!(leads.contains(&at), "no way on from {}", situation.key());
    }
}

/// The owner may be silent for ever: crew, head and clock still bring it to an end.
#[test]
fn a_silent_owner_blocks_nothing() {
    let world = World::explore(&Situation::opened(Kind::Complaint));
    let without = ["confirm", "partly", "dispute", "add", "say by owner", "hurry", "withdraw"];
    let of_callback =
        |label: &str| ["answer", "revise", "opt"].iter().any(|of| label.starts_with(of));
    let counts = |label: &str| !without.contains(&label) && !of_callback(label);
    assert_eq!(world.leads_to_an_end(counts).len(), world.situations.len());
}

/// 事事有着落: what is not over is waited for by the clock, so that somebody is told.
#[test]
fn nothing_is_left_without_a_clock() {
    for world in World::both() {
        for situation in &world.situations {
            let state = &situation.case.state;
            let is_over = state.is_final() && !situation.case.handling.objects();
            // The clocks of its leader run for it, and the desk splits it off when that one is over.
            let is_led = matches!(state, State::Merged { .. });
            let follows = situation.case.handling.undone().next().is_some();
            let is_still = (is_over || is_led) && !follows;
            // To be asked once more is no matter that waits.
            let mut armed = situation.armed.clone();
            armed.remove(&TimerKind::SecondCallback);
            assert_eq!(armed.is_empty(), is_still, "{}", situation.key());
        }
    }
}

/// What is waited for can happen: a timer that runs out is never told that nothing waits for it.
#[test]
fn no_timer_runs_for_nothing() {
    for world in World::both() {
        for situation in &world.situations {
            for timer in &situation.armed {
                let fired = situation.after(decide, None, &Event::Overdue { timer: *timer });
                assert!(fired.is_some(), "{} in {}", timer.name(), situation.key());
            }
        }
    }
}

/// The gates (S0-01.5c, .6, .7): a result is written, the owner was heard or silent, the head has
/// signed, the callback is answered or silent; a grave case has its review besides.
#[test]
fn nothing_ends_before_its_gates() {
    for world in World::both() {
        for on in &world.moves {
            let (from, to) = (&world.situations[on.from].case, &world.situations[on.to].case);
            let ends = matches!(to.state, Archived { .. } | Closed { .. });
            if !ends || from.state.stage() == to.state.stage() {
                continue;
            }
            match &from.state {
                Registered { .. } => assert!(!from.kind.needs_work() && on.label == "reply"),
                Closed { .. } => assert_eq!(on.label, "review"),
                Reported { .. } => passes(from, on.label, to),
                state => panic!("{} ends by {}", speak(state), on.label),
            }
        }
    }
}

/// The last gate is passed by the move itself, every other was passed before.
fn passes(from: &Case, label: &str, to: &Case) {
    let Reported { outcome, owner, signed_off, callback, .. } = &from.state else { unreachable!() };
    assert!(!outcome.result.is_empty());
    let heard = *owner != OwnersWord::Awaited || matches!(label, "confirm" | "overdue confirm");
    let signed = signed_off.is_some() || label == "sign off";
    let answered =
        matches!(
            callback,
            CallbackState::Answered(_)
                | CallbackState::Silent
                | CallbackState::OptedOut
                | CallbackState::Spared
        ) || matches!(label, "answer satisfied" | "overdue callback_expiry" | "opt out" | "spare");
    assert!(heard && signed && answered, "{} by {label}", speak(&from.state));
    // How grave it is, the leader answers for.
    let is_grave = to.severity > Severity::Minor && to.handling.merged.is_none();
    assert_eq!(is_grave, matches!(to.state, Closed { .. }), "{label}");
}

/// Nobody but the owner's silence moves a case by the clock: it raises its voice, no more.
#[test]
fn the_clock_moves_only_what_the_owner_leaves_open() {
    for world in World::both() {
        for on in world.moves.iter().filter(|on| on.label.starts_with("overdue")) {
            let (from, to) = (&world.situations[on.from].case, &world.situations[on.to].case);
            let moved = from.state != to.state;
            let by_silence = matches!(
                on.label,
                "overdue confirm" | "overdue callback" | "overdue callback_expiry"
            );
            assert_eq!(moved, by_silence, "{} by {}", speak(&from.state), on.label);
        }
    }
}
