//! Erasing: words go, what can be counted stays.

use serde_json::json;

use super::{StoreError, Tx};
use crate::{
    case::Case,
    chain,
    ids::{Account, CaseId, PersonId, QuestionnaireId},
    register::phone_key,
};

impl Tx {
    /// All that somebody ever brought to us.
    pub(crate) async fn cases_all_of(
        &mut self,
        owner: PersonId,
    ) -> Result<Vec<CaseId>, StoreError> {
        let ids =
            sqlx::query_scalar!("select id from cases where owner_id = $1 order by id", owner.0)
                .fetch_all(&mut *self.inner)
                .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Erases the words of a case that is over and locked: the story, what was agreed, the result,
    /// the words in its history and in its questionnaires, its files. The unit becomes the floor.
    pub(crate) async fn case_erase(&mut self, case: &Case) -> Result<(), StoreError> {
        let mut bare = case.clone();
        bare.erase_words();
        let state = json!(bare.state);
        sqlx::query!(
            r#"
            update cases
            set facts = $2, handling = $3, detail = $4, erased_at = $5,
                place_id = (
                    select case when kind = 'unit' then parent_id else id end
                    from places where id = cases.place_id
                )
            where id = $1
            "#,
            case.id.0,
            json!(bare.facts),
            json!(bare.handling),
            state["detail"],
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        // What is kept of them goes with them.
        sqlx::query!(
            r#"
            with gone as (delete from evidence where case_id = $1 returning kept_as)
            insert into discarded (name, at)
            select kept_as, $2 from gone where kept_as is not null
            on conflict (name) do nothing
            "#,
            case.id.0,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        self.history_erase(case.id).await?;
        self.questionnaires_erase(case.id).await
    }

    async fn history_erase(&mut self, case: CaseId) -> Result<(), StoreError> {
        let lines = sqlx::query!(
            "select id, detail from history where case_id = $1 and erased_at is null",
            case.0,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
        let details: Vec<_> = lines.iter().map(|line| chain::without_words(&line.detail)).collect();
        sqlx::query!(
            r#"
            update history
            set detail = bare.detail, salt = null, erased_at = $3
            from unnest($1::bigint[], $2::jsonb[]) as bare (id, detail)
            where history.id = bare.id
            "#,
            &ids,
            &details,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    async fn questionnaires_erase(&mut self, case: CaseId) -> Result<(), StoreError> {
        let ids = sqlx::query_scalar!("select id from questionnaires where case_id = $1", case.0)
            .fetch_all(&mut *self.inner)
            .await?;
        self.sheets_erase(ids.into_iter().map(QuestionnaireId)).await
    }

    /// The words in these sheets go; what was chosen stays.
    pub(crate) async fn sheets_erase(
        &mut self,
        ids: impl IntoIterator<Item = QuestionnaireId>,
    ) -> Result<(), StoreError> {
        for id in ids {
            let Some(mut asked) = self.questionnaire(id).await? else { continue };
            asked.sheet.erase();
            if let Some(kept) = &mut asked.kept {
                kept.erase();
            }
            sqlx::query!(
                "update questionnaires set sheet = $2, kept = $3 where id = $1",
                id.0,
                json!(asked.sheet),
                asked.kept.map(|kept| json!(kept)),
            )
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(())
    }

    /// Erases words in letters and raw updates. What is still owed to the room, or speaks of these
    /// cases, is no longer. `needles` tell letters and updates of other people that speak of
    /// somebody: by the number of a case or of a telephone; `name` only where nothing is owed any
    /// more, because it may be a part of other words. What whoever worked on a case wrote and was
    /// shown in those days goes too: they may have named somebody in their own words.
    pub(crate) async fn traces_erase(
        &mut self,
        room: Option<Account>,
        cases: &[CaseId],
        needles: &[String],
        name: &[String],
    ) -> Result<(), StoreError> {
        // It looks at all letters and updates that are kept, which may take longer than a statement of
        // a working day.
        sqlx::query!("set local statement_timeout = '5min'").execute(&mut *self.inner).await?;
        let cases: Vec<i64> = cases.iter().map(|case| case.0).collect();
        let letters = sqlx::query!(
            r#"
            select id, letter, settled_at is null as "owed!", coalesce(room = $1, false) as "own!"
            from outbox
            where room = $1
               or case_id = any($2)
               or exists (
                   select 1 from unnest($3::text[]) as needle where position(needle in letter::text) > 0
               )
               or settled_at is not null and exists (
                   select 1 from unnest($4::text[]) as needle where position(needle in letter::text) > 0
               )
               or settled_at is not null
                  and letter ->> 'letter' = 'page'
                  and room in (
                      select p.account from history h join people p on p.id = h.actor_id
                      where h.case_id = any($2)
                  )
                  and posted_at between (select min(opened_at) from cases where id = any($2))
                      and (select max(changed_at) from cases where id = any($2))
            for update
            "#,
            room.map(|room| room.0),
            &cases,
            needles,
            name,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        let ids: Vec<i64> = letters.iter().map(|row| row.id).collect();
        let own: Vec<bool> = letters.iter().map(|row| row.own).collect();
        let bare: Vec<_> = letters.iter().map(|row| chain::without_words(&row.letter)).collect();
        sqlx::query!(
            r#"
            update outbox
            set letter = bare.letter,
                room = case when bare.own then 0 else outbox.room end,
                settled_at = coalesce(settled_at, $4),
                expired = case when settled_at is null then 'erased' else expired end
            from unnest($1::bigint[], $2::boolean[], $3::jsonb[]) as bare (id, own, letter)
            where outbox.id = bare.id
            "#,
            &ids,
            &own,
            &bare,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        // What is not handled yet comes after this, and is somebody new to us. What is being
        // handled is the wish to be erased itself.
        sqlx::query!(
            r#"
            update inbox
            set raw = '', lane = case when lane = $1 then 0 else lane end
            where (done_at is not null or update_id = (
                      select min(update_id) from inbox
                      where lane = $1 and done_at is null and parked_at is null
                  ))
              and (
                  lane = $1
                  or exists (
                      select 1 from unnest($2::text[]) as needle where position(needle in raw) > 0
                  )
                  or lane in (
                      select p.account from history h join people p on p.id = h.actor_id
                      where h.case_id = any($3)
                  )
                  and received_at between (select min(opened_at) from cases where id = any($3))
                      and (select max(changed_at) from cases where id = any($3))
              )
            "#,
            room.map(|room| room.0),
            &[needles, name].concat(),
            &cases,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Erases who somebody is: name, number, account, units, what they were filling in, their lines
    /// of the list. What they agreed to, and when, stays.
    pub(crate) async fn person_erase(
        &mut self,
        person: PersonId,
        account: Option<Account>,
        phone: Option<&str>,
    ) -> Result<(), StoreError> {
        self.people.clear();
        let account = account.map(|account| account.0);
        sqlx::query!(
            r#"
            with talked as (delete from dialogs where person_id = $1),
                 alike as (delete from recognitions where person_id = $1 or caller_id = $1),
                 held as (delete from occupancies where person_id = $1),
                 guessed as (delete from guesses where person_id = $1),
                 listed as (delete from residents where account = $2 or phone_key = $3),
                 shown as (delete from cards where room = $2),
                 doubled as (delete from copies where room = $2),
                 waited as (delete from parked where room = $2),
                 troubled as (
                     update troubles set room = 0, over_at = coalesce(over_at, $4) where room = $2
                 )
            update people
            set account = null, name = null, phone = null, phone_verified = false, place_id = null,
                consent = null, consented_at = null, joined_at = null, unreachable_at = null,
                told_away_at = null, unasked_since = null, quiet_from = null, quiet_until = null,
                erased_at = $4
            where id = $1
            "#,
            person.0,
            account,
            phone.map(phone_key),
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
