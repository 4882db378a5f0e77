//! The one server that all test processes of a machine user share, found or started under a lock.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Child};

use super::super::address::Address;
use super::super::error::PostgresError;
use super::super::home::{Home, lock_file};
use super::super::programs::{self, Programs};
use super::super::{cluster, former, server};
use super::{janitor, place};

/// Nothing here needs to survive anything, and many tests run at once.
const SETTINGS: [&str; 7] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=200",
];

/// The shared server, and the right to change what is on it while others wait.
#[derive(Debug)]
pub(super) struct Shared {
    address: Address,
    _turn: File,
}

impl Shared {
    /// Waits for our turn, signs the list of users, and starts the server when there is none.
    pub(super) async fn join() -> Result<Self, PostgresError> {
        let place = place::choose()?;
        let turn = take_turn(place.join("lock")).await?;
        let address = match current(&place) {
            Some(address) => address,
            None => start(&place).await?,
        };
        Ok(Self { address, _turn: turn })
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Gives the turn to the next process; the server stays for as long as this one lives.
    pub(super) fn leave(self) -> Address {
        self.address
    }
}

/// Waits on a thread: the wait can be as long as another process fills its template.
async fn take_turn(path: PathBuf) -> Result<File, PostgresError> {
    let waited = tokio::task::spawn_blocking(move || {
        let file = lock_file(&path)?;
        file.lock().map_err(|source| PostgresError::os("lock the shared server", source))?;
        Ok(file)
    });
    waited.await.map_err(|source| PostgresError::os("wait for our turn", source.into()))?
}

/// The server that others have started, if it runs and its janitor has not begun to leave.
fn current(place: &Path) -> Option<Address> {
    let folder = fs::read_to_string(place.join("current")).ok()?;
    let home = Home::open_existing(&place.join(folder))?;
    sign(&home).ok()?;
    former::is_running(&home).then(|| Address::choose(&home, "").ok())?
}

/// Starts a server in a folder of its own, so that a leaving janitor takes nothing of it.
async fn start(place: &Path) -> Result<Address, PostgresError> {
    sweep(place);
    let name = format!("{:08x}", rand::random::<u32>());
    let home = Home::open(&place.join(&name))?;
    fs::create_dir(home.folder().join("users"))
        .and_then(|()| sign(&home))
        .map_err(|source| PostgresError::os("sign the list of users", source))?;
    let programs = Programs::find(&programs::usual_places(), &home)?;
    let password = cluster::ensure(&home, &programs, false).await?;
    let address = Address::choose(&home, &password)?;
    launch(&home, &programs, &address).await?;
    let noted = fs::write(place.join("current"), name);
    noted.map_err(|source| PostgresError::os("note the shared server", source))?;
    Ok(address)
}

async fn launch(home: &Home, programs: &Programs, address: &Address) -> Result<(), PostgresError> {
    let mut child: Child = server::launch(home, programs, address, &SETTINGS)?;
    janitor::leave(home, child.id()).map_err(|source| PostgresError::os("run /bin/sh", source))?;
    server::until_ready(&mut child, home).await
}

/// Removes what processes left that died while they were starting a server; we hold the lock.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let serves =
            Home::open_existing(&entry.path()).is_none_or(|home| former::is_running(&home));
        if !serves {
            // The janitor of a dead server may be at the same work.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Says that this process uses the server, for as long as it lives.
fn sign(home: &Home) -> std::io::Result<()> {
    File::create(home.folder().join("users").join(process::id().to_string())).map(drop)
}
