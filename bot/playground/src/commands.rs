//! The menus of commands: one list per scope and language, the narrowest scope wins.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::Telegram;
use crate::chat::Kind;
use crate::check::fits;
use crate::refusal::ApiError;
use crate::world::World;

/// Where a menu is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Default,
    AllPrivate,
    AllGroups,
    AllAdministrators,
    Chat(i64),
    Administrators(i64),
    Member(i64, i64),
}

impl Scope {
    pub(crate) fn parse(scope: Option<&Value>) -> Result<Self, ApiError> {
        let Some(scope) = scope else { return Ok(Self::Default) };
        let chat = || scope["chat_id"].as_i64().ok_or_else(|| ApiError::bad("chat not found"));
        let user = || scope["user_id"].as_i64().ok_or_else(|| ApiError::bad("user not found"));
        match scope["type"].as_str().unwrap_or_default() {
            "default" => Ok(Self::Default),
            "all_private_chats" => Ok(Self::AllPrivate),
            "all_group_chats" => Ok(Self::AllGroups),
            "all_chat_administrators" => Ok(Self::AllAdministrators),
            "chat" => Ok(Self::Chat(chat()?)),
            "chat_administrators" => Ok(Self::Administrators(chat()?)),
            "chat_member" => Ok(Self::Member(chat()?, user()?)),
            _ => Err(ApiError::bad("can't parse BotCommandScope: Unsupported type specified")),
        }
    }

    pub(crate) fn chat(&self) -> Option<i64> {
        match self {
            Self::Chat(chat) | Self::Administrators(chat) | Self::Member(chat, _) => Some(*chat),
            _ => None,
        }
    }
}

type Menu = Vec<(String, String)>;

#[derive(Debug, Default)]
pub(crate) struct Menus(BTreeMap<(Scope, String), Menu>);

impl Menus {
    pub(crate) fn set(&mut self, scope: Scope, language: String, menu: Menu) {
        if menu.is_empty() {
            self.0.remove(&(scope, language));
        } else {
            self.0.insert((scope, language), menu);
        }
    }

    pub(crate) fn get(&self, scope: Scope, language: &str) -> Option<&Menu> {
        self.0.get(&(scope, language.to_string()))
    }

    /// Scope by scope; within one, the person's language before the list for all.
    fn resolve(&self, scopes: Vec<Scope>, language: &str) -> Menu {
        let ways = |scope: Scope| [(scope.clone(), language), (scope, "")];
        let mut found = scopes.into_iter().flat_map(ways);
        found.find_map(|(scope, language)| self.get(scope, language)).cloned().unwrap_or_default()
    }
}

impl World {
    /// What the bot offers a person in a chat.
    pub(crate) fn menu(&self, chat: i64, person: i64) -> Menu {
        let code = self.people.get(&person).and_then(|profile| profile.language_code.as_deref());
        let language = code.unwrap_or_default().split('-').next().unwrap_or_default();
        let Some(place) = self.chats.get(&chat) else { return Menu::new() };
        if place.kind == Kind::Private {
            let scopes = vec![Scope::Chat(chat), Scope::AllPrivate, Scope::Default];
            return self.menus.resolve(scopes, language);
        }
        let is_administrator = place.status(person).is_administrator();
        let mut scopes = vec![Scope::Member(chat, person)];
        scopes.extend(is_administrator.then_some(Scope::Administrators(chat)));
        scopes.push(Scope::Chat(chat));
        scopes.extend(is_administrator.then_some(Scope::AllAdministrators));
        scopes.extend([Scope::AllGroups, Scope::Default]);
        self.menus.resolve(scopes, language)
    }
}

impl Telegram {
    /// The commands and descriptions a person sees in a chat's menu.
    pub fn commands(&self, chat: i64, person: i64) -> Vec<(String, String)> {
        self.lock().menu(chat, person)
    }
}

/// Reads a list of `BotCommand`.
pub(crate) fn parse(list: &Value) -> Result<Menu, ApiError> {
    let Some(list) = list.as_array() else {
        return Err(ApiError::bad("can't parse commands: Expected an Array of BotCommand"));
    };
    if list.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    list.iter().map(command).collect()
}

fn command(command: &Value) -> Result<(String, String), ApiError> {
    let word = |field: &str| command[field].as_str().unwrap_or_default().to_string();
    let (name, description) = (word("command"), word("description"));
    let name = name.strip_prefix('/').unwrap_or(&name).to_string();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !fits(&name, 1, 32) || !name.chars().all(plain) {
        return Err(ApiError::bad("BOT_COMMAND_INVALID"));
    }
    if !fits(&description, 1, 256) {
        return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok((name, description))
}

/// A two-letter language, or none for all.
pub(crate) fn language(code: Option<String>) -> Result<String, ApiError> {
    let code = code.unwrap_or_default();
    let fits = code.len() == 2 && code.chars().all(|letter| letter.is_ascii_lowercase());
    if fits || code.is_empty() {
        return Ok(code);
    }
    Err(ApiError::bad("language code has invalid format"))
}

pub(crate) fn json(menu: &[(String, String)]) -> Value {
    let command = |(name, about): &(String, String)| json!({"command": name, "description": about});
    menu.iter().map(command).collect()
}
