//! The report that the preview shows over a page.

use serde::Serialize;

use super::{JsonFailure, JsonFinding, Places, Summary, Texts, excerpt, json_finding};
use crate::base::code::Severity;
use crate::base::finding::Finding;
use crate::cli::failure::Failure;

/// A finding in the preview's overlay.
#[derive(Serialize)]
struct OverlayFinding<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    /// The line that the finding points to.
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

/// How many findings the overlay shows.
const MAX_IN_OVERLAY: usize = 10;

/// The JSON for the preview's script: errors, then warnings, and `failure` if the site could not be
/// written.
pub(in crate::cli) fn overlay(
    findings: &[Finding],
    texts: Texts<'_, '_>,
    failure: Option<&Failure>,
) -> String {
    let mut places = Places::new(texts);
    let Summary { errors, warnings, .. } = Summary::of(findings);
    let of = |severity| findings.iter().filter(move |finding| finding.severity() == severity);
    let shown = of(Severity::Error).chain(of(Severity::Warning)).take(MAX_IN_OVERLAY);
    let shown = shown.map(|finding| OverlayFinding {
        excerpt: texts(&finding.span.file)
            .map(|text| excerpt(text, finding.span.at).line)
            .unwrap_or_default(),
        finding: json_finding(finding, &mut places),
    });
    let failure = failure.map(JsonFailure::of);
    let overlay =
        Overlay { errors, warnings, total: errors + warnings, findings: shown.collect(), failure };
    serde_json::to_string(&overlay).expect("texts and numbers always become JSON")
}
