//! Checks the files of the site's folder: content that is not read, files that overwrite each
//! other, symbolic links, hidden files and pages that nobody can find.

use std::mem::discriminant;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::id::Kind;
use crate::base::nearest::nearest;
use crate::base::path::{self, OutPath, SitePath};
use crate::base::text::joined;
use crate::base::typography::composed;
use crate::files::File;
use crate::model::entities::PlainPage;
use crate::model::lexicon::FileTarget;
use crate::model::links::{Target, is_beside_later};
use crate::parse::{Document, besides, date_and_words, is_content, looks_like_content, name_for};

use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(misplaced),
    Check::Errors(colliding_names),
    Check::Warnings(unlinked_pages),
    Check::Errors(symbolic_links),
    Check::Warnings(hidden_files),
];

/// Reports files that look like content but have a format or a place that is not read.
fn misplaced(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let copied: FxHashSet<&SitePath> =
        context.site.copies.iter().map(|copy| &copy.file.path).collect();
    let is_used = |path: &SitePath| {
        copied.contains(path) || matches!(context.lexicon.file(path), Some(FileTarget::Hidden))
    };
    for file in besides(context.files, context.documents) {
        let path = &file.path;
        let found = if path.as_str() == "site.yml" {
            Some((format!("`{path}` is not read"), "rename it to `site.yaml`".to_owned()))
        } else if path.below("content").is_none()
            || path.below("content/texts").is_some()
            || is_used(path)
        {
            None
        } else if looks_like_content(path) {
            Some((format!("`{path}` is not read"), advice_to_rename(path)))
        } else if is_beside_later(path, context.lexicon) {
            None
        } else {
            advice_for(path).map(|help| (format!("`{path}` is neither read nor published"), help))
        };
        findings.extend(found.map(|(message, help)| {
            Finding::new(Code::File, Span::new(path.clone(), Bytes::default()), message).help(help)
        }));
    }
}

/// Reports files whose names differ only in case or in Unicode normalisation: on many file systems
/// one would overwrite the other.
fn colliding_names(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paths = || context.files.iter().map(|file| file.path.as_str());
    let plain = |text: &str| Some(context.files.get(&SitePath::parse(text)?)?.path.as_str());
    for (path, first) in path::twins(paths(), plain) {
        let (Some(file), Some(other)) = (SitePath::parse(path), SitePath::parse(first)) else {
            continue;
        };
        let help = match composed(path) == composed(first) {
            true => "rename one of them: they differ only in how letters with accents are stored",
            false => "rename one of them: they differ only in capitals",
        };
        let message = format!("`{path}` and `{first}` are one file on most disks");
        let finding =
            Finding::new(Code::Duplicate, Span::new(file, Bytes::default()), message).help(help);
        findings.push(finding.also(Span::new(other, Bytes::default()), "this is the other"));
    }
}

/// Reports plain pages that readers cannot find: nothing links to them, and neither the menu nor
/// the page of their folder lists them.
fn unlinked_pages(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let pages = context.site.pages.rows();
    let indexes: FxHashSet<&str> = pages
        .iter()
        .filter(|page| page.file.name() == "index.md")
        .map(|page| page.page.folder())
        .collect();
    let is_listed = |page: &OutPath| {
        let above = page.folder().trim_end_matches('/').rsplit_once('/').map(|(above, _)| above);
        above.is_none_or(|above| indexes.contains(&page.as_str()[..above.len() + 1]))
    };
    // A page with findings of its own is not reported: it may not be meant as a page.
    let is_sound = |page: &&PlainPage| !page.is_draft && page.text.document.findings.is_empty();
    let unlisted: Vec<&PlainPage> =
        pages.iter().filter(is_sound).filter(|page| !is_listed(&page.page)).collect();
    if unlisted.is_empty() {
        return;
    }
    // Links of drafts count, because they will be published.
    let linked = context.documents.iter().zip(context.resolved).flat_map(|(document, resolved)| {
        let from = &document.path;
        resolved.targets.iter().filter_map(move |target| match target {
            Target::Page(file, page, _) if file != from => Some(page),
            Target::Path(page, _) => Some(page),
            _ => None,
        })
    });
    let linked: FxHashSet<&OutPath> = linked.collect();
    let templates = context.files.below("templates").filter_map(File::text);
    let in_templates: FxHashSet<&str> = templates.flat_map(possible_addresses).collect();
    let is_in_template =
        |page: &OutPath| in_templates.contains(page.folder().trim_end_matches('/'));
    for page in unlisted
        .into_iter()
        .filter(|page| !linked.contains(&page.page) && !is_in_template(&page.page))
    {
        let message =
            format!("nothing links to the page `/{}`, and no menu shows it", page.page.folder());
        let help = "link to it, give its folder an `index.md`, whose page lists all of the \
            folder, or take it out";
        let span = Span::new(page.file.clone(), Bytes::default());
        findings.push(Finding::new(Code::Orphan, span, message).help(help));
    }
}

/// All parts of a text that may be the address of a page, without the slashes around them.
fn possible_addresses(text: &str) -> impl Iterator<Item = &str> {
    let is_of_path = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '%');
    let words = text.split(move |c| !is_of_path(c)).filter(|word| !word.is_empty());
    words.map(|word| word.trim_end_matches("index.html").trim_matches('/'))
}

/// Reports symbolic links whose target is published in another way or not at all: without a report,
/// a link could publish a private file.
fn symbolic_links(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.files.has_links() {
        return;
    }
    for file in context.files.iter() {
        let Some(linked) = file.linked.as_ref().filter(|linked| linked.to != file.path) else {
            continue;
        };
        let (path, target) = (&file.path, &linked.to);
        let why = match (document(context, path), document(context, target)) {
            (Some(link), Some(other))
                if discriminant(&link.fields) != discriminant(&other.fields) =>
            {
                "which is read as something else"
            }
            (Some(_), None) => "which is not read as content",
            (Some(_), Some(_)) => continue,
            (None, _) if !may_be_published(context, path) => continue,
            (None, Some(_)) => "which is published as a page only",
            (None, None) if !may_be_published(context, target) => "which is not published",
            (None, None) => continue,
        };
        let message = format!("`{path}` is a symbolic link to `{target}`, {why}");
        let finding = Finding::new(Code::Path, Span::new(path.clone(), Bytes::default()), message);
        findings.push(finding.help("put a copy in its place, or take the link out"));
    }
}

fn document<'a>(context: &Context<'a>, path: &SitePath) -> Option<&'a Document> {
    let number = context.documents.binary_search_by(|document| document.path.cmp(path)).ok()?;
    Some(&context.documents[number])
}

/// Whether a file that is not read as content may be copied to the output.
fn may_be_published(context: &Context<'_>, path: &SitePath) -> bool {
    let is_copied = path.below("static").is_some() || path.below("content").is_some();
    let is_private = path.below("content/texts").is_some()
        || looks_like_content(path) && path.below("static").is_none();
    is_copied && !is_private && context.lexicon.file(path) != Some(&FileTarget::Hidden)
}

/// Reports hidden files below `static/`, because they are not copied to the output.
fn hidden_files(context: &Context<'_>, findings: &mut Vec<Finding>) {
    /// How many files the message names.
    const NAMED: usize = 5;
    let hidden = context.files.hidden();
    let Some(first) = hidden.first() else { return };
    let mut names: Vec<String> =
        hidden.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    if hidden.len() > NAMED {
        names.push(format!("{} more", hidden.len() - NAMED));
    }
    let (is, are) =
        if hidden.len() == 1 { ("is", "a hidden file") } else { ("are", "hidden files") };
    let message = format!("{} {is} not copied: {are}", joined(&names));
    let finding =
        Finding::new(Code::FileHidden, Span::new(first.clone(), Bytes::default()), message);
    findings.push(finding.help(
        "a host's own files belong to the host; of hidden ones `.well-known/` and \
            `.nojekyll` are copied",
    ));
}

/// Help for a file below `content/` that holds text or data; `None` for other files, such as
/// images.
fn advice_for(path: &SitePath) -> Option<String> {
    let (stem, endings) = name_and_endings(path.name());
    let is_markdown = |ending: &String| looks_like_content(&ending_only(ending));
    let name = name_for(stem, "md");
    match endings.last().map(String::as_str) {
        Some(_) if endings.iter().any(is_markdown) => Some(advice_to_rename(path)),
        Some("json" | "jsonc" | "json5" | "toml") => match Kind::of_folder(stem)
            .filter(|_| path.folder() == "content")
        {
            Some(Kind::Brief | Kind::Event) | None => {
                Some("move it below `static/`, or link to it".to_owned())
            }
            Some(kind) => Some(format!("write it in YAML, as `content/{}.yaml`", kind.folder())),
        },
        Some("html" | "htm" | "xhtml") => Some(format!(
            "write it in Markdown, as `{name}`, move it below `static/`, or link to it"
        )),
        Some(ending) if PROSE_EXTENSIONS.contains(&ending) => {
            Some(format!("rename it to `{name}`, move it below `content/texts/`, or link to it"))
        }
        None if path.folder().starts_with("content/") && !date_and_words(stem).0.is_empty() => {
            Some(format!("rename it to `{name}`"))
        }
        _ => None,
    }
}

/// Extensions of text documents, without Markdown.
const PROSE_EXTENSIONS: [&str; 17] = [
    "txt", "text", "rst", "org", "adoc", "asciidoc", "textile", "wiki", "creole", "tex", "ipynb",
    "rtf", "doc", "docx", "odt", "pages", "log",
];

fn ending_only(ending: &str) -> SitePath {
    SitePath::parse(&format!("content/x.{ending}")).unwrap_or_else(SitePath::config)
}

/// Splits a name into its stem and its known endings in lower case: `a.md.txt` into `a` and
/// `["md", "txt"]`.
fn name_and_endings(name: &str) -> (&str, Vec<String>) {
    let is_known = |ending: &str| {
        let ending = ending.to_ascii_lowercase();
        let others =
            ["json", "jsonc", "json5", "toml", "html", "htm", "xhtml", "bak", "orig", "old"];
        PROSE_EXTENSIONS.contains(&&*ending)
            || others.contains(&&*ending)
            || looks_like_content(&ending_only(&ending))
    };
    let (mut stem, mut endings) = (name, Vec::new());
    while let Some((before, ending)) =
        stem.rsplit_once('.').filter(|(before, ending)| !before.is_empty() && is_known(ending))
    {
        endings.insert(0, ending.to_ascii_lowercase());
        stem = before;
    }
    (stem, endings)
}

/// Says how to name a file, or where to put it, so that it is read.
fn advice_to_rename(path: &SitePath) -> String {
    let (stem, endings) = name_and_endings(path.name());
    let is_yaml = endings.iter().any(|ending| matches!(ending.as_str(), "yaml" | "yml"));
    let name = if is_yaml { format!("{stem}.yaml") } else { name_for(stem, "md") };
    if SitePath::parse(&format!("{}/{name}", path.folder()))
        .is_some_and(|renamed| is_content(&renamed))
    {
        return format!("rename it to `{name}`");
    }
    let registries = Kind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, Kind::Brief | Kind::Event))
        .map(Kind::folder);
    match (stem, nearest(stem, registries)) {
        ("events", _) => "events stand in briefs, under `events`".to_owned(),
        ("briefs", _) => "briefs are Markdown files of their own below \
            `content/briefs/`"
            .to_owned(),
        (_, Some(near)) => format!("did you mean `content/{near}.yaml`?"),
        (_, None) => "registries are `content/actors.yaml`, `offices.yaml`, `issues.yaml`, \
            `places.yaml` and \
            `sources.yaml`; other data belongs below `static/`"
            .to_owned(),
    }
}
