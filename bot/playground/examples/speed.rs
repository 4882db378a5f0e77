//! How long people's deeds and the bot's calls take in a big world: `cargo run --release -p
//! playground --example speed`. Prints microseconds each; the journal is on, bodies are not.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use playground::{Content, Profile, Telegram};
use serde_json::{Value, json};

const PEOPLE: i32 = 20_000;
const GROUPS: usize = 1_000;
const TALK: i32 = 20_000;

type Failure = Box<dyn std::error::Error>;

fn each(
    what: &str,
    times: i32,
    mut deed: impl FnMut(i64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let begun = Instant::now();
    for turn in 0..times {
        deed(turn.into())?;
    }
    let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(times);
    println!("{what:<44} {micros:>8.1} µs");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let now = Arc::new(|| DateTime::<Utc>::from(std::time::SystemTime::now()));
    let telegram = Telegram::new("1:x", "bot", "Bot", now);
    telegram.limits(false);
    telegram.paced(false);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/bot1:x", listener.local_addr()?);
    let router = telegram.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = reqwest::Client::new();
    let ask = async |method: &str, params: Value| -> Result<Value, Failure> {
        let request = client.post(format!("{base}/{method}")).json(&params);
        Ok(request.send().await?.json().await?)
    };

    each("a person joins Telegram and starts the bot", PEOPLE, |id| {
        telegram.person(Profile::named(id + 1, "Somebody"));
        telegram.start(id + 1, None)?;
        Ok(())
    })?;
    let mut groups = Vec::new();
    for group in 0..GROUPS {
        let id = telegram.supergroup(&format!("Group {group}"), 1);
        telegram.add_bot(id, 1, None, true);
        groups.push(id);
    }
    let keyboard = json!({"inline_keyboard": [[
        {"text": "Sign", "callback_data": "a"}, {"text": "Report", "callback_data": "b"}]]});
    let begun = Instant::now();
    for turn in 0..TALK {
        let text = format!("card {turn}");
        let card = json!({"chat_id": groups[0], "text": text, "reply_markup": keyboard});
        ask("sendMessage", card).await?;
    }
    let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(TALK);
    println!("{:<44} {micros:>8.1} µs", "sendMessage over HTTP, one after the other");
    ask("getUpdates", json!({"offset": -1})).await?;

    each("a text in private", PEOPLE, |id| {
        telegram.send(id + 1, id + 1, Content::text("The lift is stuck between two floors"))?;
        Ok(())
    })?;
    each("a text in a long chat", TALK, |_| {
        telegram.send(1, groups[0], Content::text("noted"))?;
        Ok(())
    })?;
    each("a press by label in a long chat", TALK, |_| {
        telegram.press(1, groups[0], "Sign")?;
        Ok(())
    })?;
    let newest = telegram.newest(groups[0]).map_or(0, |message| message.id);
    each("looking for what is new in a long chat", TALK, |_| {
        telegram.messages_from(groups[0], newest);
        Ok(())
    })?;
    each("asking for the journal's news", TALK, |_| {
        telegram.journal(telegram.journal_end() - 1);
        Ok(())
    })?;
    let (begun, mut offset, mut taken) = (Instant::now(), 0, 0_u32);
    loop {
        let answer = ask("getUpdates", json!({"offset": offset})).await?;
        let Some(updates) = answer["result"].as_array().filter(|list| !list.is_empty()) else {
            break;
        };
        taken += u32::try_from(updates.len())?;
        offset = updates[updates.len() - 1]["update_id"].as_i64().unwrap_or_default() + 1;
    }
    let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(taken);
    println!("{:<44} {micros:>8.1} µs", "an update polled by the hundred");
    Ok(())
}
