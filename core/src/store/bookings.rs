//! Who has booked a time on a reception day, and what became of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx};
use crate::{
    ids::{BookingId, CaseId, PersonId, ReceptionId, SiteId},
    reception::{Booking, Came},
};

struct BookingRow {
    id: i64,
    reception_id: i64,
    person_id: i64,
    at: DateTime<Utc>,
    case_id: Option<i64>,
    is_absent: bool,
}

impl From<BookingRow> for Booking {
    fn from(row: BookingRow) -> Self {
        Self {
            id: BookingId(row.id),
            reception: ReceptionId(row.reception_id),
            person: PersonId(row.person_id),
            at: row.at,
            came: match row.case_id {
                Some(case) => Some(Came::Told(CaseId(case))),
                None => row.is_absent.then_some(Came::Absent),
            },
        }
    }
}

impl Tx {
    /// Who has a time on a day, the earliest first.
    pub(crate) async fn bookings(&mut self, id: ReceptionId) -> Result<Vec<Booking>, StoreError> {
        let rows = sqlx::query_as!(
            BookingRow,
            r#"
            select id, reception_id, person_id, at, case_id, absent_at is not null as "is_absent!"
            from bookings
            where reception_id = $1 and cancelled_at is null
            order by at
            "#,
            id.0,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }

    /// Somebody's time, unless they have given it back.
    pub(crate) async fn booking(&mut self, id: BookingId) -> Result<Option<Booking>, StoreError> {
        let row = sqlx::query_as!(
            BookingRow,
            r#"
            select id, reception_id, person_id, at, case_id, absent_at is not null as "is_absent!"
            from bookings
            where id = $1 and cancelled_at is null
            "#,
            id.0,
        );
        Ok(row.fetch_optional(&mut *self.inner).await?.map(Into::into))
    }

    /// Gives somebody a time; `false` when another has it. `reminded`: they need no reminder.
    pub(crate) async fn booking_add(
        &mut self,
        reception: ReceptionId,
        person: PersonId,
        at: DateTime<Utc>,
        reminded: bool,
    ) -> Result<bool, StoreError> {
        let added = sqlx::query!(
            r#"
            insert into bookings (reception_id, person_id, at, made_at, reminded_at)
            values ($1, $2, $3, $4, case when $5 then $4::timestamptz end)
            on conflict do nothing
            "#,
            reception.0,
            person.0,
            at,
            self.now,
            reminded,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// Somebody gives their time on a day back, while it is ahead. Says whether they had one.
    pub(crate) async fn booking_cancel(
        &mut self,
        reception: ReceptionId,
        person: PersonId,
    ) -> Result<bool, StoreError> {
        let cancelled = sqlx::query!(
            r#"
            update bookings set cancelled_at = $3
            where reception_id = $1 and person_id = $2 and cancelled_at is null
              and case_id is null and absent_at is null and at > $3
            "#,
            reception.0,
            person.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(cancelled.rows_affected() > 0)
    }

    /// Nobody comes any more who is forgotten.
    pub(crate) async fn bookings_forget(&mut self, person: PersonId) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update bookings set cancelled_at = $2
            where person_id = $1 and cancelled_at is null and case_id is null and absent_at is null
            "#,
            person.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What became of somebody's time. Whoever was thought absent may have come late; what somebody has
    /// told stays told.
    pub(crate) async fn booking_settle(
        &mut self,
        id: BookingId,
        came: Came,
        by: PersonId,
    ) -> Result<bool, StoreError> {
        let told = match came {
            Came::Told(told) => Some(told.0),
            Came::Absent => None,
        };
        let settled = sqlx::query!(
            r#"
            update bookings
            set case_id = $2, absent_at = case when $2::bigint is null then $4::timestamptz end,
                settled_by = $3
            where id = $1 and cancelled_at is null and case_id is null
            "#,
            id.0,
            told,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(settled.rows_affected() > 0)
    }

    /// Whose time on these days is still ahead and who was not reminded yet; each is reminded once.
    pub(crate) async fn bookings_remind(
        &mut self,
        site: SiteId,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Booking>, StoreError> {
        let rows = sqlx::query_as!(
            BookingRow,
            r#"
            update bookings set reminded_at = $4
            from receptions
            where receptions.id = bookings.reception_id
              and receptions.site_id = $1
              and receptions.day between $2 and $3
              and bookings.reminded_at is null
              and bookings.cancelled_at is null
              and bookings.case_id is null
              and bookings.at > $4
            returning bookings.id, bookings.reception_id, bookings.person_id, bookings.at,
                      bookings.case_id, bookings.absent_at is not null as "is_absent!"
            "#,
            site.0,
            days.0,
            days.1,
            self.now,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }

    /// Everything somebody has booked, given back or not, the newest first.
    pub(crate) async fn bookings_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<Booking>, StoreError> {
        let rows = sqlx::query_as!(
            BookingRow,
            r#"
            select id, reception_id, person_id, at, case_id, absent_at is not null as "is_absent!"
            from bookings
            where person_id = $1
            order by at desc
            "#,
            person.0,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }
}
