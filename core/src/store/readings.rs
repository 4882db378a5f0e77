//! Who has read what was answered in callbacks, and who still owes it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{StoreError, Tx, named};
use crate::{
    callback::Reading,
    ids::{CaseId, DepartmentId, PersonId, QuestionnaireId, SiteId},
};

/// Which of what is owed is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    /// Of which estate.
    pub(crate) site: SiteId,
    /// Of which departments, by whoever heads them.
    pub(crate) heads: Vec<i64>,
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
    pub(crate) async fn readings_owe(
        &mut self,
        questionnaire: QuestionnaireId,
        site: SiteId,
        department: Option<DepartmentId>,
        readings: &[Reading],
    ) -> Result<(), StoreError> {
        self.readings_drop(questionnaire).await?;
        let levels: Vec<String> = readings.iter().map(|level| level.name().to_owned()).collect();
        sqlx::query!(
            r#"
            insert into callback_readings (questionnaire_id, level, site_id, department_id, owed_at)
            select $1, level, $2, case level when 'head' then $3::bigint end, $5
            from unnest($4::text[]) as level
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

    /// The answers are given anew: nobody has read them.
    pub(crate) async fn readings_drop(
        &mut self,
        questionnaire: QuestionnaireId,
    ) -> Result<(), StoreError> {
        let dropped = sqlx::query!(
            "delete from callback_readings where questionnaire_id = $1",
            questionnaire.0,
        );
        dropped.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// What somebody is to read, the oldest first, from behind a questionnaire on: at most `limit`.
    pub(crate) async fn readings_owed(
        &mut self,
        owed: &Owed,
        behind: QuestionnaireId,
        limit: i64,
    ) -> Result<Vec<QuestionnaireId>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"
            select id as "id!" from (
                select head.questionnaire_id as id
                from unnest($2::bigint[]) as department
                cross join lateral (
                    select questionnaire_id from callback_readings
                    where site_id = $1 and level = 'head' and department_id = department
                      and read_at is null and owed_at <= $5 and questionnaire_id > $6
                      and not coalesce((
                          select true from callback_readings as other
                          where other.questionnaire_id = callback_readings.questionnaire_id
                            and other.person_id = $4
                          limit 1
                      ), false)
                    order by questionnaire_id
                    limit $7
                ) as head
                union
                (select questionnaire_id from callback_readings
                 where $3 and site_id = $1 and level = 'leader'
                   and read_at is null and owed_at <= $5 and questionnaire_id > $6
                   and not coalesce((
                       select true from callback_readings as other
                       where other.questionnaire_id = callback_readings.questionnaire_id
                         and other.person_id = $4
                       limit 1
                   ), false)
                 order by questionnaire_id
                 limit $7)
            ) as owed (id)
            order by id
            limit $7
            "#,
            owed.site.0,
            &owed.heads,
            owed.leads,
            owed.reader.0,
            owed.until,
            behind.0,
            limit,
        );
        let ids = ids.fetch_all(&mut *self.inner).await?;
        Ok(ids.into_iter().map(QuestionnaireId).collect())
    }

    /// Somebody has read these, as far as they still owe them: as head where they are, else as whoever leads.
    /// Says how many.
    pub(crate) async fn readings_done(
        &mut self,
        owed: &Owed,
        ids: &[i64],
    ) -> Result<u64, StoreError> {
        let read = sqlx::query!(
            r#"
            update callback_readings as owed
            set person_id = $4, read_at = $7
            from (
                select questionnaire_id, min(level) as level
                from callback_readings
                where questionnaire_id = any ($6)
                  and read_at is null
                  and (level = 'head' and department_id = any ($2) or level = 'leader' and $3)
                group by questionnaire_id
            ) as one
            where owed.questionnaire_id = one.questionnaire_id
              and owed.level = one.level
              and owed.site_id = $1
              and owed.read_at is null
              and owed.owed_at <= $5
              and not exists (
                  select from callback_readings as other
                  where other.questionnaire_id = owed.questionnaire_id and other.person_id = $4
              )
            "#,
            owed.site.0,
            &owed.heads,
            owed.leads,
            owed.reader.0,
            owed.until,
            ids,
            self.now,
        );
        Ok(read.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Who has read the newest answers of a case, as what, and when.
    pub(crate) async fn readings_of(
        &mut self,
        case: CaseId,
    ) -> Result<Vec<(Reading, PersonId, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query!(
            r#"
            select r.questionnaire_id, r.level, r.person_id as "person_id!", r.read_at as "read_at!"
            from callback_readings r
            where r.questionnaire_id = (select max(id) from questionnaires where case_id = $1)
              and r.read_at is not null
            order by r.level
            "#,
            case.0,
        );
        let rows = rows.fetch_all(&mut *self.inner).await?;
        let read = rows.into_iter().map(|row| {
            let level = named("callback_readings", "level", row.questionnaire_id, &row.level)?;
            Ok((level, PersonId(row.person_id), row.read_at))
        });
        read.collect()
    }

    /// Whether nobody was told on a day yet; then they are now.
    pub(crate) async fn readings_morning(
        &mut self,
        site: SiteId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let first = sqlx::query!(
            "insert into reading_mornings (site_id, day) values ($1, $2) on conflict do nothing",
            site.0,
            day,
        );
        Ok(first.execute(&mut *self.inner).await?.rows_affected() > 0)
    }
}
