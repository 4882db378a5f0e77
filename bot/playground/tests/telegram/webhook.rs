//! Delivery to a webhook: order by key, retries by the clock, giving up, and what is said of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use playground::{Content, Fact};
use serde_json::{Value, json};

use crate::{Bench, LIN, WANG};

const SOON: Duration = Duration::from_secs(10);

type Answers = VecDeque<(u16, Option<u32>, u64)>;
type Heard = Vec<(Value, Option<String>)>;

/// A program with a webhook: answers as told, 200 when nothing is told, and remembers.
#[derive(Clone, Default)]
struct Program {
    answers: Arc<Mutex<Answers>>,
    heard: Arc<Mutex<Heard>>,
}

impl Program {
    /// Status, `Retry-After`, and how long it takes.
    fn answers(&self, answer: (u16, Option<u32>, u64)) {
        self.answers.lock().unwrap().push_back(answer);
    }

    fn texts(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        let word = |update: &Value| {
            let text =
                update["message"]["text"].as_str().or(update["callback_query"]["data"].as_str());
            text.unwrap_or_default().to_string()
        };
        heard.iter().map(|(update, _)| word(update)).collect()
    }
}

async fn hear(State(program): State<Program>, headers: HeaderMap, body: String) -> Response {
    let secret = headers.get("x-telegram-bot-api-secret-token");
    let secret = secret.map(|secret| secret.to_str().unwrap().to_string());
    let update = serde_json::from_str(&body).unwrap();
    program.heard.lock().unwrap().push((update, secret));
    let told = program.answers.lock().unwrap().pop_front();
    let (code, wait, slow) = told.unwrap_or((200, None, 0));
    tokio::time::sleep(Duration::from_millis(slow)).await;
    let code = StatusCode::from_u16(code).unwrap();
    match wait {
        Some(wait) => (code, [("retry-after", wait.to_string())]).into_response(),
        None => code.into_response(),
    }
}

async fn hooked(bench: &Bench, params: Value) -> Program {
    let program = Program::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/hook", post(hear)).with_state(program.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    bench.telegram.reaches("https://bot.example", &address);
    let mut all = json!({"url": "https://bot.example/hook"});
    all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
    bench.ok("setWebhook", all).await;
    program
}

/// Waits until the webhook was tried so often.
async fn tries(bench: &Bench, count: usize) {
    let tried = |telegram: &playground::Telegram| {
        let journal = telegram.journal(0);
        let tries = journal.iter().filter(|e| matches!(e.fact, Fact::Delivery { .. })).count();
        (tries >= count).then_some(())
    };
    bench.telegram.until(SOON, tried).await.unwrap_or_else(|| panic!("fewer than {count} tries"));
}

async fn quiet(bench: &Bench) {
    let none = |telegram: &playground::Telegram| (telegram.pending() == 0).then_some(());
    bench.telegram.until(SOON, none).await.expect("nothing waits");
}

fn say(bench: &Bench, person: i64, text: &str) {
    bench.telegram.send(person, person, Content::text(text)).unwrap();
}

#[tokio::test]
async fn updates_come_with_the_secret_and_a_2xx_confirms_them() {
    let bench = Bench::started().await;
    say(&bench, LIN, "before");
    let program = hooked(&bench, json!({"secret_token": "s3cret_-", "max_connections": 7})).await;
    say(&bench, LIN, "after");
    quiet(&bench).await;
    assert_eq!(program.texts(), ["before", "after"]);
    let secrets: Vec<_> = program.heard.lock().unwrap().iter().map(|(_, s)| s.clone()).collect();
    assert_eq!(secrets, vec![Some("s3cret_-".to_string()); 2]);
    let info = bench.ok("getWebhookInfo", json!({})).await;
    assert_eq!(
        info,
        json!({
            "url": "https://bot.example/hook", "has_custom_certificate": false,
            "pending_update_count": 0, "max_connections": 7, "ip_address": "127.0.0.1",
        })
    );
    let journal = bench.telegram.journal(0);
    let by_hook = |fact: &Fact| matches!(fact, Fact::Confirmed { by: "webhook", .. });
    assert_eq!(journal.iter().filter(|entry| by_hook(&entry.fact)).count(), 2);
    bench.ok("deleteWebhook", json!({})).await;
    say(&bench, LIN, "polled");
    assert_eq!(bench.texts().await, ["polled"]);
}

#[tokio::test]
async fn a_failing_update_holds_up_its_own_key_only_and_is_retried_by_the_clock() {
    let bench = Bench::started().await;
    bench.telegram.start(WANG, None).unwrap();
    bench.take().await;
    let program = hooked(&bench, json!({})).await;
    for _ in 0..3 {
        program.answers((500, None, 0));
    }
    say(&bench, LIN, "one");
    tries(&bench, 2).await;
    say(&bench, LIN, "two");
    assert_eq!(program.texts(), ["one", "one"], "the first retry comes at once");
    bench.forward(1);
    bench.forward(1);
    tries(&bench, 3).await;
    let info = bench.ok("getWebhookInfo", json!({})).await;
    assert_eq!(
        info["last_error_message"],
        "Wrong response from the webhook: 500 Internal Server Error"
    );
    assert_eq!(info["last_error_date"], 1_790_000_002);
    assert_eq!(info["pending_update_count"], 2);
    say(&bench, WANG, "three");
    tries(&bench, 4).await;
    bench.forward(3);
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(
        program.texts(),
        ["one", "one", "one", "three"],
        "the next one is four seconds away"
    );
    bench.forward(1);
    quiet(&bench).await;
    assert_eq!(program.texts(), ["one", "one", "one", "three", "one", "two"]);
}

#[tokio::test]
async fn presses_go_by_the_person_and_messages_by_the_chat() {
    let bench = Bench::started().await;
    let card = bench.say(LIN, "choose").await;
    let program = hooked(&bench, json!({})).await;
    program.answers((200, None, 300));
    say(&bench, LIN, "slow");
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.telegram.press_data(LIN, LIN, card, "quick");
    say(&bench, LIN, "behind");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(program.texts(), ["slow", "quick"]);
    quiet(&bench).await;
    assert_eq!(program.texts(), ["slow", "quick", "behind"]);
}

#[tokio::test]
async fn no_more_than_the_agreed_connections_are_open() {
    let bench = Bench::started().await;
    bench.telegram.start(WANG, None).unwrap();
    bench.take().await;
    let program = hooked(&bench, json!({"max_connections": 1})).await;
    program.answers((200, None, 200));
    say(&bench, LIN, "first");
    say(&bench, WANG, "second");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(program.texts(), ["first"]);
    quiet(&bench).await;
    assert_eq!(program.texts(), ["first", "second"]);
}

#[tokio::test]
async fn a_retry_after_is_kept_and_a_press_is_given_up_when_its_time_would_be_over() {
    let bench = Bench::started().await;
    let card = bench.say(LIN, "choose").await;
    let program = hooked(&bench, json!({})).await;
    program.answers((503, Some(100), 0));
    program.answers((503, Some(100), 0));
    bench.telegram.press_data(LIN, LIN, card, "late");
    tries(&bench, 1).await;
    bench.forward(99);
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(program.texts().len(), 1);
    bench.forward(1);
    quiet(&bench).await;
    assert_eq!(program.texts(), ["late", "late"]);
    let lost = |fact: &Fact| matches!(fact, Fact::Lost { why: "given up", .. });
    assert!(bench.telegram.journal(0).iter().any(|entry| lost(&entry.fact)));
}

#[tokio::test]
async fn who_takes_too_long_is_asked_again_and_an_outage_asks_nobody() {
    let bench = Bench::started().await;
    bench.telegram.webhook_patience(Duration::from_millis(100));
    let program = hooked(&bench, json!({})).await;
    program.answers((200, None, 2000));
    say(&bench, LIN, "slow");
    quiet(&bench).await;
    assert_eq!(program.texts(), ["slow", "slow"]);
    let info = bench.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["last_error_message"], "Read timeout expired");
    bench.telegram.outage(true);
    say(&bench, LIN, "unheard");
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(program.texts().len(), 2);
    bench.telegram.outage(false);
    quiet(&bench).await;
    assert_eq!(program.texts(), ["slow", "slow", "unheard"]);
}

#[tokio::test]
async fn a_webhook_that_is_gone_for_a_day_is_removed() {
    let bench = Bench::started().await;
    let program = hooked(&bench, json!({})).await;
    for _ in 0..5 {
        program.answers((410, None, 0));
    }
    say(&bench, LIN, "anybody there?");
    tries(&bench, 2).await;
    bench.forward(22 * 3600);
    tries(&bench, 3).await;
    assert_eq!(bench.ok("getWebhookInfo", json!({})).await["url"], "https://bot.example/hook");
    bench.forward(3600);
    tries(&bench, 4).await;
    assert_eq!(bench.ok("getWebhookInfo", json!({})).await["url"], "");
    assert_eq!(bench.texts().await, ["anybody there?"]);
}

#[tokio::test]
async fn a_webhook_needs_https_a_known_port_a_plain_secret_and_a_second_between_two() {
    let bench = Bench::started().await;
    let no = |params: Value| bench.no("setWebhook", params);
    assert!(
        no(json!({"url": "http://x.example/"})).await.contains("An HTTPS URL must be provided")
    );
    let port = no(json!({"url": "https://x.example:8080/"})).await;
    assert_eq!(
        port,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    );
    let secret = no(json!({"url": "https://x.example/", "secret_token": "a b"})).await;
    assert_eq!(secret, "Bad Request: secret token contains unallowed characters");
    bench.telegram.paced(true);
    bench.ok("setWebhook", json!({"url": "https://x.example:8443/"})).await;
    let again = bench.ask("setWebhook", json!({"url": "https://x.example/"})).await;
    assert_eq!(
        (&again["error_code"], &again["parameters"]["retry_after"]),
        (&json!(429), &json!(1))
    );
    bench.forward(1);
    bench.ok("setWebhook", json!({"url": "https://x.example/"})).await;
    let waits = bench.no("getUpdates", json!({})).await;
    assert!(waits.starts_with("Conflict: can't use getUpdates method while webhook is active"));
}
