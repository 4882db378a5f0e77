//! What of an update we understand, taken out of its JSON, and nothing else. The typed library
//! loses a whole message over one unknown value or one missing field beside it (telegram.md 0.4);
//! what it is given here it can read.

use serde_json::{Map, Value, json};

use super::Unread;
use crate::routes::WANTED;

/// The entity types that the library knows.
const ENTITIES: [&str; 19] = [
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
];

/// Files by the field they come in. An animation and a live photo come in a second field, too.
const FILES: [&str; 6] = ["animation", "audio", "document", "video", "video_note", "voice"];

/// Fields of a message that say nothing about what it is; most are taken over one by one.
const ASIDE: [&str; 22] = [
    "chat",
    "from",
    "sender_chat",
    "date",
    "message_id",
    "message_thread_id",
    "is_topic_message",
    "is_automatic_forward",
    "forward_origin",
    "via_bot",
    "reply_to_message",
    "reply_to_story",
    "external_reply",
    "quote",
    "entities",
    "caption_entities",
    "reply_markup",
    "media_group_id",
    "edit_date",
    "sender_business_bot",
    "sender_boost_count",
    "effect_id",
];

/// The fields of blocks that hold words.
const WORDS: [&str; 5] = ["text", "caption", "credit", "summary", "title"];

/// What a message says when nobody said anything in a private chat, but something about it changed.
const SERVICE: [&str; 13] = [
    "message_auto_delete_timer_changed",
    "pinned_message",
    "connected_website",
    "write_access_allowed",
    "proximity_alert_triggered",
    "chat_background_set",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "managed_bot_created",
    "paid_message_price_changed",
    "refunded_payment",
];

/// Rights and marks that the library wants to see of a member, whether or not they were sent.
const RIGHTS: [&str; 24] = [
    "is_anonymous",
    "is_member",
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
];

/// What we take of an update: of which kind, and its body.
pub(super) struct Essence {
    pub(super) kind: &'static str,
    pub(super) body: Map<String, Value>,
    /// Fields that only say what sort of message it is, for which no answer depends on them.
    pub(super) sort: Map<String, Value>,
}

impl Essence {
    /// Takes it out.
    pub(super) fn of(update: &Value) -> Result<Self, Unread> {
        let Some(fields) = update.as_object() else { return Err(Unread::Broken("no update")) };
        let is_there = |kind: &&&str| fields.get(**kind).is_some_and(|body| !body.is_null());
        let Some(kind) = WANTED.iter().find(is_there).copied() else {
            let mut others = fields.iter().filter(|(name, _)| *name != "update_id");
            let is_other = others.any(|(_, body)| !body.is_null());
            return Err(if is_other {
                Unread::Unwanted("not for us")
            } else {
                Unread::Broken("an update with nothing in it")
            });
        };
        let body = &fields[kind];
        let mut sort = Map::new();
        let body = match kind {
            "message" | "edited_message" => message(body, &mut sort)?,
            "callback_query" => press(body)?,
            "my_chat_member" | "chat_member" => membership(body)?,
            _ => body.as_object().cloned().ok_or(Unread::Broken("no update"))?,
        };
        Ok(Self { kind, body, sort })
    }
}

fn message(body: &Value, sort: &mut Map<String, Value>) -> Result<Map<String, Value>, Unread> {
    // Such messages belong to a chat that is another one, though its number may be the same.
    let of_others = ["guest_query_id", "business_connection_id"];
    if of_others.iter().any(|name| !body[*name].is_null()) {
        return Err(Unread::Unwanted("a message of another conversation"));
    }
    let mut kept = head(body)?;
    if let Some(group) = body["media_group_id"].as_str() {
        kept.insert("media_group_id".to_owned(), json!(group));
    }
    if let Ok(mut replied) = head(&body["reply_to_message"]) {
        let buttons = buttons(&body["reply_to_message"]["reply_markup"]);
        if !buttons.is_empty() {
            // The library keeps buttons of messages with words only; which words does not matter.
            replied.insert("text".to_owned(), json!("…"));
            replied.insert("reply_markup".to_owned(), json!({ "inline_keyboard": [buttons] }));
        }
        kept.insert("reply_to_message".to_owned(), replied.into());
    }
    if !body["forward_origin"].is_null() {
        // Whoever wrote it first: it was not the sender.
        let origin = json!({ "type": "hidden_user", "date": 0, "sender_user_name": "" });
        kept.insert("forward_origin".to_owned(), origin);
    }
    if !content(body, &mut kept) {
        let is_service = SERVICE.iter().any(|name| !body[*name].is_null());
        if is_service && body["chat"]["type"] == "private" {
            return Err(Unread::Unwanted("a service message"));
        }
        *sort = rest(body);
    }
    Ok(kept)
}

/// What the buttons under a message carry.
fn buttons(markup: &Value) -> Vec<Value> {
    let rows = markup["inline_keyboard"].as_array().into_iter().flatten();
    let keys = rows.filter_map(Value::as_array).flatten();
    keys.filter_map(|key| key["callback_data"].as_str())
        .map(|data| json!({ "text": "…", "callback_data": data }))
        .collect()
}

/// Who, where, when.
fn head(body: &Value) -> Result<Map<String, Value>, Unread> {
    let number = small(&body["message_id"]).ok_or(Unread::Broken("a message without a number"))?;
    let chat = chat(&body["chat"])?;
    let mut kept = Map::new();
    if !body["from"].is_null() {
        kept.insert("from".to_owned(), user(&body["from"])?);
    }
    if !body["sender_chat"].is_null() {
        // Who hides behind a chat stays hidden, even when we cannot read which chat it is.
        let sender = self::chat(&body["sender_chat"]).unwrap_or_else(|_| chat.clone());
        kept.insert("sender_chat".to_owned(), sender);
    }
    if let Some(thread) = small(&body["message_thread_id"]) {
        kept.insert("message_thread_id".to_owned(), json!(thread));
        let is_topic = body["is_topic_message"] == true;
        kept.insert("is_topic_message".to_owned(), json!(is_topic));
    }
    if let Ok(bot) = user(&body["via_bot"]) {
        kept.insert("via_bot".to_owned(), bot);
    }
    kept.insert("message_id".to_owned(), json!(number));
    kept.insert("date".to_owned(), json!(moment(&body["date"])));
    kept.insert("chat".to_owned(), chat);
    Ok(kept)
}

/// What was said or sent. Says whether there was anything that we take.
fn content(body: &Value, kept: &mut Map<String, Value>) -> bool {
    let words = ["caption", "text"].iter().find_map(|name| body[*name].as_str());
    let mut take = |name: &str, value: Value| {
        kept.insert(name.to_owned(), value);
        true
    };
    let photo = photo(&body["photo"])
        .or_else(|| photo(&body["live_photo"]["photo"]))
        .or_else(|| rich_photo(&body["rich_message"]["blocks"]));
    let file = FILES.iter().find_map(|name| Some((*name, file(&body[*name])?)));
    let file = file.or_else(|| Some(("photo", json!([photo?]))));
    let file = file.or_else(|| Some(("video", self::file(&body["live_photo"])?)));
    let rich = rich_text(&body["rich_message"]);
    let words = words.map(str::to_owned).or(rich);
    if let Some((name, file)) = file {
        take(name, file);
        return words.is_none_or(|words| take("caption", json!(words)));
    }
    if let Some(number) = body["contact"]["phone_number"].as_str() {
        let contact = &body["contact"];
        let mut whose = json!({ "phone_number": number, "first_name": "" });
        if let Some(user) = contact["user_id"].as_u64() {
            whose["user_id"] = json!(user);
        }
        return take("contact", whose);
    }
    for name in ["migrate_to_chat_id", "migrate_from_chat_id"] {
        if let Some(other) = body[name].as_i64() {
            return take(name, json!(other));
        }
    }
    // The words under something that we cannot take are words.
    words.is_some_and(|words| take("text", json!(words)))
}

/// The largest size of a photo of which there is a handle.
fn photo(sizes: &Value) -> Option<Value> {
    let side = |side: &Value| side.as_u64().unwrap_or(0);
    let area = |size: &Value| side(&size["width"]).saturating_mul(side(&size["height"]));
    let sizes = sizes.as_array()?.iter().filter_map(|size| Some((area(size), file(size)?)));
    sizes.max_by_key(|(area, _)| *area).map(|(_, size)| size)
}

/// A file of which there is a handle, in all the shapes in which the library wants to see one.
fn file(value: &Value) -> Option<Value> {
    let handle = value["file_id"].as_str().filter(|handle| !handle.is_empty())?;
    let size = value["file_size"].as_u64().unwrap_or(0);
    Some(json!({
        "file_id": handle,
        "file_unique_id": value["file_unique_id"].as_str().unwrap_or_default(),
        "file_size": u32::try_from(size).unwrap_or(u32::MAX),
        "width": 0, "height": 0, "length": 0, "duration": 0,
        "mime_type": "application/octet-stream",
    }))
}

/// The words of a message made of blocks, block by block.
fn rich_text(message: &Value) -> Option<String> {
    let mut text = String::new();
    gather(&message["blocks"], false, &mut text);
    (!text.trim().is_empty()).then_some(text)
}

/// Words stand in fields whose names say so, at any depth; each block begins a line.
fn gather(value: &Value, is_words: bool, text: &mut String) {
    match value {
        Value::String(words) if is_words => text.push_str(words),
        Value::Array(items) => items.iter().for_each(|item| gather(item, is_words, text)),
        Value::Object(fields) => {
            // Within a line, words have a type: bold, a link.
            let is_inline = is_words && fields.contains_key("type");
            for (name, field) in fields {
                let holds_words = WORDS.contains(&name.as_str());
                if holds_words && !is_inline && !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                gather(field, holds_words, text);
            }
        }
        _ => {}
    }
}

fn rich_photo(blocks: &Value) -> Option<Value> {
    match blocks {
        Value::Array(items) => items.iter().find_map(rich_photo),
        Value::Object(fields) => {
            let own = fields.get("photo").and_then(photo);
            own.or_else(|| fields.values().find_map(rich_photo))
        }
        _ => None,
    }
}

/// What else there is: only to know what sort of message it is.
fn rest(body: &Value) -> Map<String, Value> {
    let fields = body.as_object().cloned().unwrap_or_default();
    let mut rest: Value =
        fields.into_iter().filter(|(name, _)| !ASIDE.contains(&name.as_str())).collect();
    scrub(&mut rest);
    match rest {
        Value::Object(rest) => rest,
        _ => Map::new(),
    }
}

/// Entities of unknown types cost themselves and not what they are in.
fn scrub(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                if let (true, Value::Array(entities)) = (name.ends_with("entities"), &mut *field) {
                    entities.retain(|entity| {
                        entity["type"].as_str().is_some_and(|kind| ENTITIES.contains(&kind))
                    });
                }
                scrub(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(scrub),
        _ => {}
    }
}

fn press(body: &Value) -> Result<Map<String, Value>, Unread> {
    let id = body["id"].as_str().filter(|id| !id.is_empty());
    let id = id.ok_or(Unread::Broken("a press that cannot be answered"))?;
    let mut kept = Map::new();
    kept.insert("id".to_owned(), json!(id));
    kept.insert("from".to_owned(), user(&body["from"])?);
    kept.insert("chat_instance".to_owned(), json!(""));
    for name in ["data", "inline_message_id", "game_short_name"] {
        if let Some(text) = body[name].as_str() {
            kept.insert(name.to_owned(), json!(text));
        }
    }
    if let Ok(message) = head(&body["message"]) {
        kept.insert("message".to_owned(), message.into());
    }
    Ok(kept)
}

fn membership(body: &Value) -> Result<Map<String, Value>, Unread> {
    let mut kept = Map::new();
    kept.insert("chat".to_owned(), chat(&body["chat"])?);
    kept.insert("from".to_owned(), user(&body["from"])?);
    kept.insert("date".to_owned(), json!(moment(&body["date"])));
    for name in ["old_chat_member", "new_chat_member"] {
        kept.insert(name.to_owned(), member(&body[name])?);
    }
    Ok(kept)
}

fn member(value: &Value) -> Result<Value, Unread> {
    let known = ["creator", "administrator", "member", "restricted", "left", "kicked"];
    let status = value["status"].as_str().filter(|status| known.contains(status));
    let status = status.ok_or(Unread::Broken("a member of an unknown standing"))?;
    let mut kept = json!({ "status": status, "user": user(&value["user"])? });
    for right in RIGHTS {
        kept[right] = json!(value[right] == true);
    }
    if status != "member" {
        kept["until_date"] = json!(moment(&value["until_date"]));
    }
    Ok(kept)
}

fn user(value: &Value) -> Result<Value, Unread> {
    let id = value["id"].as_i64().filter(|id| *id > 0);
    let id = id.ok_or(Unread::Broken("somebody without a number"))?;
    let is_bot = value["is_bot"] == true;
    let first = value["first_name"].as_str().unwrap_or_default();
    let mut kept = json!({ "id": id, "is_bot": is_bot, "first_name": first });
    copy(value, &mut kept, &["last_name", "username", "language_code"]);
    Ok(kept)
}

fn chat(value: &Value) -> Result<Value, Unread> {
    let id = value["id"].as_i64().filter(|id| *id != 0);
    let id = id.ok_or(Unread::Broken("a chat without a number"))?;
    let kind = match value["type"].as_str() {
        Some(kind @ ("private" | "group" | "supergroup" | "channel")) => kind,
        Some(_) => return Err(Unread::Unwanted("a chat of an unknown kind")),
        None => return Err(Unread::Broken("a chat of no kind")),
    };
    let mut kept = json!({ "id": id, "type": kind, "is_forum": value["is_forum"] == true });
    copy(value, &mut kept, &["title", "username", "first_name", "last_name"]);
    Ok(kept)
}

fn copy(from: &Value, to: &mut Value, names: &[&str]) {
    for name in names {
        if let Some(text) = from[*name].as_str() {
            to[*name] = json!(text);
        }
    }
}

/// A number as large as a message's.
fn small(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|number| i32::try_from(number).ok()).filter(|number| *number > 0)
}

/// A moment that exists; else none, which is 1970.
fn moment(value: &Value) -> i64 {
    value.as_i64().filter(|moment| (0..=253_402_300_799).contains(moment)).unwrap_or(0)
}
