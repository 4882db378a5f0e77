//! Groups: joining, rights, being thrown out, upgrades, pins, menus.

use serde_json::{Value, json};

use crate::{Bench, LIN, WANG};

fn text(chat: i64) -> Value {
    json!({"chat_id": chat, "text": "hello"})
}

#[tokio::test]
async fn a_startgroup_link_adds_the_bot_and_says_the_payload() {
    let bench = Bench::started().await;
    let group = bench.telegram.group("Repairs", LIN);
    assert_eq!(bench.no("sendMessage", text(group)).await, "Bad Request: chat not found");
    bench.telegram.add_bot(group, LIN, Some("code-1"), true);
    let updates = bench.take().await;
    let change = &updates[0]["my_chat_member"];
    assert_eq!(change["old_chat_member"]["status"], "left");
    assert_eq!(change["new_chat_member"]["status"], "administrator");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["is_bot"], true);
    assert_eq!(updates[2]["message"]["text"], "/start@huiyin_bot code-1");
}

#[tokio::test]
async fn an_upgraded_group_tells_its_new_id() {
    let bench = Bench::started().await;
    let group = bench.telegram.group("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    bench.take().await;
    let new = bench.telegram.upgrade(group);
    let updates = bench.take().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], group);
    let refused = bench.ask("sendMessage", text(group)).await;
    assert_eq!(refused["description"], "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(refused["parameters"]["migrate_to_chat_id"], new);
    bench.ok("sendMessage", text(new)).await;
}

#[tokio::test]
async fn a_bot_outside_a_group_is_told_why() {
    let bench = Bench::started().await;
    let (basic, large) = (bench.telegram.group("A", LIN), bench.telegram.supergroup("B", LIN));
    for group in [basic, large] {
        bench.telegram.add_bot(group, LIN, None, false);
        bench.telegram.kick_bot(group, LIN);
    }
    let refused = bench.no("sendMessage", text(basic)).await;
    assert_eq!(refused, "Forbidden: bot was kicked from the group chat");
    let refused = bench.no("sendMessage", text(large)).await;
    assert_eq!(refused, "Forbidden: bot was kicked from the supergroup chat");
    bench.telegram.add_bot(large, LIN, None, false);
    bench.ok("leaveChat", json!({"chat_id": large})).await;
    let refused = bench.no("sendMessage", text(large)).await;
    assert_eq!(refused, "Forbidden: bot is not a member of the supergroup chat");
    bench.telegram.delete_group(basic);
    let refused = bench.no("sendMessage", text(basic)).await;
    assert_eq!(refused, "Forbidden: the group chat was deleted");
}

#[tokio::test]
async fn members_have_a_status() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, true);
    bench.telegram.join(group, WANG);
    let status = async |user: i64| {
        let params = json!({"chat_id": group, "user_id": user});
        bench.ok("getChatMember", params).await["status"].clone()
    };
    assert_eq!(status(LIN).await, "creator");
    assert_eq!(status(WANG).await, "member");
    bench.telegram.leave(group, WANG);
    assert_eq!(status(WANG).await, "left");
    let administrators = bench.ok("getChatAdministrators", json!({"chat_id": group})).await;
    assert_eq!(administrators.as_array().unwrap().len(), 2);
    let count = bench.ok("getChatMemberCount", json!({"chat_id": group})).await;
    assert_eq!(count, 2);
    let chat = bench.ok("getChat", json!({"chat_id": group})).await;
    assert_eq!(
        (chat["type"].as_str(), chat["title"].as_str()),
        (Some("supergroup"), Some("Repairs"))
    );
}

#[tokio::test]
async fn pinning_needs_a_right_and_is_seen() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    let id = bench.say(group, "digest").await;
    let pin = json!({"chat_id": group, "message_id": id, "disable_notification": true});
    let refused = bench.no("pinChatMessage", pin.clone()).await;
    assert_eq!(refused, "Bad Request: not enough rights to pin a message");
    bench.telegram.promote(group, bench.telegram.bot(), true);
    bench.ok("pinChatMessage", pin).await;
    assert_eq!(bench.telegram.pinned(group), [id]);
    let update = bench.take().await.pop().unwrap();
    assert_eq!(update["message"]["pinned_message"]["message_id"], id);
    bench.ok("unpinChatMessage", json!({"chat_id": group})).await;
    assert!(bench.telegram.pinned(group).is_empty());
}

#[tokio::test]
async fn the_narrowest_menu_in_the_persons_language_is_shown() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.join(group, WANG);
    let set = async |name: &str, scope: Value, language: &str| {
        let commands = json!([{"command": name, "description": name}]);
        let params = json!({"commands": commands, "scope": scope, "language_code": language});
        bench.ok("setMyCommands", params).await;
    };
    set("all", json!({"type": "default"}), "").await;
    set("quan", json!({"type": "default"}), "zh").await;
    set("crew", json!({"type": "all_group_chats"}), "").await;
    set("head", json!({"type": "chat_administrators", "chat_id": group}), "").await;
    let menu = |chat: i64, person: i64| bench.telegram.commands(chat, person)[0].0.clone();
    assert_eq!(menu(LIN, LIN), "quan");
    assert_eq!(menu(WANG, WANG), "all");
    assert_eq!(menu(group, WANG), "crew");
    assert_eq!(menu(group, LIN), "head");
    bench.ok("deleteMyCommands", json!({"language_code": "zh"})).await;
    assert_eq!(menu(LIN, LIN), "all");
    let listed = bench.ok("getMyCommands", json!({"scope": {"type": "all_group_chats"}})).await;
    assert_eq!(listed, json!([{"command": "crew", "description": "crew"}]));
}

#[tokio::test]
async fn a_muted_bot_may_not_write() {
    let bench = Bench::started().await;
    let group = bench.telegram.supergroup("Repairs", LIN);
    bench.telegram.add_bot(group, LIN, None, false);
    bench.telegram.mute_bot(group, true);
    let refused = bench.no("sendMessage", text(group)).await;
    assert_eq!(refused, "Bad Request: not enough rights to send text messages to the chat");
}
