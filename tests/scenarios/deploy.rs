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
        let status = Status::new(world.app().desk().clone(), Pulse::default()).expect("figures");
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
