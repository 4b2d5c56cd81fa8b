//! The list of the output's files, for the report of a build.

use rustc_hash::FxHashMap;

use crate::base::path::{OutPath, SitePath};

use super::planned::Planned;

/// The files of the output.
#[derive(Debug, Default)]
pub struct Listing {
    /// All files.
    pub paths: Vec<OutPath>,
    /// The number of pages for readers.
    pub pages: usize,
    /// The pages that are mainly made from each file.
    pub pages_of: FxHashMap<SitePath, Vec<OutPath>>,
}

/// A file of the output, after its page was rendered and dropped.
pub struct PlannedFile {
    path: OutPath,
    /// For a page for readers, the file that it is mainly made from.
    page_of: Option<Option<SitePath>>,
}

impl PlannedFile {
    /// Keeps the part of a planned file that the list needs.
    pub fn of(page: &Planned<'_>) -> PlannedFile {
        PlannedFile { path: page.path.clone(), page_of: page.is_html().then(|| page.from.clone()) }
    }
}

impl Listing {
    /// Counts the pages, and groups them by their files.
    pub fn of(planned: Vec<PlannedFile>) -> Listing {
        let mut listing = Listing::default();
        for PlannedFile { path, page_of } in planned {
            listing.pages += usize::from(page_of.is_some());
            if let Some(file) = page_of.flatten() {
                listing.pages_of.entry(file).or_default().push(path.clone());
            }
            listing.paths.push(path);
        }
        listing
    }
}
