//! The estate file, and the profiles that lie beside it, read from the disk.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::bail;
use casework::{
    estate::Estate,
    policy::written::{self, MOST_BYTES},
    say,
    sentence::Sentence,
};

/// Reads an estate file with the profiles it names, which lie where it says, seen from itself.
pub fn read(path: &Path) -> anyhow::Result<Estate> {
    let file = &path.display().to_string();
    let folder = path.parent().unwrap_or(Path::new(""));
    let unreadable =
        |fault: Sentence| say!("the estate file {file} cannot be read: {fault}", file, fault);
    let bytes = bytes(path).map_err(unreadable)?;
    let text = written::text(&bytes).map_err(unreadable)?;
    Estate::read(text, |file| self::bytes(&folder.join(file)))
        .map_err(|error| say!("in {file}: {fault}", file, fault = error.said()).into())
}

/// A line for each file of the estate's own, as `checked` sums it up; or every fault of every file, of which
/// one is enough to fail.
pub(crate) fn check(
    files: &[PathBuf],
    checked: impl Fn(&Path) -> Result<Sentence, Vec<Sentence>>,
) -> anyhow::Result<Sentence> {
    let (mut sound, mut faults) = (vec![], vec![]);
    for file in files {
        let name = file.display().to_string();
        match checked(file) {
            Ok(sum) => sound.push(say!("{at}: {fault}", at = &name, fault = sum)),
            Err(found) => {
                faults.extend(
                    found.into_iter().map(|fault| say!("{at}: {fault}", at = &name, fault)),
                );
            }
        }
    }
    if !faults.is_empty() {
        bail!(match faults.len() {
            1 => say!("1 fault, and nothing was changed:\n  {faults}", faults),
            count => say!("{count} faults, and nothing was changed:\n  {faults}", count, faults),
        });
    }
    Ok(say!("{lines}", lines = sound))
}

/// What is in a file that somebody has written, or one sentence on what to do about it.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Sentence> {
    let file = &path.display().to_string();
    let fault = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            say!("there is no {file}; correct the name, or put the file there", file)
        }
        io::ErrorKind::PermissionDenied => {
            say!("the program may not read {file}; let its user read it", file)
        }
        _ => say!("{file} cannot be read: {error}", file, error = error.to_string()),
    };
    let kind = path.metadata().map_err(fault)?;
    if kind.is_dir() {
        return Err(say!("{file} is a folder; name a file in it", file));
    }
    if !kind.is_file() {
        return Err(say!("{file} is no plain file; name one that holds text", file));
    }
    // One byte more than may be, so that what is too large is seen to be; never all of it.
    let mut bytes = vec![];
    let opened = File::open(path).map_err(fault)?;
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use casework::policy::SHIPPED;

    use super::*;
    use crate::stage::ESTATE;

    /// A folder with an estate file that names one profile, and what reading it says.
    fn said(estate: &str, files: &[(&str, &[u8])]) -> Result<Estate, String> {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("huiyin-estate-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("rules")).unwrap();
        fs::write(folder.join("estate.toml"), estate).unwrap();
        for (file, bytes) in files {
            fs::write(folder.join(file), bytes).unwrap();
        }
        let read = read(&folder.join("estate.toml"));
        fs::remove_dir_all(&folder).unwrap();
        let place = folder.display().to_string();
        read.map_err(|error| format!("{error:#}").replace(&place, "FOLDER"))
    }

    fn estate(profile: &str, profiles: &str) -> String {
        let lines = format!("profile = \"{profile}\"\nprofiles = {profiles}\n");
        ESTATE.replacen("profile = \"park_core\"", &lines, 1)
    }

    fn ours() -> String {
        SHIPPED[0].1.replace("profile = \"park_core\"", "profile = \"ours\"")
    }

    #[test]
    fn a_profile_lies_beside_the_estate_file() {
        let own = format!("\u{feff}{}", ours().replace('\n', "\r\n"));
        let read =
            said(&estate("ours", r#"["rules/ours.toml"]"#), &[("rules/ours.toml", own.as_bytes())]);
        let read = read.unwrap();
        assert_eq!(read.profile(), "ours");
        assert_eq!(read.profiles()[0].policy.profile, "ours");
    }

    #[test]
    fn every_bad_file_is_told_with_what_to_do() {
        let one = r#"["ours.toml"]"#;
        let own = ours();
        let spoiled = own.replace("length = \"5m\"", "length = \"five\"");
        let short = own.replace("serious = \"15wd\"", "seriuos = \"15wd\"");
        let gbk = [own.as_bytes(), b"# \xca\xb1\xcf\xde\n"].concat();
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(own.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let all = [
            said(&estate("ours", one), &[]),
            said(&estate("ours", r#"["rules"]"#), &[]),
            said(&estate("ours", r#"["/dev/zero"]"#), &[]),
            said(&estate("ours", r#"[""]"#), &[]),
            said(&estate("ours", one), &[("ours.toml", b"")]),
            said(&estate("ours", one), &[("ours.toml", b"\n \n")]),
            said(&estate("ours", one), &[("ours.toml", &vec![b'#'; 300 * 1024])]),
            said(&estate("ours", one), &[("ours.toml", &gbk)]),
            said(&estate("ours", one), &[("ours.toml", &utf16)]),
            said(&estate("ours", one), &[("ours.toml", spoiled.as_bytes())]),
            said(&estate("park_core", one), &[("ours.toml", short.as_bytes())]),
            said(&estate("park_core", one), &[("ours.toml", SHIPPED[0].1.as_bytes())]),
            said(
                &estate("ours", r#"["ours.toml", "rules/ours.toml"]"#),
                &[("ours.toml", own.as_bytes()), ("rules/ours.toml", own.as_bytes())],
            ),
            said(&estate("other", one), &[("ours.toml", own.as_bytes())]),
            said(&estate("ours", "[]"), &[]),
            said(&estate("ours", "\"ours.toml\""), &[]),
        ];
        let all = all.map(|read| read.expect_err("a fault"));
        insta::assert_snapshot!(all.join("\n\n"));
    }

    #[test]
    fn an_estate_file_that_is_no_text_is_told_like_any_other() {
        let gbk = [b"# \xca\xb1\xcf\xde\n", ESTATE.as_bytes()].concat();
        let folder = std::env::temp_dir().join(format!("huiyin-estate-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("estate.toml"), gbk).unwrap();
        let told = |file: &str| format!("{:#}", read(&folder.join(file)).unwrap_err());
        let (spoiled, missing, place) = (told("estate.toml"), told("estat.toml"), told(""));
        fs::remove_dir_all(&folder).unwrap();
        assert!(
            spoiled.ends_with("perhaps saved as GBK or ANSI; save it again as UTF-8"),
            "{spoiled}"
        );
        assert!(missing.contains("correct the name, or put the file there"), "{missing}");
        assert!(place.contains("is a folder; name a file in it"), "{place}");
    }
}
