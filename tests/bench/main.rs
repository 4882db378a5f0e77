//! The measure: how much the program can do, how long people wait, what it costs, beside what the
//! machine can do at all. See tests/README.md.

mod broadcast;
mod estate;
mod estates;
mod fill;
mod ground;
mod growth;
mod load;
mod machine;
mod meter;
mod numbers;
mod rain;
mod report;
mod script;
mod site;
mod statements;
mod timers;
mod waits;
mod whole;
mod wire;
mod yardsticks;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use casework::clock::Clock;
use clap::{Parser, ValueEnum};
use huiyin::{config::Config, logs, pace::Pace, serve};

use crate::{
    ground::Ground,
    report::Report,
    site::{ProgramSettings, StandIn},
};

/// Measures the program. Without phases, all of them.
#[derive(Debug, Parser)]
#[command(name = "bench-huiyin")]
pub(crate) struct Wanted {
    /// Only these.
    phases: Vec<Phase>,
    /// Three minutes, without the million cases.
    #[arg(long)]
    quick: bool,
    /// One JSON object to the standard output, the table to the standard error.
    #[arg(long)]
    json: bool,
    /// Where the database of the trial lies; on the disk that is to be measured.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// How many people act at once when the most is asked for.
    #[arg(long, default_value_t = 64)]
    people: usize,
    /// How many updates the program handles at once.
    #[arg(long, default_value_t = 4)]
    workers: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Phase {
    /// Whole cases per second.
    Whole,
    /// Bare commits of the same rows.
    Ceiling,
    /// A bare bot that repeats what it is told.
    Echo,
    /// How long people wait at 50 and 200 updates a second.
    Waits,
    /// The same at 200 with the stand-in as far away as the real Telegram.
    Far,
    /// Memory at rest, and fifty updates a second within Telegram's limits.
    Calm,
    /// 10,000 updates in a minute.
    Storm,
    /// 20,000 recipients through the limiter, in moved time.
    Broadcast,
    /// 100,000 timers.
    Timers,
    /// Where the database's time goes, statement by statement.
    Statements,
    /// The same on a book with a million cases.
    Million,
    /// Ten estates in it, their pictures and files, and what was answered and nobody has read.
    Estates,
}

impl Wanted {
    fn wants(&self, phase: Phase) -> bool {
        let is_long = self.quick
            && matches!(
                phase,
                Phase::Far | Phase::Million | Phase::Estates | Phase::Statements | Phase::Timers
            );
        self.phases.contains(&phase) || (self.phases.is_empty() && !is_long)
    }

    /// How often, and for how long each, a short phase is measured.
    pub(crate) fn windows(&self) -> (u32, Duration) {
        if self.quick { (3, Duration::from_secs(4)) } else { (5, Duration::from_secs(15)) }
    }

    /// The same where waits are measured.
    pub(crate) fn wait_windows(&self) -> (u32, Duration) {
        if self.quick { (2, Duration::from_secs(5)) } else { (3, Duration::from_secs(30)) }
    }

    /// The same for yardsticks.
    pub(crate) fn short_windows(&self) -> (u32, Duration) {
        if self.quick { (3, Duration::from_millis(1_500)) } else { (5, Duration::from_secs(5)) }
    }
}

/// What every phase has.
pub(crate) struct Trial {
    pub(crate) wanted: Wanted,
    pub(crate) ground: Ground,
    pub(crate) settings: ProgramSettings,
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let done = match arguments.next().as_deref() {
        Some("serve") => program(Pace::telegram).await,
        Some("serve-unpaced") => program(Pace::none).await,
        Some("echo") => yardsticks::echo_bot(&arguments.next().unwrap_or_default()).await,
        _ => Box::pin(bench(Wanted::parse())).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// This process is the program under trial.
async fn program(pace: fn(&Clock) -> Pace) -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    logs::start(&config.log)?;
    serve::run_at(config, pace).await
}

async fn bench(wanted: Wanted) -> anyhow::Result<()> {
    let folder = wanted.folder.clone().unwrap_or_else(|| PathBuf::from("target/bench"));
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let ground = Ground::open(&folder).await?;
    let settings = ProgramSettings { folder, workers: wanted.workers };
    let trial = Trial { wanted, ground, settings };
    let mut report = Report::default();
    let measured = measure(&trial, &mut report).await;
    let Trial { wanted, ground, .. } = trial;
    ground.close().await?;
    if wanted.json {
        eprintln!("{}", report.table());
        println!("{}", report.json());
    } else {
        println!("{}", report.table());
    }
    measured
}

async fn measure(trial: &Trial, report: &mut Report) -> anyhow::Result<()> {
    let at_first = StandIn::serve(false, 0).await?;
    estate::furnish(&trial.ground, &at_first.rooms).await?;
    at_first.telegram.close();
    let weather = machine::load();
    report.heading("The machine");
    report.figure("processors", numbers::real(machine::processors()), "of this machine");
    report.figure("load_before", weather, "tasks that wanted a processor before anything began");
    if weather > 0.5 {
        report.remark("others are at work here: trust the ratios, not the figures");
    }
    report.fact("settings", settings(trial));
    let wants = |phase| trial.wanted.wants(phase);
    let mut whole = None;
    if wants(Phase::Whole) {
        whole = Some(whole::measure(trial, report).await?);
    }
    if wants(Phase::Ceiling) {
        yardsticks::ceiling(trial, report, whole.as_ref()).await?;
    }
    if wants(Phase::Echo) {
        yardsticks::echo(trial, report).await?;
    }
    if wants(Phase::Waits) {
        waits::measure(trial, report).await?;
    }
    if wants(Phase::Far) {
        waits::far(trial, report).await?;
    }
    if wants(Phase::Calm) {
        rain::calm(trial, report).await?;
    }
    if wants(Phase::Storm) {
        rain::storm(trial, report).await?;
    }
    if wants(Phase::Broadcast) {
        broadcast::measure(trial, report).await?;
    }
    if wants(Phase::Timers) {
        timers::measure(trial, report).await?;
    }
    if wants(Phase::Statements) {
        statements::measure(trial, report).await?;
    }
    if wants(Phase::Million) {
        growth::measure(trial, report).await?;
    }
    if wants(Phase::Estates) {
        estates::measure(trial, report).await?;
    }
    report.fact("noise", serde_json::json!(report.known("smallest_commits_per_s_spread")));
    report.fact("load_after", serde_json::json!(machine::load()));
    Ok(())
}

fn settings(trial: &Trial) -> serde_json::Value {
    serde_json::json!({
        "quick": trial.wanted.quick,
        "people": trial.wanted.people,
        "workers": trial.settings.workers,
        "fsync": "on",
        "built": if cfg!(debug_assertions) { "debug" } else { "release" },
    })
}
