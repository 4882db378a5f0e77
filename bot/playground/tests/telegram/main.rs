//! The stand-in behaves as Telegram does; asked over real HTTP, with a clock moved by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod chats;
mod faults;
mod files;
mod journal;
mod lifecycle;
mod messages;
mod page;
mod presses;
mod refusals;
mod rules;
mod updates;
mod webhook;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use playground::{Profile, Telegram};
use serde_json::{Value, json};

const TOKEN: &str = "4242:secret";
const LIN: i64 = 5_000_000_001;
const WANG: i64 = 5_000_000_002;

/// A Telegram on a port of its own, with a still clock.
struct Bench {
    telegram: Telegram,
    address: String,
    client: reqwest::Client,
    seconds: Arc<AtomicI64>,
}

impl Bench {
    async fn open() -> Self {
        let seconds = Arc::new(AtomicI64::new(1_790_000_000));
        let clock = Arc::clone(&seconds);
        let now = move || DateTime::from_timestamp(clock.load(Ordering::Relaxed), 0).unwrap();
        let telegram = Telegram::new(TOKEN, "huiyin_bot", "Huiyin", Arc::new(now));
        telegram.paced(false);
        telegram.person(Profile::named(LIN, "Lin").speaking("zh-hans"));
        telegram.person(Profile::named(WANG, "Wang"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = telegram.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { telegram, address, client: reqwest::Client::new(), seconds }
    }

    /// A bench on which Lin has started the bot and no update waits.
    async fn started() -> Self {
        let bench = Self::open().await;
        bench.telegram.start(LIN, None).unwrap();
        bench.take().await;
        bench
    }

    fn forward(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{TOKEN}/{method}", self.address)
    }

    /// The whole answer, envelope included.
    async fn ask(&self, method: &str, params: Value) -> Value {
        let request = self.client.post(self.url(method)).json(&params);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The result of a call that must go well.
    async fn ok(&self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    /// The description of a call that must be refused.
    async fn no(&self, method: &str, params: Value) -> String {
        let answer = self.ask(method, params).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["description"].as_str().unwrap().to_string()
    }

    async fn say(&self, chat: i64, text: &str) -> i64 {
        let sent = self.ok("sendMessage", json!({"chat_id": chat, "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }

    async fn form(&self, method: &str, form: reqwest::multipart::Form) -> Value {
        let request = self.client.post(self.url(method)).multipart(form);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Takes and confirms everything that waits.
    async fn take(&self) -> Vec<Value> {
        let updates = self.ok("getUpdates", json!({})).await.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.ok("getUpdates", json!({"offset": next, "limit": 1})).await;
        }
        updates
    }

    /// The texts of the messages that wait.
    async fn texts(&self) -> Vec<String> {
        let updates = self.take().await;
        let text = |update: &Value| Some(update["message"]["text"].as_str()?.to_string());
        updates.iter().filter_map(text).collect()
    }
}
