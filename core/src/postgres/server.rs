//! Starting the server's process, waiting until it is ready, and ending it.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::address::Address;
use super::error::PostgresError;
use super::guardian::Guardian;
use super::home::Home;
use super::programs::Programs;

/// How long recovery after a power cut may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// How often a start is tried: a port may be snatched, a dead server's memory be in use.
const ATTEMPTS: u32 = 3;

/// How to end a server, and how long each way may take: fast, at once, and by force.
const ENDINGS: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(20)),
    (Signal::SIGQUIT, Duration::from_secs(5)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// Commits may be lost in a power cut, and only then.
const HASTY: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// A server's process, with the guardian that ends it should we die.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    guardian: Option<Guardian>,
}

/// Starts a server that ends with us; tries again when it gives up early.
pub(super) async fn start_watched(
    home: &Home,
    programs: &Programs,
    password: &str,
    durable: bool,
) -> Result<(Server, Address), PostgresError> {
    let mut attempt = 1;
    loop {
        let address = Address::choose(home, password)?;
        match start_once(home, programs, &address, durable).await {
            Ok(server) => return Ok((server, address)),
            Err(PostgresError::Refused { said, .. }) if attempt < ATTEMPTS => {
                tracing::debug!(attempt, said, "the server did not start; trying again");
            }
            Err(error) => return Err(error),
        }
        attempt += 1;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn start_once(
    home: &Home,
    programs: &Programs,
    address: &Address,
    durable: bool,
) -> Result<Server, PostgresError> {
    let settings: &[&str] = if durable { &[] } else { &HASTY };
    let child = launch(home, programs, address, settings)?;
    let mut server = Server { child, guardian: None };
    let guardian = Guardian::watch(server.child.id());
    server.guardian = Some(guardian.map_err(|source| PostgresError::os("run /bin/sh", source))?);
    until_ready(&mut server.child, home).await?;
    Ok(server)
}

/// Starts the process and leaves it to itself.
pub(super) fn launch(
    home: &Home,
    programs: &Programs,
    address: &Address,
    settings: &[&str],
) -> Result<Child, PostgresError> {
    let mut command = home.account().command(&programs.postgres());
    command.arg("-D").arg(home.data());
    for setting in address.settings().iter().map(String::as_str).chain(settings.iter().copied()) {
        command.args(["-c", setting]);
    }
    command.args(["-c", "unix_socket_permissions=0700"]);
    fresh_log(home)
        .and_then(|log| command.stdout(log.try_clone()?).stderr(log).spawn())
        .map_err(|source| PostgresError::os("start the server", source))
}

/// The last run's words are kept beside, for who asks why it ended.
fn fresh_log(home: &Home) -> std::io::Result<File> {
    let log = home.log();
    // Fails on the first start, when there is nothing to keep.
    let _ = fs::rename(&log, log.with_extension("log.old"));
    File::options().create(true).append(true).mode(0o600).open(log)
}

/// Waits until the server has noted that it is ready, which costs it no connection.
pub(super) async fn until_ready(child: &mut Child, home: &Home) -> Result<(), PostgresError> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if is_ready(child.id(), home) {
            return Ok(());
        }
        if child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return Err(PostgresError::Refused { program: "postgres", said: last_words(home) });
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err(PostgresError::Silent { after: PATIENCE, said: last_words(home) })
}

/// The eighth line of the server's note is its state.
fn is_ready(pid: u32, home: &Home) -> bool {
    let note = fs::read_to_string(home.pid_file()).unwrap_or_default();
    let mut lines = note.lines();
    let its_own = lines.next().is_some_and(|line| line.trim() == pid.to_string());
    its_own && lines.nth(6).is_some_and(|state| state.trim() == "ready")
}

/// The end of the log: the server says last what it died of.
fn last_words(home: &Home) -> String {
    let log = fs::read(home.log()).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<_> = log.lines().rev().take(5).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

impl Server {
    fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_some())
    }

    fn ends_within(&mut self, time: Duration) -> bool {
        let end = Instant::now() + time;
        while !self.has_ended() {
            if Instant::now() > end {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Ends the server, the kindest way first.
    fn end(&mut self) -> bool {
        ENDINGS.iter().any(|(signal, time)| {
            if self.has_ended() {
                return true;
            }
            // Not reaped yet, so the number is still this server's.
            let _ = kill(Pid::from_raw(self.child.id().cast_signed()), *signal);
            self.ends_within(*time)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = self.end();
        match self.guardian.take() {
            Some(guardian) if ended => guardian.dismiss(),
            // Its drop hangs up without a word, and the guardian has a last try.
            _ => tracing::error!(pid = self.child.id(), "the server does not end"),
        }
    }
}
