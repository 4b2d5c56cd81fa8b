//! The preview: serves the output folder over HTTP and reloads pages in the browser when they
//! change.
//!
//! The only user of axum, tokio and tower-http. It knows the output folder and the paths in it, but
//! not how pages are made. The script that it adds to pages is never written to a file.

mod connections;
mod hub;
mod page;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, IF_MODIFIED_SINCE, LAST_MODIFIED, LOCATION,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;
use tower_http::services::ServeFile;

use crate::base::memo::Fingerprint;
use crate::base::path::{OutPath, UrlStyle};
use crate::output::OutputReader;

pub use connections::ConnectionLimits;

use hub::{Hub, Message, PageState};
use page::Requested;

/// How many ports are tried, beginning with the requested port.
const PORTS: u16 = 20;

/// Whether a file is a style, a script, a font or an image.
pub fn is_asset(path: &OutPath) -> bool {
    const ENDINGS: [&str; 14] = [
        "css", "js", "mjs", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff",
        "woff2", "ttf",
    ];
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// What files with an ending are, where that is known.
pub type MediaType = fn(&str) -> Option<&'static str>;

/// A running preview. Dropping it stops the server.
pub struct Preview {
    hub: Arc<Hub>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Preview {
    /// Starts a server for a folder, on a thread of its own.
    ///
    /// `port` is the first of twenty ports that are tried; 0 means any free port. `interrupted` is
    /// called when the user or the system asks the process to end.
    /// `media_type` is asked about files of which the common tables know no type.
    ///
    /// # Errors
    /// If no port can be opened, or the server's thread cannot be started.
    pub fn start(
        output: OutputReader,
        host: &str,
        port: u16,
        limits: ConnectionLimits,
        media_type: MediaType,
        interrupted: impl FnOnce() + Send + 'static,
    ) -> io::Result<Preview> {
        let listener = listen(host, port)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let hub = Arc::new(Hub::default());
        let app =
            Arc::new(App { output, hub: Arc::clone(&hub), host: host.to_owned(), media_type });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        // Registered before the server starts: from now on an interrupt does not kill the process
        // in the middle of a write, but calls `interrupted`.
        let stop_signal = {
            let _inside = runtime.enter();
            StopSignal::register()?
        };
        let thread = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(async move {
                    stop_signal.received().await;
                    interrupted();
                });
                // If the listener fails, no browser is left to be told. `watch` goes on writing.
                let router = Router::new().fallback(answer).with_state(app);
                tokio::select! {
                    _ = connections::serve(listener, router, limits) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Preview { hub, address, stop: Some(stop), thread: Some(thread) })
    }

    /// The address of the home page: `http://127.0.0.1:4040/`.
    pub fn url(&self) -> String {
        let shown = match self.address.ip() {
            ip if ip.is_unspecified() => {
                SocketAddr::new(IpAddr::from([127, 0, 0, 1]), self.address.port())
            }
            _ => self.address,
        };
        format!("http://{shown}/")
    }

    /// The port of the server.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether any browser shows a page.
    pub fn has_readers(&self) -> bool {
        !self.hub.open_pages().is_empty()
    }

    /// The pages that browsers show now.
    pub fn open_pages(&self) -> Vec<OutPath> {
        self.hub.open_pages()
    }

    /// Tells the browsers that these files were written or removed.
    pub fn changed(&self, files: &[OutPath]) {
        self.hub.changed(files);
    }

    /// Sets the version of all styles, scripts and images. A browser that connects with another
    /// version is told to reload.
    pub fn set_assets(&self, state: Fingerprint) {
        self.hub.set_assets(format!("{:032x}", state.0).into());
    }

    /// Sets the path of `base_url`: `/desk` for `https://example.org/desk/`. Links to the site may
    /// begin with it.
    pub fn set_base(&self, path: &str) {
        self.hub.set_base(path.trim_end_matches('/').into());
    }

    /// Shows findings in the browsers. `page.js` defines the shape of the JSON.
    pub fn findings(&self, json: String) {
        self.hub.findings(json.into());
    }

    /// Leads the browsers that show `from`, or all browsers, to another page.
    pub fn lead(&self, from: Option<&OutPath>, to: &OutPath) {
        self.hub.lead(from, to);
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Fails only if the thread has already ended.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS - 1) };
    let mut failure = io::Error::from(io::ErrorKind::AddrInUse);
    for port in port..=last {
        match TcpListener::bind((host, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => failure = error,
            Err(error) => return Err(error),
        }
    }
    Err(failure)
}

/// The signals that ask the process to end: Ctrl-C, and on Unix also SIGTERM.
struct StopSignal {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl StopSignal {
    #[cfg(unix)]
    fn register() -> io::Result<StopSignal> {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
        Ok(StopSignal { signals })
    }

    #[cfg(not(unix))]
    fn register() -> io::Result<StopSignal> {
        Ok(StopSignal {})
    }

    #[cfg(unix)]
    async fn received(self) {
        let [mut interrupt, mut terminate] = self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn received(self) {
        drop(tokio::signal::ctrl_c().await);
    }
}

/// The state that requests are answered from.
struct App {
    output: OutputReader,
    hub: Arc<Hub>,
    /// The host name that the preview was started with.
    host: String,
    media_type: MediaType,
}

impl App {
    /// The state of a page with these bytes; `None` for a page that does not exist.
    fn state(&self, page: Option<&[u8]>) -> PageState {
        let page = page.map_or_else(String::new, page::version);
        PageState { page, assets: self.hub.assets().to_string() }
    }

    /// Whether the `Host` header of a request names this machine.
    ///
    /// A page of another site can make its own host name resolve to this machine (DNS rebinding),
    /// and could then read the preview. It cannot make the browser send `localhost` or an IP
    /// address.
    fn is_for_this_host(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Some(name) = host.to_str().ok().and_then(page::name_of_host) else { return false };
        name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(&self.host)
            || name.parse::<IpAddr>().is_ok()
    }
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !app.is_for_this_host(&request) {
        return (StatusCode::FORBIDDEN, "this preview answers to localhost only; see `--host`\n")
            .into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let mut response = match request.uri().path() {
        page::SCRIPT => {
            ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], page::JS).into_response()
        }
        page::EVENTS => events(&app, request.uri()).await,
        _ => file(&app, request).await,
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The stream of news for the pages of a browser.
async fn events(app: &App, uri: &Uri) -> Response {
    let Some(pages) = page::parse_query(uri.query().unwrap_or_default()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let paths = pages.iter().map(|(path, _)| path.clone()).collect();
    // A page may have changed after the browser loaded it and before it connects here.
    Hub::listen(&app.hub, paths, || {
        let missed = pages.into_iter().filter_map(|(path, seen)| {
            let bytes = app.output.bytes(&path);
            if bytes.is_none()
                && let Some(new) = app.hub.moved(&path)
            {
                return Some(Message::Lead(Some(path), new));
            }
            let now = app.state(bytes.as_deref());
            let is_fresh =
                now.page == seen.page && (seen.assets.is_empty() || now.assets == seen.assets);
            (!is_fresh).then_some(Message::Stale(path, now))
        });
        missed.collect()
    })
}

async fn file(app: &App, request: Request) -> Response {
    let address = request.uri().path();
    match Requested::of(address) {
        Requested::Page(path) => match app.output.bytes(&path) {
            Some(bytes) => {
                let page = page::with_script(&bytes, &path, &app.state(Some(&bytes)));
                html_response(StatusCode::OK, page)
            }
            None if app.output.place(&path).is_some_and(|(_, kind)| kind.is_file()) => unreadable(),
            None => missing(app, address, &path),
        },
        Requested::File(path) => match app.output.place(&path) {
            // Without the `/` the relative links of the folder's page would be wrong.
            Some((_, kind)) if kind.is_dir() => redirect(format!("{address}/")),
            Some((place, kind)) if kind.is_file() => static_file(app, &place, request).await,
            _ => missing(app, address, &path),
        },
        Requested::Nothing => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The answer for a file that exists but cannot be read at the moment: another program has locked
/// it, or no descriptor is left.
fn unreadable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the file cannot be read now; try again\n").into_response()
}

fn html_response(status: StatusCode, page: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// The answer for an address without a file.
///
/// An address that begins with the path of `base_url` redirects to the rest of it, because the
/// preview serves the site at the root. The address of a renamed page redirects to the new address.
/// Any other address gets the site's 404 page, which reloads itself when a page appears there.
fn missing(app: &App, address: &str, path: &OutPath) -> Response {
    let below = address.strip_prefix(&*app.hub.base()).and_then(|rest| rest.strip_prefix('/'));
    if let Some(below) = below.filter(|below| below.len() + 1 < address.len()) {
        return redirect(format!("/{}", below.trim_start_matches('/')));
    }
    if let Some(new) = app.hub.moved(path) {
        return redirect(format!("/{}", new.url(UrlStyle::Folder)));
    }
    let own = OutPath::parse("404.html").and_then(|path| app.output.bytes(&path));
    let shown = page::at_root(own.as_deref().unwrap_or(page::NOT_FOUND));
    html_response(StatusCode::NOT_FOUND, page::with_script(&shown, path, &app.state(None)))
}

fn redirect(address: String) -> Response {
    let to = HeaderValue::from_str(&address);
    to.map_or(StatusCode::NOT_FOUND.into_response(), |to| {
        (StatusCode::FOUND, [(LOCATION, to)]).into_response()
    })
}

/// A file with its bytes unchanged, or the range of it that the request asks for.
async fn static_file(app: &App, place: &Path, mut request: Request) -> Response {
    // HTTP dates have a resolution of a second, and a file may be saved twice within that.
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    let Ok(mut response) = ServeFile::new(place).try_call(request).await else {
        return unreadable();
    };
    let guessed = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if let Ok(kind) = HeaderValue::from_str(&page::content_type(place, guessed, app.media_type)) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response.headers_mut().remove(LAST_MODIFIED);
    response.map(Body::new)
}
