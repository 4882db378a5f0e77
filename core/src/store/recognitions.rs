//! Callers who may be somebody with a chat.

use super::{StoreError, Tx};
use crate::{
    ids::{PersonId, RecognitionId, SiteId},
    register::phone_key,
};

/// The question whether two are the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recognition {
    /// Its identity.
    pub(crate) id: RecognitionId,
    /// Whose number is verified.
    pub(crate) person: PersonId,
    /// Who was known by voice only.
    pub(crate) caller: PersonId,
}

impl Tx {
    /// Who is known by voice only under this number, and has brought a matter to us.
    pub(crate) async fn callers_under(&mut self, phone: &str) -> Result<Vec<PersonId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from people
            where phone is not null
              and phone_key(phone) = $1
              and account is null
              and erased_at is null
              and became_id is null
              and exists (select 1 from cases where owner_id = people.id and cases.erased_at is null)
            order by id
            "#,
            phone_key(phone),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(PersonId).collect())
    }

    /// Who has verified this number.
    pub(crate) async fn verified_under(
        &mut self,
        phone: &str,
    ) -> Result<Vec<PersonId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id from people
            where phone is not null
              and phone_key(phone) = $1
              and phone_verified
              and account is not null
            order by id
            "#,
            phone_key(phone),
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(PersonId).collect())
    }

    /// Asks whether they are the same. Says whether that is new.
    pub(crate) async fn recognition_ask(
        &mut self,
        person: PersonId,
        caller: PersonId,
    ) -> Result<bool, StoreError> {
        let asked = sqlx::query!(
            r#"
            insert into recognitions (person_id, caller_id, asked_at)
            values ($1, $2, $3)
            on conflict do nothing
            "#,
            person.0,
            caller.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(asked.rows_affected() == 1)
    }

    /// What waits for the desk of the estate that knows the caller, what was asked first first.
    pub(crate) async fn recognitions_waiting(
        &mut self,
        site: SiteId,
    ) -> Result<Vec<Recognition>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select id, person_id, caller_id
            from recognitions
            where decided_at is null
              and caller_id in (select id from people where site_id = $1)
            order by id
            "#,
            site.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let waiting = rows.into_iter().map(|row| Recognition {
            id: RecognitionId(row.id),
            person: PersonId(row.person_id),
            caller: PersonId(row.caller_id),
        });
        Ok(waiting.collect())
    }

    /// One that waits, kept from others until this work is done.
    pub(crate) async fn recognition_lock(
        &mut self,
        id: RecognitionId,
    ) -> Result<Option<Recognition>, StoreError> {
        let row = sqlx::query!(
            r#"
            select id, person_id, caller_id
            from recognitions
            where id = $1 and decided_at is null
            for update
            "#,
            id.0,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(row.map(|row| Recognition {
            id: RecognitionId(row.id),
            person: PersonId(row.person_id),
            caller: PersonId(row.caller_id),
        }))
    }

    /// The desk has said whether they are.
    pub(crate) async fn recognition_decide(
        &mut self,
        id: RecognitionId,
        same: bool,
        by: PersonId,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            update recognitions
            set same = $2, decided_by = $3, decided_at = $4
            where id = $1 and decided_at is null
            "#,
            id.0,
            same,
            by.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// A caller has turned out to be this person; nobody else is asked about them any more.
    pub(crate) async fn caller_became(
        &mut self,
        caller: PersonId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        self.people.clear();
        sqlx::query!(
            r#"
            with other as (
                delete from recognitions where caller_id = $1 and decided_at is null
            )
            update people set became_id = $2 where id = $1
            "#,
            caller.0,
            person.0,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// As whom somebody was known by voice.
    pub(crate) async fn known_before_as(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "select id from people where became_id = $1 and erased_at is null order by id",
            person.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(ids.into_iter().map(PersonId).collect())
    }
}
