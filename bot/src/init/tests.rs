use casework::intake::is_phone;
use toml_edit::Table;

use super::*;

fn answers(zone: &str) -> Answers {
    [
        (Question::Language, "zh-Hans"),
        (Question::Name, "云溪产业园"),
        (Question::Zone, zone),
        (Question::Phone, "0571-8800 1234"),
    ]
    .map(|(question, answer)| (question, answer.to_owned()))
    .into()
}

#[test]
fn the_estate_file_is_the_example_with_this_estates_own_words() {
    let text = estate_file::written(&answers("Asia/Shanghai"));
    Estate::parse(&text).expect("a sound estate file");
    assert!(
        text.contains("# who must act") || text.starts_with("# The estate: who must act"),
        "{text}"
    );
    assert!(text.contains("name = { zh-Hans = \"云溪产业园\" }"), "{text}");
    assert!(text.contains("# the service centre, for people who would rather call"), "{text}");
    assert!(text.contains("contact = \"120\""), "{text}");
    for others in ["code = \"yunxi\"", "1号楼", "A1-102"] {
        assert!(!text.contains(others), "{others} is of another estate: {text}");
    }
}

#[test]
fn who_is_called_in_danger_is_of_the_country() {
    let numbers = |zone: &str| {
        let table = estate_file::emergency(zone);
        let contact = |table: &Table| table["contact"].as_str().map(str::to_owned);
        table.iter().filter_map(contact).collect::<Vec<_>>()
    };
    assert_eq!(numbers("Asia/Shanghai"), ["119", "120", "110"]);
    assert_eq!(numbers("Asia/Hong_Kong"), ["999"]);
    assert_eq!(numbers("Asia/Taipei"), ["119", "110"]);
    assert!(numbers("Europe/Berlin").is_empty(), "a wrong number is worse than none");
    for alias in ["Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"] {
        assert_eq!(numbers(alias), ["119", "120", "110"], "{alias}");
    }
    assert!(numbers("Asia/Singapore").iter().all(|number| is_phone(number) || number.len() == 3));
}

#[test]
fn settings_are_added_to_what_stands_there() {
    let settings = [
        ("HUIYIN_BOT_TOKEN", "1:a".to_owned()),
        ("HUIYIN_DATA_DIR", "/home/o'brien/园 #1".to_owned()),
    ];
    // A comment that some editor wrote in GBK, and no end of line.
    let before = b"# \xca\xb1\nOTHERS=1".to_vec();
    let file = env_file(before.clone(), &settings);
    assert!(file.starts_with(&before), "what stands there stays, byte by byte");
    let mut read = Sources::default();
    assert_eq!(read.add_file(&file), []);
    for (name, value) in settings {
        assert_eq!(read.value(name), Some(value), "{name}");
    }
    assert!(String::from_utf8_lossy(&file).contains("\nOTHERS=1\nHUIYIN_BOT_TOKEN='1:a'\n"));
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing_half() {
    let folder = std::env::temp_dir().join(format!("huiyin-init-{}", std::process::id()));
    fs::create_dir_all(folder.join(ENV_FILE)).unwrap();
    let error = keep(&folder.join(ENV_FILE), b"HUIYIN_LOG=info\n").unwrap_err();
    let left = fs::read_dir(&folder).unwrap().count();
    fs::remove_dir_all(&folder).unwrap();
    assert!(error.to_string().contains(".env cannot be written"), "{error}");
    assert_eq!(left, 1, "only what was there");
}
