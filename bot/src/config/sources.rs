//! Where settings come from: the environment of the process, the credentials that systemd hands it, and a
//! file `.env` in the folder it was started in. The first that names a setting has the word.

use casework::{say, sentence::Sentence};
use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::BadConfig;

/// The file of settings, beside the program.
const ENV_FILE: &str = ".env";
/// Where systemd puts the credentials of a unit (`LoadCredential=`, `SetCredential=`).
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the environment.
    Environment,
    /// In the file `.env`.
    EnvFile,
    /// Among the credentials of the unit, in this file.
    Credential(PathBuf),
    /// In a file that its `_FILE` twin names.
    NamedFile(String),
    /// Nowhere: it is what the program takes then.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("environment"),
            Self::EnvFile => f.write_str(ENV_FILE),
            Self::Credential(path) => write!(f, "credential {}", path.display()),
            Self::NamedFile(path) => write!(f, "file {path}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// Every name that is set somewhere, with its value and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, (String, Origin)>);

impl Sources {
    /// Those of this process.
    ///
    /// # Errors
    ///
    /// A file `.env` or a credential that is there and cannot be read.
    pub fn of_process() -> Result<Self, BadConfig> {
        let environment = std::env::vars_os();
        let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
        let environment = environment.map(|(name, value)| (text(name), text(value)));
        let mut sources = Self::of(environment);
        let mut faults = vec![];
        let folder = sources.value(CREDENTIALS).filter(|folder| !folder.is_empty());
        if let Some(folder) = folder.map(PathBuf::from) {
            faults.extend(sources.add_credentials(&folder));
        }
        // A folder of that name, or one that we may not look into, holds no settings of ours.
        if fs::metadata(ENV_FILE).is_ok_and(|file| file.is_file()) {
            match fs::read(ENV_FILE) {
                Ok(file) => faults.extend(sources.add_file(&file)),
                Err(error) => {
                    faults.push(say!(
                        "{env_file} cannot be read ({error}); correct it",
                        env_file = ENV_FILE,
                        error
                    ));
                }
            }
        }
        if faults.is_empty() { Ok(sources) } else { Err(BadConfig(faults)) }
    }

    /// An environment alone.
    pub fn of(environment: impl IntoIterator<Item = (String, String)>) -> Self {
        let named = environment.into_iter();
        Self(named.map(|(name, value)| (name, (value, Origin::Environment))).collect())
    }

    /// A credential is called like its setting. Says what is wrong.
    fn add_credentials(&mut self, folder: &Path) -> Vec<Sentence> {
        let found = match fs::read_dir(folder) {
            Ok(found) => found,
            // Left over from another unit: what is missing there is told as what is not set.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
                ) =>
            {
                return vec![];
            }
            Err(error) => {
                let path = folder.display();
                return vec![say!(
                    "{credentials} names {path}, which cannot be read ({error})",
                    credentials = CREDENTIALS,
                    path,
                    error
                )];
            }
        };
        let mut faults = vec![];
        for path in found.flatten().map(|entry| entry.path()) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !is_of_ours(name) {
                continue;
            }
            match fs::read_to_string(&path) {
                Ok(value) => self.add(name, value.trim(), &Origin::Credential(path.clone())),
                Err(error) => {
                    let path = path.display();
                    faults.push(say!(
                        "the credential {path} cannot be read ({error})",
                        path,
                        error
                    ));
                }
            }
        }
        faults
    }

    /// A file of lines `NAME=value`, of which those of other programs are theirs. Says what is wrong,
    /// without the value.
    pub fn add_file(&mut self, file: &[u8]) -> Vec<Sentence> {
        let mut faults = vec![];
        let text = String::from_utf8_lossy(file);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let named = line.trim_start();
            let named = named.strip_prefix("export ").map_or(named, str::trim_start);
            if !is_of_ours(named) {
                continue;
            }
            match dotenvy::from_read_iter(named.as_bytes()).next() {
                Some(Ok((name, value))) => self.add(&name, &value, &Origin::EnvFile),
                Some(Err(_)) | None => {
                    let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
                    let name: String = named.chars().take_while(|c| is_name(*c)).collect();
                    faults.push(say!("{env_file}: the line of {name} cannot be read; write NAME=value, and a value \
                         with blanks, # or $ between single quotation marks", env_file = ENV_FILE, name));
                }
            }
        }
        faults
    }

    /// Unless a source before this one has the word: by the name, or by its `_FILE` twin.
    fn add(&mut self, name: &str, value: &str, origin: &Origin) {
        let setting = name.strip_suffix("_FILE").unwrap_or(name);
        let twins = [setting.to_owned(), format!("{setting}_FILE")];
        let is_named = |(known, (value, at)): (&String, &(String, Origin))| {
            twins.contains(known) && !value.trim().is_empty() && at != origin
        };
        if !self.0.iter().any(is_named) {
            self.0.insert(name.to_owned(), (value.to_owned(), origin.clone()));
        }
    }

    /// Sets one as `.env` would, where it is not set.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.add(name, value, &Origin::EnvFile);
    }

    /// Whether a setting has a value somewhere.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.origin(name) != Origin::Default
    }

    /// Every name that is set.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The value of a name.
    pub fn value(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|(value, _)| value.clone())
    }

    /// Where the value of a setting stands, its `_FILE` twin looked at as well.
    pub fn origin(&self, name: &str) -> Origin {
        let set = |name: &str| self.0.get(name).filter(|(value, _)| !value.trim().is_empty());
        match (set(name), set(&format!("{name}_FILE"))) {
            (Some((_, origin)), _) => origin.clone(),
            (None, Some((path, _))) => Origin::NamedFile(path.clone()),
            (None, None) => Origin::Default,
        }
    }
}

/// Whether a name may be a setting: others in the same file are nobody's fault, and their database is not
/// ours.
fn is_of_ours(name: &str) -> bool {
    name.starts_with("HUIYIN_")
}
