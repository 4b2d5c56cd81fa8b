//! A baseline: what was found on the day that an old archive adopted the checks, and is not
//! reported again.
//!
//! Places are not compared, as lines move with every edit: a finding is known by its code, its
//! file, its key and its message, as often as the baseline has it. What would let out what must not
//! get out is never known so.

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

/// Codes that no baseline silences: behind each something could be read by those who are not to
/// read it.
const NEVER: [Code; 2] = [Code::AudienceLeak, Code::Path];

/// The file.
#[derive(Default, Serialize, Deserialize)]
struct Baseline {
    findings: Vec<Known>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
struct Known {
    code: String,
    file: String,
    #[serde(default)]
    path: String,
    message: String,
}

impl Known {
    fn of(finding: &Finding) -> Known {
        Known {
            code: finding.code.to_string(),
            file: finding.span.file.to_string(),
            path: finding.path.clone(),
            message: finding.message.clone(),
        }
    }
}

/// What is not reported again, as often as it was found.
#[derive(Default)]
pub(super) struct Baselined(HashMap<Known, usize>);

impl Baselined {
    /// What the baseline knows; with `--update-baseline` it is written anew first, of these
    /// findings.
    pub(super) fn of(args: &CheckArgs, findings: &[Finding]) -> Result<Baselined, Failure> {
        let Some(file) = &args.baseline else { return Ok(Baselined::default()) };
        if args.update_baseline {
            write(file, findings)?;
        }
        let mut known: HashMap<Known, usize> = HashMap::new();
        for item in read(file)?.findings {
            *known.entry(item).or_default() += 1;
        }
        Ok(Baselined(known))
    }

    /// Takes out what is known, and says how many findings that were.
    pub(super) fn take_out(&self, findings: &mut Vec<Finding>) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        let before = findings.len();
        let mut left = self.0.clone();
        findings.retain(|finding| match left.get_mut(&Known::of(finding)) {
            Some(left) if *left > 0 && !NEVER.contains(&finding.code) => {
                *left -= 1;
                false
            }
            _ => true,
        });
        before - findings.len()
    }
}

/// How many findings a baseline took out.
pub(super) struct Adopted(usize);

impl Adopted {
    /// What was done, where the baseline was written anew.
    pub(super) fn remark(&self, args: &CheckArgs) -> String {
        match &args.baseline {
            Some(file) if args.update_baseline => {
                let findings = count(self.0, "finding", "findings");
                format!("`{}` was written: it holds {findings}\n", file.display())
            }
            _ => String::new(),
        }
    }

    /// The end of the line that sums up a site in which nothing else was found.
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

/// Takes out what the baseline knows; with `--update-baseline` writes it anew first.
pub(super) fn apply(args: &CheckArgs, findings: &mut Vec<Finding>) -> Result<Adopted, Failure> {
    Ok(Adopted(Baselined::of(args, findings)?.take_out(findings)))
}

#[expect(clippy::disallowed_methods, reason = "the baseline is no part of the site")]
fn read(file: &Path) -> Result<Baseline, Failure> {
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
fn write(file: &Path, findings: &[Finding]) -> Result<(), Failure> {
    let mut known: Vec<Known> =
        findings.iter().filter(|finding| !NEVER.contains(&finding.code)).map(Known::of).collect();
    known.sort();
    let text = serde_json::to_string_pretty(&Baseline { findings: known }).unwrap_or_default();
    fs::write(file, text + "\n").map_err(|error| Failure::system("write", file, &error))
}
