//! `briefgen watch`: the same build again and again, with the same cache, and a preview that renews
//! itself.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::PathBuf;
use std::time::Duration;

use rayon::ThreadPool;
use rustc_hash::FxHashMap;

use super::args::WatchArgs;
use super::baseline::Baselined;
use super::build::{self, Clock};
use super::events::{MANY, Means, News, Told, Watch};
use super::failure::Failure;
use super::good::{Choice, Good};
use super::report::{self, Amount, Built, Notes};
use super::screen::Screen;
use super::{Verdict, follow, formats, today};
use crate::base::code::Severity;
use crate::base::finding::Finding;
use crate::base::options::Options;
use crate::base::path::{OutPath, SitePath, UrlStyle};
use crate::base::text::count;
use crate::files::{Change, File, Files};
use crate::output::{Output, OutputError, Prepared, Sink, Tally, Written};
use crate::preview::{self, ConnectionLimits, Preview};
use crate::{BUILD_ID, Build, Cache, build_if};

/// Builds the site, and again whenever a file of it is saved, until the user or the system wants an
/// end.
pub(super) fn run(args: &WatchArgs, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    let common = &args.build.site;
    let pool = build::pool(common)?;
    let files = pool.install(|| build::read(&common.site))?;
    let means = if args.poll { Means::Polling } else { Means::Events };
    let mut watch = Watch::of(files.root(), means)?;
    let output = build::output(&args.build, &files);
    let written =
        Written::open(common.site.folder(), &output, BUILD_ID, build::unlisted(&args.build))?;
    let line = watch.line();
    let interrupted = move || drop(line.send(Told::End));
    let preview = Preview::start(
        written.shelf(),
        &args.host,
        args.port,
        ConnectionLimits::default(),
        interrupted,
    )
    .map_err(|error| {
        Failure::new(format!("cannot serve on `{}:{}`: {error}", args.host, args.port))
    })?;
    screen.note(&format!("serving {}\n", preview.url()))?;
    if args.port != 0 && preview.port() != args.port {
        screen.note(&format!(
            "port {} is in use: {} is the next free one\n",
            args.port,
            preview.port()
        ))?;
    }
    screen.flush()?;
    if args.open {
        // Where there is no browser to open, the address on the screen has to do.
        drop(open::that_detached(preview.url()));
    }
    let mut desk = Desk::new(args, pool, files, output, written, preview);
    // What was saved between the reading and the watching.
    desk.look(&News::Anywhere);
    watch.also(desk.disk.targets());
    desk.rebuild(&[], screen)?;
    loop {
        let (mut news, mut is_back) = (watch.news(desk.patience()), false);
        if !desk.disk.is_there() {
            desk.say_that_it_is_gone(screen)?;
            if !comes_back(&mut watch, &desk.disk)? {
                return Ok(Verdict::Passed);
            }
            news = News::Anywhere;
            is_back = true;
        }
        if news == News::End {
            return Ok(Verdict::Passed);
        }
        let Some(mut saved) = desk.look(&news).or_else(|| is_back.then(Vec::new)) else { continue };
        while args.poll && (saved.len() > MANY || watch.is_git_at_work()) {
            // A program is at work, and between two looks it may have come halfway.
            match desk.look(&watch.news(None)) {
                Some(more) if !more.is_empty() => saved.extend(more),
                _ => break,
            }
        }
        watch.also(desk.disk.targets());
        desk.rebuild(&saved, screen)?;
        // Nobody waits for this: the pages are shown.
        if desk.is_output_altered() {
            desk.rebuild(&[], screen)?;
        }
    }
}

/// Waits until a site's folder is there again, and watches it anew; `false` where the end comes
/// before.
fn comes_back(watch: &mut Watch, site: &Files) -> Result<bool, Failure> {
    while !site.is_there() {
        if watch.news(Some(AWAY)) == News::End {
            return Ok(false);
        }
    }
    watch.renew()?;
    Ok(true)
}

/// A site that went away is looked for so often.
const AWAY: Duration = Duration::from_millis(250);

/// What could not be read, as too many files were open, is read again after so long.
const AGAIN: Duration = Duration::from_millis(500);

/// What could not be written is tried again after so long.
const RETRY: Duration = Duration::from_secs(2);

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
    /// The output folder.
    output: PathBuf,
    /// The last site that was shown.
    last: Last,
    /// Why it could not be written whole.
    trouble: Option<Failure>,
    /// The entries that were last edited, by their registry.
    edited: BTreeMap<SitePath, String>,
    /// Whether a browser was opened to follow the writer.
    opened: bool,
}

/// What is remembered of the site that was last shown.
#[derive(Default)]
struct Last {
    pages_of: FxHashMap<SitePath, Vec<OutPath>>,
    /// How many pages there were.
    pages: usize,
    /// How many files there were.
    files: usize,
    findings: Vec<Finding>,
}

/// What a rebuild came to.
#[derive(Default)]
struct Made {
    /// The site that is shown now; `None` where it is the one from before.
    build: Option<Build>,
    tally: Tally,
    /// What was found on disk, where another site is shown.
    on_disk: Option<Vec<Finding>>,
    /// Files of the output that are new or have other bytes.
    shown: Vec<OutPath>,
    /// Files of the output that are gone.
    gone: Vec<OutPath>,
    trouble: Option<OutputError>,
}

impl<'a> Desk<'a> {
    fn new(
        args: &'a WatchArgs,
        pool: ThreadPool,
        files: Files,
        output: PathBuf,
        written: Written,
        preview: Preview,
    ) -> Desk<'a> {
        let mut cache = Cache::default();
        cache.assume_written(written.known());
        preview.set_assets(written.fingerprint(preview::is_asset));
        let (good, last, edited) = (Good::default(), Last::default(), BTreeMap::new());
        let (trouble, opened) = (None, false);
        Desk {
            args,
            pool,
            disk: files,
            good,
            cache,
            written,
            preview,
            output,
            last,
            trouble,
            edited,
            opened,
        }
    }

    /// Reads what is new; says which files differ, or `None` where there is nothing to do.
    fn look(&mut self, news: &News) -> Option<Vec<SitePath>> {
        let Desk { args, pool, disk, .. } = self;
        let wrong = disk.findings().to_vec();
        let differ = pool.install(|| match news {
            News::At(places) => disk.refresh(places),
            News::Anywhere => disk.refresh_all(),
            News::Nothing if disk.is_short_of_descriptors() => disk.refresh_all(),
            News::Nothing if args.poll => disk.compare_all(),
            News::Nothing | News::End => Vec::new(),
        });
        let is_new = !differ.is_empty() || wrong != self.disk.findings();
        let is_retry = *news == News::Nothing && self.trouble.is_some();
        self.good.note_renames(&self.disk, &differ);
        self.edited = differ
            .iter()
            .filter_map(|change| Some((change.path.clone(), self.edited_entry(change)?)))
            .collect();
        (is_new || is_retry).then(|| differ.into_iter().map(|change| change.path).collect())
    }

    /// The id of the entry of a registry in which a change begins.
    fn edited_entry(&self, change: &Change) -> Option<String> {
        let text = self.disk.text(&change.path).filter(|_| change.path.extension() == "yaml")?;
        let before = change.before.as_ref().and_then(File::text).unwrap_or_default();
        follow::entry_at(text, follow::first_difference(before, text)).map(str::to_owned)
    }

    /// How long to wait for news: until what could not be read or written is tried again.
    fn patience(&self) -> Option<Duration> {
        let is_unread = self.disk.is_short_of_descriptors();
        if is_unread { Some(AGAIN) } else { self.trouble.as_ref().map(|_| RETRY) }
    }

    /// Builds, writes and shows what differs, the pages that are looked at first.
    fn rebuild(&mut self, saved: &[SitePath], screen: &mut Screen<'_>) -> Result<(), Failure> {
        let clock = Clock::start();
        let options = self.options(saved)?;
        let mut known = None;
        let made = self.make(&options, &mut known);
        let took = clock.elapsed();
        let trouble = made.trouble.map(Failure::from);
        let is_no_news = saved.is_empty() && trouble.is_some() && trouble == self.trouble;
        self.trouble = trouble;
        if let Some(build) = made.build {
            self.lead(&build, saved, &made.shown, &made.gone);
            self.note(build);
        }
        // After it is told where they went.
        self.preview.changed(&made.gone);
        if is_no_news {
            return Ok(());
        }
        let findings = self.findings(made.on_disk);
        if self.args.build.site.update_baseline {
            // So far it has the errors only.
            known = Some(Baselined::of(&self.args.build.site, &findings));
        }
        self.report(findings, made.tally, known, saved, took, screen)
    }

    /// Whether somebody else altered the output. What was altered is made again by the next
    /// rebuild.
    fn is_output_altered(&mut self) -> bool {
        let Desk { pool, written, .. } = self;
        if self.trouble.is_some() || pool.install(|| written.look_again()) == 0 {
            return false;
        }
        self.cache.assume_written(self.written.known());
        true
    }

    fn options(&self, saved: &[SitePath]) -> Result<Options, Failure> {
        let args = &self.args.build;
        let (base_url, portable) = (args.base_url.clone(), args.portable);
        let (open, saved) = (self.preview.open_pages(), saved.to_vec());
        Ok(Options { base_url, portable, open, saved, ..build::options(&args.site.site, today()?) })
    }

    fn make(&mut self, options: &Options, known: &mut Option<Known>) -> Made {
        if let Err(error) = self.open_again() {
            return Made { trouble: Some(error), ..Made::default() };
        }
        let Desk { args, pool, disk, good, cache, written, preview, .. } = self;
        pool.install(|| {
            let (mut shown, mut refused) = (Vec::new(), Ok(()));
            let choice = good.build(disk, &options.saved, &mut |files| {
                let mut broken = BTreeSet::new();
                let mut accepts = |findings: &[Finding]| {
                    let known =
                        known.get_or_insert_with(|| Baselined::of(&args.build.site, findings));
                    broken = files_with_errors(findings, known);
                    broken.is_empty()
                };
                let mut showing =
                    Showing { written, preview, shown: &mut shown, refused: &mut refused };
                build_if(files, options, cache, &mut accepts, &mut showing)
                    .map_err(|findings| (findings, broken))
            });
            cache.drop_leftovers();
            let (build, on_disk) = match choice {
                Choice::Disk(build) => (build, None),
                Choice::Other { disk, shown } => (shown, Some(disk)),
                Choice::Nothing { disk } => return Made { on_disk: Some(disk), ..Made::default() },
            };
            let tally = refused.and_then(|()| written.commit(&build.paths));
            let gone = written.take_gone();
            let (tally, trouble) = match tally {
                Ok(tally) => (tally, None),
                Err(error) => (Tally::default(), Some(error)),
            };
            if trouble.is_some() {
                // Whatever did not get to the disk is to be offered again.
                cache.assume_written(written.known());
            }
            Made { build: Some(build), tally, on_disk, shown, gone, trouble }
        })
    }

    /// Opens the output again where somebody removed it.
    fn open_again(&mut self) -> Result<(), OutputError> {
        if !self.written.is_there() {
            let unlisted = build::unlisted(&self.args.build);
            self.written.open_again(self.disk.root(), &self.output, BUILD_ID, unlisted)?;
            self.cache.assume_written(self.written.known());
        }
        Ok(())
    }

    /// Leads browsers to the page of a renamed file, and of the file just saved where that is
    /// wished for.
    fn lead(&mut self, build: &Build, saved: &[SitePath], shown: &[OutPath], gone: &[OutPath]) {
        let first = |pages_of: &FxHashMap<SitePath, Vec<OutPath>>, file| {
            Some(pages_of.get(file)?.first()?.clone())
        };
        let renamed = self.good.take_renamed();
        let mut moved: Vec<(OutPath, OutPath)> = renamed
            .iter()
            .filter_map(|(old, new)| {
                Some((first(&self.last.pages_of, old)?, first(&build.pages_of, new)?))
            })
            .collect();
        moved.extend(follow::moved(&self.last.pages_of, &build.pages_of, gone));
        for (old, new) in moved {
            self.preview.lead(Some(&old), &new);
        }
        if !self.args.follow {
            return;
        }
        let page = saved.iter().find_map(|file| {
            let pages = build.pages_of.get(file)?.iter().filter(|page| shown.contains(page));
            follow::page(pages, self.edited.get(file).map(String::as_str))
        });
        let Some(page) = page else { return };
        if self.preview.has_readers() {
            self.opened = true;
            self.preview.lead(None, page);
        } else if !mem::replace(&mut self.opened, true) {
            // Where there is no browser to open, the address on the screen has to do.
            drop(open::that_detached(format!(
                "{}{}",
                self.preview.url(),
                page.url(UrlStyle::Folder)
            )));
        }
    }

    /// Notes what is shown now.
    fn note(&mut self, build: Build) {
        let path =
            build.base_url.as_deref().map(|base| base.splitn(4, '/').nth(3).unwrap_or_default());
        self.preview.set_base(&format!("/{}", path.unwrap_or_default()));
        let Build { paths, pages, pages_of, findings, .. } = build;
        self.last = Last { pages_of, pages, files: paths.len(), findings };
    }

    /// What there is to say of the site on disk. Where another one is shown, the files that wait
    /// have their own findings, and the others those that they have in the site that is shown: that
    /// nothing uses an actor, because the brief that does cannot be read, is no news. Errors are
    /// all told, wherever they are.
    fn findings(&self, on_disk: Option<Vec<Finding>>) -> Vec<Finding> {
        let Some(mut findings) = on_disk else { return self.last.findings.clone() };
        if self.good.is_there() {
            let of_waiting = |finding: &Finding| self.good.waiting().contains(&finding.span.file);
            findings.retain(|finding| finding.severity() == Severity::Error || of_waiting(finding));
            findings
                .extend(self.last.findings.iter().filter(|finding| !of_waiting(finding)).cloned());
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
        took: Duration,
        screen: &mut Screen<'_>,
    ) -> Result<(), Failure> {
        let args = &self.args.build.site;
        let texts = |path: &_| self.disk.text(path);
        // The writer goes on without a baseline that cannot be read; all findings are shown then.
        let unread = known.and_then(|known| known.map(|known| known.take_out(&mut findings)).err());
        let failure = self.trouble.as_ref().or(unread.as_ref());
        self.preview.findings(report::overlay(&findings, &texts, failure));
        let Tally { written, removed, .. } = tally;
        let unchanged = self.last.files.saturating_sub(written);
        let built = Built { pages: self.last.pages, written, unchanged, removed };
        if let Some(report) =
            formats::for_programs(args.format, &findings, &texts, Some(built), failure)
        {
            screen.say(&report)?;
            return Ok(screen.flush()?);
        }
        screen.clear()?;
        screen.note(&report::human(
            &findings,
            &texts,
            Notes::of(args),
            Amount::Few,
            screen.look(),
        ))?;
        if let Some(failure) = failure {
            screen.note(&report::failure(failure, screen.look()))?;
        }
        if args.quiet {
            // Nothing is told of what was done, but the address stays on the screen.
            screen.note(&format!("serving {}\n", self.preview.url()))?;
        } else {
            screen.note(&self.closing_lines(built, saved, took))?;
        }
        Ok(screen.flush()?)
    }

    /// What was saved and what became of it; what is not shown as it is on disk.
    fn closing_lines(&self, built: Built, saved: &[SitePath], took: Duration) -> String {
        let what = match saved {
            [] => "the site".to_owned(),
            [one] => one.to_string(),
            [first, rest @ ..] => {
                format!("{first} and {}", count(rest.len(), "other file", "other files"))
            }
        };
        let Built { pages, written, removed, .. } = built;
        let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
        let (pages, written) = (count(pages, "page", "pages"), count(written, "file", "files"));
        let (took, url) = (build::short(took), self.preview.url());
        let mut lines = format!("{what}: {pages}, {written} written{removed} in {took}; {url}\n");
        lines.push_str(&self.what_waits());
        if saved.iter().any(|file| file.as_str() == "site.yaml") && self.is_output_elsewhere() {
            lines.push_str(
                "site.yaml names another output folder: start `briefgen watch` again \
                to write there\n",
            );
        }
        lines
    }

    fn is_output_elsewhere(&self) -> bool {
        self.good.shown().is_some_and(|shown| build::output(&self.args.build, shown) != self.output)
    }

    /// What is not shown as it is on disk; empty where all is.
    fn what_waits(&self) -> String {
        let mut waiting = self.good.waiting().iter();
        match (waiting.next(), waiting.len()) {
            _ if !self.good.is_there() => {
                "nothing is written until the errors are mended: the last output stays\n".to_owned()
            }
            (None, _) => String::new(),
            (Some(one), 0) if one.as_str() == "site.yaml" => {
                "site.yaml waits until the errors are mended: the last good configuration holds\n"
                    .to_owned()
            }
            (Some(one), 0) => {
                format!("{one} waits until the errors are mended: its last good state is shown\n")
            }
            (Some(first), more) => format!(
                "{first} and {} wait until the errors are mended: their last good state is shown\n",
                count(more, "other file", "other files")
            ),
        }
    }

    /// Says that there is no site any more; the output stays as it is.
    fn say_that_it_is_gone(&self, screen: &mut Screen<'_>) -> Result<(), Failure> {
        let folder = self.disk.root().join("content");
        let failure =
            Failure::new(format!("`{}` is gone: the last output stays", folder.display()))
                .help("once it is back, it is watched again");
        self.preview.findings(report::overlay(&[], &|_| None, Some(&failure)));
        screen.clear()?;
        screen.complain(&report::failure(&failure, screen.look()));
        Ok(screen.flush()?)
    }
}

/// Writes each batch, and tells the browsers, until the disk refuses something.
struct Showing<'a> {
    written: &'a mut Written,
    preview: &'a Preview,
    shown: &'a mut Vec<OutPath>,
    refused: &'a mut Result<(), OutputError>,
}

impl Sink for Showing<'_> {
    type Taken = Option<Prepared>;

    fn take(&self, output: Output) -> Option<Prepared> {
        self.refused.is_ok().then(|| self.written.prepare(output))
    }

    fn end_batch(&mut self, taken: Vec<Option<Prepared>>) {
        if self.refused.is_ok() {
            *self.refused = self.show(taken.into_iter().flatten().collect());
        }
    }
}

impl Showing<'_> {
    fn show(&mut self, files: Vec<Prepared>) -> Result<(), OutputError> {
        self.written.stage(files)?;
        let shown = self.written.show()?;
        if shown.iter().any(preview::is_asset) {
            self.preview.set_assets(self.written.fingerprint(preview::is_asset));
        }
        self.preview.changed(&shown);
        self.shown.extend(shown);
        Ok(())
    }
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

#[cfg(test)]
mod tests;
