//! The Bot API over HTTP: the token, the method, the body, and Telegram's envelope around answers.

mod album;
mod callback;
mod chats;
mod copy;
mod delete;
mod edit;
mod media;
pub(crate) mod params;
mod pins;
mod send;
mod texts;
mod topics;
mod updates;
mod webhook;
mod wire;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::journal::Fact;
use crate::refusal::ApiError;
use crate::rule::Rule;
use crate::world::World;
use crate::{Telegram, fields};
use params::Call;
pub(crate) use wire::router;

/// One Bot API request, as it came and as it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// As documented, such as `sendMessage`.
    pub method: String,
    /// Its parameters; uploads are named by their size.
    pub json: Arc<Value>,
    /// 200, or the error's code; 0 when the connection was closed on purpose.
    pub code: u16,
    /// The error's description, empty when it went well.
    pub error: String,
    /// When it came, by the given clock.
    pub at: DateTime<Utc>,
}

type Answer = Result<Value, ApiError>;

impl World {
    /// One line per method; each answers as Telegram does.
    fn act(&mut self, call: &Call) -> Answer {
        if let Some(field) = fields::missing(call).filter(|field| *field != "text") {
            return Err(missing(field));
        }
        match call.method {
            "getMe" => Ok(self.me()),
            "deleteWebhook" => Ok(self.delete_webhook(call)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            "sendMessage" => self.send_message(call),
            "sendPhoto" | "sendVideo" | "sendAnimation" | "sendAudio" | "sendVoice"
            | "sendVideoNote" | "sendDocument" | "sendSticker" => self.send_media(call),
            "sendLocation" | "sendVenue" | "sendContact" | "sendDice" => self.send_plain(call),
            "sendMediaGroup" => self.send_album(call),
            "sendChatAction" => self.send_action(call),
            "copyMessage" => self.copy_message(call),
            "copyMessages" => self.pass_on(call, false),
            "forwardMessage" => self.forward_message(call),
            "forwardMessages" => self.pass_on(call, true),
            "editMessageText" => self.edit_text(call),
            "editMessageCaption" => self.edit_caption(call),
            "editMessageMedia" => self.edit_media(call),
            "editMessageReplyMarkup" => self.edit_keyboard(call),
            "deleteMessage" => self.delete_message(call),
            "deleteMessages" => self.delete_messages(call),
            "answerCallbackQuery" => self.answer_press(call),
            "getFile" => self.get_file(call),
            "setMyCommands" => self.set_commands(call),
            "getMyCommands" => self.get_commands(call),
            "deleteMyCommands" => self.delete_commands(call),
            "getChat" => self.get_chat(call),
            "getChatMember" => self.get_chat_member(call),
            "getChatAdministrators" => self.get_administrators(call),
            "getChatMemberCount" => self.get_member_count(call),
            "leaveChat" => self.leave_chat(call),
            "createForumTopic" => self.create_topic(call),
            "editForumTopic" => self.edit_topic(call),
            "closeForumTopic" => self.close_topic(call, true),
            "reopenForumTopic" => self.close_topic(call, false),
            "deleteForumTopic" => self.delete_topic(call),
            "closeGeneralForumTopic" => self.close_general(call, true),
            "reopenGeneralForumTopic" => self.close_general(call, false),
            "hideGeneralForumTopic" => self.hide_general_topic(call, true),
            "unhideGeneralForumTopic" => self.hide_general_topic(call, false),
            "pinChatMessage" => self.pin(call),
            "unpinChatMessage" => self.unpin(call),
            "unpinAllChatMessages" => self.unpin_all(call),
            "setMessageReaction" => self.react(call),
            "getUserProfilePhotos" => Ok(json!({"total_count": 0, "photos": []})),
            "setChatMenuButton" => Ok(true.into()),
            _ => self.own_text(call),
        }
    }
}

fn missing(field: &str) -> ApiError {
    ApiError::bad(match field {
        "chat_id" => "chat_id is empty".to_string(),
        "message_id" => "message identifier is not specified".into(),
        "photo" | "video" | "animation" | "audio" | "voice" | "video_note" | "document"
        | "sticker" => format!("there is no {} in the request", field.replace('_', " ")),
        field => format!("parameter \"{field}\" is required"),
    })
}

impl Telegram {
    /// Every request since the start or since [`Telegram::forget_requests`], oldest first; at most
    /// the last 50,000. The journal tells more, and from where one likes.
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// The requests of one method.
    pub fn requests_of(&self, method: &str) -> Vec<Request> {
        self.lock().requests.iter().filter(|request| request.method == method).cloned().collect()
    }

    /// Starts the list of requests anew.
    pub fn forget_requests(&self) {
        self.lock().requests.clear();
    }

    /// Parameters, fields and methods the bot used that nobody documented or that are not modelled.
    pub fn complaints(&self) -> Vec<String> {
        self.lock().complaints.clone()
    }

    /// Lets the next `times` calls of a method go wrong; `*` means any method, `file` a download.
    pub fn fail_next(&self, method: &str, fault: Fault, times: usize) {
        self.lock().faults.add(method, fault, times);
    }

    /// Lets a rule stand until it is taken back; says its number.
    pub fn stand(&self, rule: Rule) -> u64 {
        self.lock().faults.stand(rule)
    }

    /// Takes a rule back; says how often it happened.
    pub fn take_back(&self, rule: u64) -> u64 {
        self.lock().faults.take_back(rule)
    }

    /// How often a rule that still stands has happened.
    pub fn happened(&self, rule: u64) -> u64 {
        self.lock().faults.happened(rule)
    }

    /// Takes back all faults that have not happened yet, and all rules.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// While this is on, every connection is closed at once, also those that wait for updates, and
    /// no webhook is called. People go on acting.
    pub fn outage(&self, on: bool) {
        let mut world = self.lock();
        world.is_out = on;
        world.record(Fact::Outage { on });
        world.wake();
        world.tick();
    }
}
