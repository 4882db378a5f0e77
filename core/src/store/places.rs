//! Places and categories.

use chrono::NaiveDate;
use sqlx::types::Json;

use super::{StoreError, Tx, named};
use crate::{
    ids::{CategoryId, DepartmentId, PlaceId, SiteId},
    place::{Category, Offering, Place, PlaceKind},
    words::Words,
};

/// A place as the lists know it.
#[derive(Debug, Clone)]
pub(crate) struct KnownPlace {
    /// Its identity.
    pub(crate) id: PlaceId,
    /// What it lies in.
    pub(crate) parent: Option<PlaceId>,
    /// What sort of place it is.
    pub(crate) kind: PlaceKind,
    /// How the lists name it.
    pub(crate) code: String,
    /// Its own name.
    pub(crate) name: Words,
    /// The day on which the developer handed it over.
    pub(crate) handed_over: Option<NaiveDate>,
}

impl Tx {
    /// A place, with the way to it.
    pub(crate) async fn place(&mut self, id: PlaceId) -> Result<Option<Place>, StoreError> {
        Ok(self.places_of(&[id.0]).await?.pop())
    }

    /// What lies directly within a place; the buildings of an estate when none is named.
    pub(crate) async fn places_within(
        &mut self,
        site: SiteId,
        parent: Option<PlaceId>,
    ) -> Result<Vec<Place>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from places
            where site_id = $1 and coalesce(parent_id, 0) = coalesce($2::bigint, 0) and kind <> 'public'
            order by position, id
            "#,
            site.0,
            parent.map(|parent| parent.0),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        self.places_of(&ids).await
    }

    /// Places that belong to everybody.
    pub(crate) async fn places_public(&mut self, site: SiteId) -> Result<Vec<Place>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from places where site_id = $1 and kind = 'public' order by position, id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        self.places_of(&ids).await
    }

    /// These places by their rows.
    pub(crate) async fn places_by(&mut self, ids: &[PlaceId]) -> Result<Vec<Place>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        self.places_of(&ids).await
    }

    /// These places, in this order, each with the way to it from the building down.
    async fn places_of(&mut self, ids: &[i64]) -> Result<Vec<Place>, StoreError> {
        let rows = sqlx::query!(
            r#"
            with recursive way
                (leaf, leaf_kind, position, site_id, parent_id, name, handed_over, depth)
            as (
                select p.id, p.kind, wanted.position, p.site_id, p.parent_id, p.name, p.handed_over,
                       0
                from unnest($1::bigint[]) with ordinality as wanted (id, position)
                join places p on p.id = wanted.id
                union all
                select way.leaf, way.leaf_kind, way.position, way.site_id, p.parent_id, p.name,
                       p.handed_over, way.depth + 1
                from way
                -- One by one: joined, every step of a way reads all places there are.
                cross join lateral (select * from places where id = way.parent_id limit 1) as p
            )
            select leaf as "leaf!", leaf_kind as "kind!", site_id as "site!",
                   name as "name!: Json<Words>", handed_over
            from way
            order by position, depth desc
            "#,
            ids,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let mut places: Vec<Place> = Vec::with_capacity(ids.len());
        for row in rows {
            match places.last_mut().filter(|place| place.id.0 == row.leaf) {
                Some(place) => {
                    place.path.push(row.name.0);
                    // The nearest counts: a unit may have been handed over after its building.
                    place.handed_over = row.handed_over.or(place.handed_over);
                }
                None => places.push(Place {
                    id: PlaceId(row.leaf),
                    site: SiteId(row.site),
                    kind: named("places", "kind", row.leaf, &row.kind)?,
                    path: vec![row.name.0],
                    handed_over: row.handed_over,
                }),
            }
        }
        Ok(places)
    }

    /// Adds a place.
    pub(crate) async fn place_add(
        &mut self,
        site: SiteId,
        parent: Option<PlaceId>,
        kind: PlaceKind,
        code: &str,
        name: &Words,
        position: i32,
    ) -> Result<PlaceId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into places (site_id, parent_id, kind, code, name, position)
            values ($1, $2, $3, $4, $5, $6)
            returning id
            "#,
            site.0,
            parent.map(|parent| parent.0),
            kind.name(),
            code,
            Json(name) as _,
            position,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(PlaceId(id))
    }

    /// Every place as the lists know it, by the order in which they were written down.
    pub(crate) async fn places_known(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<KnownPlace>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, parent_id, kind, code, name as "name: Json<Words>", handed_over
            from places
            where site_id = $1
            order by id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let known = rows.into_iter().map(|row| {
            Ok(KnownPlace {
                id: PlaceId(row.id),
                parent: row.parent_id.map(PlaceId),
                kind: named("places", "kind", row.id, &row.kind)?,
                code: row.code,
                name: row.name.0,
                handed_over: row.handed_over,
            })
        });
        known.collect()
    }

    /// A place is called otherwise, or lies elsewhere.
    pub(crate) async fn place_change(
        &mut self,
        id: PlaceId,
        parent: Option<PlaceId>,
        name: &Words,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update places set parent_id = $2, name = $3 where id = $1",
            id.0,
            parent.map(|parent| parent.0),
            Json(name) as _,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A place was handed over on this day; nothing takes it back.
    pub(crate) async fn place_handed_over(
        &mut self,
        id: PlaceId,
        day: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        sqlx::query!("update places set handed_over = $2 where id = $1", id.0, day)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// The categories of an estate, in the order of its file.
    pub(crate) async fn categories(&mut self, site: SiteId) -> Result<Vec<Category>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, department_id, code, name as "name: Json<Words>", words, needs_photo,
                   between_neighbours, about_us, danger, parent_id,
                   retired_at is not null as "retired!",
                   exists (
                       select from categories as part
                       where part.parent_id = categories.id and part.retired_at is null
                   ) as "is_group!"
            from categories
            where site_id = $1
            order by position, id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let category = rows.into_iter().map(|row| Category {
            id: CategoryId(row.id),
            department: DepartmentId(row.department_id),
            name: row.name.0,
            words: row.words,
            needs_photo: row.needs_photo,
            between_neighbours: row.between_neighbours,
            about_us: row.about_us,
            danger: row.danger,
            code: row.code,
            parent: row.parent_id.map(CategoryId),
            offering: match (row.retired, row.is_group) {
                (true, _) => Offering::Retired,
                (false, true) => Offering::Group,
                (false, false) => Offering::Offered,
            },
        });
        Ok(category.collect())
    }

    /// Adds a category, or says anew what one of this code is.
    pub(crate) async fn category_put(
        &mut self,
        site: SiteId,
        category: &Category,
        position: i32,
    ) -> Result<CategoryId, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into categories (
                site_id, department_id, code, name, words, needs_photo, between_neighbours, danger,
                position, parent_id, retired_at, about_us
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11 then $12::timestamptz end, $13)
            on conflict (site_id, code) do update
            set department_id = excluded.department_id, name = excluded.name,
                words = excluded.words, needs_photo = excluded.needs_photo,
                between_neighbours = excluded.between_neighbours, danger = excluded.danger,
                parent_id = excluded.parent_id, about_us = excluded.about_us,
                retired_at = case
                    when excluded.retired_at is null then null
                    else coalesce(categories.retired_at, excluded.retired_at)
                end
            returning id
            "#,
            site.0,
            category.department.0,
            category.code,
            Json(&category.name) as _,
            &category.words,
            category.needs_photo,
            category.between_neighbours,
            category.danger,
            position,
            category.parent.map(|parent| parent.0),
            category.offering == Offering::Retired,
            self.now,
            category.about_us,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(CategoryId(id))
    }

    /// No category is a danger any more, until the file says which are.
    pub(crate) async fn no_dangers(&mut self, site: SiteId) -> Result<(), StoreError> {
        sqlx::query!("update categories set danger = false where site_id = $1 and danger", site.0)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// The place of somebody's last case in an estate.
    pub(crate) async fn place_last_used(
        &mut self,
        person: crate::ids::PersonId,
        site: SiteId,
    ) -> Result<Option<PlaceId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            select place_id as "place_id!" from cases
            where owner_id = $1 and site_id = $2 and place_id is not null
            order by id desc
            limit 1
            "#,
            person.0,
            site.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(PlaceId))
    }
}
