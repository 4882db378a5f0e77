//! The settings of `huiyin serve`: read once, from wherever they stand, every fault reported at once.
//!
//! Rules of an estate are data in its book, and Telegram's limits are constants: neither is a
//! setting.

mod shown;
mod sources;

use casework::{say, sentence::Sentence};
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use age::x25519::Recipient;
use reqwest::Url;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::{
    backup::key,
    evidence::{Place, Scan},
    mailroom::webhook::Webhook,
};

pub use sources::{Origin, Sources};

#[cfg(test)]
mod tests;

pub(crate) const TOKEN: &str = "HUIYIN_BOT_TOKEN";
pub(crate) const DATABASE: &str = "HUIYIN_DATABASE_URL";
pub(crate) const DATA: &str = "HUIYIN_DATA_DIR";
const TELEGRAM: &str = "HUIYIN_TELEGRAM_API";
pub(crate) const ESTATE: &str = "HUIYIN_ESTATE";
const WORKERS: &str = "HUIYIN_WORKERS";
const WEBHOOK: &str = "HUIYIN_WEBHOOK_URL";
const LISTEN: &str = "HUIYIN_WEBHOOK_LISTEN";
const SECRET: &str = "HUIYIN_WEBHOOK_SECRET";
const STATUS: &str = "HUIYIN_STATUS_LISTEN";
const EVIDENCE: &str = "HUIYIN_EVIDENCE";
const SCAN: &str = "HUIYIN_EVIDENCE_SCAN";
pub(crate) const RECIPIENT: &str = "HUIYIN_BACKUP_RECIPIENT";
const LOG: &str = "HUIYIN_LOG";

const SETTINGS: [&str; 14] = [
    TOKEN, DATABASE, DATA, TELEGRAM, ESTATE, WORKERS, WEBHOOK, LISTEN, SECRET, STATUS, EVIDENCE,
    SCAN, RECIPIENT, LOG,
];

/// The name that many hosts give the address; ours goes with it, not against it.
const COMMON_DATABASE: &str = "DATABASE_URL";

/// Put there by Kubernetes and Docker for a service that is called like us.
const NOT_OURS: [&str; 2] = ["HUIYIN_SERVICE_", "HUIYIN_PORT"];

/// How alike a strange name and a setting must be, from 0 to 1, to be taken for a slip.
const ALIKE: f64 = 0.5;

/// How the program is to run.
#[derive(Debug)]
pub struct Config {
    /// Who the bot is to Telegram.
    pub token: SecretString,
    pub book: Book,
    /// Where the Bot API is, without a slash at the end.
    pub telegram: String,
    /// What the book is filled with: a file for each estate.
    pub estates: Vec<PathBuf>,
    /// How many updates are handled at the same time.
    pub workers: usize,
    /// Where Telegram brings updates; without one we ask for them.
    pub webhook: Option<Webhook>,
    /// Where machines are told how it fares, if they are.
    pub status: Option<SocketAddr>,
    /// Where photos and files are kept, if they are.
    pub evidence: Option<Place>,
    /// What looks for viruses in them, if anything does.
    pub scan: Option<Scan>,
    /// Whose keys open the backups; of nobody, none are written.
    pub recipients: Vec<Recipient>,
    /// What is logged, in the words of `tracing`.
    pub log: String,
}

/// Where the book is kept.
#[derive(Debug)]
pub enum Book {
    /// In a PostgreSQL that others run, at this address.
    Server(SecretString),
    /// In a PostgreSQL of our own, in this folder.
    Private(PathBuf),
}

/// Everything that is wrong with the settings, one sentence each.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.said())]
pub struct BadConfig(pub Vec<Sentence>);

impl BadConfig {
    /// The same for whoever reads another language.
    pub fn said(&self) -> Sentence {
        say!("the settings do not work:\n  {faults}", faults = self.0.clone())
    }
}

struct Source<L, F> {
    lookup: L,
    read_file: F,
}

impl Source<(), ()> {
    /// What reads these sources, and the files that they name.
    fn of(
        sources: &Sources,
    ) -> Source<impl Fn(&str) -> Option<String>, impl Fn(&str) -> io::Result<String>> {
        Source {
            lookup: |name: &str| sources.value(name),
            read_file: |path: &str| fs::read_to_string(path),
        }
    }
}

impl Config {
    /// Reads the settings of this process.
    pub fn from_environment() -> Result<Self, BadConfig> {
        Self::from_sources(&Sources::of_process()?)
    }

    /// Reads them from where they stand.
    pub fn from_sources(sources: &Sources) -> Result<Self, BadConfig> {
        Self::read(sources.names(), |name| sources.value(name), |path| fs::read_to_string(path))
    }

    /// Reads where the book is, for what needs nothing else.
    pub fn book_from_environment() -> Result<Book, BadConfig> {
        Self::book_from(&Sources::of_process()?)
    }

    /// The same from where the settings stand.
    pub fn book_from(sources: &Sources) -> Result<Book, BadConfig> {
        let mut faults = vec![];
        Source::of(sources).book(&mut faults).ok_or(BadConfig(faults))
    }

    /// Where machines are told how the program fares, for what needs nothing else.
    pub fn status_from(sources: &Sources) -> Result<SocketAddr, BadConfig> {
        let unset = || {
            say!(
                "{name} is not set; set it where huiyin serve and this command read it, such as 127.0.0.1:8081",
                name = STATUS
            )
        };
        let status = Source::of(sources).status().and_then(|listen| listen.ok_or_else(unset));
        status.map_err(|fault| BadConfig(vec![fault]))
    }

    /// Where photos and files are kept, for what needs nothing else but the book.
    pub fn evidence_from(sources: &Sources) -> Result<Option<Place>, BadConfig> {
        Source::of(sources).evidence().map_err(|fault| BadConfig(vec![fault]))
    }

    /// Whose keys open the backups, for what needs nothing else but the book.
    pub fn recipients_from(sources: &Sources) -> Result<Vec<Recipient>, BadConfig> {
        let unset = || {
            say!(
                "{name} is not set, so nobody could open the backup: run huiyin key FILE, and set what it prints",
                name = RECIPIENT
            )
        };
        let found = Source::of(sources).recipients();
        let found = found.and_then(|all| if all.is_empty() { Err(unset()) } else { Ok(all) });
        found.map_err(|fault| BadConfig(vec![fault]))
    }

    /// Where the Bot API is, for what needs nothing else.
    pub fn telegram_from(sources: &Sources) -> Result<String, BadConfig> {
        Source::of(sources).telegram().map_err(|fault| BadConfig(vec![fault]))
    }

    /// Reads the settings from `lookup` and from the files it names; `present` are all the names
    /// that are set, so that none is misspelt in silence.
    pub fn read(
        present: impl IntoIterator<Item = impl AsRef<str>>,
        lookup: impl Fn(&str) -> Option<String>,
        read_file: impl Fn(&str) -> io::Result<String>,
    ) -> Result<Self, BadConfig> {
        let source = Source { lookup, read_file };
        let mut faults: Vec<_> =
            present.into_iter().filter_map(|name| stranger(name.as_ref())).collect();

        let token = keep(source.token(), &mut faults);
        let book = source.book(&mut faults);
        let telegram = keep(source.telegram(), &mut faults);
        let files = keep(source.text(ESTATE), &mut faults).flatten();
        let workers = keep(source.workers(), &mut faults);
        let webhook = source.webhook(&mut faults);
        let status = keep(source.status(), &mut faults).flatten();
        let evidence = keep(source.evidence(), &mut faults).flatten();
        let scan = keep(source.text(SCAN), &mut faults).flatten();
        let recipients = keep(source.recipients(), &mut faults).unwrap_or_default();
        let log = keep(source.log(), &mut faults);

        let (Some(token), Some(book), Some(telegram), Some(workers), Some(log), true) =
            (token, book, telegram, workers, log, faults.is_empty())
        else {
            return Err(BadConfig(faults));
        };
        let files = files.iter().flat_map(|files| files.split(',')).map(str::trim);
        let estates = files.filter(|file| !file.is_empty()).map(PathBuf::from).collect();
        let scan = scan.as_deref().and_then(Scan::read);
        Ok(Self {
            token,
            book,
            telegram,
            estates,
            workers,
            webhook,
            status,
            evidence,
            scan,
            recipients,
            log,
        })
    }
}

impl<L, F> Source<L, F>
where
    L: Fn(&str) -> Option<String>,
    F: Fn(&str) -> io::Result<String>,
{
    fn token(&self) -> Result<SecretString, Sentence> {
        match self.text(TOKEN)? {
            Some(token) if is_token(&token) => Ok(token.into()),
            Some(_) => Err(say!(
                "{token} is not a bot token, which is digits, a colon and some 35 letters and \
                 digits; copy the whole token from @BotFather",
                token = TOKEN
            )),
            None => Err(say!(
                "{token} is not set; ask @BotFather in Telegram for a token (/newbot), and put it \
                 there or into a file that {token}_FILE names",
                token = TOKEN
            )),
        }
    }

    fn book(&self, faults: &mut Vec<Sentence>) -> Option<Book> {
        // Both are read in any case, so that all their faults are told.
        let server = keep(self.server(), faults);
        let folder = keep(self.folder(), faults);
        match (server?, folder?) {
            (Some(address), _) => Some(Book::Server(address)),
            (None, Some(folder)) => Some(Book::Private(folder)),
            (None, None) => {
                faults.push(say!(
                    "there is no place for the book: HOME is not set; name a folder in {data}, or \
                     a database in {database}",
                    data = DATA,
                    database = DATABASE
                ));
                None
            }
        }
    }

    fn server(&self) -> Result<Option<SecretString>, Sentence> {
        let (name, address) = match (self.text(DATABASE)?, self.text(COMMON_DATABASE)?) {
            (Some(ours), Some(common)) if ours != common => {
                return Err(say!(
                    "{database} and {common_database} name different databases; remove one of them",
                    database = DATABASE,
                    common_database = COMMON_DATABASE
                ));
            }
            (Some(ours), _) => (DATABASE, ours),
            (None, Some(common)) => (COMMON_DATABASE, common),
            (None, None) => return Ok(None),
        };
        is_address(&address).then(|| Some(address.into())).ok_or_else(|| {
            say!(
                "{name} is not the address of a PostgreSQL; write \
                 postgres://user:password@host/database",
                name
            )
        })
    }

    fn folder(&self) -> Result<Option<PathBuf>, Sentence> {
        let named = self.text(DATA)?.map(PathBuf::from);
        if named.as_ref().is_some_and(|folder| folder.is_relative()) {
            return Err(say!("{data} is not a full path; begin it with /", data = DATA));
        }
        // A relative path counts for nothing there, says the XDG specification.
        let shared = self.plain("XDG_DATA_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
        let home = || Some(PathBuf::from(self.plain("HOME")?).join(".local/share"));
        Ok(named.or_else(|| Some(shared.or_else(home)?.join("huiyin"))))
    }

    fn telegram(&self) -> Result<String, Sentence> {
        let Some(text) = self.text(TELEGRAM)? else {
            return Ok("https://api.telegram.org".to_owned());
        };
        let fits = |url: &Url| matches!(url.scheme(), "http" | "https") && url.query().is_none();
        match Url::parse(&text) {
            Ok(url) if fits(&url) => Ok(text.trim_end_matches('/').to_owned()),
            _ => Err(say!(
                "{telegram} is not the address of a Bot API server; write https:// and the \
                 server's name, or remove it to use Telegram's own",
                telegram = TELEGRAM
            )),
        }
    }

    fn workers(&self) -> Result<usize, Sentence> {
        let Some(text) = self.text(WORKERS)? else { return Ok(4) };
        let number = text.parse().ok().filter(|number| (1..=64).contains(number));
        number.ok_or_else(|| {
            say!(
                "{workers} is {text}; write a number from 1 to 64",
                workers = WORKERS,
                text = format!("{text:?}")
            )
        })
    }

    /// Where Telegram brings updates, if an address is named.
    fn webhook(&self, faults: &mut Vec<Sentence>) -> Option<Webhook> {
        let address = keep(self.webhook_address(), faults);
        let listen = keep(self.listen(), faults);
        let secret = keep(self.secret(), faults);
        let (address, listen, secret) = (address??, listen?, secret?);
        let Some(secret) = secret else {
            faults.push(say!(
                "{webhook} is set and {secret} is not; invent a word of 32 letters and digits, the \
                 same for every instance",
                webhook = WEBHOOK,
                secret = SECRET
            ));
            return None;
        };
        Some(Webhook { address, listen, secret })
    }

    fn webhook_address(&self) -> Result<Option<Url>, Sentence> {
        let Some(text) = self.text(WEBHOOK)? else { return Ok(None) };
        match Url::parse(&text) {
            Ok(url) if url.scheme() == "https" && url.host().is_some() => Ok(Some(url)),
            _ => Err(say!(
                "{webhook} is not an address that Telegram can call; write https://, the name of \
                 your server and a path, or remove it to have updates polled for",
                webhook = WEBHOOK
            )),
        }
    }

    fn listen(&self) -> Result<SocketAddr, Sentence> {
        Ok(self.address(LISTEN)?.unwrap_or_else(|| ([127, 0, 0, 1], 8080).into()))
    }

    /// Where machines are told how the program fares, if an address is named.
    fn status(&self) -> Result<Option<SocketAddr>, Sentence> {
        self.address(STATUS)
    }

    /// Where photos and files are kept: where it is said, else beside a private book, else nowhere.
    fn evidence(&self) -> Result<Option<Place>, Sentence> {
        let Some(text) = self.text(EVIDENCE)? else {
            // What is wrong with either is said where the book is looked for.
            let (Ok(None), Ok(Some(folder))) = (self.server(), self.folder()) else {
                return Ok(None);
            };
            return Ok(Some(Place::Folder(folder.join("evidence"))));
        };
        if text.starts_with('/') {
            return Ok(Some(Place::Folder(text.into())));
        }
        match Url::parse(&text) {
            Ok(url) if url.scheme() == "s3" && url.host_str().is_some() => {
                Ok(Some(Place::Bucket(url)))
            }
            _ => Err(say!(
                "{name} is neither a folder nor a bucket; write a path that begins with /, or s3://bucket/folder",
                name = EVIDENCE
            )),
        }
    }

    /// Whose keys open the backups.
    fn recipients(&self) -> Result<Vec<Recipient>, Sentence> {
        let Some(text) = self.text(RECIPIENT)? else { return Ok(vec![]) };
        key::recipients(&text).ok_or_else(|| {
            say!(
                "{name} is for nobody's key; write what huiyin key FILE prints, which begins with age1, with commas \
                 between several",
                name = RECIPIENT
            )
        })
    }

    /// An address and a port.
    fn address(&self, name: &str) -> Result<Option<SocketAddr>, Sentence> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            say!(
                "{name} is {text}; write an address and a port such as 0.0.0.0:8080",
                name,
                text = format!("{text:?}")
            )
        })
    }

    fn secret(&self) -> Result<Option<SecretString>, Sentence> {
        let Some(text) = self.text(SECRET)? else { return Ok(None) };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if (16..=256).contains(&text.len()) && text.bytes().all(plain) {
            return Ok(Some(text.into()));
        }
        Err(say!("{secret} does not do; write 16 to 256 letters, digits, _ or -", secret = SECRET))
    }

    fn log(&self) -> Result<String, Sentence> {
        let Some(text) = self.text(LOG)? else { return Ok("info".to_owned()) };
        // A misspelt level alone would be taken for the name of a module, and silence the rest.
        let clear = |part: &str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
        if EnvFilter::try_new(&text).is_ok() && text.split(',').all(clear) {
            return Ok(text);
        }
        Err(say!(
            "{log} is {text}; write error, warn, info, debug or trace, or for one module \
             huiyin=debug, with commas and no blanks between",
            log = LOG,
            text = format!("{text:?}")
        ))
    }

    /// A setting's value, from its own name or from the file that its `_FILE` twin names.
    fn text(&self, name: &str) -> Result<Option<String>, Sentence> {
        let from_file = format!("{name}_FILE");
        match (self.plain(name), self.plain(&from_file)) {
            (Some(_), Some(_)) => Err(say!(
                "{name} and {from_file} are both set; remove one of them",
                name,
                from_file
            )),
            (Some(value), None) => Ok(Some(value)),
            (None, Some(path)) => self.content(&from_file, &path).map(Some),
            (None, None) => Ok(None),
        }
    }

    fn content(&self, name: &str, path: &str) -> Result<String, Sentence> {
        let text = (self.read_file)(path).map_err(|error| {
            say!(
                "{name} names {path}, which cannot be read ({error}); correct it",
                name,
                path,
                error
            )
        })?;
        let text = text.trim();
        if text.is_empty() {
            return Err(say!(
                "{name} names {path}, which is empty; write the value into it",
                name,
                path
            ));
        }
        Ok(text.to_owned())
    }

    /// A variable that is set to nothing counts as not set.
    fn plain(&self, name: &str) -> Option<String> {
        let value = (self.lookup)(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    }
}

fn keep<T>(read: Result<T, Sentence>, faults: &mut Vec<Sentence>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

/// Whether it may be the address of a PostgreSQL.
pub(crate) fn is_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql"))
}

/// Whether it may be a bot's token.
pub(crate) fn is_token(text: &str) -> bool {
    let Some((number, secret)) = text.split_once(':') else { return false };
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (30..=50).contains(&secret.len())
        && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// What is wrong with a name that looks like a setting and is none.
fn stranger(name: &str) -> Option<Sentence> {
    let word = name.strip_prefix("HUIYIN_")?;
    let setting = name.strip_suffix("_FILE").unwrap_or(name);
    if SETTINGS.contains(&setting) || NOT_OURS.iter().any(|other| name.starts_with(other)) {
        return None;
    }

    let likeness = |known: &str| {
        strsim::normalized_damerau_levenshtein(word, known.trim_start_matches("HUIYIN_"))
    };
    let files = SETTINGS.iter().map(|known| format!("{known}_FILE"));
    let known = SETTINGS.iter().map(ToString::to_string).chain(files);
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    Some(if likeness(&nearest) >= ALIKE {
        say!("{name} is not a setting; did you mean {nearest}?", name, nearest)
    } else {
        say!(
            "{name} is not a setting; remove it, the settings are {known}",
            name,
            known = SETTINGS.join(", ")
        )
    })
}
