//! `huiyin audit`: whether the histories in the book say what was written.

use anyhow::bail;
use casework::desk::Desk;
use clap::Subcommand;

/// What is wanted of the audit.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Goes along the history of every case. Ends with 1 when a line was changed, removed or
    /// inserted behind the program's back, and says which. The book is the one that `serve` uses.
    Verify,
}

/// Does it, and says what is to be printed.
pub async fn run(desk: &Desk, command: &Command) -> anyhow::Result<String> {
    let Command::Verify = command;
    let audit = desk.audit().await?;
    if !audit.found.is_empty() {
        let found = audit.found.iter().map(|(number, what)| format!("case {number}: {what}"));
        bail!("the histories do not hold:\n  {}", found.collect::<Vec<_>>().join("\n  "));
    }
    let mut said =
        format!("{} cases, {} lines of history: every one holds", audit.cases, audit.lines);
    if audit.unheld > 0 {
        said = format!(
            "{said}, but {} lines are from before there was a chain and are held by nothing",
            audit.unheld
        );
    }
    Ok(said + "\n")
}
