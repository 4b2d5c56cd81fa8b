//! Reports of findings: drawn for people, JSON for programs, and the overlay of the preview.
//!
//! Turns findings and the files they point into into text. It prints nothing, and must not know how
//! the findings were found.

#[cfg(feature = "server")]
mod overlay;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use anstream::adapter::strip_str;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::ExitStatus;
use super::args::CheckArgs;
use super::failure::Failure;
use super::screen::Styling;
use crate::base::code::{Code, Severity};
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::path::SitePath;
use crate::base::text::{Lines, Position, count};

#[cfg(feature = "server")]
pub(super) use overlay::overlay;

/// Returns the text of a file; `None` if the file is missing or not text.
pub(super) type Texts<'f, 'a> = &'f dyn Fn(&SitePath) -> Option<&'a str>;

/// The number of findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Summary {
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
    pub(super) fn exit_status(self, strict: bool) -> ExitStatus {
        if self.errors > 0 || (strict && self.warnings > 0) {
            ExitStatus::Failed
        } else {
            ExitStatus::Passed
        }
    }
}

/// The numbers of pages and files of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct BuildCounts {
    /// HTML pages of the site.
    pub(super) pages: usize,
    /// Files that were written.
    pub(super) written: usize,
    /// Files that already had the right content.
    pub(super) unchanged: usize,
    /// Files that were removed.
    pub(super) removed: usize,
}

// Reports for programs.

#[derive(Serialize)]
struct JsonReport<'a> {
    findings: Vec<JsonFinding<'a>>,
    summary: JsonSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<JsonFailure<'a>>,
}

/// Why `watch` could not write a rebuild.
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
    counts: Option<BuildCounts>,
}

/// All findings and their numbers as one JSON object, which the format reference documents.
pub(super) fn json(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    counts: Option<BuildCounts>,
    failure: Option<&Failure>,
) -> String {
    let mut places = Places::new(texts);
    let report = JsonReport {
        findings: findings.iter().map(|finding| json_finding(finding, &mut places)).collect(),
        summary: JsonSummary { summary: Summary::of(findings), counts },
        failure: failure.map(JsonFailure::of),
    };
    let mut text =
        serde_json::to_string_pretty(&report).expect("texts and numbers always become JSON");
    text.push('\n');
    text
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

// Reports for people.

/// How findings of the severity [`Severity::Info`] are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoteDisplay {
    /// They are drawn.
    Drawn,
    /// They are counted.
    Counted,
    /// They are left out.
    Hidden,
}

impl NoteDisplay {
    pub(super) fn of(args: &CheckArgs) -> NoteDisplay {
        match (args.quiet, args.notes) {
            (true, _) => NoteDisplay::Hidden,
            (_, true) => NoteDisplay::Drawn,
            _ => NoteDisplay::Counted,
        }
    }
}

/// How many findings of one code are drawn. The others are counted; the JSON report has them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DrawLimit {
    /// For `build` and `watch`.
    Few,
    /// For `check`, whose purpose is to show findings.
    Many,
}

impl DrawLimit {
    fn per_code(self) -> usize {
        match self {
            DrawLimit::Few => 10,
            DrawLimit::Many => 50,
        }
    }

    /// How to see the findings that are not drawn.
    fn hint(self) -> &'static str {
        match self {
            DrawLimit::Few => "`briefgen check` shows more, `briefgen check --format json` all",
            DrawLimit::Many => "`--format json` lists them all",
        }
    }
}

/// Draws findings with excerpts, and a line that counts them; empty if there are no findings.
///
/// Errors come last, because a terminal shows the end of a long report.
pub(super) fn human(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    notes: NoteDisplay,
    limit: DrawLimit,
    styling: Styling,
) -> String {
    let mut places = Places::new(texts);
    let mut text = String::new();
    for severity in [Severity::Info, Severity::Warning, Severity::Error] {
        if severity != Severity::Info || notes == NoteDisplay::Drawn {
            let of_severity = findings.iter().filter(|finding| finding.severity() == severity);
            draw_all(of_severity, &mut places, limit, styling, &mut text);
        }
    }
    text + &count_line(Summary::of(findings), notes)
}

/// Draws findings of one severity, up to the limit for each code, and counts the others.
fn draw_all<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    places: &mut Places<'_, '_>,
    limit: DrawLimit,
    styling: Styling,
    text: &mut String,
) {
    let mut seen: FxHashMap<Code, usize> = FxHashMap::default();
    for finding in findings {
        let seen = seen.entry(finding.code).or_default();
        *seen += 1;
        if *seen <= limit.per_code() {
            text.push_str(&draw(finding, places, styling));
            text.push_str("\n\n");
        }
    }
    for code in Code::ALL {
        let more = seen.get(code).map_or(0, |seen| seen.saturating_sub(limit.per_code()));
        if more > 0 {
            let more = with_separators(more);
            let _ = writeln!(text, "... and {more} more {code} like these; {}", limit.hint());
        }
    }
}

/// Draws a failure like a finding without a place.
pub(super) fn failure(failure: &Failure, styling: Styling) -> String {
    let mut group = Group::with_title(Level::ERROR.primary_title(clean(&failure.message)));
    if !failure.help.is_empty() {
        group = group.element(Level::HELP.message(clean(&failure.help)));
    }
    renderer(styling).render(&[group]) + "\n"
}

/// `2 errors, 1 warning, 3 notes`, with a hint if there are notes that are not drawn.
fn count_line(summary: Summary, notes: NoteDisplay) -> String {
    let Summary { errors, warnings, infos } = summary;
    let infos = if notes == NoteDisplay::Hidden { 0 } else { infos };
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
        (NoteDisplay::Drawn, ..) | (_, 0, _) => "",
        (_, 1, 0) => "; `briefgen check --notes` shows it",
        (_, _, 0) => "; `briefgen check --notes` shows them",
        (_, 1, _) => "; `briefgen check --notes` shows the note",
        _ => "; `briefgen check --notes` shows the notes",
    };
    format!("{}{hint}\n", counted.join(", "))
}

fn draw(finding: &Finding, places: &mut Places<'_, '_>, styling: Styling) -> String {
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
    without_empty_places(&renderer(styling).render(&[group]))
}

/// Removes lines that hold only `:::`. The renderer draws such a line before a cut excerpt, whose
/// place was added as an element of its own.
fn without_empty_places(drawn: &str) -> String {
    let is_empty = |line: &str| strip_str(line).to_string().trim() == ":::";
    drawn.split('\n').filter(|line| !is_empty(line)).collect::<Vec<_>>().join("\n")
}

/// Adds a place to a drawing and, if the file has text, the line with the span underlined.
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
        // Columns of a cut excerpt differ from columns of the line, so the place is drawn apart.
        return group
            .element(Origin::path(path).line(line).char_column(column))
            .element(Snippet::source(excerpt.line).line_start(line).annotation(annotation));
    }
    group.element(Snippet::source(excerpt.line).path(path).line_start(line).annotation(annotation))
}

/// The line in which a span starts, or the part of a long line around that start.
struct Excerpt {
    line: String,
    /// The span in bytes of `line`.
    span: Range<usize>,
    /// Whether `line` is a part of the line.
    cut: bool,
}

/// How many bytes of a long line are shown on each side of a span's start.
const SIDE: usize = 60;

fn excerpt(text: &str, at: Bytes) -> Excerpt {
    let start = text.floor_char_boundary(at.start as usize);
    let from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let to = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let line = text[from..to].trim_end_matches('\r');
    // From here on places are in bytes of the line, and the span ends with the line.
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

/// Escapes control characters beyond ASCII, for which the renderer has no symbol. Returns the new
/// line and the span in it.
fn with_escapes(line: &str, span: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let needs_escape = |c: char| c.is_control() && !c.is_ascii();
    if !line.contains(needs_escape) {
        return (Cow::Borrowed(line), span);
    }
    let mut shown = String::with_capacity(line.len());
    let (mut start, mut end) = (span.start, span.end);
    for (at, c) in line.char_indices() {
        let before = shown.len();
        match needs_escape(c) {
            true => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => shown.push(c),
        }
        let added = shown.len() - before - c.len_utf8();
        start += if at < span.start { added } else { 0 };
        end += if at < span.end { added } else { 0 };
    }
    (Cow::Owned(shown), start..end)
}

/// Converts spans to lines and columns. Finds the line ends of each file once.
struct Places<'f, 'a> {
    texts: Texts<'f, 'a>,
    lines: FxHashMap<SitePath, Option<Lines<'a>>>,
}

impl<'f, 'a> Places<'f, 'a> {
    fn new(texts: Texts<'f, 'a>) -> Places<'f, 'a> {
        Places { texts, lines: FxHashMap::default() }
    }

    /// Where a span starts. In a file without text this is line 1, column 1.
    fn position(&mut self, span: &Span) -> Position {
        if !self.lines.contains_key(&span.file) {
            self.lines.insert(span.file.clone(), (self.texts)(&span.file).map(Lines::new));
        }
        let lines = self.lines.get(&span.file).and_then(Option::as_ref);
        lines
            .map_or(Position { line: 1, column: 1 }, |lines| lines.position(span.at.start as usize))
    }
}

/// Makes text of a site safe to print: one line without control characters.
fn clean(text: &str) -> String {
    normalize_untrusted_str(&text.replace(['\n', '\r'], " "))
}

fn renderer(styling: Styling) -> Renderer {
    match styling {
        Styling::Plain => Renderer::plain(),
        Styling::Coloured => Renderer::styled(),
    }
}

/// Formats a number with thousands separators: `9,950`.
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

    fn plain(findings: &[Finding], notes: NoteDisplay) -> String {
        human(findings, &texts, notes, DrawLimit::Many, Styling::Plain)
    }

    #[test]
    fn a_finding_is_drawn_with_its_line_and_its_help() {
        insta::assert_snapshot!(plain(&[undefined()], NoteDisplay::Drawn), @r#"
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
    fn chinese_is_underlined_at_the_right_columns() {
        let span = span("content/briefs/talks.md", TALKS, "wang-yo");
        let finding = Finding::new(Code::RefUndefined, span, "`wang-yo` names nothing");
        insta::assert_snapshot!(plain(&[finding], NoteDisplay::Drawn), @r#"
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
        insta::assert_snapshot!(plain(&[finding], NoteDisplay::Drawn), @r#"
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
    fn notes_are_counted_drawn_or_hidden() {
        let note = Finding::new(
            Code::Orphan,
            span("content/actors.yaml", ACTORS, "wang-yi"),
            "nothing uses it",
        );
        let both = [note.clone(), undefined()];
        assert!(plain(&both, NoteDisplay::Drawn).starts_with("note[I-ORPHAN]: nothing uses it\n"));
        assert!(plain(&both, NoteDisplay::Counted).starts_with("error[E-REF-UNDEFINED]: "));
        assert!(
            plain(&both, NoteDisplay::Counted)
                .ends_with("\n1 error, 1 note; `briefgen check --notes` shows the note\n")
        );
        assert!(plain(&both, NoteDisplay::Hidden).ends_with("\n\n1 error\n"));
        let notes = vec![note; 14];
        assert_eq!(
            plain(&notes, NoteDisplay::Counted),
            "14 notes; `briefgen check --notes` shows them\n"
        );
        assert_eq!(plain(&notes, NoteDisplay::Hidden), "");
        assert_eq!(plain(&[], NoteDisplay::Drawn), "");
    }

    #[test]
    fn notes_come_first_and_errors_last() {
        let of = |code: Code, message: &str| Finding {
            code,
            message: message.to_owned(),
            ..undefined()
        };
        let mut findings = vec![of(Code::RefUndefined, "first error"), of(Code::Orphan, "a note")];
        findings.extend((0..60).map(|n| of(Code::Stub, &format!("warning {n}"))));
        findings.extend([of(Code::Duplicate, "second error"), of(Code::Orphan, "another note")]);
        let text = plain(&findings, NoteDisplay::Drawn);
        let is_headline = |line: &&str| line.contains("]: ") || line.starts_with("... ");
        let headlines: Vec<&str> = text.lines().filter(is_headline).collect();
        assert_eq!(headlines[..2], ["note[I-ORPHAN]: a note", "note[I-ORPHAN]: another note"]);
        assert_eq!(headlines[2], "warning[W-STUB]: warning 0");
        assert_eq!(
            headlines[52],
            "... and 10 more W-STUB like these; `--format json` lists them all"
        );
        assert_eq!(
            headlines[53..],
            ["error[E-REF-UNDEFINED]: first error", "error[E-DUPLICATE]: second error"]
        );
        assert!(text.ends_with("\n\n2 errors, 60 warnings, 2 notes\n"), "{text}");
    }

    #[test]
    fn fifty_of_ten_thousand_findings_are_drawn() {
        let text = plain(&vec![undefined(); 10_000], NoteDisplay::Drawn);
        assert_eq!(text.matches("error[E-REF-UNDEFINED]").count(), 50);
        let end = "\n... and 9,950 more E-REF-UNDEFINED like these; `--format json` lists them \
            all\n10000 errors\n";
        assert!(text.ends_with(end), "{}", &text[text.len() - 200..]);
    }

    #[test]
    fn a_build_draws_ten_of_each_code_and_names_check_for_the_others() {
        let mut findings = vec![undefined(); 12];
        findings.extend(vec![Finding { code: Code::Stub, ..undefined() }; 11]);
        let text = human(&findings, &texts, NoteDisplay::Counted, DrawLimit::Few, Styling::Plain);
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
            NoteDisplay::Drawn,
            DrawLimit::Many,
            Styling::Plain,
        );
        let place = Finding::new(
            Code::Link,
            Span::new(SitePath::parse("content/long.md").unwrap(), Bytes::new(5..9)),
            "m",
        );
        let coloured = human(
            &[place],
            &|_| Some(&long),
            NoteDisplay::Drawn,
            DrawLimit::Many,
            Styling::Coloured,
        );
        assert!(coloured.contains('\u{1b}') && !coloured.contains(":::"), "{coloured}");
        assert!(text.len() < 3_000, "{}", text.len());
        assert!(text.contains("--> content/long.md:1:300001\n"), "{text}");
        assert!(text.contains("HERE") && text.contains("^^^^"), "{text}");
        assert!(!text.contains(":::"), "{text}");
    }

    #[test]
    fn any_span_can_be_drawn() {
        let file = SitePath::parse("content/actors.yaml").unwrap();
        let odd = "\u{feff}a\r\n中国\n\n\tb\u{1b}[31m\r\n".repeat(30) + &"中".repeat(300);
        for text in ["", "\n", "x", "\r\n", &odd] {
            for start in 0..=text.len() + 2 {
                for length in [0, 1, 2, 3, 200, usize::MAX / 2] {
                    let at = Bytes::new(start..start.saturating_add(length));
                    let finding = Finding::new(Code::Yaml, Span::new(file.clone(), at), "m");
                    let drawn = human(
                        &[finding],
                        &|_| Some(text),
                        NoteDisplay::Drawn,
                        DrawLimit::Many,
                        Styling::Plain,
                    );
                    assert!(
                        drawn.starts_with("error[E-YAML]: m\n") && !drawn.contains('\u{1b}'),
                        "{drawn}"
                    );
                }
            }
        }
    }

    #[test]
    fn control_characters_are_not_printed() {
        let finding = undefined()
            .help("type \u{1b}[2J\u{202e}")
            .also(undefined().span, "\u{1b}]0;title\u{7}");
        let finding = Finding { message: "\u{1b}[31mred\nand more".to_owned(), ..finding };
        let text = plain(&[finding], NoteDisplay::Drawn);
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
        let counts = BuildCounts { pages: 3, written: 1, unchanged: 2, removed: 0 };
        insta::assert_snapshot!(json(&[undefined(), chinese, no_text], &texts, Some(counts), None), @r#"
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
    fn errors_fail_a_site_and_strict_lets_warnings_fail_it() {
        let of = |errors, warnings| Summary { errors, warnings, infos: 9 };
        for (summary, strict, status) in [
            (of(0, 0), false, ExitStatus::Passed),
            (of(0, 0), true, ExitStatus::Passed),
            (of(0, 1), false, ExitStatus::Passed),
            (of(0, 1), true, ExitStatus::Failed),
            (of(1, 0), false, ExitStatus::Failed),
        ] {
            assert_eq!(summary.exit_status(strict), status, "{summary:?} {strict}");
        }
    }

    #[test]
    fn a_failure_is_drawn_with_its_help() {
        let missing =
            Failure::new("there is no folder `desk`").help("make one with `briefgen init desk`");
        insta::assert_snapshot!(failure(&missing, Styling::Plain), @r#"
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
