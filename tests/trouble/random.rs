//! Random.

use std::sync::Arc;

use crate::run::House;

pub(crate) async fn kills(_: &Arc<House>, _: usize, _: Option<u64>) -> anyhow::Result<bool> {
    Ok(false)
}

pub(crate) async fn run(_: &Arc<House>, _: Option<u64>, _: u64) -> anyhow::Result<bool> {
    Ok(false)
}
