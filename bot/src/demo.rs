//! The demo: a private PostgreSQL, a stand-in for Telegram with its page, and the real program
//! between them. No account, no token, no database, no network.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use casework::{
    clock::Clock,
    desk::Desk,
    postgres::{Postgres, PostgresError, Setup},
    store::Timer,
    words::Language,
};
use chrono::{DateTime, Datelike as _, Utc};
use playground::{Hooks, Panel, PanelEvent, PanelFuture, PanelTimer, Telegram};
use tokio::net::TcpListener;

use crate::{
    lifecycle::{Tasks, signals},
    speech::Voice,
    stage::{Setting, Stage},
    tour,
};

/// What was asked for on the command line.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Play the tour and end.
    pub tour: bool,
    /// The language of the estate.
    pub language: Language,
    /// The port of the page; another free one is taken when it is in use.
    pub port: u16,
}

/// Runs the demo until it is stopped, or the tour to its end.
pub async fn run(wanted: &Wanted) -> anyhow::Result<()> {
    let postgres = private_server().await?;
    postgres.recreate_database("demo").await.context("the demo's book")?;
    let played = Box::pin(play(wanted, &postgres)).await;
    postgres.stop().await.context("stopping PostgreSQL")?;
    played
}

/// The demo's own server. A second demo beside the first gets a server of its own.
async fn private_server() -> anyhow::Result<Postgres> {
    let folder = data_folder();
    let setup = |folder: PathBuf| Setup { folder, durable: true };
    match Postgres::start(&setup(folder.join("demo"))).await {
        Err(PostgresError::InUse { .. }) => {
            let own = folder.join(format!("demo-{}", std::process::id()));
            Ok(Postgres::start(&setup(own)).await?)
        }
        started => Ok(started?),
    }
}

fn data_folder() -> PathBuf {
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("HUIYIN_DATA_DIR")
        .or_else(|| named("XDG_DATA_HOME").map(|folder| folder.join("huiyin")))
        .or_else(|| named("HOME").map(|home| home.join(".local/share/huiyin")))
        .unwrap_or_else(|| Path::new("/var/tmp/huiyin").to_owned())
}

async fn play(wanted: &Wanted, postgres: &Postgres) -> anyhow::Result<()> {
    let clock = if wanted.tour { Clock::standing(this_morning()) } else { Clock::system() };
    let setting = Setting { language: wanted.language, clock, limits: !wanted.tour };
    let options = postgres.options("demo");
    if wanted.tour {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let stage = Stage::set(options, &setting, listener).await?;
        let played = tour::play(&stage).await;
        stage.telegram.close();
        stage.app.desk().close().await;
        return played;
    }
    Box::pin(show(wanted.port, options, &setting)).await
}

/// Ten past nine in the demo's estate on the second of this month, so that the tour reads the same at any
/// hour, and ends within the month that it sums up.
fn this_morning() -> DateTime<Utc> {
    let zone = chrono_tz::Asia::Shanghai;
    let today = Clock::system().now().with_timezone(&zone).date_naive();
    let today = today.with_day(2).unwrap_or(today);
    let morning =
        today.and_hms_opt(9, 10, 0).and_then(|nine| nine.and_local_timezone(zone).earliest());
    morning.map_or_else(|| Clock::system().now(), |nine| nine.to_utc())
}

async fn show(
    port: u16,
    options: casework::postgres::BookOptions,
    setting: &Setting,
) -> anyhow::Result<()> {
    let listener = listen(port).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let stage = Stage::set(options, setting, TcpListener::bind("127.0.0.1:0").await?).await?;
    let mut tasks = Tasks::default();
    open(&stage, listener, &mut tasks).await?;
    println!("huiyin · {base}/");
    println!("Ctrl-C stops it.");
    let ended = tasks.run(signals()?).await;
    stage.app.desk().close().await;
    Ok(ended?)
}

/// Lets the play begin: the page of a stage is served on `listener`, and the program runs.
pub async fn open(stage: &Stage, listener: TcpListener, tasks: &mut Tasks) -> anyhow::Result<()> {
    let page = playground::page(&stage.telegram, hooks(stage).await?);
    let closing = closing(tasks.stop(), stage.telegram.clone());
    tasks.start("page", async move {
        axum::serve(listener, page).with_graceful_shutdown(closing).await?;
        Ok(())
    });
    stage.app.start(tasks, 4, None);
    Ok(())
}

async fn closing(stop: tokio_util::sync::CancellationToken, telegram: Telegram) {
    stop.cancelled().await;
    telegram.close();
}

/// The wanted port, else any free one.
async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind("127.0.0.1:0").await.context("no free port")?),
    }
}

async fn hooks(stage: &Stage) -> anyhow::Result<Hooks> {
    let desk = stage.app.desk().clone();
    let mut work = desk.begin().await?;
    let site = work.site().await?;
    drop(work);
    let (clock, voice) = (stage.clock().clone(), Voice::new(stage.language, site.zone));
    let (cast, guests) = stage.phones();
    Ok(Hooks {
        title: site.name.in_language(stage.language).to_owned(),
        forward: Arc::new(move |time| clock.pass(time)),
        panel: Arc::new(move || -> PanelFuture {
            let desk = desk.clone();
            Box::pin(async move { panel(&desk, voice).await.unwrap_or_default() })
        }),
        cast,
        guests,
    })
}

/// What waits, and what has happened, of the newest cases.
async fn panel(desk: &Desk, voice: Voice) -> anyhow::Result<Panel> {
    let mut work = desk.begin().await?;
    let now = work.now();
    let mut panel = Panel { now: voice.moment(now), ..Panel::default() };
    for view in work.newest(5).await? {
        let number = view.case.number.to_string();
        let running = view.timers.iter().filter(|timer| timer.fired_at.is_none());
        panel.timers.extend(running.map(|timer| waiting(timer, &number, voice, now)));
        for line in work.history(view.case.id).await? {
            let who = match line.actor {
                Some(actor) => voice.name(&work.person(actor).await?),
                None => String::new(),
            };
            panel.history.push(PanelEvent {
                at: voice.moment(line.at),
                case: number.clone(),
                what: voice.event(&line.event),
                who,
            });
        }
    }
    Ok(panel)
}

fn waiting(timer: &Timer, number: &str, voice: Voice, now: DateTime<Utc>) -> PanelTimer {
    let minutes = (timer.due_at - now).num_minutes().max(0);
    PanelTimer {
        case: number.to_owned(),
        what: voice.timer(timer.kind),
        due: voice.moment(timer.due_at),
        left: format!("{}:{:02}", minutes / 60, minutes % 60),
    }
}
