//! `huiyin policy`: profiles are checked, shown and compared without a book.

use std::{fmt::Write, fs, path::PathBuf};

use anyhow::{Context, bail};
use casework::policy::{Policy, PolicyError, Rule, SHIPPED, Start, TimerKind, diff};
use clap::Subcommand;

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
        /// The name of a shipped profile, or a file.
        profile: Option<String>,
    },
    /// Says what two profiles, or two versions of one, say differently.
    Diff {
        /// The name of a shipped profile, or a file.
        first: String,
        /// The same.
        second: String,
    },
}

/// Does it, and says what is to be printed.
pub fn run(command: &Command) -> anyhow::Result<String> {
    match command {
        Command::Check { files } => check(files),
        Command::Show { profile: None } => Ok(shipped()),
        Command::Show { profile: Some(profile) } => Ok(show(&read(profile)?)),
        Command::Diff { first, second } => Ok(compare(&read(first)?, &read(second)?)),
    }
}

/// Every fault of every file; one is enough to fail.
fn check(files: &[PathBuf]) -> anyhow::Result<String> {
    let (mut sound, mut faults) = (vec![], vec![]);
    for file in files {
        let name = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
        match Policy::parse(&text) {
            Ok(policy) => sound.push(format!("{name}: {}\n", sum(&policy))),
            Err(PolicyError(found)) => {
                faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
            }
        }
    }
    if !faults.is_empty() {
        let count = faults.len();
        bail!("{count} faults, and nothing was changed:\n  {}", faults.join("\n  "));
    }
    Ok(sound.concat())
}

fn sum(policy: &Policy) -> String {
    let rules = TimerKind::ALL.into_iter().filter(|kind| policy.waited(*kind).is_some()).count();
    let waived = TimerKind::ALL.len() - rules;
    let (profile, version) = (&policy.profile, policy.version);
    format!("{profile} version {version} is whole: {rules} rules, {waived} waived")
}

fn shipped() -> String {
    let mut text = String::new();
    for (name, body) in SHIPPED {
        let sources = Policy::parse(body).map(|policy| policy.sources.join(", "));
        let _ = writeln!(text, "{name:<18} {}", sources.unwrap_or_default());
    }
    text
}

/// A shipped profile by its name, else a file. An old version counts, too.
fn read(profile: &str) -> anyhow::Result<Policy> {
    let text = match SHIPPED.iter().find(|(name, _)| *name == profile) {
        Some((_, text)) => (*text).to_owned(),
        None => fs::read_to_string(profile).with_context(|| {
            let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
            format!("{profile} is neither a file nor one of {}", names.join(", "))
        })?,
    };
    Policy::kept(&text).with_context(|| format!("{profile} cannot be read"))
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
    text
}

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
    use super::*;

    #[test]
    fn a_profile_is_shown_as_a_table() {
        insta::assert_snapshot!(show(&read("repair_in_unit").unwrap()));
        insta::assert_snapshot!(shipped());
    }

    #[test]
    fn two_profiles_are_compared_line_by_line() {
        let (strict, standard) = (read("repair_strict").unwrap(), read("repair_standard").unwrap());
        insta::assert_snapshot!(compare(&standard, &strict));
        assert_eq!(compare(&strict, &strict), "they say the same\n");
    }

    #[test]
    fn what_is_neither_a_profile_nor_a_file_is_said() {
        let error = read("park_cor").unwrap_err().to_string();
        assert!(error.starts_with("park_cor is neither a file nor one of park_core, "), "{error}");
    }

    #[test]
    fn every_fault_of_every_file_is_said_at_once() {
        let folder = std::env::temp_dir().join(format!("huiyin-policy-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &str| {
            fs::write(folder.join(name), text).unwrap();
            folder.join(name)
        };
        let sound = file("sound.toml", SHIPPED[0].1);
        let short = file("short.toml", &SHIPPED[0].1.replace("length = \"5m\"", "length = \"5\""));
        let broken = file("broken.toml", "profile = ");
        let said = check(std::slice::from_ref(&sound)).unwrap();
        assert!(said.ends_with("park_core version 3 is whole: 20 rules, 1 waived\n"), "{said}");

        let error = check(&[sound, short, broken]).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(error.starts_with("2 faults, and nothing was changed:"), "{error}");
        assert!(
            error.contains("short.toml: rules.pickup.length: \"5\" is not a length"),
            "{error}"
        );
        assert!(error.contains("broken.toml: it is not TOML"), "{error}");
    }
}
