//! Who has read what was answered in callbacks, and who still owes it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx, named};
use crate::{
    callback::Reading,
    ids::{CaseId, DepartmentId, PersonId, QuestionnaireId, SiteId},
};

/// Which of what is owed is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Owed<'r> {
    /// Of which estate.
    pub(crate) site: SiteId,
    /// Of which departments, by whoever heads them.
    pub(crate) heads: &'r [i64],
    /// Of all, by whoever leads.
    pub(crate) leads: bool,
    /// By whom: nobody reads the same twice.
    pub(crate) reader: PersonId,
    /// Owed no later than this.
    pub(crate) until: DateTime<Utc>,
}

impl Tx {
    /// The answers of a callback are to be read by these; what was read of the answers before holds no
    /// longer.
    pub(crate) async fn review_owe(
        &mut self,
        questionnaire: QuestionnaireId,
        site: SiteId,
        department: Option<DepartmentId>,
        readings: &[Reading],
    ) -> Result<(), StoreError> {
        let levels: Vec<String> = readings.iter().map(|level| level.name().to_owned()).collect();
        sqlx::query!(
            r#"
            insert into callback_reviews (questionnaire_id, level, site_id, department_id, owed_at)
            select $1, level, $2, case level when 'head' then $3::bigint end, $5
            from unnest($4::text[]) as level
            on conflict (questionnaire_id, level) do update
            set department_id = excluded.department_id, owed_at = excluded.owed_at, told_on = null,
                person_id = null, read_at = null
            "#,
            questionnaire.0,
            site.0,
            department.map(|department| department.0),
            &levels,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// What somebody is to read, the oldest first, from behind a questionnaire on: at most `limit`.
    pub(crate) async fn reviews_owed(
        &mut self,
        owed: &Owed<'_>,
        behind: QuestionnaireId,
        limit: i64,
    ) -> Result<Vec<QuestionnaireId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select distinct questionnaire_id
            from callback_reviews as owed
            where site_id = $1
              and read_at is null
              and owed_at <= $5
              and questionnaire_id > $6
              and (level = 'head' and department_id = any ($2) or level = 'leader' and $3)
              and not exists (
                  select from callback_reviews as other
                  where other.questionnaire_id = owed.questionnaire_id and other.person_id = $4
              )
            order by questionnaire_id
            limit $7
            "#,
            owed.site.0,
            owed.heads,
            owed.leads,
            owed.reader.0,
            owed.until,
            behind.0,
            limit,
        );
        let ids = ids.fetch_all(&mut *self.inner).await?;
        Ok(ids.into_iter().map(QuestionnaireId).collect())
    }

    /// How many there are of them.
    pub(crate) async fn reviews_count(&mut self, owed: &Owed<'_>) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar!(
            r#"
            select count(distinct questionnaire_id) as "count!"
            from callback_reviews as owed
            where site_id = $1
              and read_at is null
              and owed_at <= $5
              and (level = 'head' and department_id = any ($2) or level = 'leader' and $3)
              and not exists (
                  select from callback_reviews as other
                  where other.questionnaire_id = owed.questionnaire_id and other.person_id = $4
              )
            "#,
            owed.site.0,
            owed.heads,
            owed.leads,
            owed.reader.0,
            owed.until,
        );
        Ok(count.fetch_one(&mut *self.inner).await?)
    }

    /// Somebody has read these, as far as they still owe them: as head where they are, else as whoever leads.
    /// Says how many.
    pub(crate) async fn reviews_read(
        &mut self,
        owed: &Owed<'_>,
        ids: &[i64],
    ) -> Result<u64, StoreError> {
        let read = sqlx::query!(
            r#"
            update callback_reviews as owed
            set person_id = $4, read_at = $7
            from (
                select questionnaire_id, min(level) as level
                from callback_reviews
                where questionnaire_id = any ($6)
                  and read_at is null
                  and owed_at <= $5
                  and (level = 'head' and department_id = any ($2) or level = 'leader' and $3)
                group by questionnaire_id
            ) as one
            where owed.questionnaire_id = one.questionnaire_id
              and owed.level = one.level
              and owed.site_id = $1
              and not exists (
                  select from callback_reviews as other
                  where other.questionnaire_id = owed.questionnaire_id and other.person_id = $4
              )
            "#,
            owed.site.0,
            owed.heads,
            owed.leads,
            owed.reader.0,
            owed.until,
            ids,
            self.now,
        );
        Ok(read.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Who has read the newest answers of a case, as what, and when.
    pub(crate) async fn reviews_of(
        &mut self,
        case: CaseId,
    ) -> Result<Vec<(Reading, PersonId, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select r.questionnaire_id, r.level, r.person_id as "person_id!", r.read_at as "read_at!"
            from callback_reviews r
            where r.questionnaire_id = (select max(id) from questionnaires where case_id = $1)
              and r.read_at is not null
            order by r.level
            "#,
            case.0,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        let read = rows.into_iter().map(|row| {
            let level = named("callback_reviews", "level", row.questionnaire_id, &row.level)?;
            Ok((level, PersonId(row.person_id), row.read_at))
        });
        read.collect()
    }

    /// Those who owe something here, and were not told of it since a day: they are told now. Says of which
    /// departments, and whether those who lead do.
    pub(crate) async fn reviews_tell(
        &mut self,
        site: SiteId,
        day: NaiveDate,
    ) -> Result<Vec<(Reading, Option<DepartmentId>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            with told as (
                update callback_reviews
                set told_on = $2
                where site_id = $1 and read_at is null and (told_on is null or told_on < $2)
                returning questionnaire_id, level, department_id
            )
            select min(questionnaire_id) as "id!", level, department_id
            from told
            group by level, department_id
            order by level, department_id
            "#,
            site.0,
            day,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        let told = rows.into_iter().map(|row| {
            let level = named("callback_reviews", "level", row.id, &row.level)?;
            Ok((level, row.department_id.map(DepartmentId)))
        });
        told.collect()
    }
}
