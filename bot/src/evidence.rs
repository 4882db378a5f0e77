//! Where photos, voices and files are kept by us: a folder, or a bucket. The chat service hands them out as long
//! as it pleases and to one bot alone; what proves something must outlast that. The original is kept byte for
//! byte, under the number of its case; people are shown the chat service's own copies, out of whose pictures it
//! has taken where and by what they were made.

mod keeper;
mod scan;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    fs::{DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use casework::say;
use object_store::{
    BackoffConfig, ObjectStore, PutPayload, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path,
};
use reqwest::Url;

pub(crate) use self::keeper::Keeper;
pub use self::scan::Scan;

/// How long a bucket is asked again by itself: not longer than the program may take to stop.
const PATIENCE: RetryConfig = RetryConfig {
    backoff: BackoffConfig {
        init_backoff: Duration::from_millis(200),
        max_backoff: Duration::from_secs(2),
        base: 2.0,
    },
    max_retries: 3,
    retry_timeout: Duration::from_secs(10),
};

/// Where files are to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// In a bucket: `s3://bucket/folder`. Who we are to it says the environment, as `AWS_…` is read everywhere.
    Bucket(Url),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

/// Files, kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Evidence {
    store: Arc<dyn ObjectStore>,
    within: Path,
    place: Place,
}

impl Evidence {
    /// Opens the place; a folder is made when missing, for nobody else to look into.
    pub fn open(place: &Place) -> anyhow::Result<Self> {
        if let Place::Folder(folder) = place {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
                say!(
                    "{folder}, where files are kept, cannot be written to: {error}; correct the folder, or \
                     who may write there",
                    folder = folder.display().to_string(),
                    error
                )
            })?;
        }
        let own = std::env::vars_os();
        let own = own.filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::open_with(place, own)
    }

    /// The same of a place that is there: nothing is made.
    pub fn open_existing(place: &Place) -> anyhow::Result<Self> {
        if let Place::Folder(folder) = place {
            std::fs::read_dir(folder)?;
        }
        Self::open(place)
    }

    fn open_with(
        place: &Place,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let (store, within): (Arc<dyn ObjectStore>, Path) = match place {
            Place::Folder(folder) => {
                (Arc::new(LocalFileSystem::new_with_prefix(folder)?), Path::default())
            }
            Place::Bucket(bucket) => {
                let mut builder =
                    AmazonS3Builder::new().with_url(bucket.as_str()).with_retry(PATIENCE);
                for (name, value) in environment {
                    if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                        builder = builder.with_config(key, value);
                    }
                }
                let store = builder.build().with_context(|| format!("the bucket {bucket}"))?;
                (Arc::new(store), Path::from_url_path(bucket.path())?)
            }
        };
        Ok(Self { store, within, place: place.clone() })
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Keeps a file; one of the same name is overwritten, as a whole. In a folder it is on the disk when this
    /// returns: a power cut leaves no empty file behind that the book takes for a whole one.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> object_store::Result<()> {
        self.store.put(&self.at(name), PutPayload::from(bytes)).await?;
        let Place::Folder(folder) = &self.place else { return Ok(()) };
        let file = folder.join(self.at(name).as_ref());
        let synced = tokio::task::spawn_blocking(move || {
            File::open(&file)?.sync_all()?;
            file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        });
        let failed = |source| object_store::Error::Generic { store: "folder", source };
        match synced.await {
            Ok(synced) => synced.map_err(|error: io::Error| failed(error.into())),
            Err(error) => Err(failed(error.into())),
        }
    }

    /// The bytes of a file; nothing where there is none.
    pub async fn get(&self, name: &str) -> object_store::Result<Option<Vec<u8>>> {
        match self.store.get(&self.at(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lets a file go; one that is not there has gone already.
    pub async fn remove(&self, name: &str) -> object_store::Result<()> {
        match self.store.delete(&self.at(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes, reads and removes something, as a trial.
    pub async fn try_out(&self) -> Result<(), String> {
        let name = format!("trial-{:016x}", rand::random::<u64>());
        let told = |error: object_store::Error| error.to_string();
        self.put(&name, b"trial".to_vec()).await.map_err(told)?;
        let found = self.get(&name).await.map_err(told)?;
        self.remove(&name).await.map_err(told)?;
        if found.as_deref() == Some(b"trial") {
            Ok(())
        } else {
            Err("what was written is not what was read".to_owned())
        }
    }

    fn at(&self, name: &str) -> Path {
        name.split('/').fold(self.within.clone(), |path, part| path.child(part))
    }
}
