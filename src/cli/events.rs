//! What happens in the site's folder: the system's events, gathered until it is quiet. The only
//! user of notify.
//!
//! Folders are watched and never files: an editor that saves by renaming puts another file in the
//! place of the one that was watched. What an event says is not trusted, only where it happened;
//! what is there now is read anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::failure::Failure;
use crate::base::path::OWN_FOLDER;
use crate::files::TOPS;

/// Nothing may happen for so long before a rebuild begins: an editor writes a file in several
/// steps.
const QUIET: Duration = Duration::from_millis(5);

/// A rebuild begins so long after the first event at the latest.
const PATIENCE: Duration = Duration::from_millis(25);

/// Where something happened at more places than this, a program is at work, and no writer: a
/// checkout, a script.
pub(super) const MANY: usize = 20;

/// It must then be quiet for so long: the program is not to be met halfway.
const QUIET_OF_MANY: Duration = Duration::from_millis(100);

/// And a rebuild begins so long after the first event at the latest.
const PATIENCE_WITH_MANY: Duration = Duration::from_millis(1500);

/// No checkout takes longer.
const GIT_AT_MOST: Duration = Duration::from_secs(10);

/// New folders are looked at again after so long: files may come into them before they are watched.
const AGAIN: Duration = Duration::from_millis(100);

/// How often files are looked at where the system gives no events.
const POLLED: Duration = Duration::from_millis(500);

/// What happened, once it is quiet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Something at these places.
    At(Vec<PathBuf>),
    /// Something, and it is not known where.
    Anywhere,
    /// Nothing that is known of, for as long as was waited.
    Nothing,
    /// The user or the system wants an end.
    End,
}

/// How it is learnt that a file was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// The system tells.
    Events,
    /// Nobody tells, and the files are to be looked at from time to time.
    Polling,
}

/// One piece of what the system tells.
pub(super) enum Told {
    Event(Event),
    /// Events were lost.
    Lost,
    End,
}

/// The site's folder under watch.
pub(super) struct Watch {
    root: PathBuf,
    /// `None` where nobody tells.
    watcher: Option<RecommendedWatcher>,
    told: Receiver<Told>,
    tell: Sender<Told>,
    /// Folders that are new, and when to look at them again.
    again: Option<(Instant, Vec<PathBuf>)>,
    /// What is watched besides, because links lead there.
    linked: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches a site. `root` has no symbolic link in it.
    pub(super) fn of(root: &Path, means: Means) -> Result<Watch, Failure> {
        let (tell, told) = mpsc::channel();
        let (root, linked) = (root.to_owned(), BTreeSet::new());
        let mut watch = Watch { root, watcher: None, told, tell, again: None, linked };
        if means == Means::Events {
            watch.begin()?;
        }
        Ok(watch)
    }

    /// Begins to watch, and forgets what was watched before.
    fn begin(&mut self) -> Result<(), Failure> {
        let sender = self.tell.clone();
        let handler = move |event: notify::Result<Event>| {
            let told = match event {
                Ok(event) if event.need_rescan() => Told::Lost,
                Ok(event) => Told::Event(event),
                Err(_) => Told::Lost,
            };
            // Nobody waits any more: the program ends.
            drop(sender.send(told));
        };
        let root = self.root.clone();
        let refused = |error| refused(&root, &error);
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, config).map_err(refused)?;
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(refused)?;
        self.watcher = Some(watcher);
        self.look_below_all()?;
        let linked = std::mem::take(&mut self.linked);
        self.also(&linked);
        Ok(())
    }

    /// Begins anew where a folder of this name is another one than before.
    pub(super) fn renew(&mut self) -> Result<(), Failure> {
        if self.watcher.is_some() { self.begin() } else { Ok(()) }
    }

    /// Where others tell that the end is asked for.
    pub(super) fn line(&self) -> Sender<Told> {
        self.tell.clone()
    }

    fn look_below_all(&mut self) -> Result<(), Failure> {
        let tops = TOPS.map(|top| self.root.join(top));
        tops.iter().try_for_each(|top| self.look_below(top))
    }

    #[expect(clippy::disallowed_methods, reason = "a watch is on what is there")]
    fn look_below(&mut self, top: &Path) -> Result<(), Failure> {
        match &mut self.watcher {
            Some(watcher) if top.is_dir() => {
                watcher.watch(top, RecursiveMode::Recursive).map_err(|error| refused(top, &error))
            }
            _ => Ok(()),
        }
    }

    /// Watches these files and folders besides, to which links lead, and no others.
    pub(super) fn also(&mut self, targets: &BTreeSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        let tops = TOPS.map(|top| self.root.join(top));
        let is_watched = |target: &PathBuf| tops.iter().any(|top| target.starts_with(top));
        let targets: BTreeSet<PathBuf> =
            targets.iter().filter(|target| !is_watched(target)).cloned().collect();
        // What is gone cannot be watched, and its end is told like its beginning.
        for target in self.linked.difference(&targets) {
            drop(watcher.unwatch(&watched_for(target).0));
        }
        for target in &targets {
            let (place, mode) = watched_for(target);
            if place != self.root && !self.linked.contains(target) {
                drop(watcher.watch(&place, mode));
            }
        }
        self.linked = targets;
    }

    /// Waits until something happened and it is quiet again, or for so long at most.
    #[expect(clippy::disallowed_methods, reason = "the clock tells how long was waited")]
    pub(super) fn news(&mut self, at_most: Option<Duration>) -> News {
        let at_most = if self.watcher.is_none() {
            Some(at_most.unwrap_or(POLLED).min(POLLED))
        } else {
            at_most
        };
        let end = at_most.map(|at_most| Instant::now() + at_most);
        loop {
            let news = self.gathered(end);
            match &news {
                News::At(places) if places.is_empty() => {}
                _ => return news,
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the clock tells when it has been quiet")]
    fn gathered(&mut self, end: Option<Instant>) -> News {
        let again = self.again.as_ref().map(|(at, _)| *at);
        let first = match end.into_iter().chain(again).min() {
            None => self.told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => self.told.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Disconnected) => return News::End,
            Err(RecvTimeoutError::Timeout) => {
                let folders = self.again.take_if(|(at, _)| *at <= Instant::now());
                return folders.map_or(News::Nothing, |(_, folders)| News::At(folders));
            }
        };
        let mut gathered = Gathered::default();
        gathered.add(first, &self.root);
        let begin = Instant::now();
        loop {
            let (quiet, patience) = match gathered.places.len() {
                0..=MANY if !gathered.has_new_folder && !self.is_git_at_work() => (QUIET, PATIENCE),
                _ => (QUIET_OF_MANY, PATIENCE_WITH_MANY),
            };
            let left = (begin + patience).saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left.min(quiet)) {
                Ok(told) => gathered.add(told, &self.root),
                Err(_) => break,
            }
            if left.is_zero() {
                break;
            }
        }
        self.settled(gathered)
    }

    /// Whether git changes files of the site now: it holds a lock as long as it does. One that is
    /// old was left behind.
    #[expect(clippy::disallowed_methods, reason = "what git does is seen in its folder only")]
    pub(super) fn is_git_at_work(&self) -> bool {
        let repository =
            self.root.ancestors().map(|folder| folder.join(".git")).find(|git| git.is_dir());
        let lock = repository.and_then(|git| git.join("index.lock").metadata().ok());
        let age = lock.and_then(|lock| lock.modified().ok()?.elapsed().ok());
        age.is_some_and(|age| age < GIT_AT_MOST)
    }

    #[expect(clippy::disallowed_methods, reason = "a new folder must be told from a new file")]
    fn settled(&mut self, mut gathered: Gathered) -> News {
        if gathered.end {
            return News::End;
        }
        if gathered.root_is_other {
            // It may be gone; who waits for it begins anew when it is back.
            drop(self.renew());
            return News::Anywhere;
        }
        if gathered.lost {
            // New folders may be among what was lost.
            drop(self.look_below_all());
            return News::Anywhere;
        }
        // One of the site's own folders that was made, or made again, is not under watch yet.
        for top in TOPS.map(|top| self.root.join(top)) {
            if gathered.places.contains(&top) {
                // It may be gone again; its end is told like its beginning.
                drop(self.look_below(&top));
            }
        }
        gathered.places.remove(&self.root);
        let folders: Vec<PathBuf> =
            gathered.made.into_iter().filter(|place| place.is_dir()).collect();
        if !folders.is_empty() {
            let (_, waiting) =
                self.again.get_or_insert_with(|| (Instant::now() + AGAIN, Vec::new()));
            waiting.extend(folders);
        }
        News::At(gathered.places.into_iter().collect())
    }
}

/// What is watched for a place to which a link leads: never a file, which an editor replaces.
#[expect(clippy::disallowed_methods, reason = "a folder is watched otherwise than a file")]
fn watched_for(target: &Path) -> (PathBuf, RecursiveMode) {
    match target.parent() {
        Some(folder) if !target.is_dir() => (folder.to_owned(), RecursiveMode::NonRecursive),
        _ => (target.to_owned(), RecursiveMode::Recursive),
    }
}

fn refused(place: &Path, error: &notify::Error) -> Failure {
    Failure::system("watch", place, error)
        .help("`--poll` looks at the files from time to time instead")
}

/// Whether a place is in our own folder, where every build writes.
fn is_own(root: &Path, place: &Path) -> bool {
    place.strip_prefix(root).is_ok_and(|place| place.starts_with(OWN_FOLDER))
}

/// What was told since it was last quiet.
#[derive(Default)]
struct Gathered {
    places: BTreeSet<PathBuf>,
    made: Vec<PathBuf>,
    /// No writer makes one: files come after it, some of them before it is watched.
    has_new_folder: bool,
    /// The site's folder went away, or has another in its place.
    root_is_other: bool,
    lost: bool,
    end: bool,
}

impl Gathered {
    fn add(&mut self, told: Told, root: &Path) {
        match told {
            // Somebody read a file: we, most of all.
            Told::Event(Event { kind: EventKind::Access(_), .. }) => {}
            Told::Event(mut event) => {
                event.paths.retain(|path| !is_own(root, path));
                if event.paths.is_empty() {
                    return;
                }
                if matches!(
                    event.kind,
                    EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_))
                ) {
                    self.made.extend(event.paths.iter().cloned());
                }
                self.has_new_folder |= event.kind == EventKind::Create(CreateKind::Folder);
                if matches!(
                    event.kind,
                    EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                ) {
                    self.root_is_other |= event.paths.iter().any(|path| path == root);
                }
                self.places.extend(event.paths);
            }
            Told::Lost => self.lost = true,
            Told::End => self.end = true,
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::*;

    fn watch() -> (tempfile::TempDir, Watch) {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch::of(folder.path(), Means::Events).unwrap();
        (folder, watch)
    }

    fn changed(place: &str) -> Told {
        Told::Event(Event::new(EventKind::Any).add_path(PathBuf::from(place)))
    }

    #[test]
    fn where_events_were_lost_everything_is_looked_at() {
        let (_folder, mut watch) = watch();
        let line = watch.line();
        line.send(changed("/site/content/a.md")).unwrap();
        line.send(Told::Lost).unwrap();
        assert_eq!(watch.news(None), News::Anywhere);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn after_events_were_lost_new_folders_are_watched() {
        let (folder, mut watch) = watch();
        let unwatched = folder.path().join("static/later");
        std::fs::create_dir_all(&unwatched).unwrap();
        // As if what was told of the folders had been lost in an overflow.
        while !matches!(watch.told.recv(), Ok(Told::Event(event)) if event.paths == [folder.path().join("static")])
        {
        }
        watch.line().send(Told::Lost).unwrap();
        assert_eq!(watch.news(None), News::Anywhere);
        let file = unwatched.join("a.css");
        std::fs::write(&file, "x").unwrap();
        loop {
            match watch.news(None) {
                News::At(places) if places.contains(&file) => break,
                News::End => panic!("nobody tells any more"),
                _ => {}
            }
        }
    }

    #[test]
    fn git_is_at_work_while_it_holds_its_lock_and_that_is_not_old() {
        let (folder, watch) = watch();
        let lock = folder.path().join(".git/index.lock");
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(!watch.is_git_at_work());
        std::fs::write(&lock, "").unwrap();
        assert!(watch.is_git_at_work());
        std::fs::File::options()
            .write(true)
            .open(&lock)
            .unwrap()
            .set_modified(std::time::UNIX_EPOCH)
            .unwrap();
        assert!(!watch.is_git_at_work());
    }

    #[test]
    fn what_a_build_writes_down_for_itself_is_no_news() {
        let (folder, mut watch) = watch();
        let line = watch.line();
        let own =
            |path: &str, kind| Told::Event(Event::new(kind).add_path(folder.path().join(path)));
        line.send(own(".briefgen", EventKind::Create(CreateKind::Folder))).unwrap();
        line.send(own(".briefgen/outputs/public/manifest", EventKind::Any)).unwrap();
        assert_eq!(watch.news(Some(Duration::ZERO)), News::Nothing);
        line.send(own(".briefgen-notes.md", EventKind::Any)).unwrap();
        assert_eq!(watch.news(None), News::At(vec![folder.path().join(".briefgen-notes.md")]));
        line.send(Told::End).unwrap();
        assert_eq!(watch.news(None), News::End);
    }

    #[test]
    fn where_nobody_tells_it_is_only_waited() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = Watch::of(folder.path(), Means::Polling).unwrap();
        assert_eq!(watch.news(Some(Duration::ZERO)), News::Nothing);
        watch.line().send(Told::End).unwrap();
        assert_eq!(watch.news(None), News::End);
    }

    #[test]
    fn what_comes_at_once_is_one_piece_of_news_and_each_place_is_named_once() {
        let (_folder, mut watch) = watch();
        let line = watch.line();
        for place in ["/site/content/b.md", "/site/content/a.md", "/site/content/b.md"] {
            line.send(changed(place)).unwrap();
        }
        let places = ["/site/content/a.md", "/site/content/b.md"].map(PathBuf::from).to_vec();
        assert_eq!(watch.news(None), News::At(places));
    }

    #[test]
    fn reading_is_no_news_and_an_end_goes_before_all_else() {
        let (_folder, mut watch) = watch();
        let line = watch.line();
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any))
            .add_path(PathBuf::from("/site/a"));
        line.send(Told::Event(read)).unwrap();
        line.send(changed("/site/content/a.md")).unwrap();
        line.send(Told::End).unwrap();
        assert_eq!(watch.news(None), News::End);
    }
}
