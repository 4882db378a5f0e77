//! The Telegram face of the case workflow.

pub mod api;
