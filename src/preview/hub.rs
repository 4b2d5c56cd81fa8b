//! Who looks at which pages, and what they are told.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
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
    /// Tells one state of all styles, scripts and images from another.
    assets: Arc<str>,
    /// The path of the site's address on the web, without a `/` at its end.
    base: Arc<str>,
    /// Where pages went that were renamed: none leads to itself, by whatever way.
    moved: BTreeMap<OutPath, OutPath>,
}

/// A browser has one connection for all of its pages: it allows six to a server.
struct Listener {
    pages: Vec<OutPath>,
    news: UnboundedSender<Message>,
}

/// A piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// A page is new, or gone.
    Page(OutPath),
    /// A page is other than the browser has it, unless it has this state.
    Stale(OutPath, State),
    /// These files are new: stylesheets, scripts, images. Relative to the root, as URLs; and the
    /// state of all.
    Files(Arc<str>, Arc<str>),
    /// Who shows the first page, or any page where it is `None`, is to show the second.
    Lead(Option<OutPath>, OutPath),
    /// What is wrong with the site.
    Findings(Arc<str>),
}

/// The state of a page and of all styles, scripts and images. The texts mean nothing but
/// themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) page: String,
    pub(super) assets: String,
}

impl Message {
    fn event(self) -> Event {
        let (name, data) = match self {
            Message::Page(page) => ("page", json!({ "page": page }).to_string()),
            Message::Stale(page, State { page: version, assets }) => {
                ("page", json!({ "page": page, "version": version, "assets": assets }).to_string())
            }
            Message::Files(files, assets) => {
                ("files", format!("{{\"files\":{files},\"assets\":\"{assets}\"}}"))
            }
            Message::Lead(from, to) => {
                let address = to.url(UrlStyle::Folder).to_string();
                ("lead", json!({ "from": from, "page": to, "address": address }).to_string())
            }
            Message::Findings(json) => ("findings", json.to_string()),
        };
        Event::default().event(name).data(data)
    }
}

impl Hub {
    fn state(&self) -> MutexGuard<'_, Listeners> {
        // A panic elsewhere leaves the map whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a browser that shows these pages and is told the `missed` first; the answer goes on
    /// until it leaves.
    pub(super) fn listen(
        hub: &Arc<Hub>,
        pages: Vec<OutPath>,
        missed: impl FnOnce() -> Vec<Message>,
    ) -> Response {
        let (news, receiver) = unbounded_channel();
        let mut state = hub.state();
        state.last += 1;
        let number = state.last;
        // A receiver that is gone is struck off by its guard.
        drop(state.findings.clone().map(|findings| news.send(Message::Findings(findings))));
        state.by_number.insert(number, Listener { pages, news: news.clone() });
        drop(state);
        // Looked at when the browser is already told of what comes, so that nothing falls in
        // between.
        missed().into_iter().for_each(|message| drop(news.send(message)));
        drop(news);
        let seat = Seat { hub: Arc::clone(hub), number, receiver };
        let events = stream::unfold(seat, |mut seat| async move {
            let message = seat.receiver.recv().await?;
            Some((Ok::<_, Infallible>(message.event()), seat))
        });
        Sse::new(events)
            .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
            .into_response()
    }

    pub(super) fn open_pages(&self) -> Vec<OutPath> {
        let state = self.state();
        let mut pages: Vec<OutPath> =
            state.by_number.values().flat_map(|listener| listener.pages.clone()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }

    /// The state of all styles, scripts and images.
    pub(super) fn assets(&self) -> Arc<str> {
        Arc::clone(&self.state().assets)
    }

    pub(super) fn set_assets(&self, assets: Arc<str>) {
        self.state().assets = assets;
    }

    pub(super) fn base(&self) -> Arc<str> {
        Arc::clone(&self.state().base)
    }

    pub(super) fn set_base(&self, base: Arc<str>) {
        self.state().base = base;
    }

    pub(super) fn changed(&self, files: &[OutPath]) {
        for page in self.open_pages().into_iter().filter(|page| files.contains(page)) {
            self.send(&Message::Page(page.clone()), |listener| listener.pages.contains(&page));
        }
        let others: Vec<String> = files
            .iter()
            .filter(|file| !file.as_str().ends_with(".html"))
            .map(|file| file.url(UrlStyle::Portable).to_string())
            .collect();
        if !others.is_empty() {
            let json = serde_json::to_string(&others).unwrap_or_default();
            self.send(&Message::Files(json.into(), self.assets()), |_| true);
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

    /// Where a page went that was renamed. It may be there again.
    pub(super) fn moved(&self, page: &OutPath) -> Option<OutPath> {
        self.state().moved.get(page).cloned()
    }

    pub(super) fn lead(&self, from: Option<&OutPath>, to: &OutPath) {
        if let Some(from) = from {
            // Before it is told: who is not there to hear it asks for the old page, or comes to
            // listen.
            let moved = &mut self.state().moved;
            moved.remove(to);
            moved.insert(from.clone(), to.clone());
        }
        self.send(&Message::Lead(from.cloned(), to.clone()), |listener| {
            from.is_none_or(|from| listener.pages.contains(from))
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
