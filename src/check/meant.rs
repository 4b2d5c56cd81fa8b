//! What a link that leads nowhere was meant to lead to, by the habits of other tools: files without
//! their endings, in other cases and other folders, ids with dates, ids of before.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::nearest::WordIndex;
use crate::base::path::SitePath;
use crate::base::text::composed;
use crate::model::lexicon::FileTarget;
use crate::model::visibility::Visibility;
use crate::parse::{date_and_words, looks_like_content};

use super::Context;

/// The files that links may lead to, by what people may call them.
pub(super) struct LinkableFiles<'a> {
    named: FxHashMap<String, Vec<&'a SitePath>>,
    /// The same in each folder.
    beside: FxHashMap<(&'a str, String), Vec<&'a SitePath>>,
    /// The names in each folder, in order when the first mistyped one is looked for there.
    inside: FxHashMap<&'a str, FolderNames>,
}

/// What the files of a folder are called.
#[derive(Default)]
struct FolderNames {
    names: Vec<String>,
    index: OnceCell<WordIndex<String>>,
}

impl<'a> LinkableFiles<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let mut files = LinkableFiles {
            named: FxHashMap::default(),
            beside: FxHashMap::default(),
            inside: FxHashMap::default(),
        };
        let is_shown = |path: &SitePath| {
            let target = context.lexicon.file(path);
            path.below("static").is_some()
                || matches!(
                    target,
                    Some(FileTarget::Entity(..) | FileTarget::Page(..) | FileTarget::Asset(_))
                )
        };
        for path in context.files.iter().map(|file| &file.path).filter(|path| is_shown(path)) {
            let name = called(path.as_str());
            files.inside.entry(path.folder()).or_default().names.push(name.clone());
            files.beside.entry((path.folder(), name.clone())).or_default().push(path);
            files.named.entry(name).or_default().push(path);
        }
        files
    }

    /// The file that a link in another one probably means: of its name in the folder that the link
    /// names, or else the nearest; or one there with a slip in its name.
    pub(super) fn meant(&self, from: &SitePath, written: &str) -> Option<&'a SitePath> {
        let guess = guess(from, written)?;
        let name = called(written);
        let is_meant = |path: &&SitePath| *path != from && is_of_sort(path, written);
        let beside =
            |name: &str| few(self.beside.get(&(guess.folder(), name.to_owned()))).find(is_meant);
        let others = || {
            few(self.named.get(&name))
                .filter(is_meant)
                .min_by_key(|path| (steps(from, path), *path))
        };
        let mistyped = || {
            let inside = self.inside.get(guess.folder())?;
            let index = inside.index.get_or_init(|| WordIndex::of(inside.names.iter().cloned()));
            beside(index.nearest(&called(guess.as_str()))?)
        };
        beside(&name).or_else(others).or_else(mistyped)
    }
}

fn few<'f, 'a>(
    files: Option<&'f Vec<&'a SitePath>>,
) -> impl Iterator<Item = &'a SitePath> + use<'f, 'a> {
    files.into_iter().flatten().copied().take(limits::NAMESAKES)
}

/// The file that a link names, where it is one from the root of the site or of its content.
fn guess(from: &SitePath, written: &str) -> Option<SitePath> {
    let written = written.trim_end_matches('/');
    let from_root = written.strip_prefix("@/").or_else(|| written.strip_prefix('/'));
    match from_root.or_else(|| written.starts_with("content/").then_some(written)) {
        Some(path) if path.starts_with("content/") || path.starts_with("static/") => {
            SitePath::parse(path)
        }
        Some(path) => SitePath::parse(&format!("content/{path}")),
        None => from.follow(written),
    }
}

/// What people call a file: its name without its date and its ending, in small letters; for the
/// page of a folder that of the folder.
fn called(path: &str) -> String {
    let path = composed(path.trim_end_matches('/')).to_lowercase();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let mut stem = name;
    while let Some((before, ending)) = stem.rsplit_once('.')
        && !before.is_empty()
        && is_ending(ending)
    {
        stem = before;
    }
    let stem = match stem.trim_start_matches('_') {
        "index" | "readme" if !folder.is_empty() => folder.rsplit('/').next().unwrap_or(folder),
        _ => stem,
    };
    let words = date_and_words(stem).1;
    if words.is_empty() { stem.to_owned() } else { words.to_owned() }
}

fn is_ending(ending: &str) -> bool {
    (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a file is of the sort that a link asks for: a page, or whatever else by its ending.
fn is_of_sort(path: &SitePath, written: &str) -> bool {
    let ending = written
        .rsplit('/')
        .next()
        .and_then(|name| Some(name.rsplit_once('.')?.1))
        .unwrap_or_default();
    let asks_for_page = match ending.to_lowercase().as_str() {
        "" | "html" | "htm" | "php" | "rst" | "txt" => true,
        other => {
            SitePath::parse(&format!("x.{other}")).is_some_and(|path| looks_like_content(&path))
        }
    };
    let is_page = path.below("static").is_none() && path.extension() == "md";
    is_page == asks_for_page || path.extension().eq_ignore_ascii_case(ending)
}

/// How many folders lie between two files.
fn steps(from: &SitePath, to: &SitePath) -> usize {
    let (from, to): (Vec<&str>, Vec<&str>) = (folders(from), folders(to));
    from.len() + to.len() - 2 * shared(&from, &to)
}

fn folders(path: &SitePath) -> Vec<&str> {
    path.folder().split('/').collect()
}

fn shared(from: &[&str], to: &[&str]) -> usize {
    from.iter().zip(to).take_while(|(from, to)| from == to).count()
}

/// How a link in one file names another.
pub(super) fn path_between(from: &SitePath, to: &SitePath) -> String {
    let path = match to.below("static") {
        Some(below) => format!("/{below}"),
        None => {
            let (above, below) = (folders(from), folders(to));
            let shared = shared(&above, &below);
            let up = std::iter::repeat_n("..", above.len() - shared);
            up.chain(below[shared..].iter().copied())
                .chain([to.name()])
                .collect::<Vec<_>>()
                .join("/")
        }
    };
    if path.contains([' ', '(', ')']) { format!("<{path}>") } else { path }
}

/// The id that was meant by one that nothing has: by a name of before, or with the date of a
/// brief's file, or nearly so.
pub(super) fn id(context: &Context<'_>, kind: Option<Kind>, written: &str) -> Option<String> {
    let written = written.trim();
    former(context, kind, written)
        .or_else(|| of_file(context, kind, written))
        .or_else(|| context.lexicon.nearest(kind, written).map(str::to_owned))
}

/// The id of today of what had another one before.
pub(super) fn former(context: &Context<'_>, kind: Option<Kind>, written: &str) -> Option<String> {
    let id = Slug::parse(written)?;
    let kinds = Kind::ALL.into_iter().filter(|of| kind.is_none_or(|kind| kind == *of));
    let mut today = kinds.filter_map(|kind| context.lexicon.former(kind, &id).map(Slug::to_string));
    today.next()
}

/// The id of a brief that is called by the name of its file: with the date, the folder or the
/// ending.
pub(super) fn of_file(context: &Context<'_>, kind: Option<Kind>, written: &str) -> Option<String> {
    if kind.is_some_and(|kind| kind != Kind::Brief) {
        return None;
    }
    let is_shown =
        |id: &Slug| context.lexicon.visibility(Kind::Brief, id) == Some(Visibility::Shown);
    let name = written
        .trim_end_matches(".md")
        .trim_end_matches("/index")
        .rsplit('/')
        .next()
        .unwrap_or(written);
    let words = date_and_words(name).1;
    let id = [name, words]
        .into_iter()
        .filter(|id| *id != written)
        .filter_map(Slug::parse)
        .find(is_shown);
    id.map(|id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_name_without_date_case_and_ending() {
        for (path, name) in [
            ("content/other.md", "other"),
            ("other", "other"),
            ("Other.HTML", "other"),
            ("content/briefs/2023-07-27-niger-coup.md", "niger-coup"),
            ("content/briefs/2023-07-27-niger-coup/index.md", "niger-coup"),
            ("2023-07-27.md", "2023-07-27"),
            ("guide/_index.md", "guide"),
            ("guide/", "guide"),
            ("README.md", "readme"),
            ("a.md.txt", "a"),
            ("v1.2 notes.md", "v1.2 notes"),
            ("Cafe\u{301}.md", "café"),
            (".md", ".md"),
        ] {
            assert_eq!(called(path), name, "{path}");
        }
    }

    #[test]
    fn a_path_leads_from_file_to_file() {
        let path = |text: &str| SitePath::parse(text).unwrap();
        for (from, to, written) in [
            ("content/a.md", "content/b.md", "b.md"),
            ("content/briefs/a.md", "content/guide/b.md", "../guide/b.md"),
            ("content/briefs/a/index.md", "content/briefs/a/map.png", "map.png"),
            ("content/a.md", "content/guide/deep/b.md", "guide/deep/b.md"),
            ("content/briefs/a.md", "static/img/logo.svg", "/img/logo.svg"),
            ("content/a.md", "content/my map.png", "<my map.png>"),
        ] {
            assert_eq!(path_between(&path(from), &path(to)), written, "{from} {to}");
        }
    }
}
