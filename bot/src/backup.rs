//! `huiyin backup`, `restore` and `verify`: the estate in one file that only its key opens, back from it onto
//! an empty database, and the proof that this can be done.

mod archive;
pub(crate) mod key;

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use age::x25519::{Identity, Recipient};
use anyhow::Context as _;
use casework::{
    backup::{self, BackupError, Content, Dump, Restore, Tally, Trial},
    clock::Clock,
    desk::{Desk, DeskError},
    postgres::BookOptions,
    say,
    sentence::Sentence,
    store::StoreError,
};
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use self::archive::{Head, Manifest, Reading, Writing};
use crate::{
    config::Book,
    evidence::Evidence,
    serve::{self, Database},
    speech::Voice,
    terminal::Kind,
};

/// Makes a key for backups, and says what to set.
pub fn make_key(file: &Path) -> anyhow::Result<Sentence> {
    let recipient = key::make(file)?;
    Ok(say!(
        "{file} opens the backups that are written for it; take it off this machine, and keep it where the backups \
         are not. Set:\n  HUIYIN_BACKUP_RECIPIENT={recipient}",
        file = file.display(),
        recipient
    ))
}

/// What a backup is of: the book, and the files that it names, where they are kept.
#[derive(Debug)]
pub struct Estate<'a> {
    /// The book.
    pub book: &'a Book,
    /// The files, if any are kept.
    pub evidence: Option<&'a Evidence>,
}

/// What was written or read.
#[derive(Debug, Clone, Copy)]
struct Counted {
    taken_at: DateTime<Utc>,
    rows: u64,
    files: usize,
    /// So many files are missing, or are not what they were.
    odd: usize,
}

impl Counted {
    /// What is wrong with the files, after everything else was done.
    fn judge(self, file: &Path) -> anyhow::Result<Self> {
        if self.odd == 0 {
            return Ok(self);
        }
        Err(Kind::Ill.fault(say!(
            "{file}: the book is whole, but {count} photos or files are missing, or are not what they were; look where \
             HUIYIN_EVIDENCE says",
            file = file.display().to_string(),
            count = self.odd
        )))
    }
}

/// Writes a backup into a file, or into a folder under a name with the time.
pub async fn take(
    estate: &Estate<'_>,
    to: &[Recipient],
    file: &Path,
    clock: &Clock,
) -> anyhow::Result<Sentence> {
    let database = Database::reach(estate.book).await?;
    let taken = take_from(database.options(), estate.evidence, to, file, clock).await;
    database.leave().await?;
    taken
}

async fn take_from(
    options: BookOptions,
    evidence: Option<&Evidence>,
    to: &[Recipient],
    file: &Path,
    clock: &Clock,
) -> anyhow::Result<Sentence> {
    let taken_at = clock.now();
    let file = named(file, taken_at);
    let beside = beside(&file);
    let written = write(options.clone(), evidence, to, &beside, taken_at).await;
    let (bytes, counted) = match written {
        Ok(written) => written,
        Err(error) => {
            // Half a backup is none, and its room is wanted where a disk is full.
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
    };
    name(&beside, &file).map_err(|error| unwritten(&file, &error))?;
    backup::note_taken(options, taken_at, bytes.cast_signed()).await?;
    let counted = counted.judge(&file)?;
    Ok(say!(
        "{file}: {rows} rows, {files} files, {size} kB",
        file = file.display().to_string(),
        rows = counted.rows,
        files = counted.files,
        size = bytes.div_ceil(1000)
    ))
}

/// The file that is meant: in a folder it is called by the moment.
fn named(file: &Path, taken_at: DateTime<Utc>) -> PathBuf {
    if file.is_dir() {
        file.join(format!("huiyin-{}.age", taken_at.format("%Y%m%dT%H%M%SZ")))
    } else {
        file.to_owned()
    }
}

/// Where it is written until it is whole.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{:08x}.part", rand::random::<u32>()));
    name.into()
}

/// Gives a whole file its name, so that a power cut leaves it there.
fn name(beside: &Path, file: &Path) -> io::Result<()> {
    fs::rename(beside, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn unwritten(file: &Path, error: &io::Error) -> anyhow::Error {
    let file = file.display().to_string();
    // What is not whole yet has a name of its own, which means nothing to anybody.
    let whole = file.strip_suffix(".part").and_then(|name| name.rsplit_once('.'));
    let file = whole.map_or(file.as_str(), |(name, _)| name);
    if error.kind() == io::ErrorKind::StorageFull {
        return Kind::Unreachable.fault(say!(
            "the disk is full: {file} was not written; make room, or name another folder",
            file
        ));
    }
    say!("{file} cannot be written: {error}", file, error = error.to_string()).into()
}

/// Writes the whole of it; says how large the file is, and what is in it.
async fn write(
    options: BookOptions,
    evidence: Option<&Evidence>,
    to: &[Recipient],
    file: &Path,
    taken_at: DateTime<Utc>,
) -> anyhow::Result<(u64, Counted)> {
    let told = |error: anyhow::Error| match error.downcast::<io::Error>() {
        Ok(error) => unwritten(file, &error),
        Err(error) => error,
    };
    let mut dump = Dump::begin(options.clone()).await.map_err(refused)?;
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let opened = opened.map_err(|error| unwritten(file, &error))?;
    let head = Head::new(taken_at, dump.shape().clone());
    let mut writing = Writing::begin(opened, to, &head).map_err(told)?;
    let tables = write_book(&mut dump, &head, &mut writing).await.map_err(told)?;
    let named = dump.files().await?;
    dump.end().await?;
    let (files, odd) = write_files(&named, evidence, &mut writing).await.map_err(told)?;
    // What went between the look and now went with the words of its case.
    let odd = backup::still_kept(options, &odd).await?.len();
    let rows = tables.iter().map(|(_, content)| content.rows).sum();
    let counted = Counted { taken_at, rows, files: files.len(), odd };
    let bytes = writing.end(&Manifest { tables, files }).map_err(told)?;
    Ok((bytes, counted))
}

async fn write_book(
    dump: &mut Dump,
    head: &Head,
    writing: &mut Writing,
) -> anyhow::Result<Vec<(String, Content)>> {
    let mut tables = vec![];
    for table in &head.shape.tables {
        let mut tally = Tally::default();
        dump.table(table, |rows| {
            tally.passes(rows);
            writing.rows(&table.name, rows).map_err(anyhow::Error::from)
        })
        .await?;
        writing.end_table(&table.name)?;
        tables.push((table.name.clone(), tally.done()));
    }
    Ok(tables)
}

/// Writes the files; says which there are, and the names of those that are missing or not what they were.
async fn write_files(
    named: &[(String, String)],
    evidence: Option<&Evidence>,
    writing: &mut Writing,
) -> anyhow::Result<(Vec<(String, String)>, Vec<String>)> {
    let (mut files, mut odd) = (vec![], vec![]);
    let Some(evidence) = evidence.filter(|_| !named.is_empty()) else {
        return if named.is_empty() { Ok((files, odd)) } else { Err(nowhere()) };
    };
    for (name, known) in named {
        let Some(bytes) = evidence.get(name).await? else {
            odd.push(name.clone());
            continue;
        };
        let digest = digest(&bytes);
        if digest != *known {
            odd.push(name.clone());
        }
        writing.file(name, &bytes)?;
        files.push((name.clone(), digest));
    }
    Ok((files, odd))
}

fn nowhere() -> anyhow::Error {
    say!("the book names photos and files: say in HUIYIN_EVIDENCE where they are kept").into()
}

fn digest(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Puts a backup back into the database of the book, which is empty. Whoever serves it next tells the people.
pub async fn restore(estate: &Estate<'_>, file: &Path, key: &Path) -> anyhow::Result<Sentence> {
    let key = key::read(key)?;
    let database = Database::reach(estate.book).await?;
    let restored = put_back(database.options(), FilesTo::Kept(estate.evidence), file, &key).await;
    database.leave().await?;
    let Counted { taken_at, rows, files, .. } = restored?.judge(file)?;
    Ok(say!(
        "The book is back as it was at {moment} UTC: {rows} rows, every table compared, and {files} files. Start \
         huiyin serve; the service centre is told that what happened since is not in it.",
        moment = minute(taken_at),
        rows,
        files
    ))
}

fn minute(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

/// What becomes of the files of a backup that is read.
#[derive(Clone, Copy)]
enum FilesTo<'a> {
    /// They are kept again, where files are kept.
    Kept(Option<&'a Evidence>),
    /// They are only looked at.
    Nowhere,
}

/// Reads the whole backup into an empty database, and its files to where they are kept; says which moment it
/// shows, and what it holds. Files that are put back before the book fails harm nobody.
async fn put_back(
    options: BookOptions,
    files_to: FilesTo<'_>,
    file: &Path,
    key: &Identity,
) -> anyhow::Result<Counted> {
    let mut archive = archive::open(file, key)?;
    let (head, mut reading) = Reading::begin(&mut archive, file)?;
    let mut restore = Restore::begin(options, &head.shape).await.map_err(refused)?;
    for table in &head.shape.tables {
        restore.table(table, || reading.rows(&table.name).map_err(anyhow::Error::from)).await?;
    }
    let mut files = vec![];
    while let Some((name, bytes)) = reading.file()? {
        files.push((name.clone(), digest(&bytes)));
        match files_to {
            FilesTo::Kept(Some(evidence)) => evidence.put(&name, bytes).await?,
            FilesTo::Kept(None) => return Err(nowhere()),
            FilesTo::Nowhere => {}
        }
    }
    let manifest = reading.manifest()?;
    if files != manifest.files {
        return Err(reading.broken().into());
    }
    let named = restore.files().await?;
    let odd = named.iter().filter(|file| !files.contains(file)).count();
    restore.finish(&manifest.tables, head.taken_at).await.map_err(refused)?;
    let rows = manifest.tables.iter().map(|(_, Content { rows, .. })| rows).sum();
    Ok(Counted { taken_at: head.taken_at, rows, files: files.len(), odd })
}

fn refused(error: BackupError) -> anyhow::Error {
    match error {
        BackupError::Refused(sentence) => Kind::Book.fault(sentence),
        BackupError::Store(error) => serve::unusable(&error.to_string()),
    }
}

/// When the book was put back from a backup and nobody was told: tells every service centre what the book does
/// not know, and shows every open case as it knows it. For whoever begins to serve it.
pub async fn tell_of_restore(desk: &Desk) -> Result<(), DeskError> {
    let mut work = desk.begin().await?;
    let Some(moment) = work.put_back().await? else { return Ok(()) };
    for site in work.sites().await? {
        work.stand_at(site.id);
        for room in work.watch_rooms().await? {
            let voice = Voice::new(work.language_of(room).await?, site.zone);
            voice.put_back(moment).post(&mut work, room).await?;
        }
    }
    work.finish("").await
}

/// Puts a backup back on trial, into a database of its own beside the book that is thrown away, and notes in the
/// book that it could be done.
pub async fn verify(
    book: &Book,
    file: &Path,
    key: &Path,
    clock: &Clock,
) -> anyhow::Result<Sentence> {
    let key = key::read(key)?;
    let database = Database::reach(book).await?;
    let tried = verify_beside(database.options(), file, &key, clock).await;
    database.leave().await?;
    let Counted { taken_at, rows, files, .. } = tried?;
    Ok(say!(
        "{file} can be put back: the book as it was at {moment} UTC, {rows} rows, every table compared, and {files} \
         files",
        file = file.display(),
        moment = minute(taken_at),
        rows,
        files
    ))
}

async fn verify_beside(
    options: BookOptions,
    file: &Path,
    key: &Identity,
    clock: &Clock,
) -> anyhow::Result<Counted> {
    let trial = Trial::begin(options.clone()).await.map_err(|error| forbidden(&error))?;
    let tried = put_back(trial.options(), FilesTo::Nowhere, file, key).await;
    let ended = trial.end().await;
    let tried = tried?.judge(file)?;
    ended.context("throwing the trial away")?;
    backup::note_verified(options, tried.taken_at, clock.now()).await?;
    Ok(tried)
}

fn forbidden(error: &StoreError) -> anyhow::Error {
    if !error.is_forbidden() {
        return serve::unusable(&error.to_string());
    }
    say!(
        "no database could be made for the trial; let the user of the book make databases (alter user … createdb), \
         or name another server in HUIYIN_DATABASE_URL for it"
    )
    .into()
}

#[cfg(test)]
mod tests {
    use casework::backup::Shape;

    use super::*;

    #[test]
    fn a_full_disk_is_told_as_what_it_is() {
        let shape = Shape { version: 1, tables: vec![], counters: vec![] };
        let head = Head::new(DateTime::UNIX_EPOCH, shape);
        let to = [Identity::generate().to_public()];
        let full = OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let ended =
            Writing::begin(full, &to, &head).and_then(|writing| writing.end(&Manifest::default()));
        let error =
            ended.expect_err("there is no room").downcast::<io::Error>().expect("an io error");
        assert_eq!(
            unwritten(Path::new("night.age"), &error).to_string(),
            "the disk is full: night.age was not written; make room, or name another folder"
        );
        // A file that is written for nobody would be readable by everybody or by nobody.
        let file = File::create("/dev/null").expect("a file");
        assert!(Writing::begin(file, &[], &head).is_err());
    }

    #[test]
    fn in_a_folder_a_backup_is_called_by_the_time() {
        let folder = std::env::temp_dir();
        let named = named(&folder, DateTime::UNIX_EPOCH);
        assert_eq!(named, folder.join("huiyin-19700101T000000Z.age"));
    }
}
