//! Holding a lease: which of the instances polls, and which one sends. Held by our own clock a little
//! shorter than by the book's, so that whoever is cut off or wakes up late stops before another begins.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use casework::desk::{Desk, DeskError, Fence, Lease, TERM};
use tokio::{sync::Notify, time::Instant};

/// How often a lease is renewed, or tried for: three times a term, so that one lost answer is no
/// loss, and a successor is there soon after.
pub const RENEWAL: Duration = Duration::from_millis(2_500);

/// So long before the book's end ours ends: what is under way must arrive.
const MARGIN: Duration = Duration::from_secs(2);

/// One lease as this instance sees it. Cheap to clone.
#[derive(Clone)]
pub struct Holding {
    desk: Desk,
    lease: Lease,
    holder: Arc<str>,
    held: Arc<Mutex<Option<Held>>>,
    changed: Arc<Notify>,
}

#[derive(Clone, Copy)]
struct Held {
    fence: Fence,
    until: Instant,
}

impl Holding {
    /// A lease that `holder` would like to have. Holders must not share a name.
    pub fn new(desk: Desk, lease: Lease, holder: &str) -> Self {
        let (held, changed) = (Arc::default(), Arc::default());
        Self { desk, lease, holder: holder.into(), held, changed }
    }

    /// Takes or renews the lease. Says whether it is ours.
    pub async fn renew(&self) -> Result<bool, DeskError> {
        // Counted from before we asked: the book's term can only end later.
        let asked = Instant::now();
        let fence = self.desk.take_lease(self.lease, &self.holder).await?;
        let before = self.fence();
        let held = fence.map(|fence| Held { fence, until: asked + TERM - MARGIN });
        *self.lock() = held;
        if before != fence {
            tracing::info!(lease = self.lease.name(), held = fence.is_some(), "a lease passed on");
            self.changed.notify_waiters();
        }
        Ok(fence.is_some())
    }

    /// The fence, as long as the lease is ours.
    pub fn fence(&self) -> Option<Fence> {
        let held = *self.lock();
        held.filter(|held| Instant::now() < held.until).map(|held| held.fence)
    }

    /// Ends when the lease is ours no more.
    pub async fn lost(&self) {
        loop {
            let until = match *self.lock() {
                Some(held) if Instant::now() < held.until => held.until,
                _ => return,
            };
            tokio::time::sleep_until(until).await;
        }
    }

    /// Ends when the lease may have become ours. Hears every change from the moment it is made.
    pub fn changed(&self) -> impl Future<Output = ()> + '_ {
        self.changed.notified()
    }

    /// Leaves it to others at once.
    pub async fn end(&self) {
        let held = self.lock().take();
        if held.is_some()
            && let Err(error) = self.desk.end_lease(self.lease, &self.holder).await
        {
            tracing::warn!(lease = self.lease.name(), %error, "a lease runs out by itself");
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
