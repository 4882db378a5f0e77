//! Where profiles are looked for: those that are shipped, files, and the book.

use std::{fmt::Write as _, path::Path};

use anyhow::{anyhow, bail};
use casework::{
    desk::Desk,
    policy::{Policy, PolicyError, SHIPPED, written},
    say,
    store::KeptPolicy,
};

use crate::{
    config::{Book, Config},
    estate, serve,
};

/// Reads the book when it is first asked for, and only one that is there already.
#[derive(Default)]
pub(super) struct Shelf {
    opened: Option<Vec<KeptPolicy>>,
    #[cfg(test)]
    is_nowhere: bool,
}

impl Shelf {
    /// A shelf without a book.
    #[cfg(test)]
    pub(super) fn nowhere() -> Self {
        Self { is_nowhere: true, ..Self::default() }
    }

    /// A profile by its name: of those that are shipped, else of a file, else of the book. An old
    /// version counts, too.
    pub(super) async fn read(&mut self, profile: &str) -> anyhow::Result<Policy> {
        let shipped = SHIPPED.iter().find(|(name, _)| *name == profile);
        if let Some((_, text)) = shipped {
            return kept(profile, text);
        }
        if Path::new(profile).exists() {
            let bytes = estate::bytes(Path::new(profile))?;
            let text = written::text(&bytes)
                .map_err(|fault| say!("{at}: {fault}", at = profile, fault))?;
            return kept(profile, text);
        }
        let found = self.book().await?.map(|kept| found(kept, profile)).transpose()?.flatten();
        let Some(found) = found else {
            let names: Vec<_> = SHIPPED.iter().map(|(name, _)| *name).collect();
            bail!(say!(
                "{profile} is neither a file nor in the book nor one of {known}",
                profile,
                known = names.join(", ")
            ));
        };
        kept(profile, &found.body)
    }

    /// Every profile and version that the book has, in lines.
    pub(super) async fn kept(&mut self) -> anyhow::Result<String> {
        let Some(kept) = self.book().await? else {
            bail!(say!("there is no book yet; huiyin serve makes one"));
        };
        let mut text = "\nin the book\n".to_owned();
        for kept in kept {
            let from = kept.file.as_deref().unwrap_or("shipped");
            let name = format!("{}@{}", kept.profile, kept.version);
            let _ = writeln!(text, "{name:<22} {from}");
        }
        Ok(text)
    }

    async fn book(&mut self) -> anyhow::Result<Option<Vec<KeptPolicy>>> {
        #[cfg(test)]
        if self.is_nowhere {
            return Ok(None);
        }
        if self.opened.is_none() {
            let book = Config::book_from_environment()?;
            // To look something up is no reason to make a book.
            if matches!(&book, Book::Private(folder) if !folder.join("postgres").exists()) {
                return Ok(None);
            }
            let read = async |desk: &Desk| Ok(desk.profiles().await?);
            self.opened = Some(serve::with_book(&book, read).await?);
        }
        Ok(self.opened.clone())
    }
}

fn kept(profile: &str, text: &str) -> anyhow::Result<Policy> {
    Policy::kept(text).map_err(|PolicyError(faults)| {
        anyhow!(say!("{profile} cannot be read:\n  {faults}", profile, faults))
    })
}

/// `ours` is the newest version, `ours@2` the second.
fn found(kept: Vec<KeptPolicy>, profile: &str) -> anyhow::Result<Option<KeptPolicy>> {
    let (name, version) = match profile.rsplit_once('@') {
        Some((name, version)) => {
            let number = version.parse::<i32>();
            let wrong = |_| say!("{profile}: write a number after the @", profile);
            (name, Some(number.map_err(wrong)?))
        }
        None => (profile, None),
    };
    let mut versions: Vec<_> = kept.into_iter().filter(|kept| kept.profile == name).collect();
    let Some(version) = version else { return Ok(versions.pop()) };
    let numbers: Vec<_> = versions.iter().map(|kept| kept.version.to_string()).collect();
    match versions.into_iter().find(|kept| kept.version == version) {
        None if !numbers.is_empty() => {
            bail!(say!(
                "the book has no version {version} of {name}, but {known}",
                version,
                name,
                known = numbers.join(", ")
            ))
        }
        found => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_newest_version_and_another_goes_by_its_number() {
        let kept = |version| KeptPolicy {
            profile: "ours".to_owned(),
            version,
            body: String::new(),
            file: None,
        };
        let find = |name: &str| found(vec![kept(1), kept(3)], name);
        assert_eq!(find("ours").unwrap(), Some(kept(3)));
        assert_eq!(find("ours@1").unwrap(), Some(kept(1)));
        assert_eq!(find("others").unwrap(), None);
        let missing = find("ours@2").unwrap_err().to_string();
        assert_eq!(missing, "the book has no version 2 of ours, but 1, 3");
        assert!(find("ours@two").unwrap_err().to_string().contains("write a number after the @"));
    }
}
