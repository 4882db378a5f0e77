//! The Telegram face of the case workflow.

pub mod api;
pub mod pace;
