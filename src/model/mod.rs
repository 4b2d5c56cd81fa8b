//! What the documents mean together: names, references, the graph of what a build shows.

pub mod assemble;
pub mod attribution;
pub mod claims;
pub mod conflicts;
pub mod descriptions;
pub mod drafting;
pub mod entities;
pub mod evidence;
pub mod forms;
pub mod lexicon;
pub mod locators;
pub mod meetings;
pub mod mentions;
pub mod names;
pub mod neighbours;
pub mod passed_over;
pub mod references;
pub mod relations;
pub mod resolve;
pub mod resting;
mod sources;

pub mod statements;
pub mod texts;
pub mod titles;
pub mod told;
pub mod verification;
pub mod web;
mod word_list;
