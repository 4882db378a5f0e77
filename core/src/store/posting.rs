//! Letters on their way into the outbox: gathered while a work goes on, inserted in one statement
//! before anything looks at the outbox, and at the latest with the commit.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{StoreError, Tx};
use crate::{
    case::letter::{Class, Letter},
    ids::Room,
};

/// No more than these are kept in mind.
const GATHERED: usize = 100;

/// A letter that is owed and not inserted yet.
#[derive(Debug)]
pub(super) struct Posted {
    room: i64,
    class: i16,
    letter: Value,
    expires_at: Option<DateTime<Utc>>,
    case: Option<i64>,
    questionnaire: Option<i64>,
    card: Option<i64>,
    site: Option<i64>,
    asks: bool,
}

impl Tx {
    /// Owes a letter to a room. A card is owed its newest state once; what waits already becomes
    /// urgent if this is of danger.
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
        let (mut case, mut class) = (letter.case(), class);
        if is_notice
            && self.now.timestamp_micros() % 2 == 0
            && crate::trouble::broken("broken.out_of_order")
        {
            (case, class) = (None, Class::Digest);
        }
        let posted = Posted {
            room: room.0,
            class: class.rank(),
            letter: json!(letter),
            expires_at: letter.lifetime().map(|length| self.now + length),
            case: case.map(|case| case.0),
            questionnaire: match letter {
                Letter::Questionnaire { questionnaire } => Some(questionnaire.0),
                _ => None,
            },
            card: match letter {
                Letter::Card { card } => Some(*card),
                _ => None,
            },
            site: self.at.map(|site| site.0),
            asks: matches!(letter, Letter::Notice { notice, .. } if notice.asks()),
        };
        let same = self.letters.iter_mut().find(|other| {
            posted.card.is_some() && other.room == posted.room && other.card == posted.card
        });
        match same {
            Some(other) => other.class = other.class.min(posted.class),
            None => self.letters.push(posted),
        }
        if self.letters.len() >= GATHERED { self.outbox_insert().await } else { Ok(()) }
    }

    /// The connection for whatever looks at the outbox: with nothing gathered left.
    pub(super) async fn mail(&mut self) -> Result<&mut PgConnection, StoreError> {
        self.outbox_insert().await?;
        Ok(&mut self.inner)
    }

    /// Inserts what was gathered, in its order.
    pub(super) async fn outbox_insert(&mut self) -> Result<(), StoreError> {
        if self.letters.is_empty() {
            return Ok(());
        }
        let letters = std::mem::take(&mut self.letters);
        sqlx::query!(
            r#"
            with posted as (
                select *
                from unnest($1::bigint[], $2::smallint[], $3::jsonb[], $4::timestamptz[],
                            $5::bigint[], $6::bigint[], $7::bigint[], $9::bigint[], $10::boolean[])
                    with ordinality
                    as posted (room, class, letter, expires_at, case_id, questionnaire, card,
                               site_id, asks, place)
            ), waiting as (
                select outbox.id, posted.place, posted.class
                from posted
                join outbox on outbox.room = posted.room and outbox.letter = posted.letter
                where posted.card is not null
                  and outbox.settled_at is null
                  and outbox.lease_until is null
            ), pressed as (
                update outbox set class = waiting.class
                from waiting
                where outbox.id = waiting.id and waiting.class = 0 and outbox.class > 0
            )
            insert into outbox
                (room, class, letter, due_at, posted_at, expires_at, case_id, site_id, asks)
            select room, class, letter,
                   greatest($8, (select until from parked where parked.room = posted.room)),
                   $8, expires_at,
                   coalesce(case_id,
                            (select case_id from questionnaires where id = questionnaire),
                            (select case_id from cards where id = card)),
                   site_id,
                   asks
            from posted
            where place not in (select place from waiting)
            order by place
            "#,
            &column(&letters, |letter| letter.room),
            &column(&letters, |letter| letter.class),
            &column(&letters, |letter| letter.letter.clone()),
            &column(&letters, |letter| letter.expires_at) as &[Option<DateTime<Utc>>],
            &column(&letters, |letter| letter.case) as &[Option<i64>],
            &column(&letters, |letter| letter.questionnaire) as &[Option<i64>],
            &column(&letters, |letter| letter.card) as &[Option<i64>],
            self.now,
            &column(&letters, |letter| letter.site) as &[Option<i64>],
            &column(&letters, |letter| letter.asks),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Older questions of the same conversation, not yet sent, are no longer owed; says which.
    pub(crate) async fn outbox_supersede(
        &mut self,
        room: Room,
        screen: &Value,
    ) -> Result<Vec<Value>, StoreError> {
        let pages = sqlx::query_scalar!(
            r#"
            update outbox
            set settled_at = $3, expired = 'superseded'
            where room = $1
              and settled_at is null
              and lease_until is null
              and letter #> '{page,screen}' = $2
            returning letter -> 'page' as "page!"
            "#,
            room.0,
            screen,
            self.now,
        );
        Ok(pages.fetch_all(self.mail().await?).await?)
    }
}

fn column<T>(letters: &[Posted], value: impl Fn(&Posted) -> T) -> Vec<T> {
    letters.iter().map(value).collect()
}
