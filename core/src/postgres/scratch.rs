//! Databases for tests: each fresh, each a copy of one template, all on one shared server.
//!
//! Safe for any number of test processes at once; the server outlives them by half a minute.

mod janitor;
mod place;
mod shared;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{process, thread};

use sqlx::PgConnection;
use sqlx::postgres::PgConnectOptions;

use self::shared::Shared;
use super::address::Address;
use super::error::{BoxError, PostgresError};
use super::home::mark;
use super::statements;

/// Tells the databases of one process apart.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// How long a test may be held up by tidying.
const TIDYING: Duration = Duration::from_secs(5);

/// One fresh database, dropped with this value as far as that is possible.
#[derive(Debug)]
pub struct Scratch {
    address: Address,
    name: String,
    discarded: bool,
}

impl Scratch {
    /// Makes a database like the template with this hash, which `fill` fills when it is missing.
    ///
    /// The hash is to change with whatever `fill` does; `fill` gets an empty database, once for
    /// all processes, and need not close its connections.
    pub async fn fresh(
        template_hash: &str,
        fill: impl AsyncFn(PgConnectOptions) -> Result<(), BoxError>,
    ) -> Result<Self, PostgresError> {
        let shared = Shared::join().await?;
        let mut connection = shared.address().connect().await?;
        let template = format!("template_{}", mark(template_hash.as_bytes()));
        if !statements::exists(&mut connection, &template).await? {
            make_template(&shared, &mut connection, &template, fill).await?;
        }
        // From here on others may have their turn: a finished template never changes.
        let address = shared.leave();

        let name = format!("scratch_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        statements::discard(&mut connection, &name).await?;
        statements::copy(&mut connection, &template, &name).await?;
        Ok(Self { address, name, discarded: false })
    }

    /// How to connect to the database.
    pub fn options(&self) -> PgConnectOptions {
        self.address.options(&self.name)
    }

    /// Its address, as `DATABASE_URL` spells it.
    pub fn url(&self) -> String {
        self.address.url(&self.name)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Drops the database, whoever is still connected to it.
    pub async fn discard(mut self) {
        self.discarded = true;
        tidy(&self.address, &self.name).await;
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.discarded {
            return;
        }
        let (address, name) = (self.address.clone(), self.name.clone());
        // On a thread and runtime of its own, because the test's may be the one that is ending;
        // awaited, because a process that ends first would leave its database behind.
        let _ = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(tidy(&address, &name)))
        })
        .join();
    }
}

/// Drops a database; one that stays goes with its server.
async fn tidy(address: &Address, name: &str) {
    let _ = tokio::time::timeout(TIDYING, async {
        let mut connection = address.connect().await?;
        Ok::<_, PostgresError>(statements::discard(&mut connection, name).await?)
    })
    .await;
}

/// Fills a template under another name first, so that a half-filled one is never taken for it.
async fn make_template(
    shared: &Shared,
    connection: &mut PgConnection,
    template: &str,
    fill: impl AsyncFn(PgConnectOptions) -> Result<(), BoxError>,
) -> Result<(), PostgresError> {
    let unfinished = format!("unfinished_{template}");
    statements::discard(connection, &unfinished).await?;
    statements::create(connection, &unfinished).await?;
    fill(shared.address().options(&unfinished)).await.map_err(PostgresError::Filling)?;
    Ok(statements::seal(connection, &unfinished, template).await?)
}
