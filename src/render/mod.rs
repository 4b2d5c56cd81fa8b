//! Views to bytes: the theme, the Markdown of bodies, feeds, sitemaps.
//!
//! Knows views and nothing of the model that they were made from.

pub mod bibliography;
pub mod calendar;
pub mod feed;
pub mod highlight;
pub mod html;
pub mod theme;

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::finding::Finding;
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::path::OutPath;
use crate::base::threads::MAX_CHUNK;
use crate::files::FileContent;
use crate::output::{Output, OutputContent};
use crate::pages::views::feeds::FEED_FILE;
use crate::pages::{Export, Make, Page, Planned, data, feeds};

use html::Renderer;
use theme::Theme;

/// The files for machines. The longest come first, so that the many short feeds after them keep all
/// threads busy.
pub static EXPORTS: &[Export] = &[
    Export {
        file: "sources.json",
        media_type: "application/json",
        made_of_briefs: false,
        plan: |export, cards, _| data::sources(export, cards, |view| bibliography::csl_json(view)),
    },
    Export {
        file: "sources.bib",
        media_type: "text/x-bibtex; charset=utf-8",
        made_of_briefs: false,
        plan: |export, cards, _| data::sources(export, cards, |view| bibliography::bibtex(view)),
    },
    Export {
        file: data::CALENDAR,
        media_type: "text/calendar; charset=utf-8",
        made_of_briefs: true,
        plan: |export, cards, _| data::events(export, cards, calendar::ics),
    },
    Export {
        file: FEED_FILE,
        media_type: feed::MEDIA_TYPE,
        made_of_briefs: true,
        plan: |_, cards, _| feeds::feeds(cards, feed::atom),
    },
    Export {
        file: feeds::SITEMAP,
        media_type: "application/xml",
        made_of_briefs: false,
        plan: |_, cards, pages| feeds::sitemaps(cards, pages, feed::sitemap),
    },
    Export {
        file: "robots.txt",
        media_type: "text/plain; charset=utf-8",
        made_of_briefs: false,
        plan: |export, cards, _| feeds::robots(export, cards, feed::robots),
    },
];

/// The media type of exports whose name has this ending.
pub fn media_type(ending: &str) -> Option<&'static str> {
    let has_ending = |export: &&Export| {
        export.file.rsplit_once('.').is_some_and(|(_, of_file)| of_file == ending)
    };
    EXPORTS.iter().find(has_ending).map(|export| export.media_type)
}

/// The outputs that were made last, by the hash of all that they were made from.
#[derive(Default)]
pub struct Seen {
    last: FxHashMap<OutPath, Fingerprint>,
}

impl Seen {
    /// Whether no output is known to be made.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// Counts these outputs as made.
    pub fn assume_written(&mut self, known: &FxHashMap<OutPath, Fingerprint>) {
        self.last.clone_from(known);
    }

    /// Forgets all outputs but these: one that goes away and comes back is made again.
    pub fn keep_only(&mut self, paths: &[OutPath]) {
        let wanted: FxHashSet<&OutPath> = paths.iter().collect();
        self.last.retain(|path, _| wanted.contains(path));
    }
}

/// Renders the pages that differ from the last time. A mistake of a template is a finding, and its
/// page is left out.
///
/// `root` is the site's folder, for files that are copied from it. `renderer` turns Markdown into
/// HTML. `take` is given each output on the thread that made it; what it says of them is the
/// answer.
pub fn fresh<T: Send>(
    theme: &Hashed<Theme>,
    renderer: &Renderer,
    root: &Path,
    pages: Vec<Planned<'_>>,
    seen: &mut Seen,
    findings: &mut Vec<Finding>,
    take: &(impl Fn(Output) -> T + Sync),
) -> Vec<T> {
    let last = &seen.last;
    let made: Vec<Result<(OutPath, Fingerprint, T), Box<Finding>>> = pages
        .into_par_iter()
        .with_max_len(MAX_CHUNK)
        .filter_map(|planned| {
            let page = planned.gathered();
            let source = fingerprint(theme, &page);
            if last.get(&page.path) == Some(&source) {
                return None;
            }
            let path = page.path.clone();
            let output = one(theme, renderer, root, page, source);
            Some(output.map(|output| (path, source, take(output))))
        })
        .collect();
    let mut taken = Vec::with_capacity(made.len());
    for output in made {
        match output {
            Ok((path, source, output)) => {
                seen.last.insert(path, source);
                taken.push(output);
            }
            Err(finding) => findings.push(*finding),
        }
    }
    taken
}

/// The hash of all that a page's bytes are made from. Only HTML depends on the theme.
fn fingerprint(theme: &Hashed<Theme>, page: &Page) -> Fingerprint {
    match &page.make {
        Make::Html(_) => Fingerprint::of(&(theme, page)),
        _ => Fingerprint::of(page),
    }
}

fn one(
    theme: &Theme,
    renderer: &Renderer,
    root: &Path,
    page: Page,
    source: Fingerprint,
) -> Result<Output, Box<Finding>> {
    let bytes = match page.make {
        Make::Html(html) => theme.render(renderer, &html, &page.path, page.from.as_ref())?,
        Make::Export(view) => view.result(),
        Make::Asset(bytes) => bytes.to_vec(),
        Make::Copy(file) => {
            let content = match &file.content {
                FileContent::Text(text) => OutputContent::Bytes(text.as_bytes().to_vec()),
                FileContent::Bytes(bytes) => OutputContent::Bytes(bytes.to_vec()),
                FileContent::OnDisk { .. } | FileContent::Unreadable(_) => {
                    OutputContent::Copy(file.original(root))
                }
            };
            return Ok(Output { path: page.path, content, source });
        }
    };
    Ok(Output { path: page.path, content: OutputContent::Bytes(bytes), source })
}
