//! An estate to try things in: a fresh book, the strict stand-in for Telegram, the real program
//! between them, and a clock that is moved by hand. See the README.

mod book;
mod content;
mod matters;
mod person;
mod reading;
mod transcript;
pub mod validator;
mod world;

pub use content::{album, big_file, photo, sticker, voice};
pub use matters::all_is_well;
pub use person::Person;
pub use world::{Start, World};
