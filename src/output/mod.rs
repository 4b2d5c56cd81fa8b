//! The only writer of disk: writes what differs, deletes what it once wrote and no longer makes.
//!
//! Knows paths, bytes and fingerprints; must not know what a page is, nor where a file's bytes come
//! from.
//!
//! A build [opens](Written::open) the folder, [prepares](Written::prepare) files, which are written
//! to a temporary place where they differ from what is there, [stages](Written::stage) and
//! [commits](Written::commit) them: they are renamed into place, and those that are no longer
//! wanted are removed. For a folder that was empty whole folders are made aside and renamed, which
//! is a thousand times fewer. A file is so whole at every moment, the old one or the new one.
//!
//! A list of the files that are ours lies in the [site's folder](state), and nothing of the kind in
//! the output, which is published. A path is listed *before* anything appears there and is struck
//! off *after* its file is gone; so whenever we are killed, the next build knows every file that we
//! may have left. Files that are not listed belong to somebody else: they are neither replaced nor
//! removed. Where the folder is another one than the list was made for, only files that are as we
//! left them count as listed.
//!
//! Nothing is flushed to the disk itself (`fsync`): killed programs do no harm, and after a power
//! cut a file that is shorter than its line says is written again. As in git, a file that somebody
//! edits within the clock tick in which we wrote it, and to the same length, is taken for ours.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the door through which the output is written"
)]

mod error;
mod manifest;
mod place;
mod sink;
mod state;
mod survey;
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
use manifest::{Lines, Manifest, ManifestText, Mark, Recorded, Stamp};
use place::{
    Contents, contents, folder, look, make_folder, parent, resolved, safe_place, slashed,
    unless_gone,
};
pub use sink::{Batches, Sink};
use survey::{Plan, Survey, refuse_clashes};

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
    Copy(OpenedFile),
}

/// What to do with a folder full of files that is not known to be ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unlisted {
    /// Leave it alone: it may be somebody's home.
    #[default]
    Refuse,
    /// Count the files in it as ours that hold what this build would write there, and touch no
    /// other.
    Adopt,
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
/// Dropped without [`commit`](Written::commit) or [`show`](Written::show), it leaves the last
/// output as it was. After an error of `show` or `commit` the call can be repeated; of files that
/// cannot be staged nothing is kept.
pub struct Written {
    root: PathBuf,
    /// What tells the folder from another one in its place.
    identity: Option<String>,
    /// Where files are made; empty once it is put away.
    temporary: PathBuf,
    /// Where the folders of an empty output are made.
    tree: PathBuf,
    manifest: Manifest,
    /// Whether files that hold what we would write count as ours, listed or not.
    adopts: bool,
    /// Whether the list of an older version lies in the output.
    has_older: bool,
    /// Every file that we wrote or are about to write; its state on disk where we know that.
    ours: FxHashMap<OutPath, Option<Stamp>>,
    known: FxHashMap<OutPath, Fingerprint>,
    /// Temporary files that wait to be renamed. Their paths are not in `known`.
    staged: BTreeMap<OutPath, Staged>,
    /// Paths whose line in the manifest is out of date.
    changed: Vec<OutPath>,
    tally: Tally,
    /// Files that were removed.
    gone: Vec<OutPath>,
    temps: AtomicU64,
    /// Whether the disk takes `About` and `about` for one name, as on macOS and Windows.
    folds_case: bool,
    /// Whether nothing was there when it was opened.
    was_empty: bool,
    /// Last, so that they are released last.
    locks: Vec<File>,
}

impl Written {
    /// Opens or makes the folder `output` of the site at `site`: locks it, reads the list of our
    /// files, removes leftovers.
    ///
    /// `build_id` names the program and its settings: what another one wrote is ours, and not
    /// [known](Self::known). Refuses places where the output would mix with the site, and, unless
    /// they are to be adopted, folders with other people's files.
    pub fn open(
        site: &Path,
        output: &Path,
        build_id: &str,
        unlisted: Unlisted,
    ) -> Result<Written, OutputError> {
        let site = resolved(site).map_err(failed("find", site))?;
        let root = safe_place(&site, output)?;
        let state = state::folder(&site, &root);
        // In this order: a build that runs beside us makes its list before its first file.
        let contents = contents(&root)?;
        let older = state::older(&root)?;
        let is_listed = older.is_some() || look(&state.join("manifest"))?.is_some();
        if contents == Contents::Files && !is_listed && unlisted == Unlisted::Refuse {
            return Err(OutputError::Foreign { folder: root });
        }
        make_folder(&root)?;
        let state = state::make(&site, &state, &root)?.then_some(state.as_path());
        let locks = state::lock(state, &root)?;
        let identity = state::identity(&root);
        let (manifest, lines) =
            Manifest::read(state, identity.as_deref().unwrap_or("-"), build_id)?;
        let mut written = Written {
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
            gone: Vec::new(),
            temps: AtomicU64::new(0),
            folds_case: false,
            was_empty: contents == Contents::Nothing,
            locks,
        };
        written.compare(lines);
        match older {
            Some((list, lock)) => written.take_over(&list, lock)?,
            None => state::remove_older(&written.root)?,
        }
        (written.temporary, written.folds_case) = state::temporary(state, &written.root)?;
        written.tree = written.temporary.join("tree");
        if written.folds_case {
            written.forget_aliases();
        }
        Ok(written)
    }

    /// Opens the folder again where somebody removed it or put another in its place.
    pub fn open_again(
        &mut self,
        site: &Path,
        output: &Path,
        build_id: &str,
        unlisted: Unlisted,
    ) -> Result<(), OutputError> {
        self.put_away();
        self.locks.clear();
        *self = Written::open(site, output, build_id, unlisted)?;
        Ok(())
    }

    /// Counts as ours what an older version listed in the output itself. The next commit lists it
    /// where it belongs.
    fn take_over(&mut self, list: &Path, lock: Option<File>) -> Result<(), OutputError> {
        let Some(older) = ManifestText::read(list)? else { return Ok(()) };
        self.locks.extend(lock);
        self.has_older = true;
        self.adopts |= older.is_damaged;
        self.manifest.is_damaged |= older.is_damaged;
        self.manifest.lines = None;
        let root = &self.root;
        let is_ours =
            |path: &OutPath| !matches!(Found::look(&path.real(root), None, true), Found::Foreign);
        let paths: Vec<OutPath> = older.files.into_keys().filter(|path| is_ours(path)).collect();
        for path in paths {
            self.ours.entry(path).or_insert(None);
        }
        Ok(())
    }

    /// Gives up what was staged, and the place where it was made.
    fn put_away(&mut self) {
        self.staged.clear();
        let temporary = mem::take(&mut self.temporary);
        if !temporary.as_os_str().is_empty() {
            state::remove_temporary(&temporary, &self.root);
        }
    }

    /// Whether a list of what is written is kept: not where the site's folder cannot be written to.
    pub fn is_listed(&self) -> bool {
        self.manifest.path().is_some()
    }

    /// The files in the folder that are not ours, in the order of their paths. It goes through the
    /// whole folder.
    pub fn others(&self) -> Vec<String> {
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

    /// The files that were removed since this was last asked.
    pub fn take_gone(&mut self) -> Vec<OutPath> {
        mem::take(&mut self.gone)
    }

    /// Reads what stands in the folder, for those who show it.
    pub fn shelf(&self) -> Shelf {
        Shelf { root: self.root.clone() }
    }

    /// The fingerprints of the files that lie there as they were last written, by the same program:
    /// these need not be made and put again.
    pub fn known(&self) -> &FxHashMap<OutPath, Fingerprint> {
        &self.known
    }

    /// Whether the folder is still the one that was opened.
    pub fn is_there(&self) -> bool {
        state::identity(&self.root) == self.identity
    }

    /// Looks whether our files still lie there as we left them, and says how many do not. Those are
    /// not [known](Self::known) any more.
    pub fn look_again(&mut self) -> usize {
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

    /// One fingerprint of all those among these files that were written and lie there.
    pub fn fingerprint(&self, is_meant: fn(&OutPath) -> bool) -> Fingerprint {
        let of_one = |(path, source): (&OutPath, &Fingerprint)| Fingerprint::of(&(path, source)).0;
        // A sum, as the files have no order.
        let files = self.known.iter().filter(|(path, _)| is_meant(path));
        Fingerprint(files.map(of_one).fold(0, u128::wrapping_add))
    }

    /// Compares a file with what is on disk and writes it to a temporary file where it differs.
    ///
    /// Nothing visible changes. Any thread may call this at any time.
    pub fn prepare(&self, output: Output) -> Prepared {
        Prepared(self.judge(output))
    }

    /// Takes prepared files as those that are to be shown. Of two for one path the later one holds.
    pub fn stage(&mut self, files: Vec<Prepared>) -> Result<(), OutputError> {
        let verdicts: Vec<Verdict> =
            files.into_iter().filter_map(|file| file.0.transpose()).collect::<Result<_, _>>()?;
        for Verdict { path, source, state } in verdicts {
            match state {
                State::Same(stamp) => {
                    self.unstage(&path);
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

    /// Makes all that was staged visible, and removes nothing but what is in its way: `about` for
    /// `about/index.html`.
    pub fn show(&mut self) -> Result<Vec<OutPath>, OutputError> {
        refuse_clashes(self.staged.keys())?;
        let shown: Vec<OutPath> = self.staged.keys().cloned().collect();
        let before = self.tally;
        let outcome = self.unveil();
        self.told(before, outcome)?;
        Ok(shown)
    }

    /// An outcome, with word of how far it came where it failed half-way: the disk is full, or a
    /// folder went away.
    fn told<T>(&self, before: Tally, outcome: Result<T, OutputError>) -> Result<T, OutputError> {
        let changed = self.tally.written + self.tally.removed - before.written - before.removed;
        outcome.map_err(|error| match changed {
            0 => error,
            _ => {
                OutputError::Partly { changed, waiting: self.staged.len(), source: Box::new(error) }
            }
        })
    }

    /// Makes all that was staged visible: files none of which stands where another needs a folder.
    fn unveil(&mut self) -> Result<(), OutputError> {
        if self.staged.is_empty() {
            return Ok(());
        }
        let is_new = self.is_new();
        // In a new folder nothing is in the way of anything.
        let mut plan = if is_new { Plan::default() } else { self.plan()? };
        self.announce()?;
        if is_new {
            self.reveal_folders();
            plan = self.plan()?;
        }
        let missing = self.clear(plan)?;
        self.make_folders(&missing)?;
        self.reveal()?;
        if is_new {
            // Nothing but folders can be left of it.
            let _ = fs::remove_dir_all(&self.tree);
        }
        Ok(())
    }

    /// Makes all that was staged visible and removes our files that are not among `wanted`, with
    /// folders left empty.
    ///
    /// `wanted` has all paths of the build, also those that were not prepared because they are
    /// known.
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
            survey.look(folder(path))?;
        }
        let before = self.tally;
        let outcome = self.replace(stale);
        self.told(before, outcome)?;
        let Tally { written, removed, .. } = mem::take(&mut self.tally);
        Ok(Tally { written, unchanged: wanted.len().saturating_sub(written), removed })
    }

    /// Shows all that was staged, and removes these files of ours.
    fn replace(&mut self, mut stale: Vec<OutPath>) -> Result<(), OutputError> {
        self.unveil()?;
        stale.retain(|path| self.ours.contains_key(path));
        self.remove(&stale)?;
        self.note_changes()
    }

    /// Compares the manifest's lines with the disk.
    fn compare(&mut self, lines: Lines) {
        let (root, is_of_folder, is_of_build) =
            (&self.root, self.manifest.is_of_folder, self.manifest.is_of_build);
        let look = |(path, recorded): (OutPath, Option<Recorded>)| {
            let found = match Found::look(&path.real(root), recorded, is_of_folder) {
                Found::Settled(_) if !is_of_build => Found::Unknown,
                found => found,
            };
            (path, found)
        };
        let lines: Vec<(OutPath, Option<Recorded>)> = lines.into_iter().collect();
        let found: Vec<(OutPath, Found)> =
            lines.into_par_iter().with_max_len(MAX_CHUNK).map(look).collect();
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
    }

    /// What to do for a file; `None` where it is known.
    fn judge(
        &self,
        Output { path, content, source }: Output,
    ) -> Result<Option<Verdict>, OutputError> {
        if self.known.get(&path) == Some(&source) {
            return Ok(None);
        }
        let place = path.real(&self.root);
        let there = if self.is_new() { None } else { look(&place)? };
        let state = match &there {
            Some(file)
                if self.may_be_same(&path, file) && content.is_in(&self.root, &path, file) =>
            {
                if !self.adopts && !self.ours.contains_key(&path) {
                    // Somebody else put there what we would: it stays theirs.
                    return Ok(None);
                }
                State::Same(Stamp::of(file))
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
                State::Differs {
                    temp,
                    stamp,
                    over_folder: there.is_some_and(|there| there.is_dir()),
                }
            }
        };
        Ok(Some(Verdict { path, source, state }))
    }

    /// Whether nothing is in the folder, neither of ours nor of anybody else.
    fn is_new(&self) -> bool {
        self.was_empty && self.ours.is_empty()
    }

    /// Whether a file can hold what we would write, under this very name.
    fn may_be_same(&self, path: &OutPath, there: &Metadata) -> bool {
        there.is_file() && (self.ours.contains_key(path) || self.alias(path).is_none())
    }

    fn may_replace(&self, path: &OutPath, there: &Metadata) -> bool {
        there.is_file() && (self.ours.contains_key(path) || self.alias(path).is_some())
    }

    fn write_temporary(
        &self,
        path: &OutPath,
        content: &Content,
    ) -> Result<(Temp, Option<Stamp>), OutputError> {
        let (temp, mut file) = self.make_temporary(path)?;
        match content {
            Content::Bytes(bytes) => file.write_all(bytes).map_err(failed("write", &temp.0))?,
            Content::Copy(from) => {
                let (mut source, _) = from.open().map_err(failed("read", &from.place()))?;
                io::copy(&mut source, &mut file).map_err(failed("copy", &from.place()))?;
            }
        }
        let written = if cfg!(windows) {
            // There an open file's time is not settled.
            drop(file);
            fs::symlink_metadata(&temp.0)
        } else {
            file.metadata()
        };
        let stamp = Stamp::of(&written.map_err(failed("read", &temp.0))?);
        Ok((temp, stamp))
    }

    /// Makes a temporary file: where the output is empty one in a folder that can be renamed with
    /// it.
    fn make_temporary(&self, path: &OutPath) -> Result<(Temp, File), OutputError> {
        if self.is_new() {
            let place = path.real(&self.tree);
            // What cannot be there, beside a name that differs in its case only, goes with the
            // others.
            let made = place
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| File::create_new(&place));
            if let Ok(file) = made {
                return Ok((Temp(place), file));
            }
        }
        let number = self.temps.fetch_add(1, Ordering::Relaxed);
        let place = self.temporary.join(number.to_string());
        let file = match File::create_new(&place) {
            // Somebody tidied up.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_folder(&self.temporary)?;
                File::create_new(&place)
            }
            made => made,
        };
        let file = file.map_err(failed("make", &place))?;
        Ok((Temp(place), file))
    }

    /// Gives up a staged file, with the folders that it was made in.
    fn unstage(&mut self, path: &OutPath) {
        if let Some(Staged { temp, .. }) = self.staged.remove(path) {
            let place = temp.0.clone();
            drop(temp);
            let folders =
                place.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.tree));
            // The first that holds another file stays, and those around it.
            folders.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
        }
    }

    /// Checks that all staged files can get to their places, and finds what must go or be made for
    /// it.
    fn plan(&self) -> Result<Plan, OutputError> {
        let mut plan = Plan::default();
        let mut survey = Survey::of(&self.root, self.is_new());
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
        self.ours.reserve(paths.len());
        for path in &paths {
            self.ours.insert(path.clone(), None);
        }
        self.save(&paths)?;
        self.changed.extend(paths);
        Ok(())
    }

    /// Makes folders that are not there; each stands after the one that it lies in.
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

    /// Renames the top folders that were made aside. What cannot be renamed so stays staged.
    fn reveal_folders(&mut self) {
        let tree = self.tree.clone();
        // By bytes: taking ten thousand paths apart takes as long as renaming. Other temporary
        // files are numbered.
        let is_made = |staged: &Staged| {
            staged
                .temp
                .0
                .as_os_str()
                .as_encoded_bytes()
                .starts_with(tree.as_os_str().as_encoded_bytes())
        };
        let mut tops: Vec<&str> = self.staged.keys().filter_map(top).collect();
        // The paths are sorted, and so are these.
        tops.dedup();
        let rename = |top: &str| fs::rename(tree.join(top), self.root.join(top)).is_ok();
        let renamed: BTreeSet<String> =
            tops.into_iter().filter(|top| rename(top)).map(str::to_owned).collect();
        self.known.reserve(self.staged.len());
        for (path, mut staged) in mem::take(&mut self.staged) {
            if top(&path).is_some_and(|top| renamed.contains(top)) && is_made(&staged) {
                staged.temp.0 = PathBuf::new();
                self.tally.written += 1;
                self.note(path, staged.source, staged.stamp);
            } else {
                self.staged.insert(path, staged);
            }
        }
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
                    self.note(path, staged.source, staged.stamp);
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

    /// Takes down that a file now lies there with these contents.
    fn settle(&mut self, path: OutPath, source: Fingerprint, stamp: Option<Stamp>) {
        self.changed.push(path.clone());
        self.note(path, source, stamp);
    }

    /// The same of a file that was [announced](Self::announce), by which its change is known.
    fn note(&mut self, path: OutPath, source: Fingerprint, stamp: Option<Stamp>) {
        self.known.insert(path.clone(), source);
        self.ours.insert(path, stamp);
    }

    /// Removes files of ours, whose folders were looked at before, and the folders that this leaves
    /// empty.
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

    /// Brings the lines of these paths, which are sorted and each there once, in the manifest up to
    /// date.
    fn save(&mut self, paths: &[OutPath]) -> Result<(), OutputError> {
        if paths.is_empty() && self.manifest.lines.is_some() {
            return Ok(());
        }
        let are_ours = paths.iter().all(|path| self.ours.contains_key(path));
        // A path that goes may name a draft: no trace of it stays.
        if are_ours
            && self.manifest.has_room(paths.len(), self.ours.len())
            && self.manifest.append(&self.lines(paths), paths.len())?
        {
            return Ok(());
        }
        // Those of a first build are all, and sorted already.
        if are_ours && paths.len() == self.ours.len() {
            return self.manifest.replace(&self.lines(paths), paths.len());
        }
        self.write_list()
    }

    /// Writes the list anew.
    fn write_list(&mut self) -> Result<(), OutputError> {
        let mut all: Vec<OutPath> = self.ours.keys().cloned().collect();
        all.par_sort_unstable();
        let lines = self.lines(&all);
        self.manifest.replace(&lines, all.len())
    }

    fn lines(&self, paths: &[OutPath]) -> String {
        let of_part = |paths: &[OutPath]| {
            let mut lines = String::with_capacity(paths.len() * 112);
            paths.iter().for_each(|path| self.mark(path).print(path, &mut lines));
            lines
        };
        paths.par_chunks(MAX_CHUNK).map(of_part).collect()
    }

    fn mark(&self, path: &OutPath) -> Mark {
        match (self.ours.get(path), self.known.get(path)) {
            (None, _) => Mark::Gone,
            (Some(Some(stamp)), Some(&source)) => Mark::Known(Recorded { source, stamp: *stamp }),
            (Some(_), _) => Mark::Unknown,
        }
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        self.put_away();
    }
}

/// The top folder that a file lies in, if any.
fn top(path: &OutPath) -> Option<&str> {
    path.as_str().split_once('/').map(|(top, _)| top)
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

    /// Of our paths that are one file on this disk (we were killed in between), keeps the one that
    /// it is listed as.
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
        let (place, kind) = self.place(path)?;
        // A pipe would be waited for.
        if kind.is_file() { fs::read(place).ok() } else { None }
    }

    /// Where a file or a folder is on disk, and which of them it is. Links that lead out of the
    /// folder lead nowhere.
    pub fn place(&self, path: &OutPath) -> Option<(PathBuf, fs::FileType)> {
        let place = fs::canonicalize(path.real(&self.root))
            .ok()
            .filter(|place| place.starts_with(&self.root))?;
        let kind = fs::metadata(&place).ok()?.file_type();
        Some((place, kind))
    }
}

/// What became of a file of the manifest.
enum Found {
    /// It lies there as we left it.
    Settled(Recorded),
    /// Ours, in any state. Also where it is gone: the next commit then removes the folder that it
    /// may have left.
    Unknown,
    /// Not ours any more: somebody put a folder, a link or, in another folder than ours, a file
    /// there; or never ours, being too long for a name.
    Foreign,
}

impl Found {
    /// `is_of_folder` says whether the folder is the one that the list was made for.
    fn look(place: &Path, recorded: Option<Recorded>, is_of_folder: bool) -> Found {
        match fs::symlink_metadata(place) {
            Ok(file) if file.is_file() => {
                match recorded.filter(|recorded| Stamp::of(&file) == Some(recorded.stamp)) {
                    Some(recorded) => Found::Settled(recorded),
                    None if is_of_folder => Found::Unknown,
                    None => Found::Foreign,
                }
            }
            Ok(_) => Found::Foreign,
            Err(error) if error.kind() == ErrorKind::InvalidFilename => Found::Foreign,
            Err(_) => Found::Unknown,
        }
    }
}

/// A file that was compared with what is on disk, and written to a temporary file where it differs.
///
/// Dropped before it is [staged](Written::stage), it leaves nothing.
pub struct Prepared(Result<Option<Verdict>, OutputError>);

/// What was found out about a file.
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

impl Content {
    /// Whether a file holds exactly this. Where that cannot be found out, it is written again.
    fn is_in(&self, root: &Path, path: &OutPath, file: &Metadata) -> bool {
        let buffered = |(file, _)| BufReader::with_capacity(1 << 16, file);
        let there = || open_below(root, path.as_str()).map(buffered);
        let equal = match self {
            Content::Bytes(bytes) if bytes.len() as u64 == file.len() => {
                there().and_then(|there| equal(&bytes[..], there))
            }
            Content::Bytes(_) => Ok(false),
            Content::Copy(from) => from.open().and_then(|(from, metadata)| {
                Ok(metadata.len() == file.len() && equal(buffered((from, metadata)), there()?)?)
            }),
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
