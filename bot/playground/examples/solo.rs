//! The page with a small bot that repeats what it is told, talking to the stand-in over HTTP.
//!
//! `cargo run -p playground --example solo`, then open <http://127.0.0.1:8088/>.

#![expect(clippy::unwrap_used, reason = "an example stops at the first surprise")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};
use playground::{Content, Hooks, Panel, PanelEvent, PanelTimer, Phone, Profile, Telegram};
use serde_json::{Value, json};

const TOKEN: &str = "4242:solo";
const PEOPLE: [(i64, &str, &str); 5] = [
    (11, "陈美玲", "Owner"),
    (12, "王强", "Crew"),
    (13, "李伟", "Head"),
    (14, "Grace Ho", "Desk"),
    (15, "Zhang Min", "Manager"),
];

#[tokio::main]
async fn main() {
    let ahead = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&ahead);
    let now = move || -> DateTime<Utc> {
        DateTime::from(SystemTime::now()) + TimeDelta::seconds(clock.load(Ordering::Relaxed))
    };
    let telegram = Telegram::new(TOKEN, "echo_bot", "回音", Arc::new(now.clone()));
    let cast = people(&telegram);
    let forward = Arc::new(move |by: TimeDelta| {
        ahead.fetch_add(by.num_seconds(), Ordering::Relaxed);
    });
    let panel = move || -> playground::PanelFuture {
        let now = now().format("%Y-%m-%d %H:%M").to_string();
        Box::pin(async { panel(now) })
    };
    let (title, panel) = ("翠湖花园 Jade Lake Garden".into(), Arc::new(panel));
    let guests =
        vec![Phone { person: 16, name: "Amina".into(), role: "Guest".into(), chats: vec![16] }];
    let page = playground::page(&telegram, Hooks { title, forward, panel, cast, guests });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8088").await.unwrap();
    tokio::spawn(echo());
    axum::serve(listener, telegram.router().merge(page)).await.unwrap();
}

fn people(telegram: &Telegram) -> Vec<Phone> {
    for (id, name, _) in PEOPLE {
        telegram.person(Profile::named(id, name).speaking("zh-hans"));
    }
    telegram.person(Profile::named(16, "Amina"));
    let group = telegram.supergroup("工程部 Repairs", 13);
    telegram.join(group, 12);
    telegram.add_bot(group, 13, None, true);
    telegram.start(11, None).ok();
    telegram.send(11, 11, Content::text("厨房漏水，水一直往下滴 https://example.com")).ok();
    telegram.send(13, group, Content::text("早上好，今天谁值班？")).ok();
    let phone = |(person, name, role): (i64, &str, &str)| {
        let chats = if person == 12 || person == 13 { vec![group, person] } else { vec![person] };
        Phone { person, name: name.into(), role: role.into(), chats }
    };
    PEOPLE.map(phone).into()
}

fn panel(now: String) -> Panel {
    let (case, due, left) = ("K-1042".into(), "09:30".into(), "25 min".into());
    let timers = vec![PanelTimer { case, what: "acceptance".into(), due, left }];
    let (at, case) = ("09:05".into(), "K-1042".into());
    let history = vec![PanelEvent { at, case, what: "opened".into(), who: "陈美玲".into() }];
    Panel { now, timers, history }
}

async fn ask(method: &str, params: Value) -> Value {
    let url = format!("http://127.0.0.1:8088/bot{TOKEN}/{method}");
    let answer = reqwest::Client::new().post(url).json(&params).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["result"].take()
}

async fn echo() {
    let menu = json!([{"command": "start", "description": "开始"}, {"command": "help", "description": "帮助"}]);
    ask("setMyCommands", json!({"commands": menu})).await;
    let mut offset = 0;
    loop {
        let updates = ask("getUpdates", json!({"offset": offset, "timeout": 50})).await;
        for update in updates.as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap() + 1;
            answer(update).await;
        }
    }
}

async fn answer(update: &Value) {
    if let Some(id) = update["callback_query"]["id"].as_str() {
        let data = &update["callback_query"]["data"];
        ask(
            "answerCallbackQuery",
            json!({"callback_query_id": id, "text": data, "show_alert": data == "no"}),
        )
        .await;
        return;
    }
    let message = &update["message"];
    let Some(text) = message["text"].as_str() else { return };
    let keyboard = json!([
        [{"text": "✓ 好 Yes", "callback_data": "yes", "style": "success"}, {"text": "No", "callback_data": "no", "style": "danger"}],
        [{"text": "Open", "url": "https://t.me/echo_bot?start=again", "style": "primary"}, {"text": "Copy", "copy_text": {"text": text}}],
    ]);
    ask("sendChatAction", json!({"chat_id": message["chat"]["id"], "action": "typing"})).await;
    let sent = ask("sendMessage", json!({
        "chat_id": message["chat"]["id"], "text": format!("<b>回音</b>: {}", text.replace('&', "&amp;").replace('<', "&lt;")),
        "parse_mode": "HTML", "reply_markup": {"inline_keyboard": keyboard},
        "reply_parameters": {"message_id": message["message_id"]},
    })).await;
    ask(
        "pinChatMessage",
        json!({"chat_id": message["chat"]["id"], "message_id": sent["message_id"]}),
    )
    .await;
}
