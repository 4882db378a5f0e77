//! `huiyin register`: the register read in from lists, and written into them, where the program
//! runs. Everything of a file is taken, or nothing.

mod read;
mod write;

use std::path::{Path, PathBuf};

use anyhow::bail;
use casework::{
    desk::{Desk, Tally, Work},
    register::{Fault, Register},
    say,
    sentence::Sentence,
};

use crate::{config::Book, serve};

/// What is wanted.
#[derive(Debug)]
pub enum Wanted {
    /// Read a file in.
    Import {
        /// A CSV file called like its list, or a workbook with sheets called so.
        file: PathBuf,
        /// Only say what would become of it.
        dry_run: bool,
        /// The code of the estate, where the book holds several.
        estate: Option<String>,
    },
    /// Write every list.
    Export {
        /// Into this folder, as CSV files and as one workbook.
        folder: PathBuf,
        /// The code of the estate, where the book holds several.
        estate: Option<String>,
    },
}

/// Does it, and says what became of it.
pub async fn run(book: &Book, wanted: &Wanted) -> anyhow::Result<Vec<Sentence>> {
    serve::with_book(book, async |desk| carry_out(desk, wanted).await).await
}

async fn carry_out(desk: &Desk, wanted: &Wanted) -> anyhow::Result<Vec<Sentence>> {
    match wanted {
        Wanted::Import { file, dry_run, estate } => {
            import(desk.begin_in(estate.as_deref()).await?, file, *dry_run).await
        }
        Wanted::Export { folder, estate } => {
            export(desk.begin_in(estate.as_deref()).await?, folder).await
        }
    }
}

/// Reads a file in; says what became of its lists.
pub async fn import(mut work: Work, file: &Path, dry_run: bool) -> anyhow::Result<Vec<Sentence>> {
    let sheets = read::file(file)?;
    let register = match Register::parse(&sheets) {
        Ok(register) => register,
        Err(faults) => return refuse(&faults),
    };
    let taken = match work.import(&register).await? {
        Ok(taken) => taken,
        Err(faults) => return refuse(&faults),
    };
    let mut lines: Vec<Sentence> = taken
        .into_iter()
        .map(|(list, tally)| {
            let Tally { added, changed, same } = tally;
            let list = list.name();
            say!(
                "{list}: {added} added, {changed} changed, {same} the same",
                list,
                added,
                changed,
                same
            )
        })
        .collect();
    if dry_run {
        drop(work);
        lines.push(say!("Nothing was written: this was a trial."));
    } else {
        work.finish("").await?;
    }
    Ok(lines)
}

fn refuse(faults: &[Fault]) -> anyhow::Result<Vec<Sentence>> {
    let faults: Vec<_> = faults.iter().map(Fault::said).collect();
    bail!(say!("nothing was taken; please correct:\n  {faults}", faults))
}

/// Writes every list; says where.
pub async fn export(mut work: Work, folder: &Path) -> anyhow::Result<Vec<Sentence>> {
    let sheets = work.export().await?;
    drop(work);
    write::folder(folder, &sheets)
}

#[cfg(test)]
mod tests;
