//! People and bots as Telegram shows them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Telegram's own account behind anonymous administrators.
pub(crate) const ANONYMOUS: i64 = 1_087_968_824;

/// A person's profile; the id is the only thing that never changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Telegram's number for this person; may exceed 32 bits.
    pub id: i64,
    /// The only name everyone has.
    pub first_name: String,
    /// The second name, if given.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Without the at sign.
    #[serde(default)]
    pub username: Option<String>,
    /// The language of the person's client, such as `zh-hans`.
    #[serde(default)]
    pub language_code: Option<String>,
}

impl Profile {
    /// A person with a first name and nothing else.
    pub fn named(id: i64, first_name: &str) -> Self {
        Self { id, first_name: first_name.into(), ..Self::default() }
    }

    /// The same person with a client in another language.
    #[must_use]
    pub fn speaking(mut self, language_code: &str) -> Self {
        self.language_code = Some(language_code.into());
        self
    }

    /// First and last name as a chat shows them.
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name.clone(),
        }
    }

    pub(crate) fn names(&self) -> Map<String, Value> {
        let mut names = Map::new();
        names.insert("first_name".into(), self.first_name.clone().into());
        if let Some(last) = &self.last_name {
            names.insert("last_name".into(), last.clone().into());
        }
        if let Some(username) = &self.username {
            names.insert("username".into(), username.clone().into());
        }
        names
    }

    pub(crate) fn json(&self, is_bot: bool) -> Value {
        let mut user = self.names();
        user.insert("id".into(), self.id.into());
        user.insert("is_bot".into(), is_bot.into());
        if let Some(language) = &self.language_code {
            user.insert("language_code".into(), language.clone().into());
        }
        Value::Object(user)
    }
}
