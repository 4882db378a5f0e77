//! The journal: everything that happened here, in order, for a checker that shares nothing with the
//! program.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::Telegram;
use crate::message::{Button, Message};
use crate::world::World;

const KEPT: usize = 2_000_000;

/// A JSON value that many may hold at the price of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub(crate) Arc<Value>);

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// One line of the journal.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Counts from 1, without gaps.
    pub serial: u64,
    /// When, by the given clock.
    pub at: DateTime<Utc>,
    /// When it really was, in microseconds since 1970.
    pub real: u64,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are Telegram's own words")]
pub enum Fact {
    /// An update waits for the bot from now on.
    Update {
        id: i64,
        kind: String,
        chat: Option<i64>,
        person: Option<i64>,
        message: Option<i64>,
        text: Option<String>,
        data: Option<String>,
        query: Option<String>,
        /// The update itself, if bodies are kept.
        #[serde(skip_serializing_if = "Option::is_none")]
        whole: Option<Json>,
    },
    /// An update will never reach the bot: `full`, `too big`, `expired`, `dropped`, or `unwanted`
    /// (its kind is not among the allowed ones), which has no number.
    Lost { id: Option<i64>, kind: String, why: &'static str },
    /// The bot said that it has an update: by `offset` or by `webhook`.
    Confirmed { id: i64, by: &'static str },
    /// A webhook's answer to one try: its status, or 0 and what went wrong.
    Delivery { id: i64, status: u16, error: Option<String> },
    /// A request came; its answer has the same `call`.
    Request { call: u64, method: &'static str, chat: Option<i64>, params: Json },
    /// A request goes wrong on purpose; whether the answer leaves open if it was done.
    Fault { call: u64, method: &'static str, fault: String, hides_outcome: bool },
    /// The answer as it should have gone out; 0 when the connection was closed on purpose.
    Answer {
        call: u64,
        method: &'static str,
        status: u16,
        description: String,
        retry_after: Option<i64>,
        /// The result itself, if bodies are kept.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<Json>,
    },
    /// A message stands in a chat from now on, or looks different.
    Shown {
        chat: i64,
        message: i64,
        from: i64,
        kind: String,
        text: String,
        buttons: Vec<Vec<Button>>,
        reply_to: Option<i64>,
        album: Option<String>,
        edited: bool,
    },
    /// A message stands there no more.
    Gone { chat: i64, message: i64 },
    /// Somebody pressed a button.
    Press { query: String, person: i64, chat: i64, message: i64, data: String },
    /// What a press was answered with.
    Toast { query: String, person: i64, chat: i64, text: Option<String>, alert: bool },
    /// Somebody's standing in a chat changed.
    Standing { chat: i64, member: i64, status: &'static str },
    /// A group has another number now.
    Moved { chat: i64, to: i64 },
    /// Something about a chat changed that decides what the bot may do there.
    Condition { chat: i64, condition: &'static str, on: bool },
    /// Nobody can be reached, or everybody again.
    Outage { on: bool },
}

#[derive(Debug)]
pub(crate) struct Journal {
    entries: VecDeque<Arc<Entry>>,
    last: u64,
    kept: usize,
    file: Option<BufWriter<File>>,
    trouble: Option<io::Error>,
    /// Whether updates and results are kept whole.
    pub(crate) is_whole: bool,
}

impl Journal {
    pub(crate) fn new() -> Self {
        let entries = VecDeque::new();
        Self { entries, last: 0, kept: KEPT, file: None, trouble: None, is_whole: false }
    }

    fn record(&mut self, at: DateTime<Utc>, fact: Fact) {
        self.last += 1;
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let real = u64::try_from(real.as_micros()).unwrap_or_default();
        let entry = Entry { serial: self.last, at, real, fact };
        if let Some(file) = &mut self.file
            && let Err(error) = write(file, &entry)
        {
            // Found by the next `flush_journal`; a journal with a hole must not pass for whole.
            (self.file, self.trouble) = (None, Some(error));
        }
        if self.entries.len() >= self.kept {
            self.entries.pop_front();
        }
        self.entries.push_back(Arc::new(entry));
    }
}

impl Journal {
    /// What fails here is said by the next `flush_journal`.
    pub(crate) fn flush(&mut self) {
        if let Some(Err(error)) = self.file.as_mut().map(BufWriter::flush) {
            (self.file, self.trouble) = (None, Some(error));
        }
    }
}

fn write(file: &mut BufWriter<File>, entry: &Entry) -> io::Result<()> {
    serde_json::to_writer(&mut *file, entry)?;
    file.write_all(b"\n")
}

impl World {
    pub(crate) fn record(&mut self, fact: Fact) {
        let now = self.now();
        self.journal.record(now, fact);
    }

    /// Writes down how a message looks now.
    pub(crate) fn record_shown(&mut self, chat: i64, id: i64, edited: bool) {
        let Some(message) = self.message(chat, id) else { return };
        let fact = shown(message, edited);
        self.record(fact);
    }
}

fn shown(message: &Message, edited: bool) -> Fact {
    Fact::Shown {
        chat: message.chat,
        message: message.id,
        from: message.from,
        kind: message.kind().to_string(),
        text: message.text().to_string(),
        buttons: message.buttons(),
        reply_to: message.reply_to,
        album: message.album.clone(),
        edited,
    }
}

impl Telegram {
    /// What the journal holds after this serial number, oldest first; 0 for all of it.
    pub fn journal(&self, after: u64) -> Vec<Arc<Entry>> {
        let world = self.lock();
        let entries = &world.journal.entries;
        let from = entries.partition_point(|entry| entry.serial <= after);
        entries.range(from..).cloned().collect()
    }

    /// The newest serial number of the journal.
    pub fn journal_end(&self) -> u64 {
        self.lock().journal.last
    }

    /// Forgets the journal up to this serial number; a file keeps it.
    pub fn forget_journal(&self, until: u64) {
        let entries = &mut self.lock().journal.entries;
        let old = entries.partition_point(|entry| entry.serial <= until);
        entries.drain(..old);
    }

    /// How many lines are kept in memory at most; two millions at first.
    pub fn journal_keeps(&self, lines: usize) {
        self.lock().journal.kept = lines.max(1);
    }

    /// Keeps updates and results whole in the journal from now on, or no longer. A validator needs
    /// them; they are not there at first.
    pub fn journal_whole(&self, whole: bool) {
        self.lock().journal.is_whole = whole;
    }

    /// Writes the journal from now on into a new file too, one JSON object a line.
    pub fn journal_to(&self, path: &Path) -> io::Result<()> {
        let file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        self.lock().journal.file = Some(file);
        Ok(())
    }

    /// Brings the journal's file up to date; says if a line could not be written.
    pub fn flush_journal(&self) -> io::Result<()> {
        let mut world = self.lock();
        world.journal.flush();
        world.journal.trouble.take().map_or(Ok(()), Err)
    }
}
