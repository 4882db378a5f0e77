//! The Telegram face of the case workflow.

pub mod api;
pub mod button;
pub mod commands;
pub mod config;
pub mod groups;
pub mod handle;
pub mod incoming;
pub mod intake;
pub mod joining;
pub mod lifecycle;
pub mod logs;
pub mod pace;
pub mod page;
pub mod presses;
pub mod routes;
pub mod setup;
pub mod speech;
pub mod tasks;
pub mod visit;
