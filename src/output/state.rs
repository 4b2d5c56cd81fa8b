//! The files that briefgen keeps about an output: a manifest and a lock, in
//! `.briefgen/outputs/KEY` of the site's folder.
//!
//! They are not in the output itself: the output gets published, and a list of all its files,
//! including removed files, must not be. KEY is made from the output's place, so that each output
//! of a site has its own manifest and lock.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OutputError, failed};
use super::place::{empty_folder, make_folder, metadata_at, unless_gone};
use crate::base::memo::Fingerprint;
use crate::base::path::OWN_FOLDER;

/// How many manifests of missing outputs are kept. An output may be on a disk that will be mounted
/// again.
const MAX_STALE: usize = 16;

/// The folder of an output's manifest and lock. `site` and `root` must be paths without links.
pub(super) fn manifest_folder(site: &Path, root: &Path) -> PathBuf {
    // For an output inside the site, the key must stay valid when the site's folder is moved.
    let place = root.strip_prefix(site).unwrap_or(root);
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).take(32).collect();
    let hash = Fingerprint::of_bytes(place.as_os_str().as_encoded_bytes());
    lists(site).join(format!("{name}-{:032x}", hash.0))
}

fn lists(site: &Path) -> PathBuf {
    site.join(OWN_FOLDER).join("outputs")
}

/// Creates the folder of an output's manifest. `false` if the site's folder is not writable: then
/// no manifest is kept.
pub(super) fn create(site: &Path, folder: &Path, root: &Path) -> Result<bool, OutputError> {
    let private = site.join(OWN_FOLDER);
    for own in [&private, &lists(site), folder] {
        require_kind(own, Metadata::is_dir)?;
    }
    for own in ["lock", "manifest", "output"] {
        require_kind(&folder.join(own), Metadata::is_file)?;
    }
    if metadata_at(folder)?.is_some() {
        return Ok(true);
    }
    remove_stale(&lists(site));
    match fs::create_dir_all(folder) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied
            ) =>
        {
            return Ok(false);
        }
        made => made.map_err(failed("make", folder))?,
    }
    let ignored = private.join(".gitignore");
    if metadata_at(&ignored)?.is_none() {
        fs::write(&ignored, "*\n").map_err(failed("write", &ignored))?;
    }
    // Names the output for people, and for `remove_stale`.
    let named = folder.join("output");
    fs::write(&named, root.as_os_str().as_encoded_bytes()).map_err(failed("write", &named))?;
    Ok(true)
}

/// Fails if something of another kind, such as a link or a pipe, is in the place of one of
/// briefgen's own files: nothing must be read or written through it.
pub(super) fn require_kind(
    path: &Path,
    is_expected: fn(&Metadata) -> bool,
) -> Result<(), OutputError> {
    let other = metadata_at(path)?.filter(|there| !is_expected(there));
    let Some(there) = other else { return Ok(()) };
    let what = if there.is_symlink() { "a link" } else { "of another kind" };
    let why = format!("it is {what}, where briefgen keeps its own files: take it away");
    Err(OutputError::UnsafePlace { folder: path.to_owned(), why })
}

/// Removes the oldest manifests of outputs that do not exist any more, but for [`MAX_STALE`] of
/// them. Errors are ignored: the files are small, and nothing depends on their removal.
fn remove_stale(lists: &Path) {
    let Ok(entries) = fs::read_dir(lists) else { return };
    let is_gone = |list: &Path| {
        let is_file = fs::symlink_metadata(list.join("output")).is_ok_and(|named| named.is_file());
        let named = if is_file { fs::read(list.join("output")).ok() } else { None };
        named.and_then(|named| String::from_utf8(named).ok()).is_some_and(|named| {
            fs::symlink_metadata(named).is_err_and(|error| error.kind() == ErrorKind::NotFound)
        })
    };
    let mut gone: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|list| is_gone(list))
        .map(|list| {
            (fs::metadata(list.join("manifest")).and_then(|list| list.modified()).ok(), list)
        })
        .collect();
    gone.sort_unstable();
    for (_, list) in gone.iter().rev().skip(MAX_STALE) {
        // If another build holds the lock, it is just creating its output.
        if try_lock(&list.join("lock")).is_ok() {
            let _ = fs::remove_dir_all(list);
        }
    }
}

/// Takes the locks of an output without waiting: on the manifest's `folder`, if there is one, and
/// on the output `root` itself. Like cargo, a build goes on without a lock if the disk does not
/// support locks.
pub(super) fn lock(folder: Option<&Path>, root: &Path) -> Result<Vec<File>, OutputError> {
    let busy = |error| match error {
        TryLockError::WouldBlock => OutputError::Busy { folder: root.to_owned() },
        TryLockError::Error(error) => failed("lock", root)(error),
    };
    let own = folder.map_or(Ok(None), |folder| try_lock(&folder.join("lock")).map_err(busy))?;
    let mut locks: Vec<File> = own.into_iter().collect();
    // Another site, with a manifest of its own, may have the same output folder. Only Unix can lock
    // folders, and not on all disks.
    if cfg!(unix)
        && let Ok(itself) = File::open(root)
    {
        match itself.try_lock() {
            Ok(()) => locks.push(itself),
            Err(TryLockError::WouldBlock) => return Err(busy(TryLockError::WouldBlock)),
            Err(TryLockError::Error(_)) => {}
        }
    }
    Ok(locks)
}

/// `None` if the disk does not support locks.
fn try_lock(path: &Path) -> Result<Option<File>, TryLockError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(TryLockError::Error)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(error),
    }
}

/// An id that changes if somebody replaces a folder by another: its inode number and creation
/// time. `None` if the folder does not exist.
pub(super) fn identity(root: &Path) -> Option<String> {
    let there = fs::symlink_metadata(root).ok().filter(Metadata::is_dir)?;
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    let created = there.created().ok().and_then(since).map_or(0, |since| since.as_nanos());
    Some(format!("{}.{created}", inode(&there)))
}

#[cfg(unix)]
fn inode(there: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(there)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

/// Creates the folder for temporary files, and finds out whether the output's disk ignores case.
///
/// The folder is beside the manifest. If the output is on another disk, files could not be renamed
/// from there into the output: then the folder is in the output, until the build ends.
pub(super) fn create_temporary(
    folder: Option<&Path>,
    root: &Path,
) -> Result<(PathBuf, bool), OutputError> {
    let inside = root.join(OWN_FOLDER);
    let folds_case = || fs::symlink_metadata(root.join(OWN_FOLDER.to_uppercase())).is_ok();
    if let Some(beside) = folder.map(|folder| folder.join("tmp")) {
        let probe = beside.join("probe");
        empty_folder(&beside)?;
        make_folder(&probe)?;
        if fs::rename(&probe, &inside).is_ok() {
            let folds_case = folds_case();
            fs::remove_dir(&inside).map_err(failed("remove", &inside))?;
            return Ok((beside, folds_case));
        }
        fs::remove_dir_all(&beside).map_err(failed("remove", &beside))?;
    }
    empty_folder(&inside.join("tmp"))?;
    Ok((inside.join("tmp"), folds_case()))
}

/// Removes the folder that [`create_temporary`] created.
pub(super) fn remove_temporary(temporary: &Path, root: &Path) {
    // If this fails, opening the output the next time empties the folder.
    let _ = fs::remove_dir_all(temporary);
    if temporary.starts_with(root) {
        let _ = fs::remove_dir(root.join(OWN_FOLDER));
    }
}

/// The manifest that an older version of briefgen left in the output itself, and its lock. `None`
/// if there is no manifest: a killed build leaves only an empty folder.
pub(super) fn find_older(root: &Path) -> Result<Option<(PathBuf, Option<File>)>, OutputError> {
    let private = root.join(OWN_FOLDER);
    require_kind(&private, Metadata::is_dir)?;
    for own in ["lock", "manifest"] {
        require_kind(&private.join(own), Metadata::is_file)?;
    }
    let list = private.join("manifest");
    if metadata_at(&list)?.is_none() {
        return Ok(None);
    }
    match try_lock(&private.join("lock")) {
        Ok(lock) => Ok(Some((list, lock))),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy { folder: root.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed("lock", &private)(error)),
    }
}

/// Removes the files that an older version of briefgen or a killed build left in the output. Other
/// files in that folder stay.
pub(super) fn remove_older(root: &Path) -> Result<(), OutputError> {
    let private = root.join(OWN_FOLDER);
    if metadata_at(&private)?.is_none_or(|there| !there.is_dir()) {
        return Ok(());
    }
    let temporary = private.join("tmp");
    fs::remove_dir_all(&temporary).or_else(unless_gone).map_err(failed("remove", &temporary))?;
    for own in ["manifest", "lock"] {
        let own = private.join(own);
        fs::remove_file(&own).or_else(unless_gone).map_err(failed("remove", &own))?;
    }
    // Fails if the folder contains files of somebody else.
    let _ = fs::remove_dir(&private);
    Ok(())
}
