//! From the first task to the last: a signal asks all to finish, a second one drops them, and a
//! crash is not a stop. It does not know what the tasks do, and starts none of them again.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

#[cfg(test)]
mod tests;

/// How long tasks may take to finish what they are at; below the half minute that service
/// managers usually grant.
const GRACE: Duration = Duration::from_secs(20);

/// Why the program did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    #[error("{name} failed: {why}")]
    Crashed { name: &'static str, why: String },
    #[error("not finished in time, and dropped: {}", .0.join(", "))]
    Hung(Vec<&'static str>),
    #[error("stopped at once by a second signal")]
    Dropped,
}

/// Long-lived tasks by name.
#[derive(Debug, Default)]
pub struct Tasks {
    set: JoinSet<anyhow::Result<()>>,
    names: HashMap<Id, &'static str>,
    stop: CancellationToken,
}

/// Hears SIGINT and SIGTERM from now on.
pub fn signals() -> io::Result<mpsc::Receiver<()>> {
    let (tell, heard) = mpsc::channel(2);
    for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
        let (tell, mut source) = (tell.clone(), signal(kind)?);
        tokio::spawn(async move {
            while source.recv().await.is_some() && tell.send(()).await.is_ok() {}
        });
    }
    Ok(heard)
}

impl Tasks {
    /// What tells tasks to finish: take nothing new, end what is under way, return.
    pub fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Starts a task, which is to run until it is told to stop.
    pub fn start(
        &mut self,
        name: &'static str,
        work: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) {
        let id = self.set.spawn(work).id();
        self.names.insert(id, name);
    }

    /// Waits for a signal, or for a task to end that should not, and then for all to finish.
    pub async fn run(self, signals: mpsc::Receiver<()>) -> Result<(), Stopped> {
        self.run_within(GRACE, signals).await
    }

    async fn run_within(
        mut self,
        grace: Duration,
        mut signals: mpsc::Receiver<()>,
    ) -> Result<(), Stopped> {
        let first = tokio::select! {
            Some(()) = signals.recv() => Ok(()),
            Some(ended) = self.next() => ended,
            else => Ok(()),
        };
        tracing::info!("stopping");
        self.stop.cancel();

        // Tasks that are left when this returns are dropped with the set.
        first.and(tokio::select! {
            rest = self.rest() => rest,
            Some(()) = signals.recv() => Err(Stopped::Dropped),
            () = sleep(grace) => Err(self.hung()),
        })
    }

    async fn rest(&mut self) -> Result<(), Stopped> {
        let mut outcome = Ok(());
        while let Some(ended) = self.next().await {
            outcome = outcome.and(ended);
        }
        outcome
    }

    async fn next(&mut self) -> Option<Result<(), Stopped>> {
        let ended = self.set.join_next_with_id().await?;
        Some(self.judge(ended))
    }

    fn judge(&mut self, ended: Result<(Id, anyhow::Result<()>), JoinError>) -> Result<(), Stopped> {
        let (id, why) = match ended {
            Ok((id, Ok(()))) if self.stop.is_cancelled() => (id, None),
            Ok((id, Ok(()))) => (id, Some("it ended, and nobody had asked it to".to_owned())),
            Ok((id, Err(error))) => (id, Some(format!("{error:#}"))),
            Err(panic) => (panic.id(), Some(panic.to_string())),
        };
        let name = self.names.remove(&id).unwrap_or("a task");
        let Some(why) = why else { return Ok(()) };

        tracing::error!(task = name, why, "a task failed");
        Err(Stopped::Crashed { name, why })
    }

    fn hung(&self) -> Stopped {
        let mut names: Vec<_> = self.names.values().copied().collect();
        names.sort_unstable();
        Stopped::Hung(names)
    }
}
