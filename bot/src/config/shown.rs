//! `huiyin config show`: each setting, what holds, and where it comes from. No secret is shown.

use secrecy::ExposeSecret as _;

use super::{
    Book, COMMON_DATABASE, Config, DATA, DATABASE, ESTATE, EVIDENCE, LISTEN, LOG, RECIPIENT, SCAN,
    SECRET, SETTINGS, STATUS, TELEGRAM, TOKEN, WEBHOOK, WORKERS,
    sources::{Origin, Sources},
};

/// What stands in the place of what nobody is to read.
const HIDDEN: &str = "…";

impl Config {
    /// Every setting as it holds, a line each.
    pub fn shown(&self, sources: &Sources) -> String {
        let width = SETTINGS.iter().map(|name| name.len()).max().unwrap_or_default();
        let line = |name: &str| {
            let (value, origin) = (self.value(name), origin(name, sources));
            format!("{name:width$}  {}  ({origin})\n", value.as_deref().unwrap_or("–"))
        };
        SETTINGS.into_iter().map(line).collect()
    }

    fn value(&self, name: &str) -> Option<String> {
        let webhook = self.webhook.as_ref();
        match name {
            TOKEN => {
                let token = self.token.expose_secret();
                token.split_once(':').map(|(number, _)| format!("{number}:{HIDDEN}"))
            }
            DATABASE => match &self.book {
                Book::Server(address) => Some(without_password(address.expose_secret())),
                Book::Private(_) => None,
            },
            DATA => match &self.book {
                Book::Private(folder) => Some(folder.display().to_string()),
                Book::Server(_) => None,
            },
            TELEGRAM => Some(without_password(&self.telegram)),
            ESTATE => {
                let files: Vec<_> =
                    self.estates.iter().map(|file| file.display().to_string()).collect();
                (!files.is_empty()).then(|| files.join(","))
            }
            WORKERS => Some(self.workers.to_string()),
            WEBHOOK => webhook.map(|webhook| without_password(webhook.address.as_str())),
            LISTEN => webhook.map(|webhook| webhook.listen.to_string()),
            STATUS => self.status.map(|listen| listen.to_string()),
            EVIDENCE => self.evidence.as_ref().map(ToString::to_string),
            SCAN => self.scan.as_ref().map(ToString::to_string),
            RECIPIENT => {
                let all: Vec<_> = self.recipients.iter().map(ToString::to_string).collect();
                (!all.is_empty()).then(|| all.join(","))
            }
            SECRET => webhook.map(|_| HIDDEN.to_owned()),
            LOG => Some(self.log.clone()),
            _ => None,
        }
    }
}

/// The address that many hosts give goes with ours.
fn origin(name: &str, sources: &Sources) -> Origin {
    match sources.origin(name) {
        Origin::Default if name == DATABASE => sources.origin(COMMON_DATABASE),
        origin => origin,
    }
}

fn without_password(address: &str) -> String {
    let Ok(mut address) = reqwest::Url::parse(address) else { return HIDDEN.to_owned() };
    if address.password().is_some() && address.set_password(Some("hidden")).is_err() {
        return HIDDEN.to_owned();
    }
    // What stands behind the question mark can be a password, too.
    if address.query_pairs().any(|(name, _)| name.contains("password")) {
        address.set_query(None);
    }
    address.as_str().trim_end_matches('/').to_owned()
}
