//! Making a cluster: once per folder, wholly or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{self, Command};

use super::address::OWNER;
use super::error::PostgresError;
use super::home::Home;
use super::programs::Programs;

/// How letters are told from other signs, the best first.
///
/// Without a UTF-8 locale PostgreSQL takes no Chinese character for a letter, and its trigrams
/// are silently empty; systems without `C.UTF-8` (macOS) have the second. Order is by code point.
const LOCALES: [&[&str]; 3] =
    [&["--locale=C.UTF-8"], &["--locale=C", "--lc-ctype=en_US.UTF-8"], &["--no-locale"]];

/// How the folders of clusters in the making begin.
const UNFINISHED: &str = "unfinished-";

/// Makes the cluster unless it is there; returns the password of its owner.
pub(super) async fn ensure(
    home: &Home,
    programs: &Programs,
    durable: bool,
) -> Result<String, PostgresError> {
    if !home.data().join("PG_VERSION").exists() {
        make(home, programs, durable).await?;
    }
    let password = fs::read_to_string(home.password());
    password.map_err(|source| PostgresError::os("read the server's password", source))
}

/// Makes it beside its place and moves it there when complete, so that dying midway costs nothing.
async fn make(home: &Home, programs: &Programs, durable: bool) -> Result<(), PostgresError> {
    write_password(home)?;
    sweep(home);
    // A name of its own, for the `initdb` of a killed process may still be writing to the other.
    let unfinished = home.folder().join(format!("{UNFINISHED}{}", process::id()));
    home.give_folder(&unfinished)?;
    fill(home, programs, &unfinished, durable).await?;
    fs::rename(&unfinished, home.data())
        .and_then(|()| File::open(home.folder())?.sync_all())
        .map_err(|source| PostgresError::os("put the new cluster in its place", source))
}

fn sweep(home: &Home) {
    for entry in fs::read_dir(home.folder()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // What cannot be removed now is removed when the next cluster is made.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Runs `initdb` with the best locale of this system.
async fn fill(
    home: &Home,
    programs: &Programs,
    data: &Path,
    durable: bool,
) -> Result<(), PostgresError> {
    let mut said = String::new();
    for locale in LOCALES {
        let mut initdb = initdb(home, programs, data);
        initdb.args(locale).args((!durable).then_some("--no-sync"));
        match run(initdb).await? {
            Ok(()) => {
                note_locale(locale);
                return Ok(());
            }
            Err(why) => said = why,
        }
        if !said.contains("locale") {
            break;
        }
    }
    Err(PostgresError::Refused { program: "initdb", said })
}

fn initdb(home: &Home, programs: &Programs, data: &Path) -> Command {
    let mut initdb = home.account().command(&programs.initdb());
    initdb.arg("-D").arg(data).arg("--pwfile").arg(home.password());
    initdb.args(["--username", OWNER, "--encoding=UTF8"]);
    initdb.args(["--auth-local=trust", "--auth-host=scram-sha-256"]);
    initdb
}

/// What the program said when it failed.
async fn run(command: Command) -> Result<Result<(), String>, PostgresError> {
    let output = tokio::process::Command::from(command).kill_on_drop(true).output().await;
    let output = output.map_err(|source| PostgresError::os("run initdb", source))?;
    let said = || String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(if output.status.success() { Ok(()) } else { Err(said()) })
}

fn note_locale(locale: &[&str]) {
    if locale.contains(&"--no-locale") {
        tracing::warn!("this system has no UTF-8 locale; searching Chinese text will find less");
    }
}

/// Leaves a fresh password where only the server's user (and root) can read it.
fn write_password(home: &Home) -> Result<(), PostgresError> {
    let password = format!("{:032x}", rand::random::<u128>());
    let path = home.password();
    File::options()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(password.as_bytes()))
        .and_then(|()| home.account().give(&path))
        .map_err(|source| PostgresError::os("keep the server's password", source))
}
