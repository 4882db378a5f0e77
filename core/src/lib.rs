#![doc = include_str!("../README.md")]

pub mod backup;
pub mod callback;
pub mod case;
pub mod chain;
pub mod clauses;
pub mod clock;
pub mod contact;
pub mod desk;
pub mod estate;
pub mod gathering;
pub mod ids;
pub mod intake;
pub mod people;
pub mod place;
pub mod policy;
pub mod postgres;
pub mod questionnaire;
pub mod quiet;
pub mod reception;
pub mod register;
pub mod roster;
pub mod sentence;
pub mod store;
pub mod summary;
pub mod survey;
pub mod trouble;
pub mod unit;
pub mod words;

/// Every migration of the book, embedded in the program.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");
