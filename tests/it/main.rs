//! The tests of the program as a whole, in one binary: each further one takes as long to link.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod addresses;
mod article;
mod as_it_was;
mod bounds;
mod claims;
mod deployment;
mod documents;
mod drafts;
mod events;
mod exports;
mod front_matter;
mod fuzz;
mod markdown_choices;
mod memory;
mod messages;
mod names;
#[cfg(feature = "server")]
mod preview;
mod process;
mod published;
mod rebuild;
mod reference;
mod site;
mod sources;
mod statements;
mod tidy;
mod trust;
mod unconfirmed;
#[cfg(feature = "server")]
mod watch;
