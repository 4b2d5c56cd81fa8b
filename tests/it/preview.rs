//! The preview with clients that are slow, or never end what they ask. All limits are short here:
//! none is waited for in vain.
#![allow(clippy::disallowed_methods, reason = "a test makes its own files")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use briefgen::base::path::OutPath;
use briefgen::output::{OutputFolder, Unlisted};
use briefgen::preview::{ConnectionLimits, Preview};

/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(30);

const SHORT: Duration = Duration::from_millis(50);

/// Limits that no test reaches but by what it is about.
const LONG: ConnectionLimits = ConnectionLimits { most: 100, head: LIMIT, answer: LIMIT };

/// An output of one page and one large file, served.
struct Served {
    preview: Preview,
    _folder: tempfile::TempDir,
}

impl Served {
    fn with(limits: ConnectionLimits) -> Served {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        let output = folder.path().join("public");
        let reader =
            OutputFolder::open(folder.path(), &output, "test", Unlisted::Refuse).unwrap().reader();
        std::fs::write(output.join("index.html"), "<body>Home</body>").unwrap();
        // More than all buffers on the way hold.
        std::fs::write(output.join("large.bin"), vec![b'x'; 32 << 20]).unwrap();
        Served {
            preview: Preview::start(reader, "127.0.0.1", 0, limits, |_| None, || ()).unwrap(),
            _folder: folder,
        }
    }

    /// A client that has sent this much.
    fn client(&self, sent: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.preview.port())).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    }

    fn home(&self) -> String {
        all(self.client("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }
}

/// All that a client still gets, until the connection is closed.
fn all(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
            panic!("not closed: {error}")
        }
        _ => String::from_utf8_lossy(&answer).into_owned(),
    }
}

#[test]
fn half_a_request_is_not_waited_for() {
    let served = Served::with(ConnectionLimits { head: SHORT, ..LONG });
    for sent in [
        "",
        "G",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: loc",
        "GET / HTTP/1.1\r\nHost: localhost\r\n",
    ] {
        let answer = all(served.client(sent));
        assert!(!answer.contains("200 OK"), "{sent:?}: {answer}");
    }
    assert!(served.home().contains("Home"));
}

#[test]
fn a_connection_that_is_idle_after_an_answer_is_closed() {
    let served = Served::with(ConnectionLimits { head: SHORT, ..LONG });
    let answer = all(served.client("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Home"), "{answer}");
}

#[test]
fn a_client_that_reads_nothing_makes_room_for_others() {
    let served = Served::with(ConnectionLimits { most: 1, answer: SHORT, ..LONG });
    let slow = served.client("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(served.home().contains("Home"));
    let got = all(slow).len();
    assert!(got < 32 << 20, "{got}");
}

#[test]
fn clients_that_hold_all_connections_make_room_for_others() {
    let served = Served::with(ConnectionLimits { most: 3, head: SHORT, ..LONG });
    let idle: Vec<TcpStream> = (0..9).map(|_| served.client("GET / HTTP")).collect();
    assert!(served.home().contains("Home"));
    drop(idle);
}

#[test]
fn a_page_that_waits_for_news_is_no_slow_client() {
    let served = Served::with(ConnectionLimits { head: SHORT, answer: SHORT, ..LONG });
    let first = served.home();
    let version = |name: &str| {
        first.split(&format!("data-{name}=\"")).nth(1).unwrap().split('"').next().unwrap()
    };
    let address = format!(
        "/.briefgen/events?page=index.html&version={}&assets={}",
        version("version"),
        version("assets")
    );
    let mut page = served.client(&format!("GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    // Longer than both limits.
    std::thread::sleep(3 * SHORT);
    served.preview.changed(&[OutPath::parse("index.html").unwrap()]);
    let (mut said, mut part) = (String::new(), [0; 1024]);
    while !said.contains("index.html") {
        let length = page.read(&mut part).unwrap();
        assert!(length > 0, "closed: {said}");
        said.push_str(&String::from_utf8_lossy(&part[..length]));
    }
}
