//! Tests against a small HTTP server on this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use super::*;

/// The requests that a server has received, in order, such as `HEAD /gone`.
type RequestLog = Arc<Mutex<Vec<String>>>;

/// Starts a server that handles each connection on its own thread until the test ends. Returns its
/// address.
fn server() -> (String, RequestLog) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = RequestLog::default();
    let log = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let log = Arc::clone(&log);
            thread::spawn(move || serve(stream.unwrap(), &log));
        }
    });
    (address, asked)
}

/// Answers one request with the status that its path stands for. Errors are ignored, because the
/// client may close the connection at any time.
fn serve(mut stream: TcpStream, log: &RequestLog) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let request = lines.next().unwrap().unwrap_or_default();
    let agent = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .find(|line| line.to_ascii_lowercase().starts_with("user-agent:"));
    assert!(agent.unwrap().contains(concat!("briefgen/", env!("CARGO_PKG_VERSION"))));
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    log.lock().unwrap().push(format!("{method} {path}"));
    let head = method == "HEAD";
    let status = match path.as_str() {
        "/gone" => "410 Gone",
        "/no-head" if head => "405 Method Not Allowed",
        "/wrong-head" if head => "404 Not Found",
        "/members" => "403 Forbidden",
        "/broken" => "503 Service Unavailable",
        "/busy" => "429 Too Many Requests\r\nRetry-After: 30",
        "/loop" => "302 Found\r\nLocation: /loop",
        "/moved" => "301 Moved Permanently\r\nLocation: /fine",
        "/inside" => "302 Found\r\nLocation: http://127.0.0.2:1/",
        "/slow" => return drop(stream.read(&mut [0])),
        "/fine" | "/no-head" | "/wrong-head" | "/endless" => "200 OK",
        _ => "404 Not Found",
    };
    drop(write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n"));
    if path == "/endless" && head {
        drop(write!(stream, "X: {}\r\n", "x".repeat(1 << 20)));
        while stream.write_all(b"X: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n").is_ok() {}
    }
    drop(write!(stream, "\r\n"));
    if path == "/no-head" {
        // An endless body, which the client must not read.
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    }
}

/// Starts a server that does not support TLS.
fn no_tls() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(stream.read(&mut [0; 512]));
        drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    });
    address
}

fn limits(total: Duration) -> Limits {
    Limits { total, each: total, pause: Duration::ZERO, local: true }
}

fn local_limits() -> Limits {
    limits(Duration::from_secs(20))
}

fn ask_for(address: &str, path: &str, limits: Limits) -> Answer {
    let url = format!("{address}{path}");
    request_all(&BTreeSet::from([url.clone()]), limits).remove(&url).unwrap()
}

#[test]
fn an_answer_says_whether_a_link_leads_somewhere() {
    let (address, log) = server();
    let unchecked = |why: &str| Answer::Unchecked(why.to_owned());
    for (path, answer, requests) in [
        ("/fine", Answer::Alive, "HEAD"),
        ("/moved", Answer::Alive, "HEAD HEAD"),
        ("/no-head", Answer::Alive, "HEAD GET"),
        ("/wrong-head", Answer::Alive, "HEAD GET"),
        ("/none", Answer::Dead("404 Not Found".to_owned()), "HEAD GET"),
        ("/gone", Answer::Dead("410 Gone".to_owned()), "HEAD GET"),
        ("/members", unchecked("the answer is 403"), "HEAD GET"),
        ("/broken", unchecked("the answer is 503"), "HEAD"),
        ("/busy", unchecked("the site asks for a pause: 429 Too Many Requests"), "HEAD"),
        (
            "/loop",
            unchecked("it leads from one address to the next"),
            "HEAD HEAD HEAD HEAD HEAD HEAD",
        ),
    ] {
        assert_eq!(ask_for(&address, path, local_limits()), answer, "{path}");
        let asked = std::mem::take(&mut *log.lock().unwrap());
        let methods: Vec<&str> = asked.iter().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(methods.join(" "), requests, "{path}");
    }
    assert!(
        matches!(ask_for(&address, "/endless", local_limits()), Answer::Unchecked(_)),
        "a head without end"
    );
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = ask_for(&format!("http://{free}"), "/", local_limits());
    assert_eq!(refused, Answer::Dead("the connection is refused".to_owned()));
    let no_tls = ask_for(&format!("https://{}", no_tls()), "/", local_limits());
    assert_eq!(no_tls, Answer::Unreachable("its certificate is no good".to_owned()));
}

#[test]
fn a_slow_site_takes_no_longer_than_the_limit() {
    let (address, _) = server();
    let urls: BTreeSet<String> = ["/slow", "/then"].map(|path| format!("{address}{path}")).into();
    let answers: Vec<Answer> =
        request_all(&urls, limits(Duration::from_millis(300))).into_values().collect();
    let why = ["no answer in time", "the time was up before it was asked for"];
    assert_eq!(answers, why.map(|why| Answer::Unchecked(why.to_owned())));
}

#[test]
fn a_host_that_answers_429_is_not_asked_again() {
    let (address, log) = server();
    let urls: BTreeSet<String> =
        ["/busy", "/fine", "/none"].map(|path| format!("{address}{path}")).into();
    let answers = request_all(&urls, local_limits());
    assert!(answers.values().all(|answer| matches!(answer, Answer::Unchecked(_))), "{answers:?}");
    assert_eq!(*log.lock().unwrap(), ["HEAD /busy"]);
}

#[test]
fn private_addresses_are_not_requested_even_after_a_redirect() {
    let (address, log) = server();
    let guarded = Limits { local: false, ..local_limits() };
    for host in [
        address.clone(),
        address.replace("127.0.0.1", "localhost"),
        address.replace("127.0.0.1", "[::1]"),
    ] {
        let answer = ask_for(&host, "/fine", guarded);
        assert!(matches!(answer, Answer::Unchecked(_)), "{host}: {answer:?}");
    }
    assert!(log.lock().unwrap().is_empty(), "nothing was sent");
    let client = Client::new(|address| address == std::net::Ipv4Addr::LOCALHOST);
    let answer = client
        .check(&format!("{address}/inside"), Duration::ZERO, &mut || Some(Duration::from_secs(20)));
    assert_eq!(answer, Answer::Unchecked("it is an address of a private network".to_owned()));
    assert_eq!(*log.lock().unwrap(), ["HEAD /inside"]);
}

#[test]
fn answers_are_cached_for_a_day() {
    let (address, log) = server();
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("of/briefgen/links.json");
    let urls: BTreeSet<String> =
        ["/fine", "/gone", "/broken"].map(|path| format!("{address}{path}")).into();
    let first = check_urls(urls.clone(), local_limits(), Some(cache.clone()));
    assert_eq!((first.requested, first.cached), (3, 0));
    assert_eq!(first.dead, BTreeMap::from([(format!("{address}/gone"), "410 Gone".to_owned())]));
    log.lock().unwrap().clear();
    let second = check_urls(urls.clone(), local_limits(), Some(cache.clone()));
    assert_eq!((second.requested, second.cached, &second.dead), (1, 2, &first.dead));
    assert_eq!(*log.lock().unwrap(), ["HEAD /broken"], "what could not be checked is tried again");
    #[expect(clippy::disallowed_methods, reason = "a cache that somebody broke")]
    std::fs::write(&cache, "{").unwrap();
    assert_eq!(check_urls(urls, local_limits(), Some(cache)).requested, 3);
}

#[test]
fn without_a_network_nothing_is_dead() {
    let unreachable = || Answer::Unreachable("there is no such site".to_owned());
    let of = |answers: &[(&str, Answer)]| {
        let asked =
            answers.iter().map(|(url, answer)| ((*url).to_owned(), answer.clone())).collect();
        without_network_errors(asked)
            .into_values()
            .map(|answer| matches!(answer, Answer::Unreachable(_)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(&[("http://a.example/", unreachable()), ("https://b.example/", unreachable())]),
        [false, false]
    );
    assert_eq!(
        of(&[("http://a.example/", unreachable()), ("http://b.example/", Answer::Alive)]),
        [true, false]
    );
    // An answer over `http` says nothing about the trusted certificates.
    assert_eq!(
        of(&[("http://b.example/", Answer::Alive), ("https://a.example/", unreachable())]),
        [false, false]
    );
    assert_eq!(
        of(&[("https://a.example/", unreachable()), ("https://b.example/", Answer::Alive)]),
        [true, false]
    );
}
