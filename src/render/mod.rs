//! Renders views into the bytes of output files: HTML, feeds, calendars, bibliographies, sitemaps.
//!
//! Must not know the model from which the views were made.

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

/// The hash of the input of each output that is up to date.
#[derive(Default)]
pub struct RenderedOutputs {
    inputs: FxHashMap<OutPath, Fingerprint>,
}

impl RenderedOutputs {
    /// Whether no output is up to date.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Replaces all hashes by the hashes of the outputs that are on disk.
    pub fn assume_written(&mut self, inputs: &FxHashMap<OutPath, Fingerprint>) {
        self.inputs.clone_from(inputs);
    }

    /// Forgets all outputs except these, so that a removed output is rendered if it comes back.
    pub fn keep_only(&mut self, paths: &[OutPath]) {
        let kept: FxHashSet<&OutPath> = paths.iter().collect();
        self.inputs.retain(|path, _| kept.contains(path));
    }
}

/// Renders the pages whose input differs from `rendered`, which is updated.
///
/// An error in a template is added to `findings`, and its page is left out. `root` is the site's
/// folder, from which files are copied. `take` is called with each output on the thread that
/// rendered it; its results are returned.
pub fn render_changed<T: Send>(
    theme: &Hashed<Theme>,
    renderer: &Renderer,
    root: &Path,
    pages: Vec<Planned<'_>>,
    rendered: &mut RenderedOutputs,
    findings: &mut Vec<Finding>,
    take: &(impl Fn(Output) -> T + Sync),
) -> Vec<T> {
    let inputs = &rendered.inputs;
    let results: Vec<Result<(OutPath, Fingerprint, T), Box<Finding>>> = pages
        .into_par_iter()
        .with_max_len(MAX_CHUNK)
        .filter_map(|planned| {
            let page = planned.gathered();
            let input = fingerprint(theme, &page);
            if inputs.get(&page.path) == Some(&input) {
                return None;
            }
            let path = page.path.clone();
            let output = render_page(theme, renderer, root, page, input);
            Some(output.map(|output| (path, input, take(output))))
        })
        .collect();
    let mut taken = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok((path, input, output)) => {
                rendered.inputs.insert(path, input);
                taken.push(output);
            }
            Err(finding) => findings.push(*finding),
        }
    }
    taken
}

/// The hash of everything that a page is rendered from. Only HTML depends on the theme.
fn fingerprint(theme: &Hashed<Theme>, page: &Page) -> Fingerprint {
    match &page.make {
        Make::Html(_) => Fingerprint::of(&(theme, page)),
        _ => Fingerprint::of(page),
    }
}

fn render_page(
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
