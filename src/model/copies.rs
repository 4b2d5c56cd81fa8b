//! Decides which files are copied to the output, and to which paths.
//!
//! `static/` is copied as a whole. A folder below `content/` with an `index.md` and no other text
//! is a unit: its files are published with the `index.md`, and not at all if that is hidden. Any
//! other file is published if a shown text links to it, so that an image next to a draft stays
//! private. Saved texts, and files that look like content, are never copied.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::edition::Edition;
use crate::base::id::Slug;
use crate::base::memo::Hashed;
use crate::base::path::{OutPath, SitePath};
use crate::files::{File, Files};
use crate::parse::{Document, DocumentFields, besides, is_content, looks_like_content};

use super::entities::{LinkTarget, Text};
use super::visibility::Visibility;

/// A file to copy.
#[derive(Clone, Debug)]
pub struct Copied {
    /// The file.
    pub file: File,
    /// The path in the output.
    pub path: OutPath,
    /// Whether the file is copied only if a shown text links to it.
    pub needs_link: bool,
}

/// All files that are not documents, sorted by what happens to them.
#[derive(Debug, Default)]
pub struct Copies {
    /// The files to copy, some of them only if a shown text links to them.
    pub files: Vec<Copied>,
    /// The files in the folders of withheld documents.
    pub hidden: Vec<SitePath>,
}

impl Copies {
    /// Decides for each file that is not a document.
    pub fn of(files: &Files, documents: &[Hashed<Document>], edition: Edition) -> Copies {
        let folders = folders(documents, edition);
        let mut copies = Copies::default();
        for file in besides(files, documents) {
            match fate_of(file, &folders) {
                Fate::Copied(path, needs_link) => {
                    copies.files.push(Copied { path, file: file.clone(), needs_link });
                }
                Fate::Hidden => copies.hidden.push(file.path.clone()),
                Fate::Left => {}
            }
        }
        copies
    }
}

/// The files to copy, given all texts that the build shows.
pub fn linked<'t>(files: Vec<Copied>, texts: impl Iterator<Item = &'t Text>) -> Vec<Copied> {
    if !files.iter().any(|copy| copy.needs_link) {
        return files;
    }
    let paths = texts.flat_map(|text| &text.links).filter_map(|link| match link {
        LinkTarget::Path(path, _) => Some(path),
        _ => None,
    });
    let linked: FxHashSet<&OutPath> = paths.collect();
    let is_copied = |copy: &Copied| !copy.needs_link || linked.contains(&copy.path);
    files.into_iter().filter(is_copied).collect()
}

/// A folder with an `index.md`.
struct Folder<'a> {
    /// The brief in the `index.md`, if it is one.
    brief: Option<&'a Slug>,
    visibility: Visibility,
    /// Whether the `index.md` is the only text in the folder and below it.
    is_one_thing: bool,
}

fn folders<'a>(
    documents: &'a [Hashed<Document>],
    edition: Edition,
) -> FxHashMap<&'a str, Folder<'a>> {
    let mut folders = FxHashMap::default();
    let indexes: Vec<_> =
        documents.par_iter().filter(|document| document.path.name() == "index.md").collect();
    for document in indexes {
        let brief = match &document.fields {
            DocumentFields::Brief(brief) => Some(&brief.id.value),
            _ => None,
        };
        let visibility = Visibility::of_document(&document.fields, edition);
        let folder = document.path.folder();
        // Documents are sorted by path, so the documents of a folder are adjacent.
        let is_before = |other: &Hashed<Document>| {
            other.path < document.path && other.path.below(folder).is_none()
        };
        let first = documents.partition_point(is_before);
        let inside =
            documents[first..].iter().take_while(|other| other.path.below(folder).is_some());
        folders.insert(
            folder,
            Folder { brief, visibility, is_one_thing: inside.take(2).count() == 1 },
        );
    }
    folders
}

/// The decision for a file.
enum Fate {
    /// Copied to this path; if `true`, only if a text links to it.
    Copied(OutPath, bool),
    /// Hidden, because it is in the folder of a withheld document.
    Hidden,
    /// It is not copied.
    Left,
}

/// The decision for a file. A symbolic link is published as its target, and only if the target is
/// published.
fn fate_of(file: &File, folders: &FxHashMap<&str, Folder<'_>>) -> Fate {
    let own = fate(&file.path, folders);
    let Some(linked) = &file.linked else { return own };
    match (own, fate(&linked.to, folders)) {
        (Fate::Copied(path, needs_link), Fate::Copied(_, target_needs_link)) => {
            Fate::Copied(path, needs_link || target_needs_link)
        }
        (Fate::Copied(..), _) => Fate::Left,
        (own, _) => own,
    }
}

fn fate(file: &SitePath, folders: &FxHashMap<&str, Folder<'_>>) -> Fate {
    let copied = |path: &str, needs_link| {
        OutPath::parse(path).map_or(Fate::Left, |path| Fate::Copied(path, needs_link))
    };
    if let Some(below) = file.below("static") {
        return copied(below, false);
    }
    let Some(below) = file.below("content") else { return Fate::Left };
    if is_content(file) || looks_like_content(file) || file.below("content/texts").is_some() {
        return Fate::Left;
    }
    // The innermost folder decides.
    let around =
        std::iter::successors(Some(file.folder()), |folder| Some(folder.rsplit_once('/')?.0));
    let mut around = around.filter_map(|folder| Some((file.below(folder)?, folders.get(folder)?)));
    match around.next() {
        Some((_, Folder { visibility: Visibility::Withheld, is_one_thing: true, .. })) => {
            Fate::Hidden
        }
        Some((_, Folder { visibility: Visibility::Later, is_one_thing: true, .. })) => Fate::Left,
        Some((
            rest,
            Folder { brief: Some(brief), visibility: Visibility::Shown, is_one_thing },
        )) => copied(&format!("briefs/{brief}/{rest}"), !is_one_thing),
        Some((_, folder)) => copied(below, !folder.is_one_thing),
        None => copied(below, true),
    }
}
