//! One trial's site: a book, a stand-in served over HTTP, and the program between them as a process
//! of its own.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use axum::{middleware, serve::ListenerExt as _};
use casework::clock::Clock;
use huiyin::stage::TOKEN;
use playground::Telegram;
use tokio::{
    net::TcpListener,
    process::{Child, Command},
};

use crate::{
    estate::{self, Rooms},
    ground::Ground,
    machine,
    wire::{Wire, watch},
};

/// What the program is told on its command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pacing {
    /// As in service, with Telegram's limits.
    Kept,
    /// The stand-in has no limits, and the program keeps none.
    Off,
}

/// A stand-in, served, and watched.
pub(crate) struct StandIn {
    pub(crate) telegram: Telegram,
    pub(crate) wire: Wire,
    pub(crate) address: String,
    pub(crate) rooms: Rooms,
}

impl StandIn {
    /// Serves a stand-in with the estate's people and groups, so many owners among them.
    pub(crate) async fn serve(limits: bool, owners: usize) -> anyhow::Result<Self> {
        Self::serve_by(&Clock::system(), limits, owners).await
    }

    /// The same by a clock that somebody may move.
    pub(crate) async fn serve_by(
        clock: &Clock,
        limits: bool,
        owners: usize,
    ) -> anyhow::Result<Self> {
        let clock = clock.clone();
        let telegram = Telegram::new(TOKEN, "huiyin_bot", "Huiyin", Arc::new(move || clock.now()));
        telegram.limits(limits);
        let rooms = estate::settle(&telegram, owners);
        let wire = Wire::default();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        // As the real server does: small answers are not held back.
        let listener = listener.tap_io(|line| drop(line.set_nodelay(true)));
        let router = telegram.router().layer(middleware::from_fn_with_state(wire.clone(), watch));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { telegram, wire, address, rooms })
    }
}

/// The program, or the echo bot, as a process of its own.
pub(crate) struct Program {
    child: Child,
    pub(crate) pid: u32,
    said: PathBuf,
}

impl Program {
    /// Starts `huiyin serve` over a book and waits until it asks for updates.
    pub(crate) async fn serve(
        ground: &Ground,
        book: &str,
        stand_in: &StandIn,
        pacing: Pacing,
        settings: &ProgramSettings,
    ) -> anyhow::Result<Self> {
        let said = settings.folder.join(format!("{book}.log"));
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(match pacing {
            Pacing::Kept => "serve",
            Pacing::Off => "serve-unpaced",
        });
        command.env("HUIYIN_BOT_TOKEN", TOKEN);
        command.env("HUIYIN_DATABASE_URL", ground.url(book));
        command.env("HUIYIN_TELEGRAM_API", &stand_in.address);
        command.env("HUIYIN_WORKERS", settings.workers.to_string());
        command.env("HUIYIN_LOG", "warn");
        Self::start(command, said, stand_in).await
    }

    /// Starts the echo bot.
    pub(crate) async fn echo(stand_in: &StandIn, folder: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["echo", &stand_in.address]);
        Self::start(command, folder.join("echo.log"), stand_in).await
    }

    async fn start(
        mut command: Command,
        said: PathBuf,
        stand_in: &StandIn,
    ) -> anyhow::Result<Self> {
        let log = File::create(&said)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        stand_in.wire.forget_polls();
        let child = command.spawn()?;
        let pid = child.id().context("the program has a number")?;
        let mut program = Self { child, pid, said };
        for _ in 0..600 {
            if stand_in.wire.is_polled() {
                return Ok(program);
            }
            if let Some(status) = program.child.try_wait()? {
                anyhow::bail!("the program ended ({status}):\n{}", program.words());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("the program does not ask for updates:\n{}", program.words())
    }

    /// Its processor seconds so far.
    pub(crate) fn seconds(&self) -> f64 {
        machine::seconds(self.pid)
    }

    /// The memory it holds now, in megabytes.
    pub(crate) fn memory(&self) -> f64 {
        machine::megabytes(self.pid, "VmRSS")
    }

    /// The most memory it ever held, in megabytes.
    pub(crate) fn peak(&self) -> f64 {
        machine::megabytes(self.pid, "VmHWM")
    }

    /// What it logged.
    pub(crate) fn words(&self) -> String {
        std::fs::read_to_string(&self.said).unwrap_or_default()
    }

    /// Asks it to stop and waits until it has.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let number = i32::try_from(self.pid)?;
        nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(number),
            nix::sys::signal::Signal::SIGTERM,
        )?;
        let ended = tokio::time::timeout(Duration::from_secs(40), self.child.wait()).await;
        ended.context("the program does not stop")??;
        Ok(())
    }
}

/// How the program is started in every trial.
#[derive(Debug, Clone)]
pub(crate) struct ProgramSettings {
    pub(crate) folder: PathBuf,
    pub(crate) workers: usize,
}

/// A stand-in and the program before it.
pub(crate) struct Site {
    pub(crate) stand_in: StandIn,
    pub(crate) program: Program,
}

impl Site {
    /// Sets up a fresh book from the template, with a stand-in and the program.
    pub(crate) async fn fresh(
        ground: &Ground,
        book: &str,
        pacing: Pacing,
        settings: &ProgramSettings,
        owners: usize,
    ) -> anyhow::Result<Self> {
        ground.copy(book).await?;
        Self::over(ground, book, pacing, settings, owners).await
    }

    /// The same over a book that is there.
    pub(crate) async fn over(
        ground: &Ground,
        book: &str,
        pacing: Pacing,
        settings: &ProgramSettings,
        owners: usize,
    ) -> anyhow::Result<Self> {
        let stand_in = StandIn::serve(pacing == Pacing::Kept, owners).await?;
        let program = Program::serve(ground, book, &stand_in, pacing, settings).await?;
        let site = Self { stand_in, program };
        // What came while nobody was there is handled before anything is timed.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(site)
    }

    /// Stops the program and the stand-in; the book stays.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        let stopped = self.program.stop().await;
        self.stand_in.telegram.close();
        stopped
    }
}
