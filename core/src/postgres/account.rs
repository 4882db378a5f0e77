//! The user that the server runs as: ourselves, or somebody else when we are root.

use std::fs::Metadata;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, io};

use nix::unistd::{Uid, User, geteuid};

use super::error::PostgresError;

/// Whom root asks to run the server, the best first.
const SUBSTITUTES: [&str; 2] = ["postgres", "nobody"];

/// A user whom PostgreSQL accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
    /// Whether that is somebody else than we are.
    other: bool,
}

impl Account {
    /// Chooses who runs the server: ourselves; for root the owner of `data`, else a substitute.
    pub(super) fn choose(data: &Path) -> Result<Self, PostgresError> {
        let me = geteuid();
        if !me.is_root() {
            return known(me).map(|user| Self::of(&user, false));
        }
        match data.metadata().map(|data| data.uid()) {
            Ok(owner) if owner != 0 => {
                known(Uid::from_raw(owner)).map(|user| Self::of(&user, true))
            }
            _ => substitute().map(|user| Self::of(&user, true)),
        }
    }

    fn of(user: &User, other: bool) -> Self {
        Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), other }
    }

    /// Prepares one of PostgreSQL's programs to run as this user.
    ///
    /// It stands in its own process group, so that Ctrl-C reaches us first, and sees none of the
    /// variables that would lead it elsewhere.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").process_group(0).stdin(Stdio::null()).env("LC_ALL", "C");
        for (name, _) in env::vars_os().filter(|(name, _)| is_postgres_variable(name)) {
            command.env_remove(name);
        }
        if self.other {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Makes a file or folder of ours this user's.
    pub(super) fn give(&self, path: &Path) -> io::Result<()> {
        if self.other { chown(path, Some(self.uid), Some(self.gid)) } else { Ok(()) }
    }

    /// Whether this user may walk all the way into a folder; `folder` has no links in it.
    pub(super) fn may_enter(&self, folder: &Path) -> bool {
        let passes = |step: &Path| step.metadata().is_ok_and(|step| self.may_pass(&step));
        !self.other || folder.ancestors().all(passes)
    }

    /// The kernel's rule: the first class that fits decides, even when a later one is kinder.
    fn may_pass(&self, step: &Metadata) -> bool {
        let class = match step {
            _ if step.uid() == self.uid => 0o100,
            _ if step.gid() == self.gid => 0o010,
            _ => 0o001,
        };
        step.mode() & class != 0
    }
}

/// The mode for a folder that the server's user must pass and nobody else may read.
pub(super) fn passage_mode() -> u32 {
    if geteuid().is_root() { 0o711 } else { 0o700 }
}

fn is_postgres_variable(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("PG"))
}

fn known(uid: Uid) -> Result<User, PostgresError> {
    let found = User::from_uid(uid).ok().flatten();
    found.ok_or(PostgresError::NoAccount { uid: uid.as_raw() })
}

fn substitute() -> Result<User, PostgresError> {
    let mut users = SUBSTITUTES.iter().filter_map(|name| User::from_name(name).ok().flatten());
    users.find(|user| !user.uid.is_root()).ok_or(PostgresError::NoUser)
}
