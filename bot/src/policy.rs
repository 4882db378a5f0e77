//! `huiyin policy`: profiles are checked, shown and compared. A book is only opened for what is
//! neither shipped nor a file.

mod shelf;

use casework::{say, sentence::Sentence};
use std::{fmt::Write, path::PathBuf};

use anyhow::bail;
use casework::policy::{Own, Policy, PolicyError, Rule, SHIPPED, Start, TimerKind, diff};
use clap::Subcommand;

use self::shelf::Shelf;
use crate::{estate, terminal::plain};

/// What is wanted of a profile.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Says everything that is wrong with profiles, or that nothing is.
    Check {
        /// Their files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Shows a profile as a table; without a name, which there are.
    Show {
        /// The name of a shipped profile, a file, or a name in the book that `serve` uses; NAME@2 is
        /// its version 2 there.
        profile: Option<String>,
        /// Which the book has, too, with every version.
        #[arg(long, conflicts_with = "profile")]
        book: bool,
    },
    /// Prints a shipped profile as the file it is, to be copied and changed.
    Source {
        /// The name of a shipped profile.
        profile: String,
    },
    /// Says what two profiles, or two versions of one, say differently.
    Diff {
        /// The name of a shipped profile, a file, or a name in the book, as for show.
        first: String,
        /// The same.
        second: String,
    },
}

/// Does it, and says what is to be printed.
pub async fn run(command: &Command) -> anyhow::Result<Sentence> {
    let mut shelf = Shelf::default();
    match command {
        Command::Check { files } => check(files),
        Command::Show { profile: None, book } => listed(&mut shelf, *book).await.map(plain),
        Command::Show { profile: Some(profile), .. } => {
            shelf.read(profile).await.map(|it| plain(show(&it)))
        }
        Command::Source { profile } => source(profile).map(plain),
        Command::Diff { first, second } => compared(&mut shelf, first, second).await.map(plain),
    }
}

async fn listed(shelf: &mut Shelf, book: bool) -> anyhow::Result<String> {
    let kept = if book { shelf.kept().await? } else { String::new() };
    Ok(shipped() + &kept)
}

async fn compared(shelf: &mut Shelf, first: &str, second: &str) -> anyhow::Result<String> {
    Ok(compare(&shelf.read(first).await?, &shelf.read(second).await?))
}

fn check(files: &[PathBuf]) -> anyhow::Result<Sentence> {
    estate::check(files, |file| match checked(file) {
        Ok(policy) => Ok(sum(&policy)),
        Err(PolicyError(faults)) => Err(faults),
    })
}

/// A file, as an estate's start checks it. One that is shipped is sound under its own name.
fn checked(file: &std::path::Path) -> Result<Policy, PolicyError> {
    let bytes = estate::bytes(file).map_err(|fault| PolicyError(vec![fault]))?;
    let is_shipped = SHIPPED.iter().find(|(_, text)| text.as_bytes() == bytes);
    match is_shipped {
        Some((_, text)) => Policy::parse(text),
        None => Own::read("", &bytes).map(|own| own.policy),
    }
}

fn sum(policy: &Policy) -> Sentence {
    let rules = TimerKind::ALL.into_iter().filter(|kind| policy.waited(*kind).is_some()).count();
    let waived = TimerKind::ALL.len() - rules;
    let (profile, version) = (&policy.profile, policy.version);
    say!(
        "{profile} version {version} is whole: {rules} rules, {waived} waived",
        profile,
        version,
        rules,
        waived
    )
}

fn source(profile: &str) -> anyhow::Result<String> {
    let found = SHIPPED.iter().find(|(name, _)| *name == profile);
    let Some((_, text)) = found else {
        let names = SHIPPED.map(|(name, _)| name).join(", ");
        bail!(say!(
            "{profile} does not come with the program; name one of {names}",
            profile,
            names
        ));
    };
    Ok((*text).to_owned())
}

fn shipped() -> String {
    let mut text = String::new();
    for (name, body) in SHIPPED {
        let sources = Policy::parse(body).map(|policy| policy.sources.join(", "));
        let _ = writeln!(text, "{name:<18} {}", sources.unwrap_or_default());
    }
    text
}

fn show(policy: &Policy) -> String {
    let (profile, version) = (&policy.profile, policy.version);
    let mut text = format!("{profile}, version {version}, from {}\n", policy.sources.join(", "));
    for (at, line) in diff::lines(policy) {
        if let Some(part) = at.strip_prefix("calendar.") {
            let _ = writeln!(text, "{:<14} {line}", part.replace('.', " "));
        }
    }
    let _ = writeln!(text, "\n{:<17} {:<36} {:<14} clauses", "wait", "length", "told when late");
    for kind in TimerKind::ALL {
        match (policy.waited(kind), policy.waiver(kind)) {
            (Some(rule), _) => row(&mut text, kind, rule),
            (None, why) => {
                let why = why.unwrap_or("this version does not know it");
                let _ = writeln!(text, "{:<17} not waited for: {why}", kind.name());
            }
        }
    }
    for (at, line) in diff::lines(policy) {
        if let Some(ground) = at.strip_prefix("raises.") {
            let _ = writeln!(text, "{:<17} {line}", format!("graver: {ground}"));
        }
        if OF_PROFILE.contains(&at.as_str()) {
            let _ = writeln!(text, "{at:<17} {line}");
        }
        if let Some(ground) = at.strip_prefix("pauses.") {
            let _ = writeln!(text, "{:<17} {line}", format!("stands: {ground}"));
        }
    }
    text
}

/// What a profile says beside its waits.
const OF_PROFILE: [&str; 6] =
    ["warranty", "calls", "sampling", "returns", "extensions", "committee"];

fn row(text: &mut String, kind: TimerKind, rule: &Rule) {
    let (length, told) = (diff::length(&rule.lengths), diff::told(&rule.tell));
    let told = if told.is_empty() { "-" } else { told.as_str() };
    let clauses = rule.clauses.join(", ");
    let _ = writeln!(text, "{:<17} {length:<36} {told:<14} {clauses}", kind.name());
    let more = [
        ("at night", rule.night.map(|night| diff::length(&night))),
        ("in summer", rule.summer.map(|summer| diff::length(&summer))),
        ("counted", (rule.start == Start::Registered).then(|| "from registration".to_owned())),
        ("by agreement", rule.agreed.then(|| "the date agreed with the owner first".to_owned())),
        ("before", Some(diff::warnings(rule))),
        ("after", Some(diff::steps(rule))),
    ];
    for (name, line) in more {
        if let Some(line) = line.filter(|line| !line.is_empty()) {
            let _ = writeln!(text, "  {name:<15} {line}");
        }
    }
}

fn compare(first: &Policy, second: &Policy) -> String {
    let changes = diff::diff(first, second);
    if changes.is_empty() {
        return "they say the same\n".to_owned();
    }
    let mut text = String::new();
    for change in changes {
        let _ = writeln!(text, "{}", change.at);
        for (sign, line) in [('-', change.from), ('+', change.to)] {
            if let Some(line) = line {
                let _ = writeln!(text, "  {sign} {line}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    async fn read(profile: &str) -> anyhow::Result<Policy> {
        Shelf::nowhere().read(profile).await
    }

    #[tokio::test]
    async fn a_profile_is_shown_as_a_table() {
        insta::assert_snapshot!(show(&read("repair_in_unit").await.unwrap()));
        insta::assert_snapshot!(shipped());
    }

    #[tokio::test]
    async fn two_profiles_are_compared_line_by_line() {
        let strict = read("repair_strict").await.unwrap();
        let standard = read("repair_standard").await.unwrap();
        insta::assert_snapshot!(compare(&standard, &strict));
        assert_eq!(compare(&strict, &strict), "they say the same\n");
    }

    #[tokio::test]
    async fn what_is_neither_shipped_nor_a_file_nor_in_the_book_is_said() {
        let error = read("park_cor").await.unwrap_err().to_string();
        let start = "park_cor is neither a file nor in the book nor one of park_core, ";
        assert!(error.starts_with(start), "{error}");
        let error = read("/tmp").await.unwrap_err().to_string();
        assert_eq!(error, "/tmp is a folder; name a file in it");
    }

    #[test]
    fn a_shipped_profile_is_printed_as_it_is_read() {
        assert_eq!(source("park_core").unwrap(), SHIPPED[0].1);
        let error = source("park_cor").unwrap_err().to_string();
        assert!(
            error.starts_with("park_cor does not come with the program; name one of park_core,")
        );
    }

    #[test]
    fn every_fault_of_every_file_is_said_at_once() {
        let folder = std::env::temp_dir().join(format!("huiyin-policy-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &str| {
            fs::write(folder.join(name), text).unwrap();
            folder.join(name)
        };
        let own = SHIPPED[0].1.replace("profile = \"park_core\"", "profile = \"ours\"");
        let sound = [file("shipped.toml", SHIPPED[0].1), file("sound.toml", &own)];
        let said = check(&sound).unwrap().to_string();
        for (at, profile) in ["park_core", "ours"].into_iter().enumerate() {
            let line = said.lines().nth(at).unwrap_or_default();
            assert!(line.contains(&format!("{profile} version ")), "{said}");
            assert!(line.ends_with(" is whole: 23 rules, 1 waived"), "{said}");
        }

        let bad = [
            file("short.toml", &own.replace("length = \"5m\"", "length = \"5\"")),
            file("broken.toml", "profile = "),
            file("taken.toml", &SHIPPED[0].1.replace("length = \"5m\"", "length = \"6m\"")),
            folder.join("missing.toml"),
        ];
        let error = check(&[&sound[..], &bad[..]].concat()).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(error.starts_with("4 faults, and nothing was changed:"), "{error}");
        for said in [
            "short.toml: line 22, rules.pickup.length: \"5\" is not a length",
            "broken.toml: line 1: it is not TOML",
            "taken.toml: line 9, profile: park_core is a profile that comes with the program",
            "missing.toml; correct the name, or put the file there",
        ] {
            assert!(error.contains(said), "{error}");
        }
    }
}
