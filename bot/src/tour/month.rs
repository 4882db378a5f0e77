//! The last scene: the month is over, and whoever leads reads it as a picture and as a file.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use chrono::{Datelike as _, Months, NaiveTime};

use super::{Tour, lines::Month};
use crate::button::{Button, Sum};

impl Tour<'_> {
    /// S0-08: on the first morning of the next month the summary comes by itself; it is read, looked
    /// into, and both files are left where whoever watches can open them.
    pub(super) async fn month(&mut self, lines: &Month) -> anyhow::Result<()> {
        let (leaders, manager) = (self.room("leaders"), self.who("manager"));
        self.chapter("S0-08", &lines.title).await?;
        let first = self.local().date().with_day(1).context("a day")? + Months::new(1);
        let morning = NaiveTime::from_hms_opt(8, 1, 0).context("a time")?;
        self.leaps(first.and_time(morning) - self.local()).await?;
        self.seen.catch_up();
        self.reads(leaders, &lines.told)?;
        let read = |button: &Button| matches!(button, Button::Summary(Sum::Read(_)));
        self.presses("leader", leaders, read).await?;
        let how = |button: &Button| matches!(button, Button::Summary(Sum::How(..)));
        let file = |button: &Button| matches!(button, Button::Summary(Sum::File(..)));
        self.presses("leader", leaders, how).await?;
        self.presses("manager", leaders, file).await?;
        self.reads(manager, &lines.file)?;
        let leader = self.who("leader");
        self.reads(leader, &lines.how)?;
        let folder = folder()?;
        for (chat, ending) in [(leaders, ".png"), (manager, ".xlsx")] {
            let path = self.leaves(chat, ending, &folder)?;
            println!("  {}: {}\n", lines.written, path.display());
        }
        Ok(())
    }

    /// Writes the newest file of a chat into a folder.
    fn leaves(&self, chat: i64, ending: &str, folder: &std::path::Path) -> anyhow::Result<PathBuf> {
        let telegram = &self.stage.telegram;
        let messages = telegram.messages(chat);
        let mut files = messages.iter().rev().filter_map(playground::Message::file_id);
        let (bytes, name) = files
            .find_map(|id| {
                let (bytes, name, _) = telegram.file(id)?;
                name.filter(|name| name.ends_with(ending)).map(|name| (bytes, name))
            })
            .with_context(|| format!("no {ending} came"))?;
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        Ok(path)
    }
}

/// A folder of its own.
fn folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::temp_dir().join("huiyin-tour");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}
