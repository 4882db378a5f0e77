//! Versions, addresses and hints: what can be told without a server.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use super::super::address::Address;
use super::super::home::Home;
use super::super::programs::{Programs, parse_version};
use super::super::{PostgresError, hint};
use super::folder::Folder;

#[test]
fn versions_are_read_from_releases_and_previews() {
    let version = |said| parse_version(said).map(|(major, _)| major);
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
