//! What Telegram would refuse is refused in Telegram's words; what it would swallow is complained of.

use serde_json::{Value, json};

use crate::{Bench, LIN};

fn text(text: &str) -> Value {
    json!({"chat_id": LIN, "text": text})
}

fn html(text: &str) -> Value {
    json!({"chat_id": LIN, "text": text, "parse_mode": "HTML"})
}

fn buttons(button: &Value, count: usize) -> Value {
    let rows = vec![vec![button.clone()]; count];
    json!({"chat_id": LIN, "text": "?", "reply_markup": {"inline_keyboard": rows}})
}

#[tokio::test]
async fn texts_have_one_to_4096_characters() {
    let bench = Bench::started().await;
    for empty in [text(""), text("  \n"), html("<b> </b>"), json!({"chat_id": LIN})] {
        let refused = bench.no("sendMessage", empty).await;
        assert_eq!(refused, "Bad Request: message text is empty");
    }
    bench.ok("sendMessage", text(&"界".repeat(4096))).await;
    let long = bench.no("sendMessage", text(&"界".repeat(4097))).await;
    assert_eq!(long, "Bad Request: message is too long");
    let id = bench.telegram.upload(b"\x89PNG".to_vec(), "a.png", "image/png");
    let params = json!({"chat_id": LIN, "photo": id, "caption": "x".repeat(1025)});
    let caption = bench.no("sendPhoto", params).await;
    assert_eq!(caption, "Bad Request: message caption is too long");
}

#[tokio::test]
async fn bad_formatting_refuses_the_whole_message() {
    let bench = Bench::started().await;
    for (source, why) in [
        ("<x>no</x>", "Unsupported start tag \"x\" at byte offset 0"),
        ("<b>open", "Can't find end tag corresponding to start tag \"b\""),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        (
            "<b><i>x</b></i>",
            "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"",
        ),
    ] {
        let refused = bench.no("sendMessage", html(source)).await;
        assert_eq!(refused, format!("Bad Request: can't parse entities: {why}"));
    }
    for (offset, length) in [(0, 9), (1, 1), (-1, 1), (0, 0)] {
        let mut params = text("🙂ok");
        params["entities"] = json!([{"type": "bold", "offset": offset, "length": length}]);
        let refused = bench.no("sendMessage", params).await;
        assert!(refused.starts_with("Bad Request: can't parse entities: "), "{refused}");
    }
}

#[tokio::test]
async fn buttons_carry_one_to_64_bytes() {
    let bench = Bench::started().await;
    let data = |data: &str| json!({"text": "x", "callback_data": data});
    bench.ok("sendMessage", buttons(&data(&"x".repeat(64)), 1)).await;
    for bad in ["", &"界".repeat(22)] {
        let refused = bench.no("sendMessage", buttons(&data(bad), 1)).await;
        assert_eq!(refused, "Bad Request: BUTTON_DATA_INVALID");
    }
    let many = bench.no("sendMessage", buttons(&data("x"), 101)).await;
    assert_eq!(many, "Bad Request: reply markup is too long");
    let bare = bench.no("sendMessage", buttons(&json!({"text": "x"}), 1)).await;
    let why =
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    assert_eq!(bare, format!("Bad Request: {why}"));
    let pink = json!({"text": "x", "callback_data": "x", "style": "pink"});
    assert!(bench.no("sendMessage", buttons(&pink, 1)).await.contains("style"));
    let long = json!({"text": "x", "copy_text": {"text": "x".repeat(257)}});
    let refused = bench.no("sendMessage", buttons(&long, 1)).await;
    assert_eq!(refused, "Bad Request: BUTTON_COPY_TEXT_INVALID");
}

#[tokio::test]
async fn toasts_and_commands_have_their_limits() {
    let bench = Bench::started().await;
    let id = bench.say(LIN, "?").await;
    let press = bench.telegram.press_data(LIN, LIN, id, "x");
    let long = json!({"callback_query_id": press.id, "text": "x".repeat(201)});
    assert_eq!(bench.no("answerCallbackQuery", long).await, "Bad Request: MESSAGE_TOO_LONG");
    let commands =
        |name: &str, about: &str| json!({"commands": [{"command": name, "description": about}]});
    for name in ["Help", "投诉", "", "with space", &"x".repeat(33)] {
        let refused = bench.no("setMyCommands", commands(name, "about")).await;
        assert_eq!(refused, "Bad Request: BOT_COMMAND_INVALID");
    }
    let refused = bench.no("setMyCommands", commands("help", "")).await;
    assert_eq!(refused, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
}

#[tokio::test]
async fn every_way_of_passing_parameters_means_the_same() {
    let bench = Bench::started().await;
    let markup = r#"{"inline_keyboard":[[{"text":"a b","callback_data":"x"}]]}"#;
    let query = bench.client.get(bench.url("sendMessage"));
    let query =
        query.query(&[("chat_id", &*LIN.to_string()), ("text", "q"), ("reply_markup", markup)]);
    query.send().await.unwrap();
    assert_eq!(bench.telegram.newest(LIN).unwrap().labels(), ["a b"]);
    let form = bench.client.post(bench.url("sendmessage"));
    let form = form.form(&[("chat_id", &*LIN.to_string()), ("text", "an & b")]);
    form.send().await.unwrap();
    assert_eq!(bench.telegram.newest(LIN).unwrap().text(), "an & b");
    assert!(bench.telegram.complaints().is_empty());
}

#[tokio::test]
async fn what_nobody_documented_is_complained_of() {
    let bench = Bench::started().await;
    let mut params = buttons(&json!({"text": "x", "callback_data": "x", "colour": "red"}), 1);
    params["reply_to_message_id"] = 1.into();
    bench.ok("sendMessage", params).await;
    assert_eq!(
        bench.telegram.complaints(),
        [
            "sendMessage: unknown parameter reply_to_message_id",
            "sendMessage: unknown field colour in Button",
        ]
    );
}
