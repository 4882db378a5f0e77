//! The file of a backup: a tar of text, packed by gzip, sealed by age.
//!
//! First `huiyin-backup.json`, which says what it is; then `book/TABLE/NUMBER` with the rows as PostgreSQL's
//! COPY writes them; then `files/NAME`; last `manifest.json`, which says what each of them must come to. A file
//! without its end is no backup.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read},
    path::Path,
};

use age::{
    DecryptError, Decryptor, Encryptor,
    stream::{StreamReader, StreamWriter},
    x25519::{Identity, Recipient},
};
use casework::{
    backup::{Content, Shape},
    say,
    sentence::Sentence,
};
use chrono::{DateTime, Utc};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The form of the archive; another one is refused.
const FORMAT: u32 = 1;
const HEAD: &str = "huiyin-backup.json";
const MANIFEST: &str = "manifest.json";
const BOOK: &str = "book/";
const FILES: &str = "files/";

/// So many bytes of rows are one entry: what one needs in memory, however large a table is.
const PIECE: usize = 4 << 20;

/// What a backup is, at its beginning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Head {
    format: u32,
    /// Which release wrote it.
    pub(super) huiyin: String,
    /// At which moment the book was as it is here, in UTC.
    pub(super) taken_at: DateTime<Utc>,
    /// The shape of the book.
    pub(super) shape: Shape,
}

impl Head {
    pub(super) fn new(taken_at: DateTime<Utc>, shape: Shape) -> Self {
        Self { format: FORMAT, huiyin: env!("CARGO_PKG_VERSION").to_owned(), taken_at, shape }
    }
}

/// What everything in a backup must come to, at its end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// What each table held.
    pub(super) tables: Vec<(String, Content)>,
    /// The name of each file and SHA-256 of its bytes.
    pub(super) files: Vec<(String, String)>,
}

/// A backup that is being written.
pub(super) struct Writing {
    tar: tar::Builder<GzEncoder<StreamWriter<BufWriter<File>>>>,
    taken_at: u64,
    piece: Vec<u8>,
    pieces: u32,
}

impl Writing {
    pub(super) fn begin(file: File, to: &[Recipient], head: &Head) -> anyhow::Result<Self> {
        let to = to.iter().map(|one| one as &dyn age::Recipient);
        let sealed = Encryptor::with_recipients(to)?.wrap_output(BufWriter::new(file))?;
        let tar = tar::Builder::new(GzEncoder::new(sealed, Compression::default()));
        let taken_at = u64::try_from(head.taken_at.timestamp())?;
        let mut writing = Self { tar, taken_at, piece: vec![], pieces: 0 };
        writing.entry(HEAD, &serde_json::to_vec_pretty(head)?)?;
        Ok(writing)
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).map_err(io::Error::other)?);
        header.set_mode(0o600);
        header.set_mtime(self.taken_at);
        self.tar.append_data(&mut header, name, bytes)
    }

    /// Rows of a table; they are written when there are many, or when it ends.
    pub(super) fn rows(&mut self, table: &str, rows: &[u8]) -> io::Result<()> {
        self.piece.extend_from_slice(rows);
        if self.piece.len() >= PIECE { self.flush(table) } else { Ok(()) }
    }

    /// There are no more rows of this table.
    pub(super) fn end_table(&mut self, table: &str) -> io::Result<()> {
        if !self.piece.is_empty() {
            self.flush(table)?;
        }
        self.pieces = 0;
        Ok(())
    }

    fn flush(&mut self, table: &str) -> io::Result<()> {
        let piece = std::mem::take(&mut self.piece);
        self.entry(&format!("{BOOK}{table}/{:06}", self.pieces), &piece)?;
        self.pieces += 1;
        Ok(())
    }

    /// A file.
    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.entry(&format!("{FILES}{name}"), bytes)
    }

    /// The end, and only with it a backup. Returns when it is on the disk.
    pub(super) fn end(mut self, manifest: &Manifest) -> anyhow::Result<u64> {
        self.entry(MANIFEST, &serde_json::to_vec_pretty(manifest)?)?;
        let file = self.tar.into_inner()?.finish()?.finish()?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    }
}

/// What comes next in a backup.
enum Piece {
    Rows { table: String, rows: Vec<u8> },
    File { name: String, bytes: Vec<u8> },
    Manifest(Manifest),
}

type Opened = GzDecoder<StreamReader<BufReader<File>>>;

/// A backup that is being read, from its beginning to its end.
pub(super) struct Reading<'a> {
    at: String,
    entries: tar::Entries<'a, Opened>,
    next: Option<Piece>,
}

/// Opens a backup with its key.
///
/// # Errors
///
/// A sentence: it is no backup, or not for this key.
pub(super) fn open(file: &Path, key: &Identity) -> anyhow::Result<tar::Archive<Opened>> {
    let at = file.display().to_string();
    let opened = File::open(file)
        .map_err(|error| say!("{file} cannot be read: {error}", file = &at, error))?;
    let refused = |error: DecryptError| match error {
        DecryptError::NoMatchingKeys => {
            say!("this key does not open {file}: it was written for another one", file = &at)
        }
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            say!("{file} cannot be read: {error}", file = &at, error)
        }
        _ => no_backup(&at),
    };
    let sealed = Decryptor::new_buffered(BufReader::new(opened)).map_err(refused)?;
    let unsealed = sealed.decrypt(std::iter::once(key as &dyn age::Identity)).map_err(refused)?;
    Ok(tar::Archive::new(GzDecoder::new(unsealed)))
}

fn no_backup(at: &str) -> Sentence {
    say!("{file} is no backup of huiyin", file = at)
}

impl<'a> Reading<'a> {
    /// Begins to read, with what it says it is.
    pub(super) fn begin(
        archive: &'a mut tar::Archive<Opened>,
        file: &Path,
    ) -> anyhow::Result<(Head, Self)> {
        let at = file.display().to_string();
        let entries = archive.entries()?;
        let mut reading = Self { at, entries, next: None };
        let Some((name, bytes)) = reading.entry()? else {
            return Err(no_backup(&reading.at).into());
        };
        if name != HEAD {
            return Err(no_backup(&reading.at).into());
        }
        let head: Head = reading.json(&bytes)?;
        if head.format != FORMAT {
            let at = &reading.at;
            return Err(
                say!("{file} is of a newer huiyin: read it with that one", file = at).into()
            );
        }
        Ok((head, reading))
    }

    fn entry(&mut self) -> Result<Option<(String, Vec<u8>)>, Sentence> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        let read = entry.and_then(|mut entry| {
            let name = entry.path()?.to_string_lossy().into_owned();
            let mut bytes = vec![];
            entry.read_to_end(&mut bytes)?;
            Ok((name, bytes))
        });
        read.map(Some).map_err(|_| self.broken())
    }

    pub(super) fn broken(&self) -> Sentence {
        say!("{file} breaks off, or was changed: take another backup", file = &self.at)
    }

    fn json<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, Sentence> {
        serde_json::from_slice(bytes).map_err(|_| self.broken())
    }

    fn piece(&mut self) -> Result<Option<Piece>, Sentence> {
        if let Some(piece) = self.next.take() {
            return Ok(Some(piece));
        }
        let Some((name, bytes)) = self.entry()? else { return Ok(None) };
        if name == MANIFEST {
            return Ok(Some(Piece::Manifest(self.json(&bytes)?)));
        }
        if let Some(name) = name.strip_prefix(FILES) {
            return Ok(Some(Piece::File { name: name.to_owned(), bytes }));
        }
        let table = name.strip_prefix(BOOK).and_then(|name| Some(name.split_once('/')?.0));
        let table = table.ok_or_else(|| self.broken())?.to_owned();
        Ok(Some(Piece::Rows { table, rows: bytes }))
    }

    /// The next rows of this table; nothing when what comes next is of another.
    pub(super) fn rows(&mut self, wanted: &str) -> Result<Option<Vec<u8>>, Sentence> {
        match self.piece()? {
            Some(Piece::Rows { table, rows }) if table == wanted => Ok(Some(rows)),
            other => {
                self.next = other;
                Ok(None)
            }
        }
    }

    /// The next file; nothing when there are no more.
    pub(super) fn file(&mut self) -> Result<Option<(String, Vec<u8>)>, Sentence> {
        match self.piece()? {
            Some(Piece::File { name, bytes }) => Ok(Some((name, bytes))),
            other => {
                self.next = other;
                Ok(None)
            }
        }
    }

    /// The end.
    ///
    /// # Errors
    ///
    /// There is none: it breaks off.
    pub(super) fn manifest(&mut self) -> Result<Manifest, Sentence> {
        match self.piece()? {
            Some(Piece::Manifest(manifest)) => Ok(manifest),
            _ => Err(self.broken()),
        }
    }
}
