//! Stories of the estate: what happens, in the words of the people it happens to.

mod announcing;
mod audit;
mod bad_input;
mod closing;
mod delivery;
mod delivery_trouble;
mod desk;
mod discretion;
mod fuzz;
mod good_case;
mod groups;
mod handling;
mod house;
mod instances;
mod intake;
mod lateness;
mod migrations;
mod owner;
mod page;
mod presses;
mod privacy;
mod restart;
mod signing;
mod staff;
mod units;
mod validated;
