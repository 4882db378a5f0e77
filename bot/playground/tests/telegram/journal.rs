//! The journal: everything in order, with a cursor, in memory and in a file.

use playground::{Content, Fact, Fault};
use serde_json::{Value, json};

use crate::{Bench, LIN};

fn words(bench: &Bench, after: u64) -> Vec<String> {
    let word = |fact: &Fact| json!(fact)["what"].as_str().unwrap().to_string();
    bench.telegram.journal(after).iter().map(|entry| word(&entry.fact)).collect()
}

fn lines(bench: &Bench, after: u64) -> Vec<Value> {
    bench.telegram.journal(after).iter().map(|entry| json!(**entry)).collect()
}

#[tokio::test]
async fn an_update_is_written_down_when_it_comes_and_when_it_is_confirmed() {
    let bench = Bench::started().await;
    let from = bench.telegram.journal_end();
    bench.telegram.send(LIN, LIN, Content::text("it drips")).unwrap();
    let [update] = &bench.take().await[..] else { panic!("one update") };
    let id = &update["update_id"];
    let lines = lines(&bench, from);
    let found = |what: &str| lines.iter().find(|line| line["what"] == what).unwrap();
    let came = found("update");
    assert_eq!((&came["id"], &came["chat"], &came["person"]), (id, &json!(LIN), &json!(LIN)));
    assert_eq!((&came["kind"], &came["text"]), (&json!("message"), &json!("it drips")));
    assert_eq!((&found("confirmed")["id"], &found("confirmed")["by"]), (id, &json!("offset")));
    assert!(came["whole"].is_null(), "bodies are kept on request only");
    let serials: Vec<u64> = lines.iter().map(|line| line["serial"].as_u64().unwrap()).collect();
    assert_eq!(serials, (from + 1..=bench.telegram.journal_end()).collect::<Vec<_>>());
    assert_eq!(lines[0]["at"], "2026-09-21T14:13:20Z");
    let real = |line: &Value| line["real"].as_u64().unwrap();
    assert!(lines.windows(2).all(|two| real(&two[0]) <= real(&two[1])));
}

#[tokio::test]
async fn a_request_its_answer_and_what_people_see_of_it_belong_together() {
    let bench = Bench::started().await;
    let from = bench.telegram.journal_end();
    let keyboard = json!({"inline_keyboard": [[{"text": "Send", "callback_data": "s"}]]});
    let message = json!({"chat_id": LIN, "text": "ready?", "reply_markup": keyboard});
    let id = bench.ok("sendMessage", message).await["message_id"].clone();
    let press = bench.telegram.press(LIN, LIN, "Send").unwrap();
    let toast = json!({"callback_query_id": press.id, "text": "Sent."});
    bench.ok("answerCallbackQuery", toast).await;
    bench.ok("editMessageText", json!({"chat_id": LIN, "message_id": id, "text": "gone"})).await;
    bench.ok("deleteMessage", json!({"chat_id": LIN, "message_id": id})).await;
    let lines = lines(&bench, from);
    let of = |what: &str| -> Vec<&Value> { lines.iter().filter(|l| l["what"] == what).collect() };
    assert_eq!(of("request")[0]["params"]["text"], "ready?");
    assert_eq!(of("request")[0]["chat"], LIN);
    assert_eq!(of("request")[0]["call"], of("answer")[0]["call"]);
    assert_eq!(of("answer")[0]["status"], 200);
    assert_eq!(of("shown")[0]["buttons"][0][0]["data"], "s");
    assert_eq!(
        (&of("shown")[1]["edited"], &of("shown")[1]["text"]),
        (&json!(true), &json!("gone"))
    );
    assert_eq!(of("gone")[0]["message"], id);
    assert_eq!(of("press")[0]["query"], of("toast")[0]["query"]);
    assert_eq!(of("update")[0]["query"], of("press")[0]["query"]);
    assert_eq!(of("toast")[0]["text"], "Sent.");
    assert!(bench.telegram.press(LIN, LIN, "Send").is_err(), "the button is gone");
}

#[tokio::test]
async fn a_fault_is_written_down_with_the_request_it_struck() {
    let bench = Bench::started().await;
    bench.telegram.fail_next("sendMessage", Fault::flood(7), 1);
    bench.telegram.fail_next("sendMessage", Fault::Drop, 1);
    let from = bench.telegram.journal_end();
    bench.no("sendMessage", json!({"chat_id": LIN, "text": "a"})).await;
    let lost = bench.client.post(bench.url("sendMessage"));
    assert!(lost.json(&json!({"chat_id": LIN, "text": "b"})).send().await.is_err());
    assert_eq!(
        words(&bench, from),
        ["request", "fault", "answer", "request", "fault", "shown", "answer"]
    );
    let lines = lines(&bench, from);
    assert_eq!(
        (&lines[1]["fault"], &lines[1]["hides_outcome"]),
        (&json!("status 429"), &json!(false))
    );
    assert_eq!(lines[2]["retry_after"], 7);
    assert_eq!((&lines[4]["fault"], &lines[4]["hides_outcome"]), (&json!("drop"), &json!(true)));
    assert_eq!(lines[4]["call"], lines[3]["call"]);
}

#[tokio::test]
async fn the_journal_goes_into_a_file_whole_and_can_be_forgotten() {
    let bench = Bench::started().await;
    let path = std::env::temp_dir().join(format!("journal-{}.jsonl", std::process::id()));
    bench.telegram.journal_whole(true);
    bench.telegram.journal_to(&path).unwrap();
    let from = bench.telegram.journal_end();
    bench.telegram.send(LIN, LIN, Content::text("whole")).unwrap();
    bench.say(LIN, "an answer").await;
    bench.telegram.flush_journal().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let read: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, lines(&bench, from));
    let update = read.iter().find(|line| line["what"] == "update").unwrap();
    assert_eq!(update["whole"]["message"]["text"], "whole");
    let answer = read.iter().find(|line| line["what"] == "answer").unwrap();
    assert_eq!(answer["result"]["text"], "an answer");
    bench.telegram.forget_journal(bench.telegram.journal_end());
    assert_eq!(bench.telegram.journal(0).len(), 0);
}
