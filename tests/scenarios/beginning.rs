//! The beginning: from a token to the first case, as an administrator would who has never seen the project.

use std::{fs, io::Cursor, os::unix::fs::PermissionsExt as _, path::Path};

use casework::words::Language;
use huiyin::{
    config::Sources,
    init::{self, Terminal},
    stage::TOKEN,
};
use scenarios::{Person, Start, World};

use crate::folder::Folder;

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
            let groups = sets_up(world, &admin).await;
            first_case(world, groups[0]).await;
            corrects(world, &admin).await;
            assert!(folder.text("estate.toml").contains("云溪产业园"));
            let env = folder.text(".env");
            assert!(
                env.contains("HUIYIN_BOT_TOKEN='") && env.contains("HUIYIN_DATABASE_URL='"),
                "{env}"
            );
            for file in [".env", "estate.toml"] {
                let mode = fs::metadata(folder.0.join(file)).expect("a file").permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{file} is for nobody else");
            }
            // Another folder, the same book: the estate that is there is not taken for another.
            let other = Folder::empty("other");
            let base = ("HUIYIN_TELEGRAM_API".to_owned(), world.base());
            let url =
                env.split("HUIYIN_DATABASE_URL='").nth(1).and_then(|rest| rest.split('\'').next());
            let url = ("HUIYIN_DATABASE_URL".to_owned(), url.expect("an address").to_owned());
            let answers = ["", TOKEN, "别的园区", "", "0571-8800 1234"];
            let (_, done) = typed(&other.0, &Sources::of([base, url]), &answers).await;
            let refused = done.expect_err("the book is another estate's");
            assert!(refused.starts_with("this book holds an estate already;"), "{refused}");
            assert_eq!(other.text(".env") + &other.text("estate.toml"), "");
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

/// The groups, as the buttons call them.
const SEATS: [&str; 6] =
    ["工程部", "秩序部", "环境部", "客户服务部", "服务中心的群", "公司领导的群"];
/// Who is needed, as the buttons call them.
const STAFF: [(&str, Option<&str>); 7] = [
    ("部门负责人", Some("工程部")),
    ("部门负责人", Some("秩序部")),
    ("部门负责人", Some("环境部")),
    ("部门负责人", Some("客户服务部")),
    ("部门人员", Some("工程部")),
    ("服务中心人员", None),
    ("管理处主任", None),
];

/// From the link to an estate that lacks nothing, by what `/setup` says alone.
async fn sets_up(world: &World, admin: &Person<'_>) -> Vec<i64> {
    let mut groups = vec![];
    let mut read = vec![world.said_in(admin.account)];
    admin.taps("添加楼栋").await;
    admin.says("一号楼").await;
    admin.says("1号楼，6，4").await;
    read.push(world.said_in(admin.account));
    for seat in SEATS {
        admin.says("/setup").await;
        admin.taps("绑定群").await;
        admin.taps(seat).await;
        let shown = world.find(admin.account, "/bind ");
        let code = shown.text().split("/bind ").nth(1).expect("a code").trim();
        let group = world.telegram.supergroup(seat, admin.account);
        world.telegram.add_bot(group, admin.account, Some(code), true);
        groups.push(group);
        world.settle().await;
    }
    admin.says("/setup").await;
    read.push(world.newest_in(admin.account));
    for (number, (role, department)) in STAFF.into_iter().enumerate() {
        admin.says("/setup").await;
        admin.taps("邀请同事").await;
        admin.taps(role).await;
        if let Some(department) = department {
            admin.taps(department).await;
        }
        let token = link(world.find(admin.account, "?start=").text());
        let colleague = world.stranger(7100 + i64::try_from(number).expect("few"), role);
        colleague.opens(&token).await;
        admin.taps("是").await;
    }
    admin.heard();
    admin.says("/setup").await;
    read.push(world.newest_in(admin.account));
    insta::assert_snapshot!(read.join("\n\n"));
    groups
}

/// An owner complains, and whoever was appointed signs in the group that was bound.
async fn first_case(world: &World, group: i64) {
    let owner = world.stranger(7200, "李女士");
    owner.joins().await;
    owner.complains("楼道灯不亮").await;
    let cases = world.column("select number from cases").await;
    assert_eq!(cases.len(), 1, "the first case");
    assert!(owner.has_read(&cases[0]), "{}", owner.reads());
    let crew = world.stranger(7104, "部门人员");
    world.telegram.join(group, crew.account);
    assert_eq!(crew.signs(group).await, "已签收，全单已发到您的私聊。");
    assert_eq!(world.stages().await, "working");
}

/// What was said at first can be said anew, by administrators alone.
async fn corrects(world: &World, admin: &Person<'_>) {
    for (button, wrong, right) in
        [("名称", "一\n二", "云溪科技园"), ("电话", "问陈工", "0571-8800 4321")]
    {
        admin.says("/setup").await;
        admin.taps(button).await;
        admin.heard();
        admin.says(wrong).await;
        assert!(!admin.heard().contains("已保存"), "{wrong} was kept");
        admin.says(right).await;
        assert!(admin.heard().contains(right), "{right} is not shown");
    }
    admin.taps("群里的语言").await;
    admin.taps("English").await;
    let site = "select language || ' ' || phone || ' ' || (name ->> 'zh-Hans') from sites";
    assert_eq!(world.column(site).await, ["en 0571-8800 4321 云溪科技园"]);
    admin.says("/setup").await;
    admin.taps("添加楼栋").await;
    admin.says("1号楼，6，4").await;
    assert!(admin.heard().contains("已经有1号楼了"), "a second one was added");
    // Who loses the position while the question is open changes nothing.
    admin.taps("电话").await;
    world.column("update posts set until = now() where role = 'admin' returning role").await;
    admin.says("0571-8800 9999").await;
    assert!(admin.heard().contains("管理员"), "they are told whose it is");
    assert_eq!(world.column(site).await, ["en 0571-8800 4321 云溪科技园"]);
    admin.says("/setup").await;
    assert!(!admin.heard().contains("时限方案"), "no administrator any more");
    world.column("update posts set until = null where role = 'admin' returning role").await;
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
