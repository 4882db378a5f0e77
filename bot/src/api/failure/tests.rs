use std::time::Duration;

use super::{Failure, Refusal};

const TABLE: &[(&str, &str)] = &[
    ("Forbidden: bot was blocked by the user", "Blocked"),
    ("Forbidden: user is deactivated", "Deactivated"),
    ("Forbidden: bot can't initiate conversation with a user", "NeverStarted"),
    ("Forbidden: bot can't send messages to the user", "CannotWrite"),
    ("Forbidden: The bot can't send messages to the bot", "Forbidden"),
    ("Forbidden: bot was kicked from the group chat", "Kicked"),
    ("Forbidden: bot was kicked from the supergroup chat", "Kicked"),
    ("Forbidden: bot was kicked from the channel chat", "Kicked"),
    ("Forbidden: bot is not a member of the supergroup chat", "Kicked"),
    ("Forbidden: bot is not a member of the group chat", "Kicked"),
    ("Forbidden: bot is not a member of the channel chat", "Kicked"),
    ("Forbidden: the group chat was deleted", "GroupDeleted"),
    ("Bad Request: chat not found", "ChatNotFound"),
    ("Bad Request: private chat not found", "ChatNotFound"),
    ("Bad Request: message thread not found", "ThreadGone"),
    ("Bad Request: TOPIC_CLOSED", "ThreadGone"),
    ("Bad Request: not enough rights to send text messages to the chat", "NoRights"),
    ("Bad Request: not enough rights to send photos to the chat", "NoRights"),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", "NoRights"),
    ("Bad Request: CHAT_RESTRICTED", "NoRights"),
    ("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", "NoRights"),
    (
        "Bad Request: message is not modified: specified new message content is the same",
        "NotModified",
    ),
    ("Bad Request: message to edit not found", "EditTargetGone"),
    ("Bad Request: message can't be edited", "EditTargetGone"),
    ("Bad Request: message to delete not found", "DeleteTargetGone"),
    ("Bad Request: message can't be deleted", "DeleteTargetGone"),
    ("Bad Request: message can't be deleted for everyone", "DeleteTargetGone"),
    (
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "QueryTooOld",
    ),
    (
        "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 4",
        "BadEntities",
    ),
    ("Bad Request: message is too long", "TooLong"),
    ("Bad Request: MESSAGE_TOO_LONG", "TooLong"),
    ("Bad Request: message caption is too long", "TooLong"),
    ("Bad Request: reply markup is too long", "TooLong"),
    ("Bad Request: BUTTON_DATA_INVALID", "TooLong"),
    ("Bad Request: wrong file_id or the file is temporarily unavailable", "BadFile"),
    ("Bad Request: file is too big", "BadFile"),
    ("Bad Request: failed to get HTTP URL content", "BadFile"),
    ("Bad Request: message text is empty", "BadRequest"),
    ("Bad Request: group chat was upgraded to a supergroup chat", "BadRequest"),
    ("Forbidden: something new", "Forbidden"),
    ("Unauthorized", "Unauthorized"),
    ("Not Found", "Unauthorized"),
    ("Not Found: method not found", "BadRequest"),
    (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        "Conflict",
    ),
    (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first",
        "WebhookActive",
    ),
    ("Too Many Requests: retry after 35", "Flood"),
    ("Too Many Requests", "Flood"),
    ("Internal Server Error: restart", "Unknown"),
    (
        "Internal Server Error: sent message was immediately deleted and can't be returned",
        "SentButGone",
    ),
    ("A thing never said before", "Unknown"),
];

fn refusal(json: &str) -> Failure {
    serde_json::from_str::<Refusal>(json).expect("a refusal").classify()
}

fn described(code: u16, description: &str) -> Failure {
    Refusal { error_code: code, description: description.to_owned(), ..Refusal::default() }
        .classify()
}

fn name(failure: &Failure) -> String {
    format!("{failure:?}").split(['(', ' ']).next().unwrap_or_default().to_owned()
}

#[test]
fn every_known_text_has_its_meaning_whatever_the_code() {
    for (description, expected) in TABLE {
        assert_eq!(name(&described(0, description)), *expected, "{description}");
    }
}

#[test]
fn capitals_change_nothing() {
    for (description, expected) in TABLE {
        let (low, high) = (description.to_lowercase(), description.to_uppercase());
        assert_eq!(name(&described(0, &low)), *expected, "{low}");
        assert_eq!(name(&described(0, &high)), *expected, "{high}");
    }
}

#[test]
fn the_first_words_outrank_the_code() {
    assert_eq!(described(500, "Forbidden: bot was blocked by the user"), Failure::Blocked);
    assert_eq!(described(413, "Request Entity Too Large"), Failure::TooBig);
    assert_eq!(name(&described(502, "Bad Gateway")), "Unknown");
}

#[test]
fn an_upgraded_group_says_where_it_went() {
    let moved = refusal(
        r#"{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-1001234567890},
            "description":"Bad Request: group chat was upgraded to a supergroup chat"}"#,
    );
    assert_eq!(moved, Failure::Migrated(-1_001_234_567_890));
}

#[test]
fn the_wait_is_found_in_the_parameters_or_in_the_text() {
    let flood = |secs| Failure::Flood { retry_after: Some(Duration::from_secs(secs)) };
    let both =
        r#"{"description":"Too Many Requests: retry after 3","parameters":{"retry_after":10072}}"#;
    assert_eq!(refusal(both), flood(10_072));
    assert_eq!(described(429, "Too Many Requests: retry after 3"), flood(3));
    assert_eq!(described(429, "Too Many Requests"), Failure::Flood { retry_after: None });
    assert_eq!(described(429, "slow down"), Failure::Flood { retry_after: None });
}

#[test]
fn a_page_that_is_not_telegrams_says_nothing_about_chats() {
    assert_eq!(Failure::of_status(404), Failure::Unauthorized);
    assert_eq!(Failure::of_status(413), Failure::TooBig);
    assert_eq!(Failure::of_status(429), Failure::Flood { retry_after: None });
    for status in [200, 302, 400, 403, 500, 502, 504] {
        assert_eq!(name(&Failure::of_status(status)), "Unknown", "{status}");
    }
}
