//! Who stands on a list of visits or calls, and what came of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx, named};
use crate::{
    callback::Grade,
    contact::{Contact, ContactOutcome},
    ids::{CaseId, ContactId, ContactListId, PersonId, PlaceId},
};

struct ContactRow {
    id: i64,
    list_id: i64,
    person_id: Option<i64>,
    place_id: Option<i64>,
    case_id: Option<i64>,
    tried: i32,
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        Self {
            id: ContactId(row.id),
            list: ContactListId(row.list_id),
            person: row.person_id.map(PersonId),
            place: row.place_id.map(PlaceId),
            case: row.case_id.map(CaseId),
            tried: row.tried,
        }
    }
}

impl Tx {
    /// Who on a list is still open: those whom nobody has tried yet first.
    pub(crate) async fn contacts_open(
        &mut self,
        list: ContactListId,
    ) -> Result<Vec<Contact>, StoreError> {
        let rows = sqlx::query_as!(
            ContactRow,
            r#"
            select id, list_id, person_id, place_id, case_id, tried
            from contacts
            where list_id = $1 and outcome is null
            order by tried_at nulls first, id
            "#,
            list.0,
        );
        Ok(rows.fetch_all(&mut *self.inner).await?.into_iter().map(Into::into).collect())
    }

    /// Somebody on a list, kept from others until this work is done.
    pub(crate) async fn contact_lock(
        &mut self,
        id: ContactId,
    ) -> Result<Option<Contact>, StoreError> {
        let row = sqlx::query_as!(
            ContactRow,
            r#"
            select id, list_id, person_id, place_id, case_id, tried
            from contacts
            where id = $1
            for update
            "#,
            id.0,
        );
        Ok(row.fetch_optional(&mut *self.inner).await?.map(Into::into))
    }

    /// Nobody was there, as somebody says who knows that it was tried `before` so often: the same press
    /// counts once.
    pub(crate) async fn contact_tried(
        &mut self,
        id: ContactId,
        before: i32,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update contacts set tried = tried + 1, tried_at = $3
            where id = $1 and tried = $2 and outcome is null
            "#,
            id.0,
            before,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What came of it, beside what they had said in the chat. It can be corrected.
    pub(crate) async fn contact_done(
        &mut self,
        id: ContactId,
        outcome: ContactOutcome,
        by: PersonId,
    ) -> Result<(), StoreError> {
        let (outcome, grade) = match outcome {
            ContactOutcome::Spoken(grade) => ("spoken", Some(grade)),
            ContactOutcome::Refused => ("refused", None),
        };
        sqlx::query!(
            r#"
            update contacts
            set outcome = $2, grade = $3, done_at = $4, done_by = $5,
                said = (
                    select q.grade from questionnaires q
                    where q.case_id = contacts.case_id and q.written_by is null
                      and q.answered_at is not null
                    order by q.id desc
                    limit 1
                )
            where id = $1
            "#,
            id.0,
            outcome,
            grade.map(Grade::name),
            self.now,
            by.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// When somebody was turned to by plan, and how content they were; the newest first.
    pub(crate) async fn contacts_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(DateTime<Utc>, Option<Grade>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, done_at as "at!", grade from contacts
            where person_id = $1 and done_at is not null
            order by done_at desc
            "#,
            person.0,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        let read = rows.into_iter().map(|row| match row.grade {
            Some(grade) => Ok((row.at, Some(named("contacts", "grade", row.id, &grade)?))),
            None => Ok((row.at, None)),
        });
        read.collect()
    }

    /// Names and numbers of a home that the list names and nobody has come for.
    pub(crate) async fn listed_at(
        &mut self,
        place: PlaceId,
        today: NaiveDate,
    ) -> Result<Vec<(Option<String>, Option<String>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select name, phone from residents
            where place_id = $1
              and (first_day is null or first_day <= $2)
              and (last_day is null or last_day >= $2)
            order by id
            "#,
            place.0,
            today,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        Ok(rows.into_iter().map(|row| (row.name, row.phone)).collect())
    }

    /// Who holds a unit now, without those who want no questions.
    pub(crate) async fn holders_of(&mut self, place: PlaceId) -> Result<Vec<PersonId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select distinct o.person_id
            from occupancies o
            join people p on p.id = o.person_id
            where o.place_id = $1 and o.since <= $2 and (o.until is null or o.until > $2)
              and p.unasked_since is null
            order by o.person_id
            "#,
            place.0,
            self.now,
        );
        Ok(ids.fetch_all(&mut *self.inner).await?.into_iter().map(PersonId).collect())
    }
}
