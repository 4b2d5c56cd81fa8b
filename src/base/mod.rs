//! Types and functions that every stage uses: dates, ids, paths, findings, hashes, Markdown.
//!
//! Nothing here knows what a site is, and nothing here imports another module of briefgen.

pub mod code;
pub mod country;
pub mod date;
pub mod descriptors;
pub mod discard;
pub mod disk;
pub mod edition;
pub mod finding;
pub mod html;
pub mod id;
pub mod language;
pub mod limits;
pub mod listing;
pub mod markdown;
pub mod memo;
pub mod merge;
pub mod nearest;
pub mod path;
pub mod text;
pub mod threads;
pub mod typography;
pub mod unique_ids;
pub mod web;
