//! Who looks at which page, and what they are told.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::base::path::{OutPath, UrlStyle};

/// The browsers that listen. Shared by the server and by those who have news.
#[derive(Default)]
pub(super) struct Hub {
    state: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    last: u64,
    by_number: BTreeMap<u64, Listener>,
    /// What is wrong with the site, as the last build found it.
    findings: Option<Arc<str>>,
}

struct Listener {
    page: OutPath,
    news: UnboundedSender<Message>,
}

/// A piece of news for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// The page itself is new, or gone.
    Page,
    /// These files are new: stylesheets, images. Relative to the root, as URLs.
    Files(Arc<str>),
    /// Another page is to be shown.
    Lead(OutPath),
    /// What is wrong with the site.
    Findings(Arc<str>),
}

impl Message {
    fn event(self) -> Event {
        match self {
            Message::Page => Event::default().event("page").data("new"),
            Message::Files(files) => Event::default().event("files").data(files),
            Message::Lead(page) => Event::default().event("lead").data(page.url(UrlStyle::Folder).as_str()),
            Message::Findings(json) => Event::default().event("findings").data(json),
        }
    }
}

impl Hub {
    fn state(&self) -> MutexGuard<'_, Listeners> {
        // A panic elsewhere leaves the map whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a browser that shows a page; the answer goes on until the browser leaves.
    pub(super) fn listen(hub: &Arc<Hub>, page: OutPath) -> Response {
        let (news, receiver) = unbounded_channel();
        let mut state = hub.state();
        state.last += 1;
        let number = state.last;
        // A receiver that is gone is struck off by its guard.
        drop(state.findings.clone().map(|findings| news.send(Message::Findings(findings))));
        state.by_number.insert(number, Listener { page, news });
        drop(state);
        let seat = Seat { hub: Arc::clone(hub), number, receiver };
        let events = stream::unfold(seat, |mut seat| async move {
            let message = seat.receiver.recv().await?;
            Some((Ok::<_, Infallible>(message.event()), seat))
        });
        Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
    }

    pub(super) fn open_pages(&self) -> Vec<OutPath> {
        let mut pages: Vec<OutPath> = self.state().by_number.values().map(|listener| listener.page.clone()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }

    /// Tells those who show a page.
    pub(super) fn tell(&self, page: &OutPath, message: &Message) {
        self.send(message, |listener| listener.page == *page);
    }

    pub(super) fn changed(&self, files: &[OutPath]) {
        for page in self.open_pages() {
            if files.contains(&page) {
                self.tell(&page, &Message::Page);
            }
        }
        let others: Vec<String> = files
            .iter()
            .filter(|file| !file.as_str().ends_with(".html"))
            .map(|file| file.url(UrlStyle::Portable).to_string())
            .collect();
        if !others.is_empty() {
            let json = serde_json::to_string(&others).unwrap_or_default();
            self.send(&Message::Files(json.into()), |_| true);
        }
    }

    pub(super) fn findings(&self, json: Arc<str>) {
        let mut state = self.state();
        if state.findings.as_ref() == Some(&json) {
            return;
        }
        state.findings = Some(Arc::clone(&json));
        drop(state);
        self.send(&Message::Findings(json), |_| true);
    }

    pub(super) fn lead(&self, from: Option<&OutPath>, to: &OutPath) {
        self.send(&Message::Lead(to.clone()), |listener| {
            from.is_none_or(|from| listener.page == *from) && listener.page != *to
        });
    }

    fn send(&self, message: &Message, to: impl Fn(&Listener) -> bool) {
        for listener in self.state().by_number.values().filter(|listener| to(listener)) {
            // A receiver that is gone is struck off by its guard.
            drop(listener.news.send(message.clone()));
        }
    }
}

/// A browser's place; it is free again when the connection ends.
struct Seat {
    hub: Arc<Hub>,
    number: u64,
    receiver: UnboundedReceiver<Message>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.state().by_number.remove(&self.number);
    }
}
