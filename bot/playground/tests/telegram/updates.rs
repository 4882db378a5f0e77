//! Long polling: confirmation, expiry, one poller at a time, what a bot in a group may see.

use std::time::{Duration, Instant};

use playground::{Content, Fact};
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

#[tokio::test]
async fn a_hasty_poller_is_slowed_down_when_pacing_is_on() {
    let bench = Bench::started().await;
    bench.telegram.paced(true);
    for text in ["one", "two", "three"] {
        bench.telegram.send(LIN, LIN, Content::text(text)).unwrap();
    }
    let count = |answer: serde_json::Value| answer.as_array().unwrap().len();
    assert_eq!(count(bench.ok("getUpdates", json!({"offset": 5})).await), 3);
    assert_eq!(count(bench.ok("getUpdates", json!({"offset": 5})).await), 1);
    tokio::time::sleep(Duration::from_millis(550)).await;
    let all = bench.ok("getUpdates", json!({"offset": 5})).await;
    let next = all[2]["update_id"].as_i64().unwrap() + 1;
    let asked = Instant::now();
    assert_eq!(count(bench.ok("getUpdates", json!({"offset": next})).await), 0);
    assert!(asked.elapsed() < Duration::from_secs(1));
    assert_eq!(count(bench.ok("getUpdates", json!({"offset": next})).await), 0);
    assert!(asked.elapsed() >= Duration::from_secs(3), "a short wait became three seconds");
}

#[tokio::test]
async fn conflicts_are_told_no_faster_than_every_three_seconds() {
    let bench = Bench::started().await;
    bench.telegram.paced(true);
    bench.ok("setWebhook", json!({"url": "https://x.example/"})).await;
    let asked = Instant::now();
    bench.no("getUpdates", json!({})).await;
    assert!(asked.elapsed() < Duration::from_secs(1));
    bench.no("getUpdates", json!({})).await;
    assert!(asked.elapsed() >= Duration::from_secs(3));
}

#[tokio::test]
async fn a_poll_that_waits_is_ended_by_a_webhook() {
    let bench = Bench::started().await;
    let (told, _) = tokio::join!(bench.no("getUpdates", json!({"timeout": 30})), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.ok("setWebhook", json!({"url": "https://x.example/"})).await
    });
    assert_eq!(told, "Conflict: terminated by setWebhook request");
}

#[tokio::test]
async fn a_full_queue_loses_the_newest_and_an_answer_stays_within_four_mebibytes() {
    let bench = Bench::started().await;
    let padding = "x".repeat(400 << 10);
    for number in 0..12 {
        bench.telegram.raw(json!({"guest_message": {"number": number, "padding": padding}}));
    }
    bench.telegram.raw(json!({"guest_message": {"padding": "y".repeat(513 << 10)}}));
    assert_eq!(bench.telegram.pending(), 12, "one was too big");
    let some = bench.ok("getUpdates", json!({})).await;
    assert_eq!(some.as_array().unwrap().len(), 10, "the rest would not fit into the answer");
    bench.take().await;
    bench.take().await;
    for _ in 0..100_005 {
        bench.telegram.raw(json!({"guest_message": {}}));
    }
    assert_eq!(bench.telegram.pending(), 100_000);
    let lost = |fact: &Fact| matches!(fact, Fact::Lost { why: "full", .. });
    assert_eq!(bench.telegram.journal(0).iter().filter(|entry| lost(&entry.fact)).count(), 5);
}
