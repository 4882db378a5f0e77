//! What a bot says about itself: its menus of commands, its name and its descriptions.

use serde_json::{Value, json};

use super::Answer;
use super::params::Call;
use crate::check::fits;
use crate::commands::{self, Scope};
use crate::refusal::ApiError;
use crate::world::{Event, World};

impl World {
    fn scope(&self, call: &Call) -> Result<(Scope, String), ApiError> {
        let scope = Scope::parse(call.json("scope")?.as_ref())?;
        if scope.chat().is_some_and(|chat| !self.chats.contains_key(&chat)) {
            return Err(ApiError::bad("chat not found"));
        }
        Ok((scope, commands::language(call.text("language_code")?)?))
    }

    pub(super) fn set_commands(&mut self, call: &Call) -> Answer {
        let (scope, language) = self.scope(call)?;
        let menu = commands::parse(&call.json("commands")?.unwrap_or_default())?;
        self.menus.set(scope, language, menu);
        self.emit(Event::People);
        Ok(true.into())
    }

    pub(super) fn get_commands(&self, call: &Call) -> Answer {
        let (scope, language) = self.scope(call)?;
        Ok(commands::json(self.menus.get(scope, &language).map_or(&[], Vec::as_slice)))
    }

    pub(super) fn delete_commands(&mut self, call: &Call) -> Answer {
        let (scope, language) = self.scope(call)?;
        self.menus.set(scope, language, Vec::new());
        self.emit(Event::People);
        Ok(true.into())
    }

    /// `setMyName`, `getMyDescription` and their like.
    pub(super) fn own_text(&mut self, call: &Call) -> Answer {
        let (field, longest) = match &call.method["setMy".len()..] {
            "Name" => ("name", 64),
            "Description" => ("description", 512),
            _ => ("short_description", 120),
        };
        let language = commands::language(call.text("language_code")?)?;
        let key = (field.to_string(), language);
        if call.method.starts_with("get") {
            let known = self.texts.get(&key).or_else(|| self.texts.get(&(key.0, String::new())));
            let fallback = if field == "name" { self.bot.profile.first_name.as_str() } else { "" };
            let text = known.map_or(fallback, String::as_str);
            return Ok(json!({field: text}));
        }
        let text = call.text(field)?.unwrap_or_default();
        if !fits(&text, 0, longest) {
            return Err(ApiError::bad(format!("{field} is too long")));
        }
        self.texts.insert(key, text);
        Ok(Value::Bool(true))
    }
}
