//! The six questions of `huiyin init`: what is asked, what is taken when nothing is said, and what is wrong
//! with an answer.

use std::collections::BTreeMap;

use casework::{
    estate::{LONGEST_SITE_NAME, SiteName},
    intake::is_phone,
    say,
    sentence::Sentence,
    words::Language,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::Deserialize;

use crate::config::{is_address, is_token};

/// How alike a strange time zone and a known one must be, from 0 to 1, to be taken for a slip.
const ALIKE: f64 = 0.7;

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Question {
    /// What the groups of the estate are spoken to in.
    Language,
    /// Who the bot is to Telegram.
    Token,
    /// Which PostgreSQL keeps the book; none is one of our own.
    Database,
    /// What the estate is called.
    Name,
    /// Where it lies.
    Zone,
    /// The service centre's telephone.
    Phone,
}

/// What was answered, checked.
pub(super) type Answers = BTreeMap<Question, String>;

impl Question {
    /// All of them, as they are asked.
    pub(super) const ALL: [Self; 6] =
        [Self::Language, Self::Token, Self::Database, Self::Name, Self::Zone, Self::Phone];

    /// How a file of answers writes it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Token => "token",
            Self::Database => "database",
            Self::Name => "name",
            Self::Zone => "zone",
            Self::Phone => "phone",
        }
    }

    /// What is asked.
    pub(super) fn asked(self) -> Sentence {
        match self {
            Self::Language => {
                say!("What are the groups of the estate spoken to in: zh-Hans, zh-Hant or en?")
            }
            Self::Token => say!(
                "The bot's token. Open @BotFather in Telegram, send /newbot, do what it says, and copy the token \
                 it gives you:"
            ),
            Self::Database => say!(
                "Which PostgreSQL keeps the book? Write postgres://user:password@host/database, or nothing: then \
                 the program runs one of its own."
            ),
            Self::Name => say!("What is the estate called?"),
            Self::Zone => say!("In which time zone does it lie?"),
            Self::Phone => {
                say!("The telephone number of the service centre, for whoever would rather call:")
            }
        }
    }

    /// What is taken when nothing is said; nothing where an answer is needed.
    pub(super) fn otherwise(self, terminal: Language) -> Option<String> {
        match self {
            Self::Language => Some(terminal.tag().to_owned()),
            Self::Database => Some(String::new()),
            Self::Zone => Some("Asia/Shanghai".to_owned()),
            Self::Token | Self::Name | Self::Phone => None,
        }
    }

    /// The answer as it is kept, or what is wrong with it.
    pub(super) fn check(self, answer: &str) -> Result<String, Sentence> {
        let answer = answer.trim();
        let kept = || Ok(answer.to_owned());
        match self {
            Self::Language => match Language::parse(answer) {
                Some(language) => Ok(language.tag().to_owned()),
                None => Err(say!("write zh-Hans, zh-Hant or en")),
            },
            Self::Token if is_token(answer) => kept(),
            Self::Token => Err(say!(
                "this is no token: it is digits, a colon and some 35 letters and digits; copy all of it"
            )),
            Self::Database if answer.is_empty() || is_address(answer) && !answer.contains('\'') => {
                kept()
            }
            Self::Database => Err(say!(
                "this is no address; write postgres://user:password@host/database, with %27 for a quotation mark"
            )),
            Self::Name => match SiteName::parse(answer) {
                Some(name) => Ok(name.as_str().to_owned()),
                None => Err(say!(
                    "write a name in one line, of 1 to {most} characters",
                    most = LONGEST_SITE_NAME
                )),
            },
            Self::Zone if answer.parse::<Tz>().is_ok() => kept(),
            Self::Zone => Err(strange_zone(answer)),
            Self::Phone if is_phone(answer) => kept(),
            Self::Phone => Err(say!("this is no telephone number; write it like 0571-8800 1234")),
        }
    }
}

fn strange_zone(answer: &str) -> Sentence {
    let likeness = |zone: &&Tz| {
        let (zone, answer) = (zone.name().to_lowercase(), answer.to_lowercase().replace(' ', "_"));
        let city = zone.rsplit('/').next().unwrap_or(&zone).to_owned();
        let [whole, city] =
            [zone, city].map(|known| strsim::normalized_damerau_levenshtein(&known, &answer));
        whole.max(city)
    };
    let nearest = TZ_VARIANTS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|zone| likeness(zone) >= ALIKE) {
        Some(zone) => {
            say!(
                "{given} is no time zone; did you mean {nearest}?",
                given = answer,
                nearest = zone.name()
            )
        }
        None => say!("{given} is no time zone; write one such as Asia/Shanghai", given = answer),
    }
}

/// A file of answers, with all that is wrong with it; what it leaves out is taken as if nothing had been said.
pub(super) fn read(
    text: &str,
    asked: &[Question],
    terminal: Language,
) -> Result<Answers, Vec<Sentence>> {
    let given: BTreeMap<Question, String> = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let (line, what) = (before.split('\n').count(), Sentence::heard(error.message()));
        vec![say!("line {line}: {what}", line, what)]
    })?;
    let (mut answers, mut faults) = (Answers::new(), vec![]);
    for question in asked {
        let otherwise = || question.otherwise(terminal);
        let Some(answer) = given.get(question).cloned().or_else(otherwise) else {
            faults.push(say!("missing field {field}", field = question.key()));
            continue;
        };
        match question.check(&answer) {
            Ok(answer) => drop(answers.insert(*question, answer)),
            Err(fault) => faults.push(say!("{at}: {fault}", at = question.key(), fault)),
        }
    }
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_or_told_what_is_wrong_with_it() {
        let wrong =
            |question: Question, answer: &str| question.check(answer).unwrap_err().to_string();
        assert_eq!(Question::Zone.check(" Asia/Shanghai ").unwrap(), "Asia/Shanghai");
        assert_eq!(
            wrong(Question::Zone, "Shanghia"),
            "Shanghia is no time zone; did you mean Asia/Shanghai?"
        );
        assert_eq!(
            wrong(Question::Zone, "x"),
            "x is no time zone; write one such as Asia/Shanghai"
        );
        assert!(wrong(Question::Token, "hello").starts_with("this is no token"));
        assert!(wrong(Question::Database, "localhost").contains("postgres://"));
        assert!(wrong(Question::Database, "postgres://it's@host/book").contains("%27"));
        assert!(wrong(Question::Phone, "ask Chen").contains("no telephone number"));
        for name in ["", "a\nb"] {
            assert_eq!(
                wrong(Question::Name, name),
                "write a name in one line, of 1 to 40 characters"
            );
        }
        assert_eq!(Question::Language.check("EN").unwrap(), "en");
        assert_eq!(Question::Language.check("zh-hans").unwrap(), "zh-Hans");
    }

    #[test]
    fn everything_that_is_wrong_with_a_file_of_answers_is_said_at_once() {
        let read = |text: &str| read(text, &Question::ALL, Language::En);
        let faults = read("token = \"x\"\nphone = \"?\"").unwrap_err();
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert_eq!(faults[1], "missing field name");
        let strange = read("tokens = \"x\"").unwrap_err();
        assert!(
            strange[0].to_string().starts_with("line 1: unknown variant `tokens`"),
            "{strange:?}"
        );
    }
}
