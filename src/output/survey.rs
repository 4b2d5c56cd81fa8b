//! What must go or be made before files can be renamed into their places.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::OutputError;
use super::place::look;
use crate::base::path::OutPath;

/// What has to be done before the staged files can be renamed.
#[derive(Default)]
pub(super) struct Plan {
    /// Files of ours to remove.
    pub(super) files: Vec<OutPath>,
    /// Folders to remove, inner ones first; empty once the files are gone.
    pub(super) folders: Vec<PathBuf>,
    /// Folders to make, outer ones first.
    pub(super) missing: Vec<String>,
}

/// Looks at the folders of the output, at each once, and follows no link.
pub(super) struct Survey<'a> {
    pub(super) root: &'a Path,
    /// Nothing is there, so that there is nothing to look at.
    pub(super) is_new: bool,
    pub(super) seen: FxHashMap<&'a str, bool>,
    /// Folders that are not there, outer ones first.
    pub(super) missing: Vec<&'a str>,
    /// Files that are where a folder is needed.
    pub(super) files: Vec<&'a str>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(root: &'a Path, is_new: bool) -> Self {
        Survey { root, is_new, seen: FxHashMap::default(), missing: Vec::new(), files: Vec::new() }
    }

    /// Looks at a folder and those around it; an error where one of them is a link.
    pub(super) fn look(&mut self, folder: &'a str) -> Result<(), OutputError> {
        if folder.is_empty() || self.seen.contains_key(folder) {
            return Ok(());
        }
        let mut inside = true;
        for end in folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]) {
            let part = &folder[..end];
            inside = match self.seen.get(part) {
                Some(&is_there) => is_there,
                None => {
                    let is_there = inside && self.is_there(part)?;
                    if !is_there {
                        self.missing.push(part);
                    }
                    self.seen.insert(part, is_there);
                    is_there
                }
            };
        }
        Ok(())
    }

    pub(super) fn is_there(&mut self, folder: &'a str) -> Result<bool, OutputError> {
        if self.is_new {
            return Ok(false);
        }
        let place = self.root.join(folder);
        match look(&place)? {
            Some(there) if there.is_symlink() => {
                let why = "it is a link, and briefgen writes and removes nothing through links: \
                    remove the link";
                Err(OutputError::UnsafePlace { folder: place, why: why.to_owned() })
            }
            Some(there) if there.is_dir() => Ok(true),
            Some(_) => {
                self.files.push(folder);
                Ok(false)
            }
            None => Ok(false),
        }
    }
}

/// Refuses a path that is to be a file and a folder.
pub(super) fn refuse_clashes<'a>(
    paths: impl Iterator<Item = &'a OutPath> + Clone,
) -> Result<(), OutputError> {
    let files: FxHashSet<&str> = paths.clone().map(OutPath::as_str).collect();
    for path in paths {
        for (slash, _) in path.as_str().match_indices('/') {
            if files.contains(&path.as_str()[..slash]) {
                let file = path.as_str()[..slash].to_owned();
                return Err(OutputError::Clash { file, inside: path.clone() });
            }
        }
    }
    Ok(())
}
