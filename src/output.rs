//! The only writer of disk: writes what differs, deletes what it once wrote and no longer makes.
//!
//! Knows paths, bytes and fingerprints; must not know what a page is, nor where a file's bytes come from.
//!
//! A build [opens](Written::open) the folder, [puts](Written::put) files, which are written to `.briefgen/tmp` where
//! they differ from what is there, and [commits](Written::commit): the files are renamed into place, and those that
//! are no longer wanted are removed. A file is so whole at every moment, the old one or the new one.
//!
//! `.briefgen/manifest` lists the files that are ours. A path is listed *before* anything appears there and is struck
//! off *after* its file is gone; so whenever we are killed, the next build knows every file that we may have left.
//! Files that are not listed belong to somebody else: they are neither replaced nor removed.
//!
//! Nothing is flushed to the disk itself (`fsync`): killed programs do no harm, and after a power cut a file that is
//! shorter than its line says is written again. As in git, a file that somebody edits within the clock tick in which
//! we wrote it, and to the same length, is taken for ours.

#![expect(clippy::disallowed_methods, reason = "this is the door through which the output is written")]

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Write as _};
use std::mem;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use crate::base::memo::Fingerprint;
use crate::base::path::OutPath;

/// One file of the output, ready to be written.
#[derive(Clone, Debug)]
pub struct Output {
    /// Where it goes.
    pub path: OutPath,
    /// What it holds.
    pub content: Content,
    /// The hash of all that the bytes were made from: equal fingerprints, equal bytes.
    pub source: Fingerprint,
}

/// What a file of the output holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file: large media are never held in memory.
    Copy(PathBuf),
}

/// What a commit did, since the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files that are new or have other bytes.
    pub written: usize,
    /// Wanted files that stayed as they were.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// The output folder, locked against other builds for as long as this value lives.
///
/// Dropped without [`commit`](Written::commit) or [`show`](Written::show), it leaves the last output as it was.
/// After an error of `show` or `commit` the call can be repeated; of a `put` that fails nothing is kept.
pub struct Written {
    root: PathBuf,
    manifest: Manifest,
    /// Every file that we wrote or are about to write; its state on disk where we know that.
    ours: FxHashMap<OutPath, Option<Stamp>>,
    known: FxHashMap<OutPath, Fingerprint>,
    /// Files in `.briefgen/tmp` that wait to be renamed. Their paths are not in `known`.
    staged: BTreeMap<OutPath, Staged>,
    /// Paths whose line in the manifest is out of date.
    changed: Vec<OutPath>,
    tally: Tally,
    /// Files that were removed.
    gone: Vec<OutPath>,
    temps: AtomicU64,
    /// Whether the disk takes `About` and `about` for one name, as on macOS and Windows.
    folds_case: bool,
    /// Last, so that it is released last.
    _lock: Option<File>,
}

impl Written {
    /// Opens or makes the folder `output` of the site at `site`: locks it, reads the manifest, removes leftovers.
    ///
    /// `build_id` names the program and its settings: what another one wrote is ours, and not [known](Self::known).
    /// Refuses folders with other people's files, and places where the output would mix with the site.
    pub fn open(site: &Path, output: &Path, build_id: &str) -> Result<Written, OutputError> {
        let root = safe_place(site, output)?;
        let private = root.join(PRIVATE);
        refuse_foreign(&root)?;
        for own in [private.clone(), private.join("lock"), private.join("manifest")] {
            refuse_link(own)?;
        }
        make_folder(&private)?;
        let lock = lock(&root)?;
        empty_folder(&private.join("tmp"))?;
        let (manifest, lines) = Manifest::read(&private, build_id)?;
        let folds_case = fs::symlink_metadata(private.join("LOCK")).is_ok();
        let mut written = Written {
            root,
            manifest,
            ours: FxHashMap::default(),
            known: FxHashMap::default(),
            staged: BTreeMap::new(),
            changed: Vec::new(),
            tally: Tally::default(),
            gone: Vec::new(),
            temps: AtomicU64::new(0),
            folds_case,
            _lock: lock,
        };
        written.compare(lines);
        Ok(written)
    }

    /// The files that were removed since this was last asked.
    pub fn take_gone(&mut self) -> Vec<OutPath> {
        mem::take(&mut self.gone)
    }

    /// Reads what stands in the folder, for those who show it.
    pub fn shelf(&self) -> Shelf {
        Shelf { root: self.root.clone() }
    }

    /// The fingerprints of the files that lie there as they were last written, by the same program: these need not
    /// be made and put again.
    pub fn known(&self) -> &FxHashMap<OutPath, Fingerprint> {
        &self.known
    }

    /// Whether the folder is still the one that was opened, as far as the list of our files tells.
    pub fn is_there(&self) -> bool {
        self.manifest.lines.is_none() || fs::symlink_metadata(self.manifest.path()).is_ok()
    }

    /// Looks whether our files still lie there as we left them, and says how many do not. Those are not
    /// [known](Self::known) any more.
    pub fn look_again(&mut self) -> usize {
        let root = &self.root;
        let is_altered = |path: &OutPath, stamp: Stamp| {
            let there = fs::symlink_metadata(path.real(root)).ok().filter(Metadata::is_file);
            there.and_then(|file| Stamp::of(&file)) != Some(stamp)
        };
        let altered =
            self.ours.par_iter().filter_map(|(path, stamp)| is_altered(path, (*stamp)?).then(|| path.clone()));
        let altered: Vec<OutPath> = altered.collect();
        for path in &altered {
            self.known.remove(path);
            self.ours.insert(path.clone(), None);
            self.changed.push(path.clone());
        }
        altered.len()
    }

    /// One fingerprint of all those among these files that were written and lie there.
    pub fn fingerprint(&self, is_meant: fn(&OutPath) -> bool) -> Fingerprint {
        let of_one = |(path, source): (&OutPath, &Fingerprint)| Fingerprint::of(&(path, source)).0;
        // A sum, as the files have no order.
        let files = self.known.iter().filter(|(path, _)| is_meant(path));
        Fingerprint(files.map(of_one).fold(0, u128::wrapping_add))
    }

    /// Compares files with what is on disk and writes those that differ to temporary files.
    ///
    /// Nothing visible changes yet. A path that is put twice holds what was put last.
    pub fn put(&mut self, batch: Vec<Output>) -> Result<(), OutputError> {
        make_folder(&self.manifest.temporary())?;
        let judge = |output| self.judge(output).transpose();
        let verdicts: Vec<Verdict> = batch.into_par_iter().filter_map(judge).collect::<Result<_, _>>()?;
        for Verdict { path, source, state } in verdicts {
            match state {
                State::Same(stamp) => {
                    self.staged.remove(&path);
                    self.settle(path, source, stamp);
                }
                State::Differs { temp, stamp, over_folder } => {
                    self.known.remove(&path);
                    self.staged.insert(path, Staged { temp, stamp, source, over_folder });
                }
            }
        }
        Ok(())
    }

    /// Makes all that was put visible, and removes nothing but what is in its way: `about` for `about/index.html`.
    pub fn show(&mut self) -> Result<Vec<OutPath>, OutputError> {
        if self.staged.is_empty() {
            return Ok(Vec::new());
        }
        let shown: Vec<OutPath> = self.staged.keys().cloned().collect();
        let plan = self.plan()?;
        self.announce()?;
        let missing = self.clear(plan)?;
        self.make_folders(&missing)?;
        self.reveal()?;
        Ok(shown)
    }

    /// Makes all that was put visible and removes our files that are not among `wanted`, with folders left empty.
    ///
    /// `wanted` has all paths of the build, also those that were not put because they are known.
    pub fn commit(&mut self, wanted: &[OutPath]) -> Result<Tally, OutputError> {
        refuse_clashes(wanted.iter())?;
        let wanted: FxHashSet<&OutPath> = wanted.iter().collect();
        self.staged.retain(|path, _| wanted.contains(path));
        let unwanted = |path: &&OutPath| !wanted.contains(path);
        let mut stale: Vec<OutPath> = self.ours.keys().filter(unwanted).cloned().collect();
        stale.sort_unstable();
        let mut survey = Survey::of(&self.root);
        for path in &stale {
            survey.look(folder(path))?;
        }
        self.show()?;
        stale.retain(|path| self.ours.contains_key(path));
        self.remove(&stale)?;
        self.note_changes()?;
        let Tally { written, removed, .. } = mem::take(&mut self.tally);
        Ok(Tally { written, unchanged: wanted.len().saturating_sub(written), removed })
    }

    /// Compares the manifest's lines with the disk.
    fn compare(&mut self, lines: Lines) {
        let root = &self.root;
        let look = |(path, recorded): (OutPath, Option<Recorded>)| {
            let found = Found::look(&path.real(root), recorded);
            (path, found)
        };
        let found: Vec<(OutPath, Found)> = lines.into_par_iter().map(look).collect();
        self.ours.reserve(found.len());
        self.known.reserve(found.len());
        for (path, found) in found {
            match found {
                Found::Settled(Recorded { source, stamp }) => {
                    self.known.insert(path.clone(), source);
                    self.ours.insert(path, Some(stamp));
                }
                Found::Unknown => drop(self.ours.insert(path, None)),
                Found::Foreign => self.changed.push(path),
            }
        }
        if self.folds_case {
            self.forget_aliases();
        }
    }

    /// What to do for a file; `None` where it is known.
    fn judge(&self, Output { path, content, source }: Output) -> Result<Option<Verdict>, OutputError> {
        if self.known.get(&path) == Some(&source) {
            return Ok(None);
        }
        let place = path.real(&self.root);
        let there = look(&place)?;
        let state = match &there {
            Some(file) if file.is_file() && self.may_be_ours(&path) && content.is_in(&place, file) => {
                State::Same(Stamp::of(file))
            }
            Some(other) if !other.is_dir() && !self.may_replace(&path, other) => {
                return Err(match self.manifest.is_damaged {
                    true => OutputError::Damaged { folder: self.root.clone(), path: place },
                    false => OutputError::ForeignFile { path: place },
                });
            }
            _ => {
                let (temp, stamp) = self.write_temporary(&content)?;
                State::Differs { temp, stamp, over_folder: there.is_some_and(|there| there.is_dir()) }
            }
        };
        Ok(Some(Verdict { path, source, state }))
    }

    /// Whether a file that holds what we would write counts as ours: where the manifest is damaged nothing is lost by it.
    fn may_be_ours(&self, path: &OutPath) -> bool {
        self.manifest.is_damaged || self.ours.contains_key(path)
    }

    fn may_replace(&self, path: &OutPath, there: &Metadata) -> bool {
        there.is_file() && (self.ours.contains_key(path) || self.alias(path).is_some())
    }

    fn write_temporary(&self, content: &Content) -> Result<(Temp, Option<Stamp>), OutputError> {
        let number = self.temps.fetch_add(1, Ordering::Relaxed);
        let temp = Temp(self.manifest.temporary().join(number.to_string()));
        let mut file = File::create_new(&temp.0).map_err(failed("make", &temp.0))?;
        match content {
            Content::Bytes(bytes) => file.write_all(bytes).map_err(failed("write", &temp.0))?,
            Content::Copy(from) => {
                let mut source = File::open(from).map_err(failed("read", from))?;
                io::copy(&mut source, &mut file).map_err(failed("copy", from))?;
            }
        }
        // Asked for by name: on Windows an open file's time is not settled.
        drop(file);
        let stamp = fs::symlink_metadata(&temp.0).map_err(failed("read", &temp.0))?;
        Ok((temp, Stamp::of(&stamp)))
    }

    /// Checks that all staged files can get to their places, and finds what must go or be made for it.
    fn plan(&self) -> Result<Plan, OutputError> {
        refuse_clashes(self.staged.keys())?;
        let mut plan = Plan::default();
        let mut survey = Survey::of(&self.root);
        for (path, staged) in &self.staged {
            survey.look(folder(path))?;
            if staged.over_folder {
                self.plan_instead_of_folder(path, &mut plan)?;
            }
            if !self.ours.contains_key(path)
                && let Some(alias) = self.alias(path)
            {
                plan.files.push(alias.clone());
            }
        }
        for file in survey.files {
            plan.files.push(self.our_own(file)?);
        }
        plan.missing = survey.missing.into_iter().map(str::to_owned).collect();
        Ok(plan)
    }

    /// A file is to be where a folder is: fine where the folder holds nothing but our files.
    fn plan_instead_of_folder(&self, path: &OutPath, plan: &mut Plan) -> Result<(), OutputError> {
        let place = path.real(&self.root);
        if !look(&place)?.is_some_and(|there| there.is_dir()) {
            return Ok(());
        }
        for entry in WalkDir::new(&place).contents_first(true).sort_by_file_name() {
            let entry = entry.map_err(|error| failed("list", &place)(error.into()))?;
            if entry.file_type().is_dir() {
                plan.folders.push(entry.into_path());
                continue;
            }
            let foreign = || OutputError::ForeignFile { path: entry.path().to_owned() };
            let inside = slashed(&self.root, entry.path()).ok_or_else(foreign)?;
            plan.files.push(self.our_own(&inside)?);
        }
        Ok(())
    }

    /// The path of a file that must give way, if it is ours.
    fn our_own(&self, file: &str) -> Result<OutPath, OutputError> {
        OutPath::parse(file)
            .filter(|path| self.ours.contains_key(path))
            .ok_or_else(|| OutputError::ForeignFile { path: self.root.join(file) })
    }

    /// Lists the staged files in the manifest, as ours and in an unknown state.
    fn announce(&mut self) -> Result<(), OutputError> {
        let paths: Vec<OutPath> = self.staged.keys().cloned().collect();
        for path in &paths {
            self.ours.insert(path.clone(), None);
        }
        self.save(&paths)?;
        self.changed.extend(paths);
        Ok(())
    }

    /// Makes folders that are not there; each stands after the one that it lies in.
    fn make_folders(&self, missing: &[String]) -> Result<(), OutputError> {
        let depth = |folder: &&str| folder.matches('/').count();
        let mut folders: Vec<&str> = missing.iter().map(String::as_str).collect();
        folders.sort_by_key(depth);
        for level in folders.chunk_by(|a, b| depth(a) == depth(b)) {
            level.par_iter().try_for_each(|folder| make_folder(&self.root.join(folder)))?;
        }
        Ok(())
    }

    /// Removes what is in the way; gives the folders to make.
    fn clear(&mut self, plan: Plan) -> Result<Vec<String>, OutputError> {
        if plan.files.is_empty() && plan.folders.is_empty() {
            return Ok(plan.missing);
        }
        self.remove(&plan.files)?;
        for folder in plan.folders {
            fs::remove_dir(&folder).or_else(unless_gone).map_err(failed("remove", &folder))?;
        }
        Ok(self.plan()?.missing)
    }

    /// Renames the staged files into their places. Those that cannot be renamed stay staged.
    fn reveal(&mut self) -> Result<(), OutputError> {
        let root = &self.root;
        let rename = |(path, mut staged): (OutPath, Staged)| {
            let outcome = staged.temp.rename(&path.real(root));
            (path, staged, outcome)
        };
        let renamed: Vec<_> = mem::take(&mut self.staged).into_par_iter().map(rename).collect();
        let mut failure = Ok(());
        for (path, staged, outcome) in renamed {
            match outcome {
                Ok(()) => {
                    self.tally.written += 1;
                    self.settle(path, staged.source, staged.stamp);
                }
                Err(source) => {
                    failure = Err(OutputError::Io { path: path.real(&self.root), doing: "write", source });
                    self.staged.insert(path, staged);
                }
            }
        }
        failure
    }

    /// Takes down that a file now lies there with these contents.
    fn settle(&mut self, path: OutPath, source: Fingerprint, stamp: Option<Stamp>) {
        self.known.insert(path.clone(), source);
        self.ours.insert(path.clone(), stamp);
        self.changed.push(path);
    }

    /// Removes files of ours, whose folders were looked at before, and the folders that this leaves empty.
    fn remove(&mut self, files: &[OutPath]) -> Result<(), OutputError> {
        let mut folders = FxHashSet::default();
        for path in files {
            let place = path.real(&self.root);
            // A folder or a link that took its place is somebody else's.
            if look(&place)?.is_some_and(|there| there.is_file()) {
                fs::remove_file(&place).or_else(unless_gone).map_err(failed("remove", &place))?;
                self.tally.removed += 1;
            }
            self.ours.remove(path);
            self.known.remove(path);
            self.changed.push(path.clone());
            self.gone.push(path.clone());
            folders.insert(folder(path));
        }
        let mut folders: Vec<&str> = folders.into_iter().collect();
        folders.sort_unstable();
        for folder in folders.into_iter().rev() {
            self.remove_if_empty(folder);
        }
        Ok(())
    }

    /// Removes a folder and those around it, up to the first that holds something.
    fn remove_if_empty(&self, mut folder: &str) {
        while !folder.is_empty() {
            // Fails where the folder holds something, which is what we want to know.
            if fs::remove_dir(self.root.join(folder)).or_else(unless_gone).is_err() {
                return;
            }
            folder = parent(folder);
        }
    }

    fn note_changes(&mut self) -> Result<(), OutputError> {
        let mut changed = self.changed.clone();
        changed.sort_unstable();
        changed.dedup();
        self.save(&changed)?;
        self.changed.clear();
        Ok(())
    }

    /// Brings the lines of these paths in the manifest up to date.
    fn save(&mut self, paths: &[OutPath]) -> Result<(), OutputError> {
        if paths.is_empty() && self.manifest.lines.is_some() {
            return Ok(());
        }
        let lines = self.lines(paths);
        if self.manifest.append(&lines, paths.len(), self.ours.len())? {
            return Ok(());
        }
        let mut all: Vec<OutPath> = self.ours.keys().cloned().collect();
        all.sort_unstable();
        let lines = self.lines(&all);
        self.manifest.replace(&lines, all.len())
    }

    fn lines(&self, paths: &[OutPath]) -> String {
        let mut lines = String::with_capacity(paths.len() * 112);
        for path in paths {
            let mark = match (self.ours.get(path), self.known.get(path)) {
                (None, _) => Mark::Gone,
                (Some(Some(stamp)), Some(&source)) => Mark::Known(Recorded { source, stamp: *stamp }),
                (Some(_), _) => Mark::Unknown,
            };
            mark.print(path, &mut lines);
        }
        lines
    }
}

/// Names that differ in their case only: one file on some disks, two on others.
impl Written {
    /// The file of ours that this disk takes for `path`.
    fn alias(&self, path: &OutPath) -> Option<&OutPath> {
        if !self.folds_case {
            return None;
        }
        let folded = path.as_str().to_lowercase();
        self.ours.keys().find(|ours| *ours != path && ours.as_str().to_lowercase() == folded)
    }

    /// Of our paths that are one file on this disk (we were killed in between), keeps the one that it is listed as.
    fn forget_aliases(&mut self) {
        let mut paths: Vec<(String, OutPath)> =
            self.ours.keys().map(|path| (path.as_str().to_lowercase(), path.clone())).collect();
        paths.sort_unstable();
        for same in paths.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1) {
            let real = same.iter().position(|(_, path)| is_listed(&self.root, path)).unwrap_or(0);
            for (at, (_, path)) in same.iter().enumerate() {
                self.known.remove(path);
                if at != real {
                    self.ours.remove(path);
                    self.changed.push(path.clone());
                }
            }
        }
    }
}

/// Whether each part of a path has exactly this name in its folder.
fn is_listed(root: &Path, path: &OutPath) -> bool {
    let mut place = root.to_owned();
    path.as_str().split('/').all(|part| {
        let listed = fs::read_dir(&place).is_ok_and(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_str() == Some(part)))
        });
        place.push(part);
        listed
    })
}

/// The output folder as readers see it.
#[derive(Clone, Debug)]
pub struct Shelf {
    root: PathBuf,
}

impl Shelf {
    /// The bytes of a file; `None` where there is none.
    pub fn read(&self, path: &OutPath) -> Option<Vec<u8>> {
        fs::read(self.place(path)?.0).ok()
    }

    /// Where a file or a folder is on disk, and which of them it is. Links that lead out of the folder lead nowhere.
    pub fn place(&self, path: &OutPath) -> Option<(PathBuf, fs::FileType)> {
        let place = fs::canonicalize(path.real(&self.root)).ok().filter(|place| place.starts_with(&self.root))?;
        let kind = fs::metadata(&place).ok()?.file_type();
        Some((place, kind))
    }
}

/// What became of a file of the manifest.
enum Found {
    /// It lies there as we left it.
    Settled(Recorded),
    /// Ours, in any state. Also where it is gone: the next commit then removes the folder that it may have left.
    Unknown,
    /// Not ours any more: somebody put a folder or a link there; or never ours, being too long for a name.
    Foreign,
}

impl Found {
    fn look(place: &Path, recorded: Option<Recorded>) -> Found {
        match fs::symlink_metadata(place) {
            Ok(file) if file.is_file() => match recorded.filter(|recorded| Stamp::of(&file) == Some(recorded.stamp)) {
                Some(recorded) => Found::Settled(recorded),
                None => Found::Unknown,
            },
            Ok(_) => Found::Foreign,
            Err(error) if error.kind() == ErrorKind::InvalidFilename => Found::Foreign,
            Err(_) => Found::Unknown,
        }
    }
}

/// What `put` found out about a file.
struct Verdict {
    path: OutPath,
    source: Fingerprint,
    state: State,
}

enum State {
    Same(Option<Stamp>),
    Differs { temp: Temp, stamp: Option<Stamp>, over_folder: bool },
}

struct Staged {
    temp: Temp,
    stamp: Option<Stamp>,
    source: Fingerprint,
    /// A folder was in its place when it was put.
    over_folder: bool,
}

/// A temporary file, removed when it is dropped before it was renamed.
struct Temp(PathBuf);

impl Temp {
    fn rename(&mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.0, to)?;
        self.0 = PathBuf::new();
        Ok(())
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // What stays is removed when the folder is opened next.
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// What has to be done before the staged files can be renamed.
#[derive(Default)]
struct Plan {
    /// Files of ours to remove.
    files: Vec<OutPath>,
    /// Folders to remove, inner ones first; empty once the files are gone.
    folders: Vec<PathBuf>,
    /// Folders to make, outer ones first.
    missing: Vec<String>,
}

/// Looks at the folders of the output, at each once, and follows no link.
struct Survey<'a> {
    root: &'a Path,
    seen: FxHashMap<&'a str, bool>,
    /// Folders that are not there, outer ones first.
    missing: Vec<&'a str>,
    /// Files that are where a folder is needed.
    files: Vec<&'a str>,
}

impl<'a> Survey<'a> {
    fn of(root: &'a Path) -> Self {
        Survey { root, seen: FxHashMap::default(), missing: Vec::new(), files: Vec::new() }
    }

    /// Looks at a folder and those around it; an error where one of them is a link.
    fn look(&mut self, folder: &'a str) -> Result<(), OutputError> {
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

    fn is_there(&mut self, folder: &'a str) -> Result<bool, OutputError> {
        let place = self.root.join(folder);
        match look(&place)? {
            Some(there) if there.is_symlink() => {
                let why = "it is a link, and briefgen writes and removes nothing through links: remove the link";
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
fn refuse_clashes<'a>(paths: impl Iterator<Item = &'a OutPath> + Clone) -> Result<(), OutputError> {
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

/// Size and modification time, which tell whether a file was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    modified: i128,
}

impl Stamp {
    /// `None` where the disk keeps no times.
    fn of(file: &Metadata) -> Option<Stamp> {
        let nanos = |time: std::time::Duration| i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        let modified = match file.modified().ok()?.duration_since(UNIX_EPOCH) {
            Ok(since) => nanos(since),
            Err(before) => -nanos(before.duration()),
        };
        Some(Stamp { size: file.len(), modified })
    }
}

/// What the manifest says of a file that was left as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recorded {
    source: Fingerprint,
    stamp: Stamp,
}

/// A line of the manifest, without its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Known(Recorded),
    /// Ours; any state.
    Unknown,
    /// Not ours any more.
    Gone,
}

impl Mark {
    fn print(self, path: &OutPath, into: &mut String) {
        let printed = match self {
            Mark::Known(Recorded { source, stamp }) => {
                write!(into, "{:032x} {} {} ", source.0, stamp.size, stamp.modified)
            }
            Mark::Unknown => write!(into, "- 0 0 "),
            Mark::Gone => write!(into, "x 0 0 "),
        };
        debug_assert!(printed.is_ok(), "a String takes everything");
        // A path never has a backslash of its own.
        into.push_str(&path.as_str().replace('\n', "\\n"));
        into.push('\n');
    }

    fn parse(line: &str) -> Option<(OutPath, Mark)> {
        let mut fields = line.splitn(4, ' ');
        let (mark, size, modified, path) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
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

/// The files of a manifest, with the state in which they were left where it is known.
type Lines = Vec<(OutPath, Option<Recorded>)>;

/// The list of our files: a header, then a line a change. Of two lines for a path the later one holds.
///
/// It grows, so that a small change costs a short line, and is written anew (and renamed into place) when too many
/// lines are out of date. A last line without a line end was cut off when we were killed, and says nothing.
struct Manifest {
    private: PathBuf,
    header: String,
    /// The lines after the header; `None` where the file must be written anew.
    lines: Option<usize>,
    /// Whether lines of it could not be read, so that files of ours may be missing from the list.
    is_damaged: bool,
}

impl Manifest {
    fn read(private: &Path, build_id: &str) -> Result<(Manifest, Lines), OutputError> {
        let header = format!("{FORMAT} {}", build_id.escape_default());
        let mut manifest = Manifest { private: private.to_owned(), header, lines: None, is_damaged: false };
        let text = match fs::read(manifest.path()) {
            Ok(text) => text,
            Err(error) if is_gone(&error) => return Ok((manifest, Vec::new())),
            Err(error) => return Err(failed("read", &manifest.path())(error)),
        };
        let is_whole = text.ends_with(b"\n");
        let mut lines = text.split_inclusive(|&byte| byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
        let first = lines.next().unwrap_or_default();
        let same_build = first == manifest.header.as_bytes();
        manifest.is_damaged = !first.starts_with(FORMAT_NAME.as_bytes());
        let mut count = 0;
        let mut files: FxHashMap<OutPath, Option<Recorded>> = FxHashMap::default();
        for line in lines {
            count += 1;
            match std::str::from_utf8(line).ok().and_then(Mark::parse) {
                Some((path, Mark::Known(recorded))) => drop(files.insert(path, same_build.then_some(recorded))),
                Some((path, Mark::Unknown)) => drop(files.insert(path, None)),
                Some((path, Mark::Gone)) => drop(files.remove(&path)),
                None => manifest.is_damaged = true,
            }
        }
        manifest.lines = (is_whole && same_build && !manifest.is_damaged).then_some(count);
        Ok((manifest, files.into_iter().collect()))
    }

    /// Adds lines; `false` where the file should rather be written anew.
    fn append(&mut self, lines: &str, count: usize, files: usize) -> Result<bool, OutputError> {
        // Taken, so that a line that is cut off by an error is never continued.
        let Some(before) = self.lines.take() else { return Ok(false) };
        if (before + count).saturating_sub(files) > files / 2 + 100 {
            return Ok(false);
        }
        let path = self.path();
        match File::options().append(true).open(&path) {
            Ok(mut file) => file.write_all(lines.as_bytes()).map_err(failed("write", &path))?,
            Err(error) if is_gone(&error) => return Ok(false),
            Err(error) => return Err(failed("write", &path)(error)),
        }
        self.lines = Some(before + count);
        Ok(true)
    }

    fn replace(&mut self, lines: &str, count: usize) -> Result<(), OutputError> {
        let mut temp = Temp(self.temporary().join("manifest"));
        make_folder(&self.temporary())?;
        let mut file = File::create(&temp.0).map_err(failed("write", &temp.0))?;
        file.write_all(format!("{}\n{lines}", self.header).as_bytes()).map_err(failed("write", &temp.0))?;
        drop(file);
        temp.rename(&self.path()).map_err(failed("write", &self.path()))?;
        self.lines = Some(count);
        self.is_damaged = false;
        Ok(())
    }

    fn path(&self) -> PathBuf {
        self.private.join("manifest")
    }

    fn temporary(&self) -> PathBuf {
        self.private.join("tmp")
    }
}

/// Our own folder inside the output, which [`OutPath`] keeps clear of.
const PRIVATE: &str = ".briefgen";

/// The first words of the manifest; the number changes with the form of its lines.
const FORMAT: &str = "briefgen output 1";

/// The first words of a manifest of any form.
const FORMAT_NAME: &str = "briefgen output ";

/// The folders of a site that people write, where no output may go.
const SOURCES: [&str; 3] = ["content", "templates", "static"];

/// The real place of the output; an error where it would mix with the site.
fn safe_place(site: &Path, output: &Path) -> Result<PathBuf, OutputError> {
    let root = resolved(output).map_err(failed("find", output))?;
    let site = resolved(site).map_err(failed("find", site))?;
    let refuse = |why: String| Err(OutputError::UnsafePlace { folder: root.clone(), why });
    if site.starts_with(&root) {
        return refuse("the site itself is there: name a folder of its own, such as `public`".to_owned());
    }
    for name in SOURCES {
        let source = site.join(name);
        let real = resolved(&source).map_err(failed("find", &source))?;
        if root.starts_with(&real) || real.starts_with(&root) {
            return refuse(format!("the site's `{name}` is there: name a folder of its own, such as `public`"));
        }
    }
    match look(&root)? {
        Some(there) if !there.is_dir() => refuse("it is a file: name a folder, or remove the file".to_owned()),
        _ => Ok(root),
    }
}

/// A path without links, as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut rest = Vec::new();
    let mut existing = path;
    let mut real = loop {
        let shown = if existing.as_os_str().is_empty() { Path::new(".") } else { existing };
        match fs::symlink_metadata(shown) {
            // A link that leads nowhere is an error here, and not a folder to be made.
            Ok(_) => break fs::canonicalize(shown)?,
            Err(error) if error.kind() == ErrorKind::NotFound => rest.extend(existing.components().next_back()),
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

/// Files that keep a folder in git, or that macOS leaves behind: a folder with nothing else is as good as empty.
const NOBODYS: [&str; 2] = [".gitkeep", ".DS_Store"];

/// Refuses a folder that holds something and is not ours.
fn refuse_foreign(root: &Path) -> Result<(), OutputError> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if is_gone(&error) => return Ok(()),
        Err(error) => return Err(failed("list", root)(error)),
    };
    let mut is_empty = true;
    for entry in entries {
        let name = entry.map_err(failed("list", root))?.file_name();
        is_empty &= name == PRIVATE || NOBODYS.iter().any(|nobodys| name == *nobodys);
    }
    // In this order: a build that runs beside us makes its manifest before its first file.
    if is_empty || look(&root.join(PRIVATE).join("manifest"))?.is_some() {
        return Ok(());
    }
    Err(OutputError::Foreign { folder: root.to_owned() })
}

fn refuse_link(path: PathBuf) -> Result<(), OutputError> {
    if look(&path)?.is_some_and(|there| there.is_symlink()) {
        let why = "it is a link, where briefgen keeps its own files: remove the link".to_owned();
        return Err(OutputError::UnsafePlace { folder: path, why });
    }
    Ok(())
}

/// Takes the lock, without waiting. `None` where the disk has no locks: as cargo does, we then go without.
fn lock(root: &Path) -> Result<Option<File>, OutputError> {
    let path = root.join(PRIVATE).join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed("make", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy { folder: root.to_owned() }),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed("lock", &path)(error)),
    }
}

fn make_folder(path: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(path).map_err(failed("make", path))
}

fn empty_folder(path: &Path) -> Result<(), OutputError> {
    fs::remove_dir_all(path).or_else(unless_gone).map_err(failed("remove", path))?;
    make_folder(path)
}

/// What is at a place, without following a link that is there; `None` where nothing is.
fn look(place: &Path) -> Result<Option<Metadata>, OutputError> {
    match fs::symlink_metadata(place) {
        Ok(there) => Ok(Some(there)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(failed("read", place)(error)),
    }
}

/// The path is free, or goes through a file as if it were a folder.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn unless_gone(error: io::Error) -> io::Result<()> {
    if is_gone(&error) { Ok(()) } else { Err(error) }
}

/// The folder of a file, without a final `/`; empty at the top.
fn folder(path: &OutPath) -> &str {
    parent(path.as_str())
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// A place below `root` as text with `/`; `None` where the name is not Unicode.
fn slashed(root: &Path, place: &Path) -> Option<String> {
    let parts = place.strip_prefix(root).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}

impl Content {
    /// Whether a file holds exactly this. Where that cannot be found out, it is written again.
    fn is_in(&self, place: &Path, file: &Metadata) -> bool {
        let read = |path: &Path| File::open(path).map(|file| BufReader::with_capacity(1 << 16, file));
        let equal = match self {
            Content::Bytes(bytes) if bytes.len() as u64 == file.len() => {
                read(place).and_then(|there| equal(&bytes[..], there))
            }
            Content::Copy(from) if fs::metadata(from).is_ok_and(|from| from.len() == file.len()) => {
                read(from).and_then(|from| equal(from, read(place)?))
            }
            _ => Ok(false),
        };
        equal.unwrap_or(false)
    }
}

fn equal(mut a: impl BufRead, mut b: impl BufRead) -> io::Result<bool> {
    loop {
        let (left, right) = (a.fill_buf()?, b.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..length] != right[..length] {
            return Ok(false);
        }
        a.consume(length);
        b.consume(length);
    }
}

/// Why the output could not be written: what, where, and what to do about it.
#[derive(Debug)]
pub enum OutputError {
    /// The system refused something.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried: `write`.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is not empty, and not one of ours.
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// Somebody else's file is where one of ours belongs.
    ForeignFile {
        /// The file.
        path: PathBuf,
    },
    /// The list of our files cannot be read, and a file is in the way that may be ours.
    Damaged {
        /// The output folder.
        folder: PathBuf,
        /// The file.
        path: PathBuf,
    },
    /// Another build has the folder.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder that must not be written to.
    UnsafePlace {
        /// The folder.
        folder: PathBuf,
        /// The reason, and what to do.
        why: String,
    },
    /// A path of the output is needed as a file and as a folder.
    Clash {
        /// The file: `about`.
        file: String,
        /// The file that needs a folder of that name: `about/index.html`.
        inside: OutPath,
    },
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |source| OutputError::Io { path: path.to_owned(), doing, source }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Io { path, doing, source } => write!(f, "cannot {doing} `{}`: {source}", path.display()),
            OutputError::Foreign { folder } => write!(
                f,
                "`{}` is not empty and was not made by briefgen: name a new folder for the output, or empty this one",
                folder.display()
            ),
            OutputError::ForeignFile { path } => write!(
                f,
                "`{}` was not written by briefgen and is in the way of the output: move it elsewhere",
                path.display()
            ),
            OutputError::Damaged { folder, path } => write!(
                f,
                "`{}` is damaged, so that briefgen cannot tell whether it wrote `{}`: move what is your own out of `{}` and \
                 remove that folder; the next build makes it anew",
                folder.join(PRIVATE).join("manifest").display(),
                path.display(),
                folder.display()
            ),
            OutputError::Busy { folder } => {
                write!(f, "another briefgen is writing to `{}`: wait until it is done, or stop it", folder.display())
            }
            OutputError::UnsafePlace { folder, why } => {
                write!(f, "the output cannot go to `{}`: {why}", folder.display())
            }
            OutputError::Clash { file, inside } => {
                write!(f, "`{file}` is to be a file and, for `{inside}`, a folder: rename one of them")
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OutputError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, SystemTime};
    use tempfile::TempDir;

    /// A site in a folder of its own, and its output.
    struct Site {
        folder: TempDir,
    }

    impl Site {
        fn new() -> Self {
            let site = Site { folder: TempDir::new().unwrap() };
            fs::create_dir(site.at("content")).unwrap();
            site
        }

        fn at(&self, path: &str) -> PathBuf {
            self.folder.path().join(path)
        }

        fn open(&self) -> Written {
            Written::open(self.folder.path(), &self.at("public"), "build").unwrap()
        }

        fn refused(&self, output: &Path) -> String {
            Written::open(self.folder.path(), output, "build").err().expect("an error").to_string()
        }

        /// Opens, puts and commits.
        fn build(&self, files: &[(&str, &str)]) -> Tally {
            self.try_build(files).unwrap()
        }

        fn try_build(&self, files: &[(&str, &str)]) -> Result<Tally, OutputError> {
            let mut written = self.open();
            written.put(files.iter().map(|(path, text)| output(path, text)).collect())?;
            written.commit(&paths(files))
        }

        fn write(&self, path: &str, text: &str) {
            let place = self.at(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }

        fn text(&self, path: &str) -> Option<String> {
            fs::read_to_string(self.at(path)).ok()
        }

        /// Everything in the output but our own folder: files with their text, folders with a final `/`.
        fn public(&self) -> Vec<(String, String)> {
            let root = self.at("public");
            let entries = WalkDir::new(&root).min_depth(1).sort_by_file_name().into_iter();
            entries
                .filter_entry(|entry| entry.file_name() != PRIVATE)
                .map(|entry| {
                    let entry = entry.unwrap();
                    let path = slashed(&root, entry.path()).unwrap();
                    if entry.file_type().is_dir() {
                        (format!("{path}/"), String::new())
                    } else {
                        (path, fs::read_to_string(entry.path()).unwrap())
                    }
                })
                .collect()
        }

        fn temporary(&self) -> usize {
            fs::read_dir(self.at("public/.briefgen/tmp")).unwrap().count()
        }

        /// Gives a file a time long ago, to see whether it is written again.
        fn age(&self, path: &str) -> SystemTime {
            let long_ago = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            File::options().write(true).open(self.at(path)).unwrap().set_modified(long_ago).unwrap();
            self.time(path)
        }

        fn time(&self, path: &str) -> SystemTime {
            fs::metadata(self.at(path)).unwrap().modified().unwrap()
        }
    }

    fn path(text: &str) -> OutPath {
        OutPath::parse(text).unwrap()
    }

    fn paths(files: &[(&str, &str)]) -> Vec<OutPath> {
        files.iter().map(|(name, _)| path(name)).collect()
    }

    fn output(name: &str, text: &str) -> Output {
        let source = Fingerprint::of(&(name, text));
        Output { path: path(name), content: Content::Bytes(text.as_bytes().to_vec()), source }
    }

    fn listed(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn tally(written: usize, unchanged: usize, removed: usize) -> Tally {
        Tally { written, unchanged, removed }
    }

    #[test]
    fn a_build_writes_what_differs_and_removes_what_is_gone() {
        let site = Site::new();
        assert_eq!(site.build(&[("a/index.html", "a"), ("b/index.html", "b"), ("c", "c")]), tally(3, 0, 0));
        assert_eq!(site.build(&[("a/index.html", "a"), ("b/index.html", "B"), ("d", "d")]), tally(2, 1, 1));
        let expected = [("a/", ""), ("a/index.html", "a"), ("b/", ""), ("b/index.html", "B"), ("d", "d")];
        assert_eq!(site.public(), listed(&expected));
        assert_eq!(site.temporary(), 0);
    }

    #[test]
    fn the_time_of_a_file_survives_when_its_bytes_are_the_same() {
        let site = Site::new();
        site.build(&[("known", "1"), ("compared", "2"), ("changed", "3")]);
        let (known, compared, changed) =
            (site.time("public/known"), site.age("public/compared"), site.age("public/changed"));
        assert_eq!(site.build(&[("known", "1"), ("compared", "2"), ("changed", "4")]), tally(1, 2, 0));
        assert_eq!(site.time("public/known"), known);
        assert_eq!(site.time("public/compared"), compared);
        assert_ne!(site.time("public/changed"), changed);
    }

    #[test]
    fn a_large_file_is_copied_and_compared_as_it_is() {
        let site = Site::new();
        let long = "x".repeat(200_000);
        site.write("static/film", &long);
        let build = |source: &str| {
            let mut written = site.open();
            let (content, source) = (Content::Copy(site.at("static/film")), Fingerprint::of(source));
            written.put(vec![Output { path: path("film"), content, source }]).unwrap();
            written.commit(&[path("film")]).unwrap()
        };
        assert_eq!(build("1"), tally(1, 0, 0));
        let time = site.age("public/film");
        assert_eq!(build("2"), tally(0, 1, 0));
        assert_eq!(site.time("public/film"), time);
        site.write("static/film", &format!("{}y", &long[1..]));
        assert_eq!(build("3"), tally(1, 0, 0));
        assert_eq!(site.text("public/film"), site.text("static/film"));
    }

    #[test]
    fn a_copy_of_a_file_that_is_not_there_is_an_error_that_names_it() {
        let site = Site::new();
        let content = Content::Copy(site.at("static/film"));
        let error = site.open().put(vec![Output { path: path("film"), content, source: Fingerprint(1) }]).unwrap_err();
        assert!(error.to_string().starts_with("cannot read `"), "{error}");
        assert!(error.to_string().contains("film`: "), "{error}");
        assert_eq!(site.temporary(), 0);
    }

    #[test]
    fn equal_means_equal_to_the_end() {
        for (a, b, same) in
            [("", "", true), ("ab", "ab", true), ("ab", "abc", false), ("abc", "ab", false), ("x", "y", false)]
        {
            let small = BufReader::with_capacity(1, b.as_bytes());
            assert_eq!(equal(a.as_bytes(), small).unwrap(), same, "{a:?} {b:?}");
        }
    }

    #[test]
    fn files_of_others_are_neither_replaced_nor_removed() {
        let site = Site::new();
        site.build(&[("a/index.html", "a"), ("b/index.html", "b")]);
        site.write("public/a/theirs", "!");
        site.write("public/new", "theirs");
        fs::create_dir(site.at("public/empty")).unwrap();
        let error = site.try_build(&[("b/index.html", "b"), ("new", "ours")]).unwrap_err();
        assert!(matches!(error, OutputError::ForeignFile { .. }), "{error}");
        assert_eq!(site.build(&[]), tally(0, 0, 2));
        let expected = [("a/", ""), ("a/theirs", "!"), ("empty/", ""), ("new", "theirs")];
        assert_eq!(site.public(), listed(&expected), "b/ is gone, a/ and empty/ are not");
    }

    #[test]
    fn a_folder_full_of_others_files_is_refused_and_left_alone() {
        let site = Site::new();
        site.write("public/thesis.doc", "!");
        let message = site.refused(&site.at("public"));
        assert!(message.contains("is not empty and was not made by briefgen"), "{message}");
        assert_eq!(fs::read_dir(site.at("public")).unwrap().count(), 1);
    }

    #[test]
    fn an_output_whose_manifest_is_damaged_is_taken_over_where_nothing_is_lost() {
        let files = [("a", "1"), ("b/index.html", "2"), ("c", "3")];
        for damage in ["", "\0\0\0\0\n", "briefgen output 1 build\n- 0 0 a\nzzz\n"] {
            let site = Site::new();
            site.build(&files);
            site.write("public/.briefgen/manifest", damage);
            assert_eq!(site.build(&files), tally(0, 3, 0), "all is as it would be written");
            assert_eq!(site.build(&[("a", "1")]), tally(0, 1, 2), "and is ours again");

            site.build(&files);
            site.write("public/.briefgen/manifest", damage);
            let error = site.try_build(&[("a", "1"), ("b/index.html", "2"), ("c", "new")]).unwrap_err().to_string();
            assert!(error.contains("manifest` is damaged") && error.contains("remove that folder"), "{error}");
            assert_eq!(site.text("public/c").unwrap(), "3");
        }
    }

    #[test]
    fn an_empty_folder_is_taken() {
        let site = Site::new();
        fs::create_dir(site.at("public")).unwrap();
        drop(site.open());
        fs::remove_dir_all(site.at("public/.briefgen")).unwrap();
        site.write("public/.gitkeep", "");
        site.write("public/.DS_Store", "x");
        drop(site.open());
        fs::remove_file(site.at("public/.gitkeep")).unwrap();
        fs::remove_file(site.at("public/.DS_Store")).unwrap();
        drop(site.open());
        site.build(&[("a", "a")]);
        assert_eq!(site.public(), listed(&[("a", "a")]));
    }

    #[test]
    fn the_output_never_mixes_with_the_site() {
        let site = Site::new();
        site.write("site.yaml", "");
        for output in
            ["", ".", "content", "content/x", "static", "templates/deep/er", "..", "public/../content", "site.yaml"]
        {
            let message = site.refused(&site.at(output));
            assert!(message.starts_with("the output cannot go to `"), "{output}: {message}");
        }
        for output in ["contents", "public/content", "a/b/c", "new/../other"] {
            assert!(Written::open(site.folder.path(), &site.at(output), "").is_ok(), "{output}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_output_does_not_mix_with_the_site_through_links_either() {
        let site = Site::new();
        let elsewhere = TempDir::new().unwrap();
        fs::create_dir(elsewhere.path().join("templates")).unwrap();
        let link = |from: &Path, to: &str| std::os::unix::fs::symlink(from, site.at(to)).unwrap();
        link(&site.at("content"), "link");
        link(site.folder.path(), "round");
        link(&elsewhere.path().join("templates"), "templates");
        link(Path::new("nowhere"), "broken");
        for output in [site.at("link"), site.at("link/x"), site.at("round"), elsewhere.path().to_owned()] {
            let message = site.refused(&output);
            assert!(message.starts_with("the output cannot go to `"), "{output:?}: {message}");
        }
        assert!(site.refused(&site.at("broken")).starts_with("cannot find `"));
        let apart = TempDir::new().unwrap();
        link(apart.path(), "public");
        site.build(&[("a", "a")]);
        assert!(apart.path().join("a").is_file(), "an output that is itself a link is followed");
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_folder_in_the_output_is_not_followed() {
        let site = Site::new();
        let others = TempDir::new().unwrap();
        fs::write(others.path().join("page"), "theirs").unwrap();
        site.build(&[("in/page", "ours"), ("x", "x")]);
        fs::remove_dir_all(site.at("public/in")).unwrap();
        std::os::unix::fs::symlink(others.path(), site.at("public/in")).unwrap();
        for build in [&[("in/page", "new"), ("x", "X")][..], &[("in/deep/er", "new"), ("x", "X")], &[("x", "X")]] {
            let error = site.try_build(build).unwrap_err();
            assert!(matches!(error, OutputError::UnsafePlace { .. }), "{error}");
            assert_eq!(fs::read_to_string(others.path().join("page")).unwrap(), "theirs");
            assert_eq!(site.text("public/x").unwrap(), "x", "nothing was changed");
        }
        fs::remove_file(site.at("public/in")).unwrap();
        site.build(&[("in/page", "new")]);
        assert_eq!(site.public(), listed(&[("in/", ""), ("in/page", "new")]));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_file_is_somebody_elses() {
        let site = Site::new();
        site.build(&[("a", "a")]);
        fs::remove_file(site.at("public/a")).unwrap();
        std::os::unix::fs::symlink(site.at("content"), site.at("public/a")).unwrap();
        assert!(matches!(site.try_build(&[("a", "b")]), Err(OutputError::ForeignFile { .. })));
        site.build(&[("b", "b")]);
        assert!(fs::symlink_metadata(site.at("public/a")).unwrap().is_symlink());
        fs::remove_file(site.at("public/a")).unwrap();
        site.write("public/a", "theirs");
        site.build(&[]);
        assert_eq!(site.public(), listed(&[("a", "theirs")]), "it was struck off the manifest");
    }

    #[cfg(unix)]
    #[test]
    fn our_own_folder_is_not_written_through_links() {
        for own in [".briefgen", ".briefgen/lock", ".briefgen/manifest"] {
            let site = Site::new();
            site.build(&[("a", "a")]);
            let (place, moved) = (site.at("public").join(own), site.at("moved"));
            fs::rename(&place, &moved).unwrap();
            std::os::unix::fs::symlink(&moved, &place).unwrap();
            assert!(site.refused(&site.at("public")).contains("it is a link"), "{own}");
        }
    }

    #[test]
    fn what_was_put_and_not_committed_changes_nothing() {
        let site = Site::new();
        site.build(&[("a", "a"), ("b", "b")]);
        let before = site.public();
        let mut written = site.open();
        written.put(vec![output("a", "new"), output("c", "c")]).unwrap();
        assert_eq!(site.public(), before);
        assert_eq!(site.temporary(), 2);
        drop(written);
        assert_eq!((site.public(), site.temporary()), (before, 0));
        let written = site.open();
        assert_eq!(written.known().len(), 2);
    }

    #[test]
    fn what_was_put_last_holds() {
        let site = Site::new();
        site.build(&[("a", "1"), ("b", "1")]);
        let mut written = site.open();
        written.put(vec![output("a", "2"), output("b", "2")]).unwrap();
        written.put(vec![output("a", "1"), output("b", "3")]).unwrap();
        assert_eq!(site.temporary(), 1);
        assert_eq!(written.commit(&[path("a"), path("b")]).unwrap(), tally(1, 1, 0));
        assert_eq!(site.public(), listed(&[("a", "1"), ("b", "3")]));
    }

    #[test]
    fn watching_shows_first_and_removes_later() {
        let site = Site::new();
        let mut written = site.open();
        written.put(vec![output("a", "1"), output("b", "1")]).unwrap();
        written.commit(&[path("a"), path("b")]).unwrap();
        for round in 2..300 {
            let text = round.to_string();
            written.put(vec![output("a", &text)]).unwrap();
            written.show().unwrap();
            assert_eq!(
                (site.text("public/a").unwrap(), site.text("public/b").unwrap()),
                (text.clone(), "1".to_owned())
            );
            written.put(vec![output("c", &text)]).unwrap();
            assert_eq!(written.commit(&[path("a"), path("c"), path("b")]).unwrap(), tally(2, 1, 0));
        }
        assert_eq!(written.commit(&[path("a"), path("c")]).unwrap(), tally(0, 2, 1));
        let lines = site.text("public/.briefgen/manifest").unwrap().lines().count();
        assert!(lines < 120, "the manifest does not grow for ever: {lines}");
        let known: FxHashMap<_, _> = written.known().clone();
        drop(written);
        assert_eq!(site.open().known(), &known);
        assert_eq!(known.len(), 2);
    }

    #[test]
    fn a_folder_that_is_removed_while_watching_is_made_again() {
        let site = Site::new();
        let mut written = site.open();
        written.put(vec![output("a/x", "1")]).unwrap();
        written.commit(&[path("a/x")]).unwrap();
        fs::remove_dir_all(site.at("public")).unwrap();
        written.put(vec![output("a/x", "2")]).unwrap();
        written.commit(&[path("a/x")]).unwrap();
        drop(written);
        assert_eq!(site.public(), listed(&[("a/", ""), ("a/x", "2")]));
        assert_eq!(site.open().known().len(), 1, "the folder is still ours");
    }

    #[test]
    fn what_others_did_to_our_files_is_found() {
        let site = Site::new();
        let mut written = site.open();
        let all = ["same", "touched", "longer", "gone", "replaced"];
        written.put(all.map(|path| output(path, "1")).to_vec()).unwrap();
        written.commit(&all.map(path)).unwrap();
        assert_eq!((written.look_again(), written.known().len()), (0, 5));
        site.age("public/touched");
        site.write("public/longer", "11");
        fs::remove_file(site.at("public/gone")).unwrap();
        fs::remove_file(site.at("public/replaced")).unwrap();
        fs::create_dir(site.at("public/replaced")).unwrap();
        assert_eq!((written.look_again(), written.known().len()), (4, 1));
        assert_eq!(written.look_again(), 0, "it is told once");
        written.put(all.map(|path| output(path, "1")).to_vec()).unwrap();
        assert_eq!(written.commit(&all.map(path)).unwrap(), tally(3, 2, 0));
        let expected = [("gone", "1"), ("longer", "1"), ("replaced", "1"), ("same", "1"), ("touched", "1")];
        assert_eq!(site.public(), listed(&expected));
        assert!(written.is_there());
        fs::remove_dir_all(site.at("public")).unwrap();
        assert!(!written.is_there());
    }

    #[test]
    fn two_builds_at_once_do_not_mix() {
        let site = Site::new();
        let first = site.open();
        assert!(site.refused(&site.at("public")).contains("another briefgen is writing"));
        drop(first);
        drop(site.open());
    }

    #[test]
    fn leftovers_are_removed() {
        let site = Site::new();
        site.build(&[("a", "a")]);
        site.write("public/.briefgen/tmp/17", "half a pa");
        let written = site.open();
        assert_eq!((site.temporary(), written.known().len()), (0, 1));
    }

    #[test]
    fn a_file_becomes_a_folder_and_a_folder_a_file() {
        let site = Site::new();
        let (file, folder) =
            ([("about", "1"), ("x", "x")], [("about/deep/a", "2"), ("about/index.html", "3"), ("x", "x")]);
        site.build(&file);
        assert_eq!(site.build(&folder), tally(2, 1, 1));
        let expected =
            [("about/", ""), ("about/deep/", ""), ("about/deep/a", "2"), ("about/index.html", "3"), ("x", "x")];
        assert_eq!(site.public(), listed(&expected));
        assert_eq!(site.build(&file), tally(1, 1, 2));
        assert_eq!(site.public(), listed(&file));
        site.build(&folder);
        site.write("public/about/deep/theirs", "!");
        let before = site.public();
        assert!(matches!(site.try_build(&file), Err(OutputError::ForeignFile { .. })));
        assert_eq!(site.public(), before);
    }

    #[test]
    fn a_path_that_is_a_file_and_a_folder_in_one_build_is_refused() {
        let site = Site::new();
        site.build(&[("about/index.html", "1")]);
        let error = site.try_build(&[("about/index.html", "1"), ("about", "2")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`about` is to be a file and, for `about/index.html`, a folder: rename one of them"
        );
        assert_eq!(site.text("public/about/index.html").unwrap(), "1");
    }

    #[test]
    fn a_file_is_known_until_it_is_touched_or_another_program_builds() {
        let site = Site::new();
        site.build(&[("same", "1"), ("touched", "2"), ("longer", "3"), ("gone", "4"), ("replaced", "5")]);
        assert_eq!(site.open().known().len(), 5);
        site.age("public/touched");
        site.write("public/longer", "33");
        fs::remove_file(site.at("public/gone")).unwrap();
        fs::remove_file(site.at("public/replaced")).unwrap();
        fs::create_dir(site.at("public/replaced")).unwrap();
        let written = site.open();
        assert_eq!(written.known(), &FxHashMap::from_iter([(path("same"), Fingerprint::of(&("same", "1")))]));
        drop(written);
        let other = Written::open(site.folder.path(), &site.at("public"), "other\nbuild").unwrap();
        assert!(other.known().is_empty());
        drop(other);
        assert_eq!(site.build(&[("same", "1"), ("touched", "2"), ("longer", "3"), ("gone", "4")]), tally(2, 2, 0));
    }

    #[test]
    fn another_programs_output_is_ours_all_the_same() {
        let site = Site::new();
        site.build(&[("a", "1"), ("b", "1")]);
        let mut other = Written::open(site.folder.path(), &site.at("public"), "other\nbuild").unwrap();
        other.put(vec![output("a", "1")]).unwrap();
        assert_eq!(other.commit(&[path("a")]).unwrap(), tally(0, 1, 1));
        drop(other);
        assert!(site.open().known().is_empty());
        let other = Written::open(site.folder.path(), &site.at("public"), "other\nbuild").unwrap();
        assert_eq!(other.known().len(), 1);
    }

    #[test]
    fn a_manifest_that_was_tampered_with_leads_nowhere_else() {
        let site = Site::new();
        site.build(&[("a", "1")]);
        site.write("victim", "!");
        site.write("public/victim", "!");
        site.write("public/ours", "old");
        let deep = "d/".repeat(100_000);
        let lines = format!(
            "nonsense\n- 0 0 ../victim\n- 0 0 /etc/passwd\n- 0 0 a/../../victim\n- 0 0 .briefgen/lock\n- 0 0\n\u{0}\n\
             zz 0 0 victim\n- 0 0 ours\n- 0 0 {deep}x\n- 0 0 victim"
        );
        for header in ["", "briefgen output 1 build\n", "briefgen output 99 build\n"] {
            site.write("public/ours", "old");
            let mut bytes = format!("{header}{lines}").into_bytes();
            bytes.splice(header.len()..header.len(), *b"\xff\xfe\n");
            fs::write(site.at("public/.briefgen/manifest"), bytes).unwrap();
            let mut written = site.open();
            assert!(written.known().is_empty());
            assert_eq!(written.commit(&[]).unwrap(), tally(0, 0, 1), "only `ours` is listed in a whole line");
            drop(written);
            assert_eq!(site.text("victim").unwrap(), "!");
            assert_eq!(site.text("public/victim").unwrap(), "!", "a last line without its end says nothing");
        }
    }

    #[test]
    fn names_with_line_ends_are_kept_apart() {
        let site = Site::new();
        let name = "a\nx 0 0 b";
        site.build(&[(name, "1"), ("b", "2"), ("sp ace", "3")]);
        assert_eq!(site.open().known().len(), 3);
        assert_eq!(site.build(&[("b", "2")]), tally(0, 1, 2));
    }

    #[test]
    fn an_output_that_is_as_wanted_is_not_touched_at_all() {
        let site = Site::new();
        site.build(&[("a", "1")]);
        let time = site.age("public/.briefgen/manifest");
        let mut written = site.open();
        assert_eq!(written.commit(&[path("a")]).unwrap(), tally(0, 1, 0), "known, so not put");
        assert_eq!(site.time("public/.briefgen/manifest"), time);
    }

    #[test]
    fn a_renamed_case_replaces_the_file_on_a_disk_that_folds_case() {
        let site = Site::new();
        site.build(&[("About.html", "1")]);
        // As such a disk does it: every file is there under the other name too.
        fs::hard_link(site.at("public/About.html"), site.at("public/about.html")).unwrap();
        assert!(matches!(site.try_build(&[("about.html", "1")]), Err(OutputError::ForeignFile { .. })));
        site.write("public/.briefgen/LOCK", "");
        assert_eq!(site.build(&[("about.html", "1")]), tally(1, 0, 1));
        assert_eq!(site.public(), listed(&[("about.html", "1")]));
    }

    #[test]
    fn after_a_kill_one_name_of_a_file_on_a_disk_that_folds_case_is_kept() {
        let site = Site::new();
        site.build(&[("About.html", "1"), ("x", "x")]);
        let mut manifest = site.text("public/.briefgen/manifest").unwrap();
        manifest.push_str("- 0 0 about.html\n");
        fs::write(site.at("public/.briefgen/manifest"), manifest).unwrap();
        site.write("public/.briefgen/LOCK", "");
        let written = site.open();
        let mut ours: Vec<&str> = written.ours.keys().map(OutPath::as_str).collect();
        ours.sort_unstable();
        assert_eq!(ours, ["About.html", "x"]);
        assert_eq!(written.known().len(), 1, "its contents are looked at again");
    }

    #[test]
    fn after_a_kill_the_next_commit_removes_what_was_left() {
        let site = Site::new();
        site.build(&[("a", "1"), ("old", "1")]);
        let mut written = site.open();
        written.put(vec![output("a", "2"), output("deep/new", "2"), output("late/new", "2")]).unwrap();
        written.announce().unwrap();
        make_folder(&site.at("public/deep")).unwrap();
        make_folder(&site.at("public/late")).unwrap();
        written.staged.pop_last();
        written.reveal().unwrap();
        drop(written);
        let written = site.open();
        assert_eq!(written.known().len(), 1, "only `old` is in a settled state");
        drop(written);
        assert_eq!(site.build(&[("a", "1")]), tally(1, 0, 2));
        assert_eq!(site.public(), listed(&[("a", "1")]), "no file and no folder is left");
    }

    /// When a build of the property test is killed.
    #[derive(Clone, Copy, Debug)]
    enum Killed {
        Never,
        Put,
        Announced,
        Clearing(usize),
        Showing(usize),
        Shown,
        Removed,
    }

    /// Runs a build up to a point, as `commit` does.
    fn run(site: &Site, files: &[(&str, &str)], killed: Killed) -> Result<(), OutputError> {
        let mut written = site.open();
        let known = written.known().clone();
        let outputs = files.iter().map(|(path, text)| output(path, text));
        written.put(outputs.filter(|output| known.get(&output.path) != Some(&output.source)).collect())?;
        match killed {
            Killed::Never => drop(written.commit(&paths(files))?),
            Killed::Put => {}
            Killed::Announced => written.announce()?,
            Killed::Clearing(steps) => {
                let plan = written.plan()?;
                written.announce()?;
                for path in plan.files.iter().take(steps) {
                    fs::remove_file(path.real(&written.root)).unwrap();
                }
            }
            Killed::Showing(steps) => {
                let plan = written.plan()?;
                written.announce()?;
                for folder in written.clear(plan)? {
                    make_folder(&written.root.join(folder))?;
                }
                while written.staged.len() > steps {
                    written.staged.pop_last();
                }
                written.reveal()?;
            }
            Killed::Shown => drop(written.show()?),
            Killed::Removed => {
                written.show()?;
                let stale: Vec<OutPath> =
                    written.ours.keys().filter(|path| !paths(files).contains(path)).cloned().collect();
                written.remove(&stale)?;
            }
        }
        Ok(())
    }

    fn killed() -> impl Strategy<Value = Killed> {
        prop_oneof![
            Just(Killed::Never),
            Just(Killed::Put),
            Just(Killed::Announced),
            (0..4usize).prop_map(Killed::Clearing),
            (0..4usize).prop_map(Killed::Showing),
            Just(Killed::Shown),
            Just(Killed::Removed),
        ]
    }

    /// A set of files of which none is inside another.
    fn files() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
        let names = ["a", "a/x", "a/x/1", "a/x/2", "a/y/1", "b", "b/x", "c/x/1", "c/x"];
        let chosen = prop::sample::subsequence(names.to_vec(), 0..7);
        (chosen, prop::collection::vec(prop::sample::select(vec!["1", "2", "33"]), 7)).prop_map(|(names, texts)| {
            let mut files: Vec<(&str, &str)> = Vec::new();
            for (name, text) in names.into_iter().zip(texts) {
                if !files.iter().any(|(other, _)| are_in_the_way(name, other)) {
                    files.push((name, text));
                }
            }
            files
        })
    }

    fn are_in_the_way(a: &str, b: &str) -> bool {
        let inside = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        inside(a, b) || inside(b, a)
    }

    fn any_in_the_way(files: &[(&str, &str)], others: &[(&str, &str)]) -> bool {
        files.iter().any(|(name, _)| others.iter().any(|(other, _)| are_in_the_way(name, other)))
    }

    /// What a clean build gives, with the files of others.
    fn clean(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all = BTreeMap::new();
        for (name, text) in files {
            all.insert((*name).to_owned(), (*text).to_owned());
            for (slash, _) in name.match_indices('/') {
                all.insert(name[..=slash].to_owned(), String::new());
            }
        }
        all.into_iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_was_built_and_killed_before_the_output_equals_a_clean_one(
            history in prop::collection::vec((files(), killed()), 0..6),
            theirs in prop::sample::subsequence(vec!["a/theirs", "b/x/theirs", "theirs"], 0..2),
            last in files(),
        ) {
            let site = Site::new();
            let mut others: Vec<(&str, &str)> = Vec::new();
            for (at, (files, killed)) in history.iter().enumerate() {
                let before = site.at("public").is_dir().then(|| site.public());
                let in_the_way = any_in_the_way(files, &others);
                match run(&site, files, *killed) {
                    Ok(()) => {}
                    Err(OutputError::ForeignFile { .. }) => {
                        prop_assert!(in_the_way);
                        prop_assert_eq!(Some(site.public()), before, "refused before anything changed");
                    }
                    Err(error) => prop_assert!(false, "{}", error),
                }
                for (path, text) in site.public() {
                    let is_whole = path.ends_with('/') || ["1", "2", "33", "!"].contains(&&*text);
                    prop_assert!(is_whole, "a half file {}", path);
                }
                if at == 0 && site.at("public/.briefgen/manifest").is_file() {
                    for &name in &theirs {
                        let place = site.at("public").join(name);
                        if fs::create_dir_all(place.parent().unwrap()).is_ok() && fs::write(place, "!").is_ok() {
                            others.push((name, "!"));
                        }
                    }
                }
            }
            let in_the_way = any_in_the_way(&last, &others);
            match run(&site, &last, Killed::Never) {
                Ok(()) => {
                    prop_assert!(!in_the_way);
                    let expected: Vec<(&str, &str)> = last.iter().chain(&others).copied().collect();
                    let mut found = site.public();
                    found.sort();
                    prop_assert_eq!(found, clean(&expected));
                    prop_assert_eq!(site.open().known().len(), last.len());
                }
                Err(error) => prop_assert!(in_the_way, "{}", error),
            }
        }

        #[test]
        fn a_line_of_the_manifest_is_read_as_it_was_written(
            source: u128,
            size: u64,
            modified in -1_000_000_000_000i64..,
            name in "[a-zé \n]{1,9}(/[a-z \n.]{1,9}z){0,2}",
        ) {
            let Some(path) = OutPath::parse(&name) else { return Ok(()) };
            let stamp = Stamp { size, modified: modified.into() };
            for mark in [Mark::Known(Recorded { source: Fingerprint(source), stamp }), Mark::Unknown, Mark::Gone] {
                let mut line = String::new();
                mark.print(&path, &mut line);
                prop_assert_eq!(line.matches('\n').count(), 1);
                prop_assert_eq!(Mark::parse(line.trim_end_matches('\n')), Some((path.clone(), mark)));
            }
        }
    }
}
