//! A folder for one test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use super::super::Setup;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Removed with this value; to be declared before the server that lives in it.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(env::temp_dir().join(format!("huiyin-test-{}-{count}", process::id())))
    }

    pub(super) fn setup(&self) -> Setup {
        Setup { folder: self.0.clone(), durable: false }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
