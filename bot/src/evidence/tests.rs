//! Where files are kept: a folder, and a bucket that speaks S3 over real HTTP.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{scan::Scan, *};

type Objects = Arc<Mutex<HashMap<String, Bytes>>>;

/// As much of S3 as we ask for; whoever does not sign is nobody.
async fn bucket(State(objects): State<Objects>, request: Request) -> Response {
    let signed = request.headers().get(header::AUTHORIZATION).is_some_and(|signature| {
        signature.to_str().is_ok_and(|text| text.starts_with("AWS4-HMAC-SHA256 Credential=us/"))
    });
    if !signed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.expect("a body");
    let mut objects = objects.lock().expect("a lock");
    match method {
        Method::PUT => {
            objects.insert(path, body);
            ([(header::ETAG, "\"1\"")], StatusCode::OK).into_response()
        }
        Method::GET => match objects.get(&path) {
            Some(found) => {
                let headers = [
                    (header::ETAG, "\"1\""),
                    (header::LAST_MODIFIED, "Tue, 17 Nov 2026 01:10:00 GMT"),
                ];
                (headers, found.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::DELETE => {
            objects.remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

async fn kept_and_let_go(evidence: &Evidence) {
    assert_eq!(evidence.get("K/1.jpg").await.expect("an answer"), None);
    evidence.put("K/1.jpg", b"photo".to_vec()).await.expect("kept");
    assert_eq!(evidence.get("K/1.jpg").await.expect("an answer").as_deref(), Some(&b"photo"[..]));
    evidence.remove("K/1.jpg").await.expect("gone");
    evidence.remove("K/1.jpg").await.expect("gone already");
    assert_eq!(evidence.get("K/1.jpg").await.expect("an answer"), None);
    evidence.try_out().await.expect("a trial");
}

#[tokio::test]
async fn a_folder_keeps_files() {
    let folder = std::env::temp_dir().join(format!("huiyin-evidence-{}", std::process::id()));
    let evidence = Evidence::open(&Place::Folder(folder.clone())).expect("a folder");
    kept_and_let_go(&evidence).await;
    evidence.put("../../outside", b"no".to_vec()).await.ok();
    assert!(!folder.join("../../outside").exists(), "nothing is written outside");
    std::fs::remove_dir_all(&folder).expect("a folder");
    let nowhere = Evidence::open(&Place::Folder("/proc/nowhere".into())).expect_err("no folder");
    assert!(
        nowhere
            .to_string()
            .starts_with("/proc/nowhere, where files are kept, cannot be written to"),
        "{nowhere}"
    );
}

#[tokio::test]
async fn a_bucket_keeps_files_for_whoever_signs() {
    let objects = Objects::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(bucket).with_state(Arc::clone(&objects));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let environment = |key: &str| {
        [
            ("AWS_ENDPOINT", &at[..]),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "here"),
            ("AWS_ACCESS_KEY_ID", key),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let place = Place::Bucket("s3://park/2026".parse().expect("an address"));
    let evidence = Evidence::open_with(&place, environment("us")).expect("a bucket");
    kept_and_let_go(&evidence).await;
    evidence.put("K/2.ogg", b"voice".to_vec()).await.expect("kept");
    let names: Vec<String> = objects.lock().expect("a lock").keys().cloned().collect();
    assert_eq!(names, ["/park/2026/K/2.ogg"]);
    let stranger = Evidence::open_with(&place, environment("them")).expect("a bucket");
    assert!(stranger.try_out().await.is_err());
}

#[tokio::test]
async fn a_scan_says_yes_no_or_that_it_could_not_look() {
    let scan = |line: &str| Scan::read(line).expect("a program");
    assert_eq!(scan("grep -q EICAR").finds(b"a photo").await, Ok(true), "grep ends with 1");
    assert_eq!(scan("grep -q EICAR").finds(b"EICAR").await, Ok(false));
    assert!(scan("sh -c exit+2").finds(b"").await.is_err());
    assert!(scan("/nowhere/scan").finds(b"").await.is_err());
    assert_eq!(Scan::read("  "), None);
}
