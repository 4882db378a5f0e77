//! Stories of the estate: what happens, in the words of the people it happens to.

mod closing;
mod good_case;
mod intake;
mod lateness;
mod page;
mod restart;
mod signing;
