//! The line to Telegram: as long as nothing gets through, one letter at a time asks whether it does
//! again, less and less often.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use casework::clock::Clock;
use chrono::TimeDelta;

use crate::api::Failure;

/// The longest pause between two attempts to get through.
const LONGEST: Duration = Duration::from_secs(30);
/// So many requests in a row without an answer mean that it is not the letters' fault.
const DEAD: u32 = 8;

/// How the line is.
#[derive(Debug)]
pub(super) struct Line {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct State {
    /// Requests in a row that were not answered.
    unanswered: u32,
    /// Nothing is to be sent before; only while nothing was answered.
    until: Option<Duration>,
    refused: bool,
}

impl Line {
    /// A line that is taken to be there, until it shows that it is not.
    pub(super) fn new(clock: Clock) -> Self {
        Self { state: Mutex::default(), clock }
    }

    /// How many letters may be under way.
    pub(super) fn free(&self, most: usize) -> usize {
        match self.lock().until {
            Some(until) if self.clock.steady() < until => 0,
            Some(_) => 1,
            None => most,
        }
    }

    /// Whether so little gets through that a failure says nothing about the letter.
    pub(super) fn is_dead(&self) -> bool {
        self.lock().unanswered >= DEAD
    }

    /// How long nothing is sent.
    pub(super) fn pause(&self) -> TimeDelta {
        let until = self.lock().until.unwrap_or_default();
        let pause = until.saturating_sub(self.clock.steady());
        TimeDelta::from_std(pause).unwrap_or_default() + TimeDelta::milliseconds(1)
    }

    /// Takes note of an answer.
    pub(super) fn heard(&self, failure: Option<&Failure>) {
        let mut state = self.lock();
        match failure {
            Some(Failure::Unauthorized) => {
                if !state.refused {
                    tracing::error!(
                        "Telegram refuses the token or is not there; nothing is sent until it does"
                    );
                }
                state.refused = true;
                state.fails(self.clock.steady());
            }
            Some(Failure::NotSent(_)) => {
                if state.until.is_none() {
                    tracing::error!("Telegram is not reached; what is owed waits");
                }
                state.fails(self.clock.steady());
            }
            // Nobody knows whether it was done, so the line may well be there.
            Some(Failure::Unknown(_)) => state.unanswered = state.unanswered.saturating_add(1),
            _ => {
                if state.until.is_some() || state.refused {
                    tracing::warn!("Telegram takes letters again");
                }
                *state = State::default();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Waits longer each time, and spread a little.
    fn fails(&mut self, now: Duration) {
        self.unanswered = self.unanswered.saturating_add(1);
        let pause = Duration::from_millis(500 << self.unanswered.min(6)).min(LONGEST);
        let spread = Duration::from_millis(rand::random_range(0..=250));
        self.until = Some(now + pause + spread);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line::new(Clock::standing(chrono::DateTime::UNIX_EPOCH))
    }

    fn not_sent() -> Failure {
        Failure::NotSent(String::new())
    }

    #[test]
    fn a_dead_line_is_left_alone_and_then_asked_once() {
        let line = line();
        assert_eq!(line.free(16), 16);
        line.heard(Some(&not_sent()));
        assert_eq!(line.free(16), 0);
        line.clock.pass(TimeDelta::minutes(1));
        assert_eq!(line.free(16), 1, "one asks whether it is there again");
        line.heard(None);
        assert_eq!(line.free(16), 16);
    }

    #[test]
    fn a_refusal_is_an_answer_and_an_unknown_outcome_is_none() {
        let line = line();
        (0..DEAD).for_each(|_| line.heard(Some(&Failure::Unknown(String::new()))));
        assert!(line.is_dead());
        assert_eq!(line.free(16), 16, "it may well be there");
        line.heard(Some(&Failure::Blocked));
        assert!(!line.is_dead());
    }

    #[test]
    fn a_refused_token_stops_everybody() {
        let line = line();
        line.heard(Some(&Failure::Unauthorized));
        assert_eq!(line.free(16), 0);
    }
}
