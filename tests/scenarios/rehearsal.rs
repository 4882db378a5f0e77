//! The rehearsal of `deploy/README.md`, word for word: the program itself, from a shell, on an empty directory,
//! from the token to a case in service, and back from nothing but a backup, its key and the token.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use casework::words::Language::ZhHans;
use huiyin::stage::TOKEN;
use scenarios::{Person, World};

use crate::folder::Folder;

const MANUAL: &str = include_str!("../../deploy/README.md");
/// Where what the shell prints for one block ends.
const END: &str = "---- end of block ----";

/// What is to be copied and pasted, block by block.
fn blocks() -> Vec<&'static str> {
    let chapter = MANUAL.split("\n## A rehearsal\n").nth(1).expect("a rehearsal");
    let chapter = chapter.split("\n## ").next().expect("a chapter");
    chapter.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// A shell that somebody pastes into.
struct Shell {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Shell {
    fn open(folder: &Folder, world: &World) -> Self {
        let program = program();
        let path = std::env::var("PATH").expect("a path");
        let mut child = Command::new("bash")
            .env_clear()
            .env("PATH", format!("{}:{path}", program.display()))
            .env("HOME", &folder.0)
            .env("LANG", "zh_CN.UTF-8")
            .env("TOKEN", TOKEN)
            .env("HUIYIN_TELEGRAM_API", world.base())
            .env("HUIYIN_STATUS_LISTEN", world.elsewhere.expect("an address").to_string())
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut shell = Self {
            child,
            input: input.expect("an input"),
            output: BufReader::new(output.expect("an output")),
        };
        shell.paste("exec 2>&1; set -e -m");
        shell
    }

    /// What it prints.
    fn paste(&mut self, block: &str) -> String {
        writeln!(self.input, "{block}\necho '{END}'").expect("a shell that listens");
        let mut said = String::new();
        for line in (&mut self.output).lines() {
            let line = line.expect("text");
            if line == END {
                return said;
            }
            said += &(line + "\n");
        }
        panic!("the shell has ended:\n{said}")
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // Whatever is left in the background ends with it.
        writeln!(self.input, "kill %1; wait; exit").ok();
        self.child.wait().ok();
    }
}

/// The folder of the program, as it stands now.
fn program() -> std::path::PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--package", "huiyin", "--bin", "huiyin"])
        .status();
    assert!(built.expect("cargo").success(), "the program cannot be built");
    // The test lies in target/PROFILE/deps, the program one above.
    let this = std::env::current_exe().expect("a test");
    this.parent().and_then(std::path::Path::parent).expect("a folder").to_owned()
}

/// What differs from day to day and from machine to machine.
fn steady(said: &str, folder: &Folder) -> String {
    let said = said.replace(&folder.0.display().to_string(), "FOLDER");
    let lines = said.lines().filter(|line| !line.contains("postgresql") && !line.contains("fonts"));
    let line = |line: &str| match line.split_once("?start=") {
        Some((before, _)) => format!("{before}?start=LINK"),
        None => {
            line.replace(|c: char| c.is_ascii_digit(), "0").replace("00", "0").replace("00", "0")
        }
    };
    lines.map(line).collect::<Vec<_>>().join("\n")
}

/// From the link to the first signature, as the manual says it: a building, a group, a colleague, a case. Says
/// which group, who works and who complained.
async fn sets_up<'w>(world: &'w World, link: &str) -> (i64, Person<'w>, Person<'w>) {
    let admin = world.stranger(7001, "陈工");
    admin.opens(link).await;
    admin.taps("添加楼栋").await;
    admin.says("1号楼，6，4").await;
    admin.says("/setup").await;
    admin.taps("绑定群").await;
    admin.taps("工程部").await;
    let shown = world.find(admin.account, "/bind ");
    let code = shown.text().split("/bind ").nth(1).expect("a code").trim();
    let group = world.telegram.supergroup("工程部", admin.account);
    world.telegram.add_bot(group, admin.account, Some(code), true);
    world.settle().await;
    admin.says("/setup").await;
    for button in ["邀请同事", "部门人员", "工程部"] {
        admin.taps(button).await;
    }
    let shown = world.find(admin.account, "?start=");
    let token = shown.text().split("?start=").nth(1).and_then(|it| it.split_whitespace().next());
    let crew = world.stranger(7002, "王师傅");
    crew.opens(token.expect("a token")).await;
    admin.taps("是").await;
    world.telegram.join(group, crew.account);
    let owner = world.stranger(7003, "李女士");
    owner.joins().await;
    owner.complains("楼道灯不亮").await;
    assert_eq!(crew.signs(group).await, "已签收，全单已发到您的私聊。");
    (group, crew, owner)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_empty_directory_to_service_and_back_from_a_backup() {
    Box::pin(World::watch(ZhHans, async |world| {
        let folder = Folder::empty("rehearsal");
        let mut shell = Shell::open(&folder, world);
        let [begin, keep, anew] = blocks().try_into().expect("three blocks");
        let mut said = vec![shell.paste(begin)];
        let link = said[0].split("?start=").nth(1).expect("a link").trim().to_owned();
        let (group, crew, owner) = sets_up(world, &link).await;
        said.push(shell.paste(keep));
        said.push(shell.paste(anew));
        world.settle().await;
        crew.reports(group, "换了灯管").await;
        assert!(owner.has_read("换了灯管"), "{}", owner.reads());
        owner.complains("电梯异响").await;
        assert!(world.shows(group, "类别：电梯"), "{}", world.shown_in(group));
        let said: Vec<_> = said.iter().map(|said| steady(said, &folder)).collect();
        insta::assert_snapshot!(said.join("\n\n"));
    }))
    .await;
}
