//! A request's parameters, whatever form they arrive in: query, JSON, urlencoded or multipart.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::{Uri, header};
use serde_json::{Map, Value};

use crate::refusal::ApiError;

#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: Bytes,
}

#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) params: Map<String, Value>,
    pub(crate) files: Arc<BTreeMap<String, Upload>>,
}

pub(crate) async fn read(method: &'static str, request: Request) -> Result<Call, ApiError> {
    let mut call = Call { method, params: query(request.uri())?, files: Arc::default() };
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        return multipart(call, request).await;
    }
    let body = Bytes::from_request(request, &()).await;
    let body = body.map_err(|_| ApiError::new(413, "Request Entity Too Large"))?;
    if kind.starts_with("application/json") && !body.is_empty() {
        let wrong = |_| ApiError::bad("can't parse JSON object");
        call.params.extend(serde_json::from_slice::<Map<String, Value>>(&body).map_err(wrong)?);
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        // A form is written like a query, and axum reads queries.
        let text = String::from_utf8_lossy(&body);
        let uri = Uri::try_from(format!("/?{text}"));
        call.params.extend(query(&uri.map_err(|_| ApiError::bad("can't parse the form"))?)?);
    }
    call.params.retain(|_, value| !value.is_null());
    Ok(call)
}

fn query(uri: &Uri) -> Result<Map<String, Value>, ApiError> {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
    let pairs = pairs.map_err(|_| ApiError::bad("can't parse the query"))?.0;
    Ok(pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect())
}

async fn multipart(mut call: Call, request: Request) -> Result<Call, ApiError> {
    let broken = |_| ApiError::bad("can't parse the multipart form");
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::bad("can't parse the multipart form"))?;
    let mut files = BTreeMap::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_string();
        let file = field.file_name().map(String::from);
        let mime = field.content_type().unwrap_or("application/octet-stream").to_string();
        let too_big = |_| ApiError::new(413, "Request Entity Too Large");
        let bytes = field.bytes().await.map_err(too_big)?;
        if let Some(file) = file {
            files.insert(name, Upload { name: file, mime, bytes });
        } else {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            call.params.insert(name, Value::String(text));
        }
    }
    call.files = Arc::new(files);
    Ok(call)
}

impl Call {
    /// A call about one object inside this one, with the same uploads.
    pub(crate) fn within(&self, params: Map<String, Value>) -> Self {
        Self { method: self.method, params, files: Arc::clone(&self.files) }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.params.contains_key(name) || self.files.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, ApiError> {
        match self.params.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(ApiError::bad(format!("Field \"{name}\" must be of type String"))),
        }
    }

    pub(crate) fn int(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let number = match self.params.get(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| ApiError::bad(format!("invalid {name} specified")))
    }

    pub(crate) fn number(&self, name: &str) -> Result<f64, ApiError> {
        let number = match self.params.get(name) {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| ApiError::bad(format!("invalid {name} specified")))
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        match self.params.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => {
                matches!(text.to_lowercase().as_str(), "true" | "1" | "yes")
            }
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// An object or array, given as itself or as text.
    pub(crate) fn json(&self, name: &str) -> Result<Option<Value>, ApiError> {
        match self.params.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| {
                let words = name.replace('_', " ");
                ApiError::bad(format!("can't parse {words} JSON object"))
            }),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// A list of numbers.
    pub(crate) fn ints(&self, name: &str) -> Result<Vec<i64>, ApiError> {
        let list = self.json(name)?.unwrap_or_default();
        list.as_array()
            .into_iter()
            .flatten()
            .map(|id| {
                id.as_i64().ok_or_else(|| ApiError::bad("message identifiers must be numbers"))
            })
            .collect()
    }

    /// The parameters for reading: JSON in text is unfolded, uploads say their size.
    pub(crate) fn json_shown(&self) -> Value {
        let mut shown = self.params.clone();
        for (_, value) in &mut shown {
            if let Value::String(text) = value
                && text.starts_with(['{', '['])
                && let Ok(unfolded) = serde_json::from_str(text)
            {
                *value = unfolded;
            }
        }
        for (name, upload) in self.files.iter() {
            let text = format!("{} ({} bytes)", upload.name, upload.bytes.len());
            shown.insert(name.clone(), text.into());
        }
        Value::Object(shown)
    }
}
