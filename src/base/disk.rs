//! Opens files below a folder without following symbolic links.
//!
//! Between looking at a path and opening it, somebody may replace the file by a link or a pipe.
//! These functions then fail, so that a build reads only what it has checked. Only `files` and
//! `output` may use them: no other module reads the disk.
//!
//! ```
//! use std::path::Path;
//!
//! use briefgen::base::disk::open_below;
//!
//! let (_file, metadata) = open_below(Path::new("."), "src/main.rs")?;
//! assert!(metadata.is_file());
//! assert!(open_below(Path::new("."), "src").is_err());
//! # std::io::Result::Ok(())
//! ```
#![cfg_attr(
    not(unix),
    expect(clippy::disallowed_methods, reason = "files and output open files through this")
)]

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::fs::{CWD, Mode, OFlags, openat};

use super::path::SitePath;

/// A file of the site on disk, by a path of which no part is a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedFile {
    /// The site's folder.
    pub root: PathBuf,
    /// The file, relative to `root`.
    pub path: SitePath,
}

impl OpenedFile {
    /// Opens the file for reading.
    ///
    /// # Errors
    /// If the file is gone, may not be read, or is no regular file any more.
    pub fn open(&self) -> io::Result<(File, Metadata)> {
        open_below(&self.root, self.path.as_str())
    }

    /// The absolute path.
    pub fn place(&self) -> PathBuf {
        self.path.real(&self.root)
    }
}

/// Opens a regular file below `root` for reading.
///
/// `path` is relative, written with `/`, and has no `..`. `root` itself may be a link; below it no
/// link is followed.
///
/// # Errors
/// If the file is gone, may not be read, is reached through a link, or is not a regular file.
pub fn open_below(root: &Path, path: &str) -> io::Result<(File, Metadata)> {
    let file = open(root, path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
}

fn not_a_file() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "it is no regular file")
}

/// `NONBLOCK`: opening a pipe that nobody writes to would otherwise wait for ever.
#[cfg(unix)]
const TO_READ: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::NOFOLLOW);

#[cfg(unix)]
const TO_ENTER: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::DIRECTORY);

#[cfg(unix)]
fn open(root: &Path, path: &str) -> io::Result<File> {
    let folder = openat(CWD, root, TO_ENTER, Mode::empty())?;
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{ResolveFlags, openat2};
        use rustix::io::Errno;
        match openat2(&folder, path, TO_READ, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
            // Old kernels lack `openat2`, and some sandboxes forbid it.
            Err(Errno::NOSYS | Errno::PERM) => {}
            Err(Errno::LOOP) => {
                return Err(io::Error::new(ErrorKind::InvalidInput, "a link has taken its place"));
            }
            opened => return Ok(opened?.into()),
        }
    }
    step_by_step(folder, path)
}

/// Opens a file by opening each folder on the way to it, for systems without `openat2`.
#[cfg(unix)]
fn step_by_step(mut folder: std::os::fd::OwnedFd, path: &str) -> io::Result<File> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        folder = openat(&folder, part, TO_ENTER | OFlags::NOFOLLOW, Mode::empty())?;
    }
    Ok(openat(&folder, name, TO_READ, Mode::empty())?.into())
}

#[cfg(not(unix))]
fn open(root: &Path, path: &str) -> io::Result<File> {
    let mut place = root.to_owned();
    for part in path.split('/') {
        place.push(part);
        if std::fs::symlink_metadata(&place)?.is_symlink() {
            return Err(not_a_file());
        }
    }
    File::open(place)
}

/// Makes a pipe, for tests. Whoever opens it waits for ever. No program may be started for this:
/// until it runs, it holds the locks that other tests have in this process.
#[cfg(all(test, unix))]
pub(crate) fn make_pipe(place: &Path) -> io::Result<()> {
    Ok(rustix::fs::mkfifoat(CWD, place, Mode::RUSR | Mode::WUSR)?)
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own files")]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Read as _;
    use std::os::unix::fs::symlink;

    type Way<'a> = dyn Fn(&Path, &str) -> io::Result<(File, Metadata)> + 'a;

    #[test]
    fn a_file_is_opened_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("real/deep")).unwrap();
        fs::write(at("real/deep/file"), "words").unwrap();
        symlink("real", at("folder")).unwrap();
        symlink("real/deep/file", at("link")).unwrap();
        make_pipe(&at("pipe")).unwrap();
        let by_steps = |root: &Path, path: &str| {
            let file = step_by_step(openat(CWD, root, TO_ENTER, Mode::empty()).unwrap(), path)?;
            let metadata = file.metadata()?;
            if metadata.is_file() { Ok((file, metadata)) } else { Err(not_a_file()) }
        };
        let ways: [&Way<'_>; 2] = [&open_below, &by_steps];
        for open in ways {
            let read = |path: &str| {
                let mut text = String::new();
                open(folder.path(), path)
                    .and_then(|(mut file, _)| file.read_to_string(&mut text))
                    .map(|_| text)
            };
            assert_eq!(read("real/deep/file").unwrap(), "words");
            for path in ["folder/deep/file", "link", "pipe", "real", "real/deep", "nowhere"] {
                assert!(read(path).is_err(), "{path}");
            }
        }
    }
}
