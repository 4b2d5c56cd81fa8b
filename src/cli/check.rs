//! `briefgen check`: builds the site like `build`, but counts the outputs instead of writing them.

use std::collections::BTreeMap;

use super::ExitStatus;
use super::args::CheckOnlyArgs;
use super::build::{self, Stopwatch};
use super::failure::Failure;
#[cfg(feature = "network")]
use super::online;
use super::progress::Progress;
use super::report::{self, DrawLimit, NoteDisplay, Summary};
use super::screen::Screen;
use super::{baseline, formats};
use crate::Cache;
use crate::base::date::Day;
use crate::base::text::count;
use crate::model::options::Options;
use crate::output::{Output, Sink};

/// Reports the findings of the site.
pub(super) fn run(
    arguments: &CheckOnlyArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let CheckOnlyArgs { check: args, .. } = arguments;
    let stopwatch = Stopwatch::start();
    let DeadLinks { reasons, summary } = dead_links(arguments, today)?;
    let progress = build::progress(args, screen);
    let (files, mut build) = build::pool(args)?.install(|| {
        let files = build::read_site(&args.site)?;
        let options = Options { dead_links: reasons, ..build::options(&args.site, today) };
        let mut sink = CountingSink(&progress);
        let build = crate::build_into(&files, &options, &mut Cache::default(), &mut sink);
        Ok::<_, Failure>((files, build))
    })?;
    drop(progress);
    if let Some(summary) = summary.filter(|_| !args.quiet) {
        screen.note(&summary)?;
    }
    let suppressed = baseline::apply(args, &mut build.findings)?;

    let texts = |path: &_| files.text(path);
    match formats::for_programs(args.format, &build.findings, &texts, None, None) {
        Some(report) => screen.say(&report)?,
        None => {
            screen.note(&report::human(
                &build.findings,
                &texts,
                NoteDisplay::of(args),
                DrawLimit::Many,
                screen.styling(),
            ))?;
            if !args.quiet {
                let pages = count(build.pages, "page", "pages");
                let clean = match build.findings.is_empty() {
                    true => suppressed.nothing_else(),
                    false => String::new(),
                };
                let took = build::seconds(stopwatch.elapsed());
                screen.note(&suppressed.remark(args))?;
                screen.say(&format!("{pages} checked in {took}{clean}\n"))?;
            }
        }
    }
    Ok(Summary::of(&build.findings).exit_status(args.strict))
}

/// The dead links of a site; empty without `--online`.
#[derive(Default)]
struct DeadLinks {
    /// The reason why each link is dead, by address.
    reasons: BTreeMap<String, String>,
    /// How many links were requested, for the user; `None` without `--online`.
    summary: Option<String>,
}

#[cfg(feature = "network")]
fn dead_links(args: &CheckOnlyArgs, today: Day) -> Result<DeadLinks, Failure> {
    if !args.online.online {
        return Ok(DeadLinks::default());
    }
    let report = online::check_links(&args.check, &args.online, today)?;
    let summary = Some(report.summary());
    Ok(DeadLinks { reasons: report.dead, summary })
}

#[cfg(not(feature = "network"))]
fn dead_links(_: &CheckOnlyArgs, _: Day) -> Result<DeadLinks, Failure> {
    Ok(DeadLinks::default())
}

/// Counts the outputs and drops them.
struct CountingSink<'a>(&'a Progress);

impl Sink for CountingSink<'_> {
    type Pending = ();

    fn take(&self, _: Output) {
        self.0.add(1);
    }

    fn end_batch(&mut self, _: Vec<()>) {}
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::super::args::{CheckArgs, Format, OnlineArgs, SiteArg, SiteAsOf};
    use super::*;
    use std::fs;

    fn offline() -> OnlineArgs {
        OnlineArgs { online: false, online_limit: 1, online_cache: None, online_local: false }
    }

    fn check(
        text: &str,
        strict: bool,
        format: Format,
    ) -> (Result<ExitStatus, Failure>, String, String) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
        fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), text).unwrap();
        let check = CheckArgs {
            site: SiteAsOf {
                site: SiteArg { folder: folder.path().to_owned() },
                drafts: false,
                as_of: None,
            },
            strict,
            threads: Some(1),
            quiet: false,
            notes: false,
            format,
            baseline: None,
            update_baseline: false,
        };
        let args = CheckOnlyArgs { check, online: offline() };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status =
            run(&args, Day::new(2026, 11, 23).unwrap(), &mut Screen::on(&mut out, &mut err));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a check writes nothing");
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_clean_site_passes_and_says_so() {
        let (status, out, err) =
            check("---\ntitle: Talks\nsources: []\n---\nText.\n", true, Format::Human);
        assert_eq!((status, err.as_str()), (Ok(ExitStatus::Passed), ""));
        assert!(out.contains(" checked in ") && out.ends_with(" s, nothing found\n"), "{out}");
    }

    #[test]
    fn only_findings_outside_the_baseline_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content/briefs");
        fs::create_dir_all(&content).unwrap();
        let write = |text: &str| fs::write(content.join("2023-06-18-talks.md"), text).unwrap();
        let run_with = |update_baseline| {
            let check = CheckArgs {
                site: SiteAsOf {
                    site: SiteArg { folder: folder.path().to_owned() },
                    drafts: false,
                    as_of: None,
                },
                strict: false,
                threads: Some(1),
                quiet: false,
                notes: false,
                format: Format::Json,
                baseline: Some(folder.path().join("known.json")),
                update_baseline,
            };
            let args = CheckOnlyArgs { check, online: offline() };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let status =
                run(&args, Day::new(2026, 11, 23).unwrap(), &mut Screen::on(&mut out, &mut err));
            (status, String::from_utf8(out).unwrap())
        };
        write("---\ntitle: Talks\nsources: []\n---\n[[nobody-at-all]]\n");
        assert!(run_with(false).0.is_err(), "there is no baseline yet");
        assert_eq!(run_with(true).0, Ok(ExitStatus::Passed));
        write("---\ntitle: Talks\nsources: []\n---\nA line more.\n\n[[nobody-at-all]]\n");
        assert_eq!(run_with(false).0, Ok(ExitStatus::Passed), "it only moved");
        write("---\ntitle: Talks\nsources: []\n---\n[[nobody-at-all]] and [[nobody-at-all]]\n");
        let (status, out) = run_with(false);
        assert_eq!(status, Ok(ExitStatus::Failed), "the second one is new");
        assert_eq!(out.matches("E-REF-UNDEFINED").count(), 1);
    }

    #[test]
    fn a_written_baseline_is_reported_with_its_size() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
        let write = |text: &str| {
            fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), text).unwrap()
        };
        let run_with = |update_baseline, quiet| {
            let site = SiteAsOf {
                site: SiteArg { folder: folder.path().to_owned() },
                drafts: false,
                as_of: None,
            };
            let baseline = Some(folder.path().join("known.json"));
            let (strict, threads, notes, format) = (false, Some(1), false, Format::Human);
            let check = CheckArgs {
                site,
                strict,
                threads,
                quiet,
                notes,
                format,
                baseline,
                update_baseline,
            };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let args = CheckOnlyArgs { check, online: offline() };
            assert!(
                run(&args, Day::new(2026, 11, 23).unwrap(), &mut Screen::on(&mut out, &mut err))
                    .is_ok()
            );
            (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
        };
        write("---\ntitle: Talks\nsources: []\n---\n[[nobody-at-all]] and [[nobody-else]]\n");
        let (out, err) = run_with(true, false);
        assert!(
            err.starts_with('`') && err.ends_with("known.json` was written: it holds 2 findings\n"),
            "{err}"
        );
        assert!(out.ends_with(" s, nothing but what the baseline holds: 2 findings\n"), "{out}");
        let (out, err) = run_with(false, false);
        assert_eq!(err, "");
        assert!(out.ends_with(" s, nothing but what the baseline holds: 2 findings\n"), "{out}");
        assert_eq!(run_with(true, true), (String::new(), String::new()));
        write("---\ntitle: Talks\nsources: []\n---\nText.\n");
        let (out, err) = run_with(true, false);
        assert!(err.ends_with("known.json` was written: it holds 0 findings\n"), "{err}");
        assert!(out.ends_with(" s, nothing found\n"), "{out}");
    }

    #[test]
    fn a_quiet_check_prints_findings_and_their_number() {
        let bad = "---\ntitle: Talks\nsources: []\nactors: [Somebody \
            New]\n---\n[[nobody-of-that-name]]\n";
        for (quiet, notes) in [(true, false), (false, false), (false, true)] {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
            fs::write(folder.path().join("content/briefs/2023-06-18-talks.md"), bad).unwrap();
            let site = SiteAsOf {
                site: SiteArg { folder: folder.path().to_owned() },
                drafts: false,
                as_of: None,
            };
            let (strict, threads, format) = (false, Some(1), Format::Human);
            let (baseline, update_baseline) = (None, false);
            let check = CheckArgs {
                site,
                strict,
                threads,
                quiet,
                notes,
                format,
                baseline,
                update_baseline,
            };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let args = CheckOnlyArgs { check, online: offline() };
            let status =
                run(&args, Day::new(2026, 11, 23).unwrap(), &mut Screen::on(&mut out, &mut err));
            assert_eq!(status, Ok(ExitStatus::Failed));
            let err = String::from_utf8(err).unwrap();
            assert_eq!(out.is_empty(), quiet);
            assert_eq!(err.contains("note[I-STUB]"), notes, "{err}");
            let end = match (quiet, notes) {
                (true, _) => "\n\n1 error\n",
                (_, true) => "\n\n1 error, 1 note\n",
                _ => "\n\n1 error, 1 note; `briefgen check --notes` shows the note\n",
            };
            assert!(err.ends_with(end), "{err}");
        }
    }

    #[test]
    fn an_error_fails_the_check() {
        let bad = "---\ntitle: Talks\nsources: []\n---\n[[nobody-of-that-name]]\n";
        let (status, out, err) = check(bad, false, Format::Human);
        assert_eq!(status, Ok(ExitStatus::Failed));
        assert!(
            err.starts_with("error[E-REF-UNDEFINED]: ") && err.ends_with("\n1 error\n"),
            "{err}"
        );
        assert!(!out.contains("nothing found"), "{out}");
        let (status, out, err) = check(bad, false, Format::Json);
        assert_eq!((status, err.as_str()), (Ok(ExitStatus::Failed), ""));
        let object: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(object["summary"], serde_json::json!({"errors": 1, "warnings": 0, "infos": 0}));
    }
}
