//! A private PostgreSQL server, for when no database is named: found, set up, watched and stopped.
//!
//! Nothing is downloaded, and nothing outside this machine can reach the server. It outlives
//! neither its owner nor, as [`Scratch`], the tests that use it.

mod account;
mod address;
mod cluster;
mod error;
mod former;
mod guardian;
mod hint;
mod home;
mod programs;
mod scratch;
mod server;
mod statements;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};

pub use sqlx::postgres::PgConnectOptions as BookOptions;
use sqlx::postgres::PgConnectOptions;

use self::address::Address;
pub use self::error::{BoxError, PostgresError};
use self::home::Home;
use self::programs::Programs;
pub use self::scratch::Scratch;
use self::server::Server;

/// What a private server is started with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where the cluster lives; made when missing, and kept from start to start.
    pub folder: PathBuf,
    /// Whether a commit must survive a power cut (`fsync`).
    pub durable: bool,
}

/// A running private server; it ends with this value, and with this process however that dies.
#[derive(Debug)]
pub struct Postgres {
    // Dropped in this order: the folder is unlocked only when the server has gone.
    _server: Server,
    address: Address,
    home: Home,
    _lock: File,
}

impl Postgres {
    /// Starts the server of a folder and waits until it answers; makes the cluster when missing.
    ///
    /// A server that a killed owner left behind in the folder is waited for and then stopped.
    pub async fn start(setup: &Setup) -> Result<Self, PostgresError> {
        let home = Home::open(&setup.folder)?;
        let lock = home.lock().await?;
        former::clear(&home, former::PATIENCE).await?;

        let programs = Programs::find(&programs::usual_places(), &home)?;
        let password = cluster::ensure(&home, &programs, setup.durable).await?;
        let (server, address) =
            server::start_watched(&home, &programs, &password, setup.durable).await?;
        tracing::info!(
            folder = %home.folder().display(),
            "a private PostgreSQL {} listens on {address:?}",
            programs.version,
        );
        Ok(Self { _server: server, address, home, _lock: lock })
    }

    /// How to connect to a database of the server that another process runs in this folder; nothing where none
    /// runs. For what is done beside a program in service.
    pub fn beside(setup: &Setup, database: &str) -> Option<PgConnectOptions> {
        let home = Home::open(&setup.folder).ok()?;
        Some(Address::noted(&home)?.options(database))
    }

    /// The address of one database, as `DATABASE_URL` spells it; it may hold a password.
    pub fn url(&self, database: &str) -> String {
        self.address.url(database)
    }

    /// How to connect to one database as the owner of everything.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        self.address.options(database)
    }

    /// Where the cluster lies: the folder asked for, unless the server's user cannot enter it.
    pub fn folder(&self) -> &Path {
        self.home.folder()
    }

    /// Creates a database unless it is there.
    pub async fn ensure_database(&self, name: &str) -> Result<(), PostgresError> {
        let mut connection = self.address.connect().await?;
        if !statements::exists(&mut connection, name).await? {
            statements::create(&mut connection, name).await?;
        }
        Ok(())
    }

    /// Drops a database, whoever is connected to it, and creates it empty.
    pub async fn recreate_database(&self, name: &str) -> Result<(), PostgresError> {
        let mut connection = self.address.connect().await?;
        statements::discard(&mut connection, name).await?;
        Ok(statements::create(&mut connection, name).await?)
    }

    /// Closes every connection, writes everything down, and returns when the server has gone.
    pub async fn stop(self) -> Result<(), PostgresError> {
        tokio::task::spawn_blocking(move || drop(self))
            .await
            .map_err(|source| PostgresError::os("stop the server", source.into()))
    }
}
