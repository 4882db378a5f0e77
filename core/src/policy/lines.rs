//! On which line of a file something stands, so that a fault is found without searching.

use toml::de::{DeTable, DeValue};

/// The line that a byte of the text is on, from 1 on.
pub(crate) fn line(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    before.split(|byte| *byte == b'\n').count()
}

/// The line of a key such as `rules.pickup.length`; of the nearest table around it when it is not
/// there, which is where it belongs.
pub(super) fn line_of(text: &str, at: &str) -> Option<usize> {
    let (table, _) = DeTable::parse_recoverable(text);
    let (mut table, mut found) = (table.into_inner(), None);
    for part in at.split('.') {
        let Some((key, value)) = table.into_iter().find(|(key, _)| key.get_ref() == part) else {
            break;
        };
        found = Some(line(text, key.span().start));
        match value.into_inner() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_and_what_is_missing_belongs_into_its_table() {
        let text = "profile = \"own\"\n\n# Words.\n[rules.pickup]\nlength = \"5\"\n";
        assert_eq!(line_of(text, "profile"), Some(1));
        assert_eq!(line_of(text, "rules.pickup"), Some(4));
        assert_eq!(line_of(text, "rules.pickup.length"), Some(5));
        assert_eq!(line_of(text, "rules.pickup.tell"), Some(4));
        assert_eq!(line_of(text, "version"), None);
        assert_eq!(line_of("", "version"), None);
    }
}
