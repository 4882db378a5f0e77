//! The doctor: each thing that can be ill is made ill, and told with the one step that mends it.

use casework::words::Language::{self, En};
use huiyin::{
    api::Api,
    doctor::{self, Finding, Grade, Looked},
    evidence::{Evidence, Place},
    stage::TOKEN,
};
use scenarios::World;
use serde_json::json;

use crate::folder::Folder;

async fn findings(world: &World) -> Vec<Finding> {
    looked(world, None).await
}

async fn looked(world: &World, webhook: Option<&str>) -> Vec<Finding> {
    let api = Api::new(&world.base(), TOKEN.to_owned().into()).expect("a client");
    let evidence = world.evidence();
    let place = evidence.as_ref().map(Evidence::place);
    let looked = Looked { api: &api, webhook, evidence: place };
    doctor::examine(world.app().desk(), looked).await.expect("the book")
}

/// The first finding of a check that is not well.
async fn ill(world: &World, check: &str, grade: Grade) -> String {
    ill_in(&findings(world).await, check, grade)
}

fn ill_in(all: &[Finding], check: &str, grade: Grade) -> String {
    let found = all.iter().find(|finding| finding.check == check && finding.grade == grade);
    let found =
        found.unwrap_or_else(|| panic!("{check} is not {grade:?}:\n{}", doctor::printed(all, En)));
    assert!(found.fix.is_some(), "what is ill has a step that mends it");
    assert_eq!(doctor::is_ill(std::slice::from_ref(found)), grade == Grade::Fail);
    doctor::printed(std::slice::from_ref(found), En)
}

#[tokio::test]
async fn an_estate_in_service_is_well_but_for_what_nobody_has_done_yet() {
    World::run(En, async |world| {
        let all = findings(world).await;
        let shown = |language| {
            let shown = doctor::printed(&all, language);
            // What the machine of the day has.
            let is_steady = |line: &&str| !line.contains("postgresql:");
            shown.lines().filter(is_steady).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(Language::ALL.map(shown).join("\n\n"));
        assert!(!doctor::is_ill(&all));
        let json = doctor::json(&all);
        assert_eq!(json.as_array().map(Vec::len), Some(all.len()));
        assert_eq!(json[0]["grade"], "ok");
    })
    .await;
}

#[tokio::test]
async fn what_is_ill_in_the_book_is_told() {
    World::run(En, async |world| {
        world.complaint("The lamp is out").await;
        world.meddles("update inbox set parked_at = now() where update_id = (select min(update_id) from inbox)").await;
        let told = ill(world, "parked", Grade::Warn).await;
        assert!(told.contains("1 updates were given up"), "{told}");
        world.meddles("update inbox set parked_at = null").await;
        world.meddles(
            "update inbox set done_at = null, received_at = timestamptz '2026-11-17 00:00Z'
             where update_id = (select min(update_id) from inbox)").await;
        ill(world, "queues", Grade::Fail).await;
        world.meddles("update inbox set done_at = received_at where done_at is null").await;
        world.meddles("update sites set emergency = '[]'").await;
        world.meddles("update posts set until = now() where role in ('admin', 'head')").await;
        world.restart().await;
        ill(world, "emergency", Grade::Fail).await;
        ill(world, "administrator", Grade::Fail).await;
        ill(world, "setup", Grade::Warn).await;
        ill(world, "holidays", Grade::Warn).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_ill_at_telegram_is_told() {
    World::run(En, async |world| {
        let group = world.room("engineering");
        world.telegram.kick_bot(group, world.person("manager").account);
        let told = ill(world, "group", Grade::Fail).await;
        assert!(told.contains("yunxi/engineering: not in the group"), "{told}");
        world.telegram.add_bot(group, world.person("manager").account, None, false);
        let told = ill(world, "group", Grade::Warn).await;
        assert!(told.contains("not an administrator"), "{told}");
        let api = Api::new(&world.base(), TOKEN.to_owned().into()).expect("a client");
        let body = json!({ "url": "https://elsewhere.example/hook" });
        let _: serde_json::Value = api.call("setWebhook", &body).await.expect("a webhook");
        ill(world, "updates", Grade::Fail).await;
        let ours = Some("https://estate.example/hook");
        let told = ill_in(&looked(world, ours).await, "updates", Grade::Fail);
        assert!(told.contains("another address"), "{told}");
        let _: serde_json::Value = api.call("deleteWebhook", &json!({})).await.expect("none");
        let told = ill_in(&looked(world, ours).await, "updates", Grade::Warn);
        assert!(told.contains("not set yet"), "{told}");
        for number in 0..101 {
            let content = playground::Content::text(format!("{number}"));
            let owner = world.person("owner").account;
            world.telegram.send(owner, owner, content).expect("it can be sent");
        }
        ill(world, "updates", Grade::Warn).await;
        world.settle().await;
        let scope = json!({ "scope": { "type": "all_group_chats" }, "language_code": "zh" });
        let _: serde_json::Value = api.call("deleteMyCommands", &scope).await.expect("gone");
        let told = ill(world, "menus", Grade::Warn).await;
        assert!(told.contains("all_group_chats zh"), "{told}");
        let wrong =
            Api::new(&world.base(), "1:wrong-wrong-wrong-wrong-wrong-wrong".to_owned().into());
        let desk = world.app().desk().clone();
        let looked = |api| doctor::examine(&desk, Looked { api, webhook: None, evidence: None });
        let wrong = wrong.expect("a client");
        let all = looked(&wrong).await.expect("the book");
        assert!(all.iter().any(|one| one.check == "token" && one.grade == Grade::Fail));
        let nobody = Api::new("http://127.0.0.1:9", TOKEN.to_owned().into()).expect("a client");
        let all = looked(&nobody).await.expect("the book");
        assert!(all.iter().any(|one| one.check == "telegram" && one.grade == Grade::Fail));
        world.forgive("Unauthorized");
        world.forgive("kicked");
    })
    .await;
}

#[tokio::test]
async fn files_that_are_not_kept_are_told() {
    World::run(En, async |world| {
        let told = ill(world, "files", Grade::Warn).await;
        assert!(told.contains("kept by Telegram alone"), "{told}");
        let folder = Folder::empty("doctor");
        let evidence = Evidence::open(&Place::Folder(folder.0.clone())).expect("a folder");
        world.keeps_files(evidence, None).await;
        world.reported("The lift rattles").await;
        assert!(
            findings(world).await.iter().all(|one| one.check != "files" || one.grade == Grade::Ok)
        );
        world.meddles("update evidence set kept_at = null, kept_as = null, unkept = 'lost'").await;
        let told = ill(world, "files", Grade::Warn).await;
        assert!(told.contains("0 are waiting to be fetched, 1 were given up"), "{told}");
        std::fs::remove_dir_all(&folder.0).expect("gone");
        std::fs::write(&folder.0, "a file in its place").expect("a file");
        ill(world, "files", Grade::Fail).await;
        std::fs::remove_file(&folder.0).expect("gone");
    })
    .await;
}
