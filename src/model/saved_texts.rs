//! The saved texts of sources.
//!
//! Saved texts are private: only the words of quotations may be in the output.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::path::SitePath;
use crate::files::{File, FileContent, Files};
use crate::parse::registry::SourceFields;

use super::entities::Source;
use super::evidence::SavedText;

/// The files of saved texts, by their paths in NFC.
#[derive(Clone, Debug, Default)]
pub struct SavedTexts {
    files: BTreeMap<SitePath, File>,
}

impl Hash for SavedTexts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.files.values().for_each(|file| file.hash(state));
    }
}

impl SavedTexts {
    /// The files below `content/texts/`.
    pub fn of(files: &Files) -> SavedTexts {
        let texts = files.below("content/texts");
        SavedTexts { files: texts.map(|file| (file.path.composed(), file.clone())).collect() }
    }

    /// The file in `text` of a source, if it exists.
    pub fn file_of(&self, fields: &SourceFields) -> Option<&File> {
        self.files.get(&path_of(fields)?)
    }

    /// The saved text of each source, prepared for searches.
    pub(super) fn prepared(
        &self,
        sources: &[Source],
        memo: &mut Memo<Hashed<SavedText>>,
    ) -> Vec<Option<Hashed<SavedText>>> {
        let mut texts: Vec<TextOfSource<'_>> = Vec::new();
        let mut places: Vec<Option<usize>> = Vec::with_capacity(sources.len());
        for source in sources {
            let text = source.fields.as_deref().and_then(|fields| self.text_of(fields));
            places.push(text.is_some().then_some(texts.len()));
            texts.extend(text);
        }
        let prepared = memo.update(&texts, TextOfSource::prepared);
        places.into_iter().map(|place| prepared.get(place?).cloned()).collect()
    }

    fn text_of(&self, fields: &SourceFields) -> Option<TextOfSource<'_>> {
        let file = self.file_of(fields)?;
        Some(TextOfSource { file, ignored: fields.further().ignore.clone() })
    }
}

/// The path of a source's saved text, in NFC. `None` if the source has none, or if the path leaves
/// `content/texts/`.
pub fn path_of(fields: &SourceFields) -> Option<SitePath> {
    let written = fields.further().text.as_ref()?.value.trim();
    let path = SitePath::parse(&format!("content/texts/{written}"))?;
    path.below("content/texts").is_some().then(|| path.composed())
}

/// A saved text, with the lines to ignore, such as menus.
#[derive(Hash)]
struct TextOfSource<'a> {
    file: &'a File,
    ignored: Vec<(usize, usize)>,
}

impl TextOfSource<'_> {
    fn prepared(&self) -> Hashed<SavedText> {
        let text = match &self.file.content {
            FileContent::Text(text) => &**text,
            FileContent::Bytes(_) | FileContent::OnDisk { .. } | FileContent::Unreadable(_) => "",
        };
        Hashed::with(SavedText::new(text, &self.ignored), Fingerprint::of(self))
    }
}
