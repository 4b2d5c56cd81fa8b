//! The preview: the output folder over HTTP, and pages that renew themselves in the browser.
//!
//! The only user of axum, tokio and tower-http. Knows the output folder and paths in it; must not know how pages are
//! made. Nothing that it adds to a page is ever written to a file.

mod hub;
mod page;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::sync::oneshot;
use tower_http::services::ServeFile;

use crate::base::path::OutPath;
use crate::output::Shelf;

use hub::{Hub, Message};
use page::Wanted;

/// So many ports are tried, from the one that was asked for on.
const PORTS: u16 = 20;

/// A running preview. It ends when it is dropped.
pub struct Preview {
    hub: Arc<Hub>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Preview {
    /// Starts to serve a folder. `port` is the first of twenty that are tried; 0 takes any. `interrupted` is called
    /// when the user or the system asks the process to end.
    ///
    /// # Errors
    /// Where the address cannot be listened on.
    pub fn start(
        shelf: Shelf,
        host: &str,
        port: u16,
        interrupted: impl FnOnce() + Send + 'static,
    ) -> io::Result<Preview> {
        let listener = listen(host, port)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let hub = Arc::new(Hub::default());
        let app = Arc::new(App { shelf, hub: Arc::clone(&hub), host: host.to_owned() });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(async move {
                    end_asked_for().await;
                    interrupted();
                });
                // Where serving fails for good there is nobody left to tell; the files are still written.
                tokio::select! {
                    _ = serve(listener, app) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Preview { hub, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where the site is to be seen: `http://127.0.0.1:4040/`.
    pub fn url(&self) -> String {
        let shown = match self.address.ip() {
            ip if ip.is_unspecified() => SocketAddr::new(IpAddr::from([127, 0, 0, 1]), self.address.port()),
            _ => self.address,
        };
        format!("http://{shown}/")
    }

    /// The pages that browsers show now.
    pub fn open_pages(&self) -> Vec<OutPath> {
        self.hub.open_pages()
    }

    /// Tells the browsers that these files are new or gone.
    pub fn changed(&self, files: &[OutPath]) {
        self.hub.changed(files);
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
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS) };
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

/// Waits for Ctrl-C, or for the system's word to end.
async fn end_asked_for() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}

async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    // Without this a small answer waits for the acknowledgement of the one before: 40 ms.
    let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().fallback(answer).with_state(app)).await
}

/// What an answer is made from.
struct App {
    shelf: Shelf,
    hub: Arc<Hub>,
    host: String,
}

impl App {
    /// Whether a request names this machine. A page of another site can make its own name lead here (DNS rebinding)
    /// and would then read the preview; it cannot make the browser say `localhost` or a bare address.
    fn is_meant(&self, request: &Request) -> bool {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(&self.host)
            || name.parse::<IpAddr>().is_ok()
    }
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !app.is_meant(&request) {
        return (StatusCode::FORBIDDEN, "this preview answers to localhost only; see `--host`\n").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let mut response = match request.uri().path() {
        page::SCRIPT => ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], page::JS).into_response(),
        page::EVENTS => events(&app, request.uri()).await,
        _ => file(&app, request).await,
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The stream of news for one page.
async fn events(app: &App, uri: &Uri) -> Response {
    let Some((path, version)) = page::asked_for(uri.query().unwrap_or_default()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let stream = Hub::listen(&app.hub, path.clone());
    // What changed between the answer with the page and this question is told at once.
    let now = app.shelf.read(&path).map_or_else(String::new, |bytes| page::version(&bytes));
    if now != version {
        app.hub.tell(&path, &Message::Page);
    }
    stream.into_response()
}

async fn file(app: &App, request: Request) -> Response {
    let wanted = Wanted::of(request.uri().path());
    match wanted {
        Wanted::Page(path) => match app.shelf.read(&path) {
            Some(bytes) => html(StatusCode::OK, &path, &bytes, &bytes),
            None => missing(app, &path),
        },
        Wanted::File(path) => match app.shelf.kind(&path) {
            Some(kind) if kind.is_dir() => moved(request.uri().path()),
            Some(_) => plain(app, &path, request).await,
            None => missing(app, &path),
        },
        Wanted::Nothing => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page with the script that renews it. `bytes` tell its version.
fn html(status: StatusCode, path: &OutPath, shown: &[u8], bytes: &[u8]) -> Response {
    let body = page::with_script(shown, path, &page::version(bytes));
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// The site's own page for addresses that lead nowhere. It renews itself once there is a page.
fn missing(app: &App, path: &OutPath) -> Response {
    let own = OutPath::parse("404.html").and_then(|path| app.shelf.read(&path));
    let shown = own.unwrap_or_else(|| page::NOT_FOUND.to_vec());
    let body = page::with_script(&shown, path, "");
    (StatusCode::NOT_FOUND, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// A folder's page has a `/` at its end, without which its relative links would lead astray.
fn moved(path: &str) -> Response {
    let to = HeaderValue::from_str(&format!("{path}/"));
    to.map_or(StatusCode::NOT_FOUND.into_response(), |to| (StatusCode::FOUND, [(LOCATION, to)]).into_response())
}

/// A file as it is, or the part of it that is asked for.
async fn plain(app: &App, path: &OutPath, request: Request) -> Response {
    match ServeFile::new(app.shelf.place(path)).try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
