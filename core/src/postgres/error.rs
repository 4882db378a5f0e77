//! What can keep a private server from running, each with what a person can do about it.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Any error, as the caller's filling of a template may bring one.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no server, or not the database asked for.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No server's programs were found anywhere.
    #[error("PostgreSQL is not installed, or not where it usually is. {hint}")]
    NotInstalled { hint: String },

    /// Only servers before the oldest supported one were found.
    #[error("PostgreSQL {found} is too old; 14 or newer is needed. {hint}")]
    TooOld { found: String, hint: String },

    /// The folder belongs to another major version, whose programs are missing.
    #[error(
        "{} was made by PostgreSQL {made_by}, but only {found} is installed: install {made_by}, \
         or name another folder", .folder.display()
    )]
    OtherVersion { folder: PathBuf, made_by: u32, found: String },

    /// We run under a number that no account has; PostgreSQL refuses such users.
    #[error(
        "no account has the user id {uid}, and PostgreSQL refuses to run without one: \
         run as a user known to the system, or set HUIYIN_DATABASE_URL"
    )]
    NoAccount { uid: u32 },

    /// We are root, PostgreSQL refuses root, and there is nobody else to run it.
    #[error(
        "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`: \
         add one, or set HUIYIN_DATABASE_URL"
    )]
    NoUser,

    /// Another living process of ours uses the folder.
    #[error("{} is in use by another running instance", .folder.display())]
    InUse { folder: PathBuf },

    /// A folder we would have used belongs to somebody else.
    #[error("{} belongs to another user", .folder.display())]
    NotOurs { folder: PathBuf },

    /// One of PostgreSQL's programs gave up, saying why.
    #[error("{program} failed: {said}")]
    Refused { program: &'static str, said: String },

    /// The server runs, but does not say that it is ready.
    #[error("the server was not ready after {} seconds: {said}", .after.as_secs())]
    Silent { after: Duration, said: String },

    /// The system would not let us.
    #[error("cannot {attempt}: {source}")]
    System { attempt: String, source: io::Error },

    /// The server answered with an error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),

    /// The caller's filling of a template failed.
    #[error("the template could not be filled: {0}")]
    Filling(BoxError),
}

impl PostgresError {
    /// Says what we were about to do when the system refused.
    pub(super) fn os(attempt: impl Into<String>, source: io::Error) -> Self {
        Self::System { attempt: attempt.into(), source }
    }
}
