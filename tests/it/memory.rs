//! Sites that are built in memory.

use std::collections::BTreeMap;

use briefgen::files::Files;
use briefgen::output::OutputContent;
use briefgen::{Build, Cache, Options, build};

/// The outputs of a site by path, and the build. The site is a text of files, each below a line
/// `=== PATH`.
pub(crate) fn built(text: &str, options: &Options) -> (BTreeMap<String, String>, Build) {
    let mut outputs = BTreeMap::new();
    let build = build(&Files::from_text(text), options, &mut Cache::default(), |batch| {
        for output in batch {
            let OutputContent::Bytes(bytes) = output.content else {
                panic!("{} is copied from disk", output.path)
            };
            outputs.insert(output.path.to_string(), String::from_utf8_lossy(&bytes).into_owned());
        }
    });
    (outputs, build)
}
