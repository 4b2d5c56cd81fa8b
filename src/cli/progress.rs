//! A progress line for builds that take long.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a build takes before the spinner appears.
const SPINNER_DELAY: Duration = Duration::from_millis(500);

/// A spinner on standard error with the number of files built so far. Dropping it clears the line.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Dropped to tell the thread that the work is done.
    done: Option<Sender<()>>,
    /// The thread that shows the spinner after [`SPINNER_DELAY`].
    timer: Option<JoinHandle<()>>,
}

impl Progress {
    /// A spinner that is never shown.
    pub(super) fn hidden() -> Progress {
        Progress { bar: ProgressBar::hidden(), done: None, timer: None }
    }

    /// A spinner that appears after [`SPINNER_DELAY`].
    pub(super) fn delayed() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} building: {human_pos} files, {elapsed}")
        {
            bar.set_style(style);
        }
        let (done, work) = mpsc::channel::<()>();
        let shown = bar.clone();
        let timer = thread::spawn(move || {
            if work.recv_timeout(SPINNER_DELAY) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Progress { bar, done: Some(done), timer: Some(timer) }
    }

    /// Adds to the number of files built.
    pub(super) fn add(&self, files: usize) {
        self.bar.inc(files as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(timer) = self.timer.take() {
            drop(timer.join());
        }
        self.bar.finish_and_clear();
    }
}
