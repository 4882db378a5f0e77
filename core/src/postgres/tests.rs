//! Real servers, really killed. They need PostgreSQL's programs, like everything else here.

mod folder;
mod naming;
mod stories;
mod templates;
