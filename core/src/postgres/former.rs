//! The server that an earlier owner of the folder left behind: dead, dying or still serving.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::Instant;

use super::address;
use super::error::PostgresError;
use super::home::Home;

/// How long the guardian of a killed owner may take to end its server.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Makes sure that no server runs in the folder; to be called by who has locked it.
///
/// A left server is stopped rather than adopted: as a child of ours it can be watched.
pub(super) async fn clear(home: &Home, patience: Duration) -> Result<(), PostgresError> {
    match noted_pid(home) {
        Some(pid) if is_server_of(pid, home) => end(pid, home, patience).await?,
        // The number has gone to another process, which PostgreSQL would take for a server.
        Some(pid) if kill(pid, None) != Err(Errno::ESRCH) => forget(home)?,
        _ => {}
    }
    address::sweep(home);
    Ok(())
}

/// Whether the folder's server runs.
pub(super) fn is_running(home: &Home) -> bool {
    noted_pid(home).is_some_and(|pid| is_server_of(pid, home))
}

/// The number that a server wrote down in the folder, dead or alive.
pub(super) fn noted_pid(home: &Home) -> Option<Pid> {
    let noted = fs::read_to_string(home.pid_file()).ok()?;
    noted.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1).map(Pid::from_raw)
}

/// Waits for it to end, as its guardian would have it; then asks, then insists.
async fn end(pid: Pid, home: &Home, patience: Duration) -> Result<(), PostgresError> {
    tracing::info!(pid = pid.as_raw(), "a killed owner left its server; waiting for it to end");
    if has_gone(pid, home, patience).await {
        return Ok(());
    }
    for signal in [Signal::SIGINT, Signal::SIGQUIT] {
        // It may end at this very moment; what counts is whether it is there afterwards.
        let _ = kill(pid, signal);
        if has_gone(pid, home, PATIENCE).await {
            return Ok(());
        }
    }
    Err(PostgresError::InUse { folder: home.folder().to_owned() })
}

async fn has_gone(pid: Pid, home: &Home, patience: Duration) -> bool {
    let end = Instant::now() + patience;
    while Instant::now() < end {
        if !is_server_of(pid, home) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

fn forget(home: &Home) -> Result<(), PostgresError> {
    let removed = fs::remove_file(home.pid_file());
    removed.map_err(|source| PostgresError::os("remove a dead server's note", source))
}

/// Whether the process was started as the server of this folder; a zombie was not.
fn is_server_of(pid: Pid, home: &Home) -> bool {
    command_line(pid).is_some_and(|line| line.contains(&*home.data().to_string_lossy()))
}

fn command_line(pid: Pid) -> Option<String> {
    let line = if Path::new("/proc/self/cmdline").exists() {
        fs::read(format!("/proc/{pid}/cmdline")).ok()?
    } else {
        Command::new("ps")
            .args(["-ww", "-o", "args=", "-p", &pid.to_string()])
            .output()
            .ok()?
            .stdout
    };
    Some(String::from_utf8_lossy(&line).into_owned())
}
