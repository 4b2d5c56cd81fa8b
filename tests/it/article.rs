//! The article that the example is about. It is not a part of the repository: tests that want it
//! are skipped without.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The article's file, where it is at hand; else it is said that a test was skipped, and why.
#[allow(clippy::disallowed_methods, reason = "the article is no part of a site")]
pub(crate) fn file() -> Option<PathBuf> {
    let beside =
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/material/9news-2023-06-18.txt");
    let file = Some(env::var_os("BRIEFGEN_ARTICLE").map_or_else(beside, PathBuf::from))
        .filter(|file| file.is_file());
    if file.is_none() {
        // What a test prints in the common way is shown only where it fails.
        let why = "SKIPPED: the article is not at hand; BRIEFGEN_ARTICLE may name its file";
        let mut stderr = std::io::stderr();
        writeln!(stderr, "{why}").unwrap();
    }
    file
}

/// Its text.
#[allow(dead_code, reason = "not every test that is compiled with this file wants the text")]
#[allow(clippy::disallowed_methods, reason = "the article is no part of a site")]
pub(crate) fn text() -> Option<String> {
    file().map(|file| std::fs::read_to_string(file).unwrap())
}
