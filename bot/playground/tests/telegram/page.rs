//! The page's own calls: phones, chats, uploads, the clock, and news as it happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use playground::{Content, Hooks, Panel, PanelFuture, Phone, Profile, Telegram};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const LIN: i64 = 21;

struct Page {
    telegram: Telegram,
    address: String,
    client: reqwest::Client,
    forwarded: Arc<AtomicI64>,
}

impl Page {
    async fn open() -> Self {
        let now = || DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let telegram = Telegram::new("4242:secret", "huiyin_bot", "Huiyin", Arc::new(now));
        telegram.person(Profile::named(LIN, "Lin"));
        telegram.zone(FixedOffset::east_opt(8 * 3600).unwrap());
        let forwarded = Arc::new(AtomicI64::new(0));
        let hooks = hooks(Arc::clone(&forwarded));
        let router = telegram.router().merge(playground::page(&telegram, hooks));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { telegram, address, client: reqwest::Client::new(), forwarded }
    }

    async fn see(&self, path: &str) -> Value {
        let answer = self.client.get(format!("{}{path}", self.address)).send().await.unwrap();
        answer.json().await.unwrap()
    }

    async fn act(&self, deed: &str, facts: Value) -> (u16, Value) {
        let request = self.client.post(format!("{}/play/{deed}", self.address)).json(&facts);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }
}

fn hooks(forwarded: Arc<AtomicI64>) -> Hooks {
    let forward = move |by: TimeDelta| {
        forwarded.fetch_add(by.num_seconds(), Ordering::Relaxed);
    };
    let panel =
        || -> PanelFuture { Box::pin(async { Panel { now: "10:00".into(), ..Panel::default() } }) };
    let (name, role) = ("Lin".into(), "Owner".into());
    Hooks {
        title: "Jade Lake".into(),
        forward: Arc::new(forward),
        panel: Arc::new(panel),
        cast: vec![Phone { person: LIN, name, role, chats: vec![LIN] }],
        guests: Vec::new(),
    }
}

#[tokio::test]
async fn the_page_and_its_parts_are_served_and_nothing_else() {
    let page = Page::open().await;
    for part in
        ["", "play/script.js", "play/phone.js", "play/bubble.js", "play/words.js", "play/style.css"]
    {
        let answer = page.client.get(format!("{}/{part}", page.address)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{part}");
        assert!(answer.headers().contains_key("content-security-policy"));
        assert!(!answer.text().await.unwrap().contains("https://cdn"));
    }
    let strange = page.client.get(format!("{}/play/secret.js", page.address)).send().await.unwrap();
    assert_eq!(strange.status(), 404);
}

#[tokio::test]
async fn a_phone_lists_its_chats_and_follows_an_upgrade() {
    let page = Page::open().await;
    let group = page.telegram.group("Repairs", LIN);
    let chats = async || page.see("/play/cast").await["cast"][0]["chats"].clone();
    assert_eq!(chats().await[1], json!({"id": group, "is_private": false, "title": "Repairs"}));
    let new = page.telegram.upgrade(group);
    assert_eq!(chats().await[1]["id"], new);
    assert_eq!(chats().await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_written_on_the_page_reaches_the_chat() {
    let page = Page::open().await;
    let before = page.see(&format!("/play/chat/{LIN}/{LIN}")).await;
    assert_eq!((&before["is_started"], &before["messages"]), (&json!(false), &json!([])));
    page.act("start", json!({"person": LIN})).await;
    page.act("send", json!({"person": LIN, "chat": LIN, "text": "<b>leak</b>"})).await;
    let view = page.see(&format!("/play/chat/{LIN}/{LIN}")).await;
    assert_eq!(view["messages"][1]["text"], "<b>leak</b>");
    assert_eq!(view["messages"][1]["is_mine"], true);
    assert_eq!(view["messages"][1]["at"], "22:13");
    let refused = page.act("press", json!({"person": LIN, "chat": LIN, "message": 1})).await;
    assert_eq!(refused.0, 409);
    assert!(refused.1["refused"].as_str().unwrap().contains("nothing offers the button"));
}

#[tokio::test]
async fn photos_become_an_album_and_other_files_are_only_saved() {
    let page = Page::open().await;
    page.telegram.start(LIN, None).unwrap();
    let part = |mime: &str, name: &str| {
        Part::bytes(b"\x89PNG".to_vec()).file_name(name.to_string()).mime_str(mime).unwrap()
    };
    let form = Form::new()
        .text("person", LIN.to_string())
        .text("chat", LIN.to_string())
        .text("caption", "wet wall")
        .part("file", part("image/png", "a.png"))
        .part("file", part("image/png", "b.png"))
        .part("file", part("text/html", "evil.html"))
        .part("file", part("audio/ogg", "c.ogg"));
    let request = page.client.post(format!("{}/play/upload", page.address)).multipart(form);
    assert_eq!(request.send().await.unwrap().status(), 200);
    let messages = page.telegram.messages(LIN);
    let kinds: Vec<&str> = messages.iter().map(playground::Message::kind).collect();
    assert_eq!(kinds, ["text", "photo", "photo", "document", "voice"]);
    assert_eq!(messages[1].text(), "wet wall");
    assert_eq!(messages[1].album, messages[2].album);
    let id = messages[3].file_id().unwrap();
    let file = page.client.get(format!("{}/play/file/{id}", page.address)).send().await.unwrap();
    let saved = file.headers()["content-disposition"].to_str().unwrap();
    assert_eq!(saved, "attachment; filename*=UTF-8''evil.html");
}

#[tokio::test]
async fn the_clock_moves_and_a_new_person_gets_a_phone() {
    let page = Page::open().await;
    assert_eq!(page.act("forward", json!({"seconds": 3600})).await.0, 204);
    assert_eq!(page.forwarded.load(Ordering::Relaxed), 3600);
    assert_eq!(page.see("/play/panel").await["now"], "10:00");
    let (_, phone) = page.act("person", json!({"name": "Amina", "language": "en"})).await;
    assert_eq!(phone["language"], "en");
    assert_eq!(page.see("/play/cast").await["cast"][1]["name"], "Amina");
    page.telegram.start(phone["person"].as_i64().unwrap(), None).unwrap();
}

#[tokio::test]
async fn news_come_as_they_happen_and_end_when_the_world_closes() {
    let page = Page::open().await;
    let stream = page.client.get(format!("{}/play/events", page.address)).send().await.unwrap();
    page.telegram.send(LIN, LIN, Content::text("hello")).unwrap();
    page.telegram.close();
    let news = tokio::time::timeout(Duration::from_secs(5), stream.text()).await.unwrap().unwrap();
    assert!(news.contains(r#"data: {"kind":"chat","chat":21}"#), "{news}");
}
