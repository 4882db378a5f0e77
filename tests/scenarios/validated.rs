//! What the stand-in says and what the program asks, held against a schema that we did not write.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use casework::words::Language::{En, ZhHans};
use chrono::{DateTime, TimeDelta};
use huiyin::button::Act;
use playground::{Content, Profile, Right, Telegram};
use scenarios::{World, album, all_is_well, big_file, photo, sticker, validator, voice};
use serde_json::{Value, json};

/// A file that goes when the test is over.
struct Journal(PathBuf);

impl Journal {
    fn of(telegram: &Telegram, name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("huiyin-{name}-{}.jsonl", std::process::id()));
        telegram.journal_whole(true);
        telegram.journal_to(&path).expect("a file for the journal");
        Self(path)
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(&self.0).expect("a journal");
        text.lines().map(|line| serde_json::from_str(line).expect("a line")).collect()
    }

    fn write(&self, lines: &[Value]) {
        let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
        fs::write(&self.0, lines.join("\n")).expect("a journal");
    }

    fn is_clean(&self) {
        let verdict = validator::validate(&self.0).unwrap_or_else(|missing| panic!("{missing}"));
        assert!(verdict.is_clean, "{}", verdict.text);
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

#[tokio::test]
async fn everything_in_the_good_case_is_as_telegram_has_it() {
    World::run(ZhHans, async |world| {
        let journal = Journal::of(&world.telegram, "good");
        world.restart().await;
        let (owner, head) = (world.person("owner"), world.person("head"));
        world.reported("电梯停在三楼不动").await;
        owner.taps("解决了").await;
        head.acts(head.account, Act::SignOff).await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(ZhHans) {
            owner.taps(label).await;
        }
        world.telegram.flush_journal().expect("a whole journal");
        journal.is_clean();
    })
    .await;
}

#[tokio::test]
async fn files_groups_that_move_and_people_who_come_and_go_are_as_telegram_has_them() {
    World::run(En, async |world| {
        world.forgive("blocked");
        let journal = Journal::of(&world.telegram, "files");
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        owner.joins().await;
        owner.taps("Complaint").await;
        owner.sends_album(album(10, "The lift rattles <b>&")).await;
        owner.sends(photo()).await;
        for label in ["That's all", "Lifts", "Skip", "Skip the rest", "Send"] {
            owner.taps(label).await;
        }
        let group = world.room("engineering");
        crew.replies(group, "Slip", Content::text("on our way")).await;
        crew.signs(group).await;
        world.telegram.block(owner.account);
        crew.reports(group, "It runs").await;
        owner.starts().await;
        owner.says("/my").await;
        for odd in [voice(), sticker(), big_file()] {
            owner.sends(odd).await;
        }
        let (admin, cleaner) = (world.person("manager"), world.person("cleaner"));
        let code = super::groups::code(world).await;
        let small = world.telegram.group("Grounds, small", admin.account);
        world.telegram.join(small, cleaner.account);
        world.telegram.add_bot(small, admin.account, Some(&code), true);
        world.settle().await;
        let neighbour = world.person("neighbour");
        neighbour.joins().await;
        neighbour.complains("There is rubbish everywhere").await;
        let large = world.telegram.upgrade(small);
        world.settle().await;
        cleaner.signs(large).await;
        world.telegram.flush_journal().expect("a whole journal");
        journal.is_clean();
    })
    .await;
}

const LIN: i64 = 5_000_000_001;
const WANG: i64 = 5_000_000_002;

/// The stand-in alone, with a bot that does everything there is.
struct Bench {
    telegram: Telegram,
    base: String,
    client: reqwest::Client,
}

impl Bench {
    async fn open() -> Self {
        let now = || DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
        let telegram = Telegram::new("42:x", "huiyin_bot", "Huiyin", Arc::new(now));
        telegram.limits(false);
        telegram.paced(false);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}/bot42:x", listener.local_addr().expect("an address"));
        let router = telegram.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { telegram, base, client: reqwest::Client::new() }
    }

    async fn asks(&self, method: &str, params: Value) -> Value {
        let request = self.client.post(format!("{}/{method}", self.base)).json(&params);
        let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    async fn uploads(&self, method: &str, field: &'static str, mime: &str) -> Value {
        let bytes = b"\x89PNG\r\n\x1a\n a file".to_vec();
        let part = reqwest::multipart::Part::bytes(bytes).file_name("file.png");
        let part = part.mime_str(mime).expect("a type");
        let form = reqwest::multipart::Form::new().text("chat_id", LIN.to_string());
        let form = form.text("caption", "as it was").part(field, part);
        let request = self.client.post(format!("{}/{method}", self.base)).multipart(form);
        request.send().await.expect("an answer").json::<Value>().await.expect("JSON")["result"]
            .take()
    }

    fn says(&self, content: Content) -> i64 {
        self.telegram.send(LIN, LIN, content).expect("it can be sent")
    }
}

fn every_kind() -> Vec<Content> {
    let file = || playground::Blob::from(b"bytes".to_vec());
    let words = || Some("see https://x.example #lift".to_owned());
    let clip = Content::Video { file: file(), seconds: 4, caption: words() };
    let forwarded = || Box::new(Content::text("as I was told"));
    vec![
        Content::text("/help me, 🙂 @huiyin_bot a@b.com +8613800001111"),
        photo().captioned("wet"),
        clip,
        voice(),
        Content::VideoNote { file: file(), seconds: 4 },
        Content::Audio { file: file(), name: "a.mp3".into(), seconds: 4, caption: None },
        Content::Animation { file: file(), caption: None },
        Content::document(b"report".to_vec(), "report.txt", "text/plain"),
        sticker(),
        Content::Dice { emoji: "🎲".into() },
        Content::Poll { question: "Which?".into(), options: vec!["A".into(), "B".into()] },
        Content::Location { latitude: 22.3, longitude: 114.1 },
        Content::Venue { latitude: 22.3, longitude: 114.1, title: "T".into(), address: "A".into() },
        Content::Contact { phone: "+1".into(), first_name: "Lin".into(), user_id: Some(LIN) },
        Content::Forwarded(forwarded()),
        Content::ForwardedFrom(WANG, forwarded()),
        Content::Story,
    ]
}

async fn does_everything(bench: &Bench) {
    let telegram = &bench.telegram;
    telegram.person(Profile::named(LIN, "Lin").speaking("zh-hans"));
    telegram.person(Profile::named(WANG, "Wang"));
    let every = json!([
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction"
    ]);
    bench.asks("getMe", json!({})).await;
    bench.asks("getUpdates", json!({"allowed_updates": every})).await;
    let first = telegram.start(LIN, Some("lobby")).expect("a start");
    for content in every_kind() {
        bench.says(content);
    }
    let ids = telegram.album(LIN, LIN, album(3, "three")).expect("an album");
    telegram.edit(LIN, LIN, ids[0], "still three").expect("an edit");
    telegram.reply(LIN, LIN, first, Content::text("an answer")).expect("an answer");
    telegram.react(LIN, LIN, first, "👍").expect("a reaction");
    telegram.block(LIN);
    telegram.unblock(LIN);

    let keyboard = json!({"inline_keyboard": [[
        {"text": "Press", "callback_data": "p"}, {"text": "Open", "url": "https://x.example"},
        {"text": "Copy", "copy_text": {"text": "1"}}]]});
    let text = json!({"chat_id": LIN, "text": "ready", "reply_markup": keyboard,
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
        "reply_parameters": {"message_id": first}, "link_preview_options": {"is_disabled": true}});
    let sent = bench.asks("sendMessage", text).await["message_id"].clone();
    let press = telegram.press(LIN, LIN, "Press").expect("a press");
    let toast = json!({"callback_query_id": press.id, "text": "done", "show_alert": true});
    bench.asks("answerCallbackQuery", toast).await;
    telegram.press_data(LIN, LIN, 99_999, "gone");
    let edit = json!({"chat_id": LIN, "message_id": sent, "text": "changed"});
    bench.asks("editMessageText", edit).await;
    let marked = json!({"chat_id": LIN, "message_id": sent, "reply_markup": keyboard});
    bench.asks("editMessageReplyMarkup", marked).await;
    let reacted = json!([{"type": "emoji", "emoji": "👍"}]);
    let react = json!({"chat_id": LIN, "message_id": first, "reaction": reacted});
    bench.asks("setMessageReaction", react).await;
    let contact = json!({"keyboard": [[{"text": "My number", "request_contact": true}]],
        "resize_keyboard": true, "one_time_keyboard": true});
    let ask = json!({"chat_id": LIN, "text": "number?", "reply_markup": contact});
    bench.asks("sendMessage", ask).await;
    telegram.share_contact(LIN).expect("a contact");
    for (method, field, mime) in [
        ("sendPhoto", "photo", "image/png"),
        ("sendDocument", "document", "text/plain"),
        ("sendVideo", "video", "video/mp4"),
        ("sendVoice", "voice", "audio/ogg"),
        ("sendAudio", "audio", "audio/mpeg"),
        ("sendAnimation", "animation", "video/mp4"),
    ] {
        let message = bench.uploads(method, field, mime).await;
        assert!(message["message_id"].is_number(), "{method}: {message}");
        if method == "sendPhoto" {
            let id = &message["photo"][0]["file_id"];
            bench.asks("getFile", json!({"file_id": id})).await;
            let media = json!([{"type": "photo", "media": id}, {"type": "photo", "media": id}]);
            bench.asks("sendMediaGroup", json!({"chat_id": LIN, "media": media})).await;
            let caption =
                json!({"chat_id": LIN, "message_id": message["message_id"], "caption": "x"});
            bench.asks("editMessageCaption", caption).await;
        }
    }
    let place = json!({"chat_id": LIN, "latitude": 22.3, "longitude": 114.1});
    bench.asks("sendLocation", place).await;
    bench.asks("sendDice", json!({"chat_id": LIN})).await;
    let contact = json!({"chat_id": LIN, "phone_number": "+1", "first_name": "Wang"});
    bench.asks("sendContact", contact).await;
    bench.asks("sendChatAction", json!({"chat_id": LIN, "action": "typing"})).await;
    let one = json!({"chat_id": LIN, "from_chat_id": LIN, "message_id": ids[0]});
    bench.asks("copyMessage", one.clone()).await;
    bench.asks("forwardMessage", one).await;
    let many = json!({"chat_id": LIN, "from_chat_id": LIN, "message_ids": ids});
    bench.asks("copyMessages", many.clone()).await;
    bench.asks("forwardMessages", many).await;
    bench.asks("deleteMessage", json!({"chat_id": LIN, "message_id": sent})).await;
    bench.asks("deleteMessages", json!({"chat_id": LIN, "message_ids": [ids[2]]})).await;
    let menu = json!({"commands": [{"command": "help", "description": "Help"}],
        "scope": {"type": "chat", "chat_id": LIN}, "language_code": "zh"});
    bench.asks("setMyCommands", menu).await;
    bench.asks("getMyCommands", json!({})).await;
    bench.asks("setMyName", json!({"name": "Huiyin"})).await;
    bench.asks("getMyName", json!({})).await;
    bench.asks("getMyDescription", json!({})).await;
    bench.asks("getUserProfilePhotos", json!({"user_id": LIN})).await;
    bench.asks("getChat", json!({"chat_id": LIN})).await;
    groups(bench).await;
    bench.asks("setWebhook", json!({"url": "https://x.example/", "secret_token": "s"})).await;
    bench.asks("getWebhookInfo", json!({})).await;
    bench.asks("deleteWebhook", json!({})).await;
    let last = bench.asks("getUpdates", json!({})).await[0]["update_id"].clone();
    bench.asks("getUpdates", json!({"offset": last})).await;
}

async fn groups(bench: &Bench) {
    let telegram = &bench.telegram;
    let small = telegram.group("Small", LIN);
    telegram.add_bot(small, LIN, Some("code"), true);
    telegram.join(small, WANG);
    let large = telegram.upgrade(small);
    telegram.promote(large, WANG, true);
    telegram.promote(large, WANG, false);
    telegram.as_anonymous(large, Content::text("/list"));
    telegram.leave(large, WANG);
    telegram.allow(large, Right::Topics, true);
    telegram.forum(large, true);
    let topic = telegram.topic(large, LIN, "Lifts");
    telegram.send_in_topic(LIN, large, topic, Content::text("in it")).expect("a topic");
    let card = json!({"chat_id": large, "message_thread_id": topic, "text": "card"});
    let card = bench.asks("sendMessage", card).await["message_id"].clone();
    let card = card.as_i64().expect("a number");
    telegram.reply(LIN, large, card, Content::text("noted")).expect("an answer");
    telegram.rename_topic(large, LIN, topic, "Doors");
    telegram.close_topic(large, LIN, topic, true);
    telegram.close_topic(large, LIN, topic, false);
    telegram.close_topic(large, LIN, 1, true);
    telegram.close_topic(large, LIN, 1, false);
    telegram.hide_general_topic(large, LIN, true);
    telegram.hide_general_topic(large, LIN, false);
    let made = bench.asks("createForumTopic", json!({"chat_id": large, "name": "Roof"})).await;
    let made = json!({"chat_id": large, "message_thread_id": made["message_thread_id"]});
    bench.asks("closeForumTopic", made.clone()).await;
    bench.asks("deleteForumTopic", made).await;
    bench.asks("pinChatMessage", json!({"chat_id": large, "message_id": card})).await;
    for method in ["getChat", "getChatAdministrators", "getChatMemberCount"] {
        bench.asks(method, json!({"chat_id": large})).await;
    }
    telegram.slow_mode(large, 10);
    telegram.mute_bot(large, true);
    telegram.promote(large, telegram.bot(), false);
    for member in [LIN, WANG, telegram.bot()] {
        bench.asks("getChatMember", json!({"chat_id": large, "user_id": member})).await;
    }
    bench.asks("getChat", json!({"chat_id": large})).await;
    telegram.kick_bot(large, LIN);
    telegram.add_bot(large, LIN, None, true);
    bench.asks("leaveChat", json!({"chat_id": large})).await;
}

#[tokio::test]
async fn everything_the_stand_in_can_say_is_as_telegram_has_it() {
    let bench = Bench::open().await;
    let journal = Journal::of(&bench.telegram, "everything");
    does_everything(&bench).await;
    bench.telegram.flush_journal().expect("a whole journal");
    assert_eq!(bench.telegram.complaints(), Vec::<String>::new());
    journal.is_clean();
}

/// One spoiled line, and what the validator must say about it.
type Spoiled = (&'static str, fn(&mut Value), &'static str);

const SPOILED: [Spoiled; 13] = [
    ("update", |l| l["whole"]["message"]["chat"]["colour"] = 1.into(), "Chat has no such field"),
    ("update", |l| l["whole"]["message"]["date"] = "1790000000".into(), "a moment is written"),
    ("update", |l| l["whole"]["message"]["chat"]["type"] = Value::Null, "does not parse"),
    ("update", |l| l["whole"]["message"]["text"] = 7.into(), "does not parse"),
    ("update", |l| l["whole"]["message"]["from"]["id"] = "7".into(), "int is written"),
    ("sendMessage", |l| l["params"]["colour"] = 1.into(), "no parameter colour"),
    ("sendMessage", |l| l["params"]["text"] = "🙂".repeat(4097).into(), "4097 characters"),
    ("sendMessage", |l| l["params"]["entities"][0]["length"] = 99.into(), "beyond the text"),
    ("sendMessage", |l| data(l, &"字".repeat(22)), "66 bytes of data"),
    ("answerCallbackQuery", |l| l["params"]["text"] = "x".repeat(201).into(), "201 characters"),
    ("setMyCommands", |l| l["params"]["commands"][0]["command"] = "Help".into(), "1 to 32 of a-z"),
    ("sendMediaGroup", |l| l["params"]["media"] = json!([]), "2 to 10 are allowed"),
    ("answer", |l| l["result"] = json!({"message_id": "x"}), "the result does not parse"),
];

fn data(line: &mut Value, data: &str) {
    line["params"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = data.into();
}

#[tokio::test]
async fn the_validator_sees_what_is_wrong() {
    let bench = Bench::open().await;
    let journal = Journal::of(&bench.telegram, "spoiled");
    does_everything(&bench).await;
    bench.telegram.flush_journal().expect("a whole journal");
    let good = journal.lines();
    let mut lines = good.clone();
    let mut used = Vec::new();
    for (what, spoil, _) in SPOILED {
        let fits = |line: &Value| match what {
            "update" => line["what"] == "update" && line["text"] == "/start lobby",
            "answer" => line["what"] == "answer" && line["method"] == "sendMessage",
            method => line["what"] == "request" && line["method"] == method,
        };
        // Each spoils a line of its own; the same line may stand in the journal several times.
        let found = good.iter().position(fits).unwrap_or_else(|| panic!("no {what}"));
        let mut line = good[found].clone();
        spoil(&mut line);
        used.push(lines.len() + 1);
        lines.push(line);
    }
    journal.write(&lines);
    let verdict = validator::validate(&journal.0).unwrap_or_else(|missing| panic!("{missing}"));
    assert!(!verdict.is_clean);
    for (line, (what, _, words)) in used.into_iter().zip(SPOILED) {
        let place = format!(":{line}: ");
        let said = verdict.text.lines().any(|said| said.contains(&place) && said.contains(words));
        assert!(said, "line {line}, {what}, {words}:\n{}", verdict.text);
    }
    journal.write(&good[..1]);
    assert!(validator::validate(&journal.0).is_err(), "an empty journal proves nothing");
}
