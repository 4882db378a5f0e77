//! A letter that did not go out: when to try again, or never; and what follows from why.

use casework::{
    case::{
        Notice,
        effect::{Class, Letter},
    },
    desk::{DeskError, Work},
    ids::{Account, Room},
    store::{Leased, Outcome, TroubleKind},
};
use chrono::TimeDelta;

use super::{
    Courier, Held, WAVE_PAUSE,
    judge::{self, Then},
};
use crate::{api::Failure, pace::EVERYBODY};

impl Courier {
    /// How a letter goes on that did not go out.
    pub(super) async fn hold(
        &self,
        work: &mut Work,
        leased: &Leased,
        held: &Held,
    ) -> Result<Outcome, DeskError> {
        let failure = match held {
            Held::Wait(pause) => return Ok(Outcome::Wait(*pause)),
            Held::Senseless(reason) => return Ok(Outcome::Never(reason.clone())),
            Held::Failed(failure) => failure,
            // It costs itself, in the end, and not its room. While the book is shut as a whole,
            // this is not written down either, and nothing is counted.
            Held::Desk(error) => {
                tracing::error!(outbox.id = leased.id, %error, "a letter could not be made");
                return Ok(judge::unmade(leased.failures));
            }
        };
        if matches!(failure, Failure::NotSent(_) | Failure::Unauthorized) {
            return Ok(Outcome::Wait(self.line.pause()));
        }
        let letter = leased.letter.as_ref().ok();
        if let Some(other) = letter.and_then(|letter| judge::other_handing(letter, failure)) {
            if matches!(failure, Failure::NoRights(_)) {
                work.in_trouble(leased.room, TroubleKind::NoMedia, None).await?;
            }
            other.write_down(work, leased).await?;
            return Ok(Outcome::Expired("handed over in another way".to_owned()));
        }
        let (forlorn, dead) = (work.is_forlorn(leased), self.line.is_dead());
        let (outcome, then) = judge::judge(failure, leased, letter, forlorn, dead);
        tracing::warn!(outbox.id = leased.id, %failure, ?outcome, "a letter did not go out");
        self.follow(work, leased.room, then).await?;
        Ok(outcome)
    }

    async fn follow(&self, work: &mut Work, room: Room, then: Then) -> Result<(), DeskError> {
        match then {
            Then::Nothing => {}
            Then::Park(pause, reason) => {
                work.park(room, pause, reason).await?;
                if reason == judge::TOO_FAST
                    && self.pace.park(room, pause.to_std().unwrap_or_default())
                {
                    tracing::warn!(?pause, "so many chats must wait that everybody does");
                    let most = TimeDelta::from_std(WAVE_PAUSE).unwrap_or(pause);
                    work.park(EVERYBODY, pause.min(most), reason).await?;
                }
            }
            Then::Trouble(pause, kind) => {
                work.park(room, pause, kind.name()).await?;
                work.in_trouble(room, kind, Some(pause)).await?;
            }
            Then::Lose(pause, reason) => work.lose(Account(room.0), pause, reason).await?,
            Then::Bury => work.bury(Account(room.0)).await?,
            Then::Gone => work.group_gone(room).await?,
            Then::Move(to) => work.move_room(room, Room(to)).await?,
        }
        Ok(())
    }

    /// A letter will never arrive: that is an alarm, told to whoever can do something about it.
    pub(super) async fn give_up(
        &self,
        work: &mut Work,
        leased: &Leased,
        reason: &str,
    ) -> Result<(), DeskError> {
        let (failures, unknown) = (leased.failures, leased.unknown);
        tracing::error!(outbox.id = leased.id, failures, unknown, reason, "gave up on a letter");
        if leased.class == Class::Bulk {
            return Ok(());
        }
        match &leased.letter {
            Ok(Letter::Trouble { .. } | Letter::Notice { notice: Notice::GaveUp, .. }) => Ok(()),
            Ok(letter) if let Some(case) = letter.case() => {
                work.post_to_desk(case, &Notice::GaveUp, leased.room).await
            }
            _ => work.in_trouble(leased.room, TroubleKind::GaveUp, None).await,
        }
    }
}
