//! Where photos, voices and files are kept by us: a folder, or a bucket. The chat service hands them out as long
//! as it pleases and to one bot alone; what proves something must outlast that. The original is kept byte for
//! byte, under the number of its case; people are shown the chat service's own copies, out of whose pictures it
//! has taken where and by what they were made.

mod keeper;
mod scan;
#[cfg(test)]
mod tests;

use std::{fmt, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use casework::say;
use object_store::{ObjectStore, PutPayload, local::LocalFileSystem, path::Path};
use reqwest::Url;

pub(crate) use self::keeper::Keeper;
pub use self::scan::Scan;

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
    /// Opens the place; a folder is made when missing.
    ///
    /// # Errors
    ///
    /// The folder cannot be made, or the bucket's address means nothing.
    pub fn open(place: &Place) -> anyhow::Result<Self> {
        Self::open_with(place, std::env::vars())
    }

    fn open_with(
        place: &Place,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let (store, within): (Arc<dyn ObjectStore>, Path) = match place {
            Place::Folder(folder) => {
                let refused = |error| {
                    say!(
                        "{folder}, where files are kept, cannot be written to: {error}; correct the folder, or \
                         who may write there",
                        folder = folder.display().to_string(),
                        error
                    )
                };
                std::fs::create_dir_all(folder).map_err(refused)?;
                (Arc::new(LocalFileSystem::new_with_prefix(folder)?), Path::default())
            }
            Place::Bucket(bucket) => {
                let settings = environment.into_iter().filter(|(name, _)| name.starts_with("AWS_"));
                let settings = settings.map(|(name, value)| (name.to_ascii_lowercase(), value));
                let (store, within) = object_store::parse_url_opts(bucket, settings)
                    .with_context(|| format!("the bucket {bucket}"))?;
                (Arc::from(store), within)
            }
        };
        Ok(Self { store, within, place: place.clone() })
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Keeps a file; one of the same name is overwritten, as a whole.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> object_store::Result<()> {
        self.store.put(&self.at(name), PutPayload::from(bytes)).await.map(drop)
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
