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
    /// Not this time, and why; Telegram may have said how long to wait.
    Later(String, Option<Duration>),
    /// Telegram does not find it, this time.
    Lost(String),
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
            let pause = self.round(&stop).await.unwrap_or_else(|error| {
                tracing::error!(%error, "no files could be kept");
                Some(LOOK)
            });
            if let Some(pause) = pause {
                tokio::time::timeout(pause, stop.cancelled()).await.ok();
            }
        }
        Ok(())
    }

    /// Keeps the next file, or lets the next one go. Says how long to rest before the next round; nothing when
    /// there may be more to do.
    pub(crate) async fn round(
        &self,
        stop: &CancellationToken,
    ) -> Result<Option<Duration>, DeskError> {
        if let Some(file) = self.desk.take_file().await? {
            return self.keep(&file, stop).await;
        }
        let Some(name) = self.desk.discarded_file().await? else { return Ok(Some(LOOK)) };
        if let Err(error) = self.evidence.remove(&name).await {
            tracing::warn!(error = %kind_of(&error), "a file could not be let go, and is tried again");
            return Ok(Some(LOOK));
        }
        self.desk.file_gone(&name).await?;
        Ok(None)
    }

    async fn keep(
        &self,
        file: &ToKeep,
        stop: &CancellationToken,
    ) -> Result<Option<Duration>, DeskError> {
        // What is not fetched by the stop is taken again soon.
        let fetched = tokio::select! {
            fetched = self.fetch_and_scan(file) => fetched,
            () = stop.cancelled() => return Ok(Some(LOOK)),
        };
        let outcome = match fetched {
            Ok((kept, bytes)) => {
                // From here on whoever erases the case lets this file go as well.
                if !self.desk.file_named(file.id, &kept.name).await? {
                    return Ok(None);
                }
                let put = self.evidence.put(&kept.name, bytes).await;
                put.map(|()| kept).map_err(|error| Unkept::Later(kind_of(&error), None))
            }
            Err(unkept) => Err(unkept),
        };
        let (reason, is_lost, pause) = match outcome {
            Ok(kept) => {
                self.desk.file_kept(file.id, &kept).await?;
                return Ok(None);
            }
            Err(Unkept::Never(why)) => {
                tracing::warn!(why, "a file is not kept");
                self.desk.file_unkept(file.id, why).await?;
                return Ok(None);
            }
            Err(Unkept::Later(reason, pause)) => (reason, false, pause),
            Err(Unkept::Lost(reason)) => (reason, true, None),
        };
        if self.desk.file_failed(file.id, &reason, is_lost).await? {
            tracing::error!(reason, "a file was given up: Telegram does not find it");
        }
        Ok(Some(pause.unwrap_or(LOOK)))
    }

    async fn fetch_and_scan(&self, file: &ToKeep) -> Result<(KeptFile, Vec<u8>), Unkept> {
        let bytes = self.fetch(&file.handle).await.map_err(judged)?;
        if let Some(scan) = &self.scan
            && scan.finds(&bytes).await.map_err(|reason| Unkept::Later(reason, None))?
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
        Ok((kept, bytes))
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
        Failure::BadFile(said) => Unkept::Lost(said),
        Failure::Flood { retry_after } => Unkept::Later("Telegram is busy".to_owned(), retry_after),
        failure => Unkept::Later(failure.to_string(), None),
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
