//! Tells a passing trouble from a lasting one: a pure function of the failure (telegram.md 1.6).

use casework::{ids::Room, store::Outcome};
use chrono::TimeDelta;

use crate::api::Failure;

/// After so many failures a letter is given up, some two hours after the first.
const GIVE_UP_AFTER: i32 = 20;
/// How long a group that has put us out is left alone before the next try. What is owed to it is
/// held, not dropped.
const PUT_OUT: TimeDelta = TimeDelta::minutes(10);

/// How a failed delivery goes on.
pub(super) fn judge(failure: &Failure, room: Room, failures: i32) -> Outcome {
    let never = || Outcome::Never(failure.to_string());
    match failure {
        Failure::NotModified | Failure::DeleteTargetGone | Failure::SentButGone => {
            Outcome::Sent(None)
        }
        Failure::Flood { retry_after: Some(pause) } => {
            Outcome::Wait(TimeDelta::from_std(*pause).unwrap_or(TimeDelta::minutes(1)))
        }
        // What is owed has been moved to the new room; the next round finds it there.
        Failure::Migrated(_) => Outcome::Wait(TimeDelta::zero()),
        failure if room.is_group() && is_put_out(failure) => Outcome::Wait(PUT_OUT),
        // Nobody may be told that this failed for ever because of a minute without a token.
        Failure::Unauthorized | Failure::NotSent(_) => Outcome::Later(pause(failures)),
        Failure::Blocked | Failure::Deactivated | Failure::NeverStarted => never(),
        Failure::BadEntities(_)
        | Failure::TooLong(_)
        | Failure::BadFile(_)
        | Failure::TooBig
        | Failure::BadRequest(_)
        | Failure::EditTargetGone
        | Failure::QueryTooOld => never(),
        _ if failures >= GIVE_UP_AFTER => never(),
        _ => Outcome::Later(pause(failures)),
    }
}

/// Whether a group does not let us write.
pub(super) fn is_put_out(failure: &Failure) -> bool {
    matches!(failure, Failure::Kicked | Failure::NoRights(_) | Failure::ChatNotFound)
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const GROUP: Room = Room(-100);
    const PERSON: Room = Room(7);

    #[test]
    fn a_flood_wait_is_kept_to_the_second() {
        let flood = Failure::Flood { retry_after: Some(Duration::from_secs(10_000)) };
        assert_eq!(judge(&flood, GROUP, 1), Outcome::Wait(TimeDelta::seconds(10_000)));
    }

    #[test]
    fn what_is_owed_to_a_group_that_put_us_out_is_held() {
        assert_eq!(judge(&Failure::Kicked, GROUP, 100), Outcome::Wait(PUT_OUT));
    }

    #[test]
    fn a_person_who_blocked_us_is_not_pestered() {
        assert!(matches!(judge(&Failure::Blocked, PERSON, 1), Outcome::Never(_)));
    }

    #[test]
    fn a_card_that_shows_it_already_is_a_success() {
        assert_eq!(judge(&Failure::NotModified, GROUP, 1), Outcome::Sent(None));
    }

    #[test]
    fn an_unknown_outcome_is_repeated_for_a_while_and_not_for_ever() {
        let unknown = Failure::Unknown(String::new());
        assert!(matches!(judge(&unknown, GROUP, 1), Outcome::Later(_)));
        assert!(matches!(judge(&unknown, GROUP, GIVE_UP_AFTER), Outcome::Never(_)));
    }
}
