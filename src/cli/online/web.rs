//! The HTTP client: requests a link and interprets the response. The only user of `ureq` and
//! `rustls`.

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

/// The start of the answer for a host that refuses further requests.
pub(super) const TOO_MANY: &str = "the site asks for a pause";

/// The host of a URL; empty if it has none.
pub(super) fn host(url: &str) -> String {
    let host = parsed(url).and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default()
}

/// Sends requests to allowed addresses.
pub(super) struct Client {
    agent: Agent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Head,
    Get,
}

impl Client {
    /// A client that connects only to IP addresses for which `is_allowed` returns true.
    pub(super) fn new(is_allowed: fn(IpAddr) -> bool) -> Client {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .user_agent(concat!("briefgen/", env!("CARGO_PKG_VERSION"), " (check of links)"))
            .tls_config(tls)
            // A proxy would resolve names itself, so that `is_allowed` could not see the result.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(5)
            .max_response_header_size(64 << 10)
            .max_idle_connections(0)
            .build();
        let resolver = FilteredResolver { is_allowed };
        Client { agent: Agent::with_parts(config, DefaultConnector::default(), resolver) }
    }

    /// Requests a link with HEAD, and with GET if the response to HEAD means little.
    ///
    /// `time_left` returns the time for the next request, or `None` if the time is up.
    pub(super) fn check(
        &self,
        url: &str,
        pause: Duration,
        time_left: &mut dyn FnMut() -> Option<Duration>,
    ) -> Answer {
        let Some(url) = parsed(url) else {
            return Answer::Unchecked("it is no address".to_owned());
        };
        let Some(time) = time_left() else { return out_of_time() };
        let head = self.request(Method::Head, url.as_str(), time);
        // Many hosts do not support HEAD, and some answer it with a wrong status.
        let is_conclusive = match head {
            Ok(status) => status < 400 || status == 429 || (status >= 500 && status != 501),
            Err(_) => true,
        };
        if is_conclusive {
            return interpret(head);
        }
        thread::sleep(pause);
        match time_left() {
            Some(time) => interpret(self.request(Method::Get, url.as_str(), time)),
            None => out_of_time(),
        }
    }

    /// Sends a request and returns the status. The body is never read: dropping the response closes
    /// the connection.
    fn request(&self, method: Method, url: &str, time: Duration) -> Result<u16, Error> {
        let request = match method {
            Method::Head => self.agent.head(url),
            Method::Get => self.agent.get(url),
        };
        let response = request.config().timeout_global(Some(time)).build().call()?;
        Ok(response.status().as_u16())
    }
}

fn out_of_time() -> Answer {
    Answer::Unchecked("the time was up before it was asked for".to_owned())
}

/// What the status of a response, or an error, says about the link.
fn interpret(status: Result<u16, Error>) -> Answer {
    let unchecked = |why: &str| Answer::Unchecked(why.to_owned());
    match status {
        Ok(404) => Answer::Dead("404 Not Found".to_owned()),
        Ok(410) => Answer::Dead("410 Gone".to_owned()),
        Ok(429) => Answer::Unchecked(format!("{TOO_MANY}: 429 Too Many Requests")),
        Ok(status) if status < 400 => Answer::Alive,
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
        Err(Error::Other(error)) if error.is::<PrivateAddress>() => {
            unchecked("it is an address of a private network")
        }
        Err(error) => Answer::Unchecked(error.to_string()),
    }
}

/// Resolves host names, also after redirects, and returns only allowed addresses.
#[derive(Debug)]
struct FilteredResolver {
    is_allowed: fn(IpAddr) -> bool,
}

impl Resolver for FilteredResolver {
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
        for address in found.iter().filter(|address| (self.is_allowed)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(Error::Other(Box::new(PrivateAddress))) } else { Ok(allowed) }
    }
}

/// The error for a host all of whose addresses are private.
#[derive(Debug)]
struct PrivateAddress;

impl fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a private address")
    }
}

impl std::error::Error for PrivateAddress {}

/// Whether an IP address belongs to the public internet.
pub(super) fn is_public(address: IpAddr) -> bool {
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
        // IPv4 addresses in IPv6: mapped or compatible, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => embedded(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Public addresses begin with the bits 001.
        [first, second, ..] => {
            first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for address in [
            "93.184.216.34",
            "8.8.8.8",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
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
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
