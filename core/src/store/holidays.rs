//! The days of the estate that are not what their weekday says.

use chrono::{Datelike, NaiveDate};

use super::{StoreError, Tx};
use crate::{
    ids::SiteId,
    policy::{SpecialDay, SpecialDays},
};

impl Tx {
    /// Every special day of the estate.
    pub(crate) async fn holidays(&mut self, site: SiteId) -> Result<SpecialDays, StoreError> {
        let rows = sqlx::query!("select day, works, name from holidays where site_id = $1", site.0);
        let rows = rows.fetch_all(&mut *self.inner).await?;
        let special = |works, name| SpecialDay { works, name };
        Ok(rows.into_iter().map(|row| (row.day, special(row.works, row.name))).collect())
    }

    /// Writes down the special days of the years that are named; what was known of those is
    /// forgotten.
    pub(crate) async fn holidays_put(
        &mut self,
        site: SiteId,
        days: &SpecialDays,
    ) -> Result<(), StoreError> {
        let mut years: Vec<i32> = days.keys().map(Datelike::year).collect();
        years.dedup();
        sqlx::query!(
            "delete from holidays where site_id = $1 and extract(year from day)::int = any ($2)",
            site.0,
            &years,
        )
        .execute(&mut *self.inner)
        .await?;
        let dates: Vec<NaiveDate> = days.keys().copied().collect();
        let works: Vec<bool> = days.values().map(|special| special.works).collect();
        let names: Vec<String> = days.values().map(|special| special.name.clone()).collect();
        sqlx::query!(
            r#"
            insert into holidays (site_id, day, works, name, changed_at)
            select $1, day, works, name, $5
            from unnest($2::date[], $3::boolean[], $4::text[]) as special (day, works, name)
            "#,
            site.0,
            &dates,
            &works,
            &names,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
