//! Who is on duty when.

use chrono::NaiveDate;

use super::{StoreError, Tx};
use crate::{
    ids::{DepartmentId, PersonId, SiteId},
    roster::{Hours, On, Shift, Week},
};

struct ShiftRow {
    id: i64,
    department_id: Option<i64>,
    person_id: Option<i64>,
    week: Option<i16>,
    day: Option<NaiveDate>,
    from_minute: Option<i16>,
    until_minute: Option<i16>,
}

impl Tx {
    /// The whole roster of an estate.
    pub(crate) async fn duties(&mut self, site: SiteId) -> Result<Vec<Shift>, StoreError> {
        let rows = sqlx::query_as!(
            ShiftRow,
            r#"
            select id, department_id, person_id, week, day, from_minute, until_minute
            from duties
            where site_id = $1
            order by id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Shift::try_from).collect()
    }

    /// Another roster in place of the present one.
    pub(crate) async fn duties_replace(
        &mut self,
        site: SiteId,
        roster: &[Shift],
    ) -> Result<(), StoreError> {
        sqlx::query!("delete from duties where site_id = $1", site.0)
            .execute(&mut *self.inner)
            .await?;
        for shift in roster {
            let (week, day) = match shift.on {
                On::Week(Week(week)) => (Some(i16::from(week)), None),
                On::Day(day) => (None, Some(day)),
            };
            sqlx::query!(
                r#"
                insert into duties
                    (department_id, person_id, week, day, from_minute, until_minute, site_id)
                values ($1, $2, $3, $4, $5, $6, $7)
                "#,
                shift.department.map(|department| department.0),
                shift.person.map(|person| person.0),
                week,
                day,
                shift.hours.map(|hours| hours.from.cast_signed()),
                shift.hours.map(|hours| hours.until.cast_signed()),
                site.0,
            )
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(())
    }
}

impl TryFrom<ShiftRow> for Shift {
    type Error = StoreError;

    fn try_from(row: ShiftRow) -> Result<Self, Self::Error> {
        let nonsense = |column| StoreError::Nonsense { table: "duties", column, row: row.id };
        let on = match (row.week, row.day) {
            (Some(week), _) => On::Week(Week(u8::try_from(week).map_err(|_| nonsense("week"))?)),
            (None, Some(day)) => On::Day(day),
            (None, None) => return Err(nonsense("day")),
        };
        let hours = match (row.from_minute, row.until_minute) {
            (Some(from), Some(until)) => Some(Hours {
                from: u16::try_from(from).map_err(|_| nonsense("from_minute"))?,
                until: u16::try_from(until).map_err(|_| nonsense("until_minute"))?,
            }),
            _ => None,
        };
        Ok(Self {
            department: row.department_id.map(DepartmentId),
            person: row.person_id.map(PersonId),
            on,
            hours,
        })
    }
}
