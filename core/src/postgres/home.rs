//! The folder of a private server: what lies where, and that only one of us uses it.

use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, io};

use nix::unistd::geteuid;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::account::{Account, passage_mode};
use super::error::PostgresError;

/// How long a predecessor that is just leaving may still hold the folder.
const HANDOVER: Duration = Duration::from_secs(2);

/// A folder with a server's data, its socket and its log, and the user that the server runs as.
#[derive(Debug, Clone)]
pub(super) struct Home {
    folder: PathBuf,
    account: Account,
}

impl Home {
    /// Makes the folder ready, or one elsewhere when the server's user cannot enter it.
    pub(super) fn open(folder: &Path) -> Result<Self, PostgresError> {
        let folder = made(folder)?;
        let home = Self { account: Account::choose(&folder.join("data"))?, folder };
        if home.account.may_enter(&home.folder) {
            return Ok(home);
        }
        let instead = Path::new("/var/tmp")
            .join(format!("huiyin-{}", mark(home.folder.as_os_str().as_encoded_bytes())));
        tracing::info!(
            folder = %instead.display(),
            "the server's user cannot enter {}; its data is kept elsewhere",
            home.folder.display(),
        );
        let instead = private(&instead)?;
        Ok(Self { account: Account::choose(&instead.join("data"))?, folder: instead })
    }

    /// The folder as an earlier process has made it.
    pub(super) fn open_existing(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        Some(Self { account: Account::choose(&folder.join("data")).ok()?, folder })
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The cluster itself.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// What the server says.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// The password for connections over the loopback.
    pub(super) fn password(&self) -> PathBuf {
        self.folder.join("password")
    }

    /// Where the running server notes its number, and whether it is ready.
    pub(super) fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// Where the socket may lie, the best place first.
    pub(super) fn socket_folders(&self) -> Vec<PathBuf> {
        let short = format!("huiyin-{}", mark(self.folder.as_os_str().as_encoded_bytes()));
        vec![self.folder.join("s"), env::temp_dir().join(&short), Path::new("/tmp").join(&short)]
    }

    /// Makes an empty folder that belongs to the server's user alone.
    pub(super) fn give_folder(&self, folder: &Path) -> Result<(), PostgresError> {
        let owned = match DirBuilder::new().mode(0o700).create(folder) {
            Ok(()) => self.account.give(folder),
            Err(error) => Err(error),
        };
        owned.map_err(|source| PostgresError::os(format!("make {}", folder.display()), source))
    }

    /// Reserves the folder for this process, for as long as the file is open.
    pub(super) async fn lock(&self) -> Result<File, PostgresError> {
        let file = lock_file(&self.folder.join("lock"))?;
        let patience = Instant::now() + HANDOVER;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < patience => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(PostgresError::InUse { folder: self.folder.clone() });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(PostgresError::os("lock the folder", source));
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Opens a file to be locked, making it when missing.
pub(super) fn lock_file(path: &Path) -> Result<File, PostgresError> {
    let opened = File::options().create(true).truncate(false).write(true).open(path);
    opened.map_err(|source| PostgresError::os(format!("open {}", path.display()), source))
}

/// A folder of a known name where everybody may write, made or found to be ours.
pub(super) fn private(folder: &Path) -> Result<PathBuf, PostgresError> {
    let ours = |found: fs::Metadata| found.is_dir() && found.uid() == geteuid().as_raw();
    let real = made(folder)?;
    // The name itself is looked at: a stranger's link could lead to any folder of ours.
    match folder.symlink_metadata().map(ours) {
        Ok(true) => Ok(real),
        _ => Err(PostgresError::NotOurs { folder: folder.to_owned() }),
    }
}

/// A short mark for a long name, always the same.
pub(super) fn mark(name: &[u8]) -> String {
    let digest = format!("{:x}", Sha256::digest(name));
    digest[..12].to_owned()
}

/// Makes a folder unless it is there, and spells it without links.
fn made(folder: &Path) -> Result<PathBuf, PostgresError> {
    made_or_found(folder)
        .and_then(|()| folder.canonicalize())
        .map_err(|source| PostgresError::os(format!("make {}", folder.display()), source))
}

fn made_or_found(folder: &Path) -> io::Result<()> {
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        // Said once more, because the process's mask may have taken bits away.
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(passage_mode())),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
