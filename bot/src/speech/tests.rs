//! The sentence files agree, nothing is said outside them, and the phrase book: everything we can
//! say, in each language, to be read by people.

mod book;
mod files;
mod rights;
mod rules;
mod sample;
mod staff;
mod units;
