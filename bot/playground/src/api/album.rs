//! Albums: two to ten files shown together, of kinds that go together.

use serde_json::{Map, Value};

use super::Answer;
use super::params::Call;
use crate::refusal::ApiError;
use crate::world::{Draft, World};

impl World {
    pub(super) fn send_album(&mut self, call: &Call) -> Answer {
        let chat = self.target(call)?;
        let items = items(call)?;
        check_mix(&items)?;
        let reply_to = self.answered(call, chat)?;
        let mut bodies = Vec::new();
        for item in items {
            bodies.push(self.item_body(&call.within(item))?);
        }
        let thread = self.thread(call, chat, reply_to)?;
        self.spend_sending(chat, bodies.len())?;
        let (from, silent) = (self.bot.profile.id, call.flag("disable_notification"));
        let album = Some(self.new_album());
        let mut sent = Vec::new();
        for body in bodies {
            let album = album.clone();
            let draft = Draft { from, reply_to, thread, album, body, silent, ..Draft::default() };
            sent.push(self.post(chat, draft));
        }
        let json = |id: &i64| Some(self.message_json(self.message(chat, *id)?));
        Ok(sent.iter().filter_map(json).collect())
    }

    /// The fields of one `InputMedia`.
    pub(super) fn item_body(&mut self, item: &Call) -> Result<Map<String, Value>, ApiError> {
        let kind = item.text("type")?.unwrap_or_default();
        if !["photo", "video", "animation", "audio", "document"].contains(&kind.as_str()) {
            return Err(ApiError::bad("can't parse InputMedia: invalid media type specified"));
        }
        self.media_body(item, &kind, "media")
    }
}

fn items(call: &Call) -> Result<Vec<Map<String, Value>>, ApiError> {
    let wrong = || ApiError::bad("can't parse media JSON object");
    let list = call.json("media")?.ok_or_else(wrong)?;
    let list = list.as_array().ok_or_else(wrong)?;
    match list.len() {
        0..2 => return Err(ApiError::bad("too few messages to send as an album")),
        2..=10 => {}
        _ => return Err(ApiError::bad("too many messages to send as an album")),
    }
    list.iter().map(|item| item.as_object().cloned().ok_or_else(wrong)).collect()
}

fn check_mix(items: &[Map<String, Value>]) -> Result<(), ApiError> {
    let kind = |item: &Map<String, Value>| item.get("type").cloned().unwrap_or_default();
    let first = items.first().map(kind).unwrap_or_default();
    let alone = |kind: &Value| kind == "document" || kind == "audio" || kind == "animation";
    match items.iter().map(kind).find(|other| *other != first && (alone(other) || alone(&first))) {
        Some(_) => Err(ApiError::bad("can't mix different media types in the media group")),
        None => Ok(()),
    }
}
