//! Breaking an update without losing its shape: fields go, become null or something else, are
//! nested, multiplied, named twice, or filled with what no sane client sends.

use std::{fs, path::Path};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Stands for something that only the text of JSON can say.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Every fixture of the program's intake, as it would come.
pub(super) fn fixtures() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bot/src/incoming/fixtures");
    let files = fs::read_dir(folder).expect("fixtures").map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter(|file| !file.ends_with("broken.json")).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = fs::read_to_string(file).expect("a fixture");
        serde_json::from_str::<Map<String, Value>>(&text).expect("JSON")
    };
    files.iter().flat_map(|file| read(file).into_iter().map(|(_, update)| update)).collect()
}

/// One update, and what is done to it.
#[derive(Debug, Clone)]
pub(super) struct Mutation {
    which: prop::sample::Index,
    edits: Vec<(prop::sample::Index, Edit)>,
}

#[derive(Debug, Clone)]
enum Edit {
    Drop,
    Become(Value),
    Deep(usize),
    Many(usize),
    Twice(Value),
    Half,
    Add(String, Value),
}

impl Mutation {
    /// Any of them: mostly one edit, sometimes many.
    pub(super) fn any() -> impl Strategy<Value = Self> {
        let edits = prop::collection::vec((any::<prop::sample::Index>(), Edit::any()), 1..6);
        (any::<prop::sample::Index>(), edits).prop_map(|(which, edits)| Self { which, edits })
    }

    /// The text it becomes.
    pub(super) fn of(&self, fixtures: &[Value]) -> String {
        let mut update = self.which.get(fixtures).clone();
        for (place, edit) in &self.edits {
            let mut places = vec![];
            walk(&update, String::new(), &mut places);
            if !places.is_empty() {
                let place: &String = place.get(&places);
                edit.apply(&mut update, place);
            }
        }
        spelt(&update.to_string())
    }
}

impl Edit {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            3 => Just(Self::Drop),
            6 => odd().prop_map(Self::Become),
            1 => (1_usize..400).prop_map(Self::Deep),
            1 => (1_usize..3_000).prop_map(Self::Many),
            2 => odd().prop_map(Self::Twice),
            2 => Just(Self::Half),
            2 => (field(), odd()).prop_map(|(name, value)| Self::Add(name, value)),
        ]
    }

    fn apply(&self, update: &mut Value, place: &str) {
        let (above, name) = place.rsplit_once('/').unwrap_or(("", place));
        match self {
            Self::Drop => match update.pointer_mut(above) {
                Some(Value::Object(fields)) => drop(fields.remove(name)),
                Some(Value::Array(items)) => drop(items.pop()),
                _ => {}
            },
            Self::Twice(value) => {
                if let Some(Value::Object(fields)) = update.pointer_mut(above) {
                    fields.insert(format!("{OPEN}twice:{name}{CLOSE}"), value.clone());
                }
            }
            Self::Add(name, value) => {
                if let Some(Value::Object(fields)) = update.pointer_mut(above) {
                    fields.insert(name.clone(), value.clone());
                }
            }
            _ => {
                let Some(here) = update.pointer_mut(place) else { return };
                *here = match self {
                    Self::Become(value) => value.clone(),
                    Self::Deep(depth) => json!(format!("{OPEN}deep:{depth}{CLOSE}")),
                    Self::Many(times) => vec![here.clone(); (*times).min(limit(here))].into(),
                    _ => json!(format!("wet {OPEN}half{CLOSE} wall")),
                };
            }
        }
    }
}

/// An update has at most half a megabyte.
fn limit(value: &Value) -> usize {
    400_000 / value.to_string().len().max(1)
}

/// Every place in it, the top excepted.
fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                walk(field, format!("{at}/{name}"), places);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate().take(40) {
                walk(item, format!("{at}/{number}"), places);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        places.push(at);
    }
}

/// The text of JSON, with what only text can say.
fn spelt(text: &str) -> String {
    let half = format!("{OPEN}half{CLOSE}");
    let text = text.replace(&half, "\\ud800").replace(&format!("{OPEN}twice:"), "");
    let deep = format!("\"{OPEN}deep:");
    let mut pieces = text.split(deep.as_str());
    let mut spelt = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (depth, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let depth = depth.trim_end_matches(CLOSE).parse().unwrap_or(1);
        spelt += &("[".repeat(depth) + &"]".repeat(depth) + rest);
    }
    spelt.replace(CLOSE, "")
}

/// Names of fields that mean something somewhere.
fn field() -> impl Strategy<Value = String> {
    let names = "text caption photo voice contact from chat sender_chat data message date entities \
        migrate_to_chat_id reply_to_message forward_origin media_group_id callback_query \
        guest_query_id hologram_of_2031 is_bot id type";
    let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
    prop::sample::select(names)
}

/// A value that has no business where it is put.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        1 => (-9_i64..9).prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => Just(json!([])),
        1 => Just(json!({})),
        1 => Just(json!([[[{}]], null, 1])),
        6 => nasty().prop_map(Value::from),
        1 => (1_usize..100_000).prop_map(|length| "水".repeat(length).into()),
        2 => command().prop_map(Value::from),
    ]
}

/// Text that breaks what takes text to be letters.
pub(super) fn nasty() -> impl Strategy<Value = String> {
    let pieces = [
        "\0",
        "\u{1}\u{1b}[31m",
        "\u{7f}\u{85}",
        "\u{202e}gpj.exe",
        "\u{2066}\u{2069}",
        "\u{feff}",
        "\u{200b}\u{200d}",
        "👨‍👩‍👧‍👦",
        "🇨🇳",
        "🏳️‍🌈",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}",
        "\u{fffd}",
        "\u{10ffff}",
        "\u{fdd0}",
        "水",
        "'; drop table cases; --",
        "<b>&amp;</b><a href=\"tg://user?id=1\">",
        "*_`[](http://x)",
        "%s%n{0}$1",
        "\r\n\t",
        "a",
        " ",
    ];
    let piece =
        prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), any::<String>()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Something that looks like a command, or like what a button carries.
pub(super) fn command() -> impl Strategy<Value = String> {
    let words = "start my case lang cancel help new invite bind START Cancel nonsense \
        a_very_long_command_of_thirty_three_";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let tail = prop_oneof![
        Just(String::new()),
        Just("@huiyin_bot".to_owned()),
        Just("@other_bot".to_owned()),
        Just("@HUIYIN_BOT go".to_owned()),
        Just(" go".to_owned()),
        "[A-Za-z0-9_-]{0,70}".prop_map(|payload| format!(" {payload}")),
        nasty().prop_map(|payload| format!(" {payload}")),
    ];
    let typed =
        (prop::sample::select(words), tail).prop_map(|(word, tail)| format!("/{word}{tail}"));
    let button = "(h1|d1|t1|c1|q1|s1|c0|x9):[0-9]{1,12}:([0-9]{1,5}:)?[a-z]{1,6}(:[a-z0-9]{1,4})?";
    prop_oneof![typed, button]
}
