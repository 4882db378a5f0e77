use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::{Api, Failure};

const TOKEN: &str = "123456789:AAFsecretsecretsecretsecretsecret-_";

fn api(base: &str) -> Api {
    Api::new(base, SecretString::from(TOKEN)).expect("a client")
}

async fn listen() -> (TcpListener, Api) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, api(&base))
}

async fn telegram(router: Router) -> Api {
    let (listener, api) = listen().await;
    tokio::spawn(async { axum::serve(listener, router).await });
    api
}

/// What a call comes to when Telegram answers with `status` and `body`.
async fn answered(status: u16, body: &'static str) -> Result<Value, Failure> {
    let status = StatusCode::from_u16(status).expect("a status");
    let route = format!("/bot{TOKEN}/sendMessage");
    let api = telegram(Router::new().route(&route, post(async move || (status, body)))).await;
    api.call("sendMessage", &json!({"chat_id": 1})).await
}

fn is_unknown<T>(outcome: &Result<T, Failure>) -> bool {
    matches!(outcome, Err(Failure::Unknown(_)))
}

#[tokio::test]
async fn a_call_returns_what_telegram_returned() {
    let said = answered(200, r#"{"ok":true,"result":{"message_id":7}}"#).await;
    assert_eq!(said, Ok(json!({"message_id": 7})));
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let (listener, api) = listen().await;
    drop(listener);
    let outcome = api.call::<Value>("getMe", &json!({})).await;
    assert!(matches!(outcome, Err(Failure::NotSent(_))), "{outcome:?}");
    assert!(!format!("{outcome:?} {api:?}").contains("secret"), "{outcome:?} {api:?}");
}

#[tokio::test]
async fn a_dropped_answer_leaves_the_outcome_open() {
    let (listener, api) = listen().await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a caller");
        let read = stream.read(&mut [0; 4096]).await.expect("a request");
        assert!(read > 0);
    });
    let outcome = api.call::<Value>("sendMessage", &json!({"chat_id": 1})).await;
    assert!(is_unknown(&outcome), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains("secret"), "{outcome:?}");
}

#[tokio::test]
async fn a_gateways_page_leaves_the_outcome_open_at_once() {
    let started = Instant::now();
    let outcome = answered(502, "<html><h1>502 Bad Gateway</h1></html>").await;
    assert!(is_unknown(&outcome), "{outcome:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn what_cannot_be_read_leaves_the_outcome_open() {
    let truncated = r#"{"ok":true,"result":{"mess"#;
    for body in [truncated, r#"{"ok":true}"#, r#"{"ok":"yes"}"#, r#"{"message":"no"}"#, "null", ""]
    {
        let outcome = answered(200, body).await;
        assert!(is_unknown(&outcome), "{body}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_result_of_another_shape_leaves_the_outcome_open_and_is_not_quoted() {
    let route = post(async || r#"{"ok":true,"result":"the lift stinks"}"#);
    let api = telegram(Router::new().fallback(route)).await;
    let outcome = api.call::<Vec<i64>>("sendMessage", &json!({})).await;
    assert!(is_unknown(&outcome), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains("lift"), "{outcome:?}");
}

#[tokio::test]
async fn a_page_that_quotes_the_address_is_not_repeated() {
    let page = "<html>/bot123456789:AAFsecretsecretsecretsecretsecret-_/x was not found</html>";
    let outcome = answered(404, page).await.expect_err("a failure");
    assert_eq!(outcome, Failure::Unauthorized);
    assert!(!format!("{outcome:?} {outcome}").contains("secret"));
}

#[tokio::test]
async fn updates_come_out_as_they_were_written() {
    let body =
        r#"{"ok":true,"result":[{"update_id":9,  "new_thing":{"n":1.10}},{"update_id":10}]}"#;
    let api = telegram(Router::new().fallback(post(async move || body))).await;
    let batch = api.updates(&json!({"offset": 9}), Duration::ZERO).await.expect("updates");
    assert_eq!(batch.iter().map(|update| update.id).collect::<Vec<_>>(), [9, 10]);
    assert_eq!(batch[0].raw, r#"{"update_id":9,  "new_thing":{"n":1.10}}"#);
    assert!(!format!("{batch:?}").contains("new_thing"));
}

/// One odd update costs itself at most, never the batch it came in.
#[tokio::test]
async fn an_odd_update_does_not_cost_the_others() {
    let deep = "[".repeat(2_000) + &"]".repeat(2_000);
    let mut body = br#"{"ok":true,"result":[{"update_id":1,"message":{"text":"half \ud800"}},
        {"update_id":2,"message":{"text":"no letter: "#
        .to_vec();
    body.extend_from_slice(b"\xff\xfe, a bell: \x07, a NUL: \x00\"}},");
    body.extend_from_slice(
        format!(
            r#"{{"update_id":3,"deep":{deep}}},{{"update_id":0,"update_id":4}},
            {{"message":{{"text":"no number"}}}},7,{{"update_id":"x"}},{{"update_id":-5}},
            {{"update_id":5,"message":{{"text":"sound"}}}}]}}"#
        )
        .as_bytes(),
    );
    let api = telegram(Router::new().fallback(post(async move || body))).await;
    let ask = async || api.updates(&json!({}), Duration::ZERO).await.expect("updates");
    let batch = ask().await;
    let numbers: Vec<i64> = batch.iter().map(|update| update.id).collect();
    assert_eq!(numbers.iter().filter(|id| **id >= 0).collect::<Vec<_>>(), [&1, &2, &3, &4, &5]);
    assert_eq!(numbers.iter().filter(|id| **id < 0).count(), 4, "kept under numbers of our own");
    assert_eq!(batch, ask().await, "the same numbers each time");
    let text = "no letter: \u{fffd}\u{fffd}, a bell:  , a NUL:  ";
    assert!(batch[1].raw.contains(text), "{}", batch[1].raw);
    assert!(batch.iter().all(|update| !update.raw.contains('\0')));
}

#[tokio::test]
async fn a_file_is_fetched_by_its_path_and_a_lost_one_is_a_bad_file() {
    let route = format!("/file/bot{TOKEN}/photos/a%20b.jpg");
    let missing = (StatusCode::NOT_FOUND, Json(json!({"ok": false, "error_code": 404})));
    let router = Router::new().route(&route, get(async || "pixels")).fallback(async || missing);
    let api = telegram(router).await;
    assert_eq!(api.download("photos/a b.jpg").await, Ok(b"pixels".to_vec()));
    assert!(matches!(api.download("photos/b.jpg").await, Err(Failure::BadFile(_))));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let away = (StatusCode::TEMPORARY_REDIRECT, [("location", "http://127.0.0.1:1/")]);
    let api = telegram(Router::new().fallback(async move || away)).await;
    let outcome = api.call::<Value>("getMe", &json!({})).await;
    assert!(is_unknown(&outcome), "{outcome:?}");
}

#[test]
fn an_address_that_is_none_is_refused() {
    for base in ["api.telegram.org", "ftp://api.telegram.org", ""] {
        assert!(Api::new(base, SecretString::from(TOKEN)).is_err(), "{base}");
    }
}

#[tokio::test]
async fn a_server_of_ones_own_names_files_on_this_machine() {
    let path = std::env::temp_dir().join(format!("huiyin-own-server-{}", std::process::id()));
    std::fs::write(&path, b"photo").expect("a file");
    let api = api("http://127.0.0.1:9");
    let named = path.to_str().expect("a path");
    assert_eq!(api.download(named).await, Ok(b"photo".to_vec()));
    std::fs::remove_file(&path).expect("gone");
    assert!(matches!(api.download(named).await, Err(Failure::BadFile(_))));
}
