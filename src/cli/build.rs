//! `briefgen build`: a site's folder in, its output out; and what `check` shares with it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::{BuildArgs, CheckArgs, Format, SiteAsOf};
use super::failure::Failure;
use super::progress::Progress;
use super::report::{self, Amount, Built, Notes, Summary};
use super::screen::Screen;
use super::{Verdict, place};
use super::{baseline, formats};
use crate::base::date::Day;
use crate::base::options::Options;
use crate::base::text::{count, joined};
use crate::files::Files;
use crate::output::{Output, OutputError, Prepared, Sink, Tally, Unlisted, Written};
use crate::{BUILD_ID, Build, Cache, build_into, output_folder};

/// Builds the site, unless it has errors, and reports.
pub(super) fn run(
    args: &BuildArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<Verdict, Failure> {
    let clock = Clock::start();
    let common = &args.site;
    let progress = progress(common, screen);
    let pool = pool(common)?;
    let (files, build, tally, remarks) = pool.install(|| make(args, today, &progress))?;
    drop(progress);

    let texts = |path: &_| files.text(path);
    let summary = Summary::of(&build.findings);
    let Tally { written, unchanged, removed, .. } = tally.unwrap_or_default();
    let built = Built { pages: build.pages, written, unchanged, removed };
    match formats::for_programs(common.format, &build.findings, &texts, Some(built), None) {
        Some(report) => screen.say(&report)?,
        None => {
            screen.note(&report::human(
                &build.findings,
                &texts,
                Notes::of(common),
                Amount::Few,
                screen.look(),
            ))?;
            match tally {
                _ if common.quiet => {}
                Some(tally) => {
                    screen.note(&remarks)?;
                    screen.say(&closing_line(build.pages, tally, clock.elapsed()))?;
                }
                None => screen
                    .note(&(remarks + "nothing was written: the last output stays as it is\n"))?,
            }
        }
    }
    let verdict = summary.verdict(common.strict);
    // As with the cache: see `make`.
    std::mem::forget((pool, files, build));
    Ok(verdict)
}

/// What a build leaves: its files, what was made of them, and what there is to say of the output.
/// The tally is `None` where findings kept the output as it was.
type Made = (Files, Build, Option<Tally>, String);

/// All that happens on the threads of the pool.
fn make(args: &BuildArgs, today: Day, progress: &Progress) -> Result<Made, Failure> {
    let site = args.site.site.folder();
    let files = read(&args.site.site)?;
    let base_url = args.base_url.clone();
    let options = Options { base_url, portable: args.portable, ..options(&args.site.site, today) };
    // Before the work, so that a folder that must not be written to is told of at once.
    let mut written = Written::open(site, &output(args, &files), BUILD_ID, unlisted(args))?;
    let mut cache = Cache::default();
    cache.assume_written(written.known());

    let mut writing = Writing { written: &mut written, progress, refused: None };
    let mut build = build_into(&files, &options, &mut cache, &mut writing);
    if let Some(error) = writing.refused {
        return Err(error.into());
    }
    let adopted = baseline::apply(&args.site, &mut build.findings)?;
    // The process ends soon, and the system takes the memory back faster than we could give it.
    std::mem::forget(cache);
    let tally = match Summary::of(&build.findings).verdict(args.site.strict) {
        Verdict::Passed => Some(written.commit(&build.paths)?),
        Verdict::Failed => None,
    };
    let mut remarks = if tally.is_some() { remarks(args, &written) } else { String::new() };
    remarks.push_str(&adopted.remark(&args.site));
    Ok((files, build, tally, remarks))
}

/// What there is to say of an output besides what was written.
fn remarks(args: &BuildArgs, written: &Written) -> String {
    const NAMED: usize = 5;
    let mut remarks = String::new();
    if !written.is_listed() {
        remarks.push_str(
            "no list of what was written is kept, as the site's folder cannot be written to: \
            empty the output before the \
             next build\n",
        );
    }
    let others = if args.adopt { written.others() } else { Vec::new() };
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

/// Stages what is made, until the disk refuses something.
struct Writing<'a> {
    written: &'a mut Written,
    progress: &'a Progress,
    refused: Option<OutputError>,
}

impl Sink for Writing<'_> {
    type Taken = Option<Prepared>;

    fn take(&self, output: Output) -> Option<Prepared> {
        self.progress.add(1);
        self.refused.is_none().then(|| self.written.prepare(output))
    }

    fn end_batch(&mut self, taken: Vec<Option<Prepared>>) {
        if self.refused.is_none() {
            self.refused = self.written.stage(taken.into_iter().flatten().collect()).err();
        }
    }
}

/// Reads the site's files, where there is a site.
pub(super) fn read(args: &SiteAsOf) -> Result<Files, Failure> {
    Files::read(place::site(args.folder())?).map_err(|error| Failure::new(error.to_string()))
}

/// What the arguments that name a site say of the build.
pub(super) fn options(args: &SiteAsOf, today: Day) -> Options {
    Options { as_of: args.as_of, drafts: args.drafts, ..Options::on(today) }
}

/// The output folder: as it was given, or as the site's configuration says, from the site's folder.
pub(super) fn output(args: &BuildArgs, files: &Files) -> PathBuf {
    let configured =
        || args.site.site.folder().join(output_folder(files).as_deref().unwrap_or("public"));
    args.output.clone().unwrap_or_else(configured)
}

/// What to do with an output of which no list is at hand.
pub(super) fn unlisted(args: &BuildArgs) -> Unlisted {
    if args.adopt { Unlisted::Adopt } else { Unlisted::Refuse }
}

/// The threads that do the work.
pub(super) fn pool(args: &CheckArgs) -> Result<ThreadPool, Failure> {
    // Zero leaves the number to rayon.
    let threads = args.threads.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| {
        Failure::new(format!("cannot start threads: {error}")).help("try `--threads 1`")
    })
}

/// What moves while the work is done: nothing where nobody looks.
pub(super) fn progress(args: &CheckArgs, screen: &Screen<'_>) -> Progress {
    if screen.animated() && !args.quiet && args.format == Format::Human {
        return Progress::patient();
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

/// A duration as a person reads it: `0.21 s`.
pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// A short duration as a person reads it: `12 ms`, and from a second on `1.21 s`.
pub(super) fn short(took: Duration) -> String {
    if took < Duration::from_secs(1) { format!("{} ms", took.as_millis()) } else { seconds(took) }
}

/// How long a command has been running.
pub(super) struct Clock(Instant);

impl Clock {
    /// From now.
    #[expect(clippy::disallowed_methods, reason = "only the report tells how long it took")]
    pub(super) fn start() -> Clock {
        Clock(Instant::now())
    }

    /// Until now.
    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The arguments of a test: this site, one thread, nothing else said.
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

    /// A site of one brief with this text.
    fn site(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
        fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), text).unwrap();
        folder
    }

    const GOOD: &str = "---\ntitle: Talks\nsources: []\n---\nText.\n";
    const BAD: &str = "---\ntitle: Talks\nsources: []\n---\n[[nobody-of-that-name]]\n";

    fn run_on(args: &BuildArgs) -> (Result<Verdict, Failure>, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let verdict = run(args, today(), &mut Screen::on(&mut out, &mut err));
        (verdict, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_site_is_written_and_the_closing_line_counts() {
        let folder = site(GOOD);
        let (verdict, out, err) = run_on(&arguments(folder.path()));
        assert_eq!((verdict, err.as_str()), (Ok(Verdict::Passed), ""));
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
        assert_eq!(run_on(&args).0, Ok(Verdict::Passed));
        let before = listed();
        assert!(!before.is_empty());
        fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), BAD).unwrap();
        let (verdict, out, err) = run_on(&args);
        assert_eq!((verdict, out.as_str()), (Ok(Verdict::Failed), ""));
        assert!(err.starts_with("error[E-REF-UNDEFINED]: "), "{err}");
        assert!(
            err.ends_with("1 error\nnothing was written: the last output stays as it is\n"),
            "{err}"
        );
        assert_eq!(listed(), before);
    }

    #[test]
    fn a_quiet_build_says_nothing_where_all_is_well() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        args.site.quiet = true;
        assert_eq!(run_on(&args), (Ok(Verdict::Passed), String::new(), String::new()));
    }

    #[test]
    fn json_is_all_there_is_on_standard_output() {
        let folder = site(BAD);
        let mut args = arguments(folder.path());
        args.site.format = Format::Json;
        let (verdict, out, err) = run_on(&args);
        assert_eq!((verdict, err.as_str()), (Ok(Verdict::Failed), ""));
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
        assert_eq!(run_on(&args).0, Ok(Verdict::Passed));
        fs::remove_dir_all(folder.path().join(".briefgen")).unwrap();
        fs::write(folder.path().join("public/thesis.txt"), "mine").unwrap();
        let failure = run_on(&args).0.unwrap_err();
        assert!(failure.message.contains("`--adopt`"), "{}", failure.message);
        args.adopt = true;
        let (verdict, out, err) = run_on(&args);
        assert_eq!(verdict, Ok(Verdict::Passed));
        assert!(out.contains(": 0 files written, "), "{out}");
        assert_eq!(err, "1 file in the output is not of this build and left alone: `thesis.txt`\n");
        args.adopt = false;
        assert_eq!(run_on(&args).2, "");
    }

    #[test]
    fn the_output_folder_is_the_argument_then_the_configuration_then_public() {
        let folder = site(GOOD);
        let mut args = arguments(folder.path());
        let place = |args: &BuildArgs| output(args, &read(&args.site.site).unwrap());
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
