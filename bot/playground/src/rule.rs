//! When calls go wrong: the next few of a method, or all that a standing rule picks out.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::fault::Fault;

/// A fault that stands until it is taken back, has happened often enough, or its time is over.
#[derive(Debug, Clone)]
pub struct Rule {
    method: String,
    fault: Fault,
    chat: Option<i64>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    skip: u64,
    every: u64,
    share: f64,
    chance: StdRng,
    left: Option<u64>,
    met: u64,
    happened: u64,
}

impl Rule {
    /// Every call of a method goes wrong like this; `*` means any method, `file` a download.
    pub fn new(method: &str, fault: Fault) -> Self {
        Self {
            method: method.to_lowercase(),
            fault,
            chat: None,
            from: None,
            until: None,
            skip: 0,
            every: 1,
            share: 1.0,
            chance: StdRng::seed_from_u64(0),
            left: None,
            met: 0,
            happened: 0,
        }
    }

    /// Only calls that name this chat.
    #[must_use]
    pub fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    /// Only from this moment on, by the given clock.
    #[must_use]
    pub fn from(mut self, moment: DateTime<Utc>) -> Self {
        self.from = Some(moment);
        self
    }

    /// Only before this moment, by the given clock.
    #[must_use]
    pub fn until(mut self, moment: DateTime<Utc>) -> Self {
        self.until = Some(moment);
        self
    }

    /// Lets the first few calls pass.
    #[must_use]
    pub fn after(mut self, calls: u64) -> Self {
        self.skip = calls;
        self
    }

    /// Only every n-th call.
    #[must_use]
    pub fn every(mut self, nth: u64) -> Self {
        self.every = nth.max(1);
        self
    }

    /// Only this share of the calls, drawn with a seed.
    #[must_use]
    pub fn share(mut self, share: f64, seed: u64) -> Self {
        (self.share, self.chance) = (share, StdRng::seed_from_u64(seed));
        self
    }

    /// Ends after it has happened so often.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.left = Some(times);
        self
    }

    /// Whether it is about such a call at all.
    fn concerns(&self, call: &Asked<'_>) -> bool {
        (self.method == "*" || self.method.eq_ignore_ascii_case(call.method))
            && self.chat.is_none_or(|chat| call.chat == Some(chat))
            && self.from.is_none_or(|from| from <= call.now)
            && self.until.is_none_or(|until| call.now < until)
            && self.left != Some(0)
    }

    /// Whether this call, which it concerns, goes wrong.
    fn strikes(&mut self) -> bool {
        self.met += 1;
        let turn = self.met > self.skip && (self.met - self.skip).is_multiple_of(self.every);
        let strikes = turn && (self.share >= 1.0 || self.chance.random::<f64>() < self.share);
        if strikes {
            self.happened += 1;
            self.left = self.left.map(|left| left - 1);
        }
        strikes
    }
}

/// A call as rules see it.
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    /// Not known before the body was read.
    pub(crate) chat: Option<i64>,
    pub(crate) now: DateTime<Utc>,
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    next: VecDeque<(String, Fault, usize)>,
    standing: Vec<(u64, Rule)>,
    last: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, method: &str, fault: Fault, times: usize) {
        if times > 0 {
            self.next.push_back((method.to_lowercase(), fault, times));
        }
    }

    pub(crate) fn stand(&mut self, rule: Rule) -> u64 {
        self.last += 1;
        self.standing.push((self.last, rule));
        self.last
    }

    pub(crate) fn take_back(&mut self, rule: u64) -> u64 {
        let happened = self.happened(rule);
        self.standing.retain(|(id, _)| *id != rule);
        happened
    }

    pub(crate) fn happened(&self, rule: u64) -> u64 {
        let found = self.standing.iter().find(|(id, _)| *id == rule);
        found.map_or(0, |(_, rule)| rule.happened)
    }

    pub(crate) fn clear(&mut self) {
        self.next.clear();
        self.standing.clear();
    }

    /// Whether this call's body is not to be read; asked before it is.
    pub(crate) fn cuts(&mut self, call: &Asked<'_>) -> bool {
        self.pick(call, true).is_some()
    }

    /// The fault waiting for this call: the next few first, then the rules in their order.
    pub(crate) fn take(&mut self, call: &Asked<'_>) -> Option<Fault> {
        self.pick(call, false)
    }

    fn pick(&mut self, call: &Asked<'_>, cut: bool) -> Option<Fault> {
        if self.next.is_empty() && self.standing.is_empty() {
            return None;
        }
        let is_turn = |fault: &Fault| (*fault == Fault::Cut) == cut;
        let waits = |(name, fault, _): &(String, Fault, usize)| {
            is_turn(fault) && (name == "*" || name.eq_ignore_ascii_case(call.method))
        };
        if let Some(place) = self.next.iter().position(waits) {
            let (_, fault, times) = self.next.get_mut(place)?;
            let fault = fault.clone();
            *times -= 1;
            if *times == 0 {
                self.next.remove(place);
            }
            return Some(fault);
        }
        let mut rules = self.standing.iter_mut().map(|(_, rule)| rule);
        let struck = rules.find_map(|rule| {
            (is_turn(&rule.fault) && rule.concerns(call) && rule.strikes()).then_some(rule)
        });
        struck.map(|rule| rule.fault.clone())
    }
}
