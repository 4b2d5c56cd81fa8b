//! Guesses the intended target of a broken link or reference. It knows the habits of other tools:
//! file names without extension or in another case or folder, ids with dates, and former ids.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::nearest::WordIndex;
use crate::base::path::SitePath;
use crate::base::typography::composed;
use crate::model::lexicon::FileTarget;
use crate::model::visibility::Visibility;
use crate::parse::{date_and_words, looks_like_content};

use super::Context;

/// The files that links may lead to, by their short names (see [`short_name`]).
pub(super) struct LinkableFiles<'a> {
    by_name: FxHashMap<String, Vec<&'a SitePath>>,
    /// Files by folder and short name.
    by_folder_and_name: FxHashMap<(&'a str, String), Vec<&'a SitePath>>,
    names_in_folder: FxHashMap<&'a str, FolderNames>,
}

/// The short names of the files of a folder.
#[derive(Default)]
struct FolderNames {
    names: Vec<String>,
    /// Built when a mistyped name is first looked up in the folder.
    index: OnceCell<WordIndex<String>>,
}

impl<'a> LinkableFiles<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let mut files = LinkableFiles {
            by_name: FxHashMap::default(),
            by_folder_and_name: FxHashMap::default(),
            names_in_folder: FxHashMap::default(),
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
            let name = short_name(path.as_str());
            files.names_in_folder.entry(path.folder()).or_default().names.push(name.clone());
            files.by_folder_and_name.entry((path.folder(), name.clone())).or_default().push(path);
            files.by_name.entry(name).or_default().push(path);
        }
        files
    }

    /// The file that the link `written` in the file `from` probably means. In this order: a file
    /// with its short name in the folder that the link names, the nearest file with its short name
    /// in another folder, a file with a similar short name in the folder that the link names.
    pub(super) fn suggest(&self, from: &SitePath, written: &str) -> Option<&'a SitePath> {
        let target = literal_target(from, written)?;
        let name = short_name(written);
        let may_be_meant = |path: &&SitePath| *path != from && has_type_of_link(path, written);
        let in_folder = |name: &str| {
            let files = self.by_folder_and_name.get(&(target.folder(), name.to_owned()));
            first_few(files).find(may_be_meant)
        };
        let elsewhere = || {
            first_few(self.by_name.get(&name))
                .filter(may_be_meant)
                .min_by_key(|path| (folders_between(from, path), *path))
        };
        let mistyped = || {
            let FolderNames { names, index } = self.names_in_folder.get(target.folder())?;
            let index = index.get_or_init(|| WordIndex::of(names.iter().cloned()));
            in_folder(index.nearest(&short_name(target.as_str()))?)
        };
        in_folder(&name).or_else(elsewhere).or_else(mistyped)
    }
}

/// At most [`limits::NAMESAKES`] of the files with one short name.
fn first_few<'f, 'a>(
    files: Option<&'f Vec<&'a SitePath>>,
) -> impl Iterator<Item = &'a SitePath> + use<'f, 'a> {
    files.into_iter().flatten().copied().take(limits::NAMESAKES)
}

/// The path that a link names if it is read as other tools do: relative to the root of the site or
/// of its content if it begins with `/`, `@/` or `content/`, otherwise relative to its file.
fn literal_target(from: &SitePath, written: &str) -> Option<SitePath> {
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

/// What people call a file: its name in lower case, without date and extensions. The page of a
/// folder (`index.md`, `_index.md`, `readme.md`) is called by the name of the folder.
fn short_name(path: &str) -> String {
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

/// Whether a file has the type that the extension in a link asks for. No extension, or the
/// extension of a text document, asks for a page.
fn has_type_of_link(path: &SitePath, written: &str) -> bool {
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

/// How many steps up and down the folders lead from one file to another.
fn folders_between(from: &SitePath, to: &SitePath) -> usize {
    let (from, to): (Vec<&str>, Vec<&str>) = (folders(from), folders(to));
    from.len() + to.len() - 2 * shared(&from, &to)
}

fn folders(path: &SitePath) -> Vec<&str> {
    path.folder().split('/').collect()
}

fn shared(from: &[&str], to: &[&str]) -> usize {
    from.iter().zip(to).take_while(|(from, to)| from == to).count()
}

/// The link to write in the file `from` to lead to the file `to`, in Markdown's syntax.
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

/// The existing id that an unknown id probably means: an entity that had it before, a brief whose
/// file has this name, or a similar id.
pub(super) fn id(context: &Context<'_>, kind: Option<Kind>, written: &str) -> Option<String> {
    let written = written.trim();
    former_id(context, kind, written)
        .or_else(|| id_of_file(context, kind, written))
        .or_else(|| context.lexicon.nearest(kind, written).map(str::to_owned))
}

/// The current id of an entity that had the id `written` before.
pub(super) fn former_id(
    context: &Context<'_>,
    kind: Option<Kind>,
    written: &str,
) -> Option<String> {
    let id = Slug::parse(written)?;
    let kinds = Kind::ALL.into_iter().filter(|of| kind.is_none_or(|kind| kind == *of));
    let mut current =
        kinds.filter_map(|kind| context.lexicon.former(kind, &id).map(Slug::to_string));
    current.next()
}

/// The id of a brief whose file name is `written`, with or without folder, date and `.md`.
pub(super) fn id_of_file(
    context: &Context<'_>,
    kind: Option<Kind>,
    written: &str,
) -> Option<String> {
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
    fn a_short_name_has_no_date_case_and_extension() {
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
            assert_eq!(short_name(path), name, "{path}");
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
