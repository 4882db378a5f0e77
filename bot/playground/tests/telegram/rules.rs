//! Rules by which calls go wrong, outages, and people who cannot be written to.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta};
use playground::{Bar, Content, Fault, Rule};
use serde_json::{Value, json};

use crate::{Bench, LIN, WANG};

async fn codes(bench: &Bench, chat: i64, calls: usize) -> Vec<u64> {
    let mut codes = Vec::new();
    for call in 0..calls {
        let said = json!({"chat_id": chat, "text": format!("say {call}")});
        let answer = bench.ask("sendMessage", said).await;
        codes.push(answer["error_code"].as_u64().unwrap_or(200));
    }
    codes
}

async fn raw(bench: &Bench, text: &str) -> Result<(u16, Vec<u8>), reqwest::Error> {
    let said = json!({"chat_id": LIN, "text": text});
    let request = bench.client.post(bench.url("sendMessage")).json(&said);
    let answer = request.timeout(Duration::from_millis(200)).send().await?;
    Ok((answer.status().as_u16(), answer.bytes().await?.to_vec()))
}

fn texts(bench: &Bench) -> Vec<String> {
    bench.telegram.messages(LIN).iter().skip(1).map(|m| m.text().to_string()).collect()
}

#[tokio::test]
async fn a_rule_stands_for_a_method_a_chat_a_turn_and_a_count_until_it_is_taken_back() {
    let bench = Bench::started().await;
    bench.telegram.limits(false);
    bench.telegram.start(WANG, None).unwrap();
    let rule = Rule::new("sendMessage", Fault::flood(9)).in_chat(WANG).every(2).after(1).times(2);
    let rule = bench.telegram.stand(rule);
    assert_eq!(codes(&bench, LIN, 3).await, [200, 200, 200]);
    assert_eq!(codes(&bench, WANG, 7).await, [200, 200, 429, 200, 429, 200, 200]);
    assert_eq!(bench.telegram.happened(rule), 2);
    let all = bench.telegram.stand(Rule::new("*", Fault::restarting()));
    assert_eq!(codes(&bench, LIN, 2).await, [500, 500]);
    assert_eq!(bench.telegram.take_back(all), 2);
    assert_eq!(codes(&bench, LIN, 1).await, [200]);
}

#[tokio::test]
async fn a_rule_has_hours_and_a_share_that_a_seed_repeats() {
    let bench = Bench::started().await;
    bench.telegram.limits(false);
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    let rule = Rule::new("sendMessage", Fault::status(401, "Unauthorized"));
    let rule = rule.from(now + TimeDelta::seconds(10)).until(now + TimeDelta::seconds(20));
    let hours = bench.telegram.stand(rule);
    assert_eq!(codes(&bench, LIN, 1).await, [200]);
    bench.forward(10);
    assert_eq!(codes(&bench, LIN, 1).await, [401]);
    bench.forward(10);
    assert_eq!(codes(&bench, LIN, 1).await, [200]);
    bench.telegram.take_back(hours);

    let mut drawn = Vec::new();
    for _ in 0..2 {
        let rule = Rule::new("sendMessage", Fault::bare_flood()).share(0.3, 7);
        let rule = bench.telegram.stand(rule);
        drawn.push(codes(&bench, LIN, 40).await);
        let happened = bench.telegram.take_back(rule);
        assert!((5..20).contains(&happened), "{happened}");
    }
    assert_eq!(drawn[0], drawn[1]);
    assert!(bench.telegram.requests().iter().all(|request| request.code != 0));
}

#[tokio::test]
async fn an_answer_can_be_lost_mangled_or_changed_although_the_deed_is_done() {
    let bench = Bench::started().await;
    bench.telegram.limits(false);
    let first = async |fault: Fault, text: &str| {
        bench.telegram.fail_next("sendMessage", fault, 1);
        raw(&bench, text).await
    };
    assert!(first(Fault::Hole, "hole").await.unwrap_err().is_timeout());
    let (code, body) = first(Fault::Extra("]]".into()), "extra").await.unwrap();
    assert_eq!((code, &body[body.len() - 3..]), (200, &b"}]]"[..]));
    let noise = Fault::Noise(vec![0x1f, 0x8b, 1, 2], Some("gzip"));
    assert_eq!(first(noise, "noise").await.unwrap().1, [0x1f, 0x8b, 1, 2]);
    assert_eq!(first(Fault::Page(504).but_done(), "page").await.unwrap().0, 504);
    assert_eq!(first(Fault::restarting().but_done(), "restart").await.unwrap().0, 500);
    let odd = first(Fault::Odd(json!(true)), "odd").await.unwrap().1;
    assert_eq!(serde_json::from_slice::<Value>(&odd).unwrap(), json!({"ok": true, "result": true}));
    let more = json!({"shiny": 1}).as_object().unwrap().clone();
    let more = first(Fault::More(more), "more").await.unwrap().1;
    let more: Value = serde_json::from_slice(&more).unwrap();
    assert_eq!((&more["result"]["shiny"], &more["result"]["text"]), (&json!(1), &json!("more")));
    let done = ["hole", "extra", "noise", "page", "restart", "odd", "more"];
    assert_eq!(texts(&bench), done);

    assert!(first(Fault::Cut, "cut").await.is_err());
    assert_eq!(first(Fault::Page(500), "undone").await.unwrap().0, 500);
    assert_eq!(texts(&bench), done, "nothing is done here");
    assert_eq!(bench.telegram.requests().iter().filter(|request| request.code == 0).count(), 1);
}

#[tokio::test]
async fn an_error_can_say_the_same_in_other_words() {
    let bench = Bench::started().await;
    let rule = bench.telegram.stand(Rule::new("*", Fault::Reworded("NO SUCH PLACE".into())));
    let nowhere = json!({"chat_id": 99, "text": "x"});
    let answer = bench.ask("sendMessage", nowhere.clone()).await;
    assert_eq!(answer["description"], "Bad Request: NO SUCH PLACE");
    assert_eq!(answer["error_code"], 400);
    assert_eq!(bench.ask("sendMessage", json!({"chat_id": LIN, "text": "x"})).await["ok"], true);
    bench.telegram.take_back(rule);
    assert_eq!(bench.no("sendMessage", nowhere).await, "Bad Request: chat not found");
}

#[tokio::test]
async fn an_outage_closes_every_connection_until_it_is_over() {
    let bench = Bench::started().await;
    let waits = bench.client.post(bench.url("getUpdates")).json(&json!({"timeout": 30})).send();
    let begun = Instant::now();
    let (lost, ()) = tokio::join!(waits, async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.telegram.outage(true);
    });
    assert!(lost.is_err() && begun.elapsed() < Duration::from_secs(5));
    assert!(raw(&bench, "unheard").await.is_err());
    assert!(bench.client.get(format!("{}/file/bot1/x", bench.address)).send().await.is_err());
    bench.telegram.send(LIN, LIN, Content::text("hello?")).unwrap();
    bench.telegram.outage(false);
    assert_eq!(bench.texts().await, ["hello?"]);
    assert_eq!(texts(&bench), ["hello?"], "what the bot said is lost, what people said is not");
}

#[tokio::test]
async fn people_can_be_out_of_reach_in_several_ways() {
    let bench = Bench::started().await;
    let no = || bench.no("sendMessage", json!({"chat_id": LIN, "text": "x"}));
    bench.telegram.bar(LIN, Some(Bar::Unsendable));
    assert_eq!(no().await, "Forbidden: bot can't send messages to the user");
    bench.telegram.bar(LIN, Some(Bar::NotFound));
    assert_eq!(no().await, "Bad Request: chat not found");
    bench.telegram.deactivate(LIN);
    assert_eq!(no().await, "Forbidden: user is deactivated");
    bench.telegram.bar(LIN, None);
    bench.say(LIN, "here again").await;
    bench.telegram.block(LIN);
    assert_eq!(no().await, "Forbidden: bot was blocked by the user");
}
