//! Fetches what people have sent and keeps it, soon after it came; and lets go what is to go.

use std::time::Duration;

use casework::{
    desk::{Desk, DeskError},
    intake::FileKind,
    store::{KeptFile, ToKeep},
};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::{Evidence, Scan};
use crate::api::{Api, Failure};

/// How often it looks for files.
const LOOK: Duration = Duration::from_secs(5);

/// Whoever keeps.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    desk: Desk,
    api: Api,
    evidence: Evidence,
    scan: Option<Scan>,
}

/// Why a file was not kept.
enum Unkept {
    /// Not this time.
    Later(String),
    /// Never.
    Never(&'static str),
}

impl Keeper {
    pub(crate) fn new(desk: Desk, api: Api, evidence: Evidence, scan: Option<Scan>) -> Self {
        Self { desk, api, evidence, scan }
    }

    /// Goes on until it is told to stop, one file after the other: nobody waits for it.
    pub(crate) async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            let is_done = match self.round().await {
                Ok(did) => !did,
                Err(error) => {
                    tracing::error!(%error, "no files could be kept");
                    true
                }
            };
            if is_done {
                tokio::time::timeout(LOOK, stop.cancelled()).await.ok();
            }
        }
        Ok(())
    }

    /// Keeps the next file, or lets the next one go. Says whether there was anything to do.
    pub(crate) async fn round(&self) -> Result<bool, DeskError> {
        if let Some(file) = self.desk.take_file().await? {
            self.keep(&file).await?;
            return Ok(true);
        }
        let Some(name) = self.desk.discarded_file().await? else { return Ok(false) };
        if let Err(error) = self.evidence.remove(&name).await {
            tracing::warn!(error = %kind_of(&error), "a file could not be let go, and is tried again");
            return Ok(false);
        }
        self.desk.file_gone(&name).await?;
        Ok(true)
    }

    async fn keep(&self, file: &ToKeep) -> Result<(), DeskError> {
        match self.fetch_and_put(file).await {
            Ok(kept) => self.desk.file_kept(file.id, &kept).await,
            Err(Unkept::Never(why)) => {
                tracing::warn!(why, "a file is not kept");
                self.desk.file_unkept(file.id, why).await
            }
            Err(Unkept::Later(reason)) => {
                if self.desk.file_failed(file.id, &reason).await? {
                    tracing::error!(
                        reason,
                        "a file was given up: the chat service has it, we do not"
                    );
                }
                Ok(())
            }
        }
    }

    async fn fetch_and_put(&self, file: &ToKeep) -> Result<KeptFile, Unkept> {
        let bytes = self.fetch(&file.handle).await.map_err(judged)?;
        if let Some(scan) = &self.scan
            && scan.finds(&bytes).await.map_err(Unkept::Later)?
        {
            return Err(Unkept::Never("infected"));
        }
        let (media_type, ending) = sniffed(&bytes, file.kind);
        let kept = KeptFile {
            name: format!("{}/{}.{ending}", file.number, file.id),
            sha256: format!("{:x}", Sha256::digest(&bytes)),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            media_type: media_type.to_owned(),
        };
        let put = self.evidence.put(&kept.name, bytes).await;
        put.map_err(|error| Unkept::Later(kind_of(&error)))?;
        Ok(kept)
    }

    async fn fetch(&self, handle: &str) -> Result<Vec<u8>, Failure> {
        #[derive(Deserialize)]
        struct Found {
            file_path: Option<String>,
        }
        let found: Found = self.api.call("getFile", &json!({ "file_id": handle })).await?;
        let gone = || Failure::BadFile("there is no path to it".to_owned());
        self.api.download(&found.file_path.ok_or_else(gone)?).await
    }
}

/// What passes is tried again; a file that Telegram does not hand out to bots is not.
fn judged(failure: Failure) -> Unkept {
    match failure {
        Failure::BadFile(said) if said.contains("too big") => Unkept::Never("too_big"),
        failure => Unkept::Later(failure.to_string()),
    }
}

/// What went wrong where files are kept, without the address of it.
fn kind_of(error: &object_store::Error) -> String {
    let kind = match error {
        object_store::Error::PermissionDenied { .. } => "no right to write",
        object_store::Error::Unauthenticated { .. } => "the bucket does not know us",
        object_store::Error::NotFound { .. } => "there is no such bucket or folder",
        _ => "it cannot be written to",
    };
    kind.to_owned()
}

/// What a file is by its first bytes, and how its name ends: nobody's word is taken for it.
fn sniffed(bytes: &[u8], kind: FileKind) -> (&'static str, &'static str) {
    match infer::get(bytes) {
        Some(known) => (known.mime_type(), known.extension()),
        // Telegram's own forms, where the first bytes say nothing.
        None => match kind {
            FileKind::Photo => ("image/jpeg", "jpg"),
            FileKind::Voice => ("audio/ogg", "ogg"),
            FileKind::Video | FileKind::VideoNote | FileKind::Animation => ("video/mp4", "mp4"),
            FileKind::Audio | FileKind::Document => ("application/octet-stream", "bin"),
        },
    }
}
