//! Photos, albums and documents, by upload and by id, and downloads.

use playground::{Blob, Content};
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::{Bench, LIN, TOKEN};

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([0, 0, 1, 0x40, 0, 0, 0, 0xf0]);
    bytes
}

fn part(bytes: Vec<u8>, name: &str) -> Part {
    Part::bytes(bytes).file_name(name.to_string())
}

#[tokio::test]
async fn a_persons_photo_can_be_fetched_and_sent_again() {
    let bench = Bench::started().await;
    bench.telegram.send(LIN, LIN, Content::photo(png()).captioned("wet wall")).unwrap();
    let update = bench.take().await.remove(0);
    let largest = update["message"]["photo"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((largest["width"].as_i64(), largest["height"].as_i64()), (Some(320), Some(240)));
    let file = bench.ok("getFile", json!({"file_id": largest["file_id"]})).await;
    let path = file["file_path"].as_str().unwrap().replace('/', "%2F");
    let url = format!("{}/file/bot{TOKEN}/{path}", bench.address);
    let bytes = bench.client.get(url).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, png());
    let params = json!({"chat_id": LIN, "photo": largest["file_id"], "caption": "again"});
    bench.ok("sendPhoto", params).await;
    let as_document = json!({"chat_id": LIN, "document": largest["file_id"]});
    let refused = bench.no("sendDocument", as_document).await;
    assert_eq!(refused, "Bad Request: can't use file of type Photo as Document");
    let foreign = bench.no("sendPhoto", json!({"chat_id": LIN, "photo": "AgAC-foreign"})).await;
    assert_eq!(foreign, "Bad Request: wrong file identifier/HTTP URL specified");
}

#[tokio::test]
async fn uploads_arrive_by_field_or_by_attachment() {
    let bench = Bench::started().await;
    let form = Form::new().text("chat_id", LIN.to_string()).part("photo", part(png(), "a.png"));
    assert_eq!(bench.form("sendPhoto", form).await["ok"], true);
    let form = Form::new()
        .text("chat_id", LIN.to_string())
        .text("document", "attach://x")
        .text("caption", "<b>report</b>")
        .text("parse_mode", "HTML")
        .part("x", part(b"%PDF".to_vec(), "report.pdf"));
    let sent = bench.form("sendDocument", form).await;
    assert_eq!(sent["result"]["document"]["file_name"], "report.pdf");
    assert_eq!(sent["result"]["document"]["mime_type"], "application/pdf");
    assert_eq!(sent["result"]["caption_entities"][0]["type"], "bold");
    let form = Form::new().text("chat_id", LIN.to_string()).part("photo", part(b"no".into(), "a"));
    let refused = bench.form("sendPhoto", form).await;
    assert_eq!(refused["description"], "Bad Request: IMAGE_PROCESS_FAILED");
}

#[tokio::test]
async fn an_album_has_two_to_ten_parts() {
    let bench = Bench::started().await;
    let form = |count: usize| {
        let item = json!({"type": "photo", "media": "attach://p"});
        let media = serde_json::Value::from(vec![item; count]).to_string();
        let form = Form::new().text("chat_id", LIN.to_string()).text("media", media);
        form.part("p", part(png(), "p.png"))
    };
    let sent = bench.form("sendMediaGroup", form(3)).await["result"].clone();
    assert_eq!(sent.as_array().unwrap().len(), 3);
    assert_eq!(sent[0]["media_group_id"], sent[2]["media_group_id"]);
    let one = bench.form("sendMediaGroup", form(1)).await;
    assert_eq!(one["description"], "Bad Request: too few messages to send as an album");
    let many = bench.form("sendMediaGroup", form(11)).await;
    assert_eq!(many["description"], "Bad Request: too many messages to send as an album");
}

#[tokio::test]
async fn a_field_that_does_not_belong_does_no_harm() {
    let bench = Bench::started().await;
    let id = bench.telegram.upload(png(), "a.png", "image/png");
    bench.ok("sendPhoto", json!({"chat_id": LIN, "photo": id, "duration": 3})).await;
    assert_eq!(bench.telegram.complaints(), ["sendPhoto: unknown parameter duration"]);
}

#[tokio::test]
async fn a_file_over_twenty_megabytes_cannot_be_fetched() {
    let bench = Bench::started().await;
    let film = Content::document(Blob::declared(25 << 20), "film.mov", "video/quicktime");
    bench.telegram.send(LIN, LIN, film).unwrap();
    let update = bench.take().await.remove(0);
    let id = &update["message"]["document"]["file_id"];
    let refused = bench.no("getFile", json!({"file_id": id})).await;
    assert_eq!(refused, "Bad Request: file is too big");
    let unknown = bench.no("getFile", json!({"file_id": "nothing"})).await;
    assert_eq!(unknown, "Bad Request: wrong file_id or the file is temporarily unavailable");
}
