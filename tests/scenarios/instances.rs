//! Several instances over one book, and the webhook: whoever comes first serves, nobody twice.

use std::time::Duration;

use casework::words::Language;
use huiyin::{api::Api, app::App, mailroom::webhook::Webhook, pace::Pace};
use reqwest::StatusCode;
use scenarios::World;
use serde_json::json;

const SECRET: &str = "a-word-of-thirty-two-letters-0000";
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// Another instance over the same book and before the same Telegram.
async fn another(world: &World, holder: &str) -> App {
    let api = Api::new(&world.base(), huiyin::stage::TOKEN.to_owned().into()).expect("a client");
    let desk = world.app().desk().clone();
    let pace = Pace::none(desk.clock());
    App::introduce(desk, api, pace, holder).await.expect("the program")
}

/// The owner writes, and nobody drives the program.
fn writes(world: &World, words: &str) {
    let owner = world.person("owner").account;
    world.telegram.send(owner, owner, playground::Content::text(words)).expect("a chat");
}

fn polls(world: &World) -> usize {
    world.telegram.requests().iter().filter(|request| request.method == "getUpdates").count()
}

#[tokio::test]
async fn of_two_instances_one_polls_and_one_sends() {
    World::run(Language::En, async |world| {
        world.settle().await;
        let second = another(world, "second").await;
        let before = polls(world);
        writes(world, "Water comes through the ceiling");
        second.settle().await.expect("it goes on");
        assert_eq!(polls(world), before, "the second one asks for nothing");
        assert!(world.said().is_empty(), "and says nothing");
        world.settle().await;
        assert!(!world.said().is_empty());
    })
    .await;
}

#[tokio::test]
async fn when_one_instance_stops_the_other_takes_over_at_once() {
    World::run(Language::En, async |world| {
        world.settle().await;
        let second = another(world, "second").await;
        world.app().leave().await;
        writes(world, "Water comes through the ceiling");
        second.settle().await.expect("it goes on");
        assert!(!world.said().is_empty(), "the second one serves");
        second.leave().await;
    })
    .await;
}

/// The program's webhook on a port of its own; says its address and how it is configured.
async fn hooked(app: &App) -> (String, Webhook) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = listener.local_addr().expect("an address");
    let webhook = Webhook {
        address: "https://bot.example.org/updates/x".parse().expect("an address"),
        listen,
        secret: SECRET.to_owned().into(),
    };
    let receiver = app.mailroom().receiver(&webhook);
    tokio::spawn(async move { axum::serve(listener, receiver).await });
    (format!("http://{listen}/updates/x"), webhook)
}

fn update(id: i64, account: i64, text: &str) -> String {
    json!({
        "update_id": id,
        "message": {
            "message_id": id, "date": 1_790_000_000,
            "chat": { "id": account, "type": "private", "first_name": "Lin" },
            "from": { "id": account, "is_bot": false, "first_name": "Lin", "language_code": "en" },
            "text": text,
        },
    })
    .to_string()
}

async fn brings(address: &str, secret: Option<&str>, body: impl Into<reqwest::Body>) -> StatusCode {
    let mut request = reqwest::Client::new().post(address).body(body);
    if let Some(secret) = secret {
        request = request.header(HEADER, secret);
    }
    request.timeout(Duration::from_secs(20)).send().await.expect("an answer").status()
}

#[tokio::test]
async fn what_telegram_brings_is_kept_before_it_is_confirmed_and_once() {
    World::run(Language::En, async |world| {
        world.person("owner").starts().await;
        let (address, _) = hooked(&world.app()).await;
        let body = update(41, world.person("owner").account, "Water comes through the ceiling");
        for _ in 0..3 {
            assert_eq!(brings(&address, Some(SECRET), body.clone()).await, StatusCode::OK);
        }
        assert_eq!(world.count("select count(*) from inbox where update_id = 41").await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_but_telegram_is_heard() {
    World::run(Language::En, async |world| {
        let (address, _) = hooked(&world.app()).await;
        let body = update(41, world.person("owner").account, "words");
        let before = world.count("select count(*) from inbox").await;
        for wrong in [None, Some(""), Some("wrong"), Some(&SECRET[1..])] {
            assert_eq!(brings(&address, wrong, body.clone()).await, StatusCode::UNAUTHORIZED);
        }
        let long = "x".repeat(4_000);
        assert_eq!(brings(&address, Some(&long), body.clone()).await, StatusCode::UNAUTHORIZED);
        let twice = reqwest::Client::new()
            .post(&address)
            .header(HEADER, SECRET)
            .header(HEADER, SECRET)
            .body(body.clone());
        assert_eq!(twice.send().await.expect("an answer").status(), StatusCode::UNAUTHORIZED);
        let huge = "x".repeat(2 * 1024 * 1024);
        assert_eq!(brings(&address, Some(SECRET), huge).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(brings(&address, Some(SECRET), "no update").await, StatusCode::BAD_REQUEST);
        assert_eq!(world.count("select count(*) from inbox").await, before, "nothing is kept");
    })
    .await;
}

#[tokio::test]
async fn while_the_book_is_closed_telegram_is_sent_away_and_the_person_told() {
    World::run(Language::En, async |world| {
        world.person("owner").starts().await;
        world.said();
        let (address, _) = hooked(&world.app()).await;
        let owner = world.person("owner").account;
        world.app().prepare().await.expect("an estate");
        world.closes_the_book().await;
        let body = update(41, owner, "Water comes through the ceiling");
        for _ in 0..3 {
            assert!(world.said_in(owner).is_empty(), "a moment is nobody's business");
            let answer = brings(&address, Some(SECRET), body.clone()).await;
            assert_eq!(answer, StatusCode::SERVICE_UNAVAILABLE);
            world.app().desk().clock().pass(chrono::TimeDelta::seconds(2));
        }
        let answer = brings(&address, Some(SECRET), body.clone()).await;
        assert_eq!(answer, StatusCode::SERVICE_UNAVAILABLE);
        let said = world.said_in(owner);
        assert_eq!(said.matches("nothing can be written down here").count(), 1, "{said}");
        world.opens_the_book().await;
        assert_eq!(brings(&address, Some(SECRET), body).await, StatusCode::OK);
        world.settle().await;
        assert!(!world.said_in(owner).is_empty(), "taken up as promised");
    })
    .await;
}

#[tokio::test]
async fn a_webhook_of_our_own_makes_way_for_polling_and_a_strangers_does_not() {
    World::run(Language::En, async |world| {
        world.settle().await;
        let (_, webhook) = hooked(&world.app()).await;
        let app = world.app();
        app.mailroom().announce(&webhook).await.expect("Telegram takes it");
        app.mailroom().announce(&webhook).await.expect("Telegram knows it");
        let set = |request: &&playground::Request| request.method == "setWebhook";
        assert_eq!(world.telegram.requests().iter().filter(set).count(), 1, "told once");
        app.mailroom().clear_way().await.expect("Telegram takes it away");
        world.settle().await;

        let api =
            Api::new(&world.base(), huiyin::stage::TOKEN.to_owned().into()).expect("a client");
        let strange = json!({ "url": "https://somebody.example.org/" });
        let _: serde_json::Value = api.call("setWebhook", &strange).await.expect("set");
        app.mailroom().clear_way().await.expect("looked at");
        let info: serde_json::Value = api.call("getWebhookInfo", &json!({})).await.expect("info");
        assert_eq!(info["url"], "https://somebody.example.org/", "not ours to take away");
        let _: serde_json::Value = api.call("deleteWebhook", &json!({})).await.expect("gone");
    })
    .await;
}

#[tokio::test]
async fn after_a_gap_longer_than_telegram_keeps_messages_the_centre_is_told_once() {
    World::run(Language::En, async |world| {
        world.settle().await;
        world.said();
        world.meddles("update bots set heard_at = heard_at - interval '26 hours'").await;
        world.restart().await;
        world.restart().await;
        let said = world.said_in(world.room("desk"));
        assert_eq!(said.matches("did not hear from Telegram").count(), 1, "{said}");
        world.meddles("update bots set heard_at = heard_at - interval '23 hours'").await;
        world.restart().await;
        assert!(world.said_in(world.room("desk")).is_empty(), "nothing is lost within a day");
    })
    .await;
}
