//! The errors of writing an output.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::base::descriptors::{TOO_MANY_OPEN, is_short_of_descriptors};
use crate::base::path::{OWN_FOLDER, OutPath, own_folder};
use crate::base::text::count;

/// Why an output could not be written. [`Display`](fmt::Display) says what happened and where.
#[derive(Debug)]
pub enum OutputError {
    /// A system call failed.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The verb for what was tried: `write`.
        doing: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// Writing failed after a part of the output had become visible.
    Partly {
        /// The number of files that were already written or removed.
        changed: usize,
        /// The number of files that are still to be written.
        waiting: usize,
        /// The cause.
        source: Box<OutputError>,
    },
    /// The folder contains files, but no list says that briefgen made it.
    Foreign {
        /// The output folder.
        folder: PathBuf,
    },
    /// A file that briefgen did not write is in the way.
    ForeignFile {
        /// The file.
        path: PathBuf,
    },
    /// The list of briefgen's files is damaged, and a file is in the way that may be listed in it.
    Damaged {
        /// The list.
        list: PathBuf,
        /// The file.
        path: PathBuf,
    },
    /// While files are adopted: an unlisted file differs from what this build makes.
    Differs {
        /// The output folder.
        folder: PathBuf,
        /// The file.
        path: PathBuf,
    },
    /// Another build has locked the folder.
    Busy {
        /// The output folder.
        folder: PathBuf,
    },
    /// The output must not be written to this place.
    UnsafePlace {
        /// The place.
        folder: PathBuf,
        /// The reason, and what to do about it.
        why: String,
    },
    /// The output needs a path both as a file and as a folder.
    Clash {
        /// The file: `about`.
        file: String,
        /// The file that needs a folder of that name: `about/index.html`.
        inside: OutPath,
    },
}

pub(super) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |source| OutputError::Io { path: path.to_owned(), doing, source }
}

impl OutputError {
    /// What to do about the error; empty if the message itself says so.
    pub fn help(&self) -> &'static str {
        match self {
            OutputError::Partly { source, .. } => source.help(),
            OutputError::Io { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    "make room on the disk of the output, and build again"
                }
                ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                    concat!(
                        "the output folder and `",
                        own_folder!(),
                        "` in the site's folder have to be writable"
                    )
                }
                _ if is_short_of_descriptors(source) => TOO_MANY_OPEN,
                _ => "",
            },
            _ => "",
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Io { path, doing, source } => {
                // Users have no use for the system's error number.
                let why = source.to_string();
                let why = why.split(" (os error").next().unwrap_or_default();
                write!(f, "cannot {doing} `{}`: {why}", path.display())
            }
            OutputError::Partly { changed, waiting, source } => write!(
                f,
                "{source}; {} new or gone, {} as in the last build: each is whole, and the next \
                build completes them",
                count(*changed, "file is", "files are"),
                match waiting {
                    0 => "the others are".to_owned(),
                    waiting => count(*waiting, "is", "are"),
                }
            ),
            OutputError::Foreign { folder } => write!(
                f,
                "`{}` is not empty, and no list in the site's `{OWN_FOLDER}` says that briefgen \
                made it: name a new folder for \
                 the output, or empty this one; where an earlier build of the site made it, \
                 `--adopt` takes over the files \
                 that are as this build makes them",
                folder.display()
            ),
            OutputError::ForeignFile { path } => write!(
                f,
                "`{}` was not written by briefgen and is in the way of the output: move it \
                elsewhere",
                path.display()
            ),
            OutputError::Damaged { list, path } => write!(
                f,
                "`{}` is damaged, so that briefgen cannot tell whether it wrote `{}`: move what \
                is your own out of the \
                 output folder, and remove that folder and the list; the next build makes them \
                 anew",
                list.display(),
                path.display(),
            ),
            OutputError::Differs { folder, path } => write!(
                f,
                "`{}` is not as this build makes it, and no list says that briefgen wrote it: \
                nothing was changed; move it \
                 elsewhere, or where `{}` holds nothing of your own, remove that folder and build \
                 again",
                path.display(),
                folder.display()
            ),
            OutputError::Busy { folder } => {
                write!(
                    f,
                    "another briefgen is writing to `{}`: wait until it is done, or stop it",
                    folder.display()
                )
            }
            OutputError::UnsafePlace { folder, why } => {
                write!(f, "the output cannot go to `{}`: {why}", folder.display())
            }
            OutputError::Clash { file, inside } => {
                write!(
                    f,
                    "`{file}` is to be a file and, for `{inside}`, a folder: rename one of them"
                )
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OutputError::Io { source, .. } => Some(source),
            OutputError::Partly { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
