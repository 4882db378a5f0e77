//! Rooms that are parked, and trouble with rooms from when to when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{StoreError, Tx, named};
use crate::ids::{DepartmentId, Room, TroubleId};

/// What is wrong with a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// We were put out of the group.
    PutOut,
    /// The group is no more.
    Gone,
    /// We may not write in the group.
    Muted,
    /// We may not send photos and files there.
    NoMedia,
    /// We are no administrator there, and so do not see replies.
    NotAdmin,
    /// The topic in which we write is closed or deleted.
    TopicClosed,
    /// The chat service makes us wait for long.
    Waits,
    /// Nobody knows the chat.
    Unknown,
    /// A person cannot be written to.
    Unreachable,
    /// A letter was given up.
    GaveUp,
}

impl TroubleKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::PutOut,
        Self::Gone,
        Self::Muted,
        Self::NoMedia,
        Self::NotAdmin,
        Self::TopicClosed,
        Self::Waits,
        Self::Unknown,
        Self::Unreachable,
        Self::GaveUp,
    ];

    /// How the book writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PutOut => "put_out",
            Self::Gone => "gone",
            Self::Muted => "muted",
            Self::NoMedia => "no_media",
            Self::NotAdmin => "not_admin",
            Self::TopicClosed => "topic_closed",
            Self::Waits => "waits",
            Self::Unknown => "unknown",
            Self::Unreachable => "unreachable",
            Self::GaveUp => "gave_up",
        }
    }

    /// Whether a message that went out there shows that it is over.
    pub fn ends_with_a_message(self) -> bool {
        !matches!(self, Self::NoMedia | Self::NotAdmin)
    }
}

/// Trouble with a room.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// Its row.
    pub id: TroubleId,
    /// With which room.
    pub room: Room,
    /// What it is.
    pub kind: TroubleKind,
    /// Whose room it is or was.
    pub department: Option<DepartmentId>,
    /// When it is expected to be over.
    pub until: Option<DateTime<Utc>>,
}

struct TroubleRow {
    id: i64,
    room: i64,
    kind: String,
    department_id: Option<i64>,
    until: Option<DateTime<Utc>>,
}

impl Tx {
    /// Sends nothing to a room before a moment. A later moment counts.
    pub(crate) async fn park(
        &mut self,
        room: Room,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into parked (room, until, reason, since)
            values ($1, $2, $3, $4)
            on conflict (room) do update
            set until = greatest(parked.until, $2), reason = $3
            "#,
            room.0,
            until,
            reason,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A room waits no longer. Says whether it did.
    pub(crate) async fn unpark(&mut self, room: Room) -> Result<bool, StoreError> {
        let deleted = sqlx::query!("delete from parked where room = $1", room.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Until when a room is parked, if it is or lately was.
    pub(crate) async fn parked(&mut self, room: Room) -> Result<Option<DateTime<Utc>>, StoreError> {
        let until = sqlx::query_scalar!("select until from parked where room = $1", room.0);
        Ok(until.fetch_optional(&mut *self.inner).await?)
    }

    /// Which rooms are parked beyond now, and until when.
    pub(crate) async fn parked_all(&mut self) -> Result<Vec<(Room, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query!("select room, until from parked where until > $1", self.now)
            .fetch_all(&mut *self.inner)
            .await?;
        Ok(rows.into_iter().map(|row| (Room(row.room), row.until)).collect())
    }

    /// Writes trouble down, unless it is known; a known one may be expected to last longer.
    pub(crate) async fn trouble_open(
        &mut self,
        room: Room,
        kind: TroubleKind,
        department: Option<DepartmentId>,
        until: Option<DateTime<Utc>>,
    ) -> Result<Option<TroubleId>, StoreError> {
        let row = sqlx::query!(
            r#"
            insert into troubles (room, kind, department_id, until, since)
            values ($1, $2, $3, $4, $5)
            on conflict (room, kind) where over_at is null
            do update set until = greatest(troubles.until, $4)
            returning id, (xmax = 0) as "is_new!"
            "#,
            room.0,
            kind.name(),
            department.map(|department| department.0),
            until,
            self.now,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(row.is_new.then_some(TroubleId(row.id)))
    }

    /// Trouble of these kinds with a room is over; says which was open.
    pub(crate) async fn troubles_over(
        &mut self,
        room: Room,
        kinds: &[TroubleKind],
    ) -> Result<Vec<Trouble>, StoreError> {
        let kinds: Vec<String> = kinds.iter().map(|kind| kind.name().to_owned()).collect();
        let rows = sqlx::query_as!(
            TroubleRow,
            r#"
            update troubles set over_at = $3
            where room = $1 and kind = any ($2) and over_at is null
            returning id, room, kind, department_id, until
            "#,
            room.0,
            &kinds,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Trouble::try_from).collect()
    }

    /// Trouble, over or not.
    pub(crate) async fn trouble(&mut self, id: TroubleId) -> Result<Option<Trouble>, StoreError> {
        let row = sqlx::query_as!(
            TroubleRow,
            "select id, room, kind, department_id, until from troubles where id = $1",
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Trouble::try_from).transpose()
    }

    /// Whether we cannot write to a room, as far as is known.
    pub(crate) async fn is_troubled(&mut self, room: Room) -> Result<bool, StoreError> {
        let silent: Vec<String> = TroubleKind::ALL
            .into_iter()
            .filter(|kind| kind.ends_with_a_message() && *kind != TroubleKind::GaveUp)
            .map(|kind| kind.name().to_owned())
            .collect();
        let troubled = sqlx::query_scalar!(
            r#"
            select exists (
                select 1 from troubles where room = $1 and over_at is null and kind = any ($2)
            ) as "troubled!"
            "#,
            room.0,
            &silent,
        );
        Ok(troubled.fetch_one(&mut *self.inner).await?)
    }
}

impl TryFrom<TroubleRow> for Trouble {
    type Error = StoreError;

    fn try_from(row: TroubleRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: TroubleId(row.id),
            room: Room(row.room),
            kind: named("troubles", "kind", row.id, &row.kind)?,
            department: row.department_id.map(DepartmentId),
            until: row.until,
        })
    }
}
