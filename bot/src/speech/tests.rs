//! The sentence files agree, nothing is said outside them, and the phrase book: everything we can
//! say, in each language, to be read by people.

mod agreed;
mod book;
mod callbacks;
mod contacts;
mod danger;
mod deadlines;
mod files;
mod gatherings;
mod panel;
mod paper;
mod privacy;
mod queue;
mod receptions;
mod rights;
mod rules;
pub(crate) mod sample;
mod staff;
mod summary;
mod surveys;
mod toasts;
mod together;
mod units;
