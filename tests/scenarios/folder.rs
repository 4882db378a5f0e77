//! A folder of one story, gone when it ends.

use std::{fs, path::PathBuf};

/// A folder with nothing in it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Makes it anew.
    pub(crate) fn empty(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("huiyin-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// What a file in it says; nothing where there is none.
    pub(crate) fn text(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}
