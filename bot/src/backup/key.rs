//! The key of the backups. What is written into a backup can be read with the key alone, which does not lie on
//! the machine that writes it: whoever gets at the machine gets at no old backups, and a copy in a cloud is
//! nobody's. The form is that of `age`, whose own program opens a backup, too.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use age::{
    secrecy::ExposeSecret as _,
    x25519::{Identity, Recipient},
};
use anyhow::Context as _;
use casework::say;

/// A new key: the text of its file, and for whom backups are then written.
pub(crate) fn new() -> (String, String) {
    let key = Identity::generate();
    let recipient = key.to_public().to_string();
    let secret = key.to_string();
    (format!("# public key: {recipient}\n{}\n", secret.expose_secret()), recipient)
}

/// The key that a file holds.
pub(crate) fn read(file: &Path) -> anyhow::Result<Identity> {
    let at = file.display().to_string();
    let text = fs::read_to_string(file)
        .map_err(|error| say!("{file} cannot be read: {error}", file = &at, error))?;
    let mut lines = text.lines().map(str::trim);
    let key = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let no_key =
        |_| say!("{file} holds no key; it has a line that begins with AGE-SECRET-KEY-1", file = at);
    Ok(key.parse().map_err(no_key)?)
}

/// For whom backups are written, of a setting with commas.
pub(crate) fn recipients(text: &str) -> Option<Vec<Recipient>> {
    let recipients = text.split(',').map(str::trim).filter(|one| !one.is_empty());
    recipients.map(|one| one.parse().ok()).collect()
}

/// Makes a key, unless the file is there, and says what to set.
///
/// # Errors
///
/// The file is there: a key that is lost takes every backup with it.
pub(super) fn make(file: &Path) -> anyhow::Result<String> {
    let (text, recipient) = new();
    let at = file.display().to_string();
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let mut made = made.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => anyhow::Error::from(say!(
            "{file} is there already, and may open backups; name another",
            file = &at
        )),
        _ => say!("{file} cannot be written: {error}", file = &at, error).into(),
    })?;
    made.write_all(text.as_bytes()).and_then(|()| made.sync_all()).context(at)?;
    Ok(recipient)
}
