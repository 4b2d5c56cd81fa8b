//! `briefgen build`: builds a site's folder into its output. Also holds what `check` and `watch`
//! share with it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::{BuildArgs, CheckArgs, Format, SiteAsOf};
use super::failure::Failure;
use super::progress::Progress;
use super::report::{self, BuildCounts, DrawLimit, NoteDisplay, Summary};
use super::screen::Screen;
use super::{ExitStatus, place};
use super::{baseline, formats};
use crate::base::date::Day;
use crate::base::discard::leak;
use crate::base::edition::Edition;
use crate::base::text::{count, joined};
use crate::files::Files;
use crate::model::options::Options;
use crate::output::{Output, OutputError, OutputFolder, Prepared, Sink, Tally, Unlisted};
use crate::parse::output_folder;
use crate::{BUILD_ID, Build, Cache, build_into};

/// Builds the site and reports its findings. A site with errors is not written.
pub(super) fn run(
    args: &BuildArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let stopwatch = Stopwatch::start();
    let common = &args.site;
    let progress = progress(common, screen);
    let pool = pool(common)?;
    let written_build = pool.install(|| build_and_write(args, today, &progress))?;
    let WrittenBuild { files, build, tally, remarks } = written_build;
    drop(progress);

    let texts = |path: &_| files.text(path);
    let summary = Summary::of(&build.findings);
    let Tally { written, unchanged, removed, .. } = tally.unwrap_or_default();
    let counts = BuildCounts { pages: build.pages, written, unchanged, removed };
    match formats::for_programs(common.format, &build.findings, &texts, Some(counts), None) {
        Some(report) => screen.say(&report)?,
        None => {
            screen.note(&report::human(
                &build.findings,
                &texts,
                NoteDisplay::of(common),
                DrawLimit::Few,
                screen.styling(),
            ))?;
            match tally {
                _ if common.quiet => {}
                Some(tally) => {
                    screen.note(&remarks)?;
                    screen.say(&closing_line(build.pages, tally, stopwatch.elapsed()))?;
                }
                None => screen
                    .note(&(remarks + "nothing was written: the last output stays as it is\n"))?,
            }
        }
    }
    leak((pool, files, build));
    Ok(summary.exit_status(common.strict))
}

/// A build that was written to the output folder, unless it has errors.
struct WrittenBuild {
    files: Files,
    build: Build,
    /// `None` if findings kept the build from being written.
    tally: Option<Tally>,
    /// Lines for the user about the output and the baseline; may be empty.
    remarks: String,
}

/// Reads, builds and writes the site. Runs on the threads of the pool.
fn build_and_write(
    args: &BuildArgs,
    today: Day,
    progress: &Progress,
) -> Result<WrittenBuild, Failure> {
    let site = args.site.site.folder();
    let files = read_site(&args.site.site)?;
    let base_url = args.base_url.clone();
    let options = Options { base_url, portable: args.portable, ..options(&args.site.site, today) };
    // Opened before the build, so that an output that must not be written to fails at once.
    let mut written = OutputFolder::open(site, &output(args, &files), BUILD_ID, unlisted(args))?;
    let mut cache = Cache::default();
    cache.assume_written(written.known());

    let mut sink = DiskSink { written: &mut written, progress, error: None };
    let mut build = build_into(&files, &options, &mut cache, &mut sink);
    if let Some(error) = sink.error {
        return Err(error.into());
    }
    let suppressed = baseline::apply(&args.site, &mut build.findings)?;
    leak(cache);
    let tally = match Summary::of(&build.findings).exit_status(args.site.strict) {
        ExitStatus::Passed => Some(written.commit(&build.paths)?),
        ExitStatus::Failed => None,
    };
    let mut remarks = if tally.is_some() { remarks(args, &written) } else { String::new() };
    remarks.push_str(&suppressed.remark(&args.site));
    Ok(WrittenBuild { files, build, tally, remarks })
}

/// Lines about an output whose list of files cannot be kept or that holds files of the user.
fn remarks(args: &BuildArgs, written: &OutputFolder) -> String {
    const NAMED: usize = 5;
    let mut remarks = String::new();
    if !written.is_listed() {
        remarks.push_str(
            "no list of what was written is kept, as the site's folder cannot be written to: \
            empty the output before the next build\n",
        );
    }
    let others = if args.adopt { written.foreign_files() } else { Vec::new() };
    if !others.is_empty() {
        let mut named: Vec<String> =
            others.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
        if others.len() > NAMED {
            named.push(count(others.len() - NAMED, "other", "others"));
        }
        let files = count(others.len(), "file in the output is", "files in the output are");
        remarks
            .push_str(&format!("{files} not of this build and left alone: {}\n", joined(&named)));
    }
    remarks
}

/// Stages outputs on disk until writing fails.
struct DiskSink<'a> {
    written: &'a mut OutputFolder,
    progress: &'a Progress,
    /// Why writing failed.
    error: Option<OutputError>,
}

impl Sink for DiskSink<'_> {
    type Pending = Option<Prepared>;

    fn take(&self, output: Output) -> Option<Prepared> {
        self.progress.add(1);
        self.error.is_none().then(|| self.written.prepare(output))
    }

    fn end_batch(&mut self, pending: Vec<Option<Prepared>>) {
        if self.error.is_none() {
            self.error = self.written.stage(pending.into_iter().flatten().collect()).err();
        }
    }
}

/// Reads the files of the site that the arguments name. Fails if its folder holds no site.
pub(super) fn read_site(args: &SiteAsOf) -> Result<Files, Failure> {
    Files::read(place::site(args.folder())?).map_err(|error| Failure::new(error.to_string()))
}

/// The options of a build with these arguments.
pub(super) fn options(args: &SiteAsOf, today: Day) -> Options {
    let edition = Edition { today, as_of: args.as_of, drafts: args.drafts };
    Options { edition, ..Options::on(today) }
}

/// The output folder: `--output`, or `output` of `site.yaml` relative to the site's folder, or
/// `public` there.
pub(super) fn output(args: &BuildArgs, files: &Files) -> PathBuf {
    let configured =
        || args.site.site.folder().join(output_folder(files).as_deref().unwrap_or("public"));
    args.output.clone().unwrap_or_else(configured)
}

/// What to do with an output folder if no list says which of its files briefgen wrote.
pub(super) fn unlisted(args: &BuildArgs) -> Unlisted {
    if args.adopt { Unlisted::Adopt } else { Unlisted::Refuse }
}

/// The thread pool that a build runs on, with as many threads as `--threads` says.
pub(super) fn pool(args: &CheckArgs) -> Result<ThreadPool, Failure> {
    // For zero rayon takes the number of CPUs.
    let threads = args.threads.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| {
        Failure::new(format!("cannot start threads: {error}")).help("try `--threads 1`")
    })
}

/// The progress line, which is hidden unless a person watches the terminal.
pub(super) fn progress(args: &CheckArgs, screen: &Screen<'_>) -> Progress {
    if screen.animated() && !args.quiet && args.format == Format::Human {
        return Progress::delayed();
    }
    Progress::hidden()
}

fn closing_line(pages: usize, tally: Tally, took: Duration) -> String {
    let Tally { written, unchanged, removed, .. } = tally;
    let (pages, written) = (count(pages, "page", "pages"), count(written, "file", "files"));
    format!(
        "{pages}: {written} written, {unchanged} unchanged, {removed} removed in {}\n",
        seconds(took)
    )
}

/// A duration in seconds: `0.21 s`.
pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// Measures how long a command takes.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "only the report tells how long it took")]
    pub(super) fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Arguments for tests: a site, one thread, and the default of every other option.
#[cfg(test)]
pub(super) fn arguments(site: &std::path::Path) -> BuildArgs {
    let site = CheckArgs {
        site: SiteAsOf {
            site: super::args::SiteArg { folder: site.to_owned() },
            drafts: false,
            as_of: None,
        },
        strict: false,
        threads: Some(1),
        quiet: false,
        format: Format::Human,
        baseline: None,
        notes: false,
        update_baseline: false,
    };
    BuildArgs { site, output: None, base_url: None, portable: false, adopt: false }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::*;
    use std::fs;

    fn today() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    /// A site that holds one brief with this text.
    fn site(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
        fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), text).unwrap();
        folder
    }

    const GOOD: &str = "---\ntitle: Talks\nsources: []\n---\nText.\n";
    const BAD: &str = "---\ntitle: Talks\nsources: []\n---\n[[nobody-of-that-name]]\n";

    fn run_on(args: &BuildArgs) -> (Result<ExitStatus, Failure>, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run(args, today(), &mut Screen::on(&mut out, &mut err));
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_site_is_written_and_the_closing_line_counts() {
        let folder = site(GOOD);
        let (status, out, err) = run_on(&arguments(folder.path()));
        assert_eq!((status, err.as_str()), (Ok(ExitStatus::Passed), ""));
        assert!(
            out.contains(" written, 0 unchanged, 0 removed in ") && out.ends_with(" s\n"),
            "{out}"
        );
        assert!(folder.path().join("public").is_dir());
        let (_, out, _) = run_on(&arguments(folder.path()));
        assert!(out.contains(": 0 files written, "), "{out}");
    }

    #[test]
    fn a_site_with_an_error_keeps_its_last_output() {
        let folder = site(GOOD);
        let args = arguments(folder.path());
        let listed = || {
            let files =
                walkdir::WalkDir::new(folder.path().join("public")).sort_by_file_name().into_iter();
            let files =
                files.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().is_file());
            files.map(|entry| fs::read(entry.path()).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(run_on(&args).0, Ok(ExitStatus::Passed));
        let before = listed();
        assert!(!before.is_empty());
        fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), BAD).unwrap();
        let (status, out, err) = run_on(&args);
        assert_eq!((status, out.as_str()), (Ok(ExitStatus::Failed), ""));
        assert!(err.starts_with("error[E-REF-UNDEFINED]: "), "{err}");
        assert!(
            err.ends_with("1 error\nnothing was written: the last output stays as it is\n"),
            "{err}"
        );
        assert_eq!(listed(), before);
    }

    #[test]
    fn a_quiet_build_without_findings_prints_nothing() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        args.site.quiet = true;
        assert_eq!(run_on(&args), (Ok(ExitStatus::Passed), String::new(), String::new()));
    }

    #[test]
    fn json_is_all_there_is_on_standard_output() {
        let folder = site(BAD);
        let mut args = arguments(folder.path());
        args.site.format = Format::Json;
        let (status, out, err) = run_on(&args);
        assert_eq!((status, err.as_str()), (Ok(ExitStatus::Failed), ""));
        let object: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(object["summary"]["errors"], 1);
        assert_eq!(object["summary"]["written"], 0);
    }

    #[test]
    fn a_folder_with_other_files_is_refused_and_left_alone() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("thesis.txt"), "mine").unwrap();
        args.output = Some(home.path().to_owned());
        assert!(run_on(&args).0.is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_output_that_is_adopted_keeps_what_is_not_the_sites_and_says_so() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        assert_eq!(run_on(&args).0, Ok(ExitStatus::Passed));
        fs::remove_dir_all(folder.path().join(".briefgen")).unwrap();
        fs::write(folder.path().join("public/thesis.txt"), "mine").unwrap();
        let failure = run_on(&args).0.unwrap_err();
        assert!(failure.message.contains("`--adopt`"), "{}", failure.message);
        args.adopt = true;
        let (status, out, err) = run_on(&args);
        assert_eq!(status, Ok(ExitStatus::Passed));
        assert!(out.contains(": 0 files written, "), "{out}");
        assert_eq!(err, "1 file in the output is not of this build and left alone: `thesis.txt`\n");
        args.adopt = false;
        assert_eq!(run_on(&args).2, "");
    }

    #[test]
    fn the_output_folder_is_the_argument_then_the_configuration_then_public() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        let place = |args: &BuildArgs| output(args, &read_site(&args.site.site).unwrap());
        assert_eq!(place(&args), folder.path().join("public"));
        fs::write(folder.path().join("site.yaml"), "output: www\n").unwrap();
        assert_eq!(place(&args), folder.path().join("www"));
        args.output = Some(PathBuf::from("elsewhere"));
        assert_eq!(place(&args), PathBuf::from("elsewhere"));
    }

    #[test]
    fn a_folder_that_is_no_site_is_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let failure = run_on(&arguments(folder.path())).0.unwrap_err();
        assert!(
            failure.message.ends_with("holds no site: it has no folder `content`"),
            "{}",
            failure.message
        );
        assert!(failure.help.contains("briefgen init"), "{}", failure.help);
    }
}
