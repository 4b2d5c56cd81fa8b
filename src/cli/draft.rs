//! `briefgen new brief --from FILE`: a saved article in, a draft out, with all that is uncertain marked.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::Verdict;
use super::args::NewArgs;
use super::failure::Failure;
use super::new::yaml_text;
use super::place::{self, NewFile};
use super::screen::Screen;
use crate::base::date::Day;
use crate::base::id::{Kind, Slug};
use crate::base::options::Options;
use crate::base::path::SitePath;
use crate::files::Files;
use crate::model::drafting::{Because, Candidate, Draft, Origin, Sighting, Sure, Unclear, draft, one_line, origin};
use crate::model::entities::{Site, Source};
use crate::model::lexicon::Lexicon;
use crate::model::texts::path_of;
use crate::parse::statements::Words;
use crate::{Cache, Composed};

/// What is to be looked at before the draft goes anywhere.
const CONFIRM: &str = "to be confirmed";

/// Writes a draft of a brief about a saved text, and the text below `content/texts/` where it is not there yet.
pub(super) fn new(args: &NewArgs, file: &Path, date: Day, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    let folder = place::site(&args.site.folder)?;
    let text = place::article(file)?;
    let files = Files::read(folder).map_err(|error| Failure::new(error.to_string()))?;
    let options = Options { drafts: true, ..Options::on(date) };
    let Composed { site, lexicon, .. } = crate::compose(&files, &options, &mut Cache::default());

    let title = match &args.title {
        Some(title) => (title.clone(), None),
        None => title_of(&text, file),
    };
    let path = brief_path(&title.0, date, &lexicon)?;
    let saved = Saved::of(file, &text, folder, &files)?;
    let source = source_of(&saved, file, &text, &site, &lexicon);
    let draft = draft(&text, &source.ignored(), &site, &lexicon);
    let page = Page { title: &title, date, source: &source, draft: &draft, lexicon: &lexicon }.text();

    let mut new: Vec<NewFile<'_>> = vec![(path, &page)];
    if !saved.is_there {
        new.push((saved.path.clone(), &text));
    }
    for path in place::write_new(folder, &new)? {
        screen.say(&format!("{}\n", path.display()))?;
    }
    screen
        .note(&format!("look at each place that is marked “{CONFIRM}”; `briefgen check --drafts` checks the rest\n"))?;
    Ok(Verdict::Passed)
}

/// The title of a text, and where it is from: its first line if that looks like a headline, else its file's name.
fn title_of(text: &str, file: &Path) -> (String, Option<&'static str>) {
    /// No headline is longer.
    const LONGEST: usize = 100;
    let first = text.lines().map(one_line).find(|line| !line.is_empty()).unwrap_or_default();
    let is_headline = first.chars().count() <= LONGEST && !first.ends_with(['.', '。', ',', ':', ';', '”', '"']);
    if is_headline && Slug::of_name(&first).is_some() {
        return (first, Some("the first line of the text"));
    }
    (one_line(&stem(file).replace(['-', '_'], " ")), Some("the name of the text’s file"))
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn brief_path(title: &str, date: Day, lexicon: &Lexicon) -> Result<SitePath, Failure> {
    let id = Slug::of_name(title).filter(|id| id.as_str() != "index").ok_or_else(|| {
        Failure::new(format!("no file can be called after the title `{title}`"))
            .help("write another one before `--from`")
    })?;
    let path = SitePath::parse(&format!("content/briefs/{date}-{id}.md"));
    // A file of that very name is told of when it is to be written.
    let same_file = |path: &SitePath| lexicon.file(path).is_some();
    match path {
        Some(path) if !lexicon.has(Kind::Brief, &id) || same_file(&path) => Ok(path),
        _ => Err(Failure::new(format!("there is a brief `{id}` already")).help("write another title before `--from`")),
    }
}

/// Where a text is saved, or is to be saved.
struct Saved {
    path: SitePath,
    is_there: bool,
}

impl Saved {
    fn of(file: &Path, text: &str, folder: &Path, files: &Files) -> Result<Saved, Failure> {
        let there = place::within_site(file, folder).filter(|path| path.below("content/texts").is_some());
        if let Some(path) = there.filter(|path| files.text(path).is_some()) {
            return Ok(Saved { path, is_there: true });
        }
        let id = Slug::of_name(&stem(file)).unwrap_or_else(Slug::untitled);
        let path = SitePath::parse(&format!("content/texts/{id}.txt"))
            .ok_or_else(|| Failure::new(format!("no file can be called after `{}`", file.display())))?;
        // The same text, copied before, is as good as a copy.
        let is_there = files.text(&path) == Some(text);
        Ok(Saved { path, is_there })
    }

    /// As `text` of a source names it.
    fn written(&self) -> &str {
        self.path.below("content/texts").unwrap_or(self.path.as_str())
    }
}

/// The source that a text is the saved text of.
enum Origins<'a> {
    /// One of the registry, which has this text already.
    Registered(&'a Slug, &'a Source),
    /// One that the draft is to describe.
    New { id: Slug, text: &'a str, published: Option<String>, origin: Option<Origin> },
}

impl Origins<'_> {
    /// The lines of the text that are furniture.
    fn ignored(&self) -> Vec<(usize, usize)> {
        match self {
            Origins::Registered(_, source) => {
                source.fields.as_ref().map(|fields| fields.further().ignore.clone()).unwrap_or_default()
            }
            Origins::New { origin, .. } => {
                origin.iter().map(|origin| (*origin.lines.start(), *origin.lines.end())).collect()
            }
        }
    }
}

fn source_of<'a>(saved: &'a Saved, file: &Path, text: &str, site: &'a Site, lexicon: &Lexicon) -> Origins<'a> {
    let has_text = |source: &&Source| {
        let path = source.fields.as_ref().and_then(|fields| path_of(fields));
        source.registered && saved.is_there && path.as_ref() == Some(&saved.path)
    };
    let known = site.sources.rows().iter().find(has_text);
    if let Some((source, (id, _))) = known.and_then(|source| Some((source, source.page.as_ref()?))) {
        return Origins::Registered(id, source);
    }
    let name = stem(file);
    let id = Slug::of_name(&name).unwrap_or_else(Slug::untitled);
    // A local id must not be that of a registered source.
    let numbered = (2..).map(|number: usize| id.with_suffix(&number.to_string()));
    let free = std::iter::once(id.clone()).chain(numbered).find(|id| !lexicon.has(Kind::Source, id));
    Origins::New {
        id: free.unwrap_or(id),
        text: saved.written(),
        published: date_in(&name).map(|day| format!("{day}?")),
        origin: origin(text),
    }
}

/// The day in the name of a file, as in `report-2023-06-18`.
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

/// The draft as a file.
struct Page<'a> {
    title: &'a (String, Option<&'static str>),
    date: Day,
    source: &'a Origins<'a>,
    draft: &'a Draft,
    lexicon: &'a Lexicon,
}

impl Page<'_> {
    fn text(&self) -> String {
        let (title, from) = self.title;
        let from = from.map_or_else(String::new, |from| format!("  # {CONFIRM}: {from}"));
        let mut page = format!(
            "---\ntitle: {}{from}\ndate: {}\nstatus: draft  # no page until this line is gone\n",
            yaml_text(title),
            self.date
        );
        page.push_str(&self.sources());
        page.push_str(&list("actors", &self.draft.actors, &self.draft.unclear));
        page.push_str(&list("issues", &self.draft.issues, &[]));
        page.push_str(&self.quotes());
        page.push_str("---\n\n");
        page
    }

    fn sources(&self) -> String {
        let (id, text, published, origin) = match self.source {
            Origins::Registered(id, _) => return format!("sources:\n  - {}\n", yaml_text(id.as_str())),
            Origins::New { id, text, published, origin } => (id, text, published, origin),
        };
        let mut lines = format!("sources:\n  - id: {}\n", yaml_text(id.as_str()));
        let mut line = |key: &str, value: &str, note: &str| {
            let note = if note.is_empty() { String::new() } else { format!("  # {note}") };
            lines.push_str(&format!("    {key}: {}{note}\n", yaml_text(value)));
        };
        line("title", &self.title.0, &format!("{CONFIRM}: the title of the source itself"));
        if let Some(published) = published {
            line("published", published, &format!("{CONFIRM}: from the name of the file"));
        }
        line("text", text, "the saved text, never published");
        if let Some(Origin { lines: range, publisher, address }) = origin {
            let number = range.start();
            line("publisher", publisher, &format!("{CONFIRM}: line {number} of the text"));
            line("ignore", &number.to_string(), "the line that names the source");
            match address {
                Some(address) if !address.is_root => {
                    line("url", &address.written, &format!("{CONFIRM}: line {number} of the text"));
                }
                Some(_) => lines.push_str("    # url: the page itself; the text names only the whole site\n"),
                None => lines.push_str("    # url: where it is online\n"),
            }
        }
        lines
    }

    /// The candidates. One whose speaker nobody knows is a comment as a whole: a quotation needs a speaker.
    fn quotes(&self) -> String {
        let mut taken = Taken::default();
        let (mut items, mut any) = (String::new(), false);
        for candidate in &self.draft.quotes {
            let item = self.quote(candidate, &mut taken);
            if candidate.speaker.is_some() {
                any = true;
                items.push_str(&item);
            } else {
                items.push_str(
                    &item.lines().map(|line| format!("  # {}\n", line.get(2..).unwrap_or(line))).collect::<String>(),
                );
            }
        }
        match (any, items.is_empty()) {
            (_, true) => String::new(),
            (true, false) => format!("quotes:  # candidates; {CONFIRM}: which of them are worth keeping\n{items}"),
            (false, false) => format!("# quotes:  # candidates; {CONFIRM}: which of them are worth keeping\n{items}"),
        }
    }

    fn quote(&self, candidate: &Candidate, taken: &mut Taken) -> String {
        let words: String = match &candidate.words {
            Words::Whole(words) => words.clone(),
            Words::Split(pieces) => pieces.join(" "),
        };
        let speaker = candidate.speaker.as_ref();
        let id = quote_id(speaker.map(|speaker| &speaker.id), &words, self.lexicon, taken);
        let mut item = format!("  - id: {}\n", yaml_text(id.as_str()));
        match speaker {
            Some(speaker) => {
                let why = because(&speaker.because);
                item.push_str(&format!("    speaker: {}  # {CONFIRM}: {why}\n", yaml_text(speaker.id.as_str())));
            }
            None => {
                item.push_str(&format!("    speaker:  # {CONFIRM}: the text does not say it in a way that is known\n"))
            }
        }
        match &candidate.words {
            Words::Whole(words) => item.push_str(&format!("    text: {}\n", yaml_text(words))),
            Words::Split(pieces) => {
                item.push_str(&format!("    text:  # {CONFIRM}: one utterance in several pieces\n"));
                pieces.iter().for_each(|piece| item.push_str(&format!("      - {}\n", yaml_text(piece))));
            }
        }
        if words.starts_with(char::is_lowercase) {
            item.push_str(&format!("    mode: partial  # {CONFIRM}: it begins within a sentence\n"));
        }
        let (first, last) = (candidate.lines.start(), candidate.lines.end());
        let loc = if first == last { first.to_string() } else { format!("{first}-{last}") };
        item.push_str(&format!("    loc: \"{loc}\"\n"));
        item
    }
}

/// A list of a brief, with the names that may mean several as comments.
fn list(key: &str, sightings: &[Sighting], unclear: &[Unclear]) -> String {
    let mut list = if sightings.is_empty() { format!("{key}: []\n") } else { format!("{key}:\n") };
    for Sighting { id, form, line, sure } in sightings {
        let note = match sure {
            Sure::Named if key == "actors" => format!("line {line}"),
            Sure::Named => format!("{CONFIRM}: “{form}” in line {line}"),
            Sure::ShortOnly => format!("{CONFIRM}: only “{form}”, line {line}"),
            Sure::QuotedOnly => format!("{CONFIRM}: “{form}” in line {line}, in the words of a quotation only"),
        };
        list.push_str(&format!("  - {}  # {note}\n", yaml_text(id.as_str())));
    }
    for Unclear { form, line, ids } in unclear {
        let ids: Vec<String> = ids.iter().map(Slug::to_string).collect();
        list.push_str(&format!("  # {CONFIRM}: “{form}” in line {line} may be {}\n", ids.join(" or ")));
    }
    list
}

fn because(because: &Because) -> String {
    match because {
        Because::Verb { verb, line } => format!("the name goes with “{verb}” in line {line}"),
        Because::Pronoun { words, line, named } => {
            format!("“{words}” in line {line}, after the name in line {named}")
        }
        Because::Nearest { line } => format!("no verb of speech; the nearest name, in line {line}"),
    }
}

/// The ids that the quotations of a draft have got, each with the last number that made one new.
type Taken = FxHashMap<Slug, usize>;

/// An id of the speaker's and the first words', that no other quotation of the site has.
fn quote_id(speaker: Option<&Slug>, words: &str, lexicon: &Lexicon, taken: &mut Taken) -> Slug {
    const WORDS: usize = 4;
    let first = words.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ");
    let speaker = speaker.map_or("", |speaker| speaker.last());
    let wanted = Slug::of_name(&format!("{speaker} {first}")).unwrap_or_else(Slug::untitled);
    let mut number = taken.get(&wanted).copied().unwrap_or(0);
    let id = loop {
        number += 1;
        let id = if number == 1 { wanted.clone() } else { wanted.with_suffix(&number.to_string()) };
        if lexicon.quote(&id).is_none() && !taken.contains_key(&id) {
            break id;
        }
    };
    taken.insert(wanted, number);
    taken.entry(id.clone()).or_insert(1);
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
