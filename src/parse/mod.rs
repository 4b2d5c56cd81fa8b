//! Parses each file of the site into a document: YAML into fields and Markdown into marks, with
//! their places.
//!
//! Parsing never fails: the findings of a document say which parts of it could not be read. Nothing
//! here looks at another file.

pub mod brief;
pub mod common;
pub mod config;
mod cut_short;
mod filename;
mod front_matter;
pub mod keys;
pub mod markdown;
pub mod reader;
pub mod registry;
pub mod schema;
pub mod statements;
pub mod vocabulary;
pub mod words;
mod yaml;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::date::Day;
use crate::base::descriptors::TOO_MANY_OPEN;
use crate::base::finding::{Bytes, Finding, Located, Span};
use crate::base::id::{Kind, Slug};
use crate::base::limits;
use crate::base::markdown::Flavour;
use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::merge;
use crate::base::nearest::nearest;
use crate::base::path::SitePath;
use crate::base::text::{Tail, first_stray, meant_by_stray, without_strays};
use crate::files::{File, FileContent, Files, Unreadable};

use brief::{BriefFields, BriefName, PageFields};
use config::Config;
use filename::{LENGTH_OF_DATE, SuggestedName, is_almost_index, suggested};
use front_matter::{FrontMatterFault, Split};
use keys::Keys;
use markdown::foreign::{ForeignMarkup, foreign_markup};
use markdown::{Body, ShownPlain, shown_plain};
use reader::{Allowed, Fields, KeyPath, Reporter, entries, key_lines};
use registry::{ActorFields, Entry, IssueFields, OfficeFields, PlaceFields, SourceFields};
use yaml::Node;

pub use filename::{date_and_words, name_for, stem_of};

/// A parsed file.
#[derive(Debug)]
pub struct Document {
    /// The path of the file.
    pub path: SitePath,
    /// The front matter, or the whole content of a YAML file.
    pub fields: DocumentFields,
    /// The Markdown; `None` for a YAML file.
    pub body: Option<Body>,
    /// The findings that the author allows.
    pub allowed: Vec<Allowed>,
    /// The findings of parsing.
    pub findings: Vec<Finding>,
    /// The hash of the path and of everything that `fields` was read from.
    pub front: Fingerprint,
}

impl Document {
    /// The fields of a brief.
    pub fn brief(&self) -> Option<&BriefFields> {
        match &self.fields {
            DocumentFields::Brief(brief) => Some(brief),
            _ => None,
        }
    }

    /// The ids that the document declares.
    pub fn declared(&self) -> Box<dyn Iterator<Item = (Kind, &Located<Slug>)> + '_> {
        fn entries<T>(
            kind: Kind,
            entries: &[Entry<T>],
        ) -> Box<dyn Iterator<Item = (Kind, &Located<Slug>)> + '_> {
            Box::new(entries.iter().map(move |entry| (kind, &entry.id)))
        }
        match &self.fields {
            DocumentFields::Brief(brief) => Box::new(std::iter::once((Kind::Brief, &brief.id))),
            DocumentFields::Actors(actors) => entries(Kind::Actor, actors),
            DocumentFields::Offices(offices) => entries(Kind::Office, offices),
            DocumentFields::Issues(issues) => entries(Kind::Issue, issues),
            DocumentFields::Places(places) => entries(Kind::Place, places),
            DocumentFields::Sources(sources) => entries(Kind::Source, sources),
            DocumentFields::Page(_) | DocumentFields::Config(_) | DocumentFields::Unread(_) => {
                Box::new(std::iter::empty())
            }
        }
    }
}

/// The fields of a document, by its type.
#[derive(Debug)]
pub enum DocumentFields {
    /// A brief.
    Brief(Arc<BriefFields>),
    /// A plain page.
    Page(Box<PageFields>),
    /// Actors: many in a registry file, or a single actor with a file of its own. So are the next
    /// four.
    Actors(Vec<Entry<ActorFields>>),
    /// Offices.
    Offices(Vec<Entry<OfficeFields>>),
    /// Issues.
    Issues(Vec<Entry<IssueFields>>),
    /// Places.
    Places(Vec<Entry<PlaceFields>>),
    /// Sources.
    Sources(Vec<Entry<SourceFields>>),
    /// `site.yaml`.
    Config(Box<Config>),
    /// A file that cannot be read, so that nothing of it is published. The kind and id come from
    /// its path: links to it must not be reported too.
    Unread(Option<(Kind, Slug)>),
}

/// Parses all files with content. The documents have the order of their paths.
pub fn all(files: &Files, memo: &mut Memo<Hashed<Document>>) -> Vec<Hashed<Document>> {
    let all: Vec<&File> = files.iter().collect();
    let settings = parse_settings(files);
    let parsed = all.into_par_iter().filter(|file| file_type(&file.path).is_some());
    let parsed: Vec<Parsed<'_>> = parsed.map(|file| Parsed { file, settings }).collect();
    memo.update(&parsed, |parsed| {
        let is_usual = parsed.settings == ParseSettings::default();
        let fingerprint = if is_usual { parsed.file.fingerprint } else { Fingerprint::of(parsed) };
        Hashed::with(document(parsed.file, parsed.settings), fingerprint)
    })
}

/// The input of parsing one file.
#[derive(Hash)]
struct Parsed<'f> {
    file: &'f File,
    settings: ParseSettings,
}

/// The settings of `site.yaml` that change how files are parsed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct ParseSettings {
    flavour: Flavour,
    /// Whether the ids of briefs keep the dates of their files' names.
    keeps_date: bool,
}

fn parse_settings(files: &Files) -> ParseSettings {
    let config = files.get(&SitePath::config());
    match config.map(|config| document(config, ParseSettings::default()).fields) {
        Some(DocumentFields::Config(config)) => {
            ParseSettings { flavour: config.flavour, keeps_date: config.id_dates }
        }
        _ => ParseSettings::default(),
    }
}

/// The output folder that `site.yaml` names, relative to the site's folder.
pub fn output_folder(files: &Files) -> Option<String> {
    let config = document(files.get(&SitePath::config())?, ParseSettings::default());
    match config.fields {
        DocumentFields::Config(config) => config.output.map(|output| output.value),
        _ => None,
    }
}

/// The files that are not documents, in the order of their paths.
pub fn besides<'a>(
    files: &'a Files,
    documents: &'a [Hashed<Document>],
) -> impl Iterator<Item = &'a File> {
    // Both are sorted by path. The comparison is cheap, because both share the text of the path.
    let mut documents = documents.iter().peekable();
    files
        .iter()
        .filter(move |file| documents.next_if(|document| document.path == file.path).is_none())
}

/// The type of a file, which its path decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FileType {
    /// `site.yaml`.
    Config,
    /// Many entries of a kind: `actors.yaml`.
    Registry(Kind),
    /// A brief, or a single entry of a kind: `actors/qin-gang.md`.
    Single(Kind),
    /// A plain page.
    Page,
}

impl FileType {
    /// The keys of the file, or of each of its entries.
    fn keys(self) -> &'static Keys {
        match self {
            FileType::Config => &keys::SITE,
            FileType::Registry(kind) | FileType::Single(kind) => Keys::of_kind(kind),
            FileType::Page => &keys::PAGE,
        }
    }
}

fn file_type(path: &SitePath) -> Option<FileType> {
    if path.as_str() == "site.yaml" {
        return Some(FileType::Config);
    }
    let below = path.below("content")?;
    let markdown = path.extension() == "md";
    let (folder, rest) = below.split_once('/').unwrap_or(("", below));
    // Events are declared in briefs and have no files.
    let kind = Kind::of_folder(if folder.is_empty() { path.stem() } else { folder })
        .filter(|kind| *kind != Kind::Event);
    match (folder, kind) {
        ("texts", _) => None,
        ("", Some(kind)) if kind != Kind::Brief && path.extension() == "yaml" => {
            Some(FileType::Registry(kind))
        }
        ("", _) => markdown.then_some(FileType::Page),
        (_, Some(_)) if rest == "index.md" => Some(FileType::Page),
        (_, Some(kind)) => markdown.then_some(FileType::Single(kind)),
        (_, None) => markdown.then_some(FileType::Page),
    }
}

/// Whether a file is parsed. Other files below `content/` are copied or private.
pub fn is_content(path: &SitePath) -> bool {
    file_type(path).is_some()
}

/// Whether a file has an extension of Markdown or YAML, including those that are not parsed.
pub fn looks_like_content(path: &SitePath) -> bool {
    let markdown = ["md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mkdown", "mdtxt", "mdtext"];
    let with_code = ["mdx", "qmd", "rmd", "rmarkdown", "mdoc", "svx"];
    let mut endings = markdown.into_iter().chain(with_code).chain(["yaml", "yml"]);
    endings.any(|ending| ending.eq_ignore_ascii_case(path.extension()))
}

/// Parses one file.
fn document(file: &File, settings: ParseSettings) -> Document {
    let keeps_date = settings.keeps_date;
    let file_type = file_type(&file.path).unwrap_or(FileType::Page);
    let whole = match &file.content {
        FileContent::Text(text) => text,
        FileContent::Unreadable(why) => return unreadable(file, file_type, keeps_date, *why),
        FileContent::Bytes(_) | FileContent::OnDisk { .. } => {
            return unreadable(file, file_type, keeps_date, Unreadable::NotText);
        }
    };
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let bom = file.len() - text.len();
    if let Some(finding) = unfinished_merge(file, file_type, text, bom) {
        return unread(file, file_type, keeps_date, finding);
    }
    match file_type {
        FileType::Config | FileType::Registry(_) => yaml_document(file, file_type, text, bom),
        FileType::Single(_) | FileType::Page => {
            markdown_document(file, file_type, whole, bom, settings)
        }
    }
}

fn yaml_document(file: &File, file_type: FileType, text: &str, bom: usize) -> Document {
    let mut reporter = Reporter::new(&file.path, bom);
    let tree = read_yaml(text, file_type, &mut reporter);
    let fields = match file_type {
        FileType::Config => {
            let config = with_fields(tree.as_ref(), &keys::SITE, &mut reporter, config::config);
            DocumentFields::Config(Box::new(config))
        }
        FileType::Registry(kind) => {
            registry_map(kind, tree.as_ref(), bom + text.len(), &mut reporter)
        }
        FileType::Single(_) | FileType::Page => DocumentFields::Unread(None),
    };
    join_comments(&mut reporter);
    let (path, front) = (file.path.clone(), file.fingerprint);
    Document {
        path,
        fields,
        body: None,
        allowed: reporter.allowed,
        findings: reporter.findings,
        front,
    }
}

fn markdown_document(
    file: &File,
    file_type: FileType,
    whole: &Arc<str>,
    bom: usize,
    settings: ParseSettings,
) -> Document {
    let ParseSettings { flavour, keeps_date } = settings;
    let text = &whole[bom..];
    let mut reporter = Reporter::new(&file.path, bom);
    let (yaml, yaml_at, body_at) = match front_matter::split(text, file_type == FileType::Page) {
        Split::None => ("", 0, 0),
        Split::Closed { yaml, body } => (&text[yaml.clone()], yaml.start, body),
        Split::Faulty(FrontMatterFault { at, message, help }) => {
            let span = Span::new(file.path.clone(), Bytes::new(at).shifted(bom));
            return unread(
                file,
                file_type,
                keeps_date,
                Finding::new(Code::FrontMatter, span, message).help(help),
            );
        }
    };
    if text.len() - body_at > limits::MARKDOWN {
        let span = Span::new(file.path.clone(), Bytes::new(bom + body_at..bom + body_at));
        let message = format!("the text has more than {} bytes", limits::MARKDOWN);
        let finding = Finding::new(Code::File, span, message).help("split it into several");
        return unread(file, file_type, keeps_date, finding);
    }
    if is_almost_index(&file.path) {
        match file_type {
            FileType::Single(kind) => {
                return unread(file, file_type, keeps_date, almost_index(&file.path, kind));
            }
            _ => report_almost_index(&mut reporter),
        }
    }
    let bare = body_at == 0;
    reporter.offset = bom + yaml_at;
    let tree = read_yaml(yaml, file_type, &mut reporter);
    // A file whose front matter is malformed gets only that finding, not one for each missing key.
    let readable = tree.is_some();
    let before = reporter.findings.len();
    let everywhere = Bytes::new(0..file.len());
    let read = |fields: &mut Fields<'_>, reporter: &mut Reporter<'_>| {
        fields.allow_within(everywhere, reporter);
        single(file_type, keeps_date, fields, reporter)
    };
    let fields = with_fields(tree.as_ref(), file_type.keys(), &mut reporter, read);
    let lacking = reporter.findings.len() > before;
    if file_type == FileType::Page && lacking {
        report_misspelt_folder(tree.as_ref(), before, &mut reporter);
    }
    if !readable || (bare && lacking) {
        reporter.findings.truncate(before);
    }
    if bare && lacking {
        let message = "the file has no front matter".to_owned();
        let help = "begin it with a line `---`, then `key: value` lines, then another line `---`"
            .to_owned();
        reporter.report(Code::Yaml, Bytes::default(), &KeyPath::Top, message, help);
    }
    join_comments(&mut reporter);
    let tail = body_text(whole, bom + body_at, &mut reporter);
    let body = markdown::read_body(&tail, bom + body_at, flavour);
    for ForeignMarkup { code, at, message, help } in foreign_markup(&body) {
        reporter.report_in_file(code, at, &KeyPath::Top, message, help);
    }
    for ShownPlain { at, is_code } in shown_plain(&body) {
        let (message, help) = match is_code {
            true => (
                "this block of code stays plain: to colour it would take too long",
                "break its lines, shorten it, or put it into a file below `static/` and link to \
                that",
            ),
            false => (
                "this tag has too many attributes: where raw HTML is cleaned, that of this text \
                is shown as text",
                "take out what no reader sees",
            ),
        };
        reporter.report_in_file(
            Code::ShownPlain,
            at,
            &KeyPath::Top,
            message.to_owned(),
            help.to_owned(),
        );
    }
    let front = Fingerprint::of(&(&file.path, &whole[..bom + body_at]));
    let (path, body) = (file.path.clone(), Some(body));
    Document { path, fields, body, allowed: reporter.allowed, findings: reporter.findings, front }
}

/// Reads the front matter of a Markdown file.
fn single(
    file_type: FileType,
    keeps_date: bool,
    fields: &mut Fields<'_>,
    reporter: &mut Reporter<'_>,
) -> DocumentFields {
    let FileType::Single(kind) = file_type else {
        return DocumentFields::Page(Box::new(brief::page(fields, reporter)));
    };
    if kind == Kind::Brief {
        let name = brief_name(reporter.file, keeps_date);
        if name.id.is_none() {
            report_name(reporter, stem_of(reporter.file));
        }
        return DocumentFields::Brief(Arc::new(brief::brief(fields, name, reporter)));
    }
    let id = match entity_id(kind, reporter.file) {
        Some(id) => Located::new(id, reporter.in_file(fields.at)),
        None => {
            report_name(reporter, reporter.file.stem());
            Located::new(
                fallback_id(reporter.file.stem(), reporter.file),
                reporter.in_file(fields.at),
            )
        }
    };
    entry_of(kind, vec![(id, fields)], reporter)
}

/// Reports a file name that is not a valid id.
fn report_name(reporter: &mut Reporter<'_>, name: &str) {
    let ending = if reporter.file.stem() == "index" {
        String::new()
    } else {
        format!(".{}", reporter.file.extension())
    };
    let help = match suggested(name) {
        SuggestedName::Name(name) => format!("rename it to `{name}{ending}`"),
        SuggestedName::NoWords => "name it with lower-case letters, digits and hyphens".to_owned(),
        SuggestedName::OnlyDate(date) => {
            format!("add words to the date, as in `{date}-talks{ending}`")
        }
    };
    let message = format!("the file's name `{name}` is no id");
    reporter.report_in_file(Code::Id, Bytes::default(), &KeyPath::Top, message, help);
}

/// The finding for a file such as `_index.md` in the folder of a kind, where it would be an entry.
fn almost_index(path: &SitePath, kind: Kind) -> Finding {
    let may_be_folder = matches!(kind, Kind::Brief | Kind::Issue);
    let help = match may_be_folder
        && path.below(&format!("content/{}", kind.folder())).is_some_and(|it| it.contains('/'))
    {
        true => "rename it to `index.md`".to_owned(),
        false => format!(
            "the page of `content/{}/` is made of what is in it: take the file out",
            kind.folder()
        ),
    };
    let message = format!("`{}` is no {}", path.name(), kind.word());
    Finding::new(Code::Id, Span::new(path.clone(), Bytes::default()), message).help(help)
}

/// Reports a file such as `_index.md` among plain pages, where it is a page with that name.
fn report_almost_index(reporter: &mut Reporter<'_>) {
    let message =
        format!("`{}` is a page of its own, and not that of its folder", reporter.file.name());
    let help =
        "rename it to `index.md`, or move it out of `content/` if it is not for readers".to_owned();
    reporter.report_in_file(Code::Foreign, Bytes::default(), &KeyPath::Top, message, help);
}

/// The id that a file's name gives to an entity. The id of an issue includes its folders.
fn entity_id(kind: Kind, file: &SitePath) -> Option<Slug> {
    if kind != Kind::Issue {
        return Slug::parse(file.stem());
    }
    let below = file.below("content/issues")?.strip_suffix(".md")?;
    Slug::parse(below.strip_suffix("/index").unwrap_or(below))
}

/// Reads the name of a brief's file: `2023-06-18-talks.md` or `2023-06-18-talks/index.md`.
fn brief_name(file: &SitePath, keeps_date: bool) -> BriefName {
    let stem = stem_of(file);
    let (date, words) = date_and_words(stem);
    let date = (!date.is_empty()).then(|| date.parse::<Day>());
    let id = match &date {
        // The id of `2023-06-18.md` is the date.
        Some(Ok(_)) if stem.len() > LENGTH_OF_DATE && !keeps_date => Slug::parse(words),
        _ => Slug::parse(stem),
    };
    BriefName { id, date, fallback_id: fallback_id(words, file) }
}

/// Fallback id for a file whose name is not a valid id (reported elsewhere): the slug of its words,
/// or a unique one if it has none.
fn fallback_id(words: &str, file: &SitePath) -> Slug {
    let own = || Slug::untitled().with_suffix(&format!("{:08x}", Fingerprint::of(file).0 as u32));
    Slug::of_name(words).unwrap_or_else(own)
}

/// Replaces findings about unknown keys of a plain page by one finding about its folder, if the
/// folder's name is a misspelt kind that has these keys.
fn report_misspelt_folder(tree: Option<&Node<'_>>, before: usize, reporter: &mut Reporter<'_>) {
    let unknown = |findings: &[Finding]| {
        findings.iter().filter(|finding| finding.code == Code::KeyUnknown).count()
    };
    let Some((folder, _)) = reporter.file.below("content").and_then(|below| below.split_once('/'))
    else {
        return;
    };
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Event);
    let near = nearest(folder, kinds.map(Kind::folder)).and_then(Kind::of_folder);
    let (Some(kind), Some(tree), true) = (near, tree, unknown(&reporter.findings[before..]) > 0)
    else {
        return;
    };
    let mut as_kind = Reporter::new(reporter.file, reporter.offset);
    with_fields(Some(tree), Keys::of_kind(kind), &mut as_kind, |fields, reporter| {
        fields.allow_within(Bytes::default(), reporter);
        single(FileType::Single(kind), false, fields, reporter)
    });
    if unknown(&as_kind.findings) >= unknown(&reporter.findings[before..]) {
        return;
    }
    let mut is_first = true;
    let mut number = 0;
    reporter.findings.retain_mut(|finding| {
        number += 1;
        if number <= before || finding.code != Code::KeyUnknown {
            return true;
        }
        finding.help = format!(
            "did you mean `content/{}/`? Files in `content/{folder}/` are plain pages",
            kind.folder()
        );
        std::mem::take(&mut is_first)
    });
}

/// Reads a registry file: a map from ids to entries. `end` is the last byte of the file.
fn registry_map(
    kind: Kind,
    tree: Option<&Node<'_>>,
    end: usize,
    reporter: &mut Reporter<'_>,
) -> DocumentFields {
    let mut read = Vec::new();
    // A file that is empty or has only comments declares nothing.
    let tree = tree.filter(|tree| tree.value != yaml::Value::Null);
    let items = tree.and_then(|tree| entries(tree, &KeyPath::Top, key_lines, reporter));
    let items = items.unwrap_or_default();
    let paths: Vec<KeyPath<'_>> =
        items.iter().map(|(key, _)| KeyPath::Key(&KeyPath::Top, &key.value)).collect();
    for (index, ((key, node), path)) in items.iter().zip(&paths).enumerate() {
        let Some(id) = Slug::parse(&key.value) else {
            let help = match Slug::of_name(&key.value) {
                Some(slug) => format!("write `{slug}:`"),
                None => "ids are lower-case letters, digits and hyphens".to_owned(),
            };
            reporter.report(Code::Id, key.at, path, format!("`{}` is no id", key.value), help);
            continue;
        };
        let Some(mut fields) = Fields::of(node, Keys::of_kind(kind), path, reporter) else {
            continue;
        };
        let next =
            items.get(index + 1).map_or(end, |(key, _)| reporter.in_file(key.at).start as usize);
        let within = Bytes::new(reporter.in_file(key.at).start as usize..next);
        fields.allow_within(within, reporter);
        read.push((Located::new(id, reporter.in_file(key.at)), fields));
    }
    let borrowed = read.iter_mut().map(|(id, fields)| (id.clone(), fields)).collect();
    let document = entry_of(kind, borrowed, reporter);
    read.into_iter().for_each(|(_, fields)| fields.finish(reporter));
    document
}

/// Reads the entries of a kind.
fn entry_of(
    kind: Kind,
    entries: Vec<(Located<Slug>, &mut Fields<'_>)>,
    reporter: &mut Reporter<'_>,
) -> DocumentFields {
    fn each<T>(
        entries: Vec<(Located<Slug>, &mut Fields<'_>)>,
        reporter: &mut Reporter<'_>,
        read: fn(&mut Fields<'_>, &Located<Slug>, &mut Reporter<'_>) -> T,
    ) -> Vec<Entry<T>> {
        entries
            .into_iter()
            .map(|(id, fields)| Entry {
                former_ids: fields.slugs("former_ids", reporter),
                fields: read(fields, &id, reporter),
                id,
            })
            .collect()
    }
    match kind {
        Kind::Brief | Kind::Event | Kind::Actor => {
            DocumentFields::Actors(each(entries, reporter, |f, _, reporter| {
                registry::actor(f, reporter)
            }))
        }
        Kind::Office => DocumentFields::Offices(each(entries, reporter, |f, _, reporter| {
            registry::office(f, reporter)
        })),
        Kind::Issue => DocumentFields::Issues(each(entries, reporter, |f, _, reporter| {
            registry::issue(f, reporter)
        })),
        Kind::Place => DocumentFields::Places(each(entries, reporter, |f, _, reporter| {
            registry::place(f, reporter)
        })),
        Kind::Source => DocumentFields::Sources(each(entries, reporter, |fields, id, reporter| {
            let source = registry::source_fields(fields, Some(id.clone()), reporter);
            let title = source.title.as_ref().map_or("", |title| &title.value);
            if title.trim().is_empty() {
                fields.required("title", "every registered source has a title", reporter);
            }
            source
        })),
    }
}

/// Merges two findings about a required key: that it is missing, and that a comment hides its
/// value.
fn join_comments(reporter: &mut Reporter<'_>) {
    let is_comment = |finding: &Finding| finding.code == Code::YamlComment;
    if !reporter.findings.iter().any(is_comment) {
        return;
    }
    let lacking =
        reporter.findings.iter().enumerate().filter(|(_, it)| it.code == Code::Type).rev();
    let lacking: FxHashMap<String, usize> =
        lacking.map(|(number, finding)| (finding.path.clone(), number)).collect();
    let mut joined = vec![false; reporter.findings.len()];
    for at in (0..reporter.findings.len())
        .rev()
        .filter(|at| is_comment(&reporter.findings[*at]))
        .collect::<Vec<_>>()
    {
        let Some(lacking) = lacking.get(&reporter.findings[at].path).copied() else { continue };
        let (path, help) = (&reporter.findings[at].path, reporter.findings[at].help.clone());
        let message = format!("`{path}` is empty: `#` begins a comment");
        (reporter.findings[lacking].message, reporter.findings[lacking].help) = (message, help);
        joined[at] = true;
    }
    let mut joined = joined.into_iter();
    reporter.findings.retain(|_| !joined.next().unwrap_or_default());
}

/// Reads the outermost map of a YAML document. An empty document counts as an empty map.
fn with_fields<T>(
    tree: Option<&Node<'_>>,
    keys: &'static Keys,
    reporter: &mut Reporter<'_>,
    read: impl FnOnce(&mut Fields<'_>, &mut Reporter<'_>) -> T,
) -> T {
    let top = tree.filter(|tree| tree.value != yaml::Value::Null);
    let fields = top.and_then(|tree| Fields::of(tree, keys, &KeyPath::Top, reporter));
    let mut fields = fields.unwrap_or_else(|| Fields::empty(Bytes::default(), keys));
    let value = read(&mut fields, reporter);
    fields.finish(reporter);
    value
}

fn read_yaml<'t>(
    text: &'t str,
    file_type: FileType,
    reporter: &mut Reporter<'_>,
) -> Option<Node<'t>> {
    match yaml::parse(text) {
        Ok(tree) => {
            for stray in &tree.strays {
                let (message, help) = about_stray(stray.value);
                reporter.report(Code::Type, stray.at, &KeyPath::Top, message, help);
            }
            cut_short::report(text, &tree.top, file_type, reporter);
            Some(tree.top)
        }
        Err(malformed) => {
            reporter.report(
                Code::Yaml,
                malformed.at,
                &KeyPath::Top,
                malformed.message,
                malformed.help.into_owned(),
            );
            None
        }
    }
}

/// The text of the body, which begins `start` bytes into the file. Stray characters are replaced by
/// spaces, so that places do not move. The first one is reported.
fn body_text(whole: &Arc<str>, start: usize, reporter: &mut Reporter<'_>) -> Tail {
    let Some((at, stray)) = first_stray(&whole[start..]) else { return Tail::of(whole, start) };
    let place = Bytes::new(start + at..start + at + stray.len_utf8());
    let (message, help) = about_stray(stray);
    reporter.report_in_file(Code::File, place, &KeyPath::Top, message, help);
    Tail::of(&without_strays(&whole[start..]).into(), 0)
}

fn about_stray(stray: char) -> (String, String) {
    let what = if stray.is_control() { "control character" } else { "noncharacter" };
    let message = format!("the text holds the {what} U+{:04X}", u32::from(stray));
    let help = match meant_by_stray(stray) {
        Some(meant) => {
            format!("`{meant}` was probably meant: the text was once read in another encoding")
        }
        None => "take it out: no reader can see it, and feeds cannot hold it".to_owned(),
    };
    (message, help)
}

/// The document of a file whose text cannot be read.
fn unreadable(file: &File, file_type: FileType, keeps_date: bool, why: Unreadable) -> Document {
    let shown;
    let (message, help) = match why {
        Unreadable::NotText => ("the file is not UTF-8 text", "save it as UTF-8"),
        Unreadable::TooLarge => {
            shown = format!("the file is larger than {} MiB", limits::TEXT_FILE >> 20);
            (shown.as_str(), "split it, or move data to `static/`")
        }
        Unreadable::NoAccess => ("the file cannot be read", "check its permissions"),
        Unreadable::TooManyOpen => {
            ("the file cannot be read: too many files are open", TOO_MANY_OPEN)
        }
        Unreadable::Changed => {
            ("the file went away, or became another, while the site was read", "build again")
        }
        Unreadable::Failed(kind) => {
            shown = format!("the file cannot be read: {kind}");
            (shown.as_str(), "check the disk")
        }
    };
    let span = Span::new(file.path.clone(), Bytes::default());
    unread(file, file_type, keeps_date, Finding::new(Code::File, span, message).help(help))
}

/// The document of a file of which nothing is published, with the finding that says why.
fn unread(file: &File, file_type: FileType, keeps_date: bool, finding: Finding) -> Document {
    let path = &file.path;
    let declared = match file_type {
        FileType::Config => None,
        FileType::Single(Kind::Brief) => Some((
            Kind::Brief,
            brief_name(path, keeps_date).id.unwrap_or_else(|| fallback_id(stem_of(path), path)),
        )),
        FileType::Single(kind) => entity_id(kind, path).map(|id| (kind, id)),
        FileType::Registry(_) | FileType::Page => None,
    };
    let fields = match file_type {
        FileType::Config => DocumentFields::Config(Box::default()),
        _ => DocumentFields::Unread(declared),
    };
    let (path, front) = (path.clone(), file.fingerprint);
    Document { path, fields, body: None, allowed: Vec::new(), findings: vec![finding], front }
}

/// The finding for conflict markers of an unfinished merge. In a block of code they are an example.
fn unfinished_merge(file: &File, file_type: FileType, text: &str, bom: usize) -> Option<Finding> {
    let mut conflicts = merge::conflicts(text);
    if !conflicts.is_empty() && matches!(file_type, FileType::Single(_) | FileType::Page) {
        let body = match front_matter::split(text, file_type == FileType::Page) {
            Split::Closed { body, .. } => body,
            Split::None | Split::Faulty(_) => 0,
        };
        let code = markdown::code_blocks(&text[body..]);
        let is_code = |at: usize| {
            let Some(at) = at.checked_sub(body) else { return false };
            let after = code.partition_point(|block| block.start <= at);
            after.checked_sub(1).is_some_and(|last| at < code[last].end)
        };
        conflicts.retain(|place| !is_code(place.start));
    }
    merge::finding(&file.path, &conflicts, bom)
}
