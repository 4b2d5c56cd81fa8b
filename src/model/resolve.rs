//! One document against the lexicon: what its references, links and citations mean.
//!
//! Looks at one document and at names only; whether a string that means nothing registered becomes
//! an entity of its own is decided when all documents are put together.

use std::sync::Arc;

use crate::base::finding::{Bytes, Located};
use crate::base::id::{Kind, Slug};
use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::path::{OutPath, SitePath};
use crate::base::web;
use crate::parse::brief::{BriefFields, Reference, SourceItem};
use crate::parse::markdown::{Body, Cited, Mark, MarkKind};
use crate::parse::registry::SourceFields;
use crate::parse::{Document, DocumentFields};

pub use crate::base::web::clean_url;

use super::descriptions::describes;
use super::lexicon::{FileTarget, Lexicon, Meaning};
use super::mentions::{HeadMention, HeadPart, Listed, Mention, mentions, mentions_in_head};
use super::neighbours::Habits;
use super::references::{References, references};
use super::visibility::Visibility;

/// A document with what its references mean.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The items of `actors`.
    pub actors: Vec<Named>,
    /// The items of `issues`.
    pub issues: Vec<Named>,
    /// The items of `places`.
    pub places: Vec<Named>,
    /// The items of `sources`; for a text that is no brief's the registered sources that it cites,
    /// by first use.
    pub sources: Vec<ResolvedSource>,
    /// What each mark of the body leads to, in the order of the body's marks.
    pub targets: Vec<Target>,
    /// What the statements name.
    pub references: References,
    /// The names in the text.
    pub mentions: Vec<Mention>,
    /// What the title and the bottom line of a brief name.
    pub head: Vec<HeadMention>,
}

/// What a name or an id in a list means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A registered entity.
    Known(Slug),
    /// A registered entity whose id the name gives, though it is not called so.
    Alike(Slug),
    /// A name that nobody registered: it becomes an entity.
    Stub(Slug),
    /// Has the form of an id and names nothing registered.
    Undefined(Slug),
    /// A name that several registered entities bear.
    Several(Vec<Slug>),
    /// Has no letter or digit to make an id of.
    Nameless,
}

/// A source as a brief lists it.
#[derive(Debug)]
pub struct ResolvedSource {
    /// The name that the brief's citations know it by, beside its URL.
    pub local: Option<Slug>,
    /// Which source it is.
    pub identity: SourceIdentity,
    /// The same in short: ten thousand briefs are compared by it.
    pub fingerprint: Fingerprint,
    /// Its own fields, where the brief has them.
    pub own: Option<Arc<SourceFields>>,
    /// The title that the brief gives it.
    pub title: Option<Arc<str>>,
    /// The address, as the brief writes it.
    pub url: Option<Address>,
    /// What the brief calls it, where it names it in a word.
    pub written: Option<String>,
    /// The item's place in the file.
    pub at: Bytes,
}

/// Where a source is online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address, as it is written.
    pub written: Arc<str>,
    /// Its host without `www.`; `None` where it is no address.
    pub host: Option<Arc<str>>,
    /// Whether it is a whole site, and not a page of it.
    pub is_root: bool,
}

impl Address {
    /// Looks at an address.
    pub fn new(written: Arc<str>) -> Address {
        Address::of(Arc::clone(&written), &web::Address::of(&written))
    }

    fn of(written: Arc<str>, address: &web::Address) -> Address {
        let host = address.host.as_deref().map(|host| host.trim_start_matches("www.").into());
        Address { written, host, is_root: address.is_root }
    }
}

/// What tells one source from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceIdentity {
    /// A registered id.
    Registered(Slug),
    /// A web address, cleaned.
    Web(Arc<str>),
    /// A title's slug, for what is not online.
    Titled(Slug),
    /// An id that names nothing.
    Undefined(String),
}

/// What a mark of a body leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An entity's page, and an anchor on it.
    Entity(Kind, Slug, Option<String>),
    /// A plain page, by its file, and an anchor on it.
    Page(SitePath, OutPath, Option<String>),
    /// A file that is copied.
    Asset(OutPath),
    /// An anchor on the same page.
    Anchor(String),
    /// A path from the site's root, and an anchor there: whether it exists shows when all paths are
    /// known.
    Path(OutPath, Option<String>),
    /// A `[[link]]` that names nothing registered; it may still name a string of some brief.
    Unknown(String),
    /// A `[[link]]` whose id several kinds have.
    SeveralKinds(Slug, Vec<Kind>),
    /// A name that several entities bear.
    SeveralBearers(Kind, Vec<Slug>),
    /// Something that is not published.
    Hidden,
    /// Something that is dated after the build's day: plain text until then.
    Later,
    /// A file or path of the site that does not exist, as it was written.
    Missing(String),
    /// A path that leaves the site.
    Outside,
    /// A quotation: its embedding is not a link.
    Quote(Slug),
    /// Citations: for each the number of the brief's source, or what was written.
    Citation(Vec<Result<(usize, Option<String>), Cited>>),
    /// An address elsewhere, or nothing to resolve.
    Elsewhere,
}

/// What documents last meant.
#[derive(Default)]
pub struct Resolutions {
    leads: Memo<Hashed<Vec<Lead>>>,
    resolved: Memo<Arc<Resolved>>,
}

/// What a mark leads to by its name or its path; `None` for a citation, which leads to what its
/// document lists.
type Lead = Option<Target>;

/// Resolves all documents.
///
/// Only links name briefs, pages and files: to all else that a document says the `registry` is
/// enough, so that a new brief leaves the names in all others alone.
pub fn all(
    documents: &[Hashed<Document>],
    lexicon: &Hashed<Lexicon>,
    registry: &Hashed<Lexicon>,
    last: &mut Resolutions,
) -> Vec<Arc<Resolved>> {
    let items: Vec<(&Hashed<Document>, &Hashed<Lexicon>)> =
        documents.iter().map(|document| (document, lexicon)).collect();
    let leads =
        last.leads.update(&items, |(document, lexicon)| Hashed::new(leads(document, lexicon)));
    let items: Vec<_> = items
        .iter()
        .zip(&leads)
        .map(|((document, _), leads)| (*document, registry, leads))
        .collect();
    last.resolved
        .update(&items, |(document, registry, leads)| Arc::new(resolve(document, registry, leads)))
}

fn resolve(document: &Document, lexicon: &Lexicon, leads: &[Lead]) -> Resolved {
    let mut resolved = match &document.fields {
        DocumentFields::Brief(brief) => lists(brief, lexicon),
        _ => Resolved::default(),
    };
    if let Some(body) = &document.body {
        let sources = match &document.fields {
            DocumentFields::Brief(_) => std::mem::take(&mut resolved.sources),
            _ => cited_sources(body, lexicon),
        };
        resolved.targets = targets(body, leads, &sources, lexicon);
        resolved.sources = sources;
        if let Some(mut listed) = listed(document, &resolved) {
            if let DocumentFields::Brief(brief) = &document.fields {
                let summary =
                    brief.summary.iter().map(|summary| (HeadPart::Summary, summary.as_str()));
                let head =
                    std::iter::once((HeadPart::Title, brief.title.value.as_str())).chain(summary);
                resolved.head = mentions_in_head(&head.collect::<Vec<_>>(), &listed, lexicon);
                let introduced = resolved.head.iter().filter(|mention| mention.introduces);
                listed.introduced = introduced.map(|mention| mention.entity.clone()).collect();
            }
            resolved.mentions = mentions(body, &resolved.targets, &listed, lexicon);
        }
    }
    resolved
}

/// What a text has at hand when its names are looked for; `None` where names do not link
/// themselves: on plain pages.
pub(super) fn listed(document: &Document, resolved: &Resolved) -> Option<Listed> {
    let own = |kind: Kind, id: Option<&Slug>| {
        Some(Listed { own: id.map(|id| (kind, id.clone())), ..Listed::default() })
    };
    match &document.fields {
        DocumentFields::Brief(brief) => Some(listed_in(brief, resolved)),
        DocumentFields::Actors(entries) => {
            own(Kind::Actor, entries.first().map(|entry| &entry.id.value))
        }
        DocumentFields::Issues(entries) => {
            own(Kind::Issue, entries.first().map(|entry| &entry.id.value))
        }
        DocumentFields::Offices(_) | DocumentFields::Places(_) | DocumentFields::Sources(_) => {
            Some(Listed::default())
        }
        DocumentFields::Page(_) | DocumentFields::Config(_) | DocumentFields::Unread(_) => None,
    }
}

fn listed_in(brief: &BriefFields, resolved: &Resolved) -> Listed {
    let habits = brief.lang.as_deref().map(Habits::of);
    let mut listed = Listed { habits, ..Listed::default() };
    let lists = [
        (Kind::Actor, &brief.actors, &resolved.actors),
        (Kind::Issue, &brief.issues, &resolved.issues),
    ];
    for (kind, items, names) in lists {
        for (item, named) in items.iter().zip(names) {
            let id = match named {
                Named::Known(id) | Named::Alike(id) | Named::Undefined(id) => (kind, id.clone()),
                Named::Stub(id) => {
                    listed.add_stub(&item.target.value, kind, id);
                    (kind, id.clone())
                }
                Named::Several(_) | Named::Nameless => continue,
            };
            if !item.link {
                listed.opted_out.push(id.clone());
            }
            listed.entities.push(id);
        }
    }
    listed
}

fn lists(brief: &BriefFields, lexicon: &Lexicon) -> Resolved {
    let each = |kind: Kind, items: &[Reference]| -> Vec<Named> {
        items
            .iter()
            .map(|item| named_in(kind, &item.target.value, &brief.id.value, lexicon))
            .collect()
    };
    let sources: Vec<ResolvedSource> =
        brief.sources.iter().map(|item| source(item, lexicon)).collect();
    Resolved {
        references: references(brief, &sources, lexicon),
        actors: each(Kind::Actor, &brief.actors),
        issues: each(Kind::Issue, &brief.issues),
        places: each(Kind::Place, &brief.places),
        sources,
        mentions: Vec::new(),
        head: Vec::new(),
        targets: Vec::new(),
    }
}

/// What a name or an id in a list of one kind means.
pub fn named(kind: Kind, written: &str, lexicon: &Lexicon) -> Named {
    match lexicon.find(kind, written) {
        Meaning::One(id) => Named::Known(id),
        Meaning::Alike(id) => Named::Alike(id),
        Meaning::Several(ids) => Named::Several(ids),
        Meaning::None => match (Slug::parse(written), Slug::of_name(written)) {
            (Some(id), _) => Named::Undefined(id),
            (None, Some(slug)) => Named::Stub(slug),
            (None, None) => Named::Nameless,
        },
    }
}

/// The same in a brief: two whom two briefs describe alike, as `a senior official`, are two people.
pub(super) fn named_in(kind: Kind, written: &str, brief: &Slug, lexicon: &Lexicon) -> Named {
    match named(kind, written, lexicon) {
        Named::Stub(id) if kind == Kind::Actor && describes(written) => {
            Named::Stub(described_in(&id, brief))
        }
        named => named,
    }
}

/// The id of somebody whom a brief describes. No name gives an id with two hyphens in a row.
pub(super) fn described_in(description: &Slug, brief: &Slug) -> Slug {
    description.with_suffix(&format!("-{brief}"))
}

fn source(item: &SourceItem, lexicon: &Lexicon) -> ResolvedSource {
    match item {
        SourceItem::Named(written) => {
            named_source(written, source_identity(&written.value, lexicon))
        }
        SourceItem::Own(fields) => {
            let known = fields.url.as_ref().map(|url| web::Address::of(&url.value));
            let address = fields.url.as_ref().zip(known.as_ref());
            let address = address.map(|(url, known)| Address::of(Arc::clone(&url.value), known));
            // Most addresses are written clean.
            let web =
                fields.url.as_ref().zip(known.and_then(|known| known.clean)).map(|(url, clean)| {
                    match clean {
                        clean if *clean == *url.value => Arc::clone(&url.value),
                        clean => clean.into(),
                    }
                });
            let title = fields.title.as_ref().map(|title| &title.value);
            let local = fields.id.as_ref().map(|id| id.value.clone());
            let titled = || {
                title
                    .and_then(|title| Slug::of_name(title))
                    .or_else(|| local.clone())
                    .map(SourceIdentity::Titled)
            };
            let identity = web.map(SourceIdentity::Web).or_else(titled);
            let identity = identity.unwrap_or_else(|| SourceIdentity::Undefined(String::new()));
            ResolvedSource {
                local,
                fingerprint: Fingerprint::of(&identity),
                identity,
                own: Some(Arc::clone(fields)),
                title: title.filter(|title| !title.is_empty()).cloned(),
                url: address,
                written: None,
                at: fields.at,
            }
        }
    }
}

/// The registered sources that a text cites, by first use.
fn cited_sources(body: &Body, lexicon: &Lexicon) -> Vec<ResolvedSource> {
    let mut sources: Vec<ResolvedSource> = Vec::new();
    let cited = body.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Citation(items) => Some(items),
        _ => None,
    });
    for item in cited.flatten() {
        let identity = source_identity(&item.source, lexicon);
        let known = sources.iter().any(|source| source.identity == identity);
        if matches!(identity, SourceIdentity::Registered(_)) && !known {
            sources.push(named_source(&Located::new(item.source.clone(), item.at), identity));
        }
    }
    sources
}

/// A source that is named in a word.
fn named_source(written: &Located<String>, identity: SourceIdentity) -> ResolvedSource {
    ResolvedSource {
        local: None,
        fingerprint: Fingerprint::of(&identity),
        identity,
        own: None,
        title: None,
        url: None,
        written: Some(written.value.clone()),
        at: written.at,
    }
}

/// What a source is, by its id, its URL or its title.
pub fn source_identity(written: &str, lexicon: &Lexicon) -> SourceIdentity {
    if let Some(url) = clean_url(written) {
        return SourceIdentity::Web(url.into());
    }
    match lexicon.find(Kind::Source, written) {
        Meaning::One(id) | Meaning::Alike(id) => SourceIdentity::Registered(id),
        _ => match (Slug::parse(written), Slug::of_name(written)) {
            (None, Some(slug)) => SourceIdentity::Titled(slug),
            _ => SourceIdentity::Undefined(written.to_owned()),
        },
    }
}

fn leads(document: &Document, lexicon: &Lexicon) -> Vec<Lead> {
    let lead = |kind: &MarkKind| match kind {
        MarkKind::Wiki { target, .. } => Some(wikilink(target, lexicon)),
        MarkKind::Citation(_) => None,
        MarkKind::Link { destination }
        | MarkKind::Image { destination }
        | MarkKind::Html { destination, .. } => Some(link(destination, &document.path, lexicon)),
    };
    document.body.iter().flat_map(|body| &body.marks).map(|mark| lead(&mark.kind)).collect()
}

fn targets(
    body: &Body,
    leads: &[Lead],
    sources: &[ResolvedSource],
    lexicon: &Lexicon,
) -> Vec<Target> {
    let cited = |cited: &Cited| match source_number(&cited.source, sources, lexicon) {
        Some(number) => Ok((number, cited.locator.clone())),
        None => Err(cited.clone()),
    };
    let target = |(mark, lead): (&Mark, &Lead)| match (&mark.kind, lead) {
        (MarkKind::Citation(items), _) => Target::Citation(items.iter().map(cited).collect()),
        (_, lead) => lead.clone().unwrap_or(Target::Elsewhere),
    };
    body.marks.iter().zip(leads).map(target).collect()
}

/// The number of a source in a brief's list, by local id, registered id or URL.
pub(super) fn source_number(
    written: &str,
    sources: &[ResolvedSource],
    lexicon: &Lexicon,
) -> Option<usize> {
    let local = Slug::parse(written);
    let by_local =
        || sources.iter().position(|source| source.local.is_some() && source.local == local);
    let by_identity = || {
        let identity = source_identity(written, lexicon);
        sources.iter().position(|source| source.identity == identity)
    };
    let by_slug = || {
        sources.iter().position(|source| match &source.identity {
            SourceIdentity::Titled(slug) => Some(slug) == local.as_ref(),
            _ => false,
        })
    };
    by_local().or_else(by_identity).or_else(by_slug)
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

/// What a Markdown link or image leads to: an anchor, a path from the root, a file beside this one.
fn link(destination: &str, from: &SitePath, lexicon: &Lexicon) -> Target {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor)).filter(|anchor| !anchor.is_empty())),
        None => (destination, None),
    };
    let path = decoded(path.split('?').next().unwrap_or_default());
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

/// The address that a relative link names by ending as no file does: `../`, `../briefs/`.
fn folder_address(written: &str, place: &SitePath, anchor: Option<String>) -> Option<Target> {
    let is_address =
        written.ends_with('/') || matches!(written.rsplit('/').next(), Some("." | ".."));
    let below = if place.as_str() == "content" { "" } else { place.below("content")? };
    is_address.then(|| Some(Target::Path(OutPath::page(below)?, anchor)))?
}

/// Whether a file lies in the folder of a brief that is dated after the build's day.
pub fn is_beside_later(file: &SitePath, lexicon: &Lexicon) -> bool {
    let folders = std::iter::successors(Some(file.folder()), |folder| {
        folder.rsplit_once('/').map(|(above, _)| above)
    });
    let index = |folder: &str| SitePath::parse(&format!("{folder}/index.md"));
    folders.filter_map(index).any(|index| lexicon.file(&index) == Some(&FileTarget::Later))
}

/// A path from the site's root: a file where it has an ending, else a folder's page.
pub fn rooted(path: &str, anchor: Option<String>) -> Option<Target> {
    Some(Target::Path(out_path(path)?, anchor))
}

/// The output file of a path as a URL has it: `about/` and `about` are `about/index.html`.
pub fn out_path(path: &str) -> Option<OutPath> {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.contains('.') { OutPath::parse(path) } else { OutPath::page(path) }
}

/// Why something is no alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AliasFault {
    /// It has a query or a fragment, which no file has.
    Query,
    /// It leads out of the site, or is no path at all.
    Outside,
    /// A part of it is hidden: such files are the host's.
    Hidden,
    /// It is longer than a path may be.
    TooLong,
    /// By its ending it is no page: hosts would serve it as something else, and a redirect is a
    /// page.
    NoPage,
}

/// Endings of addresses at which there were pages.
const OF_PAGES: [&str; 11] =
    ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "jsf", "cgi", "cfm"];

/// The output file of an alias, an address as it was once linked to.
pub fn alias_path(written: &str) -> Result<OutPath, AliasFault> {
    let path = written.trim().trim_start_matches('/');
    if path.contains(['?', '#']) {
        return Err(AliasFault::Query);
    }
    let path = decoded(path);
    let parts = || path.split('/').filter(|part| !part.is_empty());
    let Some(alias) = out_path(&path) else {
        let is_long = path.len() > OutPath::LONGEST_PART
            && SitePath::parse(path.trim_end_matches('/')).is_some();
        return Err(if is_long { AliasFault::TooLong } else { AliasFault::Outside });
    };
    let is_hidden =
        |(at, part): (usize, &str)| part.starts_with('.') && !(at == 0 && part == ".well-known");
    if parts().enumerate().any(is_hidden) {
        return Err(AliasFault::Hidden);
    }
    let ending = alias
        .as_str()
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending);
    let is_page =
        ending.is_some_and(|ending| OF_PAGES.iter().any(|page| page.eq_ignore_ascii_case(ending)));
    if is_page { Ok(alias) } else { Err(AliasFault::NoPage) }
}

/// Percent-decoding, as URLs in Markdown have it; what does not decode to UTF-8 stays as it is.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte =
            digits.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_path_that_somebody_can_ask_for() {
        for (written, path) in [
            ("/old/", Ok("old/index.html")),
            ("old%20name.html", Ok("old name.html")),
            ("/", Ok("index.html")),
            ("/v1.2/", Ok("v1.2/index.html")),
            ("/News.PHP", Ok("News.PHP")),
            ("/.well-known/desk/", Ok(".well-known/desk/index.html")),
            ("/old?x=1", Err(AliasFault::Query)),
            ("/old#x", Err(AliasFault::Query)),
            ("../old", Err(AliasFault::Outside)),
            ("/a/%2e%2e/%2e%2e/b", Err(AliasFault::Outside)),
            ("/.briefgen/x/", Err(AliasFault::Outside)),
            ("/.htaccess", Err(AliasFault::Hidden)),
            ("/a/.git/", Err(AliasFault::Hidden)),
            ("/%2ehtaccess", Err(AliasFault::Hidden)),
            ("/briefgen.css", Err(AliasFault::NoPage)),
            ("/favicon.svg", Err(AliasFault::NoPage)),
            ("/robots.txt", Err(AliasFault::NoPage)),
            ("/a/feed.rss", Err(AliasFault::NoPage)),
        ] {
            assert_eq!(
                alias_path(written).as_ref().map(OutPath::as_str).map_err(|fault| *fault),
                path,
                "{written}"
            );
        }
        for (written, is_fine) in
            [("x".repeat(255), true), ("x".repeat(256), false), ("%C3%A9/".repeat(400), false)]
        {
            let fault = alias_path(&written).err();
            assert_eq!(fault, (!is_fine).then_some(AliasFault::TooLong), "{}", written.len());
        }
    }

    #[test]
    fn percent_signs_are_decoded_and_bad_ones_left() {
        for (text, out) in [
            ("a%20b", "a b"),
            ("%E7%8E%8B", "王"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%FF", "%FF"),
        ] {
            assert_eq!(decoded(text), out);
        }
    }
}
