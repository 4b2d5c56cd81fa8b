//! The reference under `content/docs/`, held to the program: what the code has, the pages name.
#![expect(
    clippy::disallowed_methods,
    reason = "reads the source of the program itself, and asks it for help"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use briefgen::embedded::TEMPLATES;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The heading under which `templates.md` has the fields of a view.
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
    ("BriefView", "brief.html"),
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
    ("ActorView", "actor.html"),
    ("NameView", "name"),
    ("OutwardLink", "outward link"),
    ("TenureView", "tenure"),
    ("OfficeView", "office.html"),
    ("DatedTitleView", "dated title"),
    ("HolderView", "holder"),
    ("IssueView", "issue.html"),
    ("PartyView", "party"),
    ("IssueStatusView", "issue status"),
    ("IssueRow", "issue"),
    ("PlaceView", "place.html"),
    ("SourceView", "source.html"),
    ("HomeView", "home.html"),
    ("OfficialRow", "official"),
    ("BriefsView", "briefs.html"),
    ("YearView", "year"),
    ("OfficialsView", "officials.html"),
    ("CountryGroup", "country group"),
    ("EntriesView", "entries.html"),
    ("EntryRow", "entry"),
    ("IssuesView", "issues.html"),
    ("PlainView", "page.html"),
    ("PageCard", "plain page"),
    ("RedirectView", "redirect.html"),
    ("NotFoundView", "404.html"),
    ("QuoteView", "quotation"),
    ("OriginalView", "original"),
    ("SpeakerView", "speaker"),
    ("AddresseeView", "addressee"),
    ("SourceRef", "source in short"),
    ("MarkView", "mark"),
    ("EventCard", "event"),
    ("ToldEventView", "told event"),
    ("SinceView", "since"),
    ("EventView", "event.html"),
    ("ParticipantView", "participant"),
    ("ObservationView", "observation"),
    ("ConflictView", "conflict"),
    ("EventsView", "events.html and timeline.html"),
    ("TimelineDrawing", "timeline drawing"),
    ("TickView", "tick"),
    ("TimelineMark", "timeline mark"),
    ("QuotesView", "quotes.html"),
    ("FilterGroup", "filter group"),
    ("FilterItem", "filter"),
    ("StanceView", "stance"),
    ("StancesView", "stances.html"),
    ("StanceRow", "stance row"),
    ("StanceCell", "stance cell"),
    ("ClaimView", "claim"),
    ("BasisView", "basis"),
    ("ClaimWordView", "word on a claim"),
    ("ClaimsView", "claims.html"),
    ("ClaimGroupLink", "claim group in short"),
    ("ClaimGroup", "claim group"),
    ("RecordRow", "record row"),
    ("LegendView", "legend"),
    ("MeetingsView", "meetings.html"),
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

/// The structs of a source file with their public fields and the types of these.
fn structs(source: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut found: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("pub struct ") {
            found.push((name.trim_end_matches(" {"), Vec::new()));
        } else if let Some((name, kind)) =
            line.strip_prefix("    pub ").and_then(|field| field.split_once(": "))
        {
            found.last_mut().unwrap().1.push((name, kind.trim_end_matches(',')));
        }
    }
    found
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
    let (views, dates) = (read("src/pages/views.rs"), read("src/base/date.rs"));
    let (statements, claims) =
        (read("src/pages/views/statements.rs"), read("src/pages/views/claims.rs"));
    let mut all = structs(&views);
    all.extend(structs(&statements));
    all.extend(structs(&claims));
    all.extend(structs(&dates).into_iter().filter(|(name, _)| *name == "DateView"));
    assert_eq!(all.len(), HEADINGS.len(), "a view went away: take its line out");
    let mut wrong = Vec::new();
    for (view, fields) in all {
        let heading = heading(view);
        let Some(section) = section(&page, heading) else {
            wrong.push(format!("no heading `{heading}` for {view}"));
            continue;
        };
        let rows: Vec<String> = fields
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
                wrong.push(format!("{heading}: {view} has no such field: {line}"));
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
