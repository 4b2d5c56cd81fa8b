//! Checks ids, references and aliases: duplicate ids, undefined references, and paths that collide
//! or leave the site.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::{Bytes, Finding, Located, Span};
use crate::base::id::{Id, Kind, Slug};
use crate::base::path::{AliasFault, OutPath, SitePath, case_folded};
use crate::base::text::{joined_or, shortened};
use crate::base::typography::spelling;
use crate::base::web::clean_url;
use crate::model::entities::{Brief, Entity, Source, Status};
use crate::model::lexicon::Meaning;
use crate::model::named::{Named, ResolvedSource, SourceIdentity, named, source_identity};
use crate::model::outputs::Owner;
use crate::model::resolve::Resolved;
use crate::model::visibility::{Visibility, shows};
use crate::parse::brief::StatusFields;
use crate::parse::registry::Entry;
use crate::parse::{Document, DocumentFields, date_and_words, stem_of};

use super::{Check, Context, entry_path, source_path};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(duplicate_ids),
    Check::Errors(duplicate_paths),
    Check::Document(undefined_in_brief),
    Check::Errors(superseded_in_circles),
    Check::Document(undefined_in_registry),
    Check::Brief(sources),
    Check::Errors(same_address),
    Check::Document(leaving_paths),
];

/// Reports ids that are declared twice.
fn duplicate_ids(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.lexicon.has_duplicates() {
        return;
    }
    let mut first: FxHashMap<(Kind, &Slug), Span> = FxHashMap::default();
    for document in context.documents {
        for (kind, id) in document.declared() {
            let span = Span::new(document.path.clone(), id.at);
            match first.get(&(kind, &id.value)) {
                Some(other) => findings.push(
                    Finding::new(
                        Code::Duplicate,
                        span,
                        format!("{} `{}` is declared twice", kind.word(), id.value),
                    )
                    .path(entry_path(&document.path, &id.value, ""))
                    .help(match kind {
                        Kind::Brief => help_for_briefs(context, &document.path, &id.value),
                        _ => "give one of them another id, or put their fields together".to_owned(),
                    })
                    .also(other.clone(), "first declared here"),
                ),
                None => drop(first.insert((kind, &id.value), span)),
            }
        }
    }
}

/// How to give a brief an id of its own.
fn help_for_briefs(context: &Context<'_>, file: &SitePath, id: &Slug) -> String {
    let name = stem_of(file);
    let is_of_name = date_and_words(name).1 == id.as_str() && name != id.as_str();
    match is_of_name && !context.site.config.id_dates {
        true => format!(
            "write `slug: {name}` in it, or `id_dates: true` in `site.yaml` to keep dates in all \
            ids"
        ),
        false => "give one of them another file name, or a `slug`".to_owned(),
    }
}

/// Reports outputs with the same path, and outputs whose path is also a folder of the output.
fn duplicate_paths(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let outputs = context.outputs;
    let place = |path| outputs.owner(path).and_then(Owner::place);
    let twins = outputs.twins();
    let twins = twins.into_iter().map(|(path, first)| {
        let message = format!("`{path}` and `{first}` are one file on most disks");
        (message, place(path), place(first))
    });
    let again = outputs.conflicts().iter().map(|(path, owner)| {
        let message = format!("two things would write `{path}`");
        (message, owner.place(), place(path))
    });
    // `files::colliding_names` reports source files whose names differ in case only.
    let are_twins = |one: Option<&Span>, other: Option<&Span>| match (one, other) {
        (Some(one), Some(other)) => {
            one.file != other.file
                && case_folded(one.file.as_str()) == case_folded(other.file.as_str())
        }
        _ => false,
    };
    let both = twins.chain(again).filter(|(_, one, other)| !are_twins(*one, *other));
    findings.extend(both.map(|(message, one, other)| collision(message, one, other)));
    for (file, below) in outputs.files_and_folders() {
        let message = format!("`{file}` would be a file and, for `{below}`, a folder");
        findings.push(collision(message, place(file), place(below)));
    }
}

/// The finding for two outputs that collide, at the first place that an author can change.
fn collision(message: String, one: Option<&Span>, other: Option<&Span>) -> Finding {
    let (span, other) = match (one, other) {
        (Some(one), other) => (one.clone(), other),
        (None, Some(other)) => (other.clone(), None),
        (None, None) => (Span::new(SitePath::config(), Bytes::default()), None),
    };
    let finding = Finding::new(Code::Duplicate, span, message);
    match other {
        Some(other) => finding.help("rename one of them").also(other.clone(), "this is the other"),
        None => finding.help("briefgen writes the other of itself: rename this one"),
    }
}

/// Reports references of a brief that are undefined, ambiguous, or lead to something that is not
/// published.
fn undefined_in_brief(
    context: &Context<'_>,
    document: &Document,
    resolved: &Resolved,
    findings: &mut Vec<Finding>,
) {
    let Some(brief) = document.brief().filter(|brief| shows(brief, context.options.edition)) else {
        return;
    };
    let lists = [
        ("actors", Kind::Actor, &brief.actors, &resolved.references.actors),
        ("issues", Kind::Issue, &brief.issues, &resolved.references.issues),
        ("places", Kind::Place, &brief.places, &resolved.references.places),
    ];
    for (key, kind, items, names) in lists {
        for (item, named) in items.iter().zip(names) {
            resolved_reference(
                context,
                &document.path,
                kind,
                &item.target,
                named,
                &|| format!("{key}[{}]", item.index),
                findings,
            );
        }
    }
    if let StatusFields::Superseded { by: Some(by) } = &brief.status {
        reference(
            context,
            &document.path,
            Kind::Brief,
            by,
            &|| "superseded_by".to_owned(),
            findings,
        );
    }
}

/// Reports briefs that supersede each other in a circle, so that none of them is current. Each
/// circle is reported once.
fn superseded_in_circles(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let briefs = &context.site.briefs;
    let next = |id: Id<Brief>| match &briefs[id].status {
        Status::Superseded { by } => *by,
        _ => None,
    };
    // The brief from which each brief was first reached.
    let mut begun: Vec<Option<Id<Brief>>> = vec![None; briefs.len()];
    for start in briefs.ids() {
        let mut at = start;
        while begun[at.index()].is_none() {
            begun[at.index()] = Some(start);
            let Some(by) = next(at) else { break };
            if begun[by.index()] == Some(start) {
                findings.extend(superseded_circle(context, at));
            }
            at = by;
        }
    }
}

/// The finding for a circle, at the brief that closes it.
fn superseded_circle(context: &Context<'_>, brief: Id<Brief>) -> Option<Finding> {
    let brief = &context.site.briefs[brief];
    let StatusFields::Superseded { by: Some(by) } = &brief.fields.status else { return None };
    let finding = circle(&brief.file, by, "superseded_by".to_owned());
    Some(finding.help("the newest of them is `live`: take out its `status` and `superseded_by`"))
}

/// Reports undefined references of registered entries.
fn undefined_in_registry(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    match &document.fields {
        DocumentFields::Actors(entries) => {
            for entry in entries {
                let tenures = entry.fields.offices.iter().enumerate();
                for (index, tenure) in
                    tenures.filter(|(_, tenure)| tenure.has_begun(context.options.edition))
                {
                    let path = || key_path(document, entry, &format!("offices[{index}].office"));
                    reference(
                        context,
                        &document.path,
                        Kind::Office,
                        &tenure.office,
                        &path,
                        findings,
                    );
                    let Some(source) = &tenure.source else { continue };
                    if matches!(
                        source_identity(&source.value, context.lexicon),
                        SourceIdentity::Undefined(_)
                    ) {
                        let path = key_path(document, entry, &format!("offices[{index}].source"));
                        findings.push(undefined(
                            context,
                            &document.path,
                            Kind::Source,
                            source,
                            path,
                        ));
                    }
                }
            }
        }
        DocumentFields::Issues(entries) => {
            for entry in entries {
                for item in &entry.fields.parties {
                    let path = || key_path(document, entry, &format!("parties[{}]", item.index));
                    reference(context, &document.path, Kind::Actor, &item.target, &path, findings);
                }
                if let Some(named) = &entry.fields.parent {
                    let placed = match context.site.entity(Kind::Issue, &entry.id.value) {
                        Some(Entity::Issue(issue)) => context.site.issues[issue].parent.is_some(),
                        _ => false,
                    };
                    parent(
                        context,
                        &document.path,
                        Kind::Issue,
                        named,
                        key_path(document, entry, "parent"),
                        placed,
                        findings,
                    );
                }
            }
        }
        DocumentFields::Places(entries) => {
            for entry in entries {
                if let Some(within) = &entry.fields.within {
                    let placed = match context.site.entity(Kind::Place, &entry.id.value) {
                        Some(Entity::Place(place)) => context.site.places[place].within.is_some(),
                        _ => false,
                    };
                    let path = key_path(document, entry, "in");
                    parent(context, &document.path, Kind::Place, within, path, placed, findings);
                }
            }
        }
        _ => {}
    }
}

/// The path of a key of an entry.
pub(super) fn key_path<T>(document: &Document, entry: &Entry<T>, key: &str) -> String {
    entry_path(&document.path, &entry.id.value, key)
}

/// Reports an undefined parent of an issue or place. If the parent exists although the entity was
/// `placed` nowhere, the parents form a circle.
fn parent(
    context: &Context<'_>,
    file: &SitePath,
    kind: Kind,
    above: &Located<String>,
    path: String,
    placed: bool,
    findings: &mut Vec<Finding>,
) {
    let before = findings.len();
    match named(kind, &above.value, context.lexicon) {
        Named::Known(_) => {}
        Named::Alike(id) => findings.push(alike(file, kind, above, &id, path.clone())),
        _ => findings.push(undefined(context, file, kind, above, path.clone())),
    }
    if findings.len() == before && !placed {
        findings.push(circle(file, above, path).help("one of them must stand at the top"));
    }
}

/// The finding for a reference that leads back to its own entity.
pub(super) fn circle(file: &SitePath, above: &Located<String>, path: String) -> Finding {
    let message = format!("`{}` leads in a circle", above.value);
    Finding::new(Code::RefUndefined, Span::new(file.clone(), above.at), message).path(path)
}

/// Reports a reference that is undefined, ambiguous, or leads to something that is not published.
pub(super) fn reference(
    context: &Context<'_>,
    file: &SitePath,
    kind: Kind,
    written: &Located<String>,
    path: &dyn Fn() -> String,
    findings: &mut Vec<Finding>,
) {
    resolved_reference(
        context,
        file,
        kind,
        written,
        &named(kind, &written.value, context.lexicon),
        path,
        findings,
    );
}

/// Like [`reference`], for a name that is already resolved. Most are correct, so this path must not
/// allocate.
fn resolved_reference(
    context: &Context<'_>,
    file: &SitePath,
    kind: Kind,
    written: &Located<String>,
    named: &Named,
    path: &dyn Fn() -> String,
    findings: &mut Vec<Finding>,
) {
    let span = || Span::new(file.clone(), written.at);
    // Only briefs can be withheld, and with them the events that no other brief reports.
    let is_withheld = |id: &Slug| {
        matches!(kind, Kind::Brief | Kind::Event)
            && context.lexicon.visibility(kind, id) == Some(Visibility::Withheld)
    };
    match named {
        Named::Known(id) if is_withheld(id) => findings.push(
            Finding::new(
                Code::AudienceLeak,
                span(),
                format!("`{id}` is not published, and this would show that it exists"),
            )
            .path(path())
            .help("publish that brief first, or take the reference out"),
        ),
        Named::Known(_) => {}
        Named::Alike(id) => findings.push(alike(file, kind, written, id, path())),
        Named::Stub(_) if matches!(kind, Kind::Brief | Kind::Event) => {
            findings.push(undefined(context, file, kind, written, path()))
        }
        Named::Stub(_) => {}
        Named::Undefined(id) => {
            if context.site.entity(kind, id).is_none() {
                findings.push(undefined(context, file, kind, written, path()));
            }
        }
        Named::Several(ids) => {
            let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            let message = format!("`{}` may mean {}", written.value, joined_or(&names));
            findings.push(
                Finding::new(Code::RefUndefined, span(), message).path(path()).help("write the id"),
            );
        }
        Named::Nameless => {
            let message = format!("`{}` holds no letter or digit to make an id of", written.value);
            findings
                .push(Finding::new(Code::Id, span(), message).path(path()).help("write a name"));
        }
    }
}

/// The finding for a name that gives the id of an entity which does not have this name.
fn alike(
    file: &SitePath,
    kind: Kind,
    written: &Located<String>,
    id: &Slug,
    path: String,
) -> Finding {
    let span = Span::new(file.clone(), written.at);
    let name = written.value.trim();
    Finding::new(
        Code::NameMerged,
        span,
        format!("`{name}` is taken for {} `{id}`, which has no such name", kind.word()),
    )
    .path(path)
    .help(format!(
        "if it is the same, write `{id}`, or add the name there; if not, register it \
        under another id"
    ))
}

/// The finding for a reference to an entity that does not exist.
pub(super) fn undefined(
    context: &Context<'_>,
    file: &SitePath,
    kind: Kind,
    written: &Located<String>,
    path: String,
) -> Finding {
    let span = Span::new(file.clone(), written.at);
    let help = match super::suggest::id(context, Some(kind), &written.value) {
        Some(near) => format!("did you mean `{near}`?"),
        None if kind == Kind::Brief => format!("add it under `content/{}/`", kind.folder()),
        None if kind == Kind::Event => {
            "tell of it under `events:` in a brief, with this id".to_owned()
        }
        None if kind == Kind::Source => {
            "write its URL, or add it to `content/sources.yaml`".to_owned()
        }
        None => {
            format!(
                "write its name, as `{}`, or add it to `content/{}.yaml`",
                name_like(&written.value),
                kind.folder()
            )
        }
    };
    Finding::new(
        Code::RefUndefined,
        span,
        format!("there is no {} `{}`", kind.word(), written.value),
    )
    .path(path)
    .help(help)
}

/// Makes a name from an id: `Qin Gang` from `qin-gang`.
fn name_like(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    id.split(['-', '/']).map(capital).collect::<Vec<String>>().join(" ")
}

/// Reports sources of a brief that are undefined, listed twice, or have an id that is taken.
fn sources(context: &Context<'_>, id: Id<Brief>, findings: &mut Vec<Finding>) {
    let brief = &context.site.briefs[id];
    let file = &brief.file;
    let is_each_once = are_distinct(&brief.sources);
    let mut listed: FxHashMap<Id<Source>, Bytes> = FxHashMap::default();
    let mut local: FxHashMap<&Slug, Bytes> = FxHashMap::default();
    for (index, source) in brief.references.sources.iter().enumerate() {
        let path = || format!("sources[{index}]");
        if let SourceIdentity::Undefined(written) = &source.identity
            && !written.is_empty()
        {
            let written = Located::new(written.clone(), source.at);
            findings.push(undefined(context, file, Kind::Source, &written, path()));
        }
        let row = brief.sources.get(index).copied().flatten();
        findings.extend(merged_source(context, file, source, row, &path));
        let twice = |what: &str, first: Bytes, help: &str| {
            Finding::new(Code::Duplicate, Span::new(file.clone(), source.at), what)
                .path(path())
                .help(help)
                .also(Span::new(file.clone(), first), "first listed here")
        };
        if let Some(row) = row.filter(|_| !is_each_once)
            && let Some(first) = listed.insert(row, source.at)
        {
            let message = format!("source `{}` is listed twice", context.site.sources[row].title);
            findings.push(twice(
                &message,
                first,
                "take one of them out: an id, a URL and a map may all name one source",
            ));
            continue;
        }
        let Some(id) = &source.local else { continue };
        if context.lexicon.has(Kind::Source, id) {
            let message = format!("`{id}` is a registered source already");
            let help =
                format!("to list that one write `{id}` alone; for another choose another id");
            let span = Span::new(file.clone(), source.at);
            findings.push(Finding::new(Code::Duplicate, span, message).path(path()).help(help));
        } else if let Some(first) = local.insert(id, source.at) {
            findings.push(twice(
                &format!("two sources have the id `{id}`"),
                first,
                "give one another id",
            ));
        }
    }
}

/// Whether no source is listed twice.
fn are_distinct(sources: &[Option<Id<Source>>]) -> bool {
    let mut listed: Vec<Id<Source>> = sources.iter().flatten().copied().collect();
    listed.sort_unstable();
    listed.windows(2).all(|pair| pair[0] != pair[1])
}

/// Reports registered sources with the same address: a brief that lists the address means only one
/// of them.
fn same_address(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: FxHashMap<String, (&Source, Span)> = FxHashMap::default();
    for source in context.site.sources.rows().iter().take_while(|source| source.registered) {
        let Some(url) = source.fields.as_deref().and_then(|fields| fields.url.as_ref()) else {
            continue;
        };
        let (Some(clean), Some((id, _))) = (clean_url(&url.value), &source.page) else { continue };
        let span = Span::new(source.span.file.clone(), url.at);
        match first.get(&clean) {
            Some((other, other_span)) => {
                let message =
                    format!("`{}` and `{}` have the same address", other.title, source.title);
                findings.push(
                    Finding::new(Code::Duplicate, span, message)
                        .path(source_path(source, "url"))
                        .help(format!(
                            "put them together, with `former_ids: [{id}]`, or correct \
                            one of the addresses"
                        ))
                        .also(other_span.clone(), "the other address"),
                );
            }
            None => drop(first.insert(clean, (source, span))),
        }
    }
}

/// The finding for a source that is taken for another one, because both titles give the same id.
fn merged_source(
    context: &Context<'_>,
    file: &SitePath,
    source: &ResolvedSource,
    row: Option<Id<Source>>,
    path: &dyn Fn() -> String,
) -> Option<Finding> {
    if let Some(written) = &source.written
        && let Meaning::Alike(id) = context.lexicon.find(Kind::Source, written)
    {
        let written = Located::new(written.clone(), source.at);
        return Some(alike(file, Kind::Source, &written, &id, path()));
    }
    let SourceIdentity::Titled(id) = &source.identity else { return None };
    let title = source.title.as_deref().or(source.written.as_deref())?;
    let shown = &context.site.sources[row?].title;
    if **shown == *title || spelling(shown) == spelling(title) {
        return None;
    }
    let message = format!("`{title}` becomes one with `{shown}`: both give the id `{id}`");
    let help = "if it is the same source, write one title; if not, give it a `url`, or register \
        it under another id";
    let span = Span::new(file.clone(), source.at);
    Some(Finding::new(Code::NameMerged, span, message).path(path()).help(help))
}

/// Reports aliases that leave the site or cannot be the address of a page.
fn leaving_paths(_: &Context<'_>, document: &Document, _: &Resolved, findings: &mut Vec<Finding>) {
    /// How many characters of an alias the message shows.
    const SHOWN: usize = 80;
    let aliases = match &document.fields {
        DocumentFields::Brief(brief) => &brief.aliases[..],
        DocumentFields::Page(page) => &page.aliases[..],
        _ => &[],
    };
    for (index, alias) in aliases.iter().enumerate() {
        let Err(fault) = OutPath::of_alias(&alias.value) else { continue };
        let (message, help) = about_alias(shortened(&alias.value, SHOWN), fault);
        let span = Span::new(document.path.clone(), alias.at);
        findings.push(
            Finding::new(Code::Path, span, message).path(format!("aliases[{index}]")).help(help),
        );
    }
}

/// Message and help for an alias.
fn about_alias(alias: Cow<'_, str>, fault: AliasFault) -> (String, String) {
    let from_root = || "write it from the site's root: `/2023/old-name/`".to_owned();
    match fault {
        AliasFault::Query => {
            let path = alias.split(['?', '#']).next().unwrap_or_default();
            let help = format!("what follows `?` or `#` is no part of a path: write `{path}`");
            (format!("`{alias}` is no path inside the site"), help)
        }
        AliasFault::Outside => (format!("`{alias}` is no path inside the site"), from_root()),
        AliasFault::Hidden => {
            let help =
                "a part that begins with a dot is the host's own: let the host lead on from there"
                    .to_owned();
            (format!("`{alias}` is hidden, and no address of a page"), help)
        }
        AliasFault::TooLong => {
            let longest = OutPath::LONGEST_PART;
            let help = format!(
                "a part of a path has {longest} bytes at most, and the whole 1,024: leave it out"
            );
            (format!("`{alias}` is too long for a disk"), help)
        }
        AliasFault::NoPage => {
            let is_number = alias
                .rsplit('.')
                .next()
                .is_some_and(|end| end.bytes().all(|byte| byte.is_ascii_digit()));
            let help = match is_number {
                true => format!("a redirect is a page: write `{alias}/`"),
                false => {
                    "a redirect is a page, and hosts serve this as something else: let the host \
                    lead on"
                        .to_owned()
                }
            };
            (format!("`{alias}` is no address of a page, by its ending"), help)
        }
    }
}
