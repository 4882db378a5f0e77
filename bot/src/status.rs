//! How the program fares, for machines: `/livez`, `/readyz` and `/metrics` on a listener of their own, the
//! word to systemd, and `huiyin healthcheck`. Nothing here names a person, a text or a chat: labels are words
//! out of the code, so that there are never more lines than they make.

use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use axum::{Router, extract::State, http::StatusCode, routing::get};
use casework::{
    desk::{Desk, DeskError},
    say,
    store::Load,
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sd_notify::NotifyState;
use tokio_util::sync::CancellationToken;

use crate::{api::Failure, pulse::Pulse, terminal::Kind};

/// A book that answers later than this does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often what was counted is summed up.
const UPKEEP: Duration = Duration::from_secs(5);

/// Bounds of the times, in seconds: from a quick answer to what people notice.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What counts, once in a process: whoever measures does not know who reads.
static FIGURES: Mutex<Option<PrometheusHandle>> = Mutex::new(None);

/// Begins to count.
pub fn count() -> anyhow::Result<PrometheusHandle> {
    let mut counting = FIGURES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(figures) = &*counting {
        return Ok(figures.clone());
    }
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BOUNDS)?;
    let figures = builder.install_recorder().context("beginning to count")?;
    describe_counter!("huiyin_telegram_calls_total", "Calls of the Bot API, by method and outcome");
    describe_histogram!("huiyin_telegram_call_seconds", "How long a call of the Bot API takes");
    describe_counter!("huiyin_updates_total", "Updates, by what became of them");
    describe_histogram!(
        "huiyin_update_seconds",
        "How long an update takes from the inbox to the book"
    );
    describe_gauge!("huiyin_info", "The version, as a label");
    gauge!("huiyin_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(counting.insert(figures).clone())
}

/// A call of the Bot API has come back.
pub(crate) fn called<R>(method: &'static str, took: Duration, answer: &Result<R, Failure>) {
    let outcome = match answer {
        Ok(_) => "ok",
        Err(Failure::Flood { .. }) => "flood",
        Err(Failure::NotSent(_)) => "not_sent",
        Err(Failure::Unknown(_)) => "unknown",
        Err(_) => "refused",
    };
    counter!("huiyin_telegram_calls_total", "method" => method, "outcome" => outcome).increment(1);
    histogram!("huiyin_telegram_call_seconds", "method" => method).record(took);
}

/// An update was dealt with.
pub(crate) fn handled(became: &'static str, took: Duration) {
    counter!("huiyin_updates_total", "became" => became).increment(1);
    histogram!("huiyin_update_seconds").record(took);
}

/// What answers.
#[derive(Clone)]
pub struct Status {
    desk: Desk,
    pulse: Pulse,
    figures: PrometheusHandle,
    keeps_files: bool,
}

impl Status {
    /// For a program over this desk, with these loops, which keeps files or not.
    pub fn new(desk: Desk, pulse: Pulse, keeps_files: bool) -> anyhow::Result<Self> {
        Ok(Self { desk, pulse, figures: count()?, keeps_files })
    }

    /// The three pages.
    pub fn router(self) -> Router {
        Router::new()
            .route("/livez", get(live))
            .route("/readyz", get(ready))
            .route("/metrics", get(figures))
            .with_state(self)
    }

    /// Serves them until the program stops.
    pub async fn serve(self, listen: SocketAddr, stop: CancellationToken) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("nothing can listen at {listen}"))?;
        let upkeep = tokio::spawn(tidy(self.figures.clone(), stop.clone()));
        axum::serve(listener, self.router())
            .with_graceful_shutdown(async move { stop.cancelled().await })
            .await?;
        upkeep.await?;
        Ok(())
    }
}

/// Sums up what was counted, also where nobody ever asks for it: else it would gather for ever.
async fn tidy(figures: PrometheusHandle, stop: CancellationToken) {
    while tokio::time::timeout(UPKEEP, stop.cancelled()).await.is_err() {
        figures.run_upkeep();
    }
}

/// Whether every loop goes round: if not, the program is to be started anew.
async fn live(State(status): State<Status>) -> (StatusCode, String) {
    match status.pulse.stuck() {
        None => (StatusCode::OK, "ok\n".to_owned()),
        Some(name) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("the {name} does not come round\n"))
        }
    }
}

/// Whether updates can be taken in: the book answers, and holds an estate.
async fn ready(State(status): State<Status>) -> (StatusCode, &'static str) {
    match asked(async move { status.desk.is_settled().await }).await {
        Some(true) => (StatusCode::OK, "ok\n"),
        Some(false) => (StatusCode::SERVICE_UNAVAILABLE, "the book holds no estate\n"),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the book does not answer\n"),
    }
}

/// What the book answers, if it does so in time. The question goes on by itself: one that is given up half-way
/// could leave a transaction open in the pool.
async fn asked<T: Send + 'static>(
    question: impl Future<Output = Result<T, DeskError>> + Send + 'static,
) -> Option<T> {
    tokio::time::timeout(PATIENCE, tokio::spawn(question)).await.ok()?.ok()?.ok()
}

async fn figures(State(status): State<Status>) -> (StatusCode, String) {
    // What waits is the book's to say; without it the rest is said all the same.
    let Status { desk, figures, keeps_files, .. } = status;
    let waits = asked(async move {
        let taken_at = desk.backups().await?.taken_at;
        let age = taken_at.map(|taken_at| (desk.clock().now() - taken_at).num_seconds());
        Ok((desk.load().await?, age))
    });
    let waits = waits.await.map(|(load, age)| waiting(load, keeps_files, age));
    (StatusCode::OK, figures.render() + &waits.unwrap_or_default())
}

/// What waits in the book, as it is at this reading: kept nowhere, so that no reading shows another's.
fn waiting(load: Load, keeps_files: bool, backup: Option<i64>) -> String {
    let waits = [
        ("huiyin_updates_waiting", "Updates that are ours and not handled", load.updates),
        (
            "huiyin_updates_oldest_seconds",
            "How long the oldest of them waits",
            load.updates_seconds,
        ),
        ("huiyin_updates_parked", "Updates that were given up; somebody must look", load.parked),
        ("huiyin_letters_waiting", "Letters that are owed by now", load.letters),
        (
            "huiyin_letters_oldest_seconds",
            "How long the oldest of them is overdue",
            load.letters_seconds,
        ),
        ("huiyin_timers_overdue", "Timers that should have fired", load.timers),
        (
            "huiyin_timers_oldest_seconds",
            "How long the oldest of them is overdue",
            load.timers_seconds,
        ),
    ];
    // Where none are kept, years of them wait for nobody.
    let files = [
        ("huiyin_files_waiting", "Files that are not kept yet, up to 1000", load.files),
        (
            "huiyin_files_oldest_seconds",
            "How long the oldest of them has been waiting",
            load.files_seconds,
        ),
        (
            "huiyin_files_unkept",
            "Files that were given up: Telegram does not find them",
            load.files_unkept,
        ),
    ];
    let backup = backup.map(|seconds| {
        ("huiyin_backup_age_seconds", "How long ago the newest backup was taken", seconds)
    });
    let files = files.into_iter().filter(|_| keeps_files);
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        for (name, means, waiting) in waits.into_iter().chain(files).chain(backup) {
            describe_gauge!(name, means);
            gauge!(name).set(u32::try_from(waiting).unwrap_or(u32::MAX));
        }
    });
    recorder.handle().render()
}

/// Tells systemd that the program is in service, and then that its loops go round, as long as they do: of one
/// that hangs it hears nothing more, and starts the program anew. Without systemd nobody is told.
pub(crate) async fn tell_systemd(pulse: Pulse, stop: CancellationToken) -> anyhow::Result<()> {
    tell(NotifyState::Ready);
    let mut patience = 0;
    let is_watched = sd_notify::watchdog_enabled(false, &mut patience);
    // Three times as often as it must hear of us.
    let pause = if is_watched { Duration::from_micros(patience / 3) } else { PATIENCE };
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => match pulse.stuck() {
                None if is_watched => tell(NotifyState::Watchdog),
                None => {}
                Some(name) => tracing::error!(name, "a loop does not come round"),
            },
        }
    }
    tell(NotifyState::Stopping);
    Ok(())
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(false, &[state]) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

/// Asks a program on this machine whether it is alive.
///
/// # Errors
///
/// It is not, or nobody answers.
pub async fn check(listen: SocketAddr) -> anyhow::Result<()> {
    let mut address = listen;
    if listen.ip().is_unspecified() {
        let here: std::net::IpAddr = if listen.is_ipv4() {
            [127, 0, 0, 1].into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        address.set_ip(here);
    }
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE * 2).build()?;
    let answer = client.get(format!("http://{address}/livez")).send().await;
    let answer = answer.map_err(|_| {
        Kind::Ill.fault(say!(
            "nobody answers at {address}; is huiyin serve running there?",
            address = address.to_string()
        ))
    })?;
    if answer.status() == StatusCode::OK {
        return Ok(());
    }
    let why = answer.text().await.unwrap_or_default();
    Err(Kind::Ill.fault(say!("it is not well: {why}", why = why.trim())))
}
