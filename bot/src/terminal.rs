//! What is said where the program is run: in the language of the terminal, as any program of the system
//! does it. The chat has its own words, in [`speech`](crate::speech).

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    sync::LazyLock,
};

use casework::{
    desk::DeskError,
    postgres::PostgresError,
    say,
    sentence::Sentence,
    store::StoreError,
    words::{Language, Words},
};

use crate::config::BadConfig;

/// The sentences in their other languages, by the English ones.
static SENTENCES: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    toml::from_str(include_str!("../locales/sentences.toml")).expect("a test reads the sentences")
});

/// The language that the terminal asks for by `LC_ALL`, `LC_MESSAGES` or `LANG`; English when it asks for
/// none that is spoken here.
fn language(lookup: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(lookup);
    let wished = set.into_iter().find(|wished| !wished.is_empty()).unwrap_or_default();
    let wished = wished.to_lowercase().replace('-', "_");
    let is_traditional = ["tw", "hk", "mo", "hant"].iter().any(|place| wished.contains(place));
    match wished.get(..2) {
        Some("zh") if is_traditional => Language::ZhHant,
        Some("zh") => Language::ZhHans,
        _ => Language::En,
    }
}

/// Prints a sentence in the language of this terminal.
pub fn print(sentence: &Sentence) {
    show(&told(sentence, own_language()));
}

/// Prints what is the same in every language. Whoever reads may have gone already, as `head` does.
pub fn show(text: &str) {
    writeln!(io::stdout(), "{}", text.trim_end()).ok();
}

/// What is the same in every language: tables of the files' own keys, and the files themselves.
pub(crate) fn plain(text: impl AsRef<str>) -> Sentence {
    say!("{text}", text = text.as_ref().trim_end())
}

/// Says on the error stream why something was not done.
pub fn complain(error: &anyhow::Error) {
    eprintln!("huiyin: {}", failure(error, own_language()));
}

/// The language of this terminal.
pub fn own_language() -> Language {
    language(|name| std::env::var(name).ok())
}

/// A sentence in a language.
pub(crate) fn told(sentence: &Sentence, language: Language) -> String {
    sentence.told(&|text| SENTENCES.get(text)?.0.get(&language).map(String::as_str))
}

/// What went wrong, for whoever calls the program from a script: each kind wants another step, and is the code
/// that the program ends with. 2 is the command line's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was looked at, and is not well; or nobody foresaw it.
    Ill = 1,
    /// What was given cannot be taken: a setting, a file, a list, a key. Correct it.
    Given = 3,
    /// What it depends on is not to be had: the database, Telegram, room on the disk. The same may go through
    /// later.
    Unreachable = 4,
    /// Not with this book: it is of a newer program, holds an estate already, or is in use.
    Book = 5,
}

/// A sentence with its kind, where it is not about what was given.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub(crate) struct Fault {
    kind: Kind,
    sentence: Sentence,
}

impl Kind {
    /// A failure of this kind.
    pub fn fault(self, sentence: Sentence) -> anyhow::Error {
        Fault { kind: self, sentence }.into()
    }

    /// Of which kind a failure is.
    pub fn of(error: &anyhow::Error) -> Self {
        let is_given = error.is::<Sentence>() || error.is::<BadConfig>();
        let postgres = error.downcast_ref::<PostgresError>();
        let io = error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some());
        match error.downcast_ref::<Fault>() {
            Some(fault) => fault.kind,
            None if is_given => Self::Given,
            None if matches!(postgres, Some(PostgresError::InUse { .. })) => Self::Book,
            None if postgres.is_some() || io => Self::Unreachable,
            None if error.downcast_ref().is_some_and(StoreError::is_passing) => Self::Unreachable,
            None if error.downcast_ref().is_some_and(DeskError::is_passing) => Self::Unreachable,
            None => Self::Ill,
        }
    }
}

/// Why something was not done; what is no sentence of ours, as it is.
fn failure(error: &anyhow::Error, language: Language) -> String {
    let only = error.chain().len() == 1;
    if let Some(fault) = error.downcast_ref::<Fault>() {
        return told(&fault.sentence, language);
    }
    match (error.downcast_ref::<Sentence>(), error.downcast_ref::<BadConfig>()) {
        (Some(sentence), _) if only => told(sentence, language),
        (_, Some(settings)) if only => told(&settings.said(), language),
        _ => format!("{error:#}"),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use casework::sentence::HEARD;

    use super::*;

    #[test]
    fn the_terminal_says_which_language_it_wants() {
        let asked = |name: &'static str, value: &'static str| {
            language(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(asked("LANG", "zh_CN.UTF-8"), Language::ZhHans);
        assert_eq!(asked("LC_ALL", "zh_TW"), Language::ZhHant);
        assert_eq!(asked("LC_MESSAGES", "zh-Hant-HK"), Language::ZhHant);
        for other in ["en_GB.UTF-8", "C", "", "de_DE", "é"] {
            assert_eq!(asked("LANG", other), Language::En, "{other}");
        }
    }

    #[test]
    fn how_it_ends_says_what_is_to_be_done() {
        let given = anyhow::Error::new(say!("there is no place {place}", place = "b9"));
        let folder = std::path::PathBuf::from("/here");
        let cases = [
            (given, 3),
            (anyhow::Error::new(BadConfig(vec![])), 3),
            (Kind::Book.fault(say!("there is no place {place}", place = "b9")), 5),
            (PostgresError::InUse { folder }.into(), 5),
            (anyhow::Error::new(io::Error::from(io::ErrorKind::StorageFull)).context("backup"), 4),
            (anyhow::anyhow!("nobody foresaw it"), 1),
        ];
        for (error, code) in cases {
            assert_eq!(Kind::of(&error) as u8, code, "{error:#}");
        }
    }

    #[test]
    fn a_fault_is_told_in_the_language_of_the_terminal() {
        let fault = say!("there is no place {place}", place = "b9");
        let fault = say!("{at}: {fault}", at = "places", fault);
        let failed = anyhow::Error::new(say!(
            "nothing was taken; please correct:\n  {faults}",
            faults = vec![fault]
        ));
        insta::assert_snapshot!(
            Language::ALL.map(|language| failure(&failed, language)).join("\n\n")
        );
    }

    /// The English texts of every `say!` below a folder.
    fn said_in(folder: &Path, texts: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                said_in(&path, texts);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let spoken = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                for after in spoken.split("say!(").skip(1) {
                    texts.extend(literal(after.trim_start()));
                }
            }
        }
    }

    /// The text of a string literal that stands at the start of a piece of source.
    fn literal(source: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = source.strip_prefix('"')?.chars().peekable();
        loop {
            match rest.next()? {
                '"' => return Some(text),
                '\\' => match rest.next()? {
                    '\n' => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                    'n' => text.push('\n'),
                    other => text.push(other),
                },
                other => text.push(other),
            }
        }
    }

    fn values(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn every_sentence_is_there_in_every_language_with_the_same_values() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut texts: BTreeSet<String> = HEARD.map(str::to_owned).into();
        said_in(&root.join("core/src"), &mut texts);
        said_in(&root.join("bot/src"), &mut texts);
        assert!(texts.len() > 150, "{} sentences were found", texts.len());
        // What has no words of its own is the same everywhere.
        let is_spoken = |text: &&String| {
            let outside: String =
                text.split('{').map(|part| part.split('}').next_back().unwrap_or("")).collect();
            outside.chars().any(char::is_alphabetic)
        };
        let texts: BTreeSet<String> = texts.iter().filter(is_spoken).cloned().collect();
        let missing: Vec<_> = texts.iter().filter(|text| !SENTENCES.contains_key(*text)).collect();
        assert!(missing.is_empty(), "not translated: {missing:#?}");
        let stale: Vec<_> = SENTENCES.keys().filter(|text| !texts.contains(*text)).collect();
        assert!(stale.is_empty(), "said nowhere: {stale:#?}");
        for (text, words) in SENTENCES.iter() {
            for language in [Language::ZhHans, Language::ZhHant] {
                let own = words.0.get(&language).map(String::as_str).unwrap_or_default();
                assert!(!own.trim().is_empty(), "{language:?} of {text} is missing");
                assert_eq!(values(own), values(text), "{language:?} of {text}");
            }
        }
    }
}
