//! A baseline: the findings that an old archive had when it adopted the checks, which are not
//! reported again.
//!
//! A finding is recognised by its code, file, key path and message. Lines and columns are not
//! compared, because they move with every edit. An entry stands for one finding; to suppress two
//! equal findings, the baseline must hold two entries.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::args::CheckArgs;
use super::failure::Failure;
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::text::count;

/// Codes that no baseline suppresses: they may mean that the wrong people can read a text.
const NEVER_SUPPRESSED: [Code; 2] = [Code::AudienceLeak, Code::Path];

/// The baseline as JSON.
#[derive(Default, Serialize, Deserialize)]
struct BaselineFile {
    findings: Vec<BaselineEntry>,
}

/// A finding without its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
struct BaselineEntry {
    code: String,
    file: String,
    #[serde(default)]
    path: String,
    message: String,
}

impl BaselineEntry {
    fn of(finding: &Finding) -> BaselineEntry {
        BaselineEntry {
            code: finding.code.to_string(),
            file: finding.span.file.to_string(),
            path: finding.path.clone(),
            message: finding.message.clone(),
        }
    }
}

/// How many findings equal each entry of the baseline; empty without `--baseline`.
#[derive(Default)]
pub(super) struct Baseline(HashMap<BaselineEntry, usize>);

impl Baseline {
    /// Reads the baseline. With `--update-baseline` it is first written again from `findings`.
    ///
    /// # Errors
    /// The file cannot be read or written, or is not a baseline.
    pub(super) fn load(args: &CheckArgs, findings: &[Finding]) -> Result<Baseline, Failure> {
        let Some(file) = &args.baseline else { return Ok(Baseline::default()) };
        if args.update_baseline {
            write_file(file, findings)?;
        }
        let mut counts: HashMap<BaselineEntry, usize> = HashMap::new();
        for entry in read_file(file)?.findings {
            *counts.entry(entry).or_default() += 1;
        }
        Ok(Baseline(counts))
    }

    /// Removes the findings that are in the baseline. Returns how many were removed.
    pub(super) fn remove_known(&self, findings: &mut Vec<Finding>) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        let before = findings.len();
        let mut left = self.0.clone();
        findings.retain(|finding| match left.get_mut(&BaselineEntry::of(finding)) {
            Some(left) if *left > 0 && !NEVER_SUPPRESSED.contains(&finding.code) => {
                *left -= 1;
                false
            }
            _ => true,
        });
        before - findings.len()
    }
}

/// How many findings the baseline suppressed.
pub(super) struct Suppressed(usize);

impl Suppressed {
    /// A line about the written baseline with `--update-baseline`, otherwise empty.
    pub(super) fn remark(&self, args: &CheckArgs) -> String {
        match &args.baseline {
            Some(file) if args.update_baseline => {
                let findings = count(self.0, "finding", "findings");
                format!("`{}` was written: it holds {findings}\n", file.display())
            }
            _ => String::new(),
        }
    }

    /// The end of the closing line for a site without findings outside the baseline.
    pub(super) fn nothing_else(&self) -> String {
        match self.0 {
            0 => ", nothing found".to_owned(),
            known => format!(
                ", nothing but what the baseline holds: {}",
                count(known, "finding", "findings")
            ),
        }
    }
}

/// Loads the baseline and removes its findings. With `--update-baseline` it is written first.
pub(super) fn apply(args: &CheckArgs, findings: &mut Vec<Finding>) -> Result<Suppressed, Failure> {
    Ok(Suppressed(Baseline::load(args, findings)?.remove_known(findings)))
}

#[expect(clippy::disallowed_methods, reason = "the baseline is no part of the site")]
fn read_file(file: &Path) -> Result<BaselineFile, Failure> {
    let text = fs::read_to_string(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(format!("there is no baseline `{}`", file.display()))
            .help("`--update-baseline` writes one of all that is found now"),
        _ => Failure::system("read", file, &error),
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!("`{}` is no baseline: {error}", file.display()))
            .help("`--update-baseline` writes it anew")
    })
}

#[expect(clippy::disallowed_methods, reason = "the baseline is no part of the site")]
fn write_file(file: &Path, findings: &[Finding]) -> Result<(), Failure> {
    let may_suppress = |finding: &&Finding| !NEVER_SUPPRESSED.contains(&finding.code);
    let mut entries: Vec<BaselineEntry> =
        findings.iter().filter(may_suppress).map(BaselineEntry::of).collect();
    entries.sort();
    let text =
        serde_json::to_string_pretty(&BaselineFile { findings: entries }).unwrap_or_default();
    fs::write(file, text + "\n").map_err(|error| Failure::system("write", file, &error))
}
