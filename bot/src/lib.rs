//! The Telegram face of the case workflow.

pub mod api;
pub mod button;
pub mod config;
pub mod lifecycle;
pub mod logs;
pub mod pace;
pub mod page;
pub mod speech;
