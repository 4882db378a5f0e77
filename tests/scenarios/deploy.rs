//! What lies in `deploy/`: every name of a setting or a figure in it is a real one.

use std::{collections::BTreeSet, fs, path::PathBuf};

use casework::words::Language::En;
use huiyin::{pulse::Pulse, status::Status};
use scenarios::World;

fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../deploy");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let text = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        Some((name, fs::read_to_string(entry.path()).ok()?))
    };
    entries.filter_map(text).collect()
}

/// Every word in a text that begins so, with what belongs to a name.
fn words<'a>(
    text: &'a str,
    begin: &'a str,
    belongs: fn(char) -> bool,
) -> impl Iterator<Item = &'a str> {
    text.match_indices(begin).map(move |(at, _)| {
        let rest = &text[at..];
        &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())]
    })
}

#[test]
fn every_setting_that_is_named_is_a_setting() {
    let files = files();
    let (_, example) = files.iter().find(|(name, _)| name == "env.example").expect("the example");
    let settings: BTreeSet<&str> =
        example.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    assert!(settings.contains("HUIYIN_BOT_TOKEN"));
    let mut named = 0;
    for (file, text) in &files {
        for name in words(text, "HUIYIN_", |c| c.is_ascii_uppercase() || c == '_') {
            let setting = name.strip_suffix("_FILE").unwrap_or(name);
            assert!(settings.contains(setting) || name == "HUIYIN_", "{file} names {name}");
            named += 1;
        }
    }
    assert!(named > 30, "only {named} names were found");
}

#[tokio::test]
async fn every_figure_that_is_watched_is_there() {
    World::run(En, async |world| {
        let status = Status::new(world.app().desk().clone(), Pulse::default(), true);
        let status = status.expect("figures");
        world
            .meddles("insert into backups (taken_at, bytes) values ('2026-11-16T00:00:00Z', 1)")
            .await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, status.router()).await });
        world.complaint("The lamp is out").await;
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answer = client.get(format!("http://{at}/metrics")).send().await.expect("an answer");
        let figures = answer.text().await.expect("text");
        for (file, text) in files() {
            if file == "dashboard.json" {
                let board: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                assert!(board["panels"].as_array().is_some_and(|panels| panels.len() > 6));
            } else if file != "alerts.yaml" {
                continue;
            }
            for name in words(&text, "huiyin_", |c| c.is_ascii_lowercase() || c == '_') {
                assert!(
                    figures.contains(name),
                    "{file} watches {name}, which is not in\n{figures}"
                );
            }
        }
    })
    .await;
}

/// The guides name buttons and commands in bold; each is called so in that language.
#[test]
fn every_button_that_a_guide_names_is_called_so() {
    let top = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(top.join(path)).expect("a file");
    let commands = read("bot/src/commands.rs").to_lowercase();
    for guide in ["owner", "crew", "desk", "manager"] {
        let text = read(&format!("deploy/guides/{guide}.md"));
        let chapters: Vec<&str> = text.split("\n## ").skip(1).collect();
        assert_eq!(chapters.len(), 3, "{guide} is in three languages");
        for (chapter, tag) in chapters.iter().zip(["zh-Hans", "zh-Hant", "en"]) {
            let words = read(&format!("bot/locales/{tag}/huiyin.ftl"));
            let called =
                |bold: &str| words.lines().any(|line| line.ends_with(&format!("= {bold}")));
            let bold: Vec<&str> = chapter.split("**").skip(1).step_by(2).collect();
            assert!(bold.len() > 5, "{guide} in {tag} names {bold:?}");
            for name in bold {
                let is_there = match name.strip_prefix('/') {
                    Some(command) => commands.contains(&format!("\n    {command}")),
                    None => called(name),
                };
                assert!(is_there, "{guide} in {tag} names {name}, which is called otherwise");
            }
        }
    }
}
