//! Formatting: what Telegram finds in a text by itself, and counting in UTF-16.

use serde_json::{Map, Value, json};

pub(crate) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(crate) fn entity(kind: &str, offset: usize, length: usize) -> Value {
    json!({"type": kind, "offset": offset, "length": length})
}

/// The fields of a plain text.
pub(crate) fn text_body(text: &str) -> Map<String, Value> {
    let mut body = Map::new();
    put(&mut body, "text", "entities", text, Vec::new());
    body
}

/// Puts a text and its formatting into a message, adding what Telegram finds by itself.
pub(crate) fn put(
    body: &mut Map<String, Value>,
    text_field: &str,
    entities_field: &str,
    text: &str,
    given: Vec<Value>,
) {
    let mut entities = given;
    let found: Vec<Value> = detect(text)
        .into_iter()
        .filter(|found| !entities.iter().any(|e| clash(e, found)))
        .collect();
    entities.extend(found);
    entities.sort_by_key(|entity| {
        (entity["offset"].as_u64(), std::cmp::Reverse(entity["length"].as_u64()))
    });
    body.insert(text_field.into(), text.into());
    if !entities.is_empty() {
        body.insert(entities_field.into(), entities.into());
    }
}

/// Nothing is found inside code and links that were given.
fn clash(given: &Value, found: &Value) -> bool {
    let range = |entity: &Value| {
        let from = entity["offset"].as_u64().unwrap_or(0);
        from..from + entity["length"].as_u64().unwrap_or(0)
    };
    let (given_range, found_range) = (range(given), range(found));
    let whole = ["code", "pre", "text_link", "text_mention"];
    whole.contains(&given["type"].as_str().unwrap_or_default())
        && given_range.start < found_range.end
        && found_range.start < given_range.end
}

/// Commands, mentions, hashtags, links, addresses and phone numbers, word by word.
pub(crate) fn detect(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let (mut offset, mut before) = (0, ' ');
    for word in text.split_inclusive(is_break) {
        let bare = word.trim_end_matches(|letter: char| {
            is_break(letter) || ".,;:!?，。；：！？、）".contains(letter)
        });
        // A slash in markup, as in `</b>`, begins no command.
        let is_markup = bare.starts_with('/') && (before == '<' || word.ends_with(['<', '>']));
        if let Some((kind, length)) = kind_of(bare).filter(|_| !is_markup) {
            found.push(entity(kind, offset, utf16(&bare[..length])));
        }
        offset += utf16(word);
        before = word.chars().next_back().unwrap_or(' ');
    }
    found
}

fn is_break(letter: char) -> bool {
    letter.is_whitespace() || "()<>\"".contains(letter)
}

fn kind_of(word: &str) -> Option<(&'static str, usize)> {
    let name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let run = |rest: &str| rest.find(|letter| !name(letter)).unwrap_or(rest.len());
    if let Some(rest) = word.strip_prefix('/') {
        let command = run(rest);
        let after = &rest[command..];
        let at = after.strip_prefix('@').map_or(0, |bot| 1 + run(bot));
        let ends = !after[at..].starts_with('/');
        return (1..=64)
            .contains(&command)
            .then_some(("bot_command", 1 + command + at))
            .filter(|_| ends);
    }
    if let Some(rest) = word.strip_prefix('@') {
        return (run(rest) >= 4).then(|| ("mention", 1 + run(rest)));
    }
    if let Some(rest) = word.strip_prefix('#') {
        let length = rest.find(|l: char| !l.is_alphanumeric() && l != '_').unwrap_or(rest.len());
        let worded = rest[..length].chars().any(|letter| !letter.is_numeric());
        return (length > 0 && worded).then_some(("hashtag", 1 + length));
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if word.starts_with('+') && digits >= 9 && digits + 1 == word.len() {
        return Some(("phone_number", word.len()));
    }
    link(word)
}

fn link(word: &str) -> Option<(&'static str, usize)> {
    let lower = word.to_ascii_lowercase();
    if let Some(scheme) = ["https://", "http://"].iter().find(|scheme| lower.starts_with(**scheme))
    {
        return (word.len() > scheme.len()).then_some(("url", word.len()));
    }
    if !word.is_ascii() {
        return None;
    }
    if let Some((user, host)) = word.split_once('@') {
        return (!user.is_empty() && is_host(host)).then_some(("email", word.len()));
    }
    is_host(lower.split('/').next()?).then_some(("url", word.len()))
}

/// A handful of endings stands for Telegram's long list.
fn is_host(host: &str) -> bool {
    let endings = ["com", "org", "net", "cn", "me", "io", "hk", "tw", "gov", "edu", "info"];
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    !name.is_empty() && name.chars().all(plain) && endings.contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let at =
            |entity: &Value, field: &str| usize::try_from(entity[field].as_u64().unwrap()).unwrap();
        let words = |entity: &Value| {
            let from = at(entity, "offset");
            let words = String::from_utf16(&units[from..from + at(entity, "length")]).unwrap();
            format!("{} {words}", entity["type"].as_str().unwrap())
        };
        detect(text).iter().map(words).collect()
    }

    #[test]
    fn telegram_finds_commands_links_and_names_by_itself() {
        assert_eq!(found("🙂 /start@huiyin_bot now"), ["bot_command /start@huiyin_bot"]);
        assert_eq!(found("a/b </b> 1/2"), [] as [&str; 0]);
        assert_eq!(found("see (https://x.example/a?b=c)."), ["url https://x.example/a?b=c"]);
        assert_eq!(found("#漏水 @wang_crew #1"), ["hashtag #漏水", "mention @wang_crew"]);
        assert_eq!(
            found("a@b.com +8613800001111"),
            ["email a@b.com", "phone_number +8613800001111"]
        );
        assert_eq!(found("厨房漏水。t.me/x"), [] as [&str; 0]);
    }
}
