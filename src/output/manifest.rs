//! The manifest: the list of the files that briefgen wrote to an output, with the state in which it
//! left each file.

use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;

use super::error::{OutputError, failed};
use super::place::{is_gone, make_folder};
use super::temp_file::TempFile;
use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;

/// The first words of a manifest. The number is that of the format.
pub(super) const FORMAT: &str = "briefgen output 2";

/// The first words of a manifest of any format. In format 1 the manifest lay in the output itself,
/// and its header did not name the folder.
pub(super) const FORMAT_NAME: &str = "briefgen output ";

/// The size and modification time of a file. If they are as before, nobody has changed the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i128,
}

impl Stamp {
    /// `None` if the disk keeps no times.
    pub(super) fn of(file: &Metadata) -> Option<Stamp> {
        let nanos =
            |time: std::time::Duration| i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        let modified = match file.modified().ok()?.duration_since(UNIX_EPOCH) {
            Ok(since) => nanos(since),
            Err(before) => -nanos(before.duration()),
        };
        Some(Stamp { size: file.len(), modified })
    }
}

/// The state of a file that was completely written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileRecord {
    pub(super) source: Fingerprint,
    pub(super) stamp: Stamp,
}

/// What a line of the manifest says about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineState {
    /// The file was completely written.
    Known(FileRecord),
    /// The file is briefgen's, in an unknown state. It may be missing.
    Unknown,
    /// The file is not briefgen's any more.
    Gone,
}

impl LineState {
    pub(super) fn print(self, path: &OutPath, into: &mut String) {
        let printed = match self {
            LineState::Known(FileRecord { source, stamp }) => {
                write!(into, "{:032x} {} {} ", source.0, stamp.size, stamp.modified)
            }
            LineState::Unknown => write!(into, "- 0 0 "),
            LineState::Gone => write!(into, "x 0 0 "),
        };
        debug_assert!(printed.is_ok(), "a String takes everything");
        // A path contains no backslash, so `\n` is unambiguous.
        for (number, part) in path.as_str().split('\n').enumerate() {
            into.push_str(if number == 0 { "" } else { "\\n" });
            into.push_str(part);
        }
        into.push('\n');
    }

    pub(super) fn parse(line: &str) -> Option<(OutPath, LineState)> {
        let mut fields = line.splitn(4, ' ');
        let (mark, size, modified, path) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let path = OutPath::parse(&path.replace("\\n", "\n"))?;
        let mark = match mark {
            "-" => LineState::Unknown,
            "x" => LineState::Gone,
            source => {
                let source = Fingerprint(u128::from_str_radix(source, 16).ok()?);
                LineState::Known(FileRecord {
                    source,
                    stamp: Stamp { size: size.parse().ok()?, modified: modified.parse().ok()? },
                })
            }
        };
        Some((path, mark))
    }
}

/// The files of a manifest; `None` for a file in an unknown state.
pub(super) type ListedFiles = FxHashMap<OutPath, Option<FileRecord>>;

/// The contents of a manifest on disk.
pub(super) struct ManifestText {
    header: Vec<u8>,
    /// How many lines follow the header.
    count: usize,
    /// Whether the last line was cut off.
    is_cut: bool,
    pub(super) is_damaged: bool,
    pub(super) files: ListedFiles,
}

impl ManifestText {
    /// Reads a manifest; `None` if it does not exist.
    pub(super) fn load(path: &Path) -> Result<Option<ManifestText>, OutputError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if is_gone(&error) => return Ok(None),
            Err(error) => return Err(failed("read", path)(error)),
        };
        let mut lines =
            text.split_inclusive(|&byte| byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
        let header = lines.next().unwrap_or_default().to_vec();
        let is_damaged = !header.starts_with(FORMAT_NAME.as_bytes());
        let is_cut = !text.ends_with(b"\n");
        let mut read =
            ManifestText { header, count: 0, is_cut, is_damaged, files: ListedFiles::default() };
        for line in lines {
            read.count += 1;
            match std::str::from_utf8(line).ok().and_then(LineState::parse) {
                Some((path, LineState::Known(recorded))) => {
                    read.files.insert(path, Some(recorded));
                }
                Some((path, LineState::Unknown)) => drop(read.files.insert(path, None)),
                Some((path, LineState::Gone)) => drop(read.files.remove(&path)),
                None => read.is_damaged = true,
            }
        }
        Ok(Some(read))
    }

    /// The [`identity`](super::state::identity) of the folder that the manifest was made for.
    fn folder(&self) -> Option<&[u8]> {
        self.header.strip_prefix(FORMAT.as_bytes())?.split(|&byte| byte == b' ').nth(1)
    }

    /// The id of the program that wrote the manifest.
    fn build(&self) -> Option<&[u8]> {
        self.header.strip_prefix(FORMAT.as_bytes())?.splitn(3, |&byte| byte == b' ').nth(2)
    }
}

/// The manifest on disk: a header, then a line for each change. If several lines name a path, the
/// last of them counts.
///
/// Changes are appended, so that a small change costs only a short line. The manifest is written
/// anew (and renamed into place) when too many lines are outdated, or when a path must disappear
/// from it. A last line without a line end was cut off by a kill, and is ignored.
pub(super) struct Manifest {
    /// The folder that contains the manifest; `None` if none can be kept.
    folder: Option<PathBuf>,
    pub(super) header: String,
    /// The number of lines after the header; `None` if the manifest must be written anew.
    pub(super) lines: Option<usize>,
    /// Whether lines could not be read, so that the list may be incomplete.
    pub(super) is_damaged: bool,
    /// Whether the manifest was made for the output folder that exists now.
    pub(super) is_of_folder: bool,
    /// Whether this build of the program wrote the manifest.
    pub(super) is_of_build: bool,
}

impl Manifest {
    /// Reads the manifest in `folder`, for an output with this
    /// [`identity`](super::state::identity).
    pub(super) fn load(
        folder: Option<&Path>,
        identity: &str,
        build_id: &str,
    ) -> Result<(Manifest, ListedFiles), OutputError> {
        let header = format!("{FORMAT} {identity} {}", build_id.escape_default());
        let folder = folder.map(Path::to_owned);
        let mut manifest = Manifest {
            folder,
            header,
            lines: None,
            is_damaged: false,
            is_of_folder: true,
            is_of_build: true,
        };
        let read = manifest.path().map_or(Ok(None), |path| ManifestText::load(&path))?;
        let Some(read) = read else { return Ok((manifest, ListedFiles::default())) };
        manifest.is_damaged = read.is_damaged;
        manifest.is_of_folder = read.folder().is_none_or(|of| of == identity.as_bytes());
        manifest.is_of_build =
            read.build() == Some(build_id.escape_default().to_string().as_bytes());
        let is_whole =
            !read.is_cut && !read.is_damaged && read.header == manifest.header.as_bytes();
        manifest.lines = is_whole.then_some(read.count);
        Ok((manifest, read.files))
    }

    /// Whether `count` lines may be appended. Else too many lines would be outdated: the manifest
    /// should be written anew, with a line for each of the `files`.
    pub(super) fn has_room(&self, count: usize, files: usize) -> bool {
        self.lines.is_some_and(|before| (before + count).saturating_sub(files) <= files / 2 + 100)
    }

    /// Appends `count` lines; `false` if the manifest has to be written anew.
    pub(super) fn append(&mut self, lines: &str, count: usize) -> Result<bool, OutputError> {
        // Stays `None` after an error, so that nothing is appended to a line that was cut off.
        let Some(before) = self.lines.take() else { return Ok(false) };
        let Some(path) = self.path() else { return Ok(false) };
        match File::options().append(true).open(&path) {
            Ok(mut file) => file.write_all(lines.as_bytes()).map_err(failed("write", &path))?,
            Err(error) if is_gone(&error) => return Ok(false),
            Err(error) => return Err(failed("write", &path)(error)),
        }
        self.lines = Some(before + count);
        Ok(true)
    }

    /// Writes the manifest anew, with `count` lines.
    pub(super) fn replace(&mut self, lines: &str, count: usize) -> Result<(), OutputError> {
        let (Some(folder), Some(path)) = (&self.folder, self.path()) else { return Ok(()) };
        let mut temp = TempFile(folder.join("manifest.new"));
        make_folder(folder)?;
        let mut file = File::create(&temp.0).map_err(failed("write", &temp.0))?;
        file.write_all(format!("{}\n{lines}", self.header).as_bytes())
            .map_err(failed("write", &temp.0))?;
        drop(file);
        temp.rename(&path).map_err(failed("write", &path))?;
        self.lines = Some(count);
        self.is_damaged = false;
        Ok(())
    }

    /// The manifest's path; `None` if none can be kept.
    pub(super) fn path(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("manifest"))
    }
}
