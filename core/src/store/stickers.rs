//! Stickers that are scanned, and the places that they mean.

use super::{StoreError, Tx};
use crate::ids::{PlaceId, SiteId};

/// A sticker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sticker {
    /// What its link says.
    pub token: String,
    /// Where it means.
    pub place: PlaceId,
    /// How the lists name that place.
    pub code: String,
}

impl Tx {
    /// A building, its floors and what in it belongs to everybody, in their order; no unit, which is somebody's
    /// home or shop.
    pub(crate) async fn sticker_places(
        &mut self,
        site: SiteId,
        building: &str,
    ) -> Result<Vec<PlaceId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            with recursive within (id, depth) as (
                select id, 0 from places where site_id = $1 and code = $2
                union all
                select places.id, depth + 1 from places join within on places.parent_id = within.id
            )
            select places.id from places join within on within.id = places.id
            where places.kind <> 'unit'
            order by depth, position, places.id
            "#,
            site.0,
            building,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(PlaceId).collect())
    }

    /// The sticker of a place: the one that there is, else a new one by this token.
    pub(crate) async fn sticker_of(
        &mut self,
        site: SiteId,
        place: PlaceId,
        token: &str,
    ) -> Result<String, StoreError> {
        let known = sqlx::query_scalar!(
            r#"
            insert into stickers (token, site_id, place_id, made_at)
            values ($1, $2, $3, $4)
            on conflict (place_id) where revoked_at is null do update set place_id = excluded.place_id
            returning token
            "#,
            token,
            site.0,
            place.0,
            self.now,
        );
        Ok(known.fetch_one(&mut *self.inner).await?)
    }

    /// The place that a sticker means, if it is of use.
    pub(crate) async fn sticker_at(&mut self, token: &str) -> Result<Option<PlaceId>, StoreError> {
        let place = sqlx::query_scalar!(
            "select place_id from stickers where token = $1 and revoked_at is null",
            token
        );
        Ok(place.fetch_optional(&mut *self.inner).await?.map(PlaceId))
    }

    /// The stickers of an estate that are of use, by their places.
    pub(crate) async fn stickers(&mut self, site: SiteId) -> Result<Vec<Sticker>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select token, place_id, places.code
            from stickers join places on places.id = stickers.place_id
            where stickers.site_id = $1 and revoked_at is null
            order by places.code
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let sticker = rows.into_iter().map(|row| Sticker {
            token: row.token,
            place: PlaceId(row.place_id),
            code: row.code,
        });
        Ok(sticker.collect())
    }

    /// A sticker means another place from now on; the one that the place had is of no use any more. Says
    /// whether there are such a sticker and such a place.
    pub(crate) async fn sticker_point(
        &mut self,
        site: SiteId,
        token: &str,
        code: &str,
    ) -> Result<bool, StoreError> {
        let place = sqlx::query_scalar!(
            "select id from places where site_id = $1 and code = $2 and kind <> 'unit'",
            site.0,
            code
        );
        let Some(place) = place.fetch_optional(&mut *self.inner).await? else { return Ok(false) };
        sqlx::query!(
            "update stickers set revoked_at = $3
             where place_id = $1 and token <> $2 and revoked_at is null
               and exists (select from stickers where token = $2 and site_id = $4)",
            place,
            token,
            self.now,
            site.0,
        )
        .execute(&mut *self.inner)
        .await?;
        let pointed = sqlx::query!(
            "update stickers set place_id = $3, revoked_at = null where token = $1 and site_id = $2",
            token,
            site.0,
            place,
        );
        Ok(pointed.execute(&mut *self.inner).await?.rows_affected() > 0)
    }

    /// A sticker is of no use any more. Says whether there was one.
    pub(crate) async fn sticker_revoke(
        &mut self,
        site: SiteId,
        token: &str,
    ) -> Result<bool, StoreError> {
        let revoked = sqlx::query!(
            "update stickers set revoked_at = $3 where token = $1 and site_id = $2 and revoked_at is null",
            token,
            site.0,
            self.now,
        );
        Ok(revoked.execute(&mut *self.inner).await?.rows_affected() > 0)
    }
}
