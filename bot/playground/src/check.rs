//! Texts and captions as Telegram accepts them: parsed, trimmed, and neither empty nor too long.

use serde_json::Value;

use crate::api::params::Call;
use crate::entity::utf16;
use crate::html;
use crate::refusal::ApiError;
use crate::world::World;

const TEXT: usize = 4096;
const CAPTION: usize = 1024;
const ENTITIES: [&str; 20] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

/// A text with its formatting.
pub(crate) type Formatted = (String, Vec<Value>);

impl World {
    /// The `text` of a message.
    pub(crate) fn text(&mut self, call: &Call) -> Result<Formatted, ApiError> {
        let source = call.text("text")?.unwrap_or_default();
        let mode = call.text("parse_mode")?;
        let formatted = self.formatted(&source, mode.as_deref(), call.json("entities")?)?;
        match formatted.0.chars().count() {
            0 => Err(ApiError::bad("message text is empty")),
            1..=TEXT => Ok(formatted),
            _ => Err(ApiError::bad("message is too long")),
        }
    }

    /// The `caption` of a file; none is fine.
    pub(crate) fn caption(&mut self, call: &Call) -> Result<Formatted, ApiError> {
        let source = call.text("caption")?.unwrap_or_default();
        let mode = call.text("parse_mode")?;
        let formatted = self.formatted(&source, mode.as_deref(), call.json("caption_entities")?)?;
        if formatted.0.chars().count() > CAPTION {
            return Err(ApiError::bad("message caption is too long"));
        }
        Ok(formatted)
    }

    fn formatted(
        &mut self,
        source: &str,
        mode: Option<&str>,
        entities: Option<Value>,
    ) -> Result<Formatted, ApiError> {
        let (text, entities) = match mode.unwrap_or_default().to_ascii_lowercase().as_str() {
            "" => (source.to_string(), given(source, entities)?),
            "html" => html::parse(source)?,
            "markdown" | "markdownv2" => {
                self.complaints.push("the Markdown parse modes are not modelled".into());
                (source.to_string(), Vec::new())
            }
            _ => return Err(ApiError::bad("unsupported parse_mode")),
        };
        let (text, entities) = html::trim(&text, entities);
        Ok((text, entities.into_iter().filter_map(|entity| self.known(entity)).collect()))
    }

    /// Mentions carry the person's profile; mentions of nobody vanish.
    fn known(&self, mut entity: Value) -> Option<Value> {
        if entity["type"] == "text_mention" {
            let id = entity["user"]["id"].as_i64()?;
            self.people.get(&id)?;
            entity["user"] = self.user_json(id);
        }
        Some(entity)
    }
}

fn given(text: &str, entities: Option<Value>) -> Result<Vec<Value>, ApiError> {
    let Some(entities) = entities else { return Ok(Vec::new()) };
    let Value::Array(entities) = entities else {
        return Err(ApiError::bad("can't parse entities: Expected an Array of MessageEntity"));
    };
    let units: Vec<u16> = text.encode_utf16().collect();
    for entity in &entities {
        check_entity(entity, &units)?;
    }
    Ok(entities)
}

fn check_entity(entity: &Value, units: &[u16]) -> Result<(), ApiError> {
    let kind = entity["type"].as_str().unwrap_or_default();
    if !ENTITIES.contains(&kind) {
        return Err(ApiError::bad("can't parse MessageEntity: Unsupported type specified"));
    }
    let number = |field: &str| entity[field].as_i64().and_then(|n| usize::try_from(n).ok());
    let (Some(offset), Some(length)) = (number("offset"), number("length")) else {
        return Err(ApiError::bad("can't parse entities: Receive an entity with incorrect offset"));
    };
    if length == 0 || offset + length > units.len() {
        return Err(ApiError::bad("can't parse entities: Receive an entity with incorrect length"));
    }
    let splits = |at: usize| units.get(at).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
    if splits(offset) || splits(offset + length) {
        let what = "can't parse entities: Entity begins or ends in a middle of a UTF-16 symbol";
        return Err(ApiError::bad(format!("{what} at offset {offset}")));
    }
    if kind == "text_link" && entity["url"].as_str().is_none_or(str::is_empty) {
        return Err(ApiError::bad("can't parse MessageEntity: URL is empty"));
    }
    Ok(())
}

/// Whether a text has between `low` and `high` characters.
pub(crate) fn fits(text: &str, low: usize, high: usize) -> bool {
    (low..=high).contains(&text.chars().count())
}

/// The address of a link people may be given.
pub(crate) fn is_link(url: &str) -> bool {
    let schemes = ["http://", "https://", "tg://", "tel:", "mailto:", "ton://"];
    let is_whole = schemes.iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    let bare = !url.contains(':') && url.split('/').next().is_some_and(|host| host.contains('.'));
    utf16(url) <= 2048 && !url.contains(char::is_whitespace) && (is_whole || bare)
}
