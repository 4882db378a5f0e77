//! answerCallbackQuery: the toast a person sees after a press.

use super::Answer;
use super::params::Call;
use crate::acts::press::Toast;
use crate::check::fits;
use crate::journal::Fact;
use crate::refusal::ApiError;
use crate::world::{Event, World};

const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

impl World {
    pub(super) fn answer_press(&mut self, call: &Call) -> Answer {
        let id = call.text("callback_query_id")?.unwrap_or_default();
        let text = call.text("text")?.filter(|text| !text.is_empty());
        if text.as_deref().is_some_and(|text| !fits(text, 0, 200)) {
            return Err(ApiError::bad("MESSAGE_TOO_LONG"));
        }
        let url = call.text("url")?.filter(|url| !url.is_empty());
        if url.as_deref().is_some_and(|url| self.own_start(url).is_none()) {
            return Err(ApiError::bad("URL_INVALID"));
        }
        let toast = Toast { text, alert: call.flag("show_alert"), url };
        let now = self.now();
        let pressed = self.presses.get_mut(&id).filter(|pressed| pressed.may_be_answered(now));
        let Some(pressed) = pressed else { return Err(ApiError::bad(TOO_OLD)) };
        pressed.answer = Some(toast.clone());
        let (person, chat) = (pressed.person, pressed.chat);
        let (text, alert) = (toast.text.clone(), toast.alert);
        self.record(Fact::Toast { query: id, person, chat, text, alert });
        self.emit(Event::Toast { person, chat, toast });
        Ok(true.into())
    }

    /// The payload of a link that starts this bot.
    pub(crate) fn own_start(&self, url: &str) -> Option<String> {
        let rest = url.strip_prefix("https://").unwrap_or(url);
        let rest = rest.strip_prefix("t.me/").or_else(|| rest.strip_prefix("telegram.me/"))?;
        let (name, query) = rest.split_once('?')?;
        let payload = query.split('&').find_map(|pair| pair.strip_prefix("start="))?;
        name.eq_ignore_ascii_case(self.username()).then(|| payload.to_string())
    }
}
