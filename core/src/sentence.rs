//! Sentences about what people have written into files: said in English where the fault is seen, shown in
//! the reader's language where it is read. The English text is the key to the others, as in gettext, so
//! that code and log read plainly and a sentence without a translation is still a sentence.

use std::fmt;

/// A sentence with its values. [`say!`](crate::say) makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    text: &'static str,
    with: Vec<(&'static str, Part)>,
}

/// A value within a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What stands in a file or in the program's own tables, as it is.
    Word(String),
    /// Another sentence.
    Said(Sentence),
    /// Sentences, a line each.
    Lines(Vec<Sentence>),
}

/// What the readers of TOML and JSON say, and our own types through them, as far as it is translated. The
/// first that fits is taken.
pub const HEARD: [&str; 25] = [
    "{given} is not a length: write 5m, 24h or 2d around the clock, 30wm or 6wh within working hours, 3cd \
     calendar days, 3wd working days, 1mo, same_day, not_overnight or immediately",
    "{given} are not days: write mon-fri, daily or tue,wed,sat",
    "{given} is not a window: write 08:30-11:30, within one day",
    "the windows of {day} overlap or are out of order",
    "{day} is named twice",
    "{given} is not a day of the year: write 06-01 for the first of June",
    "{given} is not a night: write 20:00-08:00",
    "missing field {field}",
    "unknown field {field}, expected one of {known}",
    "unknown field {field}, expected {known}",
    "unknown field {field}, there are no fields",
    "unknown variant {given}, expected one of {known}",
    "unknown variant {given}, expected {known}",
    "duplicate field {field}",
    "duplicate key",
    "invalid type: {given}, expected text between quotation marks",
    "invalid type: {given}, expected a whole number, as in version = 2",
    "invalid type: {given}, expected a list, as in [\"one\"]",
    "invalid type: {given}, expected a boolean",
    "invalid type: {given}, expected {wanted}",
    "invalid value: {given}, expected {wanted}",
    "{given} names no day of each month; write it as \"first saturday\" or \"last friday\"",
    "{given} are no quiet hours: write from when until when, such as \"21:00-08:00\"",
    "failed to parse timezone",
    "input contains invalid characters",
];

/// What they say, in the words of people who write such files.
const PLAIN: [(&str, &str); 3] = [
    ("expected i32", "expected a whole number, as in version = 2"),
    ("expected a string", "expected text between quotation marks"),
    ("expected a sequence", "expected a list, as in [\"one\"]"),
];

/// A sentence, its values by name: `say!("there is no place {place}", place = code)`; a value that is called
/// like its variable stands alone.
#[macro_export]
macro_rules! say {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::sentence::Sentence::new(
            $text,
            vec![$((stringify!($name), $crate::say!(@ $name $(= $value)?))),*],
        )
    };
    (@ $name:ident) => { $crate::sentence::Part::from($name) };
    (@ $name:ident = $value:expr) => { $crate::sentence::Part::from($value) };
}

impl Sentence {
    /// As [`say!`](crate::say) makes it.
    pub fn new(text: &'static str, with: Vec<(&'static str, Part)>) -> Self {
        Self { text, with }
    }

    /// What a reader of a format has said, as far as it is known; word by word where it is not.
    pub fn heard(message: &str) -> Self {
        let mut message = message.replace('\n', ", ");
        for (theirs, plain) in PLAIN {
            message = message.replace(theirs, plain);
        }
        let known =
            HEARD.into_iter().find_map(|text| Some(Self { text, with: fit(text, &message)? }));
        known.unwrap_or_else(|| say!("{message}", message))
    }

    /// The sentence as its reader reads it; `own` knows what an English text is in their language.
    pub fn told(&self, own: &dyn Fn(&'static str) -> Option<&'static str>) -> String {
        let mut told = String::new();
        let mut rest = own(self.text).unwrap_or(self.text);
        while let Some((before, name, after)) = next_value(rest) {
            told.push_str(before);
            match self.with.iter().find(|(known, _)| *known == name) {
                Some((_, Part::Word(word))) => told.push_str(word),
                Some((_, Part::Said(sentence))) => told.push_str(&sentence.told(own)),
                Some((_, Part::Lines(lines))) => {
                    let lines: Vec<_> = lines.iter().map(|line| line.told(own)).collect();
                    // Each stands as far in as the first.
                    let before = told.rsplit('\n').next().unwrap_or_default();
                    let indent = if before.trim().is_empty() { before } else { "" };
                    told.push_str(&lines.join(&format!("\n{indent}")));
                }
                None => told.push_str(name),
            }
            rest = after;
        }
        told.push_str(rest);
        told
    }
}

/// What stands before the next value of a text, its name, and what stands after it.
fn next_value(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The values of a text that a message is made of; nothing when it is another message.
fn fit(text: &'static str, message: &str) -> Option<Vec<(&'static str, Part)>> {
    let mut with = vec![];
    let Some((before, mut text)) = text.split_once('{') else {
        return (text == message).then_some(with);
    };
    let mut message = message.strip_prefix(before)?;
    loop {
        let (name, after) = text.split_once('}')?;
        let (literal, next) =
            after.split_once('{').map_or((after, None), |(it, next)| (it, Some(next)));
        let end = match next {
            _ if literal.is_empty() => message.len(),
            Some(_) => message.find(literal)?,
            None => message.strip_suffix(literal)?.len(),
        };
        with.push((name, Part::Word(message[..end].to_owned())));
        message = &message[end + literal.len()..];
        match next {
            Some(next) => text = next,
            None => return Some(with),
        }
    }
}

impl fmt::Display for Sentence {
    /// In English.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.told(&|_| None))
    }
}

impl std::error::Error for Sentence {}

/// Sentences in English, one after the other.
pub fn joined(sentences: &[Sentence], between: &str) -> String {
    sentences.iter().map(Sentence::to_string).collect::<Vec<_>>().join(between)
}

impl From<Sentence> for Part {
    fn from(sentence: Sentence) -> Self {
        Self::Said(sentence)
    }
}

impl From<&Sentence> for Part {
    fn from(sentence: &Sentence) -> Self {
        Self::Said(sentence.clone())
    }
}

impl From<Vec<Sentence>> for Part {
    fn from(lines: Vec<Sentence>) -> Self {
        Self::Lines(lines)
    }
}

/// What is a word by how it is shown.
macro_rules! words {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Part {
            fn from(word: $kind) -> Self {
                Self::Word(word.to_string())
            }
        })*
    };
}

words!(
    std::io::Error,
    std::path::Display<'_>,
    &&String,
    crate::ids::Account,
    &str,
    &&str,
    String,
    &String,
    usize,
    u8,
    u32,
    u64,
    &u32,
    &u64,
    i32,
    i64,
    &i32,
    chrono::NaiveDate,
    chrono::NaiveTime
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_their_names_do() {
        let place = "b1";
        let inner = say!("there is no place {place}", place);
        let said = say!("line {line}: {fault}", line = 3_usize, fault = inner);
        assert_eq!(said.to_string(), "line 3: there is no place b1");
        let own = |text| match text {
            "line {line}: {fault}" => Some("第 {line} 行：{fault}"),
            "there is no place {place}" => Some("没有 {place} 这个位置"),
            _ => None,
        };
        assert_eq!(said.told(&own), "第 3 行：没有 b1 这个位置");
        let both = say!("2 faults:\n  {faults}", faults = vec![say!("one"), say!("two")]);
        assert_eq!(both.to_string(), "2 faults:\n  one\n  two");
    }

    #[test]
    fn a_value_that_looks_like_a_name_is_left_alone() {
        let said = say!("{given} is no day", given = "{day} {given}");
        assert_eq!(said.to_string(), "{day} {given} is no day");
    }

    #[test]
    fn what_a_reader_of_toml_says_is_known_again_and_never_lost() {
        for (message, text) in [
            ("missing field `code`", "missing field {field}"),
            ("unknown field `a`, expected one of `b`, `c`", HEARD[8]),
            ("unknown field `a`, expected `b`", HEARD[9]),
            ("invalid type: integer `5`, expected a map", HEARD[19]),
            ("something new", "{message}"),
            ("", "{message}"),
        ] {
            let heard = Sentence::heard(message);
            assert_eq!((heard.text, heard.to_string().as_str()), (text, message));
        }
        let error = "\"5\"".to_owned() + HEARD[0].trim_start_matches("{given}");
        assert_eq!(Sentence::heard(&error).text, HEARD[0]);
        assert_eq!("5".parse::<crate::policy::Span>().unwrap_err().to_string(), error);
    }
}
