//! Reports in the formats of other programs: SARIF for code scanning, workflow commands for GitHub.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::args::Format;
use super::failure::Failure;
use super::report::{self, BuildCounts, Texts};
use crate::base::code::{Code, Severity};
use crate::base::finding::Finding;
use crate::base::text::{Lines, Position};

/// The report in a format for programs; `None` for [`Format::Human`].
pub(super) fn for_programs(
    format: Format,
    findings: &[Finding],
    texts: Texts<'_, '_>,
    counts: Option<BuildCounts>,
    failure: Option<&Failure>,
) -> Option<String> {
    match format {
        Format::Human => None,
        Format::Json => Some(report::json(findings, texts, counts, failure)),
        Format::Sarif => Some(sarif(findings, texts)),
        Format::Github => Some(github(findings, texts)),
    }
}

/// Where a finding starts and ends.
fn positions(finding: &Finding, texts: Texts<'_, '_>) -> (Position, Position) {
    let lines = Lines::new(texts(&finding.span.file).unwrap_or_default());
    let at = finding.span.at;
    (lines.position(at.start as usize), lines.position(at.end as usize))
}

/// The findings as SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>.
fn sarif(findings: &[Finding], texts: Texts<'_, '_>) -> String {
    let rule = |code: &Code| {
        json!({
            "id": code.as_str(),
            "shortDescription": {"text": code.summary()},
            "defaultConfiguration": {"level": level(code.severity())},
        })
    };
    let result = |finding: &Finding| {
        let (start, end) = positions(finding, texts);
        let text = match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{}\n{help}", finding.message),
        };
        json!({
            "ruleId": finding.code.as_str(),
            "level": level(finding.severity()),
            "message": {"text": text},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": relative_uri(finding.span.file.as_str())},
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            }}],
        })
    };
    let rules: Vec<Value> = Code::ALL.iter().map(rule).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "briefgen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{report:#}\n")
}

/// The characters that are percent-encoded in the path of a URI.
const NOT_IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path of the site as a relative URI.
fn relative_uri(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_PATHS).to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The findings as GitHub's workflow commands, one per line. GitHub shows them beside the code.
fn github(findings: &[Finding], texts: Texts<'_, '_>) -> String {
    let line = |finding: &Finding| {
        let (start, _) = positions(finding, texts);
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let file = escape_property(finding.span.file.as_str());
        let message = match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{}\n{help}", finding.message),
        };
        let (code, Position { line, column }) = (finding.code, start);
        format!(
            "::{command} file={file},line={line},col={column},title={code}::{}\n",
            escape_data(&message)
        )
    };
    findings.iter().map(line).collect()
}

/// Escapes the text of a workflow command.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::finding::{Bytes, Span};
    use crate::base::path::SitePath;

    fn findings() -> Vec<Finding> {
        let span = Span::new(SitePath::parse("content/a b,c.md").unwrap(), Bytes::new(4..7));
        vec![Finding::new(Code::Link, span, "100 % wrong").help("mend\nit")]
    }

    #[test]
    fn a_line_for_github_is_one_line() {
        let text = github(&findings(), &|_| Some("ab\ncdef"));
        assert_eq!(
            text,
            "::error file=content/a b%2Cc.md,line=2,col=2,title=E-LINK::100 %25 wrong%0Amend%0Ait\n"
        );
    }

    #[test]
    fn sarif_has_the_place_and_the_rule() {
        let report: Value =
            serde_json::from_str(&sarif(&findings(), &|_| Some("ab\ncdef"))).unwrap();
        let run = &report["runs"][0];
        let result = &run["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/a%20b%2Cc.md");
        assert_eq!(
            place["region"],
            json!({"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 5})
        );
        assert_eq!((&result["ruleId"], &result["level"]), (&json!("E-LINK"), &json!("error")));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    }
}
