//! Stickers: `huiyin stickers` prints them, and whoever scans one is asked what happened, not where.

mod sheet;
#[cfg(test)]
mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::bail;
use casework::{
    desk::{Desk, DeskError},
    say,
    sentence::Sentence,
};
use clap::Subcommand;

use crate::{
    api::Api,
    config::Config,
    estates,
    intake::{self, LedBy},
    joining, serve,
    visit::{Me, Visit},
};

/// How a link begins that a sticker leads to.
const LINK: &str = "p-";

/// What is wanted of the stickers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the stickers of a building, its floors and what in it is everybody's, as sheets of A4 to print.
    Sheet {
        /// The building's code in the lists (huiyin register export).
        building: String,
        /// Where; it is made when missing.
        folder: PathBuf,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
    /// Every sticker that is of use, with the code of its place.
    List {
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
    /// A sticker hangs elsewhere now.
    Point {
        /// What is printed under its code.
        sticker: String,
        /// The code of the place in the lists.
        place: String,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
    /// A sticker was stolen or spoiled: whoever scans it is led nowhere any more.
    Revoke {
        /// What is printed under its code.
        sticker: String,
        /// The code of the estate, where the book holds several.
        #[arg(long)]
        estate: Option<String>,
    },
}

/// Does it, and says what is to be printed.
pub async fn run(command: &Command) -> anyhow::Result<Sentence> {
    let config = Config::from_environment()?;
    let api = Api::new(&config.telegram, config.token.clone())?;
    serve::with_book(&config.book, async |desk| carry_out(command, desk, &api).await).await
}

/// The same over an open book.
pub async fn carry_out(command: &Command, desk: &Desk, api: &Api) -> anyhow::Result<Sentence> {
    match command {
        Command::Sheet { building, folder, estate } => {
            print(desk, api, estate.as_deref(), building, folder).await
        }
        Command::List { estate } => {
            let stickers = desk.begin_in(estate.as_deref()).await?.stickers().await?;
            let lines =
                stickers.iter().map(|sticker| format!("{}  {}", sticker.token, sticker.code));
            Ok(crate::terminal::plain(lines.collect::<Vec<_>>().join("\n")))
        }
        Command::Point { sticker, place, estate } => {
            let mut work = desk.begin_in(estate.as_deref()).await?;
            if !work.point_sticker(sticker, place).await? {
                bail!(say!(
                    "there is no sticker {sticker}, or no place {place} for it",
                    sticker,
                    place
                ));
            }
            work.finish("").await?;
            Ok(say!("{sticker} means {place} from now on", sticker, place))
        }
        Command::Revoke { sticker, estate } => {
            let mut work = desk.begin_in(estate.as_deref()).await?;
            if !work.revoke_sticker(sticker).await? {
                bail!(say!("there is no sticker {sticker} that is of use", sticker));
            }
            work.finish("").await?;
            Ok(say!("{sticker} leads nowhere any more", sticker))
        }
    }
}

/// Nothing is printed before the book has it: a sheet whose codes lead nowhere would hang on walls.
async fn print(
    desk: &Desk,
    api: &Api,
    estate: Option<&str>,
    building: &str,
    folder: &Path,
) -> anyhow::Result<Sentence> {
    let username = Me::ask(api).await?.username;
    let mut work = desk.begin_in(estate).await?;
    let stickers = work.stickers_of(building).await?;
    if stickers.is_empty() {
        bail!(say!(
            "the lists name no place {building}; huiyin register export has them",
            building
        ));
    }
    let site = work.site().await?;
    work.finish("").await?;
    let sheets = sheet::drawn(&site, &username, &stickers)?;
    fs::create_dir_all(folder)?;
    for (number, sheet) in (1_u32..).zip(&sheets) {
        fs::write(folder.join(format!("{building}-{number}.svg")), sheet)?;
    }
    Ok(say!(
        "{folder}: {count} stickers on {sheets} sheets; print them in full size, and try one with a telephone",
        folder = folder.display().to_string(),
        count = stickers.len(),
        sheets = sheets.len()
    ))
}

/// Which sticker a link is of.
pub(crate) fn linked(payload: &str) -> Option<&str> {
    payload.strip_prefix(LINK)
}

/// Somebody has scanned a sticker: they are asked what happened there. One that is of no use leads to the home
/// screen; whoever we do not know yet is greeted first, and goes on afterwards.
pub(crate) async fn scanned(visit: &mut Visit<'_>, token: &str) -> Result<(), DeskError> {
    let Some(place) = visit.work.sticker_place(token).await? else {
        let page = visit.voice.sticker_void();
        visit.say(page).await?;
        return if visit.person.joined {
            intake::home(visit).await
        } else {
            joining::begin(visit).await
        };
    };
    visit.work.stand_at(place.site);
    estates::led_here(visit).await?;
    let fresh = visit.voice.sticker_tell(&place);
    Box::pin(intake::begin_at(visit, LedBy::Sticker(place.id), fresh)).await
}
