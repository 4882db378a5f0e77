//! The desk over a real book.

mod callback;
mod cases;
mod delivery;
mod inbox;
mod leases;
mod passing;
mod profiles;
mod receiving;
mod register;
mod setup;
mod summaries;
mod timers;
mod units;
mod world;
