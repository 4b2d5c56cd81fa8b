//! Keeps track of which browsers show which pages, and sends them news.

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

/// The connected browsers. Shared by the server, which adds browsers, and by [`super::Preview`],
/// which sends the news.
#[derive(Default)]
pub(super) struct Hub {
    state: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    last_number: u64,
    by_number: BTreeMap<u64, Listener>,
    /// The findings of the last build, as JSON.
    findings: Option<Arc<str>>,
    /// The version of all styles, scripts and images together: see [`PageState`].
    assets: Arc<str>,
    /// The path of `base_url`, without a `/` at its end.
    base: Arc<str>,
    /// The new path of each renamed page. Following them never ends in a circle.
    moved: BTreeMap<OutPath, OutPath>,
}

/// A browser. All its pages share a connection, because browsers open at most six to a server.
struct Listener {
    pages: Vec<OutPath>,
    news: UnboundedSender<Message>,
}

/// News for browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// A page was written or removed.
    Page(OutPath),
    /// The current state of a page. A browser that has another state loads the page again.
    Stale(OutPath, PageState),
    /// Files other than pages were written or removed: a JSON list of URLs relative to the root,
    /// and the new version of the assets.
    Files(Arc<str>, Arc<str>),
    /// Go to the second page, if the browser shows the first or the first is `None`.
    Lead(Option<OutPath>, OutPath),
    /// The findings of a build, as JSON.
    Findings(Arc<str>),
}

/// The versions of a page and of all styles, scripts and images. They are opaque: equal texts mean
/// equal contents. The version of a page that does not exist is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageState {
    pub(super) page: String,
    pub(super) assets: String,
}

impl Message {
    fn event(self) -> Event {
        let (name, data) = match self {
            Message::Page(page) => ("page", json!({ "page": page }).to_string()),
            Message::Stale(page, PageState { page: version, assets }) => {
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
        // No function that holds the lock leaves the listeners half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a browser that shows these pages. The response is a stream that begins with the
    /// findings and the messages that `missed` returns, and ends when the browser disconnects.
    pub(super) fn listen(
        hub: &Arc<Hub>,
        pages: Vec<OutPath>,
        missed: impl FnOnce() -> Vec<Message>,
    ) -> Response {
        let (news, receiver) = unbounded_channel();
        let mut state = hub.state();
        state.last_number += 1;
        let number = state.last_number;
        // Sending fails only if the receiver is gone, and then its `Subscription` removes it.
        drop(state.findings.clone().map(|findings| news.send(Message::Findings(findings))));
        state.by_number.insert(number, Listener { pages, news: news.clone() });
        drop(state);
        // Called only now that the browser receives news, so that no change in between is lost.
        missed().into_iter().for_each(|message| drop(news.send(message)));
        drop(news);
        let subscription = Subscription { hub: Arc::clone(hub), number, receiver };
        let events = stream::unfold(subscription, |mut subscription| async move {
            let message = subscription.receiver.recv().await?;
            Some((Ok::<_, Infallible>(message.event()), subscription))
        });
        Sse::new(events)
            .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
            .into_response()
    }

    /// The pages that browsers show, sorted, each once.
    pub(super) fn open_pages(&self) -> Vec<OutPath> {
        let state = self.state();
        let mut pages: Vec<OutPath> =
            state.by_number.values().flat_map(|listener| listener.pages.clone()).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }

    /// The version of all styles, scripts and images.
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

    /// Tells each browser which of its pages changed, and all browsers which other files changed.
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

    /// Tells all browsers the findings, unless they are as before.
    pub(super) fn findings(&self, json: Arc<str>) {
        let mut state = self.state();
        if state.findings.as_ref() == Some(&json) {
            return;
        }
        state.findings = Some(Arc::clone(&json));
        drop(state);
        self.send(&Message::Findings(json), |_| true);
    }

    /// The new path of a page that was renamed. A new page may have the old path by now.
    pub(super) fn moved(&self, page: &OutPath) -> Option<OutPath> {
        self.state().moved.get(page).cloned()
    }

    /// Leads the browsers that show `from`, or all browsers, to another page.
    pub(super) fn lead(&self, from: Option<&OutPath>, to: &OutPath) {
        if let Some(from) = from {
            // Noted before the message is sent: a browser that misses it asks for the old page, or
            // connects again.
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
            // Sending fails only if the receiver is gone, and then its `Subscription` removes it.
            drop(listener.news.send(message.clone()));
        }
    }
}

/// The receiving end of a listener. Dropping it, when the connection ends, removes the listener.
struct Subscription {
    hub: Arc<Hub>,
    number: u64,
    receiver: UnboundedReceiver<Message>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.state().by_number.remove(&self.number);
    }
}
