//! Sending, editing, deleting, copying, and how fast.

use playground::Content;
use serde_json::json;

use crate::{Bench, LIN, WANG};

#[tokio::test]
async fn a_message_can_be_edited_but_not_into_itself() {
    let bench = Bench::started().await;
    let id = bench.say(LIN, "one").await;
    let edit = |text: &str| json!({"chat_id": LIN, "message_id": id, "text": text});
    let same = bench.no("editMessageText", edit("one")).await;
    assert!(same.starts_with("Bad Request: message is not modified: specified new message"));
    bench.ok("editMessageText", edit("two")).await;
    let message = bench.telegram.message(LIN, id).unwrap();
    assert_eq!(message.text(), "two");
    assert!(message.edited_at.is_some());
    bench.telegram.delete(LIN, LIN, id).unwrap();
    let gone = bench.no("editMessageText", edit("three")).await;
    assert_eq!(gone, "Bad Request: message to edit not found");
}

#[tokio::test]
async fn an_edit_without_a_keyboard_takes_it_away() {
    let bench = Bench::started().await;
    let markup = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
    let params = json!({"chat_id": LIN, "text": "sure?", "reply_markup": markup});
    let id = bench.ok("sendMessage", params).await["message_id"].clone();
    assert_eq!(bench.telegram.newest(LIN).unwrap().labels(), ["Yes"]);
    bench.ok("editMessageReplyMarkup", json!({"chat_id": LIN, "message_id": id})).await;
    let message = bench.telegram.newest(LIN).unwrap();
    assert_eq!((message.labels().len(), message.edited_at), (0, None));
}

#[tokio::test]
async fn people_are_written_to_only_after_they_wrote_and_while_they_allow_it() {
    let bench = Bench::started().await;
    let to = |chat: i64| json!({"chat_id": chat, "text": "hello"});
    let cold = bench.no("sendMessage", to(WANG)).await;
    assert_eq!(cold, "Forbidden: bot can't initiate conversation with a user");
    assert_eq!(bench.no("sendMessage", to(77)).await, "Bad Request: chat not found");
    bench.telegram.block(LIN);
    let blocked = bench.ask("sendMessage", to(LIN)).await;
    assert_eq!(blocked["error_code"], 403);
    assert_eq!(blocked["description"], "Forbidden: bot was blocked by the user");
    let update = bench.take().await.remove(0);
    assert_eq!(update["my_chat_member"]["new_chat_member"]["status"], "kicked");
    bench.telegram.unblock(LIN);
    bench.ok("sendMessage", to(LIN)).await;
}

#[tokio::test]
async fn a_private_chat_takes_a_burst_and_then_one_message_a_second() {
    let bench = Bench::started().await;
    for count in 0..5 {
        bench.say(LIN, &format!("burst {count}")).await;
    }
    let refused = bench.ask("sendMessage", json!({"chat_id": LIN, "text": "more"})).await;
    assert_eq!(refused["error_code"], 429);
    assert_eq!(refused["parameters"]["retry_after"], 1);
    assert_eq!(refused["description"], "Too Many Requests: retry after 1");
    bench.forward(1);
    bench.say(LIN, "more").await;
    bench.telegram.limits(false);
    bench.say(LIN, "no limits").await;
}

#[tokio::test]
async fn a_group_takes_twenty_sends_and_edits_a_minute() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, true);
    let card = bench.say(group, "card").await;
    for count in 0..19 {
        let edit = json!({"chat_id": group, "message_id": card, "text": format!("{count}")});
        bench.ok("editMessageText", edit).await;
    }
    bench.forward(10);
    let refused = bench.ask("sendMessage", json!({"chat_id": group, "text": "more"})).await;
    assert_eq!(refused["parameters"]["retry_after"], 50);
    bench.forward(50);
    bench.say(group, "more").await;
}

#[tokio::test]
async fn replies_need_their_message_unless_told_otherwise() {
    let bench = Bench::started().await;
    let reply =
        |reply: serde_json::Value| json!({"chat_id": LIN, "text": "re", "reply_parameters": reply});
    let gone = bench.no("sendMessage", reply(json!({"message_id": 999}))).await;
    assert_eq!(gone, "Bad Request: message to be replied not found");
    let anyway = json!({"message_id": 999, "allow_sending_without_reply": true});
    bench.ok("sendMessage", reply(anyway)).await;
    let id = bench.telegram.send(LIN, LIN, Content::text("question")).unwrap();
    let sent = bench.ok("sendMessage", reply(json!({"message_id": id}))).await;
    assert_eq!(sent["reply_to_message"]["text"], "question");
}

#[tokio::test]
async fn messages_are_copied_forwarded_and_deleted() {
    let bench = Bench::started().await;
    let id = bench.telegram.send(LIN, LIN, Content::text("evidence")).unwrap();
    let params = json!({"chat_id": LIN, "from_chat_id": LIN, "message_id": id});
    bench.ok("copyMessage", params.clone()).await;
    assert_eq!(bench.telegram.newest(LIN).unwrap().forward, None);
    let forwarded = bench.ok("forwardMessage", params).await;
    assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], LIN);
    let delete = json!({"chat_id": LIN, "message_id": id});
    bench.ok("deleteMessage", delete.clone()).await;
    let again = bench.no("deleteMessage", delete).await;
    assert_eq!(again, "Bad Request: message to delete not found");
}

#[tokio::test]
async fn there_are_no_topics_to_write_into() {
    let bench = Bench::started().await;
    let params = json!({"chat_id": LIN, "text": "x", "message_thread_id": 7});
    let refused = bench.no("sendMessage", params).await;
    assert_eq!(refused, "Bad Request: message thread not found");
}

#[tokio::test]
async fn old_messages_cannot_be_deleted() {
    let bench = Bench::started().await;
    let id = bench.say(LIN, "old").await;
    bench.forward(49 * 3600);
    let refused = bench.no("deleteMessage", json!({"chat_id": LIN, "message_id": id})).await;
    assert_eq!(refused, "Bad Request: message can't be deleted");
}

#[tokio::test]
async fn html_becomes_formatting_counted_in_utf16() {
    let bench = Bench::started().await;
    let text =
        "🙂 <b>bold &amp; <i>both</i></b> <a href=\"https://x.example/?a=1&amp;b=2\">link</a>";
    let params = json!({"chat_id": LIN, "text": text, "parse_mode": "HTML"});
    let sent = bench.ok("sendMessage", params).await;
    assert_eq!(sent["text"], "🙂 bold & both link");
    assert_eq!(
        sent["entities"],
        json!([
            {"type": "bold", "offset": 3, "length": 11},
            {"type": "italic", "offset": 10, "length": 4},
            {"type": "text_link", "offset": 15, "length": 4, "url": "https://x.example/?a=1&b=2"},
        ])
    );
}
