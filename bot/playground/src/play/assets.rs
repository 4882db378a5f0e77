//! The page's own files, and the headers that let nothing else in.

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub(super) fn safe() -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ]
}

pub(super) async fn page() -> impl IntoResponse {
    (safe(), Html(include_str!("page.html")))
}

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let script = "text/javascript; charset=utf-8";
    let (kind, text) = match name.as_str() {
        "script.js" => (script, include_str!("script.js")),
        "phone.js" => (script, include_str!("phone.js")),
        "bubble.js" => (script, include_str!("bubble.js")),
        "words.js" => (script, include_str!("words.js")),
        "style.css" => ("text/css; charset=utf-8", include_str!("style.css")),
        "phone.css" => ("text/css; charset=utf-8", include_str!("phone.css")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    (safe(), [(header::CONTENT_TYPE, kind)], text).into_response()
}
