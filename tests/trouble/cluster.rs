//! The PostgreSQL under trial: real, durable, and ours to stop, kill and start again. One template
//! holds the estate; every trial has a fresh copy.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context as _, anyhow};
use casework::{
    clock::Clock,
    desk::Desk,
    ids::{Account, PlaceId},
    postgres::{Postgres, Setup},
    words::Language,
};
use huiyin::stage::{Setting, Stage};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, postgres::PgConnectOptions};
use tokio::sync::Mutex;

use crate::cast::{OWNERS, Owners};

const TEMPLATE: &str = "furnished";

/// A server with the template in it.
pub(crate) struct Cluster {
    setup: Setup,
    server: Mutex<Option<Postgres>>,
    options: PgConnectOptions,
    copying: Mutex<()>,
}

impl Cluster {
    /// Starts a durable server in a folder of its own, and furnishes the template.
    pub(crate) async fn start(folder: PathBuf) -> anyhow::Result<Self> {
        let setup = Setup { folder, durable: true };
        let server = Postgres::start(&setup).await?;
        let options = server.options("postgres");
        let mut connection = options.connect().await?;
        for setting in ["max_connections = 400", "max_wal_size = '4GB'"] {
            run(&mut connection, format!("alter system set {setting}")).await?;
        }
        drop(connection);
        server.stop().await?;
        let server = Postgres::start(&setup).await?;
        server.ensure_database(TEMPLATE).await?;
        let template = server.options(TEMPLATE);
        tokio::task::spawn_blocking(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(furnish(template))
        })
        .await??;
        let options = server.options("postgres");
        let (server, copying) = (Mutex::new(Some(server)), Mutex::new(()));
        Ok(Self { setup, server, options, copying })
    }

    /// A fresh copy of the furnished book.
    pub(crate) async fn database(&self, name: &str) -> anyhow::Result<()> {
        let _turn = self.copying.lock().await;
        let mut connection = self.connect("postgres").await?;
        run(&mut connection, format!("drop database if exists {name} with (force)")).await?;
        run(&mut connection, format!("create database {name} template {TEMPLATE}")).await
    }

    /// Drops a book, whoever reads in it.
    pub(crate) async fn discard(&self, name: &str) -> anyhow::Result<()> {
        let mut connection = self.connect("postgres").await?;
        run(&mut connection, format!("drop database if exists {name} with (force)")).await
    }

    /// Straight to a database, past every proxy.
    pub(crate) async fn connect(&self, database: &str) -> anyhow::Result<PgConnection> {
        let options = self.options.clone().database(database);
        let connected = tokio::time::timeout(Duration::from_secs(20), options.connect()).await;
        connected.context("the book does not answer")?.context("the book")
    }

    /// Where the server keeps its files.
    pub(crate) fn data(&self) -> PathBuf {
        self.setup.folder.join("data")
    }

    /// Where the server listens, for a proxy.
    pub(crate) fn socket(&self) -> anyhow::Result<PathBuf> {
        let folder = self.options.get_socket().ok_or_else(|| anyhow!("no socket"))?;
        Ok(folder.join(".s.PGSQL.5432"))
    }

    /// Stops it as an administrator would.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        if let Some(server) = self.server.lock().await.take() {
            server.stop().await?;
        }
        Ok(())
    }

    /// The power goes: every process of the server is killed.
    pub(crate) async fn kill(&self) -> anyhow::Result<()> {
        let server = self.server.lock().await.take();
        let main = Self::process(server.as_ref())?;
        for child in children(main) {
            kill(child, Signal::SIGKILL).ok();
        }
        kill(main, Signal::SIGKILL)?;
        tokio::task::spawn_blocking(move || drop(server)).await?;
        Ok(())
    }

    /// Starts it again in the same place.
    pub(crate) async fn resume(&self) -> anyhow::Result<()> {
        let mut server = self.server.lock().await;
        if server.is_none() {
            *server = Some(Postgres::start(&self.setup).await?);
        }
        Ok(())
    }

    /// Every process of the server stands still, or goes on.
    pub(crate) async fn freeze(&self, frozen: bool) -> anyhow::Result<()> {
        let main = Self::process(self.server.lock().await.as_ref())?;
        let signal = if frozen { Signal::SIGSTOP } else { Signal::SIGCONT };
        for process in children(main).into_iter().chain([main]) {
            kill(process, signal).ok();
        }
        Ok(())
    }

    fn process(server: Option<&Postgres>) -> anyhow::Result<Pid> {
        let server = server.context("the server does not run")?;
        let note = fs::read_to_string(server.folder().join("data/postmaster.pid"))?;
        let number = note.lines().next().context("no number")?.trim().parse()?;
        Ok(Pid::from_raw(number))
    }
}

/// The children of a process, as the system lists them.
fn children(of: Pid) -> Vec<Pid> {
    let listed = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
    listed.split_whitespace().filter_map(|word| word.parse().ok()).map(Pid::from_raw).collect()
}

/// A statement of the bench's own; nobody else's words are ever in it.
pub(crate) async fn run(connection: &mut PgConnection, statement: String) -> anyhow::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

/// The estate with its staff and groups, and owners who have been through the greeting.
async fn furnish(options: PgConnectOptions) -> anyhow::Result<()> {
    let clock = Clock::system();
    let setting = Setting { language: Language::En, clock: clock.clone(), limits: true };
    Stage::furnish(options.clone(), &setting).await?;
    let desk = Desk::open(options, clock).await?;
    let mut work = desk.begin().await?;
    let mut home: Option<PlaceId> = None;
    for _ in 0..3 {
        home = work.places_within(home).await?.first().map(|place| place.id);
    }
    for (account, name) in OWNERS.accounts() {
        let mut person = work.meet(Account(account), Some(Language::En)).await?;
        person.name = Some(name);
        person.phone = Some(Owners::phone(account));
        person.phone_verified = true;
        person.place = home;
        person.consent = Some(1);
        person.joined = true;
        work.save_person(&person).await?;
    }
    work.finish("").await?;
    desk.close().await;
    Ok(())
}
