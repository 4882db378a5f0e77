//! Leases: of all instances, one polls and one sends. A lease is held for some seconds
//! and renewed; whoever is killed or frozen loses it, and finds their late writes refused.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, Work};
use crate::{
    ids::{Account, Room},
    people::Role,
    store::Waiting,
};

/// How long a lease is held without being renewed. Whoever holds one must stop a little earlier by
/// their own clock.
pub const TERM: Duration = Duration::from_secs(9);

/// Something that one instance at a time may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lease {
    /// Asks the chat service for updates.
    Mailroom,
    /// Sends letters.
    Courier,
}

/// The number under which a lease was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    /// Which lease.
    pub lease: Lease,
    /// Which taking of it; a later one has a higher number.
    pub number: i64,
}

impl Lease {
    /// Its name in the book and in logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mailroom => "mailroom",
            Self::Courier => "courier",
        }
    }
}

impl Desk {
    /// Takes a lease, or prolongs it, for a [`TERM`] from now. `None` when another instance holds
    /// it.
    pub async fn take_lease(&self, lease: Lease, holder: &str) -> Result<Option<Fence>, DeskError> {
        let term = i64::try_from(TERM.as_millis()).unwrap_or(i64::MAX);
        let number = self.store.lease_take(lease.name(), holder, term).await?;
        Ok(number.map(|number| Fence { lease, number }))
    }

    /// Ends a lease, so that others need not wait for it to run out.
    pub async fn end_lease(&self, lease: Lease, holder: &str) -> Result<(), DeskError> {
        Ok(self.store.lease_end(lease.name(), holder).await?)
    }
}

impl Work {
    /// Goes on only when the lease has not passed to another instance.
    pub async fn still_holds(&mut self, fence: Fence) -> Result<(), DeskError> {
        if crate::trouble::broken("broken.no_fence") {
            return Ok(());
        }
        if self.tx.lease_is(fence.lease.name(), fence.number).await? {
            return Ok(());
        }
        Err(DeskError::LeaseLost(fence.lease.name()))
    }

    /// Whether this person was told within a minute that they send too much.
    pub async fn flooded_lately(&mut self, waiting: &Waiting) -> Result<bool, DeskError> {
        Ok(self.tx.inbox_flooded_lately(waiting.id).await?)
    }

    /// The chat service answers a bot's polls now; says when it last did, and the present moment,
    /// both by the database's clock.
    pub async fn heard(
        &mut self,
        bot: i64,
    ) -> Result<(Option<DateTime<Utc>>, DateTime<Utc>), DeskError> {
        Ok(self.tx.heard(bot).await?)
    }

    /// Who hears of trouble that concerns the whole system: the service centre, and the
    /// administrators in private.
    pub async fn watch_rooms(&mut self) -> Result<Vec<Room>, DeskError> {
        let mut rooms = self.desk_rooms().await?;
        for admin in self.people_in(Role::Admin, None).await? {
            rooms.extend(admin.account.map(Account::room));
        }
        rooms.dedup();
        Ok(rooms)
    }

    /// The address that we told the chat service to bring a bot's updates to, if we did.
    pub async fn webhook(&mut self, bot: i64) -> Result<Option<String>, DeskError> {
        Ok(self.tx.webhook(bot).await?)
    }

    /// Writes down the address that we told the chat service, or that we poll.
    pub async fn set_webhook(&mut self, bot: i64, address: Option<&str>) -> Result<(), DeskError> {
        Ok(self.tx.webhook_set(bot, address).await?)
    }
}
