//! Findings as people read them and as programs read them.
//!
//! Knows findings and the texts that they point into; must not know how they were found. Gives
//! texts and prints nothing itself.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use anstream::adapter::strip_str;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Verdict;
use super::args::CheckArgs;
use super::failure::Failure;
use super::screen::Look;
use crate::base::code::{Code, Severity};
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::path::SitePath;
use crate::base::text::{Lines, Position, count};

/// Gives the text of a file, where it has one.
pub(super) type Texts<'f, 'a> = &'f dyn Fn(&SitePath) -> Option<&'a str>;

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Summary {
    /// Counts.
    pub(super) fn of(findings: &[Finding]) -> Summary {
        let number =
            |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        Summary {
            errors: number(Severity::Error),
            warnings: number(Severity::Warning),
            infos: number(Severity::Info),
        }
    }

    /// Whether a site with these findings passes.
    pub(super) fn verdict(self, strict: bool) -> Verdict {
        if self.errors > 0 || (strict && self.warnings > 0) {
            Verdict::Failed
        } else {
            Verdict::Passed
        }
    }
}

/// What a build made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Built {
    /// HTML pages of the site.
    pub(super) pages: usize,
    /// Files written.
    pub(super) written: usize,
    /// Files that stayed as they were.
    pub(super) unchanged: usize,
    /// Files removed.
    pub(super) removed: usize,
}

// For programs.

#[derive(Serialize)]
struct JsonReport<'a> {
    findings: Vec<JsonFinding<'a>>,
    summary: JsonSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<JsonFailure<'a>>,
}

/// Why a rebuild of `watch` could not be written.
#[derive(Serialize)]
struct JsonFailure<'a> {
    message: &'a str,
    help: &'a str,
}

impl<'a> JsonFailure<'a> {
    fn of(failure: &'a Failure) -> JsonFailure<'a> {
        JsonFailure { message: &failure.message, help: &failure.help }
    }
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    path: &'a str,
    message: &'a str,
    help: &'a str,
}

#[derive(Serialize)]
struct JsonSummary {
    #[serde(flatten)]
    summary: Summary,
    #[serde(flatten)]
    built: Option<Built>,
}

/// All findings and their number as one JSON object, as the format reference has it.
pub(super) fn json(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    built: Option<Built>,
    failure: Option<&Failure>,
) -> String {
    let mut places = Places::new(texts);
    let told = |finding| json_finding(finding, &mut places);
    let report = JsonReport {
        findings: findings.iter().map(told).collect(),
        summary: JsonSummary { summary: Summary::of(findings), built },
        failure: failure.map(JsonFailure::of),
    };
    let mut text =
        serde_json::to_string_pretty(&report).expect("texts and numbers always become JSON");
    text.push('\n');
    text
}

/// A finding in the preview's overlay.
#[derive(Serialize)]
struct OverlayFinding<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    /// The line that it is about.
    excerpt: String,
}

#[derive(Serialize)]
struct Overlay<'a> {
    errors: usize,
    warnings: usize,
    total: usize,
    findings: Vec<OverlayFinding<'a>>,
    failure: Option<JsonFailure<'a>>,
}

/// So many findings are shown over a page.
const IN_OVERLAY: usize = 10;

/// Errors and warnings as the preview's script takes them, errors first, and why nothing could be
/// written.
pub(super) fn overlay(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    failure: Option<&Failure>,
) -> String {
    let mut places = Places::new(texts);
    let Summary { errors, warnings, .. } = Summary::of(findings);
    let of = |severity| findings.iter().filter(move |finding| finding.severity() == severity);
    let shown = of(Severity::Error).chain(of(Severity::Warning)).take(IN_OVERLAY).map(|finding| {
        OverlayFinding {
            excerpt: texts(&finding.span.file)
                .map(|text| excerpt(text, finding.span.at).line)
                .unwrap_or_default(),
            finding: json_finding(finding, &mut places),
        }
    });
    let failure = failure.map(JsonFailure::of);
    let overlay =
        Overlay { errors, warnings, total: errors + warnings, findings: shown.collect(), failure };
    serde_json::to_string(&overlay).expect("texts and numbers always become JSON")
}

fn json_finding<'a>(finding: &'a Finding, places: &mut Places<'_, '_>) -> JsonFinding<'a> {
    let Position { line, column } = places.position(&finding.span);
    JsonFinding {
        code: finding.code.as_str(),
        severity: finding.severity().word(),
        file: finding.span.file.as_str(),
        line,
        column,
        path: &finding.path,
        message: &finding.message,
        help: &finding.help,
    }
}

// For people.

/// What becomes of findings that only inform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notes {
    /// They are drawn like the others.
    Shown,
    /// Only their number is told.
    Counted,
    /// Not even that.
    Hidden,
}

impl Notes {
    /// As the arguments want it.
    pub(super) fn of(args: &CheckArgs) -> Notes {
        match (args.quiet, args.notes) {
            (true, _) => Notes::Hidden,
            (_, true) => Notes::Shown,
            _ => Notes::Counted,
        }
    }
}

/// How many findings of one code are drawn; of more, the number is told. The JSON report has them
/// all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// For a command that is about something else.
    Few,
    /// For the one that is about findings.
    Many,
}

impl Amount {
    fn of_a_code(self) -> usize {
        match self {
            Amount::Few => 10,
            Amount::Many => 50,
        }
    }

    /// Where the others are.
    fn elsewhere(self) -> &'static str {
        match self {
            Amount::Few => "`briefgen check` shows more, `briefgen check --format json` all",
            Amount::Many => "`--format json` lists them all",
        }
    }
}

/// Findings drawn with excerpts, and a line with their number; empty where there are none. Errors
/// come last, where a terminal shows them after a long report.
pub(super) fn human(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    notes: Notes,
    amount: Amount,
    look: Look,
) -> String {
    let mut places = Places::new(texts);
    let mut text = String::new();
    for severity in [Severity::Info, Severity::Warning, Severity::Error] {
        if severity != Severity::Info || notes == Notes::Shown {
            let of_severity = findings.iter().filter(|finding| finding.severity() == severity);
            draw_all(of_severity, &mut places, amount, look, &mut text);
        }
    }
    text + &count_line(Summary::of(findings), notes)
}

/// Draws findings of one severity, of each code so many, and says how many more there are.
fn draw_all<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    places: &mut Places<'_, '_>,
    amount: Amount,
    look: Look,
    text: &mut String,
) {
    let mut seen: FxHashMap<Code, usize> = FxHashMap::default();
    for finding in findings {
        let seen = seen.entry(finding.code).or_default();
        *seen += 1;
        if *seen <= amount.of_a_code() {
            text.push_str(&drawn(finding, places, look));
            text.push_str("\n\n");
        }
    }
    for code in Code::ALL {
        let more = seen.get(code).map_or(0, |seen| seen.saturating_sub(amount.of_a_code()));
        if more > 0 {
            let more = with_separators(more);
            let _ = writeln!(text, "... and {more} more {code} like these; {}", amount.elsewhere());
        }
    }
}

/// A failure, drawn like a finding without a place.
pub(super) fn failure(failure: &Failure, look: Look) -> String {
    let mut group = Group::with_title(Level::ERROR.primary_title(clean(&failure.message)));
    if !failure.help.is_empty() {
        group = group.element(Level::HELP.message(clean(&failure.help)));
    }
    renderer(look).render(&[group]) + "\n"
}

/// `2 errors, 1 warning, 3 notes`.
fn count_line(summary: Summary, notes: Notes) -> String {
    let Summary { errors, warnings, infos } = summary;
    let infos = if notes == Notes::Hidden { 0 } else { infos };
    let counted =
        [(errors, "error", "errors"), (warnings, "warning", "warnings"), (infos, "note", "notes")];
    let counted: Vec<String> = counted
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| count(n, one, many))
        .collect();
    if counted.is_empty() {
        return String::new();
    }
    let hint = match (notes, infos, errors + warnings) {
        (Notes::Shown, ..) | (_, 0, _) => "",
        (_, 1, 0) => "; `briefgen check --notes` shows it",
        (_, _, 0) => "; `briefgen check --notes` shows them",
        (_, 1, _) => "; `briefgen check --notes` shows the note",
        _ => "; `briefgen check --notes` shows the notes",
    };
    format!("{}{hint}\n", counted.join(", "))
}

fn drawn(finding: &Finding, places: &mut Places<'_, '_>, look: Look) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE,
    };
    let title = level.primary_title(clean(&finding.message)).id(finding.code.as_str());
    let mut group =
        at_place(Group::with_title(title), &finding.span, AnnotationKind::Primary, "", places);
    for also in &finding.also {
        group = at_place(group, &also.span, AnnotationKind::Context, &also.label, places);
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(clean(&finding.help)));
    }
    without_empty_places(&renderer(look).render(&[group]))
}

/// A drawing without the lines that name no place: where the line of an excerpt is cut, its place
/// stands before it, and the renderer draws a mark for a second one.
fn without_empty_places(drawn: &str) -> String {
    let is_empty = |line: &str| strip_str(line).to_string().trim() == ":::";
    drawn.split('\n').filter(|line| !is_empty(line)).collect::<Vec<_>>().join("\n")
}

/// Adds a place and, where the file has text, its line with the span underlined.
fn at_place<'g>(
    group: Group<'g>,
    span: &Span,
    kind: AnnotationKind,
    label: &str,
    places: &mut Places<'_, '_>,
) -> Group<'g> {
    let Position { line, column } = places.position(span);
    let path = clean(span.file.as_str());
    let Some(text) = (places.texts)(&span.file) else {
        let group = group.element(Origin::path(path).line(line).char_column(column));
        return if label.is_empty() {
            group
        } else {
            group.element(Level::NOTE.message(clean(label)))
        };
    };
    let excerpt = excerpt(text, span.at);
    let annotation = kind.span(excerpt.span).label((!label.is_empty()).then(|| clean(label)));
    if excerpt.cut {
        // The excerpt's own columns are not the line's: the place is told apart.
        return group
            .element(Origin::path(path).line(line).char_column(column))
            .element(Snippet::source(excerpt.line).line_start(line).annotation(annotation));
    }
    group.element(Snippet::source(excerpt.line).path(path).line_start(line).annotation(annotation))
}

/// The line a span is on, or the part of a long line that it is in.
struct Excerpt {
    line: String,
    span: Range<usize>,
    cut: bool,
}

/// So many bytes of a line are shown on each side of a span's start where the line is longer than
/// both.
const SIDE: usize = 60;

fn excerpt(text: &str, at: Bytes) -> Excerpt {
    let start = text.floor_char_boundary(at.start as usize);
    let from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let to = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let line = text[from..to].trim_end_matches('\r');
    // From here on in bytes of the line; a span that goes on in the next line ends with this one.
    let start = (start - from).min(line.len());
    let end = line.ceil_char_boundary((at.end as usize).saturating_sub(from)).max(start);
    let (line, Range { start, end }) = with_escapes(line, start..end);
    let line = &*line;
    if line.len() <= 2 * SIDE {
        return Excerpt { line: line.to_owned(), span: start..end, cut: false };
    }
    let left = line.floor_char_boundary(start.saturating_sub(SIDE));
    let right = line.ceil_char_boundary(start + SIDE);
    let before = if left > 0 { "..." } else { "" };
    let after = if right < line.len() { "..." } else { "" };
    let span = before.len() + start - left..before.len() + end.min(right) - left;
    Excerpt { line: format!("{before}{}{after}", &line[left..right]), span, cut: true }
}

/// A line with escapes for those control characters that have no picture, and the same span of it.
fn with_escapes(line: &str, span: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let is_wide = |c: char| c.is_control() && !c.is_ascii();
    if !line.contains(is_wide) {
        return (Cow::Borrowed(line), span);
    }
    let mut shown = String::with_capacity(line.len());
    let (mut start, mut end) = (span.start, span.end);
    for (at, c) in line.char_indices() {
        let before = shown.len();
        match is_wide(c) {
            true => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => shown.push(c),
        }
        let longer = shown.len() - before - c.len_utf8();
        start += if at < span.start { longer } else { 0 };
        end += if at < span.end { longer } else { 0 };
    }
    (Cow::Owned(shown), start..end)
}

/// Lines and columns, with each file's line ends looked for once.
struct Places<'f, 'a> {
    texts: Texts<'f, 'a>,
    lines: FxHashMap<SitePath, Option<Lines<'a>>>,
}

impl<'f, 'a> Places<'f, 'a> {
    fn new(texts: Texts<'f, 'a>) -> Places<'f, 'a> {
        Places { texts, lines: FxHashMap::default() }
    }

    /// Where a span starts; the first character of a file that has no text.
    fn position(&mut self, span: &Span) -> Position {
        if !self.lines.contains_key(&span.file) {
            self.lines.insert(span.file.clone(), (self.texts)(&span.file).map(Lines::new));
        }
        let lines = self.lines.get(&span.file).and_then(Option::as_ref);
        lines
            .map_or(Position { line: 1, column: 1 }, |lines| lines.position(span.at.start as usize))
    }
}

/// A text of a site as it may be printed: without characters that steer a terminal.
fn clean(text: &str) -> String {
    normalize_untrusted_str(&text.replace(['\n', '\r'], " "))
}

fn renderer(look: Look) -> Renderer {
    match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled(),
    }
}

/// `9,950`.
fn with_separators(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALKS: &str =
        "---\ntitle: Talks\nactors: [qin-gnag]\n---\n中国外长秦刚与 [[wang-yo]] 会谈\n";
    const ACTORS: &str = "qin-gang: {name: Qin Gang}\r\nwang-yi: {name: Wang Yi}\r\n";

    fn texts(path: &SitePath) -> Option<&'static str> {
        match path.as_str() {
            "content/briefs/talks.md" => Some(TALKS),
            "content/actors.yaml" => Some(ACTORS),
            _ => None,
        }
    }

    fn span(file: &str, text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap();
        Span::new(SitePath::parse(file).unwrap(), Bytes::new(start..start + part.len()))
    }

    fn undefined() -> Finding {
        Finding::new(
            Code::RefUndefined,
            span("content/briefs/talks.md", TALKS, "qin-gnag"),
            "`qin-gnag` names nothing",
        )
        .help("did you mean `qin-gang`?")
        .path("actors[0]")
    }

    fn plain(findings: &[Finding], notes: Notes) -> String {
        human(findings, &texts, notes, Amount::Many, Look::Plain)
    }

    #[test]
    fn a_finding_is_drawn_with_its_line_and_its_help() {
        insta::assert_snapshot!(plain(&[undefined()], Notes::Shown), @r#"
        error[E-REF-UNDEFINED]: `qin-gnag` names nothing
         --> content/briefs/talks.md:3:10
          |
        3 | actors: [qin-gnag]
          |          ^^^^^^^^
          |
          = help: did you mean `qin-gang`?

        1 error
        "#);
    }

    #[test]
    fn a_line_of_chinese_is_underlined_where_it_should_be() {
        let span = span("content/briefs/talks.md", TALKS, "wang-yo");
        let finding = Finding::new(Code::RefUndefined, span, "`wang-yo` names nothing");
        insta::assert_snapshot!(plain(&[finding], Notes::Shown), @r#"
        error[E-REF-UNDEFINED]: `wang-yo` names nothing
         --> content/briefs/talks.md:5:11
          |
        5 | 中国外长秦刚与 [[wang-yo]] 会谈
          |                  ^^^^^^^

        1 error
        "#);
    }

    #[test]
    fn the_other_places_of_a_finding_are_drawn_with_their_labels() {
        let finding = Finding::new(
            Code::Duplicate,
            span("content/briefs/talks.md", TALKS, "Talks"),
            "the id `talks` is taken",
        )
        .also(span("content/actors.yaml", ACTORS, "wang-yi"), "first declared here")
        .also(Span::new(SitePath::parse("static/logo.png").unwrap(), Bytes::default()), "and here");
        insta::assert_snapshot!(plain(&[finding], Notes::Shown), @r#"
        error[E-DUPLICATE]: the id `talks` is taken
         --> content/briefs/talks.md:2:8
          |
        2 | title: Talks
          |        ^^^^^
          |
         ::: content/actors.yaml:2:1
          |
        2 | wang-yi: {name: Wang Yi}
          | ------- first declared here
         ::: static/logo.png:1:1
          = note: and here

        1 error
        "#);
    }

    #[test]
    fn notes_are_counted_and_shown_where_that_is_asked_for() {
        let note = Finding::new(
            Code::Orphan,
            span("content/actors.yaml", ACTORS, "wang-yi"),
            "nothing uses it",
        );
        let both = [note.clone(), undefined()];
        assert!(plain(&both, Notes::Shown).starts_with("note[I-ORPHAN]: nothing uses it\n"));
        assert!(plain(&both, Notes::Counted).starts_with("error[E-REF-UNDEFINED]: "));
        assert!(
            plain(&both, Notes::Counted)
                .ends_with("\n1 error, 1 note; `briefgen check --notes` shows the note\n")
        );
        assert!(plain(&both, Notes::Hidden).ends_with("\n\n1 error\n"));
        let notes = vec![note; 14];
        assert_eq!(
            plain(&notes, Notes::Counted),
            "14 notes; `briefgen check --notes` shows them\n"
        );
        assert_eq!(plain(&notes, Notes::Hidden), "");
        assert_eq!(plain(&[], Notes::Shown), "");
    }

    #[test]
    fn errors_stand_last_beside_the_summary_and_notes_first() {
        let of = |code: Code, message: &str| Finding {
            code,
            message: message.to_owned(),
            ..undefined()
        };
        let mut findings = vec![of(Code::RefUndefined, "first error"), of(Code::Orphan, "a note")];
        findings.extend((0..60).map(|n| of(Code::Stub, &format!("warning {n}"))));
        findings.extend([of(Code::Duplicate, "second error"), of(Code::Orphan, "another note")]);
        let text = plain(&findings, Notes::Shown);
        let is_told = |line: &&str| line.contains("]: ") || line.starts_with("... ");
        let told: Vec<&str> = text.lines().filter(is_told).collect();
        assert_eq!(told[..2], ["note[I-ORPHAN]: a note", "note[I-ORPHAN]: another note"]);
        assert_eq!(told[2], "warning[W-STUB]: warning 0");
        assert_eq!(told[52], "... and 10 more W-STUB like these; `--format json` lists them all");
        assert_eq!(
            told[53..],
            ["error[E-REF-UNDEFINED]: first error", "error[E-DUPLICATE]: second error"]
        );
        assert!(text.ends_with("\n\n2 errors, 60 warnings, 2 notes\n"), "{text}");
    }

    #[test]
    fn of_ten_thousand_findings_the_first_fifty_are_drawn() {
        let text = plain(&vec![undefined(); 10_000], Notes::Shown);
        assert_eq!(text.matches("error[E-REF-UNDEFINED]").count(), 50);
        let end = "\n... and 9,950 more E-REF-UNDEFINED like these; `--format json` lists them \
            all\n10000 errors\n";
        assert!(text.ends_with(end), "{}", &text[text.len() - 200..]);
    }

    #[test]
    fn a_build_draws_ten_of_each_code_and_says_who_shows_the_others() {
        let mut findings = vec![undefined(); 12];
        findings.extend(vec![Finding { code: Code::Stub, ..undefined() }; 11]);
        let text = human(&findings, &texts, Notes::Counted, Amount::Few, Look::Plain);
        assert_eq!(text.matches("error[E-REF-UNDEFINED]").count(), 10);
        assert_eq!(text.matches("warning[W-STUB]").count(), 10);
        let more = "like these; `briefgen check` shows more, `briefgen check --format json` all\n";
        assert!(
            text.contains(&format!("... and 1 more W-STUB {more}error[E-REF-UNDEFINED]: ")),
            "{text}"
        );
        assert!(
            text.ends_with(&format!(
                "... and 2 more E-REF-UNDEFINED {more}12 errors, 11 warnings\n"
            )),
            "{text}"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long = format!("{}HERE{}", "ab中".repeat(100_000), "é".repeat(400_000));
        let span = span("content/long.md", &long, "HERE");
        let whole = Span::new(span.file.clone(), Bytes::new(0..long.len()));
        let text = human(
            &[Finding::new(Code::Link, span, "m"), Finding::new(Code::Link, whole, "m")],
            &|_| Some(&long),
            Notes::Shown,
            Amount::Many,
            Look::Plain,
        );
        let place = Finding::new(
            Code::Link,
            Span::new(SitePath::parse("content/long.md").unwrap(), Bytes::new(5..9)),
            "m",
        );
        let coloured =
            human(&[place], &|_| Some(&long), Notes::Shown, Amount::Many, Look::Coloured);
        assert!(coloured.contains('\u{1b}') && !coloured.contains(":::"), "{coloured}");
        assert!(text.len() < 3_000, "{}", text.len());
        assert!(text.contains("--> content/long.md:1:300001\n"), "{text}");
        assert!(text.contains("HERE") && text.contains("^^^^"), "{text}");
        assert!(!text.contains(":::"), "{text}");
    }

    #[test]
    fn no_span_makes_the_drawing_fail() {
        let file = SitePath::parse("content/actors.yaml").unwrap();
        let odd = "\u{feff}a\r\n中国\n\n\tb\u{1b}[31m\r\n".repeat(30) + &"中".repeat(300);
        for text in ["", "\n", "x", "\r\n", &odd] {
            for start in 0..=text.len() + 2 {
                for length in [0, 1, 2, 3, 200, usize::MAX / 2] {
                    let at = Bytes::new(start..start.saturating_add(length));
                    let finding = Finding::new(Code::Yaml, Span::new(file.clone(), at), "m");
                    let drawn =
                        human(&[finding], &|_| Some(text), Notes::Shown, Amount::Many, Look::Plain);
                    assert!(
                        drawn.starts_with("error[E-YAML]: m\n") && !drawn.contains('\u{1b}'),
                        "{drawn}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_steers_a_terminal_is_not_printed() {
        let finding = undefined()
            .help("type \u{1b}[2J\u{202e}")
            .also(undefined().span, "\u{1b}]0;title\u{7}");
        let finding = Finding { message: "\u{1b}[31mred\nand more".to_owned(), ..finding };
        let text = plain(&[finding], Notes::Shown);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
        assert!(text.contains("red and more"), "{text}");
    }

    #[test]
    fn the_json_report_has_the_keys_of_the_reference() {
        let chinese = Finding::new(
            Code::Stub,
            span("content/briefs/talks.md", TALKS, "[[wang-yo]]"),
            "a stub",
        );
        let no_text = Finding::new(
            Code::File,
            Span::new(SitePath::parse("content/x.md").unwrap(), Bytes::new(7..9)),
            "no text",
        );
        let built = Built { pages: 3, written: 1, unchanged: 2, removed: 0 };
        insta::assert_snapshot!(json(&[undefined(), chinese, no_text], &texts, Some(built), None), @r#"
        {
          "findings": [
            {
              "code": "E-REF-UNDEFINED",
              "severity": "error",
              "file": "content/briefs/talks.md",
              "line": 3,
              "column": 10,
              "path": "actors[0]",
              "message": "`qin-gnag` names nothing",
              "help": "did you mean `qin-gang`?"
            },
            {
              "code": "W-STUB",
              "severity": "warning",
              "file": "content/briefs/talks.md",
              "line": 5,
              "column": 9,
              "path": "",
              "message": "a stub",
              "help": ""
            },
            {
              "code": "E-FILE",
              "severity": "error",
              "file": "content/x.md",
              "line": 1,
              "column": 1,
              "path": "",
              "message": "no text",
              "help": ""
            }
          ],
          "summary": {
            "errors": 2,
            "warnings": 1,
            "infos": 0,
            "pages": 3,
            "written": 1,
            "unchanged": 2,
            "removed": 0
          }
        }
        "#);
        insta::assert_snapshot!(json(&[], &texts, None, None), @r#"
        {
          "findings": [],
          "summary": {
            "errors": 0,
            "warnings": 0,
            "infos": 0
          }
        }
        "#);
    }

    #[test]
    fn errors_fail_a_site_and_warnings_fail_it_where_that_is_asked_for() {
        let of = |errors, warnings| Summary { errors, warnings, infos: 9 };
        for (summary, strict, verdict) in [
            (of(0, 0), false, Verdict::Passed),
            (of(0, 0), true, Verdict::Passed),
            (of(0, 1), false, Verdict::Passed),
            (of(0, 1), true, Verdict::Failed),
            (of(1, 0), false, Verdict::Failed),
        ] {
            assert_eq!(summary.verdict(strict), verdict, "{summary:?} {strict}");
        }
    }

    #[test]
    fn a_failure_is_drawn_with_its_help() {
        let told =
            Failure::new("there is no folder `desk`").help("make one with `briefgen init desk`");
        insta::assert_snapshot!(failure(&told, Look::Plain), @r#"
        error: there is no folder `desk`
         |
         = help: make one with `briefgen init desk`
        "#);
    }

    #[test]
    fn long_numbers_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(with_separators(n), text);
        }
    }
}
