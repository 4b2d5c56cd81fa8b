//! `check --online`: requests the links of a site to find dead ones. The only module beside the
//! preview that uses the network.
//!
//! The content may come from people who are not trusted, and the check may run where private
//! services can be reached. That is why private IP addresses are refused before a request is sent,
//! also after a redirect.

mod cache;
mod web;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use super::args::{CheckArgs, OnlineArgs};
use super::build;
use super::failure::Failure;
use crate::base::date::Day;
use crate::base::memo::Memo;
use crate::base::text::count;
use crate::model::web::web_links;
use crate::parse;

use cache::AnswerCache;
use web::Client;

/// How many hosts are requested at the same time.
const CONNECTIONS: usize = 4;

/// How many unchecked links the report names.
const MAX_NAMED: usize = 20;

/// The bounds of a check.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Time for the whole check.
    total: Duration,
    /// Time for one request.
    each: Duration,
    /// Time between two requests to a host.
    pause: Duration,
    /// Whether private addresses may be requested.
    local: bool,
}

/// What a request says about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// The page exists.
    Alive,
    /// The page is gone, and why.
    Dead(String),
    /// The host name or the certificate is invalid, or there is no working network here.
    Unreachable(String),
    /// The link could not be checked, and why.
    Unchecked(String),
}

/// The result of a check.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkReport {
    /// The dead links, and why they are dead.
    pub(super) dead: BTreeMap<String, String>,
    /// The links that could not be checked, and why.
    unchecked: BTreeMap<String, String>,
    /// How many links were requested.
    requested: usize,
    /// How many answers came from the cache.
    cached: usize,
}

impl LinkReport {
    /// Lines for the user: how many links were checked, and which could not be checked.
    pub(super) fn summary(&self) -> String {
        let links = count(self.requested, "link", "links");
        let mut text = format!("{links} asked for, {} known from the last day\n", self.cached);
        if !self.unchecked.is_empty() {
            let links = count(self.unchecked.len(), "link", "links");
            text += &format!("{links} could not be checked:\n");
        }
        for (url, why) in self.unchecked.iter().take(MAX_NAMED) {
            text += &format!("  {url}: {why}\n");
        }
        if self.unchecked.len() > MAX_NAMED {
            text += &format!("  and {} more\n", self.unchecked.len() - MAX_NAMED);
        }
        text
    }
}

/// Checks the links of a site, except the links that were checked within the last day.
pub(super) fn check_links(
    args: &CheckArgs,
    online: &OnlineArgs,
    today: Day,
) -> Result<LinkReport, Failure> {
    let files = build::read_site(&args.site)?;
    let documents = parse::all(&files, &mut Memo::default());
    let links = web_links(&documents, build::options(&args.site, today).edition);
    let limits = Limits {
        total: Duration::from_secs(online.online_limit.into()),
        each: Duration::from_secs(15),
        pause: Duration::from_secs(1),
        local: online.online_local,
    };
    let cache = online.online_cache.clone().or_else(cache::default_file);
    Ok(check_urls(links.into_iter().map(|link| link.url).collect(), limits, cache))
}

fn check_urls(urls: BTreeSet<String>, limits: Limits, cache_file: Option<PathBuf>) -> LinkReport {
    let mut cache = cache_file.as_deref().map(AnswerCache::load).unwrap_or_default();
    let (cached, unknown): (BTreeSet<_>, BTreeSet<_>) =
        urls.into_iter().partition(|url| cache.has(url));
    let answers = without_network_errors(request_all(&unknown, limits));
    let (requested, cached_links) = (unknown.len(), cached.len());
    let mut report = LinkReport { requested, cached: cached_links, ..LinkReport::default() };
    for url in cached {
        report.dead.extend(cache.why_dead(&url).map(|why| (url, why)));
    }
    for (url, answer) in answers {
        match answer {
            Answer::Alive => cache.insert(url, None),
            Answer::Dead(why) | Answer::Unreachable(why) => {
                cache.insert(url.clone(), Some(why.clone()));
                report.dead.insert(url, why);
            }
            Answer::Unchecked(why) => drop(report.unchecked.insert(url, why)),
        }
    }
    if let Some(file) = &cache_file {
        cache.save(file);
    }
    report
}

/// Keeps an unreachable host only if another host answered. If none did, the fault is on this side:
/// there is no network, or for `https` no trusted certificates.
fn without_network_errors(mut answers: BTreeMap<String, Answer>) -> BTreeMap<String, Answer> {
    let is_reached = |scheme: &str| {
        answers.iter().any(|(url, answer)| {
            url.starts_with(scheme) && matches!(answer, Answer::Alive | Answer::Dead(_))
        })
    };
    let (any, secure) = (is_reached("http"), is_reached("https:"));
    for (url, answer) in &mut answers {
        let is_sure = if url.starts_with("https:") { secure } else { any };
        if let Answer::Unreachable(why) = answer
            && !is_sure
        {
            *answer = Answer::Unchecked(format!("{why}; no site could be reached"));
        }
    }
    answers
}

/// Requests each link: several hosts at a time, and the links of each host one after the other.
#[expect(clippy::disallowed_methods, reason = "the time limit")]
fn request_all(urls: &BTreeSet<String>, limits: Limits) -> BTreeMap<String, Answer> {
    let end = Instant::now() + limits.total;
    let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        by_host.entry(web::host(url)).or_default().push(url.clone());
    }
    let waiting: Mutex<VecDeque<Vec<String>>> = Mutex::new(by_host.into_values().collect());
    let answers = Mutex::new(BTreeMap::new());
    let client = Client::new(if limits.local { |_| true } else { web::is_public });
    let next_host = || waiting.lock().ok()?.pop_front();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                while let Some(urls) = next_host() {
                    let of_host = request_host(&client, urls, limits, end);
                    if let Ok(mut answers) = answers.lock() {
                        answers.extend(of_host);
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// Requests the links of one host. A host that answers 429 is not asked again.
#[expect(clippy::disallowed_methods, reason = "the time limit")]
fn request_host(
    client: &Client,
    urls: Vec<String>,
    limits: Limits,
    end: Instant,
) -> Vec<(String, Answer)> {
    let mut refusal = None;
    let mut answers = Vec::with_capacity(urls.len());
    for (number, url) in urls.into_iter().enumerate() {
        let left = |at: Instant| end.saturating_duration_since(at);
        if let Some(why) = &refusal {
            answers.push((url, Answer::Unchecked(String::clone(why))));
            continue;
        }
        if number > 0 {
            thread::sleep(limits.pause.min(left(Instant::now())));
        }
        let mut time_left =
            || Some(limits.each.min(left(Instant::now()))).filter(|time| !time.is_zero());
        let answer = client.check(&url, limits.pause, &mut time_left);
        if let Answer::Unchecked(why) = &answer
            && why.starts_with(web::TOO_MANY)
        {
            refusal = Some(why.clone());
        }
        answers.push((url, answer));
    }
    answers
}

#[cfg(test)]
mod tests;
