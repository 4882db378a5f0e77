//! The audit: does every history say what was written?

use super::{Desk, DeskError};
use crate::chain::{self, Tampering};

/// So many cases are read at once.
const BATCH: i64 = 500;

/// What an audit of all histories found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// So many cases.
    pub cases: usize,
    /// So many lines.
    pub lines: usize,
    /// So many of them are from before there was a chain, and held by nothing.
    pub unheld: usize,
    /// What does not hold: the number of the case, and what was done to its history.
    pub found: Vec<(String, Tampering)>,
}

impl Desk {
    /// Goes along the history of every case, a batch at a time, so that work goes on beside it.
    pub async fn audit(&self) -> Result<Audit, DeskError> {
        let mut audit = Audit::default();
        let mut last = 0;
        loop {
            let mut tx = self.store.begin(self.clock.now()).await?;
            let chains = tx.chains_behind(last, BATCH).await?;
            drop(tx);
            for chain in &chains {
                audit.cases += 1;
                audit.lines += chain.lines.len();
                let from_before = |seal: &chain::Seal| seal.hash.is_empty();
                let seals = chain.lines.iter().filter_map(|(_, seal)| seal.as_ref());
                audit.unheld += seals.filter(|seal| from_before(seal)).count();
                let found = chain::check(&chain.lines, chain.last);
                audit.found.extend(found.into_iter().map(|what| (chain.number.clone(), what)));
            }
            match chains.last() {
                Some(chain) => last = chain.case,
                None => return Ok(audit),
            }
        }
    }
}
