//! What briefgen keeps of an output: `.briefgen/outputs/KEY` in the site's folder, never in the
//! output itself.
//!
//! The output is what gets published, and a list of all its files, past ones included, is nobody's
//! business. KEY is made of the output's place, so that each output of a site has its own list and
//! lock.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OutputError, failed};
use super::place::{empty_folder, look, make_folder, unless_gone};
use crate::base::memo::Fingerprint;
use crate::base::path::OWN_FOLDER;

/// Lists of outputs that are gone are kept up to this number: the output may be on a disk that
/// comes back.
const KEPT: usize = 16;

/// The folder of an output's list and lock. Both paths have no links in them.
pub(super) fn folder(site: &Path, root: &Path) -> PathBuf {
    // Inside the site the key stays when the site's folder moves.
    let place = root.strip_prefix(site).unwrap_or(root);
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).take(32).collect();
    let hash = Fingerprint::of_bytes(place.as_os_str().as_encoded_bytes());
    lists(site).join(format!("{name}-{:032x}", hash.0))
}

fn lists(site: &Path) -> PathBuf {
    site.join(OWN_FOLDER).join("outputs")
}

/// Makes the folder of an output's list, where it is not there yet. `false` where the site's folder
/// cannot be written to: no list is kept then.
pub(super) fn make(site: &Path, folder: &Path, root: &Path) -> Result<bool, OutputError> {
    let private = site.join(OWN_FOLDER);
    for own in [&private, &lists(site), folder] {
        refuse_other(own, Metadata::is_dir)?;
    }
    for own in ["lock", "manifest", "output"] {
        refuse_other(&folder.join(own), Metadata::is_file)?;
    }
    if look(folder)?.is_some() {
        return Ok(true);
    }
    forget_outputs_that_are_gone(&lists(site));
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
    if look(&ignored)?.is_none() {
        fs::write(&ignored, "*\n").map_err(failed("write", &ignored))?;
    }
    // For people, and for those who look for lists that nobody needs any more.
    let named = folder.join("output");
    fs::write(&named, root.as_os_str().as_encoded_bytes()).map_err(failed("write", &named))?;
    Ok(true)
}

/// Refuses a link, a pipe or a device in a place of ours: nothing is read or written through it.
pub(super) fn refuse_other(path: &Path, is_ours: fn(&Metadata) -> bool) -> Result<(), OutputError> {
    let Some(there) = look(path)?.filter(|there| !is_ours(there)) else { return Ok(()) };
    let what = if there.is_symlink() { "a link" } else { "of another kind" };
    let why = format!("it is {what}, where briefgen keeps its own files: take it away");
    Err(OutputError::UnsafePlace { folder: path.to_owned(), why })
}

/// Removes the oldest lists of outputs that do not exist. They are small, and nothing depends on
/// it.
fn forget_outputs_that_are_gone(lists: &Path) {
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
    for (_, list) in gone.iter().rev().skip(KEPT) {
        // A list that cannot be locked belongs to a build that begins.
        if try_lock(&list.join("lock")).is_ok() {
            let _ = fs::remove_dir_all(list);
        }
    }
}

/// Takes the locks of an output, without waiting. Where the disk has no locks, as cargo does, we go
/// without.
///
/// `folder` is that of the list, if one is kept.
pub(super) fn lock(folder: Option<&Path>, root: &Path) -> Result<Vec<File>, OutputError> {
    let busy = |error| match error {
        TryLockError::WouldBlock => OutputError::Busy { folder: root.to_owned() },
        TryLockError::Error(error) => failed("lock", root)(error),
    };
    let own = folder.map_or(Ok(None), |folder| try_lock(&folder.join("lock")).map_err(busy))?;
    let mut locks: Vec<File> = own.into_iter().collect();
    // Another site may write to this folder, too. Only Unix locks folders, and some disks do not.
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

/// `None` where the disk has no locks.
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

/// What tells a folder from another one that was put in its place.
pub(super) fn identity(root: &Path) -> Option<String> {
    let there = fs::symlink_metadata(root).ok().filter(Metadata::is_dir)?;
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    let created = there.created().ok().and_then(since).map_or(0, |since| since.as_nanos());
    Some(format!("{}.{created}", number(&there)))
}

#[cfg(unix)]
fn number(there: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(there)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

/// Where files are made before they are renamed into the output, and whether the output's disk
/// folds case.
///
/// That is beside the list, or, where the output is on another disk, in the output for as long as a
/// build lasts.
pub(super) fn temporary(
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

/// Removes what is made by [`temporary`], with all that is in it.
pub(super) fn remove_temporary(temporary: &Path, root: &Path) {
    // What stays is removed when the folder is opened next.
    let _ = fs::remove_dir_all(temporary);
    if temporary.starts_with(root) {
        let _ = fs::remove_dir(root.join(OWN_FOLDER));
    }
}

/// The list that an older version left in the output itself, and its lock, if it is there.
///
/// A build that is killed leaves a folder of the same name, without a list.
pub(super) fn older(root: &Path) -> Result<Option<(PathBuf, Option<File>)>, OutputError> {
    let private = root.join(OWN_FOLDER);
    refuse_other(&private, Metadata::is_dir)?;
    for own in ["lock", "manifest"] {
        refuse_other(&private.join(own), Metadata::is_file)?;
    }
    let list = private.join("manifest");
    if look(&list)?.is_none() {
        return Ok(None);
    }
    match try_lock(&private.join("lock")) {
        Ok(lock) => Ok(Some((list, lock))),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy { folder: root.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed("lock", &private)(error)),
    }
}

/// Removes what an older version, or a build that was killed, left in the output. Files of others
/// stay.
pub(super) fn remove_older(root: &Path) -> Result<(), OutputError> {
    let private = root.join(OWN_FOLDER);
    if look(&private)?.is_none_or(|there| !there.is_dir()) {
        return Ok(());
    }
    let temporary = private.join("tmp");
    fs::remove_dir_all(&temporary).or_else(unless_gone).map_err(failed("remove", &temporary))?;
    for own in ["manifest", "lock"] {
        let own = private.join(own);
        fs::remove_file(&own).or_else(unless_gone).map_err(failed("remove", &own))?;
    }
    // Fails where somebody else keeps something there, which stays.
    let _ = fs::remove_dir(&private);
    Ok(())
}
