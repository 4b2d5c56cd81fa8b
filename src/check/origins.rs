//! Where sources come from: the saved texts and the other sources that they name.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::{Finding, Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::web::clean_url;
use crate::model::named::{SourceIdentity, source_identity};
use crate::model::resolve::Resolved;
use crate::model::texts::path_of;
use crate::model::visibility::shows;
use crate::parse::brief::SourceItem;
use crate::parse::registry::SourceFields;
use crate::parse::{Document, DocumentFields};

use super::Context;
use super::refs::undefined;

/// Visits the sources whose fields a file has, with their number there: those of the registry, and
/// those that a brief has for itself.
fn each_own<'a>(document: &'a Document, mut visit: impl FnMut(usize, &'a SourceFields)) {
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

/// What goes before a key of the source of this number: an entry's id in a file of many, nothing in
/// a file of its own.
fn prefix(document: &Document, number: usize) -> String {
    match &document.fields {
        DocumentFields::Sources(_) if document.body.is_some() => String::new(),
        DocumentFields::Sources(entries) => format!("{}.", entries[number].id.value),
        _ => format!("sources[{number}]."),
    }
}

/// Saved texts that are not there, or whose paths leave their folder.
pub(super) fn saved_texts(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    to: &mut Vec<Finding>,
) {
    each_own(document, |number, fields| {
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
        to.push(finding.path(format!("{}text", prefix(document, number))));
    });
}

/// Sources that go back to nothing that there is, or to themselves.
pub(super) fn derived(
    context: &Context<'_>,
    document: &Document,
    _: &Resolved,
    to: &mut Vec<Finding>,
) {
    if super::brief_fields(document).is_some_and(|brief| !shows(brief, context.options.edition)) {
        return;
    }
    let local = LazyCell::new(|| own_ids(document));
    each_own(document, |number, fields| {
        for (index, origin) in fields.further().derived_from.iter().enumerate() {
            let path = || format!("{}derived_from[{index}]", prefix(document, number));
            let id = Slug::parse(origin.value.trim());
            if id.is_some() && id.as_ref() == own_id(fields) {
                to.push(circle(document, origin, path()));
            } else if !id.as_ref().is_some_and(|id| local.contains(id))
                && !matches!(
                    source_identity(&origin.value, context.lexicon),
                    SourceIdentity::Registered(_)
                )
            {
                to.push(underived(context, document, origin, path()));
            }
        }
    });
}

/// The ids that a brief gives its sources. In the registry an id is known everywhere, in a brief
/// only there.
fn own_ids(document: &Document) -> FxHashSet<&Slug> {
    let mut ids = FxHashSet::default();
    if super::brief_fields(document).is_some() {
        each_own(document, |_, fields| ids.extend(own_id(fields)));
    }
    ids
}

/// What a source goes back to, where that is none that is known.
fn underived(
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
