//! `briefgen watch`: the same build again and again, with the same cache, and a preview that renews itself.

use std::collections::BTreeMap;

use rayon::ThreadPool;

use super::args::WatchArgs;
use super::build::{self, Clock};
use super::events::{Means, News, Told, Watch};
use super::failure::Failure;
use super::report::{self, Amount, Built, Notes, Summary};
use super::screen::Screen;
use super::{Verdict, baseline, formats, today};
use crate::base::code::Severity;
use crate::base::finding::Finding;
use crate::base::options::Options;
use crate::base::path::{OutPath, SitePath};
use crate::base::text::count;
use crate::files::{Change, Content, File, Files};
use crate::output::{OutputError, Tally, Written};
use crate::preview::Preview;
use crate::{BUILD_ID, Build, Cache};

/// Builds the site, and again whenever a file of it is saved, until the user or the system wants an end.
pub(super) fn run(args: &WatchArgs, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    let common = &args.build.site;
    let pool = build::pool(common)?;
    let files = pool.install(|| build::read(&common.site))?;
    let means = if args.poll { Means::Polling } else { Means::Events };
    let mut watch = Watch::of(files.root(), means)?;
    let written = Written::open(common.site.folder(), &build::output(&args.build, &files), BUILD_ID)?;
    let line = watch.line();
    let interrupted = move || drop(line.send(Told::End));
    let preview = Preview::start(written.shelf(), &args.host, args.port, interrupted)
        .map_err(|error| Failure::new(format!("cannot serve on `{}:{}`: {error}", args.host, args.port)))?;
    screen.note(&format!("serving {}\n", preview.url()))?;
    screen.flush()?;
    if args.open {
        // Where there is no browser to open, the address on the screen has to do.
        drop(open::that_detached(preview.url()));
    }
    let mut desk = Desk::new(args, pool, files, written, preview);
    // What was saved between the reading and the watching.
    desk.look(&News::Anywhere);
    desk.rebuild(&[], screen)?;
    loop {
        let news = watch.news();
        if news == News::End {
            return Ok(Verdict::Passed);
        }
        let saved = desk.look(&news);
        if !saved.is_empty() {
            desk.rebuild(&saved, screen)?;
        }
    }
}

/// All that lasts from one rebuild to the next.
struct Desk<'a> {
    args: &'a WatchArgs,
    pool: ThreadPool,
    /// The site as it is on disk.
    disk: Files,
    /// The site as it is built: of files that cannot be read as they are, the last good state.
    built: Files,
    /// What is wrong with the files whose last good state is built.
    held: BTreeMap<SitePath, Vec<Finding>>,
    cache: Cache,
    written: Written,
    preview: Preview,
    /// The page of each file, as it was last built.
    pages: BTreeMap<SitePath, OutPath>,
    /// Pages of files that now have another name, and that name.
    renamed: Vec<(OutPath, SitePath)>,
}

impl<'a> Desk<'a> {
    fn new(args: &'a WatchArgs, pool: ThreadPool, files: Files, written: Written, preview: Preview) -> Desk<'a> {
        let mut cache = Cache::default();
        cache.know(written.known());
        let (held, pages, renamed) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Desk { args, pool, built: files.clone(), disk: files, held, cache, written, preview, pages, renamed }
    }

    /// Reads what is new; says which files differ.
    fn look(&mut self, news: &News) -> Vec<SitePath> {
        let Desk { pool, disk, .. } = self;
        let differ = pool.install(|| match news {
            News::At(places) => disk.refresh(places),
            News::Anywhere => disk.refresh_all(),
            News::End => Vec::new(),
        });
        for change in &differ {
            self.take(&change.path);
        }
        self.built.take_findings_of(&self.disk);
        self.note_renames(&differ);
        differ.into_iter().map(|change| change.path).collect()
    }

    /// Takes a file into the site that is built, unless it cannot be read and a good state of it is there.
    fn take(&mut self, path: &SitePath) {
        self.held.remove(path);
        let Some(file) = self.disk.get(path) else { return self.built.remove(path) };
        let findings = crate::parse::findings(file);
        let last_is_good = || self.built.get(path).is_some_and(|last| !has_error(&crate::parse::findings(last)));
        if has_error(&findings) && last_is_good() {
            self.held.insert(path.clone(), findings);
        } else {
            self.built.put(file.clone());
        }
    }

    /// Notes which files have another name now: browsers are to be led on.
    fn note_renames(&mut self, differ: &[Change]) {
        let new: Vec<&SitePath> =
            differ.iter().filter(|change| change.before.is_none()).map(|change| &change.path).collect();
        let renamed = differ.iter().filter_map(|Change { path: old, before }| {
            let before = before.as_ref().filter(|_| self.disk.get(old).is_none())?;
            let text = text_of(before)?;
            let same = new.iter().find(|new| self.disk.get(new).and_then(text_of) == Some(text))?;
            Some((self.pages.get(old)?.clone(), (*same).clone()))
        });
        self.renamed = renamed.collect();
    }

    /// Builds, writes and shows what differs, the pages that are looked at first.
    fn rebuild(&mut self, saved: &[SitePath], screen: &mut Screen<'_>) -> Result<(), Failure> {
        let clock = Clock::start();
        let options = self.options(saved)?;
        let outcome = self.make(&options);
        let took = clock.elapsed();
        match outcome {
            Ok((build, tally)) => {
                self.lead(&build, saved);
                self.report(&build, tally, saved, &build::seconds(took), screen)
            }
            Err(error) => {
                // Whatever did not get to the disk is to be offered again.
                self.cache.know(self.written.known());
                screen.complain(&report::failure(&error.into(), screen.look()));
                Ok(())
            }
        }
    }

    fn options(&self, saved: &[SitePath]) -> Result<Options, Failure> {
        let args = &self.args.build;
        let (base_url, portable) = (args.base_url.clone(), args.portable);
        let (open, saved) = (self.preview.open_pages(), saved.to_vec());
        Ok(Options { base_url, portable, open, saved, ..build::options(&args.site.site, today()?) })
    }

    fn make(&mut self, options: &Options) -> Result<(Build, Tally), OutputError> {
        let Desk { pool, built, cache, written, preview, .. } = self;
        pool.install(|| {
            let mut refused = Ok(());
            let build = crate::build(built, options, cache, &mut |batch| {
                if refused.is_ok() {
                    refused = written.put(batch).and_then(|()| written.show()).map(|shown| preview.changed(&shown));
                }
            });
            refused?;
            let tally = written.commit(&build.paths)?;
            preview.changed(&written.take_gone());
            Ok((build, tally))
        })
    }

    /// Leads browsers to the page of a renamed file, and of the file just saved where that is wished for.
    fn lead(&mut self, build: &Build, saved: &[SitePath]) {
        for (old, new) in std::mem::take(&mut self.renamed) {
            if let Some(page) = build.page_of.get(&new) {
                self.preview.lead(Some(&old), page);
            }
        }
        let page = saved.iter().find_map(|file| build.page_of.get(file)).filter(|_| self.args.follow);
        if let Some(page) = page {
            self.preview.lead(None, page);
        }
        self.pages = build.page_of.iter().map(|(file, page)| (file.clone(), page.clone())).collect();
    }

    fn report(
        &self,
        build: &Build,
        tally: Tally,
        saved: &[SitePath],
        took: &str,
        screen: &mut Screen<'_>,
    ) -> Result<(), Failure> {
        let mut findings: Vec<Finding> =
            build.findings.iter().filter(|finding| !self.held.contains_key(&finding.span.file)).cloned().collect();
        findings.extend(self.held.values().flatten().cloned());
        findings.sort();
        let texts = |path: &_| self.disk.text(path);
        self.preview.findings(report::overlay(&findings, &texts));
        if let Err(failure) = baseline::apply(&self.args.build.site, &mut findings) {
            // The writer goes on; all findings are shown then.
            screen.complain(&report::failure(&failure, screen.look()));
        }
        let Tally { written, unchanged, removed, .. } = tally;
        let built = Built { pages: build.pages, written, unchanged, removed };
        if let Some(report) = formats::for_programs(self.args.build.site.format, &findings, &texts, Some(built)) {
            screen.say(&report)?;
            return Ok(screen.flush()?);
        }
        screen.clear()?;
        let what = match saved {
            [] => "the site".to_owned(),
            [one] => one.to_string(),
            [first, rest @ ..] => format!("{first} and {}", count(rest.len(), "other file", "other files")),
        };
        let Tally { written, removed, .. } = tally;
        let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
        let written = count(written, "file", "files");
        let notes = if self.args.build.site.quiet { Notes::Hidden } else { Notes::Counted };
        screen.note(&report::human(&findings, &texts, notes, Amount::Few, screen.look()))?;
        if !self.args.build.site.quiet {
            let url = self.preview.url();
            screen.note(&format!("{what}: {written} written{removed} in {took}; {url}\n"))?;
            if Summary::of(&findings).has_errors() {
                screen.note("where a file cannot be read, its last good state is shown\n")?;
            }
        }
        Ok(screen.flush()?)
    }
}

fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

fn text_of(file: &File) -> Option<&str> {
    match &file.content {
        Content::Text(text) => Some(&**text).filter(|text| !text.trim().is_empty()),
        _ => None,
    }
}
