//! What the documents mean together: names, references, the graph of what a build shows.

pub mod assemble;
pub mod attribution;
pub mod claims;
pub mod conflicts;
pub mod copies;
pub mod descriptions;
pub mod drafting;
pub mod entities;
pub mod evidence;
pub mod forms;
pub mod lexicon;
pub mod links;
pub mod locators;
pub mod meetings;
pub mod mentions;
pub mod named;
pub mod names;
pub mod neighbours;
pub mod passed_over;
pub mod references;
pub mod relations;
pub mod resolve;
pub mod resting;
mod sources;

pub mod statements;
pub mod texts;
pub mod titles;
pub mod told;
pub mod verification;
pub mod visibility;
pub mod web;
mod word_list;

use std::sync::Arc;

use crate::base::finding::Bytes;
use crate::base::id::Id;
use crate::base::memo::{Hashed, Memo};
use crate::base::options::Options;
use crate::base::path::SitePath;
use crate::files::Files;
use crate::parse::{Document, DocumentFields};

use assemble::{Frame, Parts, assemble};
use copies::Copies;
use entities::{Brief, Site};
use lexicon::{Lexicon, OwnNames, lexicon};
use names::names;
use resolve::{Resolutions, Resolved};
use texts::{SavedTexts, Verdicts};

/// What the documents of a site mean together, before anything of it is shown.
#[derive(Debug)]
pub struct Analysis {
    /// Each file that holds content, in the order of their paths.
    pub documents: Vec<Hashed<Document>>,
    /// What their references mean, in the same order.
    pub resolved: Vec<Arc<Resolved>>,
    /// What names mean.
    pub lexicon: Hashed<Lexicon>,
    /// The graph of all that this build shows.
    pub site: Site,
    /// What the graph was made from.
    pub frame: Frame,
}

/// What the last analysis worked out.
#[derive(Default)]
pub struct AnalysisCache {
    names: Memo<Hashed<OwnNames>>,
    lexicon: Memo<Hashed<Lexicon>>,
    registry: Memo<Hashed<Lexicon>>,
    resolved: Resolutions,
    verdicts: Verdicts,
    site: Option<(Site, Frame)>,
}

impl AnalysisCache {
    /// Keeps the site of the last build: see [`assemble`].
    pub fn keep(&mut self, analysis: Analysis) {
        self.site = Some((analysis.site, analysis.frame));
    }
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
        let texts = SavedTexts::of(files);
        let parts = Parts {
            documents: &documents,
            resolved: &resolved,
            lexicon: &lexicon,
            texts: &texts,
            options,
        };
        let (site, frame) = assemble(&parts, copies.files, &mut cache.verdicts, cache.site.take());
        Analysis { documents, resolved, lexicon, site, frame }
    }

    /// The document of a file.
    fn number_of(&self, file: &SitePath) -> Option<usize> {
        self.documents.binary_search_by(|document| document.path.cmp(file)).ok()
    }

    /// The brief of a file.
    pub fn brief_of(&self, file: &SitePath) -> Option<Id<Brief>> {
        let number = self.number_of(file)?;
        self.frame.briefs().iter().position(|of_brief| *of_brief == number).map(Id::new)
    }

    /// Where a file names the template of its page.
    pub fn template_named_in(&self, file: &SitePath) -> Option<Bytes> {
        let template = match &self.documents[self.number_of(file)?].fields {
            DocumentFields::Brief(brief) => brief.template.as_ref(),
            DocumentFields::Page(page) => page.template.as_ref(),
            _ => None,
        };
        template.map(|template| template.at)
    }
}
