//! Tells a passing trouble from a lasting one: pure functions of the failure (telegram.md 1.6), and
//! the rules for requests whose outcome nobody knows (1.7).

use casework::{
    case::effect::{Handing, Letter, Part},
    store::{Leased, Outcome, TroubleKind},
    trouble,
};
use chrono::TimeDelta;

use super::{Held, became::Became};
use crate::api::Failure;

/// After so many failures a letter is given up, some two hours after the first.
const GIVE_UP_AFTER: i32 = 20;
/// The same while nothing gets through at all: a day and a half.
const GIVE_UP_AFTER_DEAD: i32 = 200;
/// An announcement is repeated once at most.
const BULK_UNKNOWN: i32 = 2;
/// A file that nobody knows to have arrived is repeated once.
const FILE_UNKNOWN: i32 = 2;
/// Why a room waits that was told to.
pub(super) const TOO_FAST: &str = "too fast";
/// How long a group that has put us out is left alone before the next try. What is owed to it is
/// held, not dropped.
const PUT_OUT: TimeDelta = TimeDelta::minutes(10);
/// How long somebody who blocked us is left alone, unless they come back.
const ABSENT: TimeDelta = TimeDelta::days(1);
/// A wait as long as this is told to people.
const LONG: TimeDelta = TimeDelta::minutes(10);
/// So often a chat that nobody knows is asked for again before its person counts as away.
const NOT_FOUND: i32 = 6;

/// What follows for the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Then {
    /// Nothing.
    #[default]
    Nothing,
    /// It is left alone for so long, for this reason.
    Park(TimeDelta, &'static str),
    /// The same, and people are told of the trouble.
    Trouble(TimeDelta, TroubleKind),
    /// Its person cannot be reached until they come back.
    Lose(TimeDelta, &'static str),
    /// Its person's account is no more.
    Bury,
    /// The group is no more.
    Gone,
    /// It has become another group.
    Move(i64),
}

/// How a failed delivery goes on, and what follows for the room.
pub(super) fn judge(
    failure: &Failure,
    leased: &Leased,
    letter: Option<&Letter>,
    is_forlorn: bool,
    is_dead: bool,
) -> (Outcome, Then) {
    let failures = leased.failures;
    let never = || (Outcome::Never(failure.to_string()), Then::Nothing);
    let held = Outcome::Wait;
    let away = || {
        let waits = letter.is_some_and(Letter::outlives_absence) && !is_forlorn;
        if waits { held(ABSENT) } else { Outcome::Expired("unreachable".to_owned()) }
    };
    let is_group = leased.room.is_group();
    match failure {
        Failure::NotModified | Failure::DeleteTargetGone | Failure::SentButGone => {
            (Outcome::Sent(None), Then::Nothing)
        }
        Failure::Flood { retry_after } => flooded(*retry_after, is_group, failures),
        // What is owed has been moved to the new room; the next round finds it there.
        Failure::Migrated(to) => (held(TimeDelta::zero()), Then::Move(*to)),
        Failure::GroupDeleted => (Outcome::Expired("the group is gone".to_owned()), Then::Gone),
        failure if is_group && shut_out(failure).is_some() => {
            let kind = shut_out(failure).unwrap_or(TroubleKind::PutOut);
            (held(PUT_OUT), Then::Trouble(PUT_OUT, kind))
        }
        Failure::Blocked => (away(), Then::Lose(ABSENT, "blocked")),
        Failure::NeverStarted => (away(), Then::Lose(ABSENT, "never started")),
        Failure::Deactivated => (Outcome::Expired("gone".to_owned()), Then::Bury),
        // No proof of a block: a server that never saw the chat says so too.
        Failure::ChatNotFound if failures < NOT_FOUND => {
            (Outcome::Later(slow_pause(failures)), Then::Nothing)
        }
        Failure::ChatNotFound | Failure::Kicked => (away(), Then::Lose(ABSENT, "not found")),
        // It passes, after hours or days.
        Failure::CannotWrite | Failure::Forbidden(_) if is_forlorn => {
            (Outcome::Expired("unreachable".to_owned()), Then::Nothing)
        }
        Failure::CannotWrite | Failure::Forbidden(_) => {
            let pause = slow_pause(failures);
            (Outcome::Later(pause), Then::Park(pause, "cannot write"))
        }
        Failure::BadEntities(_)
        | Failure::TooLong(_)
        | Failure::BadFile(_)
        | Failure::TooBig
        | Failure::BadRequest(_)
        | Failure::EditTargetGone
        | Failure::QueryTooOld => never(),
        Failure::Unknown(_) => unknown(failure, leased, is_dead),
        _ if failures >= GIVE_UP_AFTER => never(),
        _ => (Outcome::Later(pause(failures)), Then::Nothing),
    }
}

/// Not before Telegram said; by our own judgement where it did not say.
fn flooded(
    retry_after: Option<std::time::Duration>,
    is_group: bool,
    failures: i32,
) -> (Outcome, Then) {
    let Some(pause) = retry_after.and_then(|pause| TimeDelta::from_std(pause).ok()) else {
        let pause = pause(failures.max(2));
        return (Outcome::Later(pause), Then::Park(pause, TOO_FAST));
    };
    if trouble::broken("broken.ignore_retry_after") {
        return (Outcome::Wait(TimeDelta::zero()), Then::Nothing);
    }
    let then = match pause {
        pause if is_group && pause >= LONG => Then::Trouble(pause, TroubleKind::Waits),
        pause => Then::Park(pause, TOO_FAST),
    };
    (Outcome::Wait(pause), then)
}

/// Nobody knows whether it was done. An edit shows the same again and what must arrive is repeated,
/// both recognisable by the case's number; an announcement is repeated once at most.
fn unknown(failure: &Failure, leased: &Leased, is_dead: bool) -> (Outcome, Then) {
    if trouble::broken("broken.retry_unknown_blindly") {
        return (Outcome::Wait(TimeDelta::zero()), Then::Nothing);
    }
    let most = if is_dead { GIVE_UP_AFTER_DEAD } else { GIVE_UP_AFTER };
    let enough = leased.failures >= most
        || (leased.broadcast.is_some() && leased.unknown + 1 >= BULK_UNKNOWN);
    if enough {
        return (Outcome::Never(failure.to_string()), Then::Nothing);
    }
    (Outcome::Unknown(pause(leased.failures)), Then::Nothing)
}

/// What must not be asked again after requests whose outcome nobody knows, a death in between
/// included.
pub(super) fn not_again(leased: &Leased, letter: &Letter) -> Option<Result<Became, Held>> {
    if trouble::broken("broken.retry_unknown_blindly") {
        return None;
    }
    match letter {
        Letter::Files { handing: Handing::Together, .. } if leased.unknown > 0 => {
            other_handing(letter, &Failure::Unknown(String::new())).map(Ok)
        }
        Letter::Files { handing: Handing::Singly, .. } if leased.unknown >= FILE_UNKNOWN => {
            other_handing(letter, &Failure::BadFile(String::new())).map(Ok)
        }
        Letter::Announcement { .. } if leased.unknown >= BULK_UNKNOWN => {
            let reason = "nobody knows whether it arrived, twice";
            Some(Err(Held::Senseless(reason.to_owned())))
        }
        _ => None,
    }
}

/// Files that cannot be handed over this way, in another: singly, then in words; a picture in words.
pub(super) fn other_handing(letter: &Letter, failure: &Failure) -> Option<Became> {
    let in_words = match letter {
        Letter::Summary { period, department, part: Part::Picture } => {
            Some(Became::InWords(*period, *department))
        }
        Letter::SummaryOfAll { period, part: Part::Picture } => Some(Became::AllInWords(*period)),
        _ => None,
    };
    if let Some(in_words) = in_words {
        let refused = matches!(
            failure,
            Failure::NoRights(_) | Failure::BadFile(_) | Failure::TooBig | Failure::BadRequest(_)
        );
        return refused.then_some(in_words);
    }
    let Letter::Files { case, result, from, handing, left } = letter else { return None };
    let handing = match (handing, failure) {
        (Handing::Together, Failure::Unknown(_)) => Handing::Singly,
        (Handing::Together | Handing::Singly, Failure::NoRights(_)) => Handing::InWords,
        (
            Handing::Together,
            Failure::BadFile(_) | Failure::TooBig | Failure::BadRequest(_) | Failure::TooLong(_),
        ) => Handing::Singly,
        (
            Handing::Singly,
            Failure::BadFile(_) | Failure::TooBig | Failure::BadRequest(_) | Failure::TooLong(_),
        ) => Handing::OneInWords,
        _ => return None,
    };
    Some(Became::Otherwise { case: *case, result: *result, from: *from, handing, left: *left })
}

/// What a group that does not let us write has.
fn shut_out(failure: &Failure) -> Option<TroubleKind> {
    Some(match failure {
        Failure::Kicked => TroubleKind::PutOut,
        Failure::NoRights(_) | Failure::CannotWrite | Failure::Forbidden(_) => TroubleKind::Muted,
        Failure::ThreadGone => TroubleKind::TopicClosed,
        Failure::ChatNotFound => TroubleKind::Unknown,
        _ => return None,
    })
}

/// How a letter goes on that the book could not be read for.
pub(super) fn unmade(failures: i32) -> Outcome {
    if failures >= GIVE_UP_AFTER {
        return Outcome::Never("the book could not be read for it".to_owned());
    }
    Outcome::Later(pause(failures))
}

/// Doubling from one second to some eight minutes, and spread a little so that rooms do not march in
/// step.
fn pause(failures: i32) -> TimeDelta {
    let doubled = 1_i64 << failures.clamp(0, 9);
    let spread = rand::random_range(0..=250);
    TimeDelta::milliseconds((doubled * 1_000).min(600_000) + spread)
}

/// Doubling from one minute to some four hours.
fn slow_pause(failures: i32) -> TimeDelta {
    let spread = rand::random_range(0..=5);
    TimeDelta::minutes(1_i64 << failures.clamp(0, 8)) + TimeDelta::seconds(spread)
}

#[cfg(test)]
mod tests;
