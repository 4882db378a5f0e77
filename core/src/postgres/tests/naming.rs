//! Versions, addresses and hints: what can be told without a server.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use super::super::address::Address;
use super::super::home::Home;
use super::super::programs::Programs;
use super::super::{PostgresError, hint};
use super::folder::Folder;

#[test]
fn versions_are_read_from_releases_and_previews() {
    let version = |said| programs(said).map(|programs| programs.major);
    assert_eq!(version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
    assert_eq!(version("postgres (PostgreSQL) 9.6.24"), Some(9));
    assert_eq!(version("postgres (PostgreSQL) 19beta1"), Some(19));
    assert_eq!(version("not found"), None);
}

#[test]
fn each_system_gets_its_own_command() {
    let debian = "NAME=\"Debian\"\nID=debian\n";
    let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
    assert_eq!(hint::package(debian), "apt-get install postgresql");
    assert_eq!(hint::package(mint), "apt-get install postgresql");
    assert_eq!(hint::package("ID='fedora'"), "dnf install postgresql-server");
    assert_eq!(hint::package("ID=alpine"), "apk add postgresql");
    assert_eq!(hint::package(""), "the package with PostgreSQL's server, 14 or newer");
}

#[test]
fn without_programs_one_is_told_what_to_install() {
    let folder = Folder::new();
    let home = Home::open(&folder.setup().folder).expect("a folder");
    let error = Programs::find(&[], &home).expect_err("no programs");
    assert!(matches!(error, PostgresError::NotInstalled { .. }));
    assert!(error.to_string().contains("install"), "{error}");
    assert!(error.to_string().contains("HUIYIN_DATABASE_URL"), "{error}");
}

#[test]
fn a_version_that_does_not_fit_is_named() {
    let folder = Folder::new();
    let home = Home::open(&folder.setup().folder).expect("a folder");
    let found = |version| programs(&format!("postgres (PostgreSQL) {version}")).into_iter();

    let old = Programs::choose(found("13.9"), None, &home).expect_err("too old");
    assert!(matches!(old, PostgresError::TooOld { found, .. } if found == "13.9"));
    let other = Programs::choose(found("17.2"), Some(15), &home).expect_err("another version");
    assert!(matches!(other, PostgresError::OtherVersion { made_by: 15, .. }));

    let both = found("17.2").chain(found("15.4"));
    let fit = Programs::choose(both, Some(15), &home).expect("the cluster's version");
    assert_eq!(fit.major, 15);
}

fn programs(said: &str) -> Option<Programs> {
    Programs::read(Path::new("/nowhere"), said)
}

#[test]
fn a_socket_with_a_long_name_lies_elsewhere() {
    let folder = Folder::new();
    let deep = folder.setup().folder.join("very_long_names".repeat(8));
    let home = Home::open(&deep).expect("a folder");
    home.give_folder(&home.data()).expect("a folder");
    let Ok(Address::Socket(elsewhere)) = Address::choose(&home, "") else {
        panic!("there is room in the temporary folder");
    };
    assert!(elsewhere.len() < 90, "{elsewhere}");
    fs::remove_dir(elsewhere).expect("its folder");
}

#[test]
fn an_address_reads_as_its_options() {
    let password = "00ff".to_owned();
    let socket = Address::Socket("/tmp/an odd, folder&name/s".to_owned());
    for address in [socket, Address::Loopback { port: 4711, password }] {
        let read = PgConnectOptions::from_str(&address.url("book")).expect("an address");
        let meant = address.options("book");
        assert_eq!(read.get_socket(), meant.get_socket());
        assert_eq!((read.get_host(), read.get_port()), (meant.get_host(), meant.get_port()));
        assert_eq!(read.get_database(), Some("book"));
        assert_eq!(read.get_username(), meant.get_username());
    }
}
