//! The program in service: a real token, a book that stays.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, bail};
use casework::{
    clock::Clock,
    desk::{Desk, DeskError},
    estate::Estate,
    postgres::{BookOptions, Postgres, PostgresError, Setup},
    say,
    store::Offer,
};
use secrecy::ExposeSecret as _;

use crate::{
    api::{Api, Failure},
    app::App,
    backup, calendar,
    config::{Book, Config},
    estate,
    evidence::Evidence,
    lifecycle::{Tasks, signals},
    pace::Pace,
    status::{self, Status},
    terminal::{self, Kind},
};

/// Runs until it is told to stop.
pub async fn run(config: Config) -> anyhow::Result<()> {
    run_at(config, Pace::telegram).await
}

/// The same at another pace: for measuring before a stand-in that has no limits.
pub async fn run_at(config: Config, pace: fn(&Clock) -> Pace) -> anyhow::Result<()> {
    // Read before anything is touched: with a bad file nothing begins.
    let files = config.estates.iter();
    let estates: Vec<Estate> =
        files.map(|file| estate::read(file)).collect::<anyhow::Result<_>>()?;
    let database = Database::of_our_own(&config.book).await?;
    let serves = async |desk: &Desk| serve(&config, &estates, desk, pace).await;
    let opened = Desk::open(database.options(), Clock::system()).await;
    database.with_desk(opened, serves).await
}

/// Opens the book, does something with it, and puts it back, whatever became of that.
pub async fn with_book<T>(
    book: &Book,
    act: impl AsyncFnOnce(&Desk) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let database = Database::reach(book).await?;
    let opened = Desk::open_as_it_is(database.options(), Clock::system()).await;
    database.with_desk(opened, act).await
}

/// What the private database of the book is called.
const PRIVATE: &str = "huiyin";

/// The database that the book is in: the one that was named, else a private one.
pub(crate) struct Database {
    options: BookOptions,
    /// The private server, where it is ours.
    server: Option<Postgres>,
}

impl Database {
    /// Reaches it, beside a program in service if there is one.
    pub(crate) async fn reach(book: &Book) -> anyhow::Result<Self> {
        match Self::of_our_own(book).await {
            Err(error) if is_in_use(&error) => {
                let Book::Private(folder) = book else { return Err(error) };
                let options = Postgres::beside(&setup(folder), PRIVATE).ok_or(error)?;
                Ok(Self { options, server: None })
            }
            reached => reached,
        }
    }

    /// Reaches it for a program in service: a private server is nobody else's.
    async fn of_our_own(book: &Book) -> anyhow::Result<Self> {
        match book {
            Book::Server(address) => {
                let options = address.expose_secret().parse::<BookOptions>();
                let options = options.map_err(|error| unusable(&error.to_string()))?;
                Ok(Self { options, server: None })
            }
            Book::Private(folder) => {
                let server = Postgres::start(&setup(folder)).await?;
                server.ensure_database(PRIVATE).await?;
                Ok(Self { options: server.options(PRIVATE), server: Some(server) })
            }
        }
    }

    /// How to connect to it.
    pub(crate) fn options(&self) -> BookOptions {
        self.options.clone()
    }

    /// Does something with the book in it, and puts everything back, whatever became of that.
    async fn with_desk<T>(
        self,
        opened: Result<Desk, DeskError>,
        act: impl AsyncFnOnce(&Desk) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let done = match opened {
            Ok(desk) => {
                let done = act(&desk).await;
                desk.close().await;
                done
            }
            Err(error @ (DeskError::Newer(_) | DeskError::Older(_))) => {
                Err(Kind::Book.fault(error.said()))
            }
            Err(error) if self.server.is_some() => Err(error.into()),
            Err(error) => Err(unusable(&error.to_string())),
        };
        self.leave().await?;
        done
    }

    /// Puts it back.
    pub(crate) async fn leave(self) -> anyhow::Result<()> {
        if let Some(server) = self.server {
            server.stop().await.context("stopping PostgreSQL")?;
        }
        Ok(())
    }
}

fn setup(folder: &Path) -> Setup {
    Setup { folder: folder.join("postgres"), durable: true }
}

fn is_in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(PostgresError::InUse { .. }))
}

pub(crate) fn unusable(error: &str) -> anyhow::Error {
    Kind::Unreachable.fault(say!(
        "the database that was named could not be used; is it running, and are its host, name, user \
         and password right? ({error})",
        error
    ))
}

async fn serve(
    config: &Config,
    estates: &[Estate],
    desk: &Desk,
    pace: fn(&Clock) -> Pace,
) -> anyhow::Result<()> {
    if config.status.is_some() {
        status::count()?;
    }
    settle_in(estates, desk).await?;
    backup::tell_of_restore(desk).await?;
    calendar::warn(desk).await?;
    let api = Api::new(&config.telegram, config.token.clone())?;
    let mut signals = signals()?;
    let app = tokio::select! {
        app = introduce(config, desk, &api, pace) => app?,
        _ = signals.recv() => return Ok(()),
    };
    if let Err(error) = app.set_menus().await {
        tracing::warn!(%error, "the menus of commands could not be set; they stay as they were");
    }
    check_fonts().await;
    offer_first_admin(desk, &app).await?;
    let app = match &config.evidence {
        Some(kept_at) => app.keeping(Evidence::open(kept_at)?, config.scan.clone()),
        None => app,
    };
    let mut tasks = Tasks::default();
    let pulse = app.start(&mut tasks, config.workers, config.webhook.clone());
    if let Some(listen) = config.status {
        let status = Status::new(desk.clone(), pulse, config.evidence.is_some())?;
        tasks.start("status", status.serve(listen, tasks.stop()));
    }
    tracing::info!(bot = app.me().username, "in service");
    Ok(tasks.run(signals).await?)
}

/// Says at the start, not on the first of the month, that no picture can be drawn.
async fn check_fonts() {
    match tokio::task::spawn_blocking(crate::picture::check).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "summaries go out without their picture"),
        Err(error) => tracing::error!(%error, "the fonts could not be looked at"),
    }
}

/// Learns who we are. A wrong token is said at once; for anything else there is patience, because
/// a night without a network must not need somebody in the morning.
async fn introduce(
    config: &Config,
    desk: &Desk,
    api: &Api,
    pace: fn(&Clock) -> Pace,
) -> anyhow::Result<App> {
    let holder = format!("{:016x}", rand::random::<u64>());
    let mut failures = 0_u32;
    loop {
        let pause = match App::introduce(desk.clone(), api.clone(), pace(desk.clock()), &holder)
            .await
        {
            Ok(app) => return Ok(app),
            Err(Failure::Unauthorized) => bail!(say!(
                "Telegram does not know this token; copy it anew from @BotFather into HUIYIN_BOT_TOKEN"
            )),
            Err(Failure::Flood { retry_after: Some(pause) }) => pause,
            Err(failure) => {
                let address = &config.telegram;
                tracing::error!("Telegram cannot be reached at {address}: {failure}; trying again");
                Duration::from_millis(500 << failures.min(6))
            }
        };
        failures += 1;
        tokio::time::sleep(pause).await;
    }
}

async fn settle_in(estates: &[Estate], desk: &Desk) -> anyhow::Result<()> {
    let taken = desk.settle_all(estates).await;
    taken.map_err(|error| say!("the estate file was not taken: {error}", error = error.said()))?;
    if !desk.is_settled().await? {
        bail!(say!(
            "the book holds no estate yet: name an estate file in HUIYIN_ESTATE \
             (deploy/estate.example.toml is one to start from)"
        ));
    }
    Ok(())
}

/// As long as there is no administrator, each start offers a link that makes one.
async fn offer_first_admin(desk: &Desk, app: &App) -> anyhow::Result<()> {
    let mut work = desk.begin().await?;
    if work.has_admin().await? {
        return Ok(());
    }
    let token = work.invite(Offer::Admin, None).await?;
    work.finish("").await?;
    let link = format!("https://t.me/{}?start={token}", app.me().username);
    terminal::print(&say!(
        "There is no administrator yet. Whoever opens this link first becomes one:\n{link}",
        link
    ));
    Ok(())
}
