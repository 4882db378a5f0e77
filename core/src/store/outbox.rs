//! What we owe: posted with the change it speaks of, leased, settled by attempt.

use chrono::TimeDelta;
use serde_json::json;

use super::{StoreError, Tx};
use crate::{
    case::effect::{Class, Letter},
    ids::{MessageId, Room},
};

/// Longer than one letter can take: two calls of at most 65 seconds, side by side with others.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// A letter taken to be delivered.
#[derive(Debug)]
pub struct Leased {
    /// Its row.
    pub id: i64,
    /// Where to.
    pub room: Room,
    /// What. An unreadable one costs itself, not the queue.
    pub letter: Result<Letter, serde_json::Error>,
    /// Which lease this is, from 1: the fence against a courier that wakes up late.
    pub attempt: i32,
    /// How often it has failed.
    pub failures: i32,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there, as this message if it became one.
    Sent(Option<MessageId>),
    /// It was not its turn; ask again after this pause.
    Wait(TimeDelta),
    /// It failed; try again after this pause.
    Later(TimeDelta),
    /// It will never be there.
    Never(String),
}

struct LeasedRow {
    id: i64,
    room: i64,
    letter: serde_json::Value,
    attempt: i32,
    failures: i32,
}

impl Tx {
    /// Owes a letter to a room.
    pub(crate) async fn outbox_post(
        &mut self,
        room: Room,
        class: Class,
        letter: &Letter,
    ) -> Result<(), StoreError> {
        let is_notice = matches!(letter, Letter::Notice { .. });
        if is_notice && crate::trouble::broken("broken.forget_outbox") {
            return Ok(());
        }
        sqlx::query!(
            r#"
            insert into outbox (room, class, letter, due_at)
            values ($1, $2, $3, $4)
            "#,
            room.0,
            class.rank(),
            json!(letter),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Older questions of the same conversation, not yet sent, are no longer owed; says which.
    pub(crate) async fn outbox_supersede(
        &mut self,
        room: Room,
        screen: &serde_json::Value,
    ) -> Result<Vec<serde_json::Value>, StoreError> {
        let pages = sqlx::query_scalar!(
            r#"
            update outbox
            set settled_at = $3
            where room = $1
              and settled_at is null
              and lease_until is null
              and letter #> '{page,screen}' = $2
            returning letter -> 'page' as "page!"
            "#,
            room.0,
            screen,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(pages)
    }

    /// Owes a card its newest state, unless that is owed already.
    pub(crate) async fn outbox_post_card(
        &mut self,
        room: Room,
        card: i64,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into outbox (room, class, letter, due_at)
            select $1, $2, $3, $4
            where not exists (
                select 1 from outbox
                where room = $1 and settled_at is null and lease_until is null and letter = $3
            )
            "#,
            room.0,
            Class::State.rank(),
            json!(Letter::Card { card }),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Takes up to `limit` owed letters, so that no other courier sends them meanwhile: one per
    /// room, oldest first, so that the order within a room is kept.
    pub(crate) async fn outbox_lease(&mut self, limit: i64) -> Result<Vec<Leased>, StoreError> {
        let rows = sqlx::query_as!(
            LeasedRow,
            r#"
            with owed as (
                select o.id
                from outbox o
                where o.settled_at is null
                  and o.due_at <= $1
                  and (o.lease_until is null or o.lease_until <= $1)
                  and not exists (
                      select 1 from outbox earlier
                      where earlier.room = o.room
                        and earlier.id < o.id
                        and earlier.settled_at is null
                  )
                order by o.class, o.due_at, o.id
                limit $2
                for update skip locked
            )
            update outbox
            set lease_until = $3, attempt = attempt + 1
            from owed
            where outbox.id = owed.id
            returning outbox.id, outbox.room, outbox.letter, outbox.attempt, outbox.failures
            "#,
            self.now,
            limit,
            self.now + LEASE,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(Leased::from).collect())
    }

    /// Writes down how a try ended. Says `false` when the lease had already passed to another
    /// courier, whose word then counts.
    pub(crate) async fn outbox_settle(
        &mut self,
        leased: &Leased,
        outcome: &Outcome,
    ) -> Result<bool, StoreError> {
        let (settled_at, due_at, message, gave_up) = match outcome {
            Outcome::Sent(message) => (Some(self.now), None, message.map(|id| id.0), None),
            Outcome::Wait(pause) | Outcome::Later(pause) => {
                (None, Some(self.now + *pause), None, None)
            }
            Outcome::Never(reason) => (Some(self.now), None, None, Some(reason.as_str())),
        };
        let updated = sqlx::query!(
            r#"
            update outbox
            set settled_at = $3, due_at = coalesce($4, due_at), message = $5, gave_up = $6,
                failures = failures + $7, lease_until = null
            where id = $1 and attempt = $2 and settled_at is null
            "#,
            leased.id,
            leased.attempt,
            settled_at,
            due_at,
            message,
            gave_up,
            i32::from(matches!(outcome, Outcome::Later(_))),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// The letter that a message came from, if it is one of ours.
    pub(crate) async fn outbox_letter_at(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<Option<Letter>, StoreError> {
        let letter = sqlx::query_scalar!(
            "select letter from outbox where room = $1 and message = $2 order by id desc limit 1",
            room.0,
            message.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(letter.and_then(|letter| serde_json::from_value(letter).ok()))
    }

    /// How many letters are owed.
    pub(crate) async fn outbox_owed(&mut self) -> Result<i64, StoreError> {
        let owed = sqlx::query_scalar!(
            r#"select count(*) as "owed!" from outbox where settled_at is null"#
        );
        Ok(owed.fetch_one(&mut *self.inner).await?)
    }

    /// Everything owed to a group that has become another one goes there.
    pub(crate) async fn outbox_move(&mut self, from: Room, to: Room) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set room = $2 where room = $1 and settled_at is null",
            from.0,
            to.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}

impl From<LeasedRow> for Leased {
    fn from(row: LeasedRow) -> Self {
        Self {
            id: row.id,
            room: Room(row.room),
            letter: serde_json::from_value(row.letter),
            attempt: row.attempt,
            failures: row.failures,
        }
    }
}
