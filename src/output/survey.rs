//! Finds the files and folders that must be removed or created before staged files can be renamed
//! into the output.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::OutputError;
use super::place::metadata_at;
use crate::base::path::OutPath;

/// The files and folders to remove or create before the staged files can be renamed.
#[derive(Default)]
pub(super) struct PathChanges {
    /// Files of briefgen to remove.
    pub(super) files: Vec<OutPath>,
    /// Folders to remove, each before the folder that contains it. They are empty once `files` are
    /// removed.
    pub(super) folders: Vec<PathBuf>,
    /// Folders to create, each after the folder that contains it.
    pub(super) missing: Vec<String>,
}

/// Looks at folders of the output, at each only once, without following links.
pub(super) struct Survey<'a> {
    pub(super) root: &'a Path,
    /// Whether the output is empty, so that no folder exists.
    pub(super) is_new: bool,
    /// The folders that were looked at, and whether each exists.
    pub(super) seen: FxHashMap<&'a str, bool>,
    /// Folders that do not exist, each after the folder that contains it.
    pub(super) missing: Vec<&'a str>,
    /// Files in places where a folder is needed.
    pub(super) files: Vec<&'a str>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(root: &'a Path, is_new: bool) -> Self {
        Survey { root, is_new, seen: FxHashMap::default(), missing: Vec::new(), files: Vec::new() }
    }

    /// Looks at a folder and the folders that contain it. Fails if any of them is a link.
    pub(super) fn visit(&mut self, folder: &'a str) -> Result<(), OutputError> {
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
        match metadata_at(&place)? {
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

/// Fails if a path is a file and, for another path, a folder.
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
