//! The article that the example is about. It is not a part of the repository: `BRIEFGEN_ARTICLE`
//! names its file, and without it the tests that read it are ignored.

use std::env;
use std::path::PathBuf;

/// The article's file.
#[expect(clippy::disallowed_methods, reason = "tests may read the environment")]
pub(crate) fn file() -> PathBuf {
    let file = env::var_os("BRIEFGEN_ARTICLE").expect("BRIEFGEN_ARTICLE names the article's file");
    // Tests of the program run it in other folders.
    std::path::absolute(file).unwrap()
}

/// Its text.
#[expect(clippy::disallowed_methods, reason = "the article is no part of a site")]
pub(crate) fn text() -> String {
    std::fs::read_to_string(file()).unwrap()
}
