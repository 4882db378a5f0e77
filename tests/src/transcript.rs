//! A story as it was lived: who wrote, pressed and read what, in order, to be read by people.

use std::{collections::HashMap, fs, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use playground::{Button, Fact, Telegram};

/// Names the folder into which every story writes itself.
const FOLDER: &str = "HUIYIN_TRANSCRIPTS";

/// Where the stories play.
const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

/// Writes what has happened so far into the folder that the environment names, in a file of the story's
/// own name; nothing when it names none.
pub(crate) fn write(telegram: &Telegram) {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("story").replace("::", ".");
    let file = Path::new(&folder).join(format!("{name}.txt"));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, told(telegram)));
    written.expect("a transcript is written where it was asked for");
}

/// What was said, line by line.
fn told(telegram: &Telegram) -> String {
    let mut lines = vec![];
    let mut labels: HashMap<(i64, i64), Vec<Vec<Button>>> = HashMap::new();
    let mut last: Option<DateTime<Utc>> = None;
    for entry in telegram.journal(0) {
        let line = match &entry.fact {
            Fact::Shown { chat, message, from, kind, text, buttons, edited, .. } => {
                labels.insert((*chat, *message), buttons.clone());
                Some(shown(telegram, (*chat, *from), (kind, text), buttons, *edited))
            }
            Fact::Press { person, chat, message, data, .. } => {
                let rows = labels.get(&(*chat, *message)).into_iter().flatten();
                let pressed = rows.flatten().find(|one| one.data.as_deref() == Some(data));
                let label = pressed.map_or("?", |button| button.label.as_str());
                let (who, room) = (telegram.title(*person), telegram.title(*chat));
                let place = if person == chat { String::new() } else { format!(" in {room}") };
                Some(format!("{who} presses [{label}]{place}"))
            }
            Fact::Toast { person, text: Some(text), .. } => {
                Some(format!("{} sees ({text})", telegram.title(*person)))
            }
            Fact::Gone { chat, .. } => {
                Some(format!("{}: a message is taken away", telegram.title(*chat)))
            }
            _ => None,
        };
        let Some(line) = line else { continue };
        if last.is_none_or(|last| entry.at - last >= TimeDelta::minutes(1)) {
            lines.push(format!("\n== {}", entry.at.with_timezone(&ZONE).format("%a %d %b %H:%M")));
            last = Some(entry.at);
        }
        lines.push(line.replace('\n', "\n    "));
    }
    lines.join("\n")
}

fn shown(
    telegram: &Telegram,
    (chat, from): (i64, i64),
    (kind, text): (&str, &str),
    buttons: &[Vec<Button>],
    edited: bool,
) -> String {
    let room = telegram.title(chat);
    let attached = if kind == "text" { String::new() } else { format!("<{kind}> ") };
    let mut line = if from == telegram.bot() {
        format!("{room} {} {attached}{text}", if edited { "↻" } else { "←" })
    } else if from == chat {
        format!("{room} writes: {attached}{text}")
    } else {
        format!("{} writes in {room}: {attached}{text}", telegram.title(from))
    };
    for row in buttons {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        line = format!("{line}\n{}", labels.join(" "));
    }
    line
}
