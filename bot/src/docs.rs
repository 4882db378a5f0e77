//! `huiyin docs`: what the program does, printed from its own tables.

use std::{fmt::Write, fs, path::Path};

use casework::{
    case::decide::chart,
    clauses,
    people::{RIGHTS, matrix},
};
use clap::ValueEnum;
use clap_complete::Shell;
use teloxide::utils::command::BotCommands;

use crate::commands::Command;

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Chapter {
    /// Who may do what, at which stage.
    Rights,
    /// Every event in every state, and every timer.
    Chart,
    /// Every clause of the procedures: where it lives, or why it is not built.
    Clauses,
    /// What one types: in Telegram, and on the machine.
    Commands,
}

/// One chapter, or all of them, in Markdown. `program` is the command line itself.
pub fn printed(chapter: Option<Chapter>, program: &clap::Command) -> String {
    let chapters = chapter.map_or_else(|| Chapter::value_variants().to_vec(), |one| vec![one]);
    let texts: Vec<String> = chapters.into_iter().map(|one| one.printed(program)).collect();
    texts.join("\n")
}

impl Chapter {
    fn printed(self, program: &clap::Command) -> String {
        match self {
            Self::Rights => rights(),
            Self::Chart => states(),
            Self::Clauses => format!("# Clauses\n\n{}", clauses::table()),
            Self::Commands => commands(program),
        }
    }
}

/// Writes the pages of the manual into a folder, one for each command, and says which.
///
/// # Errors
///
/// A folder that cannot be made or written to.
pub fn manual(folder: &Path, program: &clap::Command) -> std::io::Result<Vec<String>> {
    fs::create_dir_all(folder)?;
    // The options of `help` itself are nobody's question.
    clap_mangen::generate_to(program.clone().disable_help_subcommand(true), folder)?;
    let mut pages = vec![];
    for page in fs::read_dir(folder)? {
        let name = page?.file_name().to_string_lossy().into_owned();
        let is_ours = name == "huiyin.1" || name.starts_with("huiyin-");
        pages.extend((is_ours && name.ends_with(".1")).then_some(name));
    }
    pages.sort_unstable();
    Ok(pages)
}

/// What a shell needs to complete the command line.
pub fn completions(shell: Shell, program: &clap::Command) -> String {
    let mut script = vec![];
    clap_complete::generate(shell, &mut program.clone(), "huiyin", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

fn rights() -> String {
    let mut text = format!(
        "# Rights\n\nStages: registered, dispatched, working, re**p**orted, closed, archived. A letter: \
         entitled there; the chart then says what makes sense.\n\n{}\n| action | whoever stands so |\n|---|---|\n",
        fenced(&matrix::drawn())
    );
    for (action, standings) in RIGHTS {
        let standings: Vec<String> = standings.iter().map(|one| format!("{one:?}")).collect();
        let _ = writeln!(text, "| {} | {} |", action.name(), standings.join(", "));
    }
    text
}

fn states() -> String {
    let (chart, timers) = (chart::drawn(), chart::timers());
    format!("# States and events\n\n{}\n# Timers\n\n{timers}", fenced(chart.trim_end()))
}

fn commands(program: &clap::Command) -> String {
    let mut text = "# Commands\n\n| in Telegram | |\n|---|---|\n".to_owned();
    for command in Command::bot_commands() {
        let _ = writeln!(text, "| `{}` | {} |", command.command, command.description);
    }
    text += "\n| on the machine | |\n|---|---|\n";
    for command in program.get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "| `huiyin {}` | {about} |", command.get_name());
    }
    text
}

fn fenced(text: &str) -> String {
    format!("```text\n{text}\n```\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> clap::Command {
        let serve = clap::Command::new("serve").about("Serve an estate");
        clap::Command::new("huiyin").subcommand(serve)
    }

    #[test]
    fn commands_are_printed_from_those_we_know() {
        insta::assert_snapshot!(printed(Some(Chapter::Commands), &program()));
    }

    #[test]
    fn every_command_has_a_page_and_is_completed() {
        let folder = std::env::temp_dir().join(format!("huiyin-man-{}", std::process::id()));
        let pages = manual(&folder, &program()).unwrap();
        assert_eq!(pages, ["huiyin-serve.1", "huiyin.1"]);
        let page = fs::read_to_string(folder.join("huiyin-serve.1")).unwrap();
        assert!(page.contains("Serve an estate"), "{page}");
        fs::remove_dir_all(&folder).unwrap();
        for shell in Shell::value_variants() {
            let script = completions(*shell, &program());
            assert!(script.contains("serve"), "{shell}: {script}");
        }
    }

    /// Each table is a reviewed snapshot in `casework`; here they are whole, and each once.
    #[test]
    fn every_table_is_printed_whole() {
        let all = printed(None, &program());
        let tables = [matrix::drawn(), chart::drawn().trim_end().to_owned(), chart::timers()];
        for table in tables.into_iter().chain([clauses::table()]) {
            assert_eq!(all.matches(&table).count(), 1, "{table}");
        }
        assert_eq!(all.lines().filter(|line| line.starts_with("# ")).count(), 5);
    }
}
