//! Buttons, presses, toasts, reply keyboards and contacts.

use playground::{Content, Refused};
use serde_json::{Value, json};

use crate::{Bench, LIN, WANG};

async fn ask_yes_or_no(bench: &Bench, chat: i64) -> i64 {
    let markup = json!({"inline_keyboard": [[
        {"text": "Yes", "callback_data": "y", "style": "success"},
        {"text": "No", "callback_data": "n", "style": "danger"},
    ], [{"text": "Copy", "copy_text": {"text": "K-1"}}]]});
    let params = json!({"chat_id": chat, "text": "sure?", "reply_markup": markup});
    bench.ok("sendMessage", params).await["message_id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_press_is_answered_once_and_in_time() {
    let bench = Bench::started().await;
    ask_yes_or_no(&bench, LIN).await;
    let press = bench.telegram.press(LIN, LIN, "Yes").unwrap();
    let update = bench.take().await.remove(0);
    assert_eq!(update["callback_query"]["data"], "y");
    assert_eq!(update["callback_query"]["message"]["text"], "sure?");
    let answer = json!({"callback_query_id": press.id, "text": "Noted", "show_alert": true});
    bench.ok("answerCallbackQuery", answer.clone()).await;
    let toast = bench.telegram.toast(&press).unwrap();
    assert_eq!((toast.text.as_deref(), toast.alert), (Some("Noted"), true));
    let late = bench.telegram.press(LIN, LIN, "No").unwrap();
    bench.forward(200);
    for id in [press.id, late.id] {
        let refused = bench.no("answerCallbackQuery", json!({"callback_query_id": id})).await;
        assert!(refused.starts_with("Bad Request: query is too old and response timeout expired"));
    }
}

#[tokio::test]
async fn only_members_press_and_only_what_is_there() {
    let bench = Bench::started().await;
    let group = bench.telegram.group("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    let id = ask_yes_or_no(&bench, group).await;
    assert_eq!(bench.telegram.press(WANG, group, "Yes"), Err(Refused::NotAMember(WANG)));
    let refused = bench.telegram.press(LIN, group, "Maybe").unwrap_err();
    let offered = vec!["Yes".into(), "No".into(), "Copy".into()];
    assert_eq!(refused, Refused::NoSuchButton { label: "Maybe".into(), offered });
    let copied = bench.telegram.press_in(LIN, group, id, "Copy").unwrap().copied;
    assert_eq!(copied.as_deref(), Some("K-1"));
}

#[tokio::test]
async fn a_press_on_a_message_that_is_gone_brings_an_inaccessible_one() {
    let bench = Bench::started().await;
    let id = ask_yes_or_no(&bench, LIN).await;
    bench.telegram.delete(LIN, LIN, id).unwrap();
    bench.telegram.press_data(LIN, LIN, id, "forged");
    let update = bench.take().await.remove(0);
    assert_eq!(update["callback_query"]["message"]["date"], 0);
    assert_eq!(update["callback_query"]["data"], "forged");
}

#[tokio::test]
async fn a_contact_comes_from_its_button_with_the_owners_id() {
    let bench = Bench::started().await;
    assert!(bench.telegram.share_contact(LIN).is_err());
    let keyboard = json!({
        "keyboard": [[{"text": "My number", "request_contact": true}]],
        "one_time_keyboard": true,
    });
    let params = |chat: i64| json!({"chat_id": chat, "text": "?", "reply_markup": keyboard});
    bench.ok("sendMessage", params(LIN)).await;
    assert_eq!(bench.telegram.keyboard(LIN), [["My number"]]);
    bench.telegram.share_contact(LIN).unwrap();
    assert!(bench.telegram.keyboard(LIN).is_empty());
    let update = bench.take().await.remove(0);
    assert_eq!(update["message"]["contact"]["user_id"], LIN);
    let group = bench.telegram.group("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    let refused = bench.no("sendMessage", params(group)).await;
    assert_eq!(refused, "Bad Request: phone number can be requested in private chats only");
}

#[tokio::test]
async fn a_toast_may_open_only_this_bots_own_link() {
    let bench = Bench::started().await;
    ask_yes_or_no(&bench, LIN).await;
    let press = bench.telegram.press(LIN, LIN, "Yes").unwrap();
    let answer = |url: &str| json!({"callback_query_id": press.id, "url": url});
    let foreign = bench.no("answerCallbackQuery", answer("https://x.example/")).await;
    assert_eq!(foreign, "Bad Request: URL_INVALID");
    bench.ok("answerCallbackQuery", answer("https://t.me/huiyin_bot?start=abc")).await;
    let url = bench.telegram.toast(&press).unwrap().url.unwrap();
    bench.telegram.open(LIN, &url).unwrap();
    assert_eq!(bench.texts().await, ["/start abc"]);
}

#[tokio::test]
async fn a_deep_link_carries_only_what_telegram_lets_through() {
    let bench = Bench::open().await;
    let long = "x".repeat(65);
    for payload in ["", "with space", "ünïcode", &long] {
        assert_eq!(bench.telegram.start(LIN, Some(payload)), Err(Refused::BadPayload));
    }
    bench.telegram.start(LIN, Some("A-z_09")).unwrap();
}

#[tokio::test]
async fn reactions_come_to_an_administrator_who_asked_for_them() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, true);
    bench.ok("getUpdates", json!({"allowed_updates": ["message_reaction"]})).await;
    bench.take().await;
    let id = bench.say(group, "card").await;
    bench.telegram.react(LIN, group, id, "👀").unwrap();
    let update: Value = bench.take().await.remove(0);
    assert_eq!(update["message_reaction"]["new_reaction"][0]["emoji"], "👀");
    let own = |emoji: &str| json!({"chat_id": group, "message_id": id, "reaction": [{"type": "emoji", "emoji": emoji}]});
    bench.ok("setMessageReaction", own("👍")).await;
    let refused = bench.no("setMessageReaction", own("🛠")).await;
    assert_eq!(refused, "Bad Request: REACTION_INVALID");
}

#[tokio::test]
async fn forwards_and_anonymous_administrators_are_what_they_are() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, true);
    bench.take().await;
    bench.telegram.as_anonymous(group, Content::text("/list"));
    let inner = Box::new(Content::text("/list"));
    bench.telegram.send(LIN, group, Content::ForwardedFrom(WANG, inner)).unwrap();
    let updates = bench.take().await;
    assert_eq!(updates[0]["message"]["from"]["id"], 1_087_968_824);
    assert_eq!(updates[0]["message"]["sender_chat"]["id"], group);
    assert_eq!(updates[1]["message"]["forward_origin"]["sender_user"]["id"], WANG);
}
