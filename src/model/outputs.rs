//! The planned paths of an output and their owners, as plain values that checks can compare.
//!
//! ```
//! use briefgen::model::outputs::{Outputs, Owner};
//! use briefgen::base::path::OutPath;
//!
//! let mut outputs = Outputs::default();
//! let feed = OutPath::parse("feed.xml").unwrap();
//! assert!(outputs.claim(&feed, Owner::Generated));
//! assert!(!outputs.claim(&feed, Owner::Generated), "the path is taken");
//! ```

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::base::finding::Span;
use crate::base::path::{OutPath, twins};

/// Why the output has a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An author asks for it at this place: in the page's file, a registry entry or an alias.
    Author(Span),
    /// An author has put it into the site, to be copied.
    Copy(Span),
    /// briefgen generates it from the content: a list, a feed, an export.
    Generated,
    /// It is part of the theme. A copied file of this path replaces it.
    Theme,
    /// It redirects from a former address. Any other file of this path replaces it. Redirects must
    /// be claimed after all other paths.
    Redirect,
}

impl Owner {
    /// Whether it may give way to another owner. Such owners claim after all others.
    pub fn may_give_way(&self) -> bool {
        matches!(self, Owner::Theme | Owner::Redirect)
    }

    /// The place where an author asks for the file; `None` if no author does.
    pub fn place(&self) -> Option<&Span> {
        match self {
            Owner::Author(span) | Owner::Copy(span) => Some(span),
            Owner::Generated | Owner::Theme | Owner::Redirect => None,
        }
    }
}

/// The paths that exist because of what briefs say: on an earlier day the output may lack them.
#[derive(Debug, Default)]
pub struct MadeOfBriefs {
    /// Folders at the top of the output, with all files in them.
    pub folders: Vec<&'static str>,
    /// Files in any folder: `feed.xml`, `timeline/index.html`.
    pub files: Vec<&'static str>,
}

impl MadeOfBriefs {
    fn contains(&self, path: &OutPath) -> bool {
        let path = path.as_str();
        let is_file = |file: &&str| {
            let folder = path.strip_suffix(*file);
            folder.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        path.split_once('/').is_some_and(|(folder, _)| self.folders.contains(&folder))
            || self.files.iter().any(is_file)
    }
}

/// The paths of the output with their owners.
#[derive(Debug, Default)]
pub struct Outputs {
    owners: FxHashMap<OutPath, Owner>,
    rejected: Vec<(OutPath, Owner)>,
    made_of_briefs: MadeOfBriefs,
}

impl Outputs {
    /// An empty set with memory for this many paths.
    pub fn with_capacity(paths: usize, made_of_briefs: MadeOfBriefs) -> Self {
        Self {
            owners: FxHashMap::with_capacity_and_hasher(paths, Default::default()),
            rejected: Vec::new(),
            made_of_briefs,
        }
    }

    /// Gives a path to an owner; `false` if the path has an owner already, who keeps it.
    ///
    /// Unless the new owner gives way to the first, the claim is a [conflict](Self::conflicts).
    pub fn claim(&mut self, path: &OutPath, owner: Owner) -> bool {
        match self.owners.entry(path.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(owner);
                true
            }
            Entry::Occupied(first) => {
                let gives_way = match owner {
                    Owner::Redirect => true,
                    Owner::Theme => matches!(first.get(), Owner::Copy(_)),
                    Owner::Author(_) | Owner::Copy(_) | Owner::Generated => false,
                };
                if !gives_way {
                    self.rejected.push((path.clone(), owner));
                }
                false
            }
        }
    }

    /// Whether the output has a file of this path.
    pub fn contains(&self, path: &OutPath) -> bool {
        self.owners.contains_key(path)
    }

    /// Whether the output may have a file of this path on another day, because of what briefs say.
    pub fn may_have_on_another_day(&self, path: &OutPath) -> bool {
        self.made_of_briefs.contains(path)
    }

    /// The owner of a path: the first that claimed it.
    pub fn owner(&self, path: &OutPath) -> Option<&Owner> {
        self.owners.get(path)
    }

    /// All paths, sorted.
    pub fn paths(&self) -> Vec<&OutPath> {
        let mut paths: Vec<&OutPath> = self.owners.keys().collect();
        paths.sort_unstable();
        paths
    }

    /// The claims for a path that already had an owner, with the owner who came later.
    pub fn conflicts(&self) -> &[(OutPath, Owner)] {
        &self.rejected
    }

    /// The paths that differ only in case or in Unicode normalisation, each with the first path
    /// like it: some disks take them for a single file.
    pub fn twins(&self) -> Vec<(&OutPath, &OutPath)> {
        let of = |text: &str| self.owners.get_key_value(text).map(|(path, _)| path);
        let twins =
            twins(self.owners.keys().map(OutPath::as_str), |text| of(text).map(OutPath::as_str));
        twins.into_iter().filter_map(|(path, first)| Some((of(path)?, of(first)?))).collect()
    }

    /// The files whose path is also a folder of the output, each with the first file in that
    /// folder.
    pub fn files_and_folders(&self) -> Vec<(&OutPath, &OutPath)> {
        let mut both = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "the result is sorted")]
        for below in self.owners.keys() {
            let folders = below.as_str().match_indices('/').map(|(end, _)| &below.as_str()[..end]);
            both.extend(
                folders.filter_map(|folder| Some((self.owners.get_key_value(folder)?.0, below))),
            );
        }
        both.sort_unstable();
        both.dedup_by_key(|(file, _)| *file);
        both
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::finding::Bytes;
    use crate::base::path::SitePath;

    fn path(text: &str) -> OutPath {
        OutPath::parse(text).unwrap()
    }

    fn author(file: &str) -> Owner {
        Owner::Author(Span::new(SitePath::parse(file).unwrap(), Bytes::default()))
    }

    #[test]
    fn the_first_has_a_path_and_the_theme_gives_way_to_copies_only() {
        let mut outputs = Outputs::default();
        let copy =
            Owner::Copy(Span::new(SitePath::parse("static/a.css").unwrap(), Bytes::default()));
        assert!(outputs.claim(&path("a.css"), copy.clone()));
        assert!(!outputs.claim(&path("a.css"), Owner::Theme));
        assert_eq!(outputs.conflicts(), []);
        assert!(!outputs.claim(&path("a.css"), Owner::Generated));
        assert_eq!(outputs.conflicts(), [(path("a.css"), Owner::Generated)]);
        assert_eq!(outputs.owner(&path("a.css")), Some(&copy));
        assert!(outputs.claim(&path("b.css"), author("content/alias.md")));
        assert!(!outputs.claim(&path("b.css"), Owner::Theme));
        assert_eq!(outputs.conflicts()[1], (path("b.css"), Owner::Theme));
    }

    #[test]
    fn what_is_made_of_briefs_is_a_folder_at_the_top_or_a_file_anywhere() {
        let made_of_briefs = MadeOfBriefs {
            folders: vec!["briefs", "timeline"],
            files: vec!["feed.xml", "timeline/index.html"],
        };
        let outputs = Outputs::with_capacity(0, made_of_briefs);
        for text in [
            "briefs/index.html",
            "briefs/talks/a.png",
            "timeline/page/2/index.html",
            "feed.xml",
            "actors/a/feed.xml",
            "actors/a/timeline/index.html",
        ] {
            assert!(outputs.may_have_on_another_day(&path(text)), "{text}");
        }
        for text in [
            "index.html",
            "briefs",
            "about/briefs/index.html",
            "old-feed.xml",
            "feed.xml/index.html",
            "actors/a/timeline/page/2/index.html",
            "actors/a/old-timeline/index.html",
        ] {
            assert!(!outputs.may_have_on_another_day(&path(text)), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_also_a_folder_is_found_once() {
        let mut outputs = Outputs::default();
        for text in ["a/b/index.html", "a/b/feed.xml", "a/b", "a/c", "a/b.css", "c/index.html"] {
            outputs.claim(&path(text), Owner::Generated);
        }
        assert_eq!(outputs.files_and_folders(), [(&path("a/b"), &path("a/b/feed.xml"))]);
    }
}
