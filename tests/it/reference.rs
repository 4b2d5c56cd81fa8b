//! The reference under `content/docs/`, held to the program: what the code has, the pages name.
#![expect(
    clippy::disallowed_methods,
    reason = "reads the source of the program itself, and asks it for help"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use briefgen::embedded::TEMPLATES;
use briefgen::pages::{Export, Found, SECTIONS, Section};
use briefgen::parse::keys::{self, Key, Keys, ValueKind};
use briefgen::render::EXPORTS;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The heading under which `templates.md` has the fields of a part of a view. Those of a whole page
/// stand under the name of its template.
const HEADINGS: &[(&str, &str)] = &[
    ("SiteView", "site"),
    ("MenuItem", "menu item"),
    ("Head", "head"),
    ("Link", "link"),
    ("MaybeLink", "name or link"),
    ("BriefCard", "brief"),
    ("BriefDetails", "brief details"),
    ("NoticesView", "notices"),
    ("BriefRow", "brief row"),
    ("Paging", "paging"),
    ("StatusView", "brief status"),
    ("UnpublishedView", "unpublished"),
    ("WhoView", "who"),
    ("UpdateView", "update"),
    ("HeadingView", "heading"),
    ("SourceEntry", "source"),
    ("SourceDetails", "source details"),
    ("SourceStateView", "source state"),
    ("UseView", "use"),
    ("ArchivedView", "archived copy"),
    ("NameView", "name"),
    ("OutwardLink", "outward link"),
    ("TenureView", "tenure"),
    ("DatedTitleView", "dated title"),
    ("HolderView", "holder"),
    ("PartyView", "party"),
    ("IssueStatusView", "issue status"),
    ("IssueRow", "issue"),
    ("OfficialRow", "official"),
    ("YearView", "year"),
    ("CountryGroup", "country group"),
    ("EntryRow", "entry"),
    ("PageCard", "plain page"),
    ("QuoteView", "quotation"),
    ("OriginalView", "original"),
    ("SpeakerView", "speaker"),
    ("AddresseeView", "addressee"),
    ("SourceRef", "source in short"),
    ("MarkView", "mark"),
    ("EventCard", "event"),
    ("ToldEventView", "told event"),
    ("SinceView", "since"),
    ("ParticipantView", "participant"),
    ("ObservationView", "observation"),
    ("ConflictView", "conflict"),
    ("TimelineDrawing", "timeline drawing"),
    ("TickView", "tick"),
    ("TimelineMark", "timeline mark"),
    ("FilterGroup", "filter group"),
    ("FilterItem", "filter"),
    ("StanceView", "stance"),
    ("StanceRow", "stance row"),
    ("StanceCell", "stance cell"),
    ("ClaimView", "claim"),
    ("BasisView", "basis"),
    ("ClaimWordView", "word on a claim"),
    ("ClaimGroupLink", "claim group in short"),
    ("ClaimGroup", "claim group"),
    ("RecordRow", "record row"),
    ("LegendView", "legend"),
    ("MeetingRow", "meeting row"),
    ("MeetingCell", "meetings"),
    ("PairView", "pair"),
    ("MetView", "met"),
    ("GraphDrawing", "graph drawing"),
    ("NodeView", "node"),
    ("EdgeView", "edge"),
    ("ChangesView", "changes"),
    ("ChangeView", "change"),
    ("CiteView", "cite"),
    ("DateView", "date"),
];

fn heading(view: &str) -> &'static str {
    let found = HEADINGS.iter().find(|(name, _)| *name == view);
    found
        .unwrap_or_else(|| {
            panic!("`{view}` is a new view: give it a heading in templates.md, and a line here")
        })
        .1
}

/// A view in a source file.
struct View<'a> {
    name: &'a str,
    /// What its comment says of it.
    comment: String,
    /// Its fields with their types.
    fields: Vec<(&'a str, &'a str)>,
}

impl View<'_> {
    /// The heading above its fields: `events.html and timeline.html` of a view whose comment says
    /// that it is “`page` in `events.html` and `timeline.html`”.
    fn heading(&self) -> String {
        let Some((_, templates)) = self.comment.split_once("`page` in ") else {
            return heading(self.name).to_owned();
        };
        let parts: Vec<&str> = templates.split('`').skip(1).collect();
        let names = parts.iter().step_by(2);
        let joined = parts.iter().skip(1).step_by(2).take_while(|between| **between == " and ");
        names.take(joined.count() + 1).copied().collect::<Vec<_>>().join(" and ")
    }
}

/// The structs of a source file that templates can see.
fn views(source: &str) -> Vec<View<'_>> {
    let mut found: Vec<View<'_>> = Vec::new();
    let (mut comment, mut is_view) = (String::new(), false);
    for line in source.lines() {
        if let Some(more) = line.strip_prefix("/// ") {
            comment = format!("{comment}{more} ");
        } else if line.starts_with("#[derive(") {
            is_view = line.contains("Serialize");
        } else if let Some((_, name)) = line.split_once("struct ")
            && !line.starts_with(' ')
        {
            let name = name.trim_end_matches(" {");
            let comment = std::mem::take(&mut comment);
            found.extend(is_view.then_some(View { name, comment, fields: Vec::new() }));
        } else if let Some(field) = line.strip_prefix("    ")
            && let Some((name, kind)) = field.trim_start_matches("pub ").split_once(": ")
            && is_view
            && !field.starts_with("///")
        {
            found.last_mut().unwrap().fields.push((name, kind.trim_end_matches(',')));
        } else if line == "}" {
            (comment, is_view) = (String::new(), false);
        }
    }
    found
}

/// The source files of `src/pages`.
fn sources_of_pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    files.map(|file| fs::read_to_string(file.path()).unwrap()).collect()
}

/// A type as the reference calls it: `list of [link](#link)`.
fn type_in_words(kind: &str) -> String {
    let inside = |wrapper: &str| kind.strip_prefix(wrapper)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(kind) = inside("Option") {
        return format!("{} or none", type_in_words(kind));
    }
    if let Some(kind) = inside("Vec") {
        return format!("list of {}", type_in_words(kind));
    }
    if let Some(kind) = inside("Shared").or(inside("Box")) {
        return type_in_words(kind);
    }
    match kind {
        "String" | "Arc<str>" | "&'static str" => "text".to_owned(),
        "Url" => "URL".to_owned(),
        "bool" => "bool".to_owned(),
        "usize" | "u8" | "u32" | "i32" | "i16" => "number".to_owned(),
        "serde_json::Value" => "any".to_owned(),
        view => {
            let heading = heading(view);
            format!("[{heading}](#{})", heading.replace(' ', "-"))
        }
    }
}

/// The part of a page below a heading, up to the next heading.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let is_heading = |line: &str| {
        line.starts_with("## ") || line.starts_with("### ") || line.starts_with("#### ")
    };
    let mut start = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        match start {
            Some(start) if is_heading(line) => return Some(&page[start..at]),
            None if is_heading(line) && line.trim_start_matches('#').trim() == heading => {
                start = Some(at + line.len())
            }
            _ => {}
        }
        at += line.len();
    }
    start.map(|start| &page[start..])
}

#[test]
fn each_field_that_a_template_sees_stands_in_the_reference_with_its_type() {
    let page = read("content/docs/templates.md");
    let (sources, dates) = (sources_of_pages(), read("src/base/date.rs"));
    let mut all: Vec<View<'_>> = sources.iter().flat_map(|source| views(source)).collect();
    all.extend(views(&dates).into_iter().filter(|view| view.name == "DateView"));
    for (name, _) in HEADINGS {
        assert!(all.iter().any(|view| view.name == *name), "{name} went away: take its line out");
    }
    assert!(all.len() > 80, "only {} views were found", all.len());
    let mut wrong = Vec::new();
    for view in all {
        let (name, heading) = (view.name, view.heading());
        let Some(section) = section(&page, &heading) else {
            wrong.push(format!("no heading `{heading}` for {name}"));
            continue;
        };
        let rows: Vec<String> = view
            .fields
            .iter()
            .map(|(name, kind)| format!("| `{name}` | {} | ", type_in_words(kind)))
            .collect();
        wrong.extend(
            rows.iter()
                .filter(|row| !section.contains(*row))
                .map(|row| format!("{heading}: no row `{row}`")),
        );
        for line in section.lines().filter(|line| line.starts_with("| `")) {
            if !rows.iter().any(|row| line.starts_with(row)) {
                wrong.push(format!("{heading}: {name} has no such field: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "content/docs/templates.md\n{}", wrong.join("\n"));
}

#[test]
fn each_template_and_each_component_stands_in_the_reference() {
    let page = read("content/docs/templates.md");
    for (name, text) in TEMPLATES {
        assert!(
            page.contains(&format!("| `{name}` |")) || page.contains(&format!("| [`{name}`](#")),
            "{name}"
        );
        for part in text.split("{% component ").skip(1) {
            let signature = part.split(" -%}").next().unwrap();
            assert!(page.contains(&format!("| `{signature}` | ")), "{name}: {signature}");
        }
    }
    for name in read("templates/base.html").replace("{%-", "{%").split("{% block ").skip(1) {
        let name = name.split_whitespace().next().unwrap();
        assert!(page.contains(&format!("`{name}` (")), "base.html: the block {name}");
    }
}

#[test]
fn each_list_has_its_own_folder_a_template_and_its_place_in_the_reference() {
    let page = read("content/docs/templates.md");
    let of_head = section(&page, "head").unwrap();
    let parts = of_head.lines().find(|line| line.starts_with("| `section` |")).unwrap();
    let mut folders = BTreeSet::new();
    for list in SECTIONS {
        let Section { folder, template, .. } = list;
        assert!(folders.insert(folder), "two lists would write `{folder}/index.html`");
        assert!(TEMPLATES.iter().any(|(name, _)| name == template), "{folder}: {template}");
        let start = format!("| [`{template}`](#");
        let row = page.lines().find(|line| line.starts_with(&start)).unwrap_or_default();
        assert!(row.contains(&format!("`/{folder}/`")), "{folder}: no address in `{row}`");
        if matches!(list.found, Found::InMenu) {
            assert!(parts.contains(&format!("`{folder}`")), "{folder}: no `head.section`");
        }
    }
}

#[test]
fn each_file_for_machines_has_its_own_name_and_stands_with_its_type_in_the_reference() {
    let page = read("content/docs/deployment.md");
    let files = section(&page, "What is in the folder").unwrap();
    let mut names = BTreeSet::new();
    for Export { file, media_type, .. } in EXPORTS {
        assert!(names.insert(file), "two exports would write `{file}`");
        let named = |line: &str| {
            let names = line.strip_prefix("| ").and_then(|row| row.split(" | ").next());
            names.is_some_and(|names| names.contains(&format!("`{file}`")))
        };
        assert!(files.lines().any(named), "{file}: no row");
        assert!(
            page.contains(&format!("\"{media_type}\"")),
            "{file}: no server sends {media_type}"
        );
    }
}

/// The maps whose keys each table of `format.md` has, in its order. Those of other maps follow the
/// key that has them.
const TABLES: &[&[&Keys]] = &[
    &[&keys::BRIEF],
    &[&keys::ACTOR_REFERENCE, &keys::ISSUE_REFERENCE, &keys::PLACE_REFERENCE],
    &[&keys::QUOTE],
    &[&keys::EVENT],
    &[&keys::PARTICIPANT],
    &[&keys::STANCE],
    &[&keys::CLAIM],
    &[&keys::ACTOR],
    &[&keys::OFFICE],
    &[&keys::ISSUE],
    &[&keys::PLACE],
    &[&keys::SOURCE, &keys::SOURCE_ITEM],
    &[&keys::PAGE],
    &[&keys::SITE],
];

/// Tables as rows of Markdown.
#[derive(Default)]
struct Rows {
    /// The maps that have been shown.
    shown: BTreeSet<&'static str>,
    rows: String,
}

impl Rows {
    /// A table for maps that share most keys: first those of their own, each key once.
    fn table(&mut self, maps: &[&'static Keys]) -> String {
        let mut names = BTreeSet::new();
        for group in 0..maps.iter().map(|keys| keys.groups.len()).max().unwrap() {
            for keys in maps {
                self.shown.insert(keys.of);
                for key in keys.groups.get(group).copied().unwrap_or_default() {
                    if names.insert(key.name) {
                        self.key(key, "");
                    }
                }
            }
        }
        std::mem::take(&mut self.rows)
    }

    fn key(&mut self, key: &Key, before: &str) {
        let required = if key.is_required { ", required" } else { "" };
        let value = in_words(&key.kind, false);
        let (name, doc) = (key.name, key.doc);
        self.rows += &format!("| `{before}{name}` | {value}{required} | {doc} |\n");
        let Some(keys) = key.kind.keys().filter(|keys| !self.has_table(keys)) else { return };
        if self.shown.insert(keys.of) {
            let item = if matches!(key.kind, ValueKind::List(_)) { "[]" } else { "" };
            let before = format!("{before}{name}{item}.");
            keys.iter().for_each(|key| self.key(key, &before));
        }
    }

    fn has_table(&self, keys: &Keys) -> bool {
        TABLES.iter().flat_map(|table| table.iter()).any(|shown| shown.of == keys.of)
    }
}

/// What may stand after a key, in the words of the reference.
fn in_words(kind: &ValueKind, is_plural: bool) -> String {
    let number = |one: &str, several: &str| (if is_plural { several } else { one }).to_owned();
    let either = |words: &[String]| match words {
        [words @ .., last] if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        words => words.join(""),
    };
    match kind {
        ValueKind::Prose | ValueKind::Name | ValueKind::Text => number("text", "texts"),
        ValueKind::Filled(kind) => in_words(kind, is_plural),
        ValueKind::Flag => "`true` or `false`".to_owned(),
        ValueKind::Whole(lowest, highest) => format!("number from {lowest} to {highest}"),
        ValueKind::Word(words) if words.len() > 10 => "word: see below".to_owned(),
        ValueKind::Word(words) => {
            either(&words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>())
        }
        ValueKind::When => "[date](#dates)".to_owned(),
        ValueKind::Day => "day".to_owned(),
        ValueKind::End => "[date](#dates) or `unknown`".to_owned(),
        ValueKind::Id => number("id", "ids"),
        ValueKind::Language => "language tag".to_owned(),
        ValueKind::Country => "country code".to_owned(),
        ValueKind::WebAddress => number("web address", "web addresses"),
        ValueKind::Lines => "lines".to_owned(),
        ValueKind::FindingCode => "code".to_owned(),
        ValueKind::OtherKey => number("key", "keys"),
        ValueKind::Anything => "anything".to_owned(),
        ValueKind::CatalogueIds => "map to ids".to_owned(),
        ValueKind::Pairs(kind) => format!("map to {}", in_words(kind, true)),
        ValueKind::Map(_) => number("map", "maps"),
        ValueKind::List(kind) => format!("list of {}", in_words(kind, true)),
        ValueKind::Either(one, other) => {
            either(&[in_words(one, is_plural), in_words(other, is_plural)])
        }
    }
}

#[test]
fn the_tables_of_the_format_are_the_table_of_keys() {
    const HEAD: &str = "| key | value | meaning |\n|---|---|---|\n";
    let page = read("content/docs/format.md");
    let mut parts = page.split(HEAD);
    let mut made = parts.next().unwrap().to_owned();
    let (mut rows, mut tables) = (Rows::default(), TABLES.iter());
    for part in parts {
        let after = part.find("\n\n").map_or("", |end| &part[end + 1..]);
        let after = if part.starts_with('\n') { part } else { after };
        made += HEAD;
        made += &rows.table(tables.next().expect("a table of the page has no keys"));
        made += after;
    }
    assert!(tables.next().is_none(), "the page has too few tables");
    for keys in keys::ALL {
        assert!(rows.shown.contains(keys.of), "no table has the keys of a {}", keys.of);
    }
    if env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs/format.md"), made)
            .unwrap();
    } else {
        assert!(page == made, "UPDATE_DOCUMENTS=1 writes the tables of format.md anew");
    }
}

#[test]
fn the_words_of_a_long_list_stand_in_the_reference() {
    let page = read("content/docs/format.md");
    for key in keys::ALL.iter().flat_map(|keys| keys.iter()) {
        for word in key.kind.words() {
            assert!(page.contains(&format!("`{word}`")), "{}: `{word}`", key.name);
        }
    }
}

fn help(command: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_briefgen")).args(command).arg("--help").output().unwrap();
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of a part of a help text: `Commands:`.
fn part<'a>(help: &'a str, title: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(|line| *line != title).skip(1);
    lines.take_while(|line| line.is_empty() || line.starts_with(' ')).collect()
}

/// The options of a command and of those below it, with the names of their values: `--site DIR`.
fn options(command: &[&str], commands: &mut BTreeSet<String>, options: &mut BTreeSet<String>) {
    let text = help(command);
    for line in part(&text, "Options:")
        .into_iter()
        .map(str::trim)
        .filter(|line| line.starts_with('-') && !line.starts_with("- "))
    {
        let long = &line[line.find("--").unwrap()..];
        let long = long.split("  ").next().unwrap();
        options.insert(long.replace(['<', '>'], "").trim().to_owned());
    }
    for line in part(&text, "Commands:") {
        let Some(name) = line
            .strip_prefix("  ")
            .and_then(|line| line.split(' ').next())
            .filter(|name| !name.is_empty())
        else {
            continue;
        };
        let below = [command, &[name]].concat();
        commands.insert(below.join(" "));
        self::options(&below, commands, options);
    }
}

#[test]
fn each_command_and_each_option_stands_in_the_reference() {
    let page = read("content/docs/command-line.md");
    let (mut commands, mut found) = (BTreeSet::new(), BTreeSet::new());
    options(&[], &mut commands, &mut found);
    assert!(
        commands.contains("templates eject") && found.contains("--as-of DATE"),
        "{commands:?} {found:?}"
    );
    for command in commands {
        assert!(
            page.contains(&format!("`briefgen {command}")),
            "the command `{command}` is missing"
        );
    }
    for option in found {
        assert!(page.contains(&format!("`{option}`")), "the option `{option}` is missing");
    }
}

/// The commands in the code of a document, each from `briefgen` to the end of its line or of its
/// backticks.
fn commands_in(document: &str) -> Vec<&str> {
    let (mut commands, mut is_code) = (Vec::new(), false);
    for line in document.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        match is_code && !is_fence {
            true => commands.push(line.trim_start().trim_start_matches("- run: ")),
            false => commands.extend(line.split('`').skip(1).step_by(2)),
        }
    }
    commands.retain(|command| command.starts_with("briefgen "));
    commands
}

/// The words of a command as a shell has them, without `briefgen` and what stands for a word.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(number, part)| match number % 2 {
        0 => part.split_whitespace().collect(),
        _ => vec![part],
    });
    let is_placeholder =
        |word: &str| word.starts_with('$') || word.chars().all(|c| c.is_uppercase() || c == '-');
    let of_program = words.skip(1).take_while(|word| !matches!(*word, "|" | "||" | ">"));
    of_program.filter(|word| !is_placeholder(word)).collect()
}

#[test]
fn each_command_in_the_documents_can_be_given() {
    let mut files = vec!["README.md".to_owned()];
    for folder in ["content/docs", "content/docs/checks"] {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let documents = names.filter(|name| name.ends_with(".md"));
        files.extend(documents.map(|name| format!("{folder}/{name}")));
    }
    let mut commands = BTreeSet::new();
    for file in files {
        let document = read(&file);
        commands.extend(commands_in(&document).into_iter().map(str::to_owned));
    }
    assert!(commands.len() > 30, "{commands:?}");
    // The program looks at the words before it gives its help.
    commands.iter().for_each(|command| drop(help(&words(command))));
}
