//! Watches the site's folder and reports changes once the file system has been quiet for a moment.
//! The only user of `notify`.
//!
//! Only folders are watched, never single files: an editor that saves by renaming replaces the file
//! that was watched. An event says where something happened; what happened is found out by reading
//! the files again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, ModifyKind};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::failure::Failure;
use crate::base::path::OWN_FOLDER;
use crate::files::TOPS;

/// How long the file system must be quiet before a rebuild: editors save a file in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// Upper bound on the wait after the first event.
const MAX_WAIT: Duration = Duration::from_millis(25);

/// Changes in more places than this come from a program (a checkout, a script), not from a writer.
pub(super) const MANY_PLACES: usize = 20;

/// Replaces [`QUIET`] while a program is at work, so that its changes are seen as a whole.
const QUIET_OF_PROGRAM: Duration = Duration::from_millis(100);

/// Replaces [`MAX_WAIT`] while a program is at work.
const MAX_WAIT_FOR_PROGRAM: Duration = Duration::from_millis(1500);

/// A lock of git that is older than this was left behind by a process that crashed.
const MAX_GIT_LOCK_AGE: Duration = Duration::from_secs(10);

/// When a new folder is read again: files may have come into it before it was watched.
const RECHECK_DELAY: Duration = Duration::from_millis(100);

/// How often files are compared where the system gives no events.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// The result of a wait for changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WatchEvent {
    /// Something changed at these places.
    Changed(Vec<PathBuf>),
    /// Something may have changed anywhere.
    Rescan,
    /// The wait ended without an event.
    Timeout,
    /// The user or the system asked the program to end.
    Quit,
}

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WatchMethod {
    /// The system reports events.
    Events,
    /// The files are compared every [`POLL_INTERVAL`].
    Polling,
}

/// A message to the thread that waits for changes.
pub(super) enum Signal {
    Event(Event),
    /// The system dropped events.
    Lost,
    Quit,
}

/// Watches a site's folder.
pub(super) struct SiteWatcher {
    root: PathBuf,
    /// `None` with [`WatchMethod::Polling`].
    watcher: Option<RecommendedWatcher>,
    receiver: Receiver<Signal>,
    sender: Sender<Signal>,
    /// New folders, and when to read them again.
    recheck: Option<(Instant, Vec<PathBuf>)>,
    /// Targets of symbolic links outside the site's folders, which are watched too.
    link_targets: BTreeSet<PathBuf>,
}

impl SiteWatcher {
    /// Starts watching a site. `root` must not contain a symbolic link.
    pub(super) fn new(root: &Path, method: WatchMethod) -> Result<SiteWatcher, Failure> {
        let (sender, receiver) = mpsc::channel();
        let mut watcher = SiteWatcher {
            root: root.to_owned(),
            watcher: None,
            receiver,
            sender,
            recheck: None,
            link_targets: BTreeSet::new(),
        };
        if method == WatchMethod::Events {
            watcher.start()?;
        }
        Ok(watcher)
    }

    /// Watches the site's folders and drops all earlier watches.
    fn start(&mut self) -> Result<(), Failure> {
        let sender = self.sender.clone();
        let handler = move |event: notify::Result<Event>| {
            let signal = match event {
                Ok(event) if event.need_rescan() => Signal::Lost,
                Ok(event) => Signal::Event(event),
                Err(_) => Signal::Lost,
            };
            // Sending fails only when the receiver is gone, which means that the program ends.
            drop(sender.send(signal));
        };
        let root = self.root.clone();
        let refused = |error| refused(&root, &error);
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, config).map_err(refused)?;
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(refused)?;
        self.watcher = Some(watcher);
        self.watch_tops()?;
        let link_targets = std::mem::take(&mut self.link_targets);
        self.watch_link_targets(&link_targets);
        Ok(())
    }

    /// Watches the site again after its folder was replaced by another one of that name.
    pub(super) fn restart(&mut self) -> Result<(), Failure> {
        if self.watcher.is_some() { self.start() } else { Ok(()) }
    }

    /// A sender for other threads, which may ask the program to end.
    pub(super) fn sender(&self) -> Sender<Signal> {
        self.sender.clone()
    }

    /// Watches the folders that a site is made of, as far as they exist.
    fn watch_tops(&mut self) -> Result<(), Failure> {
        let tops = TOPS.map(|top| self.root.join(top));
        tops.iter().try_for_each(|top| self.watch_top(top))
    }

    #[expect(clippy::disallowed_methods, reason = "only a folder that exists can be watched")]
    fn watch_top(&mut self, top: &Path) -> Result<(), Failure> {
        match &mut self.watcher {
            Some(watcher) if top.is_dir() => {
                watcher.watch(top, RecursiveMode::Recursive).map_err(|error| refused(top, &error))
            }
            _ => Ok(()),
        }
    }

    /// Watches exactly these files and folders, which symbolic links lead to, beside the site's own
    /// folders.
    pub(super) fn watch_link_targets(&mut self, targets: &BTreeSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        let tops = TOPS.map(|top| self.root.join(top));
        let is_watched = |target: &PathBuf| tops.iter().any(|top| target.starts_with(top));
        let targets: BTreeSet<PathBuf> =
            targets.iter().filter(|target| !is_watched(target)).cloned().collect();
        // These calls fail for a target that was just removed; its removal is an event, too.
        for target in self.link_targets.difference(&targets) {
            drop(watcher.unwatch(&watched_for(target).0));
        }
        for target in &targets {
            let (place, mode) = watched_for(target);
            if place != self.root && !self.link_targets.contains(target) {
                drop(watcher.watch(&place, mode));
            }
        }
        self.link_targets = targets;
    }

    /// Waits until something has changed and the file system is quiet again, at most for `timeout`.
    #[expect(clippy::disallowed_methods, reason = "a timeout needs the clock")]
    pub(super) fn wait(&mut self, timeout: Option<Duration>) -> WatchEvent {
        let timeout = if self.watcher.is_none() {
            Some(timeout.unwrap_or(POLL_INTERVAL).min(POLL_INTERVAL))
        } else {
            timeout
        };
        let end = timeout.map(|timeout| Instant::now() + timeout);
        loop {
            match self.next_event(end) {
                WatchEvent::Changed(places) if places.is_empty() => {}
                event => return event,
            }
        }
    }

    /// The next event, which is `Changed` without a place where nothing relevant happened.
    #[expect(clippy::disallowed_methods, reason = "a timeout needs the clock")]
    fn next_event(&mut self, end: Option<Instant>) -> WatchEvent {
        let recheck = self.recheck.as_ref().map(|(at, _)| *at);
        let first = match end.into_iter().chain(recheck).min() {
            None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => self.receiver.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Disconnected) => return WatchEvent::Quit,
            Err(RecvTimeoutError::Timeout) => {
                let folders = self.recheck.take_if(|(at, _)| *at <= Instant::now());
                return folders
                    .map_or(WatchEvent::Timeout, |(_, folders)| WatchEvent::Changed(folders));
            }
        };
        let mut batch = EventBatch::default();
        batch.add(first, &self.root);
        let begin = Instant::now();
        loop {
            let (quiet, max_wait) = match batch.places.len() {
                0..=MANY_PLACES if !batch.has_new_folder && !self.is_git_at_work() => {
                    (QUIET, MAX_WAIT)
                }
                _ => (QUIET_OF_PROGRAM, MAX_WAIT_FOR_PROGRAM),
            };
            let left = (begin + max_wait).saturating_duration_since(Instant::now());
            match self.receiver.recv_timeout(left.min(quiet)) {
                Ok(signal) => batch.add(signal, &self.root),
                Err(_) => break,
            }
            if left.is_zero() {
                break;
            }
        }
        self.event_of(batch)
    }

    /// Whether git is changing files of the site: it holds a lock while it does.
    #[expect(clippy::disallowed_methods, reason = "the lock is a file in git's folder")]
    pub(super) fn is_git_at_work(&self) -> bool {
        let repository =
            self.root.ancestors().map(|folder| folder.join(".git")).find(|git| git.is_dir());
        let lock = repository.and_then(|git| git.join("index.lock").metadata().ok());
        let age = lock.and_then(|lock| lock.modified().ok()?.elapsed().ok());
        age.is_some_and(|age| age < MAX_GIT_LOCK_AGE)
    }

    /// Turns a batch into one event, and watches the folders that are new in it.
    #[expect(clippy::disallowed_methods, reason = "only new folders are read again")]
    fn event_of(&mut self, mut batch: EventBatch) -> WatchEvent {
        if batch.quit {
            return WatchEvent::Quit;
        }
        if batch.root_is_replaced {
            // Restarting fails while the folder is gone; the caller restarts once it is back.
            drop(self.restart());
            return WatchEvent::Rescan;
        }
        if batch.lost {
            // An event about a new folder may be among the lost ones.
            drop(self.watch_tops());
            return WatchEvent::Rescan;
        }
        // A top folder that was created again has lost its watch.
        for top in TOPS.map(|top| self.root.join(top)) {
            if batch.places.contains(&top) {
                // Watching fails for a folder that is already gone; its removal is an event, too.
                drop(self.watch_top(&top));
            }
        }
        batch.places.remove(&self.root);
        let folders: Vec<PathBuf> =
            batch.created.into_iter().filter(|place| place.is_dir()).collect();
        if !folders.is_empty() {
            let (_, waiting) =
                self.recheck.get_or_insert_with(|| (Instant::now() + RECHECK_DELAY, Vec::new()));
            waiting.extend(folders);
        }
        WatchEvent::Changed(batch.places.into_iter().collect())
    }
}

/// The folder to watch for the target of a link. For a file it is the file's folder, since editors
/// replace files.
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

/// Whether a place is in briefgen's own folder, where every build writes.
fn is_own(root: &Path, place: &Path) -> bool {
    place.strip_prefix(root).is_ok_and(|place| place.starts_with(OWN_FOLDER))
}

/// The signals that came in since the file system was last quiet.
#[derive(Default)]
struct EventBatch {
    places: BTreeSet<PathBuf>,
    /// Places that were created or renamed.
    created: Vec<PathBuf>,
    /// Whether a folder was created. This is the work of a program, which creates files in it next,
    /// some of them before the folder is watched.
    has_new_folder: bool,
    /// Whether the site's own folder was removed or renamed.
    root_is_replaced: bool,
    lost: bool,
    quit: bool,
}

impl EventBatch {
    fn add(&mut self, signal: Signal, root: &Path) {
        match signal {
            // Reading changes nothing, and briefgen itself reads most.
            Signal::Event(Event { kind: EventKind::Access(_), .. }) => {}
            Signal::Event(mut event) => {
                event.paths.retain(|path| !is_own(root, path));
                if event.paths.is_empty() {
                    return;
                }
                if matches!(
                    event.kind,
                    EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_))
                ) {
                    self.created.extend(event.paths.iter().cloned());
                }
                self.has_new_folder |= event.kind == EventKind::Create(CreateKind::Folder);
                if matches!(
                    event.kind,
                    EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                ) {
                    self.root_is_replaced |= event.paths.iter().any(|path| path == root);
                }
                self.places.extend(event.paths);
            }
            Signal::Lost => self.lost = true,
            Signal::Quit => self.quit = true,
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::*;

    fn watched_folder() -> (tempfile::TempDir, SiteWatcher) {
        let folder = tempfile::tempdir().unwrap();
        let watcher = SiteWatcher::new(folder.path(), WatchMethod::Events).unwrap();
        (folder, watcher)
    }

    fn changed(place: &str) -> Signal {
        Signal::Event(Event::new(EventKind::Any).add_path(PathBuf::from(place)))
    }

    #[test]
    fn after_lost_events_everything_is_read_again() {
        let (_folder, mut watcher) = watched_folder();
        let sender = watcher.sender();
        sender.send(changed("/site/content/a.md")).unwrap();
        sender.send(Signal::Lost).unwrap();
        assert_eq!(watcher.wait(None), WatchEvent::Rescan);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn after_lost_events_new_folders_are_watched() {
        let (folder, mut watcher) = watched_folder();
        let unwatched = folder.path().join("static/later");
        std::fs::create_dir_all(&unwatched).unwrap();
        // Takes the events about the folders out of the channel, as if an overflow had lost them.
        while !matches!(watcher.receiver.recv(), Ok(Signal::Event(event)) if event.paths == [folder.path().join("static")])
        {
        }
        watcher.sender().send(Signal::Lost).unwrap();
        assert_eq!(watcher.wait(None), WatchEvent::Rescan);
        let file = unwatched.join("a.css");
        std::fs::write(&file, "x").unwrap();
        loop {
            match watcher.wait(None) {
                WatchEvent::Changed(places) if places.contains(&file) => break,
                WatchEvent::Quit => panic!("no more events"),
                _ => {}
            }
        }
    }

    #[test]
    fn git_is_at_work_while_it_holds_a_lock_that_is_not_old() {
        let (folder, watcher) = watched_folder();
        let lock = folder.path().join(".git/index.lock");
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(!watcher.is_git_at_work());
        std::fs::write(&lock, "").unwrap();
        assert!(watcher.is_git_at_work());
        std::fs::File::options()
            .write(true)
            .open(&lock)
            .unwrap()
            .set_modified(std::time::UNIX_EPOCH)
            .unwrap();
        assert!(!watcher.is_git_at_work());
    }

    #[test]
    fn changes_in_the_own_folder_are_ignored() {
        let (folder, mut watcher) = watched_folder();
        let sender = watcher.sender();
        let own =
            |path: &str, kind| Signal::Event(Event::new(kind).add_path(folder.path().join(path)));
        sender.send(own(".briefgen", EventKind::Create(CreateKind::Folder))).unwrap();
        sender.send(own(".briefgen/outputs/public/manifest", EventKind::Any)).unwrap();
        assert_eq!(watcher.wait(Some(Duration::ZERO)), WatchEvent::Timeout);
        sender.send(own(".briefgen-notes.md", EventKind::Any)).unwrap();
        assert_eq!(
            watcher.wait(None),
            WatchEvent::Changed(vec![folder.path().join(".briefgen-notes.md")])
        );
        sender.send(Signal::Quit).unwrap();
        assert_eq!(watcher.wait(None), WatchEvent::Quit);
    }

    #[test]
    fn polling_waits_for_the_timeout_or_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut watcher = SiteWatcher::new(folder.path(), WatchMethod::Polling).unwrap();
        assert_eq!(watcher.wait(Some(Duration::ZERO)), WatchEvent::Timeout);
        watcher.sender().send(Signal::Quit).unwrap();
        assert_eq!(watcher.wait(None), WatchEvent::Quit);
    }

    #[test]
    fn simultaneous_changes_are_one_event_with_each_place_once() {
        let (_folder, mut watcher) = watched_folder();
        let sender = watcher.sender();
        for place in ["/site/content/b.md", "/site/content/a.md", "/site/content/b.md"] {
            sender.send(changed(place)).unwrap();
        }
        let places = ["/site/content/a.md", "/site/content/b.md"].map(PathBuf::from).to_vec();
        assert_eq!(watcher.wait(None), WatchEvent::Changed(places));
    }

    #[test]
    fn reading_is_ignored_and_quit_comes_first() {
        let (_folder, mut watcher) = watched_folder();
        let sender = watcher.sender();
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any))
            .add_path(PathBuf::from("/site/a"));
        sender.send(Signal::Event(read)).unwrap();
        sender.send(changed("/site/content/a.md")).unwrap();
        sender.send(Signal::Quit).unwrap();
        assert_eq!(watcher.wait(None), WatchEvent::Quit);
    }
}
