//! `huiyin calendar`: holidays and make-up days come into the book from a file.

use std::path::PathBuf;

use anyhow::bail;
use casework::{
    desk::Desk,
    policy::{
        holidays::{self, BadHolidays},
        written,
    },
    say,
    sentence::Sentence,
};
use clap::Subcommand;

use crate::estate;

/// What the lists that are published for China write beside a day that is worked.
const WORKED: &str = include_str!("calendar/worked.txt").trim_ascii();

/// What is wanted of the calendar.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads holidays and make-up days from JSON or ICS: all of the years it names, or nothing. The
    /// book is the one that `serve` uses.
    Import {
        /// The file.
        file: PathBuf,
        /// The word in the summary of an ICS event that makes it a day that is worked.
        #[arg(long, default_value = WORKED)]
        worked: String,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
}

/// Does it, and says what is to be printed.
pub async fn run(desk: &Desk, command: &Command) -> anyhow::Result<Vec<Sentence>> {
    let Command::Import { file, worked, estate: code } = command;
    let name = file.display().to_string();
    let bytes = estate::bytes(file)?;
    let text = written::text(&bytes).map_err(|fault| say!("{at}: {fault}", at = &name, fault))?;
    let days = match holidays::read(text, worked) {
        Ok(days) => days,
        Err(BadHolidays(faults)) => {
            let count = faults.len();
            bail!(say!(
                "{file} has {count} faults, and nothing was changed:\n  {faults}",
                file = name,
                count,
                faults
            ));
        }
    };
    let mut work = desk.begin_in(code.as_deref()).await?;
    work.import_holidays(&days).await?;
    let gaps = work.years_without_holidays().await?;
    work.finish("").await?;
    let worked = days.values().filter(|day| day.works).count();
    let mut said =
        vec![say!("{off} days off, {worked} days worked", off = days.len() - worked, worked)];
    said.extend(gaps.into_iter().map(missed));
    Ok(said)
}

/// Says in the log of which years no holiday is known.
pub async fn warn(desk: &Desk) -> anyhow::Result<()> {
    let mut work = desk.begin().await?;
    for site in work.sites().await? {
        work.stand_at(site.id);
        for year in work.years_without_holidays().await? {
            tracing::warn!(estate = site.code, year, "{}", missed(year));
        }
    }
    Ok(())
}

fn missed(year: i32) -> Sentence {
    say!(
        "no holiday of {year} is known: working days are Monday to Friday until huiyin calendar import",
        year
    )
}
