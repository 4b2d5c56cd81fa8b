//! Which state of a site is shown while it is written: the one on disk, or the last one without
//! errors.
//!
//! `build` writes a site without errors and no other. `watch` keeps to the same rule, so that it
//! never publishes what `build` would not: what it shows is a whole site in which no error was
//! found. Where the site on disk has errors, the files that have them wait, and are shown in their
//! last good state: the one they have in the site that is shown, in which a new file is not there
//! yet. Files that those with errors need, or that give others an error, wait with them. Before
//! there was a site without errors nothing is shown, and the last output stays.
//!
//! Knows files and who builds whole sites; must not know what an error is, nor how a site is made.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::path::SitePath;
use crate::files::{Change, File, Files};

/// So often it is tried to leave out the files with errors; leaving out some may give errors to
/// others.
const ROUNDS: usize = 4;

/// The site that is shown, and what waits.
#[derive(Default)]
pub(super) struct Good {
    /// The site that is shown; `None` before there was one without errors.
    shown: Option<Files>,
    /// The files that are otherwise on disk.
    waiting: BTreeSet<SitePath>,
    /// Files that have another name now, by that name: the two names wait together.
    renamed: BTreeMap<SitePath, SitePath>,
}

/// What became of a site that was to be built: it was, or errors were found, and these are the
/// files they are in.
pub(super) type Outcome<T, R> = Result<T, (R, BTreeSet<SitePath>)>;

/// Builds a site, unless it has errors.
pub(super) type Builder<'b, T, R> = &'b mut dyn FnMut(&Files) -> Outcome<T, R>;

/// Which site was built.
pub(super) enum Choice<T, R> {
    /// The one on disk, which has no errors.
    Disk(T),
    /// Another one, as the one on disk was refused.
    Other {
        /// Why that was refused.
        disk: R,
        /// What was built.
        shown: T,
    },
    /// None: the one from before is still shown.
    Nothing {
        /// Why the one on disk was refused.
        disk: R,
    },
}

impl Good {
    /// Notes which files have another name now.
    pub(super) fn note_renames(&mut self, disk: &Files, differ: &[Change]) {
        let mut new: BTreeMap<&str, &SitePath> = BTreeMap::new();
        for change in differ.iter().filter(|change| change.before.is_none()) {
            if let Some(text) = disk.get(&change.path).and_then(text_of) {
                new.insert(text, &change.path);
            }
        }
        for Change { path: old, before } in
            differ.iter().filter(|change| disk.get(&change.path).is_none())
        {
            if let Some(new) = before.as_ref().and_then(text_of).and_then(|text| new.get(text)) {
                // A file that is renamed again while it waits is still shown under its first name.
                let first = self.renamed.remove(old).unwrap_or_else(|| old.clone());
                self.renamed.insert((*new).clone(), first);
            }
        }
    }

    /// The files that wait until errors are mended.
    pub(super) fn waiting(&self) -> &BTreeSet<SitePath> {
        &self.waiting
    }

    /// Whether there was a site without errors.
    pub(super) fn is_there(&self) -> bool {
        self.shown.is_some()
    }

    /// The site that is shown.
    pub(super) fn shown(&self) -> Option<&Files> {
        self.shown.as_ref()
    }

    /// The files with another name that are now shown under it: the old name and the new one.
    pub(super) fn take_renamed(&mut self) -> Vec<(SitePath, SitePath)> {
        let (waiting, done): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.renamed)
            .into_iter()
            .partition(|(new, _)| self.waiting.contains(new));
        self.renamed = waiting;
        done.into_iter().map(|(new, old)| (old, new)).collect()
    }

    /// Builds the site as it is after these files were saved, or else the best one without errors.
    pub(super) fn build<T, R>(
        &mut self,
        disk: &Files,
        saved: &[SitePath],
        build: Builder<'_, T, R>,
    ) -> Choice<T, R> {
        let outcome = build(disk);
        let waited = std::mem::take(&mut self.waiting);
        let (refused, broken) = match (outcome, &mut self.shown) {
            (Ok(built), Some(shown)) => {
                waited.iter().chain(saved).for_each(|path| take(disk, path, shown));
                shown.take_findings_of(disk);
                return Choice::Disk(built);
            }
            (Ok(built), nothing) => {
                *nothing = Some(disk.clone());
                return Choice::Disk(built);
            }
            (Err((refused, broken)), _) => (refused, broken),
        };
        let Some(shown) = &self.shown else { return Choice::Nothing { disk: refused } };
        let saved: BTreeSet<&SitePath> = saved.iter().collect();
        // What waited waits on, unless it was saved again, or is the old name of a file that was.
        let mut left: BTreeSet<SitePath> =
            waited.iter().filter(|path| !saved.contains(path)).cloned().collect();
        for (new, old) in self.renamed.iter().filter(|(new, _)| saved.contains(new)) {
            left.remove(new);
            left.remove(old);
        }
        left.extend(broken);
        let differs = |path: &&SitePath| {
            disk.get(path).map(|file| file.fingerprint)
                != shown.get(path).map(|file| file.fingerprint)
        };
        self.waiting = waited.iter().chain(saved).filter(differs).cloned().collect();
        match self.leave_out(disk, left, build) {
            Some(shown) => Choice::Other { disk: refused, shown },
            None => Choice::Nothing { disk: refused },
        }
    }

    /// Takes all that waits but what has errors or is left out, where that gives a site without
    /// errors.
    fn leave_out<T, R>(
        &mut self,
        disk: &Files,
        mut left: BTreeSet<SitePath>,
        build: Builder<'_, T, R>,
    ) -> Option<T> {
        let shown = self.shown.as_mut()?;
        for _ in 0..ROUNDS {
            for (new, old) in &self.renamed {
                if left.contains(new) || left.contains(old) {
                    left.extend([new.clone(), old.clone()]);
                }
            }
            let taken: Vec<&SitePath> = self.waiting.difference(&left).collect();
            if taken.is_empty() {
                return None;
            }
            let mut trial = shown.clone();
            taken.iter().for_each(|path| take(disk, path, &mut trial));
            let broken = match build(&trial) {
                Ok(built) => {
                    *shown = trial;
                    self.waiting.retain(|path| left.contains(path));
                    return Some(built);
                }
                Err((_, broken)) => broken,
            };
            let before = left.len();
            left.extend(broken);
            if left.len() == before {
                return None;
            }
        }
        None
    }
}

/// Brings a file into the state that it has on disk.
fn take(disk: &Files, path: &SitePath, into: &mut Files) {
    match disk.get(path) {
        Some(file) => into.put(file.clone()),
        None => into.remove(path),
    }
}

fn text_of(file: &File) -> Option<&str> {
    file.text().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> SitePath {
        SitePath::parse(&format!("content/{name}.md")).unwrap()
    }

    /// A site of files of one word each: `bad` is an error, `>name` needs a file of that name with
    /// content `good`, and has an error otherwise.
    fn judged(files: &Files) -> (String, BTreeSet<SitePath>) {
        let text = |path: &SitePath| files.text(path).unwrap_or_default().trim().to_owned();
        let is_broken = |path: &SitePath| match text(path).split_once('>') {
            Some((_, needed)) => files.get(&self::path(needed)).is_none(),
            None => text(path) == "bad",
        };
        let broken =
            files.iter().map(|file| &file.path).filter(|path| is_broken(path)).cloned().collect();
        let told: Vec<String> =
            files.iter().map(|file| format!("{} {}", file.path.stem(), text(&file.path))).collect();
        (told.join(", "), broken)
    }

    fn build(files: &Files) -> Outcome<(), ()> {
        let (_, broken) = judged(files);
        if broken.is_empty() { Ok(()) } else { Err(((), broken)) }
    }

    /// A desk on which files are saved.
    struct Desk {
        disk: Files,
        good: Good,
    }

    impl Desk {
        fn new(files: &[(&str, &str)]) -> Desk {
            let mut desk = Desk { disk: Files::from_text(""), good: Good::default() };
            files.iter().for_each(|(name, text)| desk.disk.set(path(name), text.as_bytes()));
            desk.good.build(&desk.disk, &[], &mut build);
            desk
        }

        /// Saves files, where `-` stands for one that goes, and says what is shown then.
        fn save(&mut self, files: &[(&str, &str)]) -> String {
            let mut differ = Vec::new();
            for (name, text) in files {
                let before = self.disk.get(&path(name)).cloned();
                match *text {
                    "-" => self.disk.remove(&path(name)),
                    text => self.disk.set(path(name), text.as_bytes()),
                }
                differ.push(Change { path: path(name), before });
            }
            self.good.note_renames(&self.disk, &differ);
            let saved: Vec<SitePath> = differ.into_iter().map(|change| change.path).collect();
            self.good.build(&self.disk, &saved, &mut build);
            self.shows()
        }

        fn shows(&self) -> String {
            let shown = self.good.shown().map(judged);
            assert!(shown.iter().all(|(_, broken)| broken.is_empty()), "{shown:?}");
            shown.map_or("nothing".to_owned(), |(told, _)| told)
        }

        fn waiting(&self) -> String {
            self.good.waiting().iter().map(SitePath::stem).collect::<Vec<_>>().join(" ")
        }
    }

    #[test]
    fn a_file_with_an_error_waits_in_its_last_good_state_and_others_do_not() {
        let mut desk = Desk::new(&[("a", "one"), ("b", "one")]);
        assert_eq!(desk.save(&[("a", "bad")]), "a one, b one");
        assert_eq!(desk.waiting(), "a");
        assert_eq!(desk.save(&[("b", "two")]), "a one, b two");
        assert_eq!(desk.save(&[("a", "two")]), "a two, b two");
        assert_eq!(desk.waiting(), "");
    }

    #[test]
    fn a_new_file_with_an_error_is_not_there_yet() {
        let mut desk = Desk::new(&[("a", "one")]);
        assert_eq!(desk.save(&[("new", "bad"), ("other", "one")]), "a one, other one");
        assert_eq!(desk.save(&[("new", "-")]), "a one, other one");
        assert_eq!(desk.waiting(), "");
    }

    #[test]
    fn before_there_was_a_site_without_errors_nothing_is_shown() {
        let mut desk = Desk::new(&[("a", "bad"), ("b", "one")]);
        assert_eq!(desk.shows(), "nothing");
        assert_eq!(desk.save(&[("b", "two")]), "nothing");
        assert_eq!(desk.save(&[("a", "one")]), "a one, b two");
    }

    #[test]
    fn a_renamed_file_keeps_its_old_name_until_it_is_mended() {
        let mut desk = Desk::new(&[("a", "one"), ("b", "one")]);
        desk.save(&[("a", "bad")]);
        assert_eq!(desk.save(&[("a", "-"), ("c", "bad")]), "a one, b one");
        assert_eq!(desk.save(&[("c", "-"), ("d", "bad")]), "a one, b one");
        assert!(desk.good.take_renamed().is_empty());
        assert_eq!(
            desk.save(&[("b", "bad"), ("d", "two")]),
            "b one, d two",
            "though another has an error"
        );
        assert_eq!(desk.good.take_renamed(), [(path("a"), path("d"))]);
    }

    #[test]
    fn a_change_that_breaks_others_waits_until_they_are_mended() {
        let mut desk = Desk::new(&[("a", "one"), ("b", ">a"), ("c", "one")]);
        assert_eq!(desk.save(&[("a", "-")]), "a one, b >a, c one");
        assert_eq!(desk.save(&[("c", "two")]), "a one, b >a, c two", "others need not wait");
        assert_eq!(desk.save(&[("b", "free")]), "b free, c two");
    }

    #[test]
    fn what_needs_a_file_that_waits_waits_with_it() {
        let mut desk = Desk::new(&[("a", "one")]);
        assert_eq!(
            desk.save(&[("new", "bad"), ("b", ">new"), ("c", ">b"), ("d", "one")]),
            "a one, d one"
        );
        assert_eq!(desk.waiting(), "b c new");
        assert_eq!(desk.save(&[("new", "one")]), "a one, b >new, c >b, d one, new one");
    }

    #[test]
    fn a_file_that_is_as_before_waits_for_nothing() {
        let mut desk = Desk::new(&[("a", "one"), ("b", "one")]);
        desk.save(&[("a", "bad"), ("b", "bad")]);
        desk.save(&[("a", "one")]);
        assert_eq!(desk.waiting(), "b");
    }
}
