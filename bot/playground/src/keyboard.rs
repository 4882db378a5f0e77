//! Keyboards under messages and under the text field, checked before they are shown.

use serde_json::{Map, Value};

use crate::check::{fits, is_link};
use crate::refusal::ApiError;

const BUTTONS: usize = 100;
const DATA_BYTES: usize = 64;

/// What a `reply_markup` asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Markup {
    /// Buttons under the message; none removes them.
    Inline(Option<Value>),
    /// Buttons under the text field.
    Reply(Value),
    /// The buttons under the text field go away.
    Remove,
    /// The client opens a reply.
    ForceReply,
}

type Row = Vec<Map<String, Value>>;

pub(crate) fn parse(markup: &Value, is_private: bool) -> Result<Markup, ApiError> {
    let Some(fields) = markup.as_object() else {
        return Err(ApiError::bad("can't parse reply keyboard markup JSON object"));
    };
    if let Some(rows) = fields.get("inline_keyboard") {
        return inline(rows).map(Markup::Inline);
    }
    if let Some(rows) = fields.get("keyboard") {
        for button in rows_of(rows)?.iter().flatten() {
            check_reply_button(button, is_private)?;
        }
        return Ok(Markup::Reply(markup.clone()));
    }
    match (fields.get("remove_keyboard"), fields.get("force_reply")) {
        (Some(Value::Bool(true)), _) => Ok(Markup::Remove),
        (_, Some(Value::Bool(true))) => Ok(Markup::ForceReply),
        _ => Err(ApiError::bad("object expected as reply markup")),
    }
}

fn inline(rows: &Value) -> Result<Option<Value>, ApiError> {
    let rows: Vec<Row> = rows_of(rows)?.into_iter().filter(|row| !row.is_empty()).collect();
    if rows.iter().map(Vec::len).sum::<usize>() > BUTTONS {
        return Err(ApiError::bad("reply markup is too long"));
    }
    for button in rows.iter().flatten() {
        check_inline_button(button)?;
    }
    Ok((!rows.is_empty()).then(|| serde_json::json!({"inline_keyboard": rows})))
}

fn rows_of(rows: &Value) -> Result<Vec<Row>, ApiError> {
    let wrong =
        || ApiError::bad("can't parse keyboard: Field \"keyboard\" must be an Array of Arrays");
    let button = |button: &Value| match button {
        Value::String(text) => Ok(Map::from_iter([("text".into(), text.clone().into())])),
        Value::Object(fields) => Ok(fields.clone()),
        _ => Err(wrong()),
    };
    let row = |row: &Value| row.as_array().ok_or_else(wrong)?.iter().map(button).collect();
    rows.as_array().ok_or_else(wrong)?.iter().map(row).collect()
}

fn unusable(kind: &str, why: &str) -> ApiError {
    ApiError::bad(format!("can't parse {kind} button: {why}"))
}

fn check_text(button: &Map<String, Value>, kind: &str) -> Result<(), ApiError> {
    match button.get("text").and_then(Value::as_str) {
        None => Err(unusable(kind, "Can't find field \"text\"")),
        Some(text) if text.trim().is_empty() => Err(ApiError::bad("BUTTON_TEXT_INVALID")),
        Some(_) => check_style(button, kind),
    }
}

fn check_style(button: &Map<String, Value>, kind: &str) -> Result<(), ApiError> {
    match button.get("style").map(Value::as_str) {
        None | Some(Some("primary" | "success" | "danger")) => Ok(()),
        Some(_) => Err(unusable(kind, "Invalid button style specified")),
    }
}

fn check_inline_button(button: &Map<String, Value>) -> Result<(), ApiError> {
    const KIND: &str = "inline keyboard";
    check_text(button, KIND)?;
    let word = |field: &str| button.get(field).map(|value| value.as_str().unwrap_or_default());
    let copied = button.get("copy_text").map(|copy| copy["text"].as_str().unwrap_or_default());
    match (word("callback_data"), word("url"), copied) {
        (Some(data), None, None) if (1..=DATA_BYTES).contains(&data.len()) => Ok(()),
        (Some(_), None, None) => Err(ApiError::bad("BUTTON_DATA_INVALID")),
        (None, Some(url), None) if is_link(url) => Ok(()),
        (None, Some(url), None) => Err(ApiError::bad(format!(
            "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        ))),
        (None, None, Some(text)) if fits(text, 1, 256) => Ok(()),
        (None, None, Some(_)) => Err(ApiError::bad("BUTTON_COPY_TEXT_INVALID")),
        (None, None, None) => {
            Err(unusable(KIND, "Text buttons are unallowed in the inline keyboard"))
        }
        _ => Err(ApiError::bad("BUTTON_TYPE_INVALID")),
    }
}

fn check_reply_button(button: &Map<String, Value>, is_private: bool) -> Result<(), ApiError> {
    check_text(button, "keyboard")?;
    let asks = |field: &str| button.get(field).and_then(Value::as_bool).unwrap_or(false);
    if !is_private && asks("request_contact") {
        return Err(ApiError::bad("phone number can be requested in private chats only"));
    }
    if !is_private && asks("request_location") {
        return Err(ApiError::bad("location can be requested in private chats only"));
    }
    Ok(())
}
