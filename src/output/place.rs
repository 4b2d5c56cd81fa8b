//! Checks the place of an output: it must not overlap with the site's own folders, nor with files
//! of somebody else.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::error::{OutputError, failed};
use crate::base::path::{OWN_FOLDER, OutPath};

/// The folders of a site in which no output may be.
pub(super) const SOURCES: [&str; 4] = ["content", "templates", "static", OWN_FOLDER];

/// Resolves links in the path of an output. Fails if the output would overlap with the site.
pub(super) fn safe_place(site: &Path, output: &Path) -> Result<PathBuf, OutputError> {
    let root = resolved(output).map_err(failed("find", output))?;
    let site = resolved(site).map_err(failed("find", site))?;
    let refuse = |why: String| Err(OutputError::UnsafePlace { folder: root.clone(), why });
    if site.starts_with(&root) {
        return refuse(
            "the site itself is there: name a folder of its own, such as `public`".to_owned(),
        );
    }
    for name in SOURCES {
        let source = site.join(name);
        let real = resolved(&source).map_err(failed("find", &source))?;
        if root.starts_with(&real) || real.starts_with(&root) {
            return refuse(format!(
                "the site's `{name}` is there: name a folder of its own, such as `public`"
            ));
        }
    }
    match metadata_at(&root)? {
        Some(there) if !there.is_dir() => {
            refuse("it is a file: name a folder, or remove the file".to_owned())
        }
        _ => Ok(root),
    }
}

/// A path with links resolved, as far as it exists.
pub(super) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut rest = Vec::new();
    let mut existing = path;
    let mut real = loop {
        let shown = if existing.as_os_str().is_empty() { Path::new(".") } else { existing };
        match fs::symlink_metadata(shown) {
            // Fails for a link that leads nowhere: creating its target is not the user's intention.
            Ok(_) => break fs::canonicalize(shown)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                rest.extend(existing.components().next_back())
            }
            Err(error) => return Err(error),
        }
        existing = existing.parent().ok_or(ErrorKind::NotFound)?;
    };
    for part in rest.into_iter().rev() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::CurDir => {}
            part => real.push(part),
        }
    }
    Ok(real)
}

/// Files of git, macOS and briefgen. A folder that contains nothing else counts as empty. No output
/// has these paths.
const NEGLIGIBLE: [&str; 4] = [OWN_FOLDER, ".git", ".gitkeep", ".DS_Store"];

/// Files that tell web hosts how to serve a folder. A build may use a folder that contains nothing
/// else, and leaves them alone.
const HOST_FILES: [&str; 2] = ["CNAME", ".nojekyll"];

/// What a folder contains that is to become the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contents {
    /// Nothing that could be in the way.
    Nothing,
    /// Only files for web hosts.
    HostFiles,
    /// Other files: of an earlier build, or of somebody else.
    Files,
}

/// Looks what a folder contains. A folder that does not exist contains nothing.
pub(super) fn contents(root: &Path) -> Result<Contents, OutputError> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if is_gone(&error) => return Ok(Contents::Nothing),
        Err(error) => return Err(failed("list", root)(error)),
    };
    let mut contents = Contents::Nothing;
    for entry in entries {
        let name = entry.map_err(failed("list", root))?.file_name();
        let is_one_of = |names: &[&str]| names.iter().any(|one| name == *one);
        contents = contents.max(match () {
            () if is_one_of(&NEGLIGIBLE) => Contents::Nothing,
            () if is_one_of(&HOST_FILES) => Contents::HostFiles,
            () => Contents::Files,
        });
    }
    Ok(contents)
}

pub(super) fn make_folder(path: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(path).map_err(failed("make", path))
}

pub(super) fn empty_folder(path: &Path) -> Result<(), OutputError> {
    fs::remove_dir_all(path).or_else(unless_gone).map_err(failed("remove", path))?;
    make_folder(path)
}

/// The metadata of a file, a folder or a link, which is not followed; `None` if nothing exists
/// there.
pub(super) fn metadata_at(place: &Path) -> Result<Option<Metadata>, OutputError> {
    match fs::symlink_metadata(place) {
        Ok(there) => Ok(Some(there)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(failed("read", place)(error)),
    }
}

/// Whether an error says that nothing exists at a path, or that a part of it is no folder.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

pub(super) fn unless_gone(error: io::Error) -> io::Result<()> {
    if is_gone(&error) { Ok(()) } else { Err(error) }
}

/// The folder of a file, without the final `/`; empty at the top.
pub(super) fn folder(path: &OutPath) -> &str {
    parent(path.as_str())
}

pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The path of a place relative to `root`, with `/`; `None` if it is not Unicode.
pub(super) fn slashed(root: &Path, place: &Path) -> Option<String> {
    let parts = place.strip_prefix(root).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}
