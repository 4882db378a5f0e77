//! Faults on request, and the record of what was asked.

use std::time::{Duration, Instant};

use playground::Fault;
use serde_json::{Value, json};

use crate::{Bench, LIN, TOKEN};

async fn send(bench: &Bench, text: &str) -> Result<(u16, String), reqwest::Error> {
    let request = bench.client.post(bench.url("SendMessage"));
    let answer = request.json(&json!({"chat_id": LIN, "text": text})).send().await?;
    Ok((answer.status().as_u16(), answer.text().await?))
}

fn texts(bench: &Bench) -> Vec<String> {
    bench.telegram.messages(LIN).iter().skip(1).map(|m| m.text().to_string()).collect()
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_deed_or_before_it() {
    let bench = Bench::started().await;
    bench.telegram.fail_next("sendMessage", Fault::Refuse, 1);
    bench.telegram.fail_next("sendMessage", Fault::Drop, 1);
    assert!(send(&bench, "refused").await.is_err());
    assert!(send(&bench, "dropped").await.is_err());
    assert_eq!(texts(&bench), ["dropped"]);
    assert_eq!(send(&bench, "fine").await.unwrap().0, 200);
}

#[tokio::test]
async fn an_answer_can_be_an_error_a_page_or_half_an_answer() {
    let bench = Bench::started().await;
    bench.telegram.fail_next("sendMessage", Fault::flood(7), 1);
    bench.telegram.fail_next("sendMessage", Fault::Gateway, 1);
    bench.telegram.fail_next("sendMessage", Fault::Garbage, 1);
    let flood: Value = serde_json::from_str(&send(&bench, "a").await.unwrap().1).unwrap();
    assert_eq!(flood["parameters"]["retry_after"], 7);
    assert_eq!(send(&bench, "b").await.unwrap().0, 502);
    let half = send(&bench, "c").await.unwrap().1;
    assert!(serde_json::from_str::<Value>(&half).is_err());
    assert_eq!(texts(&bench), ["c"]);
}

#[tokio::test]
async fn a_download_can_break_off_too() {
    let bench = Bench::started().await;
    let id = bench.telegram.upload(b"report".to_vec(), "report.txt", "text/plain");
    let file = bench.ok("getFile", json!({"file_id": id})).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{TOKEN}/{path}", bench.address);
    bench.telegram.fail_next("file", Fault::Drop, 1);
    assert!(bench.client.get(&url).send().await.is_err());
    let bytes = bench.client.get(&url).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"report");
}

#[tokio::test]
async fn an_answer_can_be_slow() {
    let bench = Bench::started().await;
    bench.telegram.fail_next("*", Fault::Delay(Duration::from_millis(80)), 1);
    let asked = Instant::now();
    send(&bench, "slow").await.unwrap();
    assert!(asked.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn every_request_is_remembered() {
    let bench = Bench::started().await;
    bench.telegram.forget_requests();
    bench.say(LIN, "hello").await;
    bench.no("sendMessage", json!({"chat_id": 1, "text": "x"})).await;
    let requests = bench.telegram.requests();
    let codes: Vec<u16> = requests.iter().map(|request| request.code).collect();
    assert_eq!(codes, [200, 400]);
    assert_eq!(*requests[0].json, json!({"chat_id": LIN, "text": "hello"}));
    assert_eq!(requests[1].error, "Bad Request: chat not found");
}
