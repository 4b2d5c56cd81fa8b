//! Limits on the preview's connections: how many are open at a time, and how long a client may
//! take.
//!
//! Each connection uses a file descriptor, and the system allows a process only a few hundred.
//! Without limits, clients that send half a request or never read the answer could use them all,
//! and the files of the site could not be opened any more.

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

/// How many connections the preview accepts, and how long it waits for a client.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// The largest number of connections at a time. Further clients wait.
    pub most: usize,
    /// How long the head of a request may take, and how long a connection may be idle.
    pub head: Duration,
    /// How long a client may pause while it reads an answer.
    pub answer: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> ConnectionLimits {
        // Half of the descriptors that macOS allows a process, and an eighth of what other systems
        // allow.
        ConnectionLimits {
            most: 128,
            head: Duration::from_secs(15),
            answer: Duration::from_secs(30),
        }
    }
}

/// How long to wait after a connection could not be accepted.
const RETRY: Duration = Duration::from_millis(100);

/// Answers all clients.
///
/// # Errors
/// If the listener cannot be used. Else the function never returns.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let permits = Arc::new(Semaphore::new(limits.most));
    // The semaphore is never closed.
    while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(talk(stream, router.clone(), limits, permit))),
            // The client went away at once, or no descriptor is left.
            Err(_) => tokio::time::sleep(RETRY).await,
        }
    }
    Ok(())
}

/// Answers a client until it disconnects or takes too long.
async fn talk(
    stream: TcpStream,
    router: Router,
    limits: ConnectionLimits,
    _permit: OwnedSemaphorePermit,
) {
    // Otherwise a small answer waits up to 40 ms for the client to acknowledge the previous
    // answer. Without this option it only comes later, so errors are ignored.
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limits.answer));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(router);
    // An error concerns only this client, and the connection is closed.
    drop(http.serve_connection(TokioIo::new(Box::pin(stream)), service).await);
}
