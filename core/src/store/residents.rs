//! Who the imported list says holds which unit.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx, named};
use crate::{
    ids::{Account, PersonId, PlaceId, SiteId},
    register::phone_key,
    unit::{Hold, Tenure},
};

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Which line.
    pub(crate) id: i64,
    /// Which unit.
    pub(crate) place: PlaceId,
    /// What they are called.
    pub(crate) name: Option<String>,
    /// Their telephone number, as it was written.
    pub(crate) phone: Option<String>,
    /// Their account.
    pub(crate) account: Option<Account>,
    /// As what.
    pub(crate) tenure: Tenure,
    /// The first day.
    pub(crate) first_day: Option<NaiveDate>,
    /// The last day.
    pub(crate) last_day: Option<NaiveDate>,
}

/// A unit that somebody holds, as the lists write it.
#[derive(Debug, Clone)]
pub(crate) struct HeldUnit {
    /// Whose.
    pub(crate) name: Option<String>,
    /// Their account.
    pub(crate) account: Account,
    /// Which unit.
    pub(crate) place: PlaceId,
    /// As what.
    pub(crate) tenure: Tenure,
    /// From when.
    pub(crate) since: DateTime<Utc>,
    /// Until when.
    pub(crate) until: Option<DateTime<Utc>>,
}

struct ListedRow {
    id: i64,
    place_id: i64,
    name: Option<String>,
    phone: Option<String>,
    account: Option<i64>,
    tenure: String,
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

impl Tx {
    /// Every line of the list of an estate.
    pub(crate) async fn residents(&mut self, site: SiteId) -> Result<Vec<Listed>, StoreError> {
        let rows = sqlx::query_as!(
            ListedRow,
            r#"
            select id, place_id, name, phone, account, tenure, first_day, last_day
            from residents
            where place_id in (select id from places where site_id = $1)
            order by id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Listed::try_from).collect()
    }

    /// The lines that mean somebody, by their account or their telephone number.
    pub(crate) async fn residents_like(
        &mut self,
        account: Option<Account>,
        phone: Option<&str>,
    ) -> Result<Vec<Listed>, StoreError> {
        let rows = sqlx::query_as!(
            ListedRow,
            r#"
            select id, place_id, name, phone, account, tenure, first_day, last_day
            from residents
            where account = $1 or (account is null and phone_key = $2)
            order by id
            "#,
            account.map(|account| account.0),
            phone.map(phone_key),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        rows.into_iter().map(Listed::try_from).collect()
    }

    /// Keeps a line of the list; one that is there already is changed. Its number is not used.
    pub(crate) async fn resident_keep(&mut self, listed: &Listed) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into residents
                (place_id, name, phone, phone_key, account, tenure, first_day, last_day, listed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (place_id, coalesce(account, 0), coalesce(phone_key, '')) do update
            set name = $2, phone = $3, tenure = $6, first_day = $7, last_day = $8, listed_at = $9
            "#,
            listed.place.0,
            listed.name,
            listed.phone,
            listed.phone.as_deref().map(phone_key),
            listed.account.map(|account| account.0),
            listed.tenure.name(),
            listed.first_day,
            listed.last_day,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Everybody who has shared their number by the button.
    pub(crate) async fn people_by_phone(&mut self) -> Result<Vec<(PersonId, String)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, phone as "phone!" from people
            where phone_verified and phone is not null and account is not null
            order by id
            "#
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (PersonId(row.id), row.phone)).collect())
    }

    /// Somebody holds a unit by the list from now on, or otherwise than the list said before.
    pub(crate) async fn occupancy_list(
        &mut self,
        person: PersonId,
        place: PlaceId,
        hold: Hold,
    ) -> Result<(), StoreError> {
        self.people.clear();
        let changed = sqlx::query!(
            r#"
            update occupancies
            set tenure = $3, since = $4, until = $5
            where id = (
                select max(id) from occupancies
                where person_id = $1 and place_id = $2 and how = 'list'
            )
            "#,
            person.0,
            place.0,
            hold.tenure.name(),
            hold.since,
            hold.until,
        )
        .execute(&mut *self.inner)
        .await?;
        if changed.rows_affected() == 0 {
            self.occupancy_add(person, place, hold, None).await?;
        }
        Ok(())
    }

    /// Units of an estate held now by people with an account, otherwise than by the list.
    pub(crate) async fn units_held(&mut self, site: SiteId) -> Result<Vec<HeldUnit>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select o.id, name, account as "account!", o.place_id, tenure as "tenure!",
                   since as "since!", until
            from occupancies o
            join people on people.id = person_id
            where since <= $1 and (until is null or until > $1) and how <> 'list'
              and account is not null
              and o.place_id in (select id from places where site_id = $2)
            order by o.id
            "#,
            self.now,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let held = rows.into_iter().map(|row| {
            Ok(HeldUnit {
                name: row.name,
                account: Account(row.account),
                place: PlaceId(row.place_id),
                tenure: named("occupancies", "tenure", row.id, &row.tenure)?,
                since: row.since,
                until: row.until,
            })
        });
        held.collect()
    }
}

impl TryFrom<ListedRow> for Listed {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id,
            place: PlaceId(row.place_id),
            name: row.name,
            phone: row.phone,
            account: row.account.map(Account),
            tenure: named("residents", "tenure", row.id, &row.tenure)?,
            first_day: row.first_day,
            last_day: row.last_day,
        })
    }
}
