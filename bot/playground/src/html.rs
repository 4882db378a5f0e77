//! The HTML parse mode, strict: a fixed list of tags, closed in order, or the message is refused.

use serde_json::{Value, json};

use crate::entity::{entity, utf16};
use crate::refusal::ApiError;

struct Open {
    tag: String,
    place: usize,
    offset: usize,
    entity: Value,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    text: String,
    length: usize,
    open: Vec<Open>,
    entities: Vec<Value>,
}

/// Text and formatting of an HTML source.
pub(crate) fn parse(source: &str) -> Result<(String, Vec<Value>), ApiError> {
    let mut parser = Parser {
        source,
        at: 0,
        text: String::new(),
        length: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    parser.run()?;
    if let Some(open) = parser.open.last() {
        return wrong(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    Ok((parser.text, parser.entities))
}

fn wrong<T>(what: impl AsRef<str>) -> Result<T, ApiError> {
    Err(ApiError::bad(format!("can't parse entities: {}", what.as_ref())))
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), ApiError> {
        while let Some(letter) = self.source[self.at..].chars().next() {
            match letter {
                '<' => self.tag()?,
                '&' => self.escape(),
                letter => {
                    self.put(letter);
                    self.at += letter.len_utf8();
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, letter: char) {
        self.text.push(letter);
        self.length += letter.len_utf16();
    }

    /// Names Telegram does not know stay as they are.
    fn escape(&mut self) {
        let rest = &self.source[self.at + 1..];
        let decoded = rest.split_once(';').and_then(|(name, _)| Some((decode(name)?, name.len())));
        let (letter, length) = decoded.map_or(('&', 1), |(letter, name)| (letter, name + 2));
        self.put(letter);
        self.at += length;
    }

    fn tag(&mut self) -> Result<(), ApiError> {
        let place = self.at;
        let Some((inner, _)) = self.source[place + 1..].split_once('>') else {
            return wrong(format!("Unclosed start tag at byte offset {place}"));
        };
        self.at += inner.len() + 2;
        match inner.strip_prefix('/') {
            Some(name) => self.close(name.trim(), place),
            None => self.start(inner, place),
        }
    }

    fn start(&mut self, inner: &str, place: usize) -> Result<(), ApiError> {
        let name_end = inner.find(|letter: char| letter.is_whitespace()).unwrap_or(inner.len());
        let tag = inner[..name_end].to_ascii_lowercase();
        let Some(entity) = formatting(&tag, &attributes(&inner[name_end..])) else {
            return wrong(format!("Unsupported start tag \"{tag}\" at byte offset {place}"));
        };
        self.open.push(Open { tag, place, offset: self.length, entity });
        Ok(())
    }

    fn close(&mut self, name: &str, place: usize) -> Result<(), ApiError> {
        let Some(open) = self.open.pop() else {
            return wrong(format!("Unexpected end tag at byte offset {place}"));
        };
        let (expected, name) = (&open.tag, name.to_ascii_lowercase());
        if !name.is_empty() && name != *expected {
            return wrong(format!(
                "Unmatched end tag at byte offset {place}, expected \"</{expected}>\", found \"</{name}>\""
            ));
        }
        self.finish(open);
        Ok(())
    }

    fn finish(&mut self, open: Open) {
        let length = self.length - open.offset;
        if length == 0 || open.entity.is_null() || open.place > self.at {
            return;
        }
        let mut entity = open.entity;
        (entity["offset"], entity["length"]) = (open.offset.into(), length.into());
        if entity["type"] == "text_link" && entity["url"] == "" {
            let shown: Vec<u16> = self.text.encode_utf16().skip(open.offset).collect();
            entity["url"] = String::from_utf16_lossy(&shown).into();
        }
        self.merge_code(&mut entity);
        self.entities.push(entity);
    }

    /// `<pre><code class="language-x">` is one piece of formatting.
    fn merge_code(&mut self, entity: &mut Value) {
        let same = |inner: &Value| {
            inner["type"] == "code"
                && inner["offset"] == entity["offset"]
                && inner["length"] == entity["length"]
        };
        if entity["type"] == "pre"
            && let Some(place) = self.entities.iter().position(same)
        {
            let inner = self.entities.remove(place);
            if let Some(language) = inner["language"].as_str() {
                entity["language"] = language.into();
            }
        }
    }
}

fn formatting(tag: &str, attributes: &[(String, String)]) -> Option<Value> {
    let get = |name: &str| {
        attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    };
    let kind = match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if get("class") == Some("tg-spoiler") => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if get("expandable").is_some() => "expandable_blockquote",
        "blockquote" => "blockquote",
        "a" => return Some(link(get("href").unwrap_or_default())),
        "tg-emoji" => {
            return Some(json!({"type": "custom_emoji", "custom_emoji_id": get("emoji-id")?}));
        }
        _ => return None,
    };
    let mut formatting = entity(kind, 0, 0);
    if let Some(language) = get("class").and_then(|class| class.strip_prefix("language-")) {
        formatting["language"] = language.into();
    }
    Some(formatting)
}

/// A link to a person is a mention; the server fills the person in.
fn link(href: &str) -> Value {
    match href.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
        Some(id) => json!({"type": "text_mention", "user": {"id": id}}),
        None => json!({"type": "text_link", "url": href}),
    }
}

fn attributes(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = source.trim();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace());
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let (value, left) = match after.strip_prefix('=') {
            Some(value) => attribute_value(value),
            None => (String::new(), after),
        };
        found.push((name.to_ascii_lowercase(), value));
        rest = left.trim_start();
    }
    found
}

fn attribute_value(source: &str) -> (String, &str) {
    let quote = source.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    let (raw, rest) = match quote {
        Some(quote) => source[1..].split_once(quote).unwrap_or((&source[1..], "")),
        None => source.split_once(char::is_whitespace).unwrap_or((source, "")),
    };
    (unescape(raw), rest)
}

fn unescape(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let decoded = after.split_once(';').and_then(|(name, left)| Some((decode(name)?, left)));
        let (letter, left) = decoded.unwrap_or(('&', after));
        text.push(letter);
        rest = left;
    }
    text + rest
}

fn decode(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Cuts white space at both ends and moves the formatting along.
pub(crate) fn trim(text: &str, entities: Vec<Value>) -> (String, Vec<Value>) {
    let tail = text.trim_end();
    let trimmed = tail.trim_start();
    let (cut, end) = (utf16(&tail[..tail.len() - trimmed.len()]), utf16(trimmed));
    let moved = entities.into_iter().filter_map(|mut entity| {
        let offset = usize::try_from(entity["offset"].as_u64()?).ok()?;
        let stop = offset + usize::try_from(entity["length"].as_u64()?).ok()?;
        let (from, to) = (offset.saturating_sub(cut), stop.saturating_sub(cut).min(end));
        (entity["offset"], entity["length"]) = (from.into(), to.checked_sub(from)?.into());
        (to > from).then_some(entity)
    });
    (trimmed.to_string(), moved.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_of_a_source_breaks_the_parser() {
        let source = "🙂<b>界</b>&amp;&#x1F642;&nothing;<a href='x&quot;y' z=>l</a><pre><code \
                      class=\"language-rust\">x</code></pre></ ></b><=\"'>";
        let edges: Vec<usize> =
            (0..=source.len()).filter(|at| source.is_char_boundary(*at)).collect();
        for from in &edges {
            for to in edges.iter().filter(|to| *to >= from) {
                if let Ok((text, entities)) = parse(&source[*from..*to]) {
                    trim(&text, entities);
                }
            }
        }
    }

    #[test]
    fn code_in_pre_is_one_piece_with_its_language() {
        let parsed = parse("<pre><code class=\"language-rust\">a &lt; b</code></pre>").unwrap();
        let entity = json!({"type": "pre", "offset": 0, "length": 5, "language": "rust"});
        assert_eq!(parsed, ("a < b".to_string(), vec![entity]));
    }

    #[test]
    fn trimming_moves_the_formatting_along() {
        let (text, entities) = parse(" \n<b> bold </b> ").unwrap();
        let (text, entities) = trim(&text, entities);
        assert_eq!((text.as_str(), &entities[..]), ("bold", &[entity("bold", 0, 4)][..]));
    }
}
