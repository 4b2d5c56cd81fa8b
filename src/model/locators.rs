//! Compares the locators of quotations with the places where their words were found.

use crate::base::finding::Located;
use crate::base::id::Id;
use crate::base::text::lines_of_place;

use super::entities::{Quote, Source};
use super::evidence::{FoundPassage, stands_in};
use super::site::Site;

/// A `loc` whose lines do not have the words.
pub struct Misplaced<'a> {
    /// The written `loc`.
    pub loc: &'a Located<String>,
    /// The source that it refers to.
    pub source: Id<Source>,
    /// The index of the original with this `loc`; `None` for the quotation's own.
    pub original: Option<usize>,
    /// The passage with the words.
    pub found: &'a FoundPassage,
}

/// The locators of a quotation and of its originals that name lines of a saved text without the
/// words.
pub fn misplaced<'a>(site: &Site, quote: &'a Quote) -> Vec<Misplaced<'a>> {
    let own = quote.fields.evidence.loc.as_ref().zip(quote.ground.source());
    // The source of a translation has the original words.
    let own = own.map(|(loc, source)| {
        let found = quote.found_in(source).map(|(words, _, found)| (words, found));
        (loc, source, None, found)
    });
    let originals = quote.originals.iter().zip(quote.fields.originals()).enumerate();
    let originals = originals.filter_map(|(number, (words, fields))| {
        let found = words.verdict.found().map(|found| (&fields.text, found));
        Some((fields.evidence.loc.as_ref()?, words.source?, Some(number), found))
    });
    let misplaced =
        own.into_iter().chain(originals).filter_map(|(loc, source, original, found)| {
            let (words, found) = found?;
            let text = site.saved_texts[source.index()].as_ref()?;
            let lines = lines_of_place(&loc.value)?;
            (!stands_in(&lines, words, found, text)).then_some(Misplaced {
                loc,
                source,
                original,
                found,
            })
        });
    misplaced.collect()
}
