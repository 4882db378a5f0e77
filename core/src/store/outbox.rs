//! What we owe: leased, marked when its request begins, settled by attempt.

use chrono::{DateTime, TimeDelta, Utc};

use super::{StoreError, Tx};
use crate::{
    case::letter::{Class, Letter},
    ids::{BroadcastId, CaseId, MessageId, Room, SiteId},
};

/// Longer than one letter can take: two calls of at most 65 seconds, side by side with others.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// A letter taken to be delivered.
#[derive(Debug, Clone)]
pub struct Leased {
    /// Its row.
    pub id: i64,
    /// Where to.
    pub room: Room,
    /// What. An unreadable one costs itself, not the queue.
    pub letter: Result<Letter, String>,
    /// How urgent.
    pub class: Class,
    /// Which lease this is, from 1: the fence against a courier that wakes up late.
    pub attempt: i32,
    /// How often it has failed.
    pub failures: i32,
    /// So many requests were begun of which nobody knows whether they were carried out.
    pub unknown: i32,
    /// What it was to change is gone: it is posted anew.
    pub anew: bool,
    /// Since when it is owed.
    pub posted_at: Option<DateTime<Utc>>,
    /// After this it is of no use.
    pub expires_at: Option<DateTime<Utc>>,
    /// Of which estate it speaks, where its writer knew.
    pub site: Option<SiteId>,
    /// Of which announcement.
    pub broadcast: Option<BroadcastId>,
    /// Whether the room is in trouble, as far as the book knows.
    pub troubled: bool,
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
    /// Nobody knows whether it is there; ask again after this pause.
    Unknown(TimeDelta),
    /// What it was to change is gone; post it anew.
    Anew,
    /// It is of no use any more, by this rule.
    Expired(String),
    /// It will never be there.
    Never(String),
}

struct LeasedRow {
    id: i64,
    room: i64,
    letter: serde_json::Value,
    class: i16,
    attempt: i32,
    failures: i32,
    unknown: i32,
    gone_at: Option<DateTime<Utc>>,
    posted_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    broadcast_id: Option<i64>,
    site_id: Option<i64>,
    troubled: bool,
}

/// How tries ended, column by column.
#[derive(Default)]
struct Settling {
    ids: Vec<i64>,
    attempts: Vec<i32>,
    is_over: Vec<bool>,
    due_at: Vec<Option<DateTime<Utc>>>,
    messages: Vec<Option<i64>>,
    gave_up: Vec<Option<String>>,
    expired: Vec<Option<String>>,
    failed: Vec<i32>,
    unknown: Vec<i32>,
    is_anew: Vec<bool>,
}

impl Tx {
    /// Takes up to `limit` owed letters, at most `bulk` of them to many at once, so that no other
    /// courier sends them meanwhile. The most urgent first; parked rooms not at all, and of what is
    /// to rest nothing of that class or less urgent.
    ///
    /// Within a room, an older letter goes first. Only danger may pass what is less urgent, and
    /// anything may pass what is no news (files, announcements), unless both are of one case.
    pub(crate) async fn outbox_lease(
        &mut self,
        limit: i64,
        bulk: i64,
        resting: &[(Room, Class)],
    ) -> Result<Vec<Leased>, StoreError> {
        let (rooms, classes): (Vec<i64>, Vec<i16>) =
            resting.iter().map(|(room, class)| (room.0, class.rank())).unzip();
        let rows = sqlx::query_as!(
            LeasedRow,
            r#"
            with ready as (
                select next.id, rank.class, next.due_at
                from generate_series(0, 4) as rank (class)
                cross join lateral (
                    select o.id, o.due_at
                    from outbox o
                    where o.settled_at is null
                      and o.class = rank.class
                      and o.due_at <= $1
                      and (o.lease_until is null or o.lease_until <= $1)
                      and o.class < coalesce((
                          select min(resting.class)
                          from unnest($5::bigint[], $6::smallint[]) as resting (room, class)
                          where resting.room = o.room
                      ), 5)
                      and not exists (
                          select 1 from parked where parked.room = o.room and parked.until > $1
                      )
                      -- Asked as a value: an anti-join over an index of what is owed is planned
                      -- for nothing owed, and reads all of it for each letter.
                      and (
                          select earlier.id from outbox earlier
                          where earlier.room = o.room
                            and earlier.id < o.id
                            and earlier.settled_at is null
                            and (earlier.class <= o.class
                                 or (o.class > 0 and earlier.class < 3)
                                 or earlier.case_id = o.case_id)
                          order by earlier.room, earlier.id
                          limit 1
                      ) is null
                    order by o.due_at, o.id
                    limit case when rank.class = 4 then $3::bigint else $2::bigint end
                ) as next
                order by rank.class, next.due_at, next.id
                limit $2
            ), owed as (
                select outbox.id
                from outbox
                join ready using (id)
                where outbox.settled_at is null
                  and (outbox.lease_until is null or outbox.lease_until <= $1)
                order by ready.class, ready.due_at, outbox.id
                for update of outbox skip locked
            )
            update outbox
            set lease_until = $4,
                attempt = attempt + 1,
                unknown = unknown + case when begun = attempt and attempt > 0 then 1 else 0 end
            from owed
            where outbox.id = owed.id
            returning outbox.id, outbox.room, outbox.letter, outbox.class, outbox.attempt,
                      outbox.failures, outbox.unknown, outbox.gone_at, outbox.posted_at,
                      outbox.expires_at, outbox.broadcast_id, outbox.site_id,
                      exists (
                          select 1 from troubles
                          where troubles.room = outbox.room and over_at is null
                      ) as "troubled!"
            "#,
            self.now,
            limit,
            bulk,
            self.now + LEASE,
            &rooms,
            &classes,
        )
        .fetch_all(self.mail().await?)
        .await?;
        let mut leased: Vec<Leased> = rows.into_iter().map(Leased::from).collect();
        leased.sort_by_key(|letter| (letter.class, letter.id));
        Ok(leased)
    }

    /// Of which estate the message at this place speaks, if its letter says so.
    pub(crate) async fn outbox_site(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<Option<SiteId>, StoreError> {
        let site = sqlx::query_scalar!(
            r#"
            select site_id from outbox
            where room = $1 and message = $2
            order by id desc
            limit 1
            "#,
            room.0,
            message.0,
        );
        Ok(site.fetch_optional(self.mail().await?).await?.flatten().map(SiteId))
    }

    /// The request that carries a letter begins now. Says `false` when the lease had passed on:
    /// then it must not begin.
    pub(crate) async fn outbox_begin(&mut self, leased: &Leased) -> Result<bool, StoreError> {
        let updated = sqlx::query!(
            r#"
            update outbox
            set begun = attempt, begun_at = $3
            where id = $1 and attempt = $2 and settled_at is null
            "#,
            leased.id,
            leased.attempt,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// The requests that carry these letters begin now. Only for letters leased by this same work:
    /// nobody else can have them meanwhile.
    pub(crate) async fn outbox_begin_all(&mut self, letters: &[i64]) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set begun = attempt, begun_at = $2 where id = any($1)",
            letters,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
    }

    /// Of these leases of letters, those that are the newest and not settled.
    pub(crate) async fn outbox_in_hand(
        &mut self,
        ids: &[i64],
        attempts: &[i32],
    ) -> Result<Vec<i64>, StoreError> {
        let own = sqlx::query_scalar!(
            r#"
            select outbox.id
            from outbox
            join unnest($1::bigint[], $2::integer[]) as leased (id, attempt) using (id, attempt)
            where outbox.settled_at is null
            order by outbox.id
            for update of outbox
            "#,
            ids,
            attempts,
        );
        Ok(own.fetch_all(self.mail().await?).await?)
    }

    /// Letters that another courier has taken are free again, and that courier's word no longer
    /// counts. Of requests that it had begun nobody knows the outcome.
    pub(crate) async fn outbox_release(&mut self) -> Result<u64, StoreError> {
        let updated = sqlx::query!(
            r#"
            update outbox
            set unknown = unknown + case when begun = attempt then 1 else 0 end,
                attempt = attempt + 1, begun = 0, lease_until = null, due_at = least(due_at, $1)
            where settled_at is null and lease_until is not null
            "#,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(updated.rows_affected())
    }

    /// To which rooms requests were begun since a moment, and when.
    pub(crate) async fn outbox_begun_since(
        &mut self,
        since: DateTime<Utc>,
    ) -> Result<Vec<(Room, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query!(
            r#"select room, begun_at as "begun_at!" from outbox where begun_at > $1"#,
            since,
        )
        .fetch_all(self.mail().await?)
        .await?;
        Ok(rows.into_iter().map(|row| (Room(row.room), row.begun_at)).collect())
    }

    /// Writes down how tries ended, in one statement. Says which letters, by their rows, that was
    /// true of: the lease of the others had passed to another courier, whose word then counts.
    pub(crate) async fn outbox_settle(
        &mut self,
        ended: &[(&Leased, Outcome)],
    ) -> Result<Vec<i64>, StoreError> {
        let mut rows = Settling::default();
        for (leased, outcome) in ended {
            rows.push(leased, outcome, self.now);
        }
        let settled = sqlx::query_scalar!(
            r#"
            update outbox
            set settled_at = case when ended.is_over then $10::timestamptz end,
                due_at = coalesce(ended.due_at, outbox.due_at),
                message = ended.message,
                gave_up = ended.gave_up,
                expired = ended.expired,
                failures = outbox.failures + ended.failed,
                unknown = outbox.unknown + ended.unknown,
                gone_at = case when ended.is_anew then $10::timestamptz else gone_at end,
                begun = case when ended.is_over then begun else 0 end,
                lease_until = null
            from unnest($1::bigint[], $2::integer[], $3::bool[], $4::timestamptz[], $5::bigint[],
                        $6::text[], $7::text[], $8::integer[], $9::integer[], $11::bool[])
                as ended (id, attempt, is_over, due_at, message, gave_up, expired, failed, unknown,
                          is_anew)
            where outbox.id = ended.id
              and outbox.attempt = ended.attempt
              and outbox.settled_at is null
            returning outbox.id
            "#,
            &rows.ids,
            &rows.attempts,
            &rows.is_over,
            &rows.due_at as &[Option<DateTime<Utc>>],
            &rows.messages as &[Option<i64>],
            &rows.gave_up as &[Option<String>],
            &rows.expired as &[Option<String>],
            &rows.failed,
            &rows.unknown,
            self.now,
            &rows.is_anew,
        );
        Ok(settled.fetch_all(self.mail().await?).await?)
    }

    /// A message is known to carry a letter that is, or will be, settled as another message. Says
    /// as which one it is settled already.
    pub(crate) async fn copy_add(
        &mut self,
        letter: i64,
        room: Room,
        message: MessageId,
    ) -> Result<Option<MessageId>, StoreError> {
        sqlx::query!(
            r#"
            insert into copies (room, message, outbox_id, seen_at)
            values ($1, $2, $3, $4)
            on conflict do nothing
            "#,
            room.0,
            message.0,
            letter,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        let settled = sqlx::query_scalar!("select message from outbox where id = $1", letter)
            .fetch_optional(self.mail().await?)
            .await?;
        Ok(settled.flatten().map(MessageId).filter(|settled| *settled != message))
    }

    /// The messages that are known to carry a letter beside the one it is settled as.
    pub(crate) async fn copies_of(&mut self, letter: i64) -> Result<Vec<MessageId>, StoreError> {
        let messages =
            sqlx::query_scalar!("select message from copies where outbox_id = $1", letter)
                .fetch_all(self.mail().await?)
                .await?;
        Ok(messages.into_iter().map(MessageId).collect())
    }

    /// The newest letter about a case that may be in a room twice, and the message it is settled
    /// as.
    pub(crate) async fn outbox_doubled(
        &mut self,
        room: Room,
        case: CaseId,
    ) -> Result<Option<(i64, MessageId)>, StoreError> {
        let row = sqlx::query!(
            r#"
            select id, message as "message!"
            from outbox
            where room = $1 and case_id = $2 and unknown > 0 and message is not null
              -- What is under way may be pressed before it is written down.
              and not exists (
                  select 1 from outbox
                  where room = $1 and case_id = $2 and settled_at is null
                    and attempt > 0 and begun = attempt
              )
            order by id desc
            limit 1
            "#,
            room.0,
            case.0,
        )
        .fetch_optional(self.mail().await?)
        .await?;
        Ok(row.map(|row| (row.id, MessageId(row.message))))
    }

    /// Whether we know a message as one that we wrote down.
    pub(crate) async fn is_ours(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<bool, StoreError> {
        let known = sqlx::query_scalar!(
            r#"
            select exists (select 1 from outbox where room = $1 and message = $2)
                or exists (select 1 from cards where room = $1 and message = $2)
                or exists (select 1 from cards where room = $1 and listed = $2) as "known!"
            "#,
            room.0,
            message.0,
        );
        Ok(known.fetch_one(self.mail().await?).await?)
    }

    /// What is owed to a room and not worth waiting for is no longer owed. Says of which
    /// announcements something was.
    pub(crate) async fn outbox_expire_passing(
        &mut self,
        room: Room,
        rule: &str,
    ) -> Result<Vec<BroadcastId>, StoreError> {
        let broadcasts = sqlx::query_scalar!(
            r#"
            update outbox
            set settled_at = $2, expired = $3
            where room = $1 and settled_at is null and lease_until is null
              and letter ->> 'letter' in ('page', 'announcement', 'remove')
            returning broadcast_id
            "#,
            room.0,
            self.now,
            rule,
        )
        .fetch_all(self.mail().await?)
        .await?;
        Ok(broadcasts.into_iter().flatten().map(BroadcastId).collect())
    }

    /// Nothing of what is owed to a room is owed any more.
    pub(crate) async fn outbox_expire_all(
        &mut self,
        room: Room,
        rule: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update outbox
            set settled_at = $2, expired = $3
            where room = $1 and settled_at is null and lease_until is null
            "#,
            room.0,
            self.now,
            rule,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
    }

    /// What is owed to a room that has to wait is not due before.
    pub(crate) async fn outbox_rest(
        &mut self,
        room: Room,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update outbox set due_at = $2
            where room = $1 and settled_at is null and lease_until is null and due_at < $2
            "#,
            room.0,
            until,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
    }

    /// What is owed to a room that waited is due now.
    pub(crate) async fn outbox_wake(&mut self, room: Room) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update outbox set due_at = $2
            where room = $1 and settled_at is null and lease_until is null and due_at > $2
            "#,
            room.0,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
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
        .fetch_optional(self.mail().await?)
        .await?;
        Ok(letter.and_then(|letter| serde_json::from_value(letter).ok()))
    }

    /// How many letters are owed.
    pub(crate) async fn outbox_owed(&mut self) -> Result<i64, StoreError> {
        let owed = sqlx::query_scalar!(
            r#"select count(*) as "owed!" from outbox where settled_at is null"#
        );
        Ok(owed.fetch_one(self.mail().await?).await?)
    }

    /// Everything owed to a group that has become another one goes there.
    pub(crate) async fn outbox_move(&mut self, from: Room, to: Room) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set room = $2 where room = $1 and settled_at is null",
            from.0,
            to.0,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
    }
}

impl Settling {
    fn push(&mut self, leased: &Leased, outcome: &Outcome, now: DateTime<Utc>) {
        let is_over = matches!(outcome, Outcome::Sent(_) | Outcome::Expired(_) | Outcome::Never(_));
        let pause = match outcome {
            Outcome::Wait(pause) | Outcome::Later(pause) | Outcome::Unknown(pause) => Some(*pause),
            _ => None,
        };
        let message = match outcome {
            Outcome::Sent(message) => message.map(|message| message.0),
            _ => None,
        };
        let (expired, gave_up) = match outcome {
            Outcome::Expired(rule) => (Some(rule.clone()), None),
            Outcome::Never(reason) => (None, Some(reason.clone())),
            _ => (None, None),
        };
        let is_unknown = matches!(outcome, Outcome::Unknown(_));
        self.ids.push(leased.id);
        self.attempts.push(leased.attempt);
        self.is_over.push(is_over);
        self.due_at.push(pause.map(|pause| now + pause));
        self.messages.push(message);
        self.gave_up.push(gave_up);
        self.expired.push(expired);
        self.failed.push(i32::from(is_unknown || matches!(outcome, Outcome::Later(_))));
        self.unknown.push(i32::from(is_unknown));
        self.is_anew.push(matches!(outcome, Outcome::Anew));
    }
}

impl From<LeasedRow> for Leased {
    fn from(row: LeasedRow) -> Self {
        Self {
            id: row.id,
            room: Room(row.room),
            letter: serde_json::from_value(row.letter).map_err(|error| error.to_string()),
            class: Class::of_rank(row.class),
            attempt: row.attempt,
            failures: row.failures,
            unknown: row.unknown,
            anew: row.gone_at.is_some(),
            posted_at: row.posted_at,
            expires_at: row.expires_at,
            site: row.site_id.map(SiteId),
            broadcast: row.broadcast_id.map(BroadcastId),
            troubled: row.troubled,
        }
    }
}
