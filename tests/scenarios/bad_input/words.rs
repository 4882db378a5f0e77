//! Words, files and changes of every strange sort, told and sent in the middle of things.

use casework::words::Language::En;
use huiyin::{button::Choice, incoming};
use playground::{Blob, Content};
use scenarios::{Person, World, photo};
use serde_json::{Value, json};

/// An update as the real Telegram would bring it, of somebody in their private chat.
fn update(person: Person<'_>, fields: &Value) -> Value {
    let mut message = json!({
        "message_id": 9_000_001,
        "date": 1_795_050_000,
        "chat": { "id": person.account, "type": "private", "first_name": "X" },
        "from": { "id": person.account, "is_bot": false, "first_name": "X", "language_code": "en" },
    });
    for (name, field) in fields.as_object().into_iter().flatten() {
        message[name] = field.clone();
    }
    json!({ "message": message })
}

async fn brings(world: &World, person: Person<'_>, fields: &Value) {
    world.telegram.raw(update(person, fields));
    world.settle().await;
}

async fn story(world: &World) -> String {
    world.column("select facts ->> 'story' from cases order by id desc limit 1").await.remove(0)
}

/// From the story to the number, by the shortest way.
async fn finishes(person: Person<'_>) {
    for label in ["That's all", "Lifts", "Skip", "Skip the rest", "Send"] {
        person.taps(label).await;
    }
}

#[tokio::test]
async fn signs_made_of_many_signs_are_kept_whole_or_refused_in_words() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        owner.joins().await;
        owner.says(&"😀".repeat(4_096)).await;
        assert!(owner.has_read("This is too long, so it was not added."), "{}", owner.reads());
        let families = "👨‍👩‍👧‍👦".repeat(190);
        let flags = "🇨🇳🏳️‍🌈".repeat(200);
        owner.says(&format!("wet {families}")).await;
        owner.says(&flags).await;
        finishes(owner).await;
        assert_eq!(story(world).await, format!("wet {families}\n{flags}"));
        crew.signs(world.room("engineering")).await;
        assert!(crew.has_read(&families) && crew.has_read(&flags));
    })
    .await;
}

#[tokio::test]
async fn a_hundred_kilobytes_are_refused_in_words() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        for field in ["text", "caption"] {
            let mut fields = json!({ field: "water ".repeat(17_000) });
            if field == "caption" {
                fields["hologram_of_2031"] = json!({});
            }
            owner.heard();
            brings(world, owner, &fields).await;
            let heard = owner.heard();
            assert!(heard.contains("This is too long, so it was not added."), "{heard}");
        }
        owner.says("The lift rattles").await;
        finishes(owner).await;
        assert_eq!(story(world).await, "The lift rattles");
    })
    .await;
}

#[tokio::test]
async fn whatever_looks_like_a_command_to_a_machine_is_words_in_every_field() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        let typed = "Robert'); drop table cases; -- <b>{0} %s $(x)";
        owner.starts().await;
        owner.chooses(|choice| choice == Choice::Agree).await;
        owner.says(typed).await;
        owner.taps("Public area / visitor").await;
        owner.says("138 0000 0000").await;
        assert!(owner.has_read(&format!("Nice to meet you, {typed}")), "{}", owner.reads());
        owner.says(typed).await;
        owner.taps("That's all").await;
        owner.taps("Lifts").await;
        for _ in ["where", "when", "the wish"] {
            owner.says(typed).await;
        }
        owner.taps("Skip the rest").await;
        owner.taps("Send").await;
        let group = world.room("engineering");
        crew.signs(group).await;
        assert!(crew.reads().matches(typed).count() >= 3, "{}", crew.reads());
        crew.reports(group, typed).await;
        assert!(owner.has_read(&format!("Result: {typed}")), "{}", owner.reads());
        assert_eq!(world.stages().await, "reported");
    })
    .await;
}

#[tokio::test]
async fn what_no_database_keeps_is_cleaned_and_the_rest_is_kept() {
    World::run(En, async |world| {
        let (owner, crew) = (world.person("owner"), world.person("crew"));
        owner.joins().await;
        brings(world, owner, &json!({ "text": "wet\u{0} wall\u{7}\u{202e}" })).await;
        let half = update(owner, &json!({ "text": "HALF one" })).to_string();
        let raw = half.replace("HALF", "\\ud83d");
        assert!(serde_json::from_str::<Value>(&raw).is_err(), "no strict parser takes it");
        let row = (1, incoming::lane(&raw), raw.clone());
        world.app().desk().receive(&[row], None).await.expect("the book takes it");
        world.settle().await;
        finishes(owner).await;
        assert_eq!(story(world).await, "wet wall\n\u{fffd} one");
        crew.signs(world.room("engineering")).await;
        assert!(crew.has_read("wet wall"), "{}", crew.reads());
        let kept = world.column("select raw from inbox where update_id = 1").await;
        assert_eq!(kept, [raw], "what came is kept as it came");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_can_read_is_parked_and_whoever_sent_it_is_told() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        owner.heard();
        world.forgive("unreadable: ");
        brings(world, owner, &json!({ "message_id": "x", "text": "water" })).await;
        let parked = "select outcome from inbox where parked_at is not null and done_at is null";
        assert_eq!(world.column(parked).await, ["unreadable: a message without a number"]);
        assert!(!owner.heard().is_empty(), "nobody was told");
        finishes(owner).await;
        assert_eq!(story(world).await, "The lift rattles");
    })
    .await;
}

#[tokio::test]
async fn kinds_of_tomorrow_are_ignored_with_a_reason_and_kept() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.heard();
        let body = json!({ "from": { "id": owner.account }, "text": "hello" });
        let number = world.telegram.raw(json!({ "hologram_of_2031": body }));
        world.settle().await;
        assert_eq!(owner.heard(), "");
        let kept = "select update_id || ' ' || outcome from inbox where raw like '%hologram%'";
        assert_eq!(world.column(kept).await, [format!("{number} not for us")]);
    })
    .await;
}

#[tokio::test]
async fn a_picture_sent_as_a_file_is_a_file() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        let file = Content::document(b"GIF89a".to_vec(), "wall.jpg", "image/jpeg");
        owner.sends(file).await;
        owner.sends(photo()).await;
        assert!(owner.has_read("2 files"), "{}", owner.reads());
        let large = Content::document(Blob::declared(25 << 20), "wall.jpg", "image/jpeg");
        owner.sends(large).await;
        assert!(owner.has_read("This file is over 20 MB and we cannot fetch it."));
        assert!(owner.has_read("2 files"));
    })
    .await;
}

#[tokio::test]
async fn an_album_with_a_part_that_we_cannot_take_keeps_all_its_words() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        let part = |number: i64, fields: Value| {
            let mut all = fields;
            all["media_group_id"] = json!("77");
            all["message_id"] = json!(9_000_100 + number);
            all
        };
        let size =
            |id: &str| json!([{ "file_id": id, "file_unique_id": id, "width": 9, "height": 9 }]);
        let first = world.telegram.upload(b"GIF89a".to_vec(), "a.png", "image/png");
        let parts = [
            part(1, json!({ "photo": size(&first), "caption": "left" })),
            part(2, json!({ "hologram_of_2031": {}, "caption": "middle" })),
            part(3, json!({ "photo": size(&first), "caption": "right" })),
        ];
        for fields in &parts {
            world.telegram.raw(update(owner, fields));
        }
        world.settle().await;
        finishes(owner).await;
        let told = story(world).await;
        for words in ["left", "middle", "right"] {
            assert!(told.contains(words), "{words} is lost: {told}");
        }
        let files =
            "select count(*) from evidence where handle = (select min(handle) from evidence)";
        assert_eq!(world.count(files).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_change_afterwards_changes_nothing_and_is_answered() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        world.signed("The lift rattles").await;
        let history = world.count("select count(*) from history").await;
        for fields in [
            json!({ "text": "The lift burns", "edit_date": 1_795_050_001 }),
            json!({ "text": "/cancel", "edit_date": 1_795_050_001 }),
            json!({ "photo": [{ "file_id": "x", "file_unique_id": "y", "width": 1, "height": 1 }],
                    "caption": "other words", "edit_date": 1_795_050_001 }),
            json!({ "edit_date": 1_795_050_001 }),
        ] {
            owner.heard();
            let mut edited = update(owner, &fields)["message"].take();
            let theirs = world.telegram.messages(owner.account);
            let theirs = theirs.iter().rfind(|message| message.from == owner.account);
            edited["message_id"] = json!(theirs.expect("they wrote").id);
            world.telegram.raw(json!({ "edited_message": edited }));
            world.settle().await;
            let heard = owner.heard();
            assert!(heard.contains("We see that you changed a message."), "{fields}: {heard}");
        }
        assert_eq!(world.count("select count(*) from history").await, history);
        assert_eq!(world.stages().await, "working");
        assert_eq!(story(world).await, "The lift rattles");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_wrote_is_words_and_never_a_command() {
    World::run(En, async |world| {
        let (owner, mate) = (world.person("owner"), world.person("mate"));
        owner.joins().await;
        owner.says("The lift rattles").await;
        let forwarded = Content::Forwarded(Box::new(Content::text("/cancel")));
        owner.sends(forwarded).await;
        let seen = Content::ForwardedFrom(mate.account, Box::new(Content::text("/start go")));
        owner.sends(seen).await;
        let bot = json!({ "id": 200_000, "is_bot": true, "first_name": "Gif" });
        brings(world, owner, &json!({ "text": "/cancel", "via_bot": bot })).await;
        finishes(owner).await;
        assert_eq!(story(world).await, "The lift rattles\n/cancel\n/start go\n/cancel");
    })
    .await;
}

#[tokio::test]
async fn a_command_is_one_only_at_the_beginning_for_us_and_in_small_letters() {
    World::run(En, async |world| {
        let owner = world.person("owner");
        owner.joins().await;
        owner.says("The lift rattles").await;
        for unknown in
            ["/cancel@other_bot", "/CANCEL", "/a_very_long_command_of_thirty_three_letters", "/"]
        {
            owner.heard();
            owner.says(unknown).await;
            let heard = owner.heard();
            assert!(heard.contains("We do not know that command."), "{unknown}: {heard}");
        }
        owner.says("please /cancel it").await;
        owner.sends(photo().captioned("/cancel")).await;
        finishes(owner).await;
        assert_eq!(story(world).await, "The lift rattles\nplease /cancel it\n/cancel");
        let (crew, group) = (world.person("crew"), world.room("engineering"));
        world.said();
        crew.writes(group, "/my@other_bot").await;
        crew.writes(group, "/MY").await;
        assert_eq!(world.said(), "", "commands for others are not ours");
    })
    .await;
}
