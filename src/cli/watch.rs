//! `briefgen watch`: rebuilds the site after each change, with one cache for all builds, and serves
//! a preview whose pages reload themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::PathBuf;
use std::time::Duration;

use rayon::ThreadPool;
use rustc_hash::FxHashMap;

use super::args::WatchArgs;
use super::baseline::Baseline;
use super::build::{self, Stopwatch};
use super::events::{MANY_PLACES, Signal, SiteWatcher, WatchEvent, WatchMethod};
use super::failure::Failure;
use super::last_good::{Choice, LastGood};
use super::report::{self, BuildCounts, DrawLimit, NoteDisplay};
use super::screen::Screen;
use super::{ExitStatus, follow, formats, today};
use crate::base::code::Severity;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SitePath, UrlStyle};
use crate::base::text::count;
use crate::files::{Change, File, Files};
use crate::model::options::Options;
use crate::output::{Output, OutputError, OutputFolder, Prepared, Sink, Tally};
use crate::preview::{self, ConnectionLimits, Preview};
use crate::render;
use crate::{BUILD_ID, Build, Cache, build_if};

/// Builds the site, and builds it again whenever a file of it is saved, until the user or the
/// system ends the program.
pub(super) fn run(args: &WatchArgs, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    let common = &args.build.site;
    let pool = build::pool(common)?;
    let files = pool.install(|| build::read_site(&common.site))?;
    let method = if args.poll { WatchMethod::Polling } else { WatchMethod::Events };
    let mut watcher = SiteWatcher::new(files.root(), method)?;
    let output = build::output(&args.build, &files);
    let written =
        OutputFolder::open(common.site.folder(), &output, BUILD_ID, build::unlisted(&args.build))?;
    let sender = watcher.sender();
    let on_interrupt = move || drop(sender.send(Signal::Quit));
    let preview = Preview::start(
        written.reader(),
        &args.host,
        args.port,
        ConnectionLimits::default(),
        render::media_type,
        on_interrupt,
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
        open_browser(&preview.url());
    }
    let mut session = Session::new(args, pool, files, output, written, preview);
    // A file may have been saved after it was read and before its folder was watched.
    session.refresh(&WatchEvent::Rescan);
    watcher.watch_link_targets(session.disk.targets());
    session.rebuild(&[], screen)?;
    loop {
        let (mut event, mut is_back) = (watcher.wait(session.retry_delay()), false);
        if !session.disk.is_there() {
            session.report_missing_site(screen)?;
            if !wait_for_site(&mut watcher, &session.disk)? {
                return Ok(ExitStatus::Passed);
            }
            event = WatchEvent::Rescan;
            is_back = true;
        }
        if event == WatchEvent::Quit {
            return Ok(ExitStatus::Passed);
        }
        let refreshed = session.refresh(&event).or_else(|| is_back.then(Vec::new));
        let Some(mut saved) = refreshed else { continue };
        while args.poll && (saved.len() > MANY_PLACES || watcher.is_git_at_work()) {
            // A program is changing files. Polling reports no quiet, so compare until nothing
            // differs between two rounds.
            match session.refresh(&watcher.wait(None)) {
                Some(more) if !more.is_empty() => saved.extend(more),
                _ => break,
            }
        }
        watcher.watch_link_targets(session.disk.targets());
        session.rebuild(&saved, screen)?;
        // Checking the output comes last, since the pages are already shown.
        if session.is_output_altered() {
            session.rebuild(&[], screen)?;
        }
    }
}

/// Opens an address in the user's browser. Without a browser the user finds it on the screen.
fn open_browser(url: &str) {
    drop(open::that_detached(url));
}

/// Waits until the site's folder exists again, and watches it anew. Returns `false` if the program
/// is to end first.
fn wait_for_site(watcher: &mut SiteWatcher, site: &Files) -> Result<bool, Failure> {
    while !site.is_there() {
        if watcher.wait(Some(MISSING_SITE_DELAY)) == WatchEvent::Quit {
            return Ok(false);
        }
    }
    watcher.restart()?;
    Ok(true)
}

/// How often to look for a site whose folder was removed.
const MISSING_SITE_DELAY: Duration = Duration::from_millis(250);

/// How long to wait before reading files again that could not be opened because too many files were
/// open.
const REREAD_DELAY: Duration = Duration::from_millis(500);

/// How long to wait before writing the output again after writing failed.
const REWRITE_DELAY: Duration = Duration::from_secs(2);

/// The state that lasts from one rebuild to the next.
struct Session<'a> {
    args: &'a WatchArgs,
    pool: ThreadPool,
    /// The site on disk.
    disk: Files,
    /// The site that is shown.
    last_good: LastGood,
    cache: Cache,
    written: OutputFolder,
    preview: Preview,
    /// The output folder.
    output: PathBuf,
    /// What the shown site consists of.
    shown: ShownSite,
    /// Why the shown site could not be written completely.
    write_failure: Option<Failure>,
    /// The id of the entry that was last edited in each changed registry file.
    edited: BTreeMap<SitePath, String>,
    /// Whether `--follow` has opened a browser.
    browser_opened: bool,
}

/// What reports and redirects need to know about the site that is shown.
#[derive(Default)]
struct ShownSite {
    pages_of: FxHashMap<SitePath, Vec<OutPath>>,
    /// The number of pages.
    pages: usize,
    /// The number of files in the output.
    files: usize,
    findings: Vec<Finding>,
}

/// The result of a rebuild.
#[derive(Default)]
struct Rebuild {
    /// The build that is shown now; `None` if the last one still is.
    build: Option<Build>,
    tally: Tally,
    /// The findings of the site on disk, if another site is shown.
    on_disk: Option<Vec<Finding>>,
    /// The files of the output that are new or have changed.
    changed: Vec<OutPath>,
    /// The files of the output that were removed.
    gone: Vec<OutPath>,
    write_failure: Option<OutputError>,
}

impl<'a> Session<'a> {
    fn new(
        args: &'a WatchArgs,
        pool: ThreadPool,
        files: Files,
        output: PathBuf,
        written: OutputFolder,
        preview: Preview,
    ) -> Session<'a> {
        let mut cache = Cache::default();
        cache.assume_written(written.known());
        preview.set_assets(written.fingerprint(preview::is_asset));
        Session {
            args,
            pool,
            disk: files,
            last_good: LastGood::default(),
            cache,
            written,
            preview,
            output,
            shown: ShownSite::default(),
            write_failure: None,
            edited: BTreeMap::new(),
            browser_opened: false,
        }
    }

    /// Reads the changed files. Returns their paths, or `None` if nothing has to be rebuilt.
    fn refresh(&mut self, event: &WatchEvent) -> Option<Vec<SitePath>> {
        let Session { args, pool, disk, .. } = self;
        let findings_before = disk.findings().to_vec();
        let differ = pool.install(|| match event {
            WatchEvent::Changed(places) => disk.refresh(places),
            WatchEvent::Rescan => disk.refresh_all(),
            WatchEvent::Timeout if disk.is_short_of_descriptors() => disk.refresh_all(),
            WatchEvent::Timeout if args.poll => disk.compare_all(),
            WatchEvent::Timeout | WatchEvent::Quit => Vec::new(),
        });
        let is_new = !differ.is_empty() || findings_before != self.disk.findings();
        let is_retry = *event == WatchEvent::Timeout && self.write_failure.is_some();
        self.last_good.note_renames(&self.disk, &differ);
        self.edited = differ
            .iter()
            .filter_map(|change| Some((change.path.clone(), self.edited_entry(change)?)))
            .collect();
        (is_new || is_retry).then(|| differ.into_iter().map(|change| change.path).collect())
    }

    /// For a changed registry file, the id of the entry in which the change begins.
    fn edited_entry(&self, change: &Change) -> Option<String> {
        let text = self.disk.text(&change.path).filter(|_| change.path.extension() == "yaml")?;
        let before = change.before.as_ref().and_then(File::text).unwrap_or_default();
        follow::entry_at(text, follow::first_difference(before, text)).map(str::to_owned)
    }

    /// How long to wait for a change before trying again to read or write files where that failed.
    fn retry_delay(&self) -> Option<Duration> {
        let is_unread = self.disk.is_short_of_descriptors();
        if is_unread {
            Some(REREAD_DELAY)
        } else {
            self.write_failure.as_ref().map(|_| REWRITE_DELAY)
        }
    }

    /// Builds the site, then writes and shows the files that changed, beginning with the pages that
    /// are open in a browser.
    fn rebuild(&mut self, saved: &[SitePath], screen: &mut Screen<'_>) -> Result<(), Failure> {
        let stopwatch = Stopwatch::start();
        let options = self.options(saved)?;
        let mut baseline = None;
        let rebuild = self.build(&options, &mut baseline);
        let took = stopwatch.elapsed();
        let failure = rebuild.write_failure.map(Failure::from);
        let is_same_failure =
            saved.is_empty() && failure.is_some() && failure == self.write_failure;
        self.write_failure = failure;
        if let Some(build) = rebuild.build {
            self.redirect_browsers(&build, saved, &rebuild.changed, &rebuild.gone);
            self.remember(build);
        }
        // Browsers on a removed page reload now; by now they know where a renamed page went.
        self.preview.changed(&rebuild.gone);
        if is_same_failure {
            return Ok(());
        }
        let findings = self.findings(rebuild.on_disk);
        if self.args.build.site.update_baseline {
            // The baseline that `build` wrote holds only the errors, which were known by then.
            baseline = Some(Baseline::load(&self.args.build.site, &findings));
        }
        self.report(findings, rebuild.tally, baseline, saved, took, screen)
    }

    /// Whether another program altered the output. The next rebuild writes the altered files again.
    fn is_output_altered(&mut self) -> bool {
        let Session { pool, written, .. } = self;
        if self.write_failure.is_some() || pool.install(|| written.recheck()) == 0 {
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

    /// Builds the site on disk, or the last good one, and writes it. Loads `baseline` once the
    /// first errors are known.
    fn build(&mut self, options: &Options, baseline: &mut Option<LoadedBaseline>) -> Rebuild {
        if let Err(error) = self.restore_output() {
            return Rebuild { write_failure: Some(error), ..Rebuild::default() };
        }
        let Session { args, pool, disk, last_good, cache, written, preview, .. } = self;
        pool.install(|| {
            let (mut changed, mut outcome) = (Vec::new(), Ok(()));
            let choice = last_good.build(disk, &options.saved, &mut |files| {
                let mut broken = BTreeSet::new();
                let mut accepts = |findings: &[Finding]| {
                    let baseline =
                        baseline.get_or_insert_with(|| Baseline::load(&args.build.site, findings));
                    broken = files_with_errors(findings, baseline);
                    broken.is_empty()
                };
                let mut sink =
                    PreviewSink { written, preview, changed: &mut changed, outcome: &mut outcome };
                build_if(files, options, cache, &mut accepts, &mut sink)
                    .map_err(|findings| (findings, broken))
            });
            cache.drop_leftovers();
            let (build, on_disk) = match choice {
                Choice::Disk(build) => (build, None),
                Choice::Other { disk, shown } => (shown, Some(disk)),
                Choice::Nothing { disk } => {
                    return Rebuild { on_disk: Some(disk), ..Rebuild::default() };
                }
            };
            let tally = outcome.and_then(|()| written.commit(&build.paths));
            let gone = written.take_removed();
            let (tally, write_failure) = match tally {
                Ok(tally) => (tally, None),
                Err(error) => (Tally::default(), Some(error)),
            };
            if write_failure.is_some() {
                // The next rebuild must render the files again that were not written.
                cache.assume_written(written.known());
            }
            Rebuild { build: Some(build), tally, on_disk, changed, gone, write_failure }
        })
    }

    /// Makes the output folder again if another program removed it.
    fn restore_output(&mut self) -> Result<(), OutputError> {
        if !self.written.is_there() {
            let unlisted = build::unlisted(&self.args.build);
            self.written.open_again(self.disk.root(), &self.output, BUILD_ID, unlisted)?;
            self.cache.assume_written(self.written.known());
        }
        Ok(())
    }

    /// Sends browsers from the page of a renamed file to its new address and, with `--follow`, to
    /// the page of the file that was just saved.
    fn redirect_browsers(
        &mut self,
        build: &Build,
        saved: &[SitePath],
        changed: &[OutPath],
        gone: &[OutPath],
    ) {
        let first = |pages_of: &FxHashMap<SitePath, Vec<OutPath>>, file| {
            Some(pages_of.get(file)?.first()?.clone())
        };
        let renamed = self.last_good.take_renamed();
        let mut moved: Vec<(OutPath, OutPath)> = renamed
            .iter()
            .filter_map(|(old, new)| {
                Some((first(&self.shown.pages_of, old)?, first(&build.pages_of, new)?))
            })
            .collect();
        moved.extend(follow::moved_pages(&self.shown.pages_of, &build.pages_of, gone));
        for (old, new) in moved {
            self.preview.lead(Some(&old), &new);
        }
        if !self.args.follow {
            return;
        }
        let page = saved.iter().find_map(|file| {
            let pages = build.pages_of.get(file)?.iter().filter(|page| changed.contains(page));
            follow::edited_page(pages, self.edited.get(file).map(String::as_str))
        });
        let Some(page) = page else { return };
        if self.preview.has_readers() {
            self.browser_opened = true;
            self.preview.lead(None, page);
        } else if !mem::replace(&mut self.browser_opened, true) {
            open_browser(&format!("{}{}", self.preview.url(), page.url(UrlStyle::Folder)));
        }
    }

    /// Remembers the site that is shown now.
    fn remember(&mut self, build: Build) {
        let path =
            build.base_url.as_deref().map(|base| base.splitn(4, '/').nth(3).unwrap_or_default());
        self.preview.set_base(&format!("/{}", path.unwrap_or_default()));
        let Build { paths, pages, pages_of, findings, .. } = build;
        self.shown = ShownSite { pages_of, pages, files: paths.len(), findings };
    }

    /// The findings to report, given those of the site on disk if another site is shown.
    ///
    /// A waiting file has its findings on disk, any other file its findings in the shown site: a
    /// brief that cannot be read must not cause warnings elsewhere, such as that no brief uses an
    /// actor. Errors on disk are always reported.
    fn findings(&self, on_disk: Option<Vec<Finding>>) -> Vec<Finding> {
        let Some(mut findings) = on_disk else { return self.shown.findings.clone() };
        if self.last_good.shown().is_some() {
            let waits = |finding: &Finding| self.last_good.waiting().contains(&finding.span.file);
            findings.retain(|finding| finding.severity() == Severity::Error || waits(finding));
            findings.extend(self.shown.findings.iter().filter(|finding| !waits(finding)).cloned());
        }
        findings.sort();
        findings.dedup();
        findings
    }

    fn report(
        &self,
        mut findings: Vec<Finding>,
        tally: Tally,
        baseline: Option<LoadedBaseline>,
        saved: &[SitePath],
        took: Duration,
        screen: &mut Screen<'_>,
    ) -> Result<(), Failure> {
        let args = &self.args.build.site;
        let texts = |path: &_| self.disk.text(path);
        // If the baseline cannot be read, `watch` goes on and shows all findings.
        let unreadable = baseline
            .and_then(|loaded| loaded.map(|baseline| baseline.remove_known(&mut findings)).err());
        let failure = self.write_failure.as_ref().or(unreadable.as_ref());
        self.preview.findings(report::overlay(&findings, &texts, failure));
        let Tally { written, removed, .. } = tally;
        let unchanged = self.shown.files.saturating_sub(written);
        let counts = BuildCounts { pages: self.shown.pages, written, unchanged, removed };
        if let Some(report) =
            formats::for_programs(args.format, &findings, &texts, Some(counts), failure)
        {
            screen.say(&report)?;
            return Ok(screen.flush()?);
        }
        screen.clear()?;
        screen.note(&report::human(
            &findings,
            &texts,
            NoteDisplay::of(args),
            DrawLimit::Few,
            screen.styling(),
        ))?;
        if let Some(failure) = failure {
            screen.note(&report::failure(failure, screen.styling()))?;
        }
        if args.quiet {
            // Clearing the screen has removed the address, which the user still needs.
            screen.note(&format!("serving {}\n", self.preview.url()))?;
        } else {
            screen.note(&self.closing_lines(counts, saved, took))?;
        }
        Ok(screen.flush()?)
    }

    /// Says which files were saved, what was built, and which files wait.
    fn closing_lines(&self, counts: BuildCounts, saved: &[SitePath], took: Duration) -> String {
        let what = match saved {
            [] => "the site".to_owned(),
            [one] => one.to_string(),
            [first, rest @ ..] => {
                format!("{first} and {}", count(rest.len(), "other file", "other files"))
            }
        };
        let BuildCounts { pages, written, removed, .. } = counts;
        let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
        let (pages, written) = (count(pages, "page", "pages"), count(written, "file", "files"));
        let (took, url) = (short(took), self.preview.url());
        let mut lines = format!("{what}: {pages}, {written} written{removed} in {took}; {url}\n");
        lines.push_str(&self.waiting_line());
        if saved.iter().any(|file| file.as_str() == "site.yaml") && self.is_output_elsewhere() {
            lines.push_str(
                "site.yaml names another output folder: start `briefgen watch` again \
                to write there\n",
            );
        }
        lines
    }

    fn is_output_elsewhere(&self) -> bool {
        let shown = self.last_good.shown();
        shown.is_some_and(|shown| build::output(&self.args.build, shown) != self.output)
    }

    /// Names the files whose version on disk is not shown; empty if there are none.
    fn waiting_line(&self) -> String {
        let mut waiting = self.last_good.waiting().iter();
        match (waiting.next(), waiting.len()) {
            _ if self.last_good.shown().is_none() => {
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

    /// Reports that the site's folder was removed. The output stays.
    fn report_missing_site(&self, screen: &mut Screen<'_>) -> Result<(), Failure> {
        let folder = self.disk.root().join("content");
        let failure =
            Failure::new(format!("`{}` is gone: the last output stays", folder.display()))
                .help("once it is back, it is watched again");
        self.preview.findings(report::overlay(&[], &|_| None, Some(&failure)));
        screen.clear()?;
        screen.complain(&report::failure(&failure, screen.styling()));
        Ok(screen.flush()?)
    }
}

/// Writes each batch and tells the browsers which files changed, until writing fails.
struct PreviewSink<'a> {
    written: &'a mut OutputFolder,
    preview: &'a Preview,
    changed: &'a mut Vec<OutPath>,
    outcome: &'a mut Result<(), OutputError>,
}

impl Sink for PreviewSink<'_> {
    type Pending = Option<Prepared>;

    fn take(&self, output: Output) -> Option<Prepared> {
        self.outcome.is_ok().then(|| self.written.prepare(output))
    }

    fn end_batch(&mut self, pending: Vec<Option<Prepared>>) {
        if self.outcome.is_ok() {
            *self.outcome = self.show(pending.into_iter().flatten().collect());
        }
    }
}

impl PreviewSink<'_> {
    fn show(&mut self, files: Vec<Prepared>) -> Result<(), OutputError> {
        self.written.stage(files)?;
        let changed = self.written.show()?;
        if changed.iter().any(preview::is_asset) {
            self.preview.set_assets(self.written.fingerprint(preview::is_asset));
        }
        self.preview.changed(&changed);
        self.changed.extend(changed);
        Ok(())
    }
}

/// The baseline, or why it cannot be read.
type LoadedBaseline = Result<Baseline, Failure>;

/// The files with errors that are not in the baseline.
fn files_with_errors(findings: &[Finding], baseline: &LoadedBaseline) -> BTreeSet<SitePath> {
    let mut errors: Vec<Finding> =
        findings.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect();
    if let Ok(baseline) = baseline {
        baseline.remove_known(&mut errors);
    }
    errors.into_iter().map(|finding| finding.span.file).collect()
}

/// A duration in milliseconds, or from one second on in seconds: `12 ms`, `1.21 s`.
fn short(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{} ms", took.as_millis())
    } else {
        build::seconds(took)
    }
}

#[cfg(test)]
mod tests;
