//! What happens to a group: rights taken away, slow mode, everything deleted, topics.

use playground::{Content, Right};
use serde_json::{Value, json};

use crate::{Bench, LIN};

async fn group(bench: &Bench, administrator: bool) -> i64 {
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, administrator);
    bench.take().await;
    group
}

#[tokio::test]
async fn rights_are_taken_away_one_by_one_and_can_be_asked_for() {
    let bench = Bench::started().await;
    let group = group(&bench, true).await;
    let card = bench.say(group, "card").await;
    let text = json!({"chat_id": group, "text": "x"});
    let place = json!({"chat_id": group, "latitude": 22.3, "longitude": 114.1});
    bench.telegram.allow(group, Right::Media, false);
    let no = bench.no("sendLocation", place).await;
    assert_eq!(no, "Bad Request: not enough rights to send locations to the chat");
    bench.ok("sendMessage", text.clone()).await;
    bench.telegram.allow(group, Right::Text, false);
    let no = bench.no("sendMessage", text).await;
    assert_eq!(no, "Bad Request: not enough rights to send text messages to the chat");
    let edit = json!({"chat_id": group, "message_id": card, "text": "changed"});
    bench.ok("editMessageText", edit.clone()).await;
    bench.telegram.allow(group, Right::Edit, false);
    let edit = json!({"chat_id": group, "message_id": card, "text": "changed again"});
    assert_eq!(bench.no("editMessageText", edit).await, "Bad Request: CHAT_WRITE_FORBIDDEN");
    bench.telegram.allow(group, Right::Pin, false);
    let no = bench.no("pinChatMessage", json!({"chat_id": group, "message_id": card})).await;
    assert_eq!(no, "Bad Request: not enough rights to pin a message");
    let permissions = bench.ok("getChat", json!({"chat_id": group})).await["permissions"].clone();
    assert_eq!(
        (&permissions["can_send_messages"], &permissions["can_send_photos"]),
        (&json!(false), &json!(false))
    );
    bench.telegram.promote(group, bench.telegram.bot(), false);
    let own = json!({"chat_id": group, "user_id": bench.telegram.bot()});
    let standing = bench.ok("getChatMember", own).await;
    assert_eq!(standing["status"], "restricted");
    assert_eq!(
        (&standing["is_member"], &standing["can_send_messages"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test]
async fn slow_mode_holds_up_members_but_no_administrator_and_no_edit() {
    let bench = Bench::started().await;
    let group = group(&bench, false).await;
    bench.telegram.slow_mode(group, 30);
    let first = bench.say(group, "one").await;
    let wait = bench.ask("sendMessage", json!({"chat_id": group, "text": "two"})).await;
    assert_eq!(wait["description"], "Too Many Requests: retry after 30");
    assert_eq!(wait["parameters"]["retry_after"], 30);
    let edit = json!({"chat_id": group, "message_id": first, "text": "changed"});
    bench.ok("editMessageText", edit).await;
    bench.forward(30);
    bench.say(group, "two").await;
    bench.telegram.promote(group, bench.telegram.bot(), true);
    bench.say(group, "three").await;
    assert_eq!(bench.ok("getChat", json!({"chat_id": group})).await["slow_mode_delay"], 30);
}

#[tokio::test]
async fn an_administrator_may_delete_everything() {
    let bench = Bench::started().await;
    let group = group(&bench, true).await;
    let card = bench.say(group, "card").await;
    bench.telegram.clear(group);
    assert!(bench.telegram.messages(group).is_empty());
    let edit = json!({"chat_id": group, "message_id": card, "text": "x"});
    assert_eq!(bench.no("editMessageText", edit).await, "Bad Request: message to edit not found");
    assert!(bench.take().await.is_empty(), "the bot hears nothing of it");
    assert!(bench.say(group, "next").await > card);
}

fn said(group: i64, thread: i64) -> Value {
    json!({"chat_id": group, "message_thread_id": thread, "text": "x"})
}

#[tokio::test]
async fn topics_are_opened_closed_lost_and_deleted() {
    let bench = Bench::started().await;
    let group = group(&bench, true).await;
    let unknown = "Bad Request: message thread not found";
    assert_eq!(bench.no("sendMessage", said(group, 5)).await, unknown);
    bench.telegram.forum(group, true);
    let thread = bench.telegram.topic(group, LIN, "Lifts");
    let created = bench.take().await.pop().unwrap()["message"].clone();
    assert_eq!(created["forum_topic_created"]["name"], "Lifts");
    assert_eq!(
        (&created["message_thread_id"], &created["is_topic_message"]),
        (&json!(thread), &json!(true))
    );
    assert_eq!(created["chat"]["is_forum"], true);

    let sent = bench.ok("sendMessage", said(group, thread)).await;
    assert_eq!(sent["message_thread_id"], thread);
    assert_eq!(bench.no("sendMessage", said(group, 1)).await, unknown, "General has no number");
    bench.telegram.send_in_topic(LIN, group, thread, Content::text("in it")).unwrap();
    assert_eq!(bench.take().await[0]["message"]["message_thread_id"], thread);

    bench.telegram.close_topic(group, LIN, thread, true);
    assert!(bench.take().await[0]["message"]["forum_topic_closed"].is_object());
    assert_eq!(bench.no("sendMessage", said(group, thread)).await, "Bad Request: TOPIC_CLOSED");
    let reply = json!({"chat_id": group, "text": "x", "reply_parameters": {"message_id": thread}});
    assert_eq!(bench.no("sendMessage", reply).await, "Bad Request: TOPIC_CLOSED");
    bench.telegram.close_topic(group, LIN, thread, false);
    bench.ok("sendMessage", said(group, thread)).await;

    bench.telegram.lose_topic(group, thread, true);
    assert_eq!(bench.no("sendMessage", said(group, thread)).await, unknown);
    bench.telegram.lose_topic(group, thread, false);
    bench.telegram.forum(group, false);
    assert_eq!(bench.no("sendMessage", said(group, thread)).await, unknown);
    bench.telegram.forum(group, true);
    bench.ok("sendMessage", said(group, thread)).await;
    bench.telegram.delete_topic(group, thread);
    assert_eq!(bench.no("sendMessage", said(group, thread)).await, unknown);
    assert!(bench.telegram.messages(group).iter().all(|message| message.thread.is_none()));
    bench.telegram.close_topic(group, LIN, 1, true);
    let general = json!({"chat_id": group, "text": "x"});
    assert_eq!(bench.no("sendMessage", general).await, "Bad Request: TOPIC_CLOSED");
}

#[tokio::test]
async fn a_bot_manages_topics_where_it_may() {
    let bench = Bench::started().await;
    let group = group(&bench, true).await;
    let create = json!({"chat_id": group, "name": "Lifts"});
    assert_eq!(
        bench.no("createForumTopic", create.clone()).await,
        "Bad Request: the chat is not a forum"
    );
    bench.telegram.forum(group, true);
    let no = bench.no("createForumTopic", create.clone()).await;
    assert_eq!(no, "Bad Request: not enough rights to create a topic");
    bench.telegram.allow(group, Right::Topics, true);
    let thread = bench.ok("createForumTopic", create).await["message_thread_id"].clone();
    let topic = json!({"chat_id": group, "message_thread_id": thread});
    bench.ok("closeForumTopic", topic.clone()).await;
    assert_eq!(bench.no("closeForumTopic", topic.clone()).await, "Bad Request: TOPIC_NOT_MODIFIED");
    bench.ok("sendMessage", said(group, thread.as_i64().unwrap())).await;
    bench.ok("reopenForumTopic", topic.clone()).await;
    let renamed = json!({"chat_id": group, "message_thread_id": thread, "name": "Doors"});
    bench.ok("editForumTopic", renamed).await;
    bench.ok("hideGeneralForumTopic", json!({"chat_id": group})).await;
    bench.ok("unhideGeneralForumTopic", json!({"chat_id": group})).await;
    bench.ok("deleteForumTopic", topic.clone()).await;
    assert_eq!(bench.no("deleteForumTopic", topic).await, "Bad Request: TOPIC_ID_INVALID");
    assert!(bench.take().await.is_empty(), "nobody tells the bot what it did itself");
}
