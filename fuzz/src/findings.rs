//! What must hold of whatever is reported.

use briefgen::base::finding::{Finding, Span};
use briefgen::embedded::TEMPLATES;
use briefgen::files::Files;

/// Each finding says what is wrong and what to do, at places that exist.
pub fn hold(findings: &[Finding], files: &Files) {
    for finding in findings {
        let Finding { message, help, .. } = finding;
        assert!(!message.trim().is_empty() && !help.trim().is_empty(), "{finding:?}");
        exists(&finding.span, files);
        finding.also.iter().for_each(|also| exists(&also.span, files));
    }
}

fn exists(span: &Span, files: &Files) {
    let built_in =
        |path: &str| TEMPLATES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
    let text = files.text(&span.file).or_else(|| span.file.below("templates").and_then(built_in));
    assert!(text.unwrap_or_default().get(span.at.range()).is_some(), "{span:?}");
}
