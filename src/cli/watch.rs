//! `briefgen watch`: the same build again and again, with the same cache, and a preview that renews itself.

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPool;

use super::args::WatchArgs;
use super::baseline::Baselined;
use super::build::{self, Clock};
use super::events::{Means, News, Told, Watch};
use super::failure::Failure;
use super::good::{Choice, Good};
use super::report::{self, Built, Notes};
use super::screen::Screen;
use super::{Verdict, formats, today};
use crate::base::code::Severity;
use crate::base::finding::Finding;
use crate::base::options::Options;
use crate::base::path::{OutPath, SitePath};
use crate::base::text::count;
use crate::files::Files;
use crate::output::{Output, OutputError, Tally, Written};
use crate::preview::{self, Preview};
use crate::{BUILD_ID, Build, Cache, examine, show};

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
    /// The site as it is shown.
    good: Good,
    cache: Cache,
    written: Written,
    preview: Preview,
    /// The page of each file, as it was last built.
    pages: BTreeMap<SitePath, OutPath>,
    /// How many pages there were then.
    count: usize,
    /// What was found then.
    found: Vec<Finding>,
}

/// What a rebuild came to.
struct Made {
    /// The site that is shown now; `None` where it is the one from before.
    build: Option<Build>,
    tally: Tally,
    /// What was found on disk, where another site is shown.
    on_disk: Option<Vec<Finding>>,
}

impl<'a> Desk<'a> {
    fn new(args: &'a WatchArgs, pool: ThreadPool, files: Files, written: Written, preview: Preview) -> Desk<'a> {
        let mut cache = Cache::default();
        cache.know(written.known());
        preview.set_assets(written.fingerprint(preview::is_asset));
        Desk {
            args,
            pool,
            disk: files,
            good: Good::default(),
            cache,
            written,
            preview,
            pages: BTreeMap::new(),
            count: 0,
            found: Vec::new(),
        }
    }

    /// Reads what is new; says which files differ.
    fn look(&mut self, news: &News) -> Vec<SitePath> {
        let Desk { pool, disk, .. } = self;
        let differ = pool.install(|| match news {
            News::At(places) => disk.refresh(places),
            News::Anywhere => disk.refresh_all(),
            News::End => Vec::new(),
        });
        self.good.note_renames(&self.disk, &differ);
        differ.into_iter().map(|change| change.path).collect()
    }

    /// Builds, writes and shows what differs, the pages that are looked at first.
    fn rebuild(&mut self, saved: &[SitePath], screen: &mut Screen<'_>) -> Result<(), Failure> {
        let clock = Clock::start();
        let options = self.options(saved)?;
        let mut known = None;
        let outcome = self.make(&options, &mut known);
        let took = clock.elapsed();
        match outcome {
            Ok(made) => {
                let Made { build, tally, on_disk } = made;
                if let Some(build) = build {
                    self.lead(&build, saved);
                    self.note(build);
                }
                let findings = self.findings(on_disk);
                self.report(findings, tally, known, saved, &build::seconds(took), screen)
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

    fn make(&mut self, options: &Options, known: &mut Option<Known>) -> Result<Made, OutputError> {
        let Desk { args, pool, disk, good, cache, written, preview, .. } = self;
        pool.install(|| {
            let choice = good.choose(disk, &options.saved, &mut |files| {
                let examined = examine(files, options, cache);
                let known = known.get_or_insert_with(|| Baselined::of(&args.build.site, examined.findings()));
                let broken = files_with_errors(examined.findings(), known);
                (examined, broken)
            });
            let (examined, on_disk) = match choice {
                Choice::Disk(examined) => (examined, None),
                Choice::Other { disk, shown } => (shown, Some(disk.into_findings())),
                Choice::Nothing { disk } => {
                    return Ok(Made { build: None, tally: Tally::default(), on_disk: Some(disk.into_findings()) });
                }
            };
            let mut refused = Ok(());
            let build = show(good.shown().unwrap_or(disk), options, examined, cache, &mut |batch| {
                if refused.is_ok() {
                    refused = put(batch, written, preview);
                }
            });
            refused?;
            let tally = written.commit(&build.paths)?;
            preview.changed(&written.take_gone());
            Ok(Made { build: Some(build), tally, on_disk })
        })
    }

    /// Leads browsers to the page of a renamed file, and of the file just saved where that is wished for.
    fn lead(&mut self, build: &Build, saved: &[SitePath]) {
        for (old, new) in self.good.take_renamed() {
            if let (Some(old), Some(new)) = (self.pages.get(&old), build.page_of.get(&new)) {
                self.preview.lead(Some(old), new);
            }
        }
        let page = saved.iter().find_map(|file| build.page_of.get(file)).filter(|_| self.args.follow);
        if let Some(page) = page {
            self.preview.lead(None, page);
        }
    }

    /// Notes what is shown now.
    fn note(&mut self, build: Build) {
        let path = build.base_url.as_deref().map(|base| base.splitn(4, '/').nth(3).unwrap_or_default());
        self.preview.set_base(&format!("/{}", path.unwrap_or_default()));
        self.pages = build.page_of.into_iter().collect();
        self.count = build.pages;
        self.found = build.findings;
    }

    /// What there is to say of the site on disk. Where another one is shown, the files that wait have their own
    /// findings, and the others those that they have in the site that is shown: that nothing uses an actor, because
    /// the brief that does cannot be read, is no news. Errors are all told, wherever they are.
    fn findings(&self, on_disk: Option<Vec<Finding>>) -> Vec<Finding> {
        let Some(mut findings) = on_disk else { return self.found.clone() };
        if self.good.is_there() {
            let of_waiting = |finding: &Finding| self.good.waiting().contains(&finding.span.file);
            findings.retain(|finding| finding.severity() == Severity::Error || of_waiting(finding));
            findings.extend(self.found.iter().filter(|finding| !of_waiting(finding)).cloned());
        }
        findings.sort();
        findings.dedup();
        findings
    }

    fn report(
        &self,
        mut findings: Vec<Finding>,
        tally: Tally,
        known: Option<Known>,
        saved: &[SitePath],
        took: &str,
        screen: &mut Screen<'_>,
    ) -> Result<(), Failure> {
        let texts = |path: &_| self.disk.text(path);
        let Tally { written, unchanged, removed, .. } = tally;
        match known {
            Some(Ok(known)) => known.take_out(&mut findings),
            // The writer goes on; all findings are shown then.
            Some(Err(failure)) => screen.complain(&report::failure(&failure, screen.look())),
            None => {}
        }
        self.preview.findings(report::overlay(&findings, &texts));
        let built = Built { pages: self.count, written, unchanged, removed };
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
        let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
        let written = count(written, "file", "files");
        let notes = if self.args.build.site.quiet { Notes::Hidden } else { Notes::Counted };
        screen.note(&report::human(&findings, &texts, notes, Amount::Few, screen.look()))?;
        if !self.args.build.site.quiet {
            let url = self.preview.url();
            screen.note(&format!("{what}: {written} written{removed} in {took}; {url}\n"))?;
            screen.note(&self.what_waits())?;
        }
        Ok(screen.flush()?)
    }

    /// What is not shown as it is on disk; empty where all is.
    fn what_waits(&self) -> String {
        let mut waiting = self.good.waiting().iter();
        match (waiting.next(), waiting.len()) {
            _ if !self.good.is_there() => {
                "nothing is written until the errors are mended: the last output stays\n".to_owned()
            }
            (None, _) => String::new(),
            (Some(one), 0) => format!("{one} waits until the errors are mended: its last good state is shown\n"),
            (Some(first), more) => format!(
                "{first} and {} wait until the errors are mended: their last good state is shown\n",
                count(more, "other file", "other files")
            ),
        }
    }
}

/// Writes some files, and tells the browsers.
fn put(batch: Vec<Output>, written: &mut Written, preview: &Preview) -> Result<(), OutputError> {
    let has_assets = batch.iter().any(|output| preview::is_asset(&output.path));
    written.put(batch)?;
    let shown = written.show()?;
    if has_assets {
        preview.set_assets(written.fingerprint(preview::is_asset));
    }
    preview.changed(&shown);
    Ok(())
}

/// What the baseline knows, or why it cannot be read.
type Known = Result<Baselined, Failure>;

/// The files in which there are errors that the baseline does not know.
fn files_with_errors(findings: &[Finding], known: &Known) -> BTreeSet<SitePath> {
    let mut errors: Vec<Finding> =
        findings.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect();
    if let Ok(known) = known {
        known.take_out(&mut errors);
    }
    errors.into_iter().map(|finding| finding.span.file).collect()
}
