//! How the server is reached: a socket in a private folder, else a loopback port with a password.

use std::fmt;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, PgConnection};

use super::error::PostgresError;
use super::former;
use super::home::Home;

/// Longer names of sockets do not fit everywhere (macOS allows 103 bytes).
const LONGEST_SOCKET: usize = 100;

/// The socket's port is only a part of its name; the folder is ours alone.
const SOCKET_PORT: u16 = 5432;

/// Who owns everything in the cluster.
pub(super) const OWNER: &str = "postgres";

/// The database that is always there.
const MAINTENANCE: &str = "postgres";

/// Where a server listens; there is no third way in.
#[derive(Clone)]
pub(super) enum Address {
    /// The folder of the socket; only its owner and root may enter it.
    Socket(String),
    /// A port that other users of this machine can see, so it asks for the password.
    Loopback { port: u16, password: String },
}

impl Address {
    /// Takes the first folder whose socket has a short enough name, or else a free port.
    pub(super) fn choose(home: &Home, password: &str) -> Result<Self, PostgresError> {
        let folders = home.socket_folders();
        match folders.iter().find_map(|folder| socket(home, folder)) {
            Some(folder) => Ok(Self::Socket(folder)),
            None => Ok(Self::Loopback { port: free_port()?, password: password.to_owned() }),
        }
    }

    /// Where the server listens that runs in this folder, by its own note: the fourth line is its port, the
    /// fifth the folder of its socket, the last that it is ready.
    pub(super) fn noted(home: &Home) -> Option<Self> {
        if !former::is_running(home) {
            return None;
        }
        let note = fs::read_to_string(home.pid_file()).ok()?;
        let lines: Vec<&str> = note.lines().map(str::trim).collect();
        let (port, folder) = (lines.get(3)?.parse().ok()?, *lines.get(4)?);
        if *lines.get(7)? != "ready" {
            return None;
        }
        if !folder.is_empty() {
            return Some(Self::Socket(folder.to_owned()));
        }
        let password = fs::read_to_string(home.password()).ok()?;
        Some(Self::Loopback { port, password })
    }

    /// Tells the server to listen here and nowhere else.
    pub(super) fn settings(&self) -> [String; 3] {
        let (folder, host, port) = match self {
            Self::Socket(folder) => (folder.as_str(), "", SOCKET_PORT),
            Self::Loopback { port, .. } => ("", "127.0.0.1", *port),
        };
        // The setting is a list, so a folder with a comma in its name needs the quotes.
        let folders = match folder {
            "" => String::new(),
            folder => format!("\"{}\"", folder.replace('"', "\"\"")),
        };
        [
            format!("unix_socket_directories={folders}"),
            format!("listen_addresses={host}"),
            format!("port={port}"),
        ]
    }

    pub(super) fn options(&self, database: &str) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass()
            .username(OWNER)
            .database(database)
            .ssl_mode(PgSslMode::Disable);
        match self {
            Self::Socket(folder) => options.host("localhost").port(SOCKET_PORT).socket(folder),
            Self::Loopback { port, password } => {
                options.host("127.0.0.1").port(*port).password(password)
            }
        }
    }

    pub(super) fn url(&self, database: &str) -> String {
        let database = encoded(database);
        match self {
            Self::Socket(folder) => {
                let folder = encoded(folder);
                format!("postgres://{OWNER}@localhost:{SOCKET_PORT}/{database}?host={folder}")
            }
            Self::Loopback { port, password } => {
                format!("postgres://{OWNER}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
            }
        }
    }

    /// Connects to where databases are made and dropped.
    pub(super) async fn connect(&self) -> Result<PgConnection, PostgresError> {
        Ok(self.options(MAINTENANCE).connect().await?)
    }
}

/// Says where, and keeps the password to itself.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(folder) => f.write_str(folder),
            Self::Loopback { port, .. } => write!(f, "127.0.0.1:{port}"),
        }
    }
}

/// The folder as text when a socket may lie there; makes it when missing.
fn socket(home: &Home, folder: &Path) -> Option<String> {
    let name = folder.to_str()?;
    let fits = name.len() + "/.s.PGSQL.5432".len() <= LONGEST_SOCKET;
    (fits && (is_private(home, folder) || home.give_folder(folder).is_ok()))
        .then(|| name.to_owned())
}

/// Whether a folder is there for the server's user alone.
fn is_private(home: &Home, folder: &Path) -> bool {
    let (Ok(found), Ok(data)) = (folder.symlink_metadata(), home.data().metadata()) else {
        return false;
    };
    found.is_dir() && found.mode() & 0o777 == 0o700 && found.uid() == data.uid()
}

/// Forgets the sockets of a server that is known to be dead.
pub(super) fn sweep(home: &Home) {
    for folder in home.socket_folders().iter().filter(|folder| is_private(home, folder)) {
        for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] {
            // Mostly there is none, and one that stays is the server's to complain about.
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// A port that is free now; should somebody else be quicker, the start is tried again.
fn free_port() -> Result<u16, PostgresError> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
    port.map(|address| address.port()).map_err(|source| PostgresError::os("find a port", source))
}

/// Spells every unusual byte the way addresses do.
fn encoded(text: &str) -> String {
    let spelled = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(spelled).collect()
}
