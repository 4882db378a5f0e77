//! Self-test.

use std::sync::Arc;

use crate::run::House;

pub(crate) async fn run(_: &Arc<House>, _: &[String]) -> anyhow::Result<bool> {
    Ok(false)
}
