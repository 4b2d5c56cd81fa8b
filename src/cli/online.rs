//! `check --online`: asks the web whether the links of a site still lead somewhere. The only user
//! of the network beside the preview.
//!
//! Content is written by people who may not be trusted, and a check may run where private services
//! can be reached: what an address resolves to is looked at before anything is sent, at each
//! redirect too, and private addresses are refused.

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

use cache::Kept;
use web::Web;

/// How many sites are asked at once.
const CONNECTIONS: usize = 4;

/// How many addresses that could not be checked are named.
const NAMED: usize = 20;

/// How politely and how long to ask.
#[derive(Clone, Copy, Debug)]
struct Manners {
    /// For all addresses together.
    total: Duration,
    /// For one request.
    each: Duration,
    /// Between two requests to one site.
    pause: Duration,
    /// Whether private addresses are asked, too.
    local: bool,
}

/// What the web says of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// It leads somewhere.
    Fine,
    /// It leads nowhere, and why.
    Dead(String),
    /// The name or the certificate of its site is no good, unless it is the network here that is no
    /// good.
    Unreachable(String),
    /// It could not be checked, and why.
    Unchecked(String),
}

/// What was found out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// The addresses that lead nowhere, and why.
    pub(super) dead: BTreeMap<String, String>,
    unchecked: BTreeMap<String, String>,
    asked: usize,
    known: usize,
}

impl Answers {
    /// What was asked, and what could not be checked, for people.
    pub(super) fn in_words(&self) -> String {
        let links = count(self.asked, "link", "links");
        let mut words = format!("{links} asked for, {} known from the last day\n", self.known);
        if !self.unchecked.is_empty() {
            words += &format!(
                "{} could not be checked:\n",
                count(self.unchecked.len(), "link", "links")
            );
        }
        for (url, why) in self.unchecked.iter().take(NAMED) {
            words += &format!("  {url}: {why}\n");
        }
        if self.unchecked.len() > NAMED {
            words += &format!("  and {} more\n", self.unchecked.len() - NAMED);
        }
        words
    }
}

/// Asks for the links of a site. What was asked for within a day is not asked for again.
pub(super) fn ask(args: &CheckArgs, online: &OnlineArgs, today: Day) -> Result<Answers, Failure> {
    let files = build::read(&args.site)?;
    let documents = parse::all(&files, &mut Memo::default());
    let links = web_links(&documents, &build::options(&args.site, today));
    let manners = Manners {
        total: Duration::from_secs(online.online_limit.into()),
        each: Duration::from_secs(15),
        pause: Duration::from_secs(1),
        local: online.online_local,
    };
    let cache = online.online_cache.clone().or_else(cache::place);
    Ok(answers(links.into_iter().map(|link| link.url).collect(), manners, cache))
}

fn answers(urls: BTreeSet<String>, manners: Manners, cache: Option<PathBuf>) -> Answers {
    let mut kept = cache.as_deref().map(Kept::read).unwrap_or_default();
    let (known, unknown): (BTreeSet<_>, BTreeSet<_>) =
        urls.into_iter().partition(|url| kept.has(url));
    let asked = settled(asked(&unknown, manners));
    let mut found = Answers { asked: unknown.len(), known: known.len(), ..Answers::default() };
    for url in known {
        found.dead.extend(kept.why_dead(&url).map(|why| (url, why)));
    }
    for (url, answer) in asked {
        match answer {
            Answer::Fine => kept.keep(url, None),
            Answer::Dead(why) | Answer::Unreachable(why) => {
                kept.keep(url.clone(), Some(why.clone()));
                found.dead.insert(url, why);
            }
            Answer::Unchecked(why) => drop(found.unchecked.insert(url, why)),
        }
    }
    if let Some(cache) = &cache {
        kept.write(cache);
    }
    found
}

/// Without a network, or without the certificates to trust, every site is out of reach: where none
/// could be reached, nothing is known of any.
fn settled(mut asked: BTreeMap<String, Answer>) -> BTreeMap<String, Answer> {
    let is_reached = |scheme: &str| {
        asked.iter().any(|(url, answer)| {
            url.starts_with(scheme) && matches!(answer, Answer::Fine | Answer::Dead(_))
        })
    };
    let (any, secure) = (is_reached("http"), is_reached("https:"));
    for (url, answer) in &mut asked {
        let is_sure = if url.starts_with("https:") { secure } else { any };
        if let Answer::Unreachable(why) = answer
            && !is_sure
        {
            *answer = Answer::Unchecked(format!("{why}; no site could be reached"));
        }
    }
    asked
}

/// Asks for each address: a few sites at once, the addresses of a site one after the other.
#[expect(clippy::disallowed_methods, reason = "the time limit")]
fn asked(urls: &BTreeSet<String>, manners: Manners) -> BTreeMap<String, Answer> {
    let end = Instant::now() + manners.total;
    let mut sites: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        sites.entry(web::site(url)).or_default().push(url.clone());
    }
    let waiting: Mutex<VecDeque<Vec<String>>> = Mutex::new(sites.into_values().collect());
    let answers = Mutex::new(BTreeMap::new());
    let web = Web::new(if manners.local { |_| true } else { web::is_for_everybody });
    let take = || waiting.lock().ok()?.pop_front();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                while let Some(urls) = take() {
                    for (url, answer) in one_site(&web, urls, manners, end) {
                        answers.lock().into_iter().for_each(|mut answers| {
                            drop(answers.insert(url.clone(), answer.clone()))
                        });
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// Asks for the addresses of one site. One that has had enough of us is left alone.
#[expect(clippy::disallowed_methods, reason = "the time limit")]
fn one_site(web: &Web, urls: Vec<String>, manners: Manners, end: Instant) -> Vec<(String, Answer)> {
    let mut enough = None;
    let mut answers = Vec::with_capacity(urls.len());
    for (number, url) in urls.into_iter().enumerate() {
        let left = |at: Instant| end.saturating_duration_since(at);
        if let Some(why) = &enough {
            answers.push((url, Answer::Unchecked(String::clone(why))));
            continue;
        }
        if number > 0 {
            thread::sleep(manners.pause.min(left(Instant::now())));
        }
        let mut patience =
            || Some(manners.each.min(left(Instant::now()))).filter(|time| !time.is_zero());
        let answer = web.ask(&url, manners.pause, &mut patience);
        if let Answer::Unchecked(why) = &answer
            && why.starts_with(web::TOO_MANY)
        {
            enough = Some(why.clone());
        }
        answers.push((url, answer));
    }
    answers
}

#[cfg(test)]
mod tests;
