//! Who holds which unit.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, named};
use crate::{
    ids::{OccupancyId, PersonId, PlaceId, SiteId},
    unit::{Hold, Occupancy},
};

struct OccupancyRow {
    id: i64,
    person_id: i64,
    place_id: i64,
    tenure: Option<String>,
    how: Option<String>,
    asked_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

impl Tx {
    /// Somebody names a unit as theirs; it waits for the desk. Says `None` when it does already.
    pub(crate) async fn occupancy_ask(
        &mut self,
        person: PersonId,
        place: PlaceId,
    ) -> Result<Option<OccupancyId>, StoreError> {
        let id = sqlx::query_scalar!(
            r#"
            insert into occupancies (person_id, place_id, asked_at)
            values ($1, $2, $3)
            on conflict (person_id, place_id) where decided_at is null do nothing
            returning id
            "#,
            person.0,
            place.0,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(id.map(OccupancyId))
    }

    /// Somebody holds a unit, and nobody need be asked any more.
    pub(crate) async fn occupancy_add(
        &mut self,
        person: PersonId,
        place: PlaceId,
        hold: Hold,
        by: Option<PersonId>,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            r#"
            with asked as (
                delete from occupancies
                where person_id = $1 and place_id = $2 and decided_at is null
                returning asked_at, told_at
            )
            insert into occupancies
                (person_id, place_id, tenure, how, asked_at, told_at, decided_at, decided_by,
                 since, until)
            values ($1, $2, $3, $4, coalesce((select asked_at from asked), $5),
                    (select told_at from asked), $5, $6, $7, $8)
            "#,
            person.0,
            place.0,
            hold.tenure.name(),
            hold.how.name(),
            self.now,
            by.map(|by| by.0),
            hold.since,
            hold.until,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The units somebody holds or will hold, and those that wait for the desk.
    pub(crate) async fn occupancies_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<Occupancy>, StoreError> {
        let rows = sqlx::query_as!(
            OccupancyRow,
            r#"
            select id, person_id, place_id, tenure, how, asked_at, decided_at, since, until
            from occupancies
            where person_id = $1
              and (decided_at is null or since is not null and (until is null or until > $2))
            order by id
            "#,
            person.0,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Occupancy::try_from).collect()
    }

    /// Who holds a unit now, whoever came first.
    pub(crate) async fn occupancies_at(
        &mut self,
        place: PlaceId,
    ) -> Result<Vec<Occupancy>, StoreError> {
        let rows = sqlx::query_as!(
            OccupancyRow,
            r#"
            select id, person_id, place_id, tenure, how, asked_at, decided_at, since, until
            from occupancies
            where place_id = $1
              and since is not null and (until is null or until > $2)
            order by since, id
            "#,
            place.0,
            self.now,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Occupancy::try_from).collect()
    }

    /// Somebody and a unit, kept from others until this work is done.
    pub(crate) async fn occupancy_lock(
        &mut self,
        id: OccupancyId,
    ) -> Result<Option<Occupancy>, StoreError> {
        let row = sqlx::query_as!(
            OccupancyRow,
            r#"
            select id, person_id, place_id, tenure, how, asked_at, decided_at, since, until
            from occupancies
            where id = $1
            for update
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        row.map(Occupancy::try_from).transpose()
    }

    /// The desk has agreed, or not.
    pub(crate) async fn occupancy_decide(
        &mut self,
        id: OccupancyId,
        hold: Option<Hold>,
        by: PersonId,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            r#"
            update occupancies
            set decided_at = $2, decided_by = $3, tenure = $4, how = $5, since = $6, until = $7
            where id = $1
            "#,
            id.0,
            self.now,
            by.0,
            hold.map(|hold| hold.tenure.name()),
            hold.map(|hold| hold.how.name()),
            hold.map(|hold| hold.since),
            hold.and_then(|hold| hold.until),
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Somebody holds a unit no longer, or takes back that it is theirs.
    pub(crate) async fn occupancy_end(&mut self, id: OccupancyId) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!("delete from occupancies where id = $1 and decided_at is null", id.0)
            .execute(&mut *self.inner)
            .await?;
        sqlx::query!(
            "update occupancies set until = $2 where id = $1 and (until is null or until > $2)",
            id.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// How many wait for the desk of an estate, and who has waited longest; `except` decides nothing of
    /// their own.
    pub(crate) async fn occupancies_waiting(
        &mut self,
        site: SiteId,
        except: PersonId,
    ) -> Result<(i64, Option<Occupancy>), StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(*) as "count!" from occupancies
            where decided_at is null and person_id <> $1
              and place_id in (select id from places where site_id = $2)
            "#,
            except.0,
            site.0,
        );
        let count = count.fetch_one(&mut *self.inner).await?;
        let row = sqlx::query_as!(
            OccupancyRow,
            r#"
            select id, person_id, place_id, tenure, how, asked_at, decided_at, since, until
            from occupancies
            where decided_at is null and person_id <> $1
              and place_id in (select id from places where site_id = $2)
            order by id
            limit 1
            "#,
            except.0,
            site.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok((count, row.map(Occupancy::try_from).transpose()?))
    }

    /// The desk is told that somebody waits, unless it has been since `before` of somebody who
    /// still does. Says whether it is to be told.
    pub(crate) async fn occupancy_tell(
        &mut self,
        id: OccupancyId,
        before: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let told = sqlx::query!(
            r#"
            update occupancies
            set told_at = $2
            where id = $1 and not exists (
                select 1 from occupancies others
                where others.decided_at is null and others.told_at > $3
                  and others.place_id in (
                      select beside.id
                      from places here
                      join places beside on beside.site_id = here.site_id
                      where here.id = occupancies.place_id
                  )
            )
            "#,
            id.0,
            self.now,
            before,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(told.rows_affected() == 1)
    }
}

impl TryFrom<OccupancyRow> for Occupancy {
    type Error = StoreError;

    fn try_from(row: OccupancyRow) -> Result<Self, Self::Error> {
        // The shape of the table lets the three be there together or not at all.
        let text = |name: &Option<String>| name.clone().unwrap_or_default();
        let hold = match row.since {
            Some(since) => Some(Hold {
                tenure: named("occupancies", "tenure", row.id, &text(&row.tenure))?,
                how: named("occupancies", "how", row.id, &text(&row.how))?,
                since,
                until: row.until,
            }),
            None => None,
        };
        Ok(Self {
            id: OccupancyId(row.id),
            person: PersonId(row.person_id),
            place: PlaceId(row.place_id),
            asked_at: row.asked_at,
            decided_at: row.decided_at,
            hold,
        })
    }
}
