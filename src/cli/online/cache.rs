//! What was found out within the last day, kept in a file of the user's, which is no part of any
//! site.

#![expect(
    clippy::disallowed_methods,
    reason = "the file is no part of the site; how old it is, only the clock tells"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::base::limits;

/// For how long an answer holds, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// The answers of the last day, by address. What could not be checked is not among them.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Kept {
    links: BTreeMap<String, Link>,
}

#[derive(Serialize, Deserialize)]
struct Link {
    /// Seconds since 1970.
    asked: u64,
    /// Why it is dead; left out where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dead: Option<String>,
}

/// The file in the user's cache folder, where the system has one.
pub(super) fn place() -> Option<PathBuf> {
    let folder =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| Some(folder("HOME")?.join(".cache")));
    Some(cache?.join("briefgen").join("links.json"))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

impl Kept {
    /// Reads the file. One that is not there, or that cannot be read, holds nothing.
    pub(super) fn read(file: &Path) -> Kept {
        let mut text = String::new();
        let read =
            File::open(file).and_then(|file| file.take(limits::ANSWERS).read_to_string(&mut text));
        let mut kept: Kept =
            read.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_default();
        let now = now();
        kept.links.retain(|_, link| link.asked <= now && now - link.asked < DAY);
        kept
    }

    /// Writes the file. Where that is not possible, all is asked again the next time.
    pub(super) fn write(&self, file: &Path) {
        let Ok(text) = serde_json::to_string(self) else { return };
        if let Some(folder) = file.parent() {
            drop(fs::create_dir_all(folder));
        }
        drop(fs::write(file, text + "\n"));
    }

    pub(super) fn has(&self, url: &str) -> bool {
        self.links.contains_key(url)
    }

    pub(super) fn why_dead(&self, url: &str) -> Option<String> {
        self.links.get(url)?.dead.clone()
    }

    pub(super) fn keep(&mut self, url: String, dead: Option<String>) {
        self.links.insert(url, Link { asked: now(), dead });
    }
}
