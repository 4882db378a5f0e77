//! The beginning: from a token to the first case, as an administrator would who has never seen the project.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use casework::words::Language;
use huiyin::{
    config::Sources,
    init::{self, Terminal},
    stage::TOKEN,
};
use scenarios::{Start, World};

/// A folder with nothing in it.
struct Folder(PathBuf);

impl Folder {
    fn empty(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("huiyin-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn sources(start: &Start) -> Sources {
    Sources::of([("HUIYIN_TELEGRAM_API".to_owned(), start.base.clone())])
}

/// What the terminal shows when somebody types these lines, and how it ends.
async fn typed(folder: &Path, sources: &Sources, lines: &[&str]) -> (String, Result<(), String>) {
    let input = Cursor::new(lines.join("\n") + "\n");
    let mut terminal = Terminal { input, output: vec![], language: Language::En };
    let done = init::run(folder, None, sources, &mut terminal).await;
    let shown = String::from_utf8(terminal.output).expect("text");
    (shown, done.map_err(|error| error.to_string()))
}

fn link(shown: &str) -> String {
    let token = shown.split("?start=").nth(1).unwrap_or_else(|| panic!("no link:\n{shown}"));
    token.split_whitespace().next().expect("a token").to_owned()
}

#[tokio::test]
async fn six_answers_lead_to_an_estate_and_its_first_administrator() {
    let folder = Folder::empty("begin");
    let shown = std::sync::Mutex::new(String::new());
    Box::pin(World::begin(
        Language::ZhHans,
        async |start| {
            let answers = [
                "zh-Hans",
                "hello",
                "1:wrong-wrong-wrong-wrong-wrong-wrong",
                TOKEN,
                &start.book,
                "",
                "云溪产业园",
                "Shanghia",
                "",
                "0571-8800 1234",
            ];
            let (said, done) = typed(&folder.0, &sources(start), &answers).await;
            done.unwrap_or_else(|error| panic!("{error}\n{said}"));
            let place = folder.0.display().to_string();
            let token = link(&said);
            insta::assert_snapshot!(said.replace(&place, "FOLDER").replace(&token, "LINK"));
            *shown.lock().expect("a lock") = said;
        },
        async |world| {
            let token = link(&shown.lock().expect("a lock"));
            let admin = world.stranger(7001, "陈工");
            admin.opens(&token).await;
            assert!(admin.has_read("您现在是管理员"), "{}", admin.reads());
            assert!(folder.text("estate.toml").contains("云溪产业园"));
            let env = folder.text(".env");
            assert!(
                env.contains("HUIYIN_BOT_TOKEN='") && env.contains("HUIYIN_DATABASE_URL='"),
                "{env}"
            );
            // Run again it asks nothing, and makes no second administrator.
            let mut all = Sources::of([("HUIYIN_TELEGRAM_API".to_owned(), world.base())]);
            all.add_file(env.as_bytes());
            let (said, done) = typed(&folder.0, &all, &[]).await;
            done.expect("the second run");
            assert!(said.contains("There is an administrator already."), "{said}");
            assert!(!said.contains("1/"), "{said}");
            assert_eq!(folder.text(".env"), env);
        },
    ))
    .await;
}

/// What `huiyin init` says when it cannot go on, with these settings and answers.
async fn refused(settings: &[(&str, &str)], answers: &str) -> String {
    let folder = Folder::empty("refused");
    let file = folder.0.join("answers.toml");
    fs::write(&file, answers).expect("a file");
    let of = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let sources = Sources::of(settings.iter().chain(&[("HOME", "/nowhere")]).map(of));
    let mut terminal = Terminal { input: &b""[..], output: vec![], language: Language::En };
    let done = init::run(&folder.0, Some(&file), &sources, &mut terminal).await;
    assert_eq!(folder.text("estate.toml") + &folder.text(".env"), "", "nothing is half done");
    done.expect_err("a refusal").to_string().replace(&folder.0.display().to_string(), "FOLDER")
}

#[tokio::test]
async fn what_cannot_be_meant_is_said_and_nothing_is_written() {
    Box::pin(World::begin(
        Language::En,
        async |start| {
            let telegram = ("HUIYIN_TELEGRAM_API", start.base.as_str());
            let nobody = ("HUIYIN_TELEGRAM_API", "http://127.0.0.1:9");
            let sound =
                format!("token = \"{TOKEN}\"\nname = \"Park\"\nphone = \"0571-8800 1234\"\n");
            let said = [
                refused(&[telegram], "token = \"1\"\nzone = \"Mars\"\n").await,
                refused(
                    &[telegram],
                    &sound.replace(TOKEN, "1:wrong-wrong-wrong-wrong-wrong-wrong"),
                )
                .await,
                refused(&[nobody], &sound).await,
                refused(
                    &[telegram],
                    &format!("{sound}database = \"postgres://huiyin:x@127.0.0.1:9/book\""),
                )
                .await,
                refused(&[telegram, ("HUIYIN_WORKRES", "4")], &sound).await,
            ];
            insta::assert_snapshot!(said.join("\n\n"));
            let folder = Folder::empty("ended");
            let (_, done) = typed(&folder.0, &sources(start), &["en", TOKEN]).await;
            assert_eq!(done.unwrap_err(), "the answers ended before database; nothing was written");
            let answers = format!("{sound}database = \"{}\"", start.book);
            fs::write(folder.0.join("answers.toml"), answers).expect("a file");
            let mut terminal = Terminal { input: &b""[..], output: vec![], language: Language::En };
            let file = folder.0.join("answers.toml");
            init::run(&folder.0, Some(&file), &sources(start), &mut terminal).await.expect("done");
        },
        async |_| {},
    ))
    .await;
}
