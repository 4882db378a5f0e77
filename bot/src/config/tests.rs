use std::collections::BTreeMap;
use std::io;

use secrecy::ExposeSecret;

use super::{BadConfig, Book, Config, SETTINGS, Sources};

const TOKEN: &str = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345";
const EXAMPLE: &str = include_str!("../../../deploy/env.example");

/// Reads settings, with a home and two files to be had.
fn read(settings: &[(&str, &str)]) -> Result<Config, BadConfig> {
    let mut all = BTreeMap::from([("HOME", "/home/mei")]);
    all.extend(settings.iter().copied());
    let files = |path: &str| match path {
        "/run/token" => Ok(format!("{TOKEN}\n")),
        "/run/empty" => Ok("\n".to_owned()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    Config::read(all.keys().copied(), |name| all.get(name).map(ToString::to_string), files)
}

fn with_token(more: &[(&str, &str)]) -> Result<Config, BadConfig> {
    read(&[&[("HUIYIN_BOT_TOKEN", TOKEN)], more].concat())
}

fn faults(settings: &[(&str, &str)]) -> String {
    with_token(settings)
        .expect_err("faults")
        .0
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn folder(settings: &[(&str, &str)]) -> String {
    match with_token(settings).expect("a config").book {
        Book::Private(folder) => folder.display().to_string(),
        Book::Server(_) => "a server".to_owned(),
    }
}

fn example() -> Vec<(&'static str, &'static str)> {
    EXAMPLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|it| it.split_once('='))
        .collect()
}

#[test]
fn the_example_lists_every_setting_with_its_default() {
    let names: Vec<_> = example().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, SETTINGS);

    let mut filled = example();
    filled[0].1 = TOKEN;
    let (filled, bare) = (read(&filled).expect("a config"), with_token(&[]).expect("a config"));
    assert_eq!(format!("{filled:?}"), format!("{bare:?}"));
}

#[test]
fn the_example_as_it_is_lacks_the_token_alone() {
    let BadConfig(faults) = read(&example()).expect_err("a fault");
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].to_string().starts_with("HUIYIN_BOT_TOKEN is not set; ask @BotFather"),
        "{faults:?}"
    );
}

#[test]
fn all_faults_are_reported_together() {
    let bad = read(&[
        ("HOME", ""),
        ("HUIYIN_BOT_TOKEN", "hunter2"),
        ("HUIYIN_DATABASE_URL", "mysql://root:hunter2@db/book"),
        ("HUIYIN_DATA_DIR", "data"),
        ("HUIYIN_TELEGRAM_API", "api.telegram.org"),
        ("HUIYIN_ESTATE_FILE", "/run/nothing"),
        ("HUIYIN_WORKERS", "many"),
        ("HUIYIN_LOG", "inof"),
        ("HUIYIN_WORKRES", "4"),
    ])
    .expect_err("faults");
    insta::assert_snapshot!(bad, @r#"
    the settings do not work:
      HUIYIN_WORKRES is not a setting; did you mean HUIYIN_WORKERS?
      HUIYIN_BOT_TOKEN is not a bot token, which is digits, a colon and some 35 letters and digits; copy the whole token from @BotFather
      HUIYIN_DATABASE_URL is not the address of a PostgreSQL; write postgres://user:password@host/database
      HUIYIN_DATA_DIR is not a full path; begin it with /
      HUIYIN_TELEGRAM_API is not the address of a Bot API server; write https:// and the server's name, or remove it to use Telegram's own
      HUIYIN_ESTATE_FILE names /run/nothing, which cannot be read (entity not found); correct it
      HUIYIN_WORKERS is "many"; write a number from 1 to 64
      HUIYIN_LOG is "inof"; write error, warn, info, debug or trace, or for one module huiyin=debug, with commas and no blanks between
    "#);
}

#[test]
fn no_secret_is_shown() {
    let url = "postgres://huiyin:hunter2@db/book";
    let config = with_token(&[("DATABASE_URL", url)]).expect("a config");
    let Book::Server(address) = &config.book else { panic!("{config:?}") };
    assert_eq!((address.expose_secret(), config.token.expose_secret()), (url, TOKEN));
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter2") && !shown.contains(TOKEN), "{shown}");
}

#[test]
fn a_value_may_come_from_a_file_but_not_from_two_places() {
    let config = read(&[("HUIYIN_BOT_TOKEN_FILE", "/run/token")]).expect("a config");
    assert_eq!(config.token.expose_secret(), TOKEN);
    assert_eq!(
        faults(&[("HUIYIN_BOT_TOKEN_FILE", "/run/token")]),
        "HUIYIN_BOT_TOKEN and HUIYIN_BOT_TOKEN_FILE are both set; remove one of them",
    );
    assert_eq!(
        faults(&[("HUIYIN_LOG_FILE", "/run/empty")]),
        "HUIYIN_LOG_FILE names /run/empty, which is empty; write the value into it",
    );
}

#[test]
fn two_names_for_the_database_must_agree() {
    let (one, two) = ("postgres://db/one", "postgresql://db/two");
    assert_eq!(folder(&[("DATABASE_URL", two), ("HUIYIN_DATABASE_URL", two)]), "a server");
    assert_eq!(
        faults(&[("DATABASE_URL", one), ("HUIYIN_DATABASE_URL", two)]),
        "HUIYIN_DATABASE_URL and DATABASE_URL name different databases; remove one of them",
    );
}

#[test]
fn a_private_book_lies_where_it_is_told_or_where_data_lies() {
    assert_eq!(folder(&[("HUIYIN_DATA_DIR", "/srv/book")]), "/srv/book");
    assert_eq!(folder(&[("XDG_DATA_HOME", "/data")]), "/data/huiyin");
    assert_eq!(folder(&[("XDG_DATA_HOME", "data")]), "/home/mei/.local/share/huiyin");
    assert!(faults(&[("HOME", "")]).starts_with("there is no place for the book"));
}

#[test]
fn a_slip_in_a_name_is_shown_the_nearest() {
    for (slip, meant) in [
        ("HUIYIN_TOKEN", "HUIYIN_BOT_TOKEN"),
        ("HUIYIN_BOT_TOKEN_FLIE", "HUIYIN_BOT_TOKEN_FILE"),
        ("HUIYIN_DATBASE_URL", "HUIYIN_DATABASE_URL"),
        ("HUIYIN_LOGS", "HUIYIN_LOG"),
    ] {
        let expected = format!("{slip} is not a setting; did you mean {meant}?");
        assert_eq!(faults(&[(slip, "x")]), expected);
    }
    assert!(faults(&[("HUIYIN_FOO", "x")]).starts_with("HUIYIN_FOO is not a setting; remove it"));
}

#[test]
fn what_a_cluster_adds_for_a_service_is_no_slip() {
    let added =
        [("HUIYIN_SERVICE_HOST", "10.0.0.1"), ("HUIYIN_PORT_8080_TCP", "tcp://10.0.0.1:8080")];
    assert!(with_token(&added).is_ok());
}

#[test]
fn values_are_checked_at_their_borders() {
    let taken = |name, value| with_token(&[(name, value)]).is_ok();
    for (value, fine) in [("1", true), ("64", true), ("0", false), ("65", false), ("-1", false)] {
        assert_eq!(taken("HUIYIN_WORKERS", value), fine, "{value}");
    }
    for (value, fine) in [
        ("warn", true),
        ("info,huiyin=debug", true),
        ("info, huiyin=debug", false),
        ("OFF", true),
        ("huiyin", false),
    ] {
        assert_eq!(taken("HUIYIN_LOG", value), fine, "{value}");
    }
    for (value, fine) in
        [("http://127.0.0.1:8081/", true), ("ftp://a.b", false), ("https://", false)]
    {
        assert_eq!(taken("HUIYIN_TELEGRAM_API", value), fine, "{value}");
    }
}

fn sources(environment: &[(&str, &str)], file: &str) -> Sources {
    let named = environment.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    let mut sources = Sources::of(named);
    assert_eq!(sources.add_file(file.as_bytes()), vec![]);
    sources
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from_and_without_secrets() {
    let environment = [
        ("HOME", "/home/mei"),
        ("HUIYIN_BOT_TOKEN", TOKEN),
        ("HUIYIN_LOG", "warn"),
        ("HUIYIN_WEBHOOK_SECRET", "hunter2hunter2hunter2"),
    ];
    let file = "# of the estate\nHUIYIN_LOG=debug\nHUIYIN_WORKERS=8\nPOSTGRES_PASSWORD=x\n\
                export HUIYIN_WEBHOOK_URL='https://estate.example/hook'\n\
                DATABASE_URL=mysql://other:program@db\nGREETING=Hello World\n\
                HUIYIN_DATABASE_URL=postgres://huiyin:hunter2@db/book\n";
    let sources = sources(&environment, file);
    let shown = Config::from_sources(&sources).expect("a config").shown(&sources);
    assert!(!shown.contains("hunter2") && !shown.contains("AAF"), "{shown}");
    insta::assert_snapshot!(shown, @r"
    HUIYIN_BOT_TOKEN         123456789:…  (environment)
    HUIYIN_DATABASE_URL      postgres://huiyin:hidden@db/book  (.env)
    HUIYIN_DATA_DIR          –  (default)
    HUIYIN_TELEGRAM_API      https://api.telegram.org  (default)
    HUIYIN_ESTATE            –  (default)
    HUIYIN_WORKERS           8  (.env)
    HUIYIN_WEBHOOK_URL       https://estate.example/hook  (.env)
    HUIYIN_WEBHOOK_LISTEN    127.0.0.1:8080  (default)
    HUIYIN_WEBHOOK_SECRET    …  (environment)
    HUIYIN_STATUS_LISTEN     –  (default)
    HUIYIN_EVIDENCE          –  (default)
    HUIYIN_EVIDENCE_SCAN     –  (default)
    HUIYIN_BACKUP_RECIPIENT  –  (default)
    HUIYIN_LOG               warn  (environment)
    ");
}

#[test]
fn whoever_starts_it_has_the_word_over_the_file() {
    let environment = [("HOME", "/home/mei"), ("HUIYIN_BOT_TOKEN", TOKEN)];
    // The twin of a setting that is named elsewhere is not a second place of it.
    let sources = sources(&environment, "HUIYIN_BOT_TOKEN_FILE=/run/nothing\n");
    assert!(Config::from_sources(&sources).is_ok());
    let mut bad = Sources::of([]);
    let file = "\u{feff}HUIYIN_LOG=info\nGREETING=Hello World\nHUIYIN_WORKERS 4 hunter2\n\
                HUIYIN_LOG=a hunter2\n";
    let faults = bad.add_file(file.as_bytes());
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].to_string().contains("the line of HUIYIN_WORKERS cannot be read"),
        "{faults:?}"
    );
    assert!(faults[1].to_string().contains("the line of HUIYIN_LOG cannot be read"), "{faults:?}");
    assert!(!format!("{faults:?}").contains("hunter2"), "{faults:?}");
}

/// A unit, and a file for containers, name nothing that would be refused.
#[test]
fn what_is_deployed_names_settings_only() {
    for file in [
        include_str!("../../../deploy/huiyin.service"),
        include_str!("../../../deploy/compose.yaml"),
    ] {
        let words = file.split(|c: char| !c.is_ascii_uppercase() && c != '_');
        let named: Vec<&str> = words.filter(|word| word.starts_with("HUIYIN_")).collect();
        assert!(named.len() > 2, "{named:?}");
        for name in named {
            let setting = name.strip_suffix("_FILE").unwrap_or(name);
            assert!(SETTINGS.contains(&setting), "{name}");
        }
    }
}
