//! Trouble with rooms and people: parked, told once to whoever can do something about it, and told
//! when it is over. Never told to a room that cannot be written to.

use chrono::TimeDelta;

use super::{DeskError, Work};
use crate::{
    case::{Case, Notice, OwnersWord, State, letter::Letter},
    ids::{Account, Room, TroubleId},
    people::{Person, Role},
    policy::TimerKind,
    store::{Trouble, TroubleKind},
};

/// The rules of owners who cannot be reached.
const OWNERS_CASES: i64 = 20;

/// What waits for this long or longer is not due meanwhile: the courier need not look at it.
pub(super) const LONG_PAUSE: TimeDelta = TimeDelta::minutes(10);

impl Work {
    /// Sends nothing to a room for so long. Survives a restart, and holds no worker.
    pub async fn park(
        &mut self,
        room: Room,
        pause: TimeDelta,
        reason: &str,
    ) -> Result<(), DeskError> {
        let until = self.now() + pause;
        self.tx.park(room, until, reason).await?;
        if pause >= LONG_PAUSE {
            self.tx.outbox_rest(room, until).await?;
        }
        Ok(())
    }

    /// A room waits no longer, and what is owed to it is due.
    pub async fn unpark(&mut self, room: Room) -> Result<(), DeskError> {
        if self.tx.unpark(room).await? {
            self.tx.outbox_wake(room).await?;
            self.owes = true;
        }
        Ok(())
    }

    /// Writes trouble with a room down and tells it, unless that was done already.
    pub async fn in_trouble(
        &mut self,
        room: Room,
        kind: TroubleKind,
        pause: Option<TimeDelta>,
    ) -> Result<(), DeskError> {
        self.stand_in(room).await?;
        let department = self.seat_of(room).await?.and_then(|post| post.department);
        let until = pause.map(|pause| self.now() + pause);
        let Some(trouble) = self.tx.trouble_open(room, kind, department, until).await? else {
            return Ok(());
        };
        tracing::error!(room = room.0, kind = kind.name(), "a room is in trouble");
        self.tell_trouble(room, trouble, false).await
    }

    /// A message went out to a room: what only a silent room shows is over.
    pub async fn works_again(&mut self, room: Room) -> Result<(), DeskError> {
        let mut kinds = TroubleKind::ALL.to_vec();
        kinds.retain(|kind| kind.ends_with_a_message());
        self.unpark(room).await?;
        self.trouble_over(room, &kinds).await
    }

    /// Trouble of these kinds is over; that is told, if it had been told.
    pub async fn trouble_over(
        &mut self,
        room: Room,
        kinds: &[TroubleKind],
    ) -> Result<(), DeskError> {
        for trouble in self.tx.troubles_over(room, kinds).await? {
            tracing::info!(room = room.0, kind = trouble.kind.name(), "a trouble is over");
            // A letter that was given up stays given up; there is nothing to be glad of.
            if trouble.kind != TroubleKind::GaveUp {
                self.tell_trouble(room, trouble.id, true).await?;
            }
        }
        Ok(())
    }

    /// Trouble, over or not.
    pub async fn trouble(&mut self, id: TroubleId) -> Result<Option<Trouble>, DeskError> {
        Ok(self.tx.trouble(id).await?)
    }

    /// So many slips of open cases a group has, or should have.
    pub async fn open_slips(&mut self, room: Room) -> Result<i64, DeskError> {
        Ok(self.tx.slips_open(room).await?)
    }

    async fn tell_trouble(
        &mut self,
        room: Room,
        trouble: TroubleId,
        over: bool,
    ) -> Result<(), DeskError> {
        let letter = Letter::Trouble { trouble, over };
        for told in self.rooms_for_trouble(room).await? {
            self.owe(told, letter.class(), &letter).await?;
        }
        Ok(())
    }

    /// By another path: the desk, the heads of the department, the administrators; each in private
    /// where their group is itself in trouble. Of a colleague, in each estate where they hold a position.
    async fn rooms_for_trouble(&mut self, room: Room) -> Result<Vec<Room>, DeskError> {
        self.stand_in(room).await?;
        let mut sites = vec![];
        if !room.is_group()
            && let Some(person) = self.known(Account(room.0)).await?
        {
            sites = self.tx.sites_of_posts(person.id).await?;
        }
        if sites.is_empty() {
            sites.push(self.site().await?.id);
        }
        let mut rooms = vec![];
        for site in sites {
            self.stand_at(site);
            match self.site().await?.desk_room {
                Some(desk) if desk != room && !self.tx.is_troubled(desk).await? => rooms.push(desk),
                _ => rooms.extend(chats(&self.people_in(Role::Desk, None).await?)),
            }
            if let Some(post) = self.seat_of(room).await?
                && post.department.is_some()
            {
                rooms.extend(chats(&self.people_in(Role::Head, post.department).await?));
            }
            rooms.extend(chats(&self.people_in(Role::Admin, None).await?));
        }
        rooms.retain(|told| *told != room);
        let mut once = vec![];
        for told in rooms {
            if !once.contains(&told) {
                once.push(told);
            }
        }
        Ok(once)
    }

    /// A person's chat takes nothing from us any more. What is worth it waits for their return;
    /// the desk hears which open matters are theirs, and the administrators when they are staff.
    pub async fn lose(
        &mut self,
        account: Account,
        pause: TimeDelta,
        reason: &str,
    ) -> Result<(), DeskError> {
        let room = account.room();
        self.park(room, pause, reason).await?;
        for broadcast in self.tx.outbox_expire_passing(room, "unreachable").await? {
            self.announcement_moves(broadcast).await?;
        }
        let Some(is_worth_telling) = self.tx.person_reachable(account, false).await? else {
            return Ok(());
        };
        self.tell_of_owner(account, is_worth_telling.then_some(&Notice::Unreachable)).await?;
        let person = self.known(account).await?;
        if let Some(person) = person
            && !self.tx.sites_of_posts(person.id).await?.is_empty()
        {
            self.in_trouble(room, TroubleKind::Unreachable, None).await?;
        }
        Ok(())
    }

    /// A person's chat takes what we send, or may do so again.
    pub async fn regain(&mut self, account: Account) -> Result<(), DeskError> {
        let room = account.room();
        self.unpark(room).await?;
        self.trouble_over(room, &[TroubleKind::Unreachable]).await?;
        if let Some(is_worth_telling) = self.tx.person_reachable(account, true).await? {
            let notice = is_worth_telling.then_some(&Notice::ReachableAgain);
            self.tell_of_owner(account, notice).await?;
        }
        Ok(())
    }

    /// A person's account is no more: nothing is owed to it.
    pub async fn bury(&mut self, account: Account) -> Result<(), DeskError> {
        self.lose(account, TimeDelta::zero(), "gone").await?;
        self.tx.unpark(account.room()).await?;
        Ok(self.tx.outbox_expire_all(account.room(), "gone").await?)
    }

    /// The desk learns of each open matter of somebody how its owner can be reached: its card shows
    /// it, and a notice says it.
    async fn tell_of_owner(
        &mut self,
        account: Account,
        notice: Option<&Notice>,
    ) -> Result<(), DeskError> {
        self.stand_in(account.room()).await?;
        let Some(person) = self.known(account).await? else { return Ok(()) };
        for case in self.tx.cases_open_of(person.id, OWNERS_CASES).await? {
            self.stand_by(case).await?;
            if let Some(notice) = notice {
                let of = self.tx.case(case).await?.ok_or(DeskError::NoSuchCase(case))?;
                for room in self.desk_rooms_for(&of).await? {
                    self.post_notice(room, case, notice.clone()).await?;
                }
                if *notice == Notice::Unreachable {
                    self.tell_by_voice(&of).await?;
                }
            }
            self.renew_cards(case).await?;
        }
        Ok(())
    }

    /// A result may not have reached its owner: they are told it by voice, the same day (T-80).
    async fn tell_by_voice(&mut self, case: &Case) -> Result<(), DeskError> {
        let is_told = !matches!(case.state, State::Reported { owner: OwnersWord::Awaited, .. });
        let policy = self.policy(case.policy).await?;
        if is_told || policy.waited(TimerKind::Tell).is_none() {
            return Ok(());
        }
        let calendar = self.calendar().await?;
        let due_at = policy.due(TimerKind::Tell, case.weight(), self.now(), &calendar);
        self.arm(case, TimerKind::Tell, due_at).await
    }

    /// The group is no more: its department has none until another is bound, and what was owed to
    /// it is not. New slips go to the desk.
    pub async fn group_gone(&mut self, room: Room) -> Result<(), DeskError> {
        self.in_trouble(room, TroubleKind::Gone, None).await?;
        self.rebuild();
        self.tx.room_forget(room).await?;
        Ok(self.tx.outbox_expire_all(room, "the group is gone").await?)
    }

    /// A group takes us in again: what is still open is posted there anew.
    pub async fn post_anew(&mut self, room: Room) -> Result<(), DeskError> {
        for card in self.tx.cards_move(room, room).await? {
            self.owe_card(room, card).await?;
        }
        Ok(())
    }
}

fn chats(people: &[Person]) -> Vec<Room> {
    people.iter().filter_map(|person| person.account).map(Account::room).collect()
}
