//! What the program tells those who run it: one line per event, on the standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to log what `filter` lets through; in colour only where someone is watching.
pub fn start(filter: &str) -> anyhow::Result<()> {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_ansi(colour)
        .with_writer(io::stderr)
        .finish()
        .try_init()?;
    Ok(())
}
