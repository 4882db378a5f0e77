//! Where the shared server lies: in memory when there is room, and where its user can go.

use std::env;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;
use nix::unistd::geteuid;

use super::super::account::Account;
use super::super::error::PostgresError;
use super::super::home::private;

/// Below this, tests in memory would soon run out of it; containers often have 64 MB.
const ROOM: u128 = 1 << 30;

/// Longer names leave no room for the socket's.
const LONGEST: usize = 60;

/// The one folder of this machine user, the same for every process.
pub(super) fn choose() -> Result<PathBuf, PostgresError> {
    let name = format!("huiyin-scratch-{}", geteuid());
    let account = Account::choose(Path::new(""))?;
    let fits = |parent: &PathBuf| {
        parent.as_os_str().len() <= LONGEST && account.may_enter(parent) && has_room(parent)
    };
    let parents = [PathBuf::from("/dev/shm"), env::temp_dir(), PathBuf::from("/var/tmp")];
    let parent = parents.into_iter().find(fits).unwrap_or_else(|| PathBuf::from("/tmp"));
    private(&parent.join(name))
}

/// Whether a writable folder has room, counted as the whole file system: what is free changes,
/// and all processes are to choose the same.
fn has_room(parent: &Path) -> bool {
    statvfs(parent).is_ok_and(|system| {
        u128::from(system.blocks()) * u128::from(system.fragment_size()) >= ROOM
    })
}
