//! Chooses the site that `watch` shows: the site on disk if it has no errors, otherwise the last
//! site without errors.
//!
//! `build` never writes a site with errors, and neither does `watch`. While the site on disk has
//! errors, the files with errors wait: the shown site keeps their last good version, or leaves them
//! out if they are new. A file waits, too, if it needs a waiting file, or if it causes an error in
//! another file. Until the first build without errors nothing is shown and the last output stays.
//!
//! This module compares files and calls a function that builds a whole site. It must not know what
//! an error is or how a site is built.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::limits;
use crate::base::path::SitePath;
use crate::files::{Change, File, Files};

/// The site that is shown, and the files that differ from it on disk.
#[derive(Default)]
pub(super) struct LastGood {
    /// `None` until a site without errors was built.
    shown: Option<Files>,
    /// The files whose version on disk is not shown.
    waiting: BTreeSet<SitePath>,
    /// The old name of each renamed file, by its new name. Both names wait together.
    renamed: BTreeMap<SitePath, SitePath>,
}

/// What a builder returns: the build, or its report about the errors and the files with errors.
pub(super) type Attempt<T, R> = Result<T, (R, BTreeSet<SitePath>)>;

/// Builds a site, unless it has errors.
pub(super) type Builder<'b, T, R> = &'b mut dyn FnMut(&Files) -> Attempt<T, R>;

/// Which site was built.
pub(super) enum Choice<T, R> {
    /// The site on disk, which has no errors.
    Disk(T),
    /// A site without the files that wait.
    Other {
        /// The report about the site on disk.
        disk: R,
        /// The build.
        shown: T,
    },
    /// No site: the last one is still shown.
    Nothing {
        /// The report about the site on disk.
        disk: R,
    },
}

impl LastGood {
    /// Recognises renamed files among the changes: a new file with the text of a removed one.
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
                // A file that was renamed twice is still shown under its first name.
                let first = self.renamed.remove(old).unwrap_or_else(|| old.clone());
                self.renamed.insert((*new).clone(), first);
            }
        }
    }

    /// The files that wait until errors are mended.
    pub(super) fn waiting(&self) -> &BTreeSet<SitePath> {
        &self.waiting
    }

    /// The site that is shown; `None` until a site without errors was built.
    pub(super) fn shown(&self) -> Option<&Files> {
        self.shown.as_ref()
    }

    /// Takes out the renamed files that no longer wait, each with its old and its new name.
    pub(super) fn take_renamed(&mut self) -> Vec<(SitePath, SitePath)> {
        let (waiting, done): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.renamed)
            .into_iter()
            .partition(|(new, _)| self.waiting.contains(new));
        self.renamed = waiting;
        done.into_iter().map(|(new, old)| (old, new)).collect()
    }

    /// Builds the site on disk after `saved` files changed. If it has errors, builds the shown site
    /// with as many of the changes as cause no error.
    pub(super) fn build<T, R>(
        &mut self,
        disk: &Files,
        saved: &[SitePath],
        build: Builder<'_, T, R>,
    ) -> Choice<T, R> {
        let attempt = build(disk);
        let waited = std::mem::take(&mut self.waiting);
        let (refused, broken) = match (attempt, &mut self.shown) {
            (Ok(built), Some(shown)) => {
                waited.iter().chain(saved).for_each(|path| copy_file(disk, path, shown));
                shown.copy_findings_from(disk);
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
        // A file waits on unless it, or the file that it was renamed to, was saved again.
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

    /// Builds the shown site with the waiting files, except those in `left`. Each retry leaves out
    /// the files in which the last attempt found errors. `None` if every attempt has errors.
    fn leave_out<T, R>(
        &mut self,
        disk: &Files,
        mut left: BTreeSet<SitePath>,
        build: Builder<'_, T, R>,
    ) -> Option<T> {
        let shown = self.shown.as_mut()?;
        for _ in 0..limits::ROUNDS {
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
            taken.iter().for_each(|path| copy_file(disk, path, &mut trial));
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

/// Gives a file the version that it has on disk, or removes it if it is not there.
fn copy_file(disk: &Files, path: &SitePath, into: &mut Files) {
    match disk.get(path) {
        Some(file) => into.put(file.clone()),
        None => into.remove(path),
    }
}

/// The text by which a renamed file is recognised: none for an empty file.
fn text_of(file: &File) -> Option<&str> {
    file.text().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> SitePath {
        SitePath::parse(&format!("content/{name}.md")).unwrap()
    }

    /// Describes a site whose files hold one word each, and names the files with errors: a file
    /// that holds `bad`, and a file that holds `>name` where there is no file of that name.
    fn judge(files: &Files) -> (String, BTreeSet<SitePath>) {
        let text = |path: &SitePath| files.text(path).unwrap_or_default().trim().to_owned();
        let is_broken = |path: &SitePath| match text(path).split_once('>') {
            Some((_, needed)) => files.get(&self::path(needed)).is_none(),
            None => text(path) == "bad",
        };
        let broken =
            files.iter().map(|file| &file.path).filter(|path| is_broken(path)).cloned().collect();
        let descriptions: Vec<String> =
            files.iter().map(|file| format!("{} {}", file.path.stem(), text(&file.path))).collect();
        (descriptions.join(", "), broken)
    }

    fn build(files: &Files) -> Attempt<(), ()> {
        let (_, broken) = judge(files);
        if broken.is_empty() { Ok(()) } else { Err(((), broken)) }
    }

    /// A site on disk, and the site that is shown of it.
    struct Workspace {
        disk: Files,
        last_good: LastGood,
    }

    impl Workspace {
        fn new(files: &[(&str, &str)]) -> Workspace {
            let last_good = LastGood::default();
            let mut workspace = Workspace { disk: Files::from_text(""), last_good };
            files.iter().for_each(|(name, text)| workspace.disk.set(path(name), text.as_bytes()));
            workspace.last_good.build(&workspace.disk, &[], &mut build);
            workspace
        }

        /// Saves files, or removes those with the text `-`, and returns what is shown then.
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
            self.last_good.note_renames(&self.disk, &differ);
            let saved: Vec<SitePath> = differ.into_iter().map(|change| change.path).collect();
            self.last_good.build(&self.disk, &saved, &mut build);
            self.shows()
        }

        fn shows(&self) -> String {
            let shown = self.last_good.shown().map(judge);
            assert!(shown.iter().all(|(_, broken)| broken.is_empty()), "{shown:?}");
            shown.map_or("nothing".to_owned(), |(description, _)| description)
        }

        fn waiting(&self) -> String {
            self.last_good.waiting().iter().map(SitePath::stem).collect::<Vec<_>>().join(" ")
        }
    }

    #[test]
    fn a_file_with_an_error_waits_in_its_last_good_state_and_others_do_not() {
        let mut workspace = Workspace::new(&[("a", "one"), ("b", "one")]);
        assert_eq!(workspace.save(&[("a", "bad")]), "a one, b one");
        assert_eq!(workspace.waiting(), "a");
        assert_eq!(workspace.save(&[("b", "two")]), "a one, b two");
        assert_eq!(workspace.save(&[("a", "two")]), "a two, b two");
        assert_eq!(workspace.waiting(), "");
    }

    #[test]
    fn a_new_file_with_an_error_is_not_there_yet() {
        let mut workspace = Workspace::new(&[("a", "one")]);
        assert_eq!(workspace.save(&[("new", "bad"), ("other", "one")]), "a one, other one");
        assert_eq!(workspace.save(&[("new", "-")]), "a one, other one");
        assert_eq!(workspace.waiting(), "");
    }

    #[test]
    fn before_there_was_a_site_without_errors_nothing_is_shown() {
        let mut workspace = Workspace::new(&[("a", "bad"), ("b", "one")]);
        assert_eq!(workspace.shows(), "nothing");
        assert_eq!(workspace.save(&[("b", "two")]), "nothing");
        assert_eq!(workspace.save(&[("a", "one")]), "a one, b two");
    }

    #[test]
    fn a_renamed_file_keeps_its_old_name_until_it_is_mended() {
        let mut workspace = Workspace::new(&[("a", "one"), ("b", "one")]);
        workspace.save(&[("a", "bad")]);
        assert_eq!(workspace.save(&[("a", "-"), ("c", "bad")]), "a one, b one");
        assert_eq!(workspace.save(&[("c", "-"), ("d", "bad")]), "a one, b one");
        assert!(workspace.last_good.take_renamed().is_empty());
        assert_eq!(
            workspace.save(&[("b", "bad"), ("d", "two")]),
            "b one, d two",
            "though another has an error"
        );
        assert_eq!(workspace.last_good.take_renamed(), [(path("a"), path("d"))]);
    }

    #[test]
    fn a_change_that_breaks_others_waits_until_they_are_mended() {
        let mut workspace = Workspace::new(&[("a", "one"), ("b", ">a"), ("c", "one")]);
        assert_eq!(workspace.save(&[("a", "-")]), "a one, b >a, c one");
        assert_eq!(workspace.save(&[("c", "two")]), "a one, b >a, c two", "others need not wait");
        assert_eq!(workspace.save(&[("b", "free")]), "b free, c two");
    }

    #[test]
    fn a_file_that_needs_a_waiting_file_waits() {
        let mut workspace = Workspace::new(&[("a", "one")]);
        assert_eq!(
            workspace.save(&[("new", "bad"), ("b", ">new"), ("c", ">b"), ("d", "one")]),
            "a one, d one"
        );
        assert_eq!(workspace.waiting(), "b c new");
        assert_eq!(workspace.save(&[("new", "one")]), "a one, b >new, c >b, d one, new one");
    }

    #[test]
    fn a_file_that_is_as_before_waits_for_nothing() {
        let mut workspace = Workspace::new(&[("a", "one"), ("b", "one")]);
        workspace.save(&[("a", "bad"), ("b", "bad")]);
        workspace.save(&[("a", "one")]);
        assert_eq!(workspace.waiting(), "b");
    }
}
