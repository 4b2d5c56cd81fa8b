//! The connections of the preview: how many there are at a time, and how long a client may take.
//!
//! Each takes a descriptor, of which the system gives a process a small number: without these
//! limits clients that send half a request, or read nothing of an answer, would leave none for the
//! files of the site.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutWriter;

/// How many connections the preview has, and how long it waits for a client.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// Connections at a time; others wait.
    pub most: usize,
    /// How long the head of a request may take, and how long a connection may be idle.
    pub head: Duration,
    /// How long a client may read nothing of an answer.
    pub answer: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> ConnectionLimits {
        // Half of what macOS gives a process, and an eighth of what others give.
        ConnectionLimits {
            most: 128,
            head: Duration::from_secs(15),
            answer: Duration::from_secs(30),
        }
    }
}

/// After this time a new connection is tried again, where all descriptors are taken.
const AGAIN: Duration = Duration::from_millis(100);

/// Answers all clients. Ends where the listener cannot be used at all.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(limits.most));
    // The semaphore is never closed.
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(talk(stream, router.clone(), limits, place))),
            // A client that went away while it came, or no descriptor is left for it.
            Err(_) => tokio::time::sleep(AGAIN).await,
        }
    }
    Ok(())
}

/// Answers one client, until it goes away or takes too long.
async fn talk(
    stream: TcpStream,
    router: Router,
    limits: ConnectionLimits,
    _place: OwnedSemaphorePermit,
) {
    // Without this a small answer waits for the acknowledgement of the one before: 40 ms. One that
    // waits is no mishap.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limits.answer));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(router);
    // Whatever went wrong is between the client and us, and over.
    drop(http.serve_connection(TokioIo::new(Box::pin(stream)), service).await);
}
