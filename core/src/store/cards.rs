//! Living messages: which there are, what they should show, what they show.

use super::{StoreError, Tx, named};
use crate::{
    case::letter::Class,
    ids::{CaseId, MessageId, Room},
};
use serde::{Deserialize, Serialize};

/// What sort of living message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// The handling slip in a department's group.
    Slip,
    /// The case in the service centre's group.
    Desk,
    /// The acknowledgement in the owner's chat, which goes on telling how it stands.
    Receipt,
}

impl CardKind {
    fn name(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Desk => "desk",
            Self::Receipt => "receipt",
        }
    }
}

/// A living message.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its row.
    pub id: i64,
    /// Whose case.
    pub case: CaseId,
    /// What sort.
    pub kind: CardKind,
    /// Where.
    pub room: Room,
    /// The round it was posted in.
    pub round: i32,
    /// The message, once posted.
    pub message: Option<MessageId>,
    /// The state it should show.
    pub wanted: i32,
    /// The state it shows.
    pub shown: i32,
    /// The message that lists it together with others, before it was posted itself.
    pub listed: Option<MessageId>,
}

struct CardRow {
    id: i64,
    case_id: i64,
    kind: String,
    room: i64,
    round: i32,
    message: Option<i64>,
    wanted: i32,
    shown: i32,
    listed: Option<i64>,
}

impl Tx {
    /// Wishes for a card.
    pub(crate) async fn card_add(
        &mut self,
        case: CaseId,
        kind: CardKind,
        room: Room,
        round: i32,
    ) -> Result<i64, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into cards (case_id, kind, room, round)
            values ($1, $2, $3, $4)
            on conflict (case_id, kind, room, round) do update set wanted = cards.wanted + 1
            returning id
            "#,
            case.0,
            kind.name(),
            room.0,
            round,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(id)
    }

    /// Every card of a case should show the newest state; says which.
    pub(crate) async fn cards_want_news(
        &mut self,
        case: CaseId,
    ) -> Result<Vec<(i64, Room)>, StoreError> {
        let rows = sqlx::query!(
            "update cards set wanted = wanted + 1 where case_id = $1 returning id, room",
            case.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (row.id, Room(row.room))).collect())
    }

    /// The desk's cards in a private chat should show the newest state; says which.
    pub(crate) async fn cards_renew_alone(&mut self, room: Room) -> Result<Vec<i64>, StoreError> {
        let cards = sqlx::query_scalar!(
            "update cards set wanted = wanted + 1 where room = $1 and kind = 'desk' returning id",
            room.0,
        );
        Ok(cards.fetch_all(&mut *self.inner).await?)
    }

    /// Takes these cards for this work, without waiting; says which of them others are at.
    pub(crate) async fn cards_busy(&mut self, cards: &[i64]) -> Result<Vec<i64>, StoreError> {
        let busy = sqlx::query_scalar!(
            r#"
            with taken as materialized (
                select id from cards where id = any($1) for update skip locked
            )
            select id from cards where id = any($1) and id not in (select id from taken)
            "#,
            cards,
        );
        Ok(busy.fetch_all(&mut *self.inner).await?)
    }

    /// A card.
    pub(crate) async fn card(&mut self, id: i64) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query_as!(
            CardRow,
            r#"
            select id, case_id, kind, room, round, message, wanted, shown, listed
            from cards
            where id = $1
            "#,
            id,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Card::try_from).transpose()
    }

    /// The newest card of a sort of a case in a room.
    pub(crate) async fn card_of(
        &mut self,
        case: CaseId,
        room: Room,
    ) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query_as!(
            CardRow,
            r#"
            select id, case_id, kind, room, round, message, wanted, shown, listed
            from cards
            where case_id = $1 and room = $2
            order by round desc, id desc
            limit 1
            "#,
            case.0,
            room.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Card::try_from).transpose()
    }

    /// The card that a message is.
    pub(crate) async fn card_at(
        &mut self,
        room: Room,
        message: MessageId,
    ) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query_as!(
            CardRow,
            r#"
            select id, case_id, kind, room, round, message, wanted, shown, listed
            from cards
            where room = $1 and message = $2
            order by id desc
            limit 1
            "#,
            room.0,
            message.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Card::try_from).transpose()
    }

    /// Writes down what a card shows now, and as which message.
    pub(crate) async fn card_shows(
        &mut self,
        id: i64,
        message: Option<MessageId>,
        shown: i32,
    ) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query_as!(
            CardRow,
            r#"
            update cards set message = $2, shown = greatest(shown, $3)
            where id = $1
            returning id, case_id, kind, room, round, message, wanted, shown, listed
            "#,
            id,
            message.map(|message| message.0),
            shown,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Card::try_from).transpose()
    }

    /// The message is gone; the next state is posted anew.
    pub(crate) async fn card_gone(&mut self, id: i64) -> Result<(), StoreError> {
        sqlx::query!("update cards set message = null where id = $1", id)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Slips that wait to be posted in a group for the first time and were not listed yet, in the
    /// order in which they are owed, at most `limit`.
    pub(crate) async fn cards_waiting(
        &mut self,
        room: Room,
        limit: i64,
    ) -> Result<Vec<Card>, StoreError> {
        let rows = sqlx::query_as!(
            CardRow,
            r#"
            select cards.id, cards.case_id, cards.kind, cards.room, cards.round, cards.message,
                   cards.wanted, cards.shown, cards.listed
            from outbox
            join cards on cards.id = (outbox.letter ->> 'card')::bigint
            where outbox.room = $1
              and outbox.settled_at is null
              and outbox.letter ->> 'letter' = 'card'
              and cards.kind = 'slip'
              and cards.message is null
              and cards.listed is null
            order by outbox.id
            limit $2
            "#,
            room.0,
            limit,
        )
        .fetch_all(self.mail().await?)
        .await?;
        rows.into_iter().map(Card::try_from).collect()
    }

    /// Slips were told together in one message; they follow when there is room for them.
    pub(crate) async fn cards_listed(
        &mut self,
        room: Room,
        cards: &[i64],
        message: MessageId,
        class: Class,
    ) -> Result<(), StoreError> {
        sqlx::query!("update cards set listed = $2 where id = any ($1)", cards, message.0)
            .execute(self.mail().await?)
            .await?;
        sqlx::query!(
            r#"
            update outbox set class = $3
            where room = $1
              and settled_at is null
              and letter ->> 'letter' = 'card'
              and (letter ->> 'card')::bigint = any ($2)
            "#,
            room.0,
            cards,
            class.rank(),
        )
        .execute(self.mail().await?)
        .await?;
        Ok(())
    }

    /// Every living message of an open case is to be shown again as the book knows it.
    pub(crate) async fn cards_renew_all(&mut self) -> Result<Vec<(i64, Room)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            update cards
            set wanted = wanted + 1
            from cases
            where cases.id = cards.case_id
              and cases.stage not in ('archived', 'withdrawn')
              and cards.message is not null
            returning cards.id, cards.room
            "#,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        Ok(rows.into_iter().map(|row| (row.id, Room(row.room))).collect())
    }

    /// How many slips of open cases a group has, or should have.
    pub(crate) async fn slips_open(&mut self, room: Room) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(*) as "count!"
            from cards
            join cases on cases.id = cards.case_id
            where cards.room = $1
              and cards.kind <> 'receipt'
              and cases.stage not in ('archived', 'withdrawn')
              and (cards.round = cases.round or cards.kind <> 'slip')
            "#,
            room.0,
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// A group has become another one: what is still open is posted there anew.
    pub(crate) async fn cards_move(
        &mut self,
        from: Room,
        to: Room,
    ) -> Result<Vec<i64>, StoreError> {
        let rows = sqlx::query_scalar!(
            r#"
            update cards
            set room = $2, message = null, wanted = wanted + 1
            from cases
            where cards.room = $1
              and cases.id = cards.case_id
              and cases.stage not in ('archived', 'withdrawn')
              and (cards.round = cases.round or cards.kind <> 'slip')
            returning cards.id
            "#,
            from.0,
            to.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows)
    }
}

impl TryFrom<CardRow> for Card {
    type Error = StoreError;

    fn try_from(row: CardRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            case: CaseId(row.case_id),
            kind: named("cards", "kind", row.id, &row.kind)?,
            room: Room(row.room),
            round: row.round,
            message: row.message.map(MessageId),
            wanted: row.wanted,
            shown: row.shown,
            listed: row.listed.map(MessageId),
        })
    }
}
