//! `cargo trouble`: tries to break the program, and looks whether it broke. See the README of
//! `tests/`.

mod cases;
mod cast;
mod checker;
mod cluster;
mod gate;
mod instance;
mod people;
mod proxy;
mod random;
mod run;
mod self_test;
mod story;
mod trial;

use std::process::ExitCode;

use clap::Parser;

/// Runs the fault cases of the estate against the real program.
#[derive(Parser, Debug)]
#[command(name = "cargo trouble", version, about)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Arguments {
    /// Numbers of cases, such as N3 C5; all of them when none is named.
    cases: Vec<String>,
    /// Print every case with its number, and end.
    #[arg(long)]
    list: bool,
    /// Only the short profile, below five minutes.
    #[arg(long)]
    short: bool,
    /// Random faults and kills under load, from this seed or a new one.
    #[arg(long)]
    random: bool,
    /// The seed of the random mode.
    #[arg(long)]
    seed: Option<u64>,
    /// How long the random mode goes on.
    #[arg(long, default_value_t = 2)]
    minutes: u64,
    /// So many random kills under load, with one to three instances.
    #[arg(long)]
    kills: Option<usize>,
    /// Break the program on purpose, rule by rule, and fail where nobody notices.
    #[arg(long)]
    self_test: bool,
    /// Run each case with so many instances, whatever it says itself.
    #[arg(long)]
    instances: Option<usize>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
    /// So many trials side by side.
    #[arg(long, default_value_t = 8)]
    jobs: usize,
    /// Keep the folder with the program's words.
    #[arg(long)]
    keep: bool,
    /// Broken rules or crash points for every instance, in the words of `FAILPOINTS`.
    #[arg(long, default_value = "")]
    failpoints: String,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return serve();
    }
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.map_err(anyhow::Error::from).and_then(|it| it.block_on(trouble(arguments)));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("trouble: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn trouble(arguments: Arguments) -> anyhow::Result<bool> {
    if arguments.list {
        cases::list();
        return Ok(true);
    }
    let house = std::sync::Arc::new(run::House::open(&arguments.failpoints, arguments.keep)?);
    let passed = if arguments.self_test {
        self_test::run(&house, &arguments.cases).await?
    } else if let Some(kills) = arguments.kills {
        random::kills(&house, kills, arguments.seed).await?
    } else if arguments.random {
        random::run(&house, arguments.seed, arguments.minutes).await?
    } else {
        let chosen = cases::chosen(&arguments.cases, arguments.short)?;
        let manner = run::Manner {
            jobs: arguments.jobs,
            is_short: arguments.short,
            instances: arguments.instances,
            as_json: arguments.json,
        };
        run::all(&house, chosen, manner).await?
    };
    house.close(passed).await;
    Ok(passed)
}

/// This binary as the program under trial.
fn serve() -> ExitCode {
    let _failpoints = casework::trouble::prepare();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let config = huiyin::config::Config::from_environment()?;
        huiyin::logs::start(&config.log)?;
        runtime.block_on(huiyin::serve::run(config))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("huiyin: {error:#}");
            ExitCode::FAILURE
        }
    }
}
