//! What is read without a book: updates, buttons, commands.

use huiyin::{
    button::Button,
    commands::Command,
    incoming::{self, Unread},
    mending::mended,
    routes::{Route, route},
};
use proptest::prelude::*;
use teloxide::utils::command::BotCommands;

use super::mutation::{Mutation, command, fixtures, nasty};

thread_local! {
    static FIXTURES: Vec<serde_json::Value> = fixtures();
}

/// Reads an update as the program does, up to where the book begins.
fn passes_through(raw: &str) {
    let _ = incoming::lane(raw);
    let _ = incoming::is_private(raw);
    let update = match incoming::read(raw) {
        Ok(update) => update,
        Err(Unread::Unwanted(why) | Unread::Broken(why)) => return assert!(!why.is_empty()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    match runtime.block_on(route(update)) {
        Some(Route::Press(query)) => drop(query.data.map(|data| data.parse::<Button>())),
        Some(
            Route::Private(message)
            | Route::Edited(message)
            | Route::Group(message)
            | Route::Anonymous(message),
        ) => {
            let _ = incoming::sent(&message);
            if let Some(user) = &message.from {
                let name = incoming::shown_name(user);
                assert!(!name.contains(['\0', '\n', '\u{202e}']), "{name:?}");
                let _ = (incoming::account(user), incoming::language(user));
            }
        }
        Some(Route::Migrated(_) | Route::Membership(_)) | None => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_update_is_handled_ignored_or_parked(mutation in Mutation::any()) {
        let raw = FIXTURES.with(|all| mutation.of(all));
        passes_through(&raw);
    }

    #[test]
    fn so_is_one_that_ends_too_early(mutation in Mutation::any(), end in any::<prop::sample::Index>()) {
        let raw = FIXTURES.with(|all| mutation.of(all));
        let end = raw.floor_char_boundary(end.index(raw.len().max(1)));
        passes_through(&raw[..end]);
    }

    #[test]
    fn so_is_what_is_no_update(raw in prop_oneof![any::<String>(), nasty(), r#"[\[{}\]",:\\u0d8a-f ]{0,200}"#]) {
        passes_through(&raw);
        prop_assert!(!mended(&raw).contains("\\ud800"));
    }

    /// What a client may send back is a button of ours, or it is none; never another one.
    #[test]
    fn a_bent_button_is_itself_or_none(
        code in "(h1:(home|new:c|again:p)|d1:[0-9]{1,10}:(cat|pl|in|pg):[0-9]{1,5}|c1:[0-9]{1,19}:[0-9]{1,4}:(sign|done|off|prom:[0-9]{1,9})|q1:[0-9]{1,9}:1:g:s|s1:(yes|no):[0-9]{1,9})",
        at in any::<prop::sample::Index>(), bit in 0_u8..8, how in 0..4,
    ) {
        let mut bytes = code.clone().into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << bit,
            2 => bytes.insert(at, b'0'),
            _ => bytes.extend_from_slice(b":1"),
        }
        let bent = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(button) = bent.parse::<Button>() {
            prop_assert_eq!(button.to_string(), bent);
        }
    }

    #[test]
    fn any_data_of_a_press_is_a_button_or_none(data in prop_oneof![nasty(), command(), ".{64}", ""]) {
        if let Ok(button) = data.parse::<Button>() {
            prop_assert_eq!(button.to_string(), data);
        }
    }

    #[test]
    fn any_command_is_one_or_none(text in prop_oneof![command(), nasty().prop_map(|text| format!("/{text}"))]) {
        let _ = Command::parse(&text, "huiyin_bot");
    }
}

#[test]
fn commands_for_others_and_commands_that_are_none_are_not_ours() {
    let parse = |text: &str| Command::parse(text, "huiyin_bot").ok();
    assert_eq!(parse("/help"), Some(Command::Help));
    assert_eq!(parse("/help@huiyin_bot"), Some(Command::Help));
    assert_eq!(parse("/start abc"), Some(Command::Start("abc".to_owned())));
    for none in [
        "/help@other_bot",
        "/HELP",
        "help",
        "see /help",
        "/",
        "/helpme",
        "/a_very_long_command_of_thirty_three_letters",
        "/\u{202e}help",
    ] {
        assert_eq!(parse(none), None, "{none}");
    }
}
