//! Files that look like content and are not read, or that nobody will ever see.

use std::mem::discriminant;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::id::Kind;
use crate::base::nearest::nearest;
use crate::base::path::SitePath;
use crate::base::text::joined;
use crate::model::lexicon::FileTarget;
use crate::parse::{Document, besides, is_content, looks_like_content};

use super::Context;

/// Files that somebody wrote to be read, in a form or a place in which they are not.
pub(super) fn misplaced(context: &Context<'_>, to: &mut Vec<Finding>) {
    let copied: FxHashSet<&SitePath> = context.site.copies.iter().map(|copy| &copy.file.path).collect();
    let is_used =
        |path: &SitePath| copied.contains(path) || matches!(context.lexicon.file(path), Some(FileTarget::Hidden));
    for file in besides(context.files, context.documents) {
        let path = &file.path;
        let found = if path.as_str() == "site.yml" {
            Some((format!("`{path}` is not read"), "rename it to `site.yaml`".to_owned()))
        } else if path.below("content").is_none() || path.below("content/texts").is_some() || is_used(path) {
            None
        } else if looks_like_content(path) {
            Some((format!("`{path}` is not read"), renamed(path)))
        } else if is_writing(path) {
            let help = format!("rename it to `{}.md`, move it below `content/texts/`, or link to it", path.stem());
            Some((format!("`{path}` is neither read nor published"), help))
        } else {
            None
        };
        to.extend(found.map(|(message, help)| {
            Finding::new(Code::File, Span::new(path.clone(), Bytes::default()), message).help(help)
        }));
    }
}

/// Links to files that would not be published, or not like this, under their own paths.
pub(super) fn linked(context: &Context<'_>, to: &mut Vec<Finding>) {
    if !context.files.has_links() {
        return;
    }
    for file in context.files.iter() {
        let Some(linked) = file.linked.as_ref().filter(|linked| linked.to != file.path) else { continue };
        let (path, target) = (&file.path, &linked.to);
        let why = match (document(context, path), document(context, target)) {
            (Some(link), Some(other)) if discriminant(&link.fields) != discriminant(&other.fields) => {
                "which is read as something else"
            }
            (Some(_), None) => "which is not read as content",
            (Some(_), Some(_)) => continue,
            (None, _) if !is_public(context, path) => continue,
            (None, Some(_)) => "which is published as a page only",
            (None, None) if !is_public(context, target) => "which is not published",
            (None, None) => continue,
        };
        let message = format!("`{path}` is a symbolic link to `{target}`, {why}");
        let finding = Finding::new(Code::Path, Span::new(path.clone(), Bytes::default()), message);
        to.push(finding.help("put a copy in its place, or take the link out"));
    }
}

fn document<'a>(context: &Context<'a>, path: &SitePath) -> Option<&'a Document> {
    let number = context.documents.binary_search_by(|document| document.path.cmp(path)).ok()?;
    Some(&context.documents[number])
}

/// Whether a file that is no content may be published.
fn is_public(context: &Context<'_>, path: &SitePath) -> bool {
    let is_copied = path.below("static").is_some() || path.below("content").is_some();
    let is_private =
        path.below("content/texts").is_some() || looks_like_content(path) && path.below("static").is_none();
    is_copied && !is_private && context.lexicon.file(path) != Some(&FileTarget::Hidden)
}

/// Hidden files below `static/`, which somebody may miss in the output.
pub(super) fn hidden(context: &Context<'_>, to: &mut Vec<Finding>) {
    const NAMED: usize = 5;
    let hidden = context.files.hidden();
    let Some(first) = hidden.first() else { return };
    let mut names: Vec<String> = hidden.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    if hidden.len() > NAMED {
        names.push(format!("{} more", hidden.len() - NAMED));
    }
    let (is, are) = if hidden.len() == 1 { ("is", "a hidden file") } else { ("are", "hidden files") };
    let message = format!("{} {is} not copied: {are}", joined(&names));
    let finding = Finding::new(Code::FileHidden, Span::new(first.clone(), Bytes::default()), message);
    to.push(
        finding.help("a host's own files belong to the host; of hidden ones `.well-known/` and `.nojekyll` are copied"),
    );
}

/// Whether a file holds words that somebody wrote, rather than an image or data.
fn is_writing(path: &SitePath) -> bool {
    let endings = ["txt", "text", "rst", "org", "adoc", "rtf", "docx", "odt"];
    endings.iter().any(|ending| ending.eq_ignore_ascii_case(path.extension()))
}

/// What to call a file so that it is read.
fn renamed(path: &SitePath) -> String {
    let is_yaml = ["yaml", "yml"].iter().any(|ending| ending.eq_ignore_ascii_case(path.extension()));
    let ending = if is_yaml { "yaml" } else { "md" };
    let name = format!("{}.{ending}", path.stem());
    if SitePath::parse(&format!("{}/{name}", path.folder())).is_some_and(|renamed| is_content(&renamed)) {
        return format!("rename it to `{name}`");
    }
    let registries = Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Brief | Kind::Event)).map(Kind::folder);
    match (path.stem(), nearest(path.stem(), registries)) {
        ("events", _) => "events stand in briefs, under `events`".to_owned(),
        ("briefs", _) => "briefs are Markdown files of their own below `content/briefs/`".to_owned(),
        (_, Some(near)) => format!("did you mean `content/{near}.yaml`?"),
        (_, None) => "registries are `content/actors.yaml`, `offices.yaml`, `issues.yaml`, `places.yaml` and \
            `sources.yaml`; other data belongs below `static/`"
            .to_owned(),
    }
}
