//! Leases and bots: which instance polls and which one sends, fenced by a number that grows. They run by the
//! database's clock, which is the same for all.

use chrono::{DateTime, Utc};

use super::{LEASES, Store, StoreError, Tx};

/// Each of these is one statement and no piece of work: on a slow night a lease must not take three
/// answers of the server to keep.
impl Store {
    /// Takes a lease that is free, or prolongs one's own, for so many milliseconds. Says its number,
    /// which is a new one unless the lease was ours without a gap. A connection that broke since it
    /// was used last is found out only now: then another is taken.
    pub(crate) async fn lease_take(
        &self,
        name: &str,
        holder: &str,
        milliseconds: i64,
    ) -> Result<Option<i64>, StoreError> {
        for _ in 0..LEASES {
            match self.lease_ask(name, holder, milliseconds).await {
                Err(StoreError::Database(sqlx::Error::Io(_))) => {}
                asked => return asked,
            }
        }
        self.lease_ask(name, holder, milliseconds).await
    }

    async fn lease_ask(
        &self,
        name: &str,
        holder: &str,
        milliseconds: i64,
    ) -> Result<Option<i64>, StoreError> {
        let fence = sqlx::query_scalar!(
            r#"
            insert into leases as lease (name, holder, fence, until)
            values ($1, $2, 1, clock_timestamp() + $3::bigint * interval '1 millisecond')
            on conflict (name) do update
            set holder = $2,
                until = clock_timestamp() + $3::bigint * interval '1 millisecond',
                fence = lease.fence
                    + case when lease.holder = $2 and lease.until > clock_timestamp() then 0 else 1 end
            where lease.holder = $2 or lease.until <= clock_timestamp()
            returning fence
            "#,
            name,
            holder,
            milliseconds,
        )
        .fetch_optional(&self.leases)
        .await?;
        Ok(fence)
    }

    /// Ends a lease, so that nobody has to wait for it to run out.
    pub(crate) async fn lease_end(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "update leases set until = clock_timestamp() where name = $1 and holder = $2",
            name,
            holder,
        )
        .execute(&self.leases)
        .await?;
        Ok(())
    }
}

impl Tx {
    /// Whether a lease still has this number. It may pass on at any later moment, so that what is
    /// written under it must bear being written late, or be fenced itself.
    pub(crate) async fn lease_is(&mut self, name: &str, fence: i64) -> Result<bool, StoreError> {
        let held = sqlx::query_scalar!(
            r#"
            select exists (
                select 1 from leases
                where name = $1 and fence = $2 and until > clock_timestamp()
            ) as "held!"
            "#,
            name,
            fence,
        );
        Ok(held.fetch_one(&mut *self.inner).await?)
    }

    /// The address that we told Telegram to bring this bot's updates to.
    pub(crate) async fn webhook(&mut self, bot: i64) -> Result<Option<String>, StoreError> {
        let address = sqlx::query_scalar!("select webhook from bots where id = $1", bot);
        Ok(address.fetch_optional(&mut *self.inner).await?.flatten())
    }

    /// Writes down which address we told Telegram.
    pub(crate) async fn webhook_set(
        &mut self,
        bot: i64,
        address: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            r#"
            insert into bots (id, webhook) values ($1, $2)
            on conflict (id) do update set webhook = $2
            "#,
            bot,
            address,
        )
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The chat service answers a bot's polls now; says when it last did, and what time it is by
    /// the database's clock, which nobody moves by hand.
    pub(crate) async fn heard(
        &mut self,
        bot: i64,
    ) -> Result<(Option<DateTime<Utc>>, DateTime<Utc>), StoreError> {
        let row = sqlx::query!(
            r#"
            with before as (select heard_at from bots where id = $1), noted as (
                insert into bots (id, heard_at) values ($1, clock_timestamp())
                on conflict (id) do update set heard_at = clock_timestamp()
                returning heard_at
            )
            select (select heard_at from before) as before, heard_at as "now!" from noted
            "#,
            bot,
        )
        .fetch_one(&mut *self.inner)
        .await?;
        Ok((row.before, row.now))
    }
}
