//! What comes in, in every shape: each fixture is read, and one reviewed table says what became of
//! it. The fixtures are ours, in the shapes of Bot API 7.0 to 10.3 and beyond.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use serde_json::value::RawValue;

use super::*;
use crate::routes::{Route, route};

/// Every fixture: its family, its name, and the update as it came.
fn fixtures() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/incoming/fixtures");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut all = vec![];
    for file in files {
        let family = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let updates: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).unwrap();
        for (name, update) in updates {
            all.push((family.clone(), name, update.get().to_owned()));
        }
    }
    all
}

/// One line: the lane, the route, and what was understood.
async fn outcome(raw: &str) -> String {
    let lane = lane(raw);
    let what = match read(raw) {
        Err(Unread::Unwanted(why)) => format!("ignored: {why}"),
        Err(Unread::Broken(why)) => format!("parked: {why}"),
        Ok(update) => match route(update).await {
            None => "ignored: no route".to_owned(),
            Some(Route::Press(query)) => {
                let place = query.message.as_ref().map(|message| message.chat().id.0);
                format!("press in {place:?}: {:?}", query.data)
            }
            Some(Route::Membership(change)) => {
                let new = &change.new_chat_member;
                format!("membership: {:?}, present {}", new.status(), new.is_present())
            }
            Some(Route::Private(message)) => format!("private: {}", understood(&message)),
            Some(Route::Edited(message)) => format!("edited: {}", understood(&message)),
            Some(Route::Group(message)) => format!("group: {}", understood(&message)),
            Some(Route::Anonymous(message)) => format!("anonymous: {}", understood(&message)),
            Some(Route::Migrated(message)) => {
                format!("migrated to {:?}", message.migrate_to_chat_id())
            }
        },
    };
    format!("lane {lane}, {what}")
}

fn understood(message: &Message) -> String {
    let mut said = match sent(message) {
        Sent::Text(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
        Sent::File(file) => {
            let album = file.album.map(|_| " in an album").unwrap_or_default();
            format!("{} {} {:?}{album}", file.kind.name(), file.handle, file.caption)
        }
        other => format!("{other:?}"),
    };
    for (is_so, mark) in [
        (message.forward_origin().is_some(), "forwarded"),
        (message.reply_to_message().is_some(), "a reply"),
        (message.thread_id.is_some(), "in a thread"),
        (message.via_bot.is_some(), "via a bot"),
    ] {
        if is_so {
            write!(said, ", {mark}").unwrap();
        }
    }
    match &message.from {
        Some(user) => {
            let bot = if user.is_bot { "bot " } else { "" };
            format!("{said} from {bot}{} {:?}", user.id, shown_name(user))
        }
        None => format!("{said} from nobody"),
    }
}

#[tokio::test]
async fn every_fixture_is_understood_ignored_or_parked() {
    let mut table = String::new();
    let all = fixtures();
    assert!(all.len() >= 120, "{}", all.len());
    for (family, name, raw) in all {
        writeln!(table, "{family:<20} {name:<46} {}", outcome(&raw).await).unwrap();
    }
    insta::assert_snapshot!(table);
}

/// Whatever stands beside them, words and pictures of people whom we can answer are not lost.
#[test]
fn no_words_and_no_picture_are_lost() {
    for (family, name, raw) in fixtures() {
        let Ok(Update { kind: UpdateKind::Message(message), .. }) = read(&raw) else { continue };
        let value: Value = serde_json::from_str(&mended(&raw)).unwrap();
        let body = &value["message"];
        let words = ["text", "caption"].iter().find_map(|field| body[*field].as_str());
        let kept = match sent(&message) {
            Sent::Text(text) => Some(text),
            Sent::File(file) => file.caption,
            _ => None,
        };
        if body.get("contact").is_none() {
            assert_eq!(kept.as_deref().or(words), words.or(kept.as_deref()), "{family}: {name}");
            assert!(words.is_none() || kept.is_some(), "{family}: {name}: the words are lost");
        }
        for field in ["photo", "video", "voice", "video_note", "audio", "document", "animation"] {
            let has = body[field]["file_id"].is_string() || body[field][0]["file_id"].is_string();
            let kept = matches!(sent(&message), Sent::File(_) | Sent::TooBig);
            assert!(!has || kept, "{family}: {name}: the {field} is lost");
        }
    }
}

/// The library alone would lose them; should it learn, the detour can go.
#[test]
fn the_library_alone_loses_what_we_keep() {
    let lost = |raw: &str| match serde_json::from_str::<Update>(raw).unwrap().kind {
        UpdateKind::Error(_) => true,
        UpdateKind::Message(message) => matches!(message.kind, MessageKind::Empty { .. }),
        _ => false,
    };
    let all = fixtures();
    for name in ["date time entity", "video without a type", "document of 5 gigabytes"] {
        let (.., raw) = all.iter().find(|(_, other, _)| other == name).unwrap();
        assert!(lost(raw), "{name}");
        let Ok(Update { kind: UpdateKind::Message(message), .. }) = read(raw) else {
            panic!("{name}")
        };
        assert!(!matches!(sent(&message), Sent::Empty | Sent::Other), "{name}");
    }
}

fn update(body: &str) -> String {
    format!(
        r#"{{"update_id":1,"message":{{"message_id":5,"date":1700000000,
        "chat":{{"id":7,"type":"private","first_name":"A"}},
        "from":{{"id":7,"is_bot":false,"first_name":"A"}},{body}}}}}"#
    )
}

fn message(raw: &str) -> Message {
    match read(raw).unwrap().kind {
        UpdateKind::Message(message) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unknown_entity_costs_itself_and_not_the_message() {
    let raw = update(
        r#""text":"by 5 pm","entities":[{"type":"date_time","offset":3,"length":4,"unix_time":1},
        {"type":"bold","offset":0,"length":2}]"#,
    );
    assert_eq!(sent(&message(&raw)), Sent::Text("by 5 pm".to_owned()));
}

#[test]
fn only_ones_own_contact_is_ones_own() {
    let contact = |user: &str| {
        let raw = update(&format!(r#""contact":{{"phone_number":"138","first_name":"A"{user}}}"#));
        sent(&message(&raw))
    };
    assert_eq!(contact(r#","user_id":7"#), Sent::Contact("138".to_owned(), true));
    assert_eq!(contact(r#","user_id":8"#), Sent::Contact("138".to_owned(), false));
    assert_eq!(contact(""), Sent::Contact("138".to_owned(), false));
}

#[test]
fn a_file_over_twenty_megabytes_is_too_big() {
    let raw = update(r#""document":{"file_id":"f","file_unique_id":"u","file_size":26214400}"#);
    assert_eq!(sent(&message(&raw)), Sent::TooBig);
}

#[test]
fn whatever_a_person_does_is_one_lane() {
    assert_eq!(lane(&update(r#""text":"x""#)), 7);
    let press = r#"{"update_id":2,"callback_query":{"id":"1","from":{"id":7},
        "message":{"chat":{"id":-100}}}}"#;
    assert_eq!(lane(press), 7);
    let anonymous = r#"{"update_id":3,"message":{"from":{"id":1087968824},
        "sender_chat":{"id":-100},"chat":{"id":-100}}}"#;
    assert_eq!(lane(anonymous), -100);
    assert_eq!(lane("rubbish"), 0);
}
