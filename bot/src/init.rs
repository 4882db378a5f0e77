//! `huiyin init`: from a token to an estate in its book. It asks what is not set yet, writes the settings and
//! an estate file, prepares the book, and prints the link that makes the first administrator. Run again, it
//! goes on where it stopped, and changes nothing that is there.

mod estate_file;
mod questions;

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead, Write},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown},
    path::{Path, PathBuf},
};

use anyhow::{anyhow, bail};
use casework::{
    desk::Desk, estate::Estate, say, sentence::Sentence, store::Offer, words::Language,
};
use secrecy::SecretString;

use crate::{
    api::{Api, Failure},
    backup::key,
    config::{Book, Config, DATA, DATABASE, ESTATE as ESTATE_FILES, RECIPIENT, Sources, TOKEN},
    estate, serve,
    terminal::{self, Kind},
    visit::Me,
};
use questions::{Answers, Question};

/// What the estate file is called, beside `.env`.
const ESTATE_FILE: &str = "estate.toml";
/// Where the settings are written.
const ENV_FILE: &str = ".env";
/// The key that opens the backups, until somebody takes it away.
const KEY_FILE: &str = "backup.key";

/// Whoever answers: a person at a terminal, or a file piped in.
pub struct Terminal<I, O> {
    /// What they say, a line at a time.
    pub input: I,
    /// What they read.
    pub output: O,
    /// In what.
    pub language: Language,
}

impl<I: BufRead, O: Write> Terminal<I, O> {
    fn say(&mut self, sentence: &Sentence) -> anyhow::Result<()> {
        writeln!(self.output, "{}", terminal::told(sentence, self.language))?;
        Ok(())
    }

    /// The next line; nothing at the end of the input. What is no UTF-8 is asked for again.
    fn line(&mut self) -> anyhow::Result<Option<String>> {
        loop {
            write!(self.output, "> ")?;
            self.output.flush()?;
            let mut line = vec![];
            if self.input.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            match String::from_utf8(line) {
                Ok(line) => return Ok(Some(line.trim().to_owned())),
                Err(_) => self.say(&say!(
                    "this is not UTF-8; set the terminal to UTF-8, and write it again"
                ))?,
            }
        }
    }
}

/// Does it in a folder, whose settings are `sources`.
///
/// # Errors
///
/// A sentence that says what is wrong and what to do; what was written by then stays, and the next run goes
/// on from there.
pub async fn run<I: BufRead, O: Write>(
    folder: &Path,
    answers: Option<&Path>,
    sources: &Sources,
    terminal: &mut Terminal<I, O>,
) -> anyhow::Result<()> {
    let asked: Vec<Question> = open_questions(folder, sources);
    let answers = match answers {
        Some(file) => from_file(file, &asked, terminal.language)?,
        None => ask(&asked, sources, terminal).await?,
    };
    let mut settings = settings(folder, &answers, sources)?;
    let key = key(folder, sources, &mut settings)?;
    let drafts = drafts(folder, &answers, &settings, key)?;
    let mut all = sources.clone();
    for (name, value) in &settings {
        all.set(name, value);
    }
    let config = Config::from_sources(&all)?;
    let username = named(&config.telegram, config.token.clone()).await??;
    let is_new = answers.contains_key(&Question::Name);
    let settles = async |desk: &Desk| settle(&drafts, is_new, &config, desk, terminal).await;
    let token = serve::with_book(&config.book, settles).await?;
    finish(&username, token, terminal)
}

/// What is neither set nor written yet.
fn open_questions(folder: &Path, sources: &Sources) -> Vec<Question> {
    let has_estate = folder.join(ESTATE_FILE).exists() || sources.is_set(ESTATE_FILES);
    let is_open = |question: &Question| match question {
        Question::Token => !sources.is_set(TOKEN),
        Question::Database => !sources.is_set(DATABASE) && !sources.is_set(DATA),
        Question::Language | Question::Name | Question::Zone | Question::Phone => !has_estate,
    };
    Question::ALL.into_iter().filter(is_open).collect()
}

fn from_file(file: &Path, asked: &[Question], language: Language) -> anyhow::Result<Answers> {
    let bytes = estate::bytes(file)?;
    let at = file.display().to_string();
    let text = casework::policy::written::text(&bytes)
        .map_err(|fault| say!("{at}: {fault}", at = &at, fault))?;
    questions::read(text, asked, language).map_err(|faults| {
        anyhow!(say!(
            "{file} cannot be taken, and nothing was changed:\n  {faults}",
            file = at,
            faults
        ))
    })
}

/// Asks until every answer can be taken.
async fn ask<I: BufRead, O: Write>(
    asked: &[Question],
    sources: &Sources,
    terminal: &mut Terminal<I, O>,
) -> anyhow::Result<Answers> {
    let mut answers = Answers::new();
    for (place, question) in asked.iter().enumerate() {
        let (number, count) = (place + 1, asked.len());
        let text = say!("{number}/{count}  {question}", number, count, question = question.asked());
        if *question == Question::Language {
            // Who reads none of the others finds theirs.
            for language in Language::ALL {
                writeln!(terminal.output, "{}", terminal::told(&text, language))?;
            }
        } else {
            terminal.say(&text)?;
        }
        let answer = answer(*question, sources, terminal).await?;
        if *question == Question::Language {
            terminal.language = Language::parse(&answer).unwrap_or(terminal.language);
        }
        answers.insert(*question, answer);
    }
    Ok(answers)
}

/// Reads answers to one question until one can be taken.
async fn answer<I: BufRead, O: Write>(
    question: Question,
    sources: &Sources,
    terminal: &mut Terminal<I, O>,
) -> anyhow::Result<String> {
    let otherwise = question.otherwise(terminal.language);
    if let Some(otherwise) = otherwise.as_deref().filter(|text| !text.is_empty()) {
        terminal.say(&say!("[Enter: {otherwise}]", otherwise))?;
    }
    loop {
        let Some(line) = terminal.line()? else {
            bail!(say!(
                "the answers ended before {field}; nothing was written",
                field = question.key()
            ));
        };
        let line = if line.is_empty() { otherwise.clone().unwrap_or_default() } else { line };
        match question.check(&line) {
            Ok(answer) if question == Question::Token => {
                let telegram = Config::telegram_from(sources)?;
                match named(&telegram, answer.clone().into()).await? {
                    Ok(username) => {
                        terminal.say(&say!("It is @{username}.", username))?;
                        return Ok(answer);
                    }
                    Err(fault) => terminal.say(&fault)?,
                }
            }
            Ok(answer) => return Ok(answer),
            Err(fault) => terminal.say(&fault)?,
        }
    }
}

/// Whose token it is; a fault that another token mends.
///
/// # Errors
///
/// What no other token mends: Telegram cannot be reached.
async fn named(telegram: &str, token: SecretString) -> anyhow::Result<Result<String, Sentence>> {
    match Me::ask(&Api::new(telegram, token)?).await {
        Ok(me) => Ok(Ok(me.username)),
        Err(Failure::Unauthorized) => {
            Ok(Err(say!("Telegram does not know this token; copy it anew from @BotFather")))
        }
        Err(failure) => Err(Kind::Unreachable.fault(say!(
            "Telegram cannot be reached at {address} ({error}); is there a network, and may this machine call it? \
             Then run huiyin init again",
            address = telegram,
            error = failure.to_string()
        ))),
    }
}

/// The settings that are written: name and value.
fn settings(
    folder: &Path,
    answers: &Answers,
    sources: &Sources,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut settings = vec![];
    if let Some(token) = answers.get(&Question::Token) {
        settings.push((TOKEN, token.clone()));
    }
    match answers.get(&Question::Database).map(String::as_str) {
        None => {}
        Some("") => match Config::book_from(sources)? {
            Book::Private(folder) => settings.push((DATA, folder.display().to_string())),
            Book::Server(_) => {}
        },
        Some(address) => settings.push((DATABASE, address.to_owned())),
    }
    if !sources.is_set(ESTATE_FILES) {
        let file = std::path::absolute(folder)?.join(ESTATE_FILE).display().to_string();
        // A comma stands between the files of two estates, and a setting is one line.
        if file.contains(',') || file.contains(char::is_control) {
            bail!(say!(
                "the name of this folder has a comma in it; use another folder: {file}",
                file
            ));
        }
        settings.push((ESTATE_FILES, file));
    }
    Ok(settings)
}

/// A new key for backups, and the setting that goes with it; nothing where there is one.
fn key(
    folder: &Path,
    sources: &Sources,
    settings: &mut Vec<(&'static str, String)>,
) -> anyhow::Result<Option<String>> {
    if sources.is_set(RECIPIENT) {
        return Ok(None);
    }
    let there = folder.join(KEY_FILE);
    if there.exists() {
        settings.push((RECIPIENT, key::read(&there)?.to_public().to_string()));
        return Ok(None);
    }
    let (text, recipient) = key::new();
    settings.push((RECIPIENT, recipient));
    Ok(Some(text))
}

/// A file that is to be written, and what is said of it.
struct Draft {
    path: PathBuf,
    bytes: Vec<u8>,
    said: Sentence,
}

/// The files that are to be written, read and checked before anything is touched.
fn drafts(
    folder: &Path,
    answers: &Answers,
    settings: &[(&'static str, String)],
    key: Option<String>,
) -> anyhow::Result<Vec<Draft>> {
    let mut drafts = vec![];
    if answers.contains_key(&Question::Name) {
        let path = folder.join(ESTATE_FILE);
        let text = estate_file::written(answers);
        Estate::parse(&text).map_err(|error| error.said())?;
        let file = path.display();
        let said = say!("{file}: departments, categories, places; correct what is otherwise", file);
        drafts.push(Draft { path, bytes: text.into(), said });
    }
    if let Some(key) = key {
        let path = folder.join(KEY_FILE);
        let file = path.display();
        let said = say!(
            "{file}: the key that opens the backups; take it off this machine, and keep it where they are not",
            file
        );
        drafts.push(Draft { path, bytes: key.into(), said });
    }
    if !settings.is_empty() {
        let path = folder.join(ENV_FILE);
        let before = match fs::read(&path) {
            Ok(before) => before,
            Err(error) if error.kind() == io::ErrorKind::NotFound => vec![],
            Err(error) => {
                let file = path.display();
                bail!(say!("{file} cannot be read: {error}", file, error));
            }
        };
        let file = path.display();
        let said =
            say!("{file}: the settings, with the token in them; nobody else may read it", file);
        drafts.push(Draft { bytes: env_file(before, settings), path, said });
    }
    Ok(drafts)
}

/// Writes the files and the estate into the book. Says the code that makes the first administrator, when
/// there is none.
async fn settle<I: BufRead, O: Write>(
    drafts: &[Draft],
    is_new: bool,
    config: &Config,
    desk: &Desk,
    terminal: &mut Terminal<I, O>,
) -> anyhow::Result<Option<String>> {
    // What was answered is of a new estate: it must not be taken for the one that is there.
    if is_new && desk.is_settled().await? {
        return Err(Kind::Book.fault(say!(
            "this book holds an estate already; to go on with that one, put its estate.toml here; for a new one, name \
             another database, or another folder in HUIYIN_DATA_DIR; nothing was written"
        )));
    }
    for draft in drafts {
        keep(&draft.path, &draft.bytes)?;
        terminal.say(&draft.said)?;
    }
    let files = config.estates.iter().map(|file| estate::read(file));
    let estates: Vec<_> = files.collect::<anyhow::Result<_>>()?;
    desk.settle_all(&estates).await.map_err(|error| {
        anyhow!(say!("the estate file was not taken: {error}", error = error.said()))
    })?;
    terminal.say(&say!("The book is ready."))?;
    let mut work = desk.begin().await?;
    if is_new && work.site().await?.emergency.is_empty() {
        terminal.say(&say!(
            "Which numbers people call in danger there is not known here: write them into estate.toml, under \
             [[site.emergency]], before anybody needs them."
        ))?;
    }
    if work.has_admin().await? {
        return Ok(None);
    }
    let token = work.invite(Offer::Admin, None).await?;
    work.finish("").await?;
    Ok(Some(token))
}

fn finish<I: BufRead, O: Write>(
    username: &str,
    token: Option<String>,
    terminal: &mut Terminal<I, O>,
) -> anyhow::Result<()> {
    match token {
        Some(token) => {
            let link = format!("https://t.me/{username}?start={token}");
            terminal.say(&say!(
                "\nNow start it here:\n  huiyin serve\nand open this link in Telegram; whoever opens it first is the \
                 administrator:\n  {link}",
                link
            ))
        }
        None => terminal
            .say(&say!("\nThere is an administrator already. Start it here:\n  huiyin serve")),
    }
}

/// Written beside and put in place, so that nobody finds half of it; for its owner's eyes alone.
fn keep(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // A link stays one, and what it leads to is written.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let owner = fs::metadata(path).ok().map(|known| (known.uid(), known.gid()));
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&beside);
    let written = opened.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Some((user, group)) = owner {
            fchown(&file, Some(user), Some(group))?;
        }
        fs::rename(&beside, path)
    });
    written.map_err(|error| {
        // What is half written is of no use to anybody.
        fs::remove_file(&beside).ok();
        let file = path.display();
        anyhow!(say!("{file} cannot be written: {error}", file, error))
    })
}

/// What stands there already, with the settings after it.
fn env_file(before: Vec<u8>, settings: &[(&'static str, String)]) -> Vec<u8> {
    let mut file = before;
    if file.last().is_some_and(|last| *last != b'\n') {
        file.push(b'\n');
    }
    for (name, value) in settings {
        let quoted = value.replace('\'', "'\\''");
        file.extend(format!("{name}='{quoted}'\n").into_bytes());
    }
    file
}

#[cfg(test)]
mod tests;
