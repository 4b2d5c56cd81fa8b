//! Checks what the entries of sources name: their saved texts, and the sources that they derive
//! from.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::web::clean_url;
use crate::model::named::{SourceIdentity, source_identity};
use crate::model::resolve::Resolved;
use crate::model::saved_texts::path_of;
use crate::model::visibility::shows;
use crate::parse::brief::SourceItem;
use crate::parse::registry::SourceFields;
use crate::parse::{Document, DocumentFields};

use super::refs::undefined;
use super::{Check, Context};

pub(super) const CHECKS: &[Check] = &[Check::Document(saved_texts), Check::Document(derived_from)];

/// Visits each source that is described in this file, in the registry or in a brief, with its index
/// there. A brief's reference to a registered source is not visited.
fn each_described<'a>(document: &'a Document, mut visit: impl FnMut(usize, &'a SourceFields)) {
    match &document.fields {
        DocumentFields::Sources(entries) => {
            entries.iter().enumerate().for_each(|(number, entry)| visit(number, &entry.fields));
        }
        DocumentFields::Brief(brief) => {
            for (number, item) in brief.sources.iter().enumerate() {
                if let SourceItem::Own(fields) = item {
                    visit(number, fields);
                }
            }
        }
        _ => {}
    }
}

/// The beginning of the key paths of a source: `id.` in a registry file, `sources[number].` in a
/// brief, and nothing in a file of its own.
fn key_prefix(document: &Document, number: usize) -> String {
    match &document.fields {
        DocumentFields::Sources(_) if document.body.is_some() => String::new(),
        DocumentFields::Sources(entries) => format!("{}.", entries[number].id.value),
        _ => format!("sources[{number}]."),
    }
}

/// Reports saved texts that do not exist, and paths that leave `content/texts/`.
fn saved_texts(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    each_described(document, |number, fields| {
        let Some(text) = &fields.further().text else { return };
        let span = Span::new(document.path.clone(), text.at);
        let finding = match path_of(fields) {
            None => {
                let message = format!("`{}` is no path below `content/texts/`", text.value);
                let help = "write the file's name, as it stands below `content/texts/`";
                Finding::new(Code::Path, span, message).help(help)
            }
            Some(path) if !context.saved_texts.contains(&path) => {
                let help = match context.nearest_saved(&text.value) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("save the text at `{path}`, or take `text` out"),
                };
                Finding::new(
                    Code::RefUndefined,
                    span,
                    format!("there is no saved text `{}`", text.value),
                )
                .help(help)
            }
            Some(_) => return,
        };
        findings.push(finding.path(format!("{}text", key_prefix(document, number))));
    });
}

/// Reports sources that derive from themselves or from a source that does not exist.
fn derived_from(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    findings: &mut Vec<Finding>,
) {
    if document.brief().is_some_and(|brief| !shows(brief, context.options.edition)) {
        return;
    }
    let ids_of_brief = LazyCell::new(|| ids_of_brief(document));
    each_described(document, |number, fields| {
        for (index, origin) in fields.further().derived_from.iter().enumerate() {
            let path = || format!("{}derived_from[{index}]", key_prefix(document, number));
            let id = Slug::parse(origin.value.trim());
            if id.is_some() && id.as_ref() == own_id(fields) {
                findings.push(circle(document, origin, path()));
            } else if !id.as_ref().is_some_and(|id| ids_of_brief.contains(id))
                && !matches!(
                    source_identity(&origin.value, context.lexicon),
                    SourceIdentity::Registered(_)
                )
            {
                findings.push(unknown_origin(context, document, origin, path()));
            }
        }
    });
}

/// The ids that a brief gives to its own sources. They are valid in this brief only, unlike the ids
/// of the registry.
fn ids_of_brief(document: &Document) -> FxHashSet<&Slug> {
    let mut ids = FxHashSet::default();
    if document.brief().is_some() {
        each_described(document, |_, fields| ids.extend(own_id(fields)));
    }
    ids
}

/// The finding for an origin that is not a source of the site. An address cannot be an origin, so
/// the help says how to register it.
fn unknown_origin(
    context: &Context<'_>,
    document: &Document,
    origin: &Located<String>,
    path: String,
) -> Finding {
    let finding = undefined(context, &document.path, Kind::Source, origin, path);
    if clean_url(&origin.value).is_none() {
        return finding;
    }
    finding.help(
        "write the id of a registered source: add this one to `content/sources.yaml`, with \
            the address as `url`",
    )
}

fn own_id(fields: &SourceFields) -> Option<&Slug> {
    fields.id.as_ref().map(|id| &id.value)
}

fn circle(document: &Document, origin: &Located<String>, path: String) -> Finding {
    let span = Span::new(document.path.clone(), origin.at);
    let message = format!("`{}` cannot go back to itself", origin.value);
    Finding::new(Code::RefUndefined, span, message)
        .path(path)
        .help("name the source that it is made from")
}
