//! `briefgen new brief --from FILE`: drafts a brief from a saved article, and marks the values that
//! a person must confirm.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::ExitStatus;
use super::args::NewArgs;
use super::failure::Failure;
use super::new::yaml_text;
use super::place::{self, NewFile};
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::id::{Kind, Slug};
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::Analysis;
use crate::model::drafting::{
    Because, Draft, Genre, Imprint, ProposedQuote, Published, Said, Sighting, StatedOrigin,
    Stranger, Sure, Unclear, draft, imprint, one_line, origin,
};
use crate::model::entities::Source;
use crate::model::lexicon::Lexicon;
use crate::model::options::Options;
use crate::model::saved_texts::path_of;
use crate::model::site::Site;
use crate::parse::statements::Words;

/// Writes a draft of a brief about an article. Copies the article to `content/texts/` unless it is
/// already there.
pub(super) fn new_from_article(
    args: &NewArgs,
    file: &Path,
    date: Day,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let folder = place::site(&args.site.folder)?;
    let text = place::article(file)?;
    let files = Files::read(folder).map_err(|error| Failure::new(error.to_string()))?;
    let options = Options::on(date).with_drafts();
    let Analysis { site, lexicon, .. } = crate::analyse(&files, &options, &mut Cache::default());

    let title = match &args.title {
        Some(title) => (title.clone(), None),
        None => {
            let (title, from) = title_of(&text, file);
            (title, Some(from))
        }
    };
    let path = brief_path(&title.0, date, &lexicon)?;
    let article = ArticleFile::of(file, &text, folder, &files)?;
    let source = source_of(&article, file, &text, &site, &lexicon);
    let draft = draft(&text, &source.ignored_lines(), &site, &lexicon);
    let brief =
        BriefDraft { title: &title, date, source: &source, draft: &draft, lexicon: &lexicon }
            .to_markdown();

    let mut new: Vec<NewFile<'_>> = vec![(path, &brief)];
    if !article.exists {
        new.push((article.path.clone(), &text));
    }
    for path in place::write_new(folder, &new)? {
        screen.say(&format!("{}\n", path.display()))?;
    }
    screen.note(
        "look at what each `unconfirmed` names, and take it out; `briefgen check --drafts` \
        checks the rest\n",
    )?;
    Ok(ExitStatus::Passed)
}

/// The title of an article, and where it was found: the first line if it looks like a headline,
/// otherwise the name of the file.
fn title_of(text: &str, file: &Path) -> (String, &'static str) {
    /// A longer line is taken for a paragraph.
    const MAX_HEADLINE: usize = 100;
    let first = text.lines().map(one_line).find(|line| !line.is_empty()).unwrap_or_default();
    let is_headline = first.chars().count() <= MAX_HEADLINE
        && !first.ends_with(['.', '。', ',', ':', ';', '”', '"']);
    if is_headline && Slug::of_name(&first).is_some() {
        return (first, "the first line of the text");
    }
    (one_line(&stem(file).replace(['-', '_'], " ")), "the name of the text’s file")
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The path of the brief. Fails if another brief has the id that the title gives.
fn brief_path(title: &str, date: Day, lexicon: &Lexicon) -> Result<SitePath, Failure> {
    let id = Slug::of_name(title).filter(|id| id.as_str() != "index").ok_or_else(|| {
        Failure::new(format!("no file can be called after the title `{title}`"))
            .help("write another one before `--from`")
    })?;
    let path = SitePath::parse(&format!("content/briefs/{date}-{id}.md"));
    // If the file itself exists, writing it fails later with a message that names the file.
    let exists = |path: &SitePath| lexicon.file(path).is_some();
    match path {
        Some(path) if !lexicon.has(Kind::Brief, &id) || exists(&path) => Ok(path),
        _ => Err(Failure::new(format!("there is a brief `{id}` already"))
            .help("write another title before `--from`")),
    }
}

/// The file of the article in the site.
struct ArticleFile {
    path: SitePath,
    exists: bool,
}

impl ArticleFile {
    fn of(file: &Path, text: &str, folder: &Path, files: &Files) -> Result<ArticleFile, Failure> {
        let within_texts =
            place::within_site(file, folder).filter(|path| path.below("content/texts").is_some());
        if let Some(path) = within_texts.filter(|path| files.text(path).is_some()) {
            return Ok(ArticleFile { path, exists: true });
        }
        let id = Slug::of_name(&stem(file)).unwrap_or_else(Slug::untitled);
        let path = SitePath::parse(&format!("content/texts/{id}.txt")).ok_or_else(|| {
            Failure::new(format!("no file can be called after `{}`", file.display()))
        })?;
        // An earlier draft may have copied this article.
        let exists = files.text(&path) == Some(text);
        Ok(ArticleFile { path, exists })
    }

    /// The value of a source's key `text` that names this file.
    fn text_key(&self) -> &str {
        self.path.below("content/texts").unwrap_or(self.path.as_str())
    }
}

/// The source that the article is the text of.
enum DraftSource<'a> {
    /// A source of the registry that names the article's file.
    Registered(&'a Slug, &'a Source),
    /// A source that the draft describes.
    New(Box<NewSource<'a>>),
}

impl DraftSource<'_> {
    /// Ranges of lines that are not part of the article's text, such as the address of its page.
    fn ignored_lines(&self) -> Vec<(usize, usize)> {
        match self {
            DraftSource::Registered(_, source) => source
                .fields
                .as_ref()
                .map(|fields| fields.further().ignore.clone())
                .unwrap_or_default(),
            DraftSource::New(source) => source
                .origin
                .iter()
                .map(|origin| (*origin.lines.start(), *origin.lines.end()))
                .collect(),
        }
    }
}

/// The facts about a new source that the article and the name of its file tell.
struct NewSource<'a> {
    id: Slug,
    /// The title, and where it was found.
    title: (String, &'static str),
    /// The value of the key `text`.
    text: &'a str,
    /// The day in the name of the article's file.
    named_day: Option<Day>,
    imprint: Imprint,
    origin: Option<StatedOrigin>,
}

/// The source of the registry that names the article's file, or a new source.
fn source_of<'a>(
    article: &'a ArticleFile,
    file: &Path,
    text: &str,
    site: &'a Site,
    lexicon: &Lexicon,
) -> DraftSource<'a> {
    let names_article = |source: &&Source| {
        let path = source.fields.as_ref().and_then(|fields| path_of(fields));
        source.registered && article.exists && path == Some(article.path.composed())
    };
    let known = site.sources.rows().iter().find(names_article);
    if let Some((source, (id, _))) = known.and_then(|source| Some((source, source.page.as_ref()?)))
    {
        return DraftSource::Registered(id, source);
    }
    let name = stem(file);
    let id = Slug::of_name(&name).unwrap_or_else(Slug::untitled);
    // The id of a brief's own source must not be the id of a registered source.
    let free = id.numbered().find(|id| !lexicon.has(Kind::Source, id));
    DraftSource::New(Box::new(NewSource {
        id: free.unwrap_or(id),
        title: title_of(text, file),
        text: article.text_key(),
        named_day: date_in(&name),
        imprint: imprint(text),
        origin: origin(text),
    }))
}

/// The first day in the name of a file: 18 June 2023 for `report-2023-06-18`.
fn date_in(name: &str) -> Option<Day> {
    const LEN: usize = "2023-06-18".len();
    let is_apart = |at: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !digit(name[..at].chars().next_back()) && !digit(name[at + LEN..].chars().next())
    };
    let starts = name.char_indices().map(|(at, _)| at);
    let day = |at: usize| name.get(at..at + LEN)?.parse::<Day>().ok().filter(|_| is_apart(at));
    starts.into_iter().find_map(day)
}

/// The parts of a drafted brief.
struct BriefDraft<'a> {
    /// The title, and where it was found; `None` if the user wrote it.
    title: &'a (String, Option<&'static str>),
    date: Day,
    source: &'a DraftSource<'a>,
    draft: &'a Draft,
    lexicon: &'a Lexicon,
}

impl BriefDraft<'_> {
    fn to_markdown(&self) -> String {
        let (title, from) = self.title;
        let from = from.map_or_else(String::new, |from| format!("  # {from}"));
        let mut page = format!(
            "---\ntitle: {}{from}\ndate: {}\nstatus: draft  # no page until this line is gone\n",
            yaml_text(title),
            self.date
        );
        page.push_str(&self.sources());
        page.push_str(&actors(self.draft));
        page.push_str(&issues(&self.draft.issues));
        page.push_str(&self.quotes());
        page.push_str("---\n\n");
        page
    }

    fn sources(&self) -> String {
        match self.source {
            DraftSource::Registered(id, _) => {
                format!("sources:\n  - {}\n", yaml_text(id.as_str()))
            }
            DraftSource::New(source) => source.item(&self.draft.genre),
        }
    }

    /// The key `quotes` with all candidates. A candidate without a known speaker is commented out,
    /// because a quotation needs a speaker.
    fn quotes(&self) -> String {
        let mut used_ids = QuoteIds::default();
        let (mut items, mut has_quote) = (String::new(), false);
        for candidate in &self.draft.quotes {
            let item = self.quote(candidate, &mut used_ids);
            if candidate.speaker.is_some() {
                has_quote = true;
                items.push_str(&item);
            } else {
                let commented_out = |line: &str| format!("  # {}\n", line.get(2..).unwrap_or(line));
                items.extend(item.lines().map(commented_out));
            }
        }
        let mark = if has_quote { "" } else { "# " };
        match items.is_empty() {
            true => String::new(),
            false => format!("{mark}quotes:  # candidates: keep what is worth keeping\n{items}"),
        }
    }

    fn quote(&self, candidate: &ProposedQuote, used_ids: &mut QuoteIds) -> String {
        let words: String = match &candidate.words {
            Words::Whole(words) => words.clone(),
            Words::Split(pieces) => pieces.join(" "),
        };
        let speaker = candidate.speaker.as_ref();
        let id = quote_id(speaker.map(|speaker| &speaker.id), &words, self.lexicon, used_ids);
        let mut item = format!("  - id: {}\n", yaml_text(id.as_str()));
        let mut unconfirmed: Vec<&str> = Vec::new();
        match speaker {
            Some(speaker) => {
                let why = reason(&speaker.because);
                item.push_str(&format!(
                    "    speaker: {}  # {why}\n",
                    yaml_text(speaker.id.as_str())
                ));
                unconfirmed.extend((!speaker.is_stated).then_some("speaker"));
            }
            None => match &candidate.stranger {
                Some(Stranger { name, form, line }) => {
                    let why = format!("not in the registry: line {line} begins with “{form}”");
                    item.push_str(&format!("    speaker: {}  # {why}\n", yaml_text(name)));
                }
                None => item
                    .push_str("    speaker:  # the text does not say it in a way that is known\n"),
            },
        }
        match &candidate.words {
            Words::Whole(words) => item.push_str(&format!("    text: {}\n", yaml_text(words))),
            Words::Split(pieces) => {
                item.push_str("    text:  # one utterance in several pieces\n");
                pieces
                    .iter()
                    .for_each(|piece| item.push_str(&format!("      - {}\n", yaml_text(piece))));
                unconfirmed.push("text");
            }
        }
        if words.starts_with(char::is_lowercase) {
            item.push_str("    mode: partial  # it begins within a sentence\n");
        }
        let (first, last) = (candidate.lines.start(), candidate.lines.end());
        let loc = if first == last { first.to_string() } else { format!("{first}-{last}") };
        item.push_str(&format!("    loc: \"{loc}\"\n"));
        item.push_str(&to_confirm(&unconfirmed));
        item
    }
}

/// The line `unconfirmed`, which names the keys whose values are uncertain.
fn to_confirm(keys: &[&str]) -> String {
    if keys.is_empty() {
        String::new()
    } else {
        format!("    unconfirmed: [{}]\n", keys.join(", "))
    }
}

impl NewSource<'_> {
    /// The key `sources` with this source as its only item.
    fn item(&self, genre: &Genre) -> String {
        let mut fields = ItemFields::default();
        let (title, from) = &self.title;
        fields.unsure("title", title, from);
        if let Some(Said { value, line, is_sure }) = genre.kind {
            fields.add("type", value, &format!("line {line}"), is_sure);
        }
        if let Some(descriptor) = genre.descriptor {
            fields.sure("descriptor", descriptor, "a word that `type` does not have");
        }
        if genre.is_transcript {
            fields.sure("altered", "transcript", "its lines begin with who speaks");
        }
        self.published(&mut fields);
        fields.sure("text", self.text, "the saved text, never published");
        self.publisher(&mut fields);
        if let Some(StatedOrigin { lines, address, .. }) = &self.origin {
            let number = lines.start();
            fields.sure("ignore", &number.to_string(), "the line that names the source");
            match address {
                Some(address) if !address.is_root => {
                    fields.sure("url", &address.written, &format!("line {number}"));
                }
                Some(_) => {
                    fields.comment("url: the page itself; the text names only the whole site")
                }
                None => fields.comment("url: where it is online"),
            }
        }
        format!(
            "sources:\n  - id: {}\n{}{}",
            yaml_text(self.id.as_str()),
            fields.lines,
            to_confirm(&fields.unconfirmed)
        )
    }

    /// Adds the day that the article names, or the day in the name of its file. If the article
    /// leaves out the year, it is taken from the name of the file or stays unknown.
    fn published(&self, fields: &mut ItemFields) {
        let key = "published";
        match (&self.imprint.published, self.named_day) {
            (Some(Said { value: Published::On(day), line, is_sure }), _) => {
                fields.add(key, &day.to_string(), &format!("line {line}"), *is_sure);
            }
            (
                Some(Said { value: Published::InSomeYear { month, day, written }, line, .. }),
                named,
            ) => match named.filter(|named| (named.month(), named.day()) == (*month, *day)) {
                Some(named) => {
                    let from =
                        format!("“{written}” in line {line}, the year from the name of the file");
                    fields.unsure(key, &named.to_string(), &from);
                }
                None => fields
                    .comment(&format!("{key}: “{written}” in line {line}, which names no year")),
            },
            (None, Some(named)) => {
                fields.unsure(key, &format!("{named}?"), "from the name of the file")
            }
            (None, None) => {}
        }
    }

    /// Adds the publisher: whom the article names as its source, or the agency in its dateline.
    fn publisher(&self, fields: &mut ItemFields) {
        let last = self.origin.as_ref().map(|origin| (origin, *origin.lines.start()));
        let agency = self
            .imprint
            .publisher
            .as_ref()
            .filter(|said| last.is_none_or(|(_, line)| line != said.line));
        match (last, agency) {
            (Some((origin, line)), agency) => {
                let other = agency.map_or_else(String::new, |said| {
                    format!("; line {} names {}", said.line, said.value)
                });
                // With an address, `origin.publisher` may be only the name of a host.
                let is_sure = origin.address.is_none() && agency.is_none();
                fields.add("publisher", &origin.publisher, &format!("line {line}{other}"), is_sure);
            }
            (None, Some(Said { value, line, is_sure })) => {
                fields.add("publisher", value, &format!("line {line}"), *is_sure);
            }
            (None, None) => {}
        }
    }
}

/// The lines of a list item, and the keys whose values are uncertain.
#[derive(Default)]
struct ItemFields {
    lines: String,
    unconfirmed: Vec<&'static str>,
}

impl ItemFields {
    fn sure(&mut self, key: &'static str, value: &str, note: &str) {
        self.lines.push_str(&format!("    {key}: {}  # {note}\n", yaml_text(value)));
    }

    fn unsure(&mut self, key: &'static str, value: &str, note: &str) {
        self.sure(key, value, note);
        self.unconfirmed.push(key);
    }

    fn add(&mut self, key: &'static str, value: &str, note: &str, is_sure: bool) {
        if is_sure { self.sure(key, value, note) } else { self.unsure(key, value, note) }
    }

    fn comment(&mut self, text: &str) {
        self.lines.push_str(&format!("    # {text}\n"));
    }
}

/// The key `actors` with the registered actors that the article names. Names of several actors and
/// names that are not registered follow as comments.
fn actors(draft: &Draft) -> String {
    let mut items: Vec<String> = Vec::new();
    for Sighting { id, form, line, sure } in &draft.actors {
        items.push(match sure {
            Sure::Named => format!("- {}  # line {line}", yaml_text(id.as_str())),
            Sure::ShortOnly => unsure("actor", id, &format!("only “{form}”, line {line}")),
            Sure::QuotedOnly => unsure(
                "actor",
                id,
                &format!("“{form}” in line {line}, in the words of a quotation only"),
            ),
        });
    }
    for Unclear { form, line, ids } in &draft.unclear {
        let ids: Vec<String> = ids.iter().map(Slug::to_string).collect();
        items.push(format!("# “{form}” in line {line} may be {}", ids.join(" or ")));
    }
    for Stranger { name, form, line } in &draft.strangers {
        items
            .push(format!("# - {}  # not in the registry: “{form}”, line {line}", yaml_text(name)));
    }
    list("actors", &items)
}

/// The key `issues` with the issues that the article names. All are uncertain: a person must decide
/// whether the brief is about them.
fn issues(sightings: &[Sighting]) -> String {
    let item = |Sighting { id, form, line, .. }: &Sighting| {
        unsure("issue", id, &format!("“{form}” in line {line}"))
    };
    list("issues", &sightings.iter().map(item).collect::<Vec<_>>())
}

fn unsure(key: &str, id: &Slug, note: &str) -> String {
    format!("- {{{key}: {}, unconfirmed: [{key}]}}  # {note}", yaml_text(id.as_str()))
}

fn list(key: &str, items: &[String]) -> String {
    let lines: String = items.iter().map(|item| format!("  {item}\n")).collect();
    if items.is_empty() { format!("{key}: []\n") } else { format!("{key}:\n{lines}") }
}

/// The comment that says how the speaker of a quotation was found.
fn reason(because: &Because) -> String {
    match because {
        Because::Verb { verb, line } => format!("the name goes with “{verb}” in line {line}"),
        Because::Pronoun { words, line, named } => {
            format!("“{words}” in line {line}, after the name in line {named}")
        }
        Because::Nearest { line } => format!("no verb of speech; the nearest name, in line {line}"),
        Because::Label { label, line } => format!("line {line} begins with “{label}”"),
    }
}

/// The ids of the quotations in a draft, each with the highest number that was appended to it.
type QuoteIds = FxHashMap<Slug, usize>;

/// An id that no other quotation of the site has: the speaker and the first words, with a number if
/// necessary.
fn quote_id(
    speaker: Option<&Slug>,
    words: &str,
    lexicon: &Lexicon,
    used_ids: &mut QuoteIds,
) -> Slug {
    const WORDS: usize = 4;
    let first = words.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ");
    let speaker = speaker.map_or("", |speaker| speaker.last());
    let wanted = Slug::of_name(&format!("{speaker} {first}")).unwrap_or_else(Slug::untitled);
    let mut number = used_ids.get(&wanted).copied().unwrap_or(0);
    let id = loop {
        number += 1;
        let id = if number == 1 { wanted.clone() } else { wanted.with_suffix(&number.to_string()) };
        if lexicon.quote(&id).is_none() && !used_ids.contains_key(&id) {
            break id;
        }
    };
    used_ids.insert(wanted, number);
    used_ids.entry(id.clone()).or_insert(1);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_a_headline_or_the_name_of_the_file() {
        for (text, file, title) in [
            ("\nTalks in  Beijing\n\nThey spoke.", "a.txt", "Talks in Beijing"),
            ("They spoke for a day.\nThen they left.", "notes/first-day_2.txt", "first day 2"),
            ("***\nThey spoke.", "first.day.txt", "first.day"),
        ] {
            assert_eq!(title_of(text, Path::new(file)).0, title);
        }
    }

    #[test]
    fn a_day_is_read_in_the_name_of_a_file() {
        for (name, day) in [
            ("9news-2023-06-18", Some("2023-06-18")),
            ("2023-06-18", Some("2023-06-18")),
            ("新闻2023-06-18稿", Some("2023-06-18")),
            ("12023-06-181", None),
            ("2023-13-18", None),
            ("report", None),
        ] {
            assert_eq!(date_in(name).map(|day| day.to_string()).as_deref(), day, "{name}");
        }
    }
}
