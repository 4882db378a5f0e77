//! JSON that others wrote, made fit to be read: broken characters become `�`, NUL goes, and what
//! is nested deeper than anybody means is cut off. What is kept as it came is kept elsewhere.

use std::borrow::Cow;

/// Deeper than Telegram ever nests, and shallower than the parser refuses.
const DEEPEST: usize = 100;

/// Bytes from the network as text that can be kept: what is no UTF-8 becomes `�`, and control
/// characters, which JSON forbids inside strings, become spaces.
pub fn legible(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return text.replace(|c: char| c.is_ascii_control(), " ").into();
    }
    text
}

/// Text that a strict parser takes, if it is JSON at all: lone halves of characters become `�`,
/// escaped NULs go (PostgreSQL keeps none), and too deep nesting becomes `null`.
pub fn mended(raw: &str) -> Cow<'_, str> {
    if is_sound(raw.as_bytes()) {
        return raw.into();
    }
    let bytes = raw.as_bytes();
    let mut mended = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let mut inside: usize = 0;
    while let Some(&byte) = bytes.get(at) {
        let piece = piece(&bytes[at..]);
        match byte {
            b'{' | b'[' if inside == DEEPEST => {
                at += whole(&bytes[at..]);
                mended.extend_from_slice(b"null");
                continue;
            }
            b'{' | b'[' => inside += 1,
            b'}' | b']' => inside = inside.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'"' => mend_string(&bytes[at..at + piece], &mut mended),
            _ => mended.extend_from_slice(&bytes[at..at + piece]),
        }
        at += piece;
    }
    String::from_utf8_lossy(&mended).into_owned().into()
}

fn is_sound(bytes: &[u8]) -> bool {
    let mut deepest: usize = 0;
    let mut inside: usize = 0;
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            // Counting brackets inside strings too only costs a closer look.
            b'{' | b'[' => inside += 1,
            b'}' | b']' => inside = inside.saturating_sub(1),
            b'\\' => escaped |= is_odd(&bytes[at..]),
            _ => {}
        }
        deepest = deepest.max(inside);
    }
    !escaped && deepest <= DEEPEST
}

fn is_odd(escape: &[u8]) -> bool {
    code(escape).is_some_and(|code| code == 0 || (0xd800..0xe000).contains(&code))
}

/// The unit that begins here, in bytes: a string with its quotation marks, or one byte.
fn piece(bytes: &[u8]) -> usize {
    if bytes.first() != Some(&b'"') {
        return 1;
    }
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

/// The length of the object or array that begins here.
fn whole(bytes: &[u8]) -> usize {
    let (mut at, mut inside) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => inside += 1,
            b'}' | b']' => inside = inside.saturating_sub(1),
            _ => {}
        }
        at += piece(&bytes[at..]);
        if inside == 0 {
            break;
        }
    }
    at.min(bytes.len())
}

fn mend_string(string: &[u8], mended: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = string.get(at) {
        if byte != b'\\' {
            mended.push(byte);
            at += 1;
            continue;
        }
        let rest = &string[at..];
        at += match code(rest) {
            Some(0) => 6,
            Some(0xd800..0xdc00) => match rest.get(6..).and_then(code) {
                Some(0xdc00..0xe000) => take(&rest[..12], mended),
                _ => instead(mended),
            },
            Some(0xdc00..0xe000) => instead(mended),
            _ => take(&rest[..rest.len().min(2)], mended),
        };
    }
}

fn take(bytes: &[u8], mended: &mut Vec<u8>) -> usize {
    mended.extend_from_slice(bytes);
    bytes.len()
}

fn instead(mended: &mut Vec<u8>) -> usize {
    mended.extend_from_slice(b"\\ufffd");
    6
}

/// The number in `\uXXXX`.
fn code(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    // `from_str_radix` would take a sign.
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(raw: &str) -> Value {
        serde_json::from_str(&mended(raw)).unwrap_or_else(|error| panic!("{raw}: {error}"))
    }

    #[test]
    fn broken_characters_are_replaced_and_whole_ones_stay() {
        let raw = r#"{"a":"x\ud800y","b":"\udc00","c":"\ud83d\ude00","d":"\u0000nul\u0000","e":"\\ud800","f":"\ud800\ud83d\ude00","g":"\"\\"}"#;
        assert_eq!(
            read(raw),
            json!({"a":"x\u{fffd}y","b":"\u{fffd}","c":"😀","d":"nul","e":"\\ud800",
                   "f":"\u{fffd}😀","g":"\"\\"})
        );
    }

    #[test]
    fn what_is_sound_is_left_alone() {
        let raw = r#"{"text":"[{\"]水 \n","n":[1,{"a":null}]}"#;
        assert!(matches!(mended(raw), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_too_deep_is_cut_off_and_the_rest_stays() {
        let deep = format!("{}\"]\"{}", "[".repeat(5_000), "]".repeat(5_000));
        let value = read(&format!(r#"{{"deep":{deep},"text":"\ud800 still here"}}"#));
        assert_eq!(value["text"], "\u{fffd} still here");
        let deep = format!("{}1{}", r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
        assert_eq!(read(&format!(r#"{{"text":"x","deep":{deep}}}"#))["text"], "x");
    }

    #[test]
    fn bytes_become_text() {
        assert_eq!(legible(b"{\"a\":\"\xff\x00\x1b\"}"), "{\"a\":\"\u{fffd}  \"}");
        assert!(matches!(legible("{\"水\":1}".as_bytes()), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_no_json_is_survived() {
        let ends = ["\"", "\"\\", "\"\\u", "[[\"", "\\u0000", "\"\\ud800", "]]}", "\"\\ud83d\\u12"];
        for raw in ends {
            let _ = mended(raw);
        }
        let _ = mended(&"[".repeat(100_000));
    }
}
