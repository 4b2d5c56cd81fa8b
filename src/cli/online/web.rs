//! One question to the web, and how its answer is read. The only user of `ureq` and `rustls`.

use std::fmt;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use crate::base::web::parsed;

use super::Answer;

/// How the answer of a site that wants to be left alone begins.
pub(super) const TOO_MANY: &str = "the site asks for a pause";

/// The site of an address: what is asked one at a time.
pub(super) fn site(url: &str) -> String {
    let host = parsed(url).and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default()
}

/// The web, as far as it may be asked.
pub(super) struct Web {
    agent: Agent,
}

/// With which method a question is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

impl Web {
    /// Asks only what resolves to an address that may be asked.
    pub(super) fn new(may_be_asked: fn(IpAddr) -> bool) -> Web {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .user_agent(concat!("briefgen/", env!("CARGO_PKG_VERSION"), " (check of links)"))
            .tls_config(tls)
            // A proxy would resolve names where we cannot look at what they resolve to.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(5)
            .max_response_header_size(64 << 10)
            .max_idle_connections(0)
            .build();
        Web {
            agent: Agent::with_parts(config, DefaultConnector::default(), Guarded { may_be_asked }),
        }
    }

    /// Asks for an address: for its head, and where that says little, for the whole, of which
    /// nothing is read.
    ///
    /// `patience` gives the time for the next request, `None` where none is left.
    pub(super) fn ask(
        &self,
        url: &str,
        pause: Duration,
        patience: &mut dyn FnMut() -> Option<Duration>,
    ) -> Answer {
        let Some(url) = parsed(url) else {
            return Answer::Unchecked("it is no address".to_owned());
        };
        let Some(time) = patience() else { return out_of_time() };
        let head = self.once(Method::Head, url.as_str(), time);
        // Many sites know no HEAD, and some answer it wrongly.
        let is_last_word = match head {
            Ok(status) => status < 400 || status == 429 || (status >= 500 && status != 501),
            Err(_) => true,
        };
        if is_last_word {
            return read(head);
        }
        thread::sleep(pause);
        match patience() {
            Some(time) => read(self.once(Method::Get, url.as_str(), time)),
            None => out_of_time(),
        }
    }

    fn once(&self, method: Method, url: &str, time: Duration) -> Result<u16, Error> {
        let request = match method {
            Method::Head => self.agent.head(url),
            Method::Get => self.agent.get(url),
        };
        let answer = request.config().timeout_global(Some(time)).build().call()?;
        // The body is not read: the connection is closed with it unread.
        Ok(answer.status().as_u16())
    }
}

fn out_of_time() -> Answer {
    Answer::Unchecked("the time was up before it was asked for".to_owned())
}

fn read(answer: Result<u16, Error>) -> Answer {
    let unchecked = |why: &str| Answer::Unchecked(why.to_owned());
    match answer {
        Ok(404) => Answer::Dead("404 Not Found".to_owned()),
        Ok(410) => Answer::Dead("410 Gone".to_owned()),
        Ok(429) => Answer::Unchecked(format!("{TOO_MANY}: 429 Too Many Requests")),
        Ok(status) if status < 400 => Answer::Fine,
        Ok(status) => Answer::Unchecked(format!("the answer is {status}")),
        Err(Error::HostNotFound) => Answer::Unreachable("there is no such site".to_owned()),
        Err(Error::Tls(_) | Error::Rustls(_)) => {
            Answer::Unreachable("its certificate is no good".to_owned())
        }
        Err(Error::Io(error))
            if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) =>
        {
            Answer::Unreachable("its certificate is no good".to_owned())
        }
        Err(Error::Io(error)) if error.kind() == ErrorKind::ConnectionRefused => {
            Answer::Dead("the connection is refused".to_owned())
        }
        Err(Error::Timeout(_)) => unchecked("no answer in time"),
        Err(Error::TooManyRedirects | Error::RedirectFailed) => {
            unchecked("it leads from one address to the next")
        }
        Err(Error::Other(error)) if error.is::<Private>() => {
            unchecked("it is an address of a private network")
        }
        Err(error) => Answer::Unchecked(error.to_string()),
    }
}

/// Resolves names, at each redirect, too, and gives out no address that may not be asked.
#[derive(Debug)]
struct Guarded {
    may_be_asked: fn(IpAddr) -> bool,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found =
            DefaultResolver::default().resolve(uri, config, timeout).map_err(
                |error| match error {
                    Error::Io(_) => Error::HostNotFound,
                    other => other,
                },
            )?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.may_be_asked)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(Error::Other(Box::new(Private))) } else { Ok(allowed) }
    }
}

/// An address that is not for everybody.
#[derive(Debug)]
struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a private address")
    }
}

impl std::error::Error for Private {}

/// Whether an address may belong to a site on the public web.
pub(super) fn is_for_everybody(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_special =
        a == 0 || a >= 240 || (a, b, c) == (192, 0, 0) || (a == 198 && (b == 18 || b == 19));
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || is_shared
        || is_special)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Addresses of the old kind in new clothes: mapped, compatible, translated, tunnelled.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => embedded(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // What is given out to the public begins with the bits 001.
        [first, second, ..] => {
            first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_web_are_asked() {
        for address in [
            "93.184.216.34",
            "8.8.8.8",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_for_everybody(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
        ] {
            assert!(!is_for_everybody(address.parse().unwrap()), "{address}");
        }
    }
}
