//! What people type, made fit to keep and to show.

/// The longest single text we keep, in characters.
pub const TEXT_LIMIT: usize = 1_500;
/// The longest story of a case, in characters: it must fit into one slip.
pub const STORY_LIMIT: usize = 2_800;

/// A text that has something readable in it and is not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing readable in it.
    #[error("nothing readable")]
    Empty,
    /// Too long.
    #[error("too long")]
    TooLong,
}

impl Text {
    /// Takes out what cannot be seen but can deceive (controls, zero width, direction overrides)
    /// and refuses what is then empty or longer than [`TEXT_LIMIT`]. The raw update keeps the
    /// original.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let clean: String = text.chars().filter(|c| is_plain(*c)).collect();
        let clean = clean.trim();
        if !clean.chars().any(|c| !c.is_whitespace() && c != '\u{200d}') {
            return Err(TextError::Empty);
        }
        if clean.chars().count() > TEXT_LIMIT {
            return Err(TextError::TooLong);
        }
        Ok(Self(clean.to_owned()))
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is a letter or digit of any script in it.
    pub fn has_words(text: &str) -> bool {
        text.chars().any(char::is_alphanumeric)
    }
}

/// The zero-width joiner stays: it holds families of emoji together.
fn is_plain(c: char) -> bool {
    match c {
        '\n' => true,
        c if c.is_control() => false,
        '\u{200b}'
        | '\u{200c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{feff}'
        | '\u{2060}'..='\u{2064}' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{00ad}' | '\u{061c}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        let text = Text::parse("  \u{202e}门口\u{200b}漏水\0 ").unwrap();
        assert_eq!(text.into_string(), "门口漏水");
        for nothing in ["", "   ", "\u{200b}\u{200d}\u{feff}", "\n\n", "\u{202e}"] {
            assert_eq!(Text::parse(nothing), Err(TextError::Empty), "{nothing:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Text::parse(&"水".repeat(TEXT_LIMIT)).is_ok());
        assert_eq!(Text::parse(&"水".repeat(TEXT_LIMIT + 1)), Err(TextError::TooLong));
    }
}
