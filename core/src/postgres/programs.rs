//! Where PostgreSQL's programs are, and which of several versions to take.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::account::Account;
use super::error::PostgresError;
use super::hint;
use super::home::Home;

/// The oldest version that still gets its fixes, and that we are tried with.
const OLDEST: u32 = 14;

/// Folders that hold one folder per version: where, how its name begins, and where in it.
const VERSIONED: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ("/usr", "pgsql-", "bin"),
];

/// A server's programs that work for the user who will run them.
#[derive(Debug, Clone)]
pub(super) struct Programs {
    bin: PathBuf,
    /// The version that decides whether a cluster can be read.
    pub(super) major: u32,
    pub(super) version: String,
}

impl Programs {
    /// Takes the first programs that fit; a cluster that is there decides the version.
    pub(super) fn find(places: &[PathBuf], home: &Home) -> Result<Self, PostgresError> {
        let found = places.iter().filter_map(|bin| Self::try_at(bin, home.account()));
        Self::choose(found, cluster_version(home), home)
    }

    /// The rule of that choice; asks for no more programs than it must see.
    pub(super) fn choose(
        found: impl Iterator<Item = Self>,
        made_by: Option<u32>,
        home: &Home,
    ) -> Result<Self, PostgresError> {
        let mut unfit = None;
        for programs in found {
            if programs.major >= OLDEST && made_by.is_none_or(|major| major == programs.major) {
                return Ok(programs);
            }
            unfit.get_or_insert(programs);
        }
        Err(refusal(unfit, made_by, home))
    }

    /// The programs of a folder, when they are there and can be run.
    fn try_at(bin: &Path, account: &Account) -> Option<Self> {
        if !bin.join("initdb").is_file() {
            return None;
        }
        let said = account.command(&bin.join("postgres")).arg("--version").output().ok()?.stdout;
        Self::read(bin, &String::from_utf8_lossy(&said))
    }

    /// Reads `postgres (PostgreSQL) 15.4 (Debian ..)`.
    pub(super) fn read(bin: &Path, said: &str) -> Option<Self> {
        let version = said.split_whitespace().nth(2)?.to_owned();
        Some(Self { bin: bin.to_owned(), major: leading_number(&version)?, version })
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.bin.join("postgres")
    }
}

/// Where to look, the most deliberate place first.
pub(super) fn usual_places() -> Vec<PathBuf> {
    let chosen = env::var_os("PG_BIN_DIR").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let path: Vec<_> = env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    let versioned =
        VERSIONED.iter().flat_map(|(parent, prefix, tail)| newest(parent, prefix, tail));
    chosen.into_iter().chain(path).chain(told_by_pg_config()).chain(versioned).collect()
}

fn told_by_pg_config() -> Option<PathBuf> {
    let said = Command::new("pg_config").arg("--bindir").output().ok()?.stdout;
    Some(PathBuf::from(String::from_utf8(said).ok()?.trim()))
}

/// The versions in a folder, the newest first.
fn newest(parent: &str, prefix: &str, tail: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut versions: Vec<_> = entries
        .filter_map(|entry| Some((major(&entry.file_name().into_string().ok()?, prefix)?, entry)))
        .collect();
    versions.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    versions.into_iter().map(|(_, entry)| entry.path().join(tail)).collect()
}

/// The version in a folder's name; a folder without one (`latest`, `postgresql`) comes last.
fn major(name: &str, prefix: &str) -> Option<u32> {
    let rest = name.strip_prefix(prefix)?.trim_start_matches(|c: char| !c.is_ascii_digit());
    Some(leading_number(rest).unwrap_or(0))
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

fn cluster_version(home: &Home) -> Option<u32> {
    fs::read_to_string(home.data().join("PG_VERSION")).ok().as_deref().and_then(leading_number)
}

fn refusal(unfit: Option<Programs>, made_by: Option<u32>, home: &Home) -> PostgresError {
    match (unfit, made_by) {
        (None, _) => PostgresError::NotInstalled { hint: hint::here() },
        (Some(found), Some(made_by)) => PostgresError::OtherVersion {
            folder: home.folder().to_owned(),
            made_by,
            found: found.version,
        },
        (Some(found), None) => PostgresError::TooOld { found: found.version, hint: hint::here() },
    }
}
