//! The addresses and anchors that links of the site may lead to, and suggestions for links that
//! lead to none of them.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::id::Slug;
use crate::base::limits;
use crate::base::nearest::{KnownWords, WordIndex};
use crate::base::path::{OutPath, SitePath, UrlStyle};
use crate::model::entities::Entity;
use crate::model::site::Site;
use crate::parse::markdown::{Heading, github_slug};
use crate::parse::{Document, looks_like_content};

use super::Context;
use super::suggest::{LinkableFiles, path_between};

/// The addresses and anchors of the site. Everything that only broken links need is computed when
/// the first broken link asks for it.
pub(super) struct Addresses<'a> {
    context: &'a Context<'a>,
    texts: Option<FxHashMap<&'a OutPath, &'a Document>>,
    copies: Option<FxHashSet<&'a OutPath>>,
    anchors: FxHashMap<&'a SitePath, KnownWords<'a>>,
    headings: FxHashMap<&'a SitePath, HeadingNames<'a>>,
    tree: Option<OutputTree<'a>>,
    files: Option<LinkableFiles<'a>>,
    /// Suggestions by the address that does not exist.
    suggested: FxHashMap<OutPath, Option<String>>,
}

/// The folders and pages of the output, by name.
#[derive(Default)]
struct OutputTree<'a> {
    /// The names in each folder.
    names_in_folder: FxHashMap<&'a str, FxHashSet<&'a str>>,
    /// An index over the names of a folder, built when a name is first missing there.
    indexes: FxHashMap<&'a str, WordIndex<&'a str>>,
    /// The pages by the last part of their address.
    by_name: FxHashMap<&'a str, Vec<&'a OutPath>>,
}

/// The anchors of a page.
pub(super) enum Anchors<'a> {
    /// The anchors of this text.
    Of(&'a Document),
    /// The page has no text, and so no anchors.
    None,
    /// The file is copied, so its anchors are not known.
    Unknown,
}

impl<'a> Addresses<'a> {
    pub(super) fn of(context: &'a Context<'a>) -> Self {
        Addresses {
            context,
            texts: None,
            copies: None,
            anchors: FxHashMap::default(),
            headings: FxHashMap::default(),
            tree: None,
            files: None,
            suggested: FxHashMap::default(),
        }
    }

    /// Whether the output has a file at a path.
    pub(super) fn has(&self, path: &OutPath) -> bool {
        self.context.outputs.contains(path)
    }

    /// The anchors of an entity's page.
    pub(super) fn of_entity(&self, entity: Entity) -> Anchors<'a> {
        self.context.site.text_of(entity).map_or(Anchors::None, |text| Anchors::Of(&text.document))
    }

    /// The anchors of the page or file at a path.
    pub(super) fn anchors(&mut self, path: &OutPath) -> Anchors<'a> {
        let site = self.context.site;
        if let Some(document) = self.texts.get_or_insert_with(|| texts(site)).get(path) {
            return Anchors::Of(document);
        }
        let copies = || site.copies.iter().map(|copy| &copy.path).collect();
        let is_page = path.as_str().ends_with("index.html")
            && !self.copies.get_or_insert_with(copies).contains(path);
        if is_page { Anchors::None } else { Anchors::Unknown }
    }

    /// The ids of the headings and of the raw HTML in a text.
    pub(super) fn ids_in(&mut self, document: &'a Document) -> &KnownWords<'a> {
        self.anchors.entry(&document.path).or_insert_with(|| {
            let headings =
                document.body.iter().flat_map(|body| &body.headings).map(|heading| &*heading.id);
            let anchors = document.body.iter().flat_map(|body| &body.anchors).map(String::as_str);
            headings.chain(anchors).collect::<FxHashSet<&str>>().into()
        })
    }

    fn headings_of(&mut self, anchors: &Anchors<'a>) -> Option<&HeadingNames<'a>> {
        let Anchors::Of(document) = *anchors else { return None };
        Some(self.headings.entry(&document.path).or_insert_with(|| HeadingNames::of(document)))
    }

    /// Whether an anchor is the id that GitHub would give to a heading, such as `__init__`.
    pub(super) fn is_anchor_of_github(&mut self, anchors: &Anchors<'a>, anchor: &str) -> bool {
        self.headings_of(anchors).is_some_and(|headings| headings.of_github.contains(anchor))
    }

    /// The id of the heading for which another tool would make this anchor.
    pub(super) fn suggest_heading(
        &mut self,
        anchors: &Anchors<'a>,
        anchor: &str,
    ) -> Option<&'a str> {
        self.headings_of(anchors)?.suggest(anchor)
    }

    /// The file that the link `written` in the file `from` probably means.
    pub(super) fn suggest_file(&mut self, from: &SitePath, written: &str) -> Option<&'a SitePath> {
        let context = self.context;
        self.files.get_or_insert_with(|| LinkableFiles::of(context)).suggest(from, written)
    }

    /// The link to suggest for a link whose address `path` does not exist: to a file if the link
    /// names a file, otherwise to an address.
    pub(super) fn suggest_link(
        &mut self,
        from: &SitePath,
        written: &str,
        path: &OutPath,
    ) -> Option<String> {
        let of_site = ["/content/", "/static/"].iter().any(|top| written.starts_with(top));
        let is_file = of_site
            || SitePath::parse(written.trim_matches('/'))
                .is_some_and(|path| looks_like_content(&path));
        let file = if is_file { self.suggest_file(from, written) } else { None };
        file.map(|file| path_between(from, file)).or_else(|| self.suggest_address(path))
    }

    /// The existing address that is probably meant by an address that does not exist.
    fn suggest_address(&mut self, path: &OutPath) -> Option<String> {
        if let Some(known) = self.suggested.get(path) {
            return known.clone();
        }
        let context = self.context;
        let tree = self.tree.get_or_insert_with(|| OutputTree::of(context.outputs.paths()));
        let near = tree.nearest(path).filter(|near| context.outputs.contains(near));
        let meant = near
            .or_else(|| tree.elsewhere(path))
            .map(|near| format!("/{}", near.url(UrlStyle::Folder)));
        self.suggested.insert(path.clone(), meant.clone());
        meant
    }
}

fn texts(site: &Site) -> FxHashMap<&OutPath, &Document> {
    let of_entity = |entity| Some((site.page_of(entity)?, &*site.text_of(entity)?.document));
    let of_pages = site.pages.rows().iter().map(|page| (&page.page, &*page.text.document));
    site.entities().filter_map(of_entity).chain(of_pages).collect()
}

/// The headings of a text, by the anchors that other tools would give them.
#[derive(Default)]
struct HeadingNames<'a> {
    headings: &'a [Heading],
    by_letters: FxHashMap<String, Vec<usize>>,
    by_slug: FxHashMap<Slug, Vec<usize>>,
    of_github: FxHashSet<String>,
}

impl<'a> HeadingNames<'a> {
    fn of(document: &'a Document) -> Self {
        let Some(body) = &document.body else { return HeadingNames::default() };
        let mut names = HeadingNames { headings: &body.headings, ..HeadingNames::default() };
        for (number, heading) in body.headings.iter().enumerate() {
            let letters = letters_of(&heading.text);
            if !letters.is_empty() {
                names.by_letters.entry(letters).or_default().push(number);
            }
            if let Some(slug) = Slug::of_name(&heading.text) {
                names.by_slug.entry(slug).or_default().push(number);
            }
            names.of_github.insert(github_slug(&heading.text));
        }
        names
    }

    /// The id of the heading that an anchor of another tool means. GitHub, Hugo, MkDocs and others
    /// keep letters and digits and differ in everything else. A number at the end of an anchor
    /// chooses among headings with the same words.
    fn suggest(&self, anchor: &str) -> Option<&'a str> {
        if anchor.len() > limits::ANCHOR {
            return None;
        }
        let numbered = || {
            let (words, number) = anchor.rsplit_once(['-', '_'])?;
            self.of_words(words, number.parse().ok()?)
        };
        self.of_words(anchor, 0).or_else(numbered)
    }

    fn of_words(&self, words: &str, number: usize) -> Option<&'a str> {
        let some = limits::HEADINGS_COMPARED;
        let alike = self.by_letters.get(&letters_of(words)).into_iter().flatten();
        let spelt = Slug::of_name(words).and_then(|slug| self.by_slug.get(&slug));
        let is_foreign =
            |heading: &&usize| !words.is_ascii() || !self.headings[**heading].text.is_ascii();
        let spelt = spelt.into_iter().flatten().take(some).filter(is_foreign);
        let meant: BTreeSet<usize> = alike.take(some).chain(spelt).copied().collect();
        meant.into_iter().nth(number).map(|heading| &*self.headings[heading].id)
    }
}

fn letters_of(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'a> OutputTree<'a> {
    fn of(paths: Vec<&'a OutPath>) -> OutputTree<'a> {
        let mut tree = OutputTree::default();
        for path in paths {
            let mut start = 0;
            for part in path.as_str().split('/') {
                tree.names_in_folder.entry(&path.as_str()[..start]).or_default().insert(part);
                start += part.len() + 1;
            }
            if let Some(name) = name(path) {
                tree.by_name.entry(name).or_default().push(path);
            }
        }
        tree
    }

    /// The path, with each part that does not exist replaced by the nearest existing name.
    fn nearest(&mut self, path: &OutPath) -> Option<OutPath> {
        let mut near = String::new();
        for part in path.as_str().split('/') {
            let (folder, here) = self.names_in_folder.get_key_value(near.as_str())?;
            let sorted = || WordIndex::of(here.iter().copied());
            let near_part =
                || self.indexes.entry(folder).or_insert_with(sorted).nearest(part).copied();
            let part = here.get(part).copied().or_else(near_part)?;
            near = format!("{near}{part}/");
        }
        OutPath::parse(near.trim_end_matches('/'))
    }

    /// The page with the same name in another folder. If several have it, the page nearest to the
    /// root, if only one page is that near.
    fn elsewhere(&self, path: &OutPath) -> Option<OutPath> {
        let depth = |path: &&&OutPath| path.as_str().matches('/').count();
        let named = self.by_name.get(name(path)?)?;
        let top = named.iter().map(|path| depth(&path)).min()?;
        let mut highest = named.iter().filter(|path| depth(path) == top);
        highest.next().filter(|_| highest.next().is_none()).map(|path| (*path).clone())
    }
}

/// The last part of a page's address: `qin-gang` for `actors/qin-gang/index.html`.
fn name(path: &OutPath) -> Option<&str> {
    path.as_str().strip_suffix("/index.html")?.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_part_and_a_forgotten_folder_are_found() {
        let path = |text: &str| OutPath::parse(text).unwrap();
        let there =
            ["index.html", "actors/index.html", "actors/qin-gang/index.html", "actors/feed.xml"]
                .map(path);
        let mut tree = OutputTree::of(there.iter().collect());
        for (written, near, elsewhere) in [
            ("actrs/qin-gagn/index.html", Some("actors/qin-gang/index.html"), None),
            ("actors/feed.xlm", Some("actors/feed.xml"), None),
            ("qin-gang/index.html", None, Some("actors/qin-gang/index.html")),
            ("weather/index.html", None, None),
        ] {
            let found = |found: Option<OutPath>| found.map(|path| path.to_string());
            assert_eq!(found(tree.nearest(&path(written))).as_deref(), near, "{written}");
            assert_eq!(found(tree.elsewhere(&path(written))).as_deref(), elsewhere, "{written}");
        }
    }
}
