//! Stories of the estate: what happens, in the words of the people it happens to.

mod announcing;
mod bad_input;
mod closing;
mod delivery;
mod delivery_trouble;
mod desk;
mod fuzz;
mod good_case;
mod groups;
mod handling;
mod house;
mod instances;
mod intake;
mod lateness;
mod letters;
mod migrations;
mod owner;
mod page;
mod presses;
mod procedures;
mod repairs;
mod restart;
mod signing;
mod staff;
mod units;
mod validated;
