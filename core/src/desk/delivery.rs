//! What the courier does at the desk: takes letters, marks that their requests begin, settles them.

use std::collections::HashSet;

use chrono::TimeDelta;

use super::{DeskError, Work};
use crate::{
    case::{
        Case,
        letter::{Class, Letter},
    },
    ids::{CaseId, MessageId, PersonId, QuestionnaireId, Room},
    store::{Card, Leased, Outcome},
};

/// Letters that wait for somebody who cannot be reached run out after this.
const ABSENCE: TimeDelta = TimeDelta::days(30);
/// As far back as a limit of the chat service looks.
const REMEMBERED: TimeDelta = TimeDelta::minutes(1);

/// What a settlement writes to that others write to as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shared {
    /// A living message.
    Card(i64),
    /// A person's conversations.
    Dialogs(PersonId),
    /// A questionnaire.
    Questionnaire(QuestionnaireId),
}

impl Work {
    /// Takes these for this work without waiting for others; says which are busy. Whoever settles
    /// many letters in one work must not wait for anything while they hold something: updates hold
    /// the cards of a case and the conversations of a person in an order of their own.
    pub async fn busy(&mut self, shared: &[Shared]) -> Result<HashSet<Shared>, DeskError> {
        let (mut cards, mut people, mut questionnaires) = (vec![], vec![], vec![]);
        for one in shared {
            match one {
                Shared::Card(id) => cards.push(*id),
                Shared::Dialogs(id) => people.push(id.0),
                Shared::Questionnaire(id) => questionnaires.push(id.0),
            }
        }
        let mut busy = HashSet::new();
        if !cards.is_empty() {
            busy.extend(self.tx.cards_busy(&cards).await?.into_iter().map(Shared::Card));
        }
        if !people.is_empty() {
            let found = self.tx.dialogs_busy(&people).await?;
            busy.extend(found.into_iter().map(|id| Shared::Dialogs(PersonId(id))));
        }
        if !questionnaires.is_empty() {
            let found = self.tx.questionnaires_busy(&questionnaires).await?;
            busy.extend(found.into_iter().map(|id| Shared::Questionnaire(QuestionnaireId(id))));
        }
        Ok(busy)
    }

    /// Takes up to `limit` owed letters, at most `bulk` of them announcements. What is of no use
    /// any more is written off instead. Nothing while the bot as a whole has to wait, and to rooms
    /// that are to rest nothing of that class or less urgent.
    pub async fn lease(
        &mut self,
        limit: i64,
        bulk: i64,
        resting: &[(Room, Class)],
    ) -> Result<Vec<Leased>, DeskError> {
        if self.tx.parked(Room(0)).await?.is_some_and(|until| until > self.now()) {
            return Ok(vec![]);
        }
        let mut batch = self.tx.outbox_lease(limit, bulk, resting).await?;
        let now = self.now();
        let mut dead = vec![];
        batch.retain(|leased| {
            let is_dead = leased.expires_at.is_some_and(|at| at <= now);
            if is_dead {
                dead.push(leased.clone());
            }
            !is_dead
        });
        let expired = |leased| (leased, Outcome::Expired("too old".to_owned()));
        self.settle(&dead.iter().map(expired).collect::<Vec<_>>()).await?;
        for leased in &dead {
            if let Some(broadcast) = leased.broadcast {
                self.announcement_moves(broadcast).await?;
            }
        }
        // Whoever asked must ask again: what was behind them may be due.
        self.owes |= !dead.is_empty();
        Ok(batch)
    }

    /// Which letters, by their rows, are still ours: their leases have not passed to another
    /// courier. They stay so for the rest of this work.
    pub async fn in_hand(
        &mut self,
        leased: impl Iterator<Item = &Leased>,
    ) -> Result<HashSet<i64>, DeskError> {
        let (ids, attempts): (Vec<i64>, Vec<i32>) =
            leased.map(|leased| (leased.id, leased.attempt)).unzip();
        Ok(self.tx.outbox_in_hand(&ids, &attempts).await?.into_iter().collect())
    }

    /// The request that carries a letter begins. `false` when the lease had passed on, and then it
    /// must not begin.
    pub async fn begins(&mut self, leased: &Leased) -> Result<bool, DeskError> {
        Ok(self.tx.outbox_begin(leased).await?)
    }

    /// The same for letters that this very work has leased.
    pub async fn begin_all(&mut self, leased: &[i64]) -> Result<(), DeskError> {
        if leased.is_empty() {
            return Ok(());
        }
        Ok(self.tx.outbox_begin_all(leased).await?)
    }

    /// Another courier takes over: what the one before had taken is free. Says how many letters.
    pub async fn take_over(&mut self) -> Result<u64, DeskError> {
        Ok(self.tx.outbox_release().await?)
    }

    /// To which rooms something was sent lately, and how long ago; letters whose outcome nobody
    /// knows are among them.
    pub async fn sent_lately(&mut self) -> Result<Vec<(Room, TimeDelta)>, DeskError> {
        let now = self.now();
        let begun = self.tx.outbox_begun_since(now - REMEMBERED).await?;
        Ok(begun.into_iter().map(|(room, at)| (room, now - at)).collect())
    }

    /// Which rooms have to wait, and how long.
    pub async fn parked(&mut self) -> Result<Vec<(Room, TimeDelta)>, DeskError> {
        let now = self.now();
        let parked = self.tx.parked_all().await?;
        Ok(parked.into_iter().map(|(room, until)| (room, until - now)).collect())
    }

    /// Writes down how deliveries ended; says of which letters, by their rows. The others' leases
    /// had passed to another courier, whose word counts. A message that says a letter a second
    /// time is taken away, as far as one is known.
    pub async fn settle(&mut self, ended: &[(&Leased, Outcome)]) -> Result<Vec<i64>, DeskError> {
        if ended.is_empty() {
            return Ok(vec![]);
        }
        self.owes = true;
        let settled = self.tx.outbox_settle(ended).await?;
        for (leased, outcome) in ended {
            let Outcome::Sent(Some(message)) = outcome else { continue };
            let is_settled = settled.contains(&leased.id);
            // What it asks for may have come while it was on its way.
            if let Ok(Letter::Notice { case, notice }) = &leased.letter
                && notice.asks()
                && let Some(case) = self.tx.case(*case).await?
                && notice.is_past(&case)
            {
                self.lay_bare(&case).await?;
            }
            if is_settled && leased.unknown > 0 {
                let copies = self.tx.copies_of(leased.id).await?;
                for copy in copies.into_iter().filter(|copy| copy != message) {
                    self.remove(leased.room, copy).await?;
                }
            } else if !is_settled {
                let other = self.tx.copy_add(leased.id, leased.room, *message).await?;
                if other.is_some() {
                    self.remove(leased.room, *message).await?;
                }
            }
        }
        Ok(settled)
    }

    /// The buttons go from what a case no longer asks of anybody.
    pub(super) async fn lay_bare(&mut self, case: &Case) -> Result<(), DeskError> {
        for asking in self.tx.outbox_asking(case.id).await? {
            if asking.notice.is_past(case) {
                self.tx.outbox_asks_no_more(asking.id).await?;
                let letter = Letter::Bare { message: asking.message };
                self.owe(asking.room, letter.class(), &letter).await?;
            }
        }
        Ok(())
    }

    async fn remove(&mut self, room: Room, message: MessageId) -> Result<(), DeskError> {
        let letter = Letter::Remove { message };
        self.owe(room, letter.class(), &letter).await
    }

    /// Somebody pressed a message about a case that we do not know: when a letter may have gone out
    /// twice, it is the second copy, and goes. Says whether it was one.
    pub async fn stray(
        &mut self,
        room: Room,
        message: MessageId,
        case: CaseId,
    ) -> Result<bool, DeskError> {
        if self.tx.is_ours(room, message).await? {
            return Ok(false);
        }
        let Some((letter, known)) = self.tx.outbox_doubled(room, case).await? else {
            return Ok(false);
        };
        if known == message || self.tx.copies_of(letter).await?.contains(&message) {
            return Ok(false);
        }
        self.tx.copy_add(letter, room, message).await?;
        self.remove(room, message).await?;
        Ok(true)
    }

    /// Whether a letter has waited for its addressee long enough.
    pub fn is_forlorn(&self, leased: &Leased) -> bool {
        leased.posted_at.is_some_and(|at| self.now() - at >= ABSENCE)
    }

    /// How many letters are owed.
    pub async fn owed(&mut self) -> Result<i64, DeskError> {
        Ok(self.tx.outbox_owed().await?)
    }

    /// A living message.
    pub async fn card(&mut self, id: i64) -> Result<Option<Card>, DeskError> {
        Ok(self.tx.card(id).await?)
    }

    /// The newest living message of a case in a room.
    pub async fn card_of(&mut self, case: CaseId, room: Room) -> Result<Option<Card>, DeskError> {
        Ok(self.tx.card_of(case, room).await?)
    }

    /// Writes down what a card shows; owes it the newest state if that has moved on meanwhile.
    pub async fn card_shows(
        &mut self,
        id: i64,
        message: Option<MessageId>,
        shown: i32,
    ) -> Result<(), DeskError> {
        let Some(card) = self.tx.card_shows(id, message, shown).await? else { return Ok(()) };
        if card.wanted > card.shown {
            self.owe_card(card.room, id).await?;
        }
        Ok(())
    }

    /// A card's message is gone; the next state is posted anew.
    pub async fn card_gone(&mut self, id: i64) -> Result<(), DeskError> {
        Ok(self.tx.card_gone(id).await?)
    }

    /// Slips that wait to be posted in a group for the first time, in their order.
    pub async fn waiting_slips(&mut self, room: Room, limit: i64) -> Result<Vec<Card>, DeskError> {
        Ok(self.tx.cards_waiting(room, limit).await?)
    }

    /// These slips were listed in one message; each follows when there is room for it.
    pub async fn slips_listed(
        &mut self,
        room: Room,
        cards: &[i64],
        message: MessageId,
    ) -> Result<(), DeskError> {
        Ok(self.tx.cards_listed(room, cards, message, Class::Digest).await?)
    }

    /// Which message shows the present question of a conversation (`draft`, `task`).
    pub async fn shown_screen(
        &mut self,
        person: PersonId,
        kind: &str,
    ) -> Result<Option<MessageId>, DeskError> {
        Ok(self.tx.dialog_shown(person, kind).await?)
    }

    /// The case that a message of ours speaks of.
    pub async fn case_at(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<Option<CaseId>, DeskError> {
        if let Some(card) = self.tx.card_at(room, message).await? {
            return Ok(Some(card.case));
        }
        let letter = self.tx.outbox_letter_at(room, message).await?;
        Ok(letter.and_then(|letter| letter.case()))
    }
}
