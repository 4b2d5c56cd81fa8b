//! `briefgen init` and `briefgen new`: write files to start from.
//!
//! A new file has the required keys of its kind, and the optional keys as comments. A site of new
//! files must have no errors.

use std::path::Path;

use super::ExitStatus;
use super::args::{InitArgs, NewArgs, NewKind};
use super::failure::Failure;
use super::place;
use super::screen::Screen;
use super::starter::STARTER;
use crate::base::date::Day;
use crate::base::id::{Kind, Slug};
use crate::base::markdown::without_links;
use crate::base::memo::{Hashed, Memo};
use crate::base::path::SitePath;
use crate::base::text::Lines;
use crate::base::web::{clean_url, web_slug, without_scheme};
use crate::files::Files;
use crate::parse::keys::{self, Key, Keys, ValueKind};
use crate::parse::{self, Document};

/// Writes the starter site and prints what to do next.
pub(super) fn init(args: &InitArgs, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    let file =
        |(path, text): &(&str, &'static str)| SitePath::parse(path).map(|path| (path, *text));
    let files: Vec<_> = STARTER.iter().filter_map(file).collect();
    if place::is_file(&args.folder) {
        let message = format!("`{}` is a file, and a site is a folder", args.folder.display());
        return Err(Failure::new(message).help("name a folder, which may be a new one"));
    }
    for path in place::write_new(&args.folder, &files)? {
        screen.say(&format!("{}\n", path.display()))?;
    }
    screen.note(&next_steps(args))?;
    Ok(ExitStatus::Passed)
}

fn next_steps(args: &InitArgs) -> String {
    let folder = args.folder.display().to_string();
    let site =
        if folder == "." { String::new() } else { format!(" --site {}", place::quoted(&folder)) };
    let output = args.folder.join("public");
    let output = if folder == "." { "public".to_owned() } else { output.display().to_string() };
    format!(
        "
A site with two briefs. What to do next:
  briefgen build{site}                   write it to the folder `{output}`
  briefgen new brief{site} \"A title\"     begin a brief of your own
  briefgen check{site}                   see whether all of it holds together
Then put your own name into site.yaml, and your own officials into content/actors.yaml.
"
    )
}

/// Writes a file for a new brief, actor, issue or source, and prints its path.
///
/// `today` is only called if a brief has no date.
pub(super) fn new(
    args: &NewArgs,
    today: impl FnOnce() -> Result<Day, Failure>,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let site = place::site(&args.site.folder)?;
    if let Some(text) = &args.from {
        if args.kind != NewKind::Brief {
            return Err(Failure::new("`--from` says nothing here")
                .help("only a brief is drafted from a text"));
        }
        let date = args.date.map_or_else(today, Ok)?;
        return super::draft::new_from_article(args, text, date, screen);
    }
    let date = match (args.kind, args.date) {
        (_, Some(date)) => Some(date),
        (NewKind::Brief, None) => Some(today()?),
        (_, None) => None,
    };
    let title = args.title.as_deref().unwrap_or_default();
    let (path, text, kind, id) = new_file(args.kind, title, date)?;
    refuse_taken(site, kind, &id, &path)?;
    for path in place::write_new(site, &[(path, &text)])? {
        screen.say(&format!("{}\n", path.display()))?;
    }
    Ok(ExitStatus::Passed)
}

/// Fails if the site already has something with this kind and id, unless it is in the file at
/// `path`: then writing the file fails, with a message that names it.
fn refuse_taken(site: &Path, kind: Kind, id: &Slug, path: &SitePath) -> Result<(), Failure> {
    let files = Files::read(site).map_err(|error| Failure::new(error.to_string()))?;
    let documents = parse::all(&files, &mut Memo::default());
    let declares = |document: &&Hashed<Document>| document.path != *path;
    for document in documents.iter().filter(declares) {
        let Some((_, there)) =
            document.declared().find(|(of, there)| *of == kind && there.value == *id)
        else {
            continue;
        };
        let text = files.text(&document.path).unwrap_or_default();
        let line = Lines::new(text).position(there.at.start as usize).line;
        let message = format!(
            "there is {} `{id}` already: `{}`, line {line}",
            kind.with_article(),
            document.path
        );
        let help = match kind {
            Kind::Brief => "choose another title, which the file is called after",
            _ => "write there what is to be added, or choose another name for another one",
        };
        return Err(Failure::new(message).help(help));
    }
    Ok(())
}

/// The path and the text of a new file, and the kind and id of what it describes.
///
/// `date` is the date of a brief. `title` may also be the address of a source, whose id is then
/// made from the address as in a brief, or the id of an issue with the ids of wider issues before
/// it, which are the folders of its file.
fn new_file(
    kind: NewKind,
    title: &str,
    date: Option<Day>,
) -> Result<(SitePath, String, Kind, Slug), Failure> {
    let web = (kind == NewKind::Source).then(|| clean_url(title)).flatten();
    let nested =
        (kind == NewKind::Issue && title.contains('/')).then(|| Slug::parse(title)).flatten();
    let slug =
        nested.clone().or_else(|| web.as_deref().map_or_else(|| Slug::of_name(title), web_slug));
    let slug = slug.ok_or_else(|| {
        Failure::new(format!("`{title}` has no letter or digit"))
            .help("the file is called after it")
    })?;
    let (folder, name, text) = match (kind, date) {
        (NewKind::Brief, Some(date)) => (Kind::Brief, format!("{date}-{slug}"), brief(title, date)),
        (NewKind::Brief, None) => {
            return Err(Failure::new("the brief has no date").help("give it one with `--date`"));
        }
        (_, Some(_)) => {
            let help = "only a brief has one: leave `--date` out";
            return Err(Failure::new("`--date` says nothing here").help(help));
        }
        (NewKind::Actor, None) => (Kind::Actor, slug.to_string(), actor(title)),
        (NewKind::Issue, None) => {
            let words = nested.map(|id| id.last().replace('-', " "));
            (Kind::Issue, slug.to_string(), issue(words.as_deref().unwrap_or(title)))
        }
        (NewKind::Source, None) => (Kind::Source, slug.to_string(), source(title, web.as_deref())),
    };
    let path = SitePath::parse(&format!("content/{}/{name}.md", folder.folder()));
    match path {
        Some(path) if path.stem() != "index" => Ok((path, text, folder, slug)),
        _ => Err(Failure::new("a file called `index` is the page of its folder")
            .help("choose another title")),
    }
}

/// What stands after a key in a new file.
enum NewValue {
    /// What the writer asked for.
    Given(String),
    /// A value to begin with, and what the key is for.
    Initial(&'static str),
    /// An example in a comment, in place of the example of the table.
    Example(String),
}

fn brief(title: &str, date: Day) -> String {
    let values = [
        ("title", NewValue::Given(yaml_text(title))),
        ("date", NewValue::Given(date.to_string())),
        ("status", NewValue::Initial("draft")),
        ("sources", NewValue::Initial("[]")),
        ("actors", NewValue::Initial("[]")),
        ("issues", NewValue::Initial("[]")),
        ("as_of", NewValue::Example(date.to_string())),
        ("review_by", NewValue::Example(year_later(date).to_string())),
        ("publish_at", NewValue::Example(date.to_string())),
    ];
    front_matter(&keys::BRIEF, &values)
}

fn actor(name: &str) -> String {
    front_matter(&keys::ACTOR, &[("name", NewValue::Given(yaml_text(name)))])
}

fn issue(title: &str) -> String {
    front_matter(&keys::ISSUE, &[("title", NewValue::Given(yaml_text(title)))])
}

fn source(title: &str, url: Option<&str>) -> String {
    // Until the user writes a title, the address without its scheme is the title.
    let title = yaml_text(url.map_or(title, without_scheme));
    let mut values = vec![("title", NewValue::Given(title))];
    values.extend(url.map(|url| ("url", NewValue::Given(yaml_text(url)))));
    front_matter(&keys::SOURCE, &values)
}

/// Front matter with these values, and with a comment for each other key that has an example.
fn front_matter(keys: &Keys, values: &[(&str, NewValue)]) -> String {
    let line = |key: &'static Key| {
        let name = key.name;
        // Behind text for readers a comment might be meant as a part of it: W-YAML-COMMENT.
        let comment = match key.kind.text() {
            Some(ValueKind::Prose) => String::new(),
            _ => format!("  # {}", without_links(key.comment())),
        };
        let value = values.iter().find(|(of, _)| *of == name).map(|(_, value)| value);
        let example = match value {
            Some(NewValue::Given(value)) => return format!("{name}: {value}\n"),
            Some(NewValue::Initial(value)) => return format!("{name}: {value}{comment}\n"),
            Some(NewValue::Example(value)) => value,
            None => key.value().unwrap_or_default(),
        };
        match example {
            "" => String::new(),
            item if key.shows_item() => format!("# {name}:{comment}\n#   - {item}\n"),
            value => format!("# {name}: {value}{comment}\n"),
        }
    };
    format!("---\n{}---\n\n", keys.iter().map(line).collect::<String>())
}

fn year_later(date: Day) -> Day {
    // 29 February becomes 28 February.
    let day = |day| Day::new(date.year().saturating_add(1), date.month(), day);
    day(date.day()).or_else(|| day(28)).unwrap_or(date)
}

/// A text as a YAML value: plain if it cannot be misread, otherwise in double quotes, for which the
/// rules of JSON apply.
pub(super) fn yaml_text(text: &str) -> String {
    let begins_well = text.starts_with(char::is_alphabetic);
    let harmless = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '-' | '\'' | '’' | ',' | '.' | '(' | ')' | '/' | '?')
    };
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if begins_well && text.chars().all(harmless) && !text.ends_with(' ') && !is_word {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::super::args::SiteArg;
    use super::*;
    use crate::Cache;
    use crate::base::code::Severity;
    use crate::base::finding::Finding;
    use crate::model::options::Options;
    use std::fs;
    use std::path::PathBuf;

    fn day() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    fn findings(site: &Path) -> Vec<Finding> {
        let options = Options::on(day()).with_drafts();
        crate::build(&Files::read(site).unwrap(), &options, &mut Cache::default(), |_| ()).findings
    }

    fn init_in(folder: &Path) -> (Result<ExitStatus, Failure>, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status =
            init(&InitArgs { folder: folder.to_owned() }, &mut Screen::on(&mut out, &mut err));
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    fn new_in(site: &Path, kind: NewKind, title: &str) -> Result<String, Failure> {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = NewArgs {
            kind,
            title: Some(title.to_owned()),
            from: None,
            date: None,
            site: SiteArg { folder: site.to_owned() },
        };
        new(&args, || Ok(day()), &mut Screen::on(&mut out, &mut err))?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_first_site_has_no_findings() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("desk");
        let (status, out, err) = init_in(&site);
        assert_eq!(status, Ok(ExitStatus::Passed));
        assert!(out.lines().all(|line| PathBuf::from(line).is_file()), "{out}");
        assert_eq!(out.lines().count(), STARTER.len());
        assert!(err.contains("briefgen build --site "), "{err}");
        assert_eq!(findings(&site), []);
    }

    #[test]
    fn an_id_that_is_taken_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("briefs")).unwrap();
        fs::write(
            content.join("actors.yaml"),
            "a: {name: A}\nronald-reagan: {name: Ronald Reagan}\n",
        )
        .unwrap();
        fs::write(content.join("issues.yaml"), "us-china/taiwan: {title: Taiwan}\n").unwrap();
        fs::write(content.join("sources.yaml"), "wire: {title: Wire}\n").unwrap();
        fs::write(
            content.join("briefs/2023-06-18-talks.md"),
            "---\ntitle: Talks\nsources: []\n---\n",
        )
        .unwrap();
        for (kind, title, message) in [
            (
                NewKind::Actor,
                "Ronald Reagan",
                "there is an actor `ronald-reagan` already: `content/actors.yaml`, line 2",
            ),
            (
                NewKind::Issue,
                "us-china/taiwan",
                "there is an issue `us-china/taiwan` already: `content/issues.yaml`, line 1",
            ),
            (
                NewKind::Source,
                "Wire",
                "there is a source `wire` already: `content/sources.yaml`, line 1",
            ),
            (
                NewKind::Brief,
                "Talks",
                "there is a brief `talks` already: `content/briefs/2023-06-18-talks.md`, line 2",
            ),
        ] {
            assert_eq!(new_in(folder.path(), kind, title).unwrap_err().message, message);
        }
        assert!(new_in(folder.path(), NewKind::Issue, "Wire").is_ok(), "another kind may have it");
    }

    #[test]
    fn a_file_is_no_place_for_a_site() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("f");
        fs::write(&file, "").unwrap();
        let failure = init_in(&file).0.unwrap_err();
        assert!(
            failure.message.ends_with("f` is a file, and a site is a folder"),
            "{}",
            failure.message
        );
    }

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.yaml"), "title: Mine\n").unwrap();
        let failure = init_in(folder.path()).0.unwrap_err();
        assert!(
            failure.message.ends_with("site.yaml` already exists; nothing was written"),
            "{}",
            failure.message
        );
        assert!(!folder.path().join("content").exists());
        assert_eq!(fs::read_to_string(folder.path().join("site.yaml")).unwrap(), "title: Mine\n");
    }

    #[test]
    fn new_files_lie_where_the_format_looks_for_them() {
        let row =
            |kind, title, date| new_file(kind, title, date).map(|(path, ..)| path.to_string());
        for (kind, title, date, path) in [
            (
                NewKind::Brief,
                "Talks in Beijing",
                Some(day()),
                "content/briefs/2026-11-23-talks-in-beijing.md",
            ),
            (NewKind::Actor, "秦刚", None, "content/actors/qin-gang.md"),
            (NewKind::Issue, "U.S.–China", None, "content/issues/u-s-china.md"),
            (NewKind::Source, "Joint statement", None, "content/sources/joint-statement.md"),
            (NewKind::Source, "../../etc/passwd", None, "content/sources/etc-passwd.md"),
            (
                NewKind::Source,
                "https://www.example.org/a/b.html#c",
                None,
                "content/sources/example-org-a-b-html.md",
            ),
            (
                NewKind::Issue,
                "us-china/trade-talks",
                None,
                "content/issues/us-china/trade-talks.md",
            ),
            (NewKind::Issue, "US/China", None, "content/issues/us-china.md"),
        ] {
            assert_eq!(row(kind, title, date).as_deref(), Ok(path), "{title}");
        }
        for (kind, title, date) in [
            (NewKind::Actor, "?!", None),
            (NewKind::Issue, "Index", None),
            (NewKind::Issue, "taiwan/index", None),
            (NewKind::Issue, "Taiwan", Some(day())),
            (NewKind::Brief, "Talks", None),
        ] {
            assert!(row(kind, title, date).is_err(), "{title}");
        }
    }

    #[test]
    fn a_site_stays_without_errors_whatever_is_begun_in_it() {
        let folder = tempfile::tempdir().unwrap();
        init_in(folder.path()).0.unwrap();
        for title in [
            "Plain words",
            "A: \"quoted\" # title",
            "no",
            "2023",
            "'s",
            "- x",
            "王毅 [draft] {x} *y* &z !w",
        ] {
            for kind in [NewKind::Brief, NewKind::Actor, NewKind::Issue, NewKind::Source] {
                let title = format!("{title} {kind:?}");
                let path = new_in(folder.path(), kind, &title).unwrap();
                assert!(PathBuf::from(path.trim_end()).is_file(), "{path}");
                assert!(new_in(folder.path(), kind, &title).is_err(), "{title} is written over");
            }
        }
        let errors = findings(folder.path())
            .into_iter()
            .filter(|finding| finding.severity() == Severity::Error);
        assert_eq!(errors.collect::<Vec<_>>(), []);
    }

    #[test]
    fn a_new_brief_has_the_required_keys() {
        insta::assert_snapshot!(brief("Talks: the first day", Day::new(2024, 2, 29).unwrap()), @r#"
        ---
        title: "Talks: the first day"
        date: 2024-02-29
        status: draft  # a `draft` has no page until this line is taken out
        sources: []  # what it rests on: ids, URLs or maps, `[]` where it rests on none
        actors: []  # whom it is about: ids, names or maps
        issues: []  # what it is about: ids, titles or maps
        # places: [Beijing]  # where: ids, names or maps
        # summary: The bottom line, in a sentence or two.
        # as_of: 2024-02-29  # the information cut-off, where it is earlier than `date`
        # review_by: 2025-02-28  # the day after which it counts as stale
        # publish_at: 2024-02-29  # no build has a trace of it before that day
        # lang: en  # its language: a BCP 47 tag
        # author: Ann Lee  # who wrote it
        # gaps: [What is not known.]
        ---
        "#);
    }

    #[test]
    fn what_a_new_file_shows_as_comments_is_in_order() {
        for (kind, title, date) in [
            (NewKind::Brief, "Talks", Some(day())),
            (NewKind::Actor, "Qin Gang", None),
            (NewKind::Issue, "Taiwan", None),
            (NewKind::Source, "Joint statement", None),
        ] {
            let (path, text, ..) = new_file(kind, title, date).unwrap();
            assert!(text.matches("\n# ").count() > 5, "{text}");
            let mut files = Files::from_text("");
            files.set(path, text.replace("\n# ", "\n").replace("\n#  ", "\n ").as_bytes());
            let documents = parse::all(&files, &mut Memo::default());
            let findings: Vec<_> = documents.iter().flat_map(|it| it.findings.iter()).collect();
            assert!(findings.is_empty(), "{text}{findings:?}");
        }
    }

    #[test]
    fn a_source_named_by_its_address_has_it() {
        let text = new_file(NewKind::Source, "https://example.org/a/b", None).unwrap().1;
        assert!(text.starts_with("---\ntitle: example.org/a/b\n"), "{text}");
        assert!(text.contains("\nurl: \"https://example.org/a/b\"\n"), "{text}");
    }

    #[test]
    fn an_issue_named_by_its_id_is_called_after_the_last_of_it() {
        let text = new_file(NewKind::Issue, "us-china/trade-talks", None).unwrap().1;
        assert!(text.starts_with("---\ntitle: trade talks\n"), "{text}");
    }

    #[test]
    fn a_title_that_yaml_would_misread_is_quoted() {
        for (text, yaml) in [
            ("Talks in Beijing", "Talks in Beijing"),
            ("Qin’s visit, day 2 (of 3)", "Qin’s visit, day 2 (of 3)"),
            ("秦刚", "秦刚"),
            ("Talks: day 1", "\"Talks: day 1\""),
            ("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\""),
            ("no", "\"no\""),
            ("2023-06-18", "\"2023-06-18\""),
            ("~", "\"~\""),
            ("a\nb", "\"a\\nb\""),
        ] {
            assert_eq!(yaml_text(text), yaml);
        }
    }
}
