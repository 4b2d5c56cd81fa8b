//! Resolves the links of a text by the names and files of the site.

use crate::base::id::{Kind, Slug};
use crate::base::path::{OutPath, SitePath, percent_decoded};
use crate::parse::Document;
use crate::parse::markdown::{Body, Cited, Mark, MarkKind};

use super::lexicon::{FileTarget, Lexicon, Meaning};
use super::named::{ResolvedSource, SourceNumbers};
use super::visibility::Visibility;

/// The target of a mark of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An entity's page, and an anchor on it.
    Entity(Kind, Slug, Option<String>),
    /// A plain page, by its file and its path, and an anchor on it.
    Page(SitePath, OutPath, Option<String>),
    /// A file that is copied.
    Asset(OutPath),
    /// An anchor on the same page.
    Anchor(String),
    /// A path from the site's root, and an anchor there. Whether it exists is checked when all
    /// outputs are planned.
    Path(OutPath, Option<String>),
    /// A `[[link]]` to an unregistered name, which may be a stub of any brief.
    Unknown(String),
    /// A `[[link]]` to an id that several kinds have.
    SeveralKinds(Slug, Vec<Kind>),
    /// A name of several entities.
    SeveralBearers(Kind, Vec<Slug>),
    /// An entity or page that is not published.
    Hidden,
    /// An entity or page that is dated after the build's day: plain text until then.
    Later,
    /// A file or path of the site that does not exist, as it is written.
    Missing(String),
    /// A path that leaves the site.
    Outside,
    /// A quotation, which is embedded.
    Quote(Slug),
    /// Citations: for each the index of the brief's source with the locator, or the unresolved
    /// citation.
    Citation(Vec<Result<(usize, Option<String>), Cited>>),
    /// A web address, or a mark that needs no target.
    Elsewhere,
}

/// The target of a mark; `None` for a citation, which is resolved by the document's list of
/// sources.
pub(super) type Lead = Option<Target>;

/// The targets of the marks of a document, without its citations.
pub(super) fn leads(document: &Document, lexicon: &Lexicon) -> Vec<Lead> {
    let lead = |kind: &MarkKind| match kind {
        MarkKind::Wiki { target, .. } => Some(wikilink(target, lexicon)),
        MarkKind::Citation(_) => None,
        MarkKind::Link { destination }
        | MarkKind::Image { destination }
        | MarkKind::Html { destination, .. } => Some(link(destination, &document.path, lexicon)),
    };
    document.body.iter().flat_map(|body| &body.marks).map(|mark| lead(&mark.kind)).collect()
}

/// The target of each mark of a body, given the sources of its document.
pub(super) fn targets(
    body: &Body,
    leads: &[Lead],
    sources: &[ResolvedSource],
    lexicon: &Lexicon,
) -> Vec<Target> {
    let numbers = SourceNumbers::of(sources);
    let cited = |cited: &Cited| match numbers.of_written(&cited.source, lexicon) {
        Some(number) => Ok((number, cited.locator.clone())),
        None => Err(cited.clone()),
    };
    let target = |(mark, lead): (&Mark, &Lead)| match (&mark.kind, lead) {
        (MarkKind::Citation(items), _) => Target::Citation(items.iter().map(cited).collect()),
        (_, lead) => lead.clone().unwrap_or(Target::Elsewhere),
    };
    body.marks.iter().zip(leads).map(target).collect()
}

fn wikilink(written: &str, lexicon: &Lexicon) -> Target {
    if let Some(quote) = written.strip_prefix("quote:") {
        let id = Slug::parse(quote.trim());
        let found = id.and_then(|id| Some((lexicon.quote(&id)?, id)));
        return match found {
            Some((Visibility::Shown, id)) => Target::Quote(id),
            Some((Visibility::Later, _)) => Target::Later,
            Some((Visibility::Withheld, _)) => Target::Hidden,
            None => Target::Unknown(written.to_owned()),
        };
    }
    let (written, anchor) = match written.split_once('#') {
        Some((name, anchor)) => (name.trim(), Some(anchor.trim().to_owned())),
        None => (written.trim(), None),
    };
    if written.is_empty() {
        return anchor.map_or_else(|| Target::Unknown(String::new()), Target::Anchor);
    }
    let qualified =
        written.split_once('/').and_then(|(folder, id)| Some((Kind::of_folder(folder)?, id)));
    if let Some((kind, id)) = qualified {
        return of_kind(kind, id, anchor, lexicon)
            .unwrap_or_else(|| Target::Unknown(written.to_owned()));
    }
    if let Some(id) = Slug::parse(written) {
        match lexicon.kinds_of(&id) {
            [] => {}
            [kind] => return shown(*kind, id, anchor, lexicon),
            kinds => return Target::SeveralKinds(id.clone(), kinds.to_vec()),
        }
    }
    let mut found =
        Kind::ALL.into_iter().filter_map(|kind| of_kind(kind, written, anchor.clone(), lexicon));
    found.next().unwrap_or_else(|| Target::Unknown(written.to_owned()))
}

fn of_kind(kind: Kind, written: &str, anchor: Option<String>, lexicon: &Lexicon) -> Option<Target> {
    match lexicon.find(kind, written) {
        Meaning::One(id) | Meaning::Alike(id) => Some(shown(kind, id, anchor, lexicon)),
        Meaning::Several(ids) => Some(Target::SeveralBearers(kind, ids)),
        Meaning::None => None,
    }
}

fn shown(kind: Kind, id: Slug, anchor: Option<String>, lexicon: &Lexicon) -> Target {
    match lexicon.visibility(kind, &id) {
        Some(Visibility::Withheld) => Target::Hidden,
        Some(Visibility::Later) => Target::Later,
        Some(Visibility::Shown) | None => Target::Entity(kind, id, anchor),
    }
}

/// Resolves a Markdown link or image to an anchor, a path from the root, or a file relative to this
/// one.
fn link(destination: &str, from: &SitePath, lexicon: &Lexicon) -> Target {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => {
            (path, Some(percent_decoded(anchor)).filter(|anchor| !anchor.is_empty()))
        }
        None => (destination, None),
    };
    let path = percent_decoded(path.split('?').next().unwrap_or_default());
    if path.is_empty() {
        return anchor.map_or(Target::Elsewhere, Target::Anchor);
    }
    if let Some(from_root) = path.strip_prefix('/') {
        return match rooted(from_root, anchor) {
            Some(Target::Path(path, _)) if lexicon.is_later_page(&path) => Target::Later,
            target => target.unwrap_or(Target::Outside),
        };
    }
    let Some(file) = from.follow(&path) else { return Target::Outside };
    let index = SitePath::parse(&format!("{file}/index.md"));
    match lexicon.file(&file).or_else(|| lexicon.file(&index?)) {
        Some(FileTarget::Entity(kind, id)) => Target::Entity(*kind, id.clone(), anchor),
        Some(FileTarget::Page(file, page)) => Target::Page(file.clone(), page.clone(), anchor),
        Some(FileTarget::Asset(copy)) => Target::Asset(copy.clone()),
        Some(FileTarget::Hidden) => Target::Hidden,
        Some(FileTarget::Later) => Target::Later,
        None if is_beside_later(&file, lexicon) => Target::Later,
        None => match folder_address(&path, &file, anchor) {
            Some(Target::Path(path, _)) if lexicon.is_later_page(&path) => Target::Later,
            address => address.unwrap_or(Target::Missing(path)),
        },
    }
}

/// The address of a relative link to a folder: `../`, `../briefs/`.
fn folder_address(written: &str, place: &SitePath, anchor: Option<String>) -> Option<Target> {
    let is_address =
        written.ends_with('/') || matches!(written.rsplit('/').next(), Some("." | ".."));
    let below = if place.as_str() == "content" { "" } else { place.below("content")? };
    is_address.then(|| Some(Target::Path(OutPath::page(below)?, anchor)))?
}

/// Whether a file is in the folder of a brief that is dated after the build's day.
pub fn is_beside_later(file: &SitePath, lexicon: &Lexicon) -> bool {
    let folders = std::iter::successors(Some(file.folder()), |folder| {
        folder.rsplit_once('/').map(|(above, _)| above)
    });
    let index = |folder: &str| SitePath::parse(&format!("{folder}/index.md"));
    folders.filter_map(index).any(|index| lexicon.file(&index) == Some(&FileTarget::Later))
}

/// Resolves a path from the site's root to a file if it has an extension, else to the page of a
/// folder.
fn rooted(path: &str, anchor: Option<String>) -> Option<Target> {
    Some(Target::Path(OutPath::of_address(path)?, anchor))
}
