//! Long polling: confirmation, expiry, one poller at a time, what a bot in a group may see.

use std::time::Duration;

use playground::Content;
use serde_json::json;

use crate::{Bench, LIN, TOKEN, WANG};

#[tokio::test]
async fn updates_come_again_until_their_offset_is_confirmed() {
    let bench = Bench::open().await;
    bench.telegram.start(LIN, Some("abc")).unwrap();
    let first = bench.ok("getUpdates", json!({})).await;
    assert_eq!(first, bench.ok("GETUPDATES", json!({})).await);
    assert_eq!(first[0]["message"]["text"], "/start abc");
    assert_eq!(first[0]["message"]["entities"][0]["length"], 6);
    let next = first[0]["update_id"].as_i64().unwrap() + 1;
    assert_eq!(bench.ok("getUpdates", json!({"offset": next})).await, json!([]));
    assert_eq!(bench.telegram.pending(), 0);
}

#[tokio::test]
async fn an_offset_far_ahead_is_ignored_and_a_negative_one_keeps_the_last() {
    let bench = Bench::started().await;
    for text in ["one", "two", "three"] {
        bench.telegram.send(LIN, LIN, Content::text(text)).unwrap();
    }
    let all = bench.ok("getUpdates", json!({"offset": 2_000_000_000})).await;
    assert_eq!(all.as_array().unwrap().len(), 3);
    let last = bench.ok("getUpdates", json!({"offset": -1})).await;
    assert_eq!(last[0]["message"]["text"], "three");
    assert_eq!(bench.telegram.pending(), 1);
}

#[tokio::test]
async fn a_waiting_poll_is_woken_and_an_older_one_is_terminated() {
    let bench = Bench::started().await;
    let poll = || bench.ask("getUpdates", json!({"timeout": 30}));
    let newer = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let answer = tokio::join!(poll(), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            bench.telegram.send(LIN, LIN, Content::text("wake up")).unwrap();
        });
        answer.0
    };
    let (old, new) = tokio::join!(poll(), newer);
    assert_eq!(old["error_code"], 409);
    assert_eq!(
        old["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance \
         is running"
    );
    assert_eq!(new["result"][0]["message"]["text"], "wake up");
}

#[tokio::test]
async fn presses_are_kept_150_seconds_and_messages_a_day() {
    let bench = Bench::started().await;
    let id = bench.say(LIN, "choose").await;
    bench.telegram.press_data(LIN, LIN, id, "yes");
    bench.telegram.send(LIN, LIN, Content::text("still here")).unwrap();
    bench.forward(151);
    assert_eq!(bench.telegram.pending(), 1);
    bench.forward(86_400);
    assert_eq!(bench.telegram.pending(), 0);
}

#[tokio::test]
async fn a_bot_that_is_no_administrator_sees_only_what_is_meant_for_it() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    let card = bench.say(group, "a card").await;
    bench.take().await;
    let say = |text: &str| bench.telegram.send(LIN, group, Content::text(text)).unwrap();
    let loose = say("loose talk");
    say("@huiyin_bot hello");
    say("/list");
    say("/list@other_bot");
    say("/list@huiyin_bot");
    bench.telegram.reply(LIN, group, card, Content::text("an answer")).unwrap();
    bench.telegram.reply(LIN, group, loose, Content::text("to a person")).unwrap();
    bench.telegram.join(group, WANG);
    let seen = bench.take().await;
    let texts: Vec<_> = seen.iter().filter_map(|u| u["message"]["text"].as_str()).collect();
    assert_eq!(texts, ["/list", "/list@huiyin_bot", "an answer"]);
    assert_eq!(seen.last().unwrap()["message"]["new_chat_members"][0]["id"], WANG);

    bench.telegram.promote(group, bench.telegram.bot(), true);
    say("now heard");
    assert_eq!(bench.texts().await, ["now heard"]);
}

#[tokio::test]
async fn allowed_updates_are_remembered() {
    let bench = Bench::started().await;
    bench.ok("getUpdates", json!({"allowed_updates": ["callback_query", "nonsense"]})).await;
    bench.telegram.send(LIN, LIN, Content::text("unheard")).unwrap();
    assert_eq!(bench.telegram.pending(), 0);
    bench.ok("getUpdates", json!({"allowed_updates": ["nonsense"]})).await;
    bench.telegram.send(LIN, LIN, Content::text("heard")).unwrap();
    assert_eq!(bench.texts().await, ["heard"]);
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let bench = Bench::started().await;
    let refused = bench.no("setWebhook", json!({"url": "http://x.example/"})).await;
    assert_eq!(refused, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    bench.ok("setWebhook", json!({"url": "https://x.example/"})).await;
    assert!(bench.no("getUpdates", json!({})).await.starts_with("Conflict: can't use getUpdates"));
    assert_eq!(bench.ok("getWebhookInfo", json!({})).await["url"], "https://x.example/");
    bench.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    bench.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn albums_come_part_by_part_and_edits_as_updates() {
    let bench = Bench::started().await;
    let photo = || Content::photo(b"\x89PNG not really".to_vec());
    let album = vec![photo().captioned("before"), photo()];
    let ids = bench.telegram.album(LIN, LIN, album).unwrap();
    bench.telegram.edit(LIN, LIN, ids[0], "after").unwrap();
    let updates = bench.take().await;
    assert_eq!(updates.len(), 3);
    assert_eq!(updates[0]["message"]["media_group_id"], updates[1]["message"]["media_group_id"]);
    assert_eq!(updates[2]["edited_message"]["caption"], "after");
    assert!(updates[2]["edited_message"]["edit_date"].is_number());
}

#[tokio::test]
async fn a_raw_update_gets_the_next_number() {
    let bench = Bench::started().await;
    let id = bench.telegram.raw(json!({"guest_message": {"strange": true}}));
    let updates = bench.take().await;
    assert_eq!(updates[0], json!({"update_id": id, "guest_message": {"strange": true}}));
}

#[tokio::test]
async fn strangers_with_a_wrong_token_and_unknown_methods_are_turned_away() {
    let bench = Bench::open().await;
    let get = |path: String| async {
        bench.client.get(path).send().await.unwrap().json::<serde_json::Value>().await.unwrap()
    };
    let wrong = get(format!("{}/bot1:wrong/getMe", bench.address)).await;
    assert_eq!(wrong, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));
    let unknown = get(format!("{}/bot{TOKEN}/getNothing", bench.address)).await;
    assert_eq!(unknown["description"], "Not Found");
    let me = get(format!("{}/bot{TOKEN}/getme", bench.address)).await;
    assert_eq!(me["result"]["username"], "huiyin_bot");
}
