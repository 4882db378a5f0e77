//! Photos, voices and files, kept by us: what is to be fetched, and what is to go with the words of its case.

use super::{Desk, DeskError};
use crate::{
    ids::EvidenceId,
    store::{KeptFile, ToKeep},
};

impl Desk {
    /// Takes the next file that is to be fetched. Whoever takes it says soon what became of it; if they die, it
    /// is taken again in a while.
    pub async fn take_file(&self) -> Result<Option<ToKeep>, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        let taken = tx.file_take().await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// A file is kept. When the words of its case were erased meanwhile, it is to go again.
    pub async fn file_kept(&self, id: EvidenceId, file: &KeptFile) -> Result<(), DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        if !tx.file_kept(id, file).await? {
            tx.file_discard(&file.name).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A file is about to be kept under this name. Says whether anybody wants it still.
    pub async fn file_named(&self, id: EvidenceId, name: &str) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        let is_wanted = tx.file_named(id, name).await?;
        tx.commit().await?;
        Ok(is_wanted)
    }

    /// A file could not be fetched or kept this time; `is_lost` where the chat service does not find it. Says
    /// whether it is given up.
    pub async fn file_failed(
        &self,
        id: EvidenceId,
        reason: &str,
        is_lost: bool,
    ) -> Result<bool, DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        let given_up = tx.file_failed(id, reason, is_lost).await?;
        tx.commit().await?;
        Ok(given_up)
    }

    /// A file is never going to be kept.
    pub async fn file_unkept(&self, id: EvidenceId, why: &'static str) -> Result<(), DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        tx.file_unkept(id, why).await?;
        Ok(tx.commit().await?)
    }

    /// A file that is to go because the words of its case have gone.
    pub async fn discarded_file(&self) -> Result<Option<String>, DeskError> {
        Ok(self.store.begin(self.clock.now()).await?.file_discarded().await?)
    }

    /// It has gone.
    pub async fn file_gone(&self, name: &str) -> Result<(), DeskError> {
        let mut tx = self.store.begin(self.clock.now()).await?;
        tx.file_gone(name).await?;
        Ok(tx.commit().await?)
    }
}
