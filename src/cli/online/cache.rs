//! The answers of the last day, in a file of the user that belongs to no site.

#![expect(
    clippy::disallowed_methods,
    reason = "the file is no part of a site, and the age of an answer needs the clock"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::base::limits;

/// How long an answer is valid, in seconds.
const MAX_AGE: u64 = 24 * 60 * 60;

/// The cached answers by URL. Links that could not be checked are not cached.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct AnswerCache {
    links: BTreeMap<String, CachedAnswer>,
}

#[derive(Serialize, Deserialize)]
struct CachedAnswer {
    /// The time of the request, in seconds since 1970.
    asked: u64,
    /// Why the link is dead; `None` if it is alive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dead: Option<String>,
}

/// The file in the user's cache folder; `None` if the environment names no such folder.
pub(super) fn default_file() -> Option<PathBuf> {
    let folder =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| Some(folder("HOME")?.join(".cache")));
    Some(cache?.join("briefgen").join("links.json"))
}

/// The current time in seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

impl AnswerCache {
    /// Reads the answers that are still valid. A missing or broken file counts as an empty cache.
    pub(super) fn load(file: &Path) -> AnswerCache {
        let mut text = String::new();
        let read =
            File::open(file).and_then(|file| file.take(limits::ANSWERS).read_to_string(&mut text));
        let mut cache: AnswerCache =
            read.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_default();
        let now = now();
        cache.links.retain(|_, answer| answer.asked <= now && now - answer.asked < MAX_AGE);
        cache
    }

    /// Writes the file. Errors are ignored: without a cache the next check only takes longer.
    pub(super) fn save(&self, file: &Path) {
        let Ok(text) = serde_json::to_string(self) else { return };
        if let Some(folder) = file.parent() {
            drop(fs::create_dir_all(folder));
        }
        drop(fs::write(file, text + "\n"));
    }

    pub(super) fn has(&self, url: &str) -> bool {
        self.links.contains_key(url)
    }

    /// Why a link is dead; `None` if it is alive or not in the cache.
    pub(super) fn why_dead(&self, url: &str) -> Option<String> {
        self.links.get(url)?.dead.clone()
    }

    /// Adds an answer: why the link is dead, or `None` if it is alive.
    pub(super) fn insert(&mut self, url: String, dead: Option<String>) {
        self.links.insert(url, CachedAnswer { asked: now(), dead });
    }
}
