//! Languages, and names kept in several of them.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A language the program speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub enum Language {
    /// Chinese in simplified characters.
    #[default]
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// The tag by which the book and the sentence files know it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// Reads a tag of ours.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag))
    }

    /// Guesses from what a client says of itself, such as `zh-hans`, `zh-TW`, `en-GB` or `de`.
    pub fn guess(client: &str) -> Option<Self> {
        let client = client.to_ascii_lowercase();
        let traditional = ["hant", "tw", "hk", "mo"];
        match client.split(['-', '_']).next()? {
            "zh" if client.split(['-', '_']).any(|part| traditional.contains(&part)) => {
                Some(Self::ZhHant)
            }
            "zh" => Some(Self::ZhHans),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Where to look when there is no word in this language.
    fn fallbacks(self) -> [Self; 3] {
        match self {
            Self::ZhHans => [Self::ZhHans, Self::ZhHant, Self::En],
            Self::ZhHant => [Self::ZhHant, Self::ZhHans, Self::En],
            Self::En => [Self::En, Self::ZhHans, Self::ZhHant],
        }
    }
}

/// A name in one or more languages, such as that of a place or a department.
///
/// Written as a table by language, or as plain text that is the same in each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<Language, String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(InWords)
    }
}

/// Reads [`Words`]; says what was expected when it is neither.
struct InWords;

impl<'de> Visitor<'de> for InWords {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or a table of texts by language")
    }

    fn visit_str<E>(self, text: &str) -> Result<Words, E> {
        Ok(Words(Language::ALL.map(|language| (language, text.to_owned())).into()))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Words, M::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Words)
    }
}

impl Words {
    /// The name in this language, or in the nearest one there is.
    pub fn in_language(&self, language: Language) -> &str {
        let own = language.fallbacks().into_iter().find_map(|language| self.0.get(&language));
        own.map_or("", String::as_str)
    }
}

/// How wide a text stands on a phone, in columns: a Chinese character takes two.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_guessed_by_script() {
        for (client, language) in [
            ("zh-hans", Some(Language::ZhHans)),
            ("zh", Some(Language::ZhHans)),
            ("zh-TW", Some(Language::ZhHant)),
            ("zh-hant-hk", Some(Language::ZhHant)),
            ("en-GB", Some(Language::En)),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::guess(client), language, "{client}");
        }
    }

    #[test]
    fn a_missing_name_falls_back_to_the_nearest_script() {
        let name = Words(BTreeMap::from([
            (Language::ZhHans, "工程部".to_owned()),
            (Language::En, "Engineering".to_owned()),
        ]));
        assert_eq!(name.in_language(Language::ZhHant), "工程部");
        assert_eq!(name.in_language(Language::En), "Engineering");
    }
}
