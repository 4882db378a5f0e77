//! What a private server lives through.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{self, Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, raw_sql};

use super::super::address::Address;
use super::super::home::Home;
use super::super::programs::{Programs, usual_places};
use super::super::{Postgres, PostgresError, Setup, cluster, former, server};
use super::folder::Folder;

/// Names the folder to the process that is going to be killed.
const FOLDER: &str = "HUIYIN_TEST_FOLDER";

async fn run(options: &PgConnectOptions, statement: &'static str) {
    let mut connection = options.connect().await.expect("a connection");
    raw_sql(statement).execute(&mut connection).await.expect("a result");
}

async fn holds(options: &PgConnectOptions, condition: &'static str) -> bool {
    let mut connection = options.connect().await.expect("a connection");
    sqlx::query_scalar(condition).fetch_one(&mut connection).await.expect("an answer")
}

#[tokio::test]
async fn a_cluster_keeps_its_data_and_shrugs_off_a_dead_servers_note() {
    let folder = Folder::new();
    let postgres = Postgres::start(&folder.setup()).await.expect("a server");
    postgres.ensure_database("book").await.expect("a database");
    postgres.ensure_database("book").await.expect("the same database");
    run(&postgres.options("book"), "create table cases (id int)").await;
    assert!(holds(&postgres.options("book"), r"select '漏水' ~ '^\w+$'").await);
    let pid_file = postgres.folder().join("data/postmaster.pid");
    postgres.stop().await.expect("an end");

    fs::write(&pid_file, format!("{}\n/elsewhere\n", process::id())).expect("a stale note");
    let postgres = Postgres::start(&folder.setup()).await.expect("the server again");
    let there = "select to_regclass('cases') is not null";
    assert!(holds(&postgres.options("book"), there).await);
    postgres.recreate_database("book").await.expect("an empty database");
    assert!(!holds(&postgres.options("book"), there).await);
    drop(postgres);
    assert!(!pid_file.exists());
}

#[tokio::test]
async fn one_folder_has_one_owner() {
    let folder = Folder::new();
    let home = Home::open(&folder.setup().folder).expect("a folder");
    let _owner = home.lock().await.expect("the folder");
    let second = Postgres::start(&folder.setup()).await;
    assert!(matches!(second, Err(PostgresError::InUse { .. })));
}

#[tokio::test]
async fn others_can_work_beside_a_running_server_and_find_none_where_none_runs() {
    let folder = Folder::new();
    assert!(Postgres::beside(&folder.setup(), "book").is_none());
    let postgres = Postgres::start(&folder.setup()).await.expect("a server");
    postgres.ensure_database("book").await.expect("a database");
    let beside = Postgres::beside(&folder.setup(), "book").expect("a running server");
    assert!(holds(&beside, "select current_database() = 'book'").await);
    postgres.stop().await.expect("an end");
    assert!(Postgres::beside(&folder.setup(), "book").is_none());
}

#[tokio::test]
async fn a_killed_owner_takes_its_server_along() {
    let folder = Folder::new();
    let home = Home::open(&folder.setup().folder).expect("a folder");
    let mut owner = owner_elsewhere(&folder.setup());
    assert!(former::is_running(&home));

    owner.kill().expect("kill -9");
    owner.wait().expect("its end");
    let killed = Instant::now();
    while former::is_running(&home) {
        assert!(killed.elapsed() < Duration::from_secs(3), "the server outlives its owner");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let postgres = Postgres::start(&folder.setup()).await.expect("the server again");
    run(&postgres.options("postgres"), "create database book").await;
    kill(former::noted_pid(&home).expect("a number"), Signal::SIGKILL).expect("kill -9");
    drop(postgres);
    let postgres = Postgres::start(&folder.setup()).await.expect("the server once more");
    run(&postgres.options("book"), "select 1").await;
}

/// Runs the next test, which is none, in a process of its own, until the server is up.
fn owner_elsewhere(setup: &Setup) -> Child {
    let mut owner = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "postgres::tests::stories::owner", "--ignored", "--nocapture"])
        .env(FOLDER, &setup.folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("another process");
    let said = BufReader::new(owner.stdout.take().expect("its output"));
    let up = said.lines().map_while(Result::ok).any(|line| line.contains("the server is up"));
    assert!(up, "the owner did not start a server");
    owner
}

#[tokio::test]
#[ignore = "a part of the test above; it waits to be killed"]
async fn owner() {
    if let Some(folder) = env::var_os(FOLDER) {
        let setup = Setup { folder: folder.into(), durable: false };
        let _postgres = Postgres::start(&setup).await.expect("a server");
        println!("the server is up");
        std::future::pending::<()>().await;
    }
}

#[tokio::test]
async fn a_left_server_asks_for_its_password_and_is_ended() {
    let folder = Folder::new();
    let home = Home::open(&folder.setup().folder).expect("a folder");
    let programs = Programs::find(&usual_places(), &home).expect("programs");
    let password = cluster::ensure(&home, &programs, false).await.expect("a cluster");
    let port = 20_000 + u16::try_from(process::id() % 10_000).expect("a port");
    let address = Address::Loopback { port, password };
    let mut left = server::launch(&home, &programs, &address, &[]).expect("a server");
    server::until_ready(&mut left, &home).await.expect("a ready server");

    assert!(holds(&address.options("postgres"), "select true").await);
    let stranger = address.options("postgres").password("guess");
    assert!(stranger.connect().await.is_err());

    former::clear(&home, Duration::ZERO).await.expect("an empty folder");
    assert!(left.try_wait().expect("its end").is_some());
}
