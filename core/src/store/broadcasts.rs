//! Announcements, and how they are getting on.

use serde_json::json;

use super::{StoreError, Tx};
use crate::{
    case::letter::{Class, Letter},
    ids::{BroadcastId, GatheringId, PersonId, PlaceId, SiteId},
};

/// An announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broadcast {
    /// Its row.
    pub id: BroadcastId,
    /// Who announces it.
    pub author: PersonId,
    /// For everybody there; nothing: the whole site.
    pub place: Option<PlaceId>,
    /// What it says.
    pub words: String,
    /// Of which meeting or event it is.
    pub gathering: Option<GatheringId>,
    /// Whether it invites to it; else it brings its minutes.
    pub invites: bool,
}

/// How an announcement is getting on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// So many recipients.
    pub audience: i64,
    /// It is there.
    pub delivered: i64,
    /// They cannot be written to.
    pub unreachable: i64,
    /// It failed, or nobody knows whether it is there.
    pub failed: i64,
    /// Still owed.
    pub waiting: i64,
}

impl Tx {
    /// Whose names or numbers stand in a text, of those who do not work here. Names of so few letters
    /// that they are words as well are passed over.
    pub(crate) async fn named_in(
        &mut self,
        text: &str,
        phones: &[String],
    ) -> Result<Vec<String>, StoreError> {
        let named = sqlx::query_scalar!(
            r#"
            select distinct case
                       when strpos($1, name) > 0 then name else phone
                   end as "named!"
            from people
            where (
                  char_length(name) >= 2
                      and (octet_length(name) > char_length(name) or char_length(name) >= 5)
                      and strpos($1, name) > 0
                  or phone is not null and phone_key(phone) = any (select phone_key(unnest($2::text[])))
              )
              and not exists (select from posts where person_id = people.id and until is null)
            limit 5
            "#,
            text,
            phones,
        );
        Ok(named.fetch_all(&mut *self.inner).await?)
    }

    /// Writes an announcement down; `None` when this key was used before.
    pub(crate) async fn broadcast_add(
        &mut self,
        author: PersonId,
        place: Option<PlaceId>,
        words: &str,
        key: &str,
    ) -> Result<Option<BroadcastId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into broadcasts (author_id, place_id, words, key, made_at)
            values ($1, $2, $3, $4, $5)
            on conflict (key) do nothing
            returning id
            "#,
            author.0,
            place.map(|place| place.0),
            words,
            key,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(BroadcastId))
    }

    /// Owes an announcement to everybody it is for: one row each, all or none.
    pub(crate) async fn broadcast_post(
        &mut self,
        id: BroadcastId,
        site: SiteId,
        place: Option<PlaceId>,
    ) -> Result<i64, StoreError> {
        let letter = Letter::Announcement { broadcast: id };
        let posted = sqlx::query!(
            r#"
            insert into outbox
                (room, class, letter, due_at, posted_at, expires_at, broadcast_id, site_id)
            select account, $4, $5, $6, $6, $7, $1, $2
            from audience($2, $3, null, $6, null)
            "#,
            id.0,
            site.0,
            place.map(|place| place.0),
            Class::Bulk.rank(),
            json!(letter),
            self.now,
            letter.lifetime().map(|length| self.now + length),
        )
        .execute(self.mail().await?)
        .await?;
        let audience = posted.rows_affected().cast_signed();
        sqlx::query!("update broadcasts set audience = $2 where id = $1", id.0, audience)
            .execute(self.mail().await?)
            .await?;
        Ok(audience)
    }

    /// So many people an announcement for a place, or for the whole site, would reach.
    pub(crate) async fn audience(
        &mut self,
        site: SiteId,
        place: Option<PlaceId>,
    ) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(*) as "count!" from audience($1, $2, null, $3, null)
            "#,
            site.0,
            place.map(|place| place.0),
            self.now,
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// An announcement.
    pub(crate) async fn broadcast(
        &mut self,
        id: BroadcastId,
    ) -> Result<Option<Broadcast>, StoreError> {
        let row = sqlx::query!(
            r#"
            select b.author_id, b.place_id, b.words, g.id as "gathering?",
                   coalesce(g.invitation_id = b.id, false) as "invites!"
            from broadcasts b
            left join gatherings g on g.invitation_id = b.id or g.minutes_id = b.id
            where b.id = $1
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(row.map(|row| Broadcast {
            id,
            author: PersonId(row.author_id),
            place: row.place_id.map(PlaceId),
            words: row.words,
            gathering: row.gathering.map(GatheringId),
            invites: row.invites,
        }))
    }

    /// How an announcement is getting on.
    pub(crate) async fn broadcast_reach(&mut self, id: BroadcastId) -> Result<Reach, StoreError> {
        let row = sqlx::query_as!(
            Reach,
            r#"
            select count(*) as "audience!",
                   count(*) filter (
                       where settled_at is not null and gave_up is null and expired is null
                   ) as "delivered!",
                   count(*) filter (where expired = 'unreachable') as "unreachable!",
                   count(*) filter (
                       where gave_up is not null or expired <> 'unreachable'
                   ) as "failed!",
                   count(*) filter (where settled_at is null) as "waiting!"
            from outbox
            where broadcast_id = $1
            "#,
            id.0,
        );
        Ok(row.fetch_one(self.mail().await?).await?)
    }

    /// Nothing of an announcement is owed any more: says so once.
    pub(crate) async fn broadcast_ends(&mut self, id: BroadcastId) -> Result<bool, StoreError> {
        let updated = sqlx::query!(
            r#"
            update broadcasts set told_at = $2
            where id = $1
              and told_at is null
              and not exists (
                  select 1 from outbox where broadcast_id = $1 and settled_at is null
              )
            "#,
            id.0,
            self.now,
        )
        .execute(self.mail().await?)
        .await?;
        Ok(updated.rows_affected() == 1)
    }
}
