//! Which profiles there are: those that are shipped, and the estate's own out of its files. A version
//! that is in the book stays as it is, because cases were opened under it.

use super::{Desk, DeskError};
use crate::{
    estate::Estate,
    policy::{Own, Policy, diff},
    say,
    sentence::Sentence,
    store::{KeptPolicy, StoreError, Tx},
};

/// So many differences are named; the rest shows in `huiyin policy diff`.
const NAMED: usize = 3;

impl Desk {
    /// Settles an estate in that is alone in its book.
    pub async fn settle_in(&self, estate: &Estate) -> Result<bool, DeskError> {
        self.settle_all(std::slice::from_ref(estate)).await
    }

    /// Settles estates in, each as its file describes it. Says whether one of them is new to the book.
    pub async fn settle_all(&self, estates: &[Estate]) -> Result<bool, DeskError> {
        let codes: Vec<&str> = estates.iter().map(Estate::code).collect();
        let mut is_new = false;
        for estate in estates {
            is_new |= self.settle(estate, &codes).await?;
        }
        Ok(is_new)
    }

    /// Lays an estate's own profiles into the book, and writes an estate that the book does not know
    /// into it. Says whether it did. What is in force in an estate that it knows follows the file as
    /// well: cases that are opened from now on go by the profile it names. `others` are the codes of
    /// the estates that have files: an estate that is nowhere named any more was more likely given
    /// another code than joined by a new one.
    async fn settle(&self, estate: &Estate, others: &[&str]) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        lay(&mut tx, estate.profiles()).await?;
        let sites = tx.sites().await?;
        let known = sites.iter().find(|site| site.code == estate.code());
        let site = match known {
            None => {
                let lost = sites.iter().find(|site| !others.contains(&site.code.as_str()));
                if let Some(lost) = lost {
                    let (new, known) = (estate.code().to_owned(), lost.code.clone());
                    return Err(DeskError::OtherEstate { new, known });
                }
                estate.write(&mut tx).await?
            }
            Some(site) => {
                if site.profile != estate.profile() {
                    let (from, to) = (&site.profile, estate.profile());
                    tracing::info!(estate = site.code, from, to, "another profile is in force");
                    tx.site_profile(site.id, estate.profile()).await?;
                }
                estate.bring_up_to_date(&mut tx, site.id).await?;
                tx.leaders_mark().await?;
                site.id
            }
        };
        super::questionnaires::settle(&mut tx, site, estate.questionnaires(), estate.surveys())
            .await?;
        tx.commit().await?;
        self.grounds.clear();
        Ok(known.is_none())
    }

    /// Every version of every profile that the book has.
    pub async fn profiles(&self) -> Result<Vec<KeptPolicy>, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        Ok(tx.policies().await?)
    }
}

/// All of them, or none.
async fn lay(tx: &mut Tx, own: &[Own]) -> Result<(), DeskError> {
    let kept = tx.policies().await?;
    let mut faults = vec![];
    for own in own {
        let versions = kept.iter().filter(|kept| kept.profile == own.policy.profile);
        match fault(own, versions.clone().max_by_key(|kept| kept.version)) {
            Some(fault) => faults.push(say!("{at}: {fault}", at = &own.file, fault)),
            None => faults.extend(keep(tx, own).await?),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(DeskError::OwnProfiles(faults)) }
}

/// Another instance may have written the same version since we looked.
async fn keep(tx: &mut Tx, own: &Own) -> Result<Option<Sentence>, StoreError> {
    let Policy { profile, version, .. } = &own.policy;
    let body = tx.policy_add(profile, *version, &own.body, Some(&own.file)).await?;
    Ok(differs(own, &body).map(|fault| say!("{at}: {fault}", at = &own.file, fault)))
}

/// Why a file cannot come into force beside the newest version in the book.
fn fault(own: &Own, newest: Option<&KeptPolicy>) -> Option<Sentence> {
    let Policy { profile, version, .. } = &own.policy;
    let newest = newest?;
    if newest.version > *version {
        let (older, next) = (newest.version, newest.version.saturating_add(1));
        return Some(say!(
            "{profile} is at version {older} in the book already, and the file says version = {version}; write \
             version = {next}, so that what it says comes into force",
            profile,
            older,
            version = *version,
            next
        ));
    }
    (newest.version == *version).then(|| differs(own, &newest.body)).flatten()
}

/// What the file says otherwise than the same version in the book. Comments and blanks do not count.
fn differs(own: &Own, body: &str) -> Option<Sentence> {
    let kept = Policy::kept(body).ok();
    if kept.as_ref() == Some(&own.policy) {
        return None;
    }
    let changes = kept.map(|kept| diff::diff(&kept, &own.policy)).unwrap_or_default();
    let word = |line: &Option<String>| line.clone().unwrap_or_else(|| "–".to_owned());
    let mut named: Vec<_> = changes
        .iter()
        .take(NAMED)
        .map(|change| format!("{}: {} → {}", change.at, word(&change.from), word(&change.to)))
        .collect();
    if changes.len() > NAMED {
        named.push("…".to_owned());
    }
    let Policy { profile, version, .. } = &own.policy;
    Some(say!(
        "it says something else than version {version} of {profile}, by which cases may be open ({changes}); \
         write version = {next}, or put the old words back",
        version = *version,
        profile,
        changes = named.join("; "),
        next = version.saturating_add(1)
    ))
}
