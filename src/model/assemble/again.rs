//! The last site with other texts: what a writer waits for most often, who edits the text of one
//! brief.

use std::mem;

use rayon::prelude::*;

use crate::base::id::Id;
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::options::Options;
use crate::model::copies::{Copied, linked};
use crate::model::entities::Site;
use crate::model::relations::note_links;
use crate::parse::{Document, DocumentFields};

use super::links::note_registry_links;
use super::{Assembler, Frame, Parts};

/// The hash of all that a site is put together from, but for the texts of its briefs and the files
/// that are copied.
pub(super) fn fingerprint(parts: &Parts<'_>) -> Fingerprint {
    let Parts { documents, lexicon, texts, options, .. } = parts;
    let front = |document: &Hashed<Document>| match &document.fields {
        DocumentFields::Brief(_) => document.front,
        _ => document.fingerprint(),
    };
    let fronts: Vec<Fingerprint> = documents.par_iter().map(front).collect();
    let Options { edition, base_url, portable, open: _, saved: _, dead_links: _ } = options;
    Fingerprint::of(&(fronts, lexicon, texts, edition, (base_url, portable)))
}

/// A site of the same frame with the texts of these documents, and with these copies.
pub(super) fn with_texts(
    parts: &Parts<'_>,
    copies: Vec<Copied>,
    mut site: Site,
    frame: Frame,
) -> (Site, Frame) {
    let Frame { fingerprint, index, briefs } = frame;
    let assembler = Assembler::of(parts, index);
    let mut leads_elsewhere = false;
    for (row, document) in briefs.iter().enumerate() {
        let last = &mut site.briefs[Id::new(row)].text;
        if last.document == parts.documents[*document] {
            continue;
        }
        let mut text = assembler.text_of_brief(*document);
        text.links = assembler.links(&text);
        text.mentions = assembler.mentions(&text);
        text.head = assembler.named_in_head(&text);
        let last = mem::replace(last, text);
        leads_elsewhere |= !last.entities().eq(site.briefs[Id::new(row)].text.entities());
    }
    if leads_elsewhere {
        note_links(&mut site);
        note_registry_links(&mut site);
    }
    site.copies = linked(copies, site.texts());
    (site, Frame { fingerprint, index: assembler.index, briefs })
}
