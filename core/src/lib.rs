//! To be written.

pub mod postgres;
