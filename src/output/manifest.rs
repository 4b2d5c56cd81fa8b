//! The list of the files of an output that are ours, and the state in which we left them.

use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;

use super::Temp;
use super::error::{OutputError, failed};
use super::place::{is_gone, make_folder};
use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;

/// The first words of the manifest; the number changes with the form of its lines.
pub(super) const FORMAT: &str = "briefgen output 2";

/// The first words of a list of any form. In form 1 it lay in the output itself, and named no
/// folder.
pub(super) const FORMAT_NAME: &str = "briefgen output ";

/// Size and modification time, which tell whether a file was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i128,
}

impl Stamp {
    /// `None` where the disk keeps no times.
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

/// What the manifest says of a file that was left as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) source: Fingerprint,
    pub(super) stamp: Stamp,
}

/// A line of the manifest, without its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Known(Recorded),
    /// Ours; any state.
    Unknown,
    /// Not ours any more.
    Gone,
}

impl Mark {
    pub(super) fn print(self, path: &OutPath, into: &mut String) {
        let printed = match self {
            Mark::Known(Recorded { source, stamp }) => {
                write!(into, "{:032x} {} {} ", source.0, stamp.size, stamp.modified)
            }
            Mark::Unknown => write!(into, "- 0 0 "),
            Mark::Gone => write!(into, "x 0 0 "),
        };
        debug_assert!(printed.is_ok(), "a String takes everything");
        // A path never has a backslash of its own.
        for (number, part) in path.as_str().split('\n').enumerate() {
            into.push_str(if number == 0 { "" } else { "\\n" });
            into.push_str(part);
        }
        into.push('\n');
    }

    pub(super) fn parse(line: &str) -> Option<(OutPath, Mark)> {
        let mut fields = line.splitn(4, ' ');
        let (mark, size, modified, path) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let path = OutPath::parse(&path.replace("\\n", "\n"))?;
        let mark = match mark {
            "-" => Mark::Unknown,
            "x" => Mark::Gone,
            source => {
                let source = Fingerprint(u128::from_str_radix(source, 16).ok()?);
                Mark::Known(Recorded {
                    source,
                    stamp: Stamp { size: size.parse().ok()?, modified: modified.parse().ok()? },
                })
            }
        };
        Some((path, mark))
    }
}

/// The files of a list, with the state in which they were left where it is known.
pub(super) type Lines = FxHashMap<OutPath, Option<Recorded>>;

/// What a list on disk says.
pub(super) struct ManifestText {
    header: Vec<u8>,
    /// How many lines follow the header.
    count: usize,
    /// Whether the last line was cut off.
    is_cut: bool,
    pub(super) is_damaged: bool,
    pub(super) files: Lines,
}

impl ManifestText {
    /// Reads a list; `None` where there is none.
    pub(super) fn read(path: &Path) -> Result<Option<ManifestText>, OutputError> {
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
            ManifestText { header, count: 0, is_cut, is_damaged, files: Lines::default() };
        for line in lines {
            read.count += 1;
            match std::str::from_utf8(line).ok().and_then(Mark::parse) {
                Some((path, Mark::Known(recorded))) => {
                    read.files.insert(path, Some(recorded));
                }
                Some((path, Mark::Unknown)) => drop(read.files.insert(path, None)),
                Some((path, Mark::Gone)) => drop(read.files.remove(&path)),
                None => read.is_damaged = true,
            }
        }
        Ok(Some(read))
    }

    /// The folder that the list was made for: see [`identity`](super::state::identity).
    fn folder(&self) -> Option<&[u8]> {
        self.header.strip_prefix(FORMAT.as_bytes())?.split(|&byte| byte == b' ').nth(1)
    }

    /// The program that made the list.
    fn build(&self) -> Option<&[u8]> {
        self.header.strip_prefix(FORMAT.as_bytes())?.splitn(3, |&byte| byte == b' ').nth(2)
    }
}

/// The list of our files: a header, then a line a change. Of two lines for a path the later one
/// holds.
///
/// It grows, so that a small change costs a short line, and is written anew (and renamed into
/// place) when too many lines are out of date, or when a path goes that nobody is to find in it. A
/// last line without a line end was cut off when we were killed, and says nothing.
pub(super) struct Manifest {
    /// The folder that it lies in; `None` where none can be kept.
    folder: Option<PathBuf>,
    pub(super) header: String,
    /// The lines after the header; `None` where the file must be written anew.
    pub(super) lines: Option<usize>,
    /// Whether lines of it could not be read, so that files of ours may be missing from the list.
    pub(super) is_damaged: bool,
    /// Whether it was made for the folder that is there now.
    pub(super) is_of_folder: bool,
    /// Whether the program that wrote it is this one.
    pub(super) is_of_build: bool,
}

impl Manifest {
    /// Reads the list that lies in `folder`, of an output with this
    /// [`identity`](super::state::identity).
    pub(super) fn read(
        folder: Option<&Path>,
        identity: &str,
        build_id: &str,
    ) -> Result<(Manifest, Lines), OutputError> {
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
        let read = manifest.path().map_or(Ok(None), |path| ManifestText::read(&path))?;
        let Some(read) = read else { return Ok((manifest, Lines::default())) };
        manifest.is_damaged = read.is_damaged;
        manifest.is_of_folder = read.folder().is_none_or(|of| of == identity.as_bytes());
        manifest.is_of_build =
            read.build() == Some(build_id.escape_default().to_string().as_bytes());
        let is_whole =
            !read.is_cut && !read.is_damaged && read.header == manifest.header.as_bytes();
        manifest.lines = is_whole.then_some(read.count);
        Ok((manifest, read.files))
    }

    /// Whether so many lines may be added; else the file should rather be written anew, with a line
    /// for each of our `files`.
    pub(super) fn has_room(&self, count: usize, files: usize) -> bool {
        self.lines.is_some_and(|before| (before + count).saturating_sub(files) <= files / 2 + 100)
    }

    /// Adds lines; `false` where there is nothing to add them to.
    pub(super) fn append(&mut self, lines: &str, count: usize) -> Result<bool, OutputError> {
        // Taken, so that a line that is cut off by an error is never continued.
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

    pub(super) fn replace(&mut self, lines: &str, count: usize) -> Result<(), OutputError> {
        let (Some(folder), Some(path)) = (&self.folder, self.path()) else { return Ok(()) };
        let mut temp = Temp(folder.join("manifest.new"));
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

    /// Where it lies; `None` where none can be kept.
    pub(super) fn path(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("manifest"))
    }
}
