use casework::words::Language;
use sha2::{Digest, Sha256};

use super::*;

/// The sentence as it stands in the file.
fn sentence(language: Language) -> String {
    let path = format!("{}/locales/{}/huiyin.ftl", env!("CARGO_MANIFEST_DIR"), language.tag());
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().find_map(|line| line.strip_prefix("privacy = ")).unwrap().to_owned()
}

#[test]
fn what_the_notice_says_does_not_change_under_the_same_version() {
    assert!(version() > 0);
    for language in Language::ALL {
        let digest = Sha256::digest(sentence(language));
        let digest = digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let known = &NOTICE.texts[language.tag()];
        let tag = language.tag();
        assert_eq!(*known, digest, "{tag}: raise the version and write this digest down");
    }
}
