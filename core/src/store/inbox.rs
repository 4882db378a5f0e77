//! Raw updates as they came: kept before they are confirmed, taken in order per lane.

use chrono::{DateTime, TimeDelta, Utc};

use super::{StoreError, Tx};

/// An update that waits to be handled.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The chat service's number of it.
    pub id: i64,
    /// The update as it came.
    pub raw: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// How often it has failed.
    pub attempt: i32,
    /// The person sends more than can be handled; what came after this one is left unread.
    pub flooded: bool,
}

impl Tx {
    /// Keeps a batch. What is known already is left as it is.
    pub(crate) async fn inbox_add(
        &mut self,
        ids: &[i64],
        lanes: &[i64],
        raws: &[String],
    ) -> Result<u64, StoreError> {
        let added = sqlx::query!(
            r#"
            insert into inbox (update_id, lane, raw, received_at)
            select update_id, lane, raw, $4
            from unnest($1::bigint[], $2::bigint[], $3::text[]) as batch (update_id, lane, raw)
            on conflict (update_id) do nothing
            "#,
            ids,
            lanes,
            raws,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(added.rows_affected())
    }

    /// In lanes where more than `most` updates wait, the first one too many is marked, and what
    /// comes behind it is done unread. Says how many were.
    pub(crate) async fn inbox_shed(&mut self, lanes: &[i64], most: i32) -> Result<u64, StoreError> {
        let shed = sqlx::query!(
            r#"
            with flooding as (
                select distinct lane from unnest($1::bigint[]) as batch (lane)
                where lane <> 0
                  and (select count(*) from (
                          select 1 from inbox
                          where inbox.lane = batch.lane and done_at is null and parked_at is null
                          limit $2::integer + 1
                      ) as waiting) > $2
            ), ranked as (
                select i.update_id, row_number() over (partition by i.lane order by i.update_id) as rank
                from inbox i
                join flooding using (lane)
                where i.done_at is null and i.parked_at is null
            )
            update inbox
            set flooded = true,
                done_at = case when rank > $2 + 1 then $3::timestamptz end,
                outcome = case when rank > $2 + 1 then 'one of too many at once' end
            from ranked
            where inbox.update_id = ranked.update_id and rank > $2
            "#,
            lanes,
            most,
            self.now,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(shed.rows_affected())
    }

    /// Takes the oldest update whose lane is free. The row stays locked until this work is over,
    /// so nobody else takes it or anything behind it in its lane; when we die, the lock dies too.
    pub(crate) async fn inbox_take(&mut self) -> Result<Option<Waiting>, StoreError> {
        let waiting = sqlx::query_as!(
            Waiting,
            r#"
            select i.update_id as id, i.raw, i.received_at, i.attempt, i.flooded
            from inbox i
            where i.done_at is null
              and i.parked_at is null
              and (i.retry_at is null or i.retry_at <= $1)
              -- Asked as a value: an anti-join over an index of what is open is planned for none.
              and i.update_id = (
                  select earlier.update_id from inbox earlier
                  where earlier.lane = i.lane
                    and earlier.done_at is null
                    and earlier.parked_at is null
                  order by earlier.lane, earlier.update_id
                  limit 1
              )
            order by i.update_id
            limit 1
            for update skip locked
            "#,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(waiting)
    }

    /// Marks an update as handled, and how.
    pub(crate) async fn inbox_done(&mut self, id: i64, outcome: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "update inbox set done_at = $2, outcome = $3 where update_id = $1 and done_at is null",
            id,
            self.now,
            outcome,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Puts an update off after a failure, or gives it up. Says whether it was given up.
    pub(crate) async fn inbox_fail(
        &mut self,
        id: i64,
        reason: &str,
        most: i32,
    ) -> Result<bool, StoreError> {
        let retry_at = self.now + TimeDelta::seconds(2);
        let parked = sqlx::query_scalar!(
            r#"
            update inbox
            set attempt = attempt + 1,
                retry_at = $4,
                outcome = $2,
                parked_at = case when attempt + 1 >= $3 then $5::timestamptz end
            where update_id = $1 and done_at is null
            returning parked_at is not null as "parked!"
            "#,
            id,
            reason,
            most,
            retry_at,
            self.now,
        )
        .fetch_optional(&mut *self.inner)
        .await?;
        Ok(parked.unwrap_or(false))
    }

    /// Lets others go first, for one second and then for twice as long each time, at most a
    /// minute. Gives the update up when that was done `most` times. Says whether it was given up.
    pub(crate) async fn inbox_set_back(
        &mut self,
        id: i64,
        reason: &str,
        most: i32,
    ) -> Result<bool, StoreError> {
        let parked = sqlx::query_scalar!(
            r#"
            update inbox
            set set_back = set_back + 1,
                retry_at = $4::timestamptz + interval '1 second' * least(60, 2 ^ least(set_back, 6)),
                outcome = $2,
                parked_at = case when set_back + 1 >= $3 then $4::timestamptz end
            where update_id = $1 and done_at is null
            returning parked_at is not null as "parked!"
            "#,
            id,
            reason,
            most,
            self.now,
        );
        Ok(parked.fetch_optional(&mut *self.inner).await?.unwrap_or(false))
    }

    /// Whether this lane was told within a minute that it sends too much.
    pub(crate) async fn inbox_flooded_lately(&mut self, id: i64) -> Result<bool, StoreError> {
        let since = self.now - TimeDelta::minutes(1);
        let told = sqlx::query_scalar!(
            r#"
            select exists (
                select 1 from inbox told
                join inbox this on this.lane = told.lane
                where this.update_id = $1
                  and told.update_id < $1
                  and told.flooded
                  and told.outcome = 'too many at once'
                  and told.done_at > $2
            ) as "told!"
            "#,
            id,
            since,
        );
        Ok(told.fetch_one(&mut *self.inner).await?)
    }
}
