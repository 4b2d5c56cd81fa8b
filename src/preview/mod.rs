//! The preview: the output folder over HTTP, and pages that renew themselves in the browser.
//!
//! The only user of axum, tokio and tower-http. Knows the output folder and paths in it; must not
//! know how pages are made. Nothing that it adds to a page is ever written to a file.

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
use crate::output::Shelf;

pub use connections::ConnectionLimits;

use hub::{Hub, Message, State as Seen};
use page::Wanted;

/// So many ports are tried, from the one that was asked for on.
const PORTS: u16 = 20;

/// Whether a file is one that pages show or run: a style, a script, a font, an image.
pub fn is_asset(path: &OutPath) -> bool {
    const ENDINGS: [&str; 14] = [
        "css", "js", "mjs", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff",
        "woff2", "ttf",
    ];
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// A running preview. It ends when it is dropped.
pub struct Preview {
    hub: Arc<Hub>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Preview {
    /// Starts to serve a folder. `port` is the first of twenty that are tried; 0 takes any.
    /// `interrupted` is called when the user or the system asks the process to end.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub fn start(
        shelf: Shelf,
        host: &str,
        port: u16,
        limits: ConnectionLimits,
        interrupted: impl FnOnce() + Send + 'static,
    ) -> io::Result<Preview> {
        let listener = listen(host, port)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let hub = Arc::new(Hub::default());
        let app = Arc::new(App { shelf, hub: Arc::clone(&hub), host: host.to_owned() });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        // Before anything else is done: from now on nobody ends the process halfway.
        let end = {
            let _inside = runtime.enter();
            End::asked_for()?
        };
        let thread = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(async move {
                    end.comes().await;
                    interrupted();
                });
                // Where serving fails for good there is nobody left to tell; the files are still
                // written.
                let router = Router::new().fallback(answer).with_state(app);
                tokio::select! {
                    _ = connections::serve(listener, router, limits) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Preview { hub, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where the site is to be seen: `http://127.0.0.1:4040/`.
    pub fn url(&self) -> String {
        let shown = match self.address.ip() {
            ip if ip.is_unspecified() => {
                SocketAddr::new(IpAddr::from([127, 0, 0, 1]), self.address.port())
            }
            _ => self.address,
        };
        format!("http://{shown}/")
    }

    /// The port that it serves on.
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

    /// Tells the browsers that these files are new or gone.
    pub fn changed(&self, files: &[OutPath]) {
        self.hub.changed(files);
    }

    /// Notes the state of all styles, scripts and images: a browser that was away and saw another
    /// is told to renew.
    pub fn set_assets(&self, state: Fingerprint) {
        self.hub.set_assets(format!("{:032x}", state.0).into());
    }

    /// Notes the path of the site's address on the web, `/desk` of `https://example.org/desk/`:
    /// links may begin with it.
    pub fn set_base(&self, path: &str) {
        self.hub.set_base(path.trim_end_matches('/').into());
    }

    /// Tells the browsers what is wrong with the site: a JSON list, as `page.js` takes it.
    pub fn findings(&self, json: String) {
        self.hub.findings(json.into());
    }

    /// Leads the browsers that show `from`, or all of them, to another page.
    pub fn lead(&self, from: Option<&OutPath>, to: &OutPath) {
        self.hub.lead(from, to);
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended by itself.
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

/// Ctrl-C, or the system's word to end.
struct End {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl End {
    #[cfg(unix)]
    fn asked_for() -> io::Result<End> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(End { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    #[cfg(not(unix))]
    fn asked_for() -> io::Result<End> {
        Ok(End {})
    }

    #[cfg(unix)]
    async fn comes(self) {
        let [mut interrupt, mut terminate] = self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn comes(self) {
        drop(tokio::signal::ctrl_c().await);
    }
}

/// What an answer is made from.
struct App {
    shelf: Shelf,
    hub: Arc<Hub>,
    host: String,
}

impl App {
    /// The state of a page of these bytes, or of none, and of what it shows.
    fn state(&self, page: Option<&[u8]>) -> Seen {
        let page = page.map_or_else(String::new, page::version);
        Seen { page, assets: self.hub.assets().to_string() }
    }

    /// Whether a request names this machine. A page of another site can make its own name lead here
    /// (DNS rebinding) and would then read the preview; it cannot make the browser say `localhost`
    /// or a bare address.
    fn is_meant(&self, request: &Request) -> bool {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Some(name) = host.to_str().ok().and_then(page::name_of_host) else { return false };
        name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(&self.host)
            || name.parse::<IpAddr>().is_ok()
    }
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !app.is_meant(&request) {
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
    let Some(pages) = page::asked_for(uri.query().unwrap_or_default()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let paths = pages.iter().map(|(path, _)| path.clone()).collect();
    // What changed between the answer with a page and this question is told at once, to who asks
    // and nobody else.
    Hub::listen(&app.hub, paths, || {
        let missed = pages.into_iter().filter_map(|(path, seen)| {
            let bytes = app.shelf.read(&path);
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
    match Wanted::of(address) {
        Wanted::Page(path) => match app.shelf.read(&path) {
            Some(bytes) => {
                html(StatusCode::OK, page::with_script(&bytes, &path, &app.state(Some(&bytes))))
            }
            None if app.shelf.place(&path).is_some_and(|(_, kind)| kind.is_file()) => unreadable(),
            None => missing(app, address, &path),
        },
        Wanted::File(path) => match app.shelf.place(&path) {
            Some((_, kind)) if kind.is_dir() => found(format!("{address}/")),
            Some((place, kind)) if kind.is_file() => plain(&place, request).await,
            _ => missing(app, address, &path),
        },
        Wanted::Nothing => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file is there, and cannot be read now: another program has it, or no descriptor is left.
fn unreadable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the file cannot be read now; try again\n").into_response()
}

fn html(status: StatusCode, page: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// The site's own page for addresses that lead nowhere. It renews itself once there is a page.
///
/// Who asks for a page that was renamed, be it in the middle of that, is led to where it went.
/// Links that begin with the path of `base_url` are led to where that is: here it is the root.
fn missing(app: &App, address: &str, path: &OutPath) -> Response {
    let below = address.strip_prefix(&*app.hub.base()).and_then(|rest| rest.strip_prefix('/'));
    if let Some(below) = below.filter(|below| below.len() + 1 < address.len()) {
        return found(format!("/{}", below.trim_start_matches('/')));
    }
    if let Some(new) = app.hub.moved(path) {
        return found(format!("/{}", new.url(UrlStyle::Folder)));
    }
    let own = OutPath::parse("404.html").and_then(|path| app.shelf.read(&path));
    let shown = page::at_root(own.as_deref().unwrap_or(page::NOT_FOUND));
    html(StatusCode::NOT_FOUND, page::with_script(&shown, path, &app.state(None)))
}

/// Leads to another address: a folder's page has a `/` at its end, without which its relative links
/// would lead astray.
fn found(address: String) -> Response {
    let to = HeaderValue::from_str(&address);
    to.map_or(StatusCode::NOT_FOUND.into_response(), |to| {
        (StatusCode::FOUND, [(LOCATION, to)]).into_response()
    })
}

/// A file as it is, or the part of it that is asked for.
async fn plain(place: &Path, mut request: Request) -> Response {
    // These tell seconds, in which a file may be saved twice.
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    let Ok(mut response) = ServeFile::new(place).try_call(request).await else {
        return unreadable();
    };
    let guessed = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if let Ok(kind) = HeaderValue::from_str(&page::content_type(place, guessed)) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response.headers_mut().remove(LAST_MODIFIED);
    response.map(Body::new)
}
