//! The parameters each method has, as the Bot API 10.1 documents them, to find names nobody knows.
//!
//! Telegram itself ignores unknown parameters in silence; here they become complaints.

use serde_json::Value;

use crate::api::params::Call;

/// `!` marks what must be given; `+send` and `+caption` stand for the two lists below.
const METHODS: &[(&str, &str)] = &[
    ("getMe", ""),
    ("getUpdates", "offset limit timeout allowed_updates"),
    (
        "setWebhook",
        "url! certificate ip_address max_connections allowed_updates drop_pending_updates \
     secret_token",
    ),
    ("deleteWebhook", "drop_pending_updates"),
    ("getWebhookInfo", ""),
    ("sendMessage", "+send chat_id! text! parse_mode entities link_preview_options"),
    ("sendPhoto", "+caption +send chat_id! photo! show_caption_above_media has_spoiler"),
    (
        "sendVideo",
        "+caption +send chat_id! video! duration width height thumbnail cover start_timestamp \
     show_caption_above_media has_spoiler supports_streaming",
    ),
    (
        "sendAnimation",
        "+caption +send chat_id! animation! duration width height thumbnail \
     show_caption_above_media has_spoiler",
    ),
    ("sendAudio", "+caption +send chat_id! audio! duration performer title thumbnail"),
    ("sendVoice", "+caption +send chat_id! voice! duration"),
    ("sendVideoNote", "+send chat_id! video_note! duration length thumbnail"),
    ("sendDocument", "+caption +send chat_id! document! thumbnail disable_content_type_detection"),
    ("sendSticker", "+send chat_id! sticker! emoji"),
    (
        "sendLocation",
        "+send chat_id! latitude! longitude! horizontal_accuracy live_period heading \
     proximity_alert_radius",
    ),
    (
        "sendVenue",
        "+send chat_id! latitude! longitude! title! address! foursquare_id foursquare_type \
     google_place_id google_place_type",
    ),
    ("sendContact", "+send chat_id! phone_number! first_name! last_name vcard"),
    ("sendDice", "+send chat_id! emoji"),
    (
        "sendMediaGroup",
        "business_connection_id chat_id! message_thread_id direct_messages_topic_id media! \
     disable_notification protect_content allow_paid_broadcast message_effect_id \
     reply_parameters",
    ),
    ("sendChatAction", "business_connection_id chat_id! message_thread_id action!"),
    (
        "copyMessage",
        "+caption chat_id! message_thread_id direct_messages_topic_id from_chat_id! message_id! \
     video_start_timestamp show_caption_above_media disable_notification protect_content \
     allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters \
     reply_markup",
    ),
    (
        "copyMessages",
        "chat_id! message_thread_id direct_messages_topic_id from_chat_id! message_ids! \
     disable_notification protect_content remove_caption",
    ),
    (
        "forwardMessage",
        "chat_id! message_thread_id direct_messages_topic_id from_chat_id! \
     video_start_timestamp disable_notification protect_content message_effect_id \
     suggested_post_parameters message_id!",
    ),
    (
        "forwardMessages",
        "chat_id! message_thread_id direct_messages_topic_id from_chat_id! message_ids! \
     disable_notification protect_content",
    ),
    (
        "editMessageText",
        "business_connection_id chat_id message_id inline_message_id text parse_mode entities \
     link_preview_options rich_message reply_markup",
    ),
    (
        "editMessageCaption",
        "+caption business_connection_id chat_id message_id inline_message_id \
     show_caption_above_media reply_markup",
    ),
    (
        "editMessageMedia",
        "business_connection_id chat_id message_id inline_message_id media! reply_markup",
    ),
    (
        "editMessageReplyMarkup",
        "business_connection_id chat_id message_id inline_message_id reply_markup",
    ),
    ("deleteMessage", "chat_id! message_id!"),
    ("deleteMessages", "chat_id! message_ids!"),
    ("answerCallbackQuery", "callback_query_id! text show_alert url cache_time"),
    ("getFile", "file_id!"),
    ("setMyCommands", "commands! scope language_code"),
    ("getMyCommands", "scope language_code"),
    ("deleteMyCommands", "scope language_code"),
    ("getChat", "chat_id!"),
    ("getChatMember", "chat_id! user_id!"),
    ("getChatAdministrators", "chat_id! return_bots"),
    ("getChatMemberCount", "chat_id!"),
    ("pinChatMessage", "business_connection_id chat_id! message_id! disable_notification"),
    ("unpinChatMessage", "business_connection_id chat_id! message_id"),
    ("unpinAllChatMessages", "chat_id!"),
    ("setMessageReaction", "chat_id! message_id! reaction is_big"),
    ("leaveChat", "chat_id!"),
    ("createForumTopic", "chat_id! name! icon_color icon_custom_emoji_id"),
    ("editForumTopic", "chat_id! message_thread_id! name icon_custom_emoji_id"),
    ("closeForumTopic", "chat_id! message_thread_id!"),
    ("reopenForumTopic", "chat_id! message_thread_id!"),
    ("deleteForumTopic", "chat_id! message_thread_id!"),
    ("closeGeneralForumTopic", "chat_id!"),
    ("reopenGeneralForumTopic", "chat_id!"),
    ("hideGeneralForumTopic", "chat_id!"),
    ("unhideGeneralForumTopic", "chat_id!"),
    ("setMyName", "name language_code"),
    ("getMyName", "language_code"),
    ("setMyDescription", "description language_code"),
    ("getMyDescription", "language_code"),
    ("setMyShortDescription", "short_description language_code"),
    ("getMyShortDescription", "language_code"),
    ("setChatMenuButton", "chat_id menu_button"),
    ("getUserProfilePhotos", "user_id! offset limit"),
];

const SEND: &str = "business_connection_id message_thread_id direct_messages_topic_id disable_notification \
    protect_content allow_paid_broadcast message_effect_id suggested_post_parameters \
    reply_parameters reply_markup";
const CAPTION: &str = "caption parse_mode caption_entities";

/// Objects inside parameters.
const OBJECTS: &[(&str, &str)] = &[
    (
        "Markup",
        "inline_keyboard keyboard is_persistent resize_keyboard one_time_keyboard \
     input_field_placeholder selective remove_keyboard force_reply",
    ),
    (
        "Button",
        "text icon_custom_emoji_id style url callback_data web_app login_url \
     switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat \
     copy_text callback_game pay request_users request_chat request_managed_bot \
     request_contact request_location request_poll",
    ),
    ("CopyTextButton", "text"),
    (
        "ReplyParameters",
        "message_id chat_id allow_sending_without_reply quote quote_parse_mode quote_entities \
     quote_position checklist_task_id poll_option_id",
    ),
    ("LinkPreviewOptions", "is_disabled url prefer_small_media prefer_large_media show_above_text"),
    (
        "MessageEntity",
        "type offset length url user language custom_emoji_id unix_time date_time_format",
    ),
    (
        "InputMedia",
        "type media caption parse_mode caption_entities show_caption_above_media has_spoiler \
     thumbnail cover start_timestamp width height duration supports_streaming \
     disable_content_type_detection performer title",
    ),
    ("BotCommand", "command description"),
];

/// The method's name as documented, whatever the case it was called in.
pub(crate) fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().map(|(method, _)| *method).find(|method| method.eq_ignore_ascii_case(name))
}

/// The first parameter that must be given and is not.
pub(crate) fn missing(call: &Call) -> Option<&'static str> {
    let mut required = fields(call.method).filter_map(|field| field.strip_suffix('!'));
    required.find(|field| !call.has(field))
}

/// Everything in a call that the documentation does not know.
pub(crate) fn complaints(call: &Call) -> Vec<String> {
    let known =
        |name: &String| fields(call.method).any(|field| field.trim_end_matches('!') == name);
    let strange = call.params.keys().filter(|name| !known(name));
    let mut found: Vec<String> =
        strange.map(|name| format!("{}: unknown parameter {name}", call.method)).collect();
    for (name, value) in &call.params {
        let value = match value {
            Value::String(text) => &serde_json::from_str(text).unwrap_or(Value::Null),
            other => other,
        };
        nested(call.method, name, value, &mut found);
    }
    found
}

fn fields(method: &str) -> impl Iterator<Item = &'static str> {
    let line = METHODS.iter().find(|(name, _)| *name == method).map_or("", |(_, line)| *line);
    line.split_whitespace().flat_map(|field| match field {
        "+send" => SEND.split(' ').collect(),
        "+caption" => CAPTION.split(' ').collect(),
        field => vec![field],
    })
}

fn nested(method: &str, name: &str, value: &Value, found: &mut Vec<String>) {
    let object = match name {
        "reply_markup" => "Markup",
        "inline_keyboard" | "keyboard" => "Button",
        "copy_text" => "CopyTextButton",
        "reply_parameters" => "ReplyParameters",
        "link_preview_options" => "LinkPreviewOptions",
        "entities" | "caption_entities" | "quote_entities" => "MessageEntity",
        "media" => "InputMedia",
        "commands" => "BotCommand",
        _ => return,
    };
    match value {
        Value::Array(items) => items.iter().for_each(|item| nested(method, name, item, found)),
        Value::Object(fields) => {
            let known = OBJECTS.iter().find(|(kind, _)| *kind == object).map_or("", |(_, all)| all);
            for (field, value) in fields {
                if !known.split(' ').any(|known| known == field) {
                    found.push(format!("{method}: unknown field {field} in {object}"));
                }
                nested(method, field, value, found);
            }
        }
        _ => {}
    }
}
