//! What happens in the site's folder: the system's events, gathered until it is quiet. The only user of notify.
//!
//! Folders are watched and never files: an editor that saves by renaming puts another file in the place of the one
//! that was watched. What an event says is not trusted, only where it happened; what is there now is read anew.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::failure::Failure;
use crate::files::TOPS;

/// Nothing may happen for so long before a rebuild begins: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// A rebuild begins so long after the first event at the latest.
const PATIENCE: Duration = Duration::from_millis(25);

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
    /// The user or the system wants an end.
    End,
}

/// How it is learnt that a file was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// The system tells.
    Events,
    /// The files are looked at from time to time.
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
    watcher: Box<dyn Watcher + Send>,
    told: Receiver<Told>,
    tell: Sender<Told>,
    /// Folders that are new, and when to look at them again.
    again: Option<(Instant, Vec<PathBuf>)>,
}

impl Watch {
    /// Watches a site. `root` has no symbolic link in it.
    pub(super) fn of(root: &Path, means: Means) -> Result<Watch, Failure> {
        let (tell, told) = mpsc::channel();
        let sender = tell.clone();
        let handler = move |event: notify::Result<Event>| {
            let told = match event {
                Ok(event) if event.need_rescan() => Told::Lost,
                Ok(event) => Told::Event(event),
                Err(_) => Told::Lost,
            };
            // Nobody waits any more: the program ends.
            drop(sender.send(told));
        };
        let config =
            Config::default().with_poll_interval(POLLED).with_compare_contents(true).with_follow_symlinks(false);
        let watcher: notify::Result<Box<dyn Watcher + Send>> = match means {
            Means::Events => RecommendedWatcher::new(handler, config).map(|watcher| Box::new(watcher) as _),
            Means::Polling => PollWatcher::new(handler, config).map(|watcher| Box::new(watcher) as _),
        };
        let mut watch = Watch {
            root: root.to_owned(),
            watcher: watcher.map_err(|error| refused(root, &error))?,
            told,
            tell,
            again: None,
        };
        watch.watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| refused(root, &error))?;
        for top in TOPS {
            watch.look_below(&root.join(top))?;
        }
        Ok(watch)
    }

    /// Where others tell that the end is asked for.
    pub(super) fn line(&self) -> Sender<Told> {
        self.tell.clone()
    }

    #[expect(clippy::disallowed_methods, reason = "a watch is on what is there")]
    fn look_below(&mut self, top: &Path) -> Result<(), Failure> {
        if top.is_dir() {
            self.watcher.watch(top, RecursiveMode::Recursive).map_err(|error| refused(top, &error))?;
        }
        Ok(())
    }

    /// Waits until something happened and it is quiet again.
    pub(super) fn news(&mut self) -> News {
        loop {
            let news = self.gathered();
            match &news {
                News::At(places) if places.is_empty() => {}
                _ => return news,
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the clock tells when it has been quiet")]
    fn gathered(&mut self) -> News {
        let first = match self.again.take() {
            None => self.told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((at, folders)) => match self.told.recv_timeout(at.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => return News::At(folders),
                told => {
                    self.again = Some((at, folders));
                    told
                }
            },
        };
        let mut gathered = Gathered::default();
        let Ok(first) = first else { return News::End };
        gathered.add(first);
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left.min(QUIET)) {
                Ok(told) => gathered.add(told),
                Err(_) => break,
            }
            if left.is_zero() {
                break;
            }
        }
        self.settled(gathered)
    }

    #[expect(clippy::disallowed_methods, reason = "a new folder must be told from a new file")]
    fn settled(&mut self, mut gathered: Gathered) -> News {
        if gathered.end {
            return News::End;
        }
        // One of the site's own folders that was made, or made again, is not under watch yet.
        for top in TOPS.map(|top| self.root.join(top)) {
            if gathered.places.contains(&top) {
                // It may be gone again; its end is told like its beginning.
                drop(self.look_below(&top));
            }
        }
        gathered.places.retain(|place| *place != self.root);
        gathered.places.sort_unstable();
        gathered.places.dedup();
        let folders: Vec<PathBuf> = gathered.made.into_iter().filter(|place| place.is_dir()).collect();
        if !folders.is_empty() {
            let (_, waiting) = self.again.get_or_insert_with(|| (Instant::now() + AGAIN, Vec::new()));
            waiting.extend(folders);
        }
        if gathered.lost { News::Anywhere } else { News::At(gathered.places) }
    }
}

fn refused(place: &Path, error: &notify::Error) -> Failure {
    Failure::system("watch", place, error).help("`--poll` looks at the files from time to time instead")
}

/// What was told since it was last quiet.
#[derive(Default)]
struct Gathered {
    places: Vec<PathBuf>,
    made: Vec<PathBuf>,
    lost: bool,
    end: bool,
}

impl Gathered {
    fn add(&mut self, told: Told) {
        match told {
            // Somebody read a file: we, most of all.
            Told::Event(Event { kind: EventKind::Access(_), .. }) => {}
            Told::Event(event) => {
                if matches!(event.kind, EventKind::Create(_) | EventKind::Modify(notify::event::ModifyKind::Name(_))) {
                    self.made.extend(event.paths.iter().cloned());
                }
                self.places.extend(event.paths);
            }
            Told::Lost => self.lost = true,
            Told::End => self.end = true,
        }
    }
}

#[cfg(test)]
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
        assert_eq!(watch.news(), News::Anywhere);
    }

    #[test]
    fn what_comes_at_once_is_one_piece_of_news_and_each_place_is_named_once() {
        let (_folder, mut watch) = watch();
        let line = watch.line();
        for place in ["/site/content/b.md", "/site/content/a.md", "/site/content/b.md"] {
            line.send(changed(place)).unwrap();
        }
        let places = ["/site/content/a.md", "/site/content/b.md"].map(PathBuf::from).to_vec();
        assert_eq!(watch.news(), News::At(places));
    }

    #[test]
    fn reading_is_no_news_and_an_end_goes_before_all_else() {
        let (_folder, mut watch) = watch();
        let line = watch.line();
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any)).add_path(PathBuf::from("/site/a"));
        line.send(Told::Event(read)).unwrap();
        line.send(changed("/site/content/a.md")).unwrap();
        line.send(Told::End).unwrap();
        assert_eq!(watch.news(), News::End);
    }
}
