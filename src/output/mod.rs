//! Writes the output folder: files that differ are replaced, and files that earlier builds wrote
//! and this build does not make are removed. No other module writes to disk.
//!
//! This module knows paths, bytes and fingerprints. It does not know what a page is.
//!
//! A build [opens](OutputFolder::open) the folder and [prepares](OutputFolder::prepare) files:
//! those that differ from the disk are written to temporary files. Then it
//! [stages](OutputFolder::stage) and [commits](OutputFolder::commit) them: the temporary files are
//! renamed into place, and unwanted files are removed. If the folder was empty, whole folders are
//! prepared and renamed, which takes a thousand times fewer system calls. So at every moment each
//! file of the output is complete: it is either the old file or the new file.
//!
//! The manifest, a list of the files that briefgen wrote, is in the [site's folder](state) and not
//! in the output, which gets published. A path is listed *before* its file appears and removed from
//! the list *after* its file is removed. So if a build is killed at any moment, the next build
//! still knows every file that may have been left. Files that are not listed belong to somebody
//! else: they are neither replaced nor removed. If the folder is not the folder that the manifest
//! was made for, a file counts as listed only if its size and time are as recorded.
//!
//! Nothing is flushed to the disk (`fsync`). A killed program loses nothing; after a power failure,
//! a file that is shorter than recorded is written again. As in git, a file that somebody edits
//! within the clock tick in which it was written, without changing its length, counts as unchanged.
//!
//! ```
//! use briefgen::base::memo::Fingerprint;
//! use briefgen::base::path::OutPath;
//! use briefgen::output::{Output, OutputContent, OutputFolder, Unlisted};
//!
//! # let site = tempfile::tempdir()?;
//! # let site = site.path();
//! let path = OutPath::page("about").unwrap();
//! let page = Output {
//!     path: path.clone(),
//!     content: OutputContent::Bytes(b"<p>About us".to_vec()),
//!     source: Fingerprint::of("About us"),
//! };
//! let mut folder = OutputFolder::open(site, &site.join("public"), "1.0", Unlisted::Refuse)?;
//! let prepared = folder.prepare(page);
//! folder.stage(vec![prepared])?;
//! assert_eq!(folder.commit(&[path])?.written, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![expect(clippy::disallowed_methods, reason = "the output is written here and nowhere else")]

mod error;
mod manifest;
mod place;
mod sink;
mod state;
mod survey;
mod temp_file;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, ErrorKind, Write as _};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use crate::base::disk::{OpenedFile, open_below};
use crate::base::memo::Fingerprint;
use crate::base::path::{OWN_FOLDER, OutPath};
use crate::base::threads::MAX_CHUNK;

pub use error::OutputError;
use error::failed;
use manifest::{FileRecord, LineState, ListedFiles, Manifest, ManifestText, Stamp};
use place::{
    Contents, contents, folder, make_folder, metadata_at, parent, resolved, safe_place, slashed,
    unless_gone,
};
pub use sink::{Batches, Sink};
use survey::{PathChanges, Survey, refuse_clashes};
use temp_file::TempFile;

/// A file of the output, ready to be written.
#[derive(Clone, Debug)]
pub struct Output {
    /// The file's path.
    pub path: OutPath,
    /// The file's bytes.
    pub content: OutputContent,
    /// The hash of everything that the bytes were made from: equal hashes mean equal bytes.
    pub source: Fingerprint,
}

/// The bytes of an output.
#[derive(Clone, Debug)]
pub enum OutputContent {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// The bytes of this file, which may be too large for memory.
    Copy(OpenedFile),
}

/// What to do with an output folder that contains files and has no manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unlisted {
    /// Fail: the folder may be somebody's home folder.
    #[default]
    Refuse,
    /// Take over the files that are exactly as this build makes them. Other files are not touched.
    Adopt,
}

/// What a commit changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The number of files that were created or replaced.
    pub written: usize,
    /// The number of wanted files that did not change.
    pub unchanged: usize,
    /// The number of files that were removed.
    pub removed: usize,
}

/// The output folder, locked against other builds as long as this value lives.
///
/// If it is dropped without [`commit`](OutputFolder::commit) or [`show`](OutputFolder::show), the
/// last output stays as it was. If either of them fails, the call can be repeated.
pub struct OutputFolder {
    root: PathBuf,
    /// The folder's [`identity`](state::identity).
    identity: Option<String>,
    /// The folder for temporary files; empty after [`Self::discard`].
    temporary: PathBuf,
    /// The folder in which the folders of a new output are prepared.
    tree: PathBuf,
    manifest: Manifest,
    /// Whether unlisted files that are exactly as this build makes them count as briefgen's.
    adopts: bool,
    /// Whether the output contains the manifest of an older version of briefgen.
    has_older: bool,
    /// Every file that briefgen wrote or is about to write. `None` if its state on disk is unknown.
    ours: FxHashMap<OutPath, Option<Stamp>>,
    known: FxHashMap<OutPath, Fingerprint>,
    /// Temporary files that wait to be renamed. Their paths are not in `known`.
    staged: BTreeMap<OutPath, Staged>,
    /// Paths whose line in the manifest is outdated.
    changed: Vec<OutPath>,
    tally: Tally,
    /// Files that were removed since [`Self::take_removed`] was called.
    removed: Vec<OutPath>,
    /// The number of the next temporary file.
    next_temp: AtomicU64,
    /// Whether the disk takes `About` and `about` for the same name, as on macOS and Windows.
    folds_case: bool,
    /// Whether the folder was empty when it was opened.
    was_empty: bool,
    /// The last field, because fields are dropped in order and the locks must be released last.
    locks: Vec<File>,
}

impl OutputFolder {
    /// Opens or creates the folder `output` of the site in the folder `site`: locks it, reads the
    /// manifest and removes leftovers.
    ///
    /// `build_id` names the program and its settings. Files that another program wrote are
    /// briefgen's, but not [known](Self::known).
    ///
    /// # Errors
    /// If the output would overlap with the site, if another build has locked the folder, if it
    /// contains files and has no manifest (unless they are to be adopted), or on system errors.
    pub fn open(
        site: &Path,
        output: &Path,
        build_id: &str,
        unlisted: Unlisted,
    ) -> Result<OutputFolder, OutputError> {
        let site = resolved(site).map_err(failed("find", site))?;
        let root = safe_place(&site, output)?;
        let state = state::manifest_folder(&site, &root);
        // Looks for files first and then for the manifest: a concurrent build creates its manifest
        // before its first file.
        let contents = contents(&root)?;
        let older = state::find_older(&root)?;
        let is_listed = older.is_some() || metadata_at(&state.join("manifest"))?.is_some();
        if contents == Contents::Files && !is_listed && unlisted == Unlisted::Refuse {
            return Err(OutputError::Foreign { folder: root });
        }
        make_folder(&root)?;
        let state = state::create(&site, &state, &root)?.then_some(state.as_path());
        let locks = state::lock(state, &root)?;
        let identity = state::identity(&root);
        let (manifest, lines) =
            Manifest::load(state, identity.as_deref().unwrap_or("-"), build_id)?;
        let mut written = OutputFolder {
            root,
            identity,
            temporary: PathBuf::new(),
            tree: PathBuf::new(),
            adopts: unlisted == Unlisted::Adopt || manifest.is_damaged || !manifest.is_of_folder,
            has_older: false,
            manifest,
            ours: FxHashMap::default(),
            known: FxHashMap::default(),
            staged: BTreeMap::new(),
            changed: Vec::new(),
            tally: Tally::default(),
            removed: Vec::new(),
            next_temp: AtomicU64::new(0),
            folds_case: false,
            was_empty: contents == Contents::Nothing,
            locks,
        };
        written.check_listed(lines);
        match older {
            Some((list, lock)) => written.adopt_older(&list, lock)?,
            None => state::remove_older(&written.root)?,
        }
        (written.temporary, written.folds_case) = state::create_temporary(state, &written.root)?;
        written.tree = written.temporary.join("tree");
        if written.folds_case {
            written.forget_aliases();
        }
        Ok(written)
    }

    /// Opens the folder again, after somebody removed it or replaced it by another.
    pub fn open_again(
        &mut self,
        site: &Path,
        output: &Path,
        build_id: &str,
        unlisted: Unlisted,
    ) -> Result<(), OutputError> {
        self.discard();
        self.locks.clear();
        *self = OutputFolder::open(site, output, build_id, unlisted)?;
        Ok(())
    }

    /// Takes over the files that an older version of briefgen listed in the output itself. The next
    /// commit lists them in the manifest.
    fn adopt_older(&mut self, list: &Path, lock: Option<File>) -> Result<(), OutputError> {
        let Some(older) = ManifestText::load(list)? else { return Ok(()) };
        self.locks.extend(lock);
        self.has_older = true;
        self.adopts |= older.is_damaged;
        self.manifest.is_damaged |= older.is_damaged;
        self.manifest.lines = None;
        let root = &self.root;
        let is_ours = |path: &OutPath| {
            !matches!(DiskState::of(&path.real(root), None, true), DiskState::Foreign)
        };
        let paths: Vec<OutPath> = older.files.into_keys().filter(|path| is_ours(path)).collect();
        for path in paths {
            self.ours.entry(path).or_insert(None);
        }
        Ok(())
    }

    /// Removes the staged files and the folder for temporary files.
    fn discard(&mut self) {
        self.staged.clear();
        let temporary = mem::take(&mut self.temporary);
        if !temporary.as_os_str().is_empty() {
            state::remove_temporary(&temporary, &self.root);
        }
    }

    /// Whether a manifest is kept. It cannot be if the site's folder is not writable.
    pub fn is_listed(&self) -> bool {
        self.manifest.path().is_some()
    }

    /// The files in the folder that briefgen did not write, sorted by path. Walks the whole folder.
    pub fn foreign_files(&self) -> Vec<String> {
        let is_own = |name: &std::ffi::OsStr| name == OWN_FOLDER || name == ".git";
        let entries = WalkDir::new(&self.root).sort_by_file_name().into_iter();
        let files = entries
            .filter_entry(|entry| !(entry.depth() == 1 && is_own(entry.file_name())))
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir());
        let paths = files.filter_map(|entry| slashed(&self.root, entry.path()));
        paths
            .filter(|path| OutPath::parse(path).is_none_or(|path| !self.ours.contains_key(&path)))
            .collect()
    }

    /// The files that were removed since the last call.
    pub fn take_removed(&mut self) -> Vec<OutPath> {
        mem::take(&mut self.removed)
    }

    /// A reader of the folder, for the preview.
    pub fn reader(&self) -> OutputReader {
        OutputReader { root: self.root.clone() }
    }

    /// The fingerprints ([`Output::source`]) of the files that this program wrote and nobody has
    /// changed since. Outputs with these fingerprints need not be rendered and prepared again.
    pub fn known(&self) -> &FxHashMap<OutPath, Fingerprint> {
        &self.known
    }

    /// Whether the folder is still the one that was opened.
    pub fn is_there(&self) -> bool {
        state::identity(&self.root) == self.identity
    }

    /// Checks whether somebody changed or removed files of the output, and returns their number.
    /// They are not [known](Self::known) any more.
    pub fn recheck(&mut self) -> usize {
        let root = &self.root;
        let is_altered = |path: &OutPath, stamp: Stamp| {
            let there = fs::symlink_metadata(path.real(root)).ok().filter(Metadata::is_file);
            there.and_then(|file| Stamp::of(&file)) != Some(stamp)
        };
        let altered = self
            .ours
            .par_iter()
            .filter_map(|(path, stamp)| is_altered(path, (*stamp)?).then(|| path.clone()));
        let altered: Vec<OutPath> = altered.collect();
        for path in &altered {
            self.known.remove(path);
            self.ours.insert(path.clone(), None);
            self.changed.push(path.clone());
        }
        altered.len()
    }

    /// The combined fingerprint of all [known](Self::known) files that match a condition.
    pub fn fingerprint(&self, is_meant: fn(&OutPath) -> bool) -> Fingerprint {
        let of_one = |(path, source): (&OutPath, &Fingerprint)| Fingerprint::of(&(path, source)).0;
        // A sum does not depend on the order of the files, which is random.
        let files = self.known.iter().filter(|(path, _)| is_meant(path));
        Fingerprint(files.map(of_one).fold(0, u128::wrapping_add))
    }

    /// Compares an output with the file on disk and, if they differ, writes it to a temporary file.
    ///
    /// Nothing visible changes. Threads may call this concurrently. Errors are returned by
    /// [`OutputFolder::stage`].
    pub fn prepare(&self, output: Output) -> Prepared {
        Prepared(self.prepare_file(output))
    }

    /// Stages prepared files for the next [`show`](Self::show) or [`commit`](Self::commit). If a
    /// path is staged twice, the later file counts.
    ///
    /// # Errors
    /// If a file could not be prepared. Then none of `files` is staged.
    pub fn stage(&mut self, files: Vec<Prepared>) -> Result<(), OutputError> {
        let verdicts: Vec<PreparedFile> =
            files.into_iter().filter_map(|file| file.0.transpose()).collect::<Result<_, _>>()?;
        for PreparedFile { path, source, state } in verdicts {
            match state {
                PreparedState::Equal(stamp) => {
                    self.unstage(&path);
                    self.record_change(path, source, stamp);
                }
                PreparedState::Differs { temp, stamp, over_folder } => {
                    self.known.remove(&path);
                    self.staged.insert(path, Staged { temp, stamp, source, over_folder });
                }
            }
        }
        Ok(())
    }

    /// Makes the staged files visible, and returns their paths. Removes only files that are in the
    /// way: `about` for `about/index.html`.
    ///
    /// # Errors
    /// If a file of somebody else is in the way, if two staged paths exclude each other, or on
    /// system errors. After [`OutputError::Partly`] some files are already visible.
    pub fn show(&mut self) -> Result<Vec<OutPath>, OutputError> {
        refuse_clashes(self.staged.keys())?;
        let shown: Vec<OutPath> = self.staged.keys().cloned().collect();
        let before = self.tally;
        let outcome = self.make_visible();
        self.with_progress(before, outcome)?;
        Ok(shown)
    }

    /// Adds to an error how many files had changed since `before`, if any.
    fn with_progress<T>(
        &self,
        before: Tally,
        outcome: Result<T, OutputError>,
    ) -> Result<T, OutputError> {
        let changed = self.tally.written + self.tally.removed - before.written - before.removed;
        outcome.map_err(|error| match changed {
            0 => error,
            _ => {
                OutputError::Partly { changed, waiting: self.staged.len(), source: Box::new(error) }
            }
        })
    }

    /// Makes the staged files visible. No staged path may be a folder of another staged path.
    fn make_visible(&mut self) -> Result<(), OutputError> {
        if self.staged.is_empty() {
            return Ok(());
        }
        let is_new = self.is_new();
        // In an empty folder nothing is in the way.
        let mut plan = if is_new { PathChanges::default() } else { self.plan()? };
        self.list_staged()?;
        if is_new {
            self.rename_folders();
            plan = self.plan()?;
        }
        let missing = self.clear(plan)?;
        self.make_folders(&missing)?;
        self.rename_staged()?;
        if is_new {
            // Only empty folders can be left there.
            let _ = fs::remove_dir_all(&self.tree);
        }
        Ok(())
    }

    /// Makes the staged files visible, and removes briefgen's files that are not `wanted`, together
    /// with the folders that become empty.
    ///
    /// `wanted` must contain all paths of the build, including known files that were not prepared.
    ///
    /// # Errors
    /// As for [`show`](Self::show).
    pub fn commit(&mut self, wanted: &[OutPath]) -> Result<Tally, OutputError> {
        refuse_clashes(wanted.iter())?;
        let wanted: FxHashSet<&OutPath> = wanted.iter().collect();
        let unwanted = |path: &&OutPath| !wanted.contains(path);
        for path in self.staged.keys().filter(unwanted).cloned().collect::<Vec<_>>() {
            self.unstage(&path);
        }
        let mut stale: Vec<OutPath> = self.ours.keys().filter(unwanted).cloned().collect();
        stale.sort_unstable();
        let mut survey = Survey::of(&self.root, self.is_new());
        for path in &stale {
            survey.visit(folder(path))?;
        }
        let before = self.tally;
        let outcome = self.apply(stale);
        self.with_progress(before, outcome)?;
        let Tally { written, removed, .. } = mem::take(&mut self.tally);
        Ok(Tally { written, unchanged: wanted.len().saturating_sub(written), removed })
    }

    /// Makes the staged files visible, removes the `stale` files and saves the manifest.
    fn apply(&mut self, mut stale: Vec<OutPath>) -> Result<(), OutputError> {
        self.make_visible()?;
        stale.retain(|path| self.ours.contains_key(path));
        self.remove(&stale)?;
        self.note_changes()
    }

    /// Compares the files of the manifest with the disk.
    fn check_listed(&mut self, lines: ListedFiles) {
        let (root, is_of_folder, is_of_build) =
            (&self.root, self.manifest.is_of_folder, self.manifest.is_of_build);
        let compared = |(path, recorded): (OutPath, Option<FileRecord>)| {
            let found = match DiskState::of(&path.real(root), recorded, is_of_folder) {
                DiskState::Unchanged(_) if !is_of_build => DiskState::Unknown,
                found => found,
            };
            (path, found)
        };
        let lines: Vec<(OutPath, Option<FileRecord>)> = lines.into_iter().collect();
        let found: Vec<(OutPath, DiskState)> =
            lines.into_par_iter().with_max_len(MAX_CHUNK).map(compared).collect();
        self.ours.reserve(found.len());
        self.known.reserve(found.len());
        for (path, found) in found {
            match found {
                DiskState::Unchanged(FileRecord { source, stamp }) => {
                    self.known.insert(path.clone(), source);
                    self.ours.insert(path, Some(stamp));
                }
                DiskState::Unknown => drop(self.ours.insert(path, None)),
                DiskState::Foreign => self.changed.push(path),
            }
        }
    }

    /// See [`OutputFolder::prepare`]; `None` if nothing is to be done for the file.
    fn prepare_file(
        &self,
        Output { path, content, source }: Output,
    ) -> Result<Option<PreparedFile>, OutputError> {
        if self.known.get(&path) == Some(&source) {
            return Ok(None);
        }
        let place = path.real(&self.root);
        let there = if self.is_new() { None } else { metadata_at(&place)? };
        let state = match &there {
            Some(file)
                if self.may_be_same(&path, file) && content.is_in(&self.root, &path, file) =>
            {
                if !self.adopts && !self.ours.contains_key(&path) {
                    // A file of somebody else that happens to be equal is not taken over.
                    return Ok(None);
                }
                PreparedState::Equal(Stamp::of(file))
            }
            Some(other) if !other.is_dir() && !self.may_replace(&path, other) => {
                return Err(match (self.manifest.is_damaged, self.adopts) {
                    (true, _) => OutputError::Damaged {
                        list: self.manifest.path().unwrap_or_default(),
                        path: place,
                    },
                    (false, true) => {
                        OutputError::Differs { folder: self.root.clone(), path: place }
                    }
                    (false, false) => OutputError::ForeignFile { path: place },
                });
            }
            _ => {
                let (temp, stamp) = self.write_temporary(&path, &content)?;
                PreparedState::Differs {
                    temp,
                    stamp,
                    over_folder: there.is_some_and(|there| there.is_dir()),
                }
            }
        };
        Ok(Some(PreparedFile { path, source, state }))
    }

    /// Whether the folder is empty.
    fn is_new(&self) -> bool {
        self.was_empty && self.ours.is_empty()
    }

    /// Whether the file that is there may be kept, if its bytes are equal. On a disk that ignores
    /// case it must also have exactly this name.
    fn may_be_same(&self, path: &OutPath, there: &Metadata) -> bool {
        there.is_file() && (self.ours.contains_key(path) || self.alias(path).is_none())
    }

    fn may_replace(&self, path: &OutPath, there: &Metadata) -> bool {
        there.is_file() && (self.ours.contains_key(path) || self.alias(path).is_some())
    }

    fn write_temporary(
        &self,
        path: &OutPath,
        content: &OutputContent,
    ) -> Result<(TempFile, Option<Stamp>), OutputError> {
        let (temp, mut file) = self.make_temporary(path)?;
        match content {
            OutputContent::Bytes(bytes) => {
                file.write_all(bytes).map_err(failed("write", &temp.0))?
            }
            OutputContent::Copy(from) => {
                let (mut source, _) = from.open().map_err(failed("read", &from.place()))?;
                io::copy(&mut source, &mut file).map_err(failed("copy", &from.place()))?;
            }
        }
        let written = if cfg!(windows) {
            // On Windows the time of a file is final only when the file is closed.
            drop(file);
            fs::symlink_metadata(&temp.0)
        } else {
            file.metadata()
        };
        let stamp = Stamp::of(&written.map_err(failed("read", &temp.0))?);
        Ok((temp, stamp))
    }

    /// Creates a temporary file. If the output is empty, the file is created in a folder that will
    /// be renamed as a whole.
    fn make_temporary(&self, path: &OutPath) -> Result<(TempFile, File), OutputError> {
        if self.is_new() {
            let place = path.real(&self.tree);
            // Fails if another file's path differs only in case. Then the file is created like any
            // other temporary file.
            let made = place
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| File::create_new(&place));
            if let Ok(file) = made {
                return Ok((TempFile(place), file));
            }
        }
        let number = self.next_temp.fetch_add(1, Ordering::Relaxed);
        let place = self.temporary.join(number.to_string());
        let file = match File::create_new(&place) {
            // Somebody removed the folder.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_folder(&self.temporary)?;
                File::create_new(&place)
            }
            made => made,
        };
        let file = file.map_err(failed("make", &place))?;
        Ok((TempFile(place), file))
    }

    /// Removes a staged file, and the prepared folders that become empty.
    fn unstage(&mut self, path: &OutPath) {
        if let Some(Staged { temp, .. }) = self.staged.remove(path) {
            let place = temp.0.clone();
            drop(temp);
            let folders =
                place.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.tree));
            // Stops at the first folder that is not empty.
            folders.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
        }
    }

    /// Finds the files and folders that must be removed or created before the staged files can be
    /// renamed. Fails if a file of somebody else is in the way.
    fn plan(&self) -> Result<PathChanges, OutputError> {
        let mut plan = PathChanges::default();
        let mut survey = Survey::of(&self.root, self.is_new());
        for (path, staged) in &self.staged {
            survey.visit(folder(path))?;
            if staged.over_folder {
                self.plan_folder_removal(path, &mut plan)?;
            }
            if !self.ours.contains_key(path)
                && let Some(alias) = self.alias(path)
            {
                plan.files.push(alias.clone());
            }
        }
        for file in survey.files {
            plan.files.push(self.require_ours(file)?);
        }
        plan.missing = survey.missing.into_iter().map(str::to_owned).collect();
        Ok(plan)
    }

    /// Plans to replace a folder by a file. Fails if the folder contains files of somebody else.
    fn plan_folder_removal(
        &self,
        path: &OutPath,
        plan: &mut PathChanges,
    ) -> Result<(), OutputError> {
        let place = path.real(&self.root);
        if !metadata_at(&place)?.is_some_and(|there| there.is_dir()) {
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
            plan.files.push(self.require_ours(&inside)?);
        }
        Ok(())
    }

    /// The path of a file that is in the way. Fails if it is not briefgen's.
    fn require_ours(&self, file: &str) -> Result<OutPath, OutputError> {
        OutPath::parse(file)
            .filter(|path| self.ours.contains_key(path))
            .ok_or_else(|| OutputError::ForeignFile { path: self.root.join(file) })
    }

    /// Lists the staged files in the manifest, in an unknown state.
    fn list_staged(&mut self) -> Result<(), OutputError> {
        let paths: Vec<OutPath> = self.staged.keys().cloned().collect();
        self.ours.reserve(paths.len());
        for path in &paths {
            self.ours.insert(path.clone(), None);
        }
        self.save(&paths)?;
        self.changed.extend(paths);
        Ok(())
    }

    /// Creates folders, level by level.
    fn make_folders(&self, missing: &[String]) -> Result<(), OutputError> {
        make_folder(&self.root)?;
        let depth = |folder: &&str| folder.matches('/').count();
        let mut folders: Vec<&str> = missing.iter().map(String::as_str).collect();
        folders.sort_by_key(depth);
        for level in folders.chunk_by(|a, b| depth(a) == depth(b)) {
            level.par_iter().try_for_each(|folder| make_folder(&self.root.join(folder)))?;
        }
        Ok(())
    }

    /// Removes the files and folders that are in the way, and returns the folders to create.
    fn clear(&mut self, plan: PathChanges) -> Result<Vec<String>, OutputError> {
        if plan.files.is_empty() && plan.folders.is_empty() {
            return Ok(plan.missing);
        }
        self.remove(&plan.files)?;
        for folder in plan.folders {
            fs::remove_dir(&folder).or_else(unless_gone).map_err(failed("remove", &folder))?;
        }
        Ok(self.plan()?.missing)
    }

    /// Renames the prepared top folders of a new output. Files in folders that cannot be renamed
    /// stay staged.
    fn rename_folders(&mut self) {
        let tree = self.tree.clone();
        // Compares bytes: comparing ten thousand paths by component takes as long as renaming.
        let is_made = |staged: &Staged| {
            staged
                .temp
                .0
                .as_os_str()
                .as_encoded_bytes()
                .starts_with(tree.as_os_str().as_encoded_bytes())
        };
        let mut tops: Vec<&str> = self.staged.keys().filter_map(top).collect();
        // Sorted, because `staged` is.
        tops.dedup();
        let rename = |top: &str| fs::rename(tree.join(top), self.root.join(top)).is_ok();
        let renamed: BTreeSet<String> =
            tops.into_iter().filter(|top| rename(top)).map(str::to_owned).collect();
        self.known.reserve(self.staged.len());
        for (path, mut staged) in mem::take(&mut self.staged) {
            if top(&path).is_some_and(|top| renamed.contains(top)) && is_made(&staged) {
                staged.temp.0 = PathBuf::new();
                self.tally.written += 1;
                self.record(path, staged.source, staged.stamp);
            } else {
                self.staged.insert(path, staged);
            }
        }
    }

    /// Renames the staged files into place. Files that cannot be renamed stay staged.
    fn rename_staged(&mut self) -> Result<(), OutputError> {
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
                    self.record(path, staged.source, staged.stamp);
                }
                Err(source) => {
                    failure = Err(OutputError::Io {
                        path: path.real(&self.root),
                        doing: "write",
                        source,
                    });
                    self.staged.insert(path, staged);
                }
            }
        }
        failure
    }

    /// Records the state of a file on disk, and that its line in the manifest is outdated.
    fn record_change(&mut self, path: OutPath, source: Fingerprint, stamp: Option<Stamp>) {
        self.changed.push(path.clone());
        self.record(path, source, stamp);
    }

    /// Records the state of a file on disk.
    fn record(&mut self, path: OutPath, source: Fingerprint, stamp: Option<Stamp>) {
        self.known.insert(path.clone(), source);
        self.ours.insert(path, stamp);
    }

    /// Removes files of briefgen, and the folders that become empty. A [`Survey`] must have checked
    /// that none of the folders is a link.
    fn remove(&mut self, files: &[OutPath]) -> Result<(), OutputError> {
        let mut folders = FxHashSet::default();
        for path in files {
            let place = path.real(&self.root);
            // A folder or a link in its place is somebody else's.
            if metadata_at(&place)?.is_some_and(|there| there.is_file()) {
                fs::remove_file(&place).or_else(unless_gone).map_err(failed("remove", &place))?;
                self.tally.removed += 1;
            }
            self.ours.remove(path);
            self.known.remove(path);
            self.changed.push(path.clone());
            self.removed.push(path.clone());
            folders.insert(folder(path));
        }
        let mut folders: Vec<&str> = folders.into_iter().collect();
        folders.sort_unstable();
        for folder in folders.into_iter().rev() {
            self.remove_if_empty(folder);
        }
        Ok(())
    }

    /// Removes a folder and the folders that contain it, up to the first that is not empty.
    fn remove_if_empty(&self, mut folder: &str) {
        while !folder.is_empty() {
            // Fails if the folder is not empty.
            if fs::remove_dir(self.root.join(folder)).or_else(unless_gone).is_err() {
                return;
            }
            folder = parent(folder);
        }
    }

    fn note_changes(&mut self) -> Result<(), OutputError> {
        self.changed.par_sort_unstable();
        self.changed.dedup();
        let changed = mem::take(&mut self.changed);
        if let Err(error) = self.save(&changed) {
            self.changed = changed;
            return Err(error);
        }
        if mem::take(&mut self.has_older) {
            state::remove_older(&self.root)?;
        }
        Ok(())
    }

    /// Updates the lines of these paths in the manifest. `paths` must be sorted and without
    /// repetition.
    fn save(&mut self, paths: &[OutPath]) -> Result<(), OutputError> {
        if paths.is_empty() && self.manifest.lines.is_some() {
            return Ok(());
        }
        let are_ours = paths.iter().all(|path| self.ours.contains_key(path));
        // If a path is removed, the manifest is written anew: the path may name a draft, of which
        // no trace may stay.
        if are_ours
            && self.manifest.has_room(paths.len(), self.ours.len())
            && self.manifest.append(&self.lines(paths), paths.len())?
        {
            return Ok(());
        }
        // A first build changes all paths, which are sorted already.
        if are_ours && paths.len() == self.ours.len() {
            return self.manifest.replace(&self.lines(paths), paths.len());
        }
        self.write_list()
    }

    /// Writes the manifest anew.
    fn write_list(&mut self) -> Result<(), OutputError> {
        let mut all: Vec<OutPath> = self.ours.keys().cloned().collect();
        all.par_sort_unstable();
        let lines = self.lines(&all);
        self.manifest.replace(&lines, all.len())
    }

    fn lines(&self, paths: &[OutPath]) -> String {
        let of_part = |paths: &[OutPath]| {
            let mut lines = String::with_capacity(paths.len() * 112);
            paths.iter().for_each(|path| self.line_state(path).print(path, &mut lines));
            lines
        };
        paths.par_chunks(MAX_CHUNK).map(of_part).collect()
    }

    fn line_state(&self, path: &OutPath) -> LineState {
        match (self.ours.get(path), self.known.get(path)) {
            (None, _) => LineState::Gone,
            (Some(Some(stamp)), Some(&source)) => {
                LineState::Known(FileRecord { source, stamp: *stamp })
            }
            (Some(_), _) => LineState::Unknown,
        }
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        self.discard();
    }
}

/// The top folder of a file; `None` if the file is itself at the top.
fn top(path: &OutPath) -> Option<&str> {
    path.as_str().split_once('/').map(|(top, _)| top)
}

/// Paths that differ only in case: a single file on some disks, two files on others.
impl OutputFolder {
    /// Another file of briefgen that this disk takes for `path`.
    fn alias(&self, path: &OutPath) -> Option<&OutPath> {
        if !self.folds_case {
            return None;
        }
        let folded = path.as_str().to_lowercase();
        self.ours.keys().find(|ours| *ours != path && ours.as_str().to_lowercase() == folded)
    }

    /// If several listed paths are a single file on this disk, keeps the path that is the file's
    /// name. This happens if a build is killed while it renames a file to another case.
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

/// Whether each part of a path has exactly this name on disk, including case.
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

/// Reads files of an output folder.
#[derive(Clone, Debug)]
pub struct OutputReader {
    root: PathBuf,
}

impl OutputReader {
    /// The bytes of a file; `None` if it does not exist or cannot be read.
    pub fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        let (place, kind) = self.place(path)?;
        // Reading a pipe could wait for ever.
        if kind.is_file() { fs::read(place).ok() } else { None }
    }

    /// The place of a file or folder on disk, with links resolved, and its type. `None` if it does
    /// not exist, or a link leads out of the output.
    pub fn place(&self, path: &OutPath) -> Option<(PathBuf, fs::FileType)> {
        let place = fs::canonicalize(path.real(&self.root))
            .ok()
            .filter(|place| place.starts_with(&self.root))?;
        let kind = fs::metadata(&place).ok()?.file_type();
        Some((place, kind))
    }
}

/// The state on disk of a file that the manifest lists.
enum DiskState {
    /// Nobody has changed the file since it was written.
    Unchanged(FileRecord),
    /// The file is briefgen's, in an unknown state. It may be missing: then the next commit removes
    /// folders that it may have left.
    Unknown,
    /// The file is not briefgen's. Somebody replaced it by a folder or a link, the output folder is
    /// another folder than the manifest was made for, or the name is too long for the disk.
    Foreign,
}

impl DiskState {
    /// Looks at a file. `is_of_folder` is [`Manifest::is_of_folder`].
    fn of(place: &Path, recorded: Option<FileRecord>, is_of_folder: bool) -> DiskState {
        match fs::symlink_metadata(place) {
            Ok(file) if file.is_file() => {
                match recorded.filter(|recorded| Stamp::of(&file) == Some(recorded.stamp)) {
                    Some(recorded) => DiskState::Unchanged(recorded),
                    None if is_of_folder => DiskState::Unknown,
                    None => DiskState::Foreign,
                }
            }
            Ok(_) => DiskState::Foreign,
            Err(error) if error.kind() == ErrorKind::InvalidFilename => DiskState::Foreign,
            Err(_) => DiskState::Unknown,
        }
    }
}

/// The result of [`OutputFolder::prepare`]: an output that was compared with the file on disk and,
/// if they differ, written to a temporary file.
///
/// If it is dropped before it is [staged](OutputFolder::stage), the temporary file is removed.
pub struct Prepared(Result<Option<PreparedFile>, OutputError>);

struct PreparedFile {
    path: OutPath,
    source: Fingerprint,
    state: PreparedState,
}

enum PreparedState {
    /// The file on disk has these bytes.
    Equal(Option<Stamp>),
    /// The file on disk differs or does not exist.
    Differs { temp: TempFile, stamp: Option<Stamp>, over_folder: bool },
}

/// A temporary file that waits to be renamed into place.
struct Staged {
    temp: TempFile,
    stamp: Option<Stamp>,
    source: Fingerprint,
    /// Whether a folder was in the file's place when it was prepared.
    over_folder: bool,
}

impl OutputContent {
    /// Whether a file on disk has exactly these bytes; `false` if it cannot be read.
    fn is_in(&self, root: &Path, path: &OutPath, file: &Metadata) -> bool {
        let buffered = |(file, _)| BufReader::with_capacity(1 << 16, file);
        let there = || open_below(root, path.as_str()).map(buffered);
        let equal = match self {
            OutputContent::Bytes(bytes) if bytes.len() as u64 == file.len() => {
                there().and_then(|there| equal(&bytes[..], there))
            }
            OutputContent::Bytes(_) => Ok(false),
            OutputContent::Copy(from) => from.open().and_then(|(from, metadata)| {
                Ok(metadata.len() == file.len() && equal(buffered((from, metadata)), there()?)?)
            }),
        };
        equal.unwrap_or(false)
    }
}

/// Whether two readers yield the same bytes up to the end.
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
