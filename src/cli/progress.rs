//! A line that moves while a build takes long.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build may take before anything is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// A spinner on standard error with the number of files made so far; shown only where a build takes
/// long.
///
/// Nothing is left of it on the terminal once it is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Its end tells the waiter that the work is done.
    done: Option<Sender<()>>,
    waiter: Option<JoinHandle<()>>,
}

impl Progress {
    /// One that is never shown.
    pub(super) fn hidden() -> Progress {
        Progress { bar: ProgressBar::hidden(), done: None, waiter: None }
    }

    /// One that appears after half a second.
    pub(super) fn patient() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} building: {human_pos} files, {elapsed}")
        {
            bar.set_style(style);
        }
        let (done, work) = mpsc::channel::<()>();
        let shown = bar.clone();
        let waiter = thread::spawn(move || {
            if work.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Progress { bar, done: Some(done), waiter: Some(waiter) }
    }

    /// So many files more are made.
    pub(super) fn add(&self, files: usize) {
        self.bar.inc(files as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(waiter) = self.waiter.take() {
            drop(waiter.join());
        }
        self.bar.finish_and_clear();
    }
}
