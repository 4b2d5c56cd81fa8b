//! The paths of the output and who asks for each: what is planned, as plain values that checks can
//! compare.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::finding::Span;
use super::path::{OutPath, twins};

/// Who asks for a file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An author, here: a page's file, an entry of the registry, an alias.
    Author(Span),
    /// An author who has put a file there to be copied as it is.
    Copy(Span),
    /// Nobody: briefgen makes it of what there is. A list, a feed, a file for machines.
    Itself,
    /// The theme. It gives way to a file that is copied to the same path.
    Theme,
    /// What had the path before. It gives way to all others, and is asked last.
    Former,
}

impl Owner {
    /// The place where an author asks for it.
    pub fn place(&self) -> Option<&Span> {
        match self {
            Owner::Author(span) | Owner::Copy(span) => Some(span),
            Owner::Itself | Owner::Theme | Owner::Former => None,
        }
    }
}

/// Every path of the output with its owner.
#[derive(Debug, Default)]
pub struct Outputs {
    first: FxHashMap<OutPath, Owner>,
    again: Vec<(OutPath, Owner)>,
}

impl Outputs {
    /// No paths yet, with room for so many.
    pub fn with_capacity(paths: usize) -> Self {
        Self {
            first: FxHashMap::with_capacity_and_hasher(paths, Default::default()),
            again: Vec::new(),
        }
    }

    /// Gives a path to an owner, and says whether nobody had it before.
    pub fn claim(&mut self, path: &OutPath, owner: Owner) -> bool {
        let owner = match self.first.entry(path.clone()) {
            Entry::Vacant(place) => {
                place.insert(owner);
                return true;
            }
            Entry::Occupied(first)
                if owner == Owner::Theme && matches!(first.get(), Owner::Copy(_)) =>
            {
                return false;
            }
            Entry::Occupied(_) if owner == Owner::Former => return false,
            Entry::Occupied(_) => owner,
        };
        self.again.push((path.clone(), owner));
        false
    }

    /// Whether the output has a file of this path.
    pub fn contains(&self, path: &OutPath) -> bool {
        self.first.contains_key(path)
    }

    /// Who has a path.
    pub fn owner(&self, path: &OutPath) -> Option<&Owner> {
        self.first.get(path)
    }

    /// All paths, in their order.
    pub fn paths(&self) -> Vec<&OutPath> {
        let mut paths: Vec<&OutPath> = self.first.keys().collect();
        paths.sort_unstable();
        paths
    }

    /// The paths that a second owner asked for, with that one.
    pub fn asked_again(&self) -> &[(OutPath, Owner)] {
        &self.again
    }

    /// The paths that are one on some disks, each with the first of them.
    pub fn twins(&self) -> Vec<(&OutPath, &OutPath)> {
        let of = |text: &str| self.first.get_key_value(text).map(|(path, _)| path);
        let twins =
            twins(self.first.keys().map(OutPath::as_str), |text| of(text).map(OutPath::as_str));
        twins.into_iter().filter_map(|(path, first)| Some((of(path)?, of(first)?))).collect()
    }

    /// The files whose path is also a folder of the output, each with the first file in it.
    pub fn files_and_folders(&self) -> Vec<(&OutPath, &OutPath)> {
        let mut both = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "what is found is sorted")]
        for below in self.first.keys() {
            let folders = below.as_str().match_indices('/').map(|(end, _)| &below.as_str()[..end]);
            both.extend(
                folders.filter_map(|folder| Some((self.first.get_key_value(folder)?.0, below))),
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
        assert_eq!(outputs.asked_again(), []);
        assert!(!outputs.claim(&path("a.css"), Owner::Itself));
        assert_eq!(outputs.asked_again(), [(path("a.css"), Owner::Itself)]);
        assert_eq!(outputs.owner(&path("a.css")), Some(&copy));
        assert!(outputs.claim(&path("b.css"), author("content/alias.md")));
        assert!(!outputs.claim(&path("b.css"), Owner::Theme));
        assert_eq!(outputs.asked_again()[1], (path("b.css"), Owner::Theme));
    }

    #[test]
    fn a_file_that_is_also_a_folder_is_found_once() {
        let mut outputs = Outputs::default();
        for text in ["a/b/index.html", "a/b/feed.xml", "a/b", "a/c", "a/b.css", "c/index.html"] {
            outputs.claim(&path(text), Owner::Itself);
        }
        assert_eq!(outputs.files_and_folders(), [(&path("a/b"), &path("a/b/feed.xml"))]);
    }
}
