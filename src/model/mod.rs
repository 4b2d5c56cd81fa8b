//! The model: resolves the references of all documents, and builds the site of everything that a
//! build shows.

pub mod attribution;
pub mod claims;
pub mod conflicts;
pub mod copies;
pub mod descriptions;
pub mod drafting;
pub mod entities;
pub mod evidence;
pub mod forms;
pub mod habits;
pub mod impact;
mod input;
pub mod lexicon;
pub mod links;
pub mod locators;
pub mod meetings;
pub mod mentions;
pub mod name_context;
pub mod named;
pub mod names;
pub mod neighbours;
pub mod options;
pub mod outputs;
pub mod references;
pub mod relations;
pub mod resolve;
pub mod saved_texts;
pub mod site;
pub mod statements;
pub mod tables;
mod texts;
pub mod titles;
pub mod told;
pub mod unlinked;
pub mod verdicts;
pub mod verification;
pub mod visibility;
pub mod web;
mod word_list;

use crate::base::finding::Bytes;
use crate::base::memo::{Hashed, Memo};
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::options::Options;
use crate::parse::{Document, DocumentFields};

use copies::Copies;
use input::SiteInput;
use lexicon::{Lexicon, OwnNames, lexicon};
use names::names;
use resolve::{Resolutions, Resolved};
use saved_texts::SavedTexts;
use site::{Site, SiteCache};

/// The result of analysing the documents of a site, before rendering.
#[derive(Debug)]
pub struct Analysis {
    /// All documents, in the order of their paths.
    pub documents: Vec<Hashed<Document>>,
    /// The resolved references of `documents`, in the same order.
    pub resolved: Vec<Hashed<Resolved>>,
    /// The lexicon of names.
    pub lexicon: Hashed<Lexicon>,
    /// Everything that the build shows.
    pub site: Site,
}

/// The results of the last analysis, to be reused.
#[derive(Default)]
pub struct AnalysisCache {
    names: Memo<Hashed<OwnNames>>,
    lexicon: Memo<Hashed<Lexicon>>,
    registry: Memo<Hashed<Lexicon>>,
    resolved: Resolutions,
    site: SiteCache,
}

impl Analysis {
    /// Analyses the documents of a site.
    pub fn of(
        documents: Vec<Hashed<Document>>,
        files: &Files,
        options: &Options,
        cache: &mut AnalysisCache,
    ) -> Analysis {
        let copies = Copies::of(files, &documents, options.edition);
        let names = names(&documents, &copies, options.edition, &mut cache.names);
        let (of_all, of_registries) = (&mut cache.lexicon, &mut cache.registry);
        let (lexicon, registry) = rayon::join(
            || of_all.one(&names, lexicon),
            || of_registries.one(&names.of_registries(), lexicon),
        );
        let resolved = resolve::all(&documents, &lexicon, &registry, &mut cache.resolved);
        let saved = SavedTexts::of(files);
        let input = SiteInput::new(&documents, &resolved, &lexicon, &saved, options);
        let site = Site::of(&input, &documents, &resolved, copies.files, &mut cache.site);
        Analysis { documents, resolved, lexicon, site }
    }

    /// The place in a file that names the template of its page.
    pub fn template_named_in(&self, file: &SitePath) -> Option<Bytes> {
        let number = self.documents.binary_search_by(|document| document.path.cmp(file)).ok()?;
        let template = match &self.documents[number].fields {
            DocumentFields::Brief(brief) => brief.template.as_ref(),
            DocumentFields::Page(page) => page.template.as_ref(),
            _ => None,
        };
        template.map(|template| template.at)
    }
}
