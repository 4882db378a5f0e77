//! `huiyin audit`: whether the histories in the book say what was written.

use casework::{chain::Tampering, desk::Desk, say, sentence::Sentence};
use clap::Subcommand;

use crate::terminal::Kind;

/// What is wanted of the audit.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Goes along the history of every case. Ends with 1 when a line was changed, removed or
    /// inserted behind the program's back, and says which. The book is the one that `serve` uses.
    Verify,
}

/// Does it, and says what is to be printed.
pub async fn run(desk: &Desk, command: &Command) -> anyhow::Result<Sentence> {
    let Command::Verify = command;
    let audit = desk.audit().await?;
    if !audit.found.is_empty() {
        let said = |(number, what): &(String, Tampering)| {
            say!("case {number}: {what}", number, what = what.said())
        };
        let found: Vec<_> = audit.found.iter().map(said).collect();
        return Err(Kind::Ill.fault(say!("the histories do not hold:\n  {found}", found)));
    }
    let (cases, lines, count) = (audit.cases, audit.lines, audit.unheld);
    let whole = say!("{cases} cases, {lines} lines of history: every one holds", cases, lines);
    if count == 0 {
        return Ok(whole);
    }
    Ok(say!(
        "{whole}, but {count} lines are from before there was a chain and are held by nothing",
        whole,
        count
    ))
}
