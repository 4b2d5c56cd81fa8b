//! The saved texts of sources, and what they say of the quotations that rest on them.
//!
//! Saved texts are private: nothing of them gets into the output but the words of quotations.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::path::SitePath;
use crate::files::{Content, File, Files};
use crate::parse::registry::SourceFields;
use crate::parse::statements::Words;

use super::entities::Site;
use super::evidence::{SavedText, Verdict, verify};

/// The saved texts of a site, by file.
#[derive(Clone, Debug, Default)]
pub struct SavedTexts {
    files: BTreeMap<SitePath, File>,
}

impl Hash for SavedTexts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.files.values().for_each(|file| file.hash(state));
    }
}

/// What was last found out about saved texts and quotations.
#[derive(Default)]
pub struct Verdicts {
    texts: Memo<Hashed<SavedText>>,
    verdicts: Memo<Arc<Verdict>>,
}

impl SavedTexts {
    /// The files below `content/texts/`.
    pub fn of(files: &Files) -> SavedTexts {
        SavedTexts { files: files.below("content/texts").map(|file| (file.path.clone(), file.clone())).collect() }
    }

    /// The file that a source's `text` names, where it is there.
    pub fn file_of(&self, fields: &SourceFields) -> Option<&File> {
        self.files.get(&path_of(fields)?)
    }

    fn saved(&self, fields: &SourceFields) -> Option<Saved<'_>> {
        let file = self.file_of(fields)?;
        Some(Saved { file, ignored: fields.further().ignore.clone() })
    }
}

/// The path of a source's saved text; `None` where it has none, or where it leaves `content/texts/`.
pub fn path_of(fields: &SourceFields) -> Option<SitePath> {
    let written = fields.further().text.as_ref()?.value.trim();
    let path = SitePath::parse(&format!("content/texts/{written}"))?;
    path.below("content/texts").is_some().then_some(path)
}

/// A saved text with the lines of it that are furniture.
#[derive(Hash)]
struct Saved<'a> {
    file: &'a File,
    ignored: Vec<(usize, usize)>,
}

impl Verdicts {
    /// Looks every quotation up in the saved text of its source.
    pub(super) fn verify(&mut self, site: &mut Site, texts: &SavedTexts) {
        let saved = self.prepared(site, texts);
        let items: Vec<(Words, Option<Hashed<SavedText>>)> = site
            .quotes
            .rows()
            .iter()
            .map(|quote| (quote.fields.text.clone(), quote.source.and_then(|id| saved[id.index()].clone())))
            .collect();
        let verdicts = self.verdicts.update(&items, |(words, text)| {
            Arc::new(text.as_ref().map_or(Verdict::Unchecked, |text| verify(words, text)))
        });
        for (id, verdict) in site.quotes.ids().zip(verdicts) {
            site.quotes[id].verdict = verdict;
        }
        site.texts = saved;
    }

    /// The saved text of each source, ready to be looked things up in.
    fn prepared(&mut self, site: &Site, texts: &SavedTexts) -> Vec<Option<Hashed<SavedText>>> {
        let mut saved: Vec<Saved<'_>> = Vec::new();
        let mut places: Vec<Option<usize>> = Vec::with_capacity(site.sources.len());
        for source in site.sources.rows() {
            let text = source.fields.as_deref().and_then(|fields| texts.saved(fields));
            places.push(text.is_some().then_some(saved.len()));
            saved.extend(text);
        }
        let prepared = self.texts.update(&saved, |saved| {
            let text = match &saved.file.content {
                Content::Text(text) => &**text,
                Content::Bytes(_) | Content::OnDisk { .. } | Content::Unreadable(_) => "",
            };
            Hashed::with(SavedText::new(text, &saved.ignored), Fingerprint::of(saved))
        });
        places.into_iter().map(|place| prepared.get(place?).cloned()).collect()
    }
}
