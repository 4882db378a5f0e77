//! `huiyin`: the program. Wires things, decides nothing.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use casework::{clock::Clock, desk::Desk, words::Language};
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use huiyin::{
    api::Api,
    audit, backup, calendar,
    config::{Config, Sources},
    demo, docs, doctor,
    evidence::Evidence,
    init, logs, policy, questionnaire, register, serve, status, stickers, terminal,
};

/// Carries an estate's complaints from the owner's phone to the department's group and back.
#[derive(Parser)]
#[command(name = "huiyin", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Try it: a page with several phones, no token, no database, no network.
    Demo {
        /// Play its cases by itself, print them, and end.
        #[arg(long)]
        tour: bool,
        /// zh-Hans, zh-Hant or en.
        #[arg(long, default_value = "zh-Hans", value_parser = language)]
        lang: Language,
        /// Where the page is served, on this machine only.
        #[arg(long, default_value_t = 8088)]
        port: u16,
    },
    /// Set up an estate here: six questions, then its settings, its file, its book, and the first link.
    Init {
        /// The answers, as a TOML file with language, token, database, name, zone and phone.
        #[arg(long)]
        answers: Option<PathBuf>,
    },
    /// Serve an estate. The settings come from the environment; see deploy/env.example.
    Serve,
    /// The register as lists: places, departments, people with their units, staff.
    Register {
        #[command(subcommand)]
        wanted: Lists,
    },
    /// Check, show and compare policy profiles.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Check, show and copy questionnaires.
    #[command(subcommand)]
    Questionnaire(questionnaire::Command),
    /// What holds of the settings, and where each comes from.
    #[command(subcommand)]
    Config(Settings),
    /// Look at everything the estate depends on: what is well, what is not, and the step that mends it. Ends
    /// with 1 when something does not work.
    Doctor {
        /// For machines.
        #[arg(long)]
        json: bool,
    },
    /// Make a key for backups: the file opens what is written for it.
    Key {
        /// Where; it must not be there.
        file: PathBuf,
    },
    /// Write the whole estate into one file that only the key opens, while it is in service.
    Backup {
        /// Where: a file, or a folder in which it is called by the time.
        file: PathBuf,
    },
    /// Put a backup back into an empty database: all of it, or nothing.
    Restore {
        /// The backup.
        file: PathBuf,
        /// The file with the key.
        #[arg(long)]
        key: PathBuf,
    },
    /// Prove that a backup can be put back: into a database of its own, which is compared and thrown away.
    Verify {
        /// The backup.
        file: PathBuf,
        /// The file with the key.
        #[arg(long)]
        key: PathBuf,
    },
    /// Stickers with a code to scan, for walls and lifts: print them, re-point them, revoke them.
    #[command(subcommand)]
    Stickers(stickers::Command),
    /// Ask the program that serves here whether it is alive; for Docker and the like.
    Healthcheck,
    /// Holidays and make-up days.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Whether the histories in the book say what was written.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Write the pages of the manual into a folder, for `man`.
    Man {
        /// Where; it is made when missing.
        folder: PathBuf,
    },
    /// Print what a shell needs to complete the command line.
    Completions {
        /// bash, zsh, fish, elvish or powershell.
        shell: Shell,
    },
    /// Print what the program does, from its own tables, in Markdown.
    Docs {
        /// Which table; without it, all of them.
        chapter: Option<docs::Chapter>,
    },
}

#[derive(Subcommand)]
enum Settings {
    /// Print each setting as it holds and where it comes from; secrets are hidden.
    Show,
}

#[derive(Subcommand)]
enum Lists {
    /// Read a CSV file or a workbook in: all of it, or nothing, with every bad line named.
    Import {
        /// places.csv, departments.csv, categories.csv, people.csv, staff.csv, duty.csv, or an .xlsx with
        /// such sheets.
        file: PathBuf,
        /// Only say what would become of it.
        #[arg(long)]
        dry_run: bool,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
    /// Write every list, as CSV files and as one workbook.
    Export {
        /// Where; it is made when missing.
        folder: PathBuf,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
}

fn language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "write zh-Hans, zh-Hant or en".to_owned())
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let done = match Arguments::parse().command {
        Command::Demo { tour, lang, port } => {
            let filter =
                std::env::var("HUIYIN_LOG").unwrap_or_else(|_| "warn,sqlx=error".to_owned());
            match logs::start(&filter) {
                Ok(()) => demo::run(&demo::Wanted { tour, language: lang, port }).await,
                Err(error) => Err(error),
            }
        }
        Command::Init { answers } => set_up(answers.as_deref()).await,
        Command::Serve => service().await,
        Command::Register { wanted } => lists(wanted).await,
        Command::Config(Settings::Show) => settings(),
        Command::Key { file } => backup::make_key(&file).map(|said| terminal::print(&said)),
        Command::Backup { file } => take_backup(&file).await,
        Command::Restore { file, key } => put_back(&file, &key, false).await,
        Command::Verify { file, key } => put_back(&file, &key, true).await,
        Command::Stickers(command) => printed(&command).await,
        Command::Healthcheck => health().await,
        Command::Doctor { json } => examine(json).await,
        Command::Calendar(command) => holidays(&command).await,
        Command::Audit(command) => histories(&command).await,
        Command::Man { folder } => manual(&folder),
        Command::Completions { shell } => {
            terminal::show(&docs::completions(shell, &Arguments::command()));
            Ok(())
        }
        Command::Docs { chapter } => {
            terminal::show(&docs::printed(chapter, &Arguments::command()));
            Ok(())
        }
        Command::Policy(command) => profiles(&command).await,
        Command::Questionnaire(command) => {
            questionnaire::run(&command).map(|said| terminal::print(&said))
        }
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&error);
            std::process::ExitCode::from(terminal::Kind::of(&error) as u8)
        }
    }
}

fn manual(folder: &Path) -> anyhow::Result<()> {
    let pages = docs::manual(folder, &Arguments::command());
    let pages = pages.with_context(|| format!("writing the manual to {}", folder.display()))?;
    terminal::show(&pages.join("\n"));
    Ok(())
}

fn settings() -> anyhow::Result<()> {
    let sources = Sources::of_process()?;
    terminal::show(&Config::from_sources(&sources)?.shown(&sources));
    Ok(())
}

async fn examine(json: bool) -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    logs::start("error")?;
    let api = Api::new(&config.telegram, config.token.clone())?;
    let webhook = config.webhook.as_ref().map(|webhook| webhook.address.as_str());
    let looked = doctor::Looked { api: &api, webhook, evidence: config.evidence.as_ref() };
    let looks = async |desk: &Desk| Ok(doctor::examine(desk, looked).await?);
    let findings = serve::with_book(&config.book, looks).await?;
    if json {
        terminal::show(&format!("{:#}", doctor::json(&findings)));
    } else {
        terminal::show(&doctor::printed(&findings, terminal::own_language()));
    }
    if doctor::is_ill(&findings) {
        return Err(terminal::Kind::Ill.fault(casework::say!(
            "something does not work; what mends it stands behind each arrow"
        )));
    }
    Ok(())
}

async fn health() -> anyhow::Result<()> {
    status::check(Config::status_from(&Sources::of_process()?)?).await
}

async fn holidays(command: &calendar::Command) -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    logs::start("warn")?;
    let said = serve::with_book(&config.book, async |desk| calendar::run(desk, command).await);
    said.await?.iter().for_each(terminal::print);
    Ok(())
}

async fn profiles(command: &policy::Command) -> anyhow::Result<()> {
    logs::start("warn")?;
    terminal::print(&policy::run(command).await?);
    Ok(())
}

async fn histories(command: &audit::Command) -> anyhow::Result<()> {
    let book = Config::book_from_environment()?;
    logs::start("warn")?;
    let said = serve::with_book(&book, async |desk| audit::run(desk, command).await);
    terminal::print(&said.await?);
    Ok(())
}

async fn printed(command: &stickers::Command) -> anyhow::Result<()> {
    logs::start("warn")?;
    terminal::print(&stickers::run(command).await?);
    Ok(())
}

async fn take_backup(file: &Path) -> anyhow::Result<()> {
    let sources = Sources::of_process()?;
    let (book, to) = (Config::book_from(&sources)?, Config::recipients_from(&sources)?);
    let evidence = kept(&sources)?;
    logs::start("warn")?;
    let estate = backup::Estate { book: &book, evidence: evidence.as_ref() };
    terminal::print(&backup::take(&estate, &to, file, &Clock::system()).await?);
    Ok(())
}

async fn put_back(file: &Path, key: &Path, on_trial: bool) -> anyhow::Result<()> {
    let sources = Sources::of_process()?;
    let book = Config::book_from(&sources)?;
    logs::start("warn")?;
    terminal::print(&if on_trial {
        backup::verify(&book, file, key, &Clock::system()).await?
    } else {
        let evidence = kept(&sources)?;
        let estate = backup::Estate { book: &book, evidence: evidence.as_ref() };
        backup::restore(&estate, file, key).await?
    });
    Ok(())
}

/// Where files are kept, if they are.
fn kept(sources: &Sources) -> anyhow::Result<Option<Evidence>> {
    Config::evidence_from(sources)?.as_ref().map(Evidence::open).transpose()
}

async fn set_up(answers: Option<&Path>) -> anyhow::Result<()> {
    logs::start("warn")?;
    let (input, output) = (std::io::stdin().lock(), std::io::stdout());
    let mut terminal = init::Terminal { input, output, language: terminal::own_language() };
    let sources = Sources::of_process()?;
    init::run(&std::env::current_dir()?, answers, &sources, &mut terminal).await
}

async fn service() -> anyhow::Result<()> {
    let config = Config::from_environment()?;
    logs::start(&config.log)?;
    serve::run(config).await
}

async fn lists(wanted: Lists) -> anyhow::Result<()> {
    let book = Config::book_from_environment()?;
    logs::start("warn")?;
    let wanted = match wanted {
        Lists::Import { file, dry_run, estate } => {
            register::Wanted::Import { file, dry_run, estate }
        }
        Lists::Export { folder, estate } => register::Wanted::Export { folder, estate },
    };
    register::run(&book, &wanted).await?.iter().for_each(terminal::print);
    Ok(())
}
